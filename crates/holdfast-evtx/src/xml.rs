//! An event as XML, in one line, as Windows would show it.
//!
//! Control characters that XML cannot have become `_`, as Windows writes them.

use crate::error::RecordFault;
use crate::event::Event;
use crate::text::Utf16;
use crate::tree::{Element, MAX_SHOWN_BYTES, Node};
use crate::tree_build::build;
use crate::value::ValueRef;
use crate::value_text::TextOut;

impl Event<'_> {
    /// Adds the event to `out` as XML in UTF-8, in one line without a line end.
    ///
    /// # Errors
    /// An event that would take more room than any real one is refused; `out` is then as it was.
    pub fn append_xml(&self, out: &mut Vec<u8>) -> Result<(), RecordFault> {
        let (tree, start) = (build(self)?, out.len());
        let written = element(&tree, &mut Writer { out, start });
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

    fn put(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.out.extend_from_slice(part.as_bytes()));
    }
}

fn element(element_: &Element<'_>, w: &mut Writer<'_>) -> Result<(), RecordFault> {
    w.check()?;
    w.put(&["<", element_.name]);
    for attribute in &element_.attributes {
        // An empty value leaves the attribute out. CDATA counts even when it is empty.
        if attribute.value.iter().any(|node| node.is_text() || matches!(node, Node::CData(_))) {
            w.put(&[" ", attribute.name, "=\""]);
            for node in &attribute.value {
                text(node, true, w);
                w.check()?;
            }
            w.put(&["\""]);
        }
    }
    if element_.is_bare {
        w.put(&["/>"]);
        return Ok(());
    }
    w.put(&[">"]);
    let mut nodes = element_.children.iter().peekable();
    let has_elements = element_.elements().next().is_some();
    while let Some(node) = nodes.next() {
        match node {
            Node::Element(child) => element(child, w)?,
            Node::PiTarget(target) if !has_elements => {
                w.put(&["<?", target]);
                if let Some(Node::PiData(data)) = nodes.peek() {
                    w.put(&[" "]);
                    data.append_utf8(w.out);
                    nodes.next();
                }
                w.put(&["?>"]);
            }
            node => text(node, false, w),
        }
        w.check()?;
    }
    w.put(&["</", element_.name, ">"]);
    Ok(())
}

fn text(node: &Node<'_>, in_attribute: bool, w: &mut Writer<'_>) {
    match node {
        Node::Value(value) => escaped(value, in_attribute, w.out),
        Node::Number(text) => text.append_utf8(w.out),
        Node::CData(text) if in_attribute => escaped(&ValueRef::Text(*text), true, w.out),
        Node::CData(text) => cdata(*text, w),
        Node::CharRef(code) => w.put(&["&#", &code.to_string(), ";"]),
        Node::EntityRef(name) => w.put(&["&", name, ";"]),
        Node::Element(_) | Node::PiTarget(_) | Node::PiData(_) => {}
    }
}

/// `]]>` in the text would end it early, so it goes into two.
fn cdata(text: Utf16<'_>, w: &mut Writer<'_>) {
    w.put(&["<![CDATA[", &text.to_string().replace("]]>", "]]]]><![CDATA[>"), "]]>"]);
}

fn escaped(value: &ValueRef<'_>, in_attribute: bool, out: &mut Vec<u8>) {
    let mut escape = Escape { out, in_attribute };
    value.append_text(&mut escape);
}

/// Writes what XML gives a meaning to as its name.
struct Escape<'o> {
    out: &'o mut Vec<u8>,
    in_attribute: bool,
}

impl TextOut for Escape<'_> {
    fn put_utf16(&mut self, text: Utf16<'_>) {
        let mut utf8 = Vec::new();
        text.append_utf8(&mut utf8);
        self.put(&utf8);
    }

    fn put(&mut self, utf8: &[u8]) {
        let mut rest = utf8;
        while let Some((&byte, after)) = rest.split_first() {
            let (written, n_bytes): (&[u8], usize) = match byte {
                b'&' => (b"&amp;", 1),
                b'<' => (b"&lt;", 1),
                b'>' => (b"&gt;", 1),
                b'"' if self.in_attribute => (b"&quot;", 1),
                b'\'' if self.in_attribute => (b"&apos;", 1),
                b'\t' | b'\n' | b'\r' => (std::slice::from_ref(&byte), 1),
                0..0x20 => (b"_", 1),
                // U+FFFE and U+FFFF, which are no characters.
                0xEF if matches!(after, [0xBF, 0xBE | 0xBF, ..]) => (b"_", 3),
                _ => (std::slice::from_ref(&byte), 1),
            };
            self.out.extend_from_slice(written);
            rest = rest.get(n_bytes..).unwrap_or_default();
        }
    }
}
