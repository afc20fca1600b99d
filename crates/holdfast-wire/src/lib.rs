//! Shapes that two processes speak: versioned, bounded, and read as if a stranger had sent them.
//!
//! They hold no decision. A field that is added is optional; one that changes its meaning makes a new version.

pub mod device;
pub mod hunt;
