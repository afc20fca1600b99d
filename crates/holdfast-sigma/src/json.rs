//! Events as JSON objects: one value a line, or one after the other.
//!
//! Shapes: flat; `Event/System/EventData` as EVTX dumps and Chainsaw print it; `winlog` as Winlogbeat sends it; Hayabusa's, with
//! short names of channels and fields in `AllFieldInfo`. Whatever
//! else an object holds is a field under its dotted path.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::event::{Event, Field, FieldId, Fields, Values, event_id};
use crate::shortened::whole_channel;

/// One event read from JSON; reused for the next, so that nothing is allocated in the long run.
#[derive(Clone, Debug, Default)]
pub struct JsonEvent {
    /// All names and values, one after the other.
    text: String,
    entries: Vec<Entry>,
    /// First and last entry of each field rules ask for, by its number; see [`NONE`].
    ends: Vec<(u32, u32)>,
    channel: Option<u32>,
    provider: Option<u32>,
    event_id: Option<u32>,
    depth: u32,
}

/// A value, with its name before it in the text.
#[derive(Clone, Copy, Debug)]
struct Entry {
    name_start: u32,
    start: u32,
    end: u32,
    /// The next value of the same field.
    next: u32,
    null: bool,
}

const NONE: u32 = u32::MAX;
/// Bytes of names and values of one event.
const MAX_TEXT: usize = 64 << 20;

/// Why a line is no event.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or cut short.
    #[error("not JSON")]
    Syntax(#[source] serde_json::Error),
    /// JSON, but no object.
    #[error("not a JSON object")]
    NoObject,
}

impl JsonEvent {
    /// No event yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one object. On an error the event is empty.
    pub fn read(&mut self, json: &[u8], fields: &Fields) -> Result<(), JsonError> {
        let mut reader = serde_json::Deserializer::from_slice(json);
        self.next(&mut reader, fields)
            .and_then(|()| reader.end().map_err(JsonError::Syntax))
            .inspect_err(|_| self.clear())
    }

    /// Reads objects that stand one after the other, in lines or not, and calls `each` with every one.
    pub fn read_all(json: &[u8], fields: &Fields, mut each: impl FnMut(&Self)) -> Result<(), JsonError> {
        let mut reader =
            serde_json::Deserializer::from_slice(json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json));
        let mut event = Self::new();
        while reader.end().is_err() {
            event.next(&mut reader, fields)?;
            each(&event);
        }
        Ok(())
    }

    /// Forgets the last event, to take another's names and values one by one with [`Self::add`]: an event of another format.
    pub fn begin(&mut self, fields: &Fields) {
        self.clear();
        self.ends.resize(fields.len(), (NONE, NONE));
    }

    /// Adds a value under its name; `None` is a null.
    pub fn add(&mut self, name: &str, value: Option<&str>, fields: &Fields) {
        match value {
            Some(text) => self.push(name, fields, Some(&|buffer| buffer.push_str(text))),
            None => self.push(name, fields, None),
        }
    }

    /// Names and values as they were found; a null has no text.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.entries.iter().map(|e| {
            let value = self.slice(e.start, e.end);
            (self.slice(e.name_start, e.start), (!e.null).then_some(value))
        })
    }

    fn next<'de>(
        &mut self,
        reader: &mut serde_json::Deserializer<serde_json::de::SliceRead<'de>>,
        fields: &Fields,
    ) -> Result<(), JsonError> {
        self.clear();
        self.ends.resize(fields.len(), (NONE, NONE));
        let mut is_object = false;
        let seed = At {
            event: self,
            fields,
            place: Place::Root,
            name: String::new(),
            is_object: Some(&mut is_object),
        };
        let read = seed.deserialize(reader);
        let read = read.map_err(JsonError::Syntax);
        if read.is_ok() && !is_object { Err(JsonError::NoObject) } else { read }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
        self.ends.clear();
        (self.channel, self.provider, self.event_id) = (None, None, None);
        self.depth = 0;
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Notes a value; `write` adds its text, and without one it is null.
    fn push(&mut self, name: &str, fields: &Fields, write: Option<&dyn Fn(&mut String)>) {
        if name.is_empty() || self.text.len() > MAX_TEXT {
            return;
        }
        let name_start = self.text.len() as u32;
        self.text.extend(name.split(' '));
        let start = self.text.len() as u32;
        let id = fields.id(&self.text[name_start as usize..]);
        if let Some(write) = write {
            write(&mut self.text);
        }
        let at = self.entries.len() as u32;
        let end = self.text.len() as u32;
        self.entries.push(Entry { name_start, start, end, next: NONE, null: write.is_none() });
        if let Some((first, last)) = id.and_then(|id| self.ends.get_mut(id.index())) {
            match *last {
                NONE => *first = at,
                before => self.entries[before as usize].next = at,
            }
            *last = at;
        }
        match self.slice(name_start, start) {
            "Channel" => _ = self.channel.get_or_insert(at),
            "Provider_Name" => _ = self.provider.get_or_insert(at),
            "EventID" if self.event_id.is_none() => self.event_id = event_id(self.slice(start, end)),
            _ => {}
        }
    }

    fn value_at(&self, at: Option<u32>) -> &str {
        at.and_then(|at| self.entries.get(at as usize)).map_or("", |e| self.slice(e.start, e.end))
    }
}

impl Event for JsonEvent {
    fn channel(&self) -> &str {
        self.value_at(self.channel)
    }

    fn provider(&self) -> &str {
        self.value_at(self.provider)
    }

    fn event_id(&self) -> Option<u32> {
        self.event_id
    }

    fn field(&self, field: Field<'_>, values: &mut Values) {
        let FieldId(id) = field.id;
        let mut at = self.ends.get(id as usize).map_or(NONE, |(first, _)| *first);
        while let Some(entry) = self.entries.get(at as usize) {
            match entry.null {
                true => values.push_null(),
                false => values.push(self.slice(entry.start, entry.end)),
            }
            at = entry.next;
        }
    }

    fn every_value(&self, values: &mut Values) {
        for entry in self.entries.iter().filter(|e| !e.null) {
            values.push(self.slice(entry.start, entry.end));
        }
    }
}

/// Which part of an object is being read, and so what its keys mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Keys are fields, or one of the known parts.
    Root,
    /// `Event`.
    Event,
    /// `System`: keys are tags.
    System,
    /// One tag of the header, named by `name`.
    Tag,
    /// Attributes of that tag.
    Attributes,
    /// `EventData`, and what stands in one element of `UserData`: keys are fields.
    Data,
    /// `UserData`: its one element holds the fields.
    UserData,
    /// A field's value that is an object with `#text`.
    Value,
    /// `winlog`.
    Winlog,
    /// Elsewhere: `name` is the dotted path so far.
    Path,
    /// Of no interest.
    Skip,
}

/// Reads one value at a place.
struct At<'a> {
    event: &'a mut JsonEvent,
    fields: &'a Fields,
    place: Place,
    name: String,
    is_object: Option<&'a mut bool>,
}

/// What Winlogbeat calls the header's values.
const WINLOG: &[(&str, &str)] = &[
    ("channel", "Channel"),
    ("provider_name", "Provider_Name"),
    ("event_id", "EventID"),
    ("computer_name", "Computer"),
    ("record_id", "EventRecordID"),
    ("task", "Task"),
    ("opcode", "Opcode"),
    ("version", "Version"),
];

/// The place of a key's value, and the name it has there.
fn child(place: Place, name: &str, key: &str) -> (Place, String) {
    let named = |place: Place| (place, key.to_owned());
    match place {
        Place::Root => match key {
            "Event" => named(Place::Event),
            "System" => named(Place::System),
            "EventData" => named(Place::Data),
            "UserData" => named(Place::UserData),
            "winlog" => named(Place::Winlog),
            // As Hayabusa prints events.
            "Details" | "ExtraFieldInfo" | "AllFieldInfo" => named(Place::Data),
            // Wrappers of others around the event itself.
            "document" | "data" | "_source" => named(Place::Root),
            _ => named(Place::Path),
        },
        Place::Event => match key {
            "System" => named(Place::System),
            "EventData" => named(Place::Data),
            "UserData" => named(Place::UserData),
            _ if is_attributes(key) => named(Place::Skip),
            _ => named(Place::Data),
        },
        Place::System => match key.strip_suffix("_attributes") {
            Some(tag) => (Place::Attributes, tag.to_owned()),
            None => named(Place::Tag),
        },
        Place::Tag => match key {
            "#text" => (Place::Value, name.to_owned()),
            _ if is_attributes(key) => (Place::Attributes, name.to_owned()),
            _ => (Place::Value, format!("{name}_{key}")),
        },
        Place::Attributes => (Place::Value, format!("{name}_{key}")),
        Place::Data if is_attributes(key) => named(Place::Skip),
        Place::Data => named(Place::Value),
        Place::UserData if is_attributes(key) => named(Place::Skip),
        Place::UserData => named(Place::Data),
        Place::Value if key == "#text" => (Place::Value, name.to_owned()),
        Place::Value if is_attributes(key) => named(Place::Skip),
        Place::Value => named(Place::Value),
        Place::Winlog => match key {
            "event_data" => named(Place::Data),
            "user_data" => named(Place::Data),
            _ => match WINLOG.iter().find(|(theirs, _)| *theirs == key) {
                Some((_, ours)) => (Place::Value, (*ours).to_owned()),
                None => (Place::Path, format!("winlog.{key}")),
            },
        },
        Place::Path => (Place::Path, format!("{name}.{key}")),
        Place::Skip => named(Place::Skip),
    }
}

fn is_attributes(key: &str) -> bool {
    key == "#attributes" || key.ends_with("_attributes") || key == "xmlns" || key == "xml_name"
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl At<'_> {
    fn leaf(self, write: Option<&dyn Fn(&mut String)>) {
        if self.place != Place::Skip {
            self.event.push(&self.name, self.fields, write);
        }
    }

    fn shown(self, value: impl std::fmt::Display) {
        self.leaf(Some(&|text| {
            // Writing to a string cannot fail.
            let _ = std::fmt::Write::write_fmt(text, format_args!("{value}"));
        }));
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an event")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let text = if self.name == "Channel" { whole_channel(text) } else { text };
        self.leaf(Some(&|buffer| buffer.push_str(text)));
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.shown(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.shown(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.shown(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.shown(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.leaf(None);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { event, fields, place, name, .. } = self;
        loop {
            let seed = At { event: &mut *event, fields, place, name: name.clone(), is_object: None };
            if items.next_element_seed(seed)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { event, fields, place, name, is_object } = self;
        if let Some(is_object) = is_object {
            *is_object = true;
        }
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            let (place, name) = child(place, &name, &key);
            entries.next_value_seed(At { event: &mut *event, fields, place, name, is_object: None })?;
        }
        Ok(())
    }
}
