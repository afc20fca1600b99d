//! What an answer that is no success says to a person.

use super::Answer;

/// Longest part of an answer that is shown.
const MAX_SHOWN: usize = 200;

/// The status, and what the portal wrote with it, on one line.
pub(crate) fn in_words(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let json: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
    let said = json.as_ref().and_then(|value| {
        ["detail", "error", "message", "title"].iter().find_map(|name| value.get(name)?.as_str())
    });
    // A page of a proxy in between says nothing to anybody.
    let said = said.unwrap_or(if text.trim_start().starts_with('<') { "" } else { &text });
    let plain: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SHOWN).collect();
    match plain.trim() {
        "" => format!("status {}", answer.status),
        said => format!("status {}: {said}", answer.status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_portal_are_shown() {
        for (body, wanted) in [
            ("", "status 403"),
            ("<html>proxy</html>", "status 403"),
            ("{\"detail\":\"the token has ended\"}", "status 403: the token has ended"),
            ("no\u{1b}[2J", "status 403: no [2J"),
        ] {
            let answer = Answer { status: 403, body: body.as_bytes().to_vec(), retry_after: None };
            assert_eq!(in_words(&answer), wanted);
        }
    }
}
