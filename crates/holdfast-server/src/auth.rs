//! Who is asking and what they may do: sessions, the guard before every route, and limits on tries.

pub mod actor;
pub mod authorize;
pub mod cookie;
pub mod rate_limit;

pub use actor::{Actor, Grant, Scoped, Visitor};
