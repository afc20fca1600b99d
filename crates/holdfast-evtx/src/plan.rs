//! A plan: what a template writes, worked out once, so that an event is its values and nothing else.
//!
//! A plan holds no value of any event. Its fields are found by `plan_fields`.

use crate::names::{NameId, Names};
use crate::op::Op;
use crate::system::SystemField;

/// A plan's number. Unlike an index it is never used twice, so that what is kept about a plan cannot meet another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanId {
    /// How often the decoder forgot its plans before it made this one.
    pub(crate) generation: u32,
    pub(crate) index: u32,
}

/// Where in an event a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Nowhere yet: where an event itself stands.
    Top,
    /// In the event, beside its sections.
    Event,
    /// `System`: the head that every event has.
    System,
    /// `EventData`: named or unnamed values.
    EventData,
    /// `UserData`: elements of the provider's own.
    UserData,
    /// `RenderingInfo`: texts added by the machine that forwarded the event.
    RenderingInfo,
    /// Anything else, such as `ProcessingErrorData`.
    Other,
}

/// A field of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name: what `Name` says of a `Data` element, or the element's own name, or `Data` for one without a name. An
    /// attribute is the element's name, `_` and its own.
    pub name: NameId,
    /// Where it stands.
    pub section: Section,
    /// What it reads.
    pub(crate) source: Source,
    /// An empty value means that it is absent, as for an attribute.
    pub(crate) absent_if_empty: bool,
    /// Slots, as a range of the plan's gates; when one is null the field is absent.
    pub(crate) gates: (u32, u32),
}

/// What a field reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nothing; it is always empty.
    Nothing,
    /// A slot.
    Slot(u16),
    /// Constant text.
    Text(NameId),
    /// Several operations side by side, as a range.
    Pieces(u16, u16),
}

/// A template, or the elements of a fragment, as a plan.
#[derive(Debug)]
pub struct Plan {
    pub(crate) id: PlanId,
    /// Where it stands in an event. The same template elsewhere is another plan.
    pub(crate) section: Section,
    pub(crate) ops: Box<[Op]>,
    /// For each operation that opens an element, the operation that closes it; for others, itself.
    pub(crate) ends: Box<[u32]>,
    pub(crate) fields: Box<[FieldSpec]>,
    /// Slots that `fields` are gated by.
    pub(crate) gates: Box<[u16]>,
    /// Slots in which a fragment may stand, and the section it then stands in.
    pub(crate) nested: Box<[(u16, Section)]>,
    pub(crate) system: Box<[Option<FieldSpec>; SystemField::ALL.len()]>,
}

impl Plan {
    /// Its number.
    pub fn id(&self) -> PlanId {
        self.id
    }

    /// Its fields outside `System`, in the order of the template. An index here is the index in `Part::value`.
    pub fn fields(&self) -> &[FieldSpec] {
        &self.fields
    }

    /// The value that a field of `System` has in every event of this plan, if the template has it as constant text.
    ///
    /// Most templates state provider and channel so, which lets a reader sort plans instead of events.
    pub fn constant<'n>(&self, field: SystemField, names: &'n Names) -> Option<&'n str> {
        match self.system.get(field as usize)?.as_ref()?.source {
            Source::Text(text) => Some(names.text(text)),
            _ => None,
        }
    }
}
