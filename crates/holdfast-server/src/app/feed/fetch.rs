//! Asks a publisher for one file: bounded in size and time, tried again where that helps, and only for what is newer.
//!
//! With mail and mailboxes, this is the only way out of the portal, and nothing goes this way unless somebody runs the command or turns the nightly
//! job on. A proxy is used when the usual variables name one (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`).

use std::sync::Arc;
use std::time::Duration;

use holdfast_store::FeedMark;
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::clock::Clock;
use crate::config::{FeedsConfig, is_here};

/// All files of one round together. A job is held for 15 minutes, and what came has still to be worked out.
const WHOLE_ROUND: SignedDuration = SignedDuration::from_mins(8);
/// Redirects followed at most.
const MOST_REDIRECTS: u32 = 5;
const AGENT: &str = concat!("holdfast/", env!("CARGO_PKG_VERSION"));

/// What came of asking.
#[derive(Debug)]
pub(super) enum Fetched {
    /// Nothing newer than what the mark is of.
    Same,
    /// The file, and what to send next time.
    New(Vec<u8>, FeedMark),
}

/// Why a file did not come.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// No answer, or one that broke off.
    #[error("no whole answer from {address}: {why}")]
    NoAnswer { address: String, why: String },
    /// An answer that is no file.
    #[error("{address} answered with status {status}")]
    Status { address: String, status: u16 },
    /// Too much.
    #[error("{address} sends more than {limit_mb} MB, which this file never has")]
    TooLarge { address: String, limit_mb: usize },
}

impl FetchError {
    /// Whether another try may end otherwise.
    fn may_pass(&self) -> bool {
        match self {
            Self::NoAnswer { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            Self::TooLarge { .. } => false,
        }
    }
}

/// How an address is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Road {
    /// A file that was asked for by https never comes by a way on which it can be changed.
    https_only: bool,
    /// What is not https is on this machine, and nothing there may lead away from it.
    max_redirects: u32,
    /// What is on this machine is asked without a proxy.
    is_direct: bool,
}

impl Road {
    fn to(address: &str) -> Self {
        let url = Url::parse(address).ok();
        let https_only = url.as_ref().is_none_or(|url| url.scheme() != "http");
        let is_direct = url.as_ref().is_some_and(is_here);
        Self { https_only, max_redirects: if https_only { MOST_REDIRECTS } else { 0 }, is_direct }
    }
}

/// Asks for files. It waits while it asks, so it belongs on a thread of its own.
pub(super) struct Fetcher {
    agent: ureq::Agent,
    tries: u32,
    wait: Duration,
    answer: Duration,
    clock: Arc<dyn Clock>,
    ends_at: Timestamp,
}

impl Fetcher {
    pub(super) fn new(config: &FeedsConfig, clock: Arc<dyn Clock>) -> Self {
        let builder = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(30)))
            .user_agent(AGENT);
        let ends_at = clock.now().checked_add(WHOLE_ROUND).unwrap_or(Timestamp::MAX);
        Self {
            agent: builder.build().new_agent(),
            tries: config.tries,
            wait: Duration::from_secs(config.wait_seconds.into()),
            answer: Duration::from_secs(config.answer_seconds.into()),
            clock,
            ends_at,
        }
    }

    /// Asks for one file, unless `mark` is still of it.
    pub(super) fn fetch(
        &self,
        address: &str,
        accept: &str,
        mark: Option<&FeedMark>,
        limit_mb: usize,
    ) -> Result<Fetched, FetchError> {
        let mut wait = self.wait;
        let mut n = 1;
        loop {
            let Some(left) = self.left() else {
                let why = "the time for all files together is over".to_owned();
                return Err(FetchError::NoAnswer { address: address.to_owned(), why });
            };
            match self.once(address, accept, mark, limit_mb, left.min(self.answer)) {
                Err(error) if error.may_pass() && n < self.tries => {
                    tracing::info!(error = %error, try_n = n, "A file of a feed did not come and is asked for again");
                    std::thread::sleep(wait.min(self.left().unwrap_or_default()));
                    (wait, n) = (wait * 2, n + 1);
                }
                done => return done,
            }
        }
    }

    /// What is left of the time for all files together; `None` when it is over.
    fn left(&self) -> Option<Duration> {
        let left = Duration::try_from(self.ends_at.duration_since(self.clock.now())).ok();
        left.filter(|left| !left.is_zero())
    }

    fn once(
        &self,
        address: &str,
        accept: &str,
        mark: Option<&FeedMark>,
        limit_mb: usize,
        within: Duration,
    ) -> Result<Fetched, FetchError> {
        let no_answer = |why: String| FetchError::NoAnswer { address: address.to_owned(), why };
        let road = Road::to(address);
        let config = self
            .agent
            .get(address)
            .config()
            .timeout_global(Some(within))
            .https_only(road.https_only)
            .max_redirects(road.max_redirects);
        let config = if road.is_direct { config.proxy(None) } else { config };
        let mut request = config.build().header("accept", accept);
        if let Some(mark) = mark {
            if !mark.etag.is_empty() {
                request = request.header("if-none-match", &mark.etag);
            }
            if !mark.last_modified.is_empty() {
                request = request.header("if-modified-since", &mark.last_modified);
            }
        }
        let mut answer = request.call().map_err(|e| no_answer(e.to_string()))?;
        let status = answer.status().as_u16();
        match status {
            200 => {}
            304 if mark.is_some() => return Ok(Fetched::Same),
            _ => return Err(FetchError::Status { address: address.to_owned(), status }),
        }
        let said = |name: &str| {
            let value = answer.headers().get(name).and_then(|v| v.to_str().ok());
            value.filter(|v| v.len() <= 200).unwrap_or_default().to_owned()
        };
        let mark = FeedMark { etag: said("etag"), last_modified: said("last-modified") };
        let n_said: Option<usize> = said("content-length").parse().ok();
        let too_large = || FetchError::TooLarge { address: address.to_owned(), limit_mb };
        if n_said.is_some_and(|n| n > limit_mb << 20) {
            return Err(too_large());
        }
        let body = answer.body_mut().with_config().limit((limit_mb as u64) << 20).read_to_vec();
        let body = body.map_err(|e| match e {
            ureq::Error::BodyExceedsLimit(_) => too_large(),
            other => no_answer(other.to_string()),
        })?;
        if n_said.is_some_and(|n| n != body.len()) {
            return Err(no_answer(format!("it broke off after {} bytes", body.len())));
        }
        Ok(Fetched::New(body, mark))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn an_address_is_judged_by_its_scheme_however_it_is_written() {
        let check = |address: &str, https_only, max_redirects, is_direct| {
            assert_eq!(Road::to(address), Road { https_only, max_redirects, is_direct }, "{address}");
        };
        check("https://mirror.example/kev.json", true, 5, false);
        check("HTTPS://mirror.example/kev.json", true, 5, false);
        check(" hTtPs://mirror.example/kev.json", true, 5, false);
        check("https://localhost:8/kev.json", true, 5, true);
        check("http://127.0.0.1:8/kev.json", false, 0, true);
        check("HTTP://[::1]:8/kev.json", false, 0, true);
        check("nonsense", true, 5, false);
    }

    /// Stands at the start of a round when it is first asked, and one second before its end from then on.
    #[derive(Default)]
    struct NearTheEnd(AtomicBool);

    impl Clock for NearTheEnd {
        fn now(&self) -> Timestamp {
            let start = Timestamp::UNIX_EPOCH;
            if self.0.swap(true, Ordering::Relaxed) {
                start + WHOLE_ROUND - SignedDuration::from_secs(1)
            } else {
                start
            }
        }
    }

    #[test]
    fn no_answer_and_no_wait_lasts_longer_than_what_is_left_of_the_round() {
        // It takes connections and never says a word.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/kev.json", listener.local_addr().expect("an address"));
        let config =
            FeedsConfig { answer_seconds: 600, tries: 2, wait_seconds: 60, ..FeedsConfig::default() };
        let (done, told) = mpsc::channel();
        std::thread::spawn(move || {
            let fetcher = Fetcher::new(&config, Arc::new(NearTheEnd::default()));
            let _ = done.send(fetcher.fetch(&address, "*/*", None, 1));
        });
        let fetched = told.recv_timeout(Duration::from_secs(30)).expect("it ends within what is left");
        assert!(matches!(fetched, Err(FetchError::NoAnswer { .. })), "{fetched:?}");
        drop(listener);
    }
}
