//! Layout of our own: text into lines, lines, tables and charts onto pages, and what each piece means into a tree of tags.
//!
//! It knows no paper and no hospital. Everything is laid out first, so that a foot can say how many pages there are, and drawn
//! after. Lengths are in points, 72 to an inch, from the top left.

mod code;
mod cut;
mod face;
mod figure;
mod flow;
mod form;
mod paint;
mod placing;
mod plot;
mod steps;
mod style;
mod table;
mod tree;
mod wrap;

pub(crate) use face::Faces;
pub(crate) use figure::Bar;
pub(crate) use flow::Flow;
pub(crate) use paint::{About, pdf};
pub(crate) use placing::{At, Placing};
pub(crate) use plot::{Dot, Plot};
pub(crate) use steps::Before;
pub(crate) use style::{Ink, Shape, Span, Style};
pub(crate) use table::{Cell, Column, Row};

#[cfg(test)]
pub(crate) use face::Typeface;
#[cfg(test)]
pub(crate) use flow::Item;
#[cfg(test)]
pub(crate) use wrap::Line;
#[cfg(test)]
pub(crate) use wrap::{clean as clean_for_tests, wrap as wrap_for_tests};
