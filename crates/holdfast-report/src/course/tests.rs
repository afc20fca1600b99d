//! Packages: sound XML, nothing missing and nothing from elsewhere, the same bytes twice, hostile text as text.

use std::io::{Cursor, Read as _};

use holdfast_core::catalog::{
    Asked, Bilingual, Block, LabProof, LessonId, LessonKind, LessonOption, List, Manner, MeasureId, Piece,
    Provenance, Text,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

/// A lesson with every kind of block, each holding this text.
fn lesson(text: &str) -> Lesson {
    let both = || Bilingual::new(text, text);
    let said = |text: &str| {
        let piece = |manner| Piece { manner, text: text.to_owned() };
        Text([Manner::Plain, Manner::Strong, Manner::Stress, Manner::Code].map(piece).into())
    };
    let option = |is_right| LessonOption { is_right, says: said(text), answer: said(text) };
    let asked =
        |right: usize| Asked { asks: said(text), options: (0..3).map(|i| option(i == right)).collect() };
    let paragraph = || Block::Paragraph(said(text));
    let list = |is_ordered| Block::List(List { is_ordered, items: vec![said(text), said(text)] });
    let page = vec![
        paragraph(),
        Block::Heading(said(text)),
        list(false),
        list(true),
        Block::Scene(vec![paragraph()]),
        Block::Choice(asked(0)),
        Block::DoThisNow(vec![list(true)]),
        Block::Proof(vec![paragraph()]),
        Block::Check(asked(2)),
        Block::Check(asked(0)),
        Block::Check(asked(1)),
    ];
    Lesson {
        id: LessonId::new("fixture-lesson"),
        number: "L1".to_owned(),
        kind: LessonKind::Lab,
        minutes: 4,
        since: holdfast_core::Date::constant(2020, 1, 1),
        helps: Vec::new(),
        name: both(),
        behaviour: both(),
        proof: Some(LabProof { measure: MeasureId::new("fixture"), hand_in: both() }),
        en: page.clone(),
        es: page,
        provenance: Provenance { source: text.to_owned(), verified_on: None },
    }
}

fn every() -> impl Iterator<Item = (Language, CourseKind)> {
    let both = [Language::English, Language::Spanish];
    both.into_iter().flat_map(|language| CourseKind::ALL.map(|kind| (language, kind)))
}

/// What is in a package, by name.
fn unzipped(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut read = |i| {
        let mut file = zip.by_index(i).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        (file.name().expect("a name").into_owned(), text)
    };
    (0..4).map(&mut read).collect()
}

/// Names of elements, and attributes with their values.
type Read = (Vec<String>, Vec<(String, String)>);

/// Elements with their attributes; an error where it is no XML.
fn read_xml(xml: &str) -> Result<Read, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut names, mut attributes, mut depth) = (Vec::new(), Vec::new(), 0_u32);
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        if let Event::Start(e) | Event::Empty(e) = &event {
            names.push(e.name().0.to_owned());
            for attribute in e.attributes() {
                let a = attribute.map_err(|e| e.to_string())?;
                attributes.push((a.key.0.to_owned(), a.value.into_owned()));
            }
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
            Event::Eof => return Ok((names, attributes)),
            _ => {}
        }
    }
}

#[test]
fn the_same_lesson_gives_the_same_bytes_and_another_gives_others() {
    for (language, kind) in every() {
        let made = |text: &str| course_package(&lesson(text), language, kind).expect("a package");
        assert_eq!(made("Report it"), made("Report it"));
        assert_ne!(made("Report it"), made("Report"));
    }
}

#[test]
fn a_package_is_called_by_lesson_kind_and_language() {
    let name = |lesson: &Lesson| course_file_name(lesson, Language::Spanish, CourseKind::Scorm2004);
    assert_eq!(name(&lesson("x")), "L1-fixture-lesson-scorm2004-es.zip");
    let hostile = Lesson { id: LessonId::new("../../etc"), number: "..\\".to_owned(), ..lesson("x") };
    assert_eq!(name(&hostile), "----------etc-scorm2004-es.zip");
}

#[test]
fn the_manifest_is_sound_and_lists_each_file_that_is_there() {
    for (language, kind) in every() {
        let files = unzipped(course_package(&lesson("A & B <c>"), language, kind).expect("a package"));
        let (manifest, xml) = &files[0];
        let (names, attributes) = read_xml(xml).expect("sound XML");
        let listed: Vec<&str> =
            attributes.iter().filter(|(name, _)| name == "href").map(|(_, v)| v.as_str()).collect();
        let there: Vec<&str> = files[1..].iter().map(|(name, _)| name.as_str()).collect();
        if kind == CourseKind::Cmi5 {
            assert_eq!(manifest, "cmi5.xml");
            assert!(xml.contains("<url>index.html</url>") && xml.contains("masteryScore=\"1.0\""), "{xml}");
            assert!(xml.contains(&format!("lang=\"{}\"", language.key())), "{xml}");
        } else {
            assert_eq!(manifest, "imsmanifest.xml");
            assert_eq!(listed, [&["index.html"][..], &there].concat(), "the page, then each file");
            assert_eq!(names.iter().filter(|name| *name == "item").count(), 1);
        }
        assert!(!xml.contains("masteryscore"), "a system's own judgement would undo the lesson's");
    }
}

#[test]
fn xml_that_is_not_sound_is_found_out() {
    for broken in ["<a><b></a>", "<a", "<a><b/>", "<a b=c/>", "<a b=\"1\" b=\"2\"/>"] {
        assert!(read_xml(broken).is_err(), "{broken}");
    }
}

#[test]
fn nothing_is_asked_of_elsewhere() {
    for (language, kind) in every() {
        let files =
            unzipped(course_package(&lesson("see https://example.org"), language, kind).expect("made"));
        let there: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        let page = &files[1].1;
        for (from, _) in page.match_indices(" href=\"").chain(page.match_indices(" src=\"")) {
            let value = page[from..].split('"').nth(1).expect("a value");
            assert!(value.starts_with('#') || value == "data:," || there.contains(&value), "{value}");
        }
        assert!(page.contains("see https://example.org"), "an address in a text stays a text");
        assert!(!page.contains("<script>") && !page.contains(" style=\"") && !page.contains(" onclick"));
        let style = &files[2].1;
        assert!(!style.contains("url(") && !style.contains("@import"), "{style}");
        let script = &files[3].1;
        for never in ["innerHTML", "eval(", "document.write", "import("] {
            assert!(!script.contains(never), "{never}");
        }
        let tells = script.contains("fetch(");
        assert_eq!(tells, kind == CourseKind::Cmi5, "cmi5 alone asks by the network, where its launch says");
    }
}

#[test]
fn a_page_has_all_blocks_and_one_answer_for_each_option() {
    let page = page::page(&lesson("Say"), Language::Spanish);
    for part in
        ["<html lang=\"es\">", "<h1>", "class=\"scene\"", "class=\"do-now\"", "<ol>", "id=\"no-script\""]
    {
        assert!(page.contains(part), "{part}");
    }
    let n = |part: &str| page.matches(part).count();
    assert_eq!((n("<fieldset"), n("type=\"radio\""), n("class=\"told\"")), (3, 9, 9));
    assert_eq!((n(" data-right>"), n("<details>"), n("Say</b>")), (3, 3, n("<em>Say</em>")));
    assert!(page.contains("id=\"q1-3\" name=\"q1\" value=\"3\" data-told=\"q1-3-told\" data-right>"));
    assert!(!page.contains("checked>"), "nothing is answered before");
}

/// Only elements of the standards: a name of our own could mean something else to a system.
#[test]
fn only_elements_of_the_standards_are_used() {
    const KNOWN: &[&str] = &[
        "cmi.core.lesson_mode",
        "cmi.core.lesson_location",
        "cmi.core.lesson_status",
        "cmi.core.exit",
        "cmi.core.session_time",
        "cmi.core.score.min",
        "cmi.core.score.max",
        "cmi.core.score.raw",
        "cmi.suspend_data",
        "cmi.mode",
        "cmi.location",
        "cmi.exit",
        "cmi.session_time",
        "cmi.completion_status",
        "cmi.success_status",
        "cmi.score.min",
        "cmi.score.max",
        "cmi.score.raw",
        "cmi.score.scaled",
    ];
    for kind in [CourseKind::Scorm12, CourseKind::Scorm2004] {
        let script = script(kind);
        let quoted = script.split('"').filter(|text| text.starts_with("cmi."));
        let strangers: Vec<&str> = quoted.filter(|name| !KNOWN.contains(name)).collect();
        assert!(strangers.is_empty(), "{strangers:?}");
        assert_eq!(script.contains("cmi.core."), kind == CourseKind::Scorm12);
    }
}

/// Passed, and not only completed: a system that counts passes would else never count the lesson. cmi5 ends its sessions too.
#[test]
fn a_lesson_whose_answers_are_right_is_passed_in_each_dialect() {
    let says = |kind, all: &[&str]| {
        let script = script(kind);
        for words in all {
            assert!(script.contains(words), "{kind:?}: {words}");
        }
    };
    let scorm12 = r#"done: [["cmi.core.score.raw", "100"], ["cmi.core.lesson_status", "passed"]]"#;
    says(CourseKind::Scorm12, &[scorm12]);
    let scorm2004 = [r#"["cmi.completion_status", "completed"]"#, r#"["cmi.success_status", "passed"]"#];
    says(CourseKind::Scorm2004, &scorm2004);
    says(CourseKind::Cmi5, &["verbs/completed", "verbs/passed", "verbs/terminated"]);
}

#[track_caller]
fn holds(text: &str) {
    for (language, kind) in every() {
        let files = unzipped(course_package(&lesson(text), language, kind).expect("a package"));
        read_xml(&files[0].1).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        let plain = page::page(&lesson("x"), language);
        let n_tags = |page: &str| page.matches('<').count();
        assert_eq!(n_tags(&files[1].1), n_tags(&plain), "{text:?} is no markup");
        assert_eq!(files[1].1.matches('"').count(), plain.matches('"').count(), "{text:?} ends no attribute");
    }
}

#[test]
fn hostile_text_is_text() {
    for text in [
        "",
        "</script><script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "' x='",
        "]]>",
        "<!--",
        "&lt;&#0;&bogus;",
        "\u{0}\u{1}\u{b}\u{7f}\u{85}",
        "\u{fffe}\u{ffff}\u{202e}\u{1f3e5}",
        "{braces} {{ and }} %s",
    ] {
        holds(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_sound_package(text in any::<String>()) {
        holds(&text);
    }
}
