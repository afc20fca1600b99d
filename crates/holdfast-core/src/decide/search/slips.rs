//! How many slips of the finger lie between two short words, counted only as far as it matters.

/// Longer words are cut before they come here.
pub(super) const LONGEST: usize = 24;

/// How many slips a typed word may hold: none in numbers and short words, one to six letters, two beyond.
pub(super) fn most_slips(word: &str) -> Option<usize> {
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    match word.len() {
        0..=3 => None,
        4..=6 => Some(1),
        _ => Some(2),
    }
}

/// The letters and digits a word holds, a bit each. One slip changes at most two bits.
pub(super) fn letters_in(word: &str) -> u64 {
    word.bytes().fold(0, |held, b| match b {
        b'a'..=b'z' => held | 1 << (b - b'a'),
        b'0'..=b'9' => held | 1 << (26 + b - b'0'),
        _ => held | 1 << 36,
    })
}

/// Slips between two words, when there are at most `most`: a letter added, lost, changed, or swapped with its neighbour.
pub(super) fn slips_within(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = [0usize; LONGEST + 1];
    let mut last = [0usize; LONGEST + 1];
    for (j, cell) in last.iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        let mut row = [usize::MAX / 2; LONGEST + 1];
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut cell = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cell = cell.min(before[j - 2] + 1);
            }
            row[j] = cell;
            least = least.min(cell);
        }
        if least > most {
            return None;
        }
        before = last;
        last = row;
    }
    Some(last[b.len()]).filter(|n| *n <= most)
}
