//! Microsoft's name of a Windows product to the build it has and the machines it means.

use holdfast_core::model::Sides;

/// Builds that get the very same packages, so that their fourth part counts alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line(u32);

impl Line {
    /// The line a build is in.
    pub fn of(build: u32) -> Self {
        Self(match build {
            19041..=19045 => 19041,
            18362 | 18363 => 18362,
            22621 | 22631 => 22621,
            26100 | 26200 => 26100,
            other => other,
        })
    }
}

/// Versions by their year and half, as names have them.
const VERSIONS: &[(&str, u32)] = &[
    ("1511", 10586),
    ("1607", 14393),
    ("1703", 15063),
    ("1709", 16299),
    ("1803", 17134),
    ("1809", 17763),
    ("1903", 18362),
    ("1909", 18363),
    ("2004", 19041),
    ("20h2", 19042),
    ("21h1", 19043),
];

/// Names whose beginning tells the build; the first that fits counts.
const NAMES: &[(&str, u32)] = &[
    ("windows server 2025", 26100),
    ("windows server 2022, 23h2", 25398),
    ("windows server 2022", 20348),
    ("windows server 2019", 17763),
    ("windows server 2016", 14393),
    ("windows server 2012 r2", 9600),
    ("windows server 2012", 9200),
    ("windows server 2008 r2", 7601),
    ("windows server 2008", 6003),
    ("windows 8.1", 9600),
    ("windows 8 ", 9200),
    ("windows 7", 7601),
    ("windows vista", 6003),
];

/// Browsers that are a part of Windows, as names have them.
const BROWSERS: &[&str] = &["Internet Explorer 11 on ", "Microsoft Edge (EdgeHTML-based) on "];
/// From this build on one package a month mends all of Windows, browsers with it.
const FIRST_WITH_ONE_PACKAGE: u32 = 10_240;

/// The build and the machines that a browser is a part of, or `None` for every other name.
///
/// Before Windows 10 browsers had updates of their own, and what those hold nobody can tell by a build; they are left out.
pub fn browser_of_windows(name: &str) -> Option<(u32, Sides)> {
    let rest = BROWSERS.iter().find_map(|part| name.strip_prefix(part))?;
    windows_product(rest).filter(|(build, _)| *build >= FIRST_WITH_ONE_PACKAGE)
}

/// The build and the machines, or `None` for what is no Windows a hospital has.
///
/// Editions with and without a desktop of a server get the same packages and are one here. Parts of Windows with a
/// name of their own are not Windows.
pub fn windows_product(name: &str) -> Option<(u32, Sides)> {
    let name: String = name.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    if name.contains("itanium") || name.contains("rt 8.1") {
        return None;
    }
    let sides = if name.contains("server") {
        Sides::SERVER
    } else if name.contains("arm64") {
        Sides::ARM64
    } else if name.contains("32-bit") {
        Sides::X86
    } else {
        Sides::X64
    };
    Some((build(&name)?, sides))
}

fn build(name: &str) -> Option<u32> {
    let version = name.split_once("version ").map(|(_, rest)| rest.get(..4).unwrap_or(""));
    let listed = |v: &str| VERSIONS.iter().find(|(word, _)| *word == v).map(|(_, build)| *build);
    if name.starts_with("windows 11") {
        return match version {
            None | Some("21h2") => Some(22000),
            Some("22h2") => Some(22621),
            Some("23h2") => Some(22631),
            Some("24h2") => Some(26100),
            Some("25h2") => Some(26200),
            Some("26h1") => Some(28000),
            Some(_) => None,
        };
    }
    if name.starts_with("windows 10") {
        return match version {
            None => Some(10240),
            Some("21h2") => Some(19044),
            Some("22h2") => Some(19045),
            Some(other) => listed(other),
        };
    }
    if name.starts_with("windows server, version") {
        return version.and_then(listed);
    }
    NAMES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, build)| *build)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_build_and_machines() {
        for (name, expect) in [
            ("Windows 10 Version 22H2 for x64-based Systems", Some((19045, Sides::X64))),
            ("Windows 10 for 32-bit Systems", Some((10240, Sides::X86))),
            ("Windows 11 version 21H2 for ARM64-based Systems", Some((22000, Sides::ARM64))),
            ("Windows Server 2016  (Server Core installation)", Some((14393, Sides::SERVER))),
            ("Windows Server 2022, 23H2 Edition (Server Core installation)", Some((25398, Sides::SERVER))),
            ("Windows Server, version 1903 (Server Core installation)", Some((18362, Sides::SERVER))),
            ("Windows 8.1 for x64-based systems", Some((9600, Sides::X64))),
            ("Windows Server 2008 for 32-bit Systems Service Pack 2", Some((6003, Sides::SERVER))),
            ("Windows HLK for Windows Server 2025", None),
            ("Windows RT 8.1", None),
            ("Windows Server 2008 R2 for Itanium-Based Systems Service Pack 1", None),
            ("Microsoft Edge (EdgeHTML-based) on Windows 10 for x64-based Systems", None),
            ("Windows 10 Version \u{e9}\u{e9}\u{e9}", None),
        ] {
            assert_eq!(windows_product(name), expect, "{name}");
        }
        for (name, expect) in [
            (
                "Microsoft Edge (EdgeHTML-based) on Windows 10 for x64-based Systems",
                Some((10240, Sides::X64)),
            ),
            ("Internet Explorer 11 on Windows Server 2016", Some((14393, Sides::SERVER))),
            ("Internet Explorer 11 on Windows 7 for x64-based Systems Service Pack 1", None),
            ("Microsoft .NET Framework 3.5 on Windows 10 for x64-based Systems", None),
            ("Windows 10 for x64-based Systems", None),
        ] {
            assert_eq!(browser_of_windows(name), expect, "{name}");
        }
    }
}
