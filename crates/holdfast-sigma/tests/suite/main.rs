//! Tests through the crate's door: meaning clause by clause, the public rules, and the program held against the judge.

mod correlations;
mod differential;
mod filters;
mod meaning;
mod public_rules;
mod refusals;
mod shared;
