//! Makes the data folder of a portal that `cargo xtask outside` then runs: Franklin's hospitals, two of which share what they find bad; the IT of
//! one and the operator, each with a token; lures of yesterday in the pool; and the hospital's address for reported mail. Prints where to
//! knock, as JSON. Everybody in it is made up.
//!
//!   outside SETTINGS.toml      the folder is the one the settings name

use std::path::Path;
use std::sync::Arc;

use holdfast_core::decide::suspicious_mail::PersonSaid;
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, Role};
use holdfast_server::App;
use holdfast_server::app::reported_mail::{MailPage, MailReporter};
use holdfast_server::app::{SentFile, Speaker};
use holdfast_server::clock::{Clock, SystemClock};
use holdfast_server::config::Config;
use holdfast_server::entropy::OsEntropy;
use holdfast_testkit::franklin::{BEACON_RIDGE, FIXTURE_MEMORIAL};
use holdfast_testkit::{StandingClock, fill};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde_json::json;

/// A link, a file that can run, a domain with letters beyond ASCII, and the same lure at two hospitals.
const LURES: [&str; 4] = [
    "From: Payroll <payroll@evil-pay.com>\r\nSubject: Your pay stub 1\r\nContent-Type: text/html\r\n\r\n<a href=\"https://login.evil-pay.com/1\">Open</a>\r\n",
    "From: Scans <scan@evil-scan.com>\r\nSubject: A scan for you\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
     --b\r\nContent-Type: application/octet-stream; name=scan.exe\r\nContent-Disposition: attachment; filename=scan.exe\r\n\r\nMZ no program\r\n--b--\r\n",
    "From: Bank <bank@evil-bank.com>\r\nSubject: Sign in\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhttps://b\u{e4}nk-login.com/\r\n",
    "From: Payroll <payroll@evil-pay.com>\r\nSubject: Your pay stub 2\r\nContent-Type: text/html\r\n\r\n<a href=\"https://login.evil-pay.com/2\">Open</a>\r\n",
];

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [settings] = words.as_slice() else { panic!("say where the settings are") };
    let config = Config::from_file(Path::new(settings)).expect("settings");
    fill(&config.server.data_dir).await;
    let yesterday = SystemClock.now() - SignedDuration::from_hours(24);
    let yesterday = yesterday.to_zoned(TimeZone::UTC).date().to_string();
    let then = Arc::new(StandingClock::at(&yesterday));
    let app = App::open(config, None, then, Arc::new(OsEntropy), &|_| {}).await.expect("the portal opens");
    let ivo = person(&app, 1, "Ivo It", Role::HospitalIt, Some(FIXTURE_MEMORIAL)).await;
    let bea = person(&app, 2, "Bea Ridge", Role::HospitalIt, Some(BEACON_RIDGE)).await;
    let olu = person(&app, 3, "Olu Office", Role::ProgramOffice, None).await;
    for (by, ccn, lures) in [(&ivo, FIXTURE_MEMORIAL, &LURES[..3]), (&bea, BEACON_RIDGE, &LURES[3..])] {
        let scope = scope(ccn);
        app.pool_mails(scope, by, true).await.expect("agreed");
        for lure in lures {
            let file = SentFile { name: "mail.eml".to_owned(), bytes: lure.as_bytes().into() };
            let taken = app.report_mail(scope, &MailReporter::signed_in(by), file).await.expect("reported");
            let id = taken.expect("a mail").report.id;
            let answered = app.answer_reported_mail(scope, by, id, PersonSaid::Bad, "").await;
            answered.expect("answered").expect("the first answer");
        }
        assert_eq!(app.reported_mails(scope, MailPage::default()).await.expect("reports").n_waiting, 0);
    }
    let address = app.new_report_address(scope(FIXTURE_MEMORIAL), &ivo).await.expect("an address").own;
    let told = json!({
        "ccn": FIXTURE_MEMORIAL,
        "address": address.map(|address| address.to_string()),
        "it": { "address": "ivo.it@fixturememorial.example", "token": token(&app, &ivo).await },
        "operator": { "token": token(&app, &olu).await },
        "bad_domains": ["evil-pay.com", "xn--bnk-login-v2a.com"],
    });
    println!("{told}");
}

fn scope(ccn: &str) -> HospitalScope {
    HospitalScope::checked(Ccn::parse(ccn).expect("a certification number"))
}

async fn person(app: &App, id: i64, name: &str, role: Role, ccn: Option<&str>) -> Speaker {
    let account = AccountId(id);
    let address = format!("{}@fixturememorial.example", name.to_lowercase().replace(' ', "."));
    let email = EmailAddress::parse(&address).expect("a made-up address");
    let ccn = ccn.map(|ccn| scope(ccn).ccn());
    let now_ms = app.now_ms();
    let mut write = app.store.write().await.expect("a write");
    write.add_account(account, name, &email, now_ms).await.expect("a new account");
    write.give_role(account, role, ccn, None, now_ms).await.expect("a role");
    // Work for the program takes a way to sign in again.
    write.replace_recovery_codes(account, &[format!("code of {id}")], now_ms).await.expect("a code");
    write.commit().await.expect("kept");
    Speaker { account, name: name.to_owned(), shown: name.to_owned(), roles: vec![role] }
}

async fn token(app: &App, of: &Speaker) -> String {
    let (_, token) = app.make_api_token(of.account, "a reader", 30).await.expect("a token");
    token.reveal().to_owned()
}
