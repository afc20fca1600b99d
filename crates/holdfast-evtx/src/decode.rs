//! Records to events: finds each record's template and the places of its values, and keeps every template's plan.
//!
//! One decoder serves one thread, chunk after chunk and file after file. It takes memory for plans and for the slots of
//! one event, and for nothing whose size a file merely states.

use crate::budget::Budget;
use crate::bytes::{Cursor, array_at, u32_at};
use crate::chunk::{CHUNK_BYTES, Chunk};
use crate::compile::{Compiler, NameCache};
use crate::error::{BadRecord, RecordFault};
use crate::event::Event;
use crate::instance::{DEFINITION_HEADER_BYTES, definition_at, values};
use crate::names::Names;
use crate::op::Op;
use crate::plan::Section;
use crate::plans::Plans;
use crate::records::{Record, Records};
use crate::value::Slot;

/// Fragments inside fragments. Real events have one. Showing an event descends through all elements of all of them, so
/// this and the depth of one template bound the stack it takes.
const MAX_NESTING: u8 = 4;
/// Templates and fragments in one event. Real events have two.
const MAX_PARTS: usize = 64;

/// A template filled in, or a fragment, of the event being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Instance {
    /// Index of its plan.
    pub plan: u32,
    /// Its slots, as a range of the event's.
    pub first_slot: u32,
    pub n_slots: u32,
    /// The part it stands in, and the slot of that part, or `u32::MAX` for one that stands in the record itself.
    pub parent: u32,
    pub parent_slot: u16,
}

/// Reads the events of chunks.
#[derive(Debug)]
pub struct Decoder {
    pub(crate) plans: Plans,
    pub(crate) slots: Vec<Slot>,
    pub(crate) parts: Vec<Instance>,
    /// For each place in the chunk, the plan of the definition there, plus 1.
    definitions: Box<[u32]>,
    /// The places set in `definitions`.
    defined: Vec<u16>,
    name_cache: NameCache,
    budget: Budget,
    ops: Vec<Op>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            plans: Plans::default(),
            slots: Vec::new(),
            parts: Vec::new(),
            definitions: vec![0; CHUNK_BYTES].into(),
            defined: Vec::new(),
            name_cache: NameCache::new(),
            budget: Budget::for_chunk(),
            ops: Vec::new(),
        }
    }
}

impl Decoder {
    /// A decoder that has met no template yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The names met so far. Numbers of names hold until [`Self::generation`] changes, which only [`Self::events`] does.
    pub fn names(&self) -> &Names {
        &self.plans.names
    }

    /// How often the decoder forgot all plans and names, because a file brought more than any real log.
    pub fn generation(&self) -> u32 {
        self.plans.generation()
    }

    /// The events of a chunk, in the order they lie.
    pub fn events<'d>(&'d mut self, chunk: Chunk<'d>) -> Events<'d> {
        self.plans.forget_if_full();
        for at in self.defined.drain(..) {
            if let Some(place) = self.definitions.get_mut(usize::from(at)) {
                *place = 0;
            }
        }
        self.name_cache.clear();
        self.budget = Budget::for_chunk();
        Events { records: chunk.records(), chunk, decoder: self }
    }

    /// Reads a record into `parts` and `slots`.
    fn read(&mut self, chunk: &[u8], record: &Record) -> Result<(), RecordFault> {
        self.slots.clear();
        self.parts.clear();
        let cursor = Cursor::new(chunk, record.content_at(), record.content_end());
        self.fragment(chunk, cursor, Section::Top, (u32::MAX, 0), 0)
    }

    /// Reads what stands at the cursor: templates filled in, or elements.
    fn fragment(
        &mut self,
        chunk: &[u8],
        mut cursor: Cursor<'_>,
        section: Section,
        parent: (u32, u16),
        depth: u8,
    ) -> Result<(), RecordFault> {
        if depth > MAX_NESTING {
            return Err(RecordFault::TooDeep);
        }
        loop {
            match cursor.peek() {
                None | Some(0x00) => return Ok(()),
                Some(0x0F) => cursor.skip(4)?,
                Some(0x0C) => {
                    cursor.skip(1)?;
                    let definition = definition_at(&mut cursor)?;
                    let plan = self.definition(chunk, definition, section)?;
                    let first = self.slots.len();
                    values(&mut cursor, &mut self.slots)?;
                    self.part(chunk, plan, first, parent, depth)?;
                }
                Some(_) => {
                    let first = self.slots.len();
                    self.ops.clear();
                    let mut compiler = Compiler {
                        chunk,
                        names: &mut self.plans.names,
                        cache: &mut self.name_cache,
                        budget: &mut self.budget,
                        ops: &mut self.ops,
                    };
                    compiler.fragment(&mut cursor, &mut self.slots)?;
                    let plan = self.plans.intern(&self.ops, section, &mut self.budget)?;
                    self.part(chunk, plan, first, parent, depth)?;
                }
            }
        }
    }

    /// Adds a part whose slots begin at `first`, and the parts that stand in its slots.
    fn part(
        &mut self,
        chunk: &[u8],
        plan: u32,
        first: usize,
        parent: (u32, u16),
        depth: u8,
    ) -> Result<(), RecordFault> {
        if self.parts.len() >= MAX_PARTS {
            return Err(RecordFault::TooLarge);
        }
        let this = self.parts.len() as u32;
        let n_slots = self.slots.len().saturating_sub(first);
        self.parts.push(Instance {
            plan,
            first_slot: first as u32,
            n_slots: n_slots as u32,
            parent: parent.0,
            parent_slot: parent.1,
        });
        let mut at = 0;
        while let Some((index, section)) = self.plans.get(plan).and_then(|p| p.nested.get(at).copied()) {
            at = at.saturating_add(1);
            let index_here = usize::from(index);
            if index_here >= n_slots {
                continue;
            }
            if let Some(slot) = self.slots.get(first.saturating_add(index_here)).copied()
                && slot.is_fragment()
            {
                let inner = Cursor::new(chunk, slot.at as usize, slot.end());
                self.fragment(chunk, inner, section, (this, index), depth.saturating_add(1))?;
            }
        }
        Ok(())
    }

    /// The plan of the definition at `at`, compiled when it is first met in this chunk.
    #[inline]
    fn definition(&mut self, chunk: &[u8], at: usize, section: Section) -> Result<u32, RecordFault> {
        if let Some(index) = self.definitions.get(at).and_then(|n| n.checked_sub(1))
            && self.plans.get(index).is_some_and(|plan| plan.section == section)
        {
            return Ok(index);
        }
        self.compile(chunk, at, section)
    }

    #[cold]
    fn compile(&mut self, chunk: &[u8], at: usize, section: Section) -> Result<u32, RecordFault> {
        let header: [u8; DEFINITION_HEADER_BYTES] = array_at(chunk, at).ok_or(RecordFault::Truncated)?;
        let n_bytes = u32_at(&header, 20).ok_or(RecordFault::Truncated)?;
        let start = at.saturating_add(DEFINITION_HEADER_BYTES);
        let end = start.saturating_add(n_bytes as usize);
        if end > chunk.len() {
            return Err(RecordFault::Truncated);
        }
        self.ops.clear();
        let mut compiler = Compiler {
            chunk,
            names: &mut self.plans.names,
            cache: &mut self.name_cache,
            budget: &mut self.budget,
            ops: &mut self.ops,
        };
        compiler.definition(start, end)?;
        let plan = self.plans.intern(&self.ops, section, &mut self.budget)?;
        if let (Some(place), Ok(at)) = (self.definitions.get_mut(at), u16::try_from(at)) {
            *place = plan.saturating_add(1);
            self.defined.push(at);
        }
        Ok(plan)
    }
}

/// The events of a chunk. An event borrows from here, so it ends before the next one begins.
#[derive(Debug)]
pub struct Events<'d> {
    chunk: Chunk<'d>,
    records: Records<'d>,
    decoder: &'d mut Decoder,
}

impl Events<'_> {
    /// The next event, or what is wrong with the next record.
    // Not for inlining: a caller may be built with fewer optimizations than this crate.
    pub fn next_event(&mut self) -> Option<Result<Event<'_>, BadRecord>> {
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(bad) => return Some(Err(bad)),
        };
        Some(match self.decoder.read(self.chunk.bytes(), &record) {
            Ok(()) => Ok(Event::new(self.chunk.bytes(), record, self.decoder)),
            Err(fault) => Err(BadRecord { offset: record.offset, id: Some(record.id), fault }),
        })
    }

    /// The names of the events' fields.
    pub fn names(&self) -> &Names {
        self.decoder.names()
    }
}
