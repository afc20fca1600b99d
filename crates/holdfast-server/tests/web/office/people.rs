//! Decisions about a person: someone who wants to join, and a hospital's first administrator.

use holdfast_core::model::{CaseKind, CaseState, PasskeyId, Role};
use holdfast_store::{Accounts, JoinState, Joins, Passkey};
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};

use super::*;

const YES: &[(&str, &str)] =
    &[("act", "approve"), ("reason", "They work there."), ("confirmed", "yes"), ("seen", "0")];

async fn roles(portal: &Portal, account: AccountId) -> Vec<(Role, Option<Ccn>)> {
    let mut read = portal.app.store.read().await.expect("a read");
    read.grants(account).await.expect("read").iter().map(|g| (g.role, g.ccn)).collect()
}

#[tokio::test]
async fn someone_who_joins_is_let_in_to_read_after_a_call() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let (bob, case) = asks_to_join(&portal, FIXTURE_MEMORIAL, "Bob Joiner", "bob@gmail.com").await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.get(&at(case)).await.is(200).shows("Bob Joiner").shows("(555) 555-0101");
    rae.post(&at(case), &[("act", "approve"), ("reason", "Yes."), ("seen", "0")]).await.is(422);
    rae.post_and_follow(&at(case), YES).await.shows("The case is settled");
    assert_eq!(roles(&portal, bob).await, [(Role::Executive, Some(scope(FIXTURE_MEMORIAL).ccn()))]);
    let mut read = portal.app.store.read().await.expect("a read");
    let asked = read.join_requests(scope(FIXTURE_MEMORIAL)).await.expect("read");
    assert_eq!(asked[0].state, JoinState::Approved);
    drop(read);
    assert!(portal.mailed_link("join-approved").await.starts_with("/set-up-sign-in/"));
}

#[tokio::test]
async fn a_refused_joiner_gets_the_reason_and_no_role() {
    let portal = Portal::new().await;
    let (bob, case) = asks_to_join(&portal, BEACON_RIDGE, "Bob Joiner", "bob@gmail.com").await;
    let no = [("act", "refuse"), ("reason", "They do not know you."), ("seen", "0")];
    reviewer(&portal, "Rae Vance").await.post(&at(case), &no).await.is(303);
    assert!(roles(&portal, bob).await.is_empty());
    assert!(portal.mails().await[0].new.text.contains("They do not know you."));
}

#[tokio::test]
async fn a_first_administrator_is_granted_once() {
    let portal = Portal::new().await;
    portal.registered(FIXTURE_MEMORIAL, true).await;
    let (bob, cat) =
        (nobody(&portal, "Bob", "bob@gmail.com").await, nobody(&portal, "Cat", "cat@gmail.com").await);
    let kind = |account| CaseKind::FirstAdministrator { account };
    let first = open(&portal, Some(FIXTURE_MEMORIAL), "rural-hospitals", kind(bob)).await;
    let second = open(&portal, Some(FIXTURE_MEMORIAL), "rural-hospitals", kind(cat)).await;
    let mut rae = reviewer(&portal, "Rae Vance").await;
    rae.post(&at(first), YES)
        .await
        .is(422)
        .shows("This person has no passkey any more")
        .shows("They work there.");
    for account in [bob, cat] {
        let passkey = Passkey {
            id: PasskeyId(account.0),
            account,
            label: "A key".to_owned(),
            credential_id: format!("key-{account}"),
            body: serde_json::json!({}),
            created_at_ms: portal.app.now_ms(),
            last_used_at_ms: None,
        };
        let mut write = portal.app.store.write().await.expect("a write");
        write.add_passkey(&passkey).await.expect("kept");
        write.commit().await.expect("kept");
    }
    rae.post_and_follow(&at(first), YES).await.shows("The case is settled");
    assert_eq!(
        roles(&portal, bob).await,
        [(Role::HospitalAdministrator, Some(scope(FIXTURE_MEMORIAL).ccn()))]
    );
    rae.post(&at(second), YES).await.is(422).shows("administrator");
    assert!(roles(&portal, cat).await.is_empty());
    assert_eq!(state(&portal, second).await, CaseState::Open);
}
