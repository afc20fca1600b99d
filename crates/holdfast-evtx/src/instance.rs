//! A template filled in: which definition, and a slot for each of its values.
//!
//! It says where values lie and never what they mean. Source: MS-EVEN6, 2.2.12 (TemplateInstance).

use crate::bytes::{Cursor, u32_at};
use crate::error::RecordFault;
use crate::value::{Slot, kind};

/// Bytes before the tokens of a definition: a link to the next one, its GUID, its size.
pub(crate) const DEFINITION_HEADER_BYTES: usize = 24;

/// Reads the part before the values and gives where the definition stands, from the start of the chunk.
///
/// The cursor is after the token. A definition that stands right here, at its first use, is passed over.
#[inline]
pub(crate) fn definition_at(cursor: &mut Cursor<'_>) -> Result<usize, RecordFault> {
    cursor.skip(5)?;
    let at = cursor.u32()? as usize;
    if at == cursor.at() {
        let header = cursor.take(DEFINITION_HEADER_BYTES)?;
        let n_bytes = u32_at(header, 20).ok_or(RecordFault::Truncated)?;
        cursor.skip(n_bytes as usize)?;
    }
    Ok(at)
}

/// Reads the values' types, sizes and places, and adds them to `slots`. The cursor ends behind the last value.
#[inline]
pub(crate) fn values(cursor: &mut Cursor<'_>, slots: &mut Vec<Slot>) -> Result<(), RecordFault> {
    let n_values = cursor.u32()? as usize;
    // Taking the table checks that the count is backed by bytes, before anything is kept.
    let table = cursor.take(n_values.saturating_mul(4))?;
    let start = cursor.at();
    let mut at = start;
    slots.reserve(n_values);
    for [low, high, kind, _] in table.as_chunks::<4>().0 {
        if !kind::is_known(*kind) {
            return Err(RecordFault::Kind { kind: *kind });
        }
        let len = u16::from_le_bytes([*low, *high]);
        // A chunk has 64 KiB, and a value past its end fails below, so the place fits.
        slots.push(Slot { at: at as u32, len, kind: *kind });
        at = at.saturating_add(usize::from(len));
    }
    cursor.skip(at.saturating_sub(start))
}

/// Passes over all of it.
pub(crate) fn skip(cursor: &mut Cursor<'_>) -> Result<(), RecordFault> {
    definition_at(cursor)?;
    values(cursor, &mut Vec::new())
}
