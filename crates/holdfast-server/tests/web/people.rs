//! People of hospitals and of the program: invited, joining, changed, let back in; and the first administrator.

use holdfast_core::model::{CaseKind, Ccn, EmailAddress, HospitalScope, JoinId, Role};
use holdfast_server::entropy::TokenHash;
use holdfast_store::{Accounts, Cases};
use holdfast_testkit::franklin::{BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL};
use holdfast_testkit::{Browser, Portal};

use crate::passkeys::make_passkey;

const PEOPLE: &str = "/hospital/991301/people";

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

/// The roles held at a hospital now, by address.
async fn roles(portal: &Portal, ccn: &str) -> Vec<(String, Role)> {
    let mut read = portal.app.store.read().await.expect("a read");
    let people = read.people(scope(ccn)).await.expect("people");
    let mut roles: Vec<_> = people
        .into_iter()
        .map(|p| (p.account.email.as_str().split('@').next().unwrap_or_default().to_owned(), p.grant.role))
        .collect();
    roles.sort_by(|a, b| a.0.cmp(&b.0));
    roles
}

async fn administrator(portal: &Portal) -> Browser {
    let mut browser =
        portal.signed_in_as("Ada Moss", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    make_passkey(&mut browser, 100).await;
    browser
}

#[tokio::test]
async fn an_invited_person_joins_by_their_own_act() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let wrong = ada.post(&format!("{PEOPLE}/invite"), &[("email", "bo@x"), ("role", "reviewer")]).await;
    wrong.is(422).shows("Write an e-mail address").shows("Choose what the person will be");
    assert_eq!(wrong.input("email").as_deref(), Some("bo@x"));
    let invite = [("email", "bo@elsewhere.example"), ("role", "hospital_it")];
    ada.post_and_follow(&format!("{PEOPLE}/invite"), &invite)
        .await
        .is(200)
        .shows("on its way")
        .shows("bo@elsewhere");
    let mail = portal.mails().await.remove(0).new;
    assert!(!mail.text.contains("Fixture") && !mail.text.contains("991301"), "{}", mail.text);
    let path = portal.mailed_link("invitation").await;
    let mut bo = portal.browser();
    bo.get(&path).await.is(200).shows("Fixture Memorial Hospital").shows("Hospital IT").hides("Ada");
    bo.get(&path).await.is(200);
    assert_eq!(roles(&portal, FIXTURE_MEMORIAL).await.len(), 1, "opening it changes nothing");
    bo.post(&path, &[("name", "")]).await.is(422).shows("Write your name");
    assert_eq!(bo.post(&path, &[("name", "Bo Reed")]).await.is(303).location(), "/set-up-sign-in");
    bo.get("/hospital/991301").await.is(200);
    bo.get(PEOPLE).await.is(403);
    bo.post(&path, &[("name", "Bo Reed")]).await.is(410);
    ada.post(&format!("{PEOPLE}/invite"), &invite).await.is(422).shows("holds that role already");
}

#[tokio::test]
async fn an_administrator_needs_a_passkey_before_the_role() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let invite = [("email", "bo@elsewhere.example"), ("role", "hospital_administrator")];
    ada.post(&format!("{PEOPLE}/invite"), &invite).await.is(303);
    let path = portal.mailed_link("invitation").await;
    let mut bo = portal.browser();
    bo.get(&path).await.is(200).shows("asks for a passkey");
    let to = bo.post(&path, &[("name", "Bo Reed")]).await.is(303).location().to_owned();
    assert!(to.starts_with("/set-up-sign-in?next=%2Fjoin%2F"), "{to}");
    assert_eq!(roles(&portal, FIXTURE_MEMORIAL).await.len(), 1);
    bo.get(PEOPLE).await.is(403);
    make_passkey(&mut bo, 1).await;
    assert_eq!(bo.post(&path, &[]).await.is(303).location(), "/hospital/991301");
    bo.get(PEOPLE).await.is(200).shows("Ada Moss");
}

#[tokio::test]
async fn an_invitation_is_for_one_address_and_can_be_withdrawn() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let bo = portal.person("Bo Reed", Role::Staff, Some(BEACON_RIDGE)).await;
    let mut signed_in = portal.signed_in(bo).await;
    make_passkey(&mut signed_in, 1).await;
    let invite = [("email", "bo.reed@fixturememorial.example"), ("role", "staff")];
    ada.post(&format!("{PEOPLE}/invite"), &invite).await.is(303);
    let path = portal.mailed_link("invitation").await;
    let to = portal.browser().post(&path, &[("name", "Not Bo")]).await.is(303).location().to_owned();
    assert!(to.starts_with("/sign-in?next=%2Fjoin%2F"), "{to}");
    let mut eve = portal.signed_in_as("Eve Hart", Role::Staff, Some(COPPER_HOLLOW)).await;
    eve.get(&path).await.is(200).shows("signed in as Eve Hart");
    eve.post(&path, &[]).await.is(409);
    let page = ada.get(PEOPLE).await;
    let name = page.input("invitation").expect("an invitation");
    let mut other = portal.signed_in_as("Oli Park", Role::HospitalAdministrator, Some(BEACON_RIDGE)).await;
    other.post("/hospital/991302/people/withdraw", &[("invitation", &name)]).await.is(303);
    signed_in.get(&path).await.is(200);
    ada.post(&format!("{PEOPLE}/withdraw"), &[("invitation", &name)]).await.is(303);
    signed_in.get(&path).await.is(410);
    signed_in.post(&path, &[]).await.is(410);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let bo = portal.person("Bo Reed", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut bo_browser = portal.signed_in(bo).await;
    let page = ada.get(PEOPLE).await;
    page.shows("One administrator is not enough").shows("No passkey yet");
    let ada_id = page.input("account").expect("an account");
    let role = format!("{PEOPLE}/role");
    let take = [("account", ada_id.as_str()), ("from", "hospital_administrator"), ("act", "take")];
    ada.post(&role, &take).await.is(422).shows("last administrator");
    let bo_id = bo.to_string();
    let change = [("account", bo_id.as_str()), ("from", "hospital_it"), ("to", "hospital_administrator")];
    ada.post(&role, &change).await.is(422).shows("has no passkey yet");
    make_passkey(&mut bo_browser, 1).await;
    ada.post(&role, &change).await.is(303);
    ada.post(&role, &change).await.is(409).shows("no longer holds that role");
    assert_eq!(ada.post(&role, &take).await.is(303).location(), "/account");
    ada.get(PEOPLE).await.is(403);
    bo_browser.get(PEOPLE).await.is(200).hides("Ada Moss");
    assert_eq!(roles(&portal, FIXTURE_MEMORIAL).await, [("bo.reed".to_owned(), Role::HospitalAdministrator)]);
}

#[tokio::test]
async fn an_administrator_touches_nobody_of_another_hospital() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let oli = portal.person("Oli Park", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let mut oli_browser = portal.signed_in(oli).await;
    let id = oli.to_string();
    ada.post(&format!("{PEOPLE}/sessions"), &[("account", &id)]).await.is(404);
    ada.post(&format!("{PEOPLE}/let-back-in"), &[("account", &id)]).await.is(404);
    let take = [("account", id.as_str()), ("from", "hospital_it"), ("act", "take")];
    ada.post(&format!("{PEOPLE}/role"), &take).await.is(409);
    oli_browser.get("/account").await.is(200);
    for path in ["/hospital/991302/people", "/hospital/999999/people", "/hospital/x/people"] {
        ada.get(path).await.is(403);
    }
}

#[tokio::test]
async fn someone_locked_out_is_let_back_in_by_their_own_administrator() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let bo = portal.person("Bo Reed", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let mut lost = portal.signed_in(bo).await;
    make_passkey(&mut lost, 1).await;
    let id = bo.to_string();
    let token = async || portal.app.make_api_token(bo, "a program", 30).await.expect("a token").1.hash();
    let works = async |token: &TokenHash| portal.app.actor_of_api_token(token).await.expect("read").is_some();
    let before = token().await;
    assert!(works(&before).await);
    ada.post_and_follow(&format!("{PEOPLE}/let-back-in"), &[("account", &id)])
        .await
        .is(200)
        .shows("get back in");
    lost.get("/account").await.is(303);
    assert!(!works(&before).await, "who found what was lost holds its tokens too");
    let path = portal.mailed_link("let-back-in").await;
    let mut found = portal.browser();
    assert_eq!(found.post(&path, &[]).await.is(303).location(), "/set-up-sign-in");
    found.get("/account").await.is(200).shows("Bo Reed");
    let after = token().await;
    ada.post_and_follow(&format!("{PEOPLE}/sessions"), &[("account", &id)])
        .await
        .shows("signed out everywhere");
    found.get("/account").await.is(303);
    assert!(!works(&after).await);
    let mut write = portal.app.store.write().await.expect("a write");
    let beacon = Ccn::parse(BEACON_RIDGE).expect("a number");
    write.give_role(bo, Role::Staff, Some(beacon), None, 0).await.expect("a role");
    write.commit().await.expect("kept");
    let refused = ada.post(&format!("{PEOPLE}/let-back-in"), &[("account", &id)]).await;
    refused.is(422).shows("holds a role elsewhere");
}

#[tokio::test]
async fn someone_asks_to_join_and_the_administrator_answers() {
    let portal = Portal::new().await;
    let mut ada = administrator(&portal).await;
    let ask = async |name: &str, id: i64| {
        let who = portal.person(name, Role::Staff, Some(COPPER_HOLLOW)).await;
        let mut write = portal.app.store.write().await.expect("a write");
        let id = JoinId(id);
        write.ask_to_join(scope(FIXTURE_MEMORIAL), id, who, "Role: IT", 5).await.expect("asked");
        write.commit().await.expect("kept");
        id.to_string()
    };
    let (cy, dee) = (ask("Cy Voss", 7).await, ask("Dee Marsh", 8).await);
    let page = ada.get(PEOPLE).await;
    page.shows("Asking to join").shows("Cy Voss").shows("Role: IT").shows("Dee Marsh");
    let join = format!("{PEOPLE}/join");
    ada.post(&join, &[("request", &cy), ("act", "approve")]).await.is(422).shows("Choose a role");
    ada.post(&join, &[("request", &cy), ("act", "approve"), ("role", "hospital_it")]).await.is(303);
    ada.post(&join, &[("request", &cy), ("act", "refuse")])
        .await
        .is(409)
        .shows("answered this request already");
    ada.post(&join, &[("request", &dee), ("act", "refuse")]).await.is(303);
    let kinds: Vec<String> = portal.mails().await.into_iter().map(|m| m.new.kind).collect();
    assert!(
        kinds.contains(&"join-approved".to_owned()) && kinds.contains(&"join-refused".to_owned()),
        "{kinds:?}"
    );
    let at: Vec<String> = roles(&portal, FIXTURE_MEMORIAL).await.into_iter().map(|(who, _)| who).collect();
    assert_eq!(at, ["ada.moss", "cy.voss"]);
    portal.mailed_link("join-approved").await;
}

#[tokio::test]
async fn the_first_administrator_says_yes_by_their_own_act() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let path = "/hospital/991301/first-administrator";
    let mut staff = portal.signed_in_as("Sam Hill", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    staff.get(path).await.is(200).shows("Registering made nobody an administrator");
    staff.post(path, &[]).await.is(422).shows("Say who will be the administrator");
    staff
        .post(path, &[("who", "other"), ("email", "nonsense")])
        .await
        .is(422)
        .shows("Write an e-mail address");
    let other = [("who", "other"), ("email", "ceo@fixturememorial.example")];
    staff.post(path, &other).await.is(200).shows("A letter is on its way");
    let first_link = portal.mailed_link("first-administrator").await;
    portal.clock.pass_minutes(1);
    staff.post(path, &other).await.is(200);
    let link = portal.mailed_link("first-administrator").await;
    let mut ceo = portal.browser();
    ceo.get(&first_link).await.is(410);
    ceo.get(&link).await.is(200).shows("Fixture Memorial Hospital").shows("you answer for the hospital");
    ceo.post(&link, &[("name", "Cleo Ortiz")]).await.is(422).shows("Tick the box");
    let yes = [("name", "Cleo Ortiz"), ("agree", "yes")];
    let to = ceo.post(&link, &yes).await.is(303).location().to_owned();
    assert!(to.starts_with("/set-up-sign-in?next=%2Fadministrator%2F"), "{to}");
    assert!(!roles(&portal, FIXTURE_MEMORIAL).await.iter().any(|(_, r)| *r == Role::HospitalAdministrator));
    make_passkey(&mut ceo, 1).await;
    staff.get(&link).await.is(200).shows("signed in as Sam Hill");
    staff.post(&link, &[("agree", "yes")]).await.is(409);
    assert_eq!(ceo.post(&link, &yes).await.is(303).location(), PEOPLE);
    ceo.get(PEOPLE).await.is(200).shows("Cleo Ortiz (you)");
    let mails = portal.mails().await;
    assert_eq!(
        mails.iter().filter(|m| m.new.kind == "administrator-named").count(),
        2,
        "everyone hears of it"
    );
    staff.get(path).await.is(200).shows("has an administrator");
    staff.post(path, &other).await.is(409);
    ceo.post(&link, &yes).await.is(410);
}

#[tokio::test]
async fn a_mailbox_elsewhere_needs_a_call_back() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let path = "/hospital/991301/first-administrator";
    let mut staff = portal.signed_in_as("Sam Hill", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    staff.post(path, &[("who", "other"), ("email", "ceo@gmail.com")]).await.is(200);
    let link = portal.mailed_link("first-administrator").await;
    let mut ceo = portal.browser();
    let yes = [("name", "Cleo Ortiz"), ("agree", "yes")];
    ceo.post(&link, &yes).await.is(303);
    make_passkey(&mut ceo, 1).await;
    ceo.post(&link, &yes).await.is(200).shows("We call the hospital").shows("(555) 555-01");
    ceo.post(&link, &yes).await.is(410);
    ceo.get(PEOPLE).await.is(403);
    let mut write = portal.app.store.write().await.expect("a write");
    let cases = write.cases(scope(FIXTURE_MEMORIAL)).await.expect("cases");
    let case = cases.iter().find(|c| matches!(c.kind, CaseKind::FirstAdministrator { .. })).expect("a case");
    let sam = EmailAddress::parse("sam.hill@fixturememorial.example").expect("an address");
    let by = write.account_by_email(&sam).await.expect("read").expect("Sam").id;
    portal.app.grant_first_administrator(&mut write, case, by).await.expect("granted");
    assert!(portal.app.grant_first_administrator(&mut write, case, by).await.is_err(), "it has one now");
    write.commit().await.expect("kept");
    ceo.get(PEOPLE).await.is(200);
}

#[tokio::test]
async fn one_voice_makes_nobody_the_first_administrator() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let mut sam = portal.signed_in_as("Sam Hill", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    make_passkey(&mut sam, 1).await;
    sam.get("/account").await.is(200).shows("Name the administrator");
    sam.post("/hospital/991301/first-administrator", &[("who", "me")]).await.is(200);
    let link = portal.mailed_link("first-administrator").await;
    sam.post(&link, &[("agree", "yes")])
        .await
        .is(200)
        .shows("we need the word of a second person")
        .shows("(555) 555-01");
    assert_eq!(roles(&portal, FIXTURE_MEMORIAL).await, [("sam.hill".to_owned(), Role::Executive)]);
}

#[tokio::test]
async fn nobody_is_named_before_the_registration_is_confirmed() {
    let portal = Portal::new().await;
    let mut staff = portal.signed_in_as("Sam Hill", Role::Staff, Some(FIXTURE_MEMORIAL)).await;
    let path = "/hospital/991301/first-administrator";
    staff.get(path).await.is(200).shows("not confirmed yet");
    staff.post(path, &[("who", "me")]).await.is(409).shows("not confirmed yet");
    assert!(portal.mails().await.is_empty());
}

#[tokio::test]
async fn the_program_invites_and_dismisses_its_people() {
    let portal = Portal::new().await;
    let mut office = portal.signed_in_as("Olga Tan", Role::ProgramOffice, None).await;
    make_passkey(&mut office, 50).await;
    let olga = office.get("/office/people").await.input("account").expect("Olga");
    let take = [("account", olga.as_str()), ("role", "program_office")];
    office.post("/office/people/take", &take).await.is(422).shows("last person who runs the program");
    let invite = [("email", "ray@office.example"), ("role", "hospital_it")];
    office.post("/office/people/invite", &invite).await.is(422).shows("Choose what the person will be");
    office
        .post("/office/people/invite", &[("email", "ray@office.example"), ("role", "partner")])
        .await
        .is(303);
    let path = portal.mailed_link("invitation").await;
    let mut ray = portal.browser();
    ray.get(&path).await.is(200).shows("Partner (totals only)");
    ray.post(&path, &[("name", "Ray Fox")]).await.is(303);
    ray.get("/office/people").await.is(403);
    let page = office.get("/office/people").await;
    let at = page.body.find("Ray Fox").expect("Ray");
    let account = page.body[at..].split("name=\"account\" value=\"").nth(1).and_then(|t| t.split('"').next());
    let take = [("account", account.expect("an id")), ("role", "partner")];
    office.post_and_follow("/office/people/take", &take).await.is(200).hides("Ray Fox");
    ray.get("/account").await.is(303);
    let lost = [("lost_email", "ray@office.example")];
    office
        .post("/office/people/let-back-in", &lost)
        .await
        .is(422)
        .shows("Call back on the number on file first");
    let called = [("lost_email", "ray@office.example"), ("called", "yes")];
    office.post("/office/people/let-back-in", &called).await.is(303);
    portal.mailed_link("let-back-in").await;
    let nobody = [("lost_email", "nobody@office.example"), ("called", "yes")];
    office.post("/office/people/let-back-in", &nobody).await.is(422).shows("No account has this address");
}
