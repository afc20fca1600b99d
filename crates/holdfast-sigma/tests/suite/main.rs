//! Tests through the crate's door: meaning clause by clause, the public rules, and the program held against the judge.

#![expect(clippy::unwrap_used, reason = "what the tests are given is made by hand; a failure names the line")]

mod correlations;
mod differential;
mod filters;
mod given;
mod meaning;
mod public_rules;
mod refusals;
