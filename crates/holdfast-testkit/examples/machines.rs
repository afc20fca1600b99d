//! Figures of made-up machines at a portal in this process: `cargo xtask bench --only devices` runs it and reads the lines of JSON it
//! prints, a figure each: what, and samples in microseconds.
//!
//!   machines check-ins     whole signed messages through the real routes, 200 machines at once; the database lies in TMPDIR
//!   machines fleet 5000    the page of a hospital with so many machines, 60 known programs on each, and five rules for pinned ones

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use holdfast_core::catalog::KnownSoftware;
use holdfast_core::model::{FactsSource, HospitalScope, Pin, PinKind, PinWhen, Role};
use holdfast_server::app::Speaker;
use holdfast_server::app::device::{DeviceAct, NewFacts};
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use holdfast_testkit::{Machine, Portal};
use holdfast_wire::device::{Known, News, Software, parts};

const N_MACHINES: u8 = 200;
const N_ROUNDS: usize = 20;
const N_HOURS: usize = 24;
/// A machine's programs, as many as a usual office computer has.
const N_PROGRAMS: usize = 120;
/// Programs of each machine of a fleet, all of them known to the catalog.
const N_KNOWN: usize = 60;
const N_VIEWS: usize = 21;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check-ins"] => check_ins().await,
        ["fleet", n] => fleet(n.parse().expect("a number")).await,
        _ => panic!("say `check-ins`, or `fleet` and a number"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time; nothing it decides depends on it")]
fn stopwatch() -> Instant {
    Instant::now()
}

fn print(what: &str, samples: &[Duration]) {
    let micros: Vec<u128> = samples.iter().map(Duration::as_micros).collect();
    println!("{}", serde_json::json!({ "what": what, "samples_us": micros }));
}

async fn hospital(portal: &Portal) -> (HospitalScope, Speaker) {
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    let account = portal.person("Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let name = "Ivo It".to_owned();
    (scope, Speaker { account, shown: format!("{name}, IT"), name, roles: vec![Role::HospitalIt] })
}

fn programs(change: usize) -> Known<Vec<Software>> {
    let program = |n: usize| Software {
        name: format!("Program {n} of the office"),
        version: format!("{}.{}.{change}", n % 17, n * 7 % 101),
        publisher: format!("Maker {}", n % 13),
    };
    Known::Is((0..N_PROGRAMS).map(program).collect())
}

/// Everything, then that nothing changed, then one part that did, then a day's mix; each kind in rounds of all machines at once.
async fn check_ins() {
    let portal = Portal::new().await;
    let (scope, by) = hospital(&portal).await;
    let token = portal
        .app
        .make_enrolment_token(scope, &by, "Nurse stations", u32::from(N_MACHINES), 7)
        .await
        .expect("a token");
    let mut machines = Vec::new();
    for seed in 1..=N_MACHINES {
        let mut machine = Machine::new(&format!("FIX-PC-{seed}"), seed);
        machine.facts.software = programs(0);
        machine.enrol(&portal, &token.text).await.is(200);
        machines.push(machine);
    }
    let ids: Vec<_> = machines.iter().map(|m| m.device.parse().expect("a number")).collect();
    portal.app.act_on_devices(scope, &by, &ids, &DeviceAct::Approve).await.expect("let in");
    let portal = Arc::new(portal);
    let mut everything = Vec::new();
    let mut base = vec![0; machines.len()];
    for _ in 0..N_ROUNDS {
        let at = portal.app.clock.now();
        let news = |m: &Machine| News::Full { collected_at: at, facts: parts(&m.facts) };
        everything.push(round(&portal, &mut machines, |_, m| news(m)).await);
    }
    base.iter_mut().zip(&machines).for_each(|(base, m)| *base = m.seq);
    print("everything", &everything);
    let mut nothing = Vec::new();
    for _ in 0..N_ROUNDS {
        let at = portal.app.clock.now();
        nothing
            .push(round(&portal, &mut machines, |i, _| News::Same { base: base[i], collected_at: at }).await);
    }
    print("nothing changed", &nothing);
    let mut changed = Vec::new();
    for n in 0..N_ROUNDS {
        let at = portal.app.clock.now();
        let smb1 = serde_json::json!({ "smb1": { "is": n % 2 == 0 } });
        let facts = smb1.as_object().cloned().unwrap_or_default();
        let news =
            |i: usize, _: &Machine| News::Changes { base: base[i], collected_at: at, facts: facts.clone() };
        changed.push(round(&portal, &mut machines, news).await);
        base.iter_mut().zip(&machines).for_each(|(base, m)| *base = m.seq);
    }
    print("one part changed", &changed);
    // As a day goes: each hour that nothing changed, and once, each machine at an hour of its own, everything.
    let mut day = Vec::new();
    for hour in 0..N_HOURS {
        let at = portal.app.clock.now();
        let tells_all = |i: usize| i % N_HOURS == hour;
        let news = |i: usize, m: &Machine| match tells_all(i) {
            true => News::Full { collected_at: at, facts: parts(&m.facts) },
            false => News::Same { base: base[i], collected_at: at },
        };
        day.push(round(&portal, &mut machines, news).await);
        for (i, m) in machines.iter().enumerate().filter(|(i, _)| tells_all(*i)) {
            base[i] = m.seq;
        }
    }
    print("as a day goes", &day);
}

/// Sends a message of each machine, all at once, and waits for every answer. Gives the time for one. They are packed and signed before:
/// that is the machines' own work.
async fn round(
    portal: &Arc<Portal>,
    machines: &mut [Machine],
    news: impl Fn(usize, &Machine) -> News,
) -> Duration {
    let requests: Vec<Request<Body>> = machines
        .iter_mut()
        .enumerate()
        .map(|(i, machine)| {
            let news = news(i, machine);
            let message = machine.message(portal, news);
            machine.request("/api/v1/devices/check-in", &message)
        })
        .collect();
    let n = u32::try_from(requests.len()).unwrap_or(u32::MAX);
    let begun = stopwatch();
    let sent: Vec<_> = requests
        .into_iter()
        .map(|request| {
            let mut browser = portal.browser();
            tokio::spawn(async move { browser.send(request).await.status })
        })
        .collect();
    for answer in sent {
        assert_eq!(answer.await.expect("an answer"), 200, "a message was not taken");
    }
    begun.elapsed() / n
}

/// Programs of the catalog, by names that fit it: other ones and other versions on each machine, and some on many.
fn known_programs(catalog: &[KnownSoftware], machine: usize) -> Known<Vec<Software>> {
    let plain = |pattern: &String| pattern.replace('*', "").replace('?', "1").trim().to_owned();
    let program = |n: usize| {
        let at = (if n < N_KNOWN / 2 { n * 5 } else { n * 5 + machine * 7 }) % catalog.len();
        let row = &catalog[at];
        Software {
            name: row.named.first().map(plain).unwrap_or_default(),
            // A program is there in eleven versions, which is more than a hospital that updates at all has.
            version: format!("{}.{}.{}", at % 17, machine % 11, at * 7 % 101),
            publisher: row.publisher.first().map(plain).unwrap_or_default(),
        }
    };
    Known::Is((0..N_KNOWN).map(program).collect())
}

/// Rules of each kind: by name, by maker and model, by a program, by both.
async fn make_rules(portal: &Portal, scope: HospitalScope, by: &Speaker) {
    let pin = Pin {
        kind: PinKind::Medical,
        vendor: "Fixture Imaging".to_owned(),
        what: "Console".to_owned(),
        vlan: String::new(),
        peers: String::new(),
        remote_access: String::new(),
        call: String::new(),
    };
    let when = |name: &str, maker: &str, program: &str| PinWhen {
        name: name.to_owned(),
        maker: maker.to_owned(),
        program: program.to_owned(),
        ..PinWhen::default()
    };
    for when in [
        when("FIX-PC-0001*", "", ""),
        when("", "Fixture Imaging*", ""),
        when("", "", "Siemens syngo console"),
        when("", "", "*PACS*"),
        when("FIX-PC-*7", "", "Philips*"),
    ] {
        portal.app.make_pin_rule(scope, by, &when, &pin).await.expect("a rule");
    }
}

/// A hospital with so many machines on its page.
async fn fleet(n: usize) {
    let portal = Portal::new().await;
    let (scope, by) = hospital(&portal).await;
    let at = portal.app.clock.now();
    let builds =
        ["10.0.19045.6456", "10.0.19045.5011", "10.0.22631.4602", "10.0.26100.2314", "10.0.17763.6532"];
    let new = |i: usize| {
        let mut machine = Machine::new(&format!("FIX-PC-{i:05}"), 1);
        machine.facts.identity.serial = Some(format!("SN-{i:05}"));
        if let Known::Is(os) = &mut machine.facts.os {
            os.version = builds[i % builds.len()].to_owned();
        }
        machine.facts.software = known_programs(&portal.app.catalog.software, i);
        NewFacts { place: format!("row {i}"), observed_at: at, facts: machine.facts }
    };
    let all = (0..n).map(new).collect();
    portal.app.bring_devices(scope, &by, FactsSource::FactsFile, "made up", all).await.expect("taken in");
    make_rules(&portal, scope, &by).await;
    let mut browser = portal.signed_in(by.account).await;
    let path = format!("/hospital/{FIXTURE_MEMORIAL}/devices");
    let mut taken = Vec::new();
    let mut n_bytes = 0;
    for _ in 0..=N_VIEWS {
        let begun = stopwatch();
        let page = browser.get(&path).await;
        taken.push(begun.elapsed());
        page.is(200);
        n_bytes = page.body.len();
    }
    // The first view fills what later ones find.
    taken.remove(0);
    print(&format!("{n} machines ({:.0} KB)", n_bytes as f64 / 1024.0), &taken);
}
