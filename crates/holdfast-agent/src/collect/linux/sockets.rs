//! Ports that listen for others, from the kernel's own tables.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use holdfast_wire::device::{Listening, Why};

use super::files::Files;
use crate::collect::place::Place;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, unseen};

/// In a TCP table, a socket that waits for others; in a UDP table, one bound to nobody. Source: the kernel's `tcp_states.h`.
const TCP_LISTEN: &str = "0A";
const UDP_UNCONNECTED: &str = "07";
/// UDP ports from here on are lent to whoever asks a question; they wait for an answer, not for others, and change each minute.
const UDP_LENT_FROM: u16 = 32_768;

/// A socket that others can reach.
#[derive(Debug, PartialEq, Eq)]
struct Socket {
    port: u16,
    inode: u64,
}

/// Ports others can reach, each once, with the program when its files may be looked at.
pub(crate) fn listening(files: &Files) -> Seen<Vec<Listening>> {
    let tables: [(&Place, &str, &str); 4] = [
        (&at::TCP, "tcp", TCP_LISTEN),
        (&at::TCP6, "tcp", TCP_LISTEN),
        (&at::UDP, "udp", UDP_UNCONNECTED),
        (&at::UDP6, "udp", UDP_UNCONNECTED),
    ];
    let mut found: Vec<(&str, Socket)> = Vec::new();
    let mut is_any_there = false;
    for (place, protocol, state) in tables {
        // A kernel without IPv6 has two tables fewer.
        let Some(text) = if_there(files.text(place))? else { continue };
        is_any_there = true;
        let is_lent = |socket: &Socket| protocol == "udp" && socket.port >= UDP_LENT_FROM;
        found.extend(
            sockets(&text, state).into_iter().filter(|s| !is_lent(s)).map(|socket| (protocol, socket)),
        );
    }
    if !is_any_there {
        return Err(unseen(Why::NotThere, at::TCP.path()));
    }
    let owners = owners(files, &found.iter().map(|(_, s)| s.inode).collect());
    let listed: BTreeSet<Listening> = found
        .into_iter()
        .map(|(protocol, socket)| Listening {
            protocol: protocol.to_owned(),
            port: socket.port,
            program: owners.get(&socket.inode).cloned().unwrap_or_default(),
        })
        .collect();
    Ok(listed.into_iter().collect())
}

/// The sockets of a table in this state, without those that only the machine itself reaches. Lines that are none are left out.
fn sockets(table: &str, state: &str) -> Vec<Socket> {
    table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (address, port) = columns.get(1)?.split_once(':')?;
            let port = u16::from_str_radix(port, 16).ok()?;
            let inode = columns.get(9)?.parse().ok()?;
            let is_ours = *columns.get(3)? == state && port != 0 && !is_loopback(ip(address)?);
            is_ours.then_some(Socket { port, inode })
        })
        .collect()
}

fn is_loopback(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// The kernel writes each 32-bit part as a number of the processor's own byte order.
fn ip(hex: &str) -> Option<IpAddr> {
    let part = |at: usize| Some(u32::from_str_radix(hex.get(at * 8..at * 8 + 8)?, 16).ok()?.to_ne_bytes());
    match hex.len() {
        8 => Some(Ipv4Addr::from(part(0)?).into()),
        32 => {
            let bytes: Vec<u8> = [part(0)?, part(1)?, part(2)?, part(3)?].concat();
            Some(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?).into())
        }
        _ => None,
    }
}

/// Which program holds which socket, as far as it may be known.
fn owners(files: &Files, wanted: &BTreeSet<u64>) -> BTreeMap<u64, String> {
    let mut owners = BTreeMap::new();
    let processes = files.names(&at::PROCESSES).unwrap_or_default();
    for process in processes.iter().filter(|name| name.bytes().all(|b| b.is_ascii_digit())) {
        let Ok(handles) = files.names_of(&at::HANDLES, &[process]) else { continue };
        for handle in handles {
            let Ok(target) = files.link_of(&at::HANDLE, &[process, &handle]) else { continue };
            let inode = target.strip_prefix("socket:[").and_then(|t| t.strip_suffix(']')?.parse().ok());
            let Some(inode) = inode.filter(|inode| wanted.contains(inode)) else { continue };
            if let Ok(name) = files.line_of(&at::PROCESS_NAME, &[process]) {
                owners.entry(inode).or_insert(name);
            }
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 23456 1 0000000000000000 100 0 0 10 0
   2: 0A00020F:0016 0200020A:D431 01 00000000:00000000 02:000A7D6B 00000000     0        0 34567 4 0000000000000000 20 4 29 10 -1
   3: broken
";
    const TABLE6: &str = "head
   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1 0
   1: 00000000000000000000000001000000:0CEA 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 8 1 0
   2: 0000000000000000FFFF00000100007F:0CEB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 9 1 0
";

    #[test]
    fn what_listens_for_the_machine_alone_and_what_is_connected_is_left_out() {
        assert_eq!(sockets(TABLE, TCP_LISTEN), [Socket { port: 22, inode: 12345 }]);
        assert_eq!(sockets(TABLE6, TCP_LISTEN), [Socket { port: 443, inode: 7 }]);
    }

    proptest! {
        #[test]
        fn any_table_is_read_without_trouble(text in "([0-9A-F:]{0,40}| |\n|\u{fe}){0,80}") {
            let _ = sockets(&text, TCP_LISTEN);
        }
    }
}
