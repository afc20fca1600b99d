//! Facts from what is kept: a hospital's directory rows, what people attested, and what reviewers settled.
//!
//! Gathering never judges: it joins and marks disagreement. The order is fixed: a reviewer's settlement stands over
//! what was attested by then, and an attestation over a public file only where that file is no authority. What is attested
//! after a settlement and differs from it is a dispute, as it is with a file that is an authority.

use serde::{Deserialize, Serialize};

use super::{Fact, FactKind, FactSource, FactValue, Facts};
use crate::Date;
use crate::decide::directory::Listed;
use crate::model::{HospitalType, Ownership};

/// One thing a hospital or applicant said about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// About what.
    pub fact: FactKind,
    /// What was said; `None` for "I don't know", which takes back an earlier answer.
    pub value: Option<FactValue>,
    /// The day it was said.
    pub on: Date,
}

/// One fact a reviewer settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Which fact.
    pub fact: FactKind,
    /// Its value.
    pub value: FactValue,
    /// The day it was settled.
    pub on: Date,
}

/// The facts about a hospital as of a day.
///
/// `attested` and `settled` may be in any order and hold several answers to one question; the latest on or before
/// `as_of` counts. What was said later is not known yet.
pub fn of_hospital(listed: &Listed, attested: &[Attestation], settled: &[Settlement], as_of: Date) -> Facts {
    let mut facts = Facts::none(as_of);
    from_directory(listed, &mut facts);
    apply(&mut facts, attested, settled);
    derive_from_type_and_owner(&mut facts);
    facts
}

/// The facts about an applicant that is not a hospital of the directory.
pub fn of_applicant(attested: &[Attestation], settled: &[Settlement], as_of: Date) -> Facts {
    let mut facts = Facts::none(as_of);
    apply(&mut facts, attested, settled);
    facts
}

fn from_directory(listed: &Listed, facts: &mut Facts) {
    let row = &listed.hospital;
    let cms = listed.source();
    let mut know = |kind, value| facts.know(kind, value, cms.clone());
    know(FactKind::State, FactValue::Word(row.state.as_str().to_owned()));
    know(FactKind::OneOfFiftyStates, FactValue::Bool(row.state.is_one_of_fifty()));
    know(FactKind::MedicareCertified, FactValue::Bool(!row.hospital_type.is_federal()));
    know(FactKind::HospitalType, FactValue::Word(row.hospital_type.key().to_owned()));
    know(FactKind::Ownership, FactValue::Word(row.ownership.key().to_owned()));
    know(FactKind::EmergencyDepartment, FactValue::Bool(row.emergency_services));
    for (kind, rural) in listed.rural.facts() {
        if let Some(yes) = rural.holds {
            facts.know(kind, FactValue::Bool(yes), FactSource::Computed { rule: rural.because.clone() });
        }
    }
    facts.know(FactKind::ApplicantKind, FactValue::Word("hospital".to_owned()), cms.clone());
    facts.know(FactKind::BasedInUs, FactValue::Bool(true), cms);
}

/// Facts where the public file is the authority, so an answer that differs is a dispute and not a correction.
fn directory_is_authority(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::HospitalType | FactKind::Ownership | FactKind::State | FactKind::MedicareCertified
    )
}

fn apply(facts: &mut Facts, attested: &[Attestation], settled: &[Settlement]) {
    for kind in FactKind::ALL {
        let said = attested.iter().filter(|a| a.fact == *kind && a.on <= facts.as_of).max_by_key(|a| a.on);
        if let Some(Attestation { value: Some(value), on, .. }) = said {
            let on_file = facts.get(*kind).value().cloned();
            let fact = match on_file {
                Some(on_file) if directory_is_authority(*kind) && on_file == *value => continue,
                Some(on_file) if directory_is_authority(*kind) => {
                    Fact::Disputed { on_file, attested: value.clone() }
                }
                _ => Fact::Known { value: value.clone(), source: FactSource::Attested { on: *on } },
            };
            facts.set(*kind, fact);
        }
        let settlement =
            settled.iter().filter(|s| s.fact == *kind && s.on <= facts.as_of).max_by_key(|s| s.on);
        if let Some(Settlement { value, on, .. }) = settlement {
            // Hospitals are sold and move: a different word after the reviewer's day is news, and asks for another look.
            let news =
                said.filter(|a| a.on > *on).and_then(|a| a.value.as_ref()).filter(|said| *said != value);
            match news {
                Some(said) => {
                    facts.set(*kind, Fact::Disputed { on_file: value.clone(), attested: said.clone() });
                }
                None => facts.know(*kind, value.clone(), FactSource::Reviewer { on: *on }),
            }
        }
    }
}

/// A yes-or-no fact and how it follows from a word; `None` where the word does not say.
type Follows<T> = (FactKind, fn(T) -> Option<bool>);

/// Yes-or-no facts that follow from the type and the owner; a dispute on either carries over where it matters.
fn derive_from_type_and_owner(facts: &mut Facts) {
    let rule = |from: &str| FactSource::Computed { rule: format!("from {from}") };
    let of_type: [Follows<HospitalType>; 2] = [
        (FactKind::Cah, |t| Some(t == HospitalType::CriticalAccess)),
        (FactKind::Reh, |t| Some(t == HospitalType::RuralEmergency)),
    ];
    let of_owner: [Follows<Ownership>; 5] = [
        (FactKind::Nonprofit, |o| (o != Ownership::Physician).then_some(o.is_nonprofit())),
        (FactKind::Public, |o| Some(o.is_public())),
        (FactKind::ForProfit, Ownership::is_for_profit),
        (FactKind::Tribal, |o| Some(o == Ownership::Tribal)),
        (FactKind::Federal, |o| Some(o.is_federal())),
    ];
    for (kind, holds) in of_type {
        let fact = carry(
            facts.get(FactKind::HospitalType),
            |w| HospitalType::parse(w).ok().and_then(holds),
            &rule("hospital type"),
        );
        set_unless_stated(facts, kind, fact);
    }
    for (kind, holds) in of_owner {
        let fact = carry(
            facts.get(FactKind::Ownership),
            |w| Ownership::parse(w).ok().and_then(holds),
            &rule("ownership"),
        );
        set_unless_stated(facts, kind, fact);
    }
}

/// A reviewer or a person may have stated the derived fact itself; that stands.
fn set_unless_stated(facts: &mut Facts, kind: FactKind, fact: Fact) {
    if *facts.get(kind) == Fact::Unknown {
        facts.set(kind, fact);
    }
}

fn carry(from: &Fact, holds: impl Fn(&str) -> Option<bool>, rule: &FactSource) -> Fact {
    let of = |value: &FactValue| match value {
        FactValue::Word(w) => holds(w).map(FactValue::Bool),
        FactValue::Bool(_) | FactValue::Int(_) => None,
    };
    match from {
        Fact::Unknown => Fact::Unknown,
        Fact::Known { value, .. } => {
            of(value).map_or(Fact::Unknown, |value| Fact::Known { value, source: rule.clone() })
        }
        Fact::Disputed { on_file, attested } => match (of(on_file), of(attested)) {
            (Some(a), Some(b)) if a == b => Fact::Known { value: a, source: rule.clone() },
            (Some(a), Some(b)) => Fact::Disputed { on_file: a, attested: b },
            _ => Fact::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: i8) -> Date {
        Date::constant(2026, 9, d)
    }

    /// What is known on the 20th of whether an applicant is independent: said and settled as (day, yes).
    fn independent(said: &[(i8, Option<bool>)], settled: &[(i8, bool)]) -> Fact {
        let kind = FactKind::Independent;
        let said: Vec<Attestation> = said
            .iter()
            .map(|(d, yes)| Attestation { fact: kind, value: yes.map(FactValue::Bool), on: day(*d) })
            .collect();
        let settled: Vec<Settlement> = settled
            .iter()
            .map(|(d, yes)| Settlement { fact: kind, value: FactValue::Bool(*yes), on: day(*d) })
            .collect();
        of_applicant(&said, &settled, day(20)).get(kind).clone()
    }

    fn settled_on(d: i8, yes: bool) -> Fact {
        Fact::Known { value: FactValue::Bool(yes), source: FactSource::Reviewer { on: day(d) } }
    }

    #[test]
    fn a_reviewer_stands_over_what_was_said_by_then() {
        assert_eq!(independent(&[(1, Some(false))], &[(5, true)]), settled_on(5, true));
        assert_eq!(independent(&[(5, Some(false))], &[(5, true)]), settled_on(5, true));
    }

    #[test]
    fn a_different_word_after_the_reviewer_asks_for_another_look() {
        let disputed = Fact::Disputed { on_file: FactValue::Bool(true), attested: FactValue::Bool(false) };
        assert_eq!(independent(&[(1, Some(true)), (9, Some(false))], &[(5, true)]), disputed);
        // Said as it was found, taken back, not said yet, and looked at again: nothing is in dispute.
        assert_eq!(independent(&[(9, Some(true))], &[(5, true)]), settled_on(5, true));
        assert_eq!(independent(&[(9, None)], &[(5, true)]), settled_on(5, true));
        assert_eq!(independent(&[(21, Some(false))], &[(5, true)]), settled_on(5, true));
        assert_eq!(independent(&[(9, Some(false))], &[(5, true), (12, false)]), settled_on(12, false));
    }
}
