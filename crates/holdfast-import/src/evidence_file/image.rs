//! Pictures: whether a PNG or JPEG holds together from its first part to its last. Nothing is unpacked or drawn.

use super::FileRefusal;

/// How a PNG begins.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// How a JPEG begins.
pub(super) const JPEG: &[u8] = b"\xff\xd8\xff";

/// Widest and highest picture, in points.
const MOST_POINTS: u32 = 30_000;

/// A PNG is a row of chunks: the head first, the end last, and nothing behind it.
pub(super) fn check_png(bytes: &[u8]) -> Result<(), FileRefusal> {
    let mut rest = bytes.get(PNG.len()..).unwrap_or_default();
    let mut is_first = true;
    loop {
        let (n, kind, after) = png_chunk(rest).ok_or(FileRefusal::BadPicture)?;
        if is_first {
            let size = |at: usize| rest.get(8 + at..12 + at).and_then(big_endian);
            let fits = |n: Option<u32>| n.is_some_and(|n| (1..=MOST_POINTS).contains(&n));
            if kind != b"IHDR" || n != 13 || !fits(size(0)) || !fits(size(4)) {
                return Err(FileRefusal::BadPicture);
            }
            is_first = false;
        }
        if kind == b"IEND" {
            return if after.is_empty() && n == 0 { Ok(()) } else { Err(FileRefusal::BadPicture) };
        }
        rest = after;
    }
}

/// The length and kind of the first chunk, and what stands behind it.
fn png_chunk(bytes: &[u8]) -> Option<(usize, &[u8], &[u8])> {
    let n = usize::try_from(big_endian(bytes.get(..4)?)?).ok()?;
    let kind = bytes.get(4..8).filter(|k| k.iter().all(u8::is_ascii_alphabetic))?;
    // Length, kind, data and a sum of four bytes.
    Some((n, kind, bytes.get(n.checked_add(12)?..)?))
}

/// A JPEG is a row of segments up to the picture itself, which has a size and an end. Phones write notes behind the end.
pub(super) fn check_jpeg(bytes: &[u8]) -> Result<(), FileRefusal> {
    let mut at = 2;
    let mut has_size = false;
    loop {
        let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) else {
            return Err(FileRefusal::BadPicture);
        };
        match marker {
            // Filling bytes.
            0xff => at += 1,
            // The picture itself.
            0xda if has_size => {
                let rest = bytes.get(at..).unwrap_or_default();
                let ends = rest.windows(2).any(|pair| pair == b"\xff\xd9");
                return if ends { Ok(()) } else { Err(FileRefusal::BadPicture) };
            }
            0x01 | 0xd0..=0xda => return Err(FileRefusal::BadPicture),
            _ => {
                let n = bytes
                    .get(at + 2..at + 4)
                    .and_then(|b| <[u8; 2]>::try_from(b).ok())
                    .map(u16::from_be_bytes);
                let n = n.map(usize::from).filter(|n| *n >= 2).ok_or(FileRefusal::BadPicture)?;
                let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                has_size |= is_frame && n >= 8;
                at += 2 + n;
            }
        }
    }
}

fn big_endian(four: &[u8]) -> Option<u32> {
    four.try_into().ok().map(u32::from_be_bytes)
}
