//! Who is asking and what they may do: sessions, the guard before every route, and limits on tries.

pub mod actor;
pub mod authorize;
pub mod cookie;
pub mod device;
pub mod machine;
pub mod rate_limit;
pub mod recovery_code;
pub mod relying_party;

pub use actor::{Actor, Grant, Scoped, Visitor};
