//! The plain YAML that nearly all rules are written in, read line by line; what goes beyond it is left to the general parser.
//!
//! It takes block maps and lists, scalars that end on their line, and literal texts. It never guesses: where a line could mean
//! anything else it gives up, and the whole document is read by `saphyr-parser`, which is also the judge in the tests. Rules are
//! read four times as fast this way, and reading them is a third of a short hunt.

use std::borrow::Cow;

use super::{Kind, MAX_DEPTH, MAX_NODES, Node, scalar};

/// A key is no longer than this, or the general parser says why not.
const MAX_KEY_BYTES: usize = 256;

/// Reads a document that is plain; nothing when it is not, whether or not it is good YAML.
pub(super) fn read(text: &str, line_before: u32) -> Option<Node<'_>> {
    if !has_only_plain_characters(text) {
        return None;
    }
    let mut reader = Reader { rest: text, line: line_before, at: None, n_nodes: 0 };
    reader.step()?;
    let first = reader.at?;
    if first.indent != 0 || first.is_item() {
        return None;
    }
    let node = reader.map(0, 0)?;
    reader.at.is_none().then_some(node)
}

/// A line that says something: neither blank nor a comment.
#[derive(Clone, Copy)]
struct Line<'a> {
    indent: usize,
    /// Without the blanks around it.
    text: &'a str,
    number: u32,
}

struct Reader<'a> {
    /// What follows the line at hand.
    rest: &'a str,
    /// The number of the last line taken off `rest`.
    line: u32,
    /// The line at hand; nothing at the end.
    at: Option<Line<'a>>,
    n_nodes: usize,
}

impl<'a> Line<'a> {
    fn is_item(&self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }
}

impl<'a> Reader<'a> {
    /// Goes to the next line that says something.
    fn step(&mut self) -> Option<()> {
        self.at = None;
        while !self.rest.is_empty() {
            let raw = self.raw();
            let text = raw.trim_matches(' ');
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let indent = raw.len() - raw.trim_start_matches(' ').len();
            self.at = Some(Line { indent, text, number: self.line });
            break;
        }
        Some(())
    }

    /// Takes a line off the rest, without its end.
    fn raw(&mut self) -> &'a str {
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += 1;
        line
    }

    fn count(&mut self) -> Option<()> {
        self.n_nodes += 1;
        (self.n_nodes < MAX_NODES).then_some(())
    }

    /// The map whose keys stand at `indent`; the line at hand is its first.
    fn map(&mut self, indent: usize, depth: usize) -> Option<Node<'a>> {
        self.count()?;
        if depth >= MAX_DEPTH {
            return None;
        }
        let number = self.at?.number;
        let mut entries: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        while let Some(line) = self.at {
            if line.indent < indent {
                break;
            }
            if line.indent > indent || line.is_item() {
                return None;
            }
            let (name, value) = key(line.text)?;
            if entries.iter().any(|(key, _)| key.text() == Some(name)) {
                return None;
            }
            self.count()?;
            let key = Node { line: line.number, kind: Kind::Text(Cow::Borrowed(name)) };
            entries.push((key, self.value(value, indent, depth)?));
        }
        Some(Node { line: number, kind: Kind::Map(entries) })
    }

    /// The value of a key at `indent`: the rest of its line, or what stands below it.
    fn value(&mut self, value: &'a str, indent: usize, depth: usize) -> Option<Node<'a>> {
        if !value.is_empty() && !value.starts_with('#') {
            return self.scalar(value, indent);
        }
        self.step()?;
        let next = self.at?;
        match next.is_item() {
            true if next.indent >= indent => self.list(next.indent, depth + 1),
            false if next.indent > indent => self.map(next.indent, depth + 1),
            _ => None,
        }
    }

    /// The list whose dashes stand at `indent`.
    fn list(&mut self, indent: usize, depth: usize) -> Option<Node<'a>> {
        self.count()?;
        if depth >= MAX_DEPTH {
            return None;
        }
        let number = self.at?.number;
        let mut items = Vec::new();
        while let Some(line) = self.at {
            if line.indent < indent || (line.indent == indent && !line.is_item()) {
                break;
            }
            let text = line.text.strip_prefix("- ").filter(|_| line.indent == indent)?;
            let inner = text.trim_start_matches(' ');
            if is_entry(inner) {
                let indent = indent + line.text.len() - inner.len();
                self.at = Some(Line { indent, text: inner, ..line });
                items.push(self.map(indent, depth + 1)?);
            } else {
                items.push(self.scalar(inner, indent)?);
            }
        }
        Some(Node { line: number, kind: Kind::List(items) })
    }

    /// A scalar that begins on the line at hand, below `indent`; goes to the line after it.
    fn scalar(&mut self, text: &'a str, indent: usize) -> Option<Node<'a>> {
        self.count()?;
        let line = self.at?.number;
        let kind = match text.as_bytes().first()? {
            b'\'' => Kind::Text(quoted(text.strip_prefix('\'')?)?),
            b'"' => {
                let (inside, rest) = text.strip_prefix('"')?.split_once('"')?;
                // Escapes are for the general parser.
                (!inside.contains('\\') && is_comment(rest)).then_some(Kind::Text(Cow::Borrowed(inside)))?
            }
            b'|' => {
                // Its place is that of the first line below.
                let line = self.line + 1;
                return Some(Node { line, kind: Kind::Text(Cow::Owned(self.literal(text, indent)?)) });
            }
            _ => {
                let text = text.split_once(" #").map_or(text, |(text, _)| text.trim_end_matches(' '));
                is_plain(text).then(|| scalar(Cow::Borrowed(text), saphyr_parser::ScalarStyle::Plain))?
            }
        };
        self.step()?;
        // Deeper lines would belong to the scalar, or to nothing.
        self.at.is_none_or(|next| next.indent <= indent).then_some(Node { line, kind })
    }

    /// The lines below `|`, as they are; the line at hand becomes the one after them.
    fn literal(&mut self, header: &str, indent: usize) -> Option<String> {
        let keeps_end = match header {
            "|" => true,
            "|-" => false,
            _ => return None,
        };
        let blanks = |raw: &str| raw.len() - raw.trim_start_matches(' ').len();
        let (first, _) = self.rest.split_once('\n')?;
        let column = blanks(first);
        if first.len() == column || column <= indent {
            return None;
        }
        let mut text = String::new();
        while let Some((raw, _)) = self.rest.split_once('\n') {
            let n = blanks(raw);
            if raw.len() > n && n < column {
                break;
            }
            text.push_str(raw.get(column..).unwrap_or_default());
            text.push('\n');
            self.raw();
        }
        // A last line without its end: whether the text has one then is for the general parser to say.
        if !self.rest.is_empty() && !self.rest.contains('\n') {
            return None;
        }
        let n = text.trim_end_matches('\n').len();
        text.truncate(n + usize::from(keeps_end));
        self.step()?;
        self.at.is_none_or(|next| next.indent <= indent).then_some(text)
    }
}

/// Key and value of a line of a map.
fn key(text: &str) -> Option<(&str, &str)> {
    let (name, value) = match text.split_once(": ") {
        Some((name, value)) => (name, value.trim_start_matches(' ')),
        None => (text.strip_suffix(':')?, ""),
    };
    let begins_well = name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let is_good = begins_well
        && name.len() <= MAX_KEY_BYTES
        && !name.ends_with(' ')
        && !name.contains(" #")
        && !matches!(name, "null" | "Null" | "NULL");
    is_good.then_some((name, value))
}

/// Whether an item of a list is a map that begins on its line. A text in quotes may hold a colon; a key in quotes is for the
/// general parser, which the quotes' end tells.
fn is_entry(text: &str) -> bool {
    !text.starts_with(['\'', '"']) && (text.ends_with(':') || text.contains(": "))
}

/// What stands in single quotes, after the first of them.
fn quoted(text: &str) -> Option<Cow<'_, str>> {
    let mut doubled = false;
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('\'')?;
        let rest = text.get(at + 1..)?;
        if rest.starts_with('\'') {
            doubled = true;
            from = at + 2;
            continue;
        }
        let inside = text.get(..at)?;
        return is_comment(rest).then(|| match doubled {
            true => Cow::Owned(inside.replace("''", "'")),
            false => Cow::Borrowed(inside),
        });
    }
}

/// Whether what follows a quoted text says nothing.
fn is_comment(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(' ') && rest.trim_start_matches(' ').starts_with('#')
}

/// Whether a text without quotes means itself, wherever it stands in a block.
fn is_plain(text: &str) -> bool {
    let begins_well = |c: char| c.is_alphanumeric() || "\\/._($+<=^;~".contains(c);
    text.starts_with(begins_well) && !text.ends_with(':') && !text.contains(": ")
}

/// No tabs, returns or other characters that may end a line or be refused.
fn has_only_plain_characters(text: &str) -> bool {
    // Whole runs at once, which the machine looks at in a few steps.
    let is_plain = |all: &[u8]| all.iter().fold(true, |so_far, b| so_far & (*b >= b' ' || *b == b'\n'));
    text.as_bytes().chunks(256).all(is_plain)
        && (text.is_ascii()
            || !text
                .contains(|c: char| c.is_control() && c != '\n' || "\u{2028}\u{2029}\u{feff}".contains(c)))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;

    use super::super::{documents, read_general};
    use super::*;

    /// Reads by both; the general parser is right.
    fn check(text: &str) -> Result<bool, String> {
        let Some(plain) = read(text, 7) else { return Ok(false) };
        match read_general(text, 7) {
            Ok(general) if general == plain => Ok(true),
            other => Err(format!("{text}\nis read as {plain:?}\nand is {other:?}")),
        }
    }

    #[test]
    fn plain_documents_are_read_as_the_general_parser_reads_them() {
        for text in [
            "a: 1\n",
            "a:\n  b: 'it''s'\n  c: \"d\"\n  e: null\n  f: ~\n",
            "a:\n- b\n- c: d\n  e: f\n-   g:\n      - h\n      -   i: j\n          k: l\nm: n",
            "# a note\na: |\n    one\n      two\n\n    three\n\n\nb: |-\n  x  \nc: d\n",
            "a|contains|all:\n    - '*'\n    - \"x: y\"\n    - 'x # y'\nhttp://x/#a: b\n",
            "a: b\n    # a note\nc: \\Temp\\\n",
            "a: b  # c\nd: # e\n  - 'f' # g\n  - \"h\"  # i: 'j'\n  - k#l # \nm: n #\n",
            "a: |\n  text\n  # of the text\n # a note\nb: c\n",
        ] {
            assert_eq!(check(text), Ok(true), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_general_parser() {
        for text in [
            "",
            "a",
            "- a\n",
            " a: 1\n",
            "a: [b]\n",
            "a: b\n  c\n",
            "a: &b c\n",
            "a: >\n  b\n",
            "a # b: c\n",
            "a: 'b'# c\n",
            "a: b: c\n",
            "a:\tb\n",
            "a: b\r\n",
            "a: \"\\t\"\n",
            "a: 1\na: 2\n",
            "a:\n",
            "a:\n  - b\n c: d\n",
            "'a': b\n",
            "a: 'b' 'c'\n",
            "a: |\n\n  b\n",
        ] {
            assert!(read(text, 0).is_none(), "{text}");
        }
    }

    /// Every file of rules below a folder.
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => files(&path, found),
                path if path.extension().is_some_and(|e| e == "yml") => found.push(path),
                _ => {}
            }
        }
    }

    #[test]
    fn rules_of_ours_and_of_others_are_plain_and_read_alike() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut found = Vec::new();
        files(&root.join("catalog/rules"), &mut found);
        files(&root.join("../shared/data/sigma"), &mut found);
        let (mut n, mut n_plain) = (0, 0);
        for path in found {
            let text = std::fs::read_to_string(&path).expect("a rule");
            for (_, document) in documents(&text) {
                n += 1;
                n_plain += usize::from(check(document).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
            }
        }
        assert!(n >= 100 && n_plain * 10 >= n * 9, "{n_plain} of {n} documents are plain");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn whatever_is_taken_is_read_as_the_general_parser_reads_it(
            lines in prop::collection::vec(
                (0..5_usize, prop::sample::select(vec![
                    "a: b", "b:", "c: |", "d: |-", "- e", "- f: g", "-  h:", "- 'i''j'", "\"k\": l", "m: 'n'", "o: \"p\"", "# q", "",
                    "r: s # t", "t: # u", "- 'v' # w", "- x# y #", "- \"z\" #", "- 'a'#b", "u: null", "- ~", "v", "- - w", "x: [y]", "-", "z: 'a: b'", "a b : c", "d : ", "? e", "f:g", "- h:i",
                    "j: -k", "l: 'm", "n: \\o\\", "- *", "p: é", "q: 0x10", "    ", "r: 's''", "t: '' ", "- \"u\" v", "w|x: y",
                ])),
                0..10,
            ),
            ends in any::<bool>(),
        ) {
            let mut text: String = lines.iter().map(|(n, line)| format!("{}{line}\n", " ".repeat(*n))).collect();
            if !ends {
                text.pop();
            }
            for (_, document) in documents(&text) {
                prop_assert!(check(document).is_ok(), "{}", check(document).unwrap_err());
            }
        }
    }
}
