//! What the engine asks of an event: where it comes from, and the text of its fields.
//!
//! It holds no event. A reader of EVTX writes text straight from the record's bytes into [`Values`]; nothing is built
//! that a rule does not ask for.

use std::collections::HashMap;

/// One event, borrowed from wherever it lies.
pub trait Event {
    /// The channel, as in `System/Channel`.
    fn channel(&self) -> &str;

    /// The provider's name, as in `System/Provider/@Name`.
    fn provider(&self) -> &str;

    /// The event id, when the event has one that is written like a plain number.
    fn event_id(&self) -> Option<u32>;

    /// Appends every value of a field, in order; nothing at all when the event does not have it.
    ///
    /// Names have no blanks: `Threat Name` is asked for as `ThreatName`. Attributes of the header are joined to their
    /// tag: `Provider_Name`, `Execution_ProcessID`. Unnamed `Data` elements are values of `Data`.
    /// Specification, rules, "Field Usage".
    fn field(&self, field: Field<'_>, values: &mut Values);

    /// Appends every value of the event, header and body, for keyword searches.
    fn every_value(&self, values: &mut Values);
}

/// A field some rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its number in the [`Fields`] of the rule set, for readers that plan ahead.
    pub id: FieldId,
    /// Its name.
    pub name: &'a str,
}

/// The number of a field name in a [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub(crate) u32);

impl FieldId {
    /// From 0, without gaps.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every field name the rules ask for, each with a number.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    names: Vec<Box<str>>,
    ids: HashMap<Box<str>, FieldId>,
}

impl Fields {
    /// The number of a name, when a rule asks for it.
    pub fn id(&self, name: &str) -> Option<FieldId> {
        self.ids.get(name).copied()
    }

    /// The name of a number.
    pub fn name(&self, id: FieldId) -> &str {
        &self.names[id.index()]
    }

    /// Number and name together.
    pub fn field(&self, id: FieldId) -> Field<'_> {
        Field { id, name: self.name(id) }
    }

    /// All names; a field's number is its place.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(crate) fn intern(&mut self, name: &str) -> FieldId {
        if let Some(id) = self.id(name) {
            return id;
        }
        let id = FieldId(self.names.len() as u32);
        self.names.push(name.into());
        self.ids.insert(name.into(), id);
        id
    }
}

/// Values of a field, or of many, as text: one buffer, reused from event to event.
#[derive(Clone, Debug, Default)]
pub struct Values {
    text: String,
    /// Where each value ends in `text`, and whether it is null.
    ends: Vec<(usize, bool)>,
}

impl Values {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all values and keeps the buffer.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Appends a text. An element that is present and empty is `""`.
    pub fn push(&mut self, text: &str) {
        self.push_with(|buffer| buffer.push_str(text));
    }

    /// Appends a null: the field is there and has no value.
    pub fn push_null(&mut self) {
        self.ends.push((self.text.len(), true));
    }

    /// Appends a text that `write` adds to the end of the buffer it is given; what is there already stays.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        debug_assert!(self.text.len() >= start, "`write` may only append");
        self.ends.push((self.text.len(), false));
    }

    /// Appends UTF-16, little end first; what is no character becomes U+FFFD.
    pub fn push_utf16le(&mut self, bytes: &[u8]) {
        self.push_with(|buffer| {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            buffer.reserve(bytes.len() / 2);
            buffer.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        });
    }

    /// The values; `None` is a null.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.ends.iter().map(move |(end, null)| {
            let text = &self.text[start..*end];
            start = *end;
            (!null).then_some(text)
        })
    }

    /// The texts one after the other, as [`Values::ranges`] divides them.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where each text begins and ends; nulls are left out.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut start = 0;
        self.ends.iter().filter_map(move |(end, null)| {
            let range = (std::mem::replace(&mut start, *end), *end);
            (!null).then_some(range)
        })
    }

    /// How many there are, nulls among them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none: the field is absent.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// An event id as it must be written to count as one: digits, without zeros in front.
pub fn event_id(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_texts_and_nulls_apart() {
        let mut values = Values::new();
        values.push("a");
        values.push_null();
        values.push("");
        values.push_utf16le(&[b'h', 0, 0x3d, 0xd8, b'!', 0, 9]);
        let found: Vec<Option<&str>> = values.iter().collect();
        assert_eq!(found, [Some("a"), None, Some(""), Some("h\u{fffd}!")]);
        values.clear();
        assert!(values.is_empty() && values.iter().next().is_none());
    }

    #[test]
    fn event_ids_are_plain_numbers() {
        assert_eq!(event_id("4688"), Some(4688));
        assert_eq!(event_id("0"), Some(0));
        for none in ["", "04688", "-1", "4688 ", "99999999999", "0x10"] {
            assert_eq!(event_id(none), None, "{none}");
        }
    }
}
