//! A made-up lesson, then broken in one way after another: its pages, what they lack, what differs between languages, and packs that
//! ask for too much.

use super::*;

const LESSON: &str = r#"
id = "cards"
number = "F1"
kind = "frontline"
minutes = 20
since = "2026-08-01"
helps = ["mfa"]
source = "Made up for tests"
verified_on = "2026-08-01"

[name]
en = "Cards"
es = "Tarjetas"

[behaviour]
en = "Put cards away."
es = "Guarde las tarjetas."
"#;

const PACKS: &str = r#"
[[pack]]
id = "porters"
lessons = ["cards"]
first_due_days = 14
retest_days = 140
source = "Made up for tests"
verified_on = ""

[pack.name]
en = "Porters"
es = "Porteros"

[pack.who]
en = "Who opens doors."
es = "Quien abre puertas."
"#;

const ENGLISH: &str = "# Cards

::: scene
It is late.

Lee waits.
:::

::: choice What now?
- [x] Go.
  > Yes.
- [ ] Wait.
  > No.
:::

::: do-this-now
1. Look.
2. Lock.
:::

::: check First?
- [x] A
  > Yes.
- [ ] B
  > No.
:::

::: check Second?
- [ ] A
  > No.
- [x] B
  > Yes.
:::

::: check Third?
- [x] A
  > Yes.
- [ ] B
  > No.
:::
";

fn files() -> Vec<(&'static str, String)> {
    let spanish = ENGLISH.replace("# Cards", "# Tarjetas");
    let own = [
        ("lessons/cards.toml", LESSON.to_owned()),
        ("lessons/cards.en.md", ENGLISH.to_owned()),
        ("lessons/cards.es.md", spanish),
        ("lessons/packs.toml", PACKS.to_owned()),
    ];
    FILES.iter().map(|(path, text)| (*path, (*text).to_owned())).chain(own).collect()
}

/// The errors, without their count, after a text of one file is replaced; of all its lessons' files where `file` is empty.
fn broken_in(file: &str, from: &str, to: &str) -> String {
    let mut files = files();
    let mut n = 0;
    for (path, text) in &mut files {
        if path.starts_with("lessons/") && (file.is_empty() || *path == file) && text.contains(from) {
            *text = text.replacen(from, to, 1);
            n += 1;
        }
    }
    assert!(n > 0, "`{from}` is not in `{file}`");
    said(&files)
}

fn said(files: &[(&str, String)]) -> String {
    match read(files) {
        Ok(_) => "no error".to_owned(),
        Err(errors) => {
            let errors = errors.to_string();
            errors.rsplit_once('\n').map_or(errors.clone(), |(errors, _count)| errors.to_owned())
        }
    }
}

#[track_caller]
fn check(file: &str, from: &str, to: &str, expect: &str) {
    let said = broken_in(file, from, to);
    assert!(said.contains(expect), "`{expect}` is not in:\n{said}");
}

const EN: &str = "lessons/cards.en.md";
const ES: &str = "lessons/cards.es.md";

#[test]
fn a_lesson_reads_as_written() {
    let catalog = read(&files()).unwrap_or_else(|e| panic!("{e}"));
    let lesson = &catalog.lessons.lessons[0];
    assert_eq!((lesson.en.len(), lesson.es.len(), catalog.lessons.packs.len()), (6, 6, 1));
}

#[test]
fn pages_that_are_missing_or_of_no_lesson_are_named() {
    let without = |gone: &str| {
        let mut files = files();
        files.retain(|(path, _)| *path != gone);
        said(&files)
    };
    assert!(
        without(ES).contains("the page is missing; write it to `lessons/cards.es.md`"),
        "{}",
        without(ES)
    );
    let mut files = files();
    files.push(("lessons/sewing.en.md", ENGLISH.to_owned()));
    assert!(said(&files).contains("lessons/sewing.en.md:1:1: the page is of no lesson"), "{}", said(&files));
    check(EN, "# Cards", "# Card", "lessons/cards.en.md:1:1: the title is not the lesson's name, `Cards`");
    check(EN, "It is late.", "---", "lessons/cards.en.md:4:1: a line across");
}

#[test]
fn what_a_page_lacks_is_named() {
    let third = "::: check Third?\n- [x] A\n  > Yes.\n- [ ] B\n  > No.\n:::\n";
    check("", third, "", "lessons/cards.en.md:1:1: a lesson ends with three checks and has no others");
    check("", third, &format!("{third}The end.\n"), "a lesson ends with three checks");
    check("", "::: do-this-now\n1. Look.\n2. Lock.\n:::", "", "a lesson has one `do-this-now`");
    check("", "::: scene\nIt is late.\n\nLee waits.\n:::", "", "a frontline lesson has a scene and a choice");
    check("", "::: scene", "::: proof", "only a lab has a `proof`");
    check("lessons/cards.toml", "kind = \"frontline\"", "kind = \"lab\"", "a lab leaves a proof behind");
    check("lessons/cards.toml", "since = \"2026-08-01\"\n", "", "`since`");
    check("lessons/cards.toml", "since = \"2026-08-01\"", "since = \"soon\"", "`soon` is no day");
}

#[test]
fn both_languages_have_the_same_blocks_in_the_same_order() {
    let differs =
        "lessons/cards.es.md:1:1: the page has other blocks or other right answers than the English one";
    check(ES, "- [x] A\n  > Yes.\n- [ ] B\n  > No.", "- [ ] A\n  > Yes.\n- [x] B\n  > No.", differs);
    check(ES, "::: check First?", "Words.\n\n::: check First?", differs);
    // What stands within a block counts too.
    check(ES, "It is late.\n\nLee waits.", "It is late. Lee waits.", differs);
    check(ES, "1. Look.\n2. Lock.", "1. Look.", differs);
    check(ES, "1. Look.\n2. Lock.", "- Look.\n- Lock.", differs);
    assert_eq!(broken_in(ES, "It is late.", "Es tarde."), "no error");
}

#[test]
fn a_pack_asks_for_45_minutes_at_most() {
    assert_eq!(broken_in("lessons/cards.toml", "minutes = 20", "minutes = 45"), "no error");
    check(
        "lessons/cards.toml",
        "minutes = 20",
        "minutes = 46",
        "lessons/packs.toml:1:1: `porters` takes 46 minutes a year; 45 is the most",
    );
    check("lessons/packs.toml", "[\"cards\"]", "[\"sewing\"]", "sewing");
}
