//! Figures of training at a portal in this process: `cargo xtask bench --only training` runs it and reads the lines of JSON it prints, a
//! figure each: what, and samples in microseconds. Everybody in it is made up; the database lies in TMPDIR.
//!
//!   training nation 2100 60   so many hospitals with so many learners each, and the nightly list over all of them
//!   training roster 5000      a staff roster of so many rows, looked at and applied
//!   training mail 10000       so many invitations, queued and taken by a mail server on this machine
//!   training serve            a portal on a free port with one learner; prints where, and ends when its input does

use std::collections::BTreeMap;
use std::io::Read as _;
use std::time::{Duration, Instant};

use holdfast_core::Date;
use holdfast_core::catalog::{Language, LessonId, PackId};
use holdfast_core::model::{
    AccountId, Ccn, Completion, CompletionHow, EmailAddress, HospitalScope, Learner, LearnerId, Role,
    StaffMember,
};
use holdfast_server::app::training::{RosterAgreed, RosterApplied};
use holdfast_server::app::{SentFile, Speaker};
use holdfast_server::config::{Encryption, SmtpConfig};
use holdfast_server::entropy::token;
use holdfast_store::MailState;
use holdfast_testkit::Portal;
use holdfast_testkit::franklin::FIXTURE_MEMORIAL;
use jiff::ToSpan;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Hospitals filled in one write while loading.
const A_WRITE: u32 = 20;
const N_ROSTERS: usize = 5;
const N_NIGHTS: usize = 3;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["nation", hospitals, people] => nation(number(hospitals), number(people)).await,
        ["roster", n] => roster(number(n)).await,
        ["mail", n] => mail(number(n)).await,
        ["serve"] => serve().await,
        _ => panic!("say `nation` and two numbers, `roster` and one, `mail` and one, or `serve`"),
    }
}

fn number(text: &str) -> u32 {
    text.parse().expect("a number")
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time; nothing it decides depends on it")]
fn stopwatch() -> Instant {
    Instant::now()
}

fn print(what: &str, samples: &[Duration]) {
    let micros: Vec<u128> = samples.iter().map(Duration::as_micros).collect();
    println!("{}", json!({ "what": what, "samples_us": micros }));
}

/// The most this process has held, in MiB; 0 where the machine does not tell.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

async fn hospital(portal: &Portal) -> (HospitalScope, Speaker) {
    let scope = portal.registered(FIXTURE_MEMORIAL, true).await;
    (scope, speaker(portal).await)
}

async fn speaker(portal: &Portal) -> Speaker {
    let account = portal.person("Dana Fixture", Role::HospitalAdministrator, Some(FIXTURE_MEMORIAL)).await;
    let name = "Dana Fixture".to_owned();
    let roles = vec![Role::HospitalAdministrator];
    Speaker { account, shown: format!("{name}, administrator"), name, roles }
}

fn learner(id: i64, number: u32, since: Date) -> Learner {
    let packs = ["everyone", "clinical"].map(PackId::new);
    Learner {
        id: LearnerId(id),
        person: StaffMember {
            number: number.to_string(),
            name: format!("Person {number} Made-Up"),
            email: EmailAddress::parse(&format!("p{id}@fixturememorial.example")).ok(),
            department: ["Nursing", "Laboratory", "Registration", "Kitchen"][number as usize % 4].to_owned(),
            packs: packs.clone().into(),
            language: if number.is_multiple_of(5) { Language::Spanish } else { Language::English },
            started_on: None,
        },
        listed_on: since,
        left_on: None,
        packs_since: packs.map(|pack| (pack, since)).into(),
    }
}

/// A hospital of the made-up nation.
fn scope_of(n: u32) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(&format!("{:06}", 100_000 + n)).expect("a certification number"))
}

/// Three of four people did all their lessons, all were written to a month ago, and one of four is late with everything.
async fn fill(portal: &Portal, by: AccountId, hospitals: u32, people: u32) {
    let today = portal.app.today();
    let since = today.checked_sub(60.days()).expect("a day");
    let recently = today.checked_sub(30.days()).expect("a day");
    let lessons: Vec<LessonId> = {
        let packs = &portal.app.catalog.lessons.packs;
        let theirs = packs.iter().filter(|p| ["everyone", "clinical"].contains(&p.id.as_str()));
        theirs
            .flat_map(|p| p.lessons.clone())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    let now = portal.app.clock.now();
    for first in (0..hospitals).step_by(A_WRITE as usize) {
        let mut write = portal.app.store.write().await.expect("a write");
        for n in first..hospitals.min(first + A_WRITE) {
            let scope = scope_of(n);
            let id = |number: u32| i64::from(n) * 10_000 + i64::from(number) + 1;
            let all: Vec<Learner> = (0..people).map(|number| learner(id(number), number, since)).collect();
            let who = ("Dana Fixture, administrator", by);
            write.apply_roster(scope, &all, 0, &json!({}), who, now).await.expect("applied");
            let done: Vec<Completion> = all
                .iter()
                .filter(|l| l.id.0 % 4 != 0)
                .flat_map(|l| {
                    lessons.iter().map(|lesson| Completion {
                        learner: l.id,
                        lesson: lesson.clone(),
                        done_on: recently,
                        how: CompletionHow::Answered,
                        by: "the learner, by their own link".to_owned(),
                    })
                })
                .collect();
            write.record_completions(scope, &done, None, now).await.expect("recorded");
            for one in &all {
                write.note_mailed(scope, one.id, recently).await.expect("noted");
            }
        }
        write.commit().await.expect("kept");
    }
}

async fn nation(hospitals: u32, people: u32) {
    let portal = Portal::new().await;
    let by = speaker(&portal).await;
    let begun = stopwatch();
    fill(&portal, by.account, hospitals, people).await;
    print(&format!("{} learners of {hospitals} hospitals loaded", hospitals * people), &[begun.elapsed()]);
    let mut taken = Vec::new();
    let mut n_letters = 0;
    for night in 0..=N_NIGHTS {
        let begun = stopwatch();
        let list = portal.app.run_due_lists().await.expect("the list is made");
        assert_eq!(list.n_learners, (hospitals * people) as usize, "somebody was not looked at");
        taken.push(begun.elapsed());
        match night {
            0 => n_letters = list.n_letters,
            _ => assert_eq!(list.n_letters, 0, "somebody was written to twice"),
        }
    }
    print(&format!("the nightly list, first night, {n_letters} reminders queued"), &taken[..1]);
    print(&format!("the nightly list, nothing to write, peak {} MiB", peak_mib()), &taken[1..]);
}

async fn roster(n: u32) {
    let portal = Portal::new().await;
    let (scope, by) = hospital(&portal).await;
    let csv = |change: usize| {
        let mut text = "number,name,email,department,role,language,started\n".to_owned();
        for i in 0..n {
            text += &format!(
                "{i},Person {i} Made-Up,p{i}@fixturememorial.example,Ward {},everyone; clinical,en,2025-03-01\n",
                (i as usize + change) % 40
            );
        }
        SentFile { name: "roster.csv".to_owned(), bytes: text.into_bytes().into() }
    };
    let (mut looked, mut applied) = (Vec::new(), Vec::new());
    for change in 0..N_ROSTERS {
        let file = csv(change);
        let begun = stopwatch();
        let seen = portal.app.preview_roster(scope, &file, true).await.expect("read").expect("a roster");
        looked.push(begun.elapsed());
        assert_eq!(seen.change.n_touched(), n as usize);
        let agreed = RosterAgreed {
            digest: &seen.digest,
            version: seen.version,
            is_whole: true,
            many_leave: false,
            numbers: None,
        };
        let begun = stopwatch();
        let done =
            portal.app.apply_roster(scope, &by, &file, agreed).await.expect("applied").expect("a roster");
        applied.push(begun.elapsed());
        assert!(matches!(done, RosterApplied::Done(_)));
    }
    print(&format!("a roster of {n} rows, read and compared"), &looked);
    print(&format!("a roster of {n} rows, every row applied"), &applied);
}

async fn mail(n: u32) {
    let sink = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = sink.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = sink.accept().await {
            tokio::spawn(take(stream));
        }
    });
    let portal = Portal::with(|config| {
        config.mail.from = "Help desk <desk@program.example>".to_owned();
        config.mail.smtp = Some(SmtpConfig {
            host: "127.0.0.1".to_owned(),
            port,
            encryption: Encryption::None,
            username: None,
            password: None,
        });
    })
    .await;
    let by = speaker(&portal).await;
    let since = portal.app.today();
    let (per, now) = (5_000, portal.app.clock.now());
    let mut scopes = Vec::new();
    for (at, first) in (0..n).step_by(per as usize).enumerate() {
        let scope = scope_of(u32::try_from(at).unwrap_or(0));
        let all: Vec<Learner> =
            (first..n.min(first + per)).map(|i| learner(i64::from(i) + 1, i, since)).collect();
        let mut write = portal.app.store.write().await.expect("a write");
        let who = ("Dana Fixture, administrator", by.account);
        write.apply_roster(scope, &all, 0, &json!({}), who, now).await.expect("applied");
        write.commit().await.expect("kept");
        scopes.push(scope);
    }
    let before = peak_mib();
    let begun = stopwatch();
    let mut n_mailed = 0;
    for scope in scopes {
        n_mailed += portal.app.mail_links(scope, &by, false).await.expect("queued").n_mailed;
    }
    let queued = begun.elapsed();
    let counts: BTreeMap<&str, u32> = {
        let all = portal.app.outbox(None).await.expect("the outbox").counts;
        all.into_iter().map(|(state, n)| (state.key(), n)).collect()
    };
    assert_eq!(
        (n_mailed, counts[MailState::Queued.key()]),
        (n as usize, n),
        "the queue does not show them all"
    );
    print(&format!("{n} invitations queued, the queue shows {n}"), &[queued]);
    let begun = stopwatch();
    let mut n_sent = 0;
    loop {
        let round = portal.app.send_due_mail().await.expect("sent");
        if round.n_sent == 0 {
            break;
        }
        n_sent += round.n_sent;
    }
    assert_eq!(n_sent, n as usize, "not all were taken");
    let what = format!("{n} invitations taken by a mail server (peak {} MiB, {before} before)", peak_mib());
    print(&what, &[begun.elapsed()]);
}

/// Takes mails and keeps none.
async fn take(stream: TcpStream) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.franklin.example\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let says: &[u8] = match line.get(..4).unwrap_or_default() {
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                while lines.next_line().await.ok()?.is_some_and(|line| line != ".") {}
                b"250 taken\r\n"
            }
            "QUIT" => b"221 goodbye\r\n",
            _ => b"250 yes\r\n",
        };
        write.write_all(says).await.ok()?;
    }
    Some(())
}

async fn serve() {
    let portal = Portal::new().await;
    let (scope, by) = hospital(&portal).await;
    let now = portal.app.clock.now();
    let token = token(&*portal.app.entropy);
    let mut write = portal.app.store.write().await.expect("a write");
    let all = [learner(1, 1, portal.app.today())];
    let who = (by.shown.as_str(), by.account);
    write.apply_roster(scope, &all, 0, &json!({}), who, now).await.expect("applied");
    let link = (LearnerId(1), token.hash().as_str().to_owned());
    write.issue_learner_links(scope, &[link], Some(by.account), now).await.expect("a link");
    write.commit().await.expect("kept");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let at = listener.local_addr().expect("an address");
    let home = format!("/learn/{}", token.reveal());
    let paths = [home.clone(), format!("{home}/report-it"), "/lessons/report-it".to_owned()];
    println!("{}", json!({ "at": at, "paths": paths }));
    let until_input_ends = async {
        // Ended input and broken input are one: nobody waits for this portal any more.
        let _ = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await;
    };
    holdfast_server::serve(portal.app.clone(), listener, until_input_ends).await.expect("it serves");
}
