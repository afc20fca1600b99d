//! What the program office sees across hospitals: totals by stage, month, state and offer, and the list of all hospitals.
//!
//! Partners get totals alone, with small groups hidden and without hospitals that did not agree to be counted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use holdfast_core::Date;
use holdfast_core::catalog::{Denominator, Offer, OfferId, Program};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::funnel::{self, Reached};
use holdfast_core::decide::partners::{self, Month, Tables, TotalsOf};
use holdfast_core::decide::roster::{self, ClaimFilter, OutcomeFilter, Progress, RosterRow, RosterView};
use holdfast_core::decide::standing;
use holdfast_core::decide::uptake::{self, OfferUptake, StateUptake, Taken, TwoWay, View};
use holdfast_core::facts::{self, Attestation, FactKind, FactSource, FactValue, Settlement};
use holdfast_core::model::{Action, Ccn, Claim, Release, Ruling, SourceKind, Stage, StateCode};
use holdfast_store::RegistrationLine;
use holdfast_store::nouns::*;

use super::{App, AppError, LoadedDirectory};
use crate::auth::Actor;

/// Everything on the totals page.
#[derive(Clone, Debug)]
pub struct Totals {
    /// The day it is true for.
    pub as_of: Date,
    /// Exact, or hiding small groups.
    pub view: View,
    /// The program.
    pub program: String,
    /// What the program reports against.
    pub denominators: Vec<Denominator>,
    /// Rural hospitals the directory lists.
    pub n_rural: u32,
    /// The directory's release of hospitals.
    pub release: Option<Release>,
    /// The funnel, in order.
    pub stages: Vec<TotalsOf>,
    /// Months since the first registration, oldest first, none left out; for partners some are put together.
    pub months: Vec<Month>,
    /// Every state with a listed hospital.
    pub states: Vec<StateUptake>,
    /// Every offer of the program, by how far hospitals have come; for partners under way alone.
    pub offers: Vec<(String, OfferUptake)>,
    /// Offers by states.
    pub two_way: TwoWay,
    /// Hospitals left out because they did not agree to be counted; partners are not told which or how many.
    pub n_left_out: Option<u32>,
}

/// Every table of totals, with what is behind them.
pub(super) struct Counted {
    /// The day.
    pub(super) as_of: Date,
    /// Who got where, without hospitals that the view may not count.
    pub(super) reached: Vec<Reached>,
    /// The tables, of the view.
    pub(super) tables: Tables,
    /// Hospitals that did not agree to be counted: in exact numbers they are counted, in others they are not.
    pub(super) left_out: BTreeSet<Ccn>,
    /// The directory they were counted by.
    pub(super) directory: Arc<LoadedDirectory>,
}

/// The list of hospitals, ready to be filtered.
pub struct Roster {
    directory: Arc<LoadedDirectory>,
    progress: Progress,
    asked: Option<Asked>,
}

/// What it takes to answer one offer for every hospital.
struct Asked {
    program: Option<Program>,
    offer: Offer,
    as_of: Date,
    said: BTreeMap<Ccn, Vec<Attestation>>,
    settled: BTreeMap<Ccn, Vec<Settlement>>,
    ruled: BTreeMap<Ccn, Vec<Ruling>>,
    /// Keys of the states of each hospital's registrations.
    registrations: BTreeMap<Ccn, BTreeSet<String>>,
}

impl App {
    /// The program whose funnel is counted.
    pub(super) fn counted_program(&self) -> Result<&Program, AppError> {
        self.hospital_program()
            .ok_or_else(|| AppError::not_found("No program of the catalog serves hospitals."))
    }

    /// Exact for those who may see named hospitals, unless they ask for what partners see.
    pub fn totals_view(&self, actor: &Actor, as_partners: bool) -> View {
        if actor.may_in_program(Action::ViewOffice) && !as_partners {
            View::Exact
        } else {
            View::Hiding { min_group: self.config.program.min_group }
        }
    }

    /// Every total of the program as of today.
    pub async fn totals(&self, view: View) -> Result<Totals, AppError> {
        let program = self.counted_program()?;
        let counted = self.counted(view).await?;
        let (tables, directory) = (counted.tables, counted.directory);
        let name = |id: &OfferId| {
            program.offers.iter().find(|o| o.id == *id).map_or(id.as_str(), |o| &o.name).to_owned()
        };
        Ok(Totals {
            as_of: counted.as_of,
            view,
            program: program.name.clone(),
            denominators: program.denominators.clone(),
            n_rural: tables.states.iter().map(|s| s.n_rural).sum(),
            release: directory.hospitals.release(SourceKind::CmsHospitals).cloned(),
            stages: tables.stages,
            months: tables.months,
            states: tables.states,
            offers: tables.offers.into_iter().map(|u| (name(&u.offer), u)).collect(),
            two_way: tables.two_way,
            n_left_out: n_left_out(view, &counted.left_out),
        })
    }

    /// Every table of totals as of today, with who got where behind them.
    pub(super) async fn counted(&self, view: View) -> Result<Counted, AppError> {
        let program = self.counted_program()?;
        let as_of = self.today();
        let mut read = self.store.read().await?;
        let mut reached = read.office_funnel(&program.id).await?;
        let mut claims = read.office_claims().await?;
        let uncounted: BTreeSet<Ccn> = read.office_uncounted(&program.id).await?.into_iter().collect();
        drop(read);
        reached.retain(|r| r.on <= as_of);
        if view != View::Exact {
            reached.retain(|r| !uncounted.contains(&r.ccn));
            claims.retain(|(ccn, _, _)| !uncounted.contains(ccn));
        }
        let directory = self.directory();
        let state_of = |ccn: Ccn| directory.hospitals.known(ccn).map(|l| l.hospital.state);
        let listed = roster::listed_by_state(directory.hospitals.hospitals());
        let offers: Vec<OfferId> = program.offers.iter().map(|o| o.id.clone()).collect();
        let taken: Vec<Taken> = claims
            .into_iter()
            .filter(|(_, offer, _)| offers.contains(offer))
            .filter_map(|(ccn, offer, claim)| state_of(ccn).map(|state| Taken { ccn, state, offer, claim }))
            .collect();
        let registered: Vec<(Ccn, StateCode)> = reached
            .iter()
            .filter(|r| r.stage == Stage::Registered)
            .filter_map(|r| state_of(r.ccn).map(|state| (r.ccn, state)))
            .collect();
        let exact = Tables {
            stages: funnel::stages(&reached, as_of),
            months: funnel::months(&reached, as_of),
            states: uptake::by_state(&listed, &registered, &taken),
            offers: uptake::by_offer(&offers, &taken),
            two_way: uptake::two_way(&offers, &taken),
        };
        let tables = match view {
            View::Exact => exact,
            View::Hiding { min_group } => partners::for_partners(&exact, min_group),
        };
        Ok(Counted { as_of, reached, tables, left_out: uncounted, directory })
    }

    /// The list of hospitals, with what it takes to answer one offer for each when one is asked about. Where accepted
    /// offers stand is then of that offer alone.
    pub async fn roster(&self, offer: Option<&str>) -> Result<Roster, AppError> {
        let program = self.counted_program()?;
        let as_of = self.today();
        let mut read = self.store.read().await?;
        let mut progress = Progress::default();
        for r in read.office_funnel(&program.id).await? {
            progress.stages.entry(r.ccn).or_default().insert(r.stage);
        }
        for (ccn, id, claim) in read.office_claims().await? {
            if is_running(claim, as_of) {
                *progress.n_active.entry(ccn).or_insert(0) += 1;
            }
            if offer.is_none_or(|offer| offer == id.as_str())
                && let Some(stands) = ClaimFilter::of(claim)
            {
                progress.claims.entry(ccn).or_default().insert(stands);
            }
        }
        let asked = match offer.and_then(|id| self.catalog.offer(id)) {
            None => None,
            Some((program, offer)) => Some(Asked {
                program: program.cloned(),
                offer: offer.clone(),
                as_of,
                said: by_hospital(read.office_attestations().await?),
                settled: by_hospital(read.office_settlements().await?),
                ruled: by_hospital(read.office_rulings().await?),
                registrations: registered(
                    read.office_registrations(&self.counted_program()?.id, None).await?,
                ),
            }),
        };
        Ok(Roster { directory: self.directory(), progress, asked })
    }
}

impl Roster {
    /// The rows of a view, in order.
    pub fn rows(&self, view: &RosterView) -> Vec<RosterRow<'_>> {
        let answer = self.asked.as_ref().map(|asked| move |listed: &Listed| asked.answer(listed));
        let answer = answer.as_ref().map(|a| a as &dyn Fn(&Listed) -> OutcomeFilter);
        roster::rows(self.directory.hospitals.hospitals(), &self.progress, answer, view)
    }

    /// Every state with a listed hospital, by name.
    pub fn states(&self) -> Vec<StateCode> {
        self.directory
            .hospitals
            .hospitals()
            .iter()
            .map(|l| l.hospital.state)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The file the list comes from.
    pub fn release(&self) -> Option<&Release> {
        self.directory.hospitals.release(SourceKind::CmsHospitals)
    }
}

impl Asked {
    fn answer(&self, listed: &Listed) -> OutcomeFilter {
        let ccn = listed.hospital.ccn;
        let said = self.said.get(&ccn).map_or(&[][..], Vec::as_slice);
        let settled = self.settled.get(&ccn).map_or(&[][..], Vec::as_slice);
        let ruled = self.ruled.get(&ccn).map_or(&[][..], Vec::as_slice);
        let mut facts = facts::of_hospital(listed, said, settled, self.as_of);
        let has = |states: &[&str]| {
            self.registrations.get(&ccn).is_some_and(|kept| states.iter().any(|s| kept.contains(*s)))
        };
        let registered = has(&["submitted", "asked_back", "validated"]);
        let rule = || FactSource::Computed { rule: "from its registration here".to_owned() };
        facts.know(FactKind::Registered, FactValue::Bool(registered), rule());
        facts.know(FactKind::Validated, FactValue::Bool(has(&["validated"])), rule());
        let standing = standing::stand(self.program.as_ref(), &self.offer, &facts, ruled, Claim::Open);
        OutcomeFilter::of(&standing.outcome)
    }
}

/// How many did not agree to be counted; partners are not told.
pub(super) fn n_left_out(view: View, left_out: &BTreeSet<Ccn>) -> Option<u32> {
    (view == View::Exact).then(|| u32::try_from(left_out.len()).unwrap_or(u32::MAX))
}

/// Whether an offer runs on a day. One past its last day runs no more, whether or not that is on record yet.
pub(super) fn is_running(claim: Claim, as_of: Date) -> bool {
    matches!(claim, Claim::Active { ends, .. } if ends.is_none_or(|ends| as_of <= ends))
}

fn registered(lines: Vec<RegistrationLine>) -> BTreeMap<Ccn, BTreeSet<String>> {
    let mut out: BTreeMap<Ccn, BTreeSet<String>> = BTreeMap::new();
    for line in lines {
        out.entry(line.ccn).or_default().insert(line.state);
    }
    out
}

fn by_hospital<T>(rows: Vec<(Ccn, T)>) -> BTreeMap<Ccn, Vec<T>> {
    let mut out: BTreeMap<Ccn, Vec<T>> = BTreeMap::new();
    for (ccn, row) in rows {
        out.entry(ccn).or_default().push(row);
    }
    out
}
