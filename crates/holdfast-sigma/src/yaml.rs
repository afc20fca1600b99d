//! YAML text to a small tree with line numbers, within bounds.
//!
//! Documents of plain YAML are read by `plain`, all others by `saphyr-parser`.
//! It knows no Sigma. Scalars keep the text they were written with: rules compare text, so `0x10` stays `0x10`.

mod plain;

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Nodes of one document, aliases counted as often as they stand for something.
const MAX_NODES: usize = 100_000;
/// Lists and maps inside each other.
const MAX_DEPTH: usize = 32;

/// A value and the line it starts on, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node<'a> {
    pub(crate) line: u32,
    pub(crate) kind: Kind<'a>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind<'a> {
    /// Nothing, `~` or `null`, without quotes.
    Null,
    /// Any other scalar.
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order written; no key twice.
    Map(Vec<(Node<'a>, Node<'a>)>),
}

/// Why a document cannot be read, and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    pub(crate) line: u32,
    pub(crate) what: String,
}

impl<'a> Node<'a> {
    /// The value of `key`, when this is a map that has it.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Key and value, when this is a map that has `key`.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Node<'a>, &Node<'a>)> {
        let Kind::Map(entries) = &self.kind else { return None };
        entries.iter().find(|(k, _)| k.text() == Some(key)).map(|(k, v)| (k, v))
    }

    /// The text, when this is a scalar and not null.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Texts of a list, or the one text of a scalar; what is no text is left out.
    pub(crate) fn texts(&self) -> Vec<String> {
        match &self.kind {
            Kind::Text(text) => vec![text.clone().into_owned()],
            Kind::List(items) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }
}

/// The documents of a file: text and the line before it. A broken one costs itself, so they are cut apart first.
///
/// A document ends at a line that is `---` or `...`, alone or before a blank; neither can stand inside one at the first
/// column.
pub(crate) fn documents(text: &str) -> Vec<(u32, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    let (mut start, mut start_line) = (0, 0);
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        let rest = bare.strip_prefix("---").or_else(|| bare.strip_prefix("..."));
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
            found.push((start_line, &text[start..at]));
            // What follows the marker on its line belongs to the document; so does the line number.
            let content = rest.is_some_and(|r| !r.trim().is_empty() && !r.trim_start().starts_with('#'));
            start = if content { at + 3 } else { at + line.len() };
            start_line = n as u32 + u32::from(!content);
        }
        at += line.len();
    }
    found.push((start_line, &text[start..]));
    found.retain(|(_, text)| {
        text.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    });
    found
}

/// Reads one document; `line_before` is added to its line numbers.
pub(crate) fn read(text: &str, line_before: u32) -> Result<Node<'_>, YamlError> {
    match plain::read(text, line_before) {
        Some(node) => Ok(node),
        None => read_general(text, line_before),
    }
}

/// Reads one document by the general parser.
fn read_general(text: &str, line_before: u32) -> Result<Node<'_>, YamlError> {
    read_within(text, line_before).map_err(|mut error| {
        // What is missing at the end is reported past it.
        let n_lines = text.lines().count() as u32;
        error.line = error.line.clamp(line_before + 1, line_before + n_lines.max(1));
        error
    })
}

fn read_within(text: &str, line_before: u32) -> Result<Node<'_>, YamlError> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        line_before,
        anchors: HashMap::new(),
        n_nodes: 0,
        line: line_before + 1,
    };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
            (Event::StreamEnd | Event::DocumentEnd, _) => return Err(reader.error("the document is empty")),
            (event, span) => return reader.node(event, span, 0),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    line_before: u32,
    anchors: HashMap<usize, (Node<'a>, usize)>,
    n_nodes: usize,
    line: u32,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), YamlError> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.line = self.line_before + span.start.line() as u32;
                Ok((event, span))
            }
            Some(Err(error)) => Err(YamlError {
                line: self.line_before + error.marker().line() as u32,
                what: error.info().to_owned(),
            }),
            None => Err(self.error("the document ends too early")),
        }
    }

    fn error(&self, what: &str) -> YamlError {
        YamlError { line: self.line, what: what.to_owned() }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node<'a>, YamlError> {
        let line = self.line_before + span.start.line() as u32;
        self.count(1)?;
        if depth > MAX_DEPTH {
            return Err(self.error("lists and maps are nested too deeply"));
        }
        let n_before = self.n_nodes;
        let (kind, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (scalar(text, style), anchor),
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.map(depth)?, anchor),
            Event::Alias(anchor) => {
                let Some((node, n)) = self.anchors.get(&anchor).cloned() else {
                    return Err(self.error("an alias stands for nothing yet"));
                };
                self.count(n)?;
                return Ok(node);
            }
            _ => return Err(self.error("a value is missing")),
        };
        let node = Node { line, kind };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), self.n_nodes - n_before + 1));
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<Kind<'a>, YamlError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Kind::List(items)),
                (event, span) => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Kind<'a>, YamlError> {
        let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(Kind::Map(entries));
            }
            let key = self.node(event, span, depth + 1)?;
            if let Some(text) = key.text()
                && entries.iter().any(|(k, _)| k.text() == Some(text))
            {
                return Err(YamlError { line: key.line, what: format!("the key `{text}` stands twice") });
            }
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push((key, value));
        }
    }

    fn count(&mut self, n: usize) -> Result<(), YamlError> {
        self.n_nodes += n;
        if self.n_nodes > MAX_NODES { Err(self.error("the document has too many values")) } else { Ok(()) }
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Kind<'_> {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL") {
        Kind::Null
    } else {
        Kind::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_cut_apart_with_their_lines() {
        let text = "# a note\n---\na: 1\n--- # next\nb: 2\n...\n---\n\n---\nc: '---'\nd: ---x\n";
        assert_eq!(documents(text), [(2, "a: 1\n"), (4, "b: 2\n"), (9, "c: '---'\nd: ---x\n")]);
        assert_eq!(read("a: 1\nb:\n  - x\n", 10).unwrap().get("b").unwrap().line, 13);
    }

    #[test]
    fn scalars_keep_their_text_and_null_is_null() {
        let node = read("[~, null, '', 'null', 0x10, 010, true, \"a\\tb\", '*']", 0).unwrap();
        let Kind::List(items) = node.kind else { panic!("a list") };
        let texts: Vec<Option<&str>> = items.iter().map(Node::text).collect();
        let expected = [None, None, Some(""), Some("null"), Some("0x10"), Some("010"), Some("true")];
        assert_eq!(texts[..7], expected);
        assert_eq!(texts[7..], [Some("a\tb"), Some("*")]);
    }

    #[test]
    fn hostile_documents_are_refused_with_a_line() {
        assert!(read("a: 1\na: 2", 0).unwrap_err().what.contains("twice"));
        assert_eq!(read("a: [1, 2", 5).unwrap_err().line, 6);
        assert!(read(&"[".repeat(100_000), 0).is_err());
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let before = format!("*a{}, ", n - 1).repeat(9);
            bomb += &format!("a{n}: &a{n} [{}]\n", before.trim_end_matches(", "));
        }
        assert!(read(&bomb, 0).unwrap_err().what.contains("too many"));
        assert!(read("*nobody", 0).is_err());
    }
}
