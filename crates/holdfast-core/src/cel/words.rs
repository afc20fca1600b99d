//! Words in a clause against the words a fact can hold, so that a typo is an error and not a clause nobody ever meets.
//!
//! It only reports; whether two words are alike is decided in `eval`.

use super::lex::{At, short};
use super::tree::{Kind, Node};
use crate::did_you_mean;
use crate::facts::{FactKind, FactType};
use crate::model::StateCode;

/// Longest list of words an error message shows.
const MOST_SHOWN: usize = 12;

/// Words that the facts they stand beside can never hold.
///
/// `sides`: the parts compared with each other. `whole` is the place for an error about all of them.
pub(super) fn misfits(whole: &Node<'_>, sides: &[&Node<'_>]) -> Vec<(At, String)> {
    let (mut words, mut facts) = (Vec::new(), Vec::new());
    for side in sides {
        collect(side, &mut words, &mut facts);
    }
    let Some(first) = facts.first().copied() else { return Vec::new() };
    if let Some(other) = facts.iter().find(|f| f.words() != first.words()) {
        let what =
            format!("`{}` and `{}` hold different words, so they are never alike", first.key(), other.key());
        return vec![(whole.at.clone(), what)];
    }
    words
        .into_iter()
        .filter(|(word, _)| !first.may_be(word))
        .map(|(word, at)| {
            (at, format!("`{}` is not a word of `{}`{}", short(word), first.key(), meant(word, first)))
        })
        .collect()
}

/// A word without quotes beside a fact that holds words: `state == MT`.
pub(super) fn without_quotes(fact: &Node<'_>, word: &Node<'_>) -> Option<(At, String)> {
    let (Kind::Name(fact), Kind::Name(name)) = (&fact.kind, &word.kind) else { return None };
    let kind = FactKind::from_key(fact).filter(|k| k.fact_type() == FactType::Word)?;
    if FactKind::from_key(name).is_some() {
        return None;
    }
    let meant = kind.words()?.into_iter().find(|w| w.eq_ignore_ascii_case(name))?;
    Some((word.at.clone(), format!("put quotes around a word: `'{meant}'`")))
}

fn collect<'s>(node: &Node<'s>, words: &mut Vec<(&'s str, At)>, facts: &mut Vec<FactKind>) {
    match &node.kind {
        Kind::Text(word) => words.push((word, node.at.clone())),
        Kind::Name(name) => {
            facts.extend(FactKind::from_key(name).filter(|k| k.fact_type() == FactType::Word));
        }
        Kind::Pick(parts) => {
            collect(&parts[1], words, facts);
            collect(&parts[2], words, facts);
        }
        _ => {}
    }
}

fn meant(word: &str, fact: FactKind) -> String {
    if fact == FactKind::State {
        let state = StateCode::parse_name(word).map_or("MT", |s| s.as_str());
        return format!("; write its two letters, like `{state}`");
    }
    let words = fact.words().unwrap_or_default();
    let hint = did_you_mean::hint(word, words.iter().copied());
    if !hint.is_empty() || words.len() > MOST_SHOWN {
        return hint;
    }
    let words: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    format!("; use one of {}", words.join(", "))
}
