//! A hunt's result read again: good lines kept, bad ones listed with their place.

use super::{End, Head, Line, VERSION};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 256 * 1024;

/// A line that is none of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// Everything that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// What ran. `None` when no line said so.
    pub head: Option<Head>,
    /// Findings, coverage and unread places, in the order of the lines.
    pub lines: Vec<Line>,
    /// The end. `None` when the file was cut short.
    pub end: Option<End>,
    /// Lines that could not be read; blank ones are passed over.
    pub bad: Vec<BadLine>,
}

/// Reads a whole result. It never fails: what is not a line of these shapes is listed.
pub fn read(bytes: &[u8]) -> Read {
    let mut out = Read::default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (line, text) in (1_u64..).zip(bytes.split(|b| *b == b'\n')) {
        let text = text.trim_ascii();
        if text.is_empty() {
            continue;
        }
        if text.len() > MAX_LINE_BYTES {
            let reason = format!("{} bytes are more than the {MAX_LINE_BYTES} a line may have", text.len());
            out.bad.push(BadLine { line, reason });
            continue;
        }
        match serde_json::from_slice(text) {
            Ok(Line::Hunt(head)) if head.version != VERSION => {
                let reason = format!(
                    "the result has version {}, this program reads version {VERSION}; use the program of the same release",
                    head.version
                );
                out.bad.push(BadLine { line, reason });
            }
            Ok(Line::Hunt(head)) => out.head = Some(head),
            Ok(Line::End(end)) => out.end = Some(end),
            Ok(other) => out.lines.push(other),
            Err(error) => out.bad.push(BadLine { line, reason: format!("not a line of a hunt: {error}") }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = concat!(
        r#"{"type":"hunt","version":1,"engine":"holdfast 0.1.0","began_at":"2026-01-02T03:04:05Z","n_rules":3,"rules_digest":"ab"}"#,
        "\n\n",
        r#"{"type":"unread","file":"a.evtx","place":65,"reason":"no chunk"}"#,
        "\n",
        r#"{"type":"end","ended_at":"2026-01-02T03:04:06Z","n_files":1,"n_events":2,"n_hits":0,"n_allowed":0,"n_findings":0,"n_unread":1}"#,
        "\r\n",
    );

    #[test]
    fn what_was_written_reads_back() {
        let read = read(GOOD.as_bytes());
        assert_eq!(read.bad, []);
        assert_eq!(read.head.map(|h| h.n_rules), Some(3));
        assert_eq!((read.lines.len(), read.end.map(|e| e.n_events)), (1, Some(2)));
    }

    #[test]
    fn a_bad_line_costs_that_line_and_says_where() {
        let text = GOOD.replace("\"version\":1", "\"version\":9") + "{\"type\":\"findings\"}\nnot json\n";
        let read = read(text.as_bytes());
        assert!(read.head.is_none());
        assert_eq!(read.lines.len(), 1);
        let bad: Vec<String> = read.bad.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad.iter().map(|b| b.split(':').next().unwrap_or_default()).collect::<Vec<_>>(),
            ["line 1", "line 5", "line 6"]
        );
        assert!(bad[0].contains("version 9"), "{bad:?}");
    }

    #[test]
    fn too_long_a_line_is_refused_unread() {
        let text =
            format!("{{\"type\":\"unread\",\"file\":\"{}\",\"reason\":\"x\"}}", "a".repeat(MAX_LINE_BYTES));
        let read = read(text.as_bytes());
        assert_eq!((read.lines.len(), read.bad.len()), (0, 1));
    }
}
