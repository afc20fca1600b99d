//! A certificate on one page: whose it is, which lessons, and where anybody can see whether it is true.

use holdfast_core::Date;
use holdfast_core::decide::paper::training::Certificate;

use super::words::{Words, words};
use super::{bold, day_in, plain};
use crate::ReportError;
use crate::layout::{About, At, Faces, Flow, Ink, Placing, Shape, Span, Style};

const SHAPE: Shape = Shape { side: 44.0, top: 34.0, bottom: 48.0, ..Shape::WIDE };
/// White between the frame and what stands in it.
const PAD: f32 = 22.0;
/// Side of the code.
const CODE: f32 = 104.0;
/// From where lessons end at the latest to the foot: the code stands there.
const LESSONS_END: f32 = 136.0;

const PROGRAM: Style = Style { size: 13.0, leading: 17.0, ink: Ink::Gray };
const TITLE: Style = Style { size: 30.0, leading: 38.0, ink: Ink::Black };
const NAME: Style = Style { size: 25.0, leading: 31.0, ink: Ink::Black };
const SAID: Style = Style { size: 12.0, leading: 16.0, ink: Ink::Black };

/// So many lessons fill the page.
const FEW: usize = 8;
/// Letters of the lessons, from large to small.
const SIZES: [f32; 5] = [13.0, 12.0, 11.0, 10.0, 9.0];

/// The certificate as PDF.
pub fn certificate_pdf(of: &Certificate) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let mut flow = Flow::new(&faces, SHAPE);
    lay(&mut flow, of);
    let w = words(of.language);
    let about = About {
        title: format!("{}: {}", w.certificate, of.name),
        on: Some(of.issued_on),
        language: of.language,
        foot: format!("{} \u{b7} {} {}", w.certificate, w.code, of.code),
        foot_below: w.means.to_owned(),
    };
    crate::layout::pdf(flow, &about)
}

pub(crate) fn lay(flow: &mut Flow<'_>, of: &Certificate) {
    let w = words(of.language);
    // A little less than the page, so that it never begins another.
    let (width, height) = (flow.width(), flow.shape.text_height() - 1.0);
    let mut piece = flow.placing();
    piece.frame([0.0, 0.0], [width, height], 1.6);
    piece.frame([5.0, 5.0], [width - 10.0, height - 10.0], 0.5);
    let inside = width - 2.0 * PAD;
    let y = names(&mut piece, of, w, inside);
    lessons(&mut piece, of, w, [y, height - LESSONS_END]);
    foot(&mut piece, of, w, height);
    piece.place(height);
}

/// The program, what this is, and whose; where it ends.
fn names(piece: &mut Placing<'_, '_>, of: &Certificate, w: &Words, inside: f32) -> f32 {
    let at = |y| At::middle(PAD, y, inside);
    let program = piece.flow().cut_to(bold(&of.program), PROGRAM, inside, 1);
    // Few lessons: all of it stands lower, nearer to the middle.
    let lower = 9.0 * FEW.saturating_sub(of.lessons.len()) as f32;
    let y = piece.paragraph(&program, PROGRAM, at(PAD + lower));
    let y = piece.heading(1, w.certificate, TITLE, at(y + 2.0));
    let y = piece.paragraph(&plain(w.certifies), SAID, at(y + 4.0));
    let name = piece.flow().cut_to(bold(&of.name), NAME, inside, 2);
    let y = piece.paragraph(&name, NAME, at(y + 2.0));
    piece.rule([PAD + inside * 0.2, y + 1.0], inside * 0.6, Ink::Line);
    let from = vec![Span::plain(format!("{} ", w.of)), Span::bold(of.hospital.clone())];
    let from = piece.flow().cut_to(from, SAID, inside, 2);
    let y = piece.paragraph(&from, SAID, at(y + 5.0));
    let done = if of.lessons.len() == 1 { w.has_done_one } else { w.has_done };
    piece.paragraph(&plain(done), SAID, at(y + 2.0)) + 5.0
}

/// The lessons, in the largest letters that all of them fit in; in two columns where one is not enough.
fn lessons(piece: &mut Placing<'_, '_>, of: &Certificate, w: &Words, [from, to]: [f32; 2]) {
    let style = |size: f32| Style { size, leading: (size * 1.4).round(), ink: Ink::Black };
    let n_rows = |size: f32| (((to - from) / style(size).leading) as usize).max(1);
    let n = of.lessons.len();
    let one = SIZES.iter().take(3).copied().find(|size| n <= n_rows(*size));
    let two = SIZES.iter().skip(1).copied().find(|size| n <= 2 * n_rows(*size));
    let smallest = SIZES[SIZES.len() - 1];
    let (size, n_columns) = one.map(|s| (s, 1)).or(two.map(|s| (s, 2))).unwrap_or((smallest, 2));
    let (style, n_rows) = (style(size), n_rows(size));
    let most = n_rows * n_columns;
    let n_shown = if n > most { most - 1 } else { n };
    let gap = 18.0;
    let inside = piece.flow().width() - 2.0 * PAD;
    let width = if n_columns == 1 { inside } else { (inside - gap) / 2.0 };
    // Two columns are filled alike.
    let n_first = if n_columns == 1 { n_rows } else { n.min(most).div_ceil(2) };
    let list = piece.list();
    let place = |n: usize| {
        let (column, row) = (n / n_first.max(1), n % n_first.max(1));
        let (x, y) = (PAD + (width + gap) * column as f32, from + row as f32 * style.leading);
        if n_columns == 1 { At::middle(x, y, width) } else { At::left(x, y, width) }
    };
    for (n, (name, done_on)) in of.lessons.iter().take(n_shown).enumerate() {
        let line = line(piece, of, style, width, name, *done_on);
        piece.item(list, &line, style, place(n));
    }
    if n > n_shown {
        piece.item(list, &plain(&format!("{} {}", n - n_shown, w.and_more)), style, place(n_shown));
    }
}

/// A lesson and its day on one line: the name is cut, never the day.
fn line(
    piece: &Placing<'_, '_>,
    of: &Certificate,
    style: Style,
    width: f32,
    name: &str,
    done_on: Date,
) -> Vec<Span> {
    // Its spaces do not break, and the one before it takes a third of the size at most.
    let day = format!("\u{b7} {}", day_in(of.language, done_on)).replace(' ', "\u{a0}");
    let room = width - piece.flow().width_of(&plain(&day), style) - style.size / 3.0;
    let mut line = piece.flow().cut_to(bold(name), style, room, 1);
    line.push(Span::plain(format!(" {day}")));
    line
}

/// When, and where to see whether it is true, beside the code.
fn foot(piece: &mut Placing<'_, '_>, of: &Certificate, w: &Words, height: f32) {
    let full = piece.flow().width();
    let x = full - PAD - CODE + 8.0;
    let top = height - CODE - 16.0;
    let width = x - PAD - 12.0;
    let issued = vec![Span::plain(format!("{} ", w.issued)), Span::bold(day_in(of.language, of.issued_on))];
    let code = vec![Span::plain(format!("{}: ", w.code)), Span::bold(of.code.clone())];
    let verify = vec![Span::plain(format!("{}: ", w.verify)), Span::bold(of.verify_url.clone())];
    let small = Style { size: 10.5, leading: 14.0, ink: Ink::Black };
    let mut y = top + 12.0;
    for (spans, n_lines) in [(issued, 1), (verify, 3), (code, 1)] {
        let spans = piece.flow().cut_to(spans, small, width, n_lines);
        y = piece.paragraph(&spans, small, At::left(PAD, y, width)) + 4.0;
    }
    let alt = format!("{} {}", w.certificate_code, of.verify_url);
    piece.code(&of.verify_url, &alt, [x, top], CODE);
}
