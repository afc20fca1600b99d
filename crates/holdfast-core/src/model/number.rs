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

#[cfg(test)]
mod tests {
    #[test]
    fn a_comma_stands_before_every_three_digits() {
        let said = [0, 999, 1_000, 12_800, 1_234_567, u64::MAX].map(super::grouped);
        assert_eq!(said, ["0", "999", "1,000", "12,800", "1,234,567", "18,446,744,073,709,551,615"]);
    }
}
