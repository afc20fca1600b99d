//! Running the portal: the directory's record, mail, the audit log, settings.

use holdfast_core::model::{MailId, Role, SourceKind};
use holdfast_server::config::{MailConfig, SmtpConfig};
use holdfast_store::{Directory, NewChange, NewMail, Reject};

use super::*;

#[tokio::test]
async fn the_office_sees_what_the_portal_is_made_of() {
    let portal = Portal::with(|config| {
        let smtp = "host = \"mail.example\"\nusername = \"portal\"\npassword = \"hunter2\"";
        config.mail = MailConfig {
            smtp: Some(toml::from_str::<SmtpConfig>(smtp).expect("settings")),
            ..MailConfig::default()
        };
    })
    .await;
    let mut write = portal.app.store.write().await.expect("a write");
    let release = write.imported().await.expect("read").swap_remove(0).release;
    assert_eq!(release.kind, SourceKind::CbsaCounties);
    let body = write.directory_body(release.kind).await.expect("read").expect("a table");
    let reject = Reject {
        line: 7,
        column: "ZIP Code".to_owned(),
        text: "<b>5971".to_owned(),
        why: "five digits".to_owned(),
    };
    let change =
        NewChange { ccn: None, change: serde_json::json!({}), sentence: "A county <b>moved</b>.".to_owned() };
    let release = holdfast_core::model::Release { n_rejected: 1, ..release };
    write.replace_source(&release, &body, &[reject], &[change], portal.app.now_ms()).await.expect("kept");
    write.commit().await.expect("kept");
    let mut olu = office(&portal).await;
    let page = olu.get("/office/run").await;
    page.is(200)
        .shows("holdfast import hospitals --cms FILE.csv")
        .shows("What imports changed A county")
        .shows(&portal.app.catalog.version)
        .shows("mail.smtp.password")
        .shows("***");
    assert!(!page.body.contains("hunter2") && !page.body.contains("<b>moved"));
    let rejects = olu.get("/office/run/rejects/cbsa_counties").await;
    rejects.is(200).shows("ZIP Code").shows("five digits");
    assert!(!rejects.body.contains("<b>5971"));
    olu.get("/office/run/rejects/nonsense").await.is(404);
}

#[tokio::test]
async fn a_letter_kept_here_is_read_as_text_and_reading_it_is_on_record() {
    let portal = Portal::new().await;
    let mut olu = office(&portal).await;
    olu.get("/office/run/mail").await.is(200).shows("No letters");
    let mail = |id: i64, text: &str| NewMail {
        id: MailId(id),
        to: email("ann@gmail.com"),
        subject: format!("Letter <i>{id}</i>"),
        kind: "resume-link".to_owned(),
        text: text.to_owned(),
        html: "<script>alert(1)</script>".to_owned(),
    };
    let mut write = portal.app.store.write().await.expect("a write");
    let now_ms = portal.app.now_ms();
    write.add_mail(&mail(7, "Kept <b>here</b>"), false, now_ms).await.expect("kept");
    write.add_mail(&mail(8, "http://localhost/resume/secret"), true, now_ms).await.expect("kept");
    write.mail_sent(MailId(8), now_ms).await.expect("kept");
    write.commit().await.expect("kept");
    let list = olu.get("/office/run/mail").await;
    list.shows("Kept here, not sent").shows("ann@gmail.com");
    assert!(!list.body.contains("<i>7"));
    olu.get("/office/run/mail?state=sent").await.shows("Letter").hides("Kept here, not sent ann");
    let kept = olu.get("/office/run/mail/7").await;
    kept.is(200).shows("Kept");
    assert!(!kept.body.contains("<b>here") && !kept.body.contains("alert(1)"));
    olu.get("/office/run/mail/8").await.is(200).shows("The text is not shown").hides("secret");
    olu.get("/office/run/mail/9").await.is(404);
    let log = olu.get("/office/run/audit").await;
    log.is(200).shows("The log is whole").shows("mail.read").shows("mail:7").hides("mail:8");
}

#[tokio::test]
async fn only_those_who_run_the_program_get_there() {
    let portal = Portal::new().await;
    let paths = [
        "/office/run",
        "/office/run/mail",
        "/office/run/mail/7",
        "/office/run/audit",
        "/office/run/rejects/zctas",
    ];
    let mut rae = reviewer(&portal, "Rae Vance").await;
    let mut dana = portal.signed_in_as("Dana", Role::HospitalAdministrator, Some("991301")).await;
    for path in paths {
        rae.get(path).await.is(403);
        dana.get(path).await.is(403);
        assert!(portal.browser().get(path).await.location().starts_with("/sign-in"));
    }
    for path in ["/office", "/office/queue", "/office/hospitals", "/office/cases/7", "/office/funnel.csv"] {
        dana.get(path).await.is(403);
        assert!(portal.browser().get(path).await.location().starts_with("/sign-in"));
    }
}
