//! Rules of the rural program that are easy to get wrong, tried on this release's catalog: one line of facts, one verdict.
//!
//! It is a test only; the rules are in `catalog/`.

use holdfast_core::Date;
use holdfast_core::decide::eligibility::{Because, Verdict, verdict};
use holdfast_core::facts::{FactKind, FactSource, FactType, FactValue, Facts};

/// The verdict on an offer. A fact is written `cah`, `!cah` or `current_plan=business`; the hospital itself said those
/// behind `says:`, the rest is from a file or a reviewer.
#[track_caller]
fn check(offer: &str, words: &str, expect: &str) {
    let on = Date::constant(2026, 8, 1);
    let mut facts = Facts::none(on);
    for word in words.split_whitespace() {
        let (word, source) = match word.strip_prefix("says:") {
            Some(word) => (word, FactSource::Attested { on }),
            None => (word, FactSource::Reviewer { on }),
        };
        let (key, value) = match (word.strip_prefix('!'), word.split_once('=')) {
            (Some(key), _) => (key, "no"),
            (None, Some((key, value))) => (key, value),
            (None, None) => (word, "yes"),
        };
        let kind = FactKind::from_key(key).expect("a fact");
        let value = match kind.fact_type() {
            FactType::Bool => FactValue::Bool(value == "yes"),
            FactType::Int => FactValue::Int(value.parse().expect("a number")),
            FactType::Word => FactValue::Word(value.to_owned()),
        };
        facts.know(kind, value, source);
    }
    let catalog = crate::load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let (_, offer) = catalog.offer(offer).expect("an offer");
    let got = match verdict(offer, &facts) {
        Verdict::Eligible => "eligible".to_owned(),
        Verdict::Ineligible { clause } => format!("ineligible: {clause}"),
        Verdict::Closed { .. } => "closed".to_owned(),
        Verdict::Refer { clause, because } => {
            let why = match because {
                Because::Missing(kind) => format!("missing {}", kind.key()),
                Because::Disputed(kind) => format!("disputed {}", kind.key()),
                Because::Unproven(kind) => format!("unproven {}", kind.key()),
                Because::Judgement => "judgement".to_owned(),
            };
            format!("refer: {clause}, {why}")
        }
    };
    assert_eq!(got, expect, "{words}");
}

/// A critical access hospital, owner left out.
const CAH: &str = "hospital_type=cah cah !reh rural !federal";
/// A larger rural hospital owned by a private nonprofit.
const LARGER: &str =
    "hospital_type=short_term !cah !reh rural !federal nonprofit !public !tribal !for_profit";

fn owned(owner: &str) -> String {
    let of = |kind: &str| if kind == owner { kind.to_owned() } else { format!("!{kind}") };
    format!("{CAH} {}", ["nonprofit", "public", "tribal", "for_profit"].map(of).join(" "))
}

#[test]
fn independence_is_settled_once_and_serves_every_offer() {
    let cah = owned("nonprofit");
    check("nonprofit-pricing", &cah, "refer: independent, missing independent");
    check(
        "nonprofit-pricing",
        &format!("{cah} says:independent"),
        "refer: independent, unproven independent",
    );
    check("nonprofit-pricing", &format!("{cah} independent"), "eligible");
    check("nonprofit-pricing", &format!("{cah} says:!independent"), "refer: independent, judgement");
    let suite = "advanced-suite-one-year";
    check(suite, &format!("{cah} says:independent"), "refer: not-small-independent, unproven independent");
    check(suite, &format!("{cah} independent"), "ineligible: not-small-independent");
    check(suite, &format!("{cah} !independent"), "refer: larger-hospital, judgement");
}

#[test]
fn no_owner_falls_between_the_price_and_the_suite() {
    for owner in ["public", "tribal", "for_profit"] {
        let cah = format!("{} independent", owned(owner));
        let clause =
            if owner == "for_profit" { "not-for-profit-owned".to_owned() } else { format!("not-{owner}") };
        check("nonprofit-pricing", &cah, &format!("refer: {clause}, judgement"));
        check("advanced-suite-one-year", &cah, "refer: larger-hospital, judgement");
    }
    let ihs = "hospital_type=cah cah !reh rural federal !nonprofit !public !tribal !for_profit";
    check("nonprofit-pricing", ihs, "refer: not-federal, judgement");
    check("advanced-suite-one-year", ihs, "refer: not-other-federal, judgement");
}

#[test]
fn the_catalog_lists_the_plans_that_count() {
    let suite = "advanced-suite-one-year";
    check(suite, LARGER, "refer: eligible-plan, missing current_plan");
    check(suite, &format!("{LARGER} says:current_plan=enterprise"), "eligible");
    check(suite, &format!("{LARGER} says:current_plan=none"), "ineligible: eligible-plan");
    for unsettled in ["business", "office_only"] {
        let words = format!("{LARGER} says:current_plan={unsettled}");
        check(suite, &words, "refer: plan-counts, judgement");
    }
}

#[test]
fn a_state_that_paid_is_asked_about_its_hospitals() {
    check("ms-isac-state-paid", "public !tribal state=TX", "refer: state-counts-hospitals, judgement");
    check("ms-isac-state-paid", "public !tribal state=MT", "ineligible: state-has-paid");
}
