//! A tree to a typed condition: names become facts, types must fit, and words must be words the fact can hold.
//!
//! It never stops at the first error: a part that is wrong is reported and the rest is still checked.

use super::CelError;
use super::eval::{BoolExpr, IntExpr, Math, Order, WordExpr};
use super::faults::Faults;
use super::lex::{At, short};
use super::tree::{Kind, Node};
use super::words;
use crate::did_you_mean;
use crate::facts::{FactKind, FactType};

/// A part whose type is known.
enum Typed {
    Bool(BoolExpr),
    Int(IntExpr),
    Word(WordExpr),
}

impl Typed {
    fn is(&self) -> &'static str {
        match self {
            Self::Bool(_) => "yes or no",
            Self::Int(_) => "a number",
            Self::Word(_) => "a word",
        }
    }
}

/// The condition a tree stands for; `None` when an error was reported.
pub(super) fn condition(source: &str, node: &Node<'_>, faults: &mut Faults) -> Option<BoolExpr> {
    Checker { source, faults }.bool(node)
}

struct Checker<'s, 'f> {
    source: &'s str,
    faults: &'f mut Faults,
}

impl Checker<'_, '_> {
    fn any(&mut self, node: &Node<'_>) -> Option<Typed> {
        Some(match &node.kind {
            Kind::Bad => return None,
            Kind::Bool(yes) => Typed::Bool(BoolExpr::Is(*yes)),
            Kind::Int(n) => Typed::Int(IntExpr::Is(*n)),
            Kind::Text(word) => Typed::Word(WordExpr::Is((*word).into())),
            Kind::Name(name) => {
                let kind = self.fact(name, node)?;
                match kind.fact_type() {
                    FactType::Bool => Typed::Bool(BoolExpr::Fact(kind)),
                    FactType::Int => Typed::Int(IntExpr::Fact(kind)),
                    FactType::Word => Typed::Word(WordExpr::Fact(kind)),
                }
            }
            Kind::Known(name) => Typed::Bool(BoolExpr::Known(self.fact(name, node)?)),
            Kind::Proven(name) => {
                let kind = self.fact(name, node)?;
                if kind.fact_type() != FactType::Bool {
                    let what = format!("`{}` is not yes or no; `proven` takes a fact that is", short(name));
                    self.fault(&node.at, what);
                    return None;
                }
                Typed::Bool(BoolExpr::Proven(kind))
            }
            Kind::Not(part) => Typed::Bool(BoolExpr::Not(Box::new(self.bool(part)?))),
            Kind::All(parts) => Typed::Bool(BoolExpr::All(self.bools(parts)?)),
            Kind::Any(parts) => Typed::Bool(BoolExpr::Any(self.bools(parts)?)),
            Kind::Compare(mark, sides) => Typed::Bool(self.comparison(node, mark, &sides[0], &sides[1])?),
            Kind::In(part, members) => Typed::Bool(self.membership(part, members)?),
            Kind::Negative(part) => {
                let part = self.int(part)?;
                Typed::Int(self.folded(node, Math::Minus, IntExpr::Is(0), part)?)
            }
            Kind::Math(mark, sides) => {
                let (left, right) = (self.int(&sides[0]), self.int(&sides[1]));
                Typed::Int(self.folded(node, Math::of(mark), left?, right?)?)
            }
            Kind::Pick(parts) => self.pick(node, &parts[0], &parts[1], &parts[2])?,
        })
    }

    fn fact(&mut self, name: &str, node: &Node<'_>) -> Option<FactKind> {
        let found = FactKind::from_key(name);
        if found.is_none() {
            let hint = match name {
                "null" => "; write `known(fact)` to ask whether a fact is known".to_owned(),
                "known" => "; write `known(fact)`, like `known(licensed_beds)`".to_owned(),
                "proven" => "; write `proven(fact)`, like `proven(independent)`".to_owned(),
                _ => {
                    let keys = FactKind::ALL.iter().map(|k| k.key()).chain(["true", "false"]);
                    match did_you_mean::hint(name, keys) {
                        hint if hint.is_empty() => "; docs/adding-a-program.md lists the facts".to_owned(),
                        hint => hint,
                    }
                }
            };
            self.fault(&node.at, format!("`{}` is not a fact{hint}", short(name)));
        }
        found
    }

    fn bool(&mut self, node: &Node<'_>) -> Option<BoolExpr> {
        let like = match self.any(node)? {
            Typed::Bool(expr) => return Some(expr),
            Typed::Int(_) => "is a number, not yes or no; compare it, like `licensed_beds <= 25`",
            Typed::Word(_) => "is a word, not yes or no; compare it, like `state == 'MT'`",
        };
        let what = format!("`{}` {like}", self.text(node));
        self.fault(&node.at, what);
        None
    }

    /// Every part, checked to the last even when the first is wrong.
    fn bools(&mut self, parts: &[Node<'_>]) -> Option<Box<[BoolExpr]>> {
        let parts: Vec<Option<BoolExpr>> = parts.iter().map(|p| self.bool(p)).collect();
        parts.into_iter().collect()
    }

    fn int(&mut self, node: &Node<'_>) -> Option<IntExpr> {
        let typed = self.any(node)?;
        if let Typed::Int(expr) = typed {
            return Some(expr);
        }
        let what = format!("`{}` is {}, and only numbers can be counted with", self.text(node), typed.is());
        self.fault(&node.at, what);
        None
    }

    /// Arithmetic on two fixed numbers is done now, so that too large a result is an error here and not later.
    fn folded(&mut self, node: &Node<'_>, math: Math, left: IntExpr, right: IntExpr) -> Option<IntExpr> {
        let (IntExpr::Is(a), IntExpr::Is(b)) = (&left, &right) else {
            return Some(IntExpr::Math(math, Box::new((left, right))));
        };
        let result = math.apply(*a, *b);
        if result.is_none() {
            self.fault(&node.at, format!("`{}` is too large a number", self.text(node)));
        }
        result.map(IntExpr::Is)
    }

    fn comparison(
        &mut self,
        node: &Node<'_>,
        mark: &str,
        left: &Node<'_>,
        right: &Node<'_>,
    ) -> Option<BoolExpr> {
        if let Some((at, what)) =
            words::without_quotes(left, right).or_else(|| words::without_quotes(right, left))
        {
            self.fault(&at, what);
            return None;
        }
        let (l, r) = (self.any(left), self.any(right));
        let (l, r) = (l?, r?);
        let order = Order::of(mark);
        match (l, r) {
            (Typed::Int(l), Typed::Int(r)) => Some(BoolExpr::Compare(order, Box::new((l, r)))),
            (Typed::Bool(l), Typed::Bool(r)) => {
                let same = BoolExpr::Same(Box::new((l, r)));
                self.equal_or_not(node, order, "yes or no", same)
            }
            (Typed::Word(l), Typed::Word(r)) => {
                let misfits = words::misfits(node, &[left, right]);
                let fit = misfits.is_empty();
                misfits.into_iter().for_each(|(at, what)| self.fault(&at, what));
                let same = self.equal_or_not(node, order, "a word", BoolExpr::SameWord(Box::new((l, r))))?;
                fit.then_some(same)
            }
            (l, r) => {
                let what = self.unlike(left, &l, right, &r);
                self.fault(&node.at, what);
                None
            }
        }
    }

    fn equal_or_not(&mut self, node: &Node<'_>, order: Order, is: &str, same: BoolExpr) -> Option<BoolExpr> {
        match order {
            Order::Equal => Some(same),
            Order::NotEqual => Some(BoolExpr::Not(Box::new(same))),
            _ => {
                let what =
                    format!("only numbers come before or after each other; this is {is}: use `==` or `!=`");
                self.fault(&node.at, what);
                None
            }
        }
    }

    fn unlike(&self, left: &Node<'_>, l: &Typed, right: &Node<'_>, r: &Typed) -> String {
        for (value, is, word) in [(left, l, right), (right, r, left)] {
            let Kind::Text(text) = word.kind else { continue };
            let shown = self.text(value);
            match is {
                Typed::Int(_) if text.parse::<i64>().is_ok() => {
                    return format!("`{shown}` is a number; write `{text}` without quotes");
                }
                Typed::Bool(_) => {
                    return format!("`{shown}` is yes or no; write `{shown}` or `!{shown}` alone");
                }
                Typed::Int(_) | Typed::Word(_) => {}
            }
        }
        let (l, r) =
            (format!("`{}` is {}", self.text(left), l.is()), format!("`{}` is {}", self.text(right), r.is()));
        format!("{l} and {r}; compare like with like")
    }

    fn membership(&mut self, part: &Node<'_>, members: &[Node<'_>]) -> Option<BoolExpr> {
        match self.any(part)? {
            Typed::Bool(_) => {
                let shown = self.text(part);
                self.fault(&part.at, format!("`{shown}` is yes or no; write `{shown}` or `!{shown}` alone"));
                None
            }
            Typed::Int(expr) => {
                let numbers =
                    self.members(members, "number", |m| if let Kind::Int(n) = m { Some(*n) } else { None })?;
                Some(BoolExpr::OneOfInts(Box::new((expr, numbers))))
            }
            Typed::Word(expr) => {
                let words = self.members(members, "word", |m| {
                    if let Kind::Text(w) = m { Some((*w).into()) } else { None }
                })?;
                let mut sides: Vec<&Node<'_>> = vec![part];
                sides.extend(members);
                let misfits = words::misfits(part, &sides);
                let fit = misfits.is_empty();
                misfits.into_iter().for_each(|(at, what)| self.fault(&at, what));
                fit.then(|| BoolExpr::OneOfWords(Box::new((expr, words))))
            }
        }
    }

    fn members<T>(
        &mut self,
        members: &[Node<'_>],
        wanted: &str,
        read: impl Fn(&Kind<'_>) -> Option<T>,
    ) -> Option<Box<[T]>> {
        let mut fit = true;
        for member in members.iter().filter(|m| read(&m.kind).is_none()) {
            fit = false;
            let what =
                format!("`{}` is not a {wanted}, and this list is compared with one", self.text(member));
            if !matches!(member.kind, Kind::Bad) {
                self.fault(&member.at, what);
            }
        }
        fit.then(|| members.iter().filter_map(|m| read(&m.kind)).collect())
    }

    fn pick(
        &mut self,
        node: &Node<'_>,
        condition: &Node<'_>,
        yes: &Node<'_>,
        no: &Node<'_>,
    ) -> Option<Typed> {
        let (c, y, n) = (self.bool(condition), self.any(yes), self.any(no));
        match (c?, y?, n?) {
            (c, Typed::Bool(y), Typed::Bool(n)) => Some(Typed::Bool(BoolExpr::Pick(Box::new((c, y, n))))),
            (c, Typed::Int(y), Typed::Int(n)) => Some(Typed::Int(IntExpr::Pick(Box::new((c, y, n))))),
            (c, Typed::Word(y), Typed::Word(n)) => Some(Typed::Word(WordExpr::Pick(Box::new((c, y, n))))),
            (_, y, n) => {
                let what =
                    format!("one side of `:` is {} and the other is {}; make them alike", y.is(), n.is());
                self.fault(&node.at, what);
                None
            }
        }
    }

    fn text(&self, node: &Node<'_>) -> String {
        short(self.source.get(node.at.clone()).unwrap_or_default())
    }

    fn fault(&mut self, at: &At, what: String) {
        self.faults.add(CelError { at: at.clone(), what });
    }
}
