//! What a rule asks of an event: tests of fields, joined by all, any and not.
//!
//! It is the rule as read, before any compiling; the judge walks it as it stands.

use std::sync::Arc;

use crate::measure::{Cidr, Number, Op, Part};
use crate::pattern::Pattern;
use crate::regex::Regex;

/// A condition over an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// Every one; true when there are none.
    All(Vec<Expr>),
    /// At least one; false when there are none.
    Any(Vec<Expr>),
    /// At least so many of them.
    AtLeast(usize, Vec<Expr>),
    Not(Box<Expr>),
    Test(Test),
}

/// One field, or every value of the event, held against one matcher. True when any of the field's values matches.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    /// `None`: a keyword, any value of the event.
    pub(crate) field: Option<Arc<str>>,
    pub(crate) matcher: Matcher,
}

/// What a value is held against.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Matcher {
    Pattern(Pattern),
    Regex(Regex),
    /// No value: the field is absent, or null.
    Null,
    /// The field is there, whatever its value.
    Exists,
    Cidr(Cidr),
    Compare(Op, Number),
    Part(Part, Op, Number),
    /// The value of another field of the same event.
    Field(Reference),
}

/// How a value is compared with another field's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reference {
    pub(crate) field: Box<str>,
    pub(crate) anchor: crate::pattern::Anchor,
    pub(crate) cased: bool,
}

impl Matcher {
    /// Whether this text matches. [`Matcher::Null`], [`Matcher::Exists`] and [`Matcher::Field`] are about more than one
    /// text, and are false here.
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Pattern(pattern) => pattern.matches(text),
            Self::Regex(regex) => regex.matches(text),
            Self::Cidr(network) => network.contains(text),
            Self::Compare(op, number) => Number::parse(text).is_some_and(|n| op.holds(n.compare(*number))),
            Self::Part(part, op, number) => {
                part.of(text).is_some_and(|n| op.holds(Number::Whole(n).compare(*number)))
            }
            Self::Null | Self::Exists | Self::Field(_) => false,
        }
    }
}

impl Expr {
    /// Calls `visit` with every test.
    pub(crate) fn each_test<'a>(&'a self, visit: &mut dyn FnMut(&'a Test)) {
        match self {
            Self::All(items) | Self::Any(items) | Self::AtLeast(_, items) => {
                items.iter().for_each(|item| item.each_test(visit));
            }
            Self::Not(item) => item.each_test(visit),
            Self::Test(test) => visit(test),
        }
    }

    /// How many tests there are.
    pub(crate) fn n_tests(&self) -> usize {
        match self {
            Self::All(items) | Self::Any(items) | Self::AtLeast(_, items) => {
                1 + items.iter().map(Self::n_tests).sum::<usize>()
            }
            Self::Not(item) => item.n_tests(),
            Self::Test(_) => 1,
        }
    }

    /// The event ids outside which this cannot be true, or `None` when there is no such limit.
    pub(crate) fn event_ids(&self) -> Option<Vec<u32>> {
        match self {
            Self::All(items) => items.iter().filter_map(Self::event_ids).reduce(|mut a, b| {
                a.retain(|id| b.contains(id));
                a
            }),
            Self::Any(items) => {
                let mut ids = Vec::new();
                for item in items {
                    ids.extend(item.event_ids()?);
                }
                ids.sort_unstable();
                ids.dedup();
                Some(ids)
            }
            Self::Test(test) => test.event_id().map(|id| vec![id]),
            Self::AtLeast(..) | Self::Not(_) => None,
        }
    }
}

impl Test {
    /// The event id this test asks for, when that is all it asks.
    pub(crate) fn event_id(&self) -> Option<u32> {
        match (&self.field, &self.matcher) {
            (Some(field), Matcher::Pattern(pattern)) if **field == *"EventID" => match pattern.literal() {
                Some((digits, crate::pattern::Anchor::Whole)) => crate::event::event_id(digits),
                _ => None,
            },
            _ => None,
        }
    }
}
