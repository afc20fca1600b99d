//! One YAML document to a rule, a correlation or a filter.
//!
//! It reads one document by itself; what refers to another is settled by the rule set.

use crate::condition::Condition;
use crate::correlation::{self, Draft};
use crate::detection::{self, Fault};
use crate::filter::Filter;
use crate::logsource::LogSource;
use crate::modifier::Placeholders;
use crate::rule::{About, Level, Place, Rule, Status};
use crate::yaml::{Kind, Node};

/// What a document is.
pub(crate) enum Document {
    Rule(Rule),
    Correlation(Draft),
    Filter(Filter),
}

/// Reads a document. `place` is that of its first line.
pub(crate) fn read(node: &Node<'_>, place: &Place, placeholders: &Placeholders) -> Result<Document, Fault> {
    if !matches!(node.kind, Kind::Map(_)) {
        return Err((node.line, "the document is not a map".to_owned()));
    }
    if let Some((key, _)) = node.entry("action") {
        return Err((key.line, "`action` belongs to Sigma 1".to_owned()));
    }
    let about = about(node)?;
    if let Some((_, section)) = node.entry("correlation") {
        return correlation::read(section, about, place.clone(), node).map(Document::Correlation);
    }
    let source = logsource(node)?;
    if let Some((_, section)) = node.entry("filter") {
        return filter(section, &about, place.clone(), source, placeholders).map(Document::Filter);
    }
    let Some((_, section)) = node.entry("detection") else {
        return Err((node.line, "there is neither `detection` nor `correlation` nor `filter`".to_owned()));
    };
    let mut missing = Vec::new();
    let expr = detection::read(section, placeholders, &mut missing)?;
    let place = place.clone();
    Ok(Document::Rule(Rule { about, source, place, missing, filters: Vec::new(), expr }))
}

/// Title and id, as far as they can be read, for saying which document was refused.
pub(crate) fn names(node: &Node<'_>) -> (Option<String>, Option<String>) {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    (text("title").or_else(|| text("name")), text("id"))
}

/// As [`names`], of text that is not YAML: its lines that begin with the keys.
pub(crate) fn names_in(text: &str) -> (Option<String>, Option<String>) {
    let value = |key: &str| {
        let rest = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
        let rest = rest.trim().trim_matches(['\'', '"']);
        (!rest.is_empty()).then(|| rest.chars().take(256).collect())
    };
    (value("title"), value("id"))
}

fn about(node: &Node<'_>) -> Result<About, Fault> {
    let text = |key: &str| {
        node.get(key).and_then(Node::text).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let texts = |key: &str| node.get(key).map(Node::texts).unwrap_or_default();
    let (id, name) = (text("id"), text("name"));
    let Some(title) = text("title").or_else(|| name.clone()).or_else(|| id.clone()) else {
        return Err((node.line, "there is no `title`".to_owned()));
    };
    Ok(About {
        status: word(node, "status", Status::parse)?,
        level: word(node, "level", Level::parse)?,
        author: text("author").or_else(|| Some(texts("author").join(", "))).filter(|a| !a.is_empty()),
        description: text("description"),
        license: text("license"),
        date: text("date"),
        modified: text("modified"),
        references: texts("references"),
        tags: texts("tags"),
        falsepositives: texts("falsepositives"),
        fields: texts("fields"),
        scope: texts("scope"),
        title,
        id,
        name,
    })
}

fn word<T>(node: &Node<'_>, key: &str, parse: fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
    let Some((at, value)) = node.entry(key) else { return Ok(None) };
    let Some(text) = value.text() else { return Ok(None) };
    match parse(&text.trim().to_ascii_lowercase()) {
        Some(word) => Ok(Some(word)),
        None => Err((at.line, format!("`{text}` is no {key}"))),
    }
}

fn logsource(node: &Node<'_>) -> Result<LogSource, Fault> {
    let Some((key, section)) = node.entry("logsource") else {
        return Err((node.line, "there is no `logsource`".to_owned()));
    };
    let part =
        |name: &str| section.get(name).and_then(Node::text).map(|text| text.trim().to_ascii_lowercase());
    let source = LogSource { product: part("product"), category: part("category"), service: part("service") };
    if source == LogSource::default() {
        return Err((key.line, "`logsource` names neither product nor category nor service".to_owned()));
    }
    Ok(source)
}

fn filter(
    section: &Node<'_>,
    about: &About,
    place: Place,
    source: LogSource,
    placeholders: &Placeholders,
) -> Result<Filter, Fault> {
    let Some((key, rules)) = section.entry("rules") else {
        return Err((section.line, "the filter names no `rules`".to_owned()));
    };
    let names = rules.texts();
    if names.is_empty() {
        return Err((key.line, "the filter names no `rules`".to_owned()));
    }
    let any = matches!(rules.text(), Some("any" | "*"));
    let mut missing = Vec::new();
    let selections = detection::selections(section, &["rules"], placeholders, &mut missing)?;
    let mut conditions = detection::conditions(section)?;
    let condition = if conditions.len() == 1 { conditions.remove(0) } else { Condition::Any(conditions) };
    let rules = (!any).then_some(names);
    Ok(Filter { title: about.title.clone(), place, source, rules, selections, condition, missing })
}
