//! Where displaced people turn to, and whether that place can bear it. Published effects enter as ranges; no deaths are forecast.

use serde::Serialize;

use super::range::{Count, Span};
use super::site::{Beds, Site};

/// Emergency visits of 100 people in a year: 42.8 in towns to 64.5 in the country, 2016 (Greenwood-Ericksen and Kocher, JAMA
/// Netw Open 2019); 47 over all, 2022 (NCHS Data Brief 503).
pub const VISITS_PER_100: Span = Span { low: 42.8, high: 64.5 };
/// Share of a hospital's emergency visits that go elsewhere while it is down. Least: the week-one fall of 10.0 % at attacked
/// rural hospitals (Neprash and others, J Rural Health 2024). Most: all of them, a department that is shut.
pub const SHARE_LEAVING: Span = Span { low: 0.10, high: 1.0 };
/// After so many days volumes at attacked rural hospitals were back, at the least (same source: two to three weeks).
pub const RECOVERED_AFTER_DAYS: f64 = 14.0;
/// More emergency patients than this at once is where neighbours were hurt: +15.1 % a day over four weeks, with 128 % more
/// people leaving unseen and 35 % more ambulances (Dameff and others, JAMA Netw Open 2023, doi 10.1001/jamanetworkopen.2023.12270).
pub const HURTS_FROM: f64 = 0.151;
/// Share of emergency visits that end in a bed: 11.5 % to 13.1 %, National Hospital Ambulatory Medical Care Survey 2022 and 2021.
/// From memory of its tables; not read again.
pub const ADMITTED: Span = Span { low: 0.115, high: 0.131 };
/// Days in a bed: 4.5 to 5.5. Declared by us, near the national average stay.
pub const STAY_DAYS: Span = Span { low: 4.5, high: 5.5 };
/// Share of beds that are free: hospitals were 64 % full before 2020 and 75 % after (Leuchter and others, JAMA Netw Open 2025).
/// Rural ones are emptier and staff fewer of their beds (Sheps Center brief on occupancy), which both is not in here.
pub const FREE_BEDS: Span = Span { low: 0.25, high: 0.36 };

/// Whether a receiver bears what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strain {
    /// By all that is known it does.
    Bears,
    /// Its beds, or what comes to it now, are not known.
    Unknown,
    /// With the most that may come, it would be overwhelmed.
    May,
    /// With the least that may come, it is overwhelmed.
    Overwhelmed,
}

impl Strain {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Bears => "Should bear it",
            Self::Unknown => "Not known",
            Self::May => "May be overwhelmed",
            Self::Overwhelmed => "Overwhelmed",
        }
    }
}

/// A site that people turn to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Receiver {
    /// The site.
    pub site: Site,
    /// Straight kilometres from the nearest site that is down.
    pub km: f64,
    /// People for whom it becomes the nearest.
    pub people: Count,
    /// People for whom it was the nearest before.
    pub people_before: u64,
    /// Emergency visits more a day.
    pub visits_a_day: Span,
    /// Emergency visits more over all days asked for.
    pub visits: Span,
    /// Beds more in use on a day.
    pub beds_needed: Span,
    /// Beds it may have free; `None` where its beds are not known.
    pub beds_free: Option<Span>,
    /// Whether its emergency department bears it.
    pub strain_visits: Strain,
    /// Whether its beds do.
    pub strain_beds: Strain,
}

impl Receiver {
    /// The worse of both. A bed that is not known does not hide a department that is overwhelmed.
    pub fn strain(&self) -> Strain {
        self.strain_visits.max(self.strain_beds)
    }

    pub(super) fn of(site: &Site, km: f64, people: Count, people_before: u64, days: u16) -> Self {
        let a_day = |n: u64, per_100: f64, share: f64| n as f64 * per_100 / 100.0 / 365.0 * share;
        let visits_a_day = Span {
            low: a_day(people.low, VISITS_PER_100.low, SHARE_LEAVING.low),
            high: a_day(people.high, VISITS_PER_100.high, SHARE_LEAVING.high),
        };
        let days = f64::from(days);
        // The least: what leaves falls evenly to nothing by the day of recovery.
        let worn = days.min(RECOVERED_AFTER_DAYS);
        let least_days = worn - worn * worn / (2.0 * RECOVERED_AFTER_DAYS);
        let visits = Span { low: visits_a_day.low * least_days, high: visits_a_day.high * days };
        let beds_needed = Span {
            low: visits_a_day.low * ADMITTED.low * STAY_DAYS.low,
            high: visits_a_day.high * ADMITTED.high * STAY_DAYS.high,
        };
        let beds_free = match site.beds {
            Beds::Known(n) => {
                Some(Span { low: f64::from(n) * FREE_BEDS.low, high: f64::from(n) * FREE_BEDS.high })
            }
            Beds::NoInpatients => Some(Span::default()),
            Beds::Unknown => None,
        };
        let strain_visits = match people_before {
            0 => Strain::Unknown,
            before => {
                let more = |n: u64, share: f64| n as f64 * share / before as f64;
                let least = more(people.low, SHARE_LEAVING.low);
                strain(least, more(people.high, SHARE_LEAVING.high), HURTS_FROM, HURTS_FROM)
            }
        };
        let strain_beds = beds_free
            .map_or(Strain::Unknown, |free| strain(beds_needed.low, beds_needed.high, free.low, free.high));
        Self {
            site: site.clone(),
            km,
            people,
            people_before,
            visits_a_day,
            visits,
            beds_needed,
            beds_free,
            strain_visits,
            strain_beds,
        }
    }
}

fn strain(least: f64, most: f64, bears_low: f64, bears_high: f64) -> Strain {
    if least > bears_high {
        Strain::Overwhelmed
    } else if most > bears_low {
        Strain::May
    } else {
        Strain::Bears
    }
}
