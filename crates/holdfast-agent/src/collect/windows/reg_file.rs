//! A registry out of an exported file, for tests: the same files are put into a real registry under Wine.

use std::collections::BTreeMap;

use holdfast_wire::device::{Admin, Listening, UpdateClient, Why};
use jiff::Timestamp;

use super::machine::{Calls, Datum, Registry, Row, Wmi};
use crate::collect::place::Place;
use crate::collect::seen::{Seen, unseen};

/// Keys as written, by their names in capitals.
#[derive(Default)]
pub(super) struct RegFile(BTreeMap<String, (String, Row)>);

impl RegFile {
    /// Keys of one file or of several one after the other.
    pub(super) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let mut key = String::new();
        for line in text.replace("\\\n", "").lines().map(str::trim) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                key = name.replace("HKEY_LOCAL_MACHINE", "HKLM").replace("HKEY_USERS", "HKU");
                found.0.entry(key.to_uppercase()).or_insert_with(|| (key.clone(), Row::default()));
            } else if let Some((name, value)) = line.split_once('=') {
                let datum = datum(value);
                if let Some((_, row)) = found.0.get_mut(&key.to_uppercase()) {
                    row.0.insert(name.trim_matches('"').to_owned(), datum);
                }
            }
        }
        found
    }
}

fn datum(value: &str) -> Datum {
    let plain = |text: &str| text.replace("\\\"", "\"").replace("\\\\", "\\");
    if let Some(text) = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        return Datum::Text(plain(text));
    }
    if let Some(hex) = value.strip_prefix("dword:") {
        return Datum::Number(i64::from_str_radix(hex, 16).expect("a number"));
    }
    if let Some(hex) = value.strip_prefix("hex(7):") {
        let bytes: Vec<u8> =
            hex.split(',').map(|b| u8::from_str_radix(b.trim(), 16).expect("a byte")).collect();
        let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let text = String::from_utf16(&units).expect("a text");
        return Datum::Texts(text.split('\0').filter(|t| !t.is_empty()).map(str::to_owned).collect());
    }
    Datum::Other
}

impl Registry for RegFile {
    fn values(&self, place: &Place, names: &[&str]) -> Seen<Row> {
        let path = place.filled(names).expect("names for every star");
        let (_, row) = self.0.get(&path.to_uppercase()).ok_or_else(|| unseen(Why::NotThere, &path))?;
        let is_asked = |name: &String| place.what().is_empty() || place.names().any(|n| n == name);
        Ok(Row(row.0.iter().filter(|(n, _)| is_asked(n)).map(|(n, d)| (n.clone(), d.clone())).collect()))
    }

    fn keys(&self, place: &Place, names: &[&str]) -> Seen<Vec<String>> {
        let path = place.filled(&[names, &["\u{1}"]].concat()).expect("names for every star but the last");
        let parent = path.trim_end_matches('\u{1}').to_uppercase();
        let below = |key: &String| key.strip_prefix(&parent).is_some_and(|rest| !rest.is_empty());
        let mut found: Vec<String> = self
            .0
            .iter()
            .filter(|(key, _)| below(key))
            .map(|(_, (name, _))| name[parent.len()..].split('\\').next().unwrap_or_default().to_owned())
            .collect();
        found.dedup();
        match found.is_empty() {
            true => Err(unseen(Why::NotThere, parent)),
            false => Ok(found),
        }
    }
}

/// Objects by class; a class that is not named is in a namespace that is not there.
#[derive(Default)]
pub(super) struct Objects(pub(super) BTreeMap<&'static str, Vec<Row>>);

impl Wmi for Objects {
    fn rows(&self, place: &Place) -> Seen<Vec<Row>> {
        let class = place.path().split(':').nth(1).and_then(|c| c.split(' ').next()).unwrap_or_default();
        self.0
            .get(class)
            .cloned()
            .ok_or_else(|| unseen(Why::NotThere, format!("{} 0x8004100E", place.path())))
    }
}

/// Calls that nothing answers.
pub(super) struct Silence;

impl Calls for Silence {
    fn version(&self) -> Seen<(u32, u32, u32)> {
        Err(unseen(Why::NotThere, "RtlGetVersion"))
    }

    fn booted_at(&self) -> Seen<Timestamp> {
        Err(unseen(Why::NotThere, "GetTickCount64"))
    }

    fn admins(&self) -> Seen<Vec<Admin>> {
        Err(unseen(Why::NoRight, "NetLocalGroupGetMembers: 5"))
    }

    fn listening(&self) -> Seen<Vec<Listening>> {
        Err(unseen(Why::NoRight, "GetExtendedTcpTable: 5"))
    }

    fn update_agent(&self) -> Seen<UpdateClient> {
        Err(unseen(Why::TimedOut, "IUpdateSearcher::Search: 120 s"))
    }
}
