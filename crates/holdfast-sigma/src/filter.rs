//! Sigma filters: one tuning, put on many rules. Specification, filters.
//!
//! A filter suppresses; it never makes a rule match more.

use crate::condition::Condition;
use crate::expr::Expr;
use crate::logsource::LogSource;
use crate::rule::{Place, Rule};

/// A filter as read.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) title: String,
    pub(crate) place: Place,
    pub(crate) source: LogSource,
    /// Ids or names of rules; `None` is any rule of its log source.
    pub(crate) rules: Option<Vec<String>>,
    pub(crate) selections: Vec<(String, Expr)>,
    pub(crate) condition: Condition,
    /// Placeholders nobody has given values for: the filter then suppresses nothing.
    pub(crate) missing: Vec<String>,
}

impl Filter {
    /// What must hold for a hit to stay.
    ///
    /// The specification's example says what to suppress (`condition: selection`); filters for other tools say what to
    /// keep (`condition: not selection`). Told apart by an event that no selection describes: a filter is not about it,
    /// so the condition that is true of it says what to keep.
    pub(crate) fn keeps(&self) -> Result<Expr, String> {
        let expr = self.condition.resolve(&self.selections)?;
        Ok(if self.condition.holds(&|_| false) { expr } else { Expr::Not(Box::new(expr)) })
    }

    /// Puts the filter on every rule it names. What it could not do is returned, each with its reason.
    pub(crate) fn apply(&self, rules: &mut [Rule]) -> Vec<String> {
        let keeps = match self.keeps() {
            Ok(keeps) => keeps,
            Err(why) => return vec![why],
        };
        let mut faults = Vec::new();
        match &self.rules {
            None => {
                for rule in rules.iter_mut().filter(|rule| self.source.covers(&rule.source)) {
                    self.put(rule, &keeps);
                }
            }
            Some(names) => {
                for name in names {
                    let Some(rule) = rules.iter_mut().find(|rule| rule.is_called(name)) else {
                        faults.push(format!("the filter names rule `{name}`, which is not loaded"));
                        continue;
                    };
                    if self.source.covers(&rule.source) {
                        self.put(rule, &keeps);
                    } else {
                        faults.push(format!("rule `{name}` has another log source than the filter"));
                    }
                }
            }
        }
        faults
    }

    fn put(&self, rule: &mut Rule, keeps: &Expr) {
        let asked = std::mem::replace(&mut rule.expr, Expr::All(Vec::new()));
        rule.expr = Expr::All(vec![asked, keeps.clone()]);
        rule.filters.push(self.title.clone());
    }
}

impl LogSource {
    /// Whether every part this names is named alike by `other`.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let covers = |ours: &Option<String>, theirs: &Option<String>| ours.is_none() || ours == theirs;
        covers(&self.product, &other.product)
            && covers(&self.category, &other.category)
            && covers(&self.service, &other.service)
    }
}
