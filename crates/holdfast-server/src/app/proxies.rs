//! Whether a proxy stands in front that the settings do not know of: then everybody has one address, and limits that
//! count by address stop honest people.

use std::sync::atomic::Ordering;

use holdfast_core::model::day_in_words;
use holdfast_store::Audit;
use serde_json::json;

use super::{App, AppError};

/// How the log names what was seen.
const SEEN: &str = "server:proxy";
/// A sighting older than this says nothing about today.
const MOST_DAYS: i64 = 30;
const DAY_MS: i64 = 24 * 3_600_000;

impl App {
    /// Notes, once in the life of this server, that a request came through a proxy the settings do not name.
    pub(crate) async fn note_unknown_proxy(&self) {
        if self.proxy_noted.swap(true, Ordering::Relaxed) {
            return;
        }
        tracing::warn!(
            "Requests carry X-Forwarded-For and server.trusted_proxies is 0, so everybody behind the proxy counts as one \
             address. If a proxy of yours stands in front, set server.trusted_proxies to the number of proxies"
        );
        if let Err(e) = self.record_unknown_proxy().await {
            tracing::error!(error = super::chain(&e), "What was seen of a proxy could not be noted");
        }
    }

    async fn record_unknown_proxy(&self) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let known = write.audit_about(SEEN, 1).await?;
        if known.first().is_none_or(|seen| now_ms - seen.at_ms > DAY_MS) {
            write.add_audit("system", "proxy.seen", SEEN, &json!({}), now_ms).await?;
            write.commit().await?;
        }
        Ok(())
    }

    /// What is wrong with `server.trusted_proxies`, when something is: to be said at the start and by the doctor.
    pub async fn proxy_warning(&self) -> Result<Option<String>, AppError> {
        if self.config.server.trusted_proxies > 0 {
            return Ok(None);
        }
        let seen = self.store.read().await?.audit_about(SEEN, 1).await?;
        let seen = seen.first().filter(|seen| self.now_ms() - seen.at_ms <= MOST_DAYS * DAY_MS);
        let mend = "set server.trusted_proxies to the number of proxies in front, or all visitors count as one address \
                    and are soon told to wait";
        Ok(match seen {
            Some(seen) => Some(format!(
                "requests came through a proxy (X-Forwarded-For, last noted on {}), and server.trusted_proxies is 0; {mend}",
                day_in_words(self.day_of(seen.at_ms))
            )),
            // This server speaks plain HTTP, so something else speaks HTTPS for it.
            None if self.config.server.is_https() => Some(format!(
                "server.public_url is https, so a proxy must stand in front, and server.trusted_proxies is 0; {mend}"
            )),
            None => None,
        })
    }
}
