//! `assessment-results`: what was looked at, what was observed by which method and until when that counts, and what it came to.

use holdfast_core::decide::paper::Given;
use serde_json::{Value, json};

use super::assessed::{
    back_matter, is_open, measures, metadata, observations, prop, related_observations, risk, risk_id,
    standing,
};
use super::id::{Ids, line};

/// Assessment results as OSCAL.
pub fn assessment_results(given: &Given<'_>) -> Value {
    let foot = given.foot();
    let ids = Ids::of(&foot);
    let measures = measures(given);
    let mut seen = Vec::new();
    let mut risks = Vec::new();
    let mut findings = Vec::new();
    for (safeguard, measure, m) in &measures {
        seen.extend(observations(&ids, measure, m));
        let mut finding = json!({
            "uuid": ids.id("finding", measure.id.as_str()),
            "title": line(&measure.says),
            "description": line(&m.why),
            "props": [prop("standing", standing(m).key()), prop("goal", &safeguard.code)],
            "target": {
                "type": "objective-id",
                "target-id": measure.id.as_str(),
                "title": line(&measure.says),
                "status": {
                    "state": if is_open(m) { "not-satisfied" } else { "satisfied" },
                    "reason": reason(m),
                    "remarks": line(&standing(m).label()),
                },
            },
        });
        if !m.voices.is_empty() {
            finding["related-observations"] = related_observations(&ids, measure, m).into();
        }
        if is_open(m) {
            risks.push(risk(given, &ids, safeguard, measure, m));
            finding["related-risks"] = json!([{ "risk-uuid": risk_id(&ids, measure) }]);
        }
        findings.push(finding);
    }
    let controls: Vec<Value> =
        given.catalog.safeguards.iter().map(|s| json!({ "control-id": s.id.as_str() })).collect();
    let selection = if controls.is_empty() {
        json!({ "include-all": {} })
    } else {
        json!({ "include-controls": controls })
    };
    let a = given.posture.attainment;
    let mut result = json!({
        "uuid": ids.id("result", ""),
        "title": line(&format!("Posture, {}", foot.as_of_in_words().to_lowercase())),
        "description": line(&format!(
            "Label: {}. {} of {} essential goals met, {} of {} enhanced, {} of {} extras. Goals met and how much of that is proven are \
             two numbers and are never one.",
            given.posture.label.key(), a.essential_met, a.essential_of, a.enhanced_met, a.enhanced_of, a.extra_met, a.extra_of,
        )),
        "start": given.posture.as_of.to_string(),
        "end": given.posture.as_of.to_string(),
        "props": [
            prop("label", given.posture.label.key()),
            prop("goals-met", &format!("{} of {}", a.met(), a.of_goals())),
            prop("proven-of-met", &given.posture.assurance.map_or("none is met".to_owned(), |c| c.to_string())),
        ],
        "reviewed-controls": { "control-selections": [selection] },
    });
    for (key, list) in [("observations", seen), ("risks", risks), ("findings", findings)] {
        if !list.is_empty() {
            result[key] = list.into();
        }
    }
    json!({ "assessment-results": {
        "uuid": ids.id("assessment-results", ""),
        "metadata": metadata(given, &ids, &foot, "Assessment results"),
        "import-ap": { "href": format!("#{}", ids.id("resource", "catalog")) },
        "results": [result],
        "back-matter": back_matter(&ids, &foot),
    } })
}

fn reason(m: &holdfast_core::decide::posture::MeasurePosture) -> &'static str {
    use holdfast_core::decide::paper::Standing;
    match standing(m) {
        Standing::Proven => "pass",
        Standing::Not { .. } | Standing::Partly { .. } => "fail",
        Standing::Said | Standing::Contradicted | Standing::TooOld | Standing::Unknown => "other",
    }
}
