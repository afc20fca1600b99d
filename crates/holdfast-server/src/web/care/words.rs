//! Care in the words this page uses: core's, and how a receiver's strain looks. It decides nothing.

use holdfast_core::decide::care::Strain;
pub(super) use holdfast_core::decide::care::{
    added_in_words as added, beds_in_words as beds, share_in_words as share, span_in_words as span,
};

/// How a receiver bears it: tone, icon and words.
pub(super) fn strain(strain: Strain) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match strain {
        Strain::Bears => ("done", "yes"),
        Strain::Unknown => ("cannot", "ask"),
        Strain::May => ("wait", "bell"),
        Strain::Overwhelmed => ("late", "stop"),
    };
    (tone, icon, strain.label())
}
