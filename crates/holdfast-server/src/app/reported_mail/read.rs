//! From what the reader of mails says to what the core decides about. Few mails are read at once: one may take a quarter of a gigabyte.

use std::sync::Arc;

use holdfast_core::decide::suspicious_mail::{
    Checked, MailFile, MailLink, MailSender, ReportedMail, SaidOfSender, is_own,
};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::MailDomain;
use holdfast_mail::{
    Authentication, Came, Filter, Follows, Kind, ReadError, Reported, Verdict, Wrapped, runs_by_name,
};
use tokio::sync::Semaphore;

use crate::app::AppError;

/// The most links kept of one mail: what is on a page, and far above what a lure has.
const MOST_LINKS: usize = 200;

/// The most letters kept of an address of a link.
const MOST_URL: usize = 500;

/// Mails that are read at once. One takes about a second at most, so those that wait have their turn long before their request ends.
const MOST_AT_ONCE: usize = 2;

/// Reads mails, a few at once; whoever comes while they are read waits for their turn.
#[derive(Clone, Debug)]
pub struct MailReader {
    turns: Arc<Semaphore>,
}

impl Default for MailReader {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(MOST_AT_ONCE)) }
    }
}

impl MailReader {
    /// The SHA-256 of a file, and what was read from it, or a sentence that says why nothing was. `own`: the hospital's domains, whose
    /// forwards are opened.
    pub(super) async fn read(
        &self,
        bytes: Arc<[u8]>,
        came: Came,
        own: Vec<MailDomain>,
    ) -> Result<(String, Result<ReportedMail, String>), AppError> {
        self.in_turn(move || (sha256_hex(&bytes), read_mail(&bytes, came, &own))).await
    }

    /// Runs work when its turn comes. The turn ends with the work: a request that ran out leaves its work behind, which still takes room.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let broken = |what: String| AppError::Broken { what: format!("reading a mail stopped: {what}") };
        let turn = self.turns.clone().acquire_owned().await.map_err(|e| broken(e.to_string()))?;
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        worked.await.map_err(|e| broken(e.to_string()))
    }
}

/// Reads a mail, or says in a sentence why not. `own`: the hospital's domains.
fn read_mail(bytes: &[u8], came: Came, own: &[MailDomain]) -> Result<ReportedMail, String> {
    let is_ours = |domain: &str| own.iter().any(|own| is_own(domain, own));
    match holdfast_mail::read(bytes, came, &is_ours) {
        Ok(reported) => Ok(mail(reported)),
        Err(ReadError::TooLarge { max, .. }) => {
            Err(format!("The mail is larger than {} MB. Save it without its largest file and send that.", max / 1024 / 1024))
        }
        Err(ReadError::Empty) => Err("The file is empty. Save the mail again and send that.".to_owned()),
        Err(ReadError::NotMail) => {
            Err("This file is no mail. Save the mail from your mail program as .eml or .msg and send that.".to_owned())
        }
        Err(ReadError::Container { .. }) => {
            Err("This Outlook file is damaged, or holds no mail. Save the mail again, or forward it as an attachment.".to_owned())
        }
    }
}

fn mail(reported: Reported) -> ReportedMail {
    let n_links = reported.links.len();
    let mut faults: Vec<String> = reported.faults.iter().map(|fault| format!("{}.", fault.words())).collect();
    if n_links > MOST_LINKS {
        faults.push(format!("It has {n_links} links; the first {MOST_LINKS} are kept."));
    }
    ReportedMail {
        sender: reported.sender.map(sender),
        reply_to: reported.reply_to,
        subject: reported.subject,
        sent_at: reported.sent_at,
        links: reported.links.into_iter().take(MOST_LINKS).map(link).collect(),
        files: reported.attachments.into_iter().map(file).collect(),
        said_of_sender: reported.authentication.map(said_of_sender),
        faults,
    }
}

fn sender(sender: holdfast_mail::Sender) -> MailSender {
    MailSender {
        registrable: sender.registrable(),
        reads: sender.reads(),
        mixes_alphabets: sender.mixes_alphabets(),
        name: sender.name,
        address: sender.address,
    }
}

/// A file runs by its bytes or by its name: Windows runs a text that is called `invoice.js`.
fn file(file: holdfast_mail::Attachment) -> MailFile {
    let by_name = runs_by_name(&file.name);
    MailFile {
        kind: match by_name {
            Some(end) if !file.kind.can_run() => format!("{} with a name that ends in .{end}", file.kind),
            _ => file.kind.to_string(),
        },
        can_run: file.kind.can_run() || by_name.is_some(),
        // A file that runs is no picture of a signature, whatever its first bytes say.
        is_picture: file.kind == Kind::Picture && by_name.is_none(),
        n_bytes: u64::try_from(file.n_bytes).unwrap_or(u64::MAX),
        sha256: file.sha256,
        name: file.name,
    }
}

/// What a server said of a sender.
pub(super) fn said_of_sender(said: Authentication) -> SaidOfSender {
    SaidOfSender {
        said_by: said.said_by,
        spf: said.spf.map(checked),
        dkim: said.dkim.map(checked),
        dmarc: said.dmarc.map(checked),
    }
}

fn link(link: holdfast_mail::Link) -> MailLink {
    MailLink {
        url: link.url.chars().take(MOST_URL).collect(),
        host: link.host,
        domain: link.domain,
        reads: link.reads,
        mixes_alphabets: link.mixes_alphabets,
        hidden_by: match link.wrapped {
            Wrapped::Hidden(filter) => Some(filter_name(filter).to_owned()),
            Wrapped::No | Wrapped::Unwrapped(_) => None,
        },
        shows: link.shows,
        is_pressed: link.follows != Follows::Opening,
    }
}

fn filter_name(filter: Filter) -> &'static str {
    match filter {
        Filter::SafeLinks => "Safe Links",
        Filter::UrlDefense => "Proofpoint",
        Filter::Barracuda => "Barracuda",
        Filter::Mimecast => "Mimecast",
    }
}

fn checked(verdict: Verdict) -> Checked {
    match verdict {
        Verdict::Pass => Checked::Passed,
        Verdict::Fail | Verdict::SoftFail => Checked::Failed,
        Verdict::Neutral | Verdict::Nothing | Verdict::Error | Verdict::Other => Checked::NotSaid,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn own() -> Vec<MailDomain> {
        vec![MailDomain::parse("fixturememorial.org").expect("a domain")]
    }

    #[test]
    fn what_was_read_comes_over_whole() {
        let text = "From: Payroll <pay@evil-pay.com>\nReply-To: x@other.com\nAuthentication-Results: mx; spf=softfail; dmarc=none\n\
                    Subject: Pay\nContent-Type: text/html\n\n<a href=https://evil-pay.com/>www.bank.com</a><img src=https://p.com/>";
        let mail = read_mail(text.as_bytes(), Came::Uploaded, &own()).expect("a mail");
        assert_eq!(mail.sender.as_ref().and_then(MailSender::domain).as_deref(), Some("evil-pay.com"));
        assert_eq!((mail.links[0].shows.as_deref(), mail.links[0].is_pressed), (Some("www.bank.com"), true));
        assert!(!mail.links[1].is_pressed);
        let said = mail.said_of_sender.expect("a server's word");
        assert_eq!((said.spf, said.dmarc), (Some(Checked::Failed), Some(Checked::NotSaid)));
    }

    #[test]
    fn what_is_no_mail_says_what_to_do() {
        for bytes in [&b""[..], b"%PDF-1.7", holdfast_mark()] {
            let why = read_mail(bytes, Came::Uploaded, &[]).expect_err("no mail");
            assert!(why.contains("Save the mail"), "{why}");
        }
    }

    #[test]
    fn a_forward_is_opened_when_it_is_from_the_hospital_alone() {
        let mail = |from: &str| {
            format!(
                "From: {from}\r\nSubject: Fw: odd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
                 Content-Type: message/rfc822\r\n\r\nFrom: pay@evil-pay.com\r\nSubject: Your pay stub\r\n\r\nx\r\n--b--\r\n"
            )
        };
        let subject = |from: &str, own: &[MailDomain]| {
            read_mail(mail(from).as_bytes(), Came::Uploaded, own).expect("a mail").subject
        };
        assert_eq!(subject("nurse@fixturememorial.org", &own()), "Your pay stub");
        assert_eq!(subject("nurse@mail.fixturememorial.org", &own()), "Your pay stub");
        assert_eq!(subject("pay@other-evil.com", &own()), "Fw: odd");
        assert_eq!(
            subject("nurse@fixturememorial.org", &[]),
            "Fw: odd",
            "a hospital without a domain has no house"
        );
    }

    #[test]
    fn a_file_that_runs_by_its_name_can_run() {
        let named = |name: &str| {
            let text = format!(
                "From: a@b.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream\n\
                 Content-Disposition: attachment; filename=\"{name}\"\n\nvar a = 1;\n--b--\n"
            );
            let mail = read_mail(text.as_bytes(), Came::Uploaded, &[]).expect("a mail");
            (mail.files[0].can_run, mail.files[0].kind.clone())
        };
        let (can_run, kind) = named("invoice.pdf.js");
        assert!(can_run && kind.ends_with("with a name that ends in .js"), "{kind}");
        assert!(!named("invoice.pdf").0);
    }

    #[test]
    fn a_sender_comes_over_with_its_domain_as_it_is_and_as_it_reads() {
        let text = "From: CEO <ceo@mail.xn--fxturememorial-59l.org>\n\nx";
        let mail = read_mail(text.as_bytes(), Came::Uploaded, &own()).expect("a mail");
        let sender = mail.sender.expect("a sender");
        assert_eq!(sender.registrable.as_deref(), Some("xn--fxturememorial-59l.org"));
        assert_eq!(
            (sender.reads.as_deref(), sender.mixes_alphabets),
            (Some("mail.fіxturememorial.org"), true)
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_few_are_read_at_once_and_the_rest_have_their_turn() {
        let reader = MailReader::default();
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let asked: Vec<_> = (0..12)
            .map(|n| {
                let (reader, running, most) = (reader.clone(), running.clone(), most.clone());
                tokio::spawn(async move {
                    let work = move || {
                        most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(5));
                        running.fetch_sub(1, Ordering::SeqCst);
                        n
                    };
                    reader.in_turn(work).await.expect("an answer")
                })
            })
            .collect();
        for (n, one) in asked.into_iter().enumerate() {
            assert_eq!(one.await.expect("it ends"), n);
        }
        assert!((1..=MOST_AT_ONCE).contains(&most.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn work_that_stops_gives_its_turn_back() {
        let reader = MailReader::default();
        for _ in 0..=MOST_AT_ONCE {
            assert!(reader.in_turn(|| assert!(std::hint::black_box(false), "it stops")).await.is_err());
        }
        assert!(reader.in_turn(|| ()).await.is_ok());
    }

    fn holdfast_mark() -> &'static [u8] {
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    }
}
