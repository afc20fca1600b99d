//! What a file is, by its first bytes alone. Nothing is opened: a name inside an archive's first header is as far as it goes.

use std::fmt;

/// How many bytes are looked at: the mark of a disc image lies after 32 KiB.
const N_LOOKED_AT: usize = 36 * 1024;

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing in it.
    Empty,
    /// A program for Windows.
    WindowsProgram,
    /// A program for Linux or macOS.
    OtherProgram,
    /// A shortcut of Windows, which can run anything.
    Shortcut,
    /// A script that says so in its first line.
    Script,
    /// A disc image.
    DiscImage,
    /// An archive in the ZIP format.
    Zip,
    /// Another archive.
    Archive,
    /// A document of Word, Excel or PowerPoint, new form.
    OfficeNew,
    /// A container of old Office, Outlook or an installer.
    OfficeOld,
    /// A OneNote file.
    OneNote,
    /// Rich text.
    RichText,
    /// A PDF.
    Pdf,
    /// A web page.
    WebPage,
    /// A drawing that may carry scripts.
    Svg,
    /// A picture.
    Picture,
    /// A calendar entry.
    Calendar,
    /// Something with mail fields in front.
    Mail,
    /// Plain text.
    Text,
    /// Nothing we know.
    Unknown,
}

impl Kind {
    /// What `bytes` are.
    pub fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(N_LOOKED_AT)).unwrap_or_default();
        if head.is_empty() {
            return Self::Empty;
        }
        let by_mark = MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, kind)| *kind);
        match by_mark {
            Some(Self::Zip) => zip(head),
            Some(kind) => kind,
            None if head.get(32_769..32_774) == Some(b"CD001") => Self::DiscImage,
            None if is_webp(head) => Self::Picture,
            None => text(head),
        }
    }

    /// Whether a file like this can run something when a person opens it.
    pub fn can_run(self) -> bool {
        match self {
            Self::WindowsProgram
            | Self::OtherProgram
            | Self::Shortcut
            | Self::Script
            | Self::DiscImage
            | Self::OneNote
            | Self::WebPage
            | Self::Svg => true,
            Self::Empty
            | Self::Zip
            | Self::Archive
            | Self::OfficeNew
            | Self::OfficeOld
            | Self::RichText
            | Self::Pdf
            | Self::Picture
            | Self::Calendar
            | Self::Mail
            | Self::Text
            | Self::Unknown => false,
        }
    }
}

/// Ends of names by which Windows runs a file or an installer, follows a shortcut, or lets a document's macros run, whatever its bytes are.
/// Ours, after the files that mail programs hold back.
const RUN_BY_NAME: &[&str] = &[
    "bat", "chm", "cmd", "com", "cpl", "docm", "dotm", "exe", "hta", "jar", "js", "jse", "lnk", "msc", "msi",
    "pif", "pptm", "ps1", "scr", "url", "vbe", "vbs", "wsf", "wsh", "xlam", "xll", "xlsm", "xltm",
];

/// The end of a file's name by which opening it can run something, like `js`; `None` for any other. Windows takes no notice of dots and
/// blanks after it.
pub fn runs_by_name(name: &str) -> Option<&'static str> {
    let (_, end) = name.trim_end_matches(['.', ' ']).rsplit_once('.')?;
    RUN_BY_NAME.iter().find(|one| one.eq_ignore_ascii_case(end)).copied()
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::WindowsProgram => "a Windows program",
            Self::OtherProgram => "a program",
            Self::Shortcut => "a Windows shortcut",
            Self::Script => "a script",
            Self::DiscImage => "a disc image",
            Self::Zip => "a ZIP archive",
            Self::Archive => "an archive",
            Self::OfficeNew => "an Office document",
            Self::OfficeOld => "an old Office file",
            Self::OneNote => "a OneNote file",
            Self::RichText => "a rich text file",
            Self::Pdf => "a PDF",
            Self::WebPage => "a web page",
            Self::Svg => "a drawing that can run scripts",
            Self::Picture => "a picture",
            Self::Calendar => "a calendar entry",
            Self::Mail => "a mail",
            Self::Text => "plain text",
            Self::Unknown => "a file of a kind we do not know",
        })
    }
}

/// First bytes, as the makers of each format publish them; longer marks before shorter ones they contain.
const MARKS: &[(&[u8], Kind)] = &[
    (b"MZ", Kind::WindowsProgram),
    (b"\x7fELF", Kind::OtherProgram),
    (b"\xcf\xfa\xed\xfe", Kind::OtherProgram),
    (b"\xfe\xed\xfa\xcf", Kind::OtherProgram),
    (b"\xca\xfe\xba\xbe", Kind::OtherProgram),
    (b"L\0\0\0\x01\x14\x02\0", Kind::Shortcut),
    (b"#!", Kind::Script),
    (b"vhdxfile", Kind::DiscImage),
    (b"conectix", Kind::DiscImage),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"Rar!\x1a\x07", Kind::Archive),
    (b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"BZh", Kind::Archive),
    (b"\xfd7zXZ\0", Kind::Archive),
    (b"\x28\xb5\x2f\xfd", Kind::Archive),
    (b"MSCF", Kind::Archive),
    (b"ITSF", Kind::Archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::OfficeOld),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", Kind::OneNote),
    (b"{\\rt", Kind::RichText),
    (b"%PDF-", Kind::Pdf),
    (b"\x89PNG\r\n\x1a\n", Kind::Picture),
    (b"\xff\xd8\xff", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"BM", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"BEGIN:VCALENDAR", Kind::Calendar),
];

fn is_webp(head: &[u8]) -> bool {
    head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP")
}

/// An Office document is a ZIP archive whose first file says so in its name, which stands in the first header.
fn zip(head: &[u8]) -> Kind {
    let name = head.get(30..).unwrap_or_default();
    let is_office = [&b"[Content_Types].xml"[..], b"_rels/", b"word/", b"xl/", b"ppt/", b"mimetype"]
        .iter()
        .any(|first| name.starts_with(first));
    if is_office { Kind::OfficeNew } else { Kind::Zip }
}

fn text(head: &[u8]) -> Kind {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let first: String = start.iter().take(512).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let starts = |with: &[&str]| with.iter().any(|with| first.starts_with(with));
    if starts(&["<?xml", "<svg", "<!--"]) && first.contains("<svg") {
        Kind::Svg
    } else if starts(&["<!doctype html", "<html", "<head", "<body", "<script", "<meta", "<!--"]) {
        Kind::WebPage
    } else if starts(&["received:", "return-path:", "delivered-to:", "from:", "message-id:"]) {
        Kind::Mail
    } else if head.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..)) && is_near_utf8(head) {
        Kind::Text
    } else {
        Kind::Unknown
    }
}

/// UTF-8, a letter cut at the end aside.
fn is_near_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: Kind) {
        assert_eq!(Kind::of(bytes), expect);
    }

    #[test]
    fn files_are_known_by_their_first_bytes() {
        check(b"MZ\x90\0", Kind::WindowsProgram);
        check(b"%PDF-1.7", Kind::Pdf);
        check(
            b"PK\x03\x04\x14\0\x06\0\x08\0\0\0\x21\0aaaabbbbcccc\x13\0\0\0[Content_Types].xml",
            Kind::OfficeNew,
        );
        check(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0\x21\0aaaabbbbcccc\x0b\0\0\0invoice.exe", Kind::Zip);
        check(b"\xef\xbb\xbf  <!DOCTYPE HTML>", Kind::WebPage);
        check(b"<?xml version='1.0'?><svg onload='x'>", Kind::Svg);
        check(b"Received: from a", Kind::Mail);
        check("nómina".as_bytes(), Kind::Text);
        let mut disc = vec![0; 32_769];
        disc.extend(b"CD001");
        check(&disc, Kind::DiscImage);
    }

    #[test]
    fn some_files_run_by_their_name() {
        for (name, expect) in [
            ("invoice.js", Some("js")),
            ("Invoice.PDF.VBS. .", Some("vbs")),
            ("scan.docm", Some("docm")),
            ("pay.url", Some("url")),
            ("invoice.json", None),
            ("js", None),
            ("notes.js.txt", None),
            ("", None),
        ] {
            assert_eq!(runs_by_name(name), expect, "{name}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        check(b"", Kind::Empty);
        check(b"M", Kind::Text);
        check(b"\0\0\0", Kind::Unknown);
        check(b"PK\x03\x04", Kind::Zip);
        check(&[0; 40_000], Kind::Unknown);
        assert!(Kind::Shortcut.can_run() && !Kind::Pdf.can_run());
    }
}
