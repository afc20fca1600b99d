//! Each paper as PDF: which words and figures stand where. How they get onto pages is [`crate::layout`]'s.

mod board;
mod brief;
mod dark;
mod drill;
mod hipaa;
mod insurer;
mod practices;
mod technical;
mod training;
mod words;

pub use board::board_pdf;
pub use brief::brief_pdf;
pub use dark::dark_pdf;
pub use drill::drill_pdf;
pub use hipaa::hipaa_pdf;
pub use insurer::insurer_pdf;
pub use practices::practices_pdf;
pub use technical::technical_pdf;
pub use training::{badge_sheet_pdf, certificate_pdf, lesson_page_pdf, sign_in_sheet_pdf};

#[cfg(test)]
pub(crate) use board::{lay_out as board_laid_out, room::N_GATES};
#[cfg(test)]
pub(crate) use dark::lay_out as dark_laid_out;
#[cfg(test)]
pub(crate) use drill::lay as drill_laid_out;
#[cfg(test)]
pub(crate) use training::{cards_laid_out, certificate_laid_out, sheet_laid_out, wall_laid_out};

use holdfast_core::catalog::Language;
use holdfast_core::decide::paper::Foot;

use crate::ReportError;
use crate::layout::{About, Faces, Flow, Shape};

/// Lays out a paper and draws it.
fn make(
    title: &str,
    foot: &Foot,
    shape: Shape,
    lay: impl FnOnce(&mut Flow<'_>),
) -> Result<Vec<u8>, ReportError> {
    let faces = Faces::new()?;
    let mut flow = Flow::new(&faces, shape);
    lay(&mut flow);
    crate::layout::pdf(flow, &about(title, foot))
}

/// Lays out a paper of so many pages: in each kind of room by turns, the widest first, until one fits.
fn within<'f, R: Copy>(
    faces: &'f Faces,
    shape: Shape,
    n_pages: usize,
    rooms: &[R],
    lay: impl Fn(&mut Flow<'_>, R),
) -> Flow<'f> {
    let mut flow = Flow::new(faces, shape);
    for room in rooms {
        flow = Flow::new(faces, shape);
        lay(&mut flow, *room);
        flow.finish();
        if flow.pages.len() <= n_pages {
            break;
        }
    }
    flow
}

fn about(title: &str, foot: &Foot) -> About {
    About {
        title: format!("{title}: {}", foot.hospital.title()),
        on: Some(foot.as_of),
        language: Language::English,
        // The day first: a long name may end where the line does.
        foot: format!("{title} \u{b7} {} \u{b7} {}", foot.as_of_in_words(), foot.hospital.title()),
        foot_below: foot.made_from(),
    }
}
