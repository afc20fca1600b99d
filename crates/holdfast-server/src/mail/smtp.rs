//! The connection to a mail server, made from the settings. What is sent over it is a job's work.

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

use crate::config::{Encryption, SmtpConfig};

/// A mail server that answers no faster than this is taken to be down.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Why the mail server cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// It cannot be reached, or does not talk as it should.
    #[error("the mail server `{host}` port {port} cannot be used; check `[mail.smtp]`")]
    Transport {
        /// Host name.
        host: String,
        /// Port.
        port: u16,
        /// What it said.
        #[source]
        source: lettre::transport::smtp::Error,
    },
    /// It answered, and refused.
    #[error("the mail server `{host}` port {port} answered, but does not take mail from us")]
    Refused {
        /// Host name.
        host: String,
        /// Port.
        port: u16,
    },
}

/// The connection the settings describe. Nothing is opened yet.
pub fn transport(config: &SmtpConfig) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpError> {
    let builder = match config.encryption {
        Encryption::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&config.host),
        Encryption::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&config.host),
        Encryption::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)),
    }
    .map_err(|source| SmtpError::Transport { host: config.host.clone(), port: config.port, source })?;
    let builder = builder.port(config.port).timeout(Some(ANSWER_WITHIN));
    Ok(match (&config.username, &config.password) {
        (Some(user), Some(password)) => {
            builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned())).build()
        }
        _ => builder.build(),
    })
}

/// Connects, greets, encrypts and signs in as the settings say, and sends nothing.
pub async fn try_out(config: &SmtpConfig) -> Result<(), SmtpError> {
    match transport(config)?.test_connection().await {
        Ok(true) => Ok(()),
        Ok(false) => Err(SmtpError::Refused { host: config.host.clone(), port: config.port }),
        Err(source) => Err(SmtpError::Transport { host: config.host.clone(), port: config.port, source }),
    }
}
