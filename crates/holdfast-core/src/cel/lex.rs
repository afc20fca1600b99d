//! Text to tokens. A slip with an obvious meaning (`=` for `==`) is reported and read as what was meant.
//!
//! It knows no facts and no grammar; every error here still yields a token, so later rooms can report theirs too.

use super::CelError;
use super::faults::Faults;

/// Where a token stands: first byte and the byte after its last.
pub(super) type At = std::ops::Range<usize>;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// A fact, `true`, `false`, `in`, `known`.
    Name(&'s str),
    /// A whole number without its sign; 2^63 at most, so that the smallest number can be written.
    Int(u64),
    /// A word in quotes, without them.
    Text(&'s str),
    /// Anything else, as it is written.
    Mark(&'static str),
}

/// Two-character marks come first, so that `<=` is not read as `<`.
const MARKS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "?", ":", "+", "-", "*", "(", ")", "[", "]", ",", ".",
];

/// What people write, what it is read as, and what they are told.
const SLIPS: &[(&str, &str, &str)] = &[
    ("===", "==", "write `==` to compare"),
    ("!==", "!=", "write `!=` to compare"),
    ("<>", "!=", "write `!=` for \"is not\""),
    ("=<", "<=", "write `<=` for \"at most\""),
    ("=>", ">=", "write `>=` for \"at least\""),
    ("=", "==", "write `==` to compare"),
    ("&", "&&", "write `&&` for \"and\""),
    ("|", "||", "write `||` for \"or\""),
    ("/", "*", "clauses cannot divide; multiply the other side instead"),
    ("%", "*", "clauses have no remainder; compare with `<` and `>` instead"),
    ("{", "(", "write `(` to group"),
    ("}", ")", "write `)` to group"),
    ("≤", "<=", "write `<=` for \"at most\""),
    ("≥", ">=", "write `>=` for \"at least\""),
    ("≠", "!=", "write `!=` for \"is not\""),
];

/// Splits a source into tokens, each with its place.
pub(super) fn lex<'s>(source: &'s str, faults: &mut Faults) -> Vec<(Token<'s>, At)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let start = at;
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            at += 1;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if c.is_ascii_alphabetic() || c == '_' {
            at += run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
            tokens.push((Token::Name(&source[start..at]), start..at));
        } else if c.is_ascii_digit() {
            at += run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
            tokens.push((number(&source[start..at], start, faults), start..at));
        } else if matches!(c, '\'' | '"') {
            let (token, len) = quoted(rest, c, start, faults);
            at += len;
            tokens.push((token, start..at));
        } else if let Some((slip, meant, say)) =
            SLIPS.iter().find(|(s, ..)| rest.starts_with(s) && !is_mark(rest, s))
        {
            at += slip.len();
            faults.add(CelError { at: start..at, what: format!("`{slip}` is not part of a clause; {say}") });
            tokens.push((Token::Mark(meant), start..at));
        } else if let Some(mark) = MARKS.iter().find(|m| rest.starts_with(**m)) {
            at += mark.len();
            tokens.push((Token::Mark(mark), start..at));
        } else {
            at += c.len_utf8();
            faults.add(CelError { at: start..at, what: stranger(c) });
        }
    }
    tokens
}

/// A slip like `&` also begins the right `&&`; the longer mark wins unless the slip is longer still.
fn is_mark(rest: &str, slip: &str) -> bool {
    MARKS.iter().any(|m| m.len() >= slip.len() && rest.starts_with(*m))
}

fn run(rest: &str, holds: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !holds(c)).unwrap_or(rest.len())
}

fn number<'s>(digits: &str, start: usize, faults: &mut Faults) -> Token<'s> {
    let at = start..start + digits.len();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        let what = format!("`{}` is not a whole number; write digits alone, like 25", short(digits));
        faults.add(CelError { at, what });
        return Token::Int(0);
    }
    match digits.parse::<u64>() {
        Ok(n) if n <= i64::MIN.unsigned_abs() => Token::Int(n),
        _ => {
            let what = format!("`{}` is too large; the largest number is {}", short(digits), i64::MAX);
            faults.add(CelError { at, what });
            Token::Int(0)
        }
    }
}

/// A word in quotes and its length with them. Words are plain keys, so a backslash is always a mistake.
fn quoted<'s>(rest: &'s str, quote: char, start: usize, faults: &mut Faults) -> (Token<'s>, usize) {
    let inner = &rest[1..];
    let mut escaped = false;
    let ends = |c: char| {
        let end = matches!(c, '\n' | '\r') || (c == quote && !escaped);
        escaped = c == '\\' && !escaped;
        end
    };
    let end = inner.find(ends).unwrap_or(inner.len());
    let word = &inner[..end];
    let closed = inner[end..].starts_with(quote);
    let len = 1 + end + usize::from(closed);
    if !closed {
        let what = format!("this word is not closed; end it with `{quote}`");
        faults.add(CelError { at: start..start + len, what });
    } else if word.contains('\\') {
        let what = "a word has no backslash; write it as it is".to_owned();
        faults.add(CelError { at: start..start + len, what });
    }
    (Token::Text(word), len)
}

fn stranger(c: char) -> String {
    match c {
        '‘' | '’' | '“' | '”' | '`' => format!("{c:?} is not a plain quote; put words in ' or \""),
        ';' => "`;` is not part of a clause; join conditions with `&&` or `||`".to_owned(),
        _ => format!("{c:?} is not part of a clause; leave it out"),
    }
}

/// At most 40 characters of a text, for a message.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
