//! Names as numbers: each element, attribute and field name once, so that comparing two is comparing integers.
//!
//! Numbers are given in the order names are met and mean nothing outside the [`Names`] that gave them.

use std::hash::{BuildHasher as _, RandomState};

use crate::text::Utf16;

/// A name's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub(crate) u32);

impl NameId {
    /// The number as an index: names are numbered from 0 without gaps.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every name met so far.
#[derive(Debug)]
pub struct Names {
    /// Places in `entries`, plus 1; 0 is free. A power of two, at most half full.
    table: Vec<u32>,
    entries: Vec<Entry>,
    /// Stored letters of all names, one after another.
    utf16: Vec<u8>,
    /// Chosen at random, so that no file can choose names that collide.
    seed: u64,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    start: usize,
    end: usize,
    text: Box<str>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            table: vec![0; 1024],
            entries: Vec::new(),
            utf16: Vec::new(),
            seed: RandomState::new().hash_one(0_u8),
        }
    }
}

impl Names {
    /// The name's text. Half of a surrogate pair is U+FFFD.
    pub fn text(&self, name: NameId) -> &str {
        self.entries.get(name.index()).map_or("", |entry| &entry.text)
    }

    /// The number of a name, if it was met, letter for letter.
    pub fn find(&self, text: &str) -> Option<NameId> {
        let stored: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.probe(&stored, self.hash(&stored)).ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none was met.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Bytes of letters kept.
    pub(crate) fn n_bytes(&self) -> usize {
        self.utf16.len()
    }

    /// The name as stored.
    pub(crate) fn utf16(&self, name: NameId) -> Utf16<'_> {
        let entry = self.entries.get(name.index());
        Utf16::new(entry.and_then(|e| self.utf16.get(e.start..e.end)).unwrap_or_default())
    }

    /// The number of a name, given now if it is new, and whether it is.
    pub(crate) fn intern(&mut self, text: Utf16<'_>) -> (NameId, bool) {
        let hash = self.hash(text.as_bytes());
        match self.probe(text.as_bytes(), hash) {
            Ok(known) => (known, false),
            Err(place) => (self.add(text, hash, place), true),
        }
    }

    /// As [`Self::intern`], for text of our own.
    pub(crate) fn intern_str(&mut self, text: &str) -> NameId {
        let stored: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.intern(Utf16::new(&stored)).0
    }

    fn add(&mut self, text: Utf16<'_>, hash: u64, place: usize) -> NameId {
        let id = NameId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let start = self.utf16.len();
        self.utf16.extend_from_slice(text.as_bytes());
        self.entries.push(Entry {
            hash,
            start,
            end: self.utf16.len(),
            text: text.to_string().into_boxed_str(),
        });
        if let Some(free) = self.table.get_mut(place) {
            *free = id.0.saturating_add(1);
        }
        if self.entries.len().saturating_mul(2) > self.table.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        let mut table = vec![0_u32; self.table.len().saturating_mul(2)];
        let mask = table.len().saturating_sub(1);
        for (entry, number) in self.entries.iter().zip(1_u32..) {
            let mut place = entry.hash as usize & mask;
            while table.get(place).is_some_and(|taken| *taken != 0) {
                place = place.wrapping_add(1) & mask;
            }
            if let Some(free) = table.get_mut(place) {
                *free = number;
            }
        }
        self.table = table;
    }

    /// The name's number, or the free place where it belongs.
    fn probe(&self, stored: &[u8], hash: u64) -> Result<NameId, usize> {
        let mask = self.table.len().saturating_sub(1);
        let mut place = hash as usize & mask;
        loop {
            let Some(index) = self.table.get(place).and_then(|n| n.checked_sub(1)) else { return Err(place) };
            if let Some(entry) = self.entries.get(index as usize)
                && entry.hash == hash
                && self.utf16.get(entry.start..entry.end) == Some(stored)
            {
                return Ok(NameId(index));
            }
            place = place.wrapping_add(1) & mask;
        }
    }

    /// Eight bytes at a time, each folded into the sum by a multiplication whose two halves are joined.
    fn hash(&self, stored: &[u8]) -> u64 {
        let mut sum = self.seed ^ (stored.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let (blocks, rest) = stored.as_chunks::<8>();
        for block in blocks {
            sum = fold(sum ^ u64::from_le_bytes(*block), self.seed | 1);
        }
        let last = rest.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        fold(sum ^ last, 0xD6E8_FEB8_6659_FD93)
    }
}

fn fold(one: u64, two: u64) -> u64 {
    let product = u128::from(one).wrapping_mul(u128::from(two));
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number_however_many_there_are() {
        let mut names = Names::default();
        let all: Vec<String> = (0..5_000).map(|n| format!("Name{n}")).collect();
        let given: Vec<NameId> = all.iter().map(|name| names.intern_str(name)).collect();
        for (name, id) in all.iter().zip(&given) {
            assert_eq!(
                (names.intern_str(name), names.find(name), names.text(*id)),
                (*id, Some(*id), name.as_str())
            );
            assert!(names.utf16(*id).eq_str(name));
        }
        assert_eq!((names.len(), names.find("Name5000"), names.find("name1")), (5_000, None, None));
    }

    #[test]
    fn names_that_show_alike_but_are_stored_apart_stay_apart() {
        let mut names = Names::default();
        let one = names.intern(Utf16::new(&[0, 0xD8])).0;
        let two = names.intern(Utf16::new(&[1, 0xD8])).0;
        assert_ne!(one, two);
        assert_eq!((names.text(one), names.text(two)), ("\u{FFFD}", "\u{FFFD}"));
    }
}
