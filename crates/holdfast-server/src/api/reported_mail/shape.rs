//! How reported mail stands in JSON.

use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{Clock, Judged, MailLink, Standing, tell};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape::Moment;
use crate::app::reported_mail::{MailOnList, ReportedMails, TakenMail};

/// What a reporter is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenMailShape {
    /// `known_bad`, `looks_bad` or `unknown`, as far as a machine can say; `answered` once a person said.
    pub standing: &'static str,
    /// What a person found: `bad`, `junk` or `harmless`.
    pub said: Option<&'static str>,
    /// Thanks, and how the mail stands, in words.
    pub first: String,
    /// What to do now.
    pub now: Vec<String>,
    /// Why.
    pub why: Vec<String>,
    /// That person's words; empty for none.
    pub note: String,
    /// The secret of the reporter's own page, shown once; `null` when the same person reported the same file before.
    pub token: Option<String>,
    /// Whether somebody at the hospital reported the same file before.
    pub is_again: bool,
}

impl TakenMailShape {
    pub(super) fn of(taken: TakenMail) -> Self {
        let token = taken.token.as_ref().map(|token| token.reveal().to_owned());
        let one = MailOnList { report: taken.report, judged: Some(taken.judged) };
        Self { token, is_again: taken.is_again, ..Self::of_one(&one) }
    }

    pub(super) fn of_one(one: &MailOnList) -> Self {
        let unknown = Judged::default();
        let judged = one.judged.as_ref().unwrap_or(&unknown);
        let answer = one.report.answer.as_ref();
        let told = tell(judged, answer.map(|answer| answer.said), Language::English);
        Self {
            standing: standing(one),
            said: answer.map(|answer| answer.said.key()),
            first: told.first,
            now: told.now,
            why: told.why,
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
            token: None,
            is_again: false,
        }
    }
}

fn standing(one: &MailOnList) -> &'static str {
    match (&one.report.answer, one.judged.as_ref().map(|judged| &judged.standing)) {
        (Some(_), _) => "answered",
        (None, Some(Standing::KnownBad { .. })) => "known_bad",
        (None, Some(Standing::LooksBad)) => "looks_bad",
        (None, Some(Standing::Unknown) | None) => "unknown",
    }
}

/// A link of a mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailLinkShape {
    /// Where it goes. Do not fetch it.
    pub url: String,
    /// Its host.
    pub host: String,
    /// The host its text shows, where that is another's.
    pub shows: Option<String>,
    /// The mail filter that hides where it goes.
    pub hidden_by: Option<String>,
}

impl From<&MailLink> for MailLinkShape {
    fn from(link: &MailLink) -> Self {
        Self {
            url: link.url.clone(),
            host: link.host.clone(),
            shows: link.shows.clone(),
            hidden_by: link.hidden_by.clone(),
        }
    }
}

/// One report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedMailShape {
    /// Its id.
    pub id: String,
    /// Its number at the hospital.
    pub number: u32,
    /// `upload`, `mail` or `mailbox`.
    pub came: &'static str,
    /// When it was reported.
    pub reported_at: Moment,
    /// When the mail says it was sent.
    pub sent_at: Option<Moment>,
    /// `known_bad`, `looks_bad`, `unknown`, or `answered`.
    pub standing: &'static str,
    /// Why, in sentences.
    pub why: Vec<String>,
    /// Its subject; `null` once what was read is forgotten.
    pub subject: Option<String>,
    /// The address it says it is from.
    pub from: Option<String>,
    /// Its links.
    pub links: Vec<MailLinkShape>,
    /// The SHA-256 of its files, in hex.
    pub files: Vec<String>,
    /// What a person found: `bad`, `junk` or `harmless`.
    pub said: Option<&'static str>,
    /// When.
    pub answered_at: Option<Moment>,
    /// By whom.
    pub answered_by: Option<String>,
}

impl ReportedMailShape {
    pub(super) fn of(one: &MailOnList) -> Self {
        let report = &one.report;
        let (mail, answer) = (report.mail.as_ref(), report.answer.as_ref());
        let judged = one.judged.as_ref();
        let words = |judged: &Judged| judged.reasons.iter().map(|r| r.words(Language::English)).collect();
        Self {
            id: report.id.to_string(),
            number: report.number,
            came: report.came.key(),
            reported_at: Moment(report.reported_at),
            sent_at: report.sent_at.map(Moment),
            standing: standing(one),
            why: judged.map(words).unwrap_or_default(),
            subject: mail.map(|mail| mail.subject.clone()),
            from: mail.and_then(|mail| mail.sender.as_ref()).map(|sender| sender.address.clone()),
            links: mail.map(|mail| mail.links.iter().map(MailLinkShape::from).collect()).unwrap_or_default(),
            files: mail.map(|mail| mail.files.iter().map(|f| f.sha256.clone()).collect()).unwrap_or_default(),
            said: answer.map(|answer| answer.said.key()),
            answered_at: answer.map(|answer| Moment(answer.at)),
            answered_by: answer.map(|answer| answer.by.clone()),
        }
    }
}

/// How fast reports of the last thirty days came and were answered, in minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailClockShape {
    /// Reports.
    pub n_reports: usize,
    /// From the first mail sent to the first report; `null` when no mail says when it was sent.
    pub to_first_report: Option<i64>,
    /// From the first report to the first answer.
    pub to_first_answer: Option<i64>,
    /// The middle of all times to an answer.
    pub middle_to_answer: Option<i64>,
    /// Reports without an answer.
    pub n_waiting: usize,
    /// How long the oldest of them has waited.
    pub longest_wait: Option<i64>,
}

impl From<&Clock> for MailClockShape {
    fn from(clock: &Clock) -> Self {
        Self {
            n_reports: clock.n_reports,
            to_first_report: clock.to_first_report.map(|minutes| minutes.0),
            to_first_answer: clock.to_first_answer.map(|minutes| minutes.0),
            middle_to_answer: clock.middle_to_answer.map(|minutes| minutes.0),
            n_waiting: clock.n_waiting,
            longest_wait: clock.longest_wait.map(|minutes| minutes.0),
        }
    }
}

/// A hospital's reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedMailsShape {
    /// Those without an answer, who waits longest first, then the answered, newest first.
    pub reports: Vec<ReportedMailShape>,
    /// How many have no answer, in all.
    pub n_waiting: u32,
    /// The `after` for more of those without an answer; `null` when these are the last.
    pub next_after: Option<u32>,
    /// The `before` for older answered ones; `null` when these are the oldest.
    pub next_before: Option<u32>,
    /// How fast.
    pub clock: MailClockShape,
    /// Whether the hospital shares what it finds bad; `null` when it never said, which is no.
    pub pools: Option<bool>,
    /// Domains that hospitals which share found bad lately; empty for one that does not share.
    pub elsewhere: Vec<String>,
}

impl ReportedMailsShape {
    pub(super) fn of(all: &ReportedMails) -> Self {
        let elsewhere = all.elsewhere.iter().flat_map(|pooled| pooled.sighting.link_domains.iter().cloned());
        Self {
            reports: all.waiting.iter().chain(&all.answered).map(ReportedMailShape::of).collect(),
            n_waiting: all.n_waiting,
            next_after: all.next_after,
            next_before: all.next_before,
            clock: (&all.clock).into(),
            pools: all.word.as_ref().map(|word| word.agrees),
            elsewhere: elsewhere.collect(),
        }
    }
}
