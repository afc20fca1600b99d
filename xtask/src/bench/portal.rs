//! The portal as a process: started on a free port with a data folder of its own, asked for its first page, ended by id.
//!
//! It knows the command line of the binary and nothing inside it.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::http::Connection;
use crate::stopwatch::Stopwatch;

/// A start that takes longer is a failure.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often the first page is asked for while it starts; the error of a start is at most this.
const EVERY: Duration = Duration::from_millis(2);

/// A running portal, ended when dropped.
#[derive(Debug)]
pub struct Portal {
    child: Child,
    at: SocketAddr,
    first_page_after: Duration,
}

impl Portal {
    /// Starts `binary` on `data_dir`, which need not exist yet, and waits until `/` is answered.
    pub fn start(binary: &Path, data_dir: &Path) -> anyhow::Result<Self> {
        let at = free_address().context("cannot find a free port")?;
        std::fs::create_dir_all(data_dir).with_context(|| format!("cannot make `{}`", data_dir.display()))?;
        let log_path = data_dir.with_extension("log");
        let log =
            File::create(&log_path).with_context(|| format!("cannot write `{}`", log_path.display()))?;
        let errors = log.try_clone().context("cannot share the log file")?;
        let watch = Stopwatch::start();
        let child = Command::new(binary)
            .arg("--data-dir")
            .arg(data_dir)
            .args(["--listen", &at.to_string(), "serve"])
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .with_context(|| format!("cannot start `{}`", binary.display()))?;
        // Held from here on, so that every way out ends the process.
        let mut portal = Self { child, at, first_page_after: Duration::ZERO };
        loop {
            if let Some(status) = portal.child.try_wait().context("cannot look at the portal's process")? {
                let said = std::fs::read_to_string(&log_path).unwrap_or_default();
                bail!("the portal ended while starting ({status}); it said:\n{}", said.trim_end());
            }
            if Connection::open(at).and_then(|mut c| c.get("/")).is_ok_and(|answer| answer.status == 200) {
                portal.first_page_after = watch.elapsed();
                return Ok(portal);
            }
            if watch.elapsed() > PATIENCE {
                bail!(
                    "the portal gave no first page in {} s; see `{}`",
                    PATIENCE.as_secs(),
                    log_path.display()
                );
            }
            thread::sleep(EVERY);
        }
    }

    /// Where it listens.
    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// From starting the process to the first page.
    pub fn first_page_after(&self) -> Duration {
        self.first_page_after
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port nobody listens on at this moment.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_that_ends_or_is_absent_is_reported_with_what_it_said() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let error = Portal::start(Path::new("/bin/echo"), &folder.path().join("data"))
            .expect_err("echo serves no page");
        assert!(error.to_string().contains("--listen 127.0.0.1:"), "{error}");
        let error =
            Portal::start(&folder.path().join("absent"), &folder.path().join("data")).expect_err("not there");
        assert!(error.to_string().starts_with("cannot start"), "{error}");
    }
}
