//! The drill: a scenario of the catalog made into one hospital's downtime pack, with receivers to call, its services' clocks, the call
//! tree, forms and the list on waivers.
//!
//! It reckons no distance and no people anew: that is [`super::care`]'s, and hours are [`super::downtime`]'s. It keeps no name or number
//! of any person: those are written in by hand, on paper.

mod ask;
mod lines;
mod near;
mod receiver;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::Date;
use crate::catalog::{BlankForm, Catalog, Drill, Inject, Provenance, WhoIsDark};
use crate::decide::care::{Doubt, Impact, people_in_words, sentence, span_in_words};
use crate::decide::downtime::{
    DowntimeDoubt, OutOfUse, Outage, OwnServices, ServiceClock, ServiceState, downtime,
};
use crate::decide::paper::Subject;
use crate::model::{Ccn, Point};

pub use ask::{DrillAsked, DrillError, drill_for};
pub use lines::{CallLine, ClockLine, Stretch, WaiverList};
pub use near::{NearSite, near_sites};
pub use receiver::{DrillReceiver, ORDER};

/// Fewer places to call than this are made up with those that are near, though nobody's nearest.
pub const LEAST_RECEIVERS: usize = 6;

/// What a pack is made from beside the catalog.
#[derive(Clone, Copy, Debug)]
pub struct DrillGiven<'g> {
    /// Whose pack it is.
    pub hospital: &'g Subject,
    /// Its number.
    pub own: Ccn,
    /// Where it stands; `None` where nobody knows.
    pub at: Option<Point>,
    /// The day it is made.
    pub as_of: Date,
    /// The number of the hospital that is dark: this one, or a neighbour.
    pub down: Ccn,
    /// What it does when that hospital is down.
    pub impact: &'g Impact,
    /// Places near this hospital with an open emergency department, nearest first.
    pub near: &'g [NearSite],
    /// The hospital's word on its services. Empty, the catalog speaks alone.
    pub own_services: &'g OwnServices,
    /// The files that distances, beds and telephone numbers are from, in words.
    pub sources: &'g [String],
}

impl DrillGiven<'_> {
    /// All that stand under the roof that is dark, and whoever was named, also where nobody knows where that roof is.
    fn dark_hospitals(&self) -> Vec<Ccn> {
        let mut dark: Vec<Ccn> = self.impact.down.iter().flatten().map(|m| m.ccn).collect();
        if !dark.contains(&self.down) {
            dark.push(self.down);
        }
        dark
    }
}

/// A hospital's downtime pack.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillPack {
    /// Whose it is.
    pub hospital: Subject,
    /// The day it was made.
    pub as_of: Date,
    /// The version of the catalog.
    pub catalog: String,
    /// The id of the scenario.
    pub scenario: String,
    /// What people call it.
    pub name: String,
    /// What happens.
    pub story: String,
    /// Who is dark.
    pub dark: WhoIsDark,
    /// The numbers of the hospitals that are dark; never none.
    pub dark_hospitals: Vec<Ccn>,
    /// For how many days.
    pub days: u16,
    /// What is lost, each in a sentence.
    pub lost: Vec<String>,
    /// Who loses care, in a sentence or a few.
    pub sentence: String,
    /// Where another is dark: what comes here, in a sentence.
    pub comes_here: Option<String>,
    /// Whom to call for patients, in the order to call.
    pub receivers: Vec<DrillReceiver>,
    /// The rule of that order, in words.
    pub order: &'static str,
    /// What to do, by the time there is.
    pub timeline: Vec<Stretch>,
    /// What the leader of the exercise tells, in order of time.
    pub injects: Vec<Inject>,
    /// What to look at afterwards.
    pub look_at: Vec<String>,
    /// What stops inside the hospital, the soonest hurt first; empty where all goes on.
    pub clocks: Vec<ClockLine>,
    /// When money runs out; `None` where nothing that brings it in stops.
    pub money: Option<String>,
    /// Whether the hospital said anything of its services; else the catalog alone speaks.
    pub has_word: bool,
    /// The call tree, in the order to call.
    pub calls: Vec<CallLine>,
    /// The forms, in the order to print.
    pub forms: Vec<BlankForm>,
    /// The list on waivers, part by part.
    pub waiver: Vec<WaiverList>,
    /// What is not known.
    pub not_known: Vec<String>,
    /// Where the scenario comes from.
    pub provenance: Provenance,
    /// The files that distances, beds and telephone numbers are from, in words.
    pub sources: Vec<String>,
}

impl Drill {
    /// What it takes out of use inside the hospital.
    pub fn out_of_use(&self, catalog: &Catalog) -> Vec<OutOfUse> {
        if self.is_everything {
            return Outage::Everything.out_of_use(&catalog.services);
        }
        self.down.iter().cloned().map(OutOfUse::Dependency).collect()
    }
}

/// Puts a hospital's pack together. The same values give the same pack.
pub fn drill_pack(catalog: &Catalog, drill: &Drill, given: &DrillGiven<'_>) -> DrillPack {
    let impact = given.impact;
    let stops = downtime(&catalog.services, given.own_services, &drill.out_of_use(catalog));
    let receivers = receiver::in_order(given);
    let mut not_known: Vec<String> = impact.doubts.iter().map(Doubt::sentence).collect();
    not_known.extend(stops.doubts.iter().map(DowntimeDoubt::sentence));
    not_known.extend(receiver::doubts(&receivers));
    if given.at.is_none() {
        not_known.push(
            "Where this hospital stands is not known: no place is known to be near it, how far it is to those that are named is left open, and room alone makes their order."
                .to_owned(),
        );
    }
    let forms = drill.forms.iter().filter_map(|id| catalog.drills.form(id)).cloned();
    DrillPack {
        hospital: given.hospital.clone(),
        as_of: given.as_of,
        catalog: catalog.version.clone(),
        scenario: drill.id.to_string(),
        name: drill.name.clone(),
        story: drill.story.clone(),
        dark: drill.dark,
        dark_hospitals: given.dark_hospitals(),
        days: impact.days,
        lost: drill.lost.clone(),
        sentence: sentence(impact),
        comes_here: (drill.dark == WhoIsDark::Neighbour).then(|| comes_here(given)),
        receivers,
        order: ORDER,
        timeline: Stretch::all(drill),
        injects: drill.injects.clone(),
        look_at: drill.look_at.clone(),
        clocks: clocks(&stops.services),
        money: stops.cash.as_ref().map(crate::decide::downtime::CashClock::sentence),
        has_word: *given.own_services != OwnServices::default(),
        calls: lines::calls(catalog, drill),
        forms: forms.collect(),
        waiver: WaiverList::all(catalog),
        not_known,
        provenance: drill.provenance.clone(),
        sources: given.sources.to_vec(),
    }
}

/// What becomes of each service. Where all go on there is nothing to print.
fn clocks(services: &[ServiceClock]) -> Vec<ClockLine> {
    if services.iter().all(|service| service.state == ServiceState::GoesOn) {
        return Vec::new();
    }
    services.iter().map(ClockLine::of).collect()
}

/// What comes to this hospital when another is dark. People who are not known are no zero.
fn comes_here(given: &DrillGiven<'_>) -> String {
    if given.impact.people.is_none() {
        return "How many of its people come here is not known.".to_owned();
    }
    let is_own = |r: &&crate::decide::care::Receiver| r.site.members.iter().any(|m| m.ccn == given.own);
    match given.impact.receivers.iter().find(is_own) {
        Some(here) => format!(
            "This hospital becomes the nearest for {}: emergency visits more a day {}, beds more in use {}.",
            people_in_words(&here.people),
            span_in_words(here.visits_a_day),
            span_in_words(here.beds_needed)
        ),
        None => {
            "This hospital becomes the nearest for nobody on file; patients may come all the same.".to_owned()
        }
    }
}
