//! What kind of hospital it is and who owns it, in the words CMS uses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A word from a file or form that none of the known ones matches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a {what} this release knows")]
pub struct UnknownWord {
    /// What was being read, like "hospital type".
    pub what: &'static str,
    /// The text found, cut to 60 characters.
    pub found: String,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $( $(#[$vdoc:meta])* $variant:ident = $key:literal, $label:literal, [$($cms:literal),*] );+ $(;)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $( $(#[$vdoc])* #[serde(rename = $key)] $variant ),+
        }

        impl $name {
            /// Every value, in the order shown to people.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The short key used in clauses, forms and the database.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The words a person reads.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// Reads the words CMS prints, or our own key.
            pub fn parse(text: &str) -> Result<Self, UnknownWord> {
                let wanted = text.trim();
                $( if wanted.eq_ignore_ascii_case($key) $(|| wanted.eq_ignore_ascii_case($cms))* { return Ok(Self::$variant); } )+
                Err(UnknownWord { what: $what, found: wanted.chars().take(60).collect() })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}

words!(
    /// The hospital types of the CMS "Hospital General Information" file.
    HospitalType, "hospital type", {
        /// General acute care, paid by the inpatient prospective payment system.
        ShortTerm = "short_term", "Acute care hospital", ["Acute Care Hospitals"];
        /// A critical access hospital (42 CFR 485 subpart F): at most 25 beds.
        CriticalAccess = "cah", "Critical access hospital", ["Critical Access Hospitals"];
        /// A rural emergency hospital (42 CFR 485 subpart E): emergency and outpatient care only, since 2023.
        RuralEmergency = "reh", "Rural emergency hospital", ["Rural Emergency Hospital"];
        /// Psychiatric.
        Psychiatric = "psychiatric", "Psychiatric hospital", ["Psychiatric"];
        /// Children's.
        Childrens = "childrens", "Children's hospital", ["Childrens"];
        /// Long-term care.
        LongTerm = "long_term", "Long-term care hospital", ["Long-term"];
        /// Veterans Affairs.
        VeteransAffairs = "va", "Veterans Affairs hospital", ["Acute Care - Veterans Administration"];
        /// Department of Defense.
        Defense = "dod", "Department of Defense hospital", ["Acute Care - Department of Defense"];
    }
);

words!(
    /// Who owns the hospital, in the twelve values of the CMS file.
    Ownership, "hospital ownership", {
        /// Private nonprofit.
        NonprofitPrivate = "nonprofit_private", "Nonprofit, private", ["Voluntary non-profit - Private"];
        /// Church nonprofit.
        NonprofitChurch = "nonprofit_church", "Nonprofit, church", ["Voluntary non-profit - Church"];
        /// Other nonprofit.
        NonprofitOther = "nonprofit_other", "Nonprofit, other", ["Voluntary non-profit - Other"];
        /// A hospital district or authority.
        District = "government_district", "Public hospital district or authority", ["Government - Hospital District or Authority"];
        /// A county, city or town.
        LocalGovernment = "government_local", "County or city", ["Government - Local"];
        /// A state.
        StateGovernment = "government_state", "State government", ["Government - State"];
        /// The federal government, other than VA and DoD.
        FederalGovernment = "government_federal", "Federal government", ["Government - Federal"];
        /// The Veterans Health Administration.
        VeteransHealth = "veterans_health", "Veterans Health Administration", ["Veterans Health Administration"];
        /// The Department of Defense.
        Defense = "department_of_defense", "Department of Defense", ["Department of Defense"];
        /// A tribe.
        Tribal = "tribal", "Tribal", ["Tribal"];
        /// For profit.
        Proprietary = "proprietary", "For profit", ["Proprietary"];
        /// Owned by physicians; CMS does not say whether for profit.
        Physician = "physician", "Physician owned", ["Physician"];
    }
);

impl HospitalType {
    /// True for the two types that federal law reserves for rural places.
    pub fn is_cah_or_reh(self) -> bool {
        matches!(self, Self::CriticalAccess | Self::RuralEmergency)
    }

    /// True for Veterans Affairs and Department of Defense hospitals, which Medicare does not certify.
    pub fn is_federal(self) -> bool {
        matches!(self, Self::VeteransAffairs | Self::Defense)
    }
}

impl Ownership {
    /// A private nonprofit of any kind.
    pub fn is_nonprofit(self) -> bool {
        matches!(self, Self::NonprofitPrivate | Self::NonprofitChurch | Self::NonprofitOther)
    }

    /// A state, county, city or hospital district.
    pub fn is_public(self) -> bool {
        matches!(self, Self::District | Self::LocalGovernment | Self::StateGovernment)
    }

    /// Any federal owner.
    pub fn is_federal(self) -> bool {
        matches!(self, Self::FederalGovernment | Self::VeteransHealth | Self::Defense)
    }

    /// For profit; `None` for physician-owned, where CMS does not say.
    pub fn is_for_profit(self) -> Option<bool> {
        match self {
            Self::Proprietary => Some(true),
            Self::Physician => None,
            _ => Some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cms_words_and_keys_both_read() {
        assert_eq!(HospitalType::parse("Critical Access Hospitals"), Ok(HospitalType::CriticalAccess));
        assert_eq!(HospitalType::parse("cah"), Ok(HospitalType::CriticalAccess));
        assert_eq!(
            Ownership::parse("Owned by the moon").unwrap_err().to_string(),
            "`Owned by the moon` is not a hospital ownership this release knows"
        );
        for kind in HospitalType::ALL {
            assert_eq!(HospitalType::parse(kind.key()), Ok(*kind));
        }
        for owner in Ownership::ALL {
            assert_eq!(Ownership::parse(owner.key()), Ok(*owner));
        }
    }

    #[test]
    fn an_owner_is_in_one_class_at_most() {
        for o in Ownership::ALL {
            let classes = [o.is_nonprofit(), o.is_public(), o.is_federal(), o.is_for_profit() == Some(true)];
            assert!(classes.iter().filter(|c| **c).count() <= 1, "{o:?}");
        }
    }
}
