//! A publisher on this machine, the lists it publishes, and how badly it may answer.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdfast_catalog::update_facts::embedded_updates;
use holdfast_core::model::{EpssRow, KevRow};
use holdfast_import::updates::HeldTables;
use serde_json::json;

pub(super) const KEV: &str = "/kev.json";
pub(super) const EPSS: &str = "/epss_scores-current.csv.gz";
pub(super) const UPDATES: &str = "/cvrf/v3.0/updates";
pub(super) const DOCUMENT: &str = "/cvrf/v3.0/cvrf/2026-Sep";

/// How a path is answered.
#[derive(Clone)]
pub(super) enum Answer {
    File(Vec<u8>),
    Status(u16),
    /// Says that it is whole, and breaks off in the middle.
    Truncated(Vec<u8>),
    /// Says that it is far larger than any such file.
    Huge,
    /// Sends more than any such file has, without saying how much.
    Endless,
    Slow,
    /// Leads to another address.
    Elsewhere(String),
}

/// A publisher on this machine.
pub(super) struct Publisher {
    pub(super) base: String,
    pub(super) answers: Arc<Mutex<HashMap<String, Answer>>>,
    /// What was asked for: path, and the tag sent with it.
    pub(super) asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Publisher {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let answers: Arc<Mutex<HashMap<String, Answer>>> = Arc::default();
        let asked: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let (answers_of, asked_of) = (answers.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, asked) = (answers_of.clone(), asked_of.clone());
                std::thread::spawn(move || answer(stream, &answers, &asked));
            }
        });
        Self { base, answers, asked }
    }

    pub(super) fn says(&self, path: &str, answer: Answer) {
        self.answers.lock().expect("a lock").insert(path.to_owned(), answer);
    }

    /// All good, of November.
    pub(super) fn good(&self) {
        self.says(KEV, Answer::File(kev_list()));
        self.says(EPSS, Answer::File(epss_list()));
        self.says(UPDATES, Answer::File(br#"{"value":[{"ID":"2016-Apr"},{"ID":"2026-Sep"}]}"#.to_vec()));
        self.says(DOCUMENT, Answer::File(document()));
    }

    pub(super) fn n_asked(&self, path: &str) -> usize {
        self.asked.lock().expect("a lock").iter().filter(|(asked, _)| asked == path).count()
    }
}

fn answer(
    mut stream: std::net::TcpStream,
    answers: &Mutex<HashMap<String, Answer>>,
    asked: &Mutex<Vec<(String, String)>>,
) {
    let mut head = Vec::new();
    let mut byte = [0u8; 1];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let tag =
        head.lines().find_map(|l| l.to_ascii_lowercase().strip_prefix("if-none-match: ").map(str::to_owned));
    let tag = tag.unwrap_or_default();
    asked.lock().expect("a lock").push((path.clone(), tag.clone()));
    let answer = answers.lock().expect("a lock").get(&path).cloned().unwrap_or(Answer::Status(404));
    let head = |status: &str, n: usize, tag: &str| {
        format!("HTTP/1.1 {status}\r\ncontent-length: {n}\r\netag: {tag}\r\nconnection: close\r\n\r\n")
    };
    let sent = match answer {
        Answer::File(bytes) => {
            let own = format!("\"{}\"", &holdfast_core::digest::sha256_hex(&bytes)[..16]);
            if tag == own {
                stream.write_all(
                    format!("HTTP/1.1 304 Not Modified\r\netag: {own}\r\nconnection: close\r\n\r\n")
                        .as_bytes(),
                )
            } else {
                stream
                    .write_all(head("200 OK", bytes.len(), &own).as_bytes())
                    .and_then(|()| stream.write_all(&bytes))
            }
        }
        Answer::Status(status) => stream.write_all(head(&format!("{status} No"), 0, "").as_bytes()),
        Answer::Truncated(bytes) => stream
            .write_all(head("200 OK", bytes.len(), "\"t\"").as_bytes())
            .and_then(|()| stream.write_all(&bytes[..bytes.len() / 2])),
        Answer::Huge => stream.write_all(head("200 OK", 900 << 20, "\"h\"").as_bytes()),
        Answer::Endless => {
            let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            for _ in 0..20 {
                sent = sent.and_then(|()| stream.write_all(&vec![b' '; 1 << 20]));
            }
            sent
        }
        Answer::Elsewhere(to) => stream.write_all(
            format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .as_bytes(),
        ),
        Answer::Slow => {
            std::thread::sleep(Duration::from_secs(4));
            Ok(())
        }
    };
    // Whoever asked may be gone already.
    drop(sent);
}

/// The tables inside the binary.
pub(super) fn embedded() -> HeldTables {
    let mut held = HeldTables::default();
    for (release, body) in embedded_updates().expect("they read") {
        held.load(release, body).expect("they unpack");
    }
    held
}

pub(super) fn live() -> Vec<KevRow> {
    embedded().kev.into_iter().filter(|row| row.removed_on.is_none()).collect()
}

pub(super) const NEW: &str = "CVE-2026-59999";

/// A made-up list of a later day: the first entry is gone, the second is renamed, one is new.
pub(super) fn kev_list_of(day: &str) -> Vec<u8> {
    let mut rows = live().split_off(1);
    "Renamed Product".clone_into(&mut rows[0].product);
    let entry = |row: &KevRow| {
        json!({ "cveID": row.cve.to_string(), "vendorProject": row.vendor, "product": row.product,
            "dateAdded": row.added_on.to_string(), "dueDate": row.due_on.to_string(),
            "knownRansomwareCampaignUse": if row.is_ransomware { "Known" } else { "Unknown" } })
    };
    let mut entries: Vec<_> = rows.iter().map(entry).collect();
    entries.push(json!({ "cveID": NEW, "vendorProject": "Made Up", "product": "Thing", "dateAdded": day,
        "dueDate": day, "knownRansomwareCampaignUse": "Unknown" }));
    json!({ "title": "made up", "catalogVersion": day.replace('-', "."), "dateReleased": format!("{day}T12:00:00Z"),
        "count": entries.len(), "vulnerabilities": entries })
    .to_string()
    .into_bytes()
}

pub(super) fn kev_list() -> Vec<u8> {
    kev_list_of("2026-11-25")
}

pub(super) fn epss_list() -> Vec<u8> {
    let mut text =
        String::from("#model_version:made-up,score_date:2026-11-26T00:00:00Z\ncve,epss,percentile\n");
    for EpssRow { cve, .. } in embedded().epss {
        text += &format!("{cve},0.5,0.5\n");
    }
    text += "CVE-2001-0001,0.1,0.1\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    packed.finish().expect("packed")
}

pub(super) fn document() -> Vec<u8> {
    br#"<?xml version="1.0"?><cvrf:cvrfdoc xmlns:cvrf="c" xmlns:vuln="v" xmlns:prod="p">
<cvrf:DocumentTracking><cvrf:Identification><cvrf:ID>2026-Sep</cvrf:ID></cvrf:Identification></cvrf:DocumentTracking>
<prod:ProductTree><prod:FullProductName ProductID="1">Windows 10 Version 22H2 for x64-based Systems</prod:FullProductName></prod:ProductTree>
<vuln:Vulnerability><vuln:Title>words of the publisher</vuln:Title><vuln:CVE>CVE-2026-59998</vuln:CVE>
<vuln:Remediations><vuln:Remediation Type="Vendor Fix"><vuln:Description>5999999</vuln:Description><vuln:ProductID>1</vuln:ProductID>
<vuln:SubType>Security Update</vuln:SubType><vuln:FixedBuild>10.0.19045.9900</vuln:FixedBuild></vuln:Remediation></vuln:Remediations>
</vuln:Vulnerability></cvrf:cvrfdoc>"#
        .to_vec()
}
