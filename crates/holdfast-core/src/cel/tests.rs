//! Clauses as a catalog author writes them: what each comes to, and what each mistake is answered with.

use super::*;
use crate::Date;
use crate::facts::{Fact, FactSource, FactValue};

/// Facts of a made-up hospital from words like `cah=true licensed_beds=25 state=ZZ independent=disputed`.
fn facts(said: &str) -> Facts {
    let on = Date::constant(2026, 8, 1);
    let mut facts = Facts::none(on);
    for (key, value) in said.split_whitespace().filter_map(|pair| pair.split_once('=')) {
        let kind = FactKind::from_key(key).expect("a fact of the list");
        let known = match value {
            "true" => FactValue::Bool(true),
            "false" => FactValue::Bool(false),
            "disputed" => {
                let (on_file, attested) = (FactValue::Bool(true), FactValue::Bool(false));
                facts.set(kind, Fact::Disputed { on_file, attested });
                continue;
            }
            _ => value.parse().map_or_else(|_| FactValue::Word(value.to_owned()), FactValue::Int),
        };
        facts.know(kind, known, FactSource::Attested { on });
        assert!(facts.get(kind).value().is_some(), "`{pair}` does not fit", pair = key);
    }
    facts
}

#[track_caller]
fn check(source: &str, said: &str, comes_to: &str) {
    let expr = Expr::compile(source).unwrap_or_else(|faults| panic!("{source}: {faults:?}"));
    let found = match expr.eval(&facts(said)) {
        Truth::True => "yes".to_owned(),
        Truth::False => "no".to_owned(),
        Truth::Unknown(needs) => {
            format!("needs {}", needs.iter().map(FactKind::key).collect::<Vec<_>>().join(" "))
        }
    };
    assert_eq!(found, comes_to, "{source} for {said}");
}

/// Every fault as `first byte..end: what`.
fn faults(source: &str) -> String {
    let faults = Expr::compile(source).expect_err("a mistake");
    faults.iter().map(|f| format!("{}..{}: {f}", f.at.start, f.at.end)).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn fails(source: &str, says: &str) {
    assert_eq!(faults(source), says, "{source}");
}

#[test]
fn clauses_of_the_programs_read_as_meant() {
    check("cah || reh", "cah=true", "yes");
    check("cah || reh", "cah=false reh=false", "no");
    check("(cah || reh) && independent", "cah=true", "needs independent");
    check("rural && !(cah && independent)", "rural=true cah=false", "yes");
    check("licensed_beds <= 49", "licensed_beds=49", "yes");
    check("licensed_beds <= 49", "", "needs licensed_beds");
    check("state in ['AK', \"CA\", 'ZZ']", "state=ZZ", "yes");
    check("!(state in ['AK'])", "state=MT", "yes");
    check("hospital_type != 'psychiatric'", "hospital_type=cah", "yes");
    check("federal ? tax_exempt_proof : true", "federal=false", "yes");
    check(
        "windows_10_devices + windows_11_devices * 2 > 10",
        "windows_10_devices=5 windows_11_devices=3",
        "yes",
    );
    check("known(licensed_beds) && licensed_beds > 3", "licensed_beds=4", "yes");
    check("known(licensed_beds) && licensed_beds > 3", "", "no");
    check("known(independent)", "independent=disputed", "no");
    // What the tests state here, a hospital stated.
    check("independent && proven(independent)", "independent=true", "needs independent");
    check("independent && proven(independent)", "independent=false", "no");
    check("independent && proven(independent)", "", "needs independent");
    check("rural // by the federal definition\n && cah", "rural=true cah=true", "yes");
    check("true", "", "yes");
}

#[test]
fn unknown_matters_only_where_it_matters() {
    check("cah && rural", "cah=false", "no");
    check("rural && cah", "cah=false", "no");
    check("cah || rural", "rural=true", "yes");
    check("cah && rural", "", "needs cah rural");
    check("cah && rural && tribal", "rural=true", "needs cah tribal");
    check("!cah", "", "needs cah");
    check("cah == reh", "reh=true", "needs cah");
    check("cah ? rural : rural", "rural=true", "yes");
    check("cah ? rural : tribal", "rural=true tribal=false", "needs cah");
    check("cah ? rural : tribal", "rural=true", "needs cah tribal");
    check("(cah ? 25 : 49) >= 20", "", "needs cah");
    check("(cah ? 25 : 20 + 5) >= 20", "", "yes");
    check("(cah ? 'MT' : 'MT') == state", "state=MT", "yes");
    check("independent || cah", "independent=disputed cah=false", "needs independent");
    check("licensed_beds + staffed_users > 3", "staffed_users=9", "needs licensed_beds");
}

#[test]
fn precedence_is_that_of_cel() {
    check("true || false && false", "", "yes");
    check("!false && false", "", "no");
    check("1 + 2 * 3 == 7", "", "yes");
    check("10 - 3 - 2 == 5", "", "yes");
    check("1 < 2 == true", "", "yes");
    check("false ? true : false ? true : true", "", "yes");
    check("(false ? true : false) ? true : false", "", "no");
    check("-2 * -3 == 6", "", "yes");
    check("2 - -3 == 5", "", "yes");
    check("licensed_beds in [-1, 5] == true", "licensed_beds=-1", "yes");
}

#[test]
fn numbers_that_leave_the_range_are_unknown_not_wrong() {
    let most = format!("licensed_beds={}", i64::MAX);
    check("licensed_beds + 1 > 0", &most, "needs licensed_beds");
    check(
        "licensed_beds * staffed_users > 0",
        &format!("{most} staffed_users=2"),
        "needs licensed_beds staffed_users",
    );
    check("-licensed_beds > 0", &format!("licensed_beds={}", i64::MIN), "needs licensed_beds");
    check("false && licensed_beds + 1 > 0", &most, "no");
    check("licensed_beds == -9223372036854775808", &format!("licensed_beds={}", i64::MIN), "yes");
    fails("9223372036854775807 + 1 > 0", "0..23: `9223372036854775807 + 1` is too large a number");
    fails("- -9223372036854775808 > 0", "0..22: `- -9223372036854775808` is too large a number");
    fails(
        "9223372036854775808 > 0",
        "0..19: `9223372036854775808` is too large; the largest number is 9223372036854775807",
    );
    fails(
        "99999999999999999999 > 0",
        "0..20: `99999999999999999999` is too large; the largest number is 9223372036854775807",
    );
}

#[test]
fn a_mistake_says_what_to_write_instead() {
    let mistakes = [
        "ruraal",
        "bed_count > 3",
        "True",
        "licensed_beds == null",
        "hospital_type == 'cha'",
        "hospital_type in ['cah', 'rhe', 'long_term']",
        "applicant_kind == 'charity shop'",
        "state == 'Montana'",
        "state == mt || state == MT",
        "state in [MT, 'ND']",
        "state == ownership",
        "(cah ? 'cah' : 'rehh') == hospital_type",
        "licensed_beds",
        "state",
        "cah && licensed_beds",
        "licensed_beds == '25'",
        "cah == 'yes'",
        "cah < reh",
        "state > 'MT'",
        "cah + 1 > 0",
        "cah in [true]",
        "licensed_beds in ['a', 3]",
        "licensed_beds in []",
        "state in 'MT'",
        "state not in ['MT']",
        "cah ? 1 : 'MT'",
        "cah ? reh",
        "cah ? reh ? true : false : true",
        "licensed_beds = 25",
        "cah & reh | rural",
        "cah and not reh or rural",
        "licensed_beds =< 25 <> 3",
        "licensed_beds / 2 > 3",
        "licensed_beds > 2.5",
        "licensed_beds > 0x10",
        "cah reh",
        "cah &&",
        "&& cah",
        "(cah && (reh",
        "cah)) && reh",
        "state == 'MT",
        "state == ‘MT’",
        "state.startsWith('M') && rural",
        "size(state) == 2",
        "known(cah || reh)",
        "known(beds)",
        "known",
        "state == 'M\\'T'",
        "['MT'] == state",
        "cah; reh",
        "  ",
    ];
    let answers =
        mistakes.map(|source| format!("{source}\n  {}", faults(source).replace('\n', "\n  "))).join("\n");
    insta::assert_snapshot!(answers);
}

#[test]
fn every_mistake_is_reported_at_once() {
    fails(
        "ruraal && licensed_beds > '5' || stat == 'MT'",
        "0..6: `ruraal` is not a fact; did you mean `rural`?\n\
         10..29: `licensed_beds` is a number; write `5` without quotes\n\
         33..37: `stat` is not a fact; did you mean `state`?",
    );
}

#[test]
fn hostile_depth_and_length_are_refused() {
    for open in
        ["(", "!", "-", "[", "known(", "cah ? ", "!(", "cah ? cah : ", "state in [", "1+(", "f(", "cah.x("]
    {
        let source = open.repeat(3_900 / open.len());
        assert!(Expr::compile(&source).is_err(), "{open}");
        assert!(Expr::compile(&format!("{source}cah")).is_err(), "{open}");
    }
    fails(
        &format!("{}cah{}", "(".repeat(41), ")".repeat(41)),
        "41..44: this is nested more than 40 deep; split it into several clauses",
    );
    check(&format!("{}cah{}", "(".repeat(40), ")".repeat(40)), "cah=true", "yes");
    check(&vec!["cah"; 400].join(" && "), "cah=true", "yes");
    assert!(faults(&format!("{} > 0", vec!["1"; 500].join("+"))).contains("nested more than 40 deep"));
    assert!(faults(&" ".repeat(4_001)).contains("4000 is the most"));
    assert!(faults(&"? ".repeat(500)).lines().count() <= 20);
}

#[test]
fn it_knows_its_facts_and_its_source() {
    let expr = Expr::compile("cah && (known(rural) || licensed_beds > 3)").expect("a clause");
    let names: Vec<&str> = expr.facts().iter().map(FactKind::key).collect();
    assert_eq!(names, ["cah", "rural", "licensed_beds"]);
    assert_eq!(expr.clone().source(), "cah && (known(rural) || licensed_beds > 3)");
}

#[test]
fn proven_asks_for_more_than_the_hospitals_word() {
    let expr = Expr::compile("proven(independent)").expect("a clause");
    let on = jiff::civil::date(2026, 6, 1);
    let with = |source: FactSource| {
        let mut facts = Facts::none(on);
        facts.know(FactKind::Independent, FactValue::Bool(true), source);
        expr.eval(&facts)
    };
    assert!(
        matches!(with(FactSource::Attested { on }), Truth::Unknown(needs) if needs.holds(FactKind::Independent))
    );
    assert_eq!(with(FactSource::Reviewer { on }), Truth::True);
    assert_eq!(with(FactSource::Computed { rule: "a file".to_owned() }), Truth::True);
    let error = Expr::compile("proven(licensed_beds)").expect_err("beds are no yes or no");
    assert!(format!("{error:?}").contains("`licensed_beds` is not yes or no"), "{error:?}");
}
