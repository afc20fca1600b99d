//! Suggests answers from what is known of whoever applies, so that they need not type it again. Suggestions are shown
//! in the form and count for nothing until someone sends them.

use std::collections::BTreeMap;

use super::answer::{CCN, read};
use super::review::NAME;
use crate::catalog::{ApplicationForm, QuestionKind};
use crate::decide::directory::{Directory, Listed};
use crate::decide::registration::display_case;
use crate::facts::FactKind;
use crate::model::EmailAddress;

/// In any form, the question with this id asks whom to talk to.
const CONTACT_NAME: &str = "contact-name";

/// Suggested answers for a signed-in person, and for the hospital they work at when it is one.
///
/// What the form would not take is left out, so a suggestion never stands where an answer could not.
pub fn prefill(
    form: &ApplicationForm,
    person: (&str, &EmailAddress),
    hospital: Option<&Listed>,
    directory: &Directory,
) -> BTreeMap<String, String> {
    let suggest = |question: &crate::catalog::Question| {
        let from_hospital = |listed: &Listed| match (question.id.as_str(), question.fact) {
            (NAME, _) => Some(display_case(&listed.hospital.name)),
            (CCN, _) => Some(listed.hospital.ccn.to_string()),
            (_, Some(FactKind::ApplicantKind)) => Some("hospital".to_owned()),
            (_, Some(FactKind::BasedInUs)) => Some("yes".to_owned()),
            _ => None,
        };
        match question.kind {
            _ if question.id == CONTACT_NAME => Some(person.0.to_owned()),
            QuestionKind::Email => Some(person.1.to_string()),
            _ => hospital.and_then(from_hospital),
        }
    };
    let takes = |q: &crate::catalog::Question| {
        let answer = read(q, &suggest(q)?, directory).ok()??;
        Some((q.id.clone(), answer))
    };
    form.questions.iter().filter_map(takes).collect()
}
