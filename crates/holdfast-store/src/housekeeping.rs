//! Forgets what nobody needs any more: ended sessions, spent links, finished jobs, letters to learners that went out. It never touches a record of the program.

use crate::error::StoreError;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    CEREMONIES = "DELETE FROM ceremony WHERE expires_at_ms <= $1";
    SESSIONS = "DELETE FROM session WHERE expires_at_ms <= $1 OR revoked_at_ms <= $1";
    LINKS = "DELETE FROM link_token WHERE expires_at_ms <= $1";
    LEARNER_LINKS = "DELETE FROM learner_link WHERE ended_at_ms <= $1";
    LEARNER_MAIL = "DELETE FROM mail WHERE state = 'sent' AND sent_at_ms <= $1 AND kind IN ('lessons-invitation', 'lessons-reminder')";
    JOBS = "DELETE FROM job WHERE done_at_ms <= $1";
}

impl Write {
    /// Deletes passkey exchanges that ran out before `now_ms`, and sessions, links and finished jobs that ended before
    /// `keep_since_ms`; a link is kept that long so that the page can say "used" instead of "unknown". Letters to learners that went out
    /// before it go as well: one a week to each person of each hospital piles up, and each holds a link. Returns how many rows went.
    pub async fn sweep(&mut self, now_ms: i64, keep_since_ms: i64) -> Result<u64, StoreError> {
        let mut n = 0;
        let ended = [SESSIONS, LINKS, LEARNER_LINKS, LEARNER_MAIL, JOBS].map(|sql| (sql, keep_since_ms));
        for (sql, before_ms) in [(CEREMONIES, now_ms)].into_iter().chain(ended) {
            n += sqlx::query(sql).bind(before_ms).execute(self.connection()).await?.rows_affected();
        }
        Ok(n)
    }
}
