//! How much is looked at. What is larger is told, never followed; the figures are ours, far above any mail people send.

/// Bytes of a file that is read at all: what the large mail services let through, with its base64.
pub const MAX_BYTES: usize = 25 * 1024 * 1024;

/// How deep parts and mails may lie within each other.
pub const MAX_DEPTH: usize = 8;

/// Parts of a mail, those of mails within it included.
pub const MAX_PARTS: usize = 200;

/// Links that are kept.
pub const MAX_LINKS: usize = 2_000;

/// Bytes of fields in front of one part.
pub const MAX_HEAD_BYTES: usize = 256 * 1024;

/// Bytes of one field that are read.
pub const MAX_FIELD_BYTES: usize = 16 * 1024;

/// Bytes of text and HTML that are read for links, all parts together.
pub const MAX_TEXT_BYTES: usize = 4 * 1024 * 1024;

/// Bytes looked at in all. There is no clock here, so this is what bounds the time: each byte is passed a few times at each depth.
pub const MAX_WORK_BYTES: usize = 256 * 1024 * 1024;

/// Bytes of one address of a link. Its host stands in front.
pub const MAX_URL_BYTES: usize = 8 * 1024;

/// Bytes of one address once it is parsed: each byte beyond ASCII becomes three.
pub const MAX_PARSED_BYTES: usize = 3 * MAX_URL_BYTES;

/// Entries in the directory of an Outlook file.
pub const MAX_ENTRIES: usize = 10_000;

/// Letters kept of a subject.
pub const MAX_SUBJECT: usize = 300;

/// Letters kept of a name of a person or a file.
pub const MAX_NAME: usize = 120;

/// Letters kept of a mail address or a host; RFC 5321, 4.5.3.1.
pub const MAX_ADDRESS: usize = 254;
