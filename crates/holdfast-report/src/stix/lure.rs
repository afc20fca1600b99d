//! What hospitals found bad together as STIX 2.1: an indicator for each domain and file, and a sighting for each time it was seen.
//!
//! Nothing says where: sightings name no place, and the ids hang on what was seen or on a number of chance. A sighting that is known by
//! its subject alone makes no indicator: the domain it says it is from may be a partner's that was broken into.

use std::collections::BTreeMap;

use holdfast_core::decide::suspicious_mail::{LureKey, Pooled, keys};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::object::{id, line, stamp};

/// The marking of what a community may share within itself, TLP:GREEN. Source: STIX 2.1, 7.2.1.4.
const GREEN: &str = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";

/// An object of a collection, and since when it is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// Its id, as it stands in the object.
    pub id: String,
    /// Since when.
    pub added_at: Timestamp,
    /// When this version of it was made, as it stands in the object.
    pub version: String,
    /// The object.
    pub value: Value,
}

/// The objects of a pool, in the order they came into it. `program`: who publishes them. The same pool gives the same objects.
pub fn lure_objects(program: &str, pool: &[Pooled]) -> Vec<Added> {
    let Some(first) = pool.iter().map(|pooled| pooled.added_at).min() else { return Vec::new() };
    let author = id("identity", &["program"]);
    let mut all: BTreeMap<(Timestamp, String), Value> = BTreeMap::new();
    let mut indicators: BTreeMap<String, Timestamp> = BTreeMap::new();
    let who = json!({ "name": line(program), "identity_class": "organization", "sectors": ["healthcare"] });
    all.insert((first, author.clone()), common("identity", &author, &author, first, who));
    let mut pool: Vec<&Pooled> = pool.iter().collect();
    pool.sort_by_key(|pooled| (pooled.added_at, pooled.id));
    for pooled in pool {
        for key in keys(&pooled.sighting) {
            let Some(says) = indicator(&key, pooled) else { continue };
            let of = id("indicator", &["lure", &key.to_string()]);
            if indicators.insert(of.clone(), pooled.added_at).is_none() {
                all.insert(
                    (pooled.added_at, of.clone()),
                    common("indicator", &of, &author, pooled.added_at, says),
                );
            }
            let seen = id("sighting", &["lure", &pooled.id.to_string(), &key.to_string()]);
            let sighting = json!({
                "sighting_of_ref": of,
                "first_seen": stamp(pooled.sighting.first_hour),
                "last_seen": stamp(pooled.sighting.last_hour),
                "count": 1,
            });
            all.insert(
                (pooled.added_at, seen.clone()),
                common("sighting", &seen, &author, pooled.added_at, sighting),
            );
        }
    }
    let added = |((added_at, id), value)| Added { id, added_at, version: stamp(added_at), value };
    all.into_iter().map(added).collect()
}

/// The pool as one bundle.
pub fn lure_bundle(program: &str, pool: &[Pooled]) -> Value {
    let objects = lure_objects(program, pool);
    let last = objects.last().map(|added| added.version.clone()).unwrap_or_default();
    let bundle = id("bundle", &["lures", &objects.len().to_string(), &last]);
    let objects: Vec<Value> = objects.into_iter().map(|added| added.value).collect();
    if objects.is_empty() {
        // A bundle may hold nothing, and then has no list. Source: STIX 2.1, 8.
        return json!({ "type": "bundle", "id": bundle });
    }
    json!({ "type": "bundle", "id": bundle, "objects": objects })
}

fn common(kind: &str, id: &str, author: &str, at: Timestamp, mut value: Value) -> Value {
    value["type"] = json!(kind);
    value["spec_version"] = json!("2.1");
    value["id"] = json!(id);
    value["created"] = json!(stamp(at));
    value["modified"] = json!(stamp(at));
    value["created_by_ref"] = json!(author);
    value["object_marking_refs"] = json!([GREEN]);
    value
}

/// What an indicator of this key says; `None` for what is too broad to look for.
fn indicator(key: &LureKey, pooled: &Pooled) -> Option<Value> {
    let (name, pattern) = match key {
        LureKey::Domain { domain } => (
            format!("Domain in a lure: {}", line(domain)),
            format!("[domain-name:value = '{}']", quoted(domain)),
        ),
        LureKey::File { sha256 } => {
            ("File in a lure".to_owned(), format!("[file:hashes.'SHA-256' = '{}']", quoted(sha256)))
        }
        LureKey::Subject { .. } => return None,
    };
    let from = pooled.sighting.sender_domain.as_deref();
    let from = from.map_or_else(String::new, |from| format!(" It said it was from {}.", line(from)));
    Some(json!({
        "name": name,
        "description": format!("A mail that hospital staff reported and a person at the hospital found bad.{from}"),
        "indicator_types": ["malicious-activity"],
        "labels": ["phishing"],
        "pattern": pattern,
        "pattern_type": "stix",
        "pattern_version": "2.1",
        "valid_from": stamp(pooled.sighting.first_hour),
    }))
}

/// A text within the quotes of a pattern. Source: STIX 2.1, 9.3: `\` and `'` are written with a `\` before them.
fn quoted(text: &str) -> String {
    line(text).replace('\\', "\\\\").replace('\'', "\\'")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use holdfast_core::decide::suspicious_mail::Sighting;
    use holdfast_core::model::MailReportId;

    use super::*;

    fn pooled(id: i64, at: &str, domains: &[&str], files: &[&str]) -> Pooled {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
        let added_at: Timestamp = at.parse().expect("a moment");
        Pooled {
            id: MailReportId(id),
            sighting: Sighting {
                sender_domain: Some("one.example".to_owned()),
                link_domains: own(domains),
                subject_shape: "your pay stub _".to_owned(),
                files: own(files),
                first_hour: added_at,
                last_hour: added_at,
            },
            added_at,
        }
    }

    #[test]
    fn a_domain_seen_twice_is_one_indicator_and_two_sightings() {
        let pool = [
            pooled(2, "2026-11-28T12:00:00Z", &["evil.com"], &["ab"]),
            pooled(1, "2026-11-28T11:00:00Z", &["evil.com"], &[]),
        ];
        let objects = lure_objects("Holdfast", &pool);
        let kinds: Vec<_> =
            objects.iter().map(|added| added.value["type"].as_str().expect("a type")).collect();
        assert_eq!(kinds, ["identity", "indicator", "sighting", "indicator", "sighting", "sighting"]);
        assert_eq!(objects[1].value["pattern"], "[domain-name:value = 'evil.com']");
        assert_eq!(objects[3].value["pattern"], "[file:hashes.'SHA-256' = 'ab']");
        assert_eq!(objects[1].version, "2026-11-28T11:00:00.000Z");
        let ids: BTreeSet<_> = objects.iter().map(|added| added.id.as_str()).collect();
        assert_eq!(ids.len(), objects.len(), "each id once");
        assert!(objects.iter().all(|added| added.value["id"] == added.id.as_str()));
        assert!(objects.is_sorted_by_key(|added| added.added_at));
        assert_eq!(lure_objects("Holdfast", &[pool[1].clone(), pool[0].clone()]), objects);
        assert_eq!(lure_bundle("Holdfast", &pool)["objects"].as_array().map(Vec::len), Some(6));
    }

    #[test]
    fn a_pool_of_nothing_or_of_subjects_alone_names_no_domain() {
        assert!(lure_objects("Holdfast", &[]).is_empty());
        assert!(lure_bundle("Holdfast", &[]).get("objects").is_none());
        let objects = lure_objects("Holdfast", &[pooled(1, "2026-11-28T11:00:00Z", &[], &[])]);
        assert_eq!(objects.len(), 1, "the publisher alone");
    }

    #[test]
    fn a_quote_cannot_leave_its_pattern() {
        let objects = lure_objects("Holdfast", &[pooled(1, "2026-11-28T11:00:00Z", &["a'] OR [x\\"], &[])]);
        assert_eq!(objects[1].value["pattern"], r"[domain-name:value = 'a\'] OR [x\\']");
    }
}
