//! First tasks: some follow from what is on record, some are ticked by a person.

use holdfast_core::model::{EmailAddress, Role};
use holdfast_store::Accounts;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;

use super::{at, fixture};

#[tokio::test]
async fn what_is_on_record_is_done_by_itself_and_cannot_be_ticked() {
    let (portal, _, mut dana) = fixture().await;
    let list = dana.get(&at("/tasks")).await;
    list.is(200).shows("5 left").shows("Prove that you work at the hospital Done");
    for key in ["prove-belonging", "name-administrator", "second-person", "print-recovery-codes"] {
        dana.get(&at(&format!("/tasks/{key}"))).await.is(200).shows("Done by itself").hides("It is done");
        dana.post(&at(&format!("/tasks/{key}")), &[("done", "yes")])
            .await
            .is(400)
            .shows("cannot be ticked by hand");
        dana.post(&at(&format!("/tasks/{key}")), &[("done", "no")]).await.is(400);
    }
    portal.person("Eve Executive", Role::Executive, Some(FIXTURE_MEMORIAL)).await;
    dana.get(&at("/tasks")).await.shows("4 left");
}

#[tokio::test]
async fn recovery_codes_count_once_everyone_who_acts_has_them() {
    let (portal, _, mut dana) = fixture().await;
    let ivo = portal.person("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let give = async |account| {
        let mut write = portal.app.store.write().await.expect("a write");
        write.replace_recovery_codes(account, &["h".to_owned()], 0).await.expect("codes");
        write.commit().await.expect("kept");
    };
    let task = at("/tasks/print-recovery-codes");
    give(ivo).await;
    dana.get(&task).await.shows("To do").shows("Open your account");
    let address = EmailAddress::parse("dana.fixture@fixturememorial.example").expect("an address");
    let mut read = portal.app.store.read().await.expect("a read");
    let id = read.account_by_email(&address).await.expect("read").expect("Dana").id;
    drop(read);
    give(id).await;
    dana.get(&task).await.shows("Done 5 minutes");
}

#[tokio::test]
async fn a_tick_names_who_and_when_and_can_be_taken_back() {
    let (_portal, _, mut dana) = fixture().await;
    let task = at("/tasks/break-glass");
    dana.get(&task).await.is(200).shows("Lock the envelope").shows("45 minutes").shows("It is done");
    dana.post_and_follow(&task, &[("done", "yes"), ("note", "In the pharmacy safe")])
        .await
        .shows("Ticked off.");
    dana.get(&task)
        .await
        .shows("Ticked by Dana Fixture on March 2, 2026. They wrote: In the pharmacy safe")
        .shows("Take the tick back");
    dana.post(&task, &[("done", "yes"), ("note", "Again")]).await.is(303);
    dana.get(&task).await.shows("In the pharmacy safe");
    dana.post_and_follow(&task, &[("done", "no")]).await.shows("The tick is taken back.");
    dana.get(&task).await.shows("To do");
    let long = "n".repeat(501);
    let page = dana.post(&task, &[("done", "yes"), ("note", &long)]).await;
    page.is(422).shows("Shorten the note");
    assert!(page.body.contains(&long), "what was typed is kept");
    dana.get(&at("/tasks/nothing")).await.is(404);
}
