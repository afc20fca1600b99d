//! Windows itself: name, edition, release and all four parts of its build. Source: the key `CurrentVersion`.

use holdfast_wire::device::{Os, OsFamily, Role, Why};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::machine::{Machine, Row};
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, unseen};

/// The first build of Windows 11, which still calls itself Windows 10 in the registry.
const FIRST_WINDOWS_11: u32 = 22_000;

/// The operating system.
pub(crate) fn os(machine: &Machine<'_>) -> Seen<Os> {
    let row = machine.registry.values(&at::CURRENT_VERSION, &[])?;
    let processor = machine.registry.values(&at::PROCESSOR_KIND, &[]).unwrap_or_default();
    let asked = machine.calls.version().ok();
    of_row(&row, asked, processor.text("PROCESSOR_ARCHITECTURE").unwrap_or_default())
        .ok_or_else(|| unseen(Why::Unreadable, format!("{} names no build", at::CURRENT_VERSION.path())))
}

/// What it is for, as it was set up. Source: the value `ProductType`.
pub(crate) fn role(machine: &Machine<'_>) -> Seen<Role> {
    let row = machine.registry.values(&at::PRODUCT_OPTIONS, &[])?;
    match row.text("ProductType").unwrap_or_default() {
        "WinNT" => Ok(Role::Workstation),
        "ServerNT" => Ok(Role::Server),
        "LanmanNT" => Ok(Role::DomainController),
        other => {
            Err(unseen(Why::Unreadable, format!("{}: ProductType `{other}`", at::PRODUCT_OPTIONS.path())))
        }
    }
}

fn of_row(row: &Row, asked: Option<(u32, u32, u32)>, processor: &str) -> Option<Os> {
    let number = |name: &str| row.number(name).and_then(|n| u32::try_from(n).ok());
    let build = number("CurrentBuildNumber").or_else(|| number("CurrentBuild")).or(asked.map(|a| a.2))?;
    let (major, minor) = match (number("CurrentMajorVersionNumber"), asked) {
        (Some(major), _) => (major, number("CurrentMinorVersionNumber").unwrap_or(0)),
        (None, Some((major, minor, asked_build))) if asked_build == build => (major, minor),
        // Before Windows 10, a text like 6.3.
        _ => {
            let (major, minor) = row.text("CurrentVersion")?.split_once('.')?;
            (major.parse().ok()?, minor.parse().ok()?)
        }
    };
    let version = match number("UBR") {
        Some(revision) => format!("{major}.{minor}.{build}.{revision}"),
        None => format!("{major}.{minor}.{build}"),
    };
    let is_server = row.text("InstallationType").is_some_and(|kind| kind.starts_with("Server"));
    let name = row.text("ProductName").unwrap_or("Windows");
    let name = match build >= FIRST_WINDOWS_11 && !is_server {
        true => name.replace("Windows 10", "Windows 11"),
        false => name.to_owned(),
    };
    Some(Os {
        family: OsFamily::Windows,
        name,
        edition: row.text("EditionID").unwrap_or_default().to_owned(),
        release: row.text("DisplayVersion").or_else(|| row.text("ReleaseId")).unwrap_or_default().to_owned(),
        version,
        service_pack: row.text("CSDVersion").and_then(|text| text.rsplit(' ').next()?.parse().ok()),
        arch: match processor.to_ascii_uppercase().as_str() {
            "AMD64" => "x64".to_owned(),
            "X86" => "x86".to_owned(),
            "ARM64" => "arm64".to_owned(),
            other => other.to_lowercase(),
        },
        installed_on: row
            .number("InstallDate")
            .filter(|seconds| *seconds > 0)
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .map(|at| at.to_zoned(TimeZone::UTC).date()),
        distribution: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::machine::Datum;
    use super::*;

    fn row(values: &[(&str, &str)]) -> Row {
        Row(values.iter().map(|(n, v)| ((*n).to_owned(), Datum::Text((*v).to_owned()))).collect())
    }

    #[test]
    fn windows_is_told_by_its_build() {
        let ten = [
            ("ProductName", "Windows 10 Pro"),
            ("CurrentBuildNumber", "22631"),
            ("CurrentMajorVersionNumber", "10"),
            ("UBR", "4460"),
        ];
        let os = of_row(&row(&ten), None, "AMD64").expect("a system");
        assert_eq!(
            (os.name.as_str(), os.version.as_str(), os.arch.as_str()),
            ("Windows 11 Pro", "10.0.22631.4460", "x64")
        );
        let old = [
            ("ProductName", "Windows Server 2012 R2 Standard"),
            ("CurrentBuild", "9600"),
            ("CurrentVersion", "6.3"),
            ("CSDVersion", "Service Pack 1"),
        ];
        let os = of_row(&row(&old), Some((6, 2, 9200)), "").expect("a system");
        assert_eq!((os.version.as_str(), os.service_pack), ("6.3.9600", Some(1)));
        assert_eq!(of_row(&row(&[("ProductName", "Windows")]), None, ""), None);
    }
}
