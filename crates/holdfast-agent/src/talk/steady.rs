//! The moment a machine was started, kept as first told: counted back from now, it moves with each look and each step of the clock.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// Two starts nearer than this are one.
const ONE_START_S: i64 = 120;

/// Puts the moment told before in the place of one that is nearly the same.
pub(crate) fn keep_boot_time(before: &Map<String, Value>, now: &mut Map<String, Value>) {
    let moment = |parts: &Map<String, Value>| -> Option<Timestamp> {
        parts.get("booted_at")?.get("is")?.as_str()?.parse().ok()
    };
    if let (Some(then), Some(at)) = (moment(before), moment(now))
        && (then.as_second() - at.as_second()).abs() < ONE_START_S
        && let Some(told) = before.get("booted_at")
    {
        now.insert("booted_at".to_owned(), told.clone());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_second_more_or_less_is_the_same_start_and_a_day_is_another() {
        let parts = |text: &str| Map::from_iter([("booted_at".to_owned(), json!({ "is": text }))]);
        let before = parts("2026-11-27T06:00:00Z");
        let mut now = parts("2026-11-27T06:00:01.5Z");
        keep_boot_time(&before, &mut now);
        assert_eq!(now, before);
        let mut later = parts("2026-11-28T06:00:00Z");
        keep_boot_time(&before, &mut later);
        assert_eq!(later, parts("2026-11-28T06:00:00Z"));
    }
}
