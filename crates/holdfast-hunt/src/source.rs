//! Where events come from: the kinds of files that hold them, told apart by what is in them and never by their name.

pub(crate) mod archive;
pub(crate) mod bounded;
pub(crate) mod feed;
pub(crate) mod find;
pub(crate) mod flat;
pub(crate) mod json_blocks;
pub(crate) mod xml;
pub(crate) mod xml_blocks;

/// What a file holds, as its first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A Windows event log, or bytes that may hold parts of one.
    EventLog,
    /// JSON objects, one after the other.
    Json,
    /// Events as XML.
    Xml,
    /// A zip archive.
    Zip,
    /// One file, packed by gzip.
    Gzip,
    /// Nothing at all.
    Empty,
    /// Something else.
    Other,
}

impl Kind {
    /// From the first bytes of a file.
    pub(crate) fn of(head: &[u8]) -> Self {
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        match head {
            [] => Self::Empty,
            _ if head.starts_with(b"ElfFile\0") || head.starts_with(b"ElfChnk\0") => Self::EventLog,
            _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => Self::Zip,
            _ if head.starts_with(b"\x1f\x8b\x08") => Self::Gzip,
            _ if head.starts_with(b"\xff\xfe<\0") || head.starts_with(b"\xfe\xff\0<") => Self::Xml,
            _ if text.starts_with(b"<Event") || text.starts_with(b"<?xml") => Self::Xml,
            _ if text.starts_with(b"{")
                || text.starts_with(b"[")
                || text.starts_with(b"Record 1\n")
                || text.starts_with(b"Record 1\r\n") =>
            {
                Self::Json
            }
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_say_what_it_is() {
        let of = |head: &[u8]| Kind::of(head);
        assert_eq!(of(b""), Kind::Empty);
        assert_eq!(of(b"ElfFile\0\0\0"), Kind::EventLog);
        assert_eq!(of(b"\xef\xbb\xbf \n{\"a\":1}"), Kind::Json);
        assert_eq!(of(b"Record 1\n{"), Kind::Json);
        assert_eq!(of(b"\xff\xfe<\0E\0"), Kind::Xml);
        assert_eq!(of(b"<Events>"), Kind::Xml);
        assert_eq!(of(b"PK\x03\x04"), Kind::Zip);
        assert_eq!(of(b"MZ\x90"), Kind::Other);
    }
}
