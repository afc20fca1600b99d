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
