//! Modifiers: what stands behind a field's name, and what it makes of a value.
//!
//! They are applied in the order written. Specification, modifiers appendix.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::encode;
use crate::expr::{Expr, Matcher, Reference, Test};
use crate::measure::{Cidr, Number, Op, Part};
use crate::pattern::{self, Anchor, DASHES, Pattern, Token};
use crate::regex::{Flags, Regex};
use crate::yaml::{Kind, Node};

/// Values that stand for a placeholder, by its name without the percent signs. Wildcards count in them.
pub type Placeholders = BTreeMap<String, Vec<String>>;

/// A field's name and its modifiers, read once for all of its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    /// `None`: keywords.
    pub(crate) field: Option<Arc<str>>,
    /// Values are joined by all instead of any.
    pub(crate) all: bool,
    negated: bool,
    cased: bool,
    kind: Target,
    flags: Flags,
    part: Option<Part>,
    op: Option<Op>,
    steps: Vec<Step>,
}

/// What the value is turned into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Pattern,
    Regex,
    Cidr,
    Exists,
    Field,
}

/// One change of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Contains,
    StartsWith,
    EndsWith,
    Windash,
    Base64,
    Base64Offset,
    Utf16,
    Utf16Le,
    Utf16Be,
    Expand,
}

/// A text on its way through the steps.
enum Piece {
    Tokens(Vec<Token>),
    Bytes(Vec<u8>),
}

/// What a rule needs before it can match: placeholders nobody has given values for.
pub(crate) type Missing = Vec<String>;

impl Key {
    /// Reads `field|modifier|modifier`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut words = text.split('|');
        let field = words.next().unwrap_or("").trim();
        let mut key =
            Self { field: (!field.is_empty()).then(|| without_blanks(field).into()), ..Self::default() };
        let mut is_regex = false;
        for word in words {
            match word.trim() {
                "all" => key.all = true,
                "neq" => key.negated = true,
                "cased" => key.cased = true,
                "re" => {
                    is_regex = true;
                    key.target(Target::Regex, word)?;
                }
                "i" | "ignorecase" if is_regex => key.flags.ignore_case = true,
                "m" | "multiline" if is_regex => key.flags.multi_line = true,
                "s" | "dotall" if is_regex => key.flags.dot_all = true,
                "cidr" => key.target(Target::Cidr, word)?,
                "exists" => key.target(Target::Exists, word)?,
                "fieldref" => key.target(Target::Field, word)?,
                "gt" => key.op = Some(Op::Gt),
                "gte" => key.op = Some(Op::Gte),
                "lt" => key.op = Some(Op::Lt),
                "lte" => key.op = Some(Op::Lte),
                "minute" => key.part = Some(Part::Minute),
                "hour" => key.part = Some(Part::Hour),
                "day" => key.part = Some(Part::Day),
                "week" => key.part = Some(Part::Week),
                "month" => key.part = Some(Part::Month),
                "year" => key.part = Some(Part::Year),
                "contains" => key.steps.push(Step::Contains),
                "startswith" => key.steps.push(Step::StartsWith),
                "endswith" => key.steps.push(Step::EndsWith),
                "windash" => key.steps.push(Step::Windash),
                "base64" => key.steps.push(Step::Base64),
                "base64offset" => key.steps.push(Step::Base64Offset),
                "utf16" => key.steps.push(Step::Utf16),
                "utf16le" | "wide" => key.steps.push(Step::Utf16Le),
                "utf16be" => key.steps.push(Step::Utf16Be),
                "expand" => key.steps.push(Step::Expand),
                unknown => return Err(format!("unknown modifier `{unknown}`")),
            }
        }
        key.check()?;
        Ok(key)
    }

    fn target(&mut self, kind: Target, word: &str) -> Result<(), String> {
        if self.kind != Target::Pattern {
            return Err(format!("`{word}` cannot follow the modifiers before it"));
        }
        self.kind = kind;
        Ok(())
    }

    /// Refuses what cannot mean anything together.
    fn check(&self) -> Result<(), String> {
        let numeric = self.op.is_some() || self.part.is_some();
        let only_expand = self.steps.iter().all(|step| *step == Step::Expand);
        let anchors = [Step::Contains, Step::StartsWith, Step::EndsWith];
        let fits = match self.kind {
            Target::Pattern => !numeric || (only_expand && !self.cased),
            Target::Regex | Target::Cidr => !numeric && only_expand,
            Target::Exists => !numeric && self.steps.is_empty() && !self.all,
            Target::Field => {
                !numeric && self.steps.len() <= 1 && self.steps.iter().all(|s| anchors.contains(s))
            }
        };
        if !fits {
            return Err("these modifiers cannot stand together".to_owned());
        }
        let about_one_field = matches!(self.kind, Target::Exists | Target::Field | Target::Cidr) || numeric;
        if self.field.is_none() && about_one_field {
            return Err("this modifier needs a field".to_owned());
        }
        Ok(())
    }

    /// What this key asks, with one value or a list of them.
    pub(crate) fn read(
        &self,
        value: &Node<'_>,
        placeholders: &Placeholders,
        missing: &mut Missing,
    ) -> Result<Expr, String> {
        let mut tests = Vec::new();
        match &value.kind {
            Kind::List(values) if values.is_empty() => return Err("the list of values is empty".to_owned()),
            Kind::List(values) => {
                for value in values {
                    tests.push(self.one(value, placeholders, missing)?);
                }
            }
            _ => tests.push(self.one(value, placeholders, missing)?),
        }
        let joined = match (tests.len(), self.all) {
            (1, _) => tests.remove(0),
            (_, true) => Expr::All(tests),
            (_, false) => Expr::Any(tests),
        };
        // "Different from the specified values": from each of them.
        Ok(if self.negated { Expr::Not(Box::new(joined)) } else { joined })
    }

    fn one(
        &self,
        value: &Node<'_>,
        placeholders: &Placeholders,
        missing: &mut Missing,
    ) -> Result<Expr, String> {
        let text = match &value.kind {
            Kind::Text(text) => text.as_ref(),
            Kind::Null if self.kind == Target::Pattern && self.op.is_none() && self.part.is_none() => {
                return match self.field {
                    Some(_) => Ok(self.test(Matcher::Null)),
                    None => Err("a keyword cannot be null".to_owned()),
                };
            }
            Kind::Null => return Err("this modifier needs a value".to_owned()),
            Kind::List(_) | Kind::Map(_) => return Err("a value is a list or a map".to_owned()),
        };
        match self.kind {
            Target::Exists => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" => Ok(self.test(Matcher::Exists)),
                "false" | "no" => Ok(Expr::Not(Box::new(self.test(Matcher::Exists)))),
                _ => Err(format!("`exists` takes true or false, not `{text}`")),
            },
            Target::Field => Ok(self.test(Matcher::Field(Reference {
                field: without_blanks(text),
                anchor: match self.steps.first() {
                    Some(Step::Contains) => Anchor::Inside,
                    Some(Step::StartsWith) => Anchor::Start,
                    Some(Step::EndsWith) => Anchor::End,
                    _ => Anchor::Whole,
                },
                cased: self.cased,
            }))),
            Target::Pattern if self.op.is_some() || self.part.is_some() => self.measure(text),
            Target::Pattern => self.patterns(text, placeholders, missing),
            Target::Regex | Target::Cidr => self.plain(text, placeholders, missing),
        }
    }

    fn test(&self, matcher: Matcher) -> Expr {
        Expr::Test(Test { field: self.field.clone(), matcher })
    }

    fn measure(&self, text: &str) -> Result<Expr, String> {
        let number = Number::parse(text).ok_or_else(|| format!("`{text}` is not a number"))?;
        let op = self.op.unwrap_or(Op::Eq);
        Ok(self.test(match self.part {
            Some(part) => Matcher::Part(part, op, number),
            None => Matcher::Compare(op, number),
        }))
    }

    /// Expressions and networks: placeholders may stand in them, wildcards mean nothing of their own.
    fn plain(&self, text: &str, placeholders: &Placeholders, missing: &mut Missing) -> Result<Expr, String> {
        let texts = if self.steps.contains(&Step::Expand) {
            let mut texts = Vec::new();
            for tokens in expand(&[Token::Text(text.to_owned())], placeholders, missing, false)? {
                texts.push(
                    tokens
                        .into_iter()
                        .map(|t| if let Token::Text(t) = t { t } else { String::new() })
                        .collect(),
                );
            }
            texts
        } else {
            vec![text.to_owned()]
        };
        let mut tests = Vec::new();
        for text in texts {
            tests.push(self.test(match self.kind {
                Target::Cidr => {
                    Matcher::Cidr(Cidr::parse(&text).ok_or_else(|| format!("`{text}` is not a network"))?)
                }
                _ => Matcher::Regex(
                    Regex::new(&text, self.flags).map_err(|why| format!("bad regular expression: {why}"))?,
                ),
            }));
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Expr::Any(tests) })
    }

    fn patterns(
        &self,
        text: &str,
        placeholders: &Placeholders,
        missing: &mut Missing,
    ) -> Result<Expr, String> {
        let mut pieces = vec![Piece::Tokens(pattern::parse(text))];
        for step in &self.steps {
            let mut after = Vec::with_capacity(pieces.len());
            for piece in pieces {
                match step {
                    Step::Expand => {
                        let Piece::Tokens(tokens) = piece else {
                            return Err("`expand` must stand before what encodes".to_owned());
                        };
                        after.extend(
                            expand(&tokens, placeholders, missing, true)?.into_iter().map(Piece::Tokens),
                        );
                    }
                    Step::Base64Offset => {
                        let parts = encode::base64_offsets(&piece.bytes()?);
                        if parts.iter().any(String::is_empty) {
                            return Err(format!("`{text}` is too short for `base64offset`"));
                        }
                        after.extend(parts.map(|part| Piece::Tokens(vec![Token::Text(part)])));
                    }
                    _ => after.push(piece.step(*step)?),
                }
            }
            pieces = after;
        }
        let mut tests = Vec::new();
        for piece in pieces {
            let mut tokens = piece.tokens()?;
            if self.field.is_none() {
                // A keyword is looked for anywhere in a value. Specification, rules, "Keywords search".
                tokens.insert(0, Token::Many);
                tokens.push(Token::Many);
            }
            tests.push(self.test(Matcher::Pattern(Pattern::new(tokens, self.cased))));
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Expr::Any(tests) })
    }
}

/// Blanks in a field's name do not count. Specification, rules, "Field Usage", 2.
fn without_blanks(name: &str) -> Box<str> {
    name.chars().filter(|c| *c != ' ').collect::<String>().into()
}

impl Piece {
    fn step(self, step: Step) -> Result<Self, String> {
        Ok(match step {
            Step::Contains | Step::StartsWith | Step::EndsWith => {
                let mut tokens = self.tokens()?;
                if step != Step::StartsWith {
                    tokens.insert(0, Token::Many);
                }
                if step != Step::EndsWith {
                    tokens.push(Token::Many);
                }
                Self::Tokens(tokens)
            }
            Step::Windash => Self::Tokens(windash(self.tokens()?)),
            Step::Base64 => Self::Tokens(vec![Token::Text(encode::base64(&self.bytes()?))]),
            Step::Utf16 => Self::Bytes(encode::utf16(&self.text()?)),
            Step::Utf16Le => Self::Bytes(encode::utf16le(&self.text()?)),
            Step::Utf16Be => Self::Bytes(encode::utf16be(&self.text()?)),
            Step::Base64Offset | Step::Expand => self,
        })
    }

    /// What is encoded must be text alone: a wildcard has no encoding.
    fn text(self) -> Result<String, String> {
        let Self::Tokens(tokens) = self else { return Err("the value is encoded twice over".to_owned()) };
        let mut text = String::new();
        for token in tokens {
            match token {
                Token::Text(part) => text.push_str(&part),
                _ => return Err("a wildcard cannot be encoded".to_owned()),
            }
        }
        Ok(text)
    }

    fn bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            tokens => tokens.text().map(String::into_bytes),
        }
    }

    fn tokens(self) -> Result<Vec<Token>, String> {
        match self {
            Self::Tokens(tokens) => Ok(tokens),
            Self::Bytes(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(vec![Token::Text(text)]),
                Err(_) => Err("these bytes are no text; follow the modifier with `base64`".to_owned()),
            },
        }
    }
}

/// Every dash that introduces a flag becomes any dash: one before a letter, digit or `_`, and after none of these.
///
/// The specification says all permutations; a dash inside a word introduces no flag and stays.
fn windash(tokens: Vec<Token>) -> Vec<Token> {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut out = Vec::new();
    for token in tokens {
        let Token::Text(text) = token else {
            out.push(token);
            continue;
        };
        let mut plain = String::new();
        let mut before = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if DASHES.contains(&c) && !word(before) && word(chars.peek().copied()) {
                out.push(Token::Text(std::mem::take(&mut plain)));
                out.push(Token::Dash);
            } else {
                plain.push(c);
            }
            before = Some(c);
        }
        out.push(Token::Text(plain));
    }
    out
}

/// As many texts as the placeholders have values; one that has none is noted, and the text can match nothing.
fn expand(
    tokens: &[Token],
    known: &Placeholders,
    missing: &mut Missing,
    wildcards: bool,
) -> Result<Vec<Vec<Token>>, String> {
    const MAX: usize = 10_000;
    let mut all: Vec<Vec<Token>> = vec![Vec::new()];
    let push_all =
        |all: &mut Vec<Vec<Token>>, token: Token| all.iter_mut().for_each(|t| t.push(token.clone()));
    for token in tokens {
        let Token::Text(text) = token else {
            push_all(&mut all, token.clone());
            continue;
        };
        let mut rest = text.as_str();
        while let Some(at) = rest.find('%') {
            if let Some(before) = rest[..at].strip_suffix('\\') {
                push_all(&mut all, Token::Text(format!("{before}%")));
                rest = &rest[at + 1..];
                continue;
            }
            let name = rest[at + 1..].split('%').next().unwrap_or("");
            let closed = rest[at + 1 + name.len()..].starts_with('%');
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
            if !closed || !is_name {
                push_all(&mut all, Token::Text(rest[..=at].to_owned()));
                rest = &rest[at + 1..];
                continue;
            }
            push_all(&mut all, Token::Text(rest[..at].to_owned()));
            rest = &rest[at + name.len() + 2..];
            let values = known.get(name).map(Vec::as_slice).unwrap_or_default();
            if values.is_empty() {
                if !missing.iter().any(|m| m == name) {
                    missing.push(name.to_owned());
                }
                continue;
            }
            let mut longer = Vec::with_capacity(all.len() * values.len());
            for begun in &all {
                for value in values {
                    let mut tokens = begun.clone();
                    if wildcards {
                        tokens.extend(pattern::parse(value));
                    } else {
                        tokens.push(Token::Text(value.clone()));
                    }
                    longer.push(tokens);
                }
            }
            if longer.len() > MAX {
                return Err("the placeholders have too many values together".to_owned());
            }
            all = longer;
        }
        push_all(&mut all, Token::Text(rest.to_owned()));
    }
    Ok(all)
}
