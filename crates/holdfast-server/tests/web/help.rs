//! Asking for help and being answered: by form, by link, signed in, and at support's desk.

use holdfast_core::model::{Role, SupportId};
use holdfast_store::Support;
use holdfast_testkit::{Answer, Browser, Portal, franklin};

const ASKED: &[(&str, &str)] = &[
    ("care", "no"),
    ("subject", "Cannot open charts"),
    ("text", "Since six this morning."),
    ("name", "Dana Reyes"),
    ("email", "dana@fixturememorial.example"),
    ("ccn", franklin::FIXTURE_MEMORIAL),
];

fn with<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = ASKED.to_vec();
    for (name, value) in changed {
        fields.retain(|(n, _)| n != name);
        fields.push((name, value));
    }
    fields
}

async fn ask(browser: &mut Browser, changed: &[(&str, &str)]) -> Answer {
    browser.post_and_follow("/help", &with(changed)).await
}

/// The id of the only request.
async fn only_request(portal: &Portal) -> SupportId {
    let mut read = portal.app.store.read().await.expect("a read");
    let mut all = read.support_queue(true, 10).await.expect("requests");
    all.extend(read.support_queue(false, 10).await.expect("requests"));
    assert_eq!(all.len(), 1);
    all[0].id
}

#[tokio::test]
async fn the_phone_comes_first_or_the_page_says_there_is_none() {
    let portal = Portal::with(|c| c.program.help_hours = "Monday to Friday, 8 to 6 Central".to_owned()).await;
    let page = portal.browser().get("/help").await;
    page.is(200)
        .shows("If patients are affected now, call (555) 555-0100")
        .shows("Monday to Friday, 8 to 6 Central");
    assert!(page.body.find("555-0100") < page.body.find("<form method=\"post\" action=\"/help\""));
    let page = portal.browser().get("/help?care=now").await;
    page.shows("Patient care is affected: call us now");
    assert!(
        page.body.contains("value=\"now\" checked") || page.body.contains("value=\"now\" aria"),
        "{}",
        page.body
    );
    let silent = Portal::with(|c| c.program.help_phone = String::new()).await;
    silent.browser().get("/help").await.is(200).shows("has not set a help phone yet");
}

#[tokio::test]
async fn a_request_is_kept_numbered_confirmed_and_opened_by_its_link_alone() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    let sent = ask(&mut browser, &[]).await;
    sent.is(200).shows("We have your request").shows("HF-").hides("call us now");
    let mails = portal.mails().await;
    assert_eq!(mails.len(), 1, "nobody but the asker is written to");
    assert_eq!(mails[0].new.to.as_str(), "dana@fixturememorial.example");
    for typed in ["charts", "Dana", "991301", "six"] {
        assert!(!mails[0].new.text.contains(typed) && !mails[0].new.subject.contains(typed), "{typed}");
    }
    let link = portal.mailed_link("help-received").await;
    assert!(!link.contains("991301") && !link.contains("HF-"));
    let mut other = portal.browser();
    other.get(&link).await.is(200).shows("Cannot open charts").shows("Since six this morning.");
    other.get(&link).await.is(200);
    other.get(&format!("{link}x")).await.is(410).shows("no longer works");
    portal.clock.pass_minutes(91 * 24 * 60);
    other.get(&link).await.is(410);
}

#[tokio::test]
async fn when_patients_are_affected_the_office_is_told_at_once_and_the_phone_stands_on_top() {
    let portal = Portal::new().await;
    portal.person("Olive Office", Role::ProgramOffice, None).await;
    portal.person("Rae Reviewer", Role::Reviewer, None).await;
    let gone = portal.person("Gone Office", Role::ProgramOffice, None).await;
    let mut write = portal.app.store.write().await.expect("a write");
    write.disable_account(gone, Some(1)).await.expect("disabled");
    write.commit().await.expect("kept");
    ask(&mut portal.browser(), &[("care", "now")]).await.is(200).shows("call us now").shows("(555) 555-0100");
    let told: Vec<_> =
        portal.mails().await.into_iter().filter(|m| m.new.kind == "care-affected-now").collect();
    assert_eq!(told.len(), 1, "the office, and nobody who left it");
    let text = &told[0].new.text;
    assert!(told[0].new.to.as_str().starts_with("olive"));
    assert!(
        text.contains("not proven: Fixture Memorial Hospital") && text.contains("(555) 555-0101"),
        "{text}"
    );
    assert!(text.contains("/office/support/") && !text.contains("charts"), "{text}");
}

#[tokio::test]
async fn a_form_that_fails_says_what_to_do_and_keeps_what_was_typed() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    let empty = browser.post("/help", &[]).await;
    empty.is(422).shows("There is a problem");
    for field in ["care", "subject", "text", "name", "email"] {
        assert!(empty.body.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(empty.body.contains(&format!("id=\"{field}\"")), "{field}");
    }
    let wrong = browser.post("/help", &with(&[("care", "now"), ("email", "dana"), ("ccn", "12")])).await;
    wrong.is(422).shows("name@hospital.org").shows("six characters, like 271304").shows("call us now");
    assert_eq!(wrong.input("subject").as_deref(), Some("Cannot open charts"));
    assert_eq!(wrong.input("email").as_deref(), Some("dana"));
    assert!(wrong.body.contains("Since six this morning.</textarea>"));
    let long = "x".repeat(4_001);
    browser.post("/help", &with(&[("text", &long)])).await.is(422).shows("you wrote 4001");
    let huge = "x".repeat(1_000_000);
    browser.post("/help", &with(&[("text", &huge)])).await.is(413).shows("too much text");
    let script = browser.post("/help", &with(&[("subject", "<script>x</script>"), ("name", "")])).await;
    assert!(!script.is(422).body.contains("<script>x"));
    assert!(
        portal.mails().await.is_empty()
            && portal.app.support_queue(true).await.expect("read").requests.is_empty()
    );
}

#[tokio::test]
async fn asking_is_limited_by_address_and_refused_from_other_sites() {
    let portal = Portal::with(|c| c.sign_in.tries_a_minute = 2).await;
    let mut browser = portal.browser();
    ask(&mut browser, &[]).await.is(200);
    ask(&mut browser, &[]).await.is(200);
    let third = browser.post("/help", ASKED).await;
    third.is(429).shows("Please wait");
    assert!(third.headers.contains_key("retry-after"));
    browser.get("/help").await.is(200);
}

#[tokio::test]
async fn signed_in_name_and_hospital_are_known_and_a_foreign_hospital_is_not_proven() {
    let portal = Portal::new().await;
    let mut pat = portal.signed_in_as("Pat Staff", Role::Staff, Some(franklin::FIXTURE_MEMORIAL)).await;
    let page = pat.get("/help").await;
    page.is(200).shows("This request is for Fixture Memorial Hospital").hides("Your name");
    let sent = ask(&mut pat, &[("name", "Someone Else"), ("email", "else@evil.example")]).await;
    sent.is(200).shows("Cannot open charts").shows("We have it");
    pat.get("/my-help").await.is(200).shows("Cannot open charts").shows("Open");
    let id = only_request(&portal).await;
    let (request, _) = portal
        .app
        .store
        .read()
        .await
        .expect("a read")
        .support_request(id)
        .await
        .expect("read")
        .expect("there");
    assert!(request.ccn_proven && request.name == "Pat Staff" && !request.email.as_str().contains("evil"));
    let mut other = portal.signed_in_as("Lee Staff", Role::Staff, Some(franklin::FIXTURE_MEMORIAL)).await;
    other.get(&format!("/my-help/{id}")).await.is(404);
    other.post(&format!("/my-help/{id}"), &[("text", "Mine now")]).await.is(404);
    ask(&mut other, &[("ccn", franklin::BEACON_RIDGE)]).await.is(200);
    let all = portal.app.support_queue(true).await.expect("read").requests;
    assert!(all.iter().any(|r| r.name == "Lee Staff" && r.ccn.is_some() && !r.ccn_proven));
    portal.browser().get("/my-help").await.is(303);
}

#[tokio::test]
async fn support_answers_by_mail_and_portal_and_a_word_from_the_asker_opens_it_again() {
    let portal = Portal::new().await;
    let mut dana = portal.browser();
    ask(&mut dana, &[("care", "soon")]).await.is(200);
    let id = only_request(&portal).await;
    let desk = format!("/office/support/{id}");
    let mut rae = portal.signed_in_as("Rae Reviewer", Role::Reviewer, None).await;
    rae.get("/office/support")
        .await
        .is(200)
        .shows("Cannot open charts")
        .shows("Care affected soon")
        .shows("Not proven");
    let page = rae.get(&desk).await;
    page.is(200)
        .shows("(555) 555-0101")
        .shows("only on this number")
        .shows("Nothing is reset from here")
        .shows("Not registered")
        .shows("only what was typed")
        .hides("Reset");
    rae.post(&format!("{desk}/answer"), &[("text", " ")]).await.is(422).shows("Write your message");
    let answer = format!("{desk}/answer");
    let fields = [("text", "Press F5.\n\nThen call us."), ("closes", "yes")];
    rae.post_and_follow(&answer, &fields).await.is(200).shows("the request is closed");
    rae.post(&answer, &fields).await.is(303);
    rae.get("/office/support").await.shows("Nobody is waiting");
    rae.get("/office/support?show=closed").await.shows("Cannot open charts");
    let answers: Vec<_> = portal.mails().await.into_iter().filter(|m| m.new.kind == "help-answer").collect();
    assert_eq!(answers.len(), 1, "a second press of the button mails nothing");
    assert!(
        answers[0].new.text.contains("Press F5.") && answers[0].new.html.contains("<p>Then call us.</p>")
    );
    let link = portal.mailed_link("help-answer").await;
    dana.get(&link).await.is(200).shows("Press F5.").shows("Closed");
    dana.post(&link, &[("text", "")]).await.is(422).shows("Write your message");
    dana.post_and_follow(&link, &[("text", "It came back.")])
        .await
        .is(200)
        .shows("It came back.")
        .shows("Open");
    rae.get("/office/support").await.shows("Cannot open charts");
    rae.get(&desk).await.shows("It came back.");
    rae.post_and_follow(&format!("{desk}/close"), &[]).await.is(200).shows("Nothing was mailed");
    rae.post_and_follow(&format!("{desk}/reopen"), &[]).await.is(200).shows("open again");
}

#[tokio::test]
async fn the_queue_is_for_support_alone_and_in_order_of_urgency() {
    let portal = Portal::new().await;
    let mut browser = portal.browser();
    for (subject, care) in [("Third", "no"), ("Second", "soon"), ("First", "now"), ("Fourth", "no")] {
        ask(&mut browser, &[("subject", subject), ("care", care), ("ccn", "")]).await.is(200);
        portal.clock.pass_minutes(5);
    }
    let mut olive = portal.signed_in_as("Olive Office", Role::ProgramOffice, None).await;
    let text = olive.get("/office/support").await.text();
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} in {text}"));
    assert!(at("First") < at("Second") && at("Second") < at("Third") && at("Third") < at("Fourth"), "{text}");
    let id = portal.app.support_queue(true).await.expect("read").requests[0].id;
    for (name, role, ccn) in [
        ("Pat Partner", Role::Partner, None),
        ("Ada Admin", Role::HospitalAdministrator, Some(franklin::FIXTURE_MEMORIAL)),
        ("Abe Assessor", Role::Assessor, Some(franklin::FIXTURE_MEMORIAL)),
    ] {
        let mut other = portal.signed_in_as(name, role, ccn).await;
        other.get("/office/support").await.is(403);
        other.get(&format!("/office/support/{id}")).await.is(403);
        other.post(&format!("/office/support/{id}/answer"), &[("text", "Hi")]).await.is(403);
    }
    olive.get("/office/support/999").await.is(404);
    olive.get("/office/support/abc").await.is(400);
    portal.browser().get("/help/sent?number=HF-0000").await.is(404);
}
