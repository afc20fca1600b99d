//! Bodies as they go over the line: JSON, packed with gzip; unpacked with a bound.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use holdfast_wire::device::MAX_BYTES;

/// Packed as small as gzip can: a machine has time, its line may not.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

/// Unpacked, up to what a message may hold.
pub(crate) fn unpack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).take(MAX_BYTES as u64 + 1).read_to_end(&mut unpacked)?;
    match unpacked.len() > MAX_BYTES {
        true => Err(io::Error::other("it unpacks to more than a message may hold")),
        false => Ok(unpacked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_and_a_bomb_does_not() {
        let text = b"facts ".repeat(1_000);
        assert_eq!(unpack(&pack(&text)).expect("unpacked"), text);
        assert!(unpack(&pack(&vec![0; MAX_BYTES + 1])).is_err());
        assert!(unpack(b"no gzip").is_err());
    }
}
