//! One verb a file: pure functions of the catalog, the facts and the day. Nothing here writes.

pub mod directory;
pub mod eligibility;
pub mod rural;
