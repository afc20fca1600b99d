//! A session with a server: signing in, and reading one folder. It deletes nothing and moves nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use holdfast_core::Date;
use tokio::net::TcpStream;

use super::answer::{Answer, Status};
use super::error::{ImapError, said};
use super::tls::encrypt;
use super::wire::{SMALL, Stream, Wire};
use crate::config::{Encryption, Secret};

/// A server that takes longer to be reached is taken to be down.
const REACHED_WITHIN: Duration = Duration::from_secs(20);

/// Answers to one command.
const MOST_ANSWERS: usize = 10_000;

/// Where a mailbox is, and how its connection is kept private.
#[derive(Clone, Debug)]
pub struct Way {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// File with the only certificates that are believed; `None` for those of public authorities.
    pub trusted: Option<PathBuf>,
}

/// What opens a mailbox.
#[derive(Clone, Debug)]
pub struct Door {
    /// User name.
    pub username: String,
    /// Password.
    pub password: Secret,
}

/// A mail that was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Given {
    /// The mail.
    Mail(Vec<u8>),
    /// Somebody deleted or moved it meanwhile.
    Gone,
    /// The server did not give it.
    Refused,
}

/// A session that is signed in.
pub struct Session {
    wire: Wire,
    n_commands: u32,
}

/// How a command ended: its status, the server's words, and what came before.
struct Ended {
    status: Status,
    words: Vec<u8>,
    before: Vec<Answer>,
}

/// A folder that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The folder's number. With another one, those of its mails start anew.
    pub uid_validity: u32,
    /// The number the next mail will have; `None` where the server does not say.
    pub uid_next: Option<u32>,
}

impl Session {
    /// Connects, encrypts and signs in.
    pub async fn open(way: &Way, door: &Door) -> Result<Self, ImapError> {
        let stream = reach(way).await?;
        let mut session = match way.encryption {
            Encryption::Tls => Self::greeted(private(stream, way).await?).await?,
            Encryption::None => Self::greeted(stream).await?,
            Encryption::Starttls => {
                let mut open = Self::greeted(stream).await?;
                if !open.can().await?.iter().any(|can| can == "STARTTLS") {
                    return Err(ImapError::NoStarttls);
                }
                open.must("encrypt", "STARTTLS").await?;
                let stream = private(open.wire.into_stream()?, way).await?;
                Self { wire: Wire::new(stream), n_commands: open.n_commands }
            }
        };
        session.sign_in(door).await?;
        Ok(session)
    }

    async fn greeted(stream: Box<dyn Stream>) -> Result<Self, ImapError> {
        let mut session = Self { wire: Wire::new(stream), n_commands: 0 };
        let greeting = session.wire.answer(SMALL).await?;
        match greeting.after("*").and_then(Answer::status) {
            Some((Status::Ok, _)) => Ok(session),
            // One that takes us for somebody before we said who we are is not the mailbox we mean.
            Some((_, words)) => Err(ImapError::Bye { said: said(words) }),
            None => Err(ImapError::Garbled),
        }
    }

    async fn can(&mut self) -> Result<Vec<String>, ImapError> {
        let ended = self.must("say what it can do", "CAPABILITY").await?;
        Ok(ended.before.iter().filter_map(Answer::capabilities).flatten().collect())
    }

    async fn sign_in(&mut self, door: &Door) -> Result<(), ImapError> {
        let can = self.can().await?;
        let can = |what: &str| can.iter().any(|can| can == what);
        let password = door.password.reveal();
        let ended = if can("AUTH=PLAIN") {
            let secret = STANDARD.encode(format!("\0{}\0{password}", door.username));
            let tag = if can("SASL-IR") {
                self.send(&format!("AUTHENTICATE PLAIN {secret}")).await?
            } else {
                let tag = self.send("AUTHENTICATE PLAIN").await?;
                if let Some(refused) = self.until_it_waits(&tag).await? {
                    return Err(ImapError::SignIn { said: said(&refused.words) });
                }
                self.wire.send(format!("{secret}\r\n").as_bytes()).await?;
                tag
            };
            self.end(&tag, SMALL).await?
        } else if can("LOGINDISABLED") {
            return Err(ImapError::NoPassword);
        } else {
            let quoted = quoted(&door.username).zip(quoted(password));
            let (user, password) = quoted.ok_or(ImapError::OddPassword)?;
            let tag = self.send(&format!("LOGIN {user} {password}")).await?;
            self.end(&tag, SMALL).await?
        };
        match ended.status {
            Status::Ok => Ok(()),
            _ => Err(ImapError::SignIn { said: said(&ended.words) }),
        }
    }

    /// Opens a folder. Gives the number that says whether its mails are still numbered as before.
    pub async fn select(&mut self, folder: &str) -> Result<Opened, ImapError> {
        let folder = quoted(folder).ok_or(ImapError::Garbled)?;
        let tag = self.send(&format!("SELECT {folder}")).await?;
        let ended = self.end(&tag, SMALL).await?;
        if ended.status != Status::Ok {
            return Err(ImapError::Folder { said: said(&ended.words) });
        }
        let uid_validity = ended.before.iter().find_map(Answer::uid_validity).ok_or(ImapError::Garbled)?;
        Ok(Opened { uid_validity, uid_next: ended.before.iter().find_map(Answer::uid_next) })
    }

    /// The numbers of mails above one, in order; with `since`, of those that came on that day or later.
    pub async fn newer_than(&mut self, uid: u32, since: Option<Date>) -> Result<Vec<u32>, ImapError> {
        let Some(first) = uid.checked_add(1) else { return Ok(Vec::new()) };
        let mut search = format!("UID SEARCH UID {first}:*");
        if let Some(day) = since {
            // Months are in English there, whatever the machine speaks (RFC 3501, 9: date-month).
            search += &day.strftime(" SINCE %-d-%b-%Y").to_string();
        }
        let ended = self.must("look for new mail", &search).await?;
        let mut found = Vec::new();
        for answer in &ended.before {
            found.extend(answer.search()?.unwrap_or_default());
        }
        // The star is the newest mail even where that has a lower number.
        found.retain(|found| *found >= first);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// A mail's size in bytes; `None` when it is gone.
    pub async fn size(&mut self, uid: u32) -> Result<Option<u64>, ImapError> {
        let ended =
            self.must("say how large a mail is", &format!("UID FETCH {uid} (UID RFC822.SIZE)")).await?;
        for answer in ended.before {
            if let Some(found) = answer.fetched()?
                && found.uid == Some(uid)
                && found.size.is_some()
            {
                return Ok(found.size);
            }
        }
        Ok(None)
    }

    /// A mail, as it is and without marking it as read. One larger than `most` bytes ends the session.
    pub async fn mail(&mut self, uid: u32, most: usize) -> Result<Given, ImapError> {
        let tag = self.send(&format!("UID FETCH {uid} (UID BODY.PEEK[])")).await?;
        let ended = self.end(&tag, most.max(SMALL + 1)).await?;
        if ended.status != Status::Ok {
            return Ok(Given::Refused);
        }
        let mut was_named = false;
        for answer in ended.before {
            let Some(found) = answer.fetched()?.filter(|found| found.uid == Some(uid)) else { continue };
            was_named = true;
            if let Some(mail) = found.body {
                return Ok(Given::Mail(mail));
            }
        }
        Ok(if was_named { Given::Refused } else { Given::Gone })
    }

    /// Marks a mail as read, or for a person to look at. A mailbox that cannot be changed stays as it is.
    pub async fn mark(&mut self, uid: u32, is_taken: bool) -> Result<(), ImapError> {
        let flag = if is_taken { "\\Seen" } else { "\\Flagged" };
        let tag = self.send(&format!("UID STORE {uid} +FLAGS.SILENT ({flag})")).await?;
        self.end(&tag, SMALL).await.map(drop)
    }

    /// Says goodbye. Whether the server hears it does not matter.
    pub async fn leave(mut self) {
        if let Ok(tag) = self.send("LOGOUT").await {
            let _ = self.end(&tag, SMALL).await;
        }
    }

    async fn must(&mut self, what: &'static str, command: &str) -> Result<Ended, ImapError> {
        let tag = self.send(command).await?;
        let ended = self.end(&tag, SMALL).await?;
        match ended.status {
            Status::Ok => Ok(ended),
            _ => Err(ImapError::Refused { what, said: said(&ended.words) }),
        }
    }

    async fn send(&mut self, command: &str) -> Result<String, ImapError> {
        self.n_commands += 1;
        let tag = format!("H{}", self.n_commands);
        self.wire.send(format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(tag)
    }

    /// Waits until the server asks for the rest of a command; gives how it ended when it does not.
    async fn until_it_waits(&mut self, tag: &str) -> Result<Option<Ended>, ImapError> {
        for _ in 0..MOST_ANSWERS {
            let answer = self.wire.answer(SMALL).await?;
            if answer.goes_on() {
                return Ok(None);
            }
            if let Some(ended) = ended(&answer, tag)? {
                return Ok(Some(ended));
            }
        }
        Err(ImapError::TooMuch)
    }

    /// Reads until a command has ended.
    async fn end(&mut self, tag: &str, most: usize) -> Result<Ended, ImapError> {
        let (mut before, mut n_bytes) = (Vec::new(), 0);
        for _ in 0..MOST_ANSWERS {
            let answer = self.wire.answer(most).await?;
            if let Some(ended) = ended(&answer, tag)? {
                return Ok(Ended { before, ..ended });
            }
            n_bytes += answer.text.len() + answer.literals.iter().map(Vec::len).sum::<usize>();
            // One mail, and what a chatty server says beside it.
            if n_bytes > most + 2 * 1024 * 1024 {
                return Err(ImapError::TooMuch);
            }
            before.push(answer);
        }
        Err(ImapError::TooMuch)
    }
}

/// How a command ended, when this answer says so.
fn ended(answer: &Answer, tag: &str) -> Result<Option<Ended>, ImapError> {
    if let Some(rest) = answer.after(tag) {
        let (status, words) = Answer::status(rest).ok_or(ImapError::Garbled)?;
        return Ok(Some(Ended { status, words: words.to_vec(), before: Vec::new() }));
    }
    match answer.after("*").and_then(Answer::status) {
        Some((Status::Bye, words)) => Err(ImapError::Bye { said: said(words) }),
        _ => Ok(None),
    }
}

#[expect(clippy::disallowed_methods, reason = "the only way to a mailbox, opened where settings name one")]
async fn reach(way: &Way) -> Result<Box<dyn Stream>, ImapError> {
    let reached =
        tokio::time::timeout(REACHED_WITHIN, TcpStream::connect((way.host.as_str(), way.port))).await;
    let stream = reached.map_err(|_| ImapError::Slow { within: REACHED_WITHIN })??;
    stream.set_nodelay(true)?;
    Ok(Box::new(stream))
}

async fn private(stream: Box<dyn Stream>, way: &Way) -> Result<Box<dyn Stream>, ImapError> {
    let trusted: Option<&Path> = way.trusted.as_deref();
    let made = tokio::time::timeout(REACHED_WITHIN, encrypt(stream, &way.host, trusted)).await;
    made.map_err(|_| ImapError::Slow { within: REACHED_WITHIN })?
}

/// A quoted string; `None` for letters that cannot stand in one.
fn quoted(text: &str) -> Option<String> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    is_plain.then(|| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_cannot_become_a_command() {
        assert_eq!(quoted("pa\"ss\\word").as_deref(), Some("\"pa\\\"ss\\\\word\""));
        assert_eq!(quoted("x\r\nA1 DELETE"), None);
        assert_eq!(quoted("pässword"), None);
    }
}
