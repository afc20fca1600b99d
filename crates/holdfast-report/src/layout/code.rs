//! A QR code as squares of black, with the white around it that a camera needs. What it leads to is not looked at.
//!
//! Source: ISO/IEC 18004. Error correction is M or better: a code on a wall gets scratches. The white is four squares wide.

use std::rc::Rc;

use qrcodegen::{QrCode, QrCodeEcc};

/// White on each side, in squares.
const QUIET: u16 = 4;

/// A code, drawn by runs of black squares.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// Squares on a side, the white included.
    pub(crate) n: u16,
    /// Each run: column and row of its first square, and how many squares.
    pub(crate) runs: Rc<[[u16; 3]]>,
}

impl Code {
    /// The code of a text; `None` for one that is longer than a code holds.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let mut runs = Vec::new();
        for y in 0..size {
            let mut x = 0;
            while x < size {
                let n = (x..size).take_while(|x| code.get_module(*x, y)).count();
                let n = i32::try_from(n).ok()?;
                if n > 0 {
                    let [x, y, n] = [x, y, n].map(|n| u16::try_from(n).unwrap_or_default());
                    runs.push([x + QUIET, y + QUIET, n]);
                }
                x += n + 1;
            }
        }
        Some(Self { n: u16::try_from(size).ok()? + 2 * QUIET, runs: runs.into() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What an outside reader finds in the code, drawn at `scale` points a square.
    fn read_back(code: &Code, scale: usize) -> Option<String> {
        let side = usize::from(code.n) * scale;
        let mut is_black = vec![false; side * side];
        for [x, y, n] in code.runs.iter().map(|run| run.map(usize::from)) {
            for row in y * scale..(y + 1) * scale {
                is_black[row * side + x * scale..row * side + (x + n) * scale].fill(true);
            }
        }
        let pixel = |x: usize, y: usize| if is_black[y * side + x] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, pixel);
        let (_, said) = image.detect_grids().first()?.decode().ok()?;
        Some(said)
    }

    #[test]
    fn an_outside_reader_finds_the_address() {
        for text in [
            "https://hold.example/lessons/report-it?lang=en",
            "https://hold.example/learn/2Zx0-Qm_9",
            "Ñandú \u{e9}",
        ] {
            let code = Code::of(text).expect("short enough");
            assert_eq!(read_back(&code, 4).as_deref(), Some(text));
        }
        // A check that cannot fail checks nothing.
        let mut broken = Code::of("https://hold.example/lessons/report-it").expect("short enough");
        broken.runs = broken.runs.iter().filter(|[_, y, _]| y % 3 > 0).copied().collect();
        assert_eq!(read_back(&broken, 4), None);
    }

    #[test]
    fn white_stands_around_it_and_what_is_too_long_is_refused() {
        let code = Code::of("https://hold.example/").expect("short enough");
        let inside = QUIET..code.n - QUIET;
        for [x, y, n] in code.runs.iter() {
            assert!(inside.contains(x) && inside.contains(y) && inside.contains(&(x + n - 1)));
        }
        assert!(Code::of(&"x".repeat(3_000)).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn any_address_is_read_back(text in "https://[a-z]{1,20}\\.example/[A-Za-z0-9_/=?&-]{0,80}") {
            prop_assert_eq!(read_back(&Code::of(&text).expect("short enough"), 3), Some(text));
        }
    }
}
