//! Ports that listen for others, and which programs hold them.
#![expect(unsafe_code, reason = "Windows is asked through its C functions")]

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ptr;

use holdfast_wire::device::{Listening, Why};
use windows_sys::Win32::Foundation::{CloseHandle, INVALID_HANDLE_VALUE};
use windows_sys::Win32::NetworkManagement::IpHelper::{
    GetExtendedTcpTable, GetExtendedUdpTable, MIB_TCP6ROW_OWNER_PID, MIB_TCPROW_OWNER_PID,
    MIB_UDP6ROW_OWNER_PID, MIB_UDPROW_OWNER_PID, TCP_TABLE_OWNER_PID_LISTENER, UDP_TABLE_OWNER_PID,
};
use windows_sys::Win32::Networking::WinSock::{AF_INET, AF_INET6};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
};

use crate::collect::{Seen, unseen};

/// UDP ports from here on are lent to whoever asks a question; they wait for an answer, not for others. Source: RFC 6335, 6.
const UDP_LENT_FROM: u16 = 49_152;
/// A table that grows while it is asked for is asked for again this often.
const TRIES: usize = 5;

/// One row: whether only the machine itself reaches it, its port, its process.
type Row = (bool, u16, u32);

/// Ports others can reach, each once.
pub(super) fn listening() -> Seen<Vec<Listening>> {
    let tcp = |family: u32| {
        table("GetExtendedTcpTable", &|buffer: *mut u8, size: &mut u32| {
            // SAFETY: the buffer is as long as `size` says, or null with 0.
            unsafe { GetExtendedTcpTable(buffer.cast(), size, 0, family, TCP_TABLE_OWNER_PID_LISTENER, 0) }
        })
    };
    let udp = |family: u32| {
        table("GetExtendedUdpTable", &|buffer: *mut u8, size: &mut u32| {
            // SAFETY: the buffer is as long as `size` says, or null with 0.
            unsafe { GetExtendedUdpTable(buffer.cast(), size, 0, family, UDP_TABLE_OWNER_PID, 0) }
        })
    };
    let (v4, v6) = (u32::from(AF_INET), u32::from(AF_INET6));
    let is_here = |bytes: [u8; 16]| Ipv6Addr::from(bytes).to_canonical().is_loopback();
    let mut rows: Vec<(&str, Row)> = Vec::new();
    rows.extend(read(&tcp(v4)?, |r: &MIB_TCPROW_OWNER_PID| {
        ("tcp", (is_loopback(r.dwLocalAddr), port(r.dwLocalPort), r.dwOwningPid))
    }));
    rows.extend(read(&udp(v4)?, |r: &MIB_UDPROW_OWNER_PID| {
        ("udp", (is_loopback(r.dwLocalAddr), port(r.dwLocalPort), r.dwOwningPid))
    }));
    // A machine without IPv6 has no such tables.
    if let Ok(bytes) = tcp(v6) {
        rows.extend(read(&bytes, |r: &MIB_TCP6ROW_OWNER_PID| {
            ("tcp", (is_here(r.ucLocalAddr), port(r.dwLocalPort), r.dwOwningPid))
        }));
    }
    if let Ok(bytes) = udp(v6) {
        rows.extend(read(&bytes, |r: &MIB_UDP6ROW_OWNER_PID| {
            ("udp", (is_here(r.ucLocalAddr), port(r.dwLocalPort), r.dwOwningPid))
        }));
    }
    let programs = programs();
    let found: BTreeSet<Listening> = rows
        .into_iter()
        .filter(|(protocol, (is_here, port, _))| {
            !is_here && *port != 0 && (*protocol == "tcp" || *port < UDP_LENT_FROM)
        })
        .map(|(protocol, (_, port, process))| Listening {
            protocol: protocol.to_owned(),
            port,
            program: programs.get(&process).cloned().unwrap_or_default(),
        })
        .collect();
    Ok(found.into_iter().collect())
}

/// Addresses and ports come in the order of the network.
fn is_loopback(address: u32) -> bool {
    Ipv4Addr::from(address.to_ne_bytes()).is_loopback()
}

fn port(port: u32) -> u16 {
    u16::from_be((port & 0xFFFF) as u16)
}

/// A table's bytes, in memory that suits numbers of 32 bits.
fn table(what: &str, ask: &dyn Fn(*mut u8, &mut u32) -> u32) -> Seen<Vec<u32>> {
    let mut size = 0u32;
    let mut buffer: Vec<u32> = Vec::new();
    for _ in 0..TRIES {
        let at = if buffer.is_empty() { ptr::null_mut() } else { buffer.as_mut_ptr().cast() };
        match ask(at, &mut size) {
            0 if !buffer.is_empty() => return Ok(buffer),
            // It is larger than what was offered. Source: ERROR_INSUFFICIENT_BUFFER.
            0 | 122 => {
                size = size.clamp(4, 64 << 20);
                buffer = vec![0; size as usize / 4 + 1];
            }
            5 => return Err(unseen(Why::NoRight, what)),
            50 | 120 => return Err(unseen(Why::NotThere, what)),
            other => return Err(unseen(Why::Unreadable, format!("{what}: {other}"))),
        }
    }
    Err(unseen(Why::Unreadable, format!("{what}: it grows faster than it can be read")))
}

/// The rows behind the number of rows, as far as the memory goes.
fn read<R: Copy, T>(table: &[u32], of_row: impl Fn(&R) -> T) -> Vec<T> {
    let said = table.first().copied().unwrap_or(0) as usize;
    let behind = table.get(1..).unwrap_or_default();
    let n = said.min(size_of_val(behind) / size_of::<R>());
    // The rows of all four tables are of numbers of 32 bits and bytes, and begin right behind the count.
    debug_assert!(align_of::<R>() <= align_of::<u32>());
    // SAFETY: the memory holds at least `n` rows of plain numbers, for which any bytes are valid, and suits them.
    unsafe { std::slice::from_raw_parts(behind.as_ptr().cast::<R>(), n) }.iter().map(of_row).collect()
}

/// Names of the programs that run, by process.
fn programs() -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    // SAFETY: it takes two numbers and gives a handle.
    let snapshot = unsafe { CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0) };
    if snapshot == INVALID_HANDLE_VALUE {
        return found;
    }
    // SAFETY: an all-zero structure of numbers is valid; its size field is set as the functions ask.
    let mut entry: PROCESSENTRY32W = unsafe { std::mem::zeroed() };
    entry.dwSize = size_of::<PROCESSENTRY32W>() as u32;
    // SAFETY: the handle is open and the structure as large as it says.
    let mut is_more = unsafe { Process32FirstW(snapshot, &raw mut entry) } != 0;
    while is_more && found.len() < 100_000 {
        let name = &entry.szExeFile;
        let n = name.iter().position(|unit| *unit == 0).unwrap_or(name.len());
        found.insert(entry.th32ProcessID, String::from_utf16_lossy(&name[..n]));
        // SAFETY: as above.
        is_more = unsafe { Process32NextW(snapshot, &raw mut entry) } != 0;
    }
    // SAFETY: the handle was opened above and is closed once.
    unsafe { CloseHandle(snapshot) };
    found
}
