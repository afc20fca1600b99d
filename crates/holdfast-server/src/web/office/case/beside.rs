//! What stands beside a case: what the directory says, what the hospital or applicant said, what happened so far.

use holdfast_core::Date;
use holdfast_core::decide::application;
use holdfast_core::decide::eligibility::Because;
use holdfast_core::decide::queue::{Due, age_days};
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster::is_rural;
use holdfast_core::decide::settle::Left;
use holdfast_core::facts::Fact;
use holdfast_core::model::{CaseKind, CaseMove, CaseState, Registration, capital, sentence};

use crate::App;
use crate::app::{CaseFile, TrailRow, said_in};
use crate::web::application::VerdictCard;
use crate::web::office::{queue, when};

/// The head of the page.
pub(super) struct Heading {
    pub(super) title: String,
    pub(super) name: String,
    pub(super) place: String,
    /// Where the hospital's own file is; empty when there is none.
    pub(super) href: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) stands: String,
    pub(super) opened: String,
    pub(super) age: String,
    pub(super) target: String,
}

impl Heading {
    pub(super) fn new(app: &App, file: &CaseFile, due: Due, today: Date) -> Self {
        let case = &file.case;
        let (name, place, href) = match (&file.hospital, case.ccn) {
            _ if file.application.is_some() => of_applicant(app, file),
            (Some(listed), _) => {
                let h = &listed.hospital;
                let place = format!("{}, {} · {}", display_case(&h.city), h.state, h.ccn);
                (display_case(&h.name), place, format!("/office/hospitals/{}", h.ccn))
            }
            (None, Some(ccn)) => {
                (format!("Hospital {ccn}"), "Not in the directory".to_owned(), String::new())
            }
            (None, None) => of_applicant(app, file),
        };
        let (tone, icon, stands) = queue::tag(due, case.state.key());
        Self {
            title: case.kind.label().to_owned(),
            name,
            place,
            href,
            tone,
            icon,
            stands,
            opened: when::day(case.opened_on),
            age: when::days(age_days(case, today)),
            target: when::day(case.target_on),
        }
    }
}

/// Name, place and address for a case about an applicant.
fn of_applicant(app: &App, file: &CaseFile) -> (String, String, String) {
    let program = app.catalog.program(file.case.program.as_str());
    let program = program.map_or(file.case.program.as_str(), |p| &p.name);
    let Some(application) = &file.application else {
        return ("An application".to_owned(), program.to_owned(), String::new());
    };
    let name = application::name(&application.answers).unwrap_or("An applicant");
    let href = file.hospital.as_ref().map(|l| format!("/office/hospitals/{}", l.hospital.ccn));
    (name.to_owned(), format!("{program} · {}", application.reference), href.unwrap_or_default())
}

/// The question in words, a paragraph each.
pub(super) fn question(app: &App, file: &CaseFile) -> Vec<String> {
    match &file.case.kind {
        CaseKind::Belonging { .. } => {
            let mut says = vec![
                "Someone sent a registration for this hospital, and their mail address does not prove where they work.".to_owned(),
                "Call the number on file, ask for the person or their office, and ask whether the hospital knows of the registration.".to_owned(),
            ];
            if !file.with.is_empty() {
                let n = file.with.len() + 1;
                says.push(format!("The same person registered {n} hospitals that share their mail domain. One call settles all {n}: ask whether the person acts for the whole system. The others are listed below."));
            }
            if !file.others.is_empty() {
                let n = file.others.len() + 1;
                says.push(format!("{n} people registered this hospital. All {n} registrations stand below. Ask the hospital which one is its own: approving one tells the others to join through the hospital's people."));
            }
            says
        }
        CaseKind::OfferReferral { because, .. } => offer_question(file, *because),
        CaseKind::FirstAdministrator { .. } => vec![
            "This person asks to be the hospital's first administrator here: they would accept offers and let others in.".to_owned(),
            "Call the number on file and ask whether the hospital wants that.".to_owned(),
        ],
        CaseKind::Join { .. } => vec![
            "This person asks to join a hospital that has no administrator yet. Approving lets them read what the hospital has here. They change nothing.".to_owned(),
            "Call the number on file and ask whether they work there.".to_owned(),
        ],
        CaseKind::NumberChanged { became } => {
            let directory = app.directory();
            let former = file.case.ccn.and_then(|ccn| directory.hospitals.former(ccn));
            let mut says = vec![match became {
                Some(new) => format!(
                    "The public directory lists what seems to be the same hospital under another number, {new}, {}. A conversion to another type of hospital does that.",
                    app.hospital_name(*new)
                ),
                None => "The public directory no longer lists this hospital. It may have closed, merged or converted.".to_owned(),
            }];
            says.extend(former.map(holdfast_core::decide::directory::Former::sentence));
            says.push("Its registration, roles and offers are kept under the old number, and its pages stay open. Call the number on file and ask what became of it.".to_owned());
            says
        }
        CaseKind::Application { .. } => {
            let n = app.catalog.program(file.case.program.as_str()).map_or(0, |p| p.offers.len());
            let mut says = vec![
                format!("An organization applies to this program, which has {n} offers. Two different reviewers look at it: the first recommends, the second decides."),
                "A reviewer with a tie to the applicant leaves the case to others.".to_owned(),
            ];
            if file.hospital.is_some() {
                says.push("Nobody has proven that it comes from the hospital whose number it gives. Before you approve, call the number on file and ask whether the hospital knows of it.".to_owned());
            }
            if matches!(file.case.state, CaseState::AskedBack { .. }) {
                says.push("While your question is out, the applicant can change the answers below. Nobody approves before the answer comes.".to_owned());
            }
            says
        }
    }
}

fn offer_question(file: &CaseFile, because: Because) -> Vec<String> {
    let Some(about) = &file.offer else { return Vec::new() };
    let mut says = Vec::new();
    if let Some(offer) = &about.offer {
        says.push(format!("The offer: {}, by {}.", offer.name, offer.provider));
    }
    if let Some(clause) = &about.clause {
        says.push(format!("The condition: {}.", clause.asks.trim_end_matches('.')));
        says.push(format!("What the hospital reads when it is not met: \u{201c}{}\u{201d}", clause.fails));
    }
    says.push(match because {
        Because::Missing(kind) => format!("Why it was sent here: nobody has said {}.", kind.label()),
        Because::Disputed(kind) => {
            format!("Why it was sent here: our record and the hospital differ on {}.", kind.label())
        }
        Because::Unproven(kind) => {
            format!("Why it was sent here: only the hospital has said {}.", kind.label())
        }
        Because::Judgement => {
            "Why it was sent here: the program asks for a person's judgement in this case.".to_owned()
        }
    });
    says.push(match &about.left {
        Left::Fact { kind, disputed: None } => format!("Today: still nobody has said {}.", kind.label()),
        Left::Fact { kind, disputed: Some((on_file, attested)) } => format!(
            "Today: our record says {}, the hospital says {}.",
            on_file.shown(*kind),
            attested.shown(*kind)
        ),
        Left::Judgement => "Today: the facts are known, and your judgement settles it.".to_owned(),
        Left::Holds => "Today: by the facts the condition is met.".to_owned(),
        Left::Fails => {
            "Today: by the facts the condition is not met, and it leaves no room for judgement.".to_owned()
        }
        Left::Gone => {
            "Today: the catalog no longer has this condition. Close the case with a reason.".to_owned()
        }
    });
    says
}

/// A label with its value, and where it came from.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) source: String,
}

fn line(label: impl Into<String>, value: impl Into<String>, source: impl Into<String>) -> Line {
    Line { label: label.into(), value: value.into(), source: source.into() }
}

/// A group of lines.
pub(super) struct Said {
    pub(super) title: String,
    pub(super) note: String,
    pub(super) lines: Vec<Line>,
}

pub(super) struct Beside {
    pub(super) phone: String,
    pub(super) source: String,
    pub(super) directory: Vec<Line>,
    pub(super) stages: Vec<Line>,
    pub(super) said: Vec<Said>,
    pub(super) verdicts: Vec<VerdictCard>,
    pub(super) facts: Vec<Line>,
    pub(super) recommendation: Vec<String>,
}

impl Beside {
    pub(super) fn new(app: &App, file: &CaseFile) -> Self {
        let mut said = Vec::new();
        if let Some(person) = &file.person {
            said.push(Said {
                title: "The person who asks".to_owned(),
                note: "As they gave it.".to_owned(),
                lines: vec![line("Name", &person.name, ""), line("Mail address", person.email.as_str(), "")],
            });
        }
        said.extend(file.registration.as_ref().map(|r| registered("What the hospital said", r)));
        said.extend(file.others.iter().map(|r| registered("Another registration of the same hospital", r)));
        if !file.with.is_empty() {
            let directory = app.directory();
            let hospital = |r: &Registration| {
                let listed = directory.hospitals.get(r.ccn);
                let name =
                    listed.map_or_else(|| format!("Hospital {}", r.ccn), |l| display_case(&l.hospital.name));
                let place = listed.map_or_else(String::new, |l| {
                    format!("{}, {}", display_case(&l.hospital.city), l.hospital.state)
                });
                line(name, r.ccn.to_string(), place)
            };
            said.push(Said {
                title: "Hospitals settled with this one".to_owned(),
                note: "Registered from the same mailbox, with its domain on file.".to_owned(),
                lines: file.with.iter().map(hospital).collect(),
            });
        }
        said.extend(answers(app, file));
        let recommendation = file.recommendation.as_ref().map_or_else(Vec::new, |(r, name)| {
            let word = if r.approve { "approve" } else { "refuse" };
            vec![format!("{name} recommended to {word} on {}.", when::time(r.at_ms)), r.reason.clone()]
        });
        Self {
            phone: file.hospital.as_ref().map_or_else(String::new, |l| l.hospital.phone.clone()),
            source: file.hospital.as_ref().map_or_else(String::new, |l| {
                format!("{}, released {}", l.release.title, when::day(l.release.released_on))
            }),
            directory: directory(file),
            stages: file.stages.iter().map(|(stage, on)| line(stage.means(), when::day(*on), "")).collect(),
            said,
            verdicts: verdicts(app, file),
            facts: facts(file),
            recommendation,
        }
    }
}

/// What one registration says.
fn registered(title: &str, registration: &Registration) -> Said {
    Said {
        title: title.to_owned(),
        note: format!("Registration {}, {}.", registration.reference, state_words(registration.state.key())),
        lines: said_in(registration).into_iter().map(|(asked, said)| line(asked, said, "")).collect(),
    }
}

fn state_words(key: &str) -> &'static str {
    match key {
        "draft" => "not sent yet",
        "unproven" => "sent, mailbox not confirmed",
        "submitted" => "sent",
        "asked_back" => "asked back",
        "validated" => "confirmed",
        _ => "refused",
    }
}

fn directory(file: &CaseFile) -> Vec<Line> {
    let Some(listed) = &file.hospital else { return Vec::new() };
    let h = &listed.hospital;
    let rural = match is_rural(listed) {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "The files at hand cannot tell",
    };
    let mut lines = vec![
        line("Name", display_case(&h.name), ""),
        line(
            "Address",
            format!("{}, {}, {} {}", display_case(&h.address), display_case(&h.city), h.state, h.zip),
            "",
        ),
        line("County", display_case(&h.county_name), ""),
        line("Type", h.hospital_type.label(), ""),
        line("Owner", h.ownership.label(), ""),
        line("Emergency department", if h.emergency_services { "Yes" } else { "No" }, ""),
        line("Rural", rural, sentence(&listed.rural.forhp.because)),
    ];
    if let Some(location) = &listed.location {
        if let Some(beds) = location.beds {
            lines.push(line(
                "Beds",
                beds.to_string(),
                "National hospital layer of 2022; not a licence count",
            ));
        }
        let domain = location.web_domain.as_ref().map_or("None on file", |d| d.as_str());
        lines.push(line("Web domain", domain, "National hospital layer"));
    }
    lines
}

/// What the conditions of each offer say by an application's answers, as the applicant reads it.
fn verdicts(app: &App, file: &CaseFile) -> Vec<VerdictCard> {
    let program = file.application.as_ref().and_then(|a| app.catalog.program(a.program.as_str()));
    match (program, &file.facts) {
        (Some(program), Some(facts)) => VerdictCard::all(&application::verdicts(program, facts)),
        _ => Vec::new(),
    }
}

/// Answers of an application, in the order of its form.
fn answers(app: &App, file: &CaseFile) -> Vec<Said> {
    let Some(application) = &file.application else { return Vec::new() };
    let program = app.catalog.program(application.program.as_str());
    let lines = match program.and_then(|p| p.form.as_ref()) {
        Some(form) => application::review(form, &application.answers)
            .into_iter()
            .map(|row| line(row.asks, row.said.unwrap_or_default(), ""))
            .collect(),
        None => application.answers.iter().map(|(id, a)| line(id, a, "")).collect(),
    };
    let note = format!("Application {}.", application.reference);
    vec![Said { title: "What the applicant said".to_owned(), note, lines }]
}

fn facts(file: &CaseFile) -> Vec<Line> {
    let Some(facts) = &file.facts else { return Vec::new() };
    facts.stated().map(|(kind, fact)| line(capital(kind.label()), fact.shown(kind), source(fact))).collect()
}

fn source(fact: &Fact) -> String {
    match fact {
        Fact::Known { source, .. } => source.shown(),
        Fact::Disputed { .. } => "Two sources differ".to_owned(),
        Fact::Unknown => String::new(),
    }
}

/// One thing that happened.
pub(super) struct TrailLine {
    pub(super) who: String,
    pub(super) when: String,
    pub(super) what: String,
    pub(super) text: String,
    pub(super) ours: bool,
}

impl TrailLine {
    pub(super) fn new(row: &TrailRow) -> Self {
        let (what, text) = match &row.event.moved {
            CaseMove::Approve { reason } => ("approved".to_owned(), reason),
            CaseMove::Refuse { reason } => ("refused".to_owned(), reason),
            CaseMove::AskBack { question } => ("asked".to_owned(), question),
            CaseMove::Answer { text } => ("answered".to_owned(), text),
            CaseMove::Recommend { approve: true, reason } => ("recommended to approve".to_owned(), reason),
            CaseMove::Recommend { approve: false, reason } => ("recommended to refuse".to_owned(), reason),
            CaseMove::StateFact { fact, value, reason } => {
                (format!("settled {}: {}", fact.label(), value.shown(*fact)), reason)
            }
        };
        Self {
            who: row.who.clone(),
            when: when::time(row.event.at_ms),
            what,
            text: text.clone(),
            ours: !matches!(row.event.moved, CaseMove::Answer { .. }),
        }
    }
}

#[cfg(test)]
impl Heading {
    pub(super) fn sample() -> Self {
        Self {
            title: "May the hospital have this offer?".to_owned(),
            name: "Fixture Memorial Hospital".to_owned(),
            place: "Sheridan Gap, ZZ · 991301".to_owned(),
            href: "/office/hospitals/991301".to_owned(),
            tone: "late",
            icon: "bell",
            stands: "Overdue by 2 days".to_owned(),
            opened: "Feb 20, 2026".to_owned(),
            age: "10 days".to_owned(),
            target: "Feb 28, 2026".to_owned(),
        }
    }
}

#[cfg(test)]
impl Beside {
    pub(super) fn sample(n: usize) -> Self {
        let lines = |n| (0..n).map(|_| line("Owner", "Tribal", "Made up")).collect::<Vec<_>>();
        Self {
            phone: if n == 0 { String::new() } else { "(555) 555-0101".to_owned() },
            source: "Franklin hospitals, made up, released Feb 6, 2026".to_owned(),
            directory: lines(n),
            stages: lines(n),
            said: (0..n)
                .map(|_| Said { title: "Said".to_owned(), note: String::new(), lines: lines(n) })
                .collect(),
            verdicts: Vec::new(),
            facts: lines(n),
            recommendation: (0..n).map(|_| "Ann recommended to approve.".to_owned()).collect(),
        }
    }
}

#[cfg(test)]
impl TrailLine {
    pub(super) fn sample() -> Self {
        Self {
            who: "Rae Vance".to_owned(),
            when: "Mar 2, 2026, 12:00 UTC".to_owned(),
            what: "asked".to_owned(),
            text: "Who are you?".to_owned(),
            ours: true,
        }
    }
}
