//! Every catalog row says where its facts come from and when someone checked: `source`, and `verified_on` as a date or "".
//!
//! It reads any catalog file without knowing its shape. A row is a table with an id, or one that states a price or a
//! count. Ids that lead nowhere and wrong types are the business of `holdfast catalog check`.

use toml::{Table, Value};

use super::{Finding, tree::Tree};

/// Tables with an id that state no fact of their own, and why.
const NO_FACT: &[(&str, &str)] = &[
    ("clause", "a clause puts its offer's facts as a condition; the offer's source covers it"),
    ("question", "a question asks; it states nothing"),
    ("measure", "a measure is part of its safeguard, whose source covers it"),
    ("requirement", "an entry of a list; the list's source covers it"),
    ("technique", "an entry of a list; the list's source covers it"),
];

/// Rows without a source, or without a day in `verified_on`.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|f| f.path.starts_with("catalog/") && f.path.ends_with(".toml")) {
        match file.text.parse::<Table>() {
            Ok(table) => look(&table, "", &mut |what| findings.push(Finding::in_file(&file.path, what))),
            Err(error) => {
                findings.push(Finding::in_file(&file.path, format!("is not TOML: {}", error.message())))
            }
        }
    }
    findings
}

fn look(table: &Table, name: &str, report: &mut impl FnMut(String)) {
    if is_row(table, name) {
        let called = table
            .get("id")
            .and_then(Value::as_str)
            .map_or_else(|| format!("[{name}]"), |id| format!("`{id}`"));
        if table.get("source").and_then(Value::as_str).is_none_or(|s| s.trim().is_empty()) {
            report(format!("{called} has no `source`; name the page, law or file it comes from"));
        }
        match table.get("verified_on") {
            None => report(format!(
                "{called} has no `verified_on`; write the day it was checked, or \"\" if nobody has"
            )),
            Some(value) if !is_day_or_nobody(value) => {
                let found = value.as_str().unwrap_or_else(|| value.type_str());
                report(format!(
                    "{called} has `verified_on = {found}`; write a day like \"2026-08-01\", or \"\""
                ));
            }
            Some(_) => {}
        }
    }
    for (key, value) in table {
        let inner = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        match value {
            Value::Table(below) => look(below, &inner, report),
            Value::Array(rows) => {
                rows.iter().filter_map(Value::as_table).for_each(|row| look(row, &inner, report))
            }
            _ => {}
        }
    }
}

fn is_row(table: &Table, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or("");
    let states_money_or_count = table.keys().any(|key| key.ends_with("_usd") || key == "n");
    states_money_or_count || (table.contains_key("id") && !NO_FACT.iter().any(|(kind, _)| *kind == last))
}

fn is_day_or_nobody(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty() || text.parse::<jiff::civil::Date>().is_ok(),
        Value::Datetime(day) => day.date.is_some() && day.time.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        check(&Tree::made_up(&[("catalog/programs/p.toml", text)])).iter().map(|f| f.what.clone()).collect()
    }

    #[test]
    fn rows_with_both_and_clauses_with_neither_are_fine() {
        let text = r#"
            [[offer]]
            id = "a"
            source = "A page"
            verified_on = "2026-08-01"
            [[offer.clause]]
            id = "rural"
            [offer.value]
            low_usd = 1
            source = "A price list"
            verified_on = ""
            [[question]]
            id = "name"
        "#;
        assert_eq!(findings(text), [""; 0]);
        assert!(
            check(&Tree::made_up(&[("crates/a/Cargo.toml", "id = 1")])).is_empty(),
            "other files are not rows"
        );
    }

    #[test]
    fn a_row_a_price_and_a_count_without_them_are_found_at_any_depth() {
        assert_eq!(findings("[[offer]]\nid = \"a\"").len(), 2);
        assert_eq!(findings("[[denominator]]\nn = 5\nsource = \"x\"").len(), 1);
        let priced =
            "[[offer]]\nid = \"a\"\nsource = \"x\"\nverified_on = \"\"\n[offer.year_two.price]\nlow_usd = 5";
        assert!(
            findings(priced)[0].starts_with("[offer.year_two.price] has no `source`"),
            "{:?}",
            findings(priced)
        );
    }

    #[test]
    fn an_empty_source_and_a_day_that_is_none_are_found() {
        let found = findings("id = \"a\"\nsource = \" \"\nverified_on = \"last week\"");
        assert!(found[0].contains("no `source`") && found[1].contains("last week"), "{found:?}");
        assert!(findings("[[offer")[0].contains("is not TOML"));
    }
}
