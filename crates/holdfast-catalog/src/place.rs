//! Places in a text: byte to line and column, and a byte inside a quoted string to the byte in the file.
//!
//! It reads no TOML; the parser has already said where each value stands.

/// Where the lines of a text begin, for many questions about one text.
pub(crate) struct Lines {
    /// Of every line but the first.
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self { starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// Line and column, both from 1, of a byte of the same text. The column counts characters, as editors do.
    pub(crate) fn line_and_column(&self, text: &str, byte: usize) -> (usize, usize) {
        let byte = floor(text, byte);
        let n_before = self.starts.partition_point(|start| *start <= byte);
        let line_start = n_before.checked_sub(1).and_then(|n| self.starts.get(n)).copied().unwrap_or(0);
        (n_before + 1, text[line_start..byte].chars().count() + 1)
    }
}

/// Where byte `inside` of a string's value stands in the file.
///
/// `raw`: the string as written, with its quotes, beginning at `start`. Escapes in `"..."` are longer than what they
/// stand for; `'...'` has none. A place past the end is the closing quote.
pub(crate) fn in_string(raw: &str, start: usize, inside: usize) -> usize {
    let quote = raw.chars().next().unwrap_or('"');
    let long = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let mut at = if long { 3 } else { 1 };
    if long {
        // A line break right after the opening quotes is not part of the value.
        let rest = raw.get(at..).unwrap_or_default();
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut value = 0;
    while value < inside {
        let Some(rest) = raw.get(at..).filter(|r| !r.is_empty()) else { break };
        let (written, stands_for) = unit(rest, quote == '"', long);
        at += written;
        value += stands_for;
    }
    start + floor(raw, at)
}

/// Bytes written and bytes they stand for, of the first unit of a string's inside.
fn unit(rest: &str, escapes: bool, long: bool) -> (usize, usize) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    if !(escapes && rest.starts_with('\\')) {
        return (first, first);
    }
    let digits = match rest.as_bytes().get(1) {
        Some(b'u') => 4,
        Some(b'U') => 8,
        Some(b'x') => 2,
        Some(b' ' | b'\t' | b'\r' | b'\n') if long => {
            let blank = rest[1..].find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len() - 1);
            return (1 + blank, 0);
        }
        _ => return (2, 1),
    };
    let code = rest.get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    (2 + digits, code.and_then(char::from_u32).map_or(1, char::len_utf8))
}

fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, inside: usize, points_at: &str) {
        let at = in_string(raw, 0, inside);
        assert!(raw[at..].starts_with(points_at), "{raw} byte {inside}: {}", &raw[at..]);
    }

    #[test]
    fn places_inside_strings_follow_escapes() {
        check("'cah && x'", 7, "x'");
        check("\"state == \\\"MT\\\" && x\"", 17, "x\"");
        check("\"\\u00e9 x\"", 3, "x\"");
        check("\"\"\"\ncah \\\n   && x\"\"\"", 7, "x\"");
        check("'''\ncah\n&& x'''", 7, "x'");
        check("'cah'", 99, "");
        check("\"a\\", 2, "");
    }

    #[test]
    fn columns_count_characters() {
        #[track_caller]
        fn check(text: &str, byte: usize, expect: (usize, usize)) {
            assert_eq!(Lines::of(text).line_and_column(text, byte), expect, "{text:?} {byte}");
        }
        check("a\néé x", 7, (2, 4));
        check("a\n\nb", 1, (1, 2));
        check("a\n\nb", 2, (2, 1));
        check("a\n\nb", 3, (3, 1));
        check("a\n", 2, (2, 1));
        check("", 5, (1, 1));
        check("é", 1, (1, 1));
    }
}
