//! What the directory suggests for a registration. A suggestion is shown in the form; it is no answer until confirmed.

use crate::decide::directory::Listed;
use crate::model::{Consent, Contact, Independence, RegistrationAnswers, Said, SecurityToday};

use super::display_case;

/// Everything the directory can fill in: name, type, owner, beds of the 2022 national layer, domain of the web site.
///
/// The beds are no licence count and the web domain need not be the mail domain; the pages say where each comes from.
pub fn prefill(listed: &Listed) -> RegistrationAnswers {
    let row = &listed.hospital;
    let location = listed.location.as_ref();
    RegistrationAnswers {
        legal_name: Some(display_case(&row.name)),
        hospital_type: Some(row.hospital_type),
        ownership: Some(row.ownership),
        licensed_beds: location.and_then(|l| l.beds).map(Said::Value),
        mail_domain: location.and_then(|l| l.web_domain.clone()).map(Said::Value),
        ..RegistrationAnswers::default()
    }
}

/// Answers for one hospital of a health system that registers many at once.
///
/// Name, type and owner stand as the directory has them. What nobody was asked is "I don't know", not a suggestion
/// passed off as an answer; each hospital fills it in later.
pub fn for_system(listed: &Listed, system: &str, contact: &Contact, consent: Consent) -> RegistrationAnswers {
    let suggested = prefill(listed);
    RegistrationAnswers {
        legal_name: suggested.legal_name,
        hospital_type: suggested.hospital_type,
        ownership: suggested.ownership,
        independence: Some(Said::Value(Independence::System { name: system.trim().to_owned() })),
        licensed_beds: Some(Said::DontKnow),
        staffed_users: Some(Said::DontKnow),
        windows: Some(Said::DontKnow),
        mail_domain: Some(Said::DontKnow),
        security: Some(SecurityToday { plan: Said::DontKnow, products: String::new() }),
        contact: Some(contact.clone()),
        consent: Some(consent),
        ..RegistrationAnswers::default()
    }
}
