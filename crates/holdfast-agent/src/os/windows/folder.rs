//! The agent's own folder: made for the system and administrators alone, whoever made the one above it.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use std::ffi::OsString;
use std::io;
use std::os::windows::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::ptr;

use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertStringSecurityDescriptorToSecurityDescriptorW, SDDL_REVISION_1,
};
use windows_sys::Win32::Security::{
    DACL_SECURITY_INFORMATION, PROTECTED_DACL_SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, SetFileSecurityW,
};
use windows_sys::Win32::System::Com::CoTaskMemFree;
use windows_sys::Win32::UI::Shell::{FOLDERID_ProgramData, FOLDERID_Windows, SHGetKnownFolderPath};
use windows_sys::core::GUID;

/// Where programs keep what belongs to no user.
pub(super) fn program_data() -> PathBuf {
    known(FOLDERID_ProgramData).unwrap_or_else(|| PathBuf::from(r"C:\ProgramData"))
}

/// Where Windows lies.
pub(super) fn windows() -> PathBuf {
    known(FOLDERID_Windows).unwrap_or_else(|| PathBuf::from(r"C:\Windows"))
}

/// A folder by its id. The environment is not asked: a service and an installer have others.
fn known(which: GUID) -> Option<PathBuf> {
    let mut made: *mut u16 = ptr::null_mut();
    // SAFETY: the id outlives the call; Windows writes a pointer to a text of its own, also on failure.
    let status = unsafe { SHGetKnownFolderPath(&raw const which, 0, ptr::null_mut(), &raw mut made) };
    let mut found = OsString::new();
    if status == 0 && !made.is_null() {
        // SAFETY: after success it is a text that ends in 0; nothing behind that is read.
        let n = (0..).take_while(|n| unsafe { *made.add(*n) } != 0).count();
        // SAFETY: these were all just read.
        found = OsString::from_wide(unsafe { std::slice::from_raw_parts(made, n) });
    }
    // SAFETY: Windows asks for its own memory back by this function; null is fine.
    unsafe { CoTaskMemFree(made.cast()) };
    (!found.is_empty()).then(|| PathBuf::from(found))
}

/// Full access for the system and for administrators, here and below, and nothing inherited. Source: "Security Descriptor String Format".
const ONLY_THEM: &str = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

/// Makes the folder and keeps others out of it.
pub(crate) fn make_private_folder(dir: &Path) -> io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let descriptor = Descriptor::parse(ONLY_THEM)?;
    let path: Vec<u16> = dir.as_os_str().encode_wide().chain([0]).collect();
    let what = DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
    // SAFETY: the path ends in 0, and the descriptor is one Windows made; both outlive the call.
    match unsafe { SetFileSecurityW(path.as_ptr(), what, descriptor.0) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// A descriptor that Windows made, to be given back to it.
struct Descriptor(PSECURITY_DESCRIPTOR);

impl Descriptor {
    fn parse(text: &str) -> io::Result<Self> {
        let text: Vec<u16> = text.encode_utf16().chain([0]).collect();
        let mut made: PSECURITY_DESCRIPTOR = ptr::null_mut();
        // SAFETY: the text ends in 0; Windows writes one pointer, and its size is not asked for.
        let done = unsafe {
            ConvertStringSecurityDescriptorToSecurityDescriptorW(
                text.as_ptr(),
                SDDL_REVISION_1,
                &raw mut made,
                ptr::null_mut(),
            )
        };
        if done == 0 || made.is_null() {
            return Err(io::Error::last_os_error());
        }
        Ok(Self(made))
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: it came from the function above, which asks for its memory back by this one, once.
        unsafe { LocalFree(self.0) };
    }
}
