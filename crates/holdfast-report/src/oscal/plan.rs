//! `plan-of-action-and-milestones`: every measure that is not so, the risk of it, and what is planned by when.

use holdfast_core::decide::paper::Given;
use serde_json::{Value, json};

use super::assessed::{
    back_matter, is_open, measures, metadata, observations, prop, related_observations, risk, risk_id,
    standing,
};
use super::id::{Ids, line};

/// The plan of action as OSCAL.
pub fn plan_of_action(given: &Given<'_>) -> Value {
    let foot = given.foot();
    let ids = Ids::of(&foot);
    let open: Vec<_> = measures(given).into_iter().filter(|(_, _, m)| is_open(m)).collect();
    let mut seen = Vec::new();
    let mut risks = Vec::new();
    let mut items = Vec::new();
    for (safeguard, measure, m) in &open {
        seen.extend(observations(&ids, measure, m));
        risks.push(risk(given, &ids, safeguard, measure, m));
        let mut item = json!({
            "uuid": ids.id("poam-item", measure.id.as_str()),
            "title": line(&measure.says),
            "description": line(&m.why),
            "props": [prop("standing", standing(m).key()), prop("goal", &safeguard.code), prop("measure", measure.id.as_str())],
            "related-risks": [{ "risk-uuid": risk_id(&ids, measure) }],
        });
        if !m.voices.is_empty() {
            item["related-observations"] = related_observations(&ids, measure, m).into();
        }
        items.push(item);
    }
    if items.is_empty() {
        // OSCAL takes no plan without an item; an item that says there is none is the honest one.
        items.push(json!({
            "uuid": ids.id("poam-item", ""),
            "title": "Nothing is open",
            "description": line(&format!("{}, every measure is so.", foot.as_of_in_words())),
        }));
    }
    let mut plan = json!({
        "uuid": ids.id("poam", ""),
        "metadata": metadata(given, &ids, &foot, "Plan of action and milestones"),
        "system-id": { "identifier-type": "https://ietf.org/rfc/rfc4122", "id": ids.id("system", "hospital") },
        "poam-items": items,
        "back-matter": back_matter(&ids, &foot),
    });
    for (key, list) in [("observations", seen), ("risks", risks)] {
        if !list.is_empty() {
            plan[key] = Value::from(list);
        }
    }
    json!({ "plan-of-action-and-milestones": plan })
}
