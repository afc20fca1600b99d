//! What a machine is, as far as it may be read: each fact known, or unknown with its reason. It changes nothing and runs nothing.
//!
//! `places` is all that is read. A system's own room asks by place and hands out facts; `bound` keeps them within bounds.

mod bound;
mod filler;
pub mod linux;
mod place;
pub mod places;
mod seen;
pub mod windows;

use holdfast_wire::device::{DeviceFacts, Identity, Known, Os};

pub(crate) use bound::fitted;
pub use place::{Kind, Place};
pub use seen::Seen;
#[cfg(windows)]
pub(crate) use seen::{known, of_io, unseen};

/// Looks at a machine.
pub trait Collector: Send {
    /// Everything.
    fn collect(&self) -> DeviceFacts;
    /// Which machine it is and what it runs, for enrolment.
    fn who(&self) -> (Identity, Known<Os>);
}

impl Collector for linux::Files {
    fn collect(&self) -> DeviceFacts {
        linux::collect(self)
    }

    fn who(&self) -> (Identity, Known<Os>) {
        linux::who(self)
    }
}
