//! The public rules for Windows: all of them load, and each regression event fires the rule it belongs to.

use holdfast_sigma::{JsonEvent, Program, Scratch};

use crate::given::{files_below, public_rules, shared_data};

#[test]
fn every_public_rule_loads() {
    let Some(folder) = shared_data("sigma") else { return };
    let set = public_rules(&folder);
    let refused: Vec<String> = set.rejected.iter().map(|r| format!("{r}")).collect();
    assert_eq!(refused, [""; 0]);
    assert_eq!(set.rules.len(), files_below(&folder, "yml").len());
    for rule in &set.rules {
        assert!(
            rule.about.author.is_some() && rule.about.id.is_some() && rule.about.level.is_some(),
            "{}",
            rule.place
        );
    }
    // Two name placeholders that only a hospital can fill in; every log source is known.
    let waiting: Vec<String> =
        set.waiting().map(|(rule, why)| format!("{}: {why}", rule.about.title)).collect();
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    assert!(waiting.iter().all(|w| w.contains("placeholder")), "{waiting:?}");
}

#[test]
fn each_regression_event_fires_its_rule() {
    let (Some(folder), Some(events)) = (shared_data("sigma"), shared_data("evtx/sigma-regression")) else {
        return;
    };
    let program = Program::compile(public_rules(&folder));
    let mut scratch = Scratch::new();
    let mut missed = Vec::new();
    let mut n_judged = 0;
    for path in files_below(&events, "json") {
        let id = path.file_stem().unwrap().to_str().unwrap();
        let Some(rule) = program.rules().rules.iter().position(|r| r.about.id.as_deref() == Some(id)) else {
            continue;
        };
        let mut fired = false;
        JsonEvent::read_all(&std::fs::read(&path).unwrap(), program.fields(), |event| {
            let hits = program.matches(event, &mut scratch);
            fired |= hits.iter().any(|hit| hit.index() == rule);
            assert_eq!(hits, program.full_scan(event), "{}", path.display());
        })
        .unwrap();
        n_judged += 1;
        if !fired {
            missed.push(path.display().to_string());
        }
    }
    assert!(n_judged > 100, "{n_judged}");
    assert_eq!(missed, [""; 0]);
}
