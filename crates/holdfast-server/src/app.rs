//! What the program does, one family of use cases a file. Pages, API, jobs and commands all come through here.
//!
//! A use case loads, calls a pure decision in `holdfast-core`, saves, and answers. It renders nothing.

pub mod account;
mod activation;
pub mod answers;
pub mod application;
mod assessment;
pub mod audit;
mod background;
pub mod belong;
mod care;
mod check;
pub mod classes;
mod cliffs;
mod collected;
pub mod device;
mod directory;
mod error;
mod evidence;
mod facts;
pub mod feed;
pub mod first_administrator;
mod held_files;
mod hospital;
mod hospital_name;
mod import_directory;
mod imports;
pub mod incident;
pub mod invitations;
mod lesson_package;
mod lesson_paper;
mod measure;
mod offers;
mod office;
mod open;
pub mod operator;
mod outbox;
mod papers;
pub mod passkeys;
pub mod people;
pub mod plan;
mod posture;
mod program_people;
mod proxies;
pub mod question;
pub mod registration;
mod relisting;
pub mod reported_mail;
mod review;
mod running;
mod send_mail;
mod sent_file;
mod sessions;
pub mod set_up;
pub mod settings;
pub mod sign_in;
mod stage;
mod support;
mod tasks;
mod tell;
pub mod training;
mod waiting_offers;

use std::ops::Deref;
use std::sync::{Arc, RwLock};

use holdfast_core::Date;
use holdfast_core::catalog::Catalog;
use holdfast_store::Store;

pub use activation::{ActivationError, InviteError, OfficeFile};
pub use assessment::Assessment;
pub use care::{
    CareOf, DarkAsked, FirstToHelp, GateCount, GateCounts, Hit, MOST_DAYS, NationalPicture, OwnDowntime,
    Scenario, ServicesSaid, USUAL_DAYS, WhatIf, days_of, days_typed, down_with,
};
pub use check::{Checked, CheckedHospital, Decided, National};
pub use cliffs::HospitalCliffs;
pub use collected::RowOutcome;
pub use directory::{DamagedTable, DirectoryImported, LoadedDirectory, embedded_directory};
pub use error::{AppError, chain};
pub use evidence::{EvidenceList, SentEvidence};
pub use facts::KnownHospital;
pub use holdfast_core::decide::partners::{Month, TotalsOf};
pub use hospital::{AskedBack, Happened, HospitalHome, HospitalPicture, MyHospital, OfferStand};
pub use import_directory::{ImportRules, Outcome};
pub use imports::DirectoryRecord;
pub use measure::{Entered, Speaker, check_may_assess};
pub use offers::AcceptError;
pub use office::{Roster, Totals};
pub use open::{OpenError, load_catalog};
pub use papers::{PaperFile, PapersList};
pub use plan::{PlanFile, PlanInForce};
pub use posture::{PostureInBrief, Since, WhereItStands};
pub use review::{
    Act, CaseFile, Confirm, Decision, OfferQuestion, Queue, SettleError, Settled, TrailRow, Wrong, said_in,
};
pub(crate) use running::may_be_read;
pub use running::{AuditTail, Outbox, Setting, Space, Unchecked};
pub use send_mail::MailRound;
pub use sent_file::{FileKind, SentFile};
pub use support::{Conversation, HospitalBeside, SupportDesk, SupportQueue};
pub use tasks::{MOST_NOTE_CHARS, TaskState, Ticked};

use crate::auth::rate_limit::{DraftLimit, RateLimit};
use crate::clock::{Clock, date_at};
use crate::config::Config;
use crate::entropy::Entropy;

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<State>);

/// What use cases work with.
pub struct State {
    /// Everything kept.
    pub store: Store,
    /// The program content.
    pub catalog: Catalog,
    background: background::Background,
    /// Settings.
    pub config: Config,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// How often one address may try.
    pub limits: RateLimit,
    /// How often one address may call the API without a token.
    pub call_limits: RateLimit,
    /// How often the answers of one draft are taken.
    pub draft_limits: DraftLimit,
    /// Where messages of agents are kept, many in one write.
    check_in_desk: device::CheckInDesk,
    /// Lists of machines that wait until a person settled their columns.
    held_lists: held_files::HeldFiles,
    /// Staff rosters that wait until a person has looked at what they change.
    held_rosters: held_files::HeldFiles,
    /// What hunts through raw event logs, when whoever started the portal handed it in.
    hunt_runner: incident::RunnerSlot,
    /// Reads reported mails, a few at once.
    mail_reader: reported_mail::MailReader,
    /// Whether a proxy nobody named was noted since the start.
    proxy_noted: std::sync::atomic::AtomicBool,
    directory: RwLock<Arc<LoadedDirectory>>,
    /// Builds, fixes and exploited weaknesses.
    loaded_feeds: RwLock<Arc<feed::LoadedFeeds>>,
}

impl Deref for App {
    type Target = State;
    fn deref(&self) -> &State {
        &self.0
    }
}

impl App {
    /// Now, in milliseconds since 1970 UTC, as the store keeps times.
    pub fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }

    /// Today, by the program's offset from UTC.
    pub fn today(&self) -> Date {
        date_at(self.clock.now(), self.config.program.utc_offset_hours)
    }

    /// The national directory and its search index, as last loaded.
    pub fn directory(&self) -> Arc<LoadedDirectory> {
        self.directory.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The address of a page, for a mail.
    pub fn link(&self, path: &str) -> String {
        let base = self.config.server.public_url();
        format!("{}{path}", base.as_str().trim_end_matches('/'))
    }
}
