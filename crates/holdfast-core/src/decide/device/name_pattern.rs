//! A pattern that a whole name fits or not: `*` is any text, `?` one character, and letters count the same small or large.

/// Longest pattern, in characters.
pub const MOST_PATTERN: usize = 120;

/// A pattern, ready to be held against names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern {
    signs: Vec<char>,
}

impl NamePattern {
    /// A pattern of a text. `None` when it is empty, too long, or nothing but `*` and `?`, which would fit everything.
    pub fn parse(text: &str) -> Option<Self> {
        let signs = lowered(text);
        let says = signs.iter().any(|c| c.is_alphanumeric());
        (says && signs.len() <= MOST_PATTERN).then_some(Self { signs })
    }

    /// Whether a name fits.
    pub fn fits(&self, name: &str) -> bool {
        self.fits_lowered(&lowered(name))
    }

    /// Letters and digits it asks for; of two patterns that fit, the one with more of them says more.
    pub(super) fn weight(&self) -> usize {
        self.signs.iter().filter(|c| !matches!(c, '*' | '?')).count()
    }

    /// What a name has to begin with; empty when that may be anything.
    pub(super) fn start(&self) -> &[char] {
        let n = self.signs.iter().position(|c| matches!(c, '*' | '?')).unwrap_or(self.signs.len());
        &self.signs[..n]
    }

    /// Whether a name made ready by [`lowered`] fits. It goes back only to the last `*`, so no name takes long.
    pub(super) fn fits_lowered(&self, name: &[char]) -> bool {
        let (mut p, mut n) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while n < name.len() {
            match self.signs.get(p) {
                Some('*') => {
                    back = Some((p, n));
                    p += 1;
                }
                Some(sign) if *sign == '?' || *sign == name[n] => {
                    p += 1;
                    n += 1;
                }
                _ => match back {
                    Some((star, from)) => {
                        back = Some((star, from + 1));
                        p = star + 1;
                        n = from + 1;
                    }
                    None => return false,
                },
            }
        }
        self.signs[p..].iter().all(|sign| *sign == '*')
    }
}

/// A name in the form patterns are held against.
pub(super) fn lowered(name: &str) -> Vec<char> {
    let name = name.trim();
    let mut signs = Vec::with_capacity(name.len());
    for sign in name.chars() {
        // Nearly all are ASCII, and the general way takes five times as long.
        match sign.is_ascii() {
            true => signs.push(sign.to_ascii_lowercase()),
            false => signs.extend(sign.to_lowercase()),
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_whole_name_fits_or_nothing() {
        for (pattern, name, expect) in [
            ("CT-*", "ct-01", true),
            ("CT-*", "DIRECT-01", false),
            ("Google Chrome", "Google Chrome", true),
            ("Google Chrome", "Google Chrome Beta", false),
            ("Google Chrome", " google chrome ", true),
            ("TeamViewer ??", "TeamViewer 15", true),
            ("TeamViewer ??", "TeamViewer 150", false),
            ("*Update Helper*", "Google Update Helper", true),
            ("a*b*c", "aXbXbc", true),
            ("a*b*c", "aXbXcb", false),
            ("Mindray*", "Mindray", true),
        ] {
            let pattern = NamePattern::parse(pattern).unwrap_or_else(|| panic!("{pattern}"));
            assert_eq!(pattern.fits(name), expect, "{pattern:?} {name}");
        }
        for everything in ["", "*", "??*", " * ", "--"] {
            assert_eq!(NamePattern::parse(everything), None, "{everything}");
        }
    }

    proptest! {
        #[test]
        fn no_name_panics_and_a_name_fits_itself(name in "[a-zA-Z0-9 ()._-]{1,60}", pattern in ".{0,40}", other in ".{0,200}") {
            if let Some(pattern) = NamePattern::parse(&pattern) {
                pattern.fits(&other);
            }
            if let Some(own) = NamePattern::parse(&name) {
                prop_assert!(own.fits(&name));
            }
        }
    }
}
