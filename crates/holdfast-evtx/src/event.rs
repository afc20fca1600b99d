//! An event: its record, the parts it is made of, and its values by field. All of it is borrowed.
//!
//! Showing one as JSON or XML is in `json` and `xml`; nothing here makes text.

use crate::decode::Decoder;
use crate::fields::Fields;
use crate::names::{NameId, Names};
use crate::plan::{FieldSpec, Plan, Source};
use crate::records::Record;
use crate::system::SystemField;
use crate::time::FileTime;
use crate::value::{Pieces, Slot, ValueRef};

/// An event.
#[derive(Clone, Copy)]
pub struct Event<'a> {
    record: Record,
    /// The part that holds `System`.
    head: Part<'a>,
}

impl<'a> Event<'a> {
    pub(crate) fn new(chunk: &'a [u8], record: Record, decoder: &'a Decoder) -> Self {
        Self { record, head: Part::new(chunk, decoder, 0) }
    }

    /// The record it was read from.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The templates and fragments it is made of: first the one that holds `System`, then those inside it.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = Part<'a>> + Clone + 'a {
        let event = *self;
        (0..event.n_parts()).map(move |index| event.part_at(index))
    }

    #[inline]
    pub(crate) fn part_at(&self, index: usize) -> Part<'a> {
        Part::new(self.head.chunk, self.head.decoder, index)
    }

    #[inline]
    pub(crate) fn n_parts(&self) -> usize {
        self.head.decoder.parts.len()
    }

    /// Indexes of the parts that stand in a slot of another part, or in the record itself.
    pub(crate) fn parts_in(&self, parent: u32, slot: u16) -> impl Iterator<Item = usize> + 'a {
        let all = self.head.decoder.parts.iter().enumerate();
        all.filter(move |(_, i)| i.parent == parent && i.parent_slot == slot).map(|(index, _)| index)
    }

    /// Every field outside `System`. An array is as many fields of one name as it has items.
    #[inline]
    pub fn fields(&self) -> Fields<'a> {
        Fields::new(*self)
    }

    /// The first field of this name outside `System`, letter for letter. `None` when it is absent; a field that is present
    /// and empty is [`ValueRef::Empty`]. For more than a few fields of many events, keep slots with `PerPlan` instead.
    pub fn field(&self, name: &str) -> Option<ValueRef<'a>> {
        let name = self.names().find(name)?;
        self.fields().find(|field| field.name == name).map(|field| field.value)
    }

    /// A value of `System`. `None` when the event has none, or an empty attribute.
    pub fn system(&self, field: SystemField) -> Option<ValueRef<'a>> {
        self.head.system(field)
    }

    /// The event id.
    pub fn event_id(&self) -> Option<u32> {
        self.system(SystemField::EventId)?.as_u64().and_then(|id| u32::try_from(id).ok())
    }

    /// The severity: 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 always.
    pub fn level(&self) -> Option<u8> {
        self.system(SystemField::Level)?.as_u64().and_then(|level| u8::try_from(level).ok())
    }

    /// The log it was written to.
    pub fn channel(&self) -> Option<ValueRef<'a>> {
        self.system(SystemField::Channel)
    }

    /// The name of the provider that wrote it.
    pub fn provider(&self) -> Option<ValueRef<'a>> {
        self.system(SystemField::ProviderName)
    }

    /// The machine it was written on.
    pub fn computer(&self) -> Option<ValueRef<'a>> {
        self.system(SystemField::Computer)
    }

    /// When it was written: `TimeCreated`, or else the record's time.
    pub fn time(&self) -> FileTime {
        match self.system(SystemField::TimeCreated) {
            Some(ValueRef::Time(time)) => time,
            _ => self.record.time,
        }
    }

    /// A name's text.
    pub fn name(&self, name: NameId) -> &'a str {
        self.names().text(name)
    }

    /// All names met so far.
    pub fn names(&self) -> &'a Names {
        self.head.decoder.names()
    }

    pub(crate) fn chunk(&self) -> &'a [u8] {
        self.head.chunk
    }
}

impl std::fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Event").field("record", &self.record).field("n_parts", &self.n_parts()).finish()
    }
}

/// A template filled in, or a fragment of an event.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    chunk: &'a [u8],
    decoder: &'a Decoder,
    plan: Option<&'a Plan>,
    slots: &'a [Slot],
    index: u16,
}

impl<'a> Part<'a> {
    /// Part `index` of the event that the decoder holds.
    #[inline]
    pub(crate) fn new(chunk: &'a [u8], decoder: &'a Decoder, index: usize) -> Self {
        let none = Self { chunk, decoder, plan: None, slots: &[], index: 0 };
        let Some(instance) = decoder.parts.get(index) else { return none };
        let first = instance.first_slot as usize;
        let slots = decoder.slots.get(first..first.saturating_add(instance.n_slots as usize));
        // An event has at most 64 parts.
        Self {
            plan: decoder.plans.get(instance.plan),
            slots: slots.unwrap_or_default(),
            index: index as u16,
            ..none
        }
    }

    /// What it was filled into. `None` only for an event without any content.
    #[inline]
    pub fn plan(&self) -> Option<&'a Plan> {
        self.plan
    }

    /// The value of field `index` of its plan; arrays come whole. `None` when the field is absent, or when a part of its
    /// own stands there, whose fields are that part's.
    pub fn value(&self, index: usize) -> Option<ValueRef<'a>> {
        let plan = self.plan?;
        self.read(plan, plan.fields.get(index)?)
    }

    /// A value of `System`, if this part holds it.
    pub fn system(&self, field: SystemField) -> Option<ValueRef<'a>> {
        let plan = self.plan?;
        self.read(plan, plan.system.get(field as usize)?.as_ref()?)
    }

    #[inline]
    pub(crate) fn slots(&self) -> &'a [Slot] {
        self.slots
    }

    /// Whether a fragment stands in a slot.
    pub(crate) fn is_fragment(&self, slot: u16) -> bool {
        self.slots.get(usize::from(slot)).is_some_and(|slot| slot.is_fragment())
    }

    /// Whether one of the slots that an element depends on is null.
    pub(crate) fn is_gated(&self, gates: &[u16]) -> bool {
        let is_null = |gate: &u16| self.slots.get(usize::from(*gate)).is_some_and(|slot| slot.is_null());
        gates.iter().any(is_null)
    }

    #[inline]
    fn read(&self, plan: &'a Plan, spec: &FieldSpec) -> Option<ValueRef<'a>> {
        let (from, to) = spec.gates;
        if from != to && self.is_gated(plan.gates.get(from as usize..to as usize).unwrap_or_default()) {
            return None;
        }
        let value = match spec.source {
            Source::Slot(index) => match self.slots.get(usize::from(index)) {
                Some(slot) if slot.is_fragment() => return None,
                Some(slot) => slot.value(self.chunk),
                None => ValueRef::Empty,
            },
            Source::Nothing => ValueRef::Empty,
            Source::Text(text) => match self.decoder.names().utf16(text) {
                text if text.is_empty() => ValueRef::Empty,
                text => ValueRef::Text(text),
            },
            Source::Pieces(start, end) => ValueRef::Pieces(Pieces {
                decoder: self.decoder,
                chunk: self.chunk,
                part: self.index,
                start,
                end,
            }),
        };
        if spec.absent_if_empty && value.is_empty() { None } else { Some(value) }
    }
}

impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plan = self.plan.map(|plan| plan.id());
        f.debug_struct("Part").field("plan", &plan).field("n_slots", &self.slots.len()).finish()
    }
}
