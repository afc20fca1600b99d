//! Mails that staff report: what they look like, whether other hospitals saw the same lure, what the reporter is told, how fast.
//!
//! Pure: what was read from a mail and what is kept go in. No part calls a mail safe: a machine says that it looks bad, or that a
//! person must look.

mod clock;
mod look_alike;
mod lure;
mod mail;
mod shape;
mod sighting;
mod verdict;
mod way_in;
mod words;

#[cfg(test)]
mod tests;

pub use clock::{Clock, Minutes, ReportTimes, clock};
pub use look_alike::{LooksLike, is_own, looks_like};
pub use lure::{KnownKey, LureKey, keys, n_known_bad, same_lure};
pub use mail::{Checked, MailFile, MailLink, MailSender, ReportedMail, SaidOfSender};
pub use shape::subject_shape;
pub use sighting::{Pooled, Sighting, sighting};
pub use verdict::{Judged, PersonSaid, Pool, Reason, Standing, judge};
pub use way_in::{
    Mailbox, MailedIn, N_CODE, NotTaken, Proof, SentBy, Whose, carries, code_from_random, coded_address,
    codes, proof, whose,
};
pub use words::{Told, tell};
