//! UUIDs from what they name, and texts as OSCAL takes them.

use holdfast_core::decide::paper::Foot;

/// The namespace of all our UUIDs, chosen once.
const NAMESPACE: [u8; 16] =
    [0x5d, 0x1f, 0x0c, 0x3a, 0x8b, 0x42, 0x4e, 0x77, 0x9a, 0x60, 0x21, 0xd4, 0xc8, 0x5e, 0xb3, 0x19];

/// Makes the UUIDs of one document.
pub(super) struct Ids {
    of: String,
}

impl Ids {
    /// For the paper of one hospital and day.
    pub(super) fn of(foot: &Foot) -> Self {
        let ccn = foot.hospital.ccn.map(|c| c.to_string()).unwrap_or_default();
        Self {
            of: format!(
                "{ccn}\n{}\n{}\n{}\n{}",
                foot.hospital.title(),
                foot.as_of,
                foot.catalog,
                foot.record
            ),
        }
    }

    /// The UUID of a thing of a kind.
    pub(super) fn id(&self, kind: &str, name: &str) -> String {
        uuid(&format!("{}\n{kind}\n{name}", self.of))
    }
}

/// A UUID that hangs on the name alone.
pub(super) fn uuid(name: &str) -> String {
    uuid_in(&NAMESPACE, name)
}

/// The same within another namespace. Source: RFC 9562, 5.5; SHA-1 is what version 5 asks for, and protects nothing here.
pub(crate) fn uuid_in(namespace: &[u8; 16], name: &str) -> String {
    let mut hash = ring::digest::Context::new(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY);
    hash.update(namespace);
    hash.update(name.as_bytes());
    let digest = hash.finish();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = holdfast_core::digest::hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A text on one line without white space at its ends; a dash for an empty one, since OSCAL takes no empty string.
pub(super) fn line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    if line.is_empty() { "-".to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_of_version_5_and_hangs_on_the_name_alone() {
        assert_eq!(uuid("a"), uuid("a"));
        assert_ne!(uuid("a"), uuid("b"));
        for n in 0..2_000 {
            let id = uuid(&n.to_string());
            let bytes = id.as_bytes();
            assert_eq!((id.len(), bytes[14]), (36, b'5'), "{id}");
            assert!(matches!(bytes[19], b'8' | b'9' | b'a' | b'b'), "{id}");
        }
    }

    #[test]
    fn a_line_is_never_empty_and_never_two() {
        assert_eq!(line("  a \n b\t"), "a b");
        assert_eq!(line(" \u{0}\n"), "-");
    }
}
