//! The checksum of chunks and file headers: CRC-32 with the polynomial 0xEDB88320, as in zip files.
//!
//! Reading never depends on it; it only tells whether bytes are as Windows wrote them.

const TABLE: [u32; 256] = table();

#[expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "computed by the compiler, which would refuse an overflow"
)]
const fn table() -> [u32; 256] {
    let mut table = [0_u32; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0xEDB8_8320 } else { value >> 1 };
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
}

/// The checksum of all parts, one after another.
pub(crate) fn crc32(parts: &[&[u8]]) -> u32 {
    let mut sum = u32::MAX;
    for byte in parts.iter().copied().flatten() {
        let index = usize::from((sum as u8) ^ byte);
        sum = (sum >> 8) ^ TABLE.get(index).copied().unwrap_or(0);
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_polynomial() {
        assert_eq!(crc32(&[b"1234", b"56789"]), 0xCBF4_3926);
        assert_eq!(crc32(&[]), 0);
    }
}
