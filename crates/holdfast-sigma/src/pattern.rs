//! Values of rules as patterns: wildcards, escapes and dashes, and a plain matcher that walks text and pattern together.
//!
//! It knows no event. The compiled program finds the same matches through literals; this walk is what it is held to.

use std::fmt;

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Token {
    /// These characters.
    Text(String),
    /// `*`: any characters, or none.
    Many,
    /// `?`: exactly one character.
    One,
    /// One of the dashes that introduce a flag on Windows; made by `windash`.
    Dash,
}

/// The characters `windash` takes for each other. Specification, modifiers appendix, `windash`.
pub(crate) const DASHES: [char; 5] = ['-', '/', '\u{2013}', '\u{2014}', '\u{2015}'];

/// A pattern over the whole of a value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    tokens: Vec<Token>,
    cased: bool,
    /// Empty where a literal decides.
    units: Box<[Unit]>,
}

impl std::hash::Hash for Pattern {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // The units say nothing that the tokens do not.
        self.tokens.hash(state);
        self.cased.hash(state);
    }
}

/// Where a pattern without inner wildcards has its literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Anchor {
    Whole,
    Start,
    End,
    Inside,
}

/// Reads a value as written in a rule into tokens.
///
/// A backslash escapes `*`, `?` and itself; before anything else it is a plain backslash, and so is a last one.
/// Specification, rules, "Escaping".
pub(crate) fn parse(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut flush = |plain: &mut String, token: Option<Token>| {
        if !plain.is_empty() {
            tokens.push(Token::Text(std::mem::take(plain)));
        }
        tokens.extend(token);
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next_if(|next| matches!(next, '*' | '?' | '\\')) {
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            '*' => flush(&mut plain, Some(Token::Many)),
            '?' => flush(&mut plain, Some(Token::One)),
            _ => plain.push(c),
        }
    }
    flush(&mut plain, None);
    tokens
}

impl Pattern {
    /// A pattern of these tokens; neighbours that say the same are merged. `cased` compares letters as they are.
    pub(crate) fn new(tokens: Vec<Token>, cased: bool) -> Self {
        let mut merged: Vec<Token> = Vec::with_capacity(tokens.len());
        for token in tokens {
            match (merged.last_mut(), token) {
                (_, Token::Text(text)) if text.is_empty() => {}
                (Some(Token::Text(before)), Token::Text(text)) => before.push_str(&text),
                (Some(Token::Many), Token::Many) => {}
                (_, token) => merged.push(token),
            }
        }
        if !cased {
            for token in &mut merged {
                match token {
                    Token::Text(text) if text.is_ascii() => text.make_ascii_lowercase(),
                    Token::Text(text) => *text = folded(text),
                    _ => {}
                }
            }
        }
        let mut pattern = Self { tokens: merged, cased, units: Box::default() };
        if pattern.literal().is_none() {
            pattern.units = units(&pattern.tokens);
        }
        pattern
    }

    /// The tokens; text is folded already unless the pattern is cased.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Whether letters compare as they are.
    pub(crate) fn is_cased(&self) -> bool {
        self.cased
    }

    /// The literal and its place, when the pattern is one literal with at most a `*` at either end. The literal of an
    /// empty pattern is empty.
    pub(crate) fn literal(&self) -> Option<(&str, Anchor)> {
        match self.tokens.as_slice() {
            [] => Some(("", Anchor::Whole)),
            [Token::Text(text)] => Some((text, Anchor::Whole)),
            [Token::Text(text), Token::Many] => Some((text, Anchor::Start)),
            [Token::Many, Token::Text(text)] => Some((text, Anchor::End)),
            [Token::Many, Token::Text(text), Token::Many] => Some((text, Anchor::Inside)),
            _ => None,
        }
    }

    /// Whether it matches every text there is.
    pub(crate) fn is_anything(&self) -> bool {
        self.tokens == [Token::Many]
    }

    /// Whether the whole of `text` matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        if self.cased { self.matches_folded(text) } else { self.matches_folded(&folded(text)) }
    }

    /// As [`Pattern::matches`], for text that is folded already; a cased pattern takes the text as it is.
    ///
    /// A whole-value comparison, one without wildcards, takes text with blanks after it as equal: Windows pads some
    /// values (`LogonProcessName` of a logon), and rules are written without the padding. A deliberate superset of the
    /// specification; an empty value stays empty.
    pub(crate) fn matches_folded(&self, text: &str) -> bool {
        match self.literal() {
            Some(("", Anchor::Whole)) => text.is_empty(),
            Some((literal, Anchor::Whole)) => {
                text.strip_prefix(literal).is_some_and(|rest| rest.bytes().all(|b| b == b' '))
            }
            Some((literal, Anchor::Start)) => text.starts_with(literal),
            Some((literal, Anchor::End)) => text.ends_with(literal),
            Some((literal, Anchor::Inside)) => text.contains(literal),
            None => self.walk(text),
        }
    }

    /// Walks text and units together; after a mismatch it goes back to the last `*` and lets it take one more.
    fn walk(&self, text: &str) -> bool {
        let (mut at, mut unit) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while let Some(c) = text[at..].chars().next() {
            let fits = match self.units.get(unit) {
                Some(Unit::Char(wanted)) => *wanted == c,
                Some(Unit::One) => true,
                Some(Unit::Dash) => DASHES.contains(&c),
                Some(Unit::Many) => {
                    unit += 1;
                    back = Some((unit, at));
                    if unit == self.units.len() {
                        return true;
                    }
                    continue;
                }
                None => false,
            };
            if fits {
                at += c.len_utf8();
                unit += 1;
                continue;
            }
            let Some((after_many, taken)) = &mut back else { return false };
            *taken += text[*taken..].chars().next().map_or(1, char::len_utf8);
            at = *taken;
            unit = *after_many;
        }
        self.units[unit..].iter().all(|u| *u == Unit::Many)
    }
}

/// The tokens character by character, for those patterns that must be walked.
fn units(tokens: &[Token]) -> Box<[Unit]> {
    let mut units = Vec::new();
    for token in tokens {
        match token {
            Token::Text(text) => units.extend(text.chars().map(Unit::Char)),
            Token::Many => units.push(Unit::Many),
            Token::One => units.push(Unit::One),
            Token::Dash => units.push(Unit::Dash),
        }
    }
    units.into()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Char(char),
    Many,
    One,
    Dash,
}

/// One character without its case: its lower-case letter where that is a single character, and `s` for the long s.
///
/// The simple folding of Unicode in all but letters nobody has in a log; what matters is that the compiled program and
/// the walk fold alike.
pub(crate) fn fold(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    if c == '\u{17f}' {
        return 's';
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Text without its case.
pub(crate) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// Appends `text` without its case to `out`.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().map(fold));
    }
}

/// As the rule would write it.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in &self.tokens {
            match token {
                Token::Text(text) => {
                    for c in text.chars() {
                        if matches!(c, '*' | '?' | '\\') {
                            f.write_str("\\")?;
                        }
                        write!(f, "{c}")?;
                    }
                }
                Token::Many => f.write_str("*")?,
                Token::One => f.write_str("?")?,
                Token::Dash => f.write_str("[-]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`{}", if self.cased { " cased" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, hits: &[&str], misses: &[&str]) {
        let pattern = Pattern::new(parse(pattern), false);
        for text in hits {
            assert!(pattern.matches(text), "{pattern} should match {text:?}");
        }
        for text in misses {
            assert!(!pattern.matches(text), "{pattern} should not match {text:?}");
        }
    }

    #[test]
    fn wildcards_and_case() {
        check("whoami", &["whoami", "WHOAMI"], &["whoami.exe", " whoami", ""]);
        check("prog?.exe", &["progA.exe", "PROGé.exe"], &["prog.exe", "progAB.exe"]);
        check(
            "antivirus_V*.exe",
            &["antivirus_V1.exe", "antivirus_v21.2.1.exe", "antivirus_V.exe"],
            &["antivirus_V1.ex"],
        );
        check("*", &["", "a", "*"], &[]);
        check("?", &["a", "ß"], &["", "ab"]);
        check("*a*b*c*", &["abc", "xxaxxbxxcxx", "abbbc"], &["acb", "ab", "cba"]);
        check("a*b?d", &["abcd", "aXXbcd", "abbcd", "abXbcd"], &["abd", "abcdX"]);
        check("**", &["", "x"], &[]);
    }

    #[test]
    fn backslashes_by_the_letter_of_the_specification() {
        // Plain backslash, single or double.
        check(r"C:\Windows", &[r"c:\windows"], &[r"C:\\Windows"]);
        check(r"C:\\Windows", &[r"C:\Windows"], &[r"C:\\Windows"]);
        // An escaped wildcard is a character.
        check(r"\*", &["*"], &["a", r"\*", ""]);
        check(r"a\?", &["a?"], &["ab", r"a\b"]);
        // An escaped backslash, then a wildcard.
        check(r"\\*", &[r"\", r"\abc"], &["abc", "*"]);
        check(r"\\?", &[r"\a"], &[r"\", "?a"]);
        // Both escaped.
        check(r"\\\*", &[r"\*"], &[r"\a", r"\\*", "*"]);
        // Three or four are two.
        check(r"\\\x", &[r"\\x"], &[r"\x", r"\\\x"]);
        check(r"\\\\x", &[r"\\x"], &[r"\x", r"\\\x", r"\\\\x"]);
        check(r"\\\\*\\ADMIN$", &[r"\\server\ADMIN$", r"\\\admin$"], &[r"\server\ADMIN$"]);
        check(r"\\\\\*\\ADMIN$", &[r"\\*\ADMIN$"], &[r"\\srv\ADMIN$"]);
        check(r"\\\\\?\\GLOBALROOT*", &[r"\\?\GLOBALROOT\Device"], &[r"\\.\GLOBALROOT"]);
        check("tail\\", &["tail\\"], &["tail"]);
    }

    #[test]
    fn blanks_after_a_whole_value() {
        check("NtLmSsp", &["NtLmSsp", "NtLmSsp ", "ntlmssp   "], &[" NtLmSsp", "NtLmSsp\t", "NtLmSspX "]);
        check("a ", &["a ", "a  "], &["a"]);
        check("", &[""], &[" "]);
        check("*Ssp", &["NtLmSsp"], &["NtLmSsp "]);
    }

    #[test]
    fn letters_beyond_ascii_fold_too() {
        check("ÄRGER", &["ärger", "Ärger"], &["arger"]);
        check("\u{212a}elvin", &["kelvin", "KELVIN", "\u{212a}elvin"], &[]);
        check("\u{17f}s", &["ss", "SS"], &[]);
    }

    #[test]
    fn cased_letters_do_not_fold() {
        let pattern = Pattern::new(parse("FROMBASE64*"), true);
        assert!(pattern.matches("FROMBASE64string") && !pattern.matches("FromBase64String"));
    }
}
