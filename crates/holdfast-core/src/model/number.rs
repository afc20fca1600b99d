//! A number as sentences and pages write it. Data and tables keep bare digits.

/// `12,800`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Rounded to so many figures that count: 41,234 to 41,200 for 3. More would claim to know more than anybody does.
pub fn figures(n: u64, n_figures: u32) -> u64 {
    let mut step = 1_u64;
    let most = 10_u64.saturating_pow(n_figures);
    while n / step >= most {
        step *= 10;
    }
    n.saturating_add(step / 2) / step * step
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_comma_stands_before_every_three_digits() {
        let said = [0, 999, 1_000, 12_800, 1_234_567, u64::MAX].map(super::grouped);
        assert_eq!(said, ["0", "999", "1,000", "12,800", "1,234,567", "18,446,744,073,709,551,615"]);
    }

    #[test]
    fn so_many_figures_count() {
        let three = [0, 7, 999, 1_234, 41_250, 999_499, 999_500].map(|n| super::figures(n, 3));
        assert_eq!(three, [0, 7, 999, 1_230, 41_300, 999_000, 1_000_000]);
        assert_eq!([super::figures(1_249, 2), super::figures(95, 2)], [1_200, 95]);
        assert_eq!(super::figures(u64::MAX, 2) / 1_000_000_000_000_000_000, 18);
    }
}
