//! What both documents have: metadata, back matter, observations, risks with what is planned.

use holdfast_core::catalog::{Measure, Method, Safeguard};
use holdfast_core::decide::paper::{Foot, Given, Standing};
use holdfast_core::decide::plan::Scheduled;
use holdfast_core::decide::posture::MeasurePosture;
use serde_json::{Map, Value, json};

use super::id::{Ids, line};

/// The release of OSCAL the documents are written to.
const OSCAL: &str = "1.1.3";
/// Names our own properties. It names nothing that can be fetched.
const NS: &str = "https://holdfast.example/ns/oscal";

/// A property of ours.
pub(super) fn prop(name: &str, value: &str) -> Value {
    json!({ "name": name, "ns": NS, "value": line(value) })
}

/// Title, day and whose it is.
pub(super) fn metadata(given: &Given<'_>, ids: &Ids, foot: &Foot, title: &str) -> Value {
    let hospital = &foot.hospital;
    json!({
        "title": line(&format!("{title}: {}", hospital.title())),
        "last-modified": given.posture.as_of.to_string(),
        "version": format!("{}-{}", foot.as_of, foot.catalog),
        "oscal-version": OSCAL,
        "props": [prop("catalog", &foot.catalog), prop("record-sha256", &foot.record)],
        "roles": [{ "id": "assessed", "title": "The hospital that was assessed" }],
        "parties": [{
            "uuid": ids.id("party", "hospital"),
            "type": "organization",
            "name": line(hospital.title()),
            "remarks": line(&if hospital.place().is_empty() { "No place was given.".to_owned() } else { hospital.place() }),
        }],
        "responsible-parties": [{ "role-id": "assessed", "party-uuids": [ids.id("party", "hospital")] }],
    })
}

/// What the documents refer to and is no OSCAL file of its own.
pub(super) fn back_matter(ids: &Ids, foot: &Foot) -> Value {
    json!({ "resources": [{
        "uuid": ids.id("resource", "catalog"),
        "title": line(&format!("Holdfast catalog {}", foot.catalog)),
        "description": "The safeguards and measures that were assessed. Each measure names what can prove it and for how long \
                        that counts; together they stand for an assessment plan.",
    }] })
}

/// The standing's own word, since OSCAL has two alone.
pub(super) fn standing(m: &MeasurePosture) -> Standing {
    Standing::of(m.state)
}

/// Whether a measure is a weakness: anything but so. What is unknown is none that is known, and not satisfied.
pub(super) fn is_open(m: &MeasurePosture) -> bool {
    !standing(m).is_so()
}

/// The measures of the posture with their rows of the catalog, in order.
pub(super) fn measures<'g>(given: &Given<'g>) -> Vec<(&'g Safeguard, &'g Measure, &'g MeasurePosture)> {
    let (catalog, posture) = (given.catalog, given.posture);
    catalog
        .measures()
        .filter_map(|(s, m)| posture.measures.iter().find(|p| p.measure == m.id).map(|p| (s, m, p)))
        .collect()
}

/// One observation for each voice that speaks about a measure.
pub(super) fn observations(ids: &Ids, measure: &Measure, m: &MeasurePosture) -> Vec<Value> {
    let one = |(i, v): (usize, &holdfast_core::decide::posture::Voice)| {
        let method = match v.method {
            Method::Test => "TEST",
            Method::Examine => "EXAMINE",
            Method::Interview => "INTERVIEW",
        };
        let mut props = vec![prop("measure", measure.id.as_str())];
        props.push(prop("freshness", if v.is_stale { "too-old" } else { "fresh" }));
        props.extend(v.said_by.iter().take(20).map(|by| prop("said-by", by)));
        props.extend(v.limits.iter().take(20).map(|limit| prop("limit", limit)));
        props.extend(
            v.outliers
                .iter()
                .take(50)
                .map(|o| prop(if o.is_privileged { "privileged-outlier" } else { "outlier" }, &o.name)),
        );
        json!({
            "uuid": observation_id(ids, measure, i),
            "title": line(&measure.says),
            "description": line(&found(v.finding)),
            "props": props,
            "methods": [method],
            "types": ["control-objective"],
            "collected": v.observed_at.to_string(),
            "expires": v.fresh_until.to_string(),
        })
    };
    m.voices.iter().enumerate().map(one).collect()
}

fn found(finding: holdfast_core::model::Finding) -> String {
    use holdfast_core::model::Finding;
    match finding {
        Finding::Met => "It is so.".to_owned(),
        Finding::Partly(c) => format!("It is so for {c}."),
        Finding::NotMet => "It is not so, or is not shown for any.".to_owned(),
    }
}

fn observation_id(ids: &Ids, measure: &Measure, i: usize) -> String {
    ids.id("observation", &format!("{} {i}", measure.id))
}

/// References to the observations of a measure.
pub(super) fn related_observations(ids: &Ids, measure: &Measure, m: &MeasurePosture) -> Vec<Value> {
    (0..m.voices.len()).map(|i| json!({ "observation-uuid": observation_id(ids, measure, i) })).collect()
}

/// The UUID of the risk that a measure is not so.
pub(super) fn risk_id(ids: &Ids, measure: &Measure) -> String {
    ids.id("risk", measure.id.as_str())
}

/// The risk that a measure is not so, with what is planned against it.
pub(super) fn risk(
    given: &Given<'_>,
    ids: &Ids,
    safeguard: &Safeguard,
    measure: &Measure,
    m: &MeasurePosture,
) -> Value {
    let planned: Vec<&Scheduled> = given
        .plan
        .into_iter()
        .flat_map(|p| p.quarter.iter().chain(&p.year))
        .filter(|s| given.catalog.step(&s.step).is_some_and(|step| step.closes.contains(&measure.id)))
        .collect();
    let mut risk = Map::new();
    let mut put = |key: &str, value: Value| {
        risk.insert(key.to_owned(), value);
    };
    put("uuid", risk_id(ids, measure).into());
    put("title", line(&format!("Not shown: {}", measure.says)).into());
    put("description", line(&m.why).into());
    put("statement", line(measure.gate.as_deref().unwrap_or(&safeguard.why)).into());
    let mut props = vec![prop("standing", standing(m).key()), prop("goal", &safeguard.code)];
    if measure.gate.is_some() {
        props.push(prop("gate", "yes"));
    }
    put("props", props.into());
    put("status", if m.exception.is_some() { "deviation-approved" } else { "open" }.into());
    if let Some(last) = planned.iter().map(|s| s.due_on).max() {
        put("deadline", format!("{last}T23:59:59Z").into());
    }
    let mut remediations: Vec<Value> =
        planned.iter().filter_map(|s| remediation(given, ids, measure, s)).collect();
    if let Some(e) = &m.exception {
        remediations.push(json!({
            "uuid": ids.id("exception", measure.id.as_str()),
            "lifecycle": "completed",
            "title": line(&format!("Left out until {} by {}", e.until, e.approver)),
            "description": line(&format!("{} Instead: {}", e.reason, e.instead)),
        }));
    }
    if !remediations.is_empty() {
        put("remediations", remediations.into());
    }
    if !m.voices.is_empty() {
        put("related-observations", related_observations(ids, measure, m).into());
    }
    Value::Object(risk)
}

fn remediation(given: &Given<'_>, ids: &Ids, measure: &Measure, s: &Scheduled) -> Option<Value> {
    let step = given.catalog.step(&s.step)?;
    let name = format!("{} {}", measure.id, step.id);
    Some(json!({
        "uuid": ids.id("remediation", &name),
        "lifecycle": "planned",
        "title": line(&step.name),
        "description": line(&step.steps.join(" ")),
        "props": [prop("step", step.id.as_str()), prop("hours", &s.hours.to_string()), prop("usd", &s.cost_usd.to_string())],
        "tasks": [{
            "uuid": ids.id("task", &name),
            "type": "milestone",
            "title": line(&format!("{}: done and proven", step.name)),
            "timing": { "within-date-range": { "start": format!("{}T00:00:00Z", s.starts_on), "end": format!("{}T23:59:59Z", s.due_on) } },
        }],
    }))
}
