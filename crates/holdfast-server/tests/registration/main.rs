//! The public portal and registration, in process: what a visitor sees on every path, good and bad.

mod check;
mod draft;
mod hostile;
mod join;
mod many;
mod proof;
mod side_by_side;

use holdfast_testkit::{Answer, Browser, Portal};

/// Good answers to every question, by page.
const PAGES: &[(&str, &[(&str, &str)])] = &[
    (
        "hospital",
        &[
            ("legal_name", "Fixture Memorial Hospital"),
            ("hospital_type", "cah"),
            ("ownership", "nonprofit_private"),
        ],
    ),
    ("independence", &[("independence", "independent")]),
    ("beds", &[("licensed_beds", "18")]),
    ("users", &[("staffed_users", "120")]),
    (
        "windows",
        &[("windows_11", "40"), ("windows_10_22h2", "60"), ("windows_10_other", ""), ("servers", "6")],
    ),
    ("mail-domain", &[("mail_domain", "fixturememorial.example")]),
    ("security", &[("plan", "business"), ("products", "An antivirus")]),
    (
        "contact",
        &[
            ("name", "Ann Lee"),
            ("role", "it"),
            ("email", "ann@fixturememorial.example"),
            ("phone", "(555) 555-0142"),
        ],
    ),
    ("consent", &[("share_with_assessor", "yes"), ("count_in_totals", "yes")]),
];

/// Answers one page as a browser would: opens it, keeps its hidden fields, types these.
async fn answer(browser: &mut Browser, page: &str, typed: &[(&str, &str)]) -> Answer {
    let path = format!("/register/{page}");
    let shown = browser.get(&path).await;
    shown.is(200);
    browser.fill_in(&path, &shown, typed).await
}

/// Registers Fixture Memorial with one page answered otherwise, up to but without sending.
async fn filled_in(browser: &mut Browser, otherwise: (&str, &[(&str, &str)])) {
    browser.post("/register", &[("ccn", "991301")]).await.is(303);
    for (page, typed) in PAGES {
        let typed = if *page == otherwise.0 { otherwise.1 } else { typed };
        answer(browser, page, typed).await.is(303);
    }
}

/// Registers and sends, as [`filled_in`].
async fn registered(browser: &mut Browser, otherwise: (&str, &[(&str, &str)])) -> Answer {
    filled_in(browser, otherwise).await;
    let done = browser.post_and_follow("/register/send", &[]).await;
    done.is(200).shows("Registration sent");
    done
}

/// Registers, sends, and follows the link that proves the mailbox.
async fn confirmed(portal: &Portal, otherwise: (&str, &[(&str, &str)])) -> Answer {
    registered(&mut portal.browser(), otherwise).await;
    let link = portal.mailed_link("prove-mailbox").await;
    let done = portal.browser().post(&link, &[]).await;
    done.is(200);
    done
}

/// The contact page filled in for someone else.
fn contact<'a>(name: &'a str, email: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("role", "it"), ("email", email), ("phone", "(555) 555-9999")]
}
