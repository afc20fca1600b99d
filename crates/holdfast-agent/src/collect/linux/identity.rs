//! Which Linux machine it is: names, ids and network cards.

use holdfast_wire::device::{Identity, Known, Why};

use super::files::Files;
use crate::collect::filler::{board_uuid, is_filler};
use crate::collect::places::linux as at;

/// Its name, ids and network cards; what is not there is left out.
pub(crate) fn identity(files: &Files) -> Identity {
    let name = files.line(&at::HOST_NAME).unwrap_or_default();
    let (name, domain) = match name.split_once('.') {
        Some((name, domain)) => (name.to_owned(), Some(domain.to_owned())),
        None => (name, None),
    };
    Identity {
        name,
        domain,
        is_joined: Known::unknown(Why::NotAsked, "settings of the programs that join a domain are not read"),
        serial: files.line(&at::DMI_SERIAL).ok().filter(|text| !is_filler(text)),
        hardware_uuid: files.line(&at::DMI_UUID).ok().and_then(|text| board_uuid(&text)),
        machine_id: files.line(&at::MACHINE_ID).ok(),
        macs: macs(files),
    }
}

/// Hardware addresses of cards that are real or of a virtual machine; bridges and tunnels have no device under them.
fn macs(files: &Files) -> Vec<String> {
    let cards = files.names(&at::NETWORK_CARDS).unwrap_or_default();
    let mut macs: Vec<String> = cards
        .iter()
        .filter(|card| files.is_there(&at::NETWORK_CARD_DEVICE, &[card]).unwrap_or(false))
        .filter_map(|card| files.line_of(&at::NETWORK_CARD_ADDRESS, &[card]).ok())
        .map(|mac| mac.to_lowercase())
        .filter(|mac| mac.len() == 17 && mac != "00:00:00:00:00:00")
        .collect();
    macs.sort();
    macs.dedup();
    macs
}
