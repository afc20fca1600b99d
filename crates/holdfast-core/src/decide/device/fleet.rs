//! All devices of a hospital together: how many get their updates, what to buy, upgrade, replace, isolate or ask about, and what ends when.
//!
//! One device has one need, so the numbers add up to all devices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Blocker, Exposure, Knowledge, MissingUpdates, Readiness, Receiving, ReceivingAnswer, Support,
    SupportState, missing_updates, readiness, receiving, support,
};
use crate::Date;
use crate::catalog::{Catalog, OfferId, Product};
use crate::model::{Device, DeviceStanding, FactsSource, PinKind, Usd, UsdRange, utc_day};
use holdfast_wire::device::{DeviceFacts, OsFamily};

/// What was seen longer ago tells of no updates: releases come monthly, and one was due since.
const SEEN_DAYS: i32 = 45;
/// An agent that is not heard for so many days stopped.
const SILENT_DAYS: i32 = 7;
/// Ends within so many days are shown.
const CLIFF_DAYS: i32 = 800;

/// How a device stands with its updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FleetState {
    /// It gets them.
    Receiving,
    /// It gets them late.
    Behind,
    /// It could have them and does not get them.
    Frozen,
    /// There are none any more.
    Ended,
    /// It cannot be told.
    Unknown,
}

impl FleetState {
    /// Every state, the good first.
    pub const ALL: [Self; 5] = [Self::Receiving, Self::Behind, Self::Frozen, Self::Ended, Self::Unknown];

    /// The key used in addresses and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Behind => "behind",
            Self::Frozen => "frozen",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// What a device needs. Each has one, the first that applies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Its vendor pins it, and there are no updates for it any more: fence it in.
    Isolate,
    /// Its vendor pins it, and its updates do not come: ask the vendor.
    AskVendor,
    /// A year of extended updates, until it is replaced.
    BuyExtended {
        /// Which year, where they are counted.
        year: Option<u8>,
        /// Its last day.
        until: Date,
        /// What that costs for this machine, after licences it has and grants the hospital has; `None` when no price is published.
        usd: Option<Usd>,
    },
    /// A newer version of its system, which costs nothing and fits the machine.
    Upgrade,
    /// A part or a setting, and then a newer version.
    Mend {
        /// What stands in the way.
        by: Blocker,
    },
    /// Another machine in its place.
    Replace,
    /// Its updates are to be had and do not arrive, or come late.
    Install,
    /// Somebody has to look.
    FindOut,
    /// Nothing now.
    Nothing,
}

impl Need {
    /// The key used in addresses and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Isolate => "isolate",
            Self::AskVendor => "ask_vendor",
            Self::BuyExtended { .. } => "buy_extended",
            Self::Upgrade => "upgrade",
            Self::Mend { .. } => "mend",
            Self::Replace => "replace",
            Self::Install => "install",
            Self::FindOut => "find_out",
            Self::Nothing => "nothing",
        }
    }
}

/// A device with all that is said of it.
#[derive(Clone, Debug)]
pub struct Judged<'d> {
    /// It.
    pub device: &'d Device,
    /// Until when its system is mended.
    pub support: Support,
    /// Whether it gets its updates.
    pub receiving: ReceivingAnswer,
    /// The same in one word, with its age counted.
    pub state: FleetState,
    /// What it needs.
    pub need: Need,
    /// Whether it can run Windows 11; `None` where that is no question.
    pub readiness: Option<Readiness>,
    /// Updates it lacks.
    pub missing: MissingUpdates,
    /// Days since a source saw it last; `None` when none did.
    pub age_days: Option<i32>,
    /// Whether its agent stopped: silent for a week, put out, or said goodbye.
    pub is_silent: bool,
}

/// A day on which updates end, and for how many devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetCliff {
    /// The last day.
    pub on: Date,
    /// The product.
    pub product: String,
    /// How many devices run it.
    pub n: usize,
}

/// What devices need together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedSum {
    /// The need of the first of them; which year, and until when.
    pub need: Need,
    /// How many devices have it.
    pub n: usize,
    /// What that costs; `None` where it costs nothing or no price is published.
    pub usd: Option<UsdRange>,
    /// How many of them have no published price.
    pub n_without_price: usize,
}

/// All devices together.
#[derive(Clone, Debug, Default)]
pub struct FleetPicture<'d> {
    /// Each device.
    pub devices: Vec<Judged<'d>>,
    /// How many stand how.
    pub by_state: BTreeMap<FleetState, usize>,
    /// What they need, in the order to look at it.
    pub needs: Vec<NeedSum>,
    /// Days on which updates end, the next first.
    pub cliffs: Vec<FleetCliff>,
    /// Devices that only one source tells of.
    pub n_one_source: usize,
    /// Agents that wait to be let in.
    pub n_waiting: usize,
    /// Agents that stopped.
    pub n_silent: usize,
}

/// Judges every device. `granted`: offers the hospital has that give extended updates.
pub fn fleet<'d>(
    catalog: &Catalog,
    knowledge: &Knowledge<'_>,
    devices: &'d [Device],
    granted: &[OfferId],
    today: Date,
) -> FleetPicture<'d> {
    let devices: Vec<Judged<'d>> =
        devices.iter().map(|d| judge(catalog, knowledge, d, granted, today)).collect();
    let mut by_state: BTreeMap<FleetState, usize> =
        FleetState::ALL.into_iter().map(|state| (state, 0)).collect();
    let mut cliffs: BTreeMap<(Date, &str), usize> = BTreeMap::new();
    for d in &devices {
        *by_state.entry(d.state).or_default() += 1;
        let on = last_day(&d.support.state);
        let name = if d.support.name.is_empty() { "Other systems" } else { d.support.name.as_str() };
        let is_near = |on: &Date| *on >= today && days(today, *on) <= CLIFF_DAYS;
        if let Some(on) = on.filter(is_near) {
            *cliffs.entry((on, name)).or_default() += 1;
        }
    }
    let cliffs =
        cliffs.into_iter().map(|((on, product), n)| FleetCliff { on, product: product.to_owned(), n });
    FleetPicture {
        cliffs: cliffs.collect(),
        by_state,
        needs: sums(catalog, &devices),
        n_one_source: devices.iter().filter(|d| d.device.told.len() == 1).count(),
        n_waiting: devices.iter().filter(|d| d.device.standing == DeviceStanding::Waiting).count(),
        n_silent: devices.iter().filter(|d| d.is_silent).count(),
        devices,
    }
}

/// Judges one device.
pub fn judge<'d>(
    catalog: &Catalog,
    knowledge: &Knowledge<'_>,
    device: &'d Device,
    granted: &[OfferId],
    today: Date,
) -> Judged<'d> {
    let facts = &device.brief;
    let seen = device.observed_at().map(utc_day);
    let age_days = seen.map(|on| days(on, today).max(0));
    let support = support(&catalog.products, &facts.os, today);
    let receiving = receiving(knowledge, facts, seen.unwrap_or(today));
    let state = state(&receiving.state, &support.state, age_days);
    let readiness = asks_for_readiness(facts).then(|| readiness(&catalog.processors, facts));
    let need = need(catalog, device, &support, &receiving.state, state, readiness.as_ref(), granted);
    let missing = missing_updates(knowledge, facts, Exposure::Unknown, today);
    Judged {
        is_silent: is_silent(device, today),
        device,
        support,
        receiving,
        state,
        need,
        readiness,
        missing,
        age_days,
    }
}

fn state(receiving: &Receiving, support: &SupportState, age_days: Option<i32>) -> FleetState {
    let is_old = age_days.is_none_or(|days| days > SEEN_DAYS);
    match receiving {
        _ if matches!(support, SupportState::Ended { .. }) => FleetState::Ended,
        Receiving::Ended { .. } => FleetState::Ended,
        Receiving::Frozen { .. } | Receiving::LicensedNotReceiving { .. } => FleetState::Frozen,
        Receiving::Receiving { .. } | Receiving::Behind { .. } if is_old => FleetState::Unknown,
        Receiving::Receiving { .. } => FleetState::Receiving,
        Receiving::Behind { .. } => FleetState::Behind,
        Receiving::Unknown { .. } => FleetState::Unknown,
    }
}

/// An agent that belongs and was not heard for a week, or that was heard once and is out now.
fn is_silent(device: &Device, today: Date) -> bool {
    match (device.standing, device.heard_at) {
        (DeviceStanding::Approved, Some(at)) => days(utc_day(at), today) > SILENT_DAYS,
        (DeviceStanding::Revoked, Some(_)) => device.told.contains_key(&FactsSource::Agent),
        _ => false,
    }
}

/// Windows 10 and older, for people.
fn asks_for_readiness(facts: &DeviceFacts) -> bool {
    let Some(os) = facts.os.is() else { return false };
    let is_server = os.name.contains("Server") || os.edition.starts_with("Server");
    os.family == OsFamily::Windows && !is_server && !is_eleven(facts)
}

fn is_eleven(facts: &DeviceFacts) -> bool {
    let build = facts.os.is().and_then(|os| os.version.split('.').nth(2)?.parse::<u32>().ok());
    let is_server = facts.os.is().is_some_and(|os| os.name.contains("Server"));
    build.is_some_and(|build| build >= 22_000) && !is_server
}

fn need(
    catalog: &Catalog,
    device: &Device,
    support: &Support,
    receiving: &Receiving,
    state: FleetState,
    readiness: Option<&Readiness>,
    granted: &[OfferId],
) -> Need {
    if let Some(pin) = &device.pin {
        return match (state, pin.kind) {
            (FleetState::Receiving, _) => Need::Nothing,
            (FleetState::Ended, _) => Need::Isolate,
            (
                FleetState::Behind | FleetState::Frozen | FleetState::Unknown,
                PinKind::Medical | PinKind::Vendor,
            ) => Need::AskVendor,
        };
    }
    match state {
        FleetState::Receiving => Need::Nothing,
        FleetState::Behind => Need::Install,
        FleetState::Unknown => Need::FindOut,
        FleetState::Frozen if matches!(receiving, Receiving::LicensedNotReceiving { .. }) => Need::Install,
        FleetState::Frozen | FleetState::Ended => match (&support.state, readiness) {
            _ if is_eleven(&device.brief) || is_free_to_renew(&device.brief) => Need::Upgrade,
            (_, Some(Readiness::Ready)) => Need::Upgrade,
            (_, Some(Readiness::Blocked { by, .. })) if by.can_be_mended() => Need::Mend { by: *by },
            (SupportState::ExtendedNeeded { year, until, list_usd, granted: offers, .. }, Some(_) | None) => {
                if matches!(readiness, Some(Readiness::Unknown { .. })) {
                    return Need::FindOut;
                }
                let usd = price(catalog, support, &device.brief, list_usd, offers, granted);
                Need::BuyExtended { year: *year, until: *until, usd }
            }
            (_, Some(Readiness::Unknown { .. })) => Need::FindOut,
            (SupportState::Supported { .. } | SupportState::EndsSoon { .. }, _) => Need::Install,
            _ => Need::Replace,
        },
    }
}

/// Systems whose next release costs nothing.
fn is_free_to_renew(facts: &DeviceFacts) -> bool {
    facts.os.is().is_some_and(|os| matches!(os.family, OsFamily::Linux | OsFamily::Macos))
}

/// List prices of the years up to the one needed, without those the machine has a licence for and those the hospital is granted.
fn price(
    catalog: &Catalog,
    support: &Support,
    facts: &DeviceFacts,
    list_usd: &[Usd],
    offers: &[(u8, OfferId)],
    granted: &[OfferId],
) -> Option<Usd> {
    if list_usd.is_empty() {
        return None;
    }
    let product = support.product.as_ref().and_then(|id| catalog.products.iter().find(|p| p.id == *id));
    let is_paid = |n: usize| {
        let year = u8::try_from(n + 1).unwrap_or(u8::MAX);
        let is_granted = offers.iter().any(|(of, offer)| *of == year && granted.contains(offer));
        is_granted || product.is_some_and(|p| is_licensed(p, year, facts))
    };
    let open = list_usd.iter().enumerate().filter(|(n, _)| !is_paid(*n));
    Some(Usd(open.map(|(_, usd)| usd.0).sum()))
}

fn is_licensed(product: &Product, year: u8, facts: &DeviceFacts) -> bool {
    let id = product.extended.iter().find(|e| e.year == Some(year)).and_then(|e| e.activation_id.as_deref());
    let licences = facts.esu.is().map(Vec::as_slice).unwrap_or_default();
    id.is_some_and(|id| licences.iter().any(|l| l.is_licensed && l.activation_id.eq_ignore_ascii_case(id)))
}

fn last_day(state: &SupportState) -> Option<Date> {
    match state {
        SupportState::Supported { until } => *until,
        SupportState::EndsSoon { on, .. } => Some(*on),
        SupportState::ExtendedNeeded { until, .. } => Some(*until),
        SupportState::Ended { .. } | SupportState::CannotTell { .. } => None,
    }
}

fn sums(catalog: &Catalog, devices: &[Judged<'_>]) -> Vec<NeedSum> {
    let mut by_need: BTreeMap<(usize, Option<u8>), Vec<&Judged<'_>>> = BTreeMap::new();
    for d in devices {
        let year = if let Need::BuyExtended { year, .. } = d.need { year } else { None };
        by_need.entry((order(&d.need), year)).or_default().push(d);
    }
    let sum = |all: Vec<&Judged<'_>>| {
        let first = all.first()?;
        let (usd, n_without_price) = match &first.need {
            Need::BuyExtended { .. } => {
                let prices =
                    all.iter().map(|d| if let Need::BuyExtended { usd, .. } = d.need { usd } else { None });
                let prices: Vec<Option<Usd>> = prices.collect();
                let total = Usd(prices.iter().flatten().map(|usd| usd.0).sum());
                let n_without = prices.iter().filter(|p| p.is_none()).count();
                let is_priced = n_without < prices.len();
                (is_priced.then_some(UsdRange { low: total, high: total }), n_without)
            }
            Need::Replace => {
                let price = catalog.replacement("workstation");
                let n = all.iter().filter(|d| d.readiness.is_some()).count();
                let times = |usd: Usd| Usd(usd.0.saturating_mul(n as u64));
                let usd = price
                    .filter(|_| n > 0)
                    .map(|p| UsdRange { low: times(p.usd.low), high: times(p.usd.high) });
                (usd, all.len() - if usd.is_some() { n } else { 0 })
            }
            _ => (None, 0),
        };
        Some(NeedSum { need: first.need.clone(), n: all.len(), usd, n_without_price })
    };
    by_need.into_values().filter_map(sum).collect()
}

/// In which order needs are shown: what burns first.
fn order(need: &Need) -> usize {
    match need {
        Need::Isolate => 0,
        Need::AskVendor => 1,
        Need::BuyExtended { .. } => 2,
        Need::Upgrade => 3,
        Need::Mend { .. } => 4,
        Need::Replace => 5,
        Need::Install => 6,
        Need::FindOut => 7,
        Need::Nothing => 8,
    }
}

fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}
