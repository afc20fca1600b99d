//! `places`: every place the agent reads on this kind of system, as the rows of the document.

use std::error::Error;

use super::print;
use crate::collect::places;

pub(super) fn run() -> Result<(), Box<dyn Error>> {
    print(&places::document(if cfg!(windows) { "Windows" } else { "Linux" }))
}
