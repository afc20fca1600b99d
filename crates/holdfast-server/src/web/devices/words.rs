//! Devices in the words these pages use. It decides nothing.

use holdfast_core::decide::device::{Doubt, FleetState, Judged, Need, NeedSum};
use holdfast_core::model::{Device, DeviceStanding, PinKind, UsdRange, day_in_words};

use crate::web::moment;

/// A word with its icon.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) label: &'static str,
}

/// How a device stands with its updates.
pub(super) fn state(state: FleetState) -> Tag {
    let (tone, icon, label) = match state {
        FleetState::Receiving => ("done", "yes", "Receiving"),
        FleetState::Behind => ("wait", "clock", "Behind"),
        FleetState::Frozen => ("late", "bell", "Frozen"),
        FleetState::Ended => ("late", "stop", "Ended"),
        FleetState::Unknown => ("cannot", "ask", "Unknown"),
    };
    Tag { tone, icon, label }
}

/// What a state means, in a few words.
pub(super) fn means(state: FleetState) -> &'static str {
    match state {
        FleetState::Receiving => "get their security updates",
        FleetState::Behind => "get them late",
        FleetState::Frozen => "could have them and do not get them",
        FleetState::Ended => "get none, since none are made any more",
        FleetState::Unknown => "cannot be told",
    }
}

/// What a device needs, a verb first.
pub(super) fn need(d: &Judged<'_>) -> String {
    match &d.need {
        Need::Isolate => "Fence it in: there are no updates for it any more".to_owned(),
        Need::AskVendor => "Ask its vendor about updates".to_owned(),
        Need::BuyExtended { year, until, usd } => {
            let what = year.map_or("extended updates".to_owned(), |y| format!("extended updates, year {y}"));
            let price = match usd {
                Some(usd) if usd.0 == 0 => ", paid for already or granted".to_owned(),
                Some(usd) => format!(", ${}", usd.0),
                None => ", no list price".to_owned(),
            };
            format!("Get {what}{price}; replace it by {}", day_in_words(*until))
        }
        Need::Upgrade => "Bring it to a newer version, which costs nothing".to_owned(),
        Need::Mend { by } => format!("Mend it, then bring it to Windows 11: {}", by.in_words()),
        Need::Replace => "Replace it".to_owned(),
        Need::Install => "Find out why its updates do not arrive".to_owned(),
        Need::FindOut if d.state != FleetState::Unknown => "Find out whether Windows 11 fits it".to_owned(),
        Need::FindOut => "Find out what it is and how it stands".to_owned(),
        Need::Nothing => "Nothing now".to_owned(),
    }
}

/// What devices need together: verb and number first.
pub(super) fn need_sum(sum: &NeedSum) -> (String, String) {
    let n = sum.n;
    let machines = if n == 1 { "1 machine".to_owned() } else { format!("{n} machines") };
    let (says, why) = match &sum.need {
        Need::Isolate => (
            format!("Isolate {n}"),
            "Their vendors pin them, and there are no updates for them any more.".to_owned(),
        ),
        Need::AskVendor => (
            format!("Ask vendors about {n}"),
            "Their vendors pin them, and their updates do not arrive or cannot be told.".to_owned(),
        ),
        Need::BuyExtended { year, until, .. } => {
            let of = year.map_or(String::new(), |y| format!(" year-{y}"));
            let word = if n == 1 { "license" } else { "licenses" };
            (
                format!("Get {n}{of} ESU {word}"),
                format!(
                    "They cannot run Windows 11. Extended updates carry them until {}; plan to replace them by then.",
                    day_in_words(*until)
                ),
            )
        }
        Need::Upgrade => (
            format!("Upgrade {n}"),
            "A newer version of their system fits them and costs nothing.".to_owned(),
        ),
        Need::Mend { .. } => (
            format!("Mend and upgrade {n}"),
            "One part or setting stands between them and Windows 11.".to_owned(),
        ),
        Need::Replace => (
            format!("Replace {n}"),
            "No updates are made for them any more, and a newer system does not fit them.".to_owned(),
        ),
        Need::Install => {
            (format!("Update {n}"), "Updates are to be had, and do not arrive or come late.".to_owned())
        }
        Need::FindOut => (
            format!("Find out about {n}"),
            format!("What {machines} run, or how they stand, is not known well enough."),
        ),
        Need::Nothing => (format!("{n} need nothing now"), "They get their updates.".to_owned()),
    };
    (says, why)
}

/// Why something cannot be told, in words.
pub(super) fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::SystemUnknown => "its system, edition or version is not known",
        Doubt::NotWindows => "it is no Windows, and its own update program knows what waits",
        Doubt::NotInTable => "the tables have nothing of this version",
        Doubt::BuildUnseen => "it does not say how far its updates reach",
        Doubt::NoFixedBuild => "the publisher names no build that mends them",
    }
}

/// A sum of money.
pub(super) fn money(usd: Option<UsdRange>) -> String {
    usd.map(|range| range.to_string()).unwrap_or_default()
}

/// Why its vendor pins it, and by which rule; empty when none does.
pub(super) fn pinned(device: &Device) -> String {
    let kind = match device.pin.as_ref().map(|p| p.kind) {
        Some(PinKind::Medical) => "Medical device",
        Some(PinKind::Vendor) => "Pinned by its vendor",
        None => return String::new(),
    };
    device.pinned_by.map_or(kind.to_owned(), |id| format!("{kind}, by rule {id}"))
}

/// What a device runs, as it says it.
pub(super) fn system(device: &Device) -> String {
    match device.brief.os.is() {
        None => "System not known".to_owned(),
        Some(os) if os.version.is_empty() => os.name.clone(),
        Some(os) if os.name.is_empty() => os.version.clone(),
        Some(os) => format!("{}, {}", os.name, os.version),
    }
}

/// Its name, or that it has none.
pub(super) fn name(device: &Device) -> String {
    let name = device.brief.identity.name.chars().take(60).collect::<String>();
    if name.is_empty() { "No name".to_owned() } else { name }
}

/// How its agent stands; empty for a device in order.
pub(super) fn standing(d: &Judged<'_>) -> &'static str {
    match d.device.standing {
        _ if d.device.is_cloned => "Two machines use its key",
        DeviceStanding::Waiting => "Waits to be let in",
        DeviceStanding::Revoked => "Its agent is out",
        DeviceStanding::Approved if d.is_silent => "Its agent stopped reporting",
        DeviceStanding::Approved | DeviceStanding::Listed => "",
    }
}

/// A time to the minute.
pub(super) fn at(at: jiff::Timestamp) -> String {
    moment::moment(at.as_millisecond())
}
