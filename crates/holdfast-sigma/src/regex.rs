//! Regular expressions of rules: bounded, without backtracking, and with the literals that must be there for a match.
//!
//! Look-around and back-references are refused; the specification leaves them out.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use regex_syntax::ast::{self, Ast, RepetitionKind, RepetitionRange};
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

use crate::pattern::fold;

/// Size of one compiled expression, in bytes.
const SIZE_LIMIT: usize = 16 << 20;
/// Alternatives that are still looked for one by one.
const MAX_LITERALS: usize = 64;

/// A compiled expression, searched anywhere in a text.
#[derive(Clone)]
pub(crate) struct Regex {
    source: Box<str>,
    flags: Flags,
    compiled: Arc<OnceLock<Option<regex::Regex>>>,
    literals: Option<Arc<[String]>>,
}

/// `i`, `m` and `s` of `re`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) ignore_case: bool,
    pub(crate) multi_line: bool,
    pub(crate) dot_all: bool,
}

impl Regex {
    /// Compiles; the error says what is wrong.
    pub(crate) fn new(source: &str, flags: Flags) -> Result<Self, String> {
        let hir = regex_syntax::ParserBuilder::new()
            .case_insensitive(flags.ignore_case)
            .multi_line(flags.multi_line)
            .dot_matches_new_line(flags.dot_all)
            .nest_limit(64)
            .build()
            .parse(source)
            .map_err(|error| in_one_line(&error.to_string()))?;
        let literals = required(&hir).filter(|l| l.iter().all(|l| l.len() > 1)).map(Arc::from);
        let regex = Self { source: source.into(), flags, compiled: Arc::default(), literals };
        // What could grow is compiled now, so that it is refused now; the rest waits until a literal of it was seen.
        if is_surely_small(&hir) {
            return Ok(regex);
        }
        let compiled = regex.compile().map_err(|error| in_one_line(&error.to_string()))?;
        let _ = regex.compiled.set(Some(compiled));
        Ok(regex)
    }

    fn compile(&self) -> Result<regex::Regex, regex::Error> {
        regex::RegexBuilder::new(&without_end(&self.source))
            .case_insensitive(self.flags.ignore_case)
            .multi_line(self.flags.multi_line)
            .dot_matches_new_line(self.flags.dot_all)
            .nest_limit(64)
            .size_limit(SIZE_LIMIT)
            .build()
    }

    /// Whether it is found anywhere in the text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| self.compile().ok());
        debug_assert!(compiled.is_some(), "{self:?} was taken for small");
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// Folded texts one of which every match contains, when there are such.
    pub(crate) fn literals(&self) -> Option<&[String]> {
        self.literals.as_deref()
    }

    /// The expression as written, and its flags, for telling two apart.
    pub(crate) fn key(&self) -> (&str, [bool; 3]) {
        (&self.source, [self.flags.ignore_case, self.flags.multi_line, self.flags.dot_all])
    }
}

/// The expression without what its end may take beyond the least. Whether there is a match does not hang on it, for where the whole
/// matches, its beginning does from the same place; and a long end is what takes most to compile: `\w{1,64}` is 64 automata, `\w` is one.
fn without_end(source: &str) -> Cow<'_, str> {
    let parsed = ast::parse::ParserBuilder::new().nest_limit(64).build().parse(source);
    let Ok(ast) = parsed else { return Cow::Borrowed(source) };
    let items = match &ast {
        Ast::Concat(concat) => concat.asts.as_slice(),
        one => std::slice::from_ref(one),
    };
    for last in items.iter().rev() {
        let Ast::Repetition(repetition) = last else {
            return Cow::Borrowed(&source[..last.span().end.offset]);
        };
        let least = match &repetition.op.kind {
            RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => 0,
            RepetitionKind::OneOrMore => 1,
            RepetitionKind::Range(
                RepetitionRange::Exactly(n) | RepetitionRange::AtLeast(n) | RepetitionRange::Bounded(n, _),
            ) => *n,
        };
        let once = &source[..repetition.ast.span().end.offset];
        match least {
            // It may be nothing, so what stands before it decides.
            0 => {}
            1 => return Cow::Borrowed(once),
            n => return Cow::Owned(format!("{once}{{{n}}}")),
        }
    }
    Cow::Borrowed("")
}

/// Whether the compiled form is surely below [`SIZE_LIMIT`], by the most that each part of it can take.
fn is_surely_small(hir: &Hir) -> bool {
    /// A step on one range of bytes: a state of 32 bytes and the way to the next of 8. The compiler takes less, for it shares ends.
    const STEP: usize = 40;
    fn bytes(hir: &Hir) -> usize {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => STEP,
            HirKind::Literal(literal) => STEP * literal.0.len(),
            HirKind::Class(Class::Bytes(class)) => STEP * class.ranges().len(),
            // A class beyond ASCII becomes a small automaton of its own.
            HirKind::Class(Class::Unicode(class)) => {
                let sequences = class.ranges().iter().flat_map(|r| Utf8Sequences::new(r.start(), r.end()));
                STEP * sequences.map(|sequence| 1 + sequence.len()).sum::<usize>()
            }
            HirKind::Capture(capture) => bytes(&capture.sub).saturating_add(2 * STEP),
            HirKind::Repetition(repetition) => {
                let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1) as usize;
                // Three states and the ways between them, where what is repeated may be nothing.
                bytes(&repetition.sub).saturating_add(4 * STEP).saturating_mul(times)
            }
            HirKind::Concat(items) | HirKind::Alternation(items) => {
                items.iter().map(|item| bytes(item).saturating_add(STEP)).fold(STEP, usize::saturating_add)
            }
        }
    }
    bytes(hir) < SIZE_LIMIT
}

fn in_one_line(message: &str) -> String {
    let last = message.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or(message);
    last.trim().strip_prefix("error: ").unwrap_or(last.trim()).to_owned()
}

/// The best set of literals one of which must be in a match: the one whose shortest literal is longest.
fn required(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(_) | HirKind::Class(_) => one_text(hir).map(|text| vec![text]),
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Alternation(items) => {
            let mut all = Vec::new();
            for item in items {
                all.extend(required(item)?);
            }
            (all.len() <= MAX_LITERALS).then_some(all)
        }
        HirKind::Concat(items) => {
            let mut best: Option<Vec<String>> = None;
            let mut offer = |found: Option<Vec<String>>| {
                if let Some(found) = found
                    && best.as_ref().is_none_or(|b| worth(&found) > worth(b))
                {
                    best = Some(found);
                }
            };
            let mut run = String::new();
            for item in items {
                match one_text(item) {
                    Some(text) => run.push_str(&text),
                    None => {
                        offer((!run.is_empty()).then(|| vec![std::mem::take(&mut run)]));
                        offer(required(item));
                    }
                }
            }
            offer((!run.is_empty()).then_some(vec![run]));
            best
        }
    }
}

/// Longer is rarer, and many are less rare than one.
fn worth(literals: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (literals.iter().map(String::len).min().unwrap_or(0), std::cmp::Reverse(literals.len()))
}

/// The one folded text this matches, when case is all that can vary.
fn one_text(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok().map(crate::pattern::folded),
        HirKind::Class(Class::Unicode(class)) => {
            let mut chars = class.ranges().iter().flat_map(|range| range.start()..=range.end()).take(8);
            let first = fold(chars.next()?);
            let total: u32 = class.ranges().iter().map(|r| r.end() as u32 - r.start() as u32 + 1).sum();
            (total < 8 && chars.all(|c| fold(c) == first)).then(|| first.to_string())
        }
        HirKind::Capture(capture) => one_text(&capture.sub),
        HirKind::Concat(items) => items.iter().map(one_text).collect(),
        _ => None,
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl std::fmt::Debug for Regex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/ {:?}", self.source, self.flags)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(source: &str, literals: Option<&[&str]>) {
        let regex = Regex::new(source, Flags::default()).unwrap();
        let found: Option<Vec<&str>> = regex.literals().map(|l| l.iter().map(String::as_str).collect());
        assert_eq!(found.as_deref(), literals, "{source}");
    }

    #[test]
    fn literals_a_match_must_have() {
        check("abc", Some(&["abc"]));
        check("(?i)AbC[0-9]+xy", Some(&["abc"]));
        check("a.{2}longer(?:z)?", Some(&["longer"]));
        check("(foo|barbar)x?", Some(&["foo", "barbar"]));
        check("(foo)?(bar)+", Some(&["bar"]));
        check("[0-9]+", None);
        check("a|", None);
        check("a", None);
        check("(?i)ss", Some(&["ss"]));
    }

    #[test]
    fn flags_of_the_specification() {
        let with = |flags: Flags, source: &str, text: &str| Regex::new(source, flags).unwrap().matches(text);
        let none = Flags::default();
        assert!(with(none, "b.d", "abcde") && !with(none, "B.D", "abcde") && !with(none, "b.d", "b\nd"));
        assert!(with(Flags { ignore_case: true, ..none }, "B.D", "abcde"));
        assert!(with(Flags { dot_all: true, ..none }, "b.d", "b\nd"));
        assert!(with(Flags { multi_line: true, ..none }, "^d$", "b\nd\ne") && !with(none, "^d$", "b\nd\ne"));
    }

    #[test]
    fn what_is_refused_says_why() {
        assert!(Regex::new("(?=x)", Flags::default()).unwrap_err().contains("look-around"));
        assert!(Regex::new("a{1000}{1000}", Flags::default()).is_err());
        assert!(Regex::new("(", Flags::default()).is_err());
        assert!(Regex::new(r"(a)\1", Flags::default()).is_err());
    }

    #[test]
    fn an_end_is_as_short_as_a_match_needs() {
        let check = |source: &str, expect: &str| assert_eq!(without_end(source), expect, "{source}");
        check(r"-k\s\w{1,64}(?:\s-s)?", r"-k\s\w");
        check(r"a\d{3,}?x*", r"a\d{3}");
        check("a{4}", "a{4}");
        check("(a|b+)+", "(a|b+)");
        check("a+$", "a+$");
        check("a|b+", "a|b+");
        check("(?i)x*", "(?i)");
        check("x*", "");
        check("(?x) a b + # more", "(?x) a b");
        check("", "");
        check("(", "(");
    }

    const PIECES: &[&str] = &[
        "a",
        "b",
        r"\w",
        r"\b",
        "^",
        "$",
        ".",
        "(?i)",
        "(?s)",
        "(?x) ",
        "(?x)#c\n",
        "(?U)",
        "(a|b)",
        "a|b",
        "(?:ab?)",
        "(?P<n>a+)",
        "((?:a|b{1,2}){2})",
        "[^a]",
        r"\s",
        r"\pL",
        "K",
    ];
    const TIMES: &[&str] = &["", "*", "+", "?", "{2}", "{2,}", "{0,3}", "{2,5}", "+?", "{1,4}?"];

    proptest! {
        #[test]
        fn a_shorter_end_finds_the_same(
            parts in prop::collection::vec((prop::sample::select(PIECES), prop::sample::select(TIMES)), 0..6),
            texts in prop::collection::vec("[abkA \\n]{0,9}", 8),
            flags: [bool; 3],
        ) {
            let source: String = parts.iter().flat_map(|(piece, times)| [*piece, *times]).collect();
            let [is_i, is_m, is_s] = flags;
            let whole = regex::RegexBuilder::new(&source)
                .case_insensitive(is_i)
                .multi_line(is_m)
                .dot_matches_new_line(is_s)
                .build();
            let Ok(whole) = whole else { return Ok(()) };
            let flags = Flags { ignore_case: is_i, multi_line: is_m, dot_all: is_s };
            let regex = Regex::new(&source, flags).expect("it compiles whole");
            for text in texts {
                prop_assert_eq!(regex.matches(&text), whole.is_match(&text), "{} on {:?}", source, text);
            }
        }
    }

    fn parsed(source: &str) -> Hir {
        regex_syntax::parse(source).unwrap_or_else(|e| panic!("{source}: {e}"))
    }

    #[test]
    fn what_waits_is_what_cannot_be_too_large() {
        let waits = |source: &str| is_surely_small(&parsed(source));
        assert!(waits(r"(?i)cmd.{0,5}/c.+\w{2,8}\d{1,3}$") && waits(r"\w+\s+[^\s]{4}"));
        assert!(!waits(r"\w{1000}") && !waits("(a{1000}){1000}") && !waits(r"(\pL{100}){100}"));
    }

    const CLASSES: &[&str] = &[
        r"\w",
        r"\W",
        r"\pL",
        r"\d",
        r"[^\s]",
        r"[\x{80}-\x{10FFFF}]",
        r"((a?)*)*",
        r"(?:(?:(?:\b)*)*)*",
        "[^\\s\\S]",
        r"\PN",
        "(?i:straße|k)",
        ".",
        r"(a|\w)",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Classes are the worst of it, and the more often they are repeated, the nearer to the limit.
        #[test]
        fn all_that_waits_compiles(
            class in proptest::sample::select(CLASSES), n in 1_u32..60, m in 0_u32..60, captured: bool
        ) {
            let source = if captured { format!("(({class}){{{n},{}}}x)+", n + m) } else { format!("{class}{{{n},{}}}", n + m) };
            let regex = Regex::new(&source, Flags::default());
            if is_surely_small(&parsed(&source)) {
                prop_assert!(regex.is_ok_and(|regex| regex.compile().is_ok()), "{source}");
            }
        }
    }
}
