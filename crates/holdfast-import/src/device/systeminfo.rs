//! The report of Windows' `systeminfo`, in any language: rows come in one order whatever they are called, and the row with the version
//! looks like nothing else.

use holdfast_wire::device::{
    DeviceFacts, Hardware, Identity, InstalledUpdate, Known, Os, OsFamily, Role, Why,
};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::NoDevice;
use super::day::{day, moment};
use super::text::{decode, lines};

/// A larger file is no report.
const MOST_BYTES: usize = 4 << 20;
/// Rows of a report at most.
const MOST_ROWS: usize = 400;

/// One row: what stands after its label, and the lines below it.
#[derive(Debug)]
struct Entry {
    value: String,
    below: Vec<String>,
}

/// Reads a report. It says which machine, system, updates and hardware; everything else stays not asked.
pub fn read_systeminfo(bytes: &[u8]) -> Result<DeviceFacts, NoDevice> {
    if bytes.len() > MOST_BYTES {
        return Err(NoDevice(
            "the file has more than 4 MB, and a system report has a few KB; look whether it is the right one"
                .to_owned(),
        ));
    }
    let text = decode(bytes);
    let entries = entries(&text);
    let Some(at) = entries.iter().position(|e| version(&e.value).is_some()) else {
        return Err(NoDevice(no_version(&text)));
    };
    // Counted from the row with the version: what stands before and after it never moves.
    let value = |offset: isize| {
        let entry = at.checked_add_signed(offset).and_then(|i| entries.get(i));
        entry.map(|e| e.value.as_str()).filter(|v| is_said(v))
    };
    let name = value(-1).unwrap_or_default();
    // A file may begin in the middle: without a first row nothing stands before the name.
    let host = if at >= 2 { value(-2).unwrap_or_default() } else { "" };
    let (version, service_pack) = version(&entries[at].value).unwrap_or_default();
    let zone = entries.iter().position(|e| offset(&e.value).is_some());
    let after_zone =
        |n: usize| zone.and_then(|z| entries.get(z + n)).map(|e| e.value.as_str()).filter(|v| is_said(v));
    let domain = after_zone(7);
    let os_name = plain_name(name);
    let os = Os {
        family: OsFamily::Windows,
        edition: edition(&os_name).to_owned(),
        version,
        service_pack,
        arch: arch(value(11).unwrap_or_default()).to_owned(),
        installed_on: value(7).and_then(day),
        name: os_name,
        ..Os::default()
    };
    let identity = Identity {
        name: host.to_owned(),
        domain: domain.map(str::to_owned),
        is_joined: domain.filter(|d| d.contains('.')).map_or_else(not_said, |_| Known::Is(true)),
        ..Identity::default()
    };
    let hardware = Hardware {
        maker: value(9).unwrap_or_default().to_owned(),
        model: value(10).unwrap_or_default().to_owned(),
        cpu: entries
            .get(at + 12)
            .and_then(|e| e.below.first())
            .map_or_else(not_said, |line| Known::Is(unnumbered(line))),
        memory_bytes: after_zone(1).and_then(megabytes).map_or_else(not_said, Known::Is),
        ..Hardware::default()
    };
    let booted_at = value(8).and_then(moment).zip(zone.and_then(|z| offset(&entries[z].value)));
    Ok(DeviceFacts {
        role: role(&os.name, value(2).unwrap_or_default()),
        os: Known::Is(os),
        identity,
        hardware,
        booted_at: booted_at.and_then(|(at, offset)| in_zone(at, offset)).map_or_else(not_said, Known::Is),
        updates: updates(&entries),
        ..DeviceFacts::default()
    })
}

fn not_said<T>() -> Known<T> {
    Known::unknown(Why::NotAsked, "the system report does not say")
}

/// Why there is no version: what the file looks like instead.
fn no_version(text: &str) -> String {
    let n_updates = lines(text).filter(|line| update(line).is_some()).count();
    if n_updates > 0 {
        return format!(
            "this is a list of {n_updates} updates and names no Windows; send what the command `systeminfo` prints"
        );
    }
    "no row holds a version of Windows such as 10.0.19045; send what the command `systeminfo` prints, whole"
        .to_owned()
}

fn entries(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in lines(text).take(20_000) {
        let is_below = line.starts_with([' ', '\t']);
        match (is_below, line.split_once(':')) {
            (false, Some((_, value))) if entries.len() < MOST_ROWS => {
                entries.push(Entry { value: value.trim().to_owned(), below: Vec::new() });
            }
            // A label may itself hold a colon, as in "Virtual memory: in use:"; its row is a row all the same.
            (true, _) if !line.trim().is_empty() => {
                if let Some(last) = entries.last_mut() {
                    last.below.push(line.trim().to_owned());
                }
            }
            _ => {}
        }
    }
    entries
}

/// Whether a value says something. Reports that were made public have dots in places.
fn is_said(value: &str) -> bool {
    !value.is_empty() && !value.chars().all(|c| c == '.' || c == 'x' || c == 'X') && value != "N/A"
}

/// `10.0.19045` and the service pack, of `10.0.19045 N/A Build 19045`.
fn version(value: &str) -> Option<(String, Option<u8>)> {
    let mut words = value.split_whitespace();
    let version = words.next()?;
    let parts: Vec<u32> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [major, minor, build] = parts[..] else { return None };
    // The build stands there twice; an address or a date does not repeat itself.
    let is_windows = (5..=10).contains(&major) && minor < 100 && build >= 2_000;
    if !is_windows || value.split_whitespace().last()?.parse() != Ok(build) {
        return None;
    }
    let pack = value
        .to_ascii_lowercase()
        .split("service pack ")
        .nth(1)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    Some((version.to_owned(), pack))
}

/// The name without who made it and without marks of ownership.
fn plain_name(name: &str) -> String {
    let name = name.replace("(R)", "").replace("(TM)", "").replace(['\u{ae}', '\u{2122}'], "");
    let name = name.strip_prefix("Microsoft ").or_else(|| name.strip_prefix("Microsoftr ")).unwrap_or(&name);
    // Marks of ownership that a code page turned into letters.
    name.replace("VistaT", "Vista")
        .replace("Serverr", "Server")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The edition as Windows itself calls it, where the name tells; empty where it does not.
fn edition(name: &str) -> &'static str {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    if has(&["server"]) {
        return match () {
            () if has(&["datacenter"]) => "ServerDatacenter",
            () if has(&["standard"]) => "ServerStandard",
            () if has(&["essentials"]) => "ServerEssentials",
            () => "",
        };
    }
    let is_long_term = has(&["ltsc", "ltsb"]);
    match () {
        () if has(&["iot"]) && is_long_term => "IoTEnterpriseS",
        () if has(&["iot"]) => "IoTEnterprise",
        () if is_long_term => "EnterpriseS",
        () if has(&["enterprise", "entreprise"]) => "Enterprise",
        () if has(&["education"]) => "Education",
        () if has(&["pro for workstations"]) => "ProfessionalWorkstation",
        () if has(&["professional"]) || lower.split(' ').any(|w| w == "pro") => "Professional",
        () if has(&["home single language"]) => "CoreSingleLanguage",
        () if has(&["home"]) => "Core",
        () if has(&["ultimate"]) => "Ultimate",
        () => "",
    }
}

fn arch(value: &str) -> &'static str {
    let lower = value.to_lowercase();
    match () {
        () if lower.contains("arm64") => "arm64",
        () if lower.contains("x64") => "x64",
        () if lower.contains("x86") => "x86",
        () => "",
    }
}

/// What the system is for. Only in English is a domain controller called one for sure; elsewhere a server is a server.
fn role(name: &str, configuration: &str) -> Known<Role> {
    let lower = configuration.to_lowercase();
    let controllers = [
        "domain controller",
        "dom\u{e4}nencontroller",
        "contr\u{f4}leur de domaine",
        "controlador de dominio",
        "контроллер домена",
    ];
    if controllers.iter().any(|w| lower.contains(w)) {
        return Known::Is(Role::DomainController);
    }
    match name {
        "" => not_said(),
        _ if name.contains("Server") => Known::Is(Role::Server),
        _ => Known::Is(Role::Workstation),
    }
}

/// The minutes of `(UTC-08:00) Pacific Time`.
fn offset(value: &str) -> Option<Offset> {
    let inner = value.strip_prefix("(UTC").or_else(|| value.strip_prefix("(GMT"))?;
    let (inner, _) = inner.split_once(')')?;
    if inner.is_empty() {
        return Some(Offset::UTC);
    }
    let sign = if inner.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = inner.get(1..)?.split_once(':')?;
    let seconds = sign * (hours.parse::<i32>().ok()? * 3_600 + minutes.parse::<i32>().ok()? * 60);
    Offset::from_seconds(seconds).ok()
}

fn in_zone(at: jiff::civil::DateTime, offset: Offset) -> Option<Timestamp> {
    Some(at.to_zoned(TimeZone::fixed(offset)).ok()?.timestamp())
}

/// `16,317 MB`, `2.047 MB` and `4 096 MB` in bytes.
fn megabytes(value: &str) -> Option<u64> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    digits.parse::<u64>().ok().filter(|n| *n > 0).map(|n| n << 20)
}

/// The text after `[01]: `.
fn unnumbered(line: &str) -> String {
    line.split_once("]: ").map_or(line, |(_, text)| text).trim().to_owned()
}

fn update(line: &str) -> Option<String> {
    let at = line.find("KB")?;
    let digits: String = line.get(at + 2..)?.chars().take_while(char::is_ascii_digit).collect();
    (5..=7).contains(&digits.len()).then(|| format!("KB{digits}"))
}

/// The updates listed. None listed is known too, when the report goes on to the network cards.
fn updates(entries: &[Entry]) -> Known<Vec<InstalledUpdate>> {
    let all = entries.iter().flat_map(|e| &e.below).filter_map(|line| update(line));
    let mut all: Vec<InstalledUpdate> = all.map(|id| InstalledUpdate { id, on: None }).collect();
    all.sort();
    all.dedup();
    if all.is_empty() { not_said() } else { Known::Is(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\r\nHost Name:                 FIX-PC-7\r\nOS Name:                   Microsoft Windows 10 Pro\r\nOS Version:                10.0.19045 N/A Build 19045\r\nOS Manufacturer:           Microsoft Corporation\r\nOS Configuration:          Member Workstation\r\nOS Build Type:             Multiprocessor Free\r\nRegistered Owner:          User\r\nRegistered Organization:   \r\nProduct ID:                00330-50000-00000-AAOEM\r\nOriginal Install Date:     5/24/2022, 9:07:00 AM\r\nSystem Boot Time:          11/20/2026, 7:54:07 AM\r\nSystem Manufacturer:       Dell Inc.\r\nSystem Model:              OptiPlex 3040\r\nSystem Type:               x64-based PC\r\nProcessor(s):              1 Processor(s) Installed.\r\n                           [01]: Intel64 Family 6 Model 94 Stepping 3 GenuineIntel ~3192 Mhz\r\nBIOS Version:              Dell Inc. 1.2.3, 1/1/2020\r\nWindows Directory:         C:\\Windows\r\nSystem Directory:          C:\\Windows\\system32\r\nBoot Device:               \\Device\\HarddiskVolume1\r\nSystem Locale:             en-us;English (United States)\r\nInput Locale:              en-us;English (United States)\r\nTime Zone:                 (UTC-07:00) Mountain Time (US & Canada)\r\nTotal Physical Memory:     8,073 MB\r\nAvailable Physical Memory: 785 MB\r\nVirtual Memory: Max Size:  13,730 MB\r\nVirtual Memory: Available: 2,515 MB\r\nVirtual Memory: In Use:    11,215 MB\r\nPage File Location(s):     C:\\pagefile.sys\r\nDomain:                    fixture.example\r\nLogon Server:              \\\\FIX-DC\r\nHotfix(s):                 2 Hotfix(s) Installed.\r\n                           [01]: KB5066791\r\n                           [02]: KB5011048\r\nNetwork Card(s):           1 NIC(s) Installed.\r\n";

    #[test]
    fn a_report_says_which_machine_and_what_it_has() {
        let facts = read_systeminfo(REPORT.as_bytes()).expect("a report");
        let os = facts.os.is().expect("known");
        assert_eq!(
            (os.name.as_str(), os.edition.as_str(), os.arch.as_str()),
            ("Windows 10 Pro", "Professional", "x64")
        );
        assert_eq!((os.version.as_str(), os.service_pack), ("10.0.19045", None));
        assert_eq!(os.installed_on.map(|d| d.to_string()).as_deref(), Some("2022-05-24"));
        assert_eq!(
            (facts.identity.name.as_str(), facts.identity.domain.as_deref()),
            ("FIX-PC-7", Some("fixture.example"))
        );
        assert_eq!(facts.booted_at.is().map(ToString::to_string).as_deref(), Some("2026-11-20T14:54:07Z"));
        assert_eq!(facts.hardware.memory_bytes.is(), Some(&(8_073 << 20)));
        assert_eq!(
            (facts.hardware.maker.as_str(), facts.hardware.model.as_str()),
            ("Dell Inc.", "OptiPlex 3040")
        );
        let ids: Vec<&str> = facts.updates.is().expect("known").iter().map(|u| u.id.as_str()).collect();
        assert_eq!(ids, ["KB5011048", "KB5066791"]);
        assert_eq!(facts.role.is(), Some(&Role::Workstation));
        assert_eq!(facts.smb1.why().map(|u| u.why), Some(Why::NotAsked));
    }

    #[test]
    fn what_is_no_report_says_what_to_send() {
        let check = |bytes: &[u8], expected: &str| {
            let error = read_systeminfo(bytes).expect_err("no report").to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(b"", "send what the command `systeminfo` prints");
        check(b"Caption  HotFixID\r\nhttp://x  KB5011048 \r\n", "a list of 1 updates");
        check(b"Address: 10.0.1.5\r\nVersion: 10.0.19045\r\n", "no row holds a version");
        check(&vec![b'x'; MOST_BYTES + 1], "more than 4 MB");
    }

    #[test]
    fn names_tell_the_edition_where_they_do() {
        let check = |name: &str, expected: (&str, &str)| {
            let plain = plain_name(name);
            assert_eq!((plain.as_str(), edition(&plain)), expected);
        };
        check("Microsoft Windows 10 Enterprise LTSC", ("Windows 10 Enterprise LTSC", "EnterpriseS"));
        check(
            "Microsoft Windows 10 IoT Enterprise LTSC",
            ("Windows 10 IoT Enterprise LTSC", "IoTEnterpriseS"),
        );
        check("Microsoft Windows 7 Entreprise N ", ("Windows 7 Entreprise N", "Enterprise"));
        check("Microsoftr Windows VistaT Enterprise", ("Windows Vista Enterprise", "Enterprise"));
        check(
            "Microsoft(R) Windows(R) Server 2003, Standard Edition",
            ("Windows Server 2003, Standard Edition", "ServerStandard"),
        );
        check(
            "Microsoft Windows 11 Home Single Language",
            ("Windows 11 Home Single Language", "CoreSingleLanguage"),
        );
        check("Microsoft Windows XP Professional", ("Windows XP Professional", "Professional"));
    }
}
