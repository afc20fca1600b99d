//! The words a fact may hold, where the list is closed: a clause or form that uses any other word has a typo.
//!
//! It lists; it does not check what people said. See [`crate::facts::Facts::set`] for what is accepted.

use super::FactKind;
use crate::model::{CurrentPlan, HospitalType, Ownership, StateCode};

/// What an applicant may be.
const APPLICANT_KINDS: &[&str] =
    &["hospital", "nonprofit", "academic", "public_agency", "tribal", "company", "individual"];

/// What an applicant's project may be about.
const FOCUS_AREAS: &[&str] = &[
    "telemedicine",
    "clinical_decision_support",
    "discovery",
    "health_insights",
    "health_equity",
    "efficiency",
];

impl FactKind {
    /// Every word the fact may hold, for the facts that hold one of a closed list of words.
    pub fn words(self) -> Option<Vec<&'static str>> {
        match self {
            Self::HospitalType => Some(HospitalType::ALL.iter().map(|t| t.key()).collect()),
            Self::Ownership => Some(Ownership::ALL.iter().map(|o| o.key()).collect()),
            Self::ApplicantKind => Some(APPLICANT_KINDS.to_vec()),
            Self::FocusArea => Some(FOCUS_AREAS.to_vec()),
            Self::CurrentPlan => Some(CurrentPlan::ALL.iter().map(|(_, key, _)| *key).collect()),
            Self::State => Some(StateCode::all().map(|s| s.as_str()).collect()),
            _ => None,
        }
    }

    /// Whether someone at the hospital may state it. What a public file settles, what follows from other facts, and what
    /// the program or an agency decides is not theirs to say; a reviewer settles those.
    pub fn hospital_may_say(self) -> bool {
        match self {
            Self::HospitalType
            | Self::Ownership
            | Self::Independent
            | Self::EmergencyDepartment
            | Self::LicensedBeds
            | Self::StaffedUsers
            | Self::Windows10Devices
            | Self::Windows10Version22H2Devices
            | Self::Windows11Devices
            | Self::WindowsServers
            | Self::CurrentPlan
            | Self::TaxExemptProof
            | Self::StaticPublicIpv4
            | Self::PublicWebApp
            | Self::AhaMember
            | Self::NrhaMember
            | Self::MsIsacMember
            | Self::CollaborativeMember
            | Self::AffectedByChange
            | Self::InStatePlan
            | Self::NearClinic => true,
            Self::State
            | Self::OneOfFiftyStates
            | Self::MedicareCertified
            | Self::Cah
            | Self::Reh
            | Self::Nonprofit
            | Self::Public
            | Self::ForProfit
            | Self::Tribal
            | Self::Federal
            | Self::Rural
            | Self::RuralFcc
            | Self::RuralShip
            | Self::OnEligiblePlan
            | Self::Registered
            | Self::Validated
            | Self::SelectedForCohort
            | Self::ApplicantKind
            | Self::BasedInUs
            | Self::FocusArea
            | Self::DataAccess
            | Self::UsesPatientData
            | Self::EthicsReviewed
            | Self::ClinicalLead
            | Self::WillPublish => false,
        }
    }

    /// Whether the fact may hold the word: always, unless its words are a closed list.
    pub fn may_be(self, word: &str) -> bool {
        match self {
            // The made-up state of tests and demonstrations is a state, though no list shows it.
            Self::State => StateCode::parse(word).is_ok_and(|s| s.as_str() == word),
            _ => self.words().is_none_or(|words| words.contains(&word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::FactType;

    #[test]
    fn only_words_have_a_list_and_every_word_fact_has_one() {
        for kind in FactKind::ALL {
            assert_eq!(kind.words().is_some(), kind.fact_type() == FactType::Word, "{}", kind.key());
            for word in kind.words().unwrap_or_default() {
                assert!(kind.may_be(word), "{word}");
            }
        }
        assert!(FactKind::State.may_be("ZZ") && !FactKind::State.may_be("mt"));
        assert!(!FactKind::HospitalType.may_be("cha"));
    }
}
