//! Small questions to the system: its version, and how long it has been up. The larger ones stand in rooms of their own.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use holdfast_wire::device::{Admin, Listening, UpdateClient, Why};
use jiff::{SignedDuration, Timestamp};
use windows_sys::Wdk::System::SystemServices::RtlGetVersion;
use windows_sys::Win32::System::SystemInformation::{GetTickCount64, OSVERSIONINFOW};

use super::{members, ports, update_agent};
use crate::collect::windows::Calls;
use crate::collect::{Seen, unseen};
use crate::world::{Machine, World};

/// This machine.
pub(super) struct Local;

impl Calls for Local {
    fn version(&self) -> Seen<(u32, u32, u32)> {
        // SAFETY: an all-zero structure of numbers is valid; its size field is set as the function asks.
        let mut about: OSVERSIONINFOW = unsafe { std::mem::zeroed() };
        about.dwOSVersionInfoSize = size_of::<OSVERSIONINFOW>() as u32;
        // SAFETY: the structure lives through the call and is as large as it says.
        match unsafe { RtlGetVersion(&raw mut about) } {
            0 => Ok((about.dwMajorVersion, about.dwMinorVersion, about.dwBuildNumber)),
            status => Err(unseen(Why::Unreadable, format!("RtlGetVersion: 0x{:08X}", status as u32))),
        }
    }

    fn booted_at(&self) -> Seen<Timestamp> {
        // SAFETY: it takes nothing and cannot fail.
        let up_ms = unsafe { GetTickCount64() };
        let up = SignedDuration::from_secs(i64::try_from(up_ms / 1000).unwrap_or(0));
        let now = Machine::new().now();
        let at = now.checked_sub(up).and_then(|at| Timestamp::from_second(at.as_second()));
        at.map_err(|_| unseen(Why::Unreadable, "GetTickCount64: before all time"))
    }

    fn admins(&self) -> Seen<Vec<Admin>> {
        members::admins()
    }

    fn listening(&self) -> Seen<Vec<Listening>> {
        ports::listening()
    }

    fn update_agent(&self) -> Seen<UpdateClient> {
        update_agent::ask()
    }
}
