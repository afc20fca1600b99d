//! Quotation marks that are not closed where their cell ends. The reader of CSV says nothing of them: it reads on, and whole lines become
//! part of one cell.
//!
//! It mends nothing; a person does.

use std::collections::BTreeSet;

use holdfast_core::decide::training::OpenQuote;

/// So many are named. Of more, the file is better looked at as a whole.
const MOST: usize = 20;

/// Where a quotation mark opens a cell that breaks over lines and does not end as a cell does: at the end of the file, with text right
/// behind its closing mark, or with as many separators in it as a line of the file has. Lines are counted as a spreadsheet does, so a
/// break within a cell is none.
///
/// `n_columns`: how many the header has.
pub(crate) fn open_quotes(text: &str, between: u8, n_columns: usize) -> Vec<OpenQuote> {
    let bytes = text.as_bytes();
    let mut found: BTreeSet<OpenQuote> = BTreeSet::new();
    let (mut at, mut here) = (0, OpenQuote { line: 1, column: 0 });
    let mut begins = true; // a cell begins here
    while let Some(byte) = bytes.get(at).copied().filter(|_| found.len() < MOST) {
        if begins && byte == b'"' {
            let cell = Quoted::at(bytes, at, between);
            if cell.n_breaks > 0 && (!cell.is_closed || cell.n_between + 1 >= n_columns.max(3)) {
                found.insert(here);
            }
            (at, begins) = (cell.ends, false);
            continue;
        }
        at += 1;
        begins = byte == between || is_break(bytes, at - 1);
        match () {
            () if byte == between => here.column += 1,
            () if is_break(bytes, at - 1) => here = OpenQuote { line: here.line + 1, column: 0 },
            () => {}
        }
    }
    found.into_iter().collect()
}

/// A cell in quotation marks.
struct Quoted {
    /// The place behind its closing mark, or the end of the text.
    ends: usize,
    /// Whether a separator, a line's end or the end of the text follows its closing mark.
    is_closed: bool,
    /// Line breaks in it.
    n_breaks: usize,
    /// Separators in it.
    n_between: usize,
}

impl Quoted {
    fn at(bytes: &[u8], opens: usize, between: u8) -> Self {
        let mut cell = Self { ends: bytes.len(), is_closed: false, n_breaks: 0, n_between: 0 };
        let mut at = opens + 1;
        while let Some(byte) = bytes.get(at).copied() {
            if byte == b'"' {
                // Two marks are one that belongs to the text.
                if bytes.get(at + 1) != Some(&b'"') {
                    cell.ends = at + 1;
                    let next = bytes.get(at + 1);
                    cell.is_closed = next.is_none_or(|n| *n == between || matches!(n, b'\r' | b'\n'));
                    return cell;
                }
                at += 1;
            }
            cell.n_breaks += usize::from(is_break(bytes, at));
            cell.n_between += usize::from(byte == between);
            at += 1;
        }
        cell
    }
}

/// Whether a line ends with this byte; one of two that end it together does not count.
fn is_break(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'\n') => true,
        Some(b'\r') => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(u64, usize)]) {
        let found = open_quotes(text, b',', 4);
        assert_eq!(found.iter().map(|q| (q.line, q.column)).collect::<Vec<_>>(), expect, "{text}");
    }

    #[test]
    fn a_mark_that_is_never_closed_is_found() {
        check("a,b,c,d\n1,\"Bo,x,y\n2,Cy,x,y\n", &[(2, 1)]);
        check("a,b,c,d\r\n1,Al,x,y\r\n\r\n2,\"Bo,x,y\r\n3,Cy,x,y", &[(4, 1)]);
        check("a,b,c,d\r1,\"Bo,x,y\r2,Cy,x,y\r", &[(2, 1)]);
        check("a,b,c,d\n1,Al,x,\"y", &[]); // nothing stands below it
    }

    #[test]
    fn a_mark_that_the_next_one_closes_by_chance_is_found() {
        check("a,b,c,d\n1,\"Bo,x,y\n2,Cy,\"x, z\",y\n3,Di,x,y\n", &[(2, 1)]);
        check("a,b,c,d\n1,\"Bo,x,y\n2,Cy,x,y\n3,Di 5\",x,y\n", &[(2, 1)]);
    }

    #[test]
    fn cells_that_are_well_made_are_none() {
        check("a,b,c,d\n1,\"Bo\nRay\",x,y\n", &[]);
        check("a,b,c,d\n1,\"Lab, blood\nbank\",x,\"\"\n", &[]);
        check("a,b,c,d\n1,\"say \"\"Bo\"\"\",x,y\n2,5\" rack,x,y\n", &[]);
        check("a,b,c,d\n1,\"Bo\" Ray,x,y\n", &[]); // on one line it swallows nothing
        check("", &[]);
    }

    proptest! {
        #[test]
        fn what_a_program_writes_has_none(cells in proptest::collection::vec("[a-z\"\n ]{0,8}", 1..12)) {
            let lines = cells.chunks(2).map(|pair| {
                let quoted: Vec<String> = pair.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
                quoted.join(",") + "\n"
            });
            let text = lines.collect::<String>();
            prop_assert!(open_quotes(&text, b',', 2).is_empty());
        }

        #[test]
        fn any_text_is_looked_through(text in "[a,\"\r\n]{0,60}") {
            prop_assert!(open_quotes(&text, b',', 3).len() <= MOST);
        }
    }
}
