//! One kept mail as a message of RFC 5322: plain text and HTML as alternatives. The same mail is the same bytes each time.

use std::time::{Duration, SystemTime};

use holdfast_store::Mail;
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use holdfast_core::digest::hex;

/// A mail that cannot be written as a message.
#[derive(Debug, thiserror::Error)]
#[error("the mail cannot be written as a message; check `mail.from` and the address it goes to")]
pub struct MessageError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// `Auto-Submitted: auto-generated` (RFC 3834), so that holiday notices do not answer.
#[derive(Clone, Debug)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message of a mail. Its date is when it was written, so a second try sends the same one.
///
/// `from`: the sender as in the settings, `Holdfast <holdfast@example.org>`.
pub fn message(mail: &Mail, from: &str) -> Result<Message, MessageError> {
    let bad = |e: Box<dyn std::error::Error + Send + Sync>| MessageError(e);
    let from: Mailbox = from.parse().map_err(|e: lettre::address::AddressError| bad(e.into()))?;
    let to = mail.new.to.as_str().parse().map_err(|e: lettre::address::AddressError| bad(e.into()))?;
    let written_ms = u64::try_from(mail.created_at_ms).unwrap_or_default();
    let id = format!("<{}.{written_ms}@{}>", mail.new.id, from.email.domain());
    let parts = MultiPart::alternative()
        .boundary(boundary(mail))
        .singlepart(SinglePart::plain(mail.new.text.clone()))
        .singlepart(SinglePart::html(mail.new.html.clone()));
    Message::builder()
        .message_id(Some(id))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(written_ms))
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.new.subject.clone())
        .header(AutoSubmitted)
        .multipart(parts)
        .map_err(|e| bad(e.into()))
}

/// A line no writer can know beforehand, since it is made from everything they wrote.
fn boundary(mail: &Mail) -> String {
    let mut digest = Sha256::new();
    for part in [&mail.new.subject, &mail.new.text, &mail.new.html] {
        digest.update(part.as_bytes());
    }
    format!("holdfast-{}", &hex(&digest.finalize())[..32])
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{EmailAddress, MailId};
    use holdfast_store::{MailState, NewMail};

    use super::*;

    fn mail(subject: &str, text: &str) -> Mail {
        Mail {
            new: NewMail {
                id: MailId(7),
                to: EmailAddress::parse("pat@fixturememorial.example").expect("an address"),
                subject: subject.to_owned(),
                kind: "help-received".to_owned(),
                text: text.to_owned(),
                html: format!("<p>{text}</p>"),
            },
            created_at_ms: 1_772_452_800_000,
            state: MailState::Queued,
            attempts: 1,
            next_try_at_ms: 0,
            last_error: None,
            sent_at_ms: None,
        }
    }

    #[test]
    fn both_faces_and_every_header_a_mail_server_looks_for() {
        let message = message(&mail("We have your request", "Plain."), "Help desk <desk@program.example>");
        let text = String::from_utf8(message.expect("a message").formatted()).expect("text");
        insta::assert_snapshot!(text.replace("\r\n", "\n"));
    }

    #[test]
    fn the_same_mail_is_the_same_bytes_and_no_subject_adds_a_header() {
        let sly = mail("Hello\r\nBcc: all@program.example", "é and ✓");
        let from = "desk@program.example";
        let bytes = message(&sly, from).expect("a message").formatted();
        assert_eq!(bytes, message(&sly, from).expect("a message").formatted());
        let text = String::from_utf8(bytes).expect("text");
        assert!(!text.lines().any(|l| l.starts_with("Bcc")), "{text}");
    }

    #[test]
    fn a_sender_that_is_none_is_refused() {
        assert!(message(&mail("a", "b"), "nobody").is_err());
    }
}
