//! Emergency departments by place: hospitals under one roof, and a hospital listed twice while it converts, are one site.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::decide::directory::{Directory, Listed};
use crate::model::{Ccn, HospitalType, LocationConfidence, Point, StateCode};

/// A hospital of a site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// Its number.
    pub ccn: Ccn,
    /// As CMS prints it.
    pub name: String,
    /// City.
    pub city: String,
    /// State.
    pub state: StateCode,
    /// Telephone on file.
    pub phone: String,
}

/// Beds for people who stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beds {
    /// By the national layer of 2022; not a licence count, and not a count of those that are staffed.
    Known(u32),
    /// A rural emergency hospital keeps nobody overnight as an inpatient (42 CFR 485 subpart E).
    NoInpatients,
    /// Not in the layer.
    Unknown,
}

/// A place with an open emergency department.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Site {
    /// The hospitals there, in order of number; at least one.
    pub members: Vec<Member>,
    /// Where.
    pub point: Point,
    /// Whether the point is only the middle of a ZIP area, or its sources differ.
    pub is_rough: bool,
    /// Beds. Of hospitals under one roof the most that one has, so that none is counted twice.
    pub beds: Beds,
}

impl Site {
    /// The hospital that names the place.
    pub fn first(&self) -> &Member {
        &self.members[0]
    }
}

/// Why a listed hospital is no site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoSite {
    /// CMS says it has no emergency services.
    NoEmergency,
    /// Of the Veterans Administration or the Department of Defense: not open to everybody.
    Federal,
    /// Of a type whose emergency services are not for everybody: psychiatric or long-term.
    OtherType,
    /// Nobody knows where it stands.
    NoPoint,
}

/// The sites of a directory, and every listed hospital that is none with why.
pub(super) fn sites(directory: &Directory) -> (Vec<Site>, BTreeMap<Ccn, NoSite>) {
    let mut none = BTreeMap::new();
    let mut open: BTreeMap<Ccn, &Listed> = BTreeMap::new();
    for listed in directory.hospitals() {
        match why_none(listed) {
            Some(why) => {
                none.insert(listed.hospital.ccn, why);
            }
            None => {
                open.insert(listed.hospital.ccn, listed);
            }
        }
    }
    let mut joined = Joined::default();
    for (ccn, listed) in &open {
        let beside = directory.same_place(listed).map(|other| other.hospital.ccn);
        for other in beside.chain(directory.converted_to(*ccn)) {
            if open.contains_key(&other) {
                joined.join(*ccn, other);
            }
        }
    }
    let mut groups: BTreeMap<Ccn, Vec<&Listed>> = BTreeMap::new();
    for (ccn, listed) in &open {
        groups.entry(joined.root(*ccn)).or_default().push(listed);
    }
    (groups.into_values().filter_map(|members| site(&members)).collect(), none)
}

fn why_none(listed: &Listed) -> Option<NoSite> {
    let h = &listed.hospital;
    if h.hospital_type.is_federal() {
        return Some(NoSite::Federal);
    }
    if matches!(h.hospital_type, HospitalType::Psychiatric | HospitalType::LongTerm) {
        return Some(NoSite::OtherType);
    }
    if !h.emergency_services {
        return Some(NoSite::NoEmergency);
    }
    listed.location.as_ref().and_then(|l| l.point).is_none().then_some(NoSite::NoPoint)
}

fn site(members: &[&Listed]) -> Option<Site> {
    let rank = |l: &Listed| match l.location.as_ref().and_then(|l| l.confidence) {
        Some(LocationConfidence::High) => 0,
        Some(LocationConfidence::Medium) => 1,
        Some(LocationConfidence::Check) => 2,
        Some(LocationConfidence::Low) | None => 3,
    };
    let surest = members.iter().copied().min_by_key(|l| rank(l))?;
    let point = surest.location.as_ref()?.point?;
    let beds = if members.iter().any(|l| l.hospital.hospital_type == HospitalType::RuralEmergency) {
        Beds::NoInpatients
    } else {
        let most = members.iter().filter_map(|l| l.location.as_ref()?.beds).max();
        most.map_or(Beds::Unknown, Beds::Known)
    };
    let member = |l: &&Listed| {
        let h = &l.hospital;
        Member {
            ccn: h.ccn,
            name: h.name.clone(),
            city: h.city.clone(),
            state: h.state,
            phone: h.phone.clone(),
        }
    };
    Some(Site { members: members.iter().map(member).collect(), point, is_rough: rank(surest) > 1, beds })
}

/// Which numbers belong together, each led to the least of its group.
#[derive(Default)]
struct Joined(BTreeMap<Ccn, Ccn>);

impl Joined {
    fn root(&self, ccn: Ccn) -> Ccn {
        let mut at = ccn;
        while let Some(up) = self.0.get(&at) {
            at = *up;
        }
        at
    }

    fn join(&mut self, a: Ccn, b: Ccn) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}
