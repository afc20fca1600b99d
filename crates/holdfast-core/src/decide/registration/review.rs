//! The answers read back before sending, and what is still missing.

use crate::model::{Independence, RegistrationAnswers, Said};

use super::{Status, Step};

/// One line of the page that reads the answers back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// The page where it can be changed.
    pub step: Step,
    /// What was asked, in a few words.
    pub asked: &'static str,
    /// What was said; `None` when nobody has answered.
    pub said: Option<String>,
}

/// Something that must be answered before a registration can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The page.
    pub step: Step,
}

impl Missing {
    /// What to do, as a sentence.
    pub fn message(self) -> String {
        format!("Answer \u{201c}{}\u{201d}", self.step.title())
    }
}

/// What still misses before sending, in order; empty when the registration can be sent.
pub fn problems(answers: &RegistrationAnswers) -> Vec<Missing> {
    Step::ALL
        .iter()
        .filter(|s| s.status(answers) == Status::NotStarted)
        .map(|step| Missing { step: *step })
        .collect()
}

/// Every answer in words, in the order asked.
pub fn review(answers: &RegistrationAnswers) -> Vec<ReviewRow> {
    let mut rows = Vec::new();
    let mut row = |step, asked, said| rows.push(ReviewRow { step, asked, said });
    row(Step::Hospital, "Legal name", answers.legal_name.clone());
    row(Step::Hospital, "Hospital type", answers.hospital_type.map(|t| t.label().to_owned()));
    row(Step::Hospital, "Owner", answers.ownership.map(|o| o.label().to_owned()));
    row(
        Step::Independence,
        "Health system",
        answers.independence.as_ref().map(|said| {
            or_unknown(said, |i| match i {
                Independence::Independent => "Independent, in no health system".to_owned(),
                Independence::System { name } => format!("Part of {name}"),
            })
        }),
    );
    let number = |said: &Option<Said<u32>>| said.as_ref().map(|said| or_unknown(said, u32::to_string));
    row(Step::Beds, "Licensed beds", number(&answers.licensed_beds));
    row(Step::Users, "People who sign in", number(&answers.staffed_users));
    let windows = |pick: fn(&crate::model::WindowsCounts) -> Option<u32>| {
        answers
            .windows
            .as_ref()
            .map(|said| or_unknown(said, |counts| pick(counts).map_or(UNKNOWN.to_owned(), |n| n.to_string())))
    };
    row(Step::Windows, "Windows 11 computers", windows(|c| c.windows_11));
    row(Step::Windows, "Windows 10 computers at 22H2", windows(|c| c.windows_10_22h2));
    row(Step::Windows, "Other Windows 10 computers", windows(|c| c.windows_10_other));
    row(Step::Windows, "Computers on Windows 8.1 or older", windows(|c| c.windows_older));
    row(Step::Windows, "Windows servers", windows(|c| c.servers));
    row(
        Step::MailDomain,
        "Mail domain",
        answers.mail_domain.as_ref().map(|said| or_unknown(said, |d| d.as_str().to_owned())),
    );
    let security = answers.security.as_ref();
    row(
        Step::Security,
        "Microsoft 365 plan",
        security.map(|s| or_unknown(&s.plan, |plan| plan.label().to_owned())),
    );
    row(
        Step::Security,
        "Security products",
        security.map(|s| if s.products.is_empty() { "None named".to_owned() } else { s.products.clone() }),
    );
    let contact = answers.contact.as_ref();
    row(Step::Contact, "Your name", contact.map(|c| c.name.clone()));
    row(Step::Contact, "What you do", contact.map(|c| c.role.label().to_owned()));
    row(Step::Contact, "Your e-mail", contact.map(|c| c.email.as_str().to_owned()));
    row(Step::Contact, "Your phone", contact.map(|c| c.phone.clone()));
    let yes_no = |yes: bool| if yes { "Yes" } else { "No" }.to_owned();
    let consent = answers.consent.as_ref();
    row(
        Step::Consent,
        "The assigned assessor may see our findings",
        consent.map(|c| yes_no(c.share_with_assessor)),
    );
    row(
        Step::Consent,
        "We may be counted in totals that name nobody",
        consent.map(|c| yes_no(c.count_in_totals)),
    );
    rows
}

const UNKNOWN: &str = "I don't know";

fn or_unknown<T>(said: &Said<T>, words: impl Fn(&T) -> String) -> String {
    said.value().map_or(UNKNOWN.to_owned(), words)
}
