//! Just enough HTTP/1.1 to load the portal: one GET after another over a kept-open connection.
//!
//! It follows no redirect and decodes no compression: it counts the bytes a browser would receive.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// No answer in this time is a failure, not a slow sample.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer as far as a load generator cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Bytes of the body, as sent.
    pub n_body_bytes: usize,
}

/// A kept-open connection.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    line: String,
    sink: Vec<u8>,
}

impl Connection {
    /// Connects.
    #[expect(clippy::disallowed_methods, reason = "a bench asks the portal it started on this machine")]
    pub fn open(to: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&to, PATIENCE)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let host = format!("localhost:{}", to.port());
        Ok(Self { stream: BufReader::new(stream), host, line: String::new(), sink: Vec::new() })
    }

    /// Asks for a path, as a browser that takes compressed pages, and reads the whole answer.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        let host = &self.host;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\nUser-Agent: holdfast-bench\r\n\r\n"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let first = self.read_line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| odd(&first))?;
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| odd(&line))?;
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.trim().parse::<usize>().map_err(|_| odd(&line))?),
                "transfer-encoding" => chunked = value.trim().eq_ignore_ascii_case("chunked"),
                _ => {}
            }
        }
        let n_body_bytes = match (chunked, length, status) {
            (true, _, _) => self.read_chunks()?,
            (false, Some(n), _) => self.read_bytes(n)?,
            (false, None, 204 | 304) => 0,
            (false, None, _) => return Err(odd("neither content-length nor chunked")),
        };
        Ok(Answer { status, n_body_bytes })
    }

    fn read_chunks(&mut self) -> io::Result<usize> {
        let mut total = 0;
        loop {
            let line = self.read_line()?;
            let size = line.split(';').next().unwrap_or("").trim();
            let n = usize::from_str_radix(size, 16).map_err(|_| odd(&line))?;
            total += self.read_bytes(n)?;
            // A blank line ends each chunk, and the last one has no trailers here.
            let end = self.read_line()?;
            if !end.is_empty() {
                return Err(odd(&end));
            }
            if n == 0 {
                return Ok(total);
            }
        }
    }

    fn read_bytes(&mut self, n: usize) -> io::Result<usize> {
        self.sink.resize(n, 0);
        self.stream.read_exact(&mut self.sink)?;
        Ok(n)
    }

    fn read_line(&mut self) -> io::Result<String> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn odd(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer is not HTTP/1.1 this can read: `{what}`"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A server that gives every connection the same answer to each request, until its test ends.
    pub(in crate::bench) fn answering(answer: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = listener.local_addr().expect("its address");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().expect("a second handle"));
                    let mut out = stream;
                    let mut line = String::new();
                    while lines.read_line(&mut line).is_ok_and(|n| n > 0) {
                        if line == "\r\n" && out.write_all(answer.as_bytes()).is_err() {
                            break;
                        }
                        line.clear();
                    }
                });
            }
        });
        at
    }

    #[test]
    fn two_answers_come_over_one_connection_in_each_form() {
        let sized = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";
        for answer in [sized, chunked] {
            let mut connection = Connection::open(answering(answer)).expect("it listens");
            for _ in 0..2 {
                let got = connection.get("/").expect("an answer");
                assert_eq!(got, Answer { status: 200, n_body_bytes: 5 });
            }
        }
        let mut connection =
            Connection::open(answering("HTTP/1.1 304 Not Modified\r\n\r\n")).expect("it listens");
        assert_eq!(connection.get("/").expect("an answer"), Answer { status: 304, n_body_bytes: 0 });
    }

    #[test]
    fn an_answer_that_is_not_http_is_an_error() {
        for answer in ["hello\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"] {
            let mut connection = Connection::open(answering(answer)).expect("it listens");
            let error = connection.get("/").expect_err("not HTTP");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
        }
    }
}
