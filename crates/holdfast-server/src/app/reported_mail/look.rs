//! What there is to read of reports: a hospital's list with its clock, one report, and what a reporter sees by their link.

use holdfast_core::decide::suspicious_mail::{Clock, Judged, Pool, Pooled, clock, judge, keys};
use holdfast_core::model::{HospitalScope, MailDomain, MailReportId};
use holdfast_store::{KeptMailReport, MailPool, MailReports, PoolWord};
use jiff::SignedDuration;

use super::KEEP_MAIL_DAYS;
use crate::app::{App, AppError};
use crate::entropy::TokenHash;

/// Reports that are listed at once of those that wait, and of those that are answered.
const MOST_LISTED: u32 = 25;

/// Sightings of other hospitals that are listed; the newest.
const MOST_ELSEWHERE: usize = 10;

/// Sightings that are read, the newest, to find those that are news here.
const MOST_READ: u32 = 10_000;

/// A report with what is said of it now.
#[derive(Clone, Debug)]
pub struct MailOnList {
    /// The report.
    pub report: KeptMailReport,
    /// What is said of the mail; `None` once what was read from it is forgotten.
    pub judged: Option<Judged>,
}

/// Which part of a hospital's reports is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailPage {
    /// Of those that wait, the ones after this number; `None` from the first on.
    pub after: Option<u32>,
    /// Of the answered, the ones before this number; `None` from the newest on.
    pub before: Option<u32>,
}

/// A hospital's reports, a part of them.
#[derive(Clone, Debug)]
pub struct ReportedMails {
    /// Those without an answer, who waits longest first.
    pub waiting: Vec<MailOnList>,
    /// How many have no answer in all.
    pub n_waiting: u32,
    /// After which number those that wait go on; `None` when these are the last.
    pub next_after: Option<u32>,
    /// Those with an answer, newest first.
    pub answered: Vec<MailOnList>,
    /// Before which number the answered go on; `None` when these are the oldest.
    pub next_before: Option<u32>,
    /// How fast reports of the last thirty days came and were answered.
    pub clock: Clock,
    /// What the hospital said of pooling.
    pub word: Option<PoolWord>,
    /// What hospitals that pool found bad lately, newest first. Empty for one that does not pool.
    pub elsewhere: Vec<Pooled>,
}

impl App {
    /// A hospital's reports, a part of them.
    pub async fn reported_mails(
        &self,
        scope: HospitalScope,
        part: MailPage,
    ) -> Result<ReportedMails, AppError> {
        let now = self.clock.now();
        let since = now - SignedDuration::from_hours(24 * KEEP_MAIL_DAYS);
        let mut read = self.store.read().await?;
        let own = self.own_mail_domains(&mut read, scope).await?;
        let mut waits = read.waiting_mail_reports(scope, part.after, MOST_LISTED + 1).await?;
        let next_after = cut(&mut waits);
        let mut had = read.answered_mail_reports(scope, part.before, MOST_LISTED + 1).await?;
        let next_before = cut(&mut had);
        let (mut waiting, mut answered) = (Vec::new(), Vec::new());
        for (reports, listed) in [(waits, &mut waiting), (had, &mut answered)] {
            for report in reports {
                listed.push(look(&mut read, scope, &own, report).await?.0);
            }
        }
        let n_waiting = read.n_waiting_mail_reports(scope).await?;
        let clock = clock(&read.mail_report_times(scope, since).await?, now);
        let word = read.pool_word(scope).await?;
        let mut elsewhere = Vec::new();
        if word.as_ref().is_some_and(|word| word.agrees) {
            let known = read.own_lure_keys(scope, since).await?;
            let pooled = read.pooled_sightings(Some(since), now, MOST_READ).await?;
            let is_known =
                |pooled: &Pooled| keys(&pooled.sighting).iter().any(|key| known.contains(&key.to_string()));
            let is_news = |pooled: &Pooled| !is_known(pooled);
            elsewhere = pooled.into_iter().rev().filter(is_news).take(MOST_ELSEWHERE).collect();
        }
        Ok(ReportedMails { waiting, n_waiting, next_after, answered, next_before, clock, word, elsewhere })
    }

    /// One report, with what hospitals know of the lure.
    pub async fn reported_mail(
        &self,
        scope: HospitalScope,
        id: MailReportId,
    ) -> Result<(MailOnList, Pool), AppError> {
        let mut read = self.store.read().await?;
        let report = read.mail_report(scope, id).await?.ok_or_else(no_report)?;
        let own = self.own_mail_domains(&mut read, scope).await?;
        look(&mut read, scope, &own, report).await
    }

    /// What a reporter sees by their link: the hospital's name, and the report as it stands.
    pub async fn mail_reported_by(&self, token: &TokenHash) -> Result<(String, MailOnList), AppError> {
        let mut read = self.store.read().await?;
        let found = read.mail_report_by_link(token.as_str()).await?;
        let (ccn, report) = found.ok_or(AppError::DeadLink)?;
        // The link is the proof: it was shown to whoever reported this mail, and opens that report alone.
        let scope = HospitalScope::checked(ccn);
        let own = self.own_mail_domains(&mut read, scope).await?;
        let (one, _) = look(&mut read, scope, &own, report).await?;
        Ok((self.hospital_name(ccn), one))
    }
}

/// A report with what is said of it now, and what hospitals know of the lure. `own`: the hospital's domains.
pub(super) async fn look<R: MailPool + Send>(
    read: &mut R,
    scope: HospitalScope,
    own: &[MailDomain],
    report: KeptMailReport,
) -> Result<(MailOnList, Pool), AppError> {
    let pool = read.mail_pool(scope, &keys(&report.sighting)).await?;
    let judged = report.mail.as_ref().map(|mail| judge(mail, own, pool));
    Ok((MailOnList { report, judged }, pool))
}

/// Takes off what was read only to see whether there is more. Gives the number of the last that stays, when there is.
fn cut(reports: &mut Vec<KeptMailReport>) -> Option<u32> {
    let most = usize::try_from(MOST_LISTED).unwrap_or(usize::MAX);
    let is_more = reports.len() > most;
    reports.truncate(most);
    reports.last().map(|last| last.number).filter(|_| is_more)
}

/// A report that is not there.
pub(super) fn no_report() -> AppError {
    AppError::not_found("This hospital has no reported mail of that number.")
}
