//! The story of a device: listed, enrolled, heard, pinned, retired; and each hospital sees its own alone.

use std::collections::BTreeMap;

use holdfast_core::model::{
    AccountId, Ccn, DeviceEvent, DeviceId, DeviceMove, DeviceStanding, EmailAddress, FactsSource,
    HospitalScope, Pin, PinKind, Told,
};
use holdfast_store::nouns::*;
use holdfast_store::{DATABASE_FILE, DevicePolicy, HeardOf, NewEnrolmentToken, OpenOptions, Store};
use holdfast_wire::device::{DeviceFacts, Health, Identity, parts};
use jiff::{SignedDuration, Timestamp};
use sqlx::{ConnectOptions, Connection};

const NOW: i64 = 1_790_000_000_000;

/// So many hours in.
fn at(hours: i64) -> Timestamp {
    let start = Timestamp::from_millisecond(NOW).expect("a moment");
    start.checked_add(SignedDuration::from_hours(hours)).expect("a moment")
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a number"))
}

async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().expect("a folder");
    let options = OpenOptions { now_ms: 1, new_instance_id: 7 };
    let store = Store::open(dir.path(), options).await.expect("a store");
    (dir, store)
}

async fn person(store: &Store) -> AccountId {
    let mut w = store.write().await.expect("a write");
    let email = EmailAddress::parse("ann@fixturememorial.example").expect("an address");
    let id = w.add_account(AccountId(1), "Ann Lee", &email, NOW).await.expect("kept").id;
    w.commit().await.expect("kept");
    id
}

fn facts(name: &str) -> DeviceFacts {
    let identity = Identity { name: name.to_owned(), ..Identity::default() };
    DeviceFacts { identity, ..DeviceFacts::default() }
}

#[tokio::test]
async fn a_token_lets_in_so_many_machines_until_its_day_and_only_for_its_hospital() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    let new = NewEnrolmentToken { token_hash: "aa", label: "GPO", most: 2, by, at: at(0), ends_at: at(10) };
    let id = w.add_enrolment_token(ours, new).await.expect("kept");
    let used = w.use_enrolment_token("aa", at(1)).await.expect("read");
    assert_eq!(used, Some((ours.ccn(), "GPO".to_owned())));
    assert_eq!(w.use_enrolment_token("aa", at(10)).await.expect("read"), None, "it ends at its time");
    assert!(w.use_enrolment_token("aa", at(2)).await.expect("read").is_some());
    assert_eq!(w.use_enrolment_token("aa", at(3)).await.expect("read"), None, "two machines have used it");
    assert_eq!(w.use_enrolment_token("bb", at(3)).await.expect("read"), None);
    assert!(!w.end_enrolment_token(theirs, id, at(4)).await.expect("tried"));
    assert!(w.end_enrolment_token(ours, id, at(4)).await.expect("ended"));
    let all = w.enrolment_tokens(ours).await.expect("read");
    assert_eq!((all[0].n_used, all[0].most, all[0].ends_at), (2, 2, at(4)));
    assert!(w.enrolment_tokens(theirs).await.expect("read").is_empty());
}

#[tokio::test]
async fn what_was_said_last_before_there_was_a_flag_holds() {
    let (dir, store) = store().await;
    let ours = scope("991301");
    let (pinned, unpinned) = (DeviceMove::Pinned { kind: PinKind::Medical }, DeviceMove::Unpinned);
    let mut w = store.write().await.expect("a write");
    let mut ids = Vec::new();
    for said in [vec![pinned.clone(), unpinned.clone()], vec![unpinned, pinned, DeviceMove::Approved], vec![]]
    {
        let id = w.add_device(ours, DeviceStanding::Listed, None).await.expect("kept");
        for moved in said {
            let event = DeviceEvent { moved, by: "Dana".to_owned(), at: at(3) };
            assert!(w.add_device_event(ours, id, &event, None).await.expect("kept"));
        }
        ids.push(id);
    }
    w.commit().await.expect("kept");
    let file = sqlx::sqlite::SqliteConnectOptions::new().filename(dir.path().join(DATABASE_FILE));
    let mut connection = file.connect().await.expect("a connection");
    let step = include_str!("../migrations/0011_said_unpinned.sql");
    sqlx::raw_sql(step).execute(&mut connection).await.expect("runs");
    connection.close().await.expect("closes");
    let mut r = store.read().await.expect("a read");
    let mut flags = Vec::new();
    for id in ids {
        flags.push(r.device(ours, id).await.expect("read").expect("there").is_unpinned);
    }
    assert_eq!(flags, [true, false, false]);
}

#[tokio::test]
async fn what_sources_tell_comes_back_the_same_and_only_to_its_hospital() {
    let (_dir, store) = store().await;
    let (ours, theirs) = (scope("991301"), scope("991302"));
    let mut w = store.write().await.expect("a write");
    let id = w.add_device(ours, DeviceStanding::Listed, None).await.expect("kept");
    let told = Told { collector: "list.csv".to_owned(), observed_at: at(1), received_at: at(2) };
    w.put_device_facts(id, FactsSource::Inventory, &told, b"old").await.expect("kept");
    w.put_device_facts(id, FactsSource::Inventory, &told, b"packed").await.expect("kept");
    w.put_device_brief(ours, id, &parts(&facts("PC-7"))).await.expect("kept");
    let pin = Pin {
        kind: PinKind::Medical,
        vendor: "Fixture Imaging".to_owned(),
        what: "CT console".to_owned(),
        vlan: String::new(),
        peers: String::new(),
        remote_access: String::new(),
        call: "555-0100".to_owned(),
    };
    assert!(w.pin_device(ours, id, Some(&pin)).await.expect("kept"));
    assert!(!w.pin_device(theirs, id, None).await.expect("tried"));
    let event = DeviceEvent {
        moved: DeviceMove::Pinned { kind: PinKind::Medical },
        by: "Dana".to_owned(),
        at: at(3),
    };
    assert!(w.add_device_event(ours, id, &event, None).await.expect("kept"));
    assert!(!w.add_device_event(theirs, id, &event, None).await.expect("tried"));
    w.commit().await.expect("kept");

    let mut r = store.read().await.expect("a read");
    let device = r.device(ours, id).await.expect("read").expect("there");
    assert_eq!(device.brief.identity.name, "PC-7");
    assert_eq!((device.told, device.pin), (BTreeMap::from([(FactsSource::Inventory, told)]), Some(pin)));
    assert_eq!(r.device_facts(ours, id).await.expect("read")[0].packed, b"packed");
    assert_eq!(r.device_events(ours, id, 9).await.expect("read"), [event]);
    assert_eq!(
        (r.devices(ours).await.expect("read").len(), r.count_devices(ours).await.expect("read")),
        (1, 1)
    );
    for hospital in [theirs, scope("991303")] {
        assert_eq!(r.device(hospital, id).await.expect("read"), None);
        assert!(r.devices(hospital).await.expect("read").is_empty());
        assert!(r.device_facts(hospital, id).await.expect("read").is_empty());
        assert!(r.device_events(hospital, id, 9).await.expect("read").is_empty());
    }
}

#[tokio::test]
async fn an_agent_is_known_by_its_key_until_its_device_is_retired() {
    let (_dir, store) = store().await;
    let by = person(&store).await;
    let ours = scope("991301");
    let mut w = store.write().await.expect("a write");
    let id = w.add_device(ours, DeviceStanding::Waiting, Some(("key", "board"))).await.expect("kept");
    assert!(
        w.add_device(ours, DeviceStanding::Waiting, Some(("key", "other"))).await.is_err(),
        "one key, one device"
    );
    let agent = w.agent(id).await.expect("read").expect("there");
    assert_eq!(
        (agent.ccn, agent.state.seq, agent.state.base, agent.state.hardware.as_str()),
        (ours.ccn(), 0, None, "board")
    );
    let health = Health { agent: "holdfast-agent 0.1.0".to_owned(), ..Health::default() };
    let heard = HeardOf { seq: 7, base: Some(5), at: at(1), health: &health };
    w.hear_device(id, heard).await.expect("kept");
    assert!(w.stand_device(ours, id, DeviceStanding::Approved).await.expect("kept"));
    let agent = w.agent_by_key("key").await.expect("read").expect("there");
    assert_eq!(
        (agent.device, agent.state.seq, agent.state.base, agent.state.standing),
        (id, 7, Some(5), DeviceStanding::Approved)
    );
    assert_eq!(w.device(ours, id).await.expect("read").and_then(|d| d.health), Some(health));
    assert_eq!(w.device_policy(ours).await.expect("read"), None);
    let policy = DevicePolicy { every_s: 900, bytes_a_day: 50_000 };
    w.set_device_policy(ours, policy, by, at(1)).await.expect("kept");
    assert_eq!(w.device_policy(ours).await.expect("read"), Some(policy));
    assert!(w.retire_device(ours, id, at(2)).await.expect("kept"));
    assert_eq!(w.agent(id).await.expect("read"), None);
    assert_eq!(w.agent_by_key("key").await.expect("read"), None);
    assert!(!w.retire_device(ours, DeviceId(id.0 + 1), at(2)).await.expect("tried"));
    assert_eq!(w.count_devices(ours).await.expect("read"), 0);
}
