//! The list of facts a clause may name. A new fact is a new row here; its key is never reused.

use serde::{Deserialize, Serialize};

/// The type of a fact's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A word or short text.
    Word,
}

macro_rules! facts {
    ($( $(#[doc = $doc:literal])+ $variant:ident : $ty:ident = $key:literal, $label:literal, $asks:literal; )+) => {
        /// A fact a clause can name. Its key is the name used in catalog files.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum FactKind { $( $(#[doc = $doc])+ #[serde(rename = $key)] $variant ),+ }

        impl FactKind {
            /// Every fact, in the order of its discriminant.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in clauses.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),+ } }

            /// What it is, for a person: completes "we do not know ...".
            pub fn label(self) -> &'static str { match self { $(Self::$variant => $label),+ } }

            /// The question that would settle it.
            pub fn asks(self) -> &'static str { match self { $(Self::$variant => $asks),+ } }

            /// The type of its value.
            pub fn fact_type(self) -> FactType { match self { $(Self::$variant => FactType::$ty),+ } }
        }
    };
}

facts! {
    /// Two letters.
    State: Word = "state", "the state", "Which state is it in?";
    /// True in the 50 states, false in DC and the territories.
    OneOfFiftyStates: Bool = "one_of_fifty_states", "whether it is in one of the 50 states", "Is it in one of the 50 states?";
    /// A key of `HospitalType`.
    HospitalType: Word = "hospital_type", "the hospital type", "What type of hospital is it?";
    /// Certified by Medicare: it has a certification number in the directory.
    MedicareCertified: Bool = "medicare_certified", "whether Medicare has certified it", "Is it certified by Medicare?";
    /// A critical access hospital.
    Cah: Bool = "cah", "whether it is a critical access hospital", "Is it a critical access hospital?";
    /// A rural emergency hospital.
    Reh: Bool = "reh", "whether it is a rural emergency hospital", "Is it a rural emergency hospital?";
    /// A key of `Ownership`.
    Ownership: Word = "ownership", "who owns it", "Who owns the hospital?";
    /// Private nonprofit.
    Nonprofit: Bool = "nonprofit", "whether it is a private nonprofit", "Is it a private nonprofit?";
    /// Owned by a state, county, city or hospital district.
    Public: Bool = "public", "whether a state, county, city or district owns it", "Does a state, county, city or hospital district own it?";
    /// For profit.
    ForProfit: Bool = "for_profit", "whether it is for profit", "Is it run for profit?";
    /// Tribal.
    Tribal: Bool = "tribal", "whether a tribe owns it", "Does a tribe own it?";
    /// Federal.
    Federal: Bool = "federal", "whether the federal government owns it", "Does the federal government own it?";
    /// Not in a health system: affiliated hospitals and providers under common ownership or management.
    Independent: Bool = "independent", "whether it is independent of a health system", "Is the hospital part of a health system?";
    /// Rural by the FORHP definition.
    Rural: Bool = "rural", "whether it is rural by the federal definition", "Is the hospital's address rural by the HRSA definition?";
    /// Rural by the FCC definition.
    RuralFcc: Bool = "rural_fcc", "whether it is rural by the FCC definition", "Is the hospital's address rural by the FCC definition?";
    /// Rural for the Small Rural Hospital Improvement program, including hospitals reclassified as rural.
    RuralShip: Bool = "rural_ship", "whether it is rural for the SHIP grant", "Is the hospital rural, or reclassified as rural by CMS?";
    /// Has an emergency department.
    EmergencyDepartment: Bool = "emergency_department", "whether it has an emergency department", "Does it have an emergency department?";
    /// Licensed beds.
    LicensedBeds: Int = "licensed_beds", "the number of licensed beds", "How many licensed beds does it have?";
    /// People who sign in to a computer at work.
    StaffedUsers: Int = "staffed_users", "the number of people who sign in to a computer", "How many people sign in to a computer at work?";
    /// All Windows 10 devices.
    Windows10Devices: Int = "windows_10_devices", "the number of Windows 10 devices", "How many computers run Windows 10?";
    /// Windows 10 22H2 devices, the only version that takes extended updates.
    Windows10Version22H2Devices: Int = "windows_10_22h2_devices", "the number of Windows 10 devices at version 22H2", "How many of the Windows 10 computers are at version 22H2?";
    /// Windows 11 devices.
    Windows11Devices: Int = "windows_11_devices", "the number of Windows 11 devices", "How many computers run Windows 11?";
    /// Windows Server machines.
    WindowsServers: Int = "windows_servers", "the number of Windows servers", "How many Windows servers are there?";
    /// The Microsoft 365 plan it has: `none` (or another maker's), `business`, `enterprise` or `office_only`. Which of them count is the catalog's to say.
    CurrentPlan: Word = "current_plan", "which Microsoft 365 plan it has", "Which Microsoft 365 plan does the hospital have?";
    /// Already on a plan the larger-hospital suite builds on. Kept so that old answers read; hospitals name their plan now.
    OnEligiblePlan: Bool = "on_eligible_plan", "whether it already has an eligible Microsoft 365 plan", "Does the hospital have an eligible Microsoft 365 plan?";
    /// Registered in this program.
    Registered: Bool = "registered", "whether it has registered in this program", "Has the hospital registered in this program?";
    /// Registration checked by the program.
    Validated: Bool = "validated", "whether its registration has been checked", "Has the program checked the registration?";
    /// Holds proof of tax-exempt or public status.
    TaxExemptProof: Bool = "tax_exempt_proof", "whether it can show proof of tax-exempt status", "Can the hospital show a tax-exempt letter or founding document?";
    /// Owns a static public IPv4 address.
    StaticPublicIpv4: Bool = "static_public_ipv4", "whether it has a fixed public internet address", "Does the hospital have a fixed public internet address?";
    /// Runs a web site or portal reachable from the internet that it may allow to be tested.
    PublicWebApp: Bool = "public_web_app", "whether it runs a public web application", "Does the hospital run its own public web site or portal?";
    /// American Hospital Association member.
    AhaMember: Bool = "aha_member", "whether it is a member of the AHA", "Is the hospital a member of the American Hospital Association?";
    /// National Rural Health Association member.
    NrhaMember: Bool = "nrha_member", "whether it is a member of the NRHA", "Is the hospital a member of the National Rural Health Association?";
    /// State law or plan gives its public bodies MS-ISAC service, or the hospital pays for it.
    MsIsacMember: Bool = "ms_isac_member", "whether it is a paid MS-ISAC member", "Does the hospital pay for MS-ISAC membership?";
    /// In a shared-service collaborative.
    CollaborativeMember: Bool = "collaborative_member", "whether it belongs to a rural hospital collaborative", "Does the hospital belong to a rural hospital collaborative or network?";
    /// Lost income in the 2024 Change Healthcare outage.
    AffectedByChange: Bool = "affected_by_change", "whether the 2024 Change Healthcare outage cost it income", "Did the 2024 Change Healthcare outage cost the hospital income?";
    /// Chosen for a cohort by its organizer.
    SelectedForCohort: Bool = "selected_for_cohort", "whether it was chosen for the cohort", "Has the organizer chosen the hospital for the cohort?";
    /// The state's approved plan funds it.
    InStatePlan: Bool = "in_state_plan", "whether the state's approved plan covers it", "Does the state's approved plan cover the hospital?";
    /// A clinic works nearby.
    NearClinic: Bool = "near_clinic", "whether a cybersecurity clinic serves its area", "Does a university cybersecurity clinic serve the area?";
    /// What an applicant to a grant program is: `hospital`, `nonprofit`, `academic`, `public_agency`, `tribal`, `company`, `individual`.
    ApplicantKind: Word = "applicant_kind", "what kind of applicant it is", "What kind of organization is applying?";
    /// Based in the United States.
    BasedInUs: Bool = "based_in_us", "whether it is based in the United States", "Is the applicant based in the United States?";
    /// The focus area applied for: `telemedicine`, `clinical_decision_support`, `discovery`, `health_insights`, `health_equity`, `efficiency`.
    FocusArea: Word = "focus_area", "the focus area", "Which focus area is the project in?";
    /// Holds, or may lawfully use, the data the project needs.
    DataAccess: Bool = "data_access", "whether it may use the data the project needs", "May you lawfully use the data the project needs?";
    /// Uses data about people.
    UsesPatientData: Bool = "uses_patient_data", "whether the project uses data about patients", "Does the project use data about patients?";
    /// An ethics board has approved, or said approval is not needed.
    EthicsReviewed: Bool = "ethics_reviewed", "whether an ethics board has looked at it", "Has an ethics board approved it, or said it need not?";
    /// A clinician is named as responsible.
    ClinicalLead: Bool = "clinical_lead", "whether a clinician is responsible", "Is a named clinician responsible for safe use?";
    /// Results will be published or the code opened.
    WillPublish: Bool = "will_publish", "whether the results will be shared", "Will you publish the results or open the code?";
}

impl FactKind {
    /// The fact with this key, if there is one.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|k| k.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_in_order() {
        for (i, kind) in FactKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, i);
            assert_eq!(FactKind::from_key(kind.key()), Some(*kind));
            assert!(kind.asks().ends_with('?'));
        }
        assert!(FactKind::ALL.len() <= 128, "the evaluator keeps unknown facts in 128 bits");
    }
}
