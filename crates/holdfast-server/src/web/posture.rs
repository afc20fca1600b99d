//! Where a hospital stands, for people: the label and what holds it, goals met and proven, what changed, and each safeguard.
//!
//! Nothing is decided here; what is not known is said as that, and never drawn as a zero.

mod page;
pub(in crate::web) mod picture;
mod safeguard;
#[cfg(test)]
pub(in crate::web) mod samples;
pub(in crate::web) mod words;

use holdfast_core::Date;
use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The pages of a posture.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    routes.get("/hospital/{ccn}/posture", view, page::page).get(
        "/hospital/{ccn}/posture/{safeguard}",
        view,
        safeguard::page,
    )
}

/// The day someone asked for: none, a day, or what is wrong with what they typed.
pub(in crate::web) fn read_day(text: &str, today: Date) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // A day written otherwise may mean another one, so it is not guessed at.
    let has_form = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day: Option<Date> = has_form.then(|| text.parse().ok()).flatten();
    match day {
        None => Err("Write the day as year, month and day, like 2026-05-31".to_owned()),
        Some(day) if day > today => {
            Err(format!("That day is still to come. Choose {today} or an earlier day"))
        }
        Some(day) => Ok(Some(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_or_refused_and_never_guessed() {
        let today = Date::constant(2026, 3, 2);
        let read = |text: &str| read_day(text, today);
        assert_eq!(read(" "), Ok(None));
        assert_eq!(read("2026-03-02"), Ok(Some(today)));
        assert!(read("2026-03-03").is_err_and(|e| e.contains("still to come")));
        for text in ["03/02/2026", "2026-02-30", "2026-3-2", "yesterday", "+002026-03-01", "2026-03-01T00:00"]
        {
            assert!(read(text).is_err_and(|e| e.contains("2026-05-31")), "{text}");
        }
    }
}
