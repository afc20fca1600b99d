//! JSON objects of any file, found by their braces: one a line, pretty-printed, in an array, or with lines of text between.
//!
//! It reads no object; it says where each begins and ends. An object that cannot be right costs itself: a raw line end in a text,
//! a brace where no value may stand, or one that begins a line inside an object (whoever breaks lines indents) show that it was
//! cut off.

use std::io::{self, Read};

/// What is read at a time, in bytes.
const READ_BYTES: usize = 256 * 1024;
/// The largest object, in bytes.
const MAX_OBJECT_BYTES: usize = 8 << 20;

/// Objects, in the text they stand in.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The text.
    pub(crate) text: Vec<u8>,
    /// Where each object begins and ends in it, and on which line of the file it begins.
    pub(crate) objects: Vec<(usize, usize, u64)>,
    /// Lines of the file on which something stands that is no object, with the reason.
    pub(crate) bad: Vec<(u64, &'static str)>,
}

/// Finds objects.
#[derive(Debug)]
pub(crate) struct JsonBlocks<R> {
    from: R,
    held: Vec<u8>,
    /// The line on which `held` begins, from 1.
    line: u64,
    at_end: bool,
}

const CUT: &str = "a JSON object is cut short or broken";
const JUNK: &str = "not a JSON object";
const HUGE: &str = "a JSON object larger than 8 MiB";

enum Scan {
    /// The object ends before this place.
    Ends(usize),
    /// It is broken; go on at this place.
    Broken(usize),
    /// The text ends first.
    More,
}

impl<R: Read> JsonBlocks<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, held: Vec::new(), line: 1, at_end: false }
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
                if self.at_end && n < self.held.len() {
                    if !self.held[n..].trim_ascii().is_empty() {
                        out.bad.push((self.line + lines(&self.held[..n]), CUT));
                    }
                    self.take(self.held.len(), out);
                } else {
                    self.take(n, out);
                }
                return Ok(!out.text.is_empty());
            }
            if self.held.len() > MAX_OBJECT_BYTES {
                out.bad.push((self.line, HUGE));
                let n = memchr::memchr(b'\n', &self.held).map_or(self.held.len(), |at| at + 1);
                self.take(n, out);
                return Ok(true);
            }
            wanted = self.held.len() * 2;
        }
    }

    fn fill(&mut self, n: usize) -> io::Result<()> {
        if self.held.len() < n && !self.at_end {
            let missing = n - self.held.len();
            let n_read = self.from.by_ref().take(missing as u64).read_to_end(&mut self.held)?;
            self.at_end = n_read < missing;
        }
        Ok(())
    }

    /// Moves the first `n` bytes to the block.
    fn take(&mut self, n: usize, out: &mut Block) {
        self.line += lines(&self.held[..n]);
        if out.text.is_empty() && n == self.held.len() {
            std::mem::swap(&mut out.text, &mut self.held);
        } else {
            out.text.extend(self.held.drain(..n));
        }
    }

    /// Notes every whole object; gives how many bytes are done with.
    fn scan(&self, out: &mut Block) -> usize {
        let text = &self.held;
        let (mut at, mut line, mut counted) = (0, self.line, 0);
        loop {
            let Some(start) = memchr::memchr(b'{', &text[at..]).map(|n| at + n) else {
                // The last line may go on in what is read next.
                let whole = if self.at_end {
                    text.len()
                } else {
                    memchr::memrchr(b'\n', text).map_or(0, |n| n + 1).max(at)
                };
                line += lines(&text[counted..at]);
                junk(&text[at..whole], line, out);
                return whole;
            };
            line += lines(&text[counted..at]);
            counted = at;
            match object(text, start) {
                Scan::More => {
                    // Only what stands before the object is done with.
                    junk(&text[at..start], line, out);
                    return if at == 0 && start == 0 { 0 } else { start };
                }
                scan => {
                    junk(&text[at..start], line, out);
                    line += lines(&text[counted..start]);
                    counted = start;
                    match scan {
                        Scan::Ends(end) => {
                            out.objects.push((start, end, line));
                            at = end;
                        }
                        Scan::Broken(next) => {
                            out.bad.push((line, CUT));
                            at = next;
                        }
                        Scan::More => {}
                    }
                }
            }
        }
    }
}

/// Notes lines between objects that say something: commas, brackets and `Record 12` do not.
fn junk(text: &[u8], mut line: u64, out: &mut Block) {
    for part in text.split_inclusive(|b| *b == b'\n') {
        let says = part.trim_ascii();
        let says = says.strip_prefix(b"\xef\xbb\xbf").unwrap_or(says);
        let is_plain = says.iter().all(|b| matches!(b, b',' | b'[' | b']' | b' ' | b'\t'));
        let is_number = says.strip_prefix(b"Record ").is_some_and(|n| n.iter().all(u8::is_ascii_digit));
        if !is_plain && !is_number {
            out.bad.push((line, JUNK));
        }
        line += u64::from(part.ends_with(b"\n"));
    }
}

/// Where the object that begins at `start` ends.
fn object(text: &[u8], start: usize) -> Scan {
    let (mut depth, mut at) = (0_u32, start);
    // The last byte that was not blank and not inside a text.
    let mut last = b':';
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                let mut from = at + 1;
                loop {
                    let Some(n) = memchr::memchr3(b'"', b'\\', b'\n', &text[from.min(text.len())..]) else {
                        return Scan::More;
                    };
                    match text[from + n] {
                        b'"' => {
                            at = from + n;
                            break;
                        }
                        b'\\' => from += n + 2,
                        _ => return Scan::Broken(from + n + 1),
                    }
                }
                last = b'"';
            }
            b'{' => {
                let begins_line = at > start && text[at - 1] == b'\n';
                if begins_line || !matches!(last, b':' | b'[' | b',') {
                    return Scan::Broken(at);
                }
                depth += 1;
                last = b'{';
            }
            b'}' => {
                depth -= 1;
                last = b'}';
                if depth == 0 {
                    return Scan::Ends(at + 1);
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            other => last = *other,
        }
        at += 1;
    }
    Scan::More
}

fn lines(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(self.1).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn found(text: &[u8], step: usize) -> (Vec<(String, u64)>, Vec<u64>) {
        let mut blocks = JsonBlocks::new(Slow(text, step));
        let (mut block, mut objects, mut bad) = (Block::default(), Vec::new(), Vec::new());
        while blocks.next_block(&mut block).expect("bytes in memory") {
            for (from, to, line) in &block.objects {
                objects.push((String::from_utf8_lossy(&block.text[*from..*to]).into_owned(), *line));
            }
            bad.extend(block.bad.iter().map(|(line, _)| *line));
        }
        bad.extend(block.bad.iter().map(|(line, _)| *line));
        bad.dedup();
        (objects, bad)
    }

    #[track_caller]
    fn check(text: &str, objects: &[(&str, u64)], bad: &[u64]) {
        let (found, wrong) = found(text.as_bytes(), 7);
        let found: Vec<(&str, u64)> = found.iter().map(|(o, l)| (o.as_str(), *l)).collect();
        assert_eq!((found.as_slice(), wrong.as_slice()), (objects, bad));
    }

    #[test]
    fn objects_are_found_however_they_are_laid_out() {
        check("{\"a\":1}\n{\"b\":\"}\\\"{\"}\n", &[("{\"a\":1}", 1), ("{\"b\":\"}\\\"{\"}", 2)], &[]);
        check(
            "[\n  {\"a\": {\"b\": 1}},\n  {\"c\": [{}]}\n]\n",
            &[("{\"a\": {\"b\": 1}}", 2), ("{\"c\": [{}]}", 3)],
            &[],
        );
        check("Record 1\n{\n \"a\": 1\n}\nRecord 2\n{}\n", &[("{\n \"a\": 1\n}", 2), ("{}", 6)], &[]);
        check("", &[], &[]);
    }

    #[test]
    fn what_is_broken_costs_itself_and_has_its_line() {
        check("{\"a\":1}\nnot json\n{\"b\":2}\n", &[("{\"a\":1}", 1), ("{\"b\":2}", 3)], &[2]);
        check("{\"a\":\"x\n{\"b\":2}\n", &[("{\"b\":2}", 2)], &[1]);
        check("{\"a\":1\n{\"b\":2}\n", &[("{\"b\":2}", 2)], &[1]);
        check("{\"a\":\n{\"b\":2}\n", &[("{\"b\":2}", 2)], &[1]);
        check("{\"a\":1}\n{\"b\":", &[("{\"a\":1}", 1)], &[2]);
    }

    proptest! {
        #[test]
        fn any_bytes_end_and_steps_change_nothing(text in "[{}\\[\\],:\"a\\\\\n ]{0,80}", step in 1_usize..9) {
            prop_assert_eq!(found(text.as_bytes(), step), found(text.as_bytes(), 1_000));
        }
    }
}
