//! Members of the local group of administrators, found by its id, since its name differs by language.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use std::ptr;

use holdfast_wire::device::{Admin, Why};
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::NetworkManagement::NetManagement::{
    LOCALGROUP_MEMBERS_INFO_2, MAX_PREFERRED_LENGTH, NetApiBufferFree, NetLocalGroupGetMembers,
};
use windows_sys::Win32::Security::Authorization::ConvertSidToStringSidW;
use windows_sys::Win32::Security::{
    CreateWellKnownSid, LookupAccountSidW, PSID, SID_NAME_USE, SidTypeAlias, SidTypeGroup,
    SidTypeWellKnownGroup, WinBuiltinAdministratorsSid,
};

use crate::collect::{Seen, unseen};

/// A SID is at most this long. Source: SECURITY_MAX_SID_SIZE.
const MAX_SID_BYTES: u32 = 68;
/// No name of an account is longer.
const MAX_NAME: usize = 256;

/// The members; one whose account is gone has an id and no name.
pub(super) fn admins() -> Seen<Vec<Admin>> {
    let group = group_name()?;
    let mut buffer: *mut u8 = ptr::null_mut();
    let (mut n_read, mut n_total) = (0u32, 0u32);
    // SAFETY: the name ends in 0; Windows writes a pointer to memory of its own and two numbers.
    let status = unsafe {
        NetLocalGroupGetMembers(
            ptr::null(),
            group.as_ptr(),
            2,
            &raw mut buffer,
            MAX_PREFERRED_LENGTH,
            &raw mut n_read,
            &raw mut n_total,
            ptr::null_mut(),
        )
    };
    let mut found = Vec::new();
    if status == 0 && !buffer.is_null() {
        // SAFETY: at this level the memory holds that many of these structures.
        let rows = unsafe {
            std::slice::from_raw_parts(buffer.cast::<LOCALGROUP_MEMBERS_INFO_2>(), n_read as usize)
        };
        for row in rows {
            if let Some(id) = sid_text(row.lgrmi2_sid) {
                let is_group =
                    [SidTypeGroup, SidTypeAlias, SidTypeWellKnownGroup].contains(&row.lgrmi2_sidusage);
                // SAFETY: null, or a text that ends in 0, in the same memory.
                let name = unsafe { text(row.lgrmi2_domainandname) };
                found.push(Admin { id, name, is_group });
            }
        }
    }
    if !buffer.is_null() {
        // SAFETY: the memory came from the call above and is given back once.
        unsafe { NetApiBufferFree(buffer.cast()) };
    }
    match status {
        // The one Windows brings cannot be taken out.
        0 if found.is_empty() => Err(unseen(Why::Unreadable, "NetLocalGroupGetMembers lists nobody")),
        0 => {
            found.sort();
            Ok(found)
        }
        5 => Err(unseen(Why::NoRight, "NetLocalGroupGetMembers")),
        // A domain controller has no local groups of its own. Source: NERR_GroupNotFound, ERROR_NO_SUCH_ALIAS.
        1376 | 2220 => Err(unseen(Why::NotThere, format!("NetLocalGroupGetMembers: {status}"))),
        other => Err(unseen(Why::Unreadable, format!("NetLocalGroupGetMembers: {other}"))),
    }
}

/// What the group S-1-5-32-544 is called here.
fn group_name() -> Seen<Vec<u16>> {
    let mut sid = [0u8; MAX_SID_BYTES as usize];
    let mut n_bytes = MAX_SID_BYTES;
    // SAFETY: the buffer is as long as the number says; no domain is needed for this group.
    let made = unsafe {
        CreateWellKnownSid(
            WinBuiltinAdministratorsSid,
            ptr::null_mut(),
            sid.as_mut_ptr().cast(),
            &raw mut n_bytes,
        )
    };
    let mut name = [0u16; MAX_NAME];
    let mut domain = [0u16; MAX_NAME];
    let (mut n_name, mut n_domain) = (MAX_NAME as u32, MAX_NAME as u32);
    let mut kind: SID_NAME_USE = 0;
    // SAFETY: the SID was just made; both buffers are as long as their numbers say.
    let named = made != 0
        && unsafe {
            LookupAccountSidW(
                ptr::null(),
                sid.as_mut_ptr().cast(),
                name.as_mut_ptr(),
                &raw mut n_name,
                domain.as_mut_ptr(),
                &raw mut n_domain,
                &raw mut kind,
            )
        } != 0;
    match named {
        true => Ok(name.iter().copied().take(n_name as usize).chain([0]).collect()),
        false => {
            Err(unseen(Why::Unreadable, format!("LookupAccountSid: {}", std::io::Error::last_os_error())))
        }
    }
}

fn sid_text(sid: PSID) -> Option<String> {
    let mut made: *mut u16 = ptr::null_mut();
    // SAFETY: the SID is one Windows gave; it writes a pointer to a text of its own.
    if sid.is_null() || unsafe { ConvertSidToStringSidW(sid, &raw mut made) } == 0 || made.is_null() {
        return None;
    }
    // SAFETY: after success it is a text that ends in 0.
    let found = unsafe { text(made) };
    // SAFETY: Windows asks for its own memory back by this function, once.
    unsafe { LocalFree(made.cast()) };
    Some(found)
}

/// # Safety
/// Null, or a text that ends in 0.
unsafe fn text(from: *const u16) -> String {
    if from.is_null() {
        return String::new();
    }
    // SAFETY: the caller says that a 0 comes; nothing behind it is read.
    let n = (0..).take_while(|n| unsafe { *from.add(*n) } != 0).count();
    // SAFETY: these were all just read.
    String::from_utf16_lossy(unsafe { std::slice::from_raw_parts(from, n) })
}
