//! A lesson's page: a small part of Markdown and five directives, read to blocks with every fault at its line.
//!
//! `docs/lessons.md` says what may be written. What is not listed there is a fault and never shown as it stands.

use holdfast_core::catalog::{Asked, Block, LessonOption, List, Manner, Piece, Text};

/// Options of a question.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=4;

/// What may begin something other than words.
const MARKS: [char; 5] = ['*', '`', '<', '[', '|'];

/// A page as written.
pub(super) struct Page {
    /// Its first line.
    pub(super) title: String,
    /// What follows.
    pub(super) blocks: Vec<Block>,
    /// Faults: the line, from 1, and what is wrong with it.
    pub(super) faults: Vec<(usize, String)>,
}

/// Reads a page. It never fails; what cannot be read is a fault.
pub(super) fn read(text: &str) -> Page {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader { lines: &lines, at: 0, faults: Vec::new() };
    let title = match lines.first().and_then(|line| line.strip_prefix("# ")) {
        Some(title) => {
            reader.at = 1;
            title.trim().to_owned()
        }
        None => {
            reader.fault(0, "the first line is no title; begin with `# ` and the lesson's name");
            String::new()
        }
    };
    let blocks = reader.blocks(lines.len(), true);
    Page { title, blocks, faults: reader.faults }
}

struct Reader<'t> {
    lines: &'t [&'t str],
    at: usize,
    faults: Vec<(usize, String)>,
}

impl<'t> Reader<'t> {
    fn fault(&mut self, line: usize, what: impl Into<String>) {
        self.faults.push((line + 1, what.into()));
    }

    /// Blocks up to a line. `is_outside`: whether directives and headings may stand here.
    fn blocks(&mut self, end: usize, is_outside: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        while self.at < end {
            let (at, line) = (self.at, self.lines[self.at]);
            if line.trim().is_empty() {
                self.at += 1;
            } else if let Some(what) = stray(line) {
                self.fault(at, what);
                self.at += 1;
            } else if let Some(directive) = line.strip_prefix(":::") {
                if is_outside {
                    blocks.extend(self.directive(at, directive.trim()));
                } else {
                    self.fault(at, "a directive within another; close the outer one first");
                    self.at += 1;
                }
            } else if let Some(heading) = line.strip_prefix("## ") {
                if is_outside {
                    blocks.push(Block::Heading(self.text(at, heading.trim())));
                } else {
                    self.fault(at, "a heading within a directive; write it outside");
                }
                self.at += 1;
            } else if line.starts_with('#') {
                self.fault(at, "only the title has one `#`, and headings have two");
                self.at += 1;
            } else if item(line).is_some() {
                blocks.push(self.list(end));
            } else {
                blocks.push(self.paragraph(end));
            }
        }
        blocks
    }

    fn paragraph(&mut self, end: usize) -> Block {
        let from = self.at;
        let is_more = |line: &str| {
            !line.trim().is_empty()
                && !line.starts_with(":::")
                && !line.starts_with('#')
                && item(line).is_none()
                && stray(line).is_none()
        };
        while self.at < end && (self.at == from || is_more(self.lines[self.at])) {
            self.at += 1;
        }
        let words = joined(&self.lines[from..self.at]);
        Block::Paragraph(self.text(from, &words))
    }

    /// Faults of lines that go on with a text and must hold words alone.
    fn strays(&mut self, lines: std::ops::Range<usize>) {
        for at in lines {
            if let Some(what) = stray(self.lines[at]) {
                self.fault(at, what);
            }
        }
    }

    fn list(&mut self, end: usize) -> Block {
        let from = self.at;
        let is_ordered = item(self.lines[from]).is_some_and(|(is_ordered, _)| is_ordered);
        let mut items = Vec::new();
        while self.at < end {
            let at = self.at;
            let Some((own, first)) = item(self.lines[at]) else { break };
            if own != is_ordered {
                self.fault(at, "an item of another kind; leave a line blank between two lists");
            }
            self.at += 1;
            let more = self.lines[self.at..end]
                .iter()
                .take_while(|line| line.starts_with("  ") && !line.trim().is_empty())
                .count();
            let mut words = vec![first];
            words.extend(&self.lines[self.at..self.at + more]);
            self.strays(self.at..self.at + more);
            self.at += more;
            items.push(self.text(at, &joined(&words)));
            // Items may stand apart; what follows a blank line and is no item ends the list.
            let blank = self.lines[self.at..end].iter().take_while(|line| line.trim().is_empty()).count();
            let next = self.at + blank;
            if blank > 0 && next < end && item(self.lines[next]).is_some_and(|(own, _)| own == is_ordered) {
                self.at = next;
            }
        }
        Block::List(List { is_ordered, items })
    }

    fn directive(&mut self, at: usize, directive: &str) -> Option<Block> {
        self.at += 1;
        if directive.is_empty() {
            self.fault(at, "closes a directive that was not opened");
            return None;
        }
        let (name, rest) = directive.split_once(' ').unwrap_or((directive, ""));
        let inside = self.lines[self.at..].iter().position(|line| line.trim() == ":::");
        let Some(n) = inside else {
            self.fault(at, format!("`{name}` is not closed; write `:::` on a line of its own"));
            self.at = self.lines.len();
            return None;
        };
        let end = self.at + n;
        let block = match name {
            "scene" => Some(Block::Scene(self.blocks(end, false))),
            "do-this-now" => Some(Block::DoThisNow(self.blocks(end, false))),
            "proof" => Some(Block::Proof(self.blocks(end, false))),
            "choice" => Some(Block::Choice(self.asked(at, rest, end))),
            "check" => Some(Block::Check(self.asked(at, rest, end))),
            other => {
                self.fault(
                    at,
                    format!(
                        "`{other}` is no directive; use `scene`, `choice`, `do-this-now`, `proof` or `check`"
                    ),
                );
                None
            }
        };
        if !rest.is_empty() && !matches!(name, "choice" | "check") {
            self.fault(at, format!("`{name}` stands alone on its line"));
        }
        self.at = end + 1;
        block
    }

    fn asked(&mut self, at: usize, asks: &str, end: usize) -> Asked {
        if asks.is_empty() {
            self.fault(at, "nothing is asked; write the question behind the directive's name");
        }
        let asks = self.text(at, asks);
        let mut options: Vec<(usize, bool, Vec<&str>, Vec<&str>)> = Vec::new();
        while self.at < end {
            let (line_at, line) = (self.at, self.lines[self.at]);
            self.at += 1;
            let open = [("- [x] ", true), ("- [ ] ", false)];
            let option = open.iter().find_map(|(mark, right)| Some((*right, line.strip_prefix(mark)?)));
            match (option, options.last_mut()) {
                (Some((is_right, says)), _) => options.push((line_at, is_right, vec![says], Vec::new())),
                (None, _) if line.trim().is_empty() => {}
                (None, Some((_, _, says, answer))) => match line.strip_prefix("  > ") {
                    Some(words) => {
                        answer.push(words);
                        if let Some(what) = stray(words) {
                            self.fault(line_at, what);
                        }
                    }
                    None if line.starts_with("  ") && answer.is_empty() => {
                        says.push(line);
                        self.strays(line_at..line_at + 1);
                    }
                    None => self.fault(
                        line_at,
                        "this belongs to no option; begin options with `- [ ] ` and answers with `  > `",
                    ),
                },
                (None, None) => self.fault(line_at, "this stands before the first option"),
            }
        }
        if !OPTIONS.contains(&options.len()) {
            self.fault(
                at,
                format!(
                    "a question has {} to {} options, this one {}",
                    OPTIONS.start(),
                    OPTIONS.end(),
                    options.len()
                ),
            );
        }
        if options.iter().filter(|(_, is_right, _, _)| *is_right).count() != 1 {
            self.fault(at, "exactly one option is right; mark it `- [x] `");
        }
        let options = options.into_iter().map(|(line, is_right, says, answer)| {
            if answer.is_empty() {
                self.fault(line, "this option has no answer; write it below, behind `  > `");
            }
            LessonOption {
                is_right,
                says: self.text(line, &joined(&says)),
                answer: self.text(line, &joined(&answer)),
            }
        });
        Asked { asks, options: options.collect() }
    }

    /// A text with what stands out in it.
    fn text(&mut self, at: usize, words: &str) -> Text {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = words;
        let mut plain = String::new();
        // Looked for once: to look from each bracket anew takes hours on a page of brackets.
        let last_link = words.rfind("](");
        while let Some(place) = rest.find(MARKS) {
            plain.push_str(&rest[..place]);
            rest = &rest[place..];
            let marks = [("**", Manner::Strong), ("*", Manner::Stress), ("`", Manner::Code)];
            let Some((mark, manner)) = marks.into_iter().find(|(mark, _)| rest.starts_with(mark)) else {
                let (sign, after) = rest.split_at(1);
                let is_markup = match sign {
                    "<" => after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!'),
                    "[" => last_link.is_some_and(|last| last >= words.len() - after.len()),
                    _ => plain.is_empty(),
                };
                if is_markup {
                    self.fault(
                        at,
                        format!(
                            "`{sign}` begins a link, a table or HTML, which no lesson has; say it in words"
                        ),
                    );
                }
                plain.push_str(sign);
                rest = after;
                continue;
            };
            let inside = &rest[mark.len()..];
            match inside.find(mark).filter(|n| *n > 0) {
                Some(n) => {
                    if !plain.is_empty() {
                        pieces.push(Piece { manner: Manner::Plain, text: std::mem::take(&mut plain) });
                    }
                    if manner != Manner::Code && inside[..n].contains(MARKS) {
                        self.fault(at, format!("a mark within `{mark}`; close the outer one first, and write links, tables and HTML in words"));
                    }
                    pieces.push(Piece { manner, text: inside[..n].to_owned() });
                    rest = &inside[n + mark.len()..];
                }
                None => {
                    self.fault(at, format!("`{mark}` is not closed"));
                    plain.push_str(mark);
                    rest = inside;
                }
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece { manner: Manner::Plain, text: plain });
        }
        Text(pieces)
    }
}

/// What is wrong with a line that Markdown knows and lessons do not have; `None` for any other.
fn stray(line: &str) -> Option<&'static str> {
    let words = line.trim_start();
    let is_indented = words.len() < line.len();
    let bare = || words.chars().filter(|c| !c.is_whitespace());
    let is_rule = |c: char| "-=_*~".contains(c) && bare().count() > 1 && bare().all(|other| other == c);
    if words.starts_with(":::") {
        return is_indented.then_some("a directive begins at the start of its line; take the spaces away");
    }
    if words.starts_with(is_rule) {
        return Some("a line across or under a heading, which no lesson has; begin headings with `## `");
    }
    if words.starts_with('>') {
        return Some("a quote, which no lesson has; only an option has an answer behind `  > `");
    }
    let numbered = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = numbered.len() < words.len();
    if ["* ", "+ "].iter().any(|mark| words.starts_with(mark)) || has_number && numbered.starts_with(") ") {
        return Some("an item of a list begins with `- ` or `1. `");
    }
    (is_indented && item(words).is_some()).then_some("an item within another; lists do not hold each other")
}

/// Whether it is an item of an ordered list, and its words; `None` for no item.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(words) = line.strip_prefix("- ") {
        return Some((false, words));
    }
    let (number, words) = line.split_once(". ")?;
    (!number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()))
        .then_some((true, words))
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
