//! COM, made ready for one thread and put away when it ends.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use holdfast_wire::device::Why;
use windows::Win32::System::Com::{COINIT_MULTITHREADED, CoInitializeEx, CoUninitialize};

use crate::collect::{Seen, unseen};

/// COM is ready on this thread as long as this is there; everything made with it has to be gone before.
pub(super) struct Com(());

impl Com {
    /// Makes it ready, on a thread that uses it nowhere else.
    pub(super) fn ready() -> Seen<Self> {
        // SAFETY: it takes a number; each success is paired with the end below.
        let made = unsafe { CoInitializeEx(None, COINIT_MULTITHREADED) }.ok();
        made.map(|()| Self(()))
            .map_err(|e| unseen(Why::Unreadable, format!("CoInitializeEx: 0x{:08X}", e.code().0 as u32)))
    }
}

impl Drop for Com {
    fn drop(&mut self) {
        // SAFETY: it pairs with the call that made this.
        unsafe { CoUninitialize() };
    }
}
