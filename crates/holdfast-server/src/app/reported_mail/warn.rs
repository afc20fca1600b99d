//! Warns hospitals that share: of lures that people at two hospitals found bad, by letter, each once.

use std::collections::BTreeSet;

use holdfast_core::decide::suspicious_mail::Sighting;
use holdfast_core::model::{Ccn, HospitalScope};
use holdfast_store::{Accounts, LureWarnings, MailPool, UntoldLure, Write};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::KEEP_MAIL_DAYS;
use crate::app::cliffs::addresses;
use crate::app::{App, AppError};
use crate::mail::Note;

/// Lures told of in one letter; more stand on the page.
const MOST_TOLD: usize = 10;

/// Domains named of one lure.
const MOST_DOMAINS: usize = 3;

impl App {
    /// Writes to hospitals that share about lures that two hospitals or more found bad and that they did not report themselves. Each lure is
    /// told of once, however often this runs. Returns how many letters were queued.
    pub async fn warn_of_lures(&self) -> Result<usize, AppError> {
        let now = self.clock.now();
        let since = now - SignedDuration::from_hours(24 * KEEP_MAIL_DAYS);
        if self.store.read().await?.untold_lures(since, now).await?.is_empty() {
            return Ok(0);
        }
        let mut write = self.store.write().await?;
        let lures = write.untold_lures(since, now).await?;
        let mut n_letters = 0;
        for ccn in write.hospitals_that_share().await? {
            n_letters += self.warn_hospital(&mut write, ccn, &lures, since).await?;
        }
        for lure in &lures {
            write.note_lure_told(lure, now).await?;
        }
        let detail = json!({ "n_lures": lures.len(), "n_letters": n_letters });
        write.add_audit("program", "mail-pool.warn", "program", &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(n_letters)
    }

    async fn warn_hospital(
        &self,
        write: &mut Write,
        ccn: Ccn,
        lures: &[UntoldLure],
        since: Timestamp,
    ) -> Result<usize, AppError> {
        // The program itself acts here, for a hospital that said it shares.
        let scope = HospitalScope::checked(ccn);
        let own = write.own_lure_keys(scope, since).await?;
        let news: Vec<&UntoldLure> = lures.iter().filter(|lure| lure.keys.is_disjoint(&own)).collect();
        if news.is_empty() {
            return Ok(0);
        }
        let to = addresses(&write.people(scope).await?);
        let letter = self.warning(ccn, &news);
        for address in &to {
            self.post(write, address, &letter).await?;
        }
        Ok(to.len())
    }

    fn warning(&self, ccn: Ccn, news: &[&UntoldLure]) -> Note {
        let subject = match news {
            [_] => "A mail that other hospitals found bad".to_owned(),
            many => format!("{} mails that other hospitals found bad", many.len()),
        };
        let mut paragraphs = vec![
            "People at other hospitals looked at this and found it bad. Search your mail server for it, take it out of mailboxes, and ask \
             who pressed a link in it."
                .to_owned(),
        ];
        paragraphs
            .extend(news.iter().take(MOST_TOLD).map(|lure| line(&lure.pooled.sighting, lure.n_hospitals)));
        if news.len() > MOST_TOLD {
            paragraphs.push(format!("And {} more, on the page.", news.len() - MOST_TOLD));
        }
        let mut note = self.note("lure-warning", subject, paragraphs);
        let path = format!("/hospital/{ccn}/reported-mail");
        note.link = Some(("See what your hospital and others reported".to_owned(), self.link(&path)));
        note.small_print = Some(
            "You get this letter because your hospital shares what it finds bad, and because of your role there. No hospital is named."
                .to_owned(),
        );
        note
    }
}

/// A lure in one line. Nothing in it can be pressed: `[.]` stands for the last dot of a domain.
fn line(seen: &Sighting, n_hospitals: u32) -> String {
    let defused = |domain: &String| match domain.rsplit_once('.') {
        Some((before, last)) => format!("{before}[.]{last}"),
        None => domain.clone(),
    };
    let mut parts = Vec::new();
    if !seen.link_domains.is_empty() {
        let domains: Vec<String> = seen.link_domains.iter().take(MOST_DOMAINS).map(defused).collect();
        let n_more = seen.link_domains.len() - domains.len();
        let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
        parts.push(format!("links to {}{more}", domains.join(", ")));
    }
    if let Some(from) = &seen.sender_domain {
        parts.push(format!("says it is from {}", defused(from)));
    }
    let files: BTreeSet<&String> = seen.files.iter().take(MOST_DOMAINS).collect();
    if !files.is_empty() {
        let digests: Vec<&str> = files.into_iter().map(String::as_str).collect();
        parts.push(format!("carries a file with the SHA-256 {}", digests.join(", ")));
    }
    format!("Found bad at {n_hospitals} hospitals: {}.", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lure_is_one_line_and_nothing_in_it_can_be_pressed() {
        let domains = ["a.com", "b.co.uk", "c.com", "d.com"].map(str::to_owned);
        let seen = Sighting {
            sender_domain: Some("evil.com".to_owned()),
            link_domains: domains.into(),
            subject_shape: String::new(),
            files: ["ab".to_owned()].into(),
            first_hour: Timestamp::UNIX_EPOCH,
            last_hour: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(
            line(&seen, 2),
            "Found bad at 2 hospitals: links to a[.]com, b.co[.]uk, c[.]com and 1 more; says it is from evil[.]com; carries a file with the \
             SHA-256 ab."
        );
    }
}
