//! Updates: what is listed as installed, what Windows Update says of itself, and licences for extended updates.

use holdfast_wire::device::{EsuLicence, InstalledUpdate, Known, UpdateClient, Why};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::machine::Machine;
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// Updates of the list that Windows keeps of them. Cumulative ones replace each other there: the build tells more.
pub(crate) fn updates(machine: &Machine<'_>) -> Seen<Vec<InstalledUpdate>> {
    let rows = machine.wmi.rows(&at::QUICK_FIXES)?;
    let mut found: Vec<InstalledUpdate> = rows
        .iter()
        .filter_map(|row| {
            let id = row.text("HotFixID").filter(|id| id.to_uppercase().starts_with("KB"))?;
            Some(InstalledUpdate { id: id.to_uppercase(), on: row.text("InstalledOn").and_then(day) })
        })
        .collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether it waits to be restarted: yes by either mark; no only when both could be looked for.
pub(crate) fn pending_reboot(machine: &Machine<'_>) -> Seen<bool> {
    let is_there = |place| if_there(machine.registry.values(place, &[])).map(|row| row.is_some());
    if is_there(&at::REBOOT_FOR_PARTS)? || is_there(&at::REBOOT_FOR_UPDATES)? {
        return Ok(true);
    }
    // The marks stand in keys that Windows always has.
    machine.registry.values(&at::PARTS, &[]).map(|_| false)
}

/// What Windows Update says of itself, and whom it asks.
pub(crate) fn update_client(machine: &Machine<'_>) -> Seen<UpdateClient> {
    let policy = if_there(machine.registry.values(&at::UPDATE_POLICY, &[]))?.unwrap_or_default();
    let how = if_there(machine.registry.values(&at::UPDATE_POLICY_HOW, &[]))?.unwrap_or_default();
    let uses_server = how.flag("UseWUServer") == Some(true);
    let asks = match policy.text("WUServer") {
        Some(server) if uses_server => server.to_owned(),
        _ => "microsoft".to_owned(),
    };
    let own = if_there(machine.registry.values(&at::UPDATE_SETTINGS, &[]));
    let is_automatic = match (how.flag("NoAutoUpdate"), how.number("AUOptions"), own) {
        (Some(true), _, _) => Ok(false),
        // 3 downloads, 4 installs at a time, 5 lets the administrator choose, 7 tells. Source: the policy "Configure Automatic Updates".
        (_, Some(option), _) => Ok(option == 4),
        (_, None, Ok(Some(row))) => Ok(row.number("AUOptions").is_none_or(|option| option == 4)),
        (_, None, Ok(None)) => Err(unseen(Why::NotThere, at::UPDATE_SETTINGS.path())),
        (_, None, Err(unseen)) => Err(unseen),
    };
    let said = machine.calls.update_agent();
    let of_agent = |part: fn(&UpdateClient) -> Known<Timestamp>, place| match &said {
        Ok(client) if part(client).is().is_some() => part(client),
        Ok(client) => {
            known(last_success(machine, place).map_err(|u| part(client).why().cloned().unwrap_or(u)))
        }
        Err(unseen) => known(last_success(machine, place).map_err(|_| unseen.clone())),
    };
    Ok(UpdateClient {
        looked_at: of_agent(|c| c.looked_at.clone(), &at::UPDATE_LOOKED),
        installed_at: of_agent(|c| c.installed_at.clone(), &at::UPDATE_INSTALLED),
        waiting: match &said {
            Ok(client) => client.waiting.clone(),
            Err(unseen) => Known::Unknown(unseen.clone()),
        },
        asks,
        is_automatic: known(is_automatic),
    })
}

/// Licences for extended updates, by their ids.
pub(crate) fn esu(machine: &Machine<'_>) -> Seen<Vec<EsuLicence>> {
    let rows = machine.wmi.rows(&at::ESU_LICENCES)?;
    let mut found: Vec<EsuLicence> = rows
        .iter()
        .filter_map(|row| {
            let id = row.text("ID")?.to_lowercase();
            // 1 is licensed. Source: the class SoftwareLicensingProduct, LicenseStatus.
            let is_licensed = row.number("LicenseStatus")? == 1;
            at::ESU_IDS.contains(&id.as_str()).then_some(EsuLicence { activation_id: id, is_licensed })
        })
        .collect();
    found.sort_by(|a, b| a.activation_id.cmp(&b.activation_id));
    Ok(found)
}

/// A moment that older systems keep as text, in UTC.
fn last_success(machine: &Machine<'_>, place: &crate::collect::place::Place) -> Seen<Timestamp> {
    let row = machine.registry.values(place, &[])?;
    let text = row.text("LastSuccessTime").unwrap_or_default();
    let moment = text.parse::<jiff::civil::DateTime>().ok().and_then(|t| t.to_zoned(TimeZone::UTC).ok());
    moment
        .map(|zoned| zoned.timestamp())
        .ok_or_else(|| unseen(Why::Unreadable, format!("{}: `{text}`", place.path())))
}

/// The day of a list of updates, in any of the ways Windows has written it: `11/25/2025`, `25/11/2025` when there is no 25th month,
/// `25.11.2025`, `20251125`, or a file time in hexadecimal. What is none of these, or before 2000, is no day.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = text.split(' ').next().unwrap_or(text);
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let found = if let [a, b, year] = text.split('/').collect::<Vec<_>>()[..] {
        date(year, a, b).or_else(|| date(year, b, a))
    } else if let [day, month, year] = text.split('.').collect::<Vec<_>>()[..] {
        date(year, month, day)
    } else if let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] {
        date(year, month, day)
    } else if text.len() == 8 && text.is_ascii() && text.starts_with("20") {
        date(&text[..4], &text[4..6], &text[6..])
    } else if (15..=18).contains(&text.len()) {
        of_file_time(u64::from_str_radix(text.trim_start_matches("0x"), 16).ok()?)
    } else {
        None
    };
    found.filter(|day| (2000..2100).contains(&day.year()))
}

/// Steps of 100 ns since 1601.
fn of_file_time(steps: u64) -> Option<Date> {
    let since_1601 = SignedDuration::from_secs(i64::try_from(steps / 10_000_000).ok()?);
    let start = Date::constant(1601, 1, 1).to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(start.checked_add(since_1601).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_windows_has_written_them() {
        for (text, wanted) in [
            ("11/25/2025", Some("2025-11-25")),
            ("25/11/2025", Some("2025-11-25")),
            ("22/2/2022", Some("2022-02-22")),
            ("25.11.2025", Some("2025-11-25")),
            ("2025-11-25", Some("2025-11-25")),
            ("20251125", Some("2025-11-25")),
            ("01db3f0c8a4b0000", Some("2024-11-25")),
            ("11/25/2025 12:00:00 AM", Some("2025-11-25")),
            ("", None),
            ("99/99/2025", None),
            ("1/1/1601", None),
            ("ffffffffffffffff", None),
            ("soon", None),
        ] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_day_or_none(text in "\\PC{0,20}") {
            let _ = day(&text);
        }
    }
}
