//! The kinds of job: what each does, and when it runs again.

use holdfast_core::Date;
use holdfast_store::{Mailboxes, Mails};
use jiff::tz::{Offset, TimeZone};

use crate::app::training::DueLists;
use crate::app::{App, AppError};

/// A kind of job. Of each, at most one waits or runs at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Sends the mail that is due.
    SendMail,
    /// Ends offers whose last day has passed.
    LapseOffers,
    /// Writes to hospitals about dates that came near.
    RemindOfCliffs,
    /// Writes to the program office about offers that wait for it.
    TellOffice,
    /// Writes to learners about lessons that are late or due within a week, and keeps what training proves.
    DueLists,
    /// Asks publishers for newer tables on updates and weaknesses, where settings say so.
    Feeds,
    /// Reads the mailboxes to which staff send mail they found odd, where settings name any.
    ReadMailboxes,
    /// Writes to hospitals that share about lures that others found bad, after each full hour.
    WarnOfLures,
    /// Forgets ended sessions, spent links and finished jobs.
    Sweep,
}

/// The hour of the program's day in which the nightly jobs run.
const NIGHT_HOUR: i8 = 3;
/// Ended sessions, links and jobs are kept this long, so that a page can say "used before" and not "unknown".
const KEEP_ENDED_MS: i64 = 30 * 24 * 60 * 60 * 1000;

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::SendMail,
        Self::LapseOffers,
        Self::RemindOfCliffs,
        Self::TellOffice,
        Self::DueLists,
        Self::Feeds,
        Self::ReadMailboxes,
        Self::WarnOfLures,
        Self::Sweep,
    ];

    /// Whether settings ask for it.
    pub(super) fn is_wanted(self, app: &App) -> bool {
        match self {
            Self::Feeds => app.config.feeds.nightly,
            Self::ReadMailboxes => !app.config.reported_mail.mailbox.is_empty(),
            _ => true,
        }
    }

    /// Whether it may wait for minutes for an answer from outside, so that others run beside it.
    pub(super) fn waits_outside(self) -> bool {
        matches!(self, Self::Feeds | Self::ReadMailboxes)
    }

    /// The key kept in the queue. It is the dedupe key too.
    pub fn key(self) -> &'static str {
        match self {
            Self::SendMail => "send-mail",
            Self::LapseOffers => "lapse-offers",
            Self::RemindOfCliffs => "remind-of-cliffs",
            Self::TellOffice => "tell-office",
            Self::DueLists => "due-lists",
            Self::Feeds => "feeds",
            Self::ReadMailboxes => "read-mailboxes",
            Self::WarnOfLures => "warn-of-lures",
            Self::Sweep => "sweep",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// Does the work.
    pub(super) async fn run(self, app: &App) -> Result<(), AppError> {
        match self {
            Self::SendMail => {
                app.send_due_mail().await?;
            }
            Self::LapseOffers => {
                let n = app.lapse_ended_offers().await?;
                tracing::info!(offers.n = n, "Offers past their last day were ended");
            }
            Self::RemindOfCliffs => {
                let n = app.due_cliff_reminders().await?;
                tracing::info!(letters.n = n, "Hospitals were reminded of dates ahead");
            }
            Self::TellOffice => {
                let n = app.tell_office_of_offers().await?;
                tracing::info!(letters.n = n, "The program office was told of offers that wait");
            }
            Self::DueLists => {
                let DueLists { n_hospitals, n_learners, n_letters, n_evidence } = app.run_due_lists().await?;
                tracing::info!(
                    n_hospitals,
                    n_learners,
                    n_letters,
                    n_evidence,
                    "Lists of lessons due were made"
                );
            }
            // Left from a time when it was wanted.
            Self::Feeds | Self::ReadMailboxes if !self.is_wanted(app) => {}
            Self::ReadMailboxes => {
                let look = app.read_due_mailboxes().await?;
                if look.n_taken + look.n_left > 0 {
                    tracing::info!(taken.n = look.n_taken, left.n = look.n_left, "Mailboxes were read");
                }
            }
            Self::WarnOfLures => {
                let n = app.warn_of_lures().await?;
                if n > 0 {
                    tracing::info!(letters.n = n, "Hospitals were warned of lures");
                }
            }
            Self::Feeds => app.update_feeds_at_night().await?,
            Self::Sweep => {
                let now_ms = app.now_ms();
                let mut write = app.store.write().await?;
                let n = write.sweep(now_ms, now_ms - KEEP_ENDED_MS).await?;
                let n_mails = write.forget_mails(app.forget_mails_before()).await?;
                write.forget_mails_left(app.forget_mails_before()).await?;
                write.commit().await?;
                tracing::info!(rows.n = n, mails.n = n_mails, "What had ended was forgotten");
            }
        }
        Ok(())
    }

    /// When it runs next, asked in the same write that notes the last run as done. `None`: when someone asks for it.
    pub(super) async fn next_run_ms<R: Mails + Mailboxes + Send>(
        self,
        app: &App,
        read: &mut R,
    ) -> Result<Option<i64>, AppError> {
        match self {
            Self::SendMail => Ok(read.next_mail_due_ms().await?),
            Self::Feeds | Self::ReadMailboxes if !self.is_wanted(app) => Ok(None),
            Self::ReadMailboxes => app.next_mailbox_due_ms(read).await,
            Self::WarnOfLures => Ok(Some(after_the_hour(app.now_ms()))),
            Self::LapseOffers
            | Self::RemindOfCliffs
            | Self::TellOffice
            | Self::DueLists
            | Self::Feeds
            | Self::Sweep => Ok(Some(night_after(app.today(), app.config.program.utc_offset_hours))),
        }
    }
}

/// A moment after the next full hour, in which what came into the pool is there.
fn after_the_hour(now_ms: i64) -> i64 {
    const HOUR_MS: i64 = 60 * 60 * 1000;
    (now_ms.div_euclid(HOUR_MS) + 1) * HOUR_MS + 1_000
}

/// The nightly hour of the day after, by the program's offset from UTC.
fn night_after(today: Date, utc_offset_hours: i8) -> i64 {
    let offset = Offset::from_hours(utc_offset_hours).unwrap_or(Offset::UTC);
    let tomorrow = today.tomorrow().unwrap_or(today);
    tomorrow
        .at(NIGHT_HOUR, 0, 0, 0)
        .to_zoned(TimeZone::fixed(offset))
        .map_or(i64::MAX, |at| at.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_is_the_programs_own() {
        let at = |hours| {
            let ms = night_after(Date::constant(2026, 3, 2), hours);
            jiff::Timestamp::from_millisecond(ms).expect("a time").to_string()
        };
        assert_eq!([at(-10), at(0)], ["2026-03-03T13:00:00Z", "2026-03-03T03:00:00Z"]);
    }

    #[test]
    fn lures_are_told_of_right_after_the_hour() {
        assert_eq!([0, 3_599_999, 3_600_000].map(after_the_hour), [3_601_000, 3_601_000, 7_201_000]);
    }

    #[test]
    fn every_kind_is_found_by_its_key() {
        for kind in JobKind::ALL {
            assert_eq!(JobKind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(JobKind::from_key("make-coffee"), None);
    }
}
