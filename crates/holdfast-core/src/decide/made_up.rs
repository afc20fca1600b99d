//! Made-up offers, programs and facts for the tests of this room, written as one line of words.
//!
//! It is compiled for tests only and stands for nothing real.

use crate::Date;
use crate::catalog::{
    Bilingual, Catalog, Clause, ClauseId, Cost, EvidenceKind, EvidenceKindId, GatheredBy, Group, Lesson,
    LessonId, LessonKind, Measure, MeasureId, Method, Offer, OfferId, OfferKind, Otherwise, PerUnit, Program,
    ProgramId, Provenance, Safeguard, SafeguardId, SafeguardSet, Serves, Window, YearTwo,
};
use crate::cel::Expr;
use crate::facts::{FactKind, FactSource, FactType, FactValue, Facts};
use crate::model::Usd;

/// A day as `2026-10-14`.
pub(super) fn day(text: &str) -> Date {
    text.parse().expect("a day like 2026-10-14")
}

/// Where made-up rows come from.
pub(super) fn made_up() -> Provenance {
    Provenance { source: "made up".to_owned(), verified_on: Some(day("2026-08-01")) }
}

/// A lesson whose pages are empty. It came long ago, so that it is new to nobody.
pub(super) fn lesson(id: &str, kind: LessonKind) -> Lesson {
    Lesson {
        id: LessonId::new(id),
        number: "F1".to_owned(),
        kind,
        minutes: 4,
        since: day("2020-01-01"),
        helps: Vec::new(),
        name: Bilingual::new("T", "T"),
        behaviour: Bilingual::new("T", "T"),
        proof: None,
        en: Vec::new(),
        es: Vec::new(),
        provenance: made_up(),
    }
}

/// Facts from words like `independent windows_servers=6 !public hospital_type=cah`.
pub(super) fn facts(words: &str, as_of: &str) -> Facts {
    let mut facts = Facts::none(day(as_of));
    for word in words.split_whitespace() {
        let (key, value) = match (word.strip_prefix('!'), word.split_once('=')) {
            (Some(key), _) => (key, "no"),
            (None, Some((key, value))) => (key, value),
            (None, None) => (word, "yes"),
        };
        let kind = FactKind::from_key(key).expect("a known fact");
        let value = match kind.fact_type() {
            FactType::Bool => FactValue::Bool(value == "yes"),
            FactType::Int => FactValue::Int(value.parse().expect("a number")),
            FactType::Word => FactValue::Word(value.to_owned()),
        };
        facts.know(kind, value, FactSource::Attested { on: day("2026-01-01") });
    }
    facts
}

/// An offer with no window, no money and these clauses: `independent?` asks a reviewer, `rural` refuses.
pub(super) fn offer(id: &str, clauses: &str) -> Offer {
    let clause = |text: &str| {
        let (when, otherwise) =
            text.strip_suffix('?').map_or((text, Otherwise::Ineligible), |when| (when, Otherwise::Refer));
        Clause {
            id: ClauseId::new(&when.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
            when: Expr::compile(when).expect("a condition"),
            asks: format!("It is {when}"),
            fails: format!("It is not {when}."),
            otherwise,
        }
    };
    Offer {
        id: OfferId::new(id),
        group: Group::Program,
        provider: "Franklin Fund".to_owned(),
        name: format!("The {id} offer"),
        kind: OfferKind::Service,
        gets: "Help.".to_owned(),
        cost: Cost { says: "Free.".to_owned(), free: true },
        value: None,
        window: Window::default(),
        term_months: None,
        day_after: None,
        year_two: None,
        exit: None,
        alternatives: Vec::new(),
        safeguards: Vec::new(),
        how_to_apply: vec!["Ask.".to_owned()],
        minutes_to_start: Some(20),
        url: None,
        clauses: clauses.split_whitespace().map(clause).collect(),
        provenance: made_up(),
    }
}

/// A price for each of a counted thing, low to high.
pub(super) fn price(per: Option<FactKind>, low: u64, high: u64) -> PerUnit {
    PerUnit {
        per,
        low_usd: Usd(low),
        high_usd: Usd(high),
        at_most: None,
        basis: "List price.".to_owned(),
        provenance: made_up(),
    }
}

/// What staying on costs, for each of a counted thing.
pub(super) fn year_two(per: FactKind, usd: u64) -> YearTwo {
    YearTwo { says: "You pay from then on.".to_owned(), price: Some(price(Some(per), usd, usd)) }
}

/// A catalog of one program with these offers.
pub(super) fn catalog(offers: Vec<Offer>, serves: Serves) -> Catalog {
    Catalog {
        version: "made-up".to_owned(),
        programs: vec![Program {
            id: ProgramId::new("franklin"),
            name: "Franklin program".to_owned(),
            purpose: "Help.".to_owned(),
            serves,
            offers,
            denominators: Vec::new(),
            people_denominators: Vec::new(),
            form: None,
            review_target_days: 5,
            provenance: made_up(),
        }],
        ..Catalog::default()
    }
}

/// One safeguard of three measures, of which `admins` is a gate: `admins` and `mail` can be proven by a scan, by a list sent
/// in and by an assessor, `edge` by a scan alone. Evidence counts for 30 days.
pub(super) fn assurance() -> Catalog {
    let kind = |id: &str, method, gathered_by| EvidenceKind {
        id: EvidenceKindId::new(id),
        name: format!("A {id}"),
        method,
        gathered_by,
        says: String::new(),
        provenance: made_up(),
    };
    let measure = |id: &str, kinds: &[&str]| Measure {
        id: MeasureId::new(id),
        says: format!("{id} is so."),
        counts: Some("things".to_owned()),
        proven_by: kinds.iter().map(|k| EvidenceKindId::new(k)).collect(),
        fresh_for_days: 30,
        weight: 1,
        gate: (id == "admins").then(|| "All is lost.".to_owned()),
    };
    let all = ["scan", "list", "assessor-review"];
    Catalog {
        safeguards: vec![Safeguard {
            id: SafeguardId::new("mfa"),
            code: "E3".to_owned(),
            name: "mfa".to_owned(),
            title: None,
            set: SafeguardSet::Essential,
            means: String::new(),
            why: String::new(),
            measures: vec![measure("mail", &all), measure("admins", &all), measure("edge", &["scan"])],
            maps_to: Vec::new(),
            mapped_by: made_up(),
            provenance: made_up(),
        }],
        evidence: vec![
            kind("scan", Method::Test, GatheredBy::Scan),
            kind("list", Method::Examine, GatheredBy::Upload),
            kind("assessor-review", Method::Examine, GatheredBy::Assessor),
        ],
        ..catalog(Vec::new(), Serves::Hospitals)
    }
}
