//! Papers of training, in English and Spanish: a lesson on the wall, the sheet to sign, cards with codes, the certificate.

mod cards;
mod certificate;
mod sheet;
mod wall;
mod words;

pub use cards::badge_sheet_pdf;
pub use certificate::certificate_pdf;
pub use sheet::sign_in_sheet_pdf;
pub use wall::lesson_page_pdf;

#[cfg(test)]
pub(crate) use cards::lay as cards_laid_out;
#[cfg(test)]
pub(crate) use certificate::lay as certificate_laid_out;
#[cfg(test)]
pub(crate) use sheet::lay as sheet_laid_out;
#[cfg(test)]
pub(crate) use wall::lay_out as wall_laid_out;

use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::questionnaire::day;

use crate::layout::{Flow, Span, Style};

fn plain(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

fn bold(text: &str) -> Vec<Span> {
    vec![Span::bold(text)]
}

/// What the number of the page takes at the end of the foot.
const PAGE_NUMBER: f32 = 72.0;

/// A line of the foot, with the mark where it is cut.
fn foot_line(flow: &Flow<'_>, text: &str) -> String {
    let spans = flow.cut_to(plain(text), Style::FOOT, flow.width() - PAGE_NUMBER, 1);
    spans.into_iter().map(|span| span.text).collect()
}

fn day_in(language: Language, date: Date) -> String {
    day(date).in_language(language).to_owned()
}
