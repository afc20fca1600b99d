//! Facts as bytes: JSON, deflated. Nothing that comes out is larger than a message may be.

use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use holdfast_wire::device::MAX_BYTES;
use serde_json::{Map, Value};

use crate::app::AppError;

/// Packs parts of facts.
pub(super) fn pack(parts: &Map<String, Value>) -> Result<Vec<u8>, AppError> {
    let broken = |e: std::io::Error| AppError::Broken { what: format!("facts of a device do not pack: {e}") };
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let text = serde_json::to_vec(parts).map_err(|e| broken(e.into()))?;
    packer.write_all(&text).map_err(broken)?;
    packer.finish().map_err(broken)
}

/// Unpacks what [`pack`] packed.
pub(super) fn unpack(packed: &[u8]) -> Result<Map<String, Value>, AppError> {
    let broken = |e: String| AppError::Broken { what: format!("kept facts of a device cannot be read: {e}") };
    let text = unpacked(packed).map_err(|e| broken(e.to_string()))?;
    serde_json::from_slice(&text).map_err(|e| broken(e.to_string()))
}

/// Unpacks a gzip stream of a stranger, up to [`MAX_BYTES`].
pub fn unpacked(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let n = GzDecoder::new(packed).take(most + 1).read_to_end(&mut text)?;
    if n > MAX_BYTES {
        return Err(std::io::Error::other("it unpacks to more than 16 MB"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_packed_unpacks_and_a_bomb_does_not() {
        let Value::Object(parts) = json!({ "os": { "is": { "name": "Windows" } } }) else { unreachable!() };
        assert_eq!(unpack(&pack(&parts).expect("packed")).expect("unpacked"), parts);
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![b' '; MAX_BYTES + 2]).expect("packed");
        assert!(unpacked(&bomb.finish().expect("packed")).is_err());
        assert!(unpack(b"no gzip").is_err());
    }
}
