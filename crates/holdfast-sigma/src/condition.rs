//! Conditions: the words that join selections. Specification, rules, "Condition".
//!
//! It knows selections by name only; what they ask is handed in.

use crate::expr::Expr;

/// Characters of one condition.
const MAX_LENGTH: usize = 16_384;
/// Parentheses and `not`s inside each other.
const MAX_DEPTH: usize = 64;
/// Tests of one rule once its selections stand in place of their names.
const MAX_TESTS: usize = 200_000;

/// A condition as written, with names in place of what they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Name(String),
    /// How many of the names that fit the pattern; `None` is all of them.
    Of(Option<usize>, String),
}

impl Condition {
    /// Reads a condition; the error says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err("the condition is too long".to_owned());
        }
        let words = words(text)?;
        let mut reader = Reader { words: &words, at: 0 };
        let condition = reader.any(0)?;
        match reader.peek() {
            None => Ok(condition),
            Some(word) => Err(format!("`{word}` is not expected here in the condition")),
        }
    }

    /// The condition with each name replaced by its selection.
    pub(crate) fn resolve(&self, selections: &[(String, Expr)]) -> Result<Expr, String> {
        let mut budget = MAX_TESTS;
        self.with(selections, &mut budget)
    }

    fn with(&self, selections: &[(String, Expr)], budget: &mut usize) -> Result<Expr, String> {
        let mut take = |expr: &Expr| {
            *budget =
                budget.checked_sub(expr.n_tests()).ok_or("the condition repeats its selections too often")?;
            Ok::<Expr, String>(expr.clone())
        };
        Ok(match self {
            Self::Name(name) => match selections.iter().find(|(n, _)| n == name) {
                Some((_, expr)) => take(expr)?,
                None => return Err(format!("the condition names `{name}`, which is not there")),
            },
            Self::Of(n, pattern) => {
                let mut picked = Vec::new();
                for (name, expr) in selections {
                    if fits(pattern, name) {
                        picked.push(take(expr)?);
                    }
                }
                if picked.is_empty() {
                    return Err(format!("no selection fits `{pattern}`"));
                }
                match n {
                    None => joined(picked, Expr::All),
                    Some(0) => return Err("`0 of` asks for nothing".to_owned()),
                    Some(1) => joined(picked, Expr::Any),
                    Some(n) => Expr::AtLeast(*n, picked),
                }
            }
            Self::Not(inner) => Expr::Not(Box::new(inner.with(selections, budget)?)),
            Self::All(items) => Expr::All(each(items, selections, budget)?),
            Self::Any(items) => Expr::Any(each(items, selections, budget)?),
        })
    }

    /// What it says of names, given whether each holds.
    pub(crate) fn holds(&self, of_name: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::All(items) => items.iter().all(|item| item.holds(of_name)),
            Self::Any(items) => items.iter().any(|item| item.holds(of_name)),
            Self::Not(item) => !item.holds(of_name),
            Self::Name(name) => of_name(name),
            Self::Of(_, pattern) => of_name(pattern),
        }
    }

    /// Calls `visit` with every plain name.
    pub(crate) fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Self::All(items) | Self::Any(items) => items.iter().for_each(|item| item.each_name(visit)),
            Self::Not(item) => item.each_name(visit),
            Self::Name(name) => visit(name),
            Self::Of(..) => {}
        }
    }
}

fn each(items: &[Condition], selections: &[(String, Expr)], budget: &mut usize) -> Result<Vec<Expr>, String> {
    items.iter().map(|item| item.with(selections, budget)).collect()
}

fn joined(mut items: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    if items.len() == 1 { items.remove(0) } else { join(items) }
}

/// `them` takes every name but those that begin with an underscore; `*` stands for any characters, anywhere.
fn fits(pattern: &str, name: &str) -> bool {
    if pattern == "them" {
        return !name.starts_with('_');
    }
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or("");
    for part in parts {
        match name.find(part) {
            Some(at) => name = &name[at + part.len()..],
            None => return false,
        }
    }
    name.ends_with(last)
}

fn words(text: &str) -> Result<Vec<&str>, String> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let in_word = c.is_alphanumeric() || matches!(c, '_' | '-' | '*' | '.' | ':' | '$' | '#' | '@');
        if in_word {
            start.get_or_insert(at);
            continue;
        }
        if let Some(begun) = start.take() {
            words.push(&text[begun..at]);
        }
        match c {
            '(' | ')' => words.push(&text[at..=at]),
            c if c.is_whitespace() => {}
            '|' => {
                return Err("`|` belongs to Sigma 1 and was replaced by correlation rules".to_owned());
            }
            c => return Err(format!("`{c}` cannot stand in a condition")),
        }
    }
    if let Some(begun) = start {
        words.push(&text[begun..]);
    }
    Ok(words)
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|w| w.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self, depth: usize) -> Result<Condition, String> {
        let mut items = vec![self.all(depth)?];
        while self.take("or") {
            items.push(self.all(depth)?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Condition::Any(items) })
    }

    fn all(&mut self, depth: usize) -> Result<Condition, String> {
        let mut items = vec![self.one(depth)?];
        while self.take("and") {
            items.push(self.one(depth)?);
        }
        Ok(if items.len() == 1 { items.remove(0) } else { Condition::All(items) })
    }

    fn one(&mut self, depth: usize) -> Result<Condition, String> {
        if depth > MAX_DEPTH {
            return Err("the condition is nested too deeply".to_owned());
        }
        if self.take("not") {
            return Ok(Condition::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take("(") {
            let inner = self.any(depth + 1)?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err("a `)` is missing in the condition".to_owned())
            };
        }
        let Some(word) = self.peek() else { return Err("the condition ends too early".to_owned()) };
        if word == ")" || ["and", "or", "of"].iter().any(|w| word.eq_ignore_ascii_case(w)) {
            return Err(format!("`{word}` is not expected here in the condition"));
        }
        self.at += 1;
        if !self.take("of") {
            return Ok(Condition::Name(word.to_owned()));
        }
        let n = match word.to_ascii_lowercase().as_str() {
            "all" => None,
            "any" => Some(1),
            digits => match digits.parse() {
                Ok(n) => Some(n),
                Err(_) => return Err(format!("`{word} of` is neither a number nor `all`")),
            },
        };
        match self.peek() {
            Some(pattern) if pattern != "(" && pattern != ")" => {
                self.at += 1;
                Ok(Condition::Of(n, pattern.to_owned()))
            }
            _ => Err(format!("`{word} of` names no selections")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The condition in full parentheses, or the reason it is refused.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        fn show(c: &Condition) -> String {
            let join =
                |items: &[Condition], with: &str| items.iter().map(show).collect::<Vec<_>>().join(with);
            match c {
                Condition::All(items) => format!("({})", join(items, " & ")),
                Condition::Any(items) => format!("({})", join(items, " | ")),
                Condition::Not(item) => format!("!{}", show(item)),
                Condition::Name(name) => name.clone(),
                Condition::Of(n, pattern) => {
                    format!("{}:{pattern}", n.map_or("all".to_owned(), |n| n.to_string()))
                }
            }
        }
        let found = Condition::parse(text).map_or_else(|why| format!("refused: {why}"), |c| show(&c));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn forms_and_their_binding() {
        check("selection", "selection");
        check("a or b and not c", "(a | (b & !c))");
        check("a and b or c and d", "((a & b) | (c & d))");
        check("not a and b", "(!a & b)");
        check("not (a or b)", "!(a | b)");
        check("not not a", "!!a");
        check("((a))", "a");
        check("1 of them", "1:them");
        check("all of selection_* and not 1 of filter_*", "(all:selection_* & !1:filter_*)");
        check("any of sel*", "1:sel*");
        check("3 of them or (a)", "(3:them | a)");
        check("1 OF them AND Not b", "(1:them & !b)");
        check("android and order and notable", "(android & order & notable)");
        check("a\n  and b", "(a & b)");
    }

    #[test]
    fn refusals() {
        check("", "refused: the condition ends too early");
        check("a b", "refused: `b` is not expected here in the condition");
        check("a and", "refused: the condition ends too early");
        check("(a", "refused: a `)` is missing in the condition");
        check("a)", "refused: `)` is not expected here in the condition");
        check("and a", "refused: `and` is not expected here in the condition");
        check("1 of", "refused: `1 of` names no selections");
        check("some of them", "refused: `some of` is neither a number nor `all`");
        check("a | count() > 5", "refused: `|` belongs to Sigma 1 and was replaced by correlation rules");
        check("a & b", "refused: `&` cannot stand in a condition");
        check(&"(".repeat(500), "refused: the condition is nested too deeply");
        check(&"not ".repeat(500), "refused: the condition is nested too deeply");
        check(&"a or ".repeat(5000), "refused: the condition is too long");
    }

    #[test]
    fn patterns_of_names() {
        for (pattern, name, expected) in [
            ("them", "selection", true),
            ("them", "_hidden", false),
            ("sel*", "selection", true),
            ("sel*", "filter", false),
            ("*_a", "x_a", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "_hidden", true),
            ("exact", "exact", true),
            ("exact", "exactly", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
