//! What papers of training say, on a made-up lesson: every block in its place, and nothing that is not on the page.

use crate::catalog::{Asked, Bilingual, LabProof, LessonKind, LessonOption, List, Manner, MeasureId, Piece};
use crate::decide::made_up;

use super::*;

fn text(words: &str) -> Text {
    Text(vec![Piece { manner: Manner::Plain, text: words.to_owned() }])
}

fn page(lead: &str) -> Vec<Block> {
    let option = |is_right, says: &str| LessonOption {
        is_right,
        says: text(&format!("{lead} {says}")),
        answer: text("told afterwards"),
    };
    let asked = |asks: &str| Asked {
        asks: text(&format!("{lead} {asks}")),
        options: vec![option(false, "no"), option(true, "yes")],
    };
    let steps = List { is_ordered: true, items: vec![text(&format!("{lead} step"))] };
    vec![
        Block::Paragraph(text("a story")),
        Block::Choice(asked("choice")),
        Block::DoThisNow(vec![Block::List(steps)]),
        Block::Check(asked("first")),
        Block::Check(asked("second")),
    ]
}

fn lesson(proof: Option<LabProof>) -> Lesson {
    Lesson {
        name: Bilingual::new("Name", "Nombre"),
        behaviour: Bilingual::new("Do it", "Hágalo"),
        proof,
        en: page("en"),
        es: page("es"),
        ..made_up::lesson("fixture", LessonKind::Frontline)
    }
}

#[track_caller]
fn check(lesson: &Lesson, language: Language, expect: &str) {
    let page = LessonPage::of(lesson, language, "https://hold.example/lessons/fixture");
    let now = |block: &Block| match block {
        Block::List(list) => list.items.iter().map(Text::words).collect::<Vec<_>>().join("/"),
        _ => "?".to_owned(),
    };
    let asked = |q: &Question| {
        let options: Vec<String> = q.options.iter().map(Text::words).collect();
        format!("{}: {}", q.asks.words(), options.join("/"))
    };
    let said = [
        format!("{} {}: {}", page.number, page.name, page.behaviour),
        page.do_now.iter().map(now).collect::<Vec<_>>().join(", "),
        page.hand_in.clone().unwrap_or_default(),
        page.questions.iter().map(asked).collect::<Vec<_>>().join(", "),
    ];
    assert_eq!(said.join(" | "), expect);
}

#[test]
fn a_page_for_the_wall_says_what_to_do_and_asks_without_answers() {
    let plain = lesson(None);
    check(
        &plain,
        Language::English,
        "F1 Name: Do it | en step |  | en first: en no/en yes, en second: en no/en yes",
    );
    check(
        &plain,
        Language::Spanish,
        "F1 Nombre: Hágalo | es step |  | es first: es no/es yes, es second: es no/es yes",
    );
    let hand_in = Bilingual::new("A list", "Una lista");
    let lab = lesson(Some(LabProof { measure: MeasureId::new("made-up"), hand_in }));
    check(
        &lab,
        Language::Spanish,
        "F1 Nombre: Hágalo | es step | Una lista | es first: es no/es yes, es second: es no/es yes",
    );
}

#[test]
fn nothing_on_it_tells_which_answer_is_right() {
    let page = LessonPage::of(&lesson(None), Language::English, "");
    let data = serde_json::to_string(&page).expect("JSON");
    assert!(!data.contains("told afterwards") && !data.contains("is_right"), "{data}");
}
