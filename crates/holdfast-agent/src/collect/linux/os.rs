//! The distribution, its kernel, and when the machine was started.

use holdfast_wire::device::{Os, OsFamily, Why};
use jiff::Timestamp;

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, unseen};

/// The operating system.
pub(crate) fn os(files: &Files) -> Seen<Os> {
    let text = files.text(&at::OS_RELEASE).or_else(|_| files.text(&at::OS_RELEASE_OF_VENDOR))?;
    let field = |name| os_release_field(&text, name).unwrap_or_default();
    let name = [field("NAME"), field("PRETTY_NAME"), field("ID")].into_iter().find(|n| !n.is_empty());
    let Some(name) = name else {
        return Err(unseen(Why::Unreadable, format!("{} names no system", at::OS_RELEASE.path())));
    };
    Ok(Os {
        family: OsFamily::Linux,
        name,
        release: field("VERSION_ID"),
        version: files.line(&at::KERNEL_RELEASE).unwrap_or_default(),
        arch: arch().to_owned(),
        distribution: field("ID"),
        ..Os::default()
    })
}

/// When it was started, by the kernel's own count.
pub(crate) fn booted_at(files: &Files) -> Seen<Timestamp> {
    let text = files.text(&at::STAT)?;
    boot_time(&text)
        .ok_or_else(|| unseen(Why::Unreadable, format!("{} has no line `btime`", at::STAT.path())))
}

/// Which family of processor this was built for, as Windows and hospitals call it.
pub(crate) fn arch() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    }
}

fn boot_time(text: &str) -> Option<Timestamp> {
    let seconds = text.lines().find_map(|line| line.strip_prefix("btime "))?;
    Timestamp::from_second(seconds.trim().parse().ok()?).ok()
}

/// A field of os-release: `NAME=value`, in no, single or double quotes, with backslashes before what the shell would take.
/// Source: os-release(5).
fn os_release_field(text: &str, name: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix('='))?.trim();
    let bare = ['"', '\''].iter().find_map(|&q| value.strip_prefix(q)?.strip_suffix(q)).unwrap_or(value);
    let mut plain = String::new();
    let mut letters = bare.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn os_release_is_read_as_the_shell_would() {
        let text =
            "# c\nNAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID='12'\nX=\"a \\\"b\\\" \\$c\"\nEMPTY=\n";
        let cases = [
            ("NAME", Some("Debian GNU/Linux")),
            ("ID", Some("debian")),
            ("VERSION_ID", Some("12")),
            ("X", Some("a \"b\" $c")),
            ("EMPTY", Some("")),
            ("PRETTY_NAME", None),
        ];
        for (name, wanted) in cases {
            assert_eq!(os_release_field(text, name).as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn the_kernel_says_when_it_was_started() {
        assert_eq!(
            boot_time("cpu 1 2\nbtime 1700000000\nprocesses 3\n"),
            Timestamp::from_second(1_700_000_000).ok()
        );
        for text in ["", "btime\n", "btime x\n", "btime 99999999999999999\n"] {
            assert_eq!(boot_time(text), None, "{text:?}");
        }
    }
}
