//! A badge's picture as PNG with the token inside, for places that take no SVG: the same shield and tick, drawn point by point.
//!
//! Source: PNG 1.2, the chunks `IHDR`, `iTXt`, `IDAT` and `IEND`; Open Badges 3.0, "PNG baking": keyword `openbadgecredential`, not
//! packed.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Points along each side.
const SIDE: u16 = 256;
/// Looks along each side of a point, so that edges are smooth.
const LOOKS: u16 = 3;

/// The colour of the shield; around it is white.
const SHIELD: [u16; 3] = [20, 83, 45];

/// The picture with a token inside.
pub fn png_with(token: &str) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let side = u32::from(SIDE).to_be_bytes();
    // Eight bits of each of three colours, packed, not interlaced.
    chunk(&mut png, *b"IHDR", &[&side[..], &side[..], &[8, 2, 0, 0, 0]].concat());
    chunk(&mut png, *b"iTXt", &[&b"openbadgecredential\0\0\0\0\0"[..], token.as_bytes()].concat());
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&points()).expect("memory takes it");
    chunk(&mut png, *b"IDAT", &packer.finish().expect("memory takes it"));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut check = Crc::new();
    check.update(&kind);
    check.update(data);
    let length = u32::try_from(data.len()).expect("a picture is small");
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(data);
    png.extend(check.sum().to_be_bytes());
}

/// The rows from the top, each with its filter byte.
fn points() -> Vec<u8> {
    let mut points = Vec::new();
    for y in 0..SIDE {
        points.push(0);
        for x in 0..SIDE {
            let n_in = looks_in_shield(x, y);
            points.extend(SHIELD.map(|colour| mixed(colour, n_in)));
        }
    }
    points
}

/// A colour on white, by how many looks saw it.
fn mixed(colour: u16, n_in: u16) -> u8 {
    let missing = (255 - colour) * n_in / (LOOKS * LOOKS);
    u8::try_from(255 - missing).unwrap_or(u8::MAX)
}

/// How many looks at a point see shield and not paper.
fn looks_in_shield(x: u16, y: u16) -> u16 {
    let side = f32::from(SIDE);
    let look = |at: u16, i: u16| (f32::from(at) + (f32::from(i) + 0.5) / f32::from(LOOKS)) / side;
    let looks = (0..LOOKS).flat_map(|j| (0..LOOKS).map(move |i| (look(x, i), look(y, j))));
    looks.map(|(x, y)| u16::from(is_shield(x, y) && !is_tick(x, y))).sum()
}

/// A shield: straight at its top, round towards its foot.
fn is_shield(x: f32, y: f32) -> bool {
    let off = (x - 0.5).abs();
    let foot = ((y - 0.5) / 0.44).clamp(0.0, 1.0);
    let half = 0.38 * (1.0 - foot * foot).sqrt();
    (0.06 + 0.16 * off..=0.94).contains(&y) && off <= half
}

fn is_tick(x: f32, y: f32) -> bool {
    const REACH: f32 = 0.045;
    near((x, y), (0.33, 0.48), (0.45, 0.61), REACH) || near((x, y), (0.45, 0.61), (0.68, 0.34), REACH)
}

/// Whether a point lies as near as this to the line between two others.
fn near(at: (f32, f32), from: (f32, f32), to: (f32, f32), reach: f32) -> bool {
    let (along, off) = ((to.0 - from.0, to.1 - from.1), (at.0 - from.0, at.1 - from.1));
    let length = along.0 * along.0 + along.1 * along.1;
    let share = ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0);
    let (dx, dy) = (off.0 - share * along.0, off.1 - share * along.1);
    dx * dx + dy * dy <= reach * reach
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_whole_and_carries_its_token() {
        let png = png_with("a.b.c");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() < 20_000);
        let (mut at, mut kinds) = (8, Vec::new());
        while at < png.len() {
            let length = u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
            let end = at + 8 + usize::try_from(length).expect("small");
            let mut check = Crc::new();
            check.update(&png[at + 4..end]);
            assert_eq!(png[end..end + 4], check.sum().to_be_bytes());
            kinds.push(String::from_utf8_lossy(&png[at + 4..at + 8]).into_owned());
            if kinds.last().is_some_and(|kind| kind == "iTXt") {
                assert_eq!(&png[at + 8..end], b"openbadgecredential\0\0\0\0\0a.b.c");
            }
            at = end + 4;
        }
        assert_eq!(kinds, ["IHDR", "iTXt", "IDAT", "IEND"]);
        assert_eq!(png, png_with("a.b.c"), "the same every time");
    }

    #[test]
    fn there_is_a_shield_a_tick_and_paper_around() {
        assert!(is_shield(0.5, 0.5) && is_shield(0.2, 0.3) && !is_shield(0.05, 0.5) && !is_shield(0.5, 0.97));
        assert!(is_tick(0.45, 0.61) && !is_tick(0.5, 0.2));
    }
}
