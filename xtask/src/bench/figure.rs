//! A measured figure: its samples, its budget, and the table and JSON they are printed as.
//!
//! It measures nothing. Percentiles are samples that happened (nearest rank), never a blend of two.

use std::time::Duration;

use serde::Serialize;

use crate::stopwatch::in_words;

/// Which number of a figure its budget speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// The median stays under this.
    Median(Duration),
    /// 99 of 100 samples stay under this.
    P99(Duration),
    /// Measured for the record.
    None,
}

/// One measured thing.
#[derive(Clone, Debug)]
pub struct Figure {
    what: String,
    budget: Budget,
    sorted: Vec<Duration>,
}

/// A figure as printed and as JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// How many samples.
    pub n_samples: usize,
    /// The middle sample, in milliseconds.
    pub median_ms: f64,
    /// The sample that 99 of 100 stay at or under, in milliseconds.
    pub p99_ms: f64,
    /// The slowest sample, in milliseconds.
    pub most_ms: f64,
    /// The budget in words, if there is one.
    pub budget: Option<String>,
    /// Whether the budget is kept, if there is one.
    pub kept: Option<bool>,
}

impl Figure {
    /// A figure from at least one sample.
    pub fn new(what: impl Into<String>, budget: Budget, mut samples: Vec<Duration>) -> anyhow::Result<Self> {
        let what = what.into();
        anyhow::ensure!(!samples.is_empty(), "no sample of {what} was taken");
        samples.sort_unstable();
        Ok(Self { what, budget, sorted: samples })
    }

    /// The sample that this share of all samples stay at or under.
    fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.sorted.len() * percent).div_ceil(100).max(1);
        self.sorted.get(rank - 1).copied().unwrap_or_default()
    }

    /// The figure as a row.
    pub fn row(&self) -> Row {
        let (median, p99) = (self.percentile(50), self.percentile(99));
        let (budget, kept) = match self.budget {
            Budget::Median(limit) => (Some(format!("median < {}", in_words(limit))), Some(median < limit)),
            Budget::P99(limit) => (Some(format!("p99 < {}", in_words(limit))), Some(p99 < limit)),
            Budget::None => (None, None),
        };
        let ms = |d: Duration| (d.as_secs_f64() * 1e6).round() / 1e3;
        Row {
            what: self.what.clone(),
            n_samples: self.sorted.len(),
            median_ms: ms(median),
            p99_ms: ms(p99),
            most_ms: ms(self.percentile(100)),
            budget,
            kept,
        }
    }
}

/// The rows as a table for people.
pub fn table(rows: &[Row]) -> String {
    let head = ["what", "median ms", "p99 ms", "most ms", "samples", "budget", ""];
    let cells: Vec<[String; 7]> = rows
        .iter()
        .map(|r| {
            [
                r.what.clone(),
                format!("{:.3}", r.median_ms),
                format!("{:.3}", r.p99_ms),
                format!("{:.3}", r.most_ms),
                r.n_samples.to_string(),
                r.budget.clone().unwrap_or_default(),
                r.kept.map_or("", |kept| if kept { "kept" } else { "OVER" }).to_owned(),
            ]
        })
        .collect();
    let all: Vec<[String; 7]> = std::iter::once(head.map(str::to_owned)).chain(cells).collect();
    let widths: Vec<usize> =
        (0..7).map(|c| all.iter().map(|row| row[c].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &all {
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(width - cell.chars().count());
            let is_number = (1..=4).contains(&at);
            text += &if is_number { format!("{gap}{cell}  ") } else { format!("{cell}{gap}  ") };
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_ms(budget: Budget, samples: impl IntoIterator<Item = u64>) -> Row {
        let samples = samples.into_iter().map(Duration::from_millis).collect();
        Figure::new("a page", budget, samples).expect("samples").row()
    }

    #[test]
    fn percentiles_are_samples_that_happened() {
        let row = of_ms(Budget::P99(Duration::from_millis(100)), (1..=100).rev());
        assert_eq!((row.median_ms, row.p99_ms, row.most_ms, row.kept), (50.0, 99.0, 100.0, Some(true)));
        let one = of_ms(Budget::None, [7]);
        assert_eq!((one.median_ms, one.p99_ms, one.most_ms, one.kept), (7.0, 7.0, 7.0, None));
    }

    #[test]
    fn a_budget_at_its_limit_is_over() {
        assert_eq!(of_ms(Budget::Median(Duration::from_millis(7)), [7]).kept, Some(false));
        assert_eq!(of_ms(Budget::Median(Duration::from_millis(8)), [7]).kept, Some(true));
    }

    #[test]
    fn nothing_measured_is_an_error_and_not_a_zero() {
        let error = Figure::new("a page", Budget::None, vec![]).expect_err("no samples").to_string();
        assert_eq!(error, "no sample of a page was taken");
    }

    #[test]
    fn the_table_lines_up() {
        let rows = [of_ms(Budget::P99(Duration::from_millis(5)), [1, 10]), of_ms(Budget::None, [2])];
        let text = table(&rows);
        let expected = "\
what    median ms  p99 ms  most ms  samples  budget
a page      1.000  10.000   10.000        2  p99 < 5.00 ms  OVER
a page      2.000   2.000    2.000        1
";
        assert_eq!(text, expected, "\n{text}");
    }
}
