//! One mail at a time: what is said of it, what may leave, what it is known again by.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::catalog::Language;
use crate::model::MailDomain;

fn own() -> Vec<MailDomain> {
    vec![MailDomain::parse("fixturememorial.org").expect("a domain")]
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn link(host: &str, domain: &str) -> MailLink {
    let domain = (!domain.is_empty()).then(|| domain.to_owned());
    MailLink {
        url: format!("https://{host}/"),
        host: host.to_owned(),
        domain,
        is_pressed: true,
        ..MailLink::default()
    }
}

fn file(name: &str, sha256: &str) -> MailFile {
    MailFile {
        name: name.to_owned(),
        kind: "a PDF".to_owned(),
        can_run: false,
        is_picture: false,
        n_bytes: 9,
        sha256: sha256.to_owned(),
    }
}

fn from(address: &str) -> ReportedMail {
    // As the reader of mails would: the last two labels, for a host of plain letters.
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
    let labels: Vec<&str> = domain.rsplit('.').take(2).collect();
    let registrable =
        (domain.is_ascii() && labels.len() == 2).then(|| format!("{}.{}", labels[1], labels[0]));
    let sender = MailSender {
        name: "Payroll".to_owned(),
        address: address.to_owned(),
        registrable,
        ..MailSender::default()
    };
    ReportedMail { sender: Some(sender), subject: "Your pay stub 12".to_owned(), ..ReportedMail::default() }
}

#[track_caller]
fn check(mail: &ReportedMail, pool: Pool, expect: &str) {
    let judged = judge(mail, &own(), pool);
    let standing = match &judged.standing {
        Standing::KnownBad { n_hospitals } => format!("known bad at {n_hospitals}"),
        Standing::LooksBad => "looks bad".to_owned(),
        Standing::Unknown => "unknown".to_owned(),
    };
    let why: Vec<String> = judged.reasons.iter().map(|reason| reason.words(Language::English)).collect();
    assert_eq!(format!("{standing}: {}", why.join(" ")), expect);
}

#[test]
fn one_strong_reason_is_enough_and_one_weak_is_not() {
    let mut mail = from("pay@evil-pay.com");
    check(&mail, Pool::default(), "unknown: ");
    mail.reply_to = Some("x@other-evil.com".to_owned());
    check(&mail, Pool::default(), "unknown: It is from evil-pay.com, and answers go to other-evil.com.");
    mail.said_of_sender = Some(SaidOfSender {
        said_by: "mx.fixturememorial.org".to_owned(),
        dmarc: Some(Checked::Failed),
        ..Default::default()
    });
    check(
        &mail,
        Pool::default(),
        "looks bad: Its sender does not match the domain it shows, says mx.fixturememorial.org. It is from evil-pay.com, and answers go to other-evil.com.",
    );
    let mut mail = from("pay@evil-pay.com");
    mail.links = vec![MailLink { shows: Some("www.bank.com".to_owned()), ..link("evil.com", "evil.com") }];
    check(&mail, Pool::default(), "looks bad: A link shows www.bank.com and goes to evil.com.");
}

#[test]
fn a_link_to_a_bare_number_is_a_weak_mark() {
    let of = |host: &str| {
        let mut mail = from("pay@one.com");
        mail.links = vec![link(host, "")];
        mail
    };
    check(&of("127.0.0.1"), Pool::default(), "unknown: A link goes to a bare number, 127.0.0.1.");
    check(&of("[::1]"), Pool::default(), "unknown: A link goes to a bare number, [::1].");
    check(&of("1.2.3.example"), Pool::default(), "unknown: ");
}

#[test]
fn passing_the_checks_is_no_reason_for_anything() {
    let mut mail = from("pay@fixturememoriaI.org");
    mail.said_of_sender = Some(SaidOfSender {
        said_by: "mx".to_owned(),
        spf: Some(Checked::Passed),
        dkim: Some(Checked::Passed),
        dmarc: Some(Checked::Passed),
    });
    check(
        &mail,
        Pool::default(),
        "looks bad: fixturememoriai.org is made to look like your hospital: its letters look the same on a screen.",
    );
    let mut passed = from("pay@evil-pay.com");
    passed.said_of_sender = mail.said_of_sender;
    check(&passed, Pool::default(), "unknown: ");
}

#[test]
fn a_mail_in_the_hospital_s_own_name_that_is_not_its_own_looks_bad() {
    let mut mail = from("ceo@fixturememorial.org");
    check(&mail, Pool::default(), "unknown: ");
    mail.said_of_sender = Some(SaidOfSender { dmarc: Some(Checked::Failed), ..Default::default() });
    check(
        &mail,
        Pool::default(),
        "looks bad: It says it is from your hospital. The mail server says it is not.",
    );
}

#[test]
fn what_people_found_weighs_more_than_marks_and_is_counted() {
    let mail = from("pay@evil-pay.com");
    let pool = |n_seen, n_bad, n_harmless, n_known_bad| Pool { n_seen, n_bad, n_harmless, n_known_bad };
    check(&mail, pool(3, 2, 0, 2), "known bad at 2: ");
    check(&mail, pool(3, 2, 1, 2), "known bad at 2: People at different hospitals did not agree about it.");
    check(&mail, pool(3, 1, 1, 0), "unknown: People at different hospitals did not agree about it.");
    check(&mail, pool(3, 0, 0, 0), "unknown: 2 other hospitals saw it, too.");
    check(&mail, pool(1, 0, 0, 0), "unknown: ");
}

#[test]
fn what_stood_beside_a_lure_is_a_weak_mark_and_no_more() {
    let mut mail = from("news@bank.com");
    let pool = Pool { n_seen: 2, n_bad: 1, n_harmless: 0, n_known_bad: 0 };
    check(&mail, pool, "unknown: People at one hospital found one like it bad.");
    mail.reply_to = Some("x@other-evil.com".to_owned());
    check(
        &mail,
        pool,
        "looks bad: It is from bank.com, and answers go to other-evil.com. People at one hospital found one like it bad.",
    );
}

#[test]
fn a_file_found_bad_once_or_a_domain_found_bad_twice_is_known() {
    let file = || LureKey::File { sha256: "aa".to_owned() };
    let domain = |domain: &str| LureKey::Domain { domain: domain.to_owned() };
    let subject =
        |from: &str| LureKey::Subject { from: from.to_owned(), shape: "your pay stub _".to_owned() };
    for (key, n_bad, n_harmless, expect) in [
        (file(), 1, 0, 1),
        (file(), 1, 1, 0),
        (file(), 0, 0, 0),
        (domain("evil.com"), 1, 0, 0),
        (domain("evil.com"), 2, 0, 2),
        (domain("evil.com"), 2, 2, 0),
        (domain("evil.com"), 3, 2, 3),
        (domain("cms.gov"), 9, 0, 0),
        (domain("fixture.k12.mn.us"), 9, 0, 0),
        (domain("google.com"), 9, 0, 0),
        (domain("onmicrosoft.com"), 9, 0, 0),
        (subject("evil.com"), 1, 0, 0),
        (subject("evil.com"), 2, 1, 2),
        (subject("cms.gov"), 9, 0, 0),
    ] {
        let known = KnownKey { key, n_bad, n_harmless };
        assert_eq!(n_known_bad(std::slice::from_ref(&known)), expect, "{known:?}");
    }
    let bank = KnownKey { key: domain("bank.com"), n_bad: 1, n_harmless: 0 };
    assert_eq!(n_known_bad(&[bank, KnownKey { key: file(), n_bad: 1, n_harmless: 0 }]), 1);
    assert_eq!(n_known_bad(&[]), 0);
}

#[test]
fn a_sender_of_other_letters_looks_like_the_hospital_and_is_not_shared() {
    let mut mail = from("ceo@xn--fxturememorial-59l.org");
    if let Some(sender) = &mut mail.sender {
        sender.registrable = Some("xn--fxturememorial-59l.org".to_owned());
        sender.reads = Some("fіxturememorial.org".to_owned());
        sender.mixes_alphabets = true;
    }
    check(
        &mail,
        Pool::default(),
        "looks bad: fіxturememorial.org is made to look like your hospital: its letters look the same on a screen. \
         fіxturememorial.org mixes letters of two alphabets.",
    );
    assert_eq!(sighting(&mail, &own(), at("2026-11-28T17:42:09Z")).sender_domain, None);
}

#[test]
fn a_hospital_without_a_domain_of_its_own_is_served_and_nothing_is_claimed() {
    let mut mail = from("ceo@fixturememorial.org");
    mail.links = vec![link("fixturememorial.org", "fixturememorial.org")];
    mail.said_of_sender = Some(SaidOfSender { dmarc: Some(Checked::Failed), ..Default::default() });
    let judged = judge(&mail, &[], Pool::default());
    assert_eq!(judged.standing, Standing::Unknown);
    assert_eq!(judged.reasons, [Reason::DomainDisowns { said_by: String::new() }]);
    let seen = sighting(&mail, &[], at("2026-11-28T17:42:09Z"));
    assert_eq!(seen.sender_domain.as_deref(), Some("fixturememorial.org"));
}

#[test]
fn the_hospital_s_own_place_at_a_service_is_no_mark_and_stays_here() {
    let mut mail = from("no-reply@fixturememorial.onmicrosoft.com");
    mail.links = vec![
        link("fixturememorial-my.sharepoint.com", "sharepoint.com"),
        link("fixturememorial.my.salesforce.com", "salesforce.com"),
        link("other.onmicrosoft.com", "onmicrosoft.com"),
    ];
    check(&mail, Pool::default(), "unknown: ");
    let seen = sighting(&mail, &own(), at("2026-11-28T17:42:09Z"));
    assert_eq!((seen.sender_domain.clone(), seen.link_domains.len()), (None, 0));
    assert!(keys(&seen).is_empty());
    let elsewhere = sighting(&from("a@other.onmicrosoft.com"), &own(), at("2026-11-28T17:42:09Z"));
    assert!(keys(&elsewhere).is_empty(), "two customers of a service have nothing in common");
}

#[test]
fn a_sender_s_whole_host_never_leaves() {
    let seen = sighting(&from("x@jane.roe.mrn4471.evil-pay.com"), &own(), at("2026-11-28T17:42:09Z"));
    assert_eq!(seen.sender_domain.as_deref(), Some("evil-pay.com"));
    let mut raw = from("x@jane roe");
    raw.subject = String::new();
    assert_eq!(sighting(&raw, &own(), at("2026-11-28T17:42:09Z")).sender_domain, None);
    let hidden = sighting(&from("x@fixturememorial.evil-pay.com"), &own(), at("2026-11-28T17:42:09Z"));
    assert_eq!(hidden.sender_domain, None, "it names the hospital below another's domain");
}

#[test]
fn a_public_body_s_domain_ties_no_mails_together_and_is_not_pooled() {
    let mut mail = from("a@one.com");
    mail.links = vec![link("www.cms.gov", "cms.gov"), link("evil.com", "evil.com")];
    let seen = sighting(&mail, &own(), at("2026-11-28T17:42:09Z"));
    assert_eq!(seen.link_domains, ["evil.com".to_owned()].into());
    let kept_before = Sighting { link_domains: ["cms.gov".to_owned()].into(), ..seen };
    assert!(!keys(&kept_before).contains(&LureKey::Domain { domain: "cms.gov".to_owned() }));
}

#[test]
fn what_was_not_looked_at_is_said_and_is_no_mark() {
    let mut mail = ReportedMail {
        links: vec![link("protect-us.mimecast.com", "mimecast.com")],
        ..ReportedMail::default()
    };
    mail.links[0].hidden_by = Some("Mimecast".to_owned());
    check(
        &mail,
        Pool::default(),
        "unknown: Mimecast hides where a link goes, so we could not look at it. Who really sent it was lost on the way.",
    );
}

#[test]
fn what_leaves_names_neither_the_hospital_nor_a_person() {
    let mut mail = from("jane.roe@evil-pay.com");
    mail.subject = "Jane Roe: your pay stub 4471".to_owned();
    mail.links = vec![
        link("login.evil-pay.com", "evil-pay.com"),
        link("www.fixturememorial.org", "fixturememorial.org"),
        link("fixturememorial-login.com", "fixturememorial-login.com"),
        link("forms.google.com", "google.com"),
        MailLink {
            hidden_by: Some("Mimecast".to_owned()),
            ..link("protect-us.mimecast.com", "mimecast.com")
        },
    ];
    mail.files = vec![file("jane.pdf", "aa"), MailFile { is_picture: true, ..file("logo.png", "bb") }];
    let seen = sighting(&mail, &own(), at("2026-11-28T17:42:09Z"));
    let text = serde_json::to_string(&seen).expect("a sighting is JSON");
    assert_eq!(
        text,
        r#"{"sender_domain":"evil-pay.com","link_domains":["evil-pay.com"],"subject_shape":"_ your pay stub _","files":["aa"],"first_hour":"2026-11-28T17:00:00Z","last_hour":"2026-11-28T17:00:00Z"}"#
    );
    let own_name = sighting(&from("x@mail.fixturememorial.org"), &own(), at("2026-11-28T17:42:09Z"));
    assert_eq!(own_name.sender_domain, None);
}

#[test]
fn a_lure_is_known_again_by_what_is_its_own() {
    let hour = at("2026-11-28T17:00:00Z");
    let seen = |mail: &ReportedMail| sighting(mail, &own(), hour);
    let with_link = |from_address: &str, domain: &str| {
        let mut mail = from(from_address);
        mail.links = vec![link(domain, domain)];
        seen(&mail)
    };
    let (one, other) = (with_link("a@one.com", "evil.com"), with_link("b@two.com", "evil.com"));
    assert_eq!(same_lure(&one, &other).map(|key| key.to_string()).as_deref(), Some("domain:evil.com"));
    assert_eq!(same_lure(&with_link("a@one.com", "google.com"), &with_link("b@two.com", "google.com")), None);
    let (one, other) = (seen(&from("a@one.com")), seen(&from("b@one.com")));
    assert_eq!(
        same_lure(&one, &other).map(|key| key.to_string()).as_deref(),
        Some("subject:one.com:your pay stub _")
    );
    // A public mail service, or a subject that says nothing, ties no two mails together.
    assert_eq!(same_lure(&seen(&from("a@gmail.com")), &seen(&from("b@gmail.com"))), None);
    let silent = ReportedMail { subject: "Hello".to_owned(), ..from("a@one.com") };
    assert_eq!(same_lure(&seen(&silent), &seen(&silent)), None);
    let mut with_file = from("a@gmail.com");
    with_file.files = vec![file("a.pdf", "aa")];
    assert_eq!(
        same_lure(&seen(&with_file), &seen(&with_file)),
        Some(LureKey::File { sha256: "aa".to_owned() })
    );
}

#[test]
fn the_clock_counts_what_is_believed() {
    let report = |sent: Option<&str>, reported: &str, answered: Option<&str>| ReportTimes {
        sent_at: sent.map(at),
        reported_at: at(reported),
        answered_at: answered.map(at),
    };
    let reports = [
        report(Some("2026-11-28T10:00:00Z"), "2026-11-28T10:12:30Z", Some("2026-11-28T10:30:00Z")),
        report(Some("2026-11-28T10:05:00Z"), "2026-11-28T10:20:00Z", None),
        // Sent after it was reported, and a year before: neither is believed.
        report(Some("2026-11-28T11:00:00Z"), "2026-11-28T10:40:00Z", Some("2026-11-28T11:40:00Z")),
        report(Some("2025-11-28T10:00:00Z"), "2026-11-28T10:50:00Z", None),
    ];
    let read = clock(&reports, at("2026-11-28T12:00:00Z"));
    assert_eq!(
        read,
        Clock {
            n_reports: 4,
            to_first_report: Some(Minutes(12)),
            to_first_answer: Some(Minutes(17)),
            middle_to_answer: Some(Minutes(60)),
            n_waiting: 2,
            longest_wait: Some(Minutes(100)),
        }
    );
    assert_eq!(clock(&[], at("2026-11-28T12:00:00Z")), Clock::default());
    let alone = clock(&[report(None, "2026-11-28T10:00:00Z", None)], at("2026-11-28T10:00:00Z"));
    assert_eq!(
        (alone.to_first_report, alone.to_first_answer, alone.longest_wait),
        (None, None, Some(Minutes(0)))
    );
}

#[test]
fn a_reporter_is_thanked_first_and_told_what_to_do() {
    let judged = judge(&from("a@b.com"), &own(), Pool { n_seen: 2, n_bad: 2, n_harmless: 0, n_known_bad: 2 });
    for language in [Language::English, Language::Spanish] {
        let told = tell(&judged, None, language);
        assert!(told.first.starts_with("Thank you") || told.first.starts_with("Gracias"));
        assert_eq!(told.now.len(), 3);
    }
    let told = tell(&judged, Some(PersonSaid::Harmless), Language::English);
    assert!(told.now.is_empty() && told.why.is_empty() && told.first.contains("what it says it is"));
    assert!(PersonSaid::ALL.iter().all(|said| PersonSaid::from_key(said.key()) == Some(*said)));
    assert_eq!(PersonSaid::from_key("safe"), None);
}

proptest! {
    #[test]
    fn nothing_a_machine_sees_makes_a_mail_safe(pass: bool, n_seen in 0..9_usize, n_harmless in 0..9_usize) {
        let mut mail = from("a@b.com");
        mail.links = vec![MailLink { shows: Some("c.com".to_owned()), ..link("d.com", "d.com") }];
        let checked = if pass { Checked::Passed } else { Checked::NotSaid };
        mail.said_of_sender = Some(SaidOfSender { spf: Some(checked), dkim: Some(checked), dmarc: Some(checked), ..Default::default() });
        let judged = judge(&mail, &own(), Pool { n_seen, n_bad: 0, n_harmless, n_known_bad: 0 });
        prop_assert_eq!(judged.standing, Standing::LooksBad);
    }

    #[test]
    fn a_shared_key_is_shared_both_ways(a in 0..4_u8, b in 0..4_u8) {
        let seen = |n: u8| {
            let mut mail = from(&format!("x@d{}.com", n / 2));
            mail.links = vec![link(&format!("l{}.com", n % 2), &format!("l{}.com", n % 2))];
            sighting(&mail, &own(), Timestamp::UNIX_EPOCH)
        };
        prop_assert_eq!(same_lure(&seen(a), &seen(b)), same_lure(&seen(b), &seen(a)));
    }
}
