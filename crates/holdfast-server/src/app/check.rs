//! What a hospital may have, before anyone registers: looked up and decided from the public directory alone.
//!
//! It reads nothing a hospital told us and says nothing about who has registered.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::{Offer, Program, Serves};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::look_up::{LookUp, look_up, same_place};
use holdfast_core::decide::standing::{Standing, stand};
use holdfast_core::decide::value::{self, Total, Worth};
use holdfast_core::facts::{self, Attestation, Facts};
use holdfast_core::model::{Ccn, CcnError, Claim, HospitalType, StateCode};

use super::App;

/// What a typed number led to.
pub enum Checked {
    /// A listed hospital, with every offer decided.
    Hospital(Box<CheckedHospital>),
    /// A unit inside another hospital.
    Unit {
        /// What was typed.
        ccn: Ccn,
        /// Its hospital's number.
        parent: Ccn,
        /// Its hospital, when listed.
        listed: Option<Listed>,
    },
    /// Well formed, not listed.
    Unknown {
        /// What was typed.
        ccn: Ccn,
        /// Listed hospitals with nearly the same number.
        near: Vec<Listed>,
    },
    /// Not a certification number.
    Malformed(CcnError),
}

/// A hospital with every offer decided for it.
pub struct CheckedHospital {
    /// What the directory says.
    pub listed: Listed,
    /// Another entry at the same place: one of the two may be the number from before a conversion.
    pub same_place: Option<Listed>,
    /// The facts the decisions rest on.
    pub facts: Facts,
    /// Every offer of the programs that serve hospitals, then every resource.
    pub decided: Vec<Decided>,
    /// The worth of what it may have now.
    pub total: Total,
}

/// One offer decided.
pub struct Decided {
    /// The offer.
    pub offer: Offer,
    /// Where the hospital stands with it.
    pub standing: Standing,
    /// What it is worth a year.
    pub worth: Worth,
    /// What staying on costs a year.
    pub year_two: Worth,
}

/// The directory in a few numbers, for the first page.
#[derive(Clone, Debug, Default)]
pub struct National {
    /// Hospitals listed.
    pub n_hospitals: usize,
    /// Critical access hospitals.
    pub n_cah: usize,
    /// Rural emergency hospitals.
    pub n_reh: usize,
    /// Hospitals in a rural place by the HRSA definition, or of the two types above; without Veterans Affairs and Defense.
    pub n_rural: usize,
    /// Critical access and rural emergency hospitals of each state that has any hospital.
    pub by_state: BTreeMap<StateCode, usize>,
    /// The file and its date.
    pub source: String,
}

impl App {
    /// The program hospitals register in.
    pub fn hospital_program(&self) -> Option<&Program> {
        self.catalog.programs.iter().find(|p| p.serves == Serves::Hospitals)
    }

    /// Looks up a typed number and decides every offer for it, as of today.
    pub fn check_hospital(&self, typed: &str) -> Checked {
        self.check_hospital_on(typed, &[], self.today())
    }

    /// As [`App::check_hospital`], as of any day and with what the asker says about the hospital.
    pub fn check_hospital_on(&self, typed: &str, said: &[Attestation], as_of: Date) -> Checked {
        let directory = self.directory();
        match look_up(&directory.hospitals, typed) {
            LookUp::Malformed(e) => Checked::Malformed(e),
            LookUp::Unknown { ccn, near } => {
                Checked::Unknown { ccn, near: near.into_iter().cloned().collect() }
            }
            LookUp::Unit { ccn, parent, listed } => Checked::Unit { ccn, parent, listed: listed.cloned() },
            LookUp::Found(listed) => {
                let other = same_place(&directory.hospitals, listed).cloned();
                Checked::Hospital(Box::new(self.decide_for_on(listed.clone(), other, said, as_of)))
            }
        }
    }

    /// Decides every offer for a hospital that said these things about itself, as of today.
    pub fn decide_for(
        &self,
        listed: Listed,
        same_place: Option<Listed>,
        said: &[Attestation],
    ) -> CheckedHospital {
        self.decide_for_on(listed, same_place, said, self.today())
    }

    fn decide_for_on(
        &self,
        listed: Listed,
        same_place: Option<Listed>,
        said: &[Attestation],
        as_of: Date,
    ) -> CheckedHospital {
        let facts = facts::of_hospital(&listed, said, &[], as_of);
        let own = self
            .catalog
            .programs
            .iter()
            .filter(|p| p.serves == Serves::Hospitals)
            .flat_map(|p| p.offers.iter().map(move |o| (Some(p), o)));
        let decided: Vec<Decided> = own
            .chain(self.catalog.resources.iter().map(|o| (None, o)))
            .map(|(program, offer)| Decided {
                standing: stand(program, offer, &facts, &[], Claim::Open),
                worth: value::of_offer(offer, &facts),
                year_two: value::of_year_two(offer, &facts),
                offer: offer.clone(),
            })
            .collect();
        let total = value::total(decided.iter().filter(|d| d.standing.outcome.is_yes()).map(|d| &d.worth));
        CheckedHospital { listed, same_place, facts, decided, total }
    }

    /// The directory in a few numbers.
    pub fn national(&self) -> National {
        let directory = self.directory();
        let mut national = National::default();
        for listed in directory.hospitals.hospitals() {
            let row = &listed.hospital;
            let small = row.hospital_type.is_cah_or_reh();
            national.n_hospitals += 1;
            national.n_cah += usize::from(row.hospital_type == HospitalType::CriticalAccess);
            national.n_reh += usize::from(row.hospital_type == HospitalType::RuralEmergency);
            let rural = small || listed.rural.forhp.holds == Some(true);
            national.n_rural += usize::from(rural && !row.hospital_type.is_federal());
            *national.by_state.entry(row.state).or_insert(0) += usize::from(small);
        }
        if let Some(listed) = directory.hospitals.hospitals().first() {
            national.source = format!(
                "{}, released {}",
                listed.release.title,
                listed.release.released_on.strftime("%B %-d, %Y")
            );
        }
        national
    }
}
