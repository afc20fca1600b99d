//! A lesson as one page for the wall: what to do in large letters, three questions without answers, and how to show that one did it.
//!
//! It is laid out in smaller and smaller letters until it fits one page; the smallest cuts what no page holds, and says so.

use holdfast_core::catalog::{Block, Manner, Text};
use holdfast_core::decide::paper::training::{LessonPage, Question};

use super::words::{Words, words};
use super::{bold, day_in, foot_line, plain};
use crate::ReportError;
use crate::layout::{About, At, Before, Faces, Flow, Ink, Shape, Span, Style};

/// A little wider and higher than other papers.
const SHAPE: Shape = Shape { side: 46.0, top: 38.0, bottom: 46.0, ..Shape::UPRIGHT };

/// The room of one try.
#[derive(Clone, Copy, Debug)]
struct Room {
    /// Height of running text, in points. Everything else follows from it.
    size: f32,
    /// Lines of one text.
    n_lines: usize,
    /// Steps and paragraphs of what to do.
    n_parts: usize,
    /// Side of the code.
    code: f32,
}

const fn room(size: f32) -> Room {
    Room { size, n_lines: 12, n_parts: 40, code: 60.0 + 3.8 * size }
}

/// From the largest, read from across a room, to the smallest, which fits whatever stands in the page. Small steps: half a point more
/// is worth a try, since the page hangs on a wall.
const ROOMS: [Room; 18] = [
    room(18.0),
    room(17.5),
    room(17.0),
    room(16.5),
    room(16.0),
    room(15.5),
    room(15.0),
    room(14.5),
    room(14.0),
    room(13.5),
    room(13.0),
    room(12.5),
    room(12.0),
    room(11.5),
    room(11.0),
    room(10.5),
    room(10.0),
    Room { size: 8.5, n_lines: 2, n_parts: 8, code: 90.0 },
];

impl Room {
    fn text(self, scale: f32) -> Style {
        let size = self.size * scale;
        Style { size, leading: size * 1.28, ink: Ink::Black }
    }

    fn between(self) -> f32 {
        self.size * 0.22
    }
}

/// More characters than a page holds in letters that can be read on a wall.
const MOST_CHARS: usize = 6_000;
/// Questions that are printed, and options of each. The catalog's reader allows no more.
const N_QUESTIONS: usize = 3;
const N_OPTIONS: usize = 4;

/// A lesson as one page.
pub fn lesson_page_pdf(page: &LessonPage) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let flow = lay_out(page, &faces);
    let about = about(page, &flow);
    crate::layout::pdf(flow, &about)
}

fn about(page: &LessonPage, flow: &Flow<'_>) -> About {
    let w = words(page.language);
    let checked = match page.verified_on {
        Some(date) => format!("{} {}", w.checked, day_in(page.language, date)),
        None => w.not_checked.to_owned(),
    };
    About {
        title: format!("{} {}", page.number, page.name),
        on: page.verified_on,
        language: page.language,
        // The address first: a long name may end where the line does.
        foot: foot_line(flow, &format!("{} \u{b7} {} {}", page.address, page.number, page.name)),
        foot_below: foot_line(flow, &format!("{} ({checked}): {}", w.source, page.source)),
    }
}

pub(crate) fn lay_out<'f>(page: &LessonPage, faces: &'f Faces) -> Flow<'f> {
    let w = words(page.language);
    // What no letters of this kind could fit is not tried in the larger ones.
    let from = if n_chars(page) > MOST_CHARS { ROOMS.len() - 1 } else { 0 };
    crate::pdf::within(faces, SHAPE, 1, &ROOMS[from..], |flow, room| {
        flow.gap = room.size * 0.75;
        head(flow, room, page, w);
        now(flow, room, page, w);
        questions(flow, room, &page.questions, w);
        show(flow, room, page, w);
    })
}

/// Characters of all that is printed.
fn n_chars(page: &LessonPage) -> usize {
    let of = |text: &Text| text.0.iter().map(|piece| piece.text.chars().count()).sum::<usize>();
    let block = |block: &Block| match block {
        Block::List(list) => list.items.iter().map(of).sum(),
        Block::Paragraph(text) | Block::Heading(text) => of(text),
        _ => 0,
    };
    let question = |q: &Question| of(&q.asks) + q.options.iter().map(of).sum::<usize>();
    let about = [Some(&page.name), Some(&page.behaviour), page.hand_in.as_ref()];
    page.do_now.iter().map(block).sum::<usize>()
        + page.questions.iter().map(question).sum::<usize>()
        + about.into_iter().flatten().map(|text| text.chars().count()).sum::<usize>()
}

fn head(flow: &mut Flow<'_>, room: Room, page: &LessonPage, w: &Words) {
    let title = room.text(1.7);
    let name = flow.cut(bold(&page.name), title, 0.0, room.n_lines.min(2));
    flow.heading_in(1, name.first().map_or("", |s| s.text.as_str()), title);
    let line = format!("{} \u{b7} {} {}", page.number, page.minutes, w.minutes);
    let line = flow.cut(plain(&line), room.text(0.9), 0.0, 1);
    flow.paragraph_before(&line, room.text(0.9).in_ink(Ink::Gray), room.between() * 2.0);
    let large = room.text(1.25);
    let says = flow.cut(bold(&page.behaviour), large, 20.0, room.n_lines.min(5));
    flow.framed(&[(plain(w.one_thing), room.text(0.9)), (says, large)]);
}

fn heading(flow: &mut Flow<'_>, room: Room, text: &str) {
    flow.heading_in(2, text, room.text(1.2));
}

/// A text as spans. What is to be typed stands out as what is strong does: the typeface has one slope.
fn spans(text: &Text) -> Vec<Span> {
    let piece = |piece: &holdfast_core::catalog::Piece| match piece.manner {
        Manner::Plain | Manner::Stress => Span::plain(piece.text.clone()),
        Manner::Strong | Manner::Code => Span::bold(piece.text.clone()),
    };
    text.0.iter().map(piece).collect()
}

fn now(flow: &mut Flow<'_>, room: Room, page: &LessonPage, w: &Words) {
    heading(flow, room, w.do_now);
    let style = room.text(1.0);
    let mut left = room.n_parts;
    let mut n_more = 0;
    for block in &page.do_now {
        match block {
            Block::List(list) => {
                let items = list.items.iter().take(left).map(spans);
                let items: Vec<_> =
                    items.map(|s| flow.cut(s, style, style.size * 1.7, room.n_lines)).collect();
                n_more += list.items.len() - items.len();
                left -= items.len();
                if list.is_ordered {
                    flow.steps(Before::Number, &items, style, room.between());
                } else {
                    flow.list(&items, style);
                }
            }
            Block::Paragraph(text) | Block::Heading(text) if left > 0 => {
                left -= 1;
                let text = flow.cut(spans(text), style, 0.0, room.n_lines);
                flow.paragraph(&text, style);
                flow.space(room.between());
            }
            // The catalog's reader lets nothing else stand here.
            _ => n_more += 1,
        }
    }
    if n_more > 0 {
        flow.paragraph(&plain(&format!("{n_more} {}", w.more)), style);
    }
    if let Some(hand_in) = &page.hand_in {
        let said = vec![Span::bold(format!("{}: ", w.hand_in)), Span::plain(hand_in.clone())];
        let said = flow.cut(said, style, 0.0, room.n_lines);
        flow.space(room.between());
        flow.paragraph(&said, style);
    }
}

fn questions(flow: &mut Flow<'_>, room: Room, questions: &[Question], w: &Words) {
    if questions.is_empty() {
        return;
    }
    heading(flow, room, w.check);
    let (style, small) = (room.text(1.0), room.text(0.9));
    flow.paragraph_before(&plain(w.check_lead), small, room.between());
    for (place, question) in questions.iter().take(N_QUESTIONS).enumerate() {
        let mut asks = vec![Span::bold(format!("{}. ", place + 1))];
        asks.extend(spans(&question.asks).into_iter().map(|s| Span { is_bold: true, ..s }));
        let asks = flow.cut(asks, style, 0.0, room.n_lines);
        flow.paragraph_before(&asks, style, 0.0);
        let options = question.options.iter().take(N_OPTIONS).map(spans);
        let n = if room.n_lines > 2 { room.n_lines } else { 1 };
        let options: Vec<_> = options.map(|s| flow.cut(s, style, style.size * 1.7, n)).collect();
        flow.steps(Before::Letter, &options, style, 0.0);
        flow.space(room.between() * 2.0);
    }
}

/// The code, and beside it how to show that one did it, at the foot of the page.
fn show(flow: &mut Flow<'_>, room: Room, page: &LessonPage, w: &Words) {
    let gap = 10.0;
    let (x, width) = (room.code + gap, flow.width() - room.code - gap);
    let (head, style) = (room.text(1.05), room.text(0.85));
    let scan = vec![Span::plain(format!("{} ", w.show_scan)), Span::bold(page.address.clone())];
    let scan = flow.cut_to(scan, style, width, 3);
    let mut lines = vec![scan, plain(w.show_link)];
    // No sheet counts for a lab, so its page sends nobody to one.
    if page.hand_in.is_none() {
        lines.push(vec![Span::plain(format!("{} ", w.show_sheet)), Span::plain("_".repeat(14))]);
    }
    let said: f32 = lines.iter().map(|l| flow.n_lines(l, style, width) as f32 * style.leading + 3.0).sum();
    let heads = flow.n_lines(&bold(w.show), head, width) as f32 * head.leading + 3.0;
    let height = (said + heads).max(room.code) + gap;
    // Down to the foot, so that the code is found at the same place on every page.
    let white = (flow.left() - height).max(0.0);
    flow.space(white);
    let full = flow.width();
    let mut piece = flow.placing();
    piece.rule([0.0, 0.0], full, Ink::Line);
    piece.code(&page.address, &format!("{} {}", w.lesson_code, page.address), [0.0, gap], room.code);
    let mut y = piece.heading(2, w.show, head, At::left(x, gap, width)) + 3.0;
    for line in &lines {
        y = piece.paragraph(line, style, At::left(x, y, width)) + 3.0;
    }
    piece.place(height);
}
