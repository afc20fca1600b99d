//! The key at rest: sealed by Windows for this machine (DPAPI), so that a copied file is of no use elsewhere.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use std::io;
use std::ptr;

use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Cryptography::{
    CRYPT_INTEGER_BLOB, CRYPTPROTECT_LOCAL_MACHINE, CRYPTPROTECT_UI_FORBIDDEN, CryptProtectData,
    CryptUnprotectData,
};

/// Sealed for this machine. Its folder lets only the system and administrators in; see `folder`.
pub(crate) fn sealed(plain: &[u8]) -> io::Result<Vec<u8>> {
    let from = blob(plain)?;
    let mut to = CRYPT_INTEGER_BLOB { cbData: 0, pbData: ptr::null_mut() };
    let flags = CRYPTPROTECT_LOCAL_MACHINE | CRYPTPROTECT_UI_FORBIDDEN;
    // SAFETY: `from` points into `plain`, which outlives the call and is only read; the other pointers may be null.
    let done = unsafe {
        CryptProtectData(
            &raw const from,
            ptr::null(),
            ptr::null(),
            ptr::null(),
            ptr::null(),
            flags,
            &raw mut to,
        )
    };
    taken(done, to)
}

/// Opened again on the machine that sealed it.
pub(crate) fn unsealed(kept: &[u8]) -> io::Result<Vec<u8>> {
    let from = blob(kept)?;
    let mut to = CRYPT_INTEGER_BLOB { cbData: 0, pbData: ptr::null_mut() };
    // SAFETY: as above.
    let done = unsafe {
        CryptUnprotectData(
            &raw const from,
            ptr::null_mut(),
            ptr::null(),
            ptr::null(),
            ptr::null(),
            CRYPTPROTECT_UI_FORBIDDEN,
            &raw mut to,
        )
    };
    taken(done, to)
}

fn blob(bytes: &[u8]) -> io::Result<CRYPT_INTEGER_BLOB> {
    let n_bytes = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    Ok(CRYPT_INTEGER_BLOB { cbData: n_bytes, pbData: bytes.as_ptr().cast_mut() })
}

/// The bytes Windows made, copied, and given back to it.
fn taken(done: i32, made: CRYPT_INTEGER_BLOB) -> io::Result<Vec<u8>> {
    if done == 0 || made.pbData.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: after success Windows points to that many bytes, which nobody else uses until they are freed.
    let bytes = unsafe { std::slice::from_raw_parts(made.pbData, made.cbData as usize) }.to_vec();
    // SAFETY: Windows asks for its own memory back by this function, once.
    unsafe { LocalFree(made.pbData.cast()) };
    Ok(bytes)
}
