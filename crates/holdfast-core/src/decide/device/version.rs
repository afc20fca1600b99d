//! The version a Windows machine says it has, in its parts.

use holdfast_wire::device::{Os, OsFamily};

/// Like 10.0.19045.6456.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WindowsVersion {
    /// First and second part: 10.0 since Windows 10, 6.3 before.
    pub kernel: (u32, u32),
    /// The third part.
    pub build: u32,
    /// The fourth part, when the machine says it.
    pub ubr: Option<u32>,
}

/// The version, or `None` when the machine is no Windows or says none. Without its fourth part a version tells no month.
pub fn windows_version(os: &Os) -> Option<WindowsVersion> {
    if os.family != OsFamily::Windows {
        return None;
    }
    let mut parts = os.version.trim().split('.');
    let mut next = || parts.next().filter(|p| p.bytes().all(|b| b.is_ascii_digit()))?.parse::<u32>().ok();
    let (major, minor, build) = (next()?, next()?, next()?);
    Some(WindowsVersion { kernel: (major, minor), build, ubr: next().filter(|ubr| *ubr > 0) })
}

/// Whether a version begins with another, part by part.
pub(super) fn begins(version: &str, beginning: &str) -> bool {
    let version = version.trim();
    version.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
        && !version[beginning.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_and_a_missing_fourth_is_missing() {
        let version = |text: &str| {
            windows_version(&Os { family: OsFamily::Windows, version: text.to_owned(), ..Os::default() })
                .map(|v| (v.build, v.ubr))
        };
        assert_eq!(version("10.0.19045.6456"), Some((19045, Some(6456))));
        assert_eq!(version("10.0.19045"), Some((19045, None)));
        assert_eq!(version("10.0.19045.0"), Some((19045, None)));
        assert_eq!(version("10.0"), None);
        assert_eq!(version("ten"), None);
        assert!(begins("10.0.19045.1", "10.0.19045") && !begins("10.0.190451", "10.0.19045"));
        assert!(begins("6.1.7601", "6.1") && !begins("6.10", "6.1") && !begins("6", "6.1"));
    }
}
