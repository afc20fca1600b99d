//! Forms as people fill them in, each with what is kept of it or what they are told.

use super::*;
use crate::catalog::{Catalog, EvidenceKindId, Measure, Method};
use crate::decide::made_up::assurance;
use crate::decide::posture::{MeasurePosture, Record, State, assess};
use crate::model::{Evidence, EvidenceId, Exit};

mod collected;

const NOW: &str = "2026-03-02T15:00:00Z";

fn who() -> Typing<'static> {
    Typing { by: "Dana", at: NOW.parse().expect("a time"), today: "2026-03-02".parse().expect("a day") }
}

/// `finding=partly n=3 of=4`, with `~` for a blank and `|` for a line's end.
fn form(words: &str) -> Fields {
    let pair = |w: &str| {
        let (name, value) = w.split_once('=').expect("name=value");
        (name.to_owned(), value.replace('~', " ").replace('|', "\n"))
    };
    words.split_whitespace().map(pair).collect()
}

fn told<T>(read: Result<T, Vec<FieldError>>) -> String {
    let errors = read.err().expect("refused");
    errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect::<Vec<_>>().join(" / ")
}

fn measure<'c>(catalog: &'c Catalog, id: &str) -> &'c Measure {
    catalog.measures().map(|(_, m)| m).find(|m| m.id.as_str() == id).expect("a measure")
}

fn stands(catalog: &Catalog, record: &Record, id: &str) -> MeasurePosture {
    let posture = assess(catalog, record, who().at);
    posture.measures.into_iter().find(|m| m.measure.as_str() == id).expect("a measure")
}

fn scan(id: i64, finding: Finding) -> Evidence {
    Evidence {
        id: EvidenceId(id),
        measure: MeasureId::new("admins"),
        kind: EvidenceKindId::new("scan"),
        method: Method::Test,
        collector: "A scan".to_owned(),
        subject: "the network".to_owned(),
        observed_at: "2026-03-01T00:00:00Z".parse().expect("a time"),
        received_at: "2026-03-01T00:00:00Z".parse().expect("a time"),
        digest: None,
        finding,
        seen: None,
        outliers: Vec::new(),
        limits: Vec::new(),
        note: String::new(),
    }
}

/// Dana says yes, a scan says no.
fn contradicted(catalog: &Catalog) -> (Record, Dispute) {
    let yes = answer(&MeasureId::new("admins"), &form("finding=met"), who()).expect("an answer");
    let record = Record { evidence: vec![scan(1, Finding::NotMet)], answers: vec![yes], ..Record::default() };
    let dispute = dispute(&stands(catalog, &record, "admins")).expect("a contradiction");
    (record, dispute)
}

#[test]
fn an_answer_is_yes_no_or_so_many_of_so_many() {
    let read = |words: &str| answer(&MeasureId::new("mail"), &form(words), who()).map(|a| a.reply);
    let finds = |finding| Ok(Reply::Finds { finding });
    assert_eq!(read("finding=met"), finds(Finding::Met));
    assert_eq!(read("finding=not_met"), finds(Finding::NotMet));
    assert_eq!(
        read("finding=partly n=60 of=1,092"),
        finds(Finding::Partly(Coverage::new(60, 1092).expect("a share")))
    );
    // All of them is yes, and none is no, whatever was chosen.
    assert_eq!(read("finding=partly n=4 of=4"), finds(Finding::Met));
    assert_eq!(read("finding=partly n=0 of=4"), finds(Finding::NotMet));
    assert_eq!(told(read("finding=maybe")), "finding: Choose yes, partly or no.");
    assert_eq!(
        told(read("finding=partly n=5 of=4")),
        "n: Write a number up to 4: no more than there are in all."
    );
    assert_eq!(
        told(read("finding=partly")),
        "n: Write for how many it is so. / of: Write how many there are in all."
    );
    assert!(told(read("finding=partly n=x of=0")).contains("of: How many there are must be a whole number"));
}

#[test]
fn evidence_says_what_it_is_about_and_since_when() {
    let catalog = assurance();
    let read = |words: &str| {
        evidence(&catalog, measure(&catalog, "mail"), &form(words), Some("ab".to_owned()), who())
    };
    let good = read(
        "kind=list subject=tenant~A effective-month=2 effective-day=20 effective-year=2026 finding=partly n=2 of=4 outliers=bob|*~amy|BOB limits=only~staff",
    )
    .expect("evidence");
    assert_eq!(good.observed_at.to_string(), "2026-02-20T00:00:00Z");
    assert_eq!(good.received_at, who().at);
    assert_eq!((good.method, good.collector.as_str()), (Method::Examine, "A list, sent in by Dana"));
    let named: Vec<String> = good
        .outliers
        .iter()
        .map(|o| format!("{}{}", o.name, if o.is_privileged { "!" } else { "" }))
        .collect();
    assert_eq!(named, ["bob", "amy!"]);
    assert_eq!(good.limits, ["only staff"]);
    assert_eq!(
        read("kind=list subject=a effective=2026-03-02 finding=met").expect("evidence").observed_at,
        who().at
    );
}

#[test]
fn evidence_that_cannot_stand_says_why_field_by_field() {
    let catalog = assurance();
    let read =
        |id: &str, words: &str| told(evidence(&catalog, measure(&catalog, id), &form(words), None, who()));
    let all = read("mail", "kind=scan effective-month=13 effective-day=1 effective-year=2026");
    for part in [
        "kind: Choose what the file is",
        "subject: Write what it is about",
        "effective: Write a day that exists",
        "finding: Choose",
    ] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    // Nothing that people send in proves it.
    assert!(read("edge", "kind=list subject=a effective=2026-03-01 finding=met").starts_with("kind:"));
    let mail = |words: &str| read("mail", &format!("kind=list subject=a {words}"));
    assert_eq!(
        mail("effective=2026-03-03 finding=met"),
        "effective: Write a day that has come. What is not so yet proves nothing."
    );
    assert_eq!(mail("effective=2012-03-03 finding=met"), "effective: Write a day within the last ten years.");
    assert_eq!(
        mail("effective=2026-03-01 finding=met outliers=bob"),
        "outliers: You said it is so for all. Take the names out, or choose partly."
    );
    assert_eq!(
        mail("effective=2026-03-01 finding=partly n=3 of=4 outliers=bob|amy"),
        "outliers: By your numbers it is not so for 1, and you named 2. Mend one of them."
    );
}

#[test]
fn an_exception_has_a_reason_a_name_and_an_end() {
    let read = |words: &str| exception(&MeasureId::new("mail"), &form(words), who());
    let good = read("kind=accepted_risk reason=too~old instead=watched approver=Chief until=2027-03-02")
        .expect("one");
    assert_eq!(good.until.to_string(), "2027-03-02");
    assert!(read("kind=not_applicable reason=none~here approver=Chief until=2026-04-01").is_ok());
    let all = told(read("kind=accepted_risk until=2027-03-03"));
    for part in [
        "reason:",
        "instead: Write what is done instead",
        "approver:",
        "until: An exception lasts a year at most: until March 2, 2027.",
    ] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    assert!(told(read("kind=x until=2026-03-01")).contains("until: Write a day that is not over."));
}

#[test]
fn an_exception_that_ends_early_is_over_at_once() {
    let catalog = assurance();
    let words = form("kind=not_applicable reason=none~here approver=Chief until=2026-09-01");
    let first = exception(&MeasureId::new("mail"), &words, who()).expect("one");
    let later = Typing { at: "2026-03-02T16:00:00Z".parse().expect("a time"), ..who() };
    let mut record = Record { exceptions: vec![first.clone()], ..Record::default() };
    let held = |record: &Record| {
        let posture = assess(&catalog, record, later.at);
        posture.measures.iter().any(|m| m.exception.is_some())
    };
    assert!(held(&record));
    record.exceptions.push(end_exception(&first, later));
    assert!(!held(&record));
}

#[test]
fn a_contradiction_has_three_ways_out_and_each_does_what_it_says() {
    let catalog = assurance();
    let (record, open) = contradicted(&catalog);
    assert_eq!(open.against, [EvidenceId(1)]);
    assert_eq!(open.longest.to_string(), "2026-05-31");
    let after = |words: &str| {
        let said = resolution(&open, &form(words), who()).expect("a way out");
        let exit = said.exit.clone();
        let stands = stands(&catalog, &Record { resolutions: vec![said], ..record.clone() }, "admins");
        (exit, stands.state)
    };
    let (exit, state) = after("exit=fixing reason=we~turn~it~on by=2026-05-31");
    assert!(
        matches!(exit, Exit::Fixing { .. }) && matches!(state, State::Contradicted { is_overdue: false, .. })
    );
    assert_eq!(after("exit=evidence_wrong reason=old~scan"), (Exit::EvidenceWrong, State::Attested));
    assert_eq!(
        after("exit=scope_differs reason=only~IT"),
        (Exit::ScopeDiffers, State::NotMet { is_proven: true })
    );
}

#[test]
fn a_way_out_needs_its_reason_and_its_day() {
    let catalog = assurance();
    let (_, open) = contradicted(&catalog);
    let read = |words: &str| told(resolution(&open, &form(words), who()));
    assert_eq!(read("reason=x"), "exit: Choose a way out.");
    assert_eq!(
        read("exit=fixing"),
        "by: Write the day by which it will be fixed. / reason: Write what will be done."
    );
    assert!(read("exit=fixing reason=x by=2026-06-01").contains("until May 31, 2026"));
    assert_eq!(read("exit=evidence_wrong reason=x evidence=99"), "evidence: Choose which evidence is wrong.");
    // Where nothing contradicts there is no way out to take.
    assert_eq!(dispute(&stands(&catalog, &Record::default(), "admins")), None);
}

#[test]
fn an_assessor_agrees_with_what_stands_or_says_what_it_is() {
    let catalog = assurance();
    let (record, _) = contradicted(&catalog);
    let says_yes = Record { evidence: Vec::new(), ..record };
    let stand = stands(&catalog, &says_yes, "admins");
    let admins = measure(&catalog, "admins");
    let read = |words: &str| review(admins, &stand, &form(words), who());
    let good = read("method=examine verdict=agree firm=Lakeside").expect("a look");
    assert_eq!((good.evidence.finding, good.evidence.method), (Finding::Met, Method::Examine));
    assert_eq!((good.evidence.collector.as_str(), &good.answer), ("Dana, Lakeside", &None));
    let corrected = "method=test verdict=correct finding=partly n=3 of=4 outliers=*bob note=Bob~has~none firm=Lakeside looked=2026-03-01";
    let corrected = read(corrected).expect("a look");
    assert_eq!(corrected.evidence.note, "Bob has none");
    assert_eq!(corrected.evidence.observed_at.to_string(), "2026-03-01T00:00:00Z");
    let all = told(read("verdict=correct finding=not_met"));
    for part in ["method: Choose how", "note: Write what you saw", "firm: Write the firm"] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    let nothing = stands(&catalog, &Record::default(), "admins");
    assert!(
        told(review(admins, &nothing, &form("method=test verdict=agree firm=L"), who()))
            .contains("nothing to agree with")
    );
}

#[test]
fn what_an_assessor_only_heard_proves_nothing() {
    let catalog = assurance();
    let nothing = stands(&catalog, &Record::default(), "admins");
    let words = form("method=interview verdict=correct finding=met note=Pat~says~so firm=Lakeside");
    let heard = review(measure(&catalog, "admins"), &nothing, &words, who()).expect("a look");
    let record = Record {
        answers: heard.answer.into_iter().collect(),
        evidence: vec![heard.evidence],
        ..Record::default()
    };
    assert_eq!(stands(&catalog, &record, "admins").state, State::Attested);
    // Nor does a look where the catalog takes none for proof; it counts as a word.
    let edge = measure(&catalog, "edge");
    let words = form("method=test verdict=correct finding=met note=Looked firm=Lakeside");
    let looked = review(edge, &stands(&catalog, &Record::default(), "edge"), &words, who()).expect("a look");
    assert!(looked.answer.is_some());
}

mod laws {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_typed_is_kept_or_refused(
            values in prop::collection::vec(("(kind|subject|effective|effective-month|effective-day|effective-year|finding|n|of|outliers|limits|reason|instead|approver|until|exit|by|evidence|method|verdict|looked|note|firm)", "\\PC{0,30}|[0-9]{1,12}|[a-z_]{1,12}|2026-0[1-9]-0[1-9]"), 0..12)
        ) {
            let fields: Fields = values.into_iter().collect();
            let catalog = assurance();
            let (record, open) = contradicted(&catalog);
            let admins = measure(&catalog, "admins");
            let stand = stands(&catalog, &record, "admins");
            let _ = answer(&admins.id, &fields, who());
            if let Ok(e) = evidence(&catalog, admins, &fields, None, who()) {
                prop_assert!(e.observed_at <= who().at && !e.subject.is_empty());
            }
            if let Ok(e) = exception(&admins.id, &fields, who()) {
                prop_assert!(e.until >= who().today && !e.reason.is_empty() && !e.approver.is_empty());
            }
            let _ = resolution(&open, &fields, who());
            let _ = review(admins, &stand, &fields, who());
        }
    }
}
