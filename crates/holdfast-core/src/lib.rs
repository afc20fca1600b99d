//! The nouns of a hospital cybersecurity program, the facts about one hospital, and the decisions made from them.
//!
//! This crate knows no clock, network, disk, database or web. "Today" is an argument called `as_of`; a decision
//! is a pure function of the catalog and the facts, and carries its reason. It never writes.

pub mod catalog;
pub mod cel;
pub mod decide;
pub mod did_you_mean;
pub mod digest;
pub mod facts;
pub mod model;

pub use jiff::civil::Date;
