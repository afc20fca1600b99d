//! What a hospital says it can carry, as typed into a form or sent by a call: read, or refused field by field.
//!
//! Which offers it may have and which steps go first is not asked here; both are on record.

use super::Means;
use crate::decide::registration::FieldError;

/// The fields, in the order asked.
pub const MEANS_FIELDS: [&str; 7] = [
    "budget_usd",
    "hours_a_week",
    "usd_an_hour",
    "downtimes_a_month",
    "licensed_beds",
    "staffed_users",
    "windows_devices",
];

/// What was typed, field by field. An empty text is an answer: not set, or not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeansSaid {
    /// Dollars for the first year; empty for "not set".
    pub budget_usd: String,
    /// Hours a week of all who do this work together.
    pub hours_a_week: String,
    /// What an hour of theirs costs.
    pub usd_an_hour: String,
    /// Times a month systems may be down.
    pub downtimes_a_month: String,
    /// Licensed beds; empty for "not known".
    pub licensed_beds: String,
    /// People who sign in to a computer; empty for "not known".
    pub staffed_users: String,
    /// Windows computers and servers; empty for "not known".
    pub windows_devices: String,
}

impl MeansSaid {
    /// As a form shows what is kept.
    pub fn of(means: &Means) -> Self {
        let shown = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        Self {
            budget_usd: shown(means.budget_usd),
            hours_a_week: means.hours_a_week.to_string(),
            usd_an_hour: means.usd_an_hour.to_string(),
            downtimes_a_month: means.downtimes_a_month.to_string(),
            licensed_beds: shown(means.licensed_beds.map(u64::from)),
            staffed_users: shown(means.staffed_users.map(u64::from)),
            windows_devices: shown(means.windows_devices.map(u64::from)),
        }
    }

    /// Reads it into `means`, or says what is wrong with each field.
    pub fn read(&self, means: &Means) -> Result<Means, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let budget = optional("budget_usd", &self.budget_usd, 100_000_000, &mut wrong);
        let hours = required("hours_a_week", &self.hours_a_week, 1..=400, "hours a week", &mut wrong);
        let rate = required("usd_an_hour", &self.usd_an_hour, 1..=1_000, "dollars an hour", &mut wrong);
        let down = required(
            "downtimes_a_month",
            &self.downtimes_a_month,
            0..=31,
            "times a month; 0 for never",
            &mut wrong,
        );
        let beds = optional("licensed_beds", &self.licensed_beds, 10_000, &mut wrong);
        let users = optional("staffed_users", &self.staffed_users, 100_000, &mut wrong);
        let devices = optional("windows_devices", &self.windows_devices, 100_000, &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Means {
            budget_usd: budget,
            hours_a_week: small(hours),
            usd_an_hour: small(rate),
            downtimes_a_month: small(down),
            licensed_beds: beds.map(small),
            staffed_users: users.map(small),
            windows_devices: devices.map(small),
            ..means.clone()
        })
    }
}

/// A whole number as people write it: `12000`, `12,000`, `$12,000`.
fn whole(text: &str) -> Option<u64> {
    let bare: String = text.trim().trim_start_matches('$').chars().filter(|c| *c != ',').collect();
    let is_digits = !bare.is_empty() && bare.len() <= 12 && bare.bytes().all(|b| b.is_ascii_digit());
    is_digits.then(|| bare.parse().ok()).flatten()
}

fn required(
    field: &'static str,
    text: &str,
    allowed: std::ops::RangeInclusive<u64>,
    what: &str,
    wrong: &mut Vec<FieldError>,
) -> u64 {
    match whole(text).filter(|n| allowed.contains(n)) {
        Some(n) => n,
        None => {
            let (from, to) = (allowed.start(), allowed.end());
            let message = format!("Write a whole number from {from} to {to}: {what}.");
            wrong.push(FieldError { field, message });
            *allowed.start()
        }
    }
}

fn optional(field: &'static str, text: &str, most: u64, wrong: &mut Vec<FieldError>) -> Option<u64> {
    if text.trim().is_empty() {
        return None;
    }
    let read = whole(text).filter(|n| *n <= most);
    if read.is_none() {
        let message = format!("Write a whole number up to {most}, or leave it empty.");
        wrong.push(FieldError { field, message });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Means {
        Means {
            starts_on: "2026-03-02".parse().expect("a day"),
            licensed_beds: None,
            staffed_users: None,
            windows_devices: None,
            budget_usd: None,
            hours_a_week: 6,
            usd_an_hour: 55,
            downtimes_a_month: 1,
            entitled: Vec::new(),
            first: Vec::new(),
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let said = MeansSaid { budget_usd: " $12,000 ".to_owned(), ..MeansSaid::of(&base()) };
        let read = said.read(&base()).expect("it can be read");
        assert_eq!((read.budget_usd, read.licensed_beds, read.hours_a_week), (Some(12_000), None, 6));
        assert_eq!(MeansSaid::of(&read).read(&base()), Ok(read));
    }

    #[test]
    fn each_wrong_field_is_named() {
        let said = MeansSaid {
            budget_usd: "a lot".to_owned(),
            hours_a_week: "0".to_owned(),
            usd_an_hour: "-5".to_owned(),
            downtimes_a_month: "1.5".to_owned(),
            licensed_beds: "99999999999999999999999".to_owned(),
            staffed_users: "\u{663}".to_owned(),
            windows_devices: "1e3".to_owned(),
        };
        let wrong: Vec<&str> =
            said.read(&base()).expect_err("nothing of it can be read").iter().map(|e| e.field).collect();
        assert_eq!(wrong, MEANS_FIELDS);
    }
}
