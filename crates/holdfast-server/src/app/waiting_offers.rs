//! Offers that wait for the program office: the list, and one letter a day when something new is on it.
//!
//! The letter says how many and where to look. Which hospital, and what, stands behind sign-in.

use std::collections::BTreeSet;

use holdfast_core::decide::waiting_offers::{self, WaitingOffer, Waits};
use holdfast_core::model::{Action, Ccn, ClaimEvent, EmailAddress};
use holdfast_store::nouns::*;
use holdfast_store::{ClaimRecord, Office};
use serde_json::json;

use super::{App, AppError};
use crate::mail::Note;

/// How the log names the letters: the last one is looked up before the next is written.
const LETTER: &str = "letter:waiting-offers";

impl App {
    /// Offers of the counted program that wait for the office, the longest wait first within each kind.
    pub async fn waiting_offers(&self) -> Result<Vec<WaitingOffer>, AppError> {
        let mut read = self.store.read().await?;
        let records = self.records(&mut read).await?;
        Ok(self.waiting_in(&records))
    }

    /// Writes to everyone who runs the program when an offer has come to wait since the last letter. Returns how many
    /// letters.
    pub async fn tell_office_of_offers(&self) -> Result<usize, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let last = write.audit_about(LETTER, 1).await?.first().map_or(i64::MIN, |entry| entry.at_ms);
        let records = self.records(&mut write).await?;
        let waiting = self.waiting_in(&records);
        let is_new = |(ccn, record): &(Ccn, ClaimRecord)| {
            record.moves.last().is_some_and(|m| m.at_ms > last)
                && waiting.iter().any(|w| w.ccn == *ccn && w.offer == record.offer)
        };
        let to: BTreeSet<EmailAddress> = write
            .program_people()
            .await?
            .into_iter()
            .filter(|p| p.grant.role.allows(Action::ManageProgram) && p.account.disabled_at_ms.is_none())
            .map(|p| p.account.email)
            .collect();
        if to.is_empty() || !records.iter().any(is_new) {
            return Ok(0);
        }
        let letter = self.waiting_letter(&waiting);
        for address in &to {
            self.post(&mut write, address, &letter).await?;
        }
        let detail = json!({ "n_waiting": waiting.len(), "n_letters": to.len() });
        write.add_audit("program", "tell-office", LETTER, &detail, now_ms).await?;
        write.commit().await?;
        Ok(to.len())
    }

    async fn records(&self, read: &mut impl Office) -> Result<Vec<(Ccn, ClaimRecord)>, AppError> {
        let program = self.counted_program()?;
        let mut records = read.office_claim_records().await?;
        records.retain(|(_, record)| program.offers.iter().any(|o| o.id == record.offer));
        Ok(records)
    }

    fn waiting_in(&self, records: &[(Ccn, ClaimRecord)]) -> Vec<WaitingOffer> {
        let moves = |r: &ClaimRecord| -> Vec<ClaimEvent> { r.moves.iter().map(|m| m.event).collect() };
        waiting_offers::list(records.iter().map(|(ccn, r)| (*ccn, &r.offer, moves(r))), self.today())
    }

    fn waiting_letter(&self, waiting: &[WaitingOffer]) -> Note {
        let n = |waits: Waits| waiting.iter().filter(|w| w.waits == waits).count();
        let says: Vec<String> = [
            (n(Waits::ToConfirm), "to confirm"),
            (n(Waits::ToSwitchOn), "to switch on"),
            (n(Waits::LetGo), "that a hospital let go"),
        ]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {} {what}", if *n == 1 { "offer" } else { "offers" }))
        .collect();
        let oldest = waiting.iter().filter(|w| w.waits != Waits::LetGo).map(|w| w.age_days).max();
        let mut paragraphs = vec![format!("On the list now: {}.", says.join(", "))];
        paragraphs.extend(oldest.map(|days| match days {
            0 => "The longest wait began today.".to_owned(),
            1 => "The longest wait is 1 day.".to_owned(),
            days => format!("The longest wait is {days} days."),
        }));
        let mut note = self.note("offers-waiting", "Offers wait for the program office", paragraphs);
        note.link = Some(("See the list".to_owned(), self.link("/office/offers")));
        note.small_print = Some(
            "You get this letter because you run the program here. We write at most once a day, and only when something new waits."
                .to_owned(),
        );
        note
    }
}
