//! Minutes by road from ZIP areas to hospitals, as an operator's own file gives them.
//!
//! A row says what its file says and no more. What it does to the model is [`crate::decide::care`]'s work.

use super::{Ccn, Zip};

/// The longest way that reads as one: a day.
pub const MOST_MINUTES: f64 = 1_440.0;

/// One way: from a ZIP area to a hospital.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TravelTimeRow {
    /// From the people of this area.
    pub zip: Zip,
    /// To this hospital.
    pub ccn: Ccn,
    /// Minutes by road, 0 to [`MOST_MINUTES`]. `None`: the file names the pair and leaves its minutes open.
    pub minutes: Option<f32>,
}
