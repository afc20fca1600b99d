//! `[reported_mail]`: mailboxes that are read for mail that staff report. None by default.

use std::collections::BTreeSet;
use std::path::PathBuf;

use holdfast_core::decide::suspicious_mail::coded_address;
use holdfast_core::model::{Ccn, EmailAddress};
use serde::Deserialize;

use super::{ConfigError, Encryption};

/// `[reported_mail]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportedMailConfig {
    /// `[[reported_mail.mailbox]]`, one for each mailbox.
    pub mailbox: Vec<MailboxConfig>,
}

/// `[[reported_mail.mailbox]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailboxConfig {
    /// Host name of the IMAP server.
    pub host: String,
    /// Port. Default 993, and 143 where the connection does not start encrypted.
    pub port: Option<u16>,
    /// `tls` (default), `starttls`, or `none` for a server on this machine.
    #[serde(default = "default_encryption")]
    pub encryption: Encryption,
    /// User name.
    pub username: String,
    /// File with the password, readable by the portal alone. It is read at every look.
    pub password_file: PathBuf,
    /// File with the only certificates that are believed, in PEM, when the server's is not from a public authority.
    pub trusted_certificates: Option<PathBuf>,
    /// The folder that is read. Default `INBOX`.
    #[serde(default = "default_folder")]
    pub folder: String,
    /// Seconds between two looks. Default 60; below 15 is refused at start.
    #[serde(default = "default_every")]
    pub every_seconds: u32,
    /// Certification number of the hospital whose own mailbox it is: all in it is that hospital's.
    pub hospital: Option<String>,
    /// The program's own address that leads here. Give this or `hospital`.
    pub address: Option<String>,
    /// How the server that receives mail for this mailbox calls itself in `Authentication-Results`. Without it, only addresses with a
    /// hospital's code say whose a mail is.
    pub receiving_server: Option<String>,
}

fn default_encryption() -> Encryption {
    Encryption::Tls
}

fn default_folder() -> String {
    "INBOX".to_owned()
}

fn default_every() -> u32 {
    60
}

impl MailboxConfig {
    /// How the mailbox is called in the log, on the page and in the store.
    pub fn name(&self) -> String {
        format!("{} at {}, {}", self.username, self.host, self.folder)
    }

    /// The port: the one set, or the usual one.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.encryption == Encryption::Tls { 993 } else { 143 })
    }

    /// The hospital whose own mailbox it is.
    pub fn hospital(&self) -> Option<Ccn> {
        Ccn::parse(self.hospital.as_deref()?).ok()
    }

    /// The program's own address that leads here.
    pub fn address(&self) -> Option<EmailAddress> {
        EmailAddress::parse(self.address.as_deref()?).ok()
    }
}

impl ReportedMailConfig {
    /// The program's own address for reported mail; `None` when it has none.
    pub fn address(&self) -> Option<EmailAddress> {
        self.mailbox.iter().find_map(MailboxConfig::address)
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let mut names = BTreeSet::new();
        for mailbox in &self.mailbox {
            mailbox.check()?;
            if !names.insert(mailbox.name()) {
                return bad(
                    "reported_mail.mailbox.folder",
                    format!("`{}` stands there twice; leave one out", mailbox.name()),
                );
            }
        }
        if self.mailbox.iter().filter(|mailbox| mailbox.address.is_some()).count() > 1 {
            return bad(
                "reported_mail.mailbox.address",
                "the program has one address; give it at one mailbox".to_owned(),
            );
        }
        Ok(())
    }
}

impl MailboxConfig {
    fn check(&self) -> Result<(), ConfigError> {
        let local = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.encryption == Encryption::None && !local {
            return bad(
                "reported_mail.mailbox.encryption",
                format!("`none` would send the password to `{}` in the open; use tls or starttls", self.host),
            );
        }
        // Other letters need a way of writing of their own (RFC 3501, 5.1.3), and a line's end would be a command.
        for (key, text) in [
            ("reported_mail.mailbox.host", &self.host),
            ("reported_mail.mailbox.username", &self.username),
            ("reported_mail.mailbox.folder", &self.folder),
        ] {
            if text.is_empty() || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                return bad(key, format!("`{text}` must be of plain letters, A to Z"));
            }
        }
        if !(15..=86_400).contains(&self.every_seconds) {
            return bad(
                "reported_mail.mailbox.every_seconds",
                format!("`{}` is not between 15 and 86400", self.every_seconds),
            );
        }
        match (&self.hospital, &self.address) {
            (Some(_), None) if self.hospital().is_some() => {}
            (Some(number), None) => {
                return bad(
                    "reported_mail.mailbox.hospital",
                    format!("`{number}` is no certification number: six letters or digits"),
                );
            }
            (None, Some(text)) => {
                let coded = self.address().and_then(|address| coded_address(&address, &"a".repeat(16)));
                if coded.is_none() {
                    return bad(
                        "reported_mail.mailbox.address",
                        format!("`{text}` is no address, or its name is longer than 47 letters"),
                    );
                }
            }
            _ => {
                return bad(
                    "reported_mail.mailbox.hospital",
                    "give either the hospital whose mailbox it is, or the program's own address".to_owned(),
                );
            }
        }
        Ok(())
    }
}

fn bad(key: &'static str, what: String) -> Result<(), ConfigError> {
    Err(ConfigError::Value { key, what })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Config;
    use super::*;

    const WHOLE: &str = "host = \"imap.program.example\"\nusername = \"report\"\npassword_file = \"p\"\n";

    #[track_caller]
    fn check(more: &str, expect: Option<&str>) {
        let text = format!("[[reported_mail.mailbox]]\n{WHOLE}{more}\n");
        let fault = Config::from_text(&text, Path::new("holdfast.toml")).err().map(|e| e.to_string());
        match expect {
            None => assert_eq!(fault, None, "{more}"),
            Some(words) => assert!(fault.as_deref().is_some_and(|f| f.contains(words)), "{more}: {fault:?}"),
        }
    }

    #[test]
    fn a_mailbox_is_a_hospital_s_or_the_programs() {
        check("hospital = \"991301\"", None);
        check("address = \"report@program.example\"", None);
        check("", Some("give either"));
        check("hospital = \"991301\"\naddress = \"report@program.example\"", Some("give either"));
        check("hospital = \"99\"", Some("no certification number"));
        check("hospital = \"\"", Some("no certification number"));
        check("address = \"report\"", Some("no address"));
        check(&format!("address = \"{}@program.example\"", "r".repeat(48)), Some("47 letters"));
    }

    #[test]
    fn what_cannot_work_or_tells_the_password_is_refused() {
        let own = |more: &str| format!("hospital = \"991301\"\n{more}");
        check(&own("encryption = \"none\""), Some("in the open"));
        check(&own("every_seconds = 1"), Some("between 15 and 86400"));
        check(&own("folder = \"Phish\\r\\nA1 DELETE\""), Some("plain letters"));
        check(&own("folder = \"Gemeldete Köder\""), Some("plain letters"));
        check(&own("password = \"x\""), Some("has a mistake"));
        let twice = format!("{}\n[[reported_mail.mailbox]]\n{WHOLE}hospital = \"991302\"", own(""));
        check(&twice, Some("stands there twice"));
    }

    #[test]
    fn ports_are_the_usual_ones() {
        let text = format!("[[reported_mail.mailbox]]\n{WHOLE}hospital = \"991301\"\n");
        let config = Config::from_text(&text, Path::new("holdfast.toml")).expect("settings");
        let mut mailbox = config.reported_mail.mailbox[0].clone();
        assert_eq!((mailbox.port(), mailbox.name().as_str()), (993, "report at imap.program.example, INBOX"));
        mailbox.encryption = Encryption::Starttls;
        assert_eq!(mailbox.port(), 143);
    }
}
