//! What there is to read of reports: a hospital's list with its clock, one report, and what a reporter sees by their link.

use std::collections::BTreeSet;

use holdfast_core::decide::suspicious_mail::{Clock, Judged, LureKey, Pool, Pooled, clock, judge, keys};
use holdfast_core::model::{HospitalScope, MailReportId};
use holdfast_store::{KeptMailReport, MailPool, MailReports, PoolWord};
use jiff::SignedDuration;

use super::KEEP_MAIL_DAYS;
use crate::app::{App, AppError};
use crate::entropy::TokenHash;

/// Reports that are listed; the newest.
const MOST_LISTED: u32 = 50;

/// Sightings of other hospitals that are listed; the newest.
const MOST_ELSEWHERE: usize = 10;

/// Sightings that are read to find the newest.
const MOST_READ: u32 = 10_000;

/// A report with what is said of it now.
#[derive(Clone, Debug)]
pub struct MailOnList {
    /// The report.
    pub report: KeptMailReport,
    /// What is said of the mail; `None` once what was read from it is forgotten.
    pub judged: Option<Judged>,
}

/// A hospital's reports.
#[derive(Clone, Debug)]
pub struct ReportedMails {
    /// The newest fifty, newest first.
    pub all: Vec<MailOnList>,
    /// How fast reports of the last thirty days came and were answered.
    pub clock: Clock,
    /// What the hospital said of pooling.
    pub word: Option<PoolWord>,
    /// What hospitals that pool found bad lately, newest first. Empty for one that does not pool.
    pub elsewhere: Vec<Pooled>,
}

impl App {
    /// A hospital's reports.
    pub async fn reported_mails(&self, scope: HospitalScope) -> Result<ReportedMails, AppError> {
        let now = self.clock.now();
        let since = now - SignedDuration::from_hours(24 * KEEP_MAIL_DAYS);
        let mut read = self.store.read().await?;
        let own = self.own_mail_domains(&mut read, scope).await?;
        let mut all = Vec::new();
        for report in read.mail_reports(scope, None, MOST_LISTED).await? {
            let pool = read.mail_pool(scope, &keys(&report.sighting)).await?;
            let judged = report.mail.as_ref().map(|mail| judge(mail, &own, pool));
            all.push(MailOnList { report, judged });
        }
        let clock = clock(&read.mail_report_times(scope, since).await?, now);
        let word = read.pool_word(scope).await?;
        let mut elsewhere = Vec::new();
        if word.as_ref().is_some_and(|word| word.agrees) {
            let known: BTreeSet<LureKey> = all.iter().flat_map(|one| keys(&one.report.sighting)).collect();
            let pooled = read.pooled_sightings(Some((since, MailReportId(0))), MOST_READ).await?;
            let is_news = |pooled: &Pooled| keys(&pooled.sighting).is_disjoint(&known);
            elsewhere = pooled.into_iter().rev().filter(is_news).take(MOST_ELSEWHERE).collect();
        }
        Ok(ReportedMails { all, clock, word, elsewhere })
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
        let pool = read.mail_pool(scope, &keys(&report.sighting)).await?;
        let judged = report.mail.as_ref().map(|mail| judge(mail, &own, pool));
        Ok((MailOnList { report, judged }, pool))
    }

    /// What a reporter sees by their link: the hospital's name, and the report as it stands.
    pub async fn mail_reported_by(&self, token: &TokenHash) -> Result<(String, MailOnList), AppError> {
        let mut read = self.store.read().await?;
        let found = read.mail_report_by_link(token.as_str()).await?;
        let (ccn, report) = found.ok_or(AppError::DeadLink)?;
        // The link is the proof: it was shown to whoever reported this mail, and opens that report alone.
        let scope = HospitalScope::checked(ccn);
        let own = self.own_mail_domains(&mut read, scope).await?;
        let pool = read.mail_pool(scope, &keys(&report.sighting)).await?;
        let judged = report.mail.as_ref().map(|mail| judge(mail, &own, pool));
        Ok((self.hospital_name(ccn), MailOnList { report, judged }))
    }
}

/// A report that is not there.
pub(super) fn no_report() -> AppError {
    AppError::not_found("This hospital has no reported mail of that number.")
}
