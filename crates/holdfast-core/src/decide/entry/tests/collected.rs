//! Rows of collectors: what is kept of a good one, and what each bad one is told.

use super::*;
use crate::model::Outlier;

fn good() -> CollectedRow {
    CollectedRow {
        measure: "admins".to_owned(),
        kind: "scan".to_owned(),
        method: "test".to_owned(),
        collector: "tenant reader 1.4".to_owned(),
        subject: "tenant A".to_owned(),
        observed_at: "2026-03-02T14:00:00-01:00".to_owned(),
        finding: "partly".to_owned(),
        share: [Some(3), Some(4)],
        seen: Some([4, 5]),
        outliers: vec![Outlier { name: " svc ".to_owned(), is_privileged: true }],
        limits: vec!["only staff".to_owned()],
        note: "as\nread".to_owned(),
    }
}

fn read(row: &CollectedRow) -> Result<Evidence, Vec<FieldError>> {
    collected(&assurance(), row, who())
}

/// A good row with one thing changed.
fn but(change: impl FnOnce(&mut CollectedRow)) -> Result<Evidence, Vec<FieldError>> {
    let mut row = good();
    change(&mut row);
    read(&row)
}

#[test]
fn a_good_row_is_evidence_of_its_kind() {
    let evidence = read(&good()).expect("evidence");
    assert_eq!(evidence.observed_at.to_string(), "2026-03-02T15:00:00Z");
    assert_eq!((evidence.received_at, evidence.method), (who().at, Method::Test));
    assert_eq!(evidence.finding, Finding::Partly(Coverage::new(3, 4).expect("a share")));
    assert_eq!(evidence.seen, Coverage::new(4, 5).ok());
    assert_eq!(evidence.outliers, [Outlier { name: "svc".to_owned(), is_privileged: true }]);
    assert_eq!((evidence.digest, evidence.note.as_str()), (None, "as\nread"));
}

#[test]
fn the_same_row_has_the_same_digest_whenever_it_comes_and_another_has_another() {
    let first = read(&good()).expect("evidence");
    let later = Evidence { id: EvidenceId(9), received_at: Timestamp::UNIX_EPOCH, ..first.clone() };
    assert_eq!(row_digest(&first), row_digest(&later));
    // The same moment in another zone is the same moment.
    let zone = but(|r| r.observed_at = "2026-03-02T15:00:00Z".to_owned()).expect("evidence");
    assert_eq!(row_digest(&first), row_digest(&zone));
    let other = but(|r| r.seen = Some([4, 6])).expect("evidence");
    assert_ne!(row_digest(&first), row_digest(&other));
}

#[test]
fn a_row_names_a_kind_that_proves_the_measure_by_its_own_method() {
    let says = |change: fn(&mut CollectedRow)| told(but(change));
    assert_eq!(says(|r| r.measure = "no-such".to_owned()), "measure: The catalog has no such measure.");
    assert!(says(|r| r.kind = "no-such".to_owned()).contains("no such kind"));
    assert!(
        says(|r| (r.measure, r.kind) = ("mail".to_owned(), "list".to_owned())).contains("rests on a file")
    );
    assert!(says(|r| r.kind = ASSESSOR_REVIEW.to_owned()).contains("assessor's look"));
    assert_eq!(
        says(|r| r.method = "interview".to_owned()),
        "method: Evidence of this kind is found out by `test`."
    );
}

#[test]
fn a_row_speaks_of_the_past_and_counts_what_can_be_counted() {
    let says = |change: fn(&mut CollectedRow)| told(but(change));
    assert!(says(|r| r.observed_at = "2026-03-02T15:00:01Z".to_owned()).contains("has not come"));
    assert!(says(|r| r.observed_at = "2009-01-01T00:00:00Z".to_owned()).contains("ten years"));
    for bad in ["2026-03-02", "2026-03-02T15:00:00", "yesterday", "", "9999999999999"] {
        assert!(told(but(|r| r.observed_at = bad.to_owned())).contains("with its zone"), "{bad}");
    }
    assert!(says(|r| r.share = [Some(5), Some(4)]).starts_with("n: Count"));
    assert!(says(|r| r.share = [Some(3), None]).contains("Send `n` and `of`"));
    assert!(says(|r| r.finding = "met".to_owned()).contains("go with `partly`"));
    assert!(says(|r| r.finding = "MET".to_owned()).contains("Send `met`"));
    assert!(says(|r| r.seen = Some([0, 5])).contains("What saw nothing"));
    assert!(says(|r| r.seen = Some([6, 5])).starts_with("seen: Count"));
    assert!(says(|r| r.share = [Some(1), Some(u32::MAX)]).starts_with("n: Count"));
    let two = |name: &str| Outlier { name: name.to_owned(), is_privileged: false };
    assert!(told(but(|r| r.outliers = vec![two("a"), two("b")])).contains("not so for 1, and you named 2"));
}

#[test]
fn a_row_is_bounded_and_plain() {
    let long = "x".repeat(MOST_LINE + 1);
    for change in [
        (|r, text| r.collector = text) as fn(&mut CollectedRow, String),
        |r, text| r.subject = text,
        |r, text| r.limits = vec![text],
        |r, text| r.outliers = vec![Outlier { name: text, is_privileged: false }],
    ] {
        for bad in [long.as_str(), "", "  ", "a\u{0}b", "two\nlines", "\u{1b}[31m"] {
            assert!(but(|r| change(r, bad.to_owned())).is_err(), "{bad:?}");
        }
    }
    assert!(told(but(|r| r.note = "x".repeat(MOST_REASON + 1))).starts_with("note:"));
    assert!(told(but(|r| r.limits = vec!["x".to_owned(); MOST_LIMITS + 1])).starts_with("limits:"));
    // Everything wrong is told at once.
    assert_eq!(read(&CollectedRow::default()).expect_err("refused").len(), 5);
}

#[test]
fn the_form_asks_how_much_was_looked_at() {
    let catalog = assurance();
    let read = |words: &str| {
        let form = form(&format!("kind=list subject=A effective=2026-02-20 finding=met {words}"));
        evidence(&catalog, measure(&catalog, "mail"), &form, None, who()).map(|e| e.seen)
    };
    assert_eq!(read(""), Ok(None));
    assert_eq!(read("seen_n=40 seen_of=96"), Ok(Coverage::new(40, 96).ok()));
    assert!(told(read("seen_n=97 seen_of=96")).starts_with("seen_n: Write a number up to 96"));
    assert_eq!(told(read("seen_n=40")), "seen_of: Write how many there are in all.");
    assert_eq!(told(read("seen_of=40")), "seen_n: Write how many were looked at.");
    assert!(told(read("seen_n=0 seen_of=x")).contains("seen_of:"));
}
