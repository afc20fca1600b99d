//! Warns hospitals that share: of lures that people at two hospitals found bad, by letter, each once.

use std::collections::BTreeSet;

use holdfast_core::decide::suspicious_mail::LureKey;
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

/// Domains, files and subjects named of one lure, each.
const MOST_NAMED: usize = 3;

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
        let news: Vec<&UntoldLure> =
            lures.iter().filter(|lure| !lure.keys.iter().any(|key| own.contains(&key.to_string()))).collect();
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
        paragraphs.extend(news.iter().take(MOST_TOLD).map(|lure| line(lure)));
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
fn line(lure: &UntoldLure) -> String {
    let defused = |domain: &String| match domain.rsplit_once('.') {
        Some((before, last)) => format!("{before}[.]{last}"),
        None => domain.clone(),
    };
    let (mut links, mut files, mut senders) = (Vec::new(), Vec::new(), BTreeSet::new());
    for key in &lure.keys {
        match key {
            LureKey::Domain { domain } => links.push(defused(domain)),
            LureKey::File { sha256 } => files.push(sha256.clone()),
            LureKey::Subject { from, .. } => {
                senders.insert(defused(from));
            }
        }
    }
    let senders: Vec<String> = senders.into_iter().collect();
    let parts =
        [("links to", &links), ("says it is from", &senders), ("carries a file with the SHA-256", &files)];
    let parts = parts.iter().filter(|(_, named)| !named.is_empty()).map(|(words, named)| {
        let n_more = named.len().saturating_sub(MOST_NAMED);
        let more = if n_more > 0 { format!(" and {n_more} more") } else { String::new() };
        format!("{words} {}{more}", named[..named.len() - n_more].join(", "))
    });
    format!("Found bad at {} hospitals: {}.", lure.n_hospitals, parts.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lure_is_one_line_and_nothing_in_it_can_be_pressed() {
        let texts = [
            "domain:a.com",
            "domain:b.co.uk",
            "domain:c.com",
            "domain:d.com",
            "file:ab",
            "subject:evil.com:pay stub",
            "subject:evil.com:your pay stub",
        ];
        let keys: BTreeSet<LureKey> = texts.iter().filter_map(|text| LureKey::from_text(text)).collect();
        assert!(keys.iter().map(ToString::to_string).eq(texts), "each reads back");
        assert_eq!(
            line(&UntoldLure { keys, n_hospitals: 2 }),
            "Found bad at 2 hospitals: links to a[.]com, b.co[.]uk, c[.]com and 1 more; says it is from evil[.]com; carries a file with the \
             SHA-256 ab."
        );
        for other in ["", "domain", "word:x", "subject:evil.com"] {
            assert_eq!(LureKey::from_text(other), None, "{other}");
        }
    }
}
