//! An event as JSON, in the shape that `evtx_dump` made common.
//!
//! An element is a member; its attributes are `#attributes`, its text beside them `#text`; a second element of a name
//! gets `_1`. A `Data` with a name is a member of that name; those without are one list under `Data`. Integers and yes
//! or no are bare; everything else is text. An empty element is `null`, an empty `Data` the empty text.

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
    let all: Vec<&Element<'_>> = element.elements().collect();
    let is_data = |child: &Element<'_>| is_container && child.name == "Data";
    let label = |child: &Element<'_>| -> Option<Vec<u8>> {
        let nodes = child.label().filter(|nodes| nodes.iter().any(Node::is_text))?;
        let mut name = Vec::new();
        nodes.iter().for_each(|node| text(node, &mut name));
        Some(name)
    };
    let are_named = all.iter().any(|child| is_data(child) && label(child).is_some());
    let mut counts = std::collections::HashMap::<(bool, Vec<u8>), usize>::new();
    let mut at = 0;
    let mut list_done = false;
    while let Some(child) = all.get(at) {
        at = at.saturating_add(1);
        if !is_data(child) {
            let n_before = count(&mut counts, (false, child.name.as_bytes().to_vec()));
            separator.before(w);
            w.key(child.name, n_before);
            value(child, matches!(child.name, "EventData" | "UserData"), w)?;
        } else if are_named {
            let Some(name) = label(child) else { continue };
            // Those of one name in a row are one list.
            let rest = all.get(at..).unwrap_or_default();
            let n_more =
                rest.iter().take_while(|next| is_data(next) && label(next).as_ref() == Some(&name)).count();
            separator.before(w);
            w.put(b"\"");
            Escape(w.out).put(&name);
            w.key_end(count(&mut counts, (true, name)));
            list(child, rest.iter().take(n_more).copied(), n_more, w)?;
            at = at.saturating_add(n_more);
        } else if !list_done {
            list_done = true;
            separator.before(w);
            w.put(b"\"Data\":{\"#text\":");
            let rest = all.get(at..).unwrap_or_default().iter().copied().filter(|next| is_data(next));
            list(child, rest.clone(), rest.count(), w)?;
            w.put(b"}");
        }
    }
    Ok(())
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

/// How often a key came before.
fn count<K: std::hash::Hash + Eq>(counts: &mut std::collections::HashMap<K, usize>, key: K) -> usize {
    let n = counts.entry(key).or_default();
    let before = *n;
    *n = n.saturating_add(1);
    before
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
}
