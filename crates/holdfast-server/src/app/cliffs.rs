//! Dated ends of a hospital: its calendar feed, and reminders 180, 90 and 30 days ahead, each sent at most once.

use std::collections::BTreeSet;

use holdfast_core::Date;
use holdfast_core::catalog::Serves;
use holdfast_core::decide::cliff::{Cliff, Lead};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::ics::calendar;
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{AccountId, Action, Ccn, EmailAddress, HospitalScope, day_in_words};
use holdfast_store::{Accounts, Audit, Link, Office, Person, Read, Tokens};
use serde_json::json;

use super::facts::{actor, subject};
use super::{App, AppError};
use crate::entropy::{Token, TokenHash, token};

/// What keeps a calendar link from opening anything else.
const PURPOSE: &str = "calendar";

/// A calendar link lasts five years, or until it is revoked.
const LINK_MS: i64 = 5 * 365 * 24 * 3_600_000;

/// A hospital's dated ends, and the calendar links it has given out.
#[derive(Clone, Debug)]
pub struct HospitalCliffs {
    /// The hospital's entry in the directory.
    pub listed: Listed,
    /// The dated ends, soonest first, those just past included.
    pub cliffs: Vec<Cliff>,
    /// The day each calendar link in force was made, oldest first.
    pub links_made_on: Vec<Date>,
}

impl App {
    /// A hospital's dated ends and calendar links.
    pub async fn hospital_cliffs(&self, scope: HospitalScope) -> Result<HospitalCliffs, AppError> {
        let mut read = self.store.read().await?;
        let picture = self.picture_in(&mut read, scope).await?;
        let links = read.links_of(PURPOSE, scope, self.now_ms()).await?;
        Ok(HospitalCliffs {
            listed: picture.listed,
            cliffs: picture.cliffs,
            links_made_on: links.into_iter().map(|at_ms| self.day_of(at_ms)).collect(),
        })
    }

    /// Makes a secret link to the hospital's calendar. Anyone who has it can read it, without sign-in, until it is revoked.
    pub async fn make_calendar_link(&self, scope: HospitalScope, by: AccountId) -> Result<Token, AppError> {
        let now_ms = self.now_ms();
        let token = token(&*self.entropy);
        let body = json!({ "ccn": scope.ccn() });
        let mut write = self.store.write().await?;
        write.add_link(token.hash().as_str(), PURPOSE, &body, now_ms, now_ms + LINK_MS).await?;
        write.add_audit(&actor(by), "make-calendar-link", &subject(scope), &json!({}), now_ms).await?;
        write.commit().await?;
        Ok(token)
    }

    /// Revokes every calendar link of the hospital. Returns how many there were.
    pub async fn revoke_calendar_links(&self, scope: HospitalScope, by: AccountId) -> Result<u64, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let n_ended = write.end_links_of(PURPOSE, scope, now_ms).await?;
        let detail = json!({ "n_links": n_ended });
        write.add_audit(&actor(by), "revoke-calendar-links", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        Ok(n_ended)
    }

    /// The calendar behind a link: names of offers and products and their dates, nothing the hospital told us.
    pub async fn calendar_feed(&self, token: &str) -> Result<String, AppError> {
        let mut read = self.store.read().await?;
        let hash = TokenHash::of(token);
        let Link::Good(body) = read.link(hash.as_str(), PURPOSE, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let ccn: Ccn = serde_json::from_value(body["ccn"].clone())
            .map_err(|e| AppError::Broken { what: format!("a calendar link without its hospital: {e}") })?;
        // The link is the proof: an administrator or IT person of this hospital made it.
        let picture = self.picture_in(&mut read, HospitalScope::checked(ccn)).await?;
        let name = format!("Dated ends: {}", self.config.program.name);
        Ok(calendar(&name, &self.calendar_domain(ccn), &picture.cliffs, self.today()))
    }

    /// Event ids differ from hospital to hospital, so that one calendar can hold several feeds.
    fn calendar_domain(&self, ccn: Ccn) -> String {
        let digest = sha256_hex(format!("calendar of {ccn}").as_bytes());
        let url = self.config.server.public_url();
        format!("{}.{}", &digest[..12], url.host_str().unwrap_or("localhost"))
    }

    /// Writes to the administrators and IT people of each hospital about ends that came within 180, 90 or 30 days.
    /// Each end is written about at most once a distance, however often this runs. Returns how many letters were queued.
    pub async fn due_cliff_reminders(&self) -> Result<usize, AppError> {
        let mut read = self.store.read().await?;
        let mut hospitals: BTreeSet<Ccn> = BTreeSet::new();
        for program in self.catalog.programs.iter().filter(|p| p.serves == Serves::Hospitals) {
            let checked = read.office_registrations(&program.id, Some("validated")).await?;
            hospitals.extend(checked.into_iter().map(|line| line.ccn));
        }
        drop(read);
        let mut n_letters = 0;
        for ccn in hospitals {
            // The program itself acts here, for hospitals that take part in it.
            n_letters += self.remind(HospitalScope::checked(ccn)).await?;
        }
        Ok(n_letters)
    }

    async fn remind(&self, scope: HospitalScope) -> Result<usize, AppError> {
        let mut read = self.store.read().await?;
        let picture = match self.picture_in(&mut read, scope).await {
            Ok(picture) => picture,
            // A hospital that left the directory has nothing to be reminded of.
            Err(AppError::NotFound { .. }) => return Ok(0),
            Err(e) => return Err(e),
        };
        let due = self.not_yet_reminded(&mut read, scope, picture.cliffs).await?;
        let to = addresses(&read.people(scope).await?);
        drop(read);
        if due.is_empty() || to.is_empty() {
            return Ok(0);
        }
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let mut still_due = Vec::new();
        for cliff in due {
            let subject = reminder(scope, &cliff);
            if write.audit_about(&subject, 1).await?.is_empty() {
                write
                    .add_audit("program", "remind", &subject, &json!({ "n_letters": to.len() }), now_ms)
                    .await?;
                still_due.push(cliff);
            }
        }
        if still_due.is_empty() {
            return Ok(0);
        }
        let letter = self.reminder_letter(&still_due);
        for address in &to {
            self.post(&mut write, address, &letter).await?;
        }
        write.commit().await?;
        Ok(to.len())
    }

    async fn not_yet_reminded(
        &self,
        read: &mut Read,
        scope: HospitalScope,
        cliffs: Vec<Cliff>,
    ) -> Result<Vec<Cliff>, AppError> {
        let mut due = Vec::new();
        for cliff in cliffs {
            let near = matches!(cliff.lead, Lead::Within30 | Lead::Within90 | Lead::Within180);
            if near && read.audit_about(&reminder(scope, &cliff), 1).await?.is_empty() {
                due.push(cliff);
            }
        }
        Ok(due)
    }

    fn reminder_letter(&self, due: &[Cliff]) -> crate::mail::Note {
        let soonest = due.iter().min_by_key(|c| c.days_left).map(Cliff::days_in_words).unwrap_or_default();
        let subject = match due {
            [one] => format!("{}: {}", one.days_in_words(), one.title),
            many => format!("{} dated ends ahead, the first: {soonest}", many.len()),
        };
        let mut paragraphs =
            vec!["This is what ends for your hospital, and what to do before it does.".to_owned()];
        for cliff in due {
            let price = cliff.price.as_ref().map(|p| format!(" Going on: {}", p.says)).unwrap_or_default();
            paragraphs.push(format!(
                "{} ({}): {}. {}{price}",
                day_in_words(cliff.on),
                cliff.days_in_words(),
                cliff.title,
                cliff.action
            ));
        }
        let mut note = self.note("cliff-reminder", subject, paragraphs);
        note.link = Some(("See every date of your hospital".to_owned(), self.link("/my-hospitals")));
        note.small_print = Some("You get this letter because of your role at the hospital here. We write 180, 90 and 30 days ahead.".to_owned());
        note
    }
}

/// How the log names a reminder: it is looked up before the next is sent.
fn reminder(scope: HospitalScope, cliff: &Cliff) -> String {
    format!("reminder:{}:{}:{}:{}", scope.ccn(), cliff.about.key(), cliff.on, cliff.lead.key())
}

/// The people who act for the hospital, each once; where nobody does, those who may read about it and can pass it on.
pub(super) fn addresses(people: &[Person]) -> BTreeSet<EmailAddress> {
    let who = |may: Action| -> BTreeSet<EmailAddress> {
        people
            .iter()
            .filter(|p| p.grant.role.is_of_hospital() && p.grant.role.allows(may))
            .filter(|p| p.account.disabled_at_ms.is_none())
            .map(|p| p.account.email.clone())
            .collect()
    };
    let act = who(Action::EditHospital);
    if act.is_empty() { who(Action::ViewHospital) } else { act }
}
