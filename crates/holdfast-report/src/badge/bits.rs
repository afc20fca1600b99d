//! The bits that say which badges were taken back, packed as the standard asks. Who was taken back what is not in it.
//!
//! Source: Bitstring Status List 1.0, "bitstring generation": the first place is the highest bit of the first byte; packed with GZIP,
//! written in base64url behind a `u`.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compression, GzBuilder};
use holdfast_core::decide::badge::PLACES;

/// The list with these places set. A place past the end is left out: there is none.
pub fn encoded_list(taken_back: &[u32]) -> String {
    let n_bytes = usize::try_from(PLACES / 8).expect("16,384 fits");
    let mut bits = vec![0u8; n_bytes];
    for place in taken_back {
        let at = usize::try_from(place / 8).ok().and_then(|at| bits.get_mut(at));
        if let Some(byte) = at {
            *byte |= 0x80 >> (place % 8);
        }
    }
    let mut packer = GzBuilder::new().write(Vec::new(), Compression::best());
    packer.write_all(&bits).expect("memory takes it");
    format!("u{}", URL_SAFE_NO_PAD.encode(packer.finish().expect("memory takes it")))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn bits(encoded: &str) -> Vec<u8> {
        let packed = URL_SAFE_NO_PAD.decode(encoded.strip_prefix('u').expect("a u")).expect("base64");
        let mut bits = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bits).expect("unpacked");
        bits
    }

    #[test]
    fn places_are_bits_from_the_left_and_nothing_else_is_set() {
        let read = bits(&encoded_list(&[0, 9, PLACES - 1, PLACES, u32::MAX]));
        assert_eq!(read.len(), 16_384);
        assert_eq!((read[0], read[1], read[16_383]), (0x80, 0x40, 0x01));
        assert_eq!(read.iter().map(|byte| byte.count_ones()).sum::<u32>(), 3);
        assert!(bits(&encoded_list(&[])).iter().all(|byte| *byte == 0));
        assert!(encoded_list(&[]).len() < 200, "an empty list is short");
    }
}
