//! What an applicant may have of a program, by the same clauses and the same engine as a hospital.

use std::collections::BTreeMap;

use super::answer::CCN;
use crate::Date;
use crate::catalog::{ApplicationForm, Offer, Program};
use crate::decide::directory::{Directory, Listed};
use crate::decide::eligibility::{Answer, explain, sentence};
use crate::facts::{self, Attestation, FactKind, FactValue, Facts, Settlement};
use crate::model::Ccn;

/// The verdict on one offer for one applicant.
#[derive(Clone, Debug)]
pub struct OfferVerdict<'p> {
    /// The offer.
    pub offer: &'p Offer,
    /// The verdict, with each clause's result.
    pub answer: Answer,
    /// The sentence the applicant reads.
    pub sentence: String,
}

/// What the answers state: one attestation for each question that names a fact. A question left empty takes back an
/// earlier answer.
pub fn attestations(
    form: &ApplicationForm,
    answers: &BTreeMap<String, String>,
    on: Date,
) -> Vec<Attestation> {
    let state = |q: &crate::catalog::Question| {
        let fact = q.fact?;
        let value = answers.get(&q.id).and_then(|text| FactValue::read(fact, text));
        Some(Attestation { fact, value, on })
    };
    form.questions.iter().filter_map(state).collect()
}

/// The facts about an applicant.
///
/// A hospital that gave its certification number is known from the directory too, so it need not say who owns it. The
/// number was only typed: a reviewer proves that the application comes from there.
pub fn facts(
    answers: &BTreeMap<String, String>,
    said: &[Attestation],
    settled: &[Settlement],
    directory: &Directory,
    as_of: Date,
) -> Facts {
    let plain = facts::of_applicant(said, settled, as_of);
    match listed(answers, directory) {
        Some(listed) if plain.word(FactKind::ApplicantKind) == Some("hospital") => {
            facts::of_hospital(listed, said, settled, as_of)
        }
        _ => plain,
    }
}

/// The verdict on each offer of the program, in its order.
pub fn verdicts<'p>(program: &'p Program, facts: &Facts) -> Vec<OfferVerdict<'p>> {
    let verdict = |offer: &'p Offer| {
        let answer = explain(offer, facts);
        let sentence = sentence(offer, &answer.verdict);
        OfferVerdict { offer, answer, sentence }
    };
    program.offers.iter().map(verdict).collect()
}

/// The certification number an applicant typed. Nobody has proven that it is theirs.
pub fn hospital(answers: &BTreeMap<String, String>) -> Option<Ccn> {
    Ccn::parse(answers.get(CCN)?).ok()
}

fn listed<'d>(answers: &BTreeMap<String, String>, directory: &'d Directory) -> Option<&'d Listed> {
    directory.get(hospital(answers)?)
}
