//! `places`: every place the agent reads, as the rows of the document.

use std::error::Error;

use super::print;
use crate::collect::places;

pub(super) fn run() -> Result<(), Box<dyn Error>> {
    print(&places::document())
}
