//! The downtime clock: each service as a bar from the least to the most hours until care is hurt, and the same as a table.
//!
//! The scale is none of equal hours: each stretch between two named times is as wide as the next, so that an hour and a month can both be seen.

use holdfast_core::catalog::{ServiceKind, Services};
use holdfast_core::decide::downtime::{
    CashClock, Cause, Downtime, DowntimeDoubt, Outage, ServiceClock, ServiceState, after_in_words,
};

use crate::app::OwnDowntime;
use crate::web::moment::moment;

/// Where the stretches of the scale end: hours, and their names.
const SCALE: [(u32, &str); 7] = [
    (1, "1 hour"),
    (4, "4 hours"),
    (24, "1 day"),
    (72, "3 days"),
    (168, "1 week"),
    (720, "1 month"),
    (8_760, "1 year"),
];
/// Units of a bar.
const WIDTH: u32 = 1_000;
/// No bar is narrower, or nobody would see it.
const LEAST_WIDTH: u32 = 12;

/// A bar of the picture.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) tone: &'static str,
    pub(super) x: u32,
    pub(super) width: u32,
    pub(super) likely: u32,
}

/// A row of the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) state: &'static str,
    pub(super) when: String,
    pub(super) without: String,
    pub(super) why: String,
    pub(super) by_hand: String,
    pub(super) basis: &'static str,
}

/// The clock of a hospital.
pub(super) struct Clock {
    pub(super) says: String,
    pub(super) chosen: String,
    pub(super) things: Vec<(String, String)>,
    pub(super) vendors: Vec<(String, String)>,
    /// What is down, in words.
    pub(super) down: String,
    /// Names of the ends of the scale's stretches.
    pub(super) scale: Vec<&'static str>,
    /// Where they lie, but for the last.
    pub(super) lines: Vec<u32>,
    pub(super) bars: Vec<Bar>,
    pub(super) rows: Vec<Row>,
    pub(super) doubts: Vec<String>,
    /// What, and where its figures are from.
    pub(super) sources: Vec<(String, String)>,
    /// Who said something of the services and when; empty where nobody did.
    pub(super) said: String,
}

impl Clock {
    /// Of what is taken to be down; `None` where the catalog has no services.
    pub(super) fn of(services: &Services, own: &OwnDowntime) -> Option<Self> {
        if services.services.is_empty() {
            return None;
        }
        let downtime = &own.downtime;
        let things = services.dependencies.iter().map(|d| (d.id.to_string(), d.name.clone()));
        let mut named: Vec<&String> =
            own.kept.iter().flat_map(|kept| kept.own.vendors.values().flatten()).collect();
        named.sort_unstable();
        named.dedup();
        let down: Vec<&str> = downtime.down.iter().map(|d| d.name.as_str()).collect();
        let bars = downtime.services.iter().filter_map(|clock| {
            let hours = clock.hours?;
            Some(bar(clock.name.clone(), hours.each(), state(clock.state).0, words(clock)))
        });
        let money = downtime.cash.as_ref().map(money_bar);
        let n_stretches = SCALE.len() as u32;
        Some(Self {
            says: own.sentence.clone(),
            chosen: own.outage.key(),
            things: things.collect(),
            vendors: named
                .into_iter()
                .map(|name| (Outage::Vendor(name.clone()).key(), name.clone()))
                .collect(),
            down: down.join("; "),
            scale: SCALE.iter().map(|(_, name)| *name).collect(),
            lines: (1..n_stretches).map(|n| n * WIDTH / n_stretches).collect(),
            bars: bars.chain(money).collect(),
            rows: downtime.services.iter().map(row).chain(downtime.cash.as_ref().map(money_row)).collect(),
            doubts: downtime.doubts.iter().map(DowntimeDoubt::sentence).collect(),
            sources: sources(downtime),
            said: own
                .kept
                .as_ref()
                .filter(|_| own.has_word())
                .map(|kept| format!("{}, {}", kept.by, moment(kept.at.as_millisecond())))
                .unwrap_or_default(),
        })
    }
}

/// Where an hour lies on the scale, 0 to [`WIDTH`].
fn place(hours: u32) -> u32 {
    let stretch = WIDTH as f64 / SCALE.len() as f64;
    let mut from = 0;
    for (n, (to, _)) in SCALE.iter().enumerate() {
        if hours <= *to {
            let within = f64::from(hours - from) / f64::from(to - from);
            return ((n as f64 + within) * stretch).round() as u32;
        }
        from = *to;
    }
    WIDTH
}

fn bar(name: String, [low, likely, high]: [u32; 3], tone: &'static str, says: String) -> Bar {
    let x = place(low).min(WIDTH - LEAST_WIDTH);
    let width = (place(high) - place(low)).clamp(LEAST_WIDTH, WIDTH - x);
    Bar { name, says, tone, x, width, likely: place(likely).clamp(x + 3, x + width - 7) }
}

fn money_bar(cash: &CashClock) -> Bar {
    bar("Money".to_owned(), cash.hours.each(), "stops", format!("runs out {}", after_in_words(cash.hours)))
}

/// Class, icon and words.
fn state(state: ServiceState) -> (&'static str, &'static str, &'static str) {
    match state {
        ServiceState::Stops => ("stops", "stop", "Stops"),
        ServiceState::Slows => ("slows", "clock", "By hand"),
        ServiceState::GoesOn => ("goes-on", "yes", "Goes on"),
    }
}

fn words(clock: &ServiceClock) -> String {
    let Some(hours) = clock.hours else { return "goes on".to_owned() };
    let becomes = if clock.state == ServiceState::Stops { "stops" } else { "by hand" };
    let hurt = if clock.kind == ServiceKind::Clinical { "care" } else { "income" };
    format!("{becomes}; {hurt} is hurt {}", after_in_words(hours))
}

fn row(clock: &ServiceClock) -> Row {
    let (key, icon, words) = state(clock.state);
    let names: Vec<&str> = clock.causes.iter().map(|cause| cause.name.as_str()).collect();
    Row {
        name: clock.name.clone(),
        tone: match key {
            "stops" => "late",
            "slows" => "wait",
            _ => "done",
        },
        icon,
        state: words,
        when: clock.hours.map_or_else(|| "not hurt".to_owned(), after_in_words),
        without: if names.is_empty() { "nothing it needs is down".to_owned() } else { names.join("; ") },
        why: clock.causes.first().map(|cause| cause.why.clone()).unwrap_or_default(),
        by_hand: if clock.causes.is_empty() { String::new() } else { clock.by_hand.clone() },
        basis: basis(clock),
    }
}

/// Whose the hours are, of the causes that count.
fn basis(clock: &ServiceClock) -> &'static str {
    let Some(hours) = clock.hours else { return "" };
    let counts = |cause: &&Cause| cause.hours.likely == hours.likely;
    match clock.causes.iter().find(counts) {
        Some(cause) if cause.is_own => "your own word",
        Some(cause) if cause.is_estimate => "our estimate",
        Some(_) => "our estimate, beside published effects",
        None => "",
    }
}

fn money_row(cash: &CashClock) -> Row {
    Row {
        name: "Money".to_owned(),
        tone: "late",
        icon: "stop",
        state: "Runs out",
        when: after_in_words(cash.hours),
        without: "no claim goes out".to_owned(),
        why: "Payments for claims already sent still come for a while; then reserves are used up.".to_owned(),
        by_hand: String::new(),
        basis: if cash.is_own { "your own word" } else { "published figures of other hospitals" },
    }
}

/// Each source once, with the services whose hours rest on it.
fn sources(downtime: &Downtime) -> Vec<(String, String)> {
    let mut all: Vec<(Vec<String>, String)> = Vec::new();
    let mut add = |source: &str, of: &str| match all.iter_mut().find(|(_, known)| known == source) {
        Some((names, _)) if names.iter().any(|name| name == of) => {}
        Some((names, _)) => names.push(of.to_owned()),
        None => all.push((vec![of.to_owned()], source.to_owned())),
    };
    for clock in &downtime.services {
        for cause in &clock.causes {
            add(&cause.source, &clock.name);
        }
    }
    for source in downtime.cash.iter().flat_map(|cash| &cash.sources) {
        add(source, "Money");
    }
    all.into_iter().map(|(names, source)| (names.join("; "), source)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_grows_and_ends_at_its_names() {
        let ends: Vec<u32> = SCALE.iter().map(|(hours, _)| place(*hours)).collect();
        assert_eq!(ends, [143, 286, 429, 571, 714, 857, 1_000]);
        assert_eq!((place(0), place(2), place(u32::MAX)), (0, 190, 1_000));
        let mut before = 0;
        for hours in 0..10_000 {
            assert!(place(hours) >= before, "{hours}");
            before = place(hours);
        }
    }

    #[test]
    fn a_bar_stays_on_the_scale_and_can_be_seen() {
        for hours in
            [[0, 0, 0], [0, 1, 4], [4, 4, 4], [8_760, 8_760, 8_760], [1, 9_000, u32::MAX], [u32::MAX; 3]]
        {
            let bar = bar("x".to_owned(), hours, "stops", String::new());
            assert!(bar.width >= LEAST_WIDTH && bar.x + bar.width <= WIDTH, "{hours:?}");
            assert!((bar.x..=bar.x + bar.width).contains(&bar.likely), "{hours:?}");
        }
    }
}
