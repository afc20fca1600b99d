//! An open-loop load: requests leave at a fixed rate whether or not the earlier ones are back, as people's do.
//!
//! Each is timed from the moment it was due, so a stalled server is charged for everyone who had to wait. It checks
//! nothing of a page but its status.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::http::Connection;
use crate::stopwatch::Stopwatch;

/// What to ask for, how often and for how long.
#[derive(Clone, Debug)]
pub struct Load<'a> {
    /// Paths, asked for in turn.
    pub paths: &'a [&'a str],
    /// Requests a second, over all paths.
    pub per_second: u32,
    /// For this long.
    pub lasts: Duration,
    /// Connections kept open; each has one request under way at most.
    pub n_connections: usize,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Times from due to done, a path each, of answers with status 200.
    pub taken: BTreeMap<String, Vec<Duration>>,
    /// Bytes of a body, a path each, the largest seen.
    pub largest: BTreeMap<String, usize>,
    /// What went wrong, and how often.
    pub failures: BTreeMap<String, usize>,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        for (path, taken) in other.taken {
            self.taken.entry(path).or_default().extend(taken);
        }
        for (path, n) in other.largest {
            let largest = self.largest.entry(path).or_default();
            *largest = (*largest).max(n);
        }
        for (what, n) in other.failures {
            *self.failures.entry(what).or_default() += n;
        }
    }
}

/// Runs the load to its end.
pub fn run(to: SocketAddr, load: &Load<'_>) -> Outcome {
    let n_requests = (load.lasts.as_secs_f64() * f64::from(load.per_second)) as usize;
    let next = AtomicUsize::new(0);
    let watch = Stopwatch::start();
    let worker = || {
        let mut outcome = Outcome::default();
        let mut connection = None;
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            if turn >= n_requests {
                return outcome;
            }
            let due = Duration::from_secs_f64(turn as f64 / f64::from(load.per_second));
            thread::sleep(due.saturating_sub(watch.elapsed()));
            let path = load.paths[turn % load.paths.len()];
            match ask(to, path, &mut connection) {
                Ok((200, n_bytes)) => {
                    outcome
                        .taken
                        .entry(path.to_owned())
                        .or_default()
                        .push(watch.elapsed().saturating_sub(due));
                    let largest = outcome.largest.entry(path.to_owned()).or_default();
                    *largest = (*largest).max(n_bytes);
                }
                Ok((status, _)) => {
                    *outcome.failures.entry(format!("{path}: status {status}")).or_default() += 1
                }
                Err(error) => {
                    connection = None;
                    *outcome.failures.entry(format!("{path}: {error}")).or_default() += 1;
                }
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..load.n_connections).map(|_| scope.spawn(worker)).collect();
        let mut all = Outcome::default();
        for handle in workers {
            match handle.join() {
                Ok(outcome) => all.add(outcome),
                Err(_) => {
                    *all.failures.entry("a worker of the load itself failed".to_owned()).or_default() += 1
                }
            }
        }
        all
    })
}

fn ask(to: SocketAddr, path: &str, kept: &mut Option<Connection>) -> std::io::Result<(u16, usize)> {
    let connection = match kept {
        Some(connection) => connection,
        None => kept.insert(Connection::open(to)?),
    };
    connection.get(path).map(|answer| (answer.status, answer.n_body_bytes))
}

#[cfg(test)]
mod tests {
    use super::super::http::tests::answering;
    use super::*;

    fn small(paths: &'static [&'static str]) -> Load<'static> {
        Load { paths, per_second: 200, lasts: Duration::from_millis(200), n_connections: 4 }
    }

    #[test]
    fn every_request_is_counted_once_under_its_path() {
        let at = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        let outcome = run(at, &small(&["/", "/check"]));
        assert_eq!(outcome.failures, BTreeMap::new());
        let counts: Vec<(&str, usize)> =
            outcome.taken.iter().map(|(path, t)| (path.as_str(), t.len())).collect();
        assert_eq!(counts, [("/", 20), ("/check", 20)]);
        assert_eq!(outcome.largest.get("/"), Some(&2));
    }

    #[test]
    fn an_error_page_and_a_dead_server_are_failures_and_not_fast_answers() {
        let at = answering("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
        let outcome = run(at, &small(&["/"]));
        assert_eq!(outcome.failures.get("/: status 429"), Some(&40));
        assert!(outcome.taken.is_empty());
        let gone = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a port, let go at once");
        let outcome = run(gone, &small(&["/"]));
        assert_eq!(outcome.failures.values().sum::<usize>(), 40);
    }
}
