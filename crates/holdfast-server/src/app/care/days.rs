//! For how many days something is down, as people and programs ask for it: the usual number where nothing is said, and words where it cannot
//! be taken.

use super::{MOST_DAYS, USUAL_DAYS};

/// The days typed into a form; what cannot be taken is answered with the words to show.
pub fn days_typed(text: &str) -> Result<u16, String> {
    match text.trim() {
        "" => Ok(USUAL_DAYS),
        text => days_of(Some(text.parse().map_err(|_| choose())?)),
    }
}

/// The days a program asks for; what cannot be taken is answered with the words to show.
pub fn days_of(days: Option<u16>) -> Result<u16, String> {
    let days = days.unwrap_or(USUAL_DAYS);
    if (1..=MOST_DAYS).contains(&days) { Ok(days) } else { Err(choose()) }
}

fn choose() -> String {
    format!("Choose 1 to {MOST_DAYS} days.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: Option<u16>) {
        assert_eq!(days_typed(typed).ok(), expect, "{typed:?}");
    }

    #[test]
    fn days_are_one_to_ninety() {
        check("", Some(USUAL_DAYS));
        check(" 7 ", Some(7));
        check("90", Some(90));
        for wrong in ["0", "91", "-1", "7.5", "a week", "70000"] {
            check(wrong, None);
        }
        assert_eq!(days_of(None), Ok(USUAL_DAYS));
        assert_eq!(days_of(Some(0)), Err("Choose 1 to 90 days.".to_owned()));
    }
}
