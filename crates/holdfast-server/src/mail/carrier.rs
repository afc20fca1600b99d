//! How one mail leaves: over the mail server, or as a file in the outbox folder. What is due, and when to try again, is
//! decided elsewhere.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdfast_store::Mail;
use lettre::transport::smtp::response::Code;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::message::{MessageError, message};
use super::smtp::{self, SmtpError};
use crate::config::MailConfig;

/// Longest one mail may take from greeting to goodbye.
const SEND_WITHIN: Duration = Duration::from_secs(60);

/// Takes mails away.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Longest one mail may take over the network.
    pub within: Duration,
    from: String,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// The mail server took it.
    Sent,
    /// It is a file in the outbox folder.
    Filed,
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// It is no message.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The mail server refused it, or could not be reached.
    #[error("the mail server did not take it")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The mail server took too long.
    #[error("the mail server did not answer within {} seconds", within.as_secs())]
    Slow {
        /// How long it was given.
        within: Duration,
    },
    /// The outbox folder.
    #[error("cannot write to the outbox folder `{folder}`; check its space and rights")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl CarryError {
    /// Whether trying again cannot help. A wrong password is mended in the settings, so that is tried again.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Message(_) => true,
            Self::Smtp(e) => e.is_permanent() && !e.status().is_some_and(is_about_signing_in),
            Self::Slow { .. } | Self::Folder { .. } => false,
        }
    }

    /// Whether the machine itself is short of something: such a mail waits as long as it takes.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Folder { .. })
    }
}

/// 530, 534, 535 and 538: the server wants another sign-in, or a better one (RFC 4954).
fn is_about_signing_in(code: Code) -> bool {
    matches!(u16::from(code), 530 | 534 | 535 | 538)
}

impl Carrier {
    /// The carrier the settings ask for. `folder`: where mail stays when there is no mail server.
    pub fn new(config: &MailConfig, folder: &Path) -> Result<Self, SmtpError> {
        let way = match &config.smtp {
            Some(smtp) => Way::Smtp(smtp::transport(smtp)?),
            None => Way::Folder(folder.to_owned()),
        };
        Ok(Self { within: SEND_WITHIN, from: config.from.clone(), way })
    }

    /// Takes one mail away.
    pub async fn carry(&self, mail: &Mail) -> Result<Carried, CarryError> {
        let message = message(mail, &self.from)?;
        match &self.way {
            Way::Smtp(transport) => {
                let sent = tokio::time::timeout(self.within, transport.send(message)).await;
                sent.map_err(|_| CarryError::Slow { within: self.within })??;
                Ok(Carried::Sent)
            }
            Way::Folder(folder) => {
                let (folder, name) = (folder.clone(), file_name(mail));
                let bytes = message.formatted();
                let at = folder.clone();
                let written = tokio::task::spawn_blocking(move || file::write(&at, &name, &bytes)).await;
                let flat = written.unwrap_or_else(|e| Err(std::io::Error::other(e)));
                flat.map_err(|source| CarryError::Folder { folder, source })?;
                Ok(Carried::Filed)
            }
        }
    }
}

/// `20260302T120000Z-help-received-7.eml`: in order of time when sorted by name.
fn file_name(mail: &Mail) -> String {
    let written =
        jiff::Timestamp::from_millisecond(mail.created_at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let time = written.strftime("%Y%m%dT%H%M%SZ");
    let kind: String =
        mail.new.kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    format!("{time}-{kind}-{}.eml", mail.new.id)
}

/// Files that are whole or not there.
mod file {
    use std::fs::{self, File, OpenOptions};
    use std::io::{self, Write};
    use std::path::Path;

    /// Writes a file that only this user can read. A crash leaves it out or whole; writing it again replaces it.
    pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
        holdfast_store::make_private_folder(folder).map_err(io::Error::other)?;
        let part = folder.join(format!(".{name}.part"));
        let written = write_and_rename(&part, &folder.join(name), bytes);
        if written.is_err() {
            // A full disk leaves a stump; it would only take more room.
            let _ = fs::remove_file(&part);
        }
        written?;
        File::open(folder)?.sync_all()
    }

    fn write_and_rename(part: &Path, to: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let mut file = options.open(part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(part, to)
    }
}
