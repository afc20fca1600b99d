//! Lessons for anybody: both languages, answers marked and kept nowhere.

use std::collections::BTreeSet;

use holdfast_core::catalog::Language;
use holdfast_report::CourseKind;
use holdfast_testkit::Portal;

const LANGUAGES: [Language; 2] = [Language::English, Language::Spanish];

#[tokio::test]
async fn every_lesson_is_a_page_in_both_languages() {
    let portal = Portal::new().await;
    let mut anybody = portal.browser();
    let list = anybody.get("/lessons").await;
    list.is(200).shows("For everyone").shows("Report it in five minutes").shows("For IT staff");
    anybody.get("/lessons?lang=es").await.is(200).shows("Para todo el personal");
    for lesson in &portal.app.catalog.lessons.lessons {
        for lang in ["en", "es"] {
            let page = anybody.get(&format!("/lessons/{}?lang={lang}", lesson.id)).await;
            page.is(200);
            assert!(page.body.contains(&format!("<html lang=\"{lang}\">")), "{}", lesson.id);
            assert!(page.body.len() < 60_000, "{} has {} bytes", lesson.id, page.body.len());
            assert_eq!(page.body.matches("<fieldset").count(), 3, "{}", lesson.id);
        }
    }
    anybody.get("/lessons/sewing").await.is(404).shows("There is no such lesson");
}

#[tokio::test]
async fn around_a_lesson_in_spanish_all_is_spanish() {
    let portal = Portal::new().await;
    let mut anybody = portal.browser();
    let page = anybody.get("/lessons/report-it?lang=es").await;
    page.is(200).shows("Iniciar sesión").shows("Ayuda").shows("28 de noviembre de 2026");
    page.hides("Check a hospital").hides("Sign in").hides("November 28, 2026");
    anybody.get("/lessons?lang=es").await.is(200).shows("Iniciar sesión").hides("Check a hospital");
    let page = anybody.get("/lessons/report-it").await;
    page.is(200).shows("Check a hospital").shows("November 28, 2026").hides("Iniciar sesión");
}

#[tokio::test]
async fn a_lesson_is_a_page_to_print_in_both_languages() {
    let portal = Portal::new().await;
    let mut anybody = portal.browser();
    let lesson = anybody.get("/lessons/report-it?lang=es").await;
    assert!(lesson.is(200).body.contains("href=\"/lessons/report-it/page.pdf?lang=es\""));
    let mut seen = Vec::new();
    for path in ["/lessons/report-it/page.pdf", "/lessons/report-it/page.pdf?lang=es"] {
        for call in ["", "/api/v1"] {
            let page = anybody.get(&format!("{call}{path}")).await;
            page.is(200);
            assert_eq!(page.headers["content-type"], "application/pdf");
            assert!(page.body.starts_with("%PDF-1.7"));
            seen.push(page.body.clone());
        }
    }
    assert!(seen[0] == seen[1] && seen[2] == seen[3], "page and call give the same bytes");
    assert_ne!(seen[0], seen[2]);
    let made = portal.app.lesson_paper("report-it", Language::Spanish).expect("a page");
    assert!(made.name == "F1-report-it.es.pdf" && made.bytes.len() < 120_000, "{}", made.bytes.len());
    anybody.get("/lessons/sewing/page.pdf").await.is(404).shows("There is no such lesson");
    anybody.get("/lessons/report-it/page.pdf?lang=xx").await.is(400).shows("Ask for lang=en or lang=es");
    anybody.get("/api/v1/lessons/sewing/page.pdf").await.is(404);
}

#[tokio::test]
async fn answers_are_marked_and_a_lesson_is_done_when_all_are_right() {
    let portal = Portal::new().await;
    let lesson =
        portal.app.catalog.lessons.lessons.iter().find(|l| l.id.as_str() == "report-it").expect("a lesson");
    let right: Vec<usize> = lesson.checks(Language::English).filter_map(|asked| asked.right()).collect();
    let at = |chosen: &[usize]| {
        let query: String =
            chosen.iter().enumerate().map(|(i, c)| format!("&c{}={}", i + 1, c + 1)).collect();
        format!("/lessons/report-it?lang=en{query}")
    };
    let mut anybody = portal.browser();
    anybody.get("/lessons/report-it").await.is(200).shows("Three questions").hides("You are done");
    anybody.get(&at(&right)).await.is(200).shows("All three are right. You are done.");
    let wrong = [right[0], (right[1] + 1) % 3, right[2]];
    let page = anybody.get(&at(&wrong)).await;
    page.is(200).shows("Not all three are right yet").shows("Not this one.").hides("You are done");
    anybody.get(&at(&right[..1])).await.is(200).shows("Not all three are right yet");
    for hostile in ["&c1=0", "&c1=99999999999999999999", "&c1=%3Cscript%3E", "&lang=xx"] {
        anybody.get(&format!("/lessons/report-it?x=1{hostile}")).await.is(200).hides("You are done");
    }
}

#[tokio::test]
async fn every_lesson_is_a_package_of_each_kind_in_both_languages() {
    let portal = Portal::new().await;
    let mut names = BTreeSet::new();
    for lesson in &portal.app.catalog.lessons.lessons {
        for (kind, language) in CourseKind::ALL.into_iter().flat_map(|k| LANGUAGES.map(|l| (k, l))) {
            let made = portal.app.lesson_package(lesson.id.as_str(), language, kind).expect("a package");
            assert!(made.bytes.starts_with(b"PK\x03\x04"), "{}", made.name);
            assert!(made.bytes.len() < 60_000, "{} has {} bytes", made.name, made.bytes.len());
            names.insert(made.name);
        }
    }
    assert_eq!(names.len(), 24 * 3 * 2, "each has a name of its own");
    let mut anybody = portal.browser();
    let page = anybody.get("/lessons/report-it?lang=es").await;
    page.is(200).shows("Llévela a su propio sistema").shows("SCORM 2004").shows("funciona en casi todos");
    let saved = anybody.get("/lessons/report-it/package.zip?kind=cmi5&lang=es").await;
    saved.is(200);
    let header =
        |name: &str| saved.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/zip");
    assert_eq!(header("content-disposition"), "attachment; filename=\"F1-report-it-cmi5-es.zip\"");
    anybody.get("/lessons/report-it/package.zip").await.is(200);
}

#[tokio::test]
async fn a_package_that_there_is_not_is_said_in_words() {
    let portal = Portal::new().await;
    let mut anybody = portal.browser();
    anybody.get("/lessons/sewing/package.zip").await.is(404).shows("There is no such lesson");
    for wrong in ["kind=aicc", "kind=SCORM12", "lang=latin", "kind=%3Cscript%3Ealert"] {
        let page = anybody.get(&format!("/lessons/report-it/package.zip?{wrong}")).await;
        page.is(400).shows("There is no such package").hides("<script>alert");
    }
}
