//! Samples of a hospital's file at the office: nothing yet, some offers under way, and very much of everything.

use super::*;

fn sample(n: usize) -> HospitalPage {
    let line = || Line { label: "Owner", value: "Tribal".to_owned(), source: "Made up".to_owned() };
    let offer = |i: usize| OfferRow {
        id: format!("offer-{i}"),
        name: "Help with <b>mail</b>".to_owned(),
        answer: "You may have it",
        stands: "Accepted on Mar 2, 2026".to_owned(),
        moves: vec!["Accepted on Mar 2, 2026".to_owned()],
        may_validate: i.is_multiple_of(2),
        may_activate: i % 2 == 1,
        started: "2026-03-02".to_owned(),
        ends: String::new(),
        ends_hint: "Leave it empty.".to_owned(),
        note: String::new(),
        errors: if i == 0 {
            vec![FieldError { field: "note-offer-0".to_owned(), text: "No.".to_owned() }]
        } else {
            Vec::new()
        },
    };
    HospitalPage {
        layout: Layout::default(),
        ccn: "991301".to_owned(),
        name: "Fixture Memorial Hospital".to_owned(),
        place: "Sheridan Gap, ZZ".to_owned(),
        done: if n == 0 { "" } else { "The offer is confirmed." },
        directory: (0..n).map(|_| line()).collect(),
        source: "Franklin hospitals, made up".to_owned(),
        changes: (0..n).map(|_| "It is new.".to_owned()).collect(),
        stages: (0..n).map(|_| line()).collect(),
        registrations: (0..n)
            .map(|_| RegistrationRow {
                reference: "HF-7K3M-2Q9D".to_owned(),
                state: "Sent".to_owned(),
                detail: String::new(),
            })
            .collect(),
        n_people: n,
        cases: (0..n)
            .map(|_| CaseRow {
                href: "/office/cases/1".to_owned(),
                about: "About",
                state: "Approved",
                opened: "Mar 2, 2026".to_owned(),
            })
            .collect(),
        taken: (0..n).map(offer).collect(),
        open: (0..n).map(offer).collect(),
        may_manage: n > 0,
        may_invite: n == 0,
        invite_email: String::new(),
        invite_error: "Wrong".to_owned(),
        errors: Vec::new(),
    }
}

#[test]
fn every_sample_renders() {
    for n in [0, 2, 40] {
        let html = sample(n).render().expect("the page renders");
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("<b>mail"));
    }
}
