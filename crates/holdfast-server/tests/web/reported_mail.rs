//! Reported mail: what comes in and what its reporter is told, the answer, who may do what, what hospitals share, and TAXII.

use axum::body::Body;
use axum::http::{Request, header};
use holdfast_core::catalog::Language;
use holdfast_core::model::{HospitalScope, Role};
use holdfast_testkit::franklin::{BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, TWO_RIVERS};
use holdfast_testkit::{Answer, Browser, Portal};
use serde_json::Value;

use crate::evidence::upload;
use crate::learn;

/// A lure with a number in it, so that two are two files.
pub(crate) fn lure(number: u32) -> String {
    format!(
        "From: Payroll <payroll@evil-pay.com>\r\nReply-To: collect@other-evil.com\r\nDate: Mon, 02 Mar 2026 11:30:00 +0000\r\n\
         Subject: Your pay stub {number}\r\nContent-Type: text/html\r\n\r\n\
         <p>Open <a href=\"https://login.evil-pay.com/{number}\">www.fixturememorial.org</a></p>\r\n"
    )
}

async fn fixture() -> (Portal, HospitalScope, Browser) {
    let portal = Portal::new().await;
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let ivo = portal.signed_in_as("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    (portal, scope, ivo)
}

fn at(path: &str) -> String {
    format!("/hospital/{FIXTURE_MEMORIAL}/reported-mail{path}")
}

async fn report(browser: &mut Browser, ccn: &str, mail: &str) -> Answer {
    let path = format!("/hospital/{ccn}/reported-mail/new");
    browser.send(upload(&path, &[], Some(("mail.eml", mail.as_bytes())))).await
}

/// The link of the reporter's own page.
fn answer_link(answer: &Answer) -> String {
    let from = answer.body.find("/reported/").unwrap_or_else(|| panic!("no link in {}", answer.body));
    answer.body[from..].split(['"', '?']).next().expect("an address").to_owned()
}

/// The address of the only report on the list.
async fn only_report(browser: &mut Browser, ccn: &str) -> String {
    let list = browser.get(&format!("/hospital/{ccn}/reported-mail")).await;
    let start = format!("/hospital/{ccn}/reported-mail/");
    let all: Vec<&str> = list.body.match_indices(&start).map(|(at, _)| &list.body[at..]).collect();
    let one = all
        .iter()
        .map(|text| text.split('"').next().expect("an address"))
        .find(|text| !text.ends_with("/new"));
    one.unwrap_or_else(|| panic!("no report in {}", list.body)).to_owned()
}

#[tokio::test]
async fn a_report_is_read_answered_and_told() {
    let (portal, _, mut ivo) = fixture().await;
    ivo.get(&at(""))
        .await
        .is(200)
        .shows("Nobody reported a mail in the last 30 days.")
        .shows("Nobody waits.");
    let told = report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await;
    told.is(200).shows("Thank you. This mail looks bad.").shows("Call IT now. Nobody is blamed.");
    told.shows("A link shows www.fixturememorial.org and goes to login.evil-pay.com.");
    let own_page = answer_link(&told);
    let mut stranger = portal.browser();
    stranger.get(&own_page).await.is(200).shows("A person will look at it and answer you.");
    stranger.get(&format!("{own_page}?lang=es")).await.is(200).shows("Una persona lo mirará");

    let page = only_report(&mut ivo, FIXTURE_MEMORIAL).await;
    let shown = ivo.get(&page).await;
    shown
        .is(200)
        .shows("Report 1: Your pay stub 1")
        .shows("hxxps://login.evil-pay[.]com/1")
        .shows("payroll@evil-pay.com");
    assert!(!shown.body.contains("href=\"https://login"), "a lure can be pressed");
    ivo.post(&page, &[("note", "x")]).await.is(422).shows("Choose what the mail is.");
    let long = "y".repeat(501);
    ivo.post(&page, &[("said", "bad"), ("note", &long)]).await.is(422).shows("shorten it").shows(&long);
    let done = ivo.post(&page, &[("said", "bad"), ("note", "Good <catch>.")]).await;
    assert_eq!(done.location(), format!("{page}?done=answered"));
    ivo.post(&page, &[("said", "harmless")]).await.is(409).shows("answered this report before you");
    ivo.get(&page)
        .await
        .shows("Ivo It, Hospital IT answered after less than a minute.")
        .hides("Answer the reporter");
    let answer = stranger.get(&own_page).await;
    answer.is(200).shows("You were right: this mail is bad.").shows("From your IT").shows("Good");
    assert!(!answer.body.contains("<catch>"));
    ivo.get(&at(""))
        .await
        .shows("1 report in the last 30 days.")
        .shows("Half of the answers came within less than a minute.");
}

#[tokio::test]
async fn the_same_file_twice_is_one_report_and_no_mail_is_none() {
    let (_portal, _, mut ivo) = fixture().await;
    report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await.is(200);
    let again = report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await;
    again.is(200).shows("This mail was reported before.");
    assert!(!again.body.contains("/reported/"), "whoever reported it has their link");
    report(&mut ivo, FIXTURE_MEMORIAL, "%PDF-1.7\nno mail").await.is(422).shows("This file is no mail.");
    ivo.send(upload(&at("/new"), &[], None)).await.is(422).shows("Choose the mail to report.");
    ivo.get(&at("")).await.shows("1 report in the last 30 days.");
}

#[tokio::test]
async fn a_learner_reports_by_their_own_link_and_gets_a_letter() {
    let portal = Portal::new().await;
    let (scope, by) = learn::hospital(&portal).await;
    let ana = learn::learner(1, "Mora Vega, Ana", Language::Spanish, "everyone", "2026-03-02");
    learn::list(&portal, (scope, by), &[ana], 0).await;
    let path = learn::link(&portal, (scope, by), 1).await;
    let mut phone = portal.browser();
    phone.get(&path).await.is(200).shows("Avisar de un correo");
    let form = format!("{path}/report-mail");
    phone.get(&form).await.is(200).shows("Nadie le culpa").shows("Avisar");
    phone.send(upload(&form, &[], None)).await.is(422).shows("Elija el correo");
    let told = phone.send(upload(&form, &[], Some(("mail.eml", lure(1).as_bytes())))).await;
    told.is(200).shows("Gracias. Este correo parece malo.");
    assert!(told.headers.get("set-cookie").is_none(), "no cookie is needed");
    let own_page = answer_link(&told);

    let mut dana = portal.signed_in(by).await;
    let page = only_report(&mut dana, FIXTURE_MEMORIAL).await;
    dana.post(&page, &[("said", "bad"), ("note", "")]).await.is(303);
    let mut letters = portal.mails().await.into_iter().map(|mail| mail.new);
    let letter = letters.find(|letter| letter.kind == "mail-report-answer").expect("a letter");
    assert_eq!(
        (letter.kind.as_str(), letter.to.as_str()),
        ("mail-report-answer", "p1@fixturememorial.example")
    );
    assert!(letter.text.contains("You were right") && letter.text.contains("Tenía razón"), "{}", letter.text);
    assert!(!letter.text.contains("evil-pay"), "a letter must not carry the lure on");
    phone.get(&format!("{own_page}?lang=es")).await.is(200).shows("Tenía razón");
    for lost in [
        phone.get("/learn/guessed/report-mail").await,
        phone.send(upload("/learn/guessed/report-mail", &[], Some(("mail.eml", lure(1).as_bytes())))).await,
    ] {
        lost.is(410).shows("This link does not work").shows("Este enlace no funciona");
    }
    phone.get("/reported/guessed").await.is(410);
}

#[tokio::test]
async fn everybody_who_reports_the_same_mail_has_the_answer() {
    let portal = Portal::new().await;
    let (scope, by) = learn::hospital(&portal).await;
    let ana = learn::learner(1, "Mora Vega, Ana", Language::Spanish, "everyone", "2026-03-02");
    let bo = learn::learner(2, "Lee, Bo", Language::English, "everyone", "2026-03-02");
    learn::list(&portal, (scope, by), &[ana, bo], 0).await;
    let mut own_pages = Vec::new();
    for (id, is_again) in [(1, false), (2, true)] {
        let form = format!("{}/report-mail", learn::link(&portal, (scope, by), id).await);
        let mut phone = portal.browser();
        let told = phone.send(upload(&form, &[], Some(("mail.eml", lure(1).as_bytes())))).await;
        assert_eq!(told.is(200).body.contains("This mail was reported before."), is_again);
        own_pages.push(answer_link(&told));
        let again = phone.send(upload(&form, &[], Some(("mail.eml", lure(1).as_bytes())))).await;
        assert!(!again.is(200).body.contains("/reported/"), "the same person has one link");
    }
    let mut dana = portal.signed_in(by).await;
    let told = report(&mut dana, FIXTURE_MEMORIAL, &lure(1)).await;
    told.is(200).shows("This mail was reported before.");
    own_pages.push(answer_link(&told));
    dana.get(&at("")).await.shows("1 report in the last 30 days.");
    let page = only_report(&mut dana, FIXTURE_MEMORIAL).await;
    dana.post(&page, &[("said", "bad")]).await.is(303);
    let letters = portal.mails().await.into_iter().map(|mail| mail.new);
    let letters = letters.filter(|letter| letter.kind == "mail-report-answer");
    let mut to: Vec<String> = letters.map(|letter| letter.to.as_str().to_owned()).collect();
    to.sort();
    assert_eq!(to, ["p1@fixturememorial.example", "p2@fixturememorial.example"], "each is written to once");
    for own_page in own_pages {
        portal.browser().get(&own_page).await.is(200).shows("You were right: this mail is bad.");
    }
}

#[tokio::test]
async fn no_report_is_out_of_reach_and_who_waits_longest_stands_first() {
    let (portal, _, mut ivo) = fixture().await;
    for number in 1..=28 {
        report(&mut ivo, FIXTURE_MEMORIAL, &lure(number)).await.is(200);
        portal.clock.pass_minutes(1);
    }
    let list = ivo.get(&at("")).await;
    list.is(200)
        .shows("Report 1: ")
        .shows("Report 25: ")
        .hides("Report 26: ")
        .shows("Waiting for an answer 28");
    assert!(list.body.contains("?after=25#waiting"), "{}", list.body);
    let more = ivo.get(&at("?after=25")).await;
    more.is(200).shows("Report 26: ").shows("Report 28: ").hides("Report 25: ").shows("Who waits longest");
    ivo.get(&at("?after=28")).await.is(200).shows("There are no more.").hides("Nobody waits.");
    ivo.get(&at("?after=soon&before=-1")).await.is(200).shows("Report 1: ");
    let first = only_report(&mut ivo, FIXTURE_MEMORIAL).await;
    ivo.post(&first, &[("said", "junk")]).await.is(303);
    ivo.get(&at("")).await.shows("Waiting for an answer 27").shows("Report 1: ").shows("Report 26: ");
    ivo.get(&at("?before=1")).await.hides("Report 1: ").shows("The newest");
}

#[tokio::test]
async fn hospitals_that_share_warn_each_other_and_nobody_is_named() {
    let (portal, _, mut ivo) = fixture().await;
    portal.registered(BEACON_RIDGE, true).await;
    let mut bea = portal.signed_in_as("Bea Ridge", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    ivo.get(&at("")).await.shows("has not said yet, so it does not share");
    ivo.post(&at(""), &[("pool", "perhaps")]).await.is(400);
    assert_eq!(ivo.post(&at(""), &[("pool", "yes")]).await.location(), at("?done=pooled"));
    report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await.is(200);
    let page = only_report(&mut ivo, FIXTURE_MEMORIAL).await;
    ivo.post(&page, &[("said", "bad")]).await.is(303);

    // The same lure, another file, at a hospital that does not share: what one hospital found of its domain is a mark, and no more.
    let told = report(&mut bea, BEACON_RIDGE, &lure(2)).await;
    told.is(200).shows("This mail looks bad.").shows("People at one hospital found one like it bad.");
    told.hides("Fixture");
    let page = only_report(&mut bea, BEACON_RIDGE).await;
    bea.post(&page, &[("said", "bad")]).await.is(303);
    // Two hospitals found it bad.
    let told = report(&mut bea, BEACON_RIDGE, &lure(3)).await;
    told.is(200).shows("This mail is bad: people at 2 hospitals looked at it.").hides("Fixture");
    let list = format!("/hospital/{BEACON_RIDGE}/reported-mail");
    bea.get(&list).await.shows("Known bad at 2 hospitals").hides("Found bad at other hospitals");
    ivo.post(&at(""), &[("pool", "no")]).await.is(303);
    bea.get(&list).await.hides("Known bad").shows("Looks bad");
}

#[tokio::test]
async fn a_lure_found_bad_at_two_hospitals_is_told_to_the_others_that_share_within_the_hour() {
    let portal = Portal::new().await;
    let mut people = Vec::new();
    for (ccn, name, shares) in [
        (FIXTURE_MEMORIAL, "Ivo It", true),
        (BEACON_RIDGE, "Bea Ridge", true),
        (COPPER_HOLLOW, "Cy Hollow", true),
        (TWO_RIVERS, "Tia Rivers", false),
    ] {
        portal.registered(ccn, true).await;
        let mut person = portal.signed_in_as(name, Role::HospitalIt, Some(ccn)).await;
        if shares {
            let path = format!("/hospital/{ccn}/reported-mail");
            person.post(&path, &[("pool", "yes")]).await.is(303);
        }
        people.push((ccn, person));
    }
    for (n, (ccn, person)) in people.iter_mut().take(2).enumerate() {
        let number = u32::try_from(n).expect("a small number");
        // At each hospital another honest link stands beside it.
        let mail = format!("{}<a href=\"https://www.honest-{number}.com/\">Help</a>\r\n", lure(number));
        report(person, ccn, &mail).await.is(200);
        let page = only_report(person, ccn).await;
        person.post(&page, &[("said", "bad")]).await.is(303);
        assert_eq!(portal.app.warn_of_lures().await.expect("looked"), 0, "the hour is not over");
    }
    portal.clock.pass_minutes(60);
    assert_eq!(
        portal.app.warn_of_lures().await.expect("told"),
        1,
        "who reported it knows, who shares not hears nothing"
    );
    let mails = portal.mails().await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.new.kind == "lure-warning").collect();
    assert_eq!(told.len(), 1);
    let text = &told[0].new.text;
    assert!(text.contains("Found bad at 2 hospitals: links to evil-pay[.]com"), "{text}");
    assert!(text.contains(&format!("/hospital/{COPPER_HOLLOW}/reported-mail")), "{text}");
    assert!(!text.contains("Fixture") && !text.contains("Beacon") && !text.contains("honest"), "{text}");
    portal.clock.pass_minutes(60);
    assert_eq!(portal.app.warn_of_lures().await.expect("looked"), 0, "once told is told");
}

#[tokio::test]
async fn only_its_own_people_read_a_hospital_s_reports() {
    let (portal, _, mut ivo) = fixture().await;
    report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await.is(200);
    let page = only_report(&mut ivo, FIXTURE_MEMORIAL).await;
    let mut kim = portal.signed_in_as("Kim Beacon", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    let mut eve = portal.signed_in_as("Eve Chief", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    for path in [at(""), at("/new"), page.clone()] {
        kim.get(&path).await.is(403);
    }
    kim.post(&page, &[("said", "bad")]).await.is(403);
    let theirs = page.replace(FIXTURE_MEMORIAL, BEACON_RIDGE);
    kim.get(&theirs).await.is(404);
    kim.post(&theirs, &[("said", "bad")]).await.is(404);
    eve.get(&page).await.is(200).hides("Answer the reporter");
    eve.post(&page, &[("said", "bad")]).await.is(403);
    ivo.get(&at("/nonsense")).await.is(404);
}

async fn taxii(portal: &Portal, token: Option<&str>, path: &str, accept: &str) -> Answer {
    let mut request = Request::get(format!("/taxii2/{path}")).header(header::ACCEPT, accept);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    portal.browser().send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn taxii_gives_what_was_found_bad_page_by_page_to_whoever_has_a_token() {
    const TAXII: &str = "application/taxii+json;version=2.1";
    let (portal, _, mut ivo) = fixture().await;
    let account = portal.person("Tam Tool", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let (_, secret) = portal.app.make_api_token(account, "a reader of lures", 30).await.expect("a token");
    let by = secret.reveal().to_owned();
    ivo.post(&at(""), &[("pool", "yes")]).await.is(303);
    report(&mut ivo, FIXTURE_MEMORIAL, &lure(1)).await.is(200);
    let page = only_report(&mut ivo, FIXTURE_MEMORIAL).await;
    ivo.post(&page, &[("said", "bad")]).await.is(303);

    taxii(&portal, None, "", TAXII).await.is(401);
    taxii(&portal, Some(&by), "", "text/html").await.is(406);
    let found = taxii(&portal, Some(&by), "", TAXII).await;
    assert_eq!(found.headers["content-type"], TAXII);
    let root = "lures/collections/6f3a2c1e-8d47-4b90-a5e2-91c07d3be864";
    let early = taxii(&portal, Some(&by), &format!("{root}/objects/"), TAXII).await;
    assert!(!early.is(200).body.contains("evil-pay"), "what was found in an hour comes in when it is over");
    portal.clock.pass_minutes(60);
    let objects = taxii(&portal, Some(&by), &format!("{root}/objects/?limit=2"), TAXII).await;
    let first: Value = serde_json::from_str(&objects.is(200).body).expect("JSON");
    assert_eq!((first["objects"].as_array().map(Vec::len), &first["more"]), (Some(2), &Value::Bool(true)));
    assert!(objects.headers.contains_key("x-taxii-date-added-first"));
    let next = first["next"].as_str().expect("a mark");
    let rest = taxii(&portal, Some(&by), &format!("{root}/objects/?next={next}"), TAXII).await;
    let rest: Value = serde_json::from_str(&rest.is(200).body).expect("JSON");
    assert!(rest.to_string().contains("evil-pay.com") || first.to_string().contains("evil-pay.com"));
    for text in [first.to_string(), rest.to_string()] {
        assert!(!text.to_lowercase().contains("fixture") && !text.contains(FIXTURE_MEMORIAL), "{text}");
    }
    for (path, status) in [
        (format!("{root}/objects/?added_after=2030-01-01T00:00:00Z"), 200),
        (format!("{root}/objects/?added_after=soon"), 400),
        (format!("{root}/objects/indicator--0/"), 404),
        ("lures/collections/nothing/objects/".to_owned(), 404),
        ("lures/".to_owned(), 200),
        ("lures/collections/".to_owned(), 200),
        (format!("{root}/"), 200),
        (format!("{root}/manifest/"), 200),
    ] {
        taxii(&portal, Some(&by), &path, TAXII).await.is(status);
    }
}
