//! From what the reader of mails says to what the core decides about.

use holdfast_core::decide::suspicious_mail::{
    Checked, MailFile, MailLink, MailSender, ReportedMail, SaidOfSender,
};
use holdfast_mail::{Came, Filter, Follows, Kind, ReadError, Reported, Verdict, Wrapped};

/// The most links kept of one mail: what is on a page, and far above what a lure has.
const MOST_LINKS: usize = 200;

/// The most letters kept of an address of a link.
const MOST_URL: usize = 500;

/// Reads a mail, or says in a sentence why not.
pub(super) fn read_mail(bytes: &[u8], came: Came) -> Result<ReportedMail, String> {
    match holdfast_mail::read(bytes, came) {
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
        sender: reported.sender.map(|sender| MailSender { name: sender.name, address: sender.address }),
        reply_to: reported.reply_to,
        subject: reported.subject,
        sent_at: reported.sent_at,
        links: reported.links.into_iter().take(MOST_LINKS).map(link).collect(),
        files: reported
            .attachments
            .into_iter()
            .map(|file| MailFile {
                name: file.name,
                kind: file.kind.to_string(),
                can_run: file.kind.can_run(),
                is_picture: file.kind == Kind::Picture,
                n_bytes: u64::try_from(file.n_bytes).unwrap_or(u64::MAX),
                sha256: file.sha256,
            })
            .collect(),
        said_of_sender: reported.authentication.map(|said| SaidOfSender {
            said_by: said.said_by,
            spf: said.spf.map(checked),
            dkim: said.dkim.map(checked),
            dmarc: said.dmarc.map(checked),
        }),
        faults,
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
    use super::*;

    #[test]
    fn what_was_read_comes_over_whole() {
        let text = "From: Payroll <pay@evil-pay.com>\nReply-To: x@other.com\nAuthentication-Results: mx; spf=softfail; dmarc=none\n\
                    Subject: Pay\nContent-Type: text/html\n\n<a href=https://evil-pay.com/>www.bank.com</a><img src=https://p.com/>";
        let mail = read_mail(text.as_bytes(), Came::Uploaded).expect("a mail");
        assert_eq!(mail.sender.as_ref().and_then(MailSender::domain).as_deref(), Some("evil-pay.com"));
        assert_eq!((mail.links[0].shows.as_deref(), mail.links[0].is_pressed), (Some("www.bank.com"), true));
        assert!(!mail.links[1].is_pressed);
        let said = mail.said_of_sender.expect("a server's word");
        assert_eq!((said.spf, said.dmarc), (Some(Checked::Failed), Some(Checked::NotSaid)));
    }

    #[test]
    fn what_is_no_mail_says_what_to_do() {
        for bytes in [&b""[..], b"%PDF-1.7", holdfast_mark()] {
            let why = read_mail(bytes, Came::Uploaded).expect_err("no mail");
            assert!(why.contains("Save the mail"), "{why}");
        }
    }

    fn holdfast_mark() -> &'static [u8] {
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    }
}
