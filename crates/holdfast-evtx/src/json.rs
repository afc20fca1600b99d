//! An event as JSON, in the shape that `evtx_dump` made common.
//!
//! An element is a member; its attributes are `#attributes`, its text beside them `#text`; a second element of a name
//! gets `_1`. A `Data` with a name is a member of that name; those without are one list under `Data`. Integers and yes
//! or no are bare; everything else is text. An empty element is `null`, an empty `Data` the empty text.

use std::collections::HashMap;

use crate::error::RecordFault;
use crate::event::Event;
use crate::tree::{Attribute, Element, MAX_SHOWN_BYTES, Node};
use crate::tree_build::build;
use crate::value::ValueRef;
use crate::value_text::{TextOut, put_char_ref, put_entity};

impl Event<'_> {
    /// Adds the event to `out` as a JSON object in UTF-8, in one line without a line end.
    ///
    /// # Errors
    /// An event that would take more room than any real one is refused; `out` is then as it was.
    pub fn append_json(&self, out: &mut Vec<u8>) -> Result<(), RecordFault> {
        let (tree, start) = (build(self)?, out.len());
        let mut w = Writer { out, start };
        w.put(b"{");
        w.key(tree.name, 0);
        let written = value(&tree, false, &mut w);
        w.put(b"}");
        if written.is_err() {
            out.truncate(start);
        }
        written
    }
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
}

impl Writer<'_> {
    fn check(&self) -> Result<(), RecordFault> {
        let n_bytes = self.out.len().saturating_sub(self.start);
        if n_bytes > MAX_SHOWN_BYTES { Err(RecordFault::TooLarge) } else { Ok(()) }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// A member's name and colon; its number when others of the name came before.
    fn key(&mut self, name: &str, n_before: usize) {
        self.put(b"\"");
        Escape(self.out).put(name.as_bytes());
        self.key_end(n_before);
    }

    fn key_end(&mut self, n_before: usize) {
        if n_before > 0 {
            self.put(format!("_{n_before}").as_bytes());
        }
        self.put(b"\":");
    }

    /// Text as one string.
    fn string(&mut self, nodes: &[Node<'_>]) {
        self.put(b"\"");
        nodes.iter().for_each(|node| text(node, &mut Escape(self.out)));
        self.put(b"\"");
    }

    /// Text, or a bare number or yes or no if that is all there is.
    fn content(&mut self, nodes: &[Node<'_>]) {
        let mut texts = nodes.iter().filter(|node| node.is_text());
        match (texts.next(), texts.next()) {
            (Some(Node::Value(value @ (ValueRef::Int(_) | ValueRef::Uint(_) | ValueRef::Bool(_)))), None) => {
                value.append_text(self.out);
            }
            (Some(Node::Number(number)), None) => number.append_utf8(self.out),
            _ => self.string(nodes),
        }
    }
}

/// The value of an element.
fn value(element: &Element<'_>, is_container: bool, w: &mut Writer<'_>) -> Result<(), RecordFault> {
    let has_elements = element.elements().next().is_some();
    let has_attributes = element.attributes.iter().any(is_there);
    match (has_elements || has_attributes, element.has_text()) {
        (true, _) => object(element, is_container, true, w),
        (false, true) => {
            w.content(&element.children);
            w.check()
        }
        (false, false) => {
            w.put(b"null");
            Ok(())
        }
    }
}

/// The value of a `Data`: its attributes are not part of it.
fn data_value(element: &Element<'_>, w: &mut Writer<'_>) -> Result<(), RecordFault> {
    match (element.elements().next(), element.has_text()) {
        (Some(_), _) => object(element, false, false, w),
        (None, true) => {
            w.content(&element.children);
            w.check()
        }
        (None, false) => {
            w.put(b"\"\"");
            Ok(())
        }
    }
}

/// Whether an attribute has a value.
fn is_there(attribute: &Attribute<'_>) -> bool {
    attribute.value.iter().any(Node::is_text)
}

fn object(
    element: &Element<'_>,
    is_container: bool,
    with_attributes: bool,
    w: &mut Writer<'_>,
) -> Result<(), RecordFault> {
    w.put(b"{");
    let mut separator = Separator::default();
    if with_attributes && element.attributes.iter().any(is_there) {
        separator.before(w);
        w.put(b"\"#attributes\":{");
        let mut inner = Separator::default();
        for attribute in element.attributes.iter().filter(|a| is_there(a)) {
            inner.before(w);
            w.key(attribute.name, 0);
            w.content(&attribute.value);
            w.check()?;
        }
        w.put(b"}");
    }
    if element.has_text() {
        separator.before(w);
        w.put(b"\"#text\":");
        w.content(&element.children);
    }
    members(element, is_container, separator, w)?;
    w.put(b"}");
    w.check()
}

fn members(
    element: &Element<'_>,
    is_container: bool,
    mut separator: Separator,
    w: &mut Writer<'_>,
) -> Result<(), RecordFault> {
    let is_data = |child: &Element<'_>| is_container && child.name == "Data";
    // Each element, and what a `Data` is called.
    let all: Vec<(&Element<'_>, Option<Vec<u8>>)> =
        element.elements().map(|child| (child, if is_data(child) { label(child) } else { None })).collect();
    let are_named = all.iter().any(|(_, label)| label.is_some());
    let mut keys = Keys::default();
    let mut list_done = false;
    let mut at = 0;
    while let Some((child, label)) = all.get(at) {
        at = at.saturating_add(1);
        let rest = all.get(at..).unwrap_or_default();
        if !is_data(child) {
            let n_before = keys.count(false, child.name.as_bytes());
            separator.before(w);
            w.key(child.name, n_before);
            value(child, matches!(child.name, "EventData" | "UserData"), w)?;
        } else if are_named {
            let Some(name) = label else { continue };
            // Those of one name in a row are one list.
            let n_more = rest.iter().take_while(|(_, next)| next.as_ref() == Some(name)).count();
            separator.before(w);
            w.put(b"\"");
            Escape(w.out).put(name);
            w.key_end(keys.count(true, name));
            list(child, rest.iter().take(n_more).map(|(next, _)| *next), n_more, w)?;
            at = at.saturating_add(n_more);
        } else if !list_done {
            list_done = true;
            separator.before(w);
            w.put(b"\"Data\":{\"#text\":");
            let more = rest.iter().map(|(next, _)| *next).filter(|next| is_data(next));
            list(child, more.clone(), more.count(), w)?;
            w.put(b"}");
        }
    }
    Ok(())
}

/// What a `Data` is called, if it has a name.
fn label(element: &Element<'_>) -> Option<Vec<u8>> {
    let nodes = element.label().filter(|nodes| nodes.iter().any(Node::is_text))?;
    let mut name = Vec::new();
    nodes.iter().for_each(|node| text(node, &mut name));
    Some(name)
}

/// Keys written so far: elements' own and those of `Data` are counted apart.
#[derive(Default)]
struct Keys<'k> {
    few: Vec<((bool, &'k [u8]), usize)>,
    many: HashMap<(bool, &'k [u8]), usize>,
}

impl<'k> Keys<'k> {
    /// How often a key came before.
    fn count(&mut self, is_label: bool, key: &'k [u8]) -> usize {
        let key = (is_label, key);
        let n = match self.few.iter().position(|(known, _)| *known == key) {
            Some(at) => self.few.get_mut(at).map(|(_, n)| n),
            // A list is quicker for the thirty keys of a real event, and too slow for a thousand.
            None if self.few.len() < 32 => {
                self.few.push((key, 0));
                self.few.last_mut().map(|(_, n)| n)
            }
            None => Some(self.many.entry(key).or_default()),
        };
        n.map_or(0, |n| {
            let before = *n;
            *n = n.saturating_add(1);
            before
        })
    }
}

/// The value of one `Data`, or of several as a list.
fn list<'e, 'a: 'e>(
    first: &Element<'a>,
    more: impl Iterator<Item = &'e Element<'a>>,
    n_more: usize,
    w: &mut Writer<'_>,
) -> Result<(), RecordFault> {
    if n_more == 0 {
        return data_value(first, w);
    }
    w.put(b"[");
    data_value(first, w)?;
    for element in more {
        w.put(b",");
        data_value(element, w)?;
    }
    w.put(b"]");
    Ok(())
}

fn text(node: &Node<'_>, out: &mut impl TextOut) {
    match node {
        Node::Value(value) => value.append_text(out),
        Node::Number(text) | Node::CData(text) => out.put_utf16(*text),
        Node::CharRef(code) => put_char_ref(out, *code),
        Node::EntityRef(name) => put_entity(out, name),
        Node::Element(_) | Node::PiTarget(_) | Node::PiData(_) => {}
    }
}

/// A comma before each member but the first.
#[derive(Default)]
struct Separator {
    any: bool,
}

impl Separator {
    fn before(&mut self, w: &mut Writer<'_>) {
        if std::mem::replace(&mut self.any, true) {
            w.put(b",");
        }
    }
}

/// Writes what a JSON string cannot have as an escape.
struct Escape<'o>(&'o mut Vec<u8>);

impl TextOut for Escape<'_> {
    fn put(&mut self, utf8: &[u8]) {
        if is_plain(utf8) {
            return self.0.extend_from_slice(utf8);
        }
        for byte in utf8 {
            match byte {
                b'"' => self.0.extend_from_slice(b"\\\""),
                b'\\' => self.0.extend_from_slice(b"\\\\"),
                b'\n' => self.0.extend_from_slice(b"\\n"),
                b'\r' => self.0.extend_from_slice(b"\\r"),
                b'\t' => self.0.extend_from_slice(b"\\t"),
                0..0x20 => self.0.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
                _ => self.0.push(*byte),
            }
        }
    }

    fn put_utf16(&mut self, text: crate::Utf16<'_>) {
        let start = self.0.len();
        text.append_utf8(self.0);
        // Most text has nothing to escape and may stay as it was just written.
        if !self.0.get(start..).is_some_and(is_plain) {
            let written = self.0.split_off(start);
            self.put(&written);
        }
    }
}

/// Whether nothing needs an escape. No branch for each byte, so that many are looked at together.
fn is_plain(utf8: &[u8]) -> bool {
    !utf8.iter().fold(false, |any, byte| any | (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\'))
}
