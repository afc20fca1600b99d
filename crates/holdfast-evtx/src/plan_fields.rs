//! Finds the fields of a template: which slot, text or nothing each element and attribute reads, and under which name.
//!
//! It looks at operations once, when a plan is made, and at no event.

use crate::names::{NameId, Names};
use crate::op::{NO_GATE, Op, OpKind};
use crate::plan::{FieldSpec, Section, Source};
use crate::system::SystemField;

/// What it found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub fields: Vec<FieldSpec>,
    pub gates: Vec<u16>,
    pub nested: Vec<(u16, Section)>,
    pub system: Box<[Option<FieldSpec>; SystemField::ALL.len()]>,
}

/// An element that is open while operations are looked at.
struct Open {
    name: NameId,
    /// The section its content stands in.
    section: Section,
    /// It is a section itself, not an element of one.
    is_section: bool,
    /// The constant in its `Name` attribute.
    label: Option<NameId>,
    has_elements: bool,
    /// Gates of it and all around it.
    gates: (u32, u32),
    /// Content seen so far, as a range of operations.
    content: Option<(usize, usize)>,
}

/// Finds the fields of `ops`, which stand in `section`.
pub(crate) fn find(ops: &[Op], section: Section, names: &mut Names) -> Found {
    let mut finder =
        Finder { ops, found: Found::default(), open: Vec::new(), attribute: None, in_start: false };
    for (at, op) in ops.iter().enumerate() {
        finder.step(at, *op, section, names);
    }
    finder.found
}

struct Finder<'o> {
    ops: &'o [Op],
    found: Found,
    open: Vec<Open>,
    /// The attribute whose value is being looked at, and where its value begins.
    attribute: Option<(NameId, usize)>,
    in_start: bool,
}

impl Finder<'_> {
    fn step(&mut self, at: usize, op: Op, outside: Section, names: &mut Names) {
        match op.kind {
            OpKind::Open => self.open(op, outside, names),
            OpKind::Attr => {
                self.end_attribute(at, names);
                self.attribute = Some((op.name(), at.saturating_add(1)));
            }
            OpKind::Body => {
                self.end_attribute(at, names);
                self.in_start = false;
            }
            OpKind::Close => self.close(names),
            OpKind::PiTarget | OpKind::PiData => {}
            _ if self.in_start => {}
            _ => {
                let Some(element) = self.open.last_mut() else { return };
                let start = element.content.map_or(at, |(start, _)| start);
                element.content = Some((start, at.saturating_add(1)));
                let section = element.section;
                if op.kind == OpKind::Slot && !self.found.nested.iter().any(|(slot, _)| *slot == op.small) {
                    self.found.nested.push((op.small, section));
                }
            }
        }
    }

    fn open(&mut self, op: Op, outside: Section, names: &Names) {
        let parent = self.open.last_mut();
        let (around, gates) = parent.as_ref().map_or((outside, (0, 0)), |p| (p.section, p.gates));
        if let Some(parent) = parent {
            parent.has_elements = true;
        }
        let (section, is_section) = section_of(names.text(op.name()), around);
        // A null gate takes the element and all in it, so the gates around it are gates of it too.
        // What a template has at its top has nothing to be left out of.
        let gates = if op.small == NO_GATE || self.open.is_empty() {
            gates
        } else {
            let start = self.found.gates.len();
            let (from, to) = (gates.0 as usize, gates.1 as usize);
            let outer: Vec<u16> = self.found.gates.get(from..to).unwrap_or_default().to_vec();
            self.found.gates.extend(outer);
            self.found.gates.push(op.small);
            (start as u32, self.found.gates.len() as u32)
        };
        let name = op.name();
        self.open.push(Open {
            name,
            section,
            is_section,
            label: None,
            has_elements: false,
            gates,
            content: None,
        });
        self.in_start = true;
    }

    /// Ends the value of an attribute: a label, a field, or nothing.
    fn end_attribute(&mut self, end: usize, names: &mut Names) {
        let Some((attribute, start)) = self.attribute.take() else { return };
        let Some(element) = self.open.last_mut() else { return };
        let source = source(self.ops, start, end);
        let text = names.text(attribute);
        if element.section == Section::EventData && !element.is_section {
            // What else an element of EventData says of itself, such as a type, is no value of the event.
            if let (Source::Text(label), "Name") = (source, text)
                && !names.utf16(label).is_empty()
            {
                element.label = Some(label);
            }
            return;
        }
        if element.is_section || text == "xmlns" || text.starts_with("xmlns:") {
            return;
        }
        let name = format!("{}_{text}", names.text(element.name));
        let (section, gates) = (element.section, element.gates);
        self.add(name, FieldSpec { name: attribute, section, source, absent_if_empty: true, gates }, names);
    }

    fn close(&mut self, names: &mut Names) {
        let Some(element) = self.open.pop() else { return };
        if element.has_elements {
            return;
        }
        let source = element.content.map_or(Source::Nothing, |(start, end)| source(self.ops, start, end));
        if element.is_section && matches!(source, Source::Nothing) {
            return;
        }
        // A field of System in an attribute, such as the time, has an element that says nothing itself.
        if element.section == Section::System && matches!(source, Source::Nothing) {
            return;
        }
        let name = element.label.unwrap_or(element.name);
        let spec = FieldSpec {
            name,
            section: element.section,
            source,
            absent_if_empty: element.is_section,
            gates: element.gates,
        };
        if element.section == Section::System {
            let text = names.text(name).to_owned();
            self.add(text, spec, names);
        } else {
            self.found.fields.push(spec);
        }
    }

    fn add(&mut self, name: String, spec: FieldSpec, names: &mut Names) {
        let spec = FieldSpec { name: names.intern_str(&name), ..spec };
        if spec.section != Section::System {
            self.found.fields.push(spec);
        } else if let Some(field) = SystemField::named(&name)
            && let Some(place) = self.found.system.get_mut(field as usize)
        {
            *place = Some(spec);
        }
    }
}

/// The section of an element's content, and whether the element is that section itself.
fn section_of(name: &str, around: Section) -> (Section, bool) {
    match (around, name) {
        (Section::Top, "Event") => (Section::Event, true),
        (Section::Event, "System") => (Section::System, true),
        (Section::Event, "EventData") => (Section::EventData, true),
        (Section::Event, "UserData") => (Section::UserData, true),
        (Section::Event, "RenderingInfo") => (Section::RenderingInfo, true),
        (Section::Event, _) => (Section::Other, true),
        (Section::Top, _) => (Section::Other, true),
        (inside, _) => (inside, false),
    }
}

/// What a range of operations reads.
fn source(ops: &[Op], start: usize, end: usize) -> Source {
    match ops.get(start..end).unwrap_or_default() {
        [] => Source::Nothing,
        [Op { kind: OpKind::Slot, small, .. }] => Source::Slot(*small),
        [op] if matches!(op.kind, OpKind::Text | OpKind::CData) => Source::Text(op.name()),
        // A template has at most 16,384 operations.
        _ => Source::Pieces(start as u16, end as u16),
    }
}
