//! The list of hospitals the program office works with: every listed hospital, filtered, ordered and paged.
//!
//! A row says where a hospital stands in the program. It never carries a finding.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::directory::Listed;
use super::standing::Outcome;
use super::uptake::ListedIn;
use crate::model::{Ccn, Claim, HospitalType, Ownership, Stage, StateCode};

/// Which hospitals to show, and in what order. An empty filter shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterView {
    /// In this state.
    pub state: Option<StateCode>,
    /// Of this type.
    pub hospital_type: Option<HospitalType>,
    /// Of this owner.
    pub ownership: Option<Ownership>,
    /// Rural by the FORHP definition or by type, or not.
    pub rural: Option<RuralFilter>,
    /// By how far it has come.
    pub stage: Option<StageFilter>,
    /// Whose answer to the offer asked about is this. Without an offer it does nothing.
    pub outcome: Option<OutcomeFilter>,
    /// With an offer that stands so.
    pub claim: Option<ClaimFilter>,
    /// Every word is in the name, the city, the county or the number.
    pub text: String,
    /// The order.
    pub sort: RosterSort,
    /// Turned round.
    pub backwards: bool,
}

/// Whether it is rural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuralFilter {
    /// Rural.
    Yes,
    /// Not.
    No,
    /// The files at hand cannot tell.
    Unknown,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageFilter {
    /// No stage reached yet.
    None,
    /// The furthest stage is this one.
    At(Stage),
}

/// Where an offer the hospital accepted stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimFilter {
    /// Accepted, not confirmed yet.
    Claimed,
    /// Confirmed, not running yet.
    Validated,
    /// Running.
    Active,
    /// Ran out.
    Lapsed,
}

impl ClaimFilter {
    /// Every value with key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Claimed, "claimed", "Accepted, to confirm"),
        (Self::Validated, "validated", "Confirmed, to switch on"),
        (Self::Active, "active", "Active"),
        (Self::Lapsed, "lapsed", "Ended"),
    ];

    /// Where a claim stands; `None` when the offer is open.
    pub fn of(claim: Claim) -> Option<Self> {
        match claim {
            Claim::Open => None,
            Claim::Claimed { .. } => Some(Self::Claimed),
            Claim::Validated { .. } => Some(Self::Validated),
            Claim::Active { .. } => Some(Self::Active),
            Claim::Lapsed { .. } => Some(Self::Lapsed),
        }
    }
}

/// How the answer to one offer came out, as coarse as a filter needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeFilter {
    /// May have it.
    Yes,
    /// A person must look.
    Refer,
    /// May not.
    No,
    /// The offer is not open.
    Closed,
}

impl OutcomeFilter {
    /// Every value with key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Yes, "yes", "May have it"),
        (Self::Refer, "refer", "Needs a fact or a reviewer"),
        (Self::No, "no", "May not have it"),
        (Self::Closed, "closed", "Not open now"),
    ];

    /// The class an outcome falls in.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Yes | Outcome::YesByRuling => Self::Yes,
            Outcome::Refer { .. } => Self::Refer,
            Outcome::No { .. } | Outcome::NoByRuling { .. } => Self::No,
            Outcome::Closed { .. } => Self::Closed,
        }
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(v, _, _)| *v == self).map_or("", |(_, _, label)| label)
    }
}

/// What the rows are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RosterSort {
    /// Certification number.
    Ccn,
    /// Name.
    #[default]
    Name,
    /// State.
    State,
    /// Type.
    Type,
    /// Owner.
    Owner,
    /// Rural.
    Rural,
    /// Furthest stage.
    Stage,
    /// Offers running.
    Active,
}

impl RosterSort {
    /// Every value with its key and the head of its column.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Ccn, "ccn", "CCN"),
        (Self::Name, "name", "Hospital"),
        (Self::State, "state", "State"),
        (Self::Type, "type", "Type"),
        (Self::Owner, "owner", "Owner"),
        (Self::Rural, "rural", "Rural"),
        (Self::Stage, "stage", "Stage"),
        (Self::Active, "active", "Offers active"),
    ];

    /// The value with this key; by name for any other text.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.iter().find(|(_, k, _)| *k == key).map_or(Self::Name, |(v, _, _)| *v)
    }

    /// The key used in addresses.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(v, _, _)| *v == self).map_or("name", |(_, key, _)| key)
    }
}

/// How far hospitals have come; one that is absent has done nothing yet.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Every stage each has reached.
    pub stages: BTreeMap<Ccn, BTreeSet<Stage>>,
    /// Offers running for each.
    pub n_active: BTreeMap<Ccn, u32>,
    /// Where the offers asked about stand for each.
    pub claims: BTreeMap<Ccn, BTreeSet<ClaimFilter>>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct RosterRow<'a> {
    /// The hospital.
    pub listed: &'a Listed,
    /// Rural by the FORHP definition, or by type: federal law reserves two types for rural places.
    pub rural: Option<bool>,
    /// The furthest stage it has reached.
    pub stage: Option<Stage>,
    /// Offers running.
    pub n_active: u32,
    /// The answer to the offer asked about.
    pub outcome: Option<OutcomeFilter>,
}

/// Whether a hospital is rural for the program: by its type, else by the FORHP definition.
pub fn is_rural(listed: &Listed) -> Option<bool> {
    if listed.hospital.hospital_type.is_cah_or_reh() { Some(true) } else { listed.rural.forhp.holds }
}

/// Hospitals of each state, in the order of the states' names. States without a listed hospital are left out; those
/// without a rural one stand with 0.
pub fn listed_by_state(hospitals: &[Listed]) -> Vec<ListedIn> {
    let mut by_state: BTreeMap<StateCode, ListedIn> = BTreeMap::new();
    for listed in hospitals {
        let state = listed.hospital.state;
        let of = by_state.entry(state).or_insert(ListedIn { state, n_rural: 0, n: 0 });
        of.n += 1;
        of.n_rural += u32::from(is_rural(listed) == Some(true));
    }
    by_state.into_values().collect()
}

/// The rows to show, in order. Equal ones stand by name, then by number.
///
/// `outcome` answers for one hospital and the offer asked about; it is asked last, only where every other filter holds.
pub fn rows<'a>(
    hospitals: &'a [Listed],
    progress: &Progress,
    outcome: Option<&dyn Fn(&Listed) -> OutcomeFilter>,
    view: &RosterView,
) -> Vec<RosterRow<'a>> {
    let words: Vec<String> = view.text.split_whitespace().map(str::to_uppercase).collect();
    let mut rows: Vec<RosterRow<'a>> = hospitals
        .iter()
        .filter(|listed| is_listed_so(listed, view) && has_words(listed, &words))
        .map(|listed| {
            let ccn = listed.hospital.ccn;
            RosterRow {
                listed,
                rural: is_rural(listed),
                stage: progress.stages.get(&ccn).and_then(|s| s.last().copied()),
                n_active: progress.n_active.get(&ccn).copied().unwrap_or(0),
                outcome: None,
            }
        })
        .filter(|row| match view.stage {
            None => true,
            Some(StageFilter::None) => row.stage.is_none(),
            Some(StageFilter::At(stage)) => row.stage == Some(stage),
        })
        .filter(|row| {
            let stand = progress.claims.get(&row.listed.hospital.ccn);
            view.claim.is_none_or(|claim| stand.is_some_and(|s| s.contains(&claim)))
        })
        .map(|row| RosterRow { outcome: outcome.map(|of| of(row.listed)), ..row })
        .filter(|row| row.outcome.is_none() || view.outcome.is_none() || row.outcome == view.outcome)
        .collect();
    rows.sort_by(|a, b| {
        let by = order(a, b, view.sort);
        let by = if view.backwards { by.reverse() } else { by };
        let (a, b) = (&a.listed.hospital, &b.listed.hospital);
        by.then_with(|| a.name.cmp(&b.name)).then_with(|| a.ccn.cmp(&b.ccn))
    });
    rows
}

fn is_listed_so(listed: &Listed, view: &RosterView) -> bool {
    let row = &listed.hospital;
    view.state.is_none_or(|s| row.state == s)
        && view.hospital_type.is_none_or(|t| row.hospital_type == t)
        && view.ownership.is_none_or(|o| row.ownership == o)
        && view.rural.is_none_or(|wanted| {
            let is = match is_rural(listed) {
                Some(true) => RuralFilter::Yes,
                Some(false) => RuralFilter::No,
                None => RuralFilter::Unknown,
            };
            is == wanted
        })
}

/// The directory prints in capitals, and so are the words.
fn has_words(listed: &Listed, words: &[String]) -> bool {
    let row = &listed.hospital;
    words.iter().all(|w| {
        row.name.to_uppercase().contains(w.as_str())
            || row.city.to_uppercase().contains(w.as_str())
            || row.county_name.to_uppercase().contains(w.as_str())
            || row.ccn.as_str().contains(w.as_str())
    })
}

fn order(a: &RosterRow<'_>, b: &RosterRow<'_>, sort: RosterSort) -> Ordering {
    let (x, y) = (&a.listed.hospital, &b.listed.hospital);
    match sort {
        RosterSort::Ccn => x.ccn.cmp(&y.ccn),
        RosterSort::Name => x.name.cmp(&y.name),
        RosterSort::State => x.state.as_str().cmp(y.state.as_str()),
        RosterSort::Type => x.hospital_type.label().cmp(y.hospital_type.label()),
        RosterSort::Owner => x.ownership.label().cmp(y.ownership.label()),
        RosterSort::Rural => rank(a.rural).cmp(&rank(b.rural)),
        RosterSort::Stage => b.stage.cmp(&a.stage),
        RosterSort::Active => b.n_active.cmp(&a.n_active),
    }
}

fn rank(rural: Option<bool>) -> u8 {
    match rural {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    }
}

/// One page of something that is paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// This page, from 1.
    pub number: usize,
    /// All pages; at least 1.
    pub n_pages: usize,
    /// Rows on all pages.
    pub n_rows: usize,
    /// The first row shown, from 0.
    pub from: usize,
    /// One past the last row shown.
    pub to: usize,
}

/// The page asked for, or the nearest there is.
pub fn page(n_rows: usize, per_page: usize, wanted: usize) -> Page {
    let per_page = per_page.max(1);
    let n_pages = n_rows.div_ceil(per_page).max(1);
    let number = wanted.clamp(1, n_pages);
    let from = (number - 1) * per_page;
    Page { number, n_pages, n_rows, from, to: (from + per_page).min(n_rows) }
}

/// Numbers to link to around the page: first, last, this and one on each side; `None` where some are left out.
pub fn page_links(page: &Page) -> Vec<Option<usize>> {
    let near = |n: usize| n == 1 || n == page.n_pages || n.abs_diff(page.number) <= 1;
    let mut links = Vec::new();
    for n in (1..=page.n_pages).filter(|n| near(*n)) {
        match links.last() {
            Some(Some(last)) if n - last == 2 => links.push(Some(n - 1)),
            Some(Some(last)) if n - last > 2 => links.push(None),
            _ => {}
        }
        links.push(Some(n));
    }
    links
}

#[cfg(test)]
mod tests;
