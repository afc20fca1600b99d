//! The hospital beside a request, in words.

use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{HospitalRow, RegistrationState};

use crate::app::HospitalBeside;

/// What support reads about the hospital. Empty texts where the directory does not list the number.
pub(super) struct Beside {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) place: String,
    pub(super) phone: String,
    pub(super) kind: String,
    pub(super) source: String,
    pub(super) registration: &'static str,
    pub(super) offers: Vec<(String, &'static str)>,
    pub(super) n_people: usize,
    pub(super) listed: bool,
}

impl From<HospitalBeside> for Beside {
    fn from(hospital: HospitalBeside) -> Self {
        let listed = hospital.listed.as_ref();
        let text =
            |pick: &dyn Fn(&HospitalRow) -> String| listed.map(|l| pick(&l.hospital)).unwrap_or_default();
        let released = |l: &holdfast_core::decide::directory::Listed| {
            format!("{}, released {}", l.release.title, l.release.released_on.strftime("%B %-d, %Y"))
        };
        Self {
            name: listed
                .map_or_else(|| "Not in the directory".to_owned(), |l| display_case(&l.hospital.name)),
            number: hospital.ccn.to_string(),
            place: text(&|r| format!("{}, {}", display_case(&r.city), r.state.name())),
            phone: text(&|r| r.phone.clone()),
            kind: text(&|r| format!("{}. {}", r.hospital_type.label(), r.ownership.label())),
            source: listed.map(released).unwrap_or_default(),
            registration: match &hospital.registration {
                None => "Not registered",
                Some(RegistrationState::Draft) => "Being filled in",
                Some(RegistrationState::Unproven { .. }) => "Sent, mailbox not confirmed",
                Some(RegistrationState::Submitted { .. }) => "Sent, not checked yet",
                Some(RegistrationState::AskedBack { .. }) => "We asked something back",
                Some(RegistrationState::Validated { .. }) => "Checked",
                Some(RegistrationState::Refused { .. }) => "Refused",
            },
            offers: hospital.offers.into_iter().map(|(name, claim)| (name, claim.label())).collect(),
            n_people: hospital.n_people,
            listed: listed.is_some(),
        }
    }
}

#[cfg(test)]
impl Beside {
    /// A made-up hospital with so many offers under way.
    pub(super) fn sample(n_offers: usize) -> Self {
        Self {
            name: "Fixture Memorial Hospital".to_owned(),
            number: "991301".to_owned(),
            place: "Sheridan Gap, State of Franklin".to_owned(),
            phone: "(555) 555-0101".to_owned(),
            kind: "Critical access hospital. Private nonprofit".to_owned(),
            source: "State of Franklin, made up".to_owned(),
            registration: "Checked",
            offers: (0..n_offers).map(|i| (format!("Offer {i}"), "Active")).collect(),
            n_people: 4,
            listed: true,
        }
    }
}
