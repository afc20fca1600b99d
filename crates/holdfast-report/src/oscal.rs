//! Assessment results and plan of action as OSCAL 1.1.3, the form in which agencies and tools exchange them.
//!
//! The same inputs give the same bytes: every UUID is made from what it names (version 5, RFC 9562). OSCAL knows satisfied and
//! not satisfied alone; how a measure stands in truth is carried beside it, and nothing partial is rounded up.

mod assessed;
mod id;
mod plan;
mod results;

pub(crate) use id::uuid_in;
pub use plan::plan_of_action;
pub use results::assessment_results;
