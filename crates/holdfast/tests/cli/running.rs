//! A portal that runs: its address and operator link, a taken port, a second server, a kill in the middle of an import.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::{folder, holdfast, official, run};

/// A portal that runs until it is dropped.
pub(crate) struct Portal {
    child: Child,
    address: String,
    printed: Vec<String>,
}

impl Portal {
    /// Starts one and waits until it says that it is ready.
    pub(crate) fn start(data: &std::path::Path) -> Self {
        let mut child = holdfast(data)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the portal starts");
        let out = child.stdout.take().expect("piped");
        let mut printed = Vec::new();
        let mut address = String::new();
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("Portal: http://") {
                address = url.trim_end_matches('/').to_owned();
            }
            let last = line.starts_with("Data folder");
            printed.push(line);
            if last {
                break;
            }
        }
        assert!(!address.is_empty(), "no address in {printed:?}");
        Self { child, address, printed }
    }

    #[expect(clippy::disallowed_methods, reason = "the test asks the portal it started on this machine")]
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the portal listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .expect("a request");
        let mut answer = String::new();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        answer.push_str(&String::from_utf8_lossy(&bytes));
        answer
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_serves_prints_the_operator_link_and_refuses_a_second_server() {
    let dir = folder();
    let portal = Portal::start(dir.path());
    assert!(portal.get("/").starts_with("HTTP/1.1 200"), "{}", portal.get("/"));
    assert!(
        portal.printed.iter().any(|l| l.starts_with("Operator link (works once")),
        "{:?}",
        portal.printed
    );
    run(dir.path(), &["--listen", "127.0.0.1:0"]).ended(1).says("already serves the data folder");
    let other = folder();
    run(other.path(), &["--listen", &portal.address]).ended(1).says("another program already uses");
    let backup = dir.path().join("while-running.db");
    let backup = backup.to_str().expect("text");
    run(dir.path(), &["backup", backup]).ended(0);
    run(dir.path(), &["restore", backup, "--yes"]).ended(0);
    assert!(portal.get("/").starts_with("HTTP/1.1 200"), "still serving after a restore under it");
}

#[test]
fn an_import_killed_at_any_moment_leaves_all_or_nothing() {
    let Some(cms) = official("cms-hospitals/Hospital_General_Information_2026-02.csv") else { return };
    let dir = folder();
    let data = dir.path().join("data");
    drop(Portal::start(&data));
    // The same hospitals as another release, so that the import has something to keep.
    let copy = dir.path().join("Hospital_General_Information_2026-03.csv");
    std::fs::copy(&cms, &copy).expect("a copy");
    for delay_ms in [5u64, 40, 80, 120, 200, 400, 800] {
        let mut child = holdfast(&data)
            .args(["import", "hospitals", "--cms", copy.to_str().expect("text")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the import starts");
        std::thread::sleep(Duration::from_millis(delay_ms));
        let _ = child.kill();
        let _ = child.wait();
        run(&data, &["hospital", "271304"]).ended(0).says("released 2026-0");
        run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(0);
    }
}
