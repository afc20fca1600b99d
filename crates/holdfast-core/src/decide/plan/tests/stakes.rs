//! What is at stake for care, said beside the dollars: days of the catalog, people of the model, and no price.

use super::*;
use crate::decide::care::{AtStake, Count};

fn care(people: Option<Count>) -> AtStake {
    AtStake {
        days: 21,
        people,
        beyond_30: people.map(|_| Count::default()),
        is_at_least: false,
        says: String::new(),
        not_known: Vec::new(),
        sources: Vec::new(),
    }
}

/// The made-up catalog's scenarios with these days, low, likely and high; what is said of them.
#[track_caller]
fn check_said(days: &[[u32; 3]], care: Option<&AtStake>, expected: &str) {
    let mut catalog = catalog(&[]);
    let one = catalog.scenarios[0].clone();
    let scenario = |(n, days): (usize, &[u32; 3])| Scenario {
        id: ScenarioId::new(&format!("trouble-{n}")),
        name: format!("Trouble {n}"),
        days_down: (*days).into(),
        ..one.clone()
    };
    catalog.scenarios = days.iter().enumerate().map(scenario).collect();
    let plan = draft(&catalog, &posture(&catalog, ""), &means());
    let got = stakes(&catalog, &plan, care);
    assert_eq!(got.says, expected);
    assert!(!got.says.contains('$'), "no price: {}", got.says);
    assert!(got.scenarios.iter().all(|s| s.days_down.high > 0), "{:?}", got.scenarios);
}

#[test]
fn days_are_the_catalogs_and_people_the_models() {
    let known = care(Some(Count { low: 900, mid: 1_000, high: 1_200 }));
    check_said(
        &[[3, 14, 30], [0, 0, 0], [4, 16, 35]],
        Some(&known),
        "Systems are down in 2 of 3 kinds of trouble, for 3 to 35 days; longest, likely 16 days, in trouble 2. If the \
         emergency department shuts meanwhile, 1,000 people (900 to 1,200) lose their nearest one, and nobody is then \
         farther than 30 minutes from one.",
    );
    check_said(
        &[[0, 0, 0]],
        Some(&known),
        "In no kind of trouble that the plan works against are systems down.",
    );
}

#[test]
fn people_who_are_not_known_are_said_not_to_be() {
    let lead = "Systems are down in 1 of 1 kinds of trouble, for 1 day; longest, likely 1 day, in trouble 0.";
    check_said(
        &[[1, 1, 1]],
        Some(&care(None)),
        &format!(
            "{lead} If the emergency department shuts meanwhile, how many people lose their nearest one is not known."
        ),
    );
    check_said(&[[1, 1, 1]], None, &format!("{lead} Who loses care is not reckoned here."));
}

#[test]
fn nobody_on_file_is_said_and_each_trouble_has_its_days() {
    let catalog = catalog(&["one closes=a usd=10 hours=1 cut=remote:50"]);
    let plan = draft(&catalog, &posture(&catalog, ""), &means());
    let got = stakes(&catalog, &plan, Some(&care(Some(Count::default()))));
    assert!(got.says.contains("nobody on file loses their nearest one"), "{}", got.says);
    assert_eq!(got.scenarios[0].days_in_words(), "10 days (2 to 20)");
}
