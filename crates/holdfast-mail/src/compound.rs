//! The container of Outlook's files (MS-CFB): sectors in chains, streams in a directory. Read only, and never in circles.
//!
//! Ours, because a reader that builds the tables a file asks for lets forty lines of header ask for gigabytes: a list may name one
//! sector of the table over and over. Here no table is longer than the file has sectors.

use crate::bounds::MAX_ENTRIES;
use crate::reported::Fault;
use crate::walk::Walk;

/// First bytes of such a file.
pub(crate) const MARK: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Numbers from here on are no sectors: end of a chain, free, and the tables themselves.
const MAX_SECTOR: u32 = 0xFFFF_FFFA;
const N_IN_HEADER: usize = 109;
const MINI_SHIFT: u32 = 6;
const ENTRY_BYTES: usize = 128;

/// An opened container.
#[derive(Debug)]
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    shift: u32,
    cutoff: u64,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    kind: EntryKind,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    n_bytes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryKind {
    Root,
    Storage,
    Stream,
    Other,
}

/// The place of a storage or stream in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntryId(usize);

impl EntryId {
    pub(crate) const ROOT: Self = Self(0);
}

impl<'a> Compound<'a> {
    /// Opens `bytes`; fails with why, in words.
    pub(crate) fn open(bytes: &'a [u8], walk: &mut Walk) -> Result<Self, &'static str> {
        if !bytes.starts_with(MARK) {
            return Err("it does not start as one");
        }
        let shift = u32::from(u16_at(bytes, 30).ok_or("it ends in its header")?);
        // Version 3 has sectors of 512 bytes, version 4 of 4,096.
        if !matches!(shift, 9 | 12) {
            return Err("its sectors have no size there is");
        }
        let header = |at| u32_at(bytes, at).ok_or("it ends in its header");
        let mut it = Self {
            bytes,
            shift,
            cutoff: u64::from(header(56)?),
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        it.read_fat(header(68)?, walk);
        let directory = it.chain(header(48)?, usize::MAX, walk);
        it.entries = directory.chunks_exact(ENTRY_BYTES).take(MAX_ENTRIES).map(Entry::read).collect();
        if directory.len() / ENTRY_BYTES > MAX_ENTRIES {
            walk.fault(Fault::BadContainer);
        }
        let root =
            it.entries.first().filter(|root| root.kind == EntryKind::Root).ok_or("it has no directory")?;
        let (start, n_bytes) = (root.start, root.n_bytes);
        it.mini = it.chain(start, usize::try_from(n_bytes).unwrap_or(usize::MAX), walk);
        let mini_fat = it.chain(header(60)?, usize::MAX, walk);
        it.mini_fat = numbers(&mini_fat).collect();
        Ok(it)
    }

    fn n_sectors(&self) -> usize {
        (self.bytes.len() >> self.shift).saturating_sub(1) + 1
    }

    fn sector(&self, number: u32) -> &'a [u8] {
        let from =
            usize::try_from(number).ok().and_then(|number| number.checked_add(1)?.checked_shl(self.shift));
        let Some(from) = from.filter(|_| number < MAX_SECTOR) else { return &[] };
        let to = from.saturating_add(1 << self.shift).min(self.bytes.len());
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Reads the table of what follows each sector. It ends where the file has no more sectors, whatever is listed.
    fn read_fat(&mut self, first_list: u32, walk: &mut Walk) {
        let (n_sectors, mut n_lists) = (self.n_sectors(), 0);
        let in_header = self.bytes.get(76..76 + 4 * N_IN_HEADER).unwrap_or_default();
        let (mut list, mut next) = (in_header, first_list);
        loop {
            for number in numbers(list).filter(|number| *number < MAX_SECTOR) {
                if self.fat.len() >= n_sectors {
                    return;
                }
                let sector = self.sector(number);
                self.fat.extend(numbers(sector));
            }
            let sector = self.sector(next);
            if sector.len() < 8 {
                return;
            }
            n_lists += 1;
            if n_lists > n_sectors {
                walk.fault(Fault::BadContainer);
                return;
            }
            let (numbers_of, last) = sector.split_at(sector.len() - 4);
            (list, next) = (numbers_of, u32_at(last, 0).unwrap_or(u32::MAX));
        }
    }

    /// The bytes of a chain of sectors, at most `max`.
    fn chain(&self, start: u32, max: usize, walk: &mut Walk) -> Vec<u8> {
        let (mut out, mut at) = (Vec::new(), start);
        // A chain longer than there are sectors goes in circles.
        for _ in 0..self.n_sectors() {
            if at >= MAX_SECTOR || out.len() >= max {
                out.truncate(max);
                return out;
            }
            let sector = self.sector(at);
            if sector.is_empty() || !walk.spend(sector.len()) {
                walk.fault(Fault::CutShort);
                break;
            }
            out.extend_from_slice(sector);
            at = usize::try_from(at).ok().and_then(|at| self.fat.get(at)).copied().unwrap_or(u32::MAX);
        }
        if at < MAX_SECTOR {
            walk.fault(Fault::BadContainer);
        }
        out.truncate(max);
        out
    }

    fn mini_chain(&self, start: u32, max: usize, walk: &mut Walk) -> Vec<u8> {
        let (mut out, mut at) = (Vec::new(), start);
        for _ in 0..=self.mini_fat.len() {
            if at >= MAX_SECTOR || out.len() >= max {
                out.truncate(max);
                return out;
            }
            let place = usize::try_from(at).unwrap_or(usize::MAX);
            let from = place.saturating_mul(1 << MINI_SHIFT);
            let to = from.saturating_add(1 << MINI_SHIFT).min(self.mini.len());
            let Some(sector) = self.mini.get(from..to).filter(|sector| !sector.is_empty()) else { break };
            if !walk.spend(sector.len()) {
                break;
            }
            out.extend_from_slice(sector);
            at = self.mini_fat.get(place).copied().unwrap_or(u32::MAX);
        }
        walk.fault(Fault::BadContainer);
        out.truncate(max);
        out
    }

    /// What lies in a storage: names and places. Each once, whatever the directory says.
    pub(crate) fn children(&self, of: EntryId, walk: &mut Walk) -> Vec<(&str, EntryId)> {
        let mut found = Vec::new();
        let mut was_there = vec![false; self.entries.len()];
        let mut left_to_see: Vec<u32> = self.entries.get(of.0).map(|entry| entry.child).into_iter().collect();
        while let Some(next) = left_to_see.pop() {
            let Some(place) = usize::try_from(next).ok().filter(|place| *place < self.entries.len()) else {
                continue;
            };
            let (Some(entry), Some(seen)) = (self.entries.get(place), was_there.get_mut(place)) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                walk.fault(Fault::BadContainer);
                continue;
            }
            if matches!(entry.kind, EntryKind::Storage | EntryKind::Stream) {
                found.push((entry.name.as_str(), EntryId(place)));
            }
            left_to_see.extend([entry.left, entry.right]);
        }
        found
    }

    /// Whether it is a storage.
    pub(crate) fn is_storage(&self, id: EntryId) -> bool {
        self.entries.get(id.0).is_some_and(|entry| entry.kind == EntryKind::Storage)
    }

    /// The bytes of a stream, as many as there are.
    pub(crate) fn stream(&self, id: EntryId, walk: &mut Walk) -> Vec<u8> {
        let Some(entry) = self.entries.get(id.0).filter(|entry| entry.kind == EntryKind::Stream) else {
            return Vec::new();
        };
        let n_bytes = usize::try_from(entry.n_bytes).unwrap_or(usize::MAX);
        let out = if entry.n_bytes == 0 {
            Vec::new()
        } else if entry.n_bytes < self.cutoff {
            self.mini_chain(entry.start, n_bytes, walk)
        } else {
            self.chain(entry.start, n_bytes, walk)
        };
        if out.len() < n_bytes {
            walk.fault(Fault::CutShort);
        }
        out
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Self {
        let n_name = usize::from(u16_at(bytes, 64).unwrap_or_default()).saturating_sub(2).min(62);
        let letters = bytes.get(..n_name).unwrap_or_default();
        let kind = match bytes.get(66) {
            Some(1) => EntryKind::Storage,
            Some(2) => EntryKind::Stream,
            Some(5) => EntryKind::Root,
            _ => EntryKind::Other,
        };
        let number = |at| u32_at(bytes, at).unwrap_or(u32::MAX);
        // Version 3 leaves the high half undefined, and no file that is read needs it.
        let n_bytes = u64::from(u32_at(bytes, 120).unwrap_or_default());
        Self {
            name: utf16(letters),
            kind,
            left: number(68),
            right: number(72),
            child: number(76),
            start: number(116),
            n_bytes,
        }
    }
}

/// Little-endian UTF-16; what is none becomes a sign for it.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16_at(pair, 0).unwrap_or_default());
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}
