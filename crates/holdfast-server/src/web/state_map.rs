//! The states as shapes, each with a shade and words. Which number is shaded is the caller's.

mod albers;

pub use albers::place;

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

/// The outline of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outline {
    /// `MT`.
    pub code: &'static str,
    /// Its path.
    pub path: &'static str,
}

/// The outlines that a part of the picture may show. `view`: left, top, width and height.
pub fn outlines_meeting(view: (f64, f64, f64, f64)) -> Vec<Outline> {
    let (left, top, width, height) = view;
    SHAPES
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (code, path) = (cells.next()?, cells.nth(2)?);
            // Islands apart are drawn as boxes without a place.
            let is_placed = !matches!(code, "AS" | "GU" | "MP" | "PR" | "VI");
            let (x0, y0, x1, y1) = bounds(path)?;
            let meets = x0 <= left + width && left <= x1 && y0 <= top + height && top <= y1;
            (is_placed && meets).then_some(Outline { code, path })
        })
        .collect()
}

/// Left, top, right and bottom of a path of absolute starts and relative lines, as the file has them.
fn bounds(path: &str) -> Option<(f64, f64, f64, f64)> {
    let mut at = (0.0, 0.0);
    let mut found: Option<(f64, f64, f64, f64)> = None;
    let mut see = |(x, y): (f64, f64)| {
        let (x0, y0, x1, y1) = found.unwrap_or((x, y, x, y));
        found = Some((x0.min(x), y0.min(y), x1.max(x), y1.max(y)));
    };
    let mut rest = path;
    while let Some(verb) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |n| n + 1);
        let steps = numbers(&rest[1..end]);
        rest = &rest[end..];
        for (n, pair) in steps.chunks(if matches!(verb, 'h' | 'v') { 1 } else { 2 }).enumerate() {
            at = match (verb, pair) {
                ('M', [x, y]) if n == 0 => (*x, *y),
                ('M' | 'l', [x, y]) => (at.0 + x, at.1 + y),
                ('h', [x]) => (at.0 + x, at.1),
                ('v', [y]) => (at.0, at.1 + y),
                _ => return None,
            };
            see(at);
        }
    }
    found
}

/// `505 3-4` as 505, 3 and -4.
fn numbers(text: &str) -> Vec<f64> {
    let spaced = text.replace('-', " -").replace(',', " ");
    spaced.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_are_found_by_where_they_lie() {
        let codes = |view| outlines_meeting(view).iter().map(|o| o.code).collect::<Vec<_>>();
        assert_eq!(codes((0.0, 0.0, 975.0, 610.0)).len(), 51, "the states and the capital's district");
        assert_eq!(codes((2_000.0, 0.0, 10.0, 10.0)), [""; 0]);
        assert_eq!(bounds("M5 505l8-4-10 1h3v9z"), Some((3.0, 501.0, 13.0, 511.0)));
        assert!(SHAPES.lines().all(|line| bounds(line.split('\t').nth(3).unwrap_or_default()).is_some()));
    }

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
