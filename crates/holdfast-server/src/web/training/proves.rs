//! What training proves, on the page of training: of each measure it bears on what it says, or why it says nothing.

use holdfast_core::catalog::Catalog;
use holdfast_core::decide::training::TrainingWord;
use holdfast_core::model::Evidence;

use crate::web::measure::words::{finding, share};

/// What training says of one measure.
pub(super) struct Proves {
    /// The id of the measure.
    pub(super) measure: String,
    /// What is so when the measure is met.
    pub(super) claim: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) label: &'static str,
    /// What training says of it, or why nothing.
    pub(super) says: String,
}

/// Each measure in order. Measures that the catalog has no more are left out.
pub(super) fn proves(catalog: &Catalog, words: &[TrainingWord]) -> Vec<Proves> {
    words.iter().filter_map(|word| one(catalog, word)).collect()
}

fn one(catalog: &Catalog, word: &TrainingWord) -> Option<Proves> {
    let (id, tone, icon, label) = match word {
        TrainingWord::Says { evidence } => (&evidence.measure, "done", "yes", "Says"),
        TrainingWord::NotYet { measure } => (measure, "wait", "clock", "Not yet"),
        TrainingWord::TooFew { measure, .. } => (measure, "", "ring", "Too few"),
        TrainingWord::Nothing { measure, .. } => (measure, "", "ring", "Says nothing"),
    };
    let measure = catalog.measure(id)?;
    let says = match word {
        TrainingWord::Says { evidence } => evidence_says(evidence, measure.counts.as_deref()),
        TrainingWord::NotYet { .. } => "Nothing yet: of nobody is the answer known.".to_owned(),
        TrainingWord::TooFew { why, .. } => (*why).to_owned(),
        TrainingWord::Nothing { why, learnt: None, .. } => (*why).to_owned(),
        TrainingWord::Nothing { why, learnt: Some(learnt), .. } => {
            format!(
                "{why} {} did the lessons that help it in the last 12 months.",
                share(*learnt, Some("people"))
            )
        }
    };
    Some(Proves { measure: id.to_string(), claim: measure.says.clone(), tone, icon, label, says })
}

fn evidence_says(evidence: &Evidence, counts: Option<&str>) -> String {
    let mut says = format!("{}.", finding(evidence.finding, counts));
    if let Some(seen) = evidence.seen.filter(|seen| !seen.is_all()) {
        says += &format!(" The answer is known of {}.", share(seen, counts));
    }
    for more in evidence.limits.iter().chain([&evidence.note]).filter(|more| !more.is_empty()) {
        says += " ";
        says += more;
    }
    says
}

#[cfg(test)]
mod tests {
    use holdfast_catalog::load_embedded;
    use holdfast_core::catalog::MeasureId;
    use holdfast_core::model::Coverage;

    use super::*;

    #[test]
    fn each_word_has_its_label_and_says_why() {
        let catalog = load_embedded().expect("the catalog of this release");
        let id = |text: &str| MeasureId::new(text);
        let words = [
            TrainingWord::NotYet { measure: id("training-everyone") },
            TrainingWord::TooFew { measure: id("training-new-people"), why: "Too few." },
            TrainingWord::Nothing { measure: id("ir-plan-written"), why: "No plan.", learnt: None },
            TrainingWord::Nothing {
                measure: id("ir-plan-who-decides"),
                why: "No name.",
                learnt: Coverage::new(9, 12).ok(),
            },
            TrainingWord::NotYet { measure: id("gone-since") },
        ];
        let said: Vec<String> =
            proves(&catalog, &words).iter().map(|p| format!("{}: {}", p.label, p.says)).collect();
        assert_eq!(
            said,
            [
                "Not yet: Nothing yet: of nobody is the answer known.",
                "Too few: Too few.",
                "Says nothing: No plan.",
                "Says nothing: No name. 9 of 12 people did the lessons that help it in the last 12 months.",
            ]
        );
    }
}
