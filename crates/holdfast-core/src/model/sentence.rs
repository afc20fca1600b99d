//! Fragments as people read them. Errors and answers are fragments, so that they can stand inside a sentence or make one.

/// With a capital at its start: `never asked` to `Never asked`.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// As a sentence: `this case is about you` to `This case is about you.`
pub fn sentence(fragment: &str) -> String {
    format!("{}.", capital(fragment.trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_fragment_begins_and_ends_as_a_sentence_does() {
        let said = ["this case is about you", "Ends well.", "\u{e9}t\u{e9}", ""].map(super::sentence);
        assert_eq!(said, ["This case is about you.", "Ends well.", "\u{c9}t\u{e9}.", "."]);
        assert_eq!(["stra\u{df}e", "\u{df}", ""].map(super::capital), ["Stra\u{df}e", "SS", ""]);
    }
}
