//! The pages of measures, evidence and the assessor with nothing, with the usual and with far too much on them, rendered and
//! looked over.

use askama::Template;
use holdfast_catalog::load_embedded;
use holdfast_core::catalog::{Catalog, EvidenceKindId, MeasureId};
use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::posture::{Record, assess};
use holdfast_core::decide::registration::FieldError;
use holdfast_core::model::{
    AccountId, Answer, Ccn, Coverage, EmailAddress, Evidence, EvidenceFile, EvidenceId, Exception,
    ExceptionKind, FileId, FileSeen, Finding, Outlier, Reply, Role, SignOff,
};
use holdfast_testkit::franklin::{FIXTURE_MEMORIAL, tables};
use jiff::Timestamp;

use super::FormView;
use super::page::{ANSWER, EXCEPTION, FIXING, MeasurePage, REVIEW, SCOPE, WRONG};
use crate::app::{Assessment, EvidenceList};
use crate::auth::{Actor, Grant};
use crate::web::hospital::{Here, Room};
use crate::web::{Layout, assessor, evidence};

const NOW: &str = "2026-09-20T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn actor(role: Role) -> Actor {
    Actor {
        account: AccountId(1),
        name: "Dana Fixture".to_owned(),
        email: EmailAddress::parse("dana@fixturememorial.example").expect("an address"),
        grants: vec![Grant { role, ccn: Ccn::parse(FIXTURE_MEMORIAL).ok() }],
        must_set_up: false,
    }
}

fn here(actor: &Actor) -> Here {
    let directory = Directory::join(&tables());
    let listed = directory.get(Ccn::parse(FIXTURE_MEMORIAL).expect("a number")).expect("listed").clone();
    Here::new(&listed, actor, Room::Measure)
}

/// Evidence of the first kind of each measure, so many times, and a word against it.
fn record(catalog: &Catalog, n: usize, text: &str) -> Record {
    let mut record = Record::default();
    for (_, measure) in catalog.measures() {
        for time in 0..n {
            let kind = measure.proven_by[time % measure.proven_by.len()].clone();
            let method = catalog.evidence_kind(&kind).expect("a kind").method;
            record.evidence.push(Evidence {
                id: EvidenceId(i64::try_from(record.evidence.len()).expect("few") + 1),
                measure: measure.id.clone(),
                kind,
                method,
                collector: format!("{text} 1.0"),
                subject: format!("{text} {}", time % 3),
                observed_at: at("2026-09-19T00:00:00Z"),
                received_at: at("2026-09-19T00:00:00Z"),
                digest: None,
                finding: Finding::Partly(Coverage::new(1, 200).expect("a share")),
                seen: None,
                outliers: (0..n * 4)
                    .map(|o| Outlier { name: format!("{text}{o}"), is_privileged: o == 0 })
                    .collect(),
                limits: vec![text.to_owned()],
                note: text.to_owned(),
            });
        }
        if n > 0 {
            let (measure, by, at) = (measure.id.clone(), text.to_owned(), at("2026-09-18T00:00:00Z"));
            let reply = Reply::Finds { finding: Finding::Met };
            record.answers.push(Answer { measure: measure.clone(), reply, by: by.clone(), at });
            record.exceptions.push(Exception {
                measure,
                kind: ExceptionKind::AcceptedRisk,
                reason: by.clone(),
                instead: by.clone(),
                approver: by,
                at,
                until: jiff::civil::date(2026, 12, 1),
            });
        }
    }
    record
}

fn assessment(catalog: &Catalog, n: usize, text: &str) -> Assessment {
    let record = record(catalog, n, text);
    let posture = assess(catalog, &record, at(NOW));
    let empty = assess(catalog, &Record::default(), at(NOW));
    let signed =
        || SignOff { posture: empty.clone(), statement: text.to_owned(), by: text.to_owned(), at: at(NOW) };
    let file = |id: usize| EvidenceFile {
        id: FileId(i64::try_from(id).expect("few")),
        name: text.to_owned(),
        media_type: "application/pdf".to_owned(),
        n_bytes: 1_000_000,
        digest: "ab".repeat(32),
        effective_on: jiff::civil::date(2026, 9, 1),
        uploaded_at: at(NOW),
        uploaded_by: text.to_owned(),
        evidence: vec![EvidenceId(i64::try_from(id).expect("few"))],
    };
    Assessment {
        answers: Vec::new(),
        parts: Vec::new(),
        files: (1..=n).map(file).collect(),
        sign_offs: std::iter::repeat_with(signed).take(n).collect(),
        record,
        posture,
    }
}

/// Every form of the page as somebody left it.
fn wrong_forms(text: &str) -> Vec<FormView> {
    let form = |prefix, fields: &[&'static str]| FormView {
        prefix,
        fields: fields.iter().map(|f| (*f, text)).collect(),
        errors: fields.iter().map(|f| FieldError::new(f, "Write it.")).collect(),
    };
    vec![
        form(ANSWER, &["finding", "n", "of"]),
        form(EXCEPTION, &["kind", "reason", "instead", "approver", "until"]),
        form(FIXING, &["by", "reason"]),
        form(WRONG, &["evidence", "reason"]),
        form(SCOPE, &["reason"]),
        form(REVIEW, &["method", "verdict", "finding", "n", "of", "outliers", "note", "looked", "firm"]),
    ]
}

fn samples(catalog: &Catalog) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (size, n, text) in [("empty", 0, ""), ("typical", 2, "Ann <b> Lee"), ("huge", 40, "x<y&z")] {
        let all = assessment(catalog, n, text);
        let seen = vec![(FileId(1), FileSeen { by: text.to_owned(), at: at(NOW) }); n];
        let list = EvidenceList { assessment: all.clone(), seen };
        for role in [Role::HospitalAdministrator, Role::Executive, Role::Assessor] {
            let actor = actor(role);
            for pair in catalog.measures() {
                for forms in [Vec::new(), wrong_forms(text)] {
                    let name = format!("{} for {role}, {size}, {} forms", pair.1.id, forms.len());
                    let page =
                        MeasurePage::new(Layout::default(), here(&actor), &actor, catalog, pair, &all, forms);
                    pages.push((name, page.render().expect("a page")));
                }
            }
            pages.extend(evidence::samples(catalog, &list, || here(&actor), size));
            pages.extend(assessor::samples(catalog, &all, || here(&actor), size));
        }
    }
    pages
}

#[test]
fn every_page_renders_with_one_heading_in_order_and_no_id_twice() {
    let catalog = load_embedded().expect("the catalog of this release");
    assert!(catalog.evidence_kind(&EvidenceKindId::new("assessor-review")).is_some());
    assert!(catalog.measures().any(|(_, m)| m.id == MeasureId::new("mfa-remote")));
    for (name, html) in samples(&catalog) {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("<b> Lee") && !html.contains("x<y"), "{name}: text stands there as it came");
        // The summary of errors stands above the heading of the page, with one of its own.
        let mut last = if html.contains("class=\"error-summary\"") { b'1' - b'0' } else { 0 };
        for (at, _) in html.match_indices("<h").filter(|(at, _)| html.as_bytes()[at + 2].is_ascii_digit()) {
            let level = html.as_bytes()[at + 2] - b'0';
            assert!(level <= last + 1, "{name}: a heading of level {level} after {last}");
            last = level;
        }
        let mut ids: Vec<&str> =
            html.match_indices(" id=\"").filter_map(|(at, _)| html[at + 5..].split('"').next()).collect();
        let n_ids = ids.len();
        ids.sort_unstable();
        let twice: Vec<&str> = ids.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
        assert!(twice.is_empty() && n_ids > 0, "{name}: {twice:?}");
        assert!(!html.contains(" style=") && !html.contains("<script>"), "{name}: the policy forbids it");
        // The summary of errors leads somewhere.
        for (at, _) in html.match_indices("<li><a href=\"#") {
            let id = html[at + 14..].split('"').next().unwrap_or_default();
            if html[at..].contains("Write it.</a>") && html[at..at + 80 + id.len()].contains("Write it.") {
                let found = html.contains(&format!(" id=\"{id}\""));
                assert!(
                    found || id.starts_with("w-evidence") || is_not_shown(&html, id),
                    "{name}: nothing is called {id}"
                );
            }
        }
    }
}

/// A form that this visitor is not shown has no field to lead to.
fn is_not_shown(html: &str, id: &str) -> bool {
    let prefix = &id[..2];
    !html.contains(&format!(" name=\"{prefix}"))
}
