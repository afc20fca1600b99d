//! Tokens to a tree, by CEL's precedence: `?:`, `||`, `&&`, comparisons and `in`, `+ -`, `*`, `! -`.
//!
//! It knows no facts and no types. After an error it goes on where a reader would, so that all errors show at once.
//! Height and recursion are bounded: no text, however hostile, can exhaust the stack.
//! Source: the CEL language definition, syntax (github.com/google/cel-spec, doc/langdef.md).

mod look;

use super::CelError;
use super::faults::Faults;
use super::lex::{At, Token, lex, short};
use super::tree::{Kind, Node};

/// Deepest nesting. Far more than a person can read; CEL asks for at least 12 of each construct.
pub(super) const MAX_HEIGHT: u16 = 40;

/// Reads a whole source.
pub(super) fn parse<'s>(source: &'s str, faults: &mut Faults) -> Node<'s> {
    let tokens = lex(source, faults);
    let mut parser = Parser { tokens, next: 0, end: source.len(), depth: 0, gave_up: false, faults };
    parser.whole()
}

struct Parser<'s, 'f> {
    tokens: Vec<(Token<'s>, At)>,
    next: usize,
    end: usize,
    depth: u16,
    gave_up: bool,
    faults: &'f mut Faults,
}

impl<'s> Parser<'s, '_> {
    fn whole(&mut self) -> Node<'s> {
        let mut parts = vec![self.run_of_conditions()];
        while let Some((token, at)) = self.tokens.get(self.next).cloned() {
            self.fault(at, format!("{} is not expected here; take it out", shown(token)));
            self.next += 1;
            while self.next < self.tokens.len() && !self.starts_a_value() {
                self.next += 1;
            }
            if self.next < self.tokens.len() {
                parts.push(self.run_of_conditions());
            }
        }
        self.joined(Kind::All, parts)
    }

    /// A condition, and any that follow it with no operator between: that is an error, read as "and".
    fn run_of_conditions(&mut self) -> Node<'s> {
        let mut parts = vec![self.choice()];
        while self.starts_a_value() {
            let at = self.here();
            let what =
                "an operator is missing before this; put `&&` (and) or `||` (or) between two conditions";
            self.fault(at, what.to_owned());
            parts.push(self.choice());
        }
        self.joined(Kind::All, parts)
    }

    fn choice(&mut self) -> Node<'s> {
        let condition = self.any();
        self.choice_after(condition)
    }

    fn choice_after(&mut self, condition: Node<'s>) -> Node<'s> {
        if !self.takes("?") {
            return condition;
        }
        let start = condition.at.start;
        let mut yes = self.any();
        if self.sees("?") {
            let at = self.here();
            self.fault(at, "put the inner `? :` in parentheses".to_owned());
            yes = self.deeper(|parser| parser.choice_after(yes));
        }
        if !self.takes(":") {
            let at = self.here();
            self.fault(
                at,
                "`?` needs a `:` with the other value; write `condition ? value : other value`".to_owned(),
            );
            return self.node(start, Kind::Bad);
        }
        let no = self.deeper(Self::choice);
        self.node(start, Kind::Pick(Box::new([condition, yes, no])))
    }

    fn any(&mut self) -> Node<'s> {
        let mut parts = vec![self.all()];
        while self.takes("||") || self.takes_spelled("or", "||") {
            parts.push(self.all());
        }
        self.joined(Kind::Any, parts)
    }

    fn all(&mut self) -> Node<'s> {
        let mut parts = vec![self.relation()];
        while self.takes("&&") || self.takes_spelled("and", "&&") {
            parts.push(self.relation());
        }
        self.joined(Kind::All, parts)
    }

    fn relation(&mut self) -> Node<'s> {
        let mut left = self.sum();
        loop {
            let start = left.at.start;
            if let Some(mark) = self.takes_one_of(&["==", "!=", "<=", ">=", "<", ">"]) {
                let right = self.sum();
                left = self.node(start, Kind::Compare(mark, Box::new([left, right])));
            } else if self.takes_in() {
                let list = self.list();
                left = self.node(start, list.map_or(Kind::Bad, |list| Kind::In(Box::new(left), list)));
            } else {
                return left;
            }
        }
    }

    fn sum(&mut self) -> Node<'s> {
        let mut left = self.product();
        while let Some(mark) = self.takes_one_of(&["+", "-"]) {
            let right = self.product();
            left = self.node(left.at.start, Kind::Math(mark, Box::new([left, right])));
        }
        left
    }

    fn product(&mut self) -> Node<'s> {
        let mut left = self.signed();
        while let Some(mark) = self.takes_one_of(&["*"]) {
            let right = self.signed();
            left = self.node(left.at.start, Kind::Math(mark, Box::new([left, right])));
        }
        left
    }

    fn signed(&mut self) -> Node<'s> {
        let start = self.here().start;
        if self.takes("!") || self.takes_spelled("not", "!") {
            let part = self.deeper(Self::signed);
            return self.node(start, Kind::Not(Box::new(part)));
        }
        if !self.takes("-") {
            return self.value();
        }
        // The smallest number has no positive twin, so the sign belongs to the digits.
        if let Some((Token::Int(n), _)) = self.tokens.get(self.next).cloned() {
            self.next += 1;
            return self.node(start, Kind::Int(0_i64.checked_sub_unsigned(n).unwrap_or(i64::MIN)));
        }
        let part = self.deeper(Self::signed);
        self.node(start, Kind::Negative(Box::new(part)))
    }

    fn value(&mut self) -> Node<'s> {
        let Some((token, at)) = self.tokens.get(self.next).cloned() else {
            self.fault(
                self.end..self.end,
                "a value is missing at the end; name a fact, like `rural`".to_owned(),
            );
            return self.bad(self.end..self.end);
        };
        let value = match token {
            Token::Name("in") | Token::Mark(_) if !matches!(token, Token::Mark("(" | "[")) => {
                let what = format!("a value is missing before {}; name a fact, like `rural`", shown(token));
                self.fault(at.clone(), what);
                return self.bad(at);
            }
            Token::Mark("(") => return self.grouped(),
            Token::Mark(_) => {
                self.list();
                let what = "a list stands only after `in`, like `state in ['MT', 'ND']`";
                self.fault(at.start..self.last_end(), what.to_owned());
                return self.bad(at);
            }
            Token::Name("true") => Kind::Bool(true),
            Token::Name("false") => Kind::Bool(false),
            Token::Name(name) => return self.named(name, at),
            Token::Text(word) => Kind::Text(word),
            Token::Int(n) => match i64::try_from(n) {
                Ok(n) => Kind::Int(n),
                Err(_) => {
                    self.fault(at.clone(), format!("`{n}` is too large; the largest number is {}", i64::MAX));
                    Kind::Bad
                }
            },
        };
        self.next += 1;
        let value = self.node(at.start, value);
        self.without_parts(value)
    }

    /// A fact, or one of the two functions there are: `known(fact)` and `proven(fact)`.
    fn named(&mut self, name: &'s str, at: At) -> Node<'s> {
        self.next += 1;
        if !self.sees("(") {
            let node = self.node(at.start, Kind::Name(name));
            return self.without_parts(node);
        }
        let open = self.next;
        if matches!(name, "known" | "proven")
            && let [(Token::Mark("("), _), (Token::Name(fact), _), (Token::Mark(")"), _), ..] =
                &self.tokens[open..]
        {
            let fact = *fact;
            self.next += 3;
            let kind = if name == "known" { Kind::Known(fact) } else { Kind::Proven(fact) };
            return self.node(at.start, kind);
        }
        self.skip_group();
        let what = match name {
            "known" => "`known` takes one fact, like `known(licensed_beds)`".to_owned(),
            "proven" => "`proven` takes one fact, like `proven(independent)`".to_owned(),
            _ => {
                format!("there is no function `{}`; there are `known(fact)` and `proven(fact)`", short(name))
            }
        };
        self.fault(at.start..self.last_end(), what);
        self.bad(at)
    }

    /// Facts have no fields and no methods.
    fn without_parts(&mut self, value: Node<'s>) -> Node<'s> {
        let dot = self.here().start;
        let mut had = false;
        while self.takes(".") {
            had = true;
            if matches!(self.tokens.get(self.next), Some((Token::Name(_), _))) {
                self.next += 1;
            }
            self.skip_group();
        }
        if !had {
            return value;
        }
        self.fault(dot..self.last_end(), "facts have no parts; compare with `==` or `in [..]`".to_owned());
        self.bad(value.at)
    }

    fn grouped(&mut self) -> Node<'s> {
        let open = self.here();
        self.next += 1;
        let inner = self.deeper(Self::run_of_conditions);
        if !self.takes(")") {
            self.fault(open.clone(), "this `(` is never closed; add a `)`".to_owned());
        }
        let node = Node { at: open.start..self.last_end(), ..inner };
        self.without_parts(node)
    }

    /// The list after `in`. Its members are written out, so that a reader sees every one.
    fn list(&mut self) -> Option<Vec<Node<'s>>> {
        let open = self.here();
        if !self.takes("[") {
            self.fault(open, "`in` needs a list, like `state in ['MT', 'ND']`".to_owned());
            if self.starts_a_value() {
                self.deeper(Self::sum);
            }
            return None;
        }
        let mut members = Vec::new();
        while !self.sees("]") {
            let member = self.deeper(Self::sum);
            match member.kind {
                Kind::Int(_) | Kind::Text(_) | Kind::Bad => {}
                Kind::Name(name) => {
                    self.fault(member.at.clone(), format!("put quotes around a word: `'{}'`", short(name)));
                }
                _ => self.fault(member.at.clone(), "a list holds words or numbers, written out".to_owned()),
            }
            members.push(member);
            if !self.takes(",") {
                break;
            }
        }
        if !self.takes("]") {
            self.fault(
                open,
                "this `[` is never closed; put commas between the members and add a `]`".to_owned(),
            );
            return None;
        }
        if members.is_empty() {
            self.fault(
                open.start..self.last_end(),
                "this list is empty, so nothing is ever in it; fill it".to_owned(),
            );
            return None;
        }
        Some(members)
    }

    fn node(&mut self, start: usize, kind: Kind<'s>) -> Node<'s> {
        let height = kind.parts().iter().map(|p| p.height).max().map_or(0, |h| h + 1);
        let node = Node { at: start..self.last_end().max(start), kind, height };
        if height > MAX_HEIGHT { self.too_deep() } else { node }
    }

    fn joined(&mut self, kind: fn(Vec<Node<'s>>) -> Kind<'s>, mut parts: Vec<Node<'s>>) -> Node<'s> {
        match (parts.pop(), parts.first().map(|p| p.at.start)) {
            (Some(only), None) => only,
            (Some(last), Some(start)) => {
                parts.push(last);
                self.node(start, kind(parts))
            }
            (None, _) => self.bad(self.here()),
        }
    }

    fn bad(&self, at: At) -> Node<'s> {
        Node { at, kind: Kind::Bad, height: 0 }
    }

    fn fault(&mut self, at: At, what: String) {
        if !self.gave_up {
            self.faults.add(CelError { at, what });
        }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Node<'s>) -> Node<'s> {
        if self.depth >= MAX_HEIGHT {
            return self.too_deep();
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    /// Gives up on the rest: what is that deep was not written by a person.
    fn too_deep(&mut self) -> Node<'s> {
        let at = self.here();
        self.fault(at, format!("this is nested more than {MAX_HEIGHT} deep; split it into several clauses"));
        self.gave_up = true;
        self.next = self.tokens.len();
        self.bad(self.end..self.end)
    }
}

fn shown(token: Token<'_>) -> String {
    match token {
        Token::Name(text) => format!("`{}`", short(text)),
        Token::Text(text) => format!("`'{}'`", short(text)),
        Token::Int(n) => format!("`{n}`"),
        Token::Mark(mark) => format!("`{mark}`"),
    }
}
