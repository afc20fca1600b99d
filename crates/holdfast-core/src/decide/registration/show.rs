//! The way back from kept answers to the fields of a page, so a form shows what was said.

use crate::model::{Independence, RegistrationAnswers, Said};

use super::{Fields, Step};

/// The fields of one page as the answers stand; empty for a question without an answer.
pub fn show(step: Step, answers: &RegistrationAnswers) -> Fields {
    let mut f = Fields::default();
    let mut number = |field: &str, said: &Option<Said<u32>>| match said {
        Some(Said::Value(n)) => f.set(field, n.to_string()),
        Some(Said::DontKnow) => f.set(format!("{field}_unknown"), "yes"),
        None => {}
    };
    match step {
        Step::Beds => number("licensed_beds", &answers.licensed_beds),
        Step::Users => number("staffed_users", &answers.staffed_users),
        Step::Hospital => {
            f.set("legal_name", answers.legal_name.as_deref().unwrap_or_default());
            f.set("hospital_type", answers.hospital_type.map_or("", |t| t.key()));
            f.set("ownership", answers.ownership.map_or("", |o| o.key()));
        }
        Step::Independence => match &answers.independence {
            Some(Said::Value(Independence::Independent)) => f.set("independence", "independent"),
            Some(Said::Value(Independence::System { name })) => {
                f.set("independence", "system");
                f.set("system_name", name);
            }
            Some(Said::DontKnow) => f.set("independence", "dont_know"),
            None => {}
        },
        Step::Windows => match &answers.windows {
            Some(Said::Value(counts)) => {
                let mut count =
                    |field: &str, n: Option<u32>| f.set(field, n.map_or(String::new(), |n| n.to_string()));
                count("windows_11", counts.windows_11);
                count("windows_10_22h2", counts.windows_10_22h2);
                count("windows_10_other", counts.windows_10_other);
                count("windows_older", counts.windows_older);
                count("servers", counts.servers);
            }
            Some(Said::DontKnow) => f.set("windows_unknown", "yes"),
            None => {}
        },
        Step::MailDomain => match &answers.mail_domain {
            Some(Said::Value(domain)) => f.set("mail_domain", domain.as_str()),
            Some(Said::DontKnow) => f.set("mail_domain_unknown", "yes"),
            None => {}
        },
        Step::Security => {
            if let Some(security) = &answers.security {
                f.set("plan", security.plan.value().map_or("dont_know", |p| p.key()));
                f.set("products", &security.products);
            }
        }
        Step::Contact => {
            if let Some(contact) = &answers.contact {
                f.set("name", &contact.name);
                f.set("role", contact.role.key());
                f.set("email", contact.email.as_str());
                f.set("phone", &contact.phone);
            }
        }
        Step::Consent => {
            if let Some(consent) = &answers.consent {
                let word = |yes: bool| if yes { "yes" } else { "no" };
                f.set("share_with_assessor", word(consent.share_with_assessor));
                f.set("count_in_totals", word(consent.count_in_totals));
            }
        }
    }
    f
}
