//! Each page of a learner, with nothing, as usual and full, so that one test renders them all. It stands for nobody.

use askama::Template;
use holdfast_core::catalog::Language;
use holdfast_core::decide::lesson::mark_after;

use super::lesson::{LessonPage, checks};
use super::list::{Line, ListPage};
use super::lost::LostPage;
use super::{Frame, words};
use crate::web::Layout;

const BAD: &str = "<i>bad</i>";

fn line(n: usize) -> Line {
    Line {
        href: format!("/learn/t/lesson-{n}"),
        number: format!("F{n}"),
        name: BAD.to_owned(),
        behaviour: BAD.repeat(20),
        minutes: 4,
        when: BAD.to_owned(),
    }
}

fn list(n: usize, language: Language) -> ListPage {
    ListPage {
        layout: Layout::default(),
        frame: Frame::new("t", language, true),
        hospital: BAD.to_owned(),
        hello: words::hello(language, BAD),
        lead: words::lead(language, n, 12),
        finished: (n > 0).then(|| words::finished(language, BAD)),
        hand_in: (n > 1).then(|| "/hospital/991301/evidence/new?measure=x".to_owned()),
        to_do: (0..n).map(line).collect(),
        done: (0..n / 2).map(line).collect(),
        has_days: n > 0,
    }
}

#[test]
fn every_page_renders_in_both_languages_and_escapes() {
    let catalog = holdfast_catalog::load_embedded().expect("the catalog inside");
    for language in [Language::English, Language::Spanish] {
        let mut pages: Vec<String> =
            [0, 1, 2, 24].map(|n| list(n, language).render().expect("a page")).to_vec();
        for lesson in &catalog.lessons.lessons {
            for before in [&[][..], &[1], &[0, 1, 2]] {
                let chosen = [Some(0), Some(1), None];
                let marked = mark_after(lesson, &before.iter().copied().collect(), &chosen);
                let page = LessonPage {
                    layout: Layout::default(),
                    frame: Frame::new("t", language, false),
                    id: lesson.id.as_str(),
                    number: &lesson.number,
                    minutes: lesson.minutes,
                    name: lesson.name.in_language(language),
                    behaviour: BAD,
                    when: Some(BAD.to_owned()),
                    blocks: lesson.page(language).iter().collect(),
                    checks: checks(lesson, language, &marked, &chosen),
                    n_right: marked.right().len(),
                    says: None,
                    hand_in: None,
                    source: BAD,
                };
                pages.push(page.render().expect("a page"));
            }
        }
        for html in pages {
            assert!(html.contains(&format!("<html lang=\"{}\">", language.key())));
            assert!(!html.contains(BAD) && html.matches("<h1").count() == 1);
            assert!(html.len() < 60_000, "{} bytes", html.len());
        }
    }
    let lost = LostPage { layout: Layout::default() }.render().expect("a page");
    assert!(lost.contains("Ask your manager") && lost.contains("Este enlace no funciona"));
}

#[test]
fn an_address_holds_nothing_but_plain_letters() {
    assert_eq!(Frame::new("ab\"><script>-_9", Language::English, true).home, "/learn/abscript-_9");
    assert_eq!(Frame::new(&"x".repeat(900), Language::English, true).home.len(), 7 + 64);
}
