//! Forgets what nobody needs any more: ended sessions, spent links, finished jobs, letters with a standing link that are done with. It never
//! touches a record of the program.

use crate::error::StoreError;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    CEREMONIES = "DELETE FROM ceremony WHERE expires_at_ms <= $1";
    SESSIONS = "DELETE FROM session WHERE expires_at_ms <= $1 OR revoked_at_ms <= $1";
    LINKS = "DELETE FROM link_token WHERE expires_at_ms <= $1";
    LEARNER_LINKS = "DELETE FROM learner_link WHERE ended_at_ms <= $1";
    LINK_MAIL = "DELETE FROM mail WHERE state IN ('sent', 'failed', 'outbox') AND coalesce(sent_at_ms, created_at_ms) <= $1
        AND kind IN ('lessons-invitation', 'lessons-reminder', 'teach-class', 'mail-report-taken')";
    // Mailboxes are read every minute; of that nobody needs a month.
    JOBS = "DELETE FROM job WHERE done_at_ms <= $1 OR kind = 'read-mailboxes' AND done_at_ms IS NOT NULL";
}

impl Write {
    /// Deletes passkey exchanges that ran out before `now_ms`, and sessions, links and finished jobs that ended before
    /// `keep_since_ms`; a link is kept that long so that the page can say "used" instead of "unknown". Letters to learners, to
    /// instructors and to people who mailed a report in go as well, when they went out, were given up or went to the outbox before it:
    /// one a week to each person piles up, and each holds a link that still works. Returns how many rows went.
    pub async fn sweep(&mut self, now_ms: i64, keep_since_ms: i64) -> Result<u64, StoreError> {
        let mut n = 0;
        let ended = [SESSIONS, LINKS, LEARNER_LINKS, LINK_MAIL, JOBS].map(|sql| (sql, keep_since_ms));
        for (sql, before_ms) in [(CEREMONIES, now_ms)].into_iter().chain(ended) {
            n += sqlx::query(sql).bind(before_ms).execute(self.connection()).await?.rows_affected();
        }
        Ok(n)
    }
}
