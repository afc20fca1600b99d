//! Training: the staff roster, what people owe and did, links to learn by, and sheets keyed in.
//!
//! Who owes what is decided in `holdfast_core::decide::training`; this room loads, calls and saves.

mod badges;
mod download;
mod due_lists;
mod learn;
mod links;
mod progress;
mod proves;
mod remind;
mod roster;
mod sheets;
mod withdraw;

pub use badges::{BadgeFile, BadgeLine, ListedBadgeKey, OnPaper, Proof, ProofKind, Verified};
pub use due_lists::DueLists;
pub use learn::LearnerDesk;
pub use links::{LinksStand, MOST_BADGES, Mailed, OneMailed, Whom};
pub use progress::{Asked, LearnerFile, TrainingRecord};
pub use roster::{RosterAgreed, RosterApplied, RosterPreview, SentRoster};
pub use sheets::{MOST_ON_SHEET, SheetAsked, SheetKept};
pub use withdraw::WhichDone;
