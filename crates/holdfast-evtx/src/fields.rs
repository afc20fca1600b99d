//! The fields of an event, one after another.
//!
//! `System` is not among them: its values are asked for by what they are.

use crate::array::Array;
use crate::event::{Event, Part};
use crate::names::NameId;
use crate::plan::Section;
use crate::value::ValueRef;

/// A field of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field<'a> {
    /// Its name, as a number; `Event::name` has the text.
    pub name: NameId,
    /// Where it stands.
    pub section: Section,
    /// Its value; [`ValueRef::Empty`] when it is present and empty. Absent fields are not listed.
    pub value: ValueRef<'a>,
}

/// Walks the fields of an event: part by part, each in the order of its template.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    event: Event<'a>,
    part: Part<'a>,
    next_part: usize,
    next_field: usize,
    /// The items left of an array, and the field they belong to.
    items: Option<(NameId, Section, Array<'a>)>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(event: Event<'a>) -> Self {
        Self { event, part: event.part_at(0), next_part: 1, next_field: 0, items: None }
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    fn next(&mut self) -> Option<Field<'a>> {
        loop {
            if let Some((name, section, items)) = &mut self.items {
                if let Some(value) = items.next() {
                    return Some(Field { name: *name, section: *section, value });
                }
                self.items = None;
            }
            let specs = self.part.plan().map(|plan| plan.fields()).unwrap_or_default();
            let Some(spec) = specs.get(self.next_field) else {
                if self.next_part >= self.event.n_parts() {
                    return None;
                }
                self.part = self.event.part_at(self.next_part);
                self.next_part = self.next_part.saturating_add(1);
                self.next_field = 0;
                continue;
            };
            let value = self.part.value(self.next_field);
            self.next_field = self.next_field.saturating_add(1);
            match value {
                None => {}
                Some(ValueRef::Array(items)) => self.items = Some((spec.name, spec.section, items)),
                Some(value) => return Some(Field { name: spec.name, section: spec.section, value }),
            }
        }
    }
}
