//! Binary XML tokens to operations: a template's definition, or a fragment that stands in a record without one.
//!
//! Names are looked up in the chunk, where a token only points to them. In a fragment the values stand between the
//! tokens; each becomes a slot, so that what is left is a template like any other. Source: MS-EVEN6, 2.2.12.

use crate::budget::Budget;
use crate::bytes::{Cursor, u16_at};
use crate::error::RecordFault;
use crate::names::{NameId, Names};
use crate::op::{NO_GATE, Op, OpKind};
use crate::text::Utf16;
use crate::value::{Slot, ValueRef, kind, value};

/// Elements open at once in one template. Those of the samples have at most 3.
const MAX_DEPTH: usize = 32;
/// Operations of one template. Those of the samples have at most 255.
const MAX_OPS: usize = 1 << 14;
/// Bytes of tokens that cost one unit of the budget.
const BYTES_A_UNIT: usize = 4;
/// Letters of a name. Real ones have under 100.
const MAX_NAME_UNITS: usize = 1 << 8;

/// Names of a chunk by where they stand, for those met lately: templates point to `Data` and `Name` again and again.
#[derive(Debug)]
pub(crate) struct NameCache {
    places: Box<[(u32, NameId); 256]>,
}

impl NameCache {
    pub(crate) fn new() -> Self {
        Self { places: Box::new([(u32::MAX, NameId(0)); 256]) }
    }

    /// Forgets the last chunk.
    pub(crate) fn clear(&mut self) {
        self.places.fill((u32::MAX, NameId(0)));
    }
}

/// Reads tokens and writes operations.
pub(crate) struct Compiler<'c> {
    pub chunk: &'c [u8],
    pub names: &'c mut Names,
    pub cache: &'c mut NameCache,
    pub budget: &'c mut Budget,
    pub ops: &'c mut Vec<Op>,
}

/// Where tokens stand, which decides what they may be.
enum Place<'s> {
    /// A definition: slots, and elements that depend on one.
    Definition,
    /// A record: values themselves, which become slots from `first` on. What `Name` says is no value but part of the
    /// template, for fields are named by it.
    Fragment { slots: &'s mut Vec<Slot>, first: usize },
}

impl Compiler<'_> {
    /// Compiles the definition whose tokens stand at `at` to `end`. It has one element at its top.
    pub(crate) fn definition(&mut self, at: usize, end: usize) -> Result<(), RecordFault> {
        // Paid for by its bytes before it is read, whether or not it ends well: a thousand records cannot have it read a
        // thousand times.
        self.budget.spend(end.saturating_sub(at) / BYTES_A_UNIT)?;
        let mut cursor = Cursor::new(self.chunk, at, end);
        match self.tokens(&mut cursor, &mut Place::Definition)? {
            1 => Ok(()),
            _ => Err(RecordFault::Unbalanced),
        }
    }

    /// Compiles elements that stand in a record themselves, up to their end. Adds their values to `slots`.
    pub(crate) fn fragment(
        &mut self,
        cursor: &mut Cursor<'_>,
        slots: &mut Vec<Slot>,
    ) -> Result<(), RecordFault> {
        let (first, start) = (slots.len(), cursor.at());
        self.tokens(cursor, &mut Place::Fragment { slots, first })?;
        self.budget.spend(cursor.at().saturating_sub(start) / BYTES_A_UNIT)
    }

    /// Reads up to the end token or the end; gives the number of elements at the top.
    fn tokens(&mut self, cursor: &mut Cursor<'_>, place: &mut Place<'_>) -> Result<usize, RecordFault> {
        let (mut depth, mut n_top) = (0_usize, 0_usize);
        let (mut in_start, mut in_attribute, mut in_label) = (false, false, false);
        let mut opened = [0_usize; MAX_DEPTH];
        while !cursor.is_done() {
            // Between the elements of a fragment, the end and a template that is filled in are the caller's to read.
            let is_outside = depth == 0 && matches!(place, Place::Fragment { .. });
            if is_outside && matches!(cursor.peek(), Some(0x00 | 0x0C)) {
                break;
            }
            let token = cursor.u8()?;
            let wrong = RecordFault::Token { token };
            match token {
                0x00 => break,
                0x01 | 0x41 if !in_start => {
                    if depth == 0 {
                        n_top = n_top.saturating_add(1);
                    }
                    *opened.get_mut(depth).ok_or(RecordFault::TooDeep)? = self.ops.len();
                    depth = depth.saturating_add(1);
                    self.open(cursor, token, matches!(place, Place::Definition))?;
                    (in_start, in_attribute) = (true, false);
                }
                0x02 if in_start => {
                    self.push(Op::numbered(OpKind::Body, 0))?;
                    in_start = false;
                }
                0x03 if in_start => {
                    depth = depth.saturating_sub(1);
                    let open = opened.get(depth).and_then(|at| self.ops.get_mut(*at));
                    open.ok_or(RecordFault::Unbalanced)?.flag = 1;
                    self.push(Op::numbered(OpKind::Body, 0))?;
                    self.push(Op::numbered(OpKind::Close, 0))?;
                    in_start = false;
                }
                0x04 if !in_start => {
                    depth = depth.checked_sub(1).ok_or(RecordFault::Unbalanced)?;
                    self.push(Op::numbered(OpKind::Close, 0))?;
                }
                0x0F => cursor.skip(3)?,
                0x0C if !in_start => self.instance(cursor, place).ok_or(wrong)??,
                0x06 | 0x46 if in_start => {
                    let name = self.name(cursor)?;
                    self.push(Op::named(OpKind::Attr, name))?;
                    in_attribute = true;
                    in_label = self.names.text(name) == "Name";
                }
                // All that is left stands inside an element, or in the value of an attribute.
                _ if depth == 0 || (in_start && !in_attribute) => return Err(wrong),
                0x05 | 0x45 => self.value(cursor, place, in_start && in_label)?,
                0x07 | 0x47 => self.text(cursor, OpKind::CData)?,
                0x08 | 0x48 => {
                    let code = cursor.u16()?;
                    self.push(Op::numbered(OpKind::CharRef, code))?;
                }
                0x09 | 0x49 => {
                    let name = self.name(cursor)?;
                    self.push(Op::named(OpKind::EntityRef, name))?;
                }
                0x0A if !in_start => {
                    let name = self.name(cursor)?;
                    self.push(Op::named(OpKind::PiTarget, name))?;
                }
                0x0B if !in_start => self.text(cursor, OpKind::PiData)?,
                0x0D | 0x0E if matches!(place, Place::Definition) => {
                    let (index, kind) = (cursor.u16()?, cursor.u8()?);
                    if !kind::is_known(kind) {
                        return Err(RecordFault::Kind { kind });
                    }
                    self.push(Op { flag: token & 1 ^ 1, ..Op::numbered(OpKind::Slot, index) })?;
                }
                _ => return Err(wrong),
            }
        }
        if depth > 0 || in_start { Err(RecordFault::Unbalanced) } else { Ok(n_top) }
    }

    #[inline]
    fn push(&mut self, op: Op) -> Result<(), RecordFault> {
        if self.ops.len() >= MAX_OPS {
            return Err(RecordFault::TooLarge);
        }
        self.ops.push(op);
        Ok(())
    }

    /// An element's start. Sizes in it are not needed, and not believed.
    fn open(&mut self, cursor: &mut Cursor<'_>, token: u8, has_gate: bool) -> Result<(), RecordFault> {
        let gate = if has_gate { cursor.u16()? } else { NO_GATE };
        cursor.skip(4)?;
        let name = self.name(cursor)?;
        if token & 0x40 != 0 {
            cursor.skip(4)?;
        }
        self.push(Op { small: gate, ..Op::named(OpKind::Open, name) })
    }

    /// The name a token points to. It stands right here when it is the first use in the chunk, and is passed over.
    fn name(&mut self, cursor: &mut Cursor<'_>) -> Result<NameId, RecordFault> {
        let stored_at = cursor.u32()?;
        let at = stored_at as usize;
        let place = self.cache.places.get((at ^ (at >> 8)) & 0xFF);
        if let Some((known_at, name)) = place
            && *known_at == stored_at
            && at != cursor.at()
        {
            return Ok(*name);
        }
        self.name_at(stored_at, cursor)
    }

    fn name_at(&mut self, stored_at: u32, cursor: &mut Cursor<'_>) -> Result<NameId, RecordFault> {
        let at = stored_at as usize;
        // A link to the next name, a hash, the count of letters, the letters, and a NUL.
        let n_units = usize::from(u16_at(self.chunk, at.saturating_add(6)).ok_or(RecordFault::Truncated)?);
        if at == cursor.at() {
            cursor.skip(n_units.saturating_mul(2).saturating_add(10))?;
        }
        if n_units > MAX_NAME_UNITS {
            return Err(RecordFault::TooLarge);
        }
        let start = at.saturating_add(8);
        let end = start.saturating_add(n_units.saturating_mul(2));
        let text = Utf16::until_nul(self.chunk.get(start..end).ok_or(RecordFault::Truncated)?);
        let (name, is_new) = self.names.intern(text);
        if is_new {
            self.budget.spend(text.n_units())?;
        }
        if let Some(place) = self.cache.places.get_mut((at ^ (at >> 8)) & 0xFF) {
            *place = (stored_at, name);
        }
        Ok(name)
    }

    /// Text with its length before it, as an operation of its own.
    fn text(&mut self, cursor: &mut Cursor<'_>, kind: OpKind) -> Result<(), RecordFault> {
        let n_units = usize::from(cursor.u16()?);
        let text = Utf16::until_nul(cursor.take(n_units.saturating_mul(2))?);
        let name = self.constant(text)?;
        self.push(Op::named(kind, name))
    }

    fn constant(&mut self, text: Utf16<'_>) -> Result<NameId, RecordFault> {
        let (name, is_new) = self.names.intern(text);
        if is_new {
            self.budget.spend(text.n_units())?;
        }
        Ok(name)
    }

    fn constant_str(&mut self, text: &str) -> Result<NameId, RecordFault> {
        let stored: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.constant(Utf16::new(&stored))
    }

    /// A value between tokens: constant text of a definition, or a slot of a fragment.
    fn value(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: &mut Place<'_>,
        is_label: bool,
    ) -> Result<(), RecordFault> {
        let kind = cursor.u8()?;
        let n_bytes = match kind {
            kind::NULL => 0,
            kind::STRING => usize::from(cursor.u16()?).saturating_mul(2),
            kind::BINXML => usize::from(cursor.u16()?),
            kind::I8 | kind::U8 => 1,
            kind::I16 | kind::U16 => 2,
            kind::I32 | kind::U32 | kind::REAL32 | kind::BOOL | kind::HEX32 => 4,
            kind::I64 | kind::U64 | kind::REAL64 | kind::FILETIME | kind::HEX64 => 8,
            kind::GUID | kind::SYSTEMTIME => 16,
            kind::SID => {
                let n_parts = self.chunk.get(cursor.at().saturating_add(1)).copied().map_or(0, usize::from);
                n_parts.saturating_mul(4).saturating_add(8)
            }
            // No other type says how long it is.
            _ => return Err(RecordFault::Kind { kind }),
        };
        let at = cursor.at();
        let stored = cursor.take(n_bytes)?;
        match place {
            Place::Fragment { slots, first } if !is_label => self.slot(slots, *first, kind, at, n_bytes),
            _ if kind == kind::BINXML => Err(RecordFault::Kind { kind }),
            _ => {
                let value = value(kind, stored);
                let is_number = matches!(value, ValueRef::Int(_) | ValueRef::Uint(_) | ValueRef::Bool(_));
                let name = match value.as_utf16() {
                    Some(text) => self.constant(text)?,
                    None => self.constant_str(&value.to_string())?,
                };
                self.push(Op { flag: u8::from(is_number), ..Op::named(OpKind::Text, name) })
            }
        }
    }

    fn slot(
        &mut self,
        slots: &mut Vec<Slot>,
        first: usize,
        kind: u8,
        at: usize,
        n_bytes: usize,
    ) -> Result<(), RecordFault> {
        let index = u16::try_from(slots.len().saturating_sub(first)).map_err(|_| RecordFault::TooLarge)?;
        let len = u16::try_from(n_bytes).map_err(|_| RecordFault::TooLarge)?;
        slots.push(Slot { at: u32::try_from(at).map_err(|_| RecordFault::TooLarge)?, len, kind });
        self.push(Op::numbered(OpKind::Slot, index))
    }

    /// A template filled in between the elements of a fragment: a slot that holds a fragment of one. `None` elsewhere.
    fn instance(
        &mut self,
        cursor: &mut Cursor<'_>,
        place: &mut Place<'_>,
    ) -> Option<Result<(), RecordFault>> {
        let Place::Fragment { slots, first } = place else { return None };
        let start = cursor.at().saturating_sub(1);
        let end = match crate::instance::skip(cursor) {
            Ok(()) => cursor.at(),
            Err(fault) => return Some(Err(fault)),
        };
        Some(self.slot(slots, *first, kind::BINXML, start, end.saturating_sub(start)))
    }
}
