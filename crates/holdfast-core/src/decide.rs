//! One verb a file: pure functions of the catalog, the facts and the day. Nothing here writes.

pub mod directory;
pub mod eligibility;
pub mod funnel;
pub mod rural;
pub mod totals;
