//! The agent against a portal made up on this machine: enrolling, numbers, deltas, absence, copies, limits, and state cut anywhere.

#[path = "portal/made_up.rs"]
mod made_up;
#[path = "portal/still.rs"]
mod still;

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::time::Duration;

use holdfast_agent::collect::Collector;
use holdfast_agent::run::{collected, hardware, run};
use holdfast_agent::settings::{Given, Settings};
use holdfast_agent::state::State;
use holdfast_agent::talk::{Courier, Delivered, Http, enrol, must_enrol};
use holdfast_agent::world::World;
use holdfast_wire::device::{DeviceFacts, Identity, Known, Os, Software, Standing};
use made_up::Portal;
use still::StandsStill;

/// A machine whose programs can be counted up.
#[derive(Default)]
struct Pc {
    n_programs: Cell<usize>,
    board: String,
}

impl Pc {
    fn with(n_programs: usize) -> Self {
        Self { n_programs: Cell::new(n_programs), board: "board-1".to_owned() }
    }
}

impl Collector for Pc {
    fn collect(&self) -> DeviceFacts {
        let program =
            |n| Software { name: format!("Program {n}"), version: "1.0".to_owned(), ..Software::default() };
        let software = (0..self.n_programs.get()).map(program).collect();
        DeviceFacts { identity: self.who().0, software: Known::Is(software), ..DeviceFacts::default() }
    }

    fn who(&self) -> (Identity, Known<Os>) {
        let identity = Identity {
            name: "LAB-PC-3".to_owned(),
            hardware_uuid: Some(self.board.clone()),
            ..Identity::default()
        };
        (identity, Known::default())
    }
}

const HOUR: Duration = Duration::from_secs(3600);

fn settings(portal: &Portal, dir: &Path) -> Settings {
    let given = Given {
        server: Some(portal.address()),
        token: Some("HF-TOKEN-1".to_owned()),
        state_dir: Some(dir.to_string_lossy().into_owned()),
        ..Given::default()
    };
    Settings::read(&given).expect("settings")
}

/// The same, and a folder of event logs is watched.
fn watching(portal: &Portal, dir: &Path, logs: &Path) -> Settings {
    let mut settings = settings(portal, dir);
    settings.logs = Some(logs.to_owned());
    settings
}

fn line(portal: &Portal) -> Http {
    Http::to(&portal.address(), None).expect("a line")
}

fn enrolled(portal: &Portal, dir: &Path, pc: &Pc) -> State {
    let settings = settings(portal, dir);
    let mut state = State::open(dir).expect("state");
    if must_enrol(&mut state, &settings).expect("readable") {
        enrol(&mut state, &settings, &line(portal), pc).expect("enrolled");
    }
    state
}

fn courier(portal: &Portal, dir: &Path, pc: &Pc, world: &dyn World) -> Courier {
    let mut state = enrolled(portal, dir, pc);
    let key = state.key_or_new().expect("a key");
    Courier::new(state, key, hardware(pc), world)
}

fn look(courier: &mut Courier, pc: &Pc, world: &dyn World) {
    courier.queue(world.now(), collected(pc).1);
}

fn all_sent(delivered: &Delivered) -> bool {
    matches!(delivered, Delivered::All(_))
}

#[test]
fn a_device_enrols_sends_everything_then_what_changed_then_that_nothing_did() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let pc = Pc::with(120);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    for n_programs in [120, 121, 121] {
        pc.n_programs.set(n_programs);
        look(&mut courier, &pc, &world);
        assert!(all_sent(&courier.deliver(&line(&portal), &world)));
        world.pass(HOUR);
    }
    let seen = portal.seen();
    assert_eq!(seen.kinds, ["full 1", "changes 2", "same 3"]);
    assert_eq!(seen.n_programs, 121, "the portal holds what the machine has");
    assert!(seen.n_bytes.iter().all(|n| *n < 4_000) && seen.n_bytes[2] <= 200, "{:?}", seen.n_bytes);
}

#[test]
fn a_portal_away_for_a_week_gets_what_changed_meanwhile() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let pc = Pc::with(10);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    look(&mut courier, &pc, &world);
    assert!(all_sent(&courier.deliver(&line(&portal), &world)));
    portal.set_away(true);
    for hour in 0..7 * 24 {
        world.pass(HOUR);
        pc.n_programs.set(10 + hour / 24);
        look(&mut courier, &pc, &world);
        let Delivered::Later(wait, _) = courier.deliver(&line(&portal), &world) else {
            panic!("the portal is away")
        };
        assert!(wait <= HOUR);
    }
    assert!(courier.n_waiting() < 20, "heartbeats in a row are one: {}", courier.n_waiting());
    drop(courier);
    portal.set_away(false);
    let mut courier = self::courier(&portal, dir.path(), &pc, &world);
    assert!(all_sent(&courier.deliver(&line(&portal), &world)));
    let seen = portal.seen();
    assert_eq!(seen.n_programs, 16);
    assert!(seen.kinds.iter().skip(1).all(|kind| !kind.starts_with("full")), "{:?}", seen.kinds);
}

#[test]
fn a_run_enrols_keeps_the_portals_pace_and_stops_when_told() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let mut waits = Vec::new();
    let mut sleep = |time: Duration| {
        waits.push(time.as_secs());
        world.pass(time);
        waits.len() < 4
    };
    let mut said = Vec::new();
    let mut say = |what: &str| said.push(what.to_owned());
    let ended = run(&settings(&portal, dir.path()), &Pc::with(9), &world, &mut sleep, &mut say);
    assert!(ended.is_ok(), "{ended:?}");
    assert_eq!(waits, [900; 4], "from the first answer on");
    assert_eq!(portal.seen().kinds, ["full 1", "same 2", "same 3", "same 4"]);
    assert_eq!(said, ["enrolled, and let in"]);
}

/// A log in which rules of ours hit, when the data sets are beside the checkout.
fn log() -> Option<Vec<u8>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/evtx");
    fs::read(data.join("evtx-attack-samples/AutomatedTestingTools/PanacheSysmon_vs_AtomicRedTeam01.evtx"))
        .ok()
}

#[test]
fn what_event_logs_show_is_told_once_whatever_stands_in_the_way() {
    let Some(log) = log() else { return };
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let folder = tempfile::tempdir().expect("a folder");
    let settings = watching(&portal, dir.path(), folder.path());
    let go = |n_sleeps: usize, between: &dyn Fn(usize)| {
        let n = Cell::new(0);
        let mut sleep = |time: Duration| {
            n.set(n.get() + 1);
            between(n.get());
            world.pass(time);
            n.get() < n_sleeps
        };
        run(&settings, &Pc::with(3), &world, &mut sleep, &mut |_| ()).expect("a run");
    };
    go(2, &|_| ());
    assert_eq!(portal.seen().found, [""; 0], "nothing was written yet");
    // The log is written while the portal is away; the agent is stopped and started before it is back.
    portal.set_away(true);
    go(2, &|n| {
        if n == 1 {
            fs::write(folder.path().join("Sysmon.evtx"), &log).expect("written");
        }
    });
    portal.set_away(false);
    go(4, &|_| ());
    let found = portal.seen().found;
    assert!(found.len() > 3, "{found:?}");
    world.pass(HOUR);
    go(4, &|_| ());
    assert_eq!(portal.seen().found, found, "told once");
    assert_eq!(portal.seen().n_programs, 3, "facts are as they were");
}

#[test]
fn watched_logs_change_nothing_about_the_pace_a_portal_asks_for() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let logs = tempfile::tempdir().expect("a folder");
    let settings = watching(&portal, dir.path(), logs.path());
    for (standing, is_away) in [(Standing::Waiting, false), (Standing::Approved, true)] {
        portal.set_standing(standing);
        let began = portal.seen().n_requests;
        let start = world.elapsed();
        let mut sleep = |time: Duration| {
            portal.set_away(is_away);
            world.pass(time);
            world.elapsed() < start + 2 * HOUR
        };
        run(&settings, &Pc::with(3), &world, &mut sleep, &mut |_| ()).expect("a run");
        let n = portal.seen().n_requests - began;
        assert!(n <= 11, "{standing:?}: every 15 minutes, and not with each look at the logs: {n} requests");
    }
}

#[test]
fn two_agents_with_one_key_are_told_apart_and_neither_stops() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let copy_dir = tempfile::tempdir().expect("a folder");
    let pc = Pc::with(5);
    enrolled(&portal, dir.path(), &pc).key_or_new().expect("a key");
    for name in ["device", "key"] {
        fs::copy(dir.path().join(name), copy_dir.path().join(name)).expect("copied");
    }
    let copy = Pc { board: "board-2".to_owned(), ..Pc::with(7) };
    let mut first = courier(&portal, dir.path(), &pc, &world);
    let mut second = courier(&portal, copy_dir.path(), &copy, &world);
    for _ in 0..3 {
        look(&mut first, &pc, &world);
        assert!(all_sent(&first.deliver(&line(&portal), &world)));
        look(&mut second, &copy, &world);
        assert!(all_sent(&second.deliver(&line(&portal), &world)));
        world.pass(HOUR);
    }
    let seen = portal.seen();
    assert_eq!(seen.hardware.len(), 2, "one key, two machines");
    assert!(seen.n_conflicts >= 4, "{}", seen.n_conflicts);
}

#[test]
fn a_device_waits_to_be_let_in_and_stops_when_it_is_put_out() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    portal.set_standing(Standing::Waiting);
    let pc = Pc::with(200);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    look(&mut courier, &pc, &world);
    for _ in 0..3 {
        assert!(matches!(courier.deliver(&line(&portal), &world), Delivered::Waiting(_)));
    }
    assert!(portal.seen().n_bytes.iter().all(|n| *n < 500), "what is not kept is kept short");
    portal.set_standing(Standing::Approved);
    assert!(all_sent(&courier.deliver(&line(&portal), &world)));
    assert_eq!(portal.seen().n_programs, 200);
    portal.set_standing(Standing::Revoked);
    look(&mut courier, &pc, &world);
    assert_eq!(courier.deliver(&line(&portal), &world), Delivered::Revoked);
    drop(courier);
    let n_asked = portal.seen().n_requests;
    let mut courier = self::courier(&portal, dir.path(), &pc, &world);
    look(&mut courier, &pc, &world);
    assert_eq!(courier.deliver(&line(&portal), &world), Delivered::Revoked);
    assert_eq!(portal.seen().n_requests, n_asked, "it stops asking");
}

#[test]
fn a_days_allowance_is_kept_and_the_rest_goes_tomorrow() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    portal.set_bytes_a_day(3_000);
    let pc = Pc::with(50);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    let mut n_held = 0;
    for n in 0..10 {
        pc.n_programs.set(50 + n);
        look(&mut courier, &pc, &world);
        n_held += usize::from(!all_sent(&courier.deliver(&line(&portal), &world)));
    }
    assert!(n_held >= 5, "{n_held}");
    portal.set_bytes_a_day(1 << 20);
    world.pass(24 * HOUR);
    let delivered = (0..4).map(|_| courier.deliver(&line(&portal), &world)).any(|d| all_sent(&d));
    assert!(delivered, "{}", courier.trouble());
    assert_eq!(portal.seen().n_programs, 59);
}

#[test]
fn a_clock_wrong_by_years_changes_nothing_but_what_is_told() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("1980-01-01T00:00:00Z"));
    portal.set_clock("2026-11-27T12:00:00Z".parse().expect("a time"));
    let pc = Pc::with(3);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    for now in ["1980-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "2001-01-01T00:00:00Z"] {
        world.set_clock(now);
        pc.n_programs.set(pc.n_programs.get() + 1);
        look(&mut courier, &pc, &world);
        assert!(all_sent(&courier.deliver(&line(&portal), &world)));
        assert!(courier.trouble().contains("clock"), "{}", courier.trouble());
    }
    assert_eq!(portal.seen().n_programs, 6);
}

#[test]
fn a_hundred_thousand_programs_fit_into_a_message() {
    let (portal, dir, world) =
        (Portal::open(), tempfile::tempdir().expect("a folder"), StandsStill::at("2026-11-27T12:00:00Z"));
    let pc = Pc::with(100_000);
    let mut courier = courier(&portal, dir.path(), &pc, &world);
    let (_, parts, left_out) = collected(&pc);
    assert_eq!(left_out, ["90000 of 100000 programs are left out"]);
    courier.queue(world.now(), parts);
    assert!(all_sent(&courier.deliver(&line(&portal), &world)));
    assert_eq!(portal.seen().n_programs, 10_000);
}

#[test]
fn state_cut_at_any_byte_still_brings_the_facts_to_the_portal() {
    let dir = tempfile::tempdir().expect("a folder");
    let pc = Pc::with(2);
    let world = StandsStill::at("2026-11-27T12:00:00Z");
    let portal = Portal::open();
    let mut first = courier(&portal, dir.path(), &pc, &world);
    look(&mut first, &pc, &world);
    assert!(all_sent(&first.deliver(&line(&portal), &world)));
    pc.n_programs.set(3);
    look(&mut first, &pc, &world);
    drop(first);
    for name in ["device", "base", "today", "number", "key", "spool/000000000002.facts"] {
        let whole = fs::read(dir.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        // That a cut at every single byte is found is a test of `state::whole`; here a few of each kind go all the way.
        let cuts = [0, 1, 16, 50, 81, 82, 90, whole.len() / 2, whole.len() - 1];
        for cut in cuts.into_iter().filter(|n| *n < whole.len()) {
            let here = tempfile::tempdir().expect("a folder");
            copy_all(dir.path(), here.path());
            fs::write(here.path().join(name), &whole[..cut]).expect("cut");
            let mut again = courier(&portal, here.path(), &pc, &world);
            look(&mut again, &pc, &world);
            let sent = (0..3).any(|_| all_sent(&again.deliver(&line(&portal), &world)));
            assert!(sent, "{name} cut at {cut}: {}", again.trouble());
            assert_eq!(portal.seen().n_programs, 3, "{name} cut at {cut}");
        }
    }
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("spool")).expect("a folder");
    for name in ["device", "base", "today", "number", "key", "spool/000000000002.facts"] {
        fs::copy(from.join(name), to.join(name)).expect("copied");
    }
}
