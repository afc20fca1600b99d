//! Correlations from YAML, and the rules they refer to.
//!
//! It looks at no event.

use super::{Alias, Bound, Correlation, CorrelationKind, Member};
use crate::condition::Condition;
use crate::detection::Fault;
use crate::measure::Number;
use crate::rule::{About, Place, Rule};
use crate::ruleset::RuleError;
use crate::yaml::{Kind, Node};

/// A correlation whose references are still names.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    correlation: Correlation,
    names: Vec<String>,
    /// Alias, member, field.
    aliases: Vec<(String, String, String)>,
    /// Whether a number bounds the condition of a temporal one.
    is_bounded: bool,
}

/// Reads the `correlation` of a document.
pub(crate) fn read(
    section: &Node<'_>,
    about: About,
    place: Place,
    document: &Node<'_>,
) -> Result<Draft, Fault> {
    let fault = |what: &str| Err((section.line, what.to_owned()));
    let Some((type_key, kind)) = section.entry("type") else { return fault("the correlation has no `type`") };
    let Some(kind) = kind.text().and_then(kind_of) else {
        let word = kind.text().unwrap_or("");
        return Err((type_key.line, format!("`{word}` is no type of correlation")));
    };
    let names = section.get("rules").map(Node::texts).unwrap_or_default();
    if names.is_empty() {
        return fault("the correlation names no `rules`");
    }
    let Some((span_key, span)) = section.entry("timespan").or_else(|| section.entry("timeframe")) else {
        return fault("the correlation has no `timespan`");
    };
    let Some(timespan_s) = span.text().and_then(seconds) else {
        let word = span.text().unwrap_or("");
        return Err((span_key.line, format!("`{word}` is no timespan like `30s`, `5m`, `1h` or `7d`")));
    };
    let generate = section.get("generate").or_else(|| document.get("generate"));
    let mut draft = Draft {
        correlation: Correlation {
            about,
            place,
            kind,
            members: Vec::new(),
            group_by: section.get("group-by").map(Node::texts).unwrap_or_default(),
            timespan_s,
            generate: generate.and_then(Node::text).is_some_and(|word| word.eq_ignore_ascii_case("true")),
            aliases: Vec::new(),
            bounds: Vec::new(),
            fields: Vec::new(),
            percentile: 50.0,
            which: None,
        },
        aliases: aliases(section)?,
        names,
        is_bounded: false,
    };
    match section.entry("condition") {
        Some((key, condition)) => draft.condition(key.line, condition)?,
        None if draft.is_temporal() => {}
        None => return fault("the correlation has no `condition`"),
    }
    let needs_field = !draft.is_temporal() && kind != CorrelationKind::EventCount;
    if needs_field && draft.correlation.fields.is_empty() {
        return fault("the condition names no `field`");
    }
    Ok(draft)
}

fn kind_of(word: &str) -> Option<CorrelationKind> {
    Some(match word {
        "event_count" => CorrelationKind::EventCount,
        "value_count" => CorrelationKind::ValueCount,
        "temporal" => CorrelationKind::Temporal,
        "temporal_ordered" | "ordered_temporal" => CorrelationKind::TemporalOrdered,
        "value_sum" => CorrelationKind::ValueSum,
        "value_avg" => CorrelationKind::ValueAvg,
        "value_percentile" => CorrelationKind::ValuePercentile,
        "value_median" => CorrelationKind::ValueMedian,
        _ => return None,
    })
}

/// `number + letter`; weeks are taken too. Specification, correlation rules, "Time Selection".
fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let n: u64 = text[..text.len() - 1].trim().parse().ok()?;
    n.checked_mul(unit).filter(|s| (1..=366 * 86_400).contains(s))
}

fn aliases(section: &Node<'_>) -> Result<Vec<(String, String, String)>, Fault> {
    let mut found = Vec::new();
    let Some((_, aliases)) = section.entry("aliases") else { return Ok(found) };
    let Kind::Map(entries) = &aliases.kind else {
        return Err((aliases.line, "`aliases` is not a map".to_owned()));
    };
    for (alias, of_rules) in entries {
        let (Some(alias), Kind::Map(of_rules)) = (alias.text(), &of_rules.kind) else {
            return Err((of_rules.line, "an alias is not a map of rules to fields".to_owned()));
        };
        for (rule, field) in of_rules {
            let (Some(rule), Some(field)) = (rule.text(), field.text()) else {
                return Err((rule.line, "an alias is not a map of rules to fields".to_owned()));
            };
            found.push((alias.to_owned(), rule.to_owned(), field.to_owned()));
        }
    }
    Ok(found)
}

impl Draft {
    fn is_temporal(&self) -> bool {
        matches!(self.correlation.kind, CorrelationKind::Temporal | CorrelationKind::TemporalOrdered)
    }

    fn condition(&mut self, line: u32, condition: &Node<'_>) -> Result<(), Fault> {
        if let Some(text) = condition.text() {
            if self.correlation.kind != CorrelationKind::Temporal {
                return Err((line, "only `temporal` takes a condition in words".to_owned()));
            }
            self.correlation.which = Some(Condition::parse(text).map_err(|why| (line, why))?);
            return Ok(());
        }
        let Kind::Map(entries) = &condition.kind else {
            return Err((line, "the condition is not a map".to_owned()));
        };
        for (key, value) in entries {
            let (key_text, line) = (key.text().unwrap_or(""), key.line);
            let number = || match value.text().and_then(Number::parse) {
                Some(number) => Ok(number.as_f64()),
                None => Err((line, format!("`{key_text}` needs a number"))),
            };
            let bound = match key_text {
                "gt" => Bound::Gt,
                "gte" => Bound::Gte,
                "lt" => Bound::Lt,
                "lte" => Bound::Lte,
                "eq" => Bound::Eq,
                "neq" => Bound::Neq,
                "field" => {
                    self.correlation.fields = value.texts();
                    continue;
                }
                "percentile" => {
                    self.correlation.percentile = number()?;
                    if !(0.0..=100.0).contains(&self.correlation.percentile) {
                        return Err((line, "`percentile` is from 0 to 100".to_owned()));
                    }
                    continue;
                }
                _ => return Err((line, format!("`{key_text}` is no condition of a correlation"))),
            };
            self.correlation.bounds.push((bound, number()?));
        }
        if self.correlation.bounds.is_empty() {
            return Err((line, "the condition has no number to compare with".to_owned()));
        }
        self.is_bounded = true;
        Ok(())
    }

    /// The correlation with its members found, or why not.
    fn settle(mut self, members: Vec<Member>) -> Result<Correlation, String> {
        let names = &self.names;
        if let Some(which) = &self.correlation.which {
            let mut stranger = None;
            which.each_name(&mut |name| {
                if !names.iter().any(|n| n == name) {
                    stranger = Some(name.to_owned());
                }
            });
            if let Some(name) = stranger {
                return Err(format!("the condition names `{name}`, which is not among `rules`"));
            }
        } else if self.is_temporal() && !self.is_bounded {
            self.correlation.bounds.push((Bound::Gte, members.len() as f64));
        }
        for (alias, rule, field) in &self.aliases {
            let Some(member) = names.iter().position(|name| name == rule) else {
                return Err(format!("the alias `{alias}` names rule `{rule}`, which is not among `rules`"));
            };
            let aliases = &mut self.correlation.aliases;
            let at = aliases.iter().position(|a| a.name == *alias).unwrap_or_else(|| {
                aliases.push(Alias { name: alias.clone(), fields: vec![None; members.len()] });
                aliases.len() - 1
            });
            aliases[at].fields[member] = Some(field.clone());
        }
        if let Some(which) = &mut self.correlation.which {
            rename(which, names);
        }
        self.correlation.members = members;
        Ok(self.correlation)
    }
}

/// Names of members by their number, so that nothing is looked up while events pass.
fn rename(condition: &mut Condition, names: &[String]) {
    match condition {
        Condition::All(items) | Condition::Any(items) => {
            items.iter_mut().for_each(|item| rename(item, names))
        }
        Condition::Not(item) => rename(item, names),
        Condition::Name(name) => {
            if let Some(at) = names.iter().position(|n| n == name) {
                *name = at.to_string();
            }
        }
        Condition::Of(..) => {}
    }
}

/// Finds the members of every draft; correlations come after those they build on, and one of a circle is refused.
pub(crate) fn resolve(drafts: Vec<Draft>, rules: &[Rule]) -> (Vec<Correlation>, Vec<RuleError>) {
    let mut settled: Vec<Correlation> = Vec::new();
    let mut faults = Vec::new();
    let mut open = drafts;
    let mut refuse = |draft: &Draft, what: String| {
        let about = &draft.correlation.about;
        faults.push(RuleError {
            place: draft.correlation.place.clone(),
            title: Some(about.title.clone()),
            id: about.id.clone(),
            what,
        });
    };
    loop {
        let mut later = Vec::new();
        let n_before = settled.len();
        for draft in open {
            let members: Option<Vec<Member>> =
                draft.names.iter().map(|name| find(name, rules, &settled)).collect();
            match members {
                None => later.push(draft),
                Some(members) => match draft.clone().settle(members) {
                    Ok(correlation) => settled.push(correlation),
                    Err(why) => refuse(&draft, why),
                },
            }
        }
        if later.is_empty() {
            break;
        }
        if settled.len() == n_before {
            for draft in &later {
                let lost = draft.names.iter().find(|name| find(name, rules, &settled).is_none());
                let name = lost.map_or("", String::as_str);
                let known = later.iter().any(|other| other.is_called(name));
                let why =
                    if known { "builds on itself, or on one that was refused" } else { "is not loaded" };
                refuse(draft, format!("the correlation is about `{name}`, which {why}"));
            }
            break;
        }
        open = later;
    }
    (settled, faults)
}

impl Draft {
    fn is_called(&self, name: &str) -> bool {
        let about = &self.correlation.about;
        about.id.as_deref() == Some(name) || about.name.as_deref() == Some(name)
    }
}

fn find(name: &str, rules: &[Rule], settled: &[Correlation]) -> Option<Member> {
    let called =
        |c: &Correlation| c.about.id.as_deref() == Some(name) || c.about.name.as_deref() == Some(name);
    rules
        .iter()
        .position(|rule| rule.is_called(name))
        .map(Member::Rule)
        .or_else(|| settled.iter().position(called).map(Member::Correlation))
}
