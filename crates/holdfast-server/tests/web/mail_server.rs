//! A mail server on the loopback that does what a test tells it to, one connection after another.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a mail is met.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    /// Takes it.
    Takes,
    /// Takes it, after a pause at each step.
    TakesSlowly(Duration),
    /// Says this to the recipient instead.
    Says(&'static str),
    /// Says nothing at all.
    IsMute,
}

/// A running server. It ends with the test's runtime.
pub(crate) struct MailServer {
    /// Its port.
    pub(crate) port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    /// Starts one. Manners are used up in order; the last one stays.
    pub(crate) async fn start(manners: &[Manner]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (kept, mut left) = (Arc::clone(&taken), manners.to_vec());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let manner = if left.len() > 1 { left.remove(0) } else { left[0] };
                tokio::spawn(talk(stream, manner, Arc::clone(&kept)));
            }
        });
        Self { port, taken }
    }

    /// The messages it took, whole.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.lock().expect("no panic while held").clone()
    }
}

async fn talk(stream: TcpStream, manner: Manner, taken: Arc<Mutex<Vec<String>>>) -> Option<()> {
    if let Manner::IsMute = manner {
        tokio::time::sleep(Duration::from_secs(60)).await;
        return None;
    }
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.franklin.example\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        if let Manner::TakesSlowly(pause) = manner {
            tokio::time::sleep(pause).await;
        }
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let says = match (verb.as_str(), manner) {
            ("RCPT", Manner::Says(words)) => words,
            ("DATA", _) => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                while let Some(line) = lines.next_line().await.ok()? {
                    if line == "." {
                        break;
                    }
                    message += &line;
                    message.push('\n');
                }
                taken.lock().expect("no panic while held").push(message);
                "250 taken"
            }
            ("QUIT", _) => "221 goodbye",
            _ => "250 yes",
        };
        write.write_all(format!("{says}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}
