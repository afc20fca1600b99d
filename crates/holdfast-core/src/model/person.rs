//! A person's name as typed, anywhere. Who the person is, and whether they exist, is found out elsewhere.

/// Longest name, in characters.
pub const MOST_NAME: usize = 100;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing was typed.
    Empty,
    /// It is longer than [`MOST_NAME`].
    TooLong,
    /// It holds what is no letter, mark or blank.
    NotPlain,
}

/// Reads a name: blanks made one, on one line.
pub fn person_name(typed: &str) -> Result<String, NameFault> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(NameFault::Empty),
        n if n > MOST_NAME => Err(NameFault::TooLong),
        _ if name.chars().any(char::is_control) => Err(NameFault::NotPlain),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_plain_text() {
        assert_eq!(person_name("  Nguy\u{1ec5}n\t An\n"), Ok("Nguy\u{1ec5}n An".to_owned()));
        assert_eq!(person_name(" \n"), Err(NameFault::Empty));
        assert_eq!(person_name(&"\u{416}".repeat(MOST_NAME)).map(|n| n.chars().count()), Ok(MOST_NAME));
        assert_eq!(person_name(&"x".repeat(MOST_NAME + 1)), Err(NameFault::TooLong));
        assert_eq!(person_name("a\u{0}b"), Err(NameFault::NotPlain));
    }
}
