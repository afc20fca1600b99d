//! Lessons for anybody: both languages, answers marked and kept nowhere.

use holdfast_testkit::Portal;

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
async fn answers_are_marked_and_a_lesson_is_done_when_all_are_right() {
    let portal = Portal::new().await;
    let lesson =
        portal.app.catalog.lessons.lessons.iter().find(|l| l.id.as_str() == "report-it").expect("a lesson");
    let right: Vec<usize> =
        lesson.checks(holdfast_core::catalog::Language::English).filter_map(|asked| asked.right()).collect();
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
