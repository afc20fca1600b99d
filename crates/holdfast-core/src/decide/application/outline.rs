//! What can be said of a program before anybody applies: who may ask for what, and where a person decides.
//!
//! All of it follows from the form and the clauses, so a page never says more than the engine does.

use crate::Date;
use crate::catalog::{ApplicationForm, Offer, Otherwise, Program, QuestionKind};
use crate::cel::Truth;
use crate::facts::{self, Attestation, FactKind, FactValue};

/// A kind of applicant, and what it may ask for.
#[derive(Clone, Debug)]
pub struct KindOfApplicant<'p> {
    /// What a person reads.
    pub words: &'p str,
    /// The offers that no clause rules out for this kind alone; empty when the program is not for it.
    pub offers: Vec<&'p Offer>,
}

/// Every kind of applicant the form knows, in its order.
pub fn kinds(program: &Program, as_of: Date) -> Vec<KindOfApplicant<'_>> {
    let fact = FactKind::ApplicantKind;
    let open_to = |key: &str| {
        let said = Attestation { fact, value: FactValue::read(fact, key), on: as_of };
        let facts = facts::of_applicant(&[said], &[], as_of);
        let ruled_out = |offer: &&Offer| {
            let mut hard = offer.clauses.iter().filter(|c| c.otherwise == Otherwise::Ineligible);
            hard.any(|c| c.when.eval(&facts) == Truth::False)
        };
        program.offers.iter().filter(|o| !ruled_out(o)).collect()
    };
    let known = program.form.as_ref().map_or(&[][..], |form| choices(form, fact));
    known.iter().map(|(key, words)| KindOfApplicant { words, offers: open_to(key) }).collect()
}

/// The answers to choose from, each with its words, of the question that states a fact.
pub fn choices(form: &ApplicationForm, fact: FactKind) -> &[(String, String)] {
    let question = form.questions.iter().find(|q| q.fact == Some(fact));
    match question.map(|q| &q.kind) {
        Some(QuestionKind::Choice { choices }) => choices,
        _ => &[],
    }
}

/// The conditions on which a person decides when they are not met, each once, in the order of the offers.
pub fn judged(program: &Program) -> Vec<&str> {
    let mut asks: Vec<&str> = Vec::new();
    let clauses = program.offers.iter().flat_map(|o| &o.clauses);
    for clause in clauses.filter(|c| c.otherwise == Otherwise::Refer) {
        if !asks.contains(&clause.asks.as_str()) {
            asks.push(&clause.asks);
        }
    }
    asks
}
