//! Bytes to and from a server, an answer at a time. How much an answer may hold is known before it is read.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::answer::{Answer, LITERAL};
use super::error::ImapError;

/// Longest wait for the next bytes.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);

/// Bytes of an answer's text; a search among many mails has one number for each.
const MOST_TEXT: usize = 1024 * 1024;

/// Literals in one answer.
const MOST_LITERALS: usize = 100;

/// Bytes of a literal that was not asked for.
pub(super) const SMALL: usize = 64 * 1024;

/// A connection, in the open or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A connection with what came and was not read yet.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    came: Vec<u8>,
    at: usize,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, came: Vec::new(), at: 0 }
    }

    /// The connection itself, for encrypting it. What came before the encryption may be anybody's, so there must be nothing.
    pub(super) fn into_stream(self) -> Result<Box<dyn Stream>, ImapError> {
        if self.at < self.came.len() { Err(ImapError::Garbled) } else { Ok(self.stream) }
    }

    /// Sends bytes.
    pub(super) async fn send(&mut self, bytes: &[u8]) -> Result<(), ImapError> {
        let sent = tokio::time::timeout(ANSWER_WITHIN, async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        });
        Ok(sent.await.map_err(|_| ImapError::Slow { within: ANSWER_WITHIN })??)
    }

    /// Reads one answer whose literals have no more than `most` bytes each, and little more together. What is larger ends the reading.
    pub(super) async fn answer(&mut self, most: usize) -> Result<Answer, ImapError> {
        let mut answer = Answer::default();
        let mut taken = 0_usize;
        loop {
            self.line(&mut answer.text).await?;
            let Some(n) = announced(&answer.text) else { return Ok(answer) };
            if n > u64::try_from(most).unwrap_or(u64::MAX) {
                return Err(if most > SMALL { ImapError::LargerMail } else { ImapError::TooMuch });
            }
            if answer.literals.len() >= MOST_LITERALS {
                return Err(ImapError::TooMuch);
            }
            let start = answer.text.iter().rposition(|byte| *byte == b'{').unwrap_or_default();
            answer.text.truncate(start);
            answer.text.push(LITERAL);
            let n = usize::try_from(n).map_err(|_| ImapError::TooMuch)?;
            taken = taken.saturating_add(n);
            if taken > most.saturating_add(SMALL) {
                return Err(ImapError::TooMuch);
            }
            answer.literals.push(self.take(n).await?);
        }
    }

    /// Adds the rest of a line to a text, without its end.
    async fn line(&mut self, text: &mut Vec<u8>) -> Result<(), ImapError> {
        let from = text.len();
        loop {
            let rest = self.came.get(self.at..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n');
            let n = end.map_or(rest.len(), |end| end + 1);
            text.extend_from_slice(&rest[..n]);
            self.at += n;
            if text.len() > MOST_TEXT {
                return Err(ImapError::TooMuch);
            }
            if end.is_some() {
                text.pop();
                if text.len() > from && text.last() == Some(&b'\r') {
                    text.pop();
                }
                // Nothing but our own sign of a literal may be one.
                let is_plain = !text[from..].contains(&LITERAL);
                return if is_plain { Ok(()) } else { Err(ImapError::Garbled) };
            }
            self.more().await?;
        }
    }

    async fn take(&mut self, n: usize) -> Result<Vec<u8>, ImapError> {
        let mut taken = Vec::with_capacity(n);
        loop {
            let rest = self.came.get(self.at..).unwrap_or_default();
            let part = rest.len().min(n - taken.len());
            taken.extend_from_slice(&rest[..part]);
            self.at += part;
            if taken.len() == n {
                return Ok(taken);
            }
            self.more().await?;
        }
    }

    /// Waits for more bytes, all before having been read.
    async fn more(&mut self) -> Result<(), ImapError> {
        const AT_ONCE: usize = 32 * 1024;
        self.came.clear();
        self.came.reserve(AT_ONCE);
        self.at = 0;
        let read = tokio::time::timeout(ANSWER_WITHIN, self.stream.read_buf(&mut self.came)).await;
        let n = read.map_err(|_| ImapError::Slow { within: ANSWER_WITHIN })??;
        if n == 0 {
            return Err(ImapError::Io(std::io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(())
    }
}

/// The size of the literal that a line announces at its end: `{12}`.
fn announced(line: &[u8]) -> Option<u64> {
    let digits = line.strip_suffix(b"}")?;
    let start = digits.iter().rposition(|byte| *byte == b'{')?;
    let digits = digits.get(start + 1..)?;
    let is_number = (1..=19).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    is_number.then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8], most: usize) -> Result<Vec<Answer>, ImapError> {
        let (near, mut far) = tokio::io::duplex(7);
        let bytes = bytes.to_vec();
        tokio::spawn(async move {
            let _ = far.write_all(&bytes).await;
        });
        let (mut wire, mut all) = (Wire::new(Box::new(near)), Vec::new());
        loop {
            match wire.answer(most).await {
                Ok(answer) => all.push(answer),
                Err(ImapError::Io(_)) => return Ok(all),
                Err(other) => return Err(other),
            }
        }
    }

    #[tokio::test]
    async fn answers_come_in_pieces_and_literals_are_put_aside() {
        let all = read(b"* OK hello\r\n* 1 FETCH (BODY[] {5}\r\na\r\nb) UID {0}\r\n)\r\nA1 OK\n", 10).await;
        let all = all.expect("answers");
        assert_eq!(all[0].text, b"* OK hello");
        assert_eq!(all[1].text, b"* 1 FETCH (BODY[] \0 UID \0)");
        assert_eq!(all[1].literals, [b"a\r\nb)".to_vec(), Vec::new()]);
        assert_eq!(all[2].text, b"A1 OK");
    }

    #[tokio::test]
    async fn what_is_too_much_is_not_waited_for() {
        let huge = read(b"* 1 FETCH (BODY[] {99999999999}\r\n", SMALL).await;
        assert!(matches!(huge, Err(ImapError::TooMuch)));
        let larger = read(b"* 1 FETCH (BODY[] {99999999999}\r\n", SMALL + 1).await;
        assert!(matches!(larger, Err(ImapError::LargerMail)));
        let many = "{0}\r\n".repeat(MOST_LITERALS + 1);
        assert!(matches!(read(many.as_bytes(), SMALL).await, Err(ImapError::TooMuch)));
        let endless = "x".repeat(MOST_TEXT + 40_000);
        assert!(matches!(read(endless.as_bytes(), SMALL).await, Err(ImapError::TooMuch)));
        assert!(matches!(read(b"* 1 \0\r\n", SMALL).await, Err(ImapError::Garbled)));
    }

    #[tokio::test]
    async fn nothing_may_come_before_the_encryption() {
        let (near, mut far) = tokio::io::duplex(64);
        far.write_all(b"A1 OK go\r\n* OK injected\r\n").await.expect("written");
        let mut wire = Wire::new(Box::new(near));
        assert_eq!(wire.answer(SMALL).await.expect("an answer").text, b"A1 OK go");
        assert!(wire.into_stream().is_err());
    }

    #[test]
    fn a_literal_is_announced_at_the_end_of_a_line() {
        assert_eq!(announced(b"x {12}"), Some(12));
        assert_eq!(announced(b"{0}"), Some(0));
        for none in [&b"x {}"[..], b"x {1} ", b"x 1}", b"x {-1}", b"{99999999999999999999}", b"x {1+}"] {
            assert_eq!(announced(none), None);
        }
    }
}
