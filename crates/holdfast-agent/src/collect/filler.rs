//! What makers leave where a serial number or a model should be.

/// Words that stand for nothing, in small letters.
const FILLERS: &[&str] = &[
    "to be filled by o.e.m.",
    "to be filled by o.e.m",
    "default string",
    "system serial number",
    "system product name",
    "system manufacturer",
    "not specified",
    "not applicable",
    "not available",
    "none",
    "n/a",
    "na",
    "o.e.m.",
    "oem",
    "invalid",
    "unknown",
    "chassis serial number",
    "serial number",
    "123456789",
    "1234567890",
    "0123456789",
];

/// Whether a text names nothing: one of the fillers, or one letter again and again.
pub(crate) fn is_filler(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let first = text.chars().next();
    FILLERS.contains(&text.as_str()) || text.chars().filter(|c| *c != '-').all(|c| Some(c) == first)
}

/// A UUID of the board in small letters, unless it is one that whole series share.
pub(crate) fn board_uuid(text: &str) -> Option<String> {
    let uuid = text.trim().trim_matches(['{', '}']).to_lowercase();
    let is_uuid = uuid.len() == 36 && uuid.chars().all(|c| c == '-' || c.is_ascii_hexdigit());
    let is_shared = uuid.starts_with("03000200-0400-0500-0006-") || uuid.starts_with("12345678-1234-");
    (is_uuid && !is_shared && !is_filler(&uuid)).then_some(uuid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_told_from_serial_numbers() {
        for filler in ["To Be Filled By O.E.M.", "Default string", "00000000", "", "  ", "FFFF-FFFF", "None"]
        {
            assert!(is_filler(filler), "{filler}");
        }
        for real in ["5CG1234XYZ", "VMware-56 4d", "A1"] {
            assert!(!is_filler(real), "{real}");
        }
        assert_eq!(
            board_uuid("4C4C4544-0042-3510-8053-B4C04F4E3732").as_deref(),
            Some("4c4c4544-0042-3510-8053-b4c04f4e3732")
        );
        for none in ["03000200-0400-0500-0006-000700080009", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "x"] {
            assert_eq!(board_uuid(none), None, "{none}");
        }
    }
}
