//! Each paper as PDF: which words and figures stand where. How they get onto pages is [`crate::layout`]'s.

mod board;
mod hipaa;
mod insurer;
mod practices;
mod technical;
mod words;

pub use board::board_pdf;
pub use hipaa::hipaa_pdf;
pub use insurer::insurer_pdf;
pub use practices::practices_pdf;
pub use technical::technical_pdf;

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
    let about = About {
        title: format!("{title}: {}", foot.hospital.title()),
        on: foot.as_of,
        foot: format!("{title} \u{b7} {} \u{b7} {}", foot.hospital.title(), foot.as_of_in_words()),
        foot_below: foot.made_from(),
    };
    crate::layout::pdf(flow, &about)
}
