//! Running the portal: the record of imports, mail that may be read, the audit log.

use holdfast_core::model::{MailId, Release, Role, SourceKind};
use holdfast_store::{Directory, NewChange, NewMail, Reject};
use serde_json::{Value, json};

use crate::api::tour::{Call, Tour};
use crate::office::email;

const RUN: &str = "/api/v1/office/run";
const REJECTS: &str = "/api/v1/office/run/rejects/{file}";
const FEEDS: &str = "/api/v1/office/run/feeds";
const AUDIT: &str = "/api/v1/office/run/audit";
const MAILS: &str = "/api/v1/office/run/mail";
const MAIL: &str = "/api/v1/office/run/mail/{mail}";

pub(super) async fn visit(tour: &mut Tour) {
    tour.afresh().await;
    let (_, olu) = tour.token_of("Olu Office", Role::ProgramOffice, None).await;
    imports(tour, &olu).await;
    feeds(tour, &olu).await;
    mail(tour, &olu).await;
    audit(tour, &olu).await;
}

async fn imports(tour: &mut Tour, olu: &str) {
    let now_ms = tour.portal.app.now_ms();
    let mut write = tour.portal.app.store.write().await.expect("a write");
    let release = write.imported().await.expect("read").swap_remove(0).release;
    assert_eq!(release.kind, SourceKind::CbsaCounties);
    let body = write.directory_body(release.kind).await.expect("read").expect("a table");
    let reject = |line| Reject {
        line,
        column: "ZIP Code".to_owned(),
        text: "5971".to_owned(),
        why: "five digits".to_owned(),
    };
    let change = NewChange { ccn: None, change: json!({}), sentence: "A county moved.".to_owned() };
    let release = Release { n_rejected: 2, ..release };
    write.replace_source(&release, &body, &[reject(7), reject(9)], &[change], now_ms).await.expect("kept");
    write.commit().await.expect("kept");
    let run = tour.ok(Call::get(RUN, &[]).by(olu)).await;
    assert_eq!((&run["changes"][0]["says"], &run["sends_mail"]), (&json!("A county moved."), &json!(false)));
    assert_eq!(run["directory"].as_array().expect("files").len(), 9);
    assert_eq!(run["catalog_version"], tour.portal.app.catalog.version.as_str());
    let rejects = tour.ok(Call::get(REJECTS, &["cbsa_counties", "?per_page=1"]).by(olu)).await;
    assert_eq!(
        (&rejects["rejects"]["n_all"], &rejects["rejects"]["items"][0]["line"]),
        (&json!(2), &json!(7))
    );
    tour.fails(404, Call::get(REJECTS, &["nonsense"]).by(olu)).await;
}

async fn feeds(tour: &mut Tour, olu: &str) {
    let feeds = tour.ok(Call::get(FEEDS, &[]).by(olu)).await;
    let kinds: Vec<&Value> =
        feeds["feeds"].as_array().expect("feeds").iter().map(|feed| &feed["feed"]).collect();
    assert_eq!(kinds, ["windows_builds", "windows_fixes", "kev", "epss", "software_ranges"]);
    assert_eq!((&feeds["feeds"][2]["way"], &feeds["is_nightly"]), (&json!("release"), &json!(false)));
    assert_eq!((&feeds["feeds"][3]["fetched_at"], &feeds["changes"]), (&Value::Null, &json!([])));
}

async fn mail(tour: &mut Tour, olu: &str) {
    let now_ms = tour.portal.app.now_ms();
    let letter = |id: i64, text: &str| NewMail {
        id: MailId(id),
        to: email("ann@gmail.com"),
        subject: format!("Letter {id}"),
        kind: "resume-link".to_owned(),
        text: text.to_owned(),
        html: "<p>markup</p>".to_owned(),
    };
    let mut write = tour.portal.app.store.write().await.expect("a write");
    write.add_mail(&letter(7, "http://localhost/set-up-sign-in/secret"), false, now_ms).await.expect("kept");
    write.add_mail(&letter(8, "http://localhost/resume/secret"), true, now_ms).await.expect("kept");
    write.add_mail(&letter(9, "http://localhost/resume/secret"), true, now_ms).await.expect("kept");
    write.mail_sent(MailId(8), now_ms).await.expect("kept");
    write.commit().await.expect("kept");
    let all = tour.ok(Call::get(MAILS, &[]).by(olu)).await;
    // The letter about the token waits too.
    assert_eq!(all["counts"], json!({ "n_queued": 2, "n_outbox": 1, "n_sent": 1, "n_failed": 0 }));
    let sent = tour.ok(Call::get(MAILS, &["?state=sent"]).by(olu)).await;
    assert_eq!((sent["mails"].as_array().expect("mails").len(), &sent["mails"][0]["mail"]), (1, &json!("8")));
    tour.fails(400, Call::get(MAILS, &["?state=lost"]).by(olu)).await;
    let kept = tour.ok(Call::get(MAIL, &["7"]).by(olu)).await;
    assert_eq!((&kept["may_be_read"], &kept["line"]["state"]), (&json!(true), &json!("outbox")));
    assert!(!kept.to_string().contains("secret"), "a token must not become a way to sign in");
    for theirs in ["8", "9"] {
        let mail = tour.ok(Call::get(MAIL, &[theirs]).by(olu)).await;
        assert_eq!(mail["may_be_read"], false, "a letter on its way is its reader's alone");
        assert!(!mail.to_string().contains("secret"));
    }
    tour.fails(404, Call::get(MAIL, &["10"]).by(olu)).await;
    tour.fails(404, Call::get(MAIL, &["ten"]).by(olu)).await;
}

async fn audit(tour: &mut Tour, olu: &str) {
    let log = tour.ok(Call::get(AUDIT, &[]).by(olu)).await;
    assert_eq!((&log["chain"]["is_whole"], &log["chain"]["broken_at"]), (&json!(true), &Value::Null));
    let entries = log["entries"].as_array().expect("entries");
    assert!(entries.iter().all(|e| e["action"] != "mail.read"), "no letter was read");
    assert_eq!(log["chain"]["head"], entries[0]["digest"]);
    let query = format!("?before={}", entries[0]["seq"]);
    let earlier = tour.ok(Call::get(AUDIT, &[&query]).by(olu)).await;
    assert_eq!(earlier["entries"].as_array().expect("entries").len(), entries.len() - 1);
    tour.fails(400, Call::get(AUDIT, &["?before=yesterday"]).by(olu)).await;
}
