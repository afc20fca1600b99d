//! `[mail]`: how mail leaves. Without a server, mail stays in the outbox folder and the operator reads it in the portal.

use serde::Deserialize;

use super::{ConfigError, Secret};

/// `[mail]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// The sender. Default `Holdfast <holdfast@localhost>`.
    pub from: String,
    /// `[mail.smtp]`, when mail is to be sent.
    pub smtp: Option<SmtpConfig>,
}

/// `[mail.smtp]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// Host name of the mail server.
    pub host: String,
    /// Port. Default 587 with STARTTLS.
    #[serde(default = "default_port")]
    pub port: u16,
    /// `starttls` (default), `tls`, or `none` for a relay on this machine.
    #[serde(default)]
    pub encryption: Encryption,
    /// User name, if the server asks for one.
    pub username: Option<String>,
    /// Password, if the server asks for one.
    pub password: Option<Secret>,
}

/// How the connection to the mail server is kept private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Upgrade a plain connection; refuse to send if that fails.
    #[default]
    Starttls,
    /// Encrypted from the start.
    Tls,
    /// Plain. Only to this machine.
    None,
}

fn default_port() -> u16 {
    587
}

impl Default for MailConfig {
    fn default() -> Self {
        Self { from: "Holdfast <holdfast@localhost>".to_owned(), smtp: None }
    }
}

impl MailConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = |key, what: String| Err(ConfigError::Value { key, what });
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            return bad(
                "mail.from",
                format!("`{}` is not a sender; write it like Holdfast <holdfast@example.org>", self.from),
            );
        }
        if let Some(smtp) = &self.smtp {
            let local = matches!(smtp.host.as_str(), "localhost" | "127.0.0.1" | "::1");
            if smtp.encryption == Encryption::None && !local {
                return bad(
                    "mail.smtp.encryption",
                    format!("`none` would send mail to `{}` in the open; use starttls or tls", smtp.host),
                );
            }
            if smtp.password.is_some() != smtp.username.is_some() {
                return bad("mail.smtp", "give both username and password, or neither".to_owned());
            }
        }
        Ok(())
    }
}
