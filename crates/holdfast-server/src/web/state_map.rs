//! The states as shapes, each with a shade and words. Which number is shaded is the caller's.

use holdfast_core::model::StateCode;

/// Code, x and y of its letters, outline. Drawn from public Census outlines by `xtask`.
const SHAPES: &str = include_str!("../../assets/us-states.tsv");

/// One state of a map.
#[derive(Clone, Debug)]
pub struct StateShape {
    /// `MT`.
    pub code: &'static str,
    /// `Montana`.
    pub name: &'static str,
    /// Where its letters stand.
    pub x: &'static str,
    /// Where its letters stand.
    pub y: &'static str,
    /// Its outline.
    pub path: &'static str,
    /// Shade, 0 (none) to 4 (most).
    pub level: u8,
    /// The number in words.
    pub says: String,
    /// Where it leads, or nothing.
    pub href: String,
}

/// Every state that has an outline, with what `about` says of it: shade, words, link.
pub fn shapes(about: impl Fn(StateCode) -> (u8, String, String)) -> Vec<StateShape> {
    SHAPES
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (code, x, y, path) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            let state = StateCode::parse(code).ok()?;
            let (level, says, href) = about(state);
            Some(StateShape {
                code: state.as_str(),
                name: state.name(),
                x,
                y,
                path,
                level: level.min(4),
                says,
                href,
            })
        })
        .collect()
}

/// A shade for a count: 0 for none, else by which quarter of the largest count it falls in.
pub fn quarter(n: usize, most: usize) -> u8 {
    if n == 0 || most == 0 { 0 } else { u8::try_from((n * 4).div_ceil(most)).unwrap_or(4).min(4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_states_have_an_outline() {
        let all = shapes(|_| (9, String::new(), String::new()));
        assert!(all.len() >= 50, "{}", all.len());
        assert!(all.iter().all(|s| s.level == 4 && !s.path.is_empty()));
        assert_eq!(
            [quarter(0, 80), quarter(1, 80), quarter(20, 80), quarter(21, 80), quarter(80, 80)],
            [0, 1, 1, 2, 4]
        );
    }
}
