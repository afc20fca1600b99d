//! The registry of this machine, read by place; never written.

use std::io;

use holdfast_wire::device::Why;
use winreg::enums::{HKEY_LOCAL_MACHINE, HKEY_USERS, KEY_READ, KEY_WOW64_64KEY, RegType};
use winreg::{RegKey, RegValue};

use crate::collect::windows::{Datum, Registry, Row};
use crate::collect::{Place, Seen, of_io, unseen};

/// So many keys or values of one key are looked at.
const MAX_NAMES: usize = 100_000;

/// This machine's registry.
pub(super) struct Local;

impl Local {
    fn open(path: &str) -> Seen<RegKey> {
        let (root, below) = path.split_once('\\').unwrap_or((path, ""));
        let root = match root {
            "HKLM" => HKEY_LOCAL_MACHINE,
            "HKU" => HKEY_USERS,
            _ => return Err(unseen(Why::Unreadable, format!("{path} is in no known part of the registry"))),
        };
        let opened = RegKey::predef(root).open_subkey_with_flags(below, KEY_READ | KEY_WOW64_64KEY);
        opened.map_err(|error| of_io(&error, path))
    }

    fn path(place: &Place, names: &[&str]) -> Seen<String> {
        place
            .filled(names)
            .ok_or_else(|| unseen(Why::Unreadable, format!("{}: no name for it", place.path())))
    }
}

impl Registry for Local {
    fn values(&self, place: &Place, names: &[&str]) -> Seen<Row> {
        let path = Self::path(place, names)?;
        let key = Self::open(&path)?;
        let mut row = Row::default();
        if place.what().is_empty() {
            for (name, value) in key.enum_values().take(MAX_NAMES).flatten() {
                row.0.insert(name, datum(&value));
            }
            return Ok(row);
        }
        for name in place.names() {
            match key.get_raw_value(name) {
                Ok(value) => drop(row.0.insert(name.to_owned(), datum(&value))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(of_io(&error, &format!("{path}: {name}"))),
            }
        }
        Ok(row)
    }

    fn keys(&self, place: &Place, names: &[&str]) -> Seen<Vec<String>> {
        // The last star is what is asked for: a name that cannot be stands in for it.
        const ASKED: &str = "\u{1}";
        let path = Self::path(place, &[names, &[ASKED]].concat())?;
        let parent = path.trim_end_matches(ASKED).trim_end_matches('\\');
        let key = Self::open(parent)?;
        Ok(key.enum_keys().take(MAX_NAMES).flatten().collect())
    }
}

fn datum(value: &RegValue<'_>) -> Datum {
    let text = |bytes: &[u8]| {
        let units: Vec<u16> =
            bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match (&value.vtype, &value.bytes[..]) {
        (RegType::REG_SZ | RegType::REG_EXPAND_SZ, bytes) => {
            Datum::Text(text(bytes).trim_end_matches('\0').to_owned())
        }
        (RegType::REG_MULTI_SZ, bytes) => {
            Datum::Texts(text(bytes).split('\0').filter(|t| !t.is_empty()).map(str::to_owned).collect())
        }
        (RegType::REG_DWORD, bytes) => match bytes.first_chunk() {
            Some(number) => Datum::Number(i64::from(u32::from_le_bytes(*number))),
            None => Datum::Other,
        },
        (RegType::REG_QWORD, bytes) => match bytes.first_chunk() {
            Some(number) => Datum::Number(i64::from_le_bytes(*number)),
            None => Datum::Other,
        },
        _ => Datum::Other,
    }
}
