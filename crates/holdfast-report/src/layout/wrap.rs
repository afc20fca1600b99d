//! Text into lines: at spaces where it can, after a hyphen or slash in long words, and inside a word where nothing else fits.
//!
//! Characters that no paper needs, and that make trouble in files, are taken out first.

use krilla::text::{GlyphId, KrillaGlyph};

use super::face::{Faces, Shaped, Typeface, number_of};
use super::style::{Span, Style};

/// A run of one weight and typeface within a line.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) is_bold: bool,
    pub(crate) typeface: Typeface,
    /// Whether a number stands for a character somewhere in it.
    pub(crate) has_stand_in: bool,
    /// From the left end of the line, in points.
    pub(crate) x: f32,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

/// One line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    /// Width in points, without a space at its end.
    pub(crate) width: f32,
}

/// Takes out what makes trouble: controls and marks that turn the direction of text. A character that a file may not hold, of
/// private use or none at all, becomes its number.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            c if c.is_control() => {}
            c if is_unwritable(c) => out.push_str(&number_of(c)),
            c => out.push(c),
        }
    }
    out
}

fn is_unwritable(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fff0}'..='\u{ffff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// A piece that is not broken if it fits on a line.
struct Piece {
    text: String,
    is_bold: bool,
    has_space_before: bool,
    /// Whether a number stands for a character of its span.
    has_number: bool,
}

/// A word up to so many characters is not broken at its hyphens.
const SHORT_WORD: usize = 16;

/// Words at spaces; long ones after hyphens, slashes and the like too.
fn pieces(spans: &[Span]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut has_space_before = false;
    // A space that does not break stays in its word.
    let breaks = |c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
    for span in spans {
        let text = clean(&span.text);
        let has_number = span.text.chars().any(is_unwritable);
        for (i, word) in text.split(breaks).enumerate() {
            has_space_before |= i > 0;
            if word.is_empty() {
                continue;
            }
            for part in parts(word) {
                let is_bold = span.is_bold;
                out.push(Piece { text: part.to_owned(), is_bold, has_space_before, has_number });
                has_space_before = false;
            }
        }
    }
    out
}

fn parts(word: &str) -> Vec<&str> {
    if word.chars().count() <= SHORT_WORD {
        return vec![word];
    }
    word.split_inclusive(['-', '/', '_', '@', '.', ':']).collect()
}

/// Lines no wider than `width` points. An empty text has no line.
pub(crate) fn wrap(faces: &Faces, spans: &[Span], style: Style, width: f32) -> Vec<Line> {
    let width = width.max(style.size);
    let mut lines = Vec::new();
    let mut line = Line::default();
    for piece in pieces(spans) {
        let face = faces.of(piece.is_bold);
        let word = face.word(&piece.text);
        let space = if piece.has_space_before { face.word(" ").width * style.size } else { 0.0 };
        let wide = word.width * style.size;
        if !line.runs.is_empty() && line.width + space + wide > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.runs.is_empty() && space > 0.0 {
            push(&mut line, &face.word(" "), " ", piece.is_bold, style.size);
        }
        if wide <= width {
            push(&mut line, &word, &piece.text, piece.is_bold, style.size);
            note(&mut line, piece.has_number);
        } else {
            broken(&mut lines, &mut line, &word, &piece, style.size, width);
        }
    }
    if !line.runs.is_empty() {
        lines.push(line);
    }
    // A space at the end of each line but the last keeps words apart for whoever reads the text behind the page.
    let n = lines.len();
    for line in lines.iter_mut().take(n.saturating_sub(1)) {
        let (is_bold, wide) = (line.runs.last().is_some_and(|r| r.is_bold), line.width);
        push(line, &faces.of(is_bold).word(" "), " ", is_bold, style.size);
        line.width = wide;
    }
    lines
}

/// Breaks a word wherever the line ends.
fn broken(lines: &mut Vec<Line>, line: &mut Line, word: &Shaped, piece: &Piece, size: f32, width: f32) {
    let mut at = 0;
    while at < word.glyphs.len() {
        let mut end = at;
        let mut wide = line.width;
        // Glyphs of one character stay together.
        while end < word.glyphs.len() {
            let mut next = end + 1;
            while next < word.glyphs.len() && word.glyphs[next].from == word.glyphs[end].from {
                next += 1;
            }
            let more: f32 = word.glyphs[end..next].iter().map(|g| g.advance * size).sum();
            if wide + more > width && (end > at || !line.runs.is_empty()) {
                break;
            }
            wide += more;
            end = next;
        }
        if end > at {
            let (from, to) = (word.glyphs[at].from, word.glyphs[end - 1].to);
            let glyphs = word.glyphs[at..end].iter().map(|g| {
                let mut g = *g;
                (g.from, g.to) = (g.from - from, g.to - from);
                g
            });
            let width = (wide - line.width) / size;
            let part = Shaped { width, glyphs: glyphs.collect(), ..*word };
            push(line, &part, piece.text.get(from..to).unwrap_or_default(), piece.is_bold, size);
            note(line, piece.has_number);
        }
        at = end;
        if at < word.glyphs.len() {
            lines.push(std::mem::take(line));
        }
    }
}

fn push(line: &mut Line, word: &Shaped, text: &str, is_bold: bool, size: f32) {
    let typeface = word.typeface;
    if line.runs.last().is_none_or(|r| (r.is_bold, r.typeface) != (is_bold, typeface)) {
        let x = line.width;
        let (text, glyphs) = (String::new(), Vec::new());
        line.runs.push(Run { is_bold, typeface, has_stand_in: false, x, text, glyphs });
    }
    note(line, word.has_stand_in);
    if let Some(run) = line.runs.last_mut() {
        let offset = run.text.len();
        run.text.push_str(text);
        run.glyphs.extend(word.glyphs.iter().map(|g| KrillaGlyph {
            glyph_id: GlyphId::new(g.id),
            text_range: offset + g.from..offset + g.to,
            x_advance: g.advance,
            x_offset: g.dx,
            y_offset: g.dy,
            y_advance: 0.0,
            location: None,
        }));
        line.width += word.width * size;
    }
}

fn note(line: &mut Line, has_stand_in: bool) {
    if let Some(run) = line.runs.last_mut() {
        run.has_stand_in |= has_stand_in;
    }
}
