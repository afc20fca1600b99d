//! One device from several sources: which sources speak of the same machine, and what is known when they are put together.

use holdfast_wire::device::{DeviceFacts, Identity, Known, OsFamily, apply, parts};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::SoftwareMap;
use crate::model::FactsSource;

/// Parts that are long lists, which a list of devices does not need.
const LONG: &[&str] = &["software", "services", "listening", "shares", "updates"];

/// The first version of Windows whose updates are cumulative, so that the build tells what is installed.
const FIRST_CUMULATIVE: &str = "10.0.";

/// What a source told, and when it was so.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Which source.
    pub source: FactsSource,
    /// When it was so.
    pub observed_at: Timestamp,
    /// The parts.
    pub facts: Map<String, Value>,
}

/// Facts put together part by part: the newest source that knows a part is believed. A part that no source knows keeps the newest
/// reason why.
pub fn join(mut told: Vec<Telling>) -> Map<String, Value> {
    told.sort_by_key(|t| (t.observed_at, t.source));
    let mut joined = Map::new();
    for telling in told {
        for (part, value) in telling.facts {
            let keeps = joined.get(&part).is_some_and(is_known) && !is_known(&value);
            if !keeps {
                let value = match joined.remove(&part) {
                    // These two are made of things each known or not, so they are put together thing by thing.
                    Some(Value::Object(old)) if part == "hardware" || part == "identity" => {
                        within(old, value)
                    }
                    Some(old) if part == "os" => whole_version(&old, value),
                    _ => value,
                };
                joined.insert(part, value);
            }
        }
    }
    joined
}

/// A system as the newer source has it. Where that leaves out the fourth part of a version and the older one has it, it stays: within a
/// build that part only grows, so it is the least the machine has.
fn whole_version(old: &Value, mut new: Value) -> Value {
    let version = |os: &Value| os.get("is")?.get("version")?.as_str().map(str::to_owned);
    if let (Some(old), Some(known)) = (version(old), version(&new))
        && old.strip_prefix(&known).is_some_and(|rest| rest.starts_with('.'))
    {
        new["is"]["version"] = old.into();
    }
    new
}

fn within(old: Map<String, Value>, new: Value) -> Value {
    let Value::Object(new) = new else { return Value::Object(old) };
    let kept = |key: &String, value: &Value| old.get(key).is_some_and(is_known) && !is_known(value);
    let news = new.iter().filter(|(key, value)| !kept(key, value)).map(|(k, v)| (k.clone(), v.clone()));
    let news: Map<String, Value> = news.collect();
    Value::Object(apply(old, news))
}

/// Whether a value says something: not `unknown`, not empty.
fn is_known(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.contains_key("unknown"),
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Facts without the long lists: what a list of devices is decided from. The updates stay where only they tell what a Windows has: on an
/// old one, and on one whose build is not known whole. Of programs, those stay that the catalog knows.
pub fn brief(mut facts: DeviceFacts, software: &SoftwareMap) -> Map<String, Value> {
    let updates_decide =
        facts.os.is().is_some_and(|os| os.family == OsFamily::Windows && !tells_all(&os.version));
    if let Known::Is(all) = &facts.software {
        facts.software = Known::Is(software.recognised(all));
    }
    let mut map = parts(&facts);
    map.retain(|part, value| {
        let stays =
            (part == "software" && value.get("is").is_some()) || (part == "updates" && updates_decide);
        let is_long = LONG.contains(&part.as_str()) && !stays;
        let was_asked =
            !(value.get("unknown").and_then(|u| u.get("why")).is_some_and(|why| why == "not_asked"));
        !is_long && was_asked
    });
    map
}

/// Whether a version of Windows tells what is installed: its updates are cumulative, and all four parts are there.
fn tells_all(version: &str) -> bool {
    version.starts_with(FIRST_CUMULATIVE) && version.split('.').count() == 4
}

/// How sure it is that two identities are one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Same {
    /// Their names alone agree.
    ByName,
    /// A network card agrees, and nothing stands against it.
    ByCard,
    /// The maker's serial number or the board's UUID agrees.
    ByHardware,
}

/// Whether two identities are one machine, and by what. What the maker gave decides before what people named.
pub fn same_machine(a: &Identity, b: &Identity) -> Option<Same> {
    let agree = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => Some(a.eq_ignore_ascii_case(b)),
        _ => None,
    };
    match (agree(&a.hardware_uuid, &b.hardware_uuid), agree(&a.serial, &b.serial)) {
        (Some(true), _) | (None, Some(true)) => return Some(Same::ByHardware),
        (Some(false), _) | (None, Some(false)) => return None,
        (None, None) => {}
    }
    if !a.macs.is_empty() && !b.macs.is_empty() {
        return a.macs.iter().any(|mac| b.macs.contains(mac)).then_some(Same::ByCard);
    }
    let is_named = !a.name.is_empty() && a.name.eq_ignore_ascii_case(&b.name);
    let domains_agree = match (&a.domain, &b.domain) {
        (Some(a), Some(b)) => first_label(a) == first_label(b),
        _ => true,
    };
    (is_named && domains_agree).then_some(Same::ByName)
}

/// `FIXTURE` and `fixture.example` are one domain as far as a name can tell.
fn first_label(domain: &str) -> String {
    domain.split('.').next().unwrap_or(domain).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use holdfast_wire::device::{Hardware, Known, Os, Software, Why};

    use super::*;

    fn at(day: u32) -> Timestamp {
        format!("2026-11-{day:02}T12:00:00Z").parse().expect("a time")
    }

    fn telling(source: FactsSource, day: u32, facts: &DeviceFacts) -> Telling {
        Telling { source, observed_at: at(day), facts: parts(facts) }
    }

    fn read(map: Map<String, Value>) -> DeviceFacts {
        serde_json::from_value(map.into()).expect("facts")
    }

    fn windows(version: &str) -> Known<Os> {
        Known::Is(Os { family: OsFamily::Windows, version: version.to_owned(), ..Os::default() })
    }

    #[test]
    fn the_newest_that_knows_is_believed_and_what_nobody_knows_keeps_its_reason() {
        let agent = DeviceFacts {
            os: windows("10.0.19045.6456"),
            smb1: Known::Is(false),
            hardware: Hardware {
                tpm: Known::unknown(Why::NoRight, "tpm"),
                n_cores: Known::Is(4),
                ..Hardware::default()
            },
            ..DeviceFacts::default()
        };
        let report = DeviceFacts {
            os: windows("10.0.19045"),
            smb1: Known::unknown(Why::NotAsked, ""),
            hardware: Hardware { maker: "Dell Inc.".to_owned(), ..Hardware::default() },
            ..DeviceFacts::default()
        };
        let joined = |told| read(join(told));
        let old_report = joined(vec![
            telling(FactsSource::Agent, 20, &agent),
            telling(FactsSource::SystemInfo, 10, &report),
        ]);
        assert_eq!(old_report.os.is().map(|os| os.version.as_str()), Some("10.0.19045.6456"));
        assert_eq!((old_report.smb1.is(), old_report.hardware.maker.as_str()), (Some(&false), "Dell Inc."));
        assert_eq!(old_report.hardware.tpm.why().map(|u| u.why), Some(Why::NoRight));
        let new_report = joined(vec![
            telling(FactsSource::SystemInfo, 21, &report),
            telling(FactsSource::Agent, 20, &agent),
        ]);
        assert_eq!(
            new_report.os.is().map(|os| os.version.as_str()),
            Some("10.0.19045.6456"),
            "at least that"
        );
        assert_eq!((new_report.smb1.is(), new_report.hardware.n_cores.is()), (Some(&false), Some(&4)));
    }

    #[test]
    fn a_brief_keeps_what_decides_and_drops_the_long_lists() {
        let software = Known::Is(vec![Software { name: "7-Zip".to_owned(), ..Software::default() }]);
        let facts = DeviceFacts {
            os: windows("10.0.19045.6456"),
            updates: Known::Is(vec![]),
            software,
            smb1: Known::unknown(Why::NoRight, "HKLM"),
            ..DeviceFacts::default()
        };
        let map = SoftwareMap::default();
        let keys = |facts: &DeviceFacts| brief(facts.clone(), &map).keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&facts), ["hardware", "identity", "os", "smb1", "software"]);
        assert_eq!(
            brief(facts.clone(), &map)["software"],
            serde_json::json!({ "is": [] }),
            "none of them is known"
        );
        let old = DeviceFacts { os: windows("6.3.9600"), ..facts };
        assert!(keys(&old).contains(&"updates".to_owned()));
    }

    #[test]
    fn what_the_maker_gave_decides_before_what_people_named() {
        let id = |name: &str, serial: &str, mac: &str| Identity {
            name: name.to_owned(),
            serial: Some(serial.to_owned()).filter(|s| !s.is_empty()),
            macs: [mac].into_iter().filter(|m| !m.is_empty()).map(str::to_owned).collect(),
            ..Identity::default()
        };
        let check = |a: Identity, b: Identity, expected: Option<Same>| {
            assert_eq!(same_machine(&a, &b), expected, "{a:?} {b:?}");
            assert_eq!(same_machine(&b, &a), expected);
        };
        check(id("PC-7", "", ""), id("pc-7", "", ""), Some(Same::ByName));
        check(id("PC-7", "S1", ""), id("PC-7", "S2", ""), None);
        check(id("PC-7", "S1", "aa"), id("PC-8", "s1", "bb"), Some(Same::ByHardware));
        check(id("PC-7", "", "aa"), id("PC-8", "S1", "aa"), Some(Same::ByCard));
        check(id("PC-7", "", "aa"), id("PC-7", "", "bb"), None);
        check(id("", "", ""), id("", "", ""), None);
        let in_domain = |domain: &str| Identity { domain: Some(domain.to_owned()), ..id("PC-7", "", "") };
        check(in_domain("FIXTURE"), in_domain("fixture.example"), Some(Same::ByName));
        check(in_domain("FIXTURE"), in_domain("OTHER"), None);
    }
}
