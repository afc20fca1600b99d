//! Devices: agents that enrol and check in, files and lists that tell of machines, and what people say about them.
//!
//! What a message may do and what facts come to is decided in `holdfast_core::decide::device`; this room loads, calls and saves.

mod act;
mod bring;
mod check_in;
mod desk;
mod enrol;
mod knowledge;
mod look;
mod pack;
mod pin_rules;
mod prove;
mod tell;

pub use act::DeviceAct;
pub use bring::{Arrived, Columns, SentDevices};
pub use check_in::Answer;
pub use desk::CheckInDesk;
pub use enrol::{EnrolError, MOST_LABEL, Made};
pub use look::{DeviceFile, Fleet};
pub use pack::unpacked;
pub use pin_rules::RuledPins;
pub use tell::{Brought, Carrier, NewFacts};

use holdfast_store::DevicePolicy;

/// How often agents check in, and what each may send and receive in a day, where a hospital has not said.
pub const USUAL_POLICY: DevicePolicy = DevicePolicy { every_s: 3_600, bytes_a_day: 500_000 };

/// Most devices of one hospital.
pub const MOST_DEVICES: u64 = 20_000;
