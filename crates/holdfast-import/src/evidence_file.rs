//! A file somebody sends in as evidence: what it is by its bytes, and whether it is of a kind that is safe to keep and to
//! hand out again.
//!
//! What a file claims to be, by its name or by what a browser says, counts for nothing. It is looked at and never changed,
//! run or shown. Nothing here keeps it; sealing and keeping are the server's and the store's.

mod image;
mod name;
mod pdf;
mod text;

/// Largest file, in bytes: 10 MB.
pub const MOST_FILE_BYTES: usize = 10 * 1024 * 1024;

/// All of a hospital's files together, in bytes: 500 MB.
pub const MOST_HOSPITAL_BYTES: u64 = 500 * 1024 * 1024;

/// What a file is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// A PDF that runs nothing and carries no other file.
    Pdf,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// JSON.
    Json,
    /// XML that is no web page and no drawing.
    Xml,
    /// Rows of values: the name ends in `.csv` or `.tsv`.
    Csv,
    /// Other plain text.
    Text,
}

impl MediaKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Csv => "text/csv",
            Self::Text => "text/plain",
        }
    }
}

/// A file that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedFile {
    /// What it is.
    pub kind: MediaKind,
    /// Its name without folders or tricks, with an ending that fits what it is.
    pub name: String,
}

/// Why a file is not taken, with what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FileRefusal {
    /// It has no bytes.
    #[error("The file is empty. Choose it again, or save it once more where it came from.")]
    Empty,
    /// It is too large.
    #[error(
        "The file is larger than 10 MB. Save the pages that matter as a PDF of their own, or scan at a lower quality."
    )]
    TooLarge,
    /// A word processor's, spreadsheet's or slide program's.
    #[error("This is an office file, which can carry programs. Save it as a PDF first, then send the PDF.")]
    Office,
    /// Several files in one.
    #[error("This is an archive. Unpack it, save each file as a PDF first, and send them one by one.")]
    Archive,
    /// A web page or a drawing that can run.
    #[error(
        "This is a web page or drawing, which can carry programs. Save it as a PDF first: print it, and choose PDF."
    )]
    WebPage,
    /// Something that runs.
    #[error(
        "This is a program or script, and those are not taken. Save what it shows or says as a PDF first."
    )]
    Program,
    /// A PDF that runs something when it is opened or clicked.
    #[error("This PDF carries a program. Open it, print it to a new PDF, and send the new one.")]
    PdfActive,
    /// A PDF with other files inside.
    #[error(
        "This PDF has other files inside. Print it to a new PDF without them, and send those one by one."
    )]
    PdfCarriesFiles,
    /// A PDF with a password.
    #[error(
        "This PDF is locked with a password, so nobody can look into it. Print it to a new PDF without one."
    )]
    PdfLocked,
    /// A PDF that is not whole, or packed so that it cannot be looked into.
    #[error(
        "This PDF is cut short or packed in a way that cannot be checked. Open it, and print it to a new PDF."
    )]
    PdfUnreadable,
    /// A picture that is not whole.
    #[error("This picture is damaged or cut short. Open it, and save it again as PNG or JPEG.")]
    BadPicture,
    /// Text in another encoding, or with bytes that are no text.
    #[error(
        "This is no plain text in UTF-8. Open it, choose “Save as”, and choose UTF-8; or save it as a PDF first."
    )]
    NotUtf8,
    /// Anything else.
    #[error(
        "This kind of file is not taken. Save it as a PDF first. PDF, PNG, JPEG and plain text (also CSV, JSON, XML) are taken."
    )]
    Unknown,
}

/// Looks at a file: `declared` is the name it came with, `bytes` all of it.
///
/// The kind is found by first bytes and structure. Whatever the bytes are, this returns.
pub fn accept(declared: &str, bytes: &[u8]) -> Result<AcceptedFile, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    if bytes.len() > MOST_FILE_BYTES {
        return Err(FileRefusal::TooLarge);
    }
    let name = name::clean(declared);
    let kind = if bytes.starts_with(b"%PDF-") {
        pdf::check(bytes)?;
        MediaKind::Pdf
    } else if bytes.starts_with(image::PNG) {
        image::check_png(bytes)?;
        MediaKind::Png
    } else if bytes.starts_with(image::JPEG) {
        image::check_jpeg(bytes)?;
        MediaKind::Jpeg
    } else if let Some(refusal) = by_first_bytes(bytes) {
        return Err(refusal);
    } else {
        text::check(&name, bytes)?
    };
    Ok(AcceptedFile { kind, name: name::with_ending(name, kind) })
}

/// Kinds that are known and not taken, by how they begin.
fn by_first_bytes(bytes: &[u8]) -> Option<FileRefusal> {
    const KNOWN: &[(&[u8], FileRefusal)] = &[
        // A packed office file is an archive too; its first entries tell, below.
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileRefusal::Office),
        (b"{\\rtf", FileRefusal::Office),
        (b"PK\x05\x06", FileRefusal::Archive),
        (b"PK\x07\x08", FileRefusal::Archive),
        (b"Rar!\x1a\x07", FileRefusal::Archive),
        (b"7z\xbc\xaf\x27\x1c", FileRefusal::Archive),
        (b"\x1f\x8b", FileRefusal::Archive),
        (b"BZh", FileRefusal::Archive),
        (b"\xfd7zXZ\x00", FileRefusal::Archive),
        (b"\x28\xb5\x2f\xfd", FileRefusal::Archive),
        (b"MSCF", FileRefusal::Archive),
        (b"MZ", FileRefusal::Program),
        (b"\x7fELF", FileRefusal::Program),
        (b"\xca\xfe\xba\xbe", FileRefusal::Program),
        (b"\xcf\xfa\xed\xfe", FileRefusal::Program),
        (b"\xce\xfa\xed\xfe", FileRefusal::Program),
        (b"\x4c\x00\x00\x00\x01\x14\x02\x00", FileRefusal::Program),
        (b"#!", FileRefusal::Program),
        (b"\xff\xfe", FileRefusal::NotUtf8),
        (b"\xfe\xff", FileRefusal::NotUtf8),
    ];
    if bytes.starts_with(b"PK\x03\x04") {
        let first = &bytes[..bytes.len().min(64 * 1024)];
        let office =
            [&b"[Content_Types].xml"[..], b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis"];
        let is_office = office.iter().any(|mark| holds(first, mark));
        return Some(if is_office { FileRefusal::Office } else { FileRefusal::Archive });
    }
    // The mark of a tar archive stands at byte 257.
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(FileRefusal::Archive);
    }
    KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, refusal)| *refusal)
}

/// Whether bytes hold other bytes.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    find(bytes, part).is_some()
}

/// Where bytes hold other bytes first.
fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests;
