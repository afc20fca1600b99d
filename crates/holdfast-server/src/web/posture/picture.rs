//! A trend as columns, a sparkline and rows of a table: three ways to the same numbers.

use holdfast_core::decide::posture::Point;

use super::words::{self, Word};

/// One month of a trend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Month {
    /// `Mar`.
    pub(in crate::web) name: String,
    /// The day, in words.
    pub(in crate::web) day: String,
    /// Whether anything was known.
    pub(in crate::web) is_known: bool,
    /// The label, as a word.
    pub(in crate::web) label: Word,
    /// Goals met.
    pub(in crate::web) met: u8,
    /// "7 of 20".
    pub(in crate::web) met_of: String,
    /// Height of the column of goals met, 0 to 100.
    pub(in crate::web) met_height: u32,
    /// "9 of 14", or that no goal was met.
    pub(in crate::web) proven: String,
    /// Measures proven, and the height of their column, 0 to 100; `None` with no goal met.
    pub(in crate::web) proven_column: Option<(u32, u32)>,
    /// Contradictions that were waiting.
    pub(in crate::web) n_contradictions: usize,
}

/// A trend, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Trend {
    pub(in crate::web) months: Vec<Month>,
    /// Points of a line, in a box of 120 by 32; empty with fewer than two known months.
    pub(in crate::web) spark: String,
    /// The last point of the line.
    pub(in crate::web) spark_end: (u32, u32),
    /// What the line says, in words.
    pub(in crate::web) says: String,
}

impl Trend {
    pub(in crate::web) fn new(points: &[Point]) -> Self {
        let months: Vec<Month> = points.iter().map(month).collect();
        let n = u32::try_from(points.len().max(2) - 1).unwrap_or(1);
        let at = |i: usize, p: &Point| {
            let x = u32::try_from(i).unwrap_or(0) * 116 / n + 2;
            (x, 30 - share(p.attainment.met(), p.attainment.of_goals()) * 28 / 100)
        };
        let known: Vec<(u32, u32)> =
            points.iter().enumerate().filter(|(_, p)| p.is_known).map(|(i, p)| at(i, p)).collect();
        let line: Vec<String> = known.iter().map(|(x, y)| format!("{x},{y}")).collect();
        Self {
            spark: if known.len() > 1 { line.join(" ") } else { String::new() },
            spark_end: known.last().copied().unwrap_or((118, 30)),
            says: says(points),
            months,
        }
    }
}

fn month(p: &Point) -> Month {
    Month {
        name: p.on.strftime("%b").to_string(),
        day: holdfast_core::model::day_in_words(p.on),
        is_known: p.is_known,
        label: words::label(p.label),
        met: p.attainment.met(),
        met_of: words::goals_met(p.attainment),
        met_height: share(p.attainment.met(), p.attainment.of_goals()),
        proven: p.assurance.map_or_else(|| "no goal met".to_owned(), |c| c.to_string()),
        proven_column: p.assurance.map(|c| (c.n(), c.n() * 100 / c.of().max(1))),
        n_contradictions: p.n_contradictions,
    }
}

/// Hundredths, rounded down: for the height of a column, never for words.
fn share(n: u8, of: u8) -> u32 {
    u32::from(n) * 100 / u32::from(of.max(1))
}

fn says(points: &[Point]) -> String {
    let mut known = points.iter().filter(|p| p.is_known);
    let (first, last) = (known.next(), points.iter().rev().find(|p| p.is_known));
    match (first, last) {
        (Some(first), Some(last)) if first.on != last.on => format!(
            "Goals met went from {} on {} to {} on {}.",
            first.attainment.met(),
            holdfast_core::model::day_in_words(first.on),
            last.attainment.met(),
            holdfast_core::model::day_in_words(last.on),
        ),
        _ => "There is no earlier month to compare with yet.".to_owned(),
    }
}
