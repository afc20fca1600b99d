//! FIRST's estimates (EPSS): how likely a weakness is used in the next 30 days.

use holdfast_core::model::{CveId, EpssRow};

use super::csv_rows::read_rows;
use super::{FeedError, Read};

/// Reads a table with `cve` and `epss`, from 0 to 1, in any order; FIRST's own has a line of notes before the header.
pub fn read_epss(name: &str, bytes: &[u8]) -> Result<Read<EpssRow>, FeedError> {
    let bytes = match bytes.first() {
        Some(b'#') => bytes.iter().position(|b| *b == b'\n').map_or(bytes, |at| &bytes[at + 1..]),
        _ => bytes,
    };
    read_rows(name, bytes, &["cve", "epss"], |cells| {
        let cve = CveId::parse(cells.text(0)).map_err(|e| (0, e.to_string()))?;
        if cells.text(1).is_empty() {
            return Ok(None);
        }
        let share = |t: &str| t.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        let share = cells.read(1, share, "a number from 0 to 1")?;
        Ok(Some(EpssRow { cve, per_100_000: (share * 100_000.0).round() as u32 }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_and_others_are_listed() {
        let text = "#model_version:v2026\ncve,epss,percentile\nCVE-2026-0001,0.97321,0.9\nCVE-2026-0002,1.2,0\nCVE-2026-0003,,\nCVE-2026-0004,NaN,\n";
        let read = read_epss("f", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.rows.iter().map(|r| r.per_100_000).collect::<Vec<_>>(), [97_321]);
        let bad: Vec<String> = read.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            bad,
            ["row 3, epss: is not a number from 0 to 1", "row 5, epss: is not a number from 0 to 1"]
        );
    }
}
