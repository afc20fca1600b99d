//! The pages of reported mail with nothing, with a usual amount and with far too much on them, rendered and looked over.

use askama::Template;
use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{
    Checked, Clock, MailFile, MailLink, MailSender, Minutes, PersonSaid, Pool, Pooled, ReportedMail,
    SaidOfSender, judge, sighting, tell,
};
use holdfast_core::model::MailReportId;
use holdfast_store::{KeptMailReport, MailAnswer, PoolWord, ReportCame};

use super::address::AddressPart;
use super::list::ListPage;
use super::one::OnePage;
use super::reporter::ReporterPage;
use super::send::SendPage;
use crate::app::reported_mail::{MailOnList, MailPage, ReportedMails, TakenMail};
use crate::web::Layout;
use crate::web::hospital::Room;
use crate::web::posture::samples::{here, look_over, now};
use crate::web::problem::Problems;

/// A page is at most this large, the frame of a visitor included.
const MOST_BYTES: usize = 60_000;

fn mail(n: usize) -> ReportedMail {
    let long = |text: &str| if n > 10 { "<wwww>".repeat(20) } else { text.to_owned() };
    ReportedMail {
        sender: Some(MailSender {
            name: long("Payroll"),
            address: "pay@evil.example".to_owned(),
            ..MailSender::default()
        }),
        reply_to: Some("x@other.example".to_owned()),
        subject: long("Your pay stub"),
        sent_at: Some(now()),
        links: (0..n)
            .map(|i| MailLink {
                url: format!("https://login{i}.evil.example/{}", long("a")),
                host: format!("login{i}.evil.example"),
                domain: Some(format!("evil{i}.example")),
                shows: Some("www.bank.example".to_owned()),
                is_pressed: true,
                ..MailLink::default()
            })
            .collect(),
        files: (0..n)
            .map(|i| MailFile {
                name: long("stub.pdf"),
                kind: "a PDF".to_owned(),
                can_run: i == 0,
                is_picture: false,
                n_bytes: 9,
                sha256: "ab".repeat(32),
            })
            .collect(),
        said_of_sender: Some(SaidOfSender { dmarc: Some(Checked::Failed), ..SaidOfSender::default() }),
        faults: vec!["It ends in the middle.".to_owned()],
    }
}

fn one(n: usize, answer: Option<PersonSaid>, is_forgotten: bool) -> MailOnList {
    let mail = mail(n);
    let report = KeptMailReport {
        id: MailReportId(7),
        number: 7,
        came: ReportCame::Upload,
        sighting: sighting(&mail, &[], now()),
        sent_at: mail.sent_at,
        reported_at: now(),
        reporter: None,
        answer: answer.map(|said| MailAnswer {
            said,
            note: "Good catch.".to_owned(),
            by: "Dana".to_owned(),
            at: now(),
        }),
        mail: (!is_forgotten).then_some(mail),
    };
    let pool = Pool { n_seen: 3, n_bad: 2, n_harmless: 0, n_known_bad: 2 };
    let judged = report.mail.as_ref().map(|mail| judge(mail, &[], pool));
    MailOnList { report, judged }
}

fn list(n: usize, agrees: Option<bool>) -> ReportedMails {
    let answers = [None, Some(PersonSaid::Bad), Some(PersonSaid::Junk), Some(PersonSaid::Harmless)];
    let all = (0..n).map(|i| one(n, answers[i % 4], i % 7 == 6));
    let (waiting, answered): (Vec<_>, Vec<_>) = all.partition(|one| one.report.answer.is_none());
    let clock = Clock {
        n_reports: n,
        middle_to_answer: Some(Minutes(130)),
        longest_wait: Some(Minutes(4_000)),
        n_waiting: n,
        ..Clock::default()
    };
    let pooled = |one: &MailOnList| Pooled {
        id: one.report.id,
        sighting: one.report.sighting.clone(),
        added_at: now(),
    };
    ReportedMails {
        elsewhere: answered.iter().take(10).map(pooled).collect(),
        n_waiting: u32::try_from(waiting.len()).expect("a small number"),
        next_after: waiting.last().map(|one| one.report.number),
        next_before: answered.last().map(|one| one.report.number),
        waiting,
        answered,
        clock: if n == 0 { Clock::default() } else { clock },
        word: agrees.map(|agrees| PoolWord { agrees, by: "Dana <wwww>".to_owned(), at: now() }),
    }
}

fn check(name: &str, page: &impl Template) -> String {
    let html = page.render().expect("a page");
    look_over(name, &html);
    assert!(html.len() < MOST_BYTES, "{name} has {} bytes", html.len());
    // No address of a mail may stand where it can be pressed.
    assert!(
        !html.contains("href=\"http") && !html.contains("https://login"),
        "{name}: a lure can be pressed"
    );
    html
}

#[test]
fn every_page_renders_within_its_size_and_no_lure_can_be_pressed() {
    let (layout, here) = (Layout::default, || here(Room::Cases));
    for (size, n) in [("nothing", 0), ("usual", 2), ("huge", 50)] {
        for agrees in [None, Some(true), Some(false)] {
            let part = MailPage { after: (n > 2).then_some(7), before: agrees.map(|_| 7) };
            let html =
                check(&format!("list, {size}"), &ListPage::new(layout(), here(), &list(n, agrees), part));
            assert_eq!(html.contains("More that wait for an answer"), n > 0, "{size}");
            assert_eq!(html.contains("Who waits longest"), n > 2, "{size}");
        }
        for own in ["", "report+abcdefghjkmnpqrs@program.example"] {
            let mut page = ListPage::new(layout(), here(), &list(n, None), MailPage::default());
            page.address =
                AddressPart { is_offered: true, own: own.to_owned(), reads_own_mailbox: own.is_empty() };
            let html = check("list with an address", &page);
            assert_eq!(html.contains("Get a new address"), !own.is_empty());
        }
        for (answer, is_forgotten) in [(None, false), (Some(PersonSaid::Bad), false), (None, true)] {
            let page = OnePage::new(layout(), here(), &one(n, answer, is_forgotten), Pool::default());
            check(&format!("one, {size}"), &page);
        }
        let one = one(n, None, false);
        let judged = one.judged.expect("a judgement");
        let told = tell(&judged, None, Language::Spanish);
        let taken = TakenMail { report: one.report, judged, token: None, is_again: true };
        check("send", &SendPage::new(layout(), here(), Some(&taken), Problems::default()));
        let page = ReporterPage::new(layout(), Language::Spanish, "Fixture Memorial".to_owned());
        let html = check("told", &page.with_told(told, "<wwww>"));
        assert!(html.contains("lang=\"es\"") && html.contains("Gracias"));
    }
    check("send, empty", &SendPage::new(layout(), here(), None, Problems::one("file", "Choose the mail.")));
    let mut page =
        ReporterPage::new(layout(), Language::English, "Fixture Memorial".to_owned()).with_form("abc");
    check("form", &page);
    page.wrong = "Choose the mail to report.".to_owned();
    check("form, wrong", &page);
}
