//! What drills are made of: each mistake at its place, and those of this release hold together.

use super::*;

#[test]
fn each_mistake_in_a_drill_is_named_at_its_place() {
    let changes = [
        ("dark = \"us\"", "dark = \"them\""),
        ("down = [\"drawer\"]", "down = [\"drawr\"]"),
        ("down = [\"drawer\"]", "down = [\"drawer\"]\neverything_down = true"),
        ("lost = [\"The cards.\"]", "lost = []"),
        ("first_day = [\"Write new cards.\"]\n", ""),
        ("forms = [\"card\"]", "forms = [\"cards\"]"),
        ("minute = 5", "minute = 500"),
        ("[[inject]]", "[[injects]]"),
        (
            "expect = \"Somebody looks.\"",
            "expect = \"Somebody looks.\"\n[[inject]]\nminute = 4\nstory_time = \"-\"\nsays = \"-\"\nexpect = \"-\"",
        ),
        ("called_by = \"porter\"", "called_by = \"portr\""),
        ("called_by = \"porter\"", "called_by = \"payer\""),
        ("only_for = [\"cards-burnt\"]", "only_for = [\"cards-burn\"]"),
        ("contact = \"franklin-insurer\"", "contact = \"franklin-insuror\""),
        ("contact = \"franklin-insurer\"\n", ""),
        ("by = \"at_once\"", "by = \"soon\""),
        ("fields = [\"Name\", \"Born\"]", "fields = []"),
        ("blank_rows = 12", "blank_rows = 400"),
        (
            "columns = [\"Time\", \"What\"]",
            "columns = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"10\"]",
        ),
        ("part = \"first\"", "part = \"last\""),
        ("id = \"porter\"", "id = \"payer\""),
    ];
    insta::assert_snapshot!(answers(&changes));
}

/// What people print holds together: every form is used, whoever is called has a reason, and each part of the list on waivers has lines.
#[test]
fn the_drills_of_this_release_are_whole() {
    use holdfast_core::catalog::{WaiverPart, WhoIsDark};
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let drills = &catalog.drills;
    assert!(drills.drills.len() >= 5, "{} scenarios", drills.drills.len());
    assert!(drills.drills.iter().any(|d| d.dark == WhoIsDark::Neighbour));
    for drill in &drills.drills {
        assert!(drill.injects.len() >= 4 && drill.look_at.len() >= 3, "{} is too thin", drill.id);
        assert!(drill.injects.windows(2).all(|w| w[0].minute < w[1].minute), "{}", drill.id);
        let takes_all = drill.is_everything || !drill.down.is_empty();
        assert_eq!(takes_all, drill.dark == WhoIsDark::Us, "{} takes nothing down, or too much", drill.id);
    }
    for form in &drills.forms {
        assert!(drills.drills.iter().any(|d| d.forms.contains(&form.id)), "nobody prints {}", form.id);
    }
    assert!(drills.calls.len() >= 15, "{} calls", drills.calls.len());
    let roots = drills.calls.iter().filter(|c| c.called_by.is_none()).count();
    assert_eq!(roots, 1, "one is called by whoever sees it first");
    for part in WaiverPart::ALL {
        assert!(drills.waiver.iter().any(|p| p.part == part), "no line on {}", part.title());
    }
    for id in ["two-declarations", "attack-alone", "emtala-72-hours", "beds-and-96-hours"] {
        assert!(drills.waiver.iter().any(|p| p.id.as_str() == id), "{id} is not told");
    }
}

/// Patients come before cables, and whoever calls somebody is in the same tree.
#[test]
fn a_drill_begins_with_patients_and_calls_whom_its_scenario_needs() {
    use holdfast_core::catalog::WhoIsDark;
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let drills = &catalog.drills;
    for drill in &drills.drills {
        let pulls = drill.first_hour.iter().find(|line| line.starts_with("Unplug"));
        assert_eq!(
            pulls, None,
            "{}: what hangs on a cable is known to IT and the person in charge",
            drill.id
        );
        let first = drill.first_hour.first().map(String::as_str).unwrap_or_default();
        assert!(!drill.is_everything || first.contains("patients"), "{}: {first}", drill.id);
        let tree: Vec<&str> = drills.calls_of(&drill.id).map(|call| call.id.as_str()).collect();
        for by in drills.calls_of(&drill.id).filter_map(|call| call.called_by.as_ref()) {
            assert!(tree.contains(&by.as_str()), "{}: {by} calls, and nobody calls them", drill.id);
        }
        let is_attack = drill.id.as_str() == "network-encrypted";
        for told_of_an_attack in ["fbi", "cisa", "other-vendors"] {
            assert_eq!(tree.contains(&told_of_an_attack), is_attack, "{}: {told_of_an_attack}", drill.id);
        }
        assert_eq!(drill.dark == WhoIsDark::Us, tree.contains(&"wards"), "{}: paper, or not", drill.id);
    }
}

/// A day of checking stands beside what was checked, and never beside what is our own.
#[test]
fn our_own_advice_is_not_said_to_be_verified() {
    let catalog = load_embedded().unwrap_or_else(|e| panic!("{e}"));
    let drills = &catalog.drills;
    let rows = drills.drills.iter().map(|d| (d.id.as_str(), &d.provenance));
    let rows = rows.chain(drills.forms.iter().map(|f| (f.id.as_str(), &f.provenance)));
    let rows = rows.chain(drills.calls.iter().map(|c| (c.id.as_str(), &c.provenance)));
    let rows = rows.chain(drills.waiver.iter().map(|p| (p.id.as_str(), &p.provenance)));
    for (id, provenance) in rows {
        let is_own = [" our own", "from memory"].iter().any(|words| provenance.source.contains(words));
        assert!(!is_own || provenance.verified_on.is_none(), "{id}: {}", provenance.source);
    }
}
