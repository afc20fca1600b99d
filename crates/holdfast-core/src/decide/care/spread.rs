//! Medians and ninetieth percentiles, each person counting once.

/// Values with how many people each is for.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighted(Vec<(f64, u32)>);

impl Weighted {
    pub(super) fn push(&mut self, value: f64, people: u32) {
        self.0.push((value, people));
    }

    /// The values that half of the people, and nine of ten, stay at or under. `None` for nobody.
    pub(super) fn median_and_p90(mut self) -> Option<(f64, f64)> {
        self.0.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: u64 = self.0.iter().map(|(_, n)| u64::from(*n)).sum();
        Some((self.at(total, 50)?, self.at(total, 90)?))
    }

    fn at(&self, total: u64, percent: u64) -> Option<f64> {
        let wanted = (total * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(value, n)| {
            seen += u64::from(*n);
            (seen >= wanted).then_some(*value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_counts_once_and_nobody_has_no_median() {
        let mut all = Weighted::default();
        for (value, n) in [(30.0, 10), (10.0, 89), (20.0, 1)] {
            all.push(value, n);
        }
        assert_eq!(all.median_and_p90(), Some((10.0, 20.0)));
        assert_eq!(Weighted::default().median_and_p90(), None);
    }
}
