//! The word somebody probably meant: nearest by slips of the finger, for error messages only.
//!
//! Nothing is ever corrected with it; a person is shown the nearest word and decides.

/// Words longer than this are not compared; nobody means them.
const MAX_CHARS: usize = 64;

/// The candidate nearest to `word`, when it is near enough to be a slip.
///
/// Near is at most one slip in three letters; a slip is a letter added, lost, changed or swapped with its neighbour.
/// Case, `-` and `_` do not count. The first of equally near candidates wins. `None` when nothing is near.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = folded(word)?;
    let limit = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let Some(near) = folded(candidate) else { continue };
        if near.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let slips = slips(&wanted, &near);
        if slips <= limit && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The tail of an error message: `; did you mean `rural`?`, or nothing.
pub fn hint<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

fn folded(word: &str) -> Option<Vec<char>> {
    let chars: Vec<char> = word
        .chars()
        .take(MAX_CHARS + 1)
        .map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
        .collect();
    (!chars.is_empty() && chars.len() <= MAX_CHARS).then_some(chars)
}

/// Optimal string alignment distance, keeping three rows.
fn slips(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, meant: Option<&str>) {
        let keys = ["rural", "rural_fcc", "independent", "cah", "reh", "licensed_beds", "MT"];
        assert_eq!(nearest(word, keys), meant, "{word}");
    }

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        check("ruraal", Some("rural"));
        check("rurla", Some("rural"));
        check("Licensed-Beds", Some("licensed_beds"));
        check("independant", Some("independent"));
        check("cha", Some("cah"));
        check("mt", Some("MT"));
        check("bed_count", None);
        check("", None);
        check(&"x".repeat(500), None);
    }
}
