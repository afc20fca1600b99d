//! Which machines a hospital's rules mark as pinned by their vendors.
//!
//! What a person said of one machine stands over every rule. Of several rules that fit, the one with the least number counts. A rule
//! that asks for something a machine does not tell neither fits nor is it said not to.

mod ready;

use holdfast_wire::device::Known;
use serde::{Deserialize, Serialize};

use self::ready::{FleetList, Machine, ReadyWhen};
use super::SoftwareMap;
use super::name_pattern::{MOST_PATTERN, NamePattern, lowered};
use crate::catalog::{KnownSoftware, SoftwareId};
use crate::model::{Device, DeviceId, PinRule, PinWhen};

/// Why a rule cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinRuleError {
    /// It asks for nothing, so it would mark every machine.
    #[error("the rule asks for nothing and would mark every machine. Fill in at least one field")]
    AsksNothing,
    /// A pattern fits everything.
    #[error("`{text}` is no pattern of a {what}; write letters or digits, and `*` for any text")]
    Pattern {
        /// Of what, by its key.
        what: &'static str,
        /// The pattern.
        text: String,
    },
    /// A pattern is too long.
    #[error("the pattern of a {what} is too long; write {MOST_PATTERN} characters at most")]
    TooLong {
        /// Of what, by its key.
        what: &'static str,
    },
}

impl PinRuleError {
    /// The key of what is at fault, like `maker`; the first one where all are.
    pub fn key(&self) -> &'static str {
        match self {
            Self::AsksNothing => "name",
            Self::Pattern { what, .. } | Self::TooLong { what } => what,
        }
    }
}

/// Whether a rule asks for something that tells machines apart.
pub fn check_pin_when(when: &PinWhen) -> Result<(), PinRuleError> {
    let mut asks = false;
    for (what, text) in when.asked() {
        asks = true;
        if NamePattern::parse(text).is_some() {
            continue;
        }
        if lowered(text).len() > MOST_PATTERN {
            return Err(PinRuleError::TooLong { what });
        }
        return Err(PinRuleError::Pattern { what, text: text.to_owned() });
    }
    if asks { Ok(()) } else { Err(PinRuleError::AsksNothing) }
}

/// Keeps which program of the catalog a rule asks for, where it names one as the catalog does: a later catalog may call it otherwise.
pub fn tie_pin_when(when: &PinWhen, software: &SoftwareMap) -> PinWhen {
    let known = software.called(&when.program).map(|known| known.id.clone());
    PinWhen { software: known, ..when.clone() }
}

/// Marks the machines that rules fit and of which no person said anything. `rules`: in order of their numbers.
pub fn pin_by_rules(rules: &[PinRule], software: &SoftwareMap, devices: &mut [Device]) {
    let mut ready: Vec<(&PinRule, ReadyWhen)> =
        rules.iter().filter_map(|rule| Some((rule, ReadyWhen::of(&rule.when)?))).collect();
    let mut programs = FleetList::new(software);
    let mut marks: Vec<(usize, &PinRule)> = Vec::new();
    for (n, device) in devices.iter().enumerate().filter(|(_, d)| d.pin.is_none() && !d.is_unpinned) {
        let mut machine = Machine::new(&device.brief);
        let first = ready
            .iter_mut()
            .find_map(|(rule, when)| (when.fits(&mut machine, &mut programs) == Some(true)).then_some(*rule));
        marks.extend(first.map(|rule| (n, rule)));
    }
    for (n, rule) in marks {
        devices[n].pin = Some(rule.pin.clone());
        devices[n].pinned_by = Some(rule.id);
    }
}

/// What a rule would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinPreview {
    /// Machines it would mark: id and name, by name.
    pub marks: Vec<(DeviceId, String)>,
    /// Machines it fits that a person marked, or said not to be pinned.
    pub n_said: usize,
    /// Machines it fits that a rule before it marks.
    pub n_ruled: usize,
    /// Machines that do not tell what it asks for.
    pub n_untold: usize,
}

/// What one more rule would do. `devices`: with what persons and the rules before it said.
pub fn preview_pin_rule(when: &PinWhen, software: &SoftwareMap, devices: &[Device]) -> PinPreview {
    let mut preview = PinPreview::default();
    let Some(mut ready) = ReadyWhen::of(when) else { return preview };
    let mut programs = FleetList::new(software);
    for device in devices {
        match ready.fits(&mut Machine::new(&device.brief), &mut programs) {
            Some(false) => {}
            None => preview.n_untold += 1,
            Some(true) if device.pinned_by.is_some() => preview.n_ruled += 1,
            Some(true) if device.pin.is_some() || device.is_unpinned => preview.n_said += 1,
            Some(true) => preview.marks.push((device.id, device.brief.identity.name.clone())),
        }
    }
    preview.marks.sort_by_key(|(id, name)| (name.to_lowercase(), *id));
    preview
}

/// A rule the catalog would suggest: machines run a program of a device, and nobody marked them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinSuggestion {
    /// The program.
    pub software: SoftwareId,
    /// What it is called; a rule can ask for it by this name.
    pub program: String,
    /// Who makes it.
    pub vendor: String,
    /// What it does.
    pub does: String,
    /// Machines that run it and are not marked.
    pub n: usize,
}

/// Programs of devices on machines that nobody and no rule marked. It marks nothing; a person has to make the rule.
pub fn suggest_pin_rules(software: &SoftwareMap, devices: &[Device]) -> Vec<PinSuggestion> {
    let mut found: Vec<PinSuggestion> = Vec::new();
    for device in devices.iter().filter(|d| d.pin.is_none() && !d.is_unpinned) {
        let Known::Is(all) = &device.brief.software else { continue };
        let mut known: Vec<&KnownSoftware> = all
            .iter()
            .filter_map(|e| software.recognise(&e.name, &e.publisher))
            .filter(|k| k.is_console)
            .collect();
        known.sort_by_key(|k| &k.id);
        known.dedup_by_key(|k| &k.id);
        for program in known {
            match found.iter_mut().find(|f| f.software == program.id) {
                Some(same) => same.n += 1,
                None => found.push(PinSuggestion {
                    software: program.id.clone(),
                    program: program.name.clone(),
                    vendor: program.vendor.clone(),
                    does: program.does.clone(),
                    n: 1,
                }),
            }
        }
    }
    found.sort_by_key(|f| (std::cmp::Reverse(f.n), f.program.clone()));
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use holdfast_wire::device::{DeviceFacts, Hardware, Identity, Software};
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::{Provenance, SoftwareUse};
    use crate::model::{DeviceStanding, Pin, PinKind};

    fn map() -> SoftwareMap {
        SoftwareMap::new(&[program()])
    }

    fn program() -> KnownSoftware {
        KnownSoftware {
            id: SoftwareId::new("scan-console"),
            name: "Scan console".to_owned(),
            vendor: "Fixture Imaging".to_owned(),
            used_for: SoftwareUse::Imaging,
            does: "Console of a scanner".to_owned(),
            named: vec!["ScanWorks*".to_owned()],
            publisher: Vec::new(),
            not_named: Vec::new(),
            is_console: true,
            comes_with_windows: false,
            known_to: Vec::new(),
            provenance: Provenance { source: "Made up for tests".to_owned(), verified_on: None },
        }
    }

    fn device(id: i64, name: &str, maker: &str, program: Option<&str>) -> Device {
        let entry = |name: &str| Software { name: name.to_owned(), ..Software::default() };
        Device {
            id: DeviceId(id),
            standing: DeviceStanding::Listed,
            brief: DeviceFacts {
                identity: Identity { name: name.to_owned(), ..Identity::default() },
                hardware: Hardware { maker: maker.to_owned(), ..Hardware::default() },
                software: program.map_or(Known::default(), |p| Known::Is(vec![entry(p)])),
                ..DeviceFacts::default()
            },
            told: BTreeMap::new(),
            heard_at: None,
            health: None,
            pin: None,
            pinned_by: None,
            is_unpinned: false,
            is_cloned: false,
        }
    }

    fn pin(what: &str) -> Pin {
        let empty = String::new;
        Pin {
            kind: PinKind::Medical,
            vendor: empty(),
            what: what.to_owned(),
            vlan: empty(),
            peers: empty(),
            remote_access: empty(),
            call: empty(),
        }
    }

    fn rule(id: i64, when: PinWhen) -> PinRule {
        PinRule {
            id,
            when,
            pin: pin(&format!("rule {id}")),
            by: "Ada".to_owned(),
            made_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn named(name: &str) -> PinWhen {
        PinWhen { name: name.to_owned(), ..PinWhen::default() }
    }

    fn running(program: &str) -> PinWhen {
        PinWhen { program: program.to_owned(), ..PinWhen::default() }
    }

    #[track_caller]
    fn check(when: &PinWhen, device: &Device, expect: Option<bool>) {
        let fits = |when: &PinWhen, map: &SoftwareMap| {
            ReadyWhen::of(when)?.fits(&mut Machine::new(&device.brief), &mut FleetList::new(map))
        };
        assert_eq!(fits(when, &map()), expect, "{when:?} {:?}", device.brief.identity.name);
    }

    /// One rule against one machine, all read again each time: what the quicker way is held against.
    fn by_one(when: &PinWhen, software: &SoftwareMap, facts: &DeviceFacts) -> Option<bool> {
        check_pin_when(when).ok()?;
        let said = |value: &str, pattern: &str| {
            (!value.is_empty()).then(|| NamePattern::parse(pattern).is_some_and(|p| p.fits(value)))
        };
        let runs = |text: &str| {
            let Known::Is(all) = &facts.software else { return None };
            let fits = |entry: &Software| {
                let known = software.recognise(&entry.name, &entry.publisher)?;
                let by_name =
                    NamePattern::parse(text)?.fits(&entry.name) || known.name.eq_ignore_ascii_case(text);
                Some(when.software.as_ref() == Some(&known.id) || by_name)
            };
            Some(all.iter().any(|entry| fits(entry) == Some(true)))
        };
        let answers: Vec<Option<bool>> = when
            .asked()
            .map(|(what, text)| match what {
                "name" => said(&facts.identity.name, text),
                "maker" => said(&facts.hardware.maker, text),
                "model" => said(&facts.hardware.model, text),
                "domain" => said(facts.identity.domain.as_deref().unwrap_or_default(), text),
                "program" => runs(text),
                other => panic!("{other} is asked for, and nobody knows how"),
            })
            .collect();
        match answers.contains(&Some(false)) {
            true => Some(false),
            false => (!answers.contains(&None)).then_some(true),
        }
    }

    #[test]
    fn all_that_is_asked_has_to_fit_and_what_is_not_told_is_unknown() {
        let ct = device(1, "CT-01", "Siemens", Some("ScanWorks 4"));
        let bare = device(2, "CT-02", "", None);
        check(&named("ct-*"), &ct, Some(true));
        check(&named("MR-*"), &ct, Some(false));
        check(&PinWhen { maker: "siemens*".to_owned(), ..named("CT-*") }, &ct, Some(true));
        check(&PinWhen { maker: "siemens*".to_owned(), ..named("CT-*") }, &bare, None);
        check(&PinWhen { maker: "siemens*".to_owned(), ..named("MR-*") }, &bare, Some(false));
        check(&running("ScanWorks*"), &ct, Some(true));
        check(&running("scan console"), &ct, Some(true));
        check(&running("Other*"), &ct, Some(false));
        check(&running("ScanWorks*"), &bare, None);
        check(&PinWhen { program: "ScanWorks*".to_owned(), ..named("CT-*") }, &bare, None);
        check(&PinWhen { program: "ScanWorks*".to_owned(), ..named("MR-*") }, &bare, Some(false));
        check(&PinWhen::default(), &ct, None);
        check(&named("*"), &ct, None);
    }

    #[test]
    fn model_and_domain_are_held_against_what_the_machine_says_of_each() {
        let mut ct = device(1, "CT-01", "Siemens", None);
        ct.brief.hardware.model = "Somatom 7".to_owned();
        ct.brief.identity.domain = Some("imaging.fixture.example".to_owned());
        let model = |text: &str| PinWhen { model: text.to_owned(), ..PinWhen::default() };
        let domain = |text: &str| PinWhen { domain: text.to_owned(), ..PinWhen::default() };
        check(&model("somatom*"), &ct, Some(true));
        check(&model("imaging*"), &ct, Some(false));
        check(&domain("imaging.*"), &ct, Some(true));
        check(&domain("somatom*"), &ct, Some(false));
        check(&domain("imaging.*"), &device(2, "CT-02", "", None), None);
    }

    #[test]
    fn a_person_stands_over_rules_and_the_first_rule_counts() {
        let mut devices = [
            device(1, "CT-01", "", None),
            device(2, "CT-02", "", None),
            device(3, "CT-03", "", None),
            device(4, "PC-1", "", None),
        ];
        devices[1].pin = Some(pin("a person"));
        devices[2].is_unpinned = true;
        pin_by_rules(&[rule(3, named("CT-*")), rule(7, named("CT-01"))], &map(), &mut devices);
        let says: Vec<_> =
            devices.iter().map(|d| (d.pin.as_ref().map(|p| p.what.as_str()), d.pinned_by)).collect();
        assert_eq!(says, [(Some("rule 3"), Some(3)), (Some("a person"), None), (None, None), (None, None)]);
        let preview = preview_pin_rule(&named("*-0?"), &map(), &devices);
        assert_eq!((preview.marks.len(), preview.n_said, preview.n_ruled, preview.n_untold), (0, 2, 1, 0));
    }

    #[test]
    fn a_preview_names_what_it_marks_and_changes_nothing() {
        let devices = [device(1, "CT-02", "", None), device(2, "ct-01", "", None), device(3, "", "", None)];
        let preview = preview_pin_rule(&named("CT-*"), &map(), &devices);
        let names: Vec<&str> = preview.marks.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!((names, preview.n_untold), (vec!["ct-01", "CT-02"], 1));
    }

    #[test]
    fn rules_that_would_mark_everything_are_refused() {
        assert_eq!(check_pin_when(&PinWhen::default()), Err(PinRuleError::AsksNothing));
        for text in ["*", "??", "--"] {
            assert!(
                matches!(check_pin_when(&named(text)), Err(PinRuleError::Pattern { what: "name", .. })),
                "{text}"
            );
        }
        assert_eq!(check_pin_when(&named("CT-*")), Ok(()));
        assert!(PinRuleError::AsksNothing.to_string().ends_with("Fill in at least one field"));
        let long = PinWhen { maker: "m".repeat(MOST_PATTERN + 1), ..named("CT-*") };
        let error = check_pin_when(&long).err();
        assert_eq!(error, Some(PinRuleError::TooLong { what: "maker" }));
        assert_eq!(error.map(|e| e.key()), Some("maker"));
    }

    #[test]
    fn the_catalog_suggests_and_marks_nothing() {
        let devices = [
            device(1, "A", "", Some("ScanWorks 4")),
            device(2, "B", "", Some("ScanWorks 5")),
            device(3, "C", "", Some("Word")),
        ];
        let suggestions = suggest_pin_rules(&map(), &devices);
        assert_eq!(
            suggestions.iter().map(|s| (s.program.as_str(), s.n)).collect::<Vec<_>>(),
            [("Scan console", 2)]
        );
        let mut marked = devices;
        pin_by_rules(&[rule(1, running(&suggestions[0].program))], &map(), &mut marked);
        assert_eq!(marked.iter().filter(|d| d.pin.is_some()).count(), 2);
        assert_eq!(suggest_pin_rules(&map(), &marked), []);
    }

    #[test]
    fn a_rule_keeps_its_program_when_the_catalog_calls_it_otherwise() {
        let when = tie_pin_when(&running("scan CONSOLE"), &map());
        assert_eq!(when.software.as_ref().map(ToString::to_string).as_deref(), Some("scan-console"));
        assert_eq!(tie_pin_when(&running("ScanWorks*"), &map()).software, None);
        let mut later = program();
        later.name = "Scanner desk".to_owned();
        let mut devices = [device(1, "A", "", Some("ScanWorks 4")), device(2, "B", "", Some("Word"))];
        pin_by_rules(&[rule(1, when)], &SoftwareMap::new(&[later]), &mut devices);
        assert_eq!(devices.map(|d| d.pinned_by), [Some(1), None]);
    }

    proptest! {
        #[test]
        fn the_quick_way_marks_what_each_rule_alone_marks(
            machines in proptest::collection::vec(
                ("[a-b]{0,2}", "[m-n]{0,1}", "[m-n]{0,1}", proptest::option::of("[m-n]{0,1}"), proptest::option::of("(ScanWorks [0-3])|Word")), 0..8),
            asks in proptest::collection::vec(
                ("[a-b*]{0,2}", "[m-n]{0,1}", "[m-n]{0,1}", "[m-n]{0,1}", "(|ScanWorks \\*|ScanWorks 1|scan console|Word)"), 0..5),
        ) {
            let mut devices: Vec<Device> = machines.iter().enumerate().map(|(n, (name, maker, model, domain, program))| {
                let mut device = device(n as i64, name, maker, program.as_deref());
                device.brief.hardware.model.clone_from(model);
                device.brief.identity.domain.clone_from(domain);
                device
            }).collect();
            let when = |(name, maker, model, domain, program): &(String, String, String, String, String)| {
                let when = PinWhen {
                    name: name.clone(),
                    maker: maker.clone(),
                    model: model.clone(),
                    domain: domain.clone(),
                    program: program.clone(),
                    ..PinWhen::default()
                };
                tie_pin_when(&when, &map())
            };
            let rules: Vec<PinRule> = asks.iter().enumerate().map(|(n, asks)| rule(n as i64, when(asks))).collect();
            let expect: Vec<Option<i64>> = devices.iter().map(|d| {
                rules.iter().find(|r| by_one(&r.when, &map(), &d.brief) == Some(true)).map(|r| r.id)
            }).collect();
            pin_by_rules(&rules, &map(), &mut devices);
            prop_assert_eq!(devices.iter().map(|d| d.pinned_by).collect::<Vec<_>>(), expect);
        }

        #[test]
        fn a_rule_marks_what_its_preview_says(names in proptest::collection::vec("[a-cA-C0-2-]{0,5}", 0..8), pattern in "[a-c0-2*?-]{0,4}") {
            let mut devices: Vec<Device> = names.iter().enumerate().map(|(n, name)| device(n as i64, name, "", None)).collect();
            let preview = preview_pin_rule(&named(&pattern), &map(), &devices);
            pin_by_rules(&[rule(1, named(&pattern))], &map(), &mut devices);
            prop_assert_eq!(devices.iter().filter(|d| d.pinned_by == Some(1)).count(), preview.marks.len());
        }
    }
}
