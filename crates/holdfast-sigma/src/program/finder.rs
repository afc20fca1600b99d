//! Finds which of many literals stand in a text, and where, in one pass over the text.
//!
//! Each literal is known by four of its bytes, those that the fewest others share. The pass looks at every four bytes of
//! the text in a small bitmap; where a bit is set, the few literals known by these bytes are compared in full. So the
//! table stays in the nearest cache however many literals there are, nothing depends on the byte before, and building
//! takes as long as reading the literals once. When all literals are longer, each is known by several neighbouring fours,
//! and the pass skips as many bytes. Literals of three bytes and fewer are known by their first one or two.
//!
//! An Aho-Corasick automaton over the same literals was tried first: its states do not fit a cache, so each byte of text waits
//! for memory, and half of the time to load all rules went into building it.

/// Literals of one field.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// All literals, one after the other, and where each begins; one more at the end.
    text: Box<[u8]>,
    starts: Box<[u32]>,
    long: Table,
    /// How far apart the fours are that the pass looks at.
    stride: usize,
    /// For each byte whether a literal of this one byte exists; its number is the entry's.
    ones: Option<Box<[u32; 256]>>,
    /// Literals of two and three bytes, by their first two.
    short: Table,
}

/// Entries by a hash of what they are known by.
#[derive(Debug, Default)]
struct Table {
    /// One bit for each hash some entry has.
    bits: Bits,
    /// First entry of each bucket, and the entries, sorted by bucket.
    buckets: Box<[u32]>,
    entries: Box<[Entry]>,
    shift_buckets: u32,
}

/// A bitmap in one of three sizes: 512 bytes, 4 KiB and 32 KiB.
#[derive(Debug, Default)]
enum Bits {
    #[default]
    None,
    Few(Box<[u64; FEW]>),
    Some(Box<[u64; SOME]>),
    Many(Box<[u64; MANY]>),
}

const FEW: usize = 64;
const SOME: usize = 512;
const MANY: usize = 4096;
/// How many bytes a literal is known by.
const FOUR: usize = 4;
const TWO: usize = 2;

#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    known_by: u32,
    literal: u32,
    /// How far into the literal the bytes stand that it is known by.
    offset: u32,
}

/// No literal.
const NONE: u32 = u32::MAX;

impl Finder {
    /// Over these literals; a literal's number is its place. None is empty, and none stands twice.
    pub(super) fn new(literals: &[Box<str>]) -> Self {
        let mut text = Vec::with_capacity(literals.iter().map(|l| l.len()).sum());
        let mut starts = Vec::with_capacity(literals.len() + 1);
        for literal in literals {
            starts.push(text.len() as u32);
            text.extend_from_slice(literal.as_bytes());
        }
        starts.push(text.len() as u32);
        let common = Common::of(literals);
        let shortest = literals.iter().map(|l| l.len()).filter(|len| *len > 3).min().unwrap_or(4);
        let stride = (shortest - 3).min(MAX_STRIDE);
        let (mut long, mut short) = (Vec::new(), Vec::new());
        let mut ones = None;
        for (n, literal) in literals.iter().enumerate() {
            let bytes = literal.as_bytes();
            let literal = n as u32;
            match bytes {
                [] => {}
                [one] => ones.get_or_insert_with(|| Box::new([NONE; 256]))[usize::from(*one)] = literal,
                [a, b] | [a, b, _] => {
                    short.push(Entry {
                        known_by: u32::from(u16::from_le_bytes([*a, *b])),
                        literal,
                        offset: 0,
                    });
                }
                _ => {
                    let from = common.rarest(bytes, stride);
                    for offset in from..from + stride {
                        long.push(Entry { known_by: four(bytes, offset), literal, offset: offset as u32 });
                    }
                }
            }
        }
        Self {
            text: text.into(),
            starts: starts.into(),
            long: Table::new(&long),
            stride,
            ones,
            short: Table::new(&short),
        }
    }

    /// How many literals there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Calls `found` with the number of a literal and where it begins and ends, for every place it stands at.
    pub(super) fn each(&self, text: &str, found: &mut impl FnMut(u32, usize, usize)) {
        let text = text.as_bytes();
        match &self.long.bits {
            Bits::None => {}
            Bits::Few(bits) => self.pass::<FEW, FOUR>(bits, &self.long, text, found),
            Bits::Some(bits) => self.pass::<SOME, FOUR>(bits, &self.long, text, found),
            Bits::Many(bits) => self.pass::<MANY, FOUR>(bits, &self.long, text, found),
        }
        match &self.short.bits {
            Bits::None => {}
            Bits::Few(bits) => self.pass::<FEW, TWO>(bits, &self.short, text, found),
            Bits::Some(bits) => self.pass::<SOME, TWO>(bits, &self.short, text, found),
            Bits::Many(bits) => self.pass::<MANY, TWO>(bits, &self.short, text, found),
        }
        if let Some(ones) = &self.ones {
            for (at, one) in text.iter().enumerate() {
                let literal = ones[usize::from(*one)];
                if literal != NONE {
                    found(literal, at, at + 1);
                }
            }
        }
    }

    /// Looks at every so many bytes. The sizes are constants, so that a step is a few instructions.
    fn pass<const WORDS: usize, const BYTES: usize>(
        &self,
        bits: &[u64; WORDS],
        table: &Table,
        text: &[u8],
        found: &mut impl FnMut(u32, usize, usize),
    ) {
        let stride = if BYTES == FOUR { self.stride } else { 1 };
        let mut at = 0;
        while at + BYTES <= text.len() {
            let known_by = if BYTES == FOUR { four(text, at) } else { two(text, at) };
            let bit = bit_of::<WORDS>(known_by);
            if bits[bit / 64 % WORDS] >> (bit % 64) & 1 == 1 {
                self.compare(table, known_by, text, at, found);
            }
            at += stride;
        }
    }

    #[inline(never)]
    fn compare(
        &self,
        table: &Table,
        known_by: u32,
        text: &[u8],
        at: usize,
        found: &mut impl FnMut(u32, usize, usize),
    ) {
        for entry in table.bucket(known_by) {
            if entry.known_by != known_by {
                continue;
            }
            let literal = self.literal(entry.literal);
            let Some(start) = at.checked_sub(entry.offset as usize) else { continue };
            let end = start + literal.len();
            if text.get(start..end) == Some(literal) {
                found(entry.literal, start, end);
            }
        }
    }

    fn literal(&self, n: u32) -> &[u8] {
        let (start, end) = (self.starts[n as usize], self.starts[n as usize + 1]);
        &self.text[start as usize..end as usize]
    }
}

/// The longest step of the pass.
const MAX_STRIDE: usize = 8;

/// Four bytes from here on, as a number.
#[inline]
fn four(text: &[u8], at: usize) -> u32 {
    text.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

#[inline]
fn two(text: &[u8], at: usize) -> u32 {
    text.get(at..at + 2)
        .and_then(|two| two.try_into().ok())
        .map_or(0, |two| u32::from(u16::from_le_bytes(two)))
}

/// Spreads what is known over 32 bits; the upper ones are the best. The factor is 2^32 over the golden ratio.
fn hash(known_by: u32) -> u32 {
    known_by.wrapping_mul(0x9e37_79b1)
}

/// The bit of a hash in a map of so many words.
#[inline]
fn bit_of<const WORDS: usize>(known_by: u32) -> usize {
    (hash(known_by) >> (32 - (WORDS * 64).trailing_zeros())) as usize
}

fn bitmap<const WORDS: usize>(entries: &[Entry]) -> Box<[u64; WORDS]> {
    let mut bits = Box::new([0; WORDS]);
    for entry in entries {
        let bit = bit_of::<WORDS>(entry.known_by);
        bits[bit / 64] |= 1 << (bit % 64);
    }
    bits
}

impl Table {
    fn new(entries: &[Entry]) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        // Few bits set, in a map as near as can be.
        let bits = match entries.len() {
            0..=256 => Bits::Few(bitmap(entries)),
            257..=2048 => Bits::Some(bitmap(entries)),
            _ => Bits::Many(bitmap(entries)),
        };
        let n_buckets = entries.len().next_power_of_two().max(2);
        let shift_buckets = 32 - n_buckets.trailing_zeros();
        let bucket = |entry: &Entry| (hash(entry.known_by) >> shift_buckets) as usize;
        // Counted, not compared: the end of each bucket first, which filling from behind makes its beginning.
        let mut buckets = vec![0u32; n_buckets + 1];
        for entry in entries {
            buckets[bucket(entry)] += 1;
        }
        let mut end = 0;
        for n in &mut buckets {
            end += *n;
            *n = end;
        }
        let mut sorted = vec![Entry::default(); entries.len()];
        for entry in entries.iter().rev() {
            let at = &mut buckets[bucket(entry)];
            *at -= 1;
            sorted[*at as usize] = *entry;
        }
        Self { bits, buckets: buckets.into(), entries: sorted.into(), shift_buckets }
    }

    fn bucket(&self, known_by: u32) -> &[Entry] {
        let bucket = (hash(known_by) >> self.shift_buckets) as usize;
        &self.entries[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize]
    }
}

/// How many literals have each four bytes, by their hash. What many rules look for is also what most events hold.
struct Common {
    n: Vec<u16>,
    shift: u32,
}

impl Common {
    /// The largest table, as a power of two.
    const MOST_BITS: u32 = 14;

    fn of(literals: &[Box<str>]) -> Self {
        // Most fields have few literals, and clearing a large table for each would take longer than all the rest.
        let n_fours: usize = literals.iter().map(|l| l.len().saturating_sub(3)).sum();
        let bits = (4 * n_fours).next_power_of_two().trailing_zeros().clamp(4, Self::MOST_BITS);
        let mut common = Self { n: vec![0u16; 1 << bits], shift: 32 - bits };
        for literal in literals {
            let literal = literal.as_bytes();
            for at in 0..literal.len().saturating_sub(3) {
                let slot = common.at(four(literal, at));
                common.n[slot] = common.n[slot].saturating_add(1);
            }
        }
        common
    }

    fn at(&self, four: u32) -> usize {
        (hash(four) >> self.shift) as usize
    }

    /// Where so many neighbouring fours begin that are the rarest of the literal together.
    fn rarest(&self, literal: &[u8], n_fours: usize) -> usize {
        let n_at = |at: usize| u32::from(self.n[self.at(four(literal, at))]);
        let mut cost: u32 = (0..n_fours).map(n_at).sum();
        let mut best = (cost, 0);
        for from in 1..literal.len() - 2 - n_fours {
            cost = cost + n_at(from + n_fours - 1) - n_at(from - 1);
            best = best.min((cost, from));
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(literals: &[&str], text: &str) {
        let boxed: Vec<Box<str>> = literals.iter().map(|l| Box::from(*l)).collect();
        let finder = Finder::new(&boxed);
        let mut found = Vec::new();
        finder.each(text, &mut |literal, start, end| found.push((literal, start, end)));
        found.sort_unstable();
        let mut expected = Vec::new();
        for (n, literal) in literals.iter().enumerate() {
            let starts = (0..text.len()).filter(|at| text.as_bytes()[*at..].starts_with(literal.as_bytes()));
            expected.extend(starts.map(|at| (n as u32, at, at + literal.len())));
        }
        assert_eq!(found, expected, "{literals:?} in {text:?}");
        assert_eq!(finder.len(), literals.len());
    }

    #[test]
    fn every_place_of_every_literal_is_found() {
        check(&["abcd", "bcde", "abcde", "cd", "d", "xyz"], "abcdeabcdxyzd");
        check(&["aaaa", "aaa", "aa", "a"], "aaaaaaa");
        check(&["é", "éa", "aé", "éaé"], "éaéaé");
        check(&["longer than the text"], "short");
        check(&["abc"], "");
        check(&[], "abc");
        check(&["0123456789", "456789abc", "89abcdefgh"], "x0123456789abcdefghi0123456789");
        check(&["\\cmd.exe", ".exe", "exe"], "c:\\windows\\cmd.exe");
    }

    #[test]
    fn many_literals_over_few_letters() {
        // All words of up to five letters of two, less the doubles: every bucket is crowded.
        let mut words = vec![String::new()];
        let mut from = 0;
        for _ in 0..5 {
            let to = words.len();
            for n in from..to {
                for c in ["a", "b"] {
                    words.push(format!("{}{c}", words[n]));
                }
            }
            from = to;
        }
        let literals: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        check(&literals, "abbababbbaabaabbababaaaab");
    }
}
