//! The judge: every rule on every event, straight from the rules as read.
//!
//! Slow on purpose. It shares no index, no automaton and no order with the compiled program, so that the two can be held
//! against each other.

use crate::event::{Event, Fields, Values};
use crate::expr::{Expr, Matcher, Reference, Test};
use crate::pattern::{Anchor, folded};
use crate::view::View;

/// An event as one rule sees it.
pub(crate) struct Judge<'a> {
    pub(crate) event: &'a dyn Event,
    pub(crate) fields: &'a Fields,
    pub(crate) view: View,
}

impl Judge<'_> {
    /// Whether the event is what the expression asks for.
    pub(crate) fn holds(&self, expr: &Expr) -> bool {
        match expr {
            Expr::All(items) => items.iter().all(|item| self.holds(item)),
            Expr::Any(items) => items.iter().any(|item| self.holds(item)),
            Expr::AtLeast(n, items) => items.iter().filter(|item| self.holds(item)).count() >= *n,
            Expr::Not(item) => !self.holds(item),
            Expr::Test(test) => self.test(test),
        }
    }

    fn test(&self, test: &Test) -> bool {
        let mut values = Values::new();
        match &test.field {
            None => self.event.every_value(&mut values),
            Some(name) => self.values_of(name, &mut values),
        }
        match &test.matcher {
            Matcher::Null => values.iter().flatten().next().is_none(),
            Matcher::Exists => !values.is_empty(),
            Matcher::Field(reference) => {
                let mut others = Values::new();
                self.values_of(&reference.field, &mut others);
                refers(reference, &values, &others)
            }
            matcher => values.iter().flatten().any(|text| matcher.matches(text)),
        }
    }

    fn values_of(&self, name: &str, values: &mut Values) {
        // A name no rule asks for is in no event either; every name of a rule has a number.
        let mut known = true;
        let source = self.view.source(name, &mut |name| {
            self.fields.id(name).unwrap_or_else(|| {
                known = false;
                crate::event::FieldId(0)
            })
        });
        if known {
            source.read(self.event, self.fields, values);
        }
    }
}

/// Whether any value stands in the asked relation to any value of the other field.
pub(crate) fn refers(reference: &Reference, values: &Values, others: &Values) -> bool {
    let form = |text: &str| if reference.cased { text.to_owned() } else { folded(text) };
    values.iter().flatten().any(|value| {
        let value = form(value);
        others.iter().flatten().any(|other| {
            let other = form(other);
            match reference.anchor {
                Anchor::Whole => value == other,
                Anchor::Start => value.starts_with(&other),
                Anchor::End => value.ends_with(&other),
                Anchor::Inside => value.contains(&other),
            }
        })
    })
}
