//! Laws that hold for every clause, and the same answers as the `cel` crate wherever every fact is known.

use proptest::prelude::*;

use super::*;
use crate::Date;
use crate::facts::{Fact, FactSource, FactValue};

/// The facts the generated clauses use.
const BOOLS: &[FactKind] = &[FactKind::Cah, FactKind::Rural, FactKind::Independent, FactKind::Tribal];
const INTS: &[FactKind] = &[FactKind::LicensedBeds, FactKind::StaffedUsers];
const TYPES: &[&str] = &["cah", "reh", "short_term"];

/// A clause as text and the precedence of its outermost operator: higher binds tighter.
#[derive(Clone, Debug)]
struct Text(String, u8);

impl Text {
    /// Its text where `level` is needed; parentheses only if it binds less tightly.
    fn at(&self, level: u8) -> String {
        if self.1 < level { format!("({})", self.0) } else { self.0.clone() }
    }
}

fn atom(text: impl Into<String>) -> Text {
    Text(text.into(), 9)
}

fn number() -> impl Strategy<Value = Text> {
    let leaf = prop_oneof![
        (-9_i64..9).prop_map(|n| Text(n.to_string(), if n < 0 { 7 } else { 9 })),
        prop::sample::select(INTS).prop_map(|k| atom(k.key())),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(&["+", "-"][..]), inner.clone())
                .prop_map(|(a, op, b)| Text(format!("{} {op} {}", a.at(5), b.at(6)), 5)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Text(format!("{} * {}", a.at(6), b.at(7)), 6)),
            inner.prop_map(|a| Text(format!("-{}", a.at(8)), 7)),
        ]
    })
}

fn condition() -> impl Strategy<Value = Text> {
    let order = prop::sample::select(&["==", "!=", "<", "<=", ">", ">="][..]);
    let list = prop::collection::vec(-3_i64..9, 1..4);
    let leaf = prop_oneof![
        3 => prop::sample::select(BOOLS).prop_map(|k| atom(k.key())),
        1 => any::<bool>().prop_map(|b| atom(b.to_string())),
        2 => (number(), order, number()).prop_map(|(a, op, b)| Text(format!("{} {op} {}", a.at(5), b.at(5)), 4)),
        1 => (number(), list).prop_map(|(a, list)| Text(format!("{} in {list:?}", a.at(5)), 4)),
        1 => (any::<bool>(), prop::sample::select(TYPES))
            .prop_map(|(same, t)| Text(format!("hospital_type {} '{t}'", if same { "==" } else { "!=" }), 4)),
        1 => prop::sample::subsequence(TYPES, 1..=3).prop_map(|t| Text(format!("hospital_type in {t:?}"), 4)),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Text(format!("{} && {}", a.at(3), b.at(3)), 3)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Text(format!("{} || {}", a.at(2), b.at(2)), 2)),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Text(format!("{} == {}", a.at(4), b.at(5)), 4)),
            inner.clone().prop_map(|a| Text(format!("!{}", a.at(7)), 8)),
            inner.clone().prop_map(|a| atom(format!("({})", a.0))),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(c, y, n)| Text(format!("{} ? {} : {}", c.at(2), y.at(2), n.at(1)), 1)),
        ]
    })
}

/// A value for every fact the clauses use, known or not.
fn every_fact() -> impl Strategy<Value = Vec<(FactKind, FactValue)>> {
    let bools = prop::collection::vec(any::<bool>(), BOOLS.len());
    let ints = prop::collection::vec(-9_i64..9, INTS.len());
    (bools, ints, prop::sample::select(TYPES)).prop_map(|(bools, ints, of_type)| {
        let bools = BOOLS.iter().copied().zip(bools.into_iter().map(FactValue::Bool));
        let ints = INTS.iter().copied().zip(ints.into_iter().map(FactValue::Int));
        bools.chain(ints).chain([(FactKind::HospitalType, FactValue::Word(of_type.to_owned()))]).collect()
    })
}

/// Facts with the ones marked known; the others unknown or disputed in turn.
fn facts(values: &[(FactKind, FactValue)], known: impl Fn(usize) -> bool) -> Facts {
    let on = Date::constant(2026, 8, 1);
    let mut facts = Facts::none(on);
    for (i, (kind, value)) in values.iter().enumerate() {
        if known(i) {
            facts.know(*kind, value.clone(), FactSource::Attested { on });
        } else if i % 2 == 0 {
            facts.set(*kind, Fact::Disputed { on_file: value.clone(), attested: value.clone() });
        }
    }
    facts
}

fn compiled(text: &str) -> Expr {
    Expr::compile(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

/// What the `cel` crate says.
fn by_the_cel_crate(text: &str, values: &[(FactKind, FactValue)]) -> bool {
    let env = Arc::new(cel::Env::stdlib());
    let program = env.compile(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let mut context = cel::Context::with_env(env);
    for (kind, value) in values {
        let value = match value {
            FactValue::Bool(b) => cel::Value::Bool(*b),
            FactValue::Int(n) => cel::Value::Int(*n),
            FactValue::Word(w) => cel::Value::from(w.as_str()),
        };
        context.add_variable_from_value(kind.key(), value);
    }
    match program.execute(&context) {
        Ok(cel::Value::Bool(yes)) => yes,
        other => panic!("{text}: {other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn known_facts_give_the_answer_of_the_cel_crate(text in condition(), values in every_fact()) {
        let ours = compiled(&text.0).eval(&facts(&values, |_| true));
        let theirs = if by_the_cel_crate(&text.0, &values) { Truth::True } else { Truth::False };
        prop_assert_eq!(ours, theirs, "{}", text.0);
    }

    #[test]
    fn learning_a_fact_never_flips_an_answer(text in condition(), values in every_fact(), some: u8, more: u8) {
        let expr = compiled(&text.0);
        let before = expr.eval(&facts(&values, |i| some >> i & 1 == 1));
        let after = expr.eval(&facts(&values, |i| (some | more) >> i & 1 == 1));
        if let Truth::Unknown(needs) = before {
            prop_assert!(!needs.is_empty());
            prop_assert_eq!(needs.union(expr.facts()), expr.facts());
            let known = values.iter().enumerate().filter(|(i, _)| some >> i & 1 == 1);
            prop_assert!(known.map(|(_, (kind, _))| *kind).all(|kind| !needs.holds(kind)));
        } else {
            prop_assert_eq!(before, after, "{}", text.0);
        }
    }

    #[test]
    fn de_morgan_holds_with_unknowns(a in condition(), b in condition(), values in every_fact(), some: u8) {
        let facts = facts(&values, |i| some >> i & 1 == 1);
        let outside = compiled(&format!("!(({}) && ({}))", a.0, b.0)).eval(&facts);
        let inside = compiled(&format!("!({}) || !({})", a.0, b.0)).eval(&facts);
        prop_assert_eq!(outside, inside);
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,300}", values in every_fact()) {
        answered(&text, &values)?;
    }

    #[test]
    fn any_soup_of_tokens_is_answered(
        tokens in prop::collection::vec(prop::sample::select(SOUP), 0..60),
        values in every_fact(),
    ) {
        answered(&tokens.join(" "), &values)?;
        answered(&tokens.concat(), &values)?;
    }
}

const SOUP: &[&str] = &[
    "cah",
    "rural",
    "licensed_beds",
    "staffed_users",
    "hospital_type",
    "state",
    "'cah'",
    "\"MT\"",
    "true",
    "false",
    "in",
    "known",
    "proven",
    "not",
    "and",
    "9223372036854775807",
    "-",
    "1",
    "0",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    "+",
    "*",
    "/",
    "=",
    "&",
    "|",
    "'",
    "\"",
    "//",
    "\n",
    "é",
    "\u{0}",
];

/// Compiles or reports faults inside the text; what compiles also evaluates.
fn answered(text: &str, values: &[(FactKind, FactValue)]) -> Result<(), TestCaseError> {
    match Expr::compile(text) {
        Ok(expr) => {
            expr.eval(&facts(values, |_| true));
            expr.eval(&facts(values, |i| i % 3 == 0));
        }
        Err(faults) => {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(text.get(fault.at.clone()).is_some(), "{:?} in {text:?}", fault);
            }
        }
    }
    Ok(())
}
