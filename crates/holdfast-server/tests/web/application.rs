//! Applying to a program by its form, in process: what an applicant, a stranger and a reviewer see on every path.

mod apply;
mod come_back;
mod hostile;
mod review;

use holdfast_testkit::{Answer, Browser, Portal};

const PROGRAM: &str = "/programs/ai-for-health";
const APPLY: &str = "/programs/ai-for-health/apply";

/// Good answers to every question that must be answered, by page.
pub(crate) const PAGES: &[(&str, &[(&str, &str)])] = &[
    (
        "about-you",
        &[
            ("organization-name", "Franklin Telehealth Network"),
            ("applicant-kind", "nonprofit"),
            ("based-in-us", "yes"),
            ("contact-name", "Ann Lee, nurse"),
            ("contact-email", "ann@telehealth.example"),
        ],
    ),
    (
        "the-problem",
        &[
            ("focus-area", "telemedicine"),
            ("problem", "Stroke patients wait two hours for a neurologist."),
            ("people-served", "1,200"),
            ("communities", "Copper and Beacon counties."),
        ],
    ),
    (
        "data-and-ethics",
        &[
            ("data-held", "Times of 900 calls, held by us."),
            ("data-access", "yes"),
            ("uses-patient-data", "yes"),
            ("ethics-reviewed", "yes"),
            ("harm", "Patients whose speech the tool was not trained on."),
        ],
    ),
    (
        "team-and-plan",
        &[
            ("team", "Ann Lee, ten hours a week."),
            ("wants-cloud-credit", "yes"),
            ("wants-scientist-hours", "yes"),
            ("wants-cash", "no"),
            ("milestones", "Month 3: a first model."),
            ("will-publish", "yes"),
        ],
    ),
];

/// Starts an application.
async fn started(portal: &Portal) -> Browser {
    let mut browser = portal.browser();
    browser.post_and_follow(APPLY, &[]).await.is(200).shows("Your application").shows("0 of 4 pages done");
    browser
}

/// Answers one page as a browser would: opens it, keeps its hidden fields, types these.
async fn answer(browser: &mut Browser, page: &str, typed: &[(&str, &str)]) -> Answer {
    let path = format!("/application/page/{page}");
    let shown = browser.get(&path).await;
    shown.is(200);
    browser.fill_in(&path, &shown, typed).await
}

/// Answers every page, with some answers otherwise, up to but without sending.
async fn filled_in(portal: &Portal, otherwise: &[(&str, &str)]) -> Browser {
    let mut browser = started(portal).await;
    for (page, typed) in PAGES {
        let typed: Vec<(&str, &str)> = typed
            .iter()
            .map(|(id, usual)| (*id, otherwise.iter().find(|(o, _)| o == id).map_or(*usual, |(_, v)| *v)))
            .collect();
        answer(&mut browser, page, &typed).await.is(303);
    }
    browser
}

/// Applies and sends, as [`filled_in`].
async fn applied(portal: &Portal, otherwise: &[(&str, &str)]) -> Browser {
    let mut browser = filled_in(portal, otherwise).await;
    browser.post_and_follow("/application/send", &[]).await.is(200).shows("Application sent");
    browser
}
