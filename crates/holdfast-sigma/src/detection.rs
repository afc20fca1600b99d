//! The `detection` of a rule, and the selections of a filter: YAML to a condition over an event.
//!
//! It knows no log source and no other rule.

use crate::condition::Condition;
use crate::expr::Expr;
use crate::modifier::{Key, Missing, Placeholders};
use crate::yaml::{Kind, Node};

/// Keys of a detection that are no selections.
const NO_SELECTION: [&str; 2] = ["condition", "timeframe"];

/// What is wrong, and the line.
pub(crate) type Fault = (u32, String);

/// Selections by name, in the order written, without those keys of `node` in `but`.
pub(crate) fn selections(
    node: &Node<'_>,
    but: &[&str],
    placeholders: &Placeholders,
    missing: &mut Missing,
) -> Result<Vec<(String, Expr)>, Fault> {
    let Kind::Map(entries) = &node.kind else {
        return Err((node.line, "`detection` is not a map".to_owned()));
    };
    let mut found = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let Some(name) = key.text() else { return Err((key.line, "a selection has no name".to_owned())) };
        if !NO_SELECTION.contains(&name) && !but.contains(&name) {
            found.push((name.to_owned(), selection(value, placeholders, missing)?));
        }
    }
    if found.is_empty() {
        return Err((node.line, "there is no selection".to_owned()));
    }
    Ok(found)
}

/// The conditions of a detection: one, or a list of which any may hold.
pub(crate) fn conditions(node: &Node<'_>) -> Result<Vec<Condition>, Fault> {
    let Some((key, value)) = node.entry("condition") else {
        return Err((node.line, "there is no `condition`".to_owned()));
    };
    if node.get("timeframe").is_some() {
        let why = "`timeframe` belongs to Sigma 1 and was replaced by correlation rules";
        return Err((key.line, why.to_owned()));
    }
    let texts: Vec<(u32, &str)> = match &value.kind {
        Kind::Text(text) => vec![(key.line, text)],
        Kind::List(items) => items.iter().filter_map(|item| Some((item.line, item.text()?))).collect(),
        _ => Vec::new(),
    };
    if texts.is_empty() {
        return Err((key.line, "the condition is no text".to_owned()));
    }
    texts.into_iter().map(|(line, text)| Condition::parse(text).map_err(|why| (line, why))).collect()
}

/// What the whole detection asks.
pub(crate) fn read(
    node: &Node<'_>,
    placeholders: &Placeholders,
    missing: &mut Missing,
) -> Result<Expr, Fault> {
    let selections = selections(node, &[], placeholders, missing)?;
    let line = node.entry("condition").map_or(node.line, |(key, _)| key.line);
    let mut each = Vec::new();
    for condition in conditions(node)? {
        each.push(condition.resolve(&selections).map_err(|why| (line, why))?);
    }
    Ok(if each.len() == 1 { each.remove(0) } else { Expr::Any(each) })
}

/// A map: all of its fields. A list: any of its maps and keywords. Specification, rules, "Search-Identifier".
fn selection(node: &Node<'_>, placeholders: &Placeholders, missing: &mut Missing) -> Result<Expr, Fault> {
    match &node.kind {
        Kind::Map(entries) if entries.is_empty() => Err((node.line, "the selection is empty".to_owned())),
        Kind::Map(entries) => {
            let mut all = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let name = match &key.kind {
                    Kind::Text(text) => text.as_ref(),
                    Kind::Null => "",
                    _ => return Err((key.line, "a field's name is no text".to_owned())),
                };
                let key_read = Key::parse(name).map_err(|why| (key.line, format!("`{name}`: {why}")))?;
                let expr = key_read.read(value, placeholders, missing);
                all.push(expr.map_err(|why| (key.line, format!("`{name}`: {why}")))?);
            }
            Ok(if all.len() == 1 { all.remove(0) } else { Expr::All(all) })
        }
        Kind::List(items) if items.is_empty() => Err((node.line, "the selection is empty".to_owned())),
        Kind::List(items) => {
            let any: Result<Vec<Expr>, Fault> =
                items.iter().map(|item| selection(item, placeholders, missing)).collect();
            let mut any = any?;
            Ok(if any.len() == 1 { any.remove(0) } else { Expr::Any(any) })
        }
        Kind::Text(_) => Key::default().read(node, placeholders, missing).map_err(|why| (node.line, why)),
        Kind::Null => Err((node.line, "the selection is empty".to_owned())),
    }
}
