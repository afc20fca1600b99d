//! Standing by example and by law. It tests joining, not the clauses themselves.

use proptest::prelude::*;

use super::*;
use crate::decide::made_up::{catalog, day, facts, offer};
use crate::facts::{Fact, FactValue};
use crate::model::ClaimMove;

fn ruling(clause: &str, allows: bool, on: &str) -> Ruling {
    Ruling {
        offer: OfferId::new("help"),
        clause: ClauseId::new(clause),
        allows,
        reason: "The tax letter shows it.".to_owned(),
        on: day(on),
    }
}

/// One offer `help` with these clauses, for these facts, with rulings like `independent+2026-02-01` or `public-2026-02-01`.
#[track_caller]
fn check(clauses: &str, words: &str, rulings: &str, claim: Claim, says: &str) {
    let rulings: Vec<Ruling> = rulings
        .split_whitespace()
        .map(|r| {
            let (clause, rest) = r.split_at(r.find(['+', '@']).expect("a sign"));
            ruling(clause, rest.starts_with('+'), &rest[1..])
        })
        .collect();
    let catalog = catalog(vec![offer("help", clauses)], Serves::Hospitals);
    let program = catalog.programs.first();
    let offer = catalog.offers().next().expect("one");
    let standing = stand(program, offer, &facts(words, "2026-06-01"), &rulings, claim);
    let may = match &standing.may_accept {
        Ok(()) => "may accept".to_owned(),
        Err(why) => why.to_string(),
    };
    assert_eq!(format!("{}; {may}; {}", standing.outcome.key(), standing.sentence), says);
}

#[test]
fn the_clauses_decide_and_the_registration_opens_the_door() {
    check("cah", "cah validated", "", Claim::Open, "yes; may accept; You meet every condition we can check.");
    let unchecked = "the registration is not checked yet; offers can be accepted once it is";
    for words in ["cah", "cah !validated"] {
        check(
            "cah",
            words,
            "",
            Claim::Open,
            &format!("yes; {unchecked}; You meet every condition we can check."),
        );
    }
    check(
        "cah",
        "!cah validated",
        "",
        Claim::Open,
        "no; the hospital does not meet a condition of this offer: `cah`; It is not cah.",
    );
    check(
        "cah",
        "validated",
        "",
        Claim::Open,
        "refer; a reviewer looks at this first; ask one, or tell us what we do not know; \
         We do not know whether it is a critical access hospital. Tell us, or a reviewer will ask.",
    );
}

#[test]
fn a_ruling_counts_where_judgement_is_asked_and_nowhere_else() {
    let yes = "yes_by_ruling; may accept; A reviewer decided on February 1, 2026: The tax letter shows it.";
    check("cah independent?", "cah !independent validated", "independent+2026-02-01", Claim::Open, yes);
    let no = "no_by_ruling; a reviewer decided on February 1, 2026 that the hospital cannot have this offer: The tax letter shows \
              it.; A reviewer decided on February 1, 2026: The tax letter shows it.";
    check("cah independent?", "cah !independent validated", "independent@2026-02-01", Claim::Open, no);
    // A later hard no beats it; so does a fact gone missing; and a fact that now holds needs no ruling.
    let beaten = "no; the hospital does not meet a condition of this offer: `cah`; It is not cah.";
    check("cah independent?", "!cah !independent validated", "independent+2026-02-01", Claim::Open, beaten);
    check("independent? cah", "!cah !independent validated", "independent+2026-02-01", Claim::Open, beaten);
    let missing = "refer; a reviewer looks at this first; ask one, or tell us what we do not know; We do not know whether it \
                   is independent of a health system. Tell us, or a reviewer will ask.";
    check("cah independent?", "cah validated", "independent+2026-02-01", Claim::Open, missing);
    let plain = "yes; may accept; You meet every condition we can check.";
    check("cah independent?", "cah independent validated", "independent@2026-02-01", Claim::Open, plain);
    // Rulings on a hard clause, another clause, or made later, do nothing.
    check("cah", "!cah validated", "cah+2026-02-01", Claim::Open, beaten);
    let refer = "refer; a reviewer looks at this first; ask one, or tell us what we do not know; It is not independent.";
    for other in ["nonprofit+2026-02-01", "independent+2026-06-02", ""] {
        check("cah independent?", "cah !independent validated", other, Claim::Open, refer);
    }
}

#[test]
fn two_clauses_for_judgement_need_two_rulings_and_the_latest_on_one_counts() {
    let clauses = "nonprofit? independent?";
    let words = "!nonprofit !independent validated";
    let second = "refer; a reviewer looks at this first; ask one, or tell us what we do not know; It is not independent.";
    check(clauses, words, "nonprofit+2026-02-01", Claim::Open, second);
    let yes = "yes_by_ruling; may accept; A reviewer decided on March 1, 2026: The tax letter shows it.";
    check(clauses, words, "nonprofit+2026-02-01 independent+2026-03-01", Claim::Open, yes);
    check(
        clauses,
        words,
        "nonprofit@2026-01-01 nonprofit+2026-02-01 independent+2026-03-01",
        Claim::Open,
        yes,
    );
    let no = "no_by_ruling; a reviewer decided on April 1, 2026 that the hospital cannot have this offer: The tax letter shows \
              it.; A reviewer decided on April 1, 2026: The tax letter shows it.";
    check(clauses, words, "independent+2026-03-01 independent@2026-04-01", Claim::Open, no);
}

#[test]
fn what_is_under_way_is_not_accepted_twice_and_what_ended_may_be() {
    let on = day("2026-05-01");
    let ends = Some(day("2027-04-30"));
    let twice = "yes; this offer has been accepted already; open it to see where it stands; ";
    let cases = [
        (
            Claim::Claimed { on },
            "The hospital accepted this on May 1, 2026. The program office confirms it next.",
        ),
        (
            Claim::Validated { on },
            "The program office confirmed this on May 1, 2026. It is ready to switch on.",
        ),
        (Claim::Active { on, ends }, "Active since May 1, 2026. Its last day is April 30, 2027."),
        (Claim::Active { on, ends: None }, "Active since May 1, 2026. It has no set end."),
    ];
    for (claim, says) in cases {
        check("cah", "cah validated", "", claim, &format!("{twice}{says}"));
    }
    let again = "yes; may accept; It ended: May 1, 2026 was the first day without it. You meet every condition we can check.";
    check("cah", "cah validated", "", Claim::Lapsed { on }, again);
}

#[test]
fn an_offer_that_runs_without_a_set_end_ends_with_its_term() {
    let mut help = offer("help", "cah");
    help.term_months = Some(12);
    let claim = Claim::Active { on: day("2026-05-01"), ends: None };
    let standing = stand(None, &help, &facts("cah validated", "2026-06-01"), &[], claim);
    assert_eq!(standing.sentence, "Active since May 1, 2026. Its last day is April 30, 2027.");
}

#[test]
fn resources_and_applications_are_never_accepted_here() {
    let facts = facts("cah validated", "2026-06-01");
    let mut elsewhere = offer("help", "cah");
    elsewhere.group = Group::Elsewhere;
    let by_form = catalog(vec![offer("help", "cah")], Serves::Applicants);
    let hospitals = catalog(vec![elsewhere.clone()], Serves::Hospitals);
    let may = |program, offer: &Offer| stand(program, offer, &facts, &[], Claim::Open).may_accept;
    assert_eq!(may(None, &elsewhere), Err(WhyNot::Elsewhere));
    assert_eq!(may(hospitals.programs.first(), &elsewhere), Err(WhyNot::Elsewhere));
    assert_eq!(may(by_form.programs.first(), &offer("help", "cah")), Err(WhyNot::ByApplication));
}

#[test]
fn a_closed_window_is_never_accepted_whatever_a_reviewer_said() {
    let mut closed = offer("help", "independent?");
    closed.window = Window { from: Some(day("2026-01-01")), to: Some(day("2026-05-31")) };
    let catalog = catalog(vec![closed], Serves::Hospitals);
    let standings = stand_all(
        &catalog,
        &facts("!independent validated", "2026-06-01"),
        &[ruling("independent", true, "2026-02-01")],
        &BTreeMap::new(),
    );
    assert_eq!(standings[0].outcome.key(), "closed");
    assert_eq!(standings[0].sentence, "This offer ended on May 31, 2026.");
    assert!(matches!(standings[0].may_accept, Err(WhyNot::Closed { .. })));
}

/// Every way a fact can be: unknown, no, yes, disputed.
fn set(facts: &mut Facts, kind: FactKind, how: u8) {
    match how {
        0 => facts.set(kind, Fact::Unknown),
        1 | 2 => facts.know(
            kind,
            FactValue::Bool(how == 2),
            crate::facts::FactSource::Attested { on: day("2026-01-01") },
        ),
        _ => facts
            .set(kind, Fact::Disputed { on_file: FactValue::Bool(true), attested: FactValue::Bool(false) }),
    }
}

/// All 4^4 facts × 3^2 rulings × 5 claims × 2 windows against the rule said once more, in other words.
#[test]
fn acceptance_needs_every_clause_met_or_allowed_by_ruling_in_every_case() {
    let kinds = [FactKind::Cah, FactKind::Nonprofit, FactKind::Independent, FactKind::Validated];
    let on = day("2026-02-01");
    let claims = [
        Claim::Open,
        Claim::Claimed { on },
        Claim::Validated { on },
        Claim::Active { on, ends: None },
        Claim::Lapsed { on },
    ];
    let mut n_accepted = 0;
    for open in [true, false] {
        let mut the_offer = offer("help", "cah nonprofit? independent?");
        the_offer.window.to = (!open).then(|| day("2026-05-31"));
        let catalog = catalog(vec![the_offer], Serves::Hospitals);
        for case in 0..4u32.pow(4) * 9 {
            let mut facts = Facts::none(day("2026-06-01"));
            let how = |i: u32| (case / 4u32.pow(i) % 4) as u8;
            for (kind, i) in kinds.into_iter().zip(0..) {
                set(&mut facts, kind, how(i));
            }
            let said = [case / 256 % 3, case / 768];
            let rulings: Vec<Ruling> = ["nonprofit", "independent"]
                .into_iter()
                .zip(said)
                .filter(|(_, s)| *s > 0)
                .map(|(clause, s)| ruling(clause, s == 1, "2026-02-01"))
                .collect();
            let soft = |fact: u8, said: u32| fact == 2 || (fact == 1 && said == 1);
            let entitled = open && how(0) == 2 && soft(how(1), said[0]) && soft(how(2), said[1]);
            for claim in claims {
                let standing =
                    stand(catalog.programs.first(), &catalog.programs[0].offers[0], &facts, &rulings, claim);
                let startable = claim
                    .apply(crate::model::ClaimEvent { moved: ClaimMove::Claim, on: day("2026-06-01") })
                    .is_ok();
                assert_eq!(standing.outcome.is_yes(), entitled, "case {case}");
                assert_eq!(standing.may_accept.is_ok(), entitled && startable && how(3) == 2, "case {case}");
                assert!(!standing.sentence.is_empty());
                n_accepted += usize::from(standing.may_accept.is_ok());
            }
        }
    }
    assert!(n_accepted > 0, "the law was never put to use");
}

proptest! {
    /// Rulings in any order, on any clause, of any day: without one that allows, a clause not met is never a yes.
    #[test]
    fn only_an_allowing_ruling_on_that_clause_in_time_turns_a_no(
        said in prop::collection::vec((0u8..3, any::<bool>(), 0i16..400), 0..8)
    ) {
        let clauses = ["independent", "nonprofit", "cah"];
        let start = day("2025-09-01");
        let rulings: Vec<Ruling> = said.iter().map(|(c, allows, n)| Ruling {
            on: start.saturating_add(jiff::Span::new().days(i64::from(*n))),
            ..ruling(clauses[usize::from(*c)], *allows, "2026-01-01")
        }).collect();
        let catalog = catalog(vec![offer("help", "cah independent?")], Serves::Hospitals);
        let facts = facts("cah !independent validated", "2026-06-01");
        let standing = stand(catalog.programs.first(), &catalog.programs[0].offers[0], &facts, &rulings, Claim::Open);
        let on_it: Vec<&Ruling> =
            rulings.iter().filter(|r| r.clause.as_str() == "independent" && r.on <= facts.as_of).collect();
        let latest = on_it.iter().map(|r| r.on).max();
        if standing.may_accept.is_ok() {
            prop_assert!(on_it.iter().any(|r| r.allows && Some(r.on) == latest));
        } else if on_it.is_empty() {
            prop_assert_eq!(standing.outcome.key(), "refer");
        } else {
            prop_assert!(on_it.iter().any(|r| !r.allows && Some(r.on) == latest));
        }
    }
}
