//! Lists of machines that people and other programs keep (Intune, Active Directory, an asset register), as CSV: which column holds what
//! is guessed from its head and settled by a person, then each line becomes one machine.

mod columns;

pub use columns::{Column, ColumnMap, guess_columns};

use csv::{ReaderBuilder, StringRecord, Trim};
use holdfast_wire::device::{DeviceFacts, Hardware, Identity, Known, Os, OsFamily, Role, Volume, Why};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::NoDevice;
use super::day::{day, moment};
use super::text::decode;
use crate::imported::RowError;

/// A larger file is no list of one hospital's machines.
const MOST_BYTES: usize = 20 << 20;
/// Lines that are read.
const MOST_LINES: usize = 50_000;
/// Lines shown to a person who settles the columns.
const SHOWN_LINES: usize = 3;

/// The head of a list, with the first lines to recognise it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The first lines.
    pub first: Vec<Vec<String>>,
}

/// One machine of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct InventoryRow {
    /// The line, as a spreadsheet counts.
    pub line: u64,
    /// When the list saw it last, when it says.
    pub seen_at: Option<Timestamp>,
    /// What it says.
    pub facts: DeviceFacts,
}

/// The head of a list.
pub fn read_header(bytes: &[u8]) -> Result<Header, NoDevice> {
    let text = whole(bytes)?;
    let mut reader = reader(&text);
    let columns: Vec<String> = cells(reader.headers().map_err(|e| not_csv(&e))?);
    if columns.iter().filter(|c| !c.is_empty()).count() < 2 {
        return Err(NoDevice("its first line has fewer than two columns; save the list as CSV with the names of the columns first".to_owned()));
    }
    let first = reader.records().take(SHOWN_LINES).filter_map(Result::ok).map(|r| cells(&r)).collect();
    Ok(Header { columns, first })
}

/// The machines of a list, and the lines that could not be used.
pub fn read_inventory(bytes: &[u8], map: &ColumnMap) -> Result<(Vec<InventoryRow>, Vec<RowError>), NoDevice> {
    if map.at(Column::Name).is_none() {
        return Err(NoDevice("say which column holds the name of the machine".to_owned()));
    }
    let text = whole(bytes)?;
    let (mut rows, mut bad) = (Vec::new(), Vec::new());
    for (n, record) in reader(&text).records().enumerate() {
        let line = n as u64 + 2;
        if n >= MOST_LINES {
            bad.push(bad_row(
                line,
                format!("the list has more than {MOST_LINES} lines; the rest was left out"),
            ));
            break;
        }
        match record {
            Err(e) => bad.push(bad_row(line, format!("it is no line of CSV ({e})"))),
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => match machine(&record, map) {
                Ok((seen_at, facts)) => rows.push(InventoryRow { line, seen_at, facts }),
                Err(why) => bad.push(bad_row(line, why)),
            },
        }
    }
    Ok((rows, bad))
}

fn bad_row(row: u64, why: String) -> RowError {
    RowError { row, column: "whole row".to_owned(), text: String::new(), why }
}

fn whole(bytes: &[u8]) -> Result<String, NoDevice> {
    if bytes.len() > MOST_BYTES {
        return Err(NoDevice(
            "the file has more than 20 MB; leave out columns nobody needs, or send it in parts".to_owned(),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(NoDevice(
            "it is a workbook or an archive; save the sheet as CSV and send that".to_owned(),
        ));
    }
    Ok(decode(bytes))
}

/// What stands between cells: whichever of comma, semicolon and tab the first line has most of.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    // PowerShell puts a line about types before the head.
    let text = match text.strip_prefix("#TYPE") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
        None => text,
    };
    let first = text.lines().next().unwrap_or_default();
    let most = |mark: char| first.matches(mark).count();
    let mark = [';', '\t'].into_iter().fold(',', |best, m| if most(m) > most(best) { m } else { best });
    ReaderBuilder::new()
        .delimiter(u8::try_from(mark).unwrap_or(b','))
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
}

fn not_csv(e: &csv::Error) -> NoDevice {
    NoDevice(format!("it is no CSV ({e}); save the list as CSV with the names of the columns first"))
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().take(200).map(|c| c.chars().filter(|c| !c.is_control()).take(200).collect()).collect()
}

fn machine(record: &StringRecord, map: &ColumnMap) -> Result<(Option<Timestamp>, DeviceFacts), String> {
    let said = |column| map.at(column).and_then(|i| record.get(i)).map(str::trim).unwrap_or_default();
    let given = |column| Some(said(column).to_owned()).filter(|s| !s.is_empty());
    let name = said(Column::Name);
    // A directory gives full names; the part before the first dot is the machine's own.
    let (name, domain) = match name.split_once('.') {
        Some((short, domain)) if !name.chars().all(|c| c.is_ascii_digit() || c == '.') => {
            (short, Some(domain.to_owned()))
        }
        _ => (name.trim_end_matches('$'), None),
    };
    if name.is_empty() {
        return Err("it names no machine".to_owned());
    }
    let os = os(said(Column::Os), said(Column::OsVersion));
    let role = match (&os, said(Column::Os).to_lowercase()) {
        (None, _) => Known::default(),
        (_, text) if text.contains("server") => Known::Is(Role::Server),
        _ => Known::Is(Role::Workstation),
    };
    let not_said = "the list does not say";
    let is_encrypted = yes_or_no(said(Column::Encrypted));
    let volumes = is_encrypted.map(|is| {
        vec![Volume {
            name: "system".to_owned(),
            is_system: true,
            is_encrypted: Known::Is(is),
            n_bytes: None,
        }]
    });
    let macs = said(Column::Mac).split([' ', ',', ';', '|']).filter_map(mac);
    let mut macs: Vec<String> = macs.collect();
    macs.sort();
    macs.dedup();
    let facts = DeviceFacts {
        identity: Identity {
            name: name.to_owned(),
            domain: given(Column::Domain).or(domain),
            serial: given(Column::Serial),
            macs,
            ..Identity::default()
        },
        os: os.map_or_else(|| Known::unknown(Why::NotAsked, not_said), Known::Is),
        role,
        volumes: volumes.map_or_else(|| Known::unknown(Why::NotAsked, not_said), Known::Is),
        hardware: Hardware {
            maker: said(Column::Maker).to_owned(),
            model: said(Column::Model).to_owned(),
            memory_bytes: gigabytes(said(Column::Memory))
                .map_or_else(|| Known::unknown(Why::NotAsked, not_said), Known::Is),
            tpm: given(Column::Tpm).map_or_else(|| Known::unknown(Why::NotAsked, not_said), Known::Is),
            ..Hardware::default()
        },
        ..DeviceFacts::default()
    };
    let seen = said(Column::SeenAt);
    let seen_at = match (moment(seen), day(seen)) {
        (Some(at), _) => at.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp()),
        (None, Some(day)) => day.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp()),
        (None, None) => None,
    };
    Ok((seen_at, facts))
}

/// A system of its name and version as lists write them: `Windows`, `10.0.19045.5011`; `Windows 10 Pro`, `10.0 (19045)`.
fn os(name: &str, version: &str) -> Option<Os> {
    if name.is_empty() && version.is_empty() {
        return None;
    }
    let lower = name.to_lowercase();
    let family = match () {
        () if lower.contains("windows") || (name.is_empty() && version.starts_with("10.0.")) => {
            OsFamily::Windows
        }
        () if lower.contains("mac") => OsFamily::Macos,
        () if ["linux", "debian", "ubuntu", "red hat", "rhel", "suse"].iter().any(|w| lower.contains(w)) => {
            OsFamily::Linux
        }
        () => OsFamily::Other,
    };
    let numbers: Vec<&str> = version.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let dotted = match (family, numbers.as_slice()) {
        (OsFamily::Windows, [build]) if build.len() == 5 => format!("10.0.{build}"),
        (OsFamily::Windows, numbers @ [_, _, ..]) => {
            numbers.iter().take(4).copied().collect::<Vec<_>>().join(".")
        }
        _ => version.to_owned(),
    };
    let name = name.strip_prefix("Microsoft ").unwrap_or(name);
    Some(Os { family, name: name.to_owned(), version: dotted, ..Os::default() })
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "encrypted" | "on" => Some(true),
        "no" | "false" | "0" | "n" | "not encrypted" | "off" => Some(false),
        _ => None,
    }
}

/// `00-1A-2B-3C-4D-5E` and its like as `00:1a:2b:3c:4d:5e`.
fn mac(text: &str) -> Option<String> {
    let digits: String =
        text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase();
    let is_plain = text.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '-' | '.'));
    if digits.len() != 12 || !is_plain || digits == "000000000000" {
        return None;
    }
    let pairs: Vec<&str> = (0..12).step_by(2).filter_map(|i| digits.get(i..i + 2)).collect();
    Some(pairs.join(":"))
}

/// `8`, `8 GB`, `8.0` and `8192 MB` in bytes.
fn gigabytes(text: &str) -> Option<u64> {
    let lower = text.to_lowercase();
    let number: String = lower.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let number: f64 = number.replace(',', ".").parse().ok()?;
    let unit = match () {
        () if lower.contains("mb") => 20,
        () if lower.contains("gb") || number <= 4_096.0 => 30,
        () if number <= 4_194_304.0 => 20,
        () => 0,
    };
    let bytes = number * (1u64 << unit) as f64;
    (1.0..1e15).contains(&bytes).then_some(bytes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<InventoryRow>, Vec<RowError>) {
        let header = read_header(text.as_bytes()).expect("a list");
        read_inventory(text.as_bytes(), &guess_columns(&header.columns)).expect("a list")
    }

    #[test]
    fn lists_of_intune_of_the_directory_and_of_people_are_read() {
        let (rows, bad) = read(
            "Device name,Managed by,OS,OS version,Serial number,Manufacturer,Model,Last check-in,Encrypted\nFIX-PC-7,Intune,Windows,10.0.19045.5011,ABC123,Dell Inc.,OptiPlex 7010,2026-11-20 08:00,No\n,Intune,Windows,10.0.19045.1,,,,,\n",
        );
        let facts = &rows[0].facts;
        let os = facts.os.is().expect("known");
        assert_eq!((os.family, os.version.as_str()), (OsFamily::Windows, "10.0.19045.5011"));
        assert_eq!(
            (facts.identity.name.as_str(), facts.identity.serial.as_deref()),
            ("FIX-PC-7", Some("ABC123"))
        );
        assert_eq!(rows[0].seen_at.map(|t| t.to_string()).as_deref(), Some("2026-11-20T08:00:00Z"));
        assert_eq!(facts.volumes.is().and_then(|v| v[0].is_encrypted.is()), Some(&false));
        assert_eq!((bad.len(), bad[0].to_string().contains('3')), (1, true), "{bad:?}");

        let (rows, _) = read(
            "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADComputer\r\n\"Name\";\"DNSHostName\";\"OperatingSystem\";\"OperatingSystemVersion\";\"LastLogonDate\"\r\n\"SRV1\";\"srv1.fixture.example\";\"Windows Server 2012 R2 Standard\";\"6.3 (9600)\";\"13.11.2026 09:00:00\"\r\n",
        );
        let facts = &rows[0].facts;
        assert_eq!(
            (facts.os.is().map(|o| o.version.as_str()), facts.role.is()),
            (Some("6.3.9600"), Some(&Role::Server))
        );
        assert_eq!(facts.identity.name, "SRV1");

        let (rows, _) =
            read("Asset tag\tHostname\tMAC address\tRAM\n17\tct-console\t00-1A-2B-3C-4D-5E\t8 GB\n");
        assert_eq!(rows[0].facts.identity.macs, ["00:1a:2b:3c:4d:5e"]);
        assert_eq!(rows[0].facts.hardware.memory_bytes.is(), Some(&(8 << 30)));
        assert!(rows[0].facts.os.is().is_none());
    }

    #[test]
    fn what_is_no_list_says_what_to_send() {
        let check = |bytes: &[u8], expected: &str| {
            let error = read_header(bytes).expect_err("no list").to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(b"", "fewer than two columns");
        check(b"one\ntwo\n", "fewer than two columns");
        check(b"PK\x03\x04....", "save the sheet as CSV");
        let error = read_inventory(b"a,b\n1,2\n", &ColumnMap::default()).expect_err("no name").to_string();
        assert!(error.contains("which column"), "{error}");
    }
}
