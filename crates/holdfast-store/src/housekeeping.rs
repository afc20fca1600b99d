//! Forgets what nobody needs any more: ended sessions, spent links, finished jobs. It never touches a record of the program.

use crate::error::StoreError;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    CEREMONIES = "DELETE FROM ceremony WHERE expires_at_ms <= $1";
    SESSIONS = "DELETE FROM session WHERE expires_at_ms <= $1 OR revoked_at_ms <= $1";
    LINKS = "DELETE FROM link_token WHERE expires_at_ms <= $1";
    JOBS = "DELETE FROM job WHERE done_at_ms <= $1";
}

impl Write {
    /// Deletes passkey exchanges that ran out before `now_ms`, and sessions, links and finished jobs that ended before
    /// `keep_since_ms`; a link is kept that long so that the page can say "used" instead of "unknown". Returns how many rows went.
    pub async fn sweep(&mut self, now_ms: i64, keep_since_ms: i64) -> Result<u64, StoreError> {
        let mut n = 0;
        for (sql, before_ms) in
            [(CEREMONIES, now_ms), (SESSIONS, keep_since_ms), (LINKS, keep_since_ms), (JOBS, keep_since_ms)]
        {
            n += sqlx::query(sql).bind(before_ms).execute(self.connection()).await?.rows_affected();
        }
        Ok(n)
    }
}
