//! An IMAP server on the loopback with one folder, that misbehaves as a test tells it to.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdfast_server::config::{Encryption, MailboxConfig};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The only password it takes.
pub(crate) const PASSWORD: &str = "correct \"horse\" battery";

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As it should.
    Well,
    /// It takes no password at all.
    AsksForOauth,
    /// It hangs up in the middle of the mail with this number.
    HangsUpAt(u32),
    /// It says that the mail with this number has 900 bytes, and sends thirty million.
    SendsMoreAt(u32),
    /// It says nonsense instead of what was asked.
    TalksNonsense,
    /// It greets and hangs up.
    TurnsAway,
    /// It refuses to give the mail with this number.
    Refuses(u32),
    /// It cannot be written to: no mail can be marked.
    IsReadOnly,
}

/// What is in the folder, and what was done.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) uid_validity: u32,
    pub(crate) mails: BTreeMap<u32, Vec<u8>>,
    /// Sizes it says instead of the true ones.
    pub(crate) sizes: BTreeMap<u32, u64>,
    pub(crate) flags: BTreeMap<u32, String>,
    pub(crate) manner: Manner,
    /// What was asked, without tags and passwords.
    pub(crate) asked: Vec<String>,
}

/// A running server. It ends with the test's runtime.
pub(crate) struct MailboxServer {
    pub(crate) port: u16,
    pub(crate) folder: Arc<Mutex<Folder>>,
}

impl MailboxServer {
    /// Starts one with nothing in it.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let folder = Arc::new(Mutex::new(Folder {
            uid_validity: 7,
            mails: BTreeMap::new(),
            sizes: BTreeMap::new(),
            flags: BTreeMap::new(),
            manner: Manner::Well,
            asked: Vec::new(),
        }));
        let kept = Arc::clone(&folder);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&kept)));
            }
        });
        Self { port, folder }
    }

    /// Puts a mail in.
    pub(crate) fn put(&self, uid: u32, mail: &str) {
        self.folder.lock().expect("no panic").mails.insert(uid, mail.as_bytes().to_vec());
    }

    /// Changes how it behaves.
    pub(crate) fn behaves(&self, manner: Manner) {
        self.folder.lock().expect("no panic").manner = manner;
    }

    /// The flags of a mail; empty for none.
    pub(crate) fn flags(&self, uid: u32) -> String {
        self.folder.lock().expect("no panic").flags.get(&uid).cloned().unwrap_or_default()
    }

    /// How often something was asked.
    pub(crate) fn n_asked(&self, what: &str) -> usize {
        self.folder.lock().expect("no panic").asked.iter().filter(|asked| asked.starts_with(what)).count()
    }
}

/// Settings of a mailbox at a port. It is neither a hospital's nor the program's yet.
pub(crate) fn settings(port: u16, folder: &std::path::Path) -> MailboxConfig {
    let password_file = folder.join("mailbox.password");
    std::fs::write(&password_file, format!("{PASSWORD}\n")).expect("written");
    MailboxConfig {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        encryption: Encryption::None,
        username: "report".to_owned(),
        password_file,
        trusted_certificates: None,
        folder: "INBOX".to_owned(),
        every_seconds: 60,
        hospital: None,
        address: None,
        receiving_server: None,
    }
}

async fn talk(stream: TcpStream, folder: Arc<Mutex<Folder>>) -> Option<()> {
    let manner = folder.lock().expect("no panic").manner;
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    if manner == Manner::TurnsAway {
        return write.write_all(b"* BYE too many of you\r\n").await.ok();
    }
    write.write_all(b"* OK ready\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let (tag, command) = line.trim_end().split_once(' ')?;
        if manner == Manner::TalksNonsense {
            write.write_all(b"\x01\x02 (((( {nonsense}\r\n+\r\n").await.ok()?;
            write.write_all(format!("{tag} PERHAPS\r\n").as_bytes()).await.ok()?;
            continue;
        }
        let verb: String = command.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let shown = if verb.starts_with("LOGIN") { "LOGIN" } else { command };
        folder.lock().expect("no panic").asked.push(shown.to_owned());
        let answer = match verb.as_str() {
            "CAPABILITY" if manner == Manner::AsksForOauth => {
                "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED\r\nTAG OK yes\r\n".to_owned()
            }
            "CAPABILITY" => "* CAPABILITY IMAP4rev1\r\nTAG OK yes\r\n".to_owned(),
            "LOGOUT" => "* BYE so long\r\nTAG OK bye\r\n".to_owned(),
            "SELECT \"INBOX\"" => {
                let folder = folder.lock().expect("no panic");
                let n = folder.mails.len();
                let next = folder.mails.last_key_value().map_or(1, |(newest, _)| newest + 1);
                format!(
                    "* {n} EXISTS\r\n* OK [UIDVALIDITY {}] yes\r\n* OK [UIDNEXT {next}] next\r\n* FLAGS (\\Seen)\r\nTAG OK yes\r\n",
                    folder.uid_validity
                )
            }
            "UID SEARCH" => search(&folder.lock().expect("no panic"), command),
            "UID STORE" if manner == Manner::IsReadOnly => "TAG NO [READ-ONLY] not here\r\n".to_owned(),
            "UID STORE" => {
                let mut words = command.split(' ').skip(2);
                let (uid, flag) = (words.next()?.parse().ok()?, words.nth(1)?.to_owned());
                folder.lock().expect("no panic").flags.insert(uid, flag);
                "TAG OK stored\r\n".to_owned()
            }
            "UID FETCH" => {
                let uid: u32 = command.split(' ').nth(2)?.parse().ok()?;
                if command.contains("RFC822.SIZE") {
                    size(&folder.lock().expect("no panic"), uid)
                } else {
                    let mail = folder.lock().expect("no panic").mails.get(&uid).cloned();
                    give(&mut write, manner, uid, mail).await?
                }
            }
            _ if command == format!("LOGIN \"report\" \"{}\"", PASSWORD.replace('"', "\\\"")) => {
                "TAG OK welcome\r\n".to_owned()
            }
            _ if command.starts_with("LOGIN") => "TAG NO [AUTHENTICATIONFAILED] no\r\n".to_owned(),
            _ => "TAG BAD what\r\n".to_owned(),
        };
        write.write_all(answer.replace("TAG", tag).as_bytes()).await.ok()?;
    }
}

fn search(folder: &Folder, command: &str) -> String {
    let first: u32 = command
        .split(' ')
        .nth(3)
        .and_then(|range| range.split(':').next()?.parse().ok())
        .expect("a range of numbers");
    let mut found: Vec<String> = folder.mails.range(first..).map(|(uid, _)| uid.to_string()).collect();
    // As the standard has it: the star is the newest, even where that is below.
    if found.is_empty()
        && let Some((newest, _)) = folder.mails.last_key_value()
    {
        found.push(newest.to_string());
    }
    format!("* SEARCH {}\r\nTAG OK found\r\n", found.join(" "))
}

fn size(folder: &Folder, uid: u32) -> String {
    let Some(mail) = folder.mails.get(&uid) else { return "TAG OK nothing\r\n".to_owned() };
    let size = folder.sizes.get(&uid).copied().unwrap_or(mail.len() as u64);
    format!("* 1 FETCH (FLAGS () UID {uid} RFC822.SIZE {size})\r\nTAG OK sized\r\n")
}

/// Gives a mail; what is left to say comes back.
async fn give(
    write: &mut (impl AsyncWriteExt + Unpin),
    manner: Manner,
    uid: u32,
    mail: Option<Vec<u8>>,
) -> Option<String> {
    let Some(mail) = mail else { return Some("TAG OK nothing\r\n".to_owned()) };
    match manner {
        Manner::Refuses(at) if at == uid => return Some("TAG NO damaged\r\n".to_owned()),
        Manner::HangsUpAt(at) if at == uid => {
            let start = format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n", mail.len());
            write.write_all(start.as_bytes()).await.ok()?;
            write.write_all(&mail[..mail.len() / 2]).await.ok()?;
            return None;
        }
        Manner::SendsMoreAt(at) if at == uid => {
            let start = format!("* 1 FETCH (UID {uid} BODY[] {{30000000}}\r\n");
            write.write_all(start.as_bytes()).await.ok()?;
            tokio::time::sleep(Duration::from_millis(50)).await;
            return None;
        }
        _ => {}
    }
    let start = format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n", mail.len());
    write.write_all(start.as_bytes()).await.ok()?;
    write.write_all(&mail).await.ok()?;
    Some(" FLAGS (\\Recent))\r\nTAG OK given\r\n".to_owned())
}
