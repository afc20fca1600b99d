//! What the automaton must look for so that no match of a test is missed.
//!
//! A needle is folded text and where it must stand. Some tests are decided by their needles; others are only woken by
//! them and then asked.

use crate::expr::Matcher;
use crate::pattern::{Anchor, DASHES, Pattern, Token, folded};

/// Texts one dash-bearing value may become; beyond, the longest part wakes it.
const MAX_SPELLINGS: usize = 25;

/// How a test is answered.
#[derive(Debug)]
pub(super) enum Answer<'a> {
    /// True exactly when one of these is found.
    Found(Vec<(String, Anchor)>),
    /// Asked when one of these is found anywhere, and false otherwise.
    Woken(Vec<String>, &'a Matcher),
    /// Asked whenever a rule wants to know.
    Asked,
}

/// How this matcher is answered.
pub(super) fn answer(matcher: &Matcher) -> Answer<'_> {
    match matcher {
        Matcher::Pattern(pattern) => of_pattern(pattern, matcher),
        Matcher::Regex(regex) => match regex.literals() {
            Some(literals) => Answer::Woken(literals.to_vec(), matcher),
            None => Answer::Asked,
        },
        _ => Answer::Asked,
    }
}

fn of_pattern<'a>(pattern: &'a Pattern, matcher: &'a Matcher) -> Answer<'a> {
    if !pattern.is_cased() {
        match pattern.literal() {
            Some((literal, anchor)) if !literal.is_empty() => {
                return Answer::Found(vec![(literal.to_owned(), anchor)]);
            }
            Some(_) => return Answer::Asked,
            None => {}
        }
        if let Some(found) = spellings(pattern) {
            return Answer::Found(found);
        }
    }
    let longest = pattern.tokens().iter().filter_map(|token| match token {
        Token::Text(text) => Some(text),
        _ => None,
    });
    match longest.max_by_key(|text| text.len()) {
        Some(text) => Answer::Woken(vec![folded(text)], matcher),
        None => Answer::Asked,
    }
}

/// Every text a pattern of text and few dashes stands for, when it has no other wildcard but `*` at its ends.
fn spellings(pattern: &Pattern) -> Option<Vec<(String, Anchor)>> {
    let mut tokens = pattern.tokens();
    let open_start = tokens.first() == Some(&Token::Many);
    let open_end = tokens.len() > 1 && tokens.last() == Some(&Token::Many);
    tokens = &tokens[usize::from(open_start)..tokens.len() - usize::from(open_end)];
    if tokens.is_empty() {
        return None;
    }
    let anchor = match (open_start, open_end) {
        (false, false) => Anchor::Whole,
        (false, true) => Anchor::Start,
        (true, false) => Anchor::End,
        (true, true) => Anchor::Inside,
    };
    // A whole value of dashes and text is walked without regard to blanks after it; a needle would allow them.
    if anchor == Anchor::Whole {
        return None;
    }
    let mut all = vec![String::new()];
    for token in tokens {
        match token {
            Token::Text(text) => all.iter_mut().for_each(|t| t.push_str(text)),
            Token::Dash => {
                all = all.iter().flat_map(|t| DASHES.iter().map(move |dash| format!("{t}{dash}"))).collect();
            }
            Token::Many | Token::One => return None,
        }
        if all.len() > MAX_SPELLINGS {
            return None;
        }
    }
    Some(all.into_iter().map(|text| (text, anchor)).collect())
}
