//! Cards to cut out, eight on a page: a name, where the person works, and the code of their own link.
//!
//! The link itself is not printed in letters: it is long, and whoever stands by could read it.

use holdfast_core::catalog::Language;
use holdfast_core::decide::paper::training::BadgeCard;

use super::words::words;
use super::{bold, plain};
use crate::ReportError;
use crate::layout::{About, At, Faces, Flow, Ink, Placing, Shape, Style};

const SHAPE: Shape = Shape { side: 36.0, top: 30.0, bottom: 42.0, ..Shape::UPRIGHT };
/// Cards side by side.
const ACROSS: usize = 2;
/// Width and height of a card, in points: four stand one below the other.
const CARD: [f32; 2] = [270.0, 180.0];
/// Side of the code.
const CODE: f32 = 138.0;
/// White within a card.
const PAD: f32 = 10.0;

const NAME: Style = Style { size: 15.0, leading: 19.0, ink: Ink::Black };
/// A name of more than three lines: four of these leave room for what stands below.
const LONG_NAME: Style = Style { size: 11.5, leading: 14.5, ink: Ink::Black };
const SCAN: Style = Style { size: 17.0, leading: 21.0, ink: Ink::Black };

/// The cards as PDF. No cards give a page without any.
pub fn badge_sheet_pdf(cards: &[BadgeCard]) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let mut flow = Flow::new(&faces, SHAPE);
    lay(&mut flow, cards);
    // Whoever prints it reads the foot, and one sheet may hold cards of both languages: the page is in English.
    let w = words(Language::English);
    let about = About {
        title: w.cards.to_owned(),
        on: None,
        language: Language::English,
        foot: w.cards.to_owned(),
        foot_below: w.cut_out.to_owned(),
    };
    crate::layout::pdf(flow, &about)
}

pub(crate) fn lay(flow: &mut Flow<'_>, cards: &[BadgeCard]) {
    for (n, row) in cards.chunks(ACROSS).enumerate() {
        let mut piece = flow.placing();
        if n == 0 {
            piece.outline(words(Language::English).cards);
        }
        for (place, badge) in row.iter().enumerate() {
            card(&mut piece, CARD[0] * place as f32, badge);
        }
        piece.place(CARD[1]);
    }
}

fn card(piece: &mut Placing<'_, '_>, left: f32, badge: &BadgeCard) {
    let w = words(badge.language);
    piece.frame([left, 0.0], CARD, 0.5);
    let x = left + PAD + CODE;
    let width = CARD[0] - CODE - 2.0 * PAD;
    let is_long = piece.flow().n_lines(&bold(&badge.name), NAME, width) > 3;
    let (style, n_lines) = if is_long { (LONG_NAME, 4) } else { (NAME, 3) };
    let name = piece.flow().cut_to(bold(&badge.name), style, width, n_lines);
    let department = piece.flow().cut_to(plain(&badge.department), Style::BODY, width, 2);
    let y = piece.paragraph(&name, style, At::left(x, PAD + 4.0, width));
    piece.paragraph(&department, Style::BODY.in_ink(Ink::Gray), At::left(x, y + 2.0, width));
    let (scan, says) = (bold(w.scan), plain(w.card_says));
    let below = piece.flow().n_lines(&says, Style::SMALL, width) as f32 * Style::SMALL.leading;
    let above = piece.flow().n_lines(&scan, SCAN, width) as f32 * SCAN.leading;
    let y = CARD[1] - PAD - below - above - 2.0;
    let y = piece.paragraph(&scan, SCAN, At::left(x, y, width));
    piece.paragraph(&says, Style::SMALL, At::left(x, y + 2.0, width));
    let alt = format!("{} {}", w.card_alt, badge.name);
    piece.code(&badge.url, &alt, [left + PAD / 2.0, (CARD[1] - CODE) / 2.0], CODE);
}
