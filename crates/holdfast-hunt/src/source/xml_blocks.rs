//! Events of an XML export, found by their first and last tags: with a root element, one after the other, UTF-8 or UTF-16.
//!
//! It reads no event; it says where each begins and ends.

use std::io::{self, Read};

use memchr::memmem;

use super::json_blocks::Block;

const READ_BYTES: usize = 256 * 1024;
/// The largest event, in bytes.
const MAX_EVENT_BYTES: usize = 8 << 20;

const CUT: &str = "an event without its end";
const HUGE: &str = "an event larger than 8 MiB";

/// Finds events.
#[derive(Debug)]
pub(crate) struct XmlBlocks<R> {
    from: R,
    held: Vec<u8>,
    line: u64,
    at_end: bool,
    /// `Some` for UTF-16: whether the high byte comes first, and a byte that waits for its other half.
    utf16: Option<(bool, Vec<u8>)>,
}

impl<R: Read> XmlBlocks<R> {
    /// `head` is the first bytes of the file, which `from` gives again.
    pub(crate) fn new(from: R, head: &[u8]) -> Self {
        let utf16 = match head {
            [0xff, 0xfe, ..] => Some((false, Vec::new())),
            [0xfe, 0xff, ..] => Some((true, Vec::new())),
            _ => None,
        };
        Self { from, held: Vec::new(), line: 1, at_end: false, utf16 }
    }

    /// Reads on; `false` at the end. What was in `out` is forgotten.
    pub(crate) fn next_block(&mut self, out: &mut Block) -> io::Result<bool> {
        out.text.clear();
        out.objects.clear();
        out.bad.clear();
        let mut wanted = READ_BYTES;
        loop {
            self.fill(wanted)?;
            let n = self.scan(out);
            if n > 0 || self.at_end {
                let n = if self.at_end { self.held.len() } else { n };
                self.take(n, out);
                return Ok(!out.text.is_empty());
            }
            if self.held.len() > MAX_EVENT_BYTES {
                out.bad.push((self.line, HUGE));
                // Not all of it: the next event may begin in what was read last.
                self.take(self.held.len() - 16, out);
                return Ok(true);
            }
            wanted = self.held.len() * 2;
        }
    }

    fn fill(&mut self, n: usize) -> io::Result<()> {
        while self.held.len() < n && !self.at_end {
            let missing = (n - self.held.len()) as u64;
            match &mut self.utf16 {
                None => {
                    let n_read = self.from.by_ref().take(missing).read_to_end(&mut self.held)?;
                    self.at_end = (n_read as u64) < missing;
                }
                Some((high_first, wait)) => {
                    let n_read = self.from.by_ref().take(missing * 2).read_to_end(wait)?;
                    self.at_end = (n_read as u64) < missing * 2;
                    // A pair that is cut in two waits for its other half too.
                    let mut whole = wait.len() & !1;
                    let unit = |pair: &[u8]| {
                        let pair = [pair[0], pair[1]];
                        if *high_first { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
                    };
                    if whole >= 2 && !self.at_end && (0xD800..0xDC00).contains(&unit(&wait[whole - 2..whole]))
                    {
                        whole -= 2;
                    }
                    let units = wait[..whole].chunks_exact(2).map(unit);
                    let mut utf8 = [0; 4];
                    for c in char::decode_utf16(units) {
                        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
                        self.held.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
                    }
                    wait.drain(..whole);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, n: usize, out: &mut Block) {
        self.line += memchr::memchr_iter(b'\n', &self.held[..n]).count() as u64;
        out.text.extend(self.held.drain(..n));
    }

    /// Notes every whole event; gives how many bytes are done with.
    fn scan(&self, out: &mut Block) -> usize {
        let text = &self.held;
        let (mut at, mut counted, mut line) = (0, 0, self.line);
        while let Some(start) = begins(text, at) {
            line += memchr::memchr_iter(b'\n', &text[counted..start]).count() as u64;
            counted = start;
            let next = begins(text, start + 6);
            match memmem::find(&text[start..], b"</Event>").map(|n| start + n + 8) {
                Some(end) if next.is_none_or(|next| next >= end) => {
                    out.objects.push((start, end, line));
                    at = end;
                }
                _ if next.is_some() => {
                    out.bad.push((line, CUT));
                    at = next.unwrap_or(text.len());
                }
                _ => {
                    if self.at_end {
                        out.bad.push((line, CUT));
                        return text.len();
                    }
                    return start;
                }
            }
        }
        // What may be the first half of a tag stays.
        at.max(text.len().saturating_sub(8)).min(text.len())
    }
}

/// Where the next `<Event>` or `<Event …>` begins; `<Events>` and `<EventData>` are others.
fn begins(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = from + memmem::find(text.get(from..)?, b"<Event")?;
        match text.get(at + 6)? {
            b'>' | b' ' | b'\t' | b'\r' | b'\n' => return Some(at),
            _ => from = at + 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &[u8]) -> (Vec<(String, u64)>, Vec<u64>) {
        let mut blocks = XmlBlocks::new(text, text);
        let (mut block, mut events, mut bad) = (Block::default(), Vec::new(), Vec::new());
        while blocks.next_block(&mut block).expect("bytes in memory") {
            for (from, to, line) in &block.objects {
                events.push((String::from_utf8_lossy(&block.text[*from..*to]).into_owned(), *line));
            }
            bad.extend(block.bad.iter().map(|(line, _)| *line));
        }
        (events, bad)
    }

    #[test]
    fn events_are_found_with_and_without_a_root_and_in_either_encoding() {
        let text = "<?xml version='1.0'?>\n<Events><Event xmlns='x'><EventData/></Event>\n<Event>\n</Event></Events>";
        let wanted = vec![
            ("<Event xmlns='x'><EventData/></Event>".to_owned(), 2),
            ("<Event>\n</Event>".to_owned(), 3),
        ];
        assert_eq!(found(text.as_bytes()), (wanted.clone(), vec![]));
        let le: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(found(&le), (wanted.clone(), vec![]));
        let be: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(found(&be), (wanted, vec![]));
    }

    #[test]
    fn an_event_without_its_end_costs_itself() {
        let (events, bad) = found(b"<Event><a>\n<Event><b/></Event>\n<Event>");
        assert_eq!(events, [("<Event><b/></Event>".to_owned(), 2)]);
        assert_eq!(bad, [1, 3]);
    }

    #[test]
    fn what_is_no_event_is_passed_over() {
        assert_eq!(found(&b"<Other/>".repeat(100_000)), (vec![], vec![]));
    }
}
