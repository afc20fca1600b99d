//! `holdfast doctor`: tries each setting for real, and says what to mend.

use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use holdfast_core::model::FeedKind;
use holdfast_server::App;
use holdfast_server::app::Space;
use holdfast_server::app::reported_mail::try_mailbox;
use holdfast_server::clock::{Clock, SystemClock};
use holdfast_server::evidence_key::{EvidenceKey, KeyTrouble, try_key};
use holdfast_server::mail::smtp;
use holdfast_server::{badge_key, paper_key};
use holdfast_store::{Audit, AuditCheck, DATABASE_FILE, make_private_folder};
use serde::Serialize;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::out;

/// How long the look-up of a name may take.
const LOOK_UP: Duration = Duration::from_secs(5);

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Well,
    Note,
    Problem,
}

/// One thing tried.
#[derive(Debug, Serialize)]
struct Check {
    what: &'static str,
    state: State,
    says: String,
}

fn well(what: &'static str, says: impl Into<String>) -> Check {
    Check { what, state: State::Well, says: says.into() }
}

fn note(what: &'static str, says: impl Into<String>) -> Check {
    Check { what, state: State::Note, says: says.into() }
}

fn problem(what: &'static str, says: impl Into<String>) -> Check {
    Check { what, state: State::Problem, says: says.into() }
}

/// Tries everything. `unread`: why the settings file could not be used, when `settings` are the defaults for that reason.
pub(crate) async fn run(
    settings: Settings,
    unread: Option<Failure>,
    as_json: bool,
) -> Result<ExitCode, Failure> {
    let dir = &settings.config.server.data_dir;
    let mut checks = vec![file(&settings, unread.as_ref()), clock(), folder(dir)];
    if dir.join(DATABASE_FILE).exists() {
        match super::serve::open(&settings).await {
            Ok(app) => {
                checks.push(well("catalog", format!("version {}", app.catalog.version)));
                checks.extend(data(&app).await);
                checks.push(evidence_key(&app).await);
                checks.push(papers_key(&app));
                checks.push(badges_key(&app));
                checks.push(proxies(&app).await);
                checks.push(feeds(&app).await);
            }
            Err(failure) => checks.push(problem("data and catalog", failure.one_line())),
        }
    } else {
        checks.push(match holdfast_server::load_catalog(settings.catalog.as_deref()) {
            Ok(catalog) => well("catalog", format!("version {}", catalog.version)),
            Err(e) => problem("catalog", holdfast_server::app::chain(&e)),
        });
        checks.push(note("database", "none yet; holdfast makes it when the portal first starts"));
    }
    checks.extend(closed(dir));
    checks.push(address(&settings));
    checks.push(public_url(&settings).await);
    checks.push(mail(&settings).await);
    checks.extend(mailboxes(&settings).await);
    checks.push(phone(&settings));
    let sick = checks.iter().any(|c| c.state == State::Problem);
    if as_json {
        out::line(&format!("{:#}", serde_json::json!({ "well": !sick, "checks": checks })))?;
    } else {
        out::print(&text(&checks, sick))?;
    }
    Ok(ExitCode::from(if sick { exit::UNWELL } else { exit::DONE }))
}

fn text(checks: &[Check], sick: bool) -> String {
    let mut text = String::new();
    for check in checks {
        let word = match check.state {
            State::Well => "well   ",
            State::Note => "note   ",
            State::Problem => "PROBLEM",
        };
        text += &format!("{word}  {:<16}  {}\n", check.what, check.says);
    }
    text += if sick {
        "Mend what is marked PROBLEM, then run holdfast doctor again.\n"
    } else {
        "All is well.\n"
    };
    text
}

fn file(settings: &Settings, unread: Option<&Failure>) -> Check {
    match (unread, &settings.config_file) {
        (Some(failure), _) => {
            problem("settings", format!("{}; what follows was tried with the defaults", failure.one_line()))
        }
        (None, Some(path)) => well("settings", format!("read from {}", path.display())),
        (None, None) => note("settings", "no settings file; the defaults are used"),
    }
}

/// Certificates and dated offers go wrong when the clock does.
fn clock() -> Check {
    let now = SystemClock.now();
    if now.as_second() < 1_780_000_000 {
        problem(
            "clock",
            format!("says {now}, which is before this release was made; set the machine's clock"),
        )
    } else {
        well("clock", format!("{now}"))
    }
}

/// Writes in the data folder, making it for that where it is not there yet. Leaves nothing behind.
fn folder(dir: &Path) -> Check {
    let made: Vec<&Path> = dir.ancestors().take_while(|d| !d.as_os_str().is_empty() && !d.exists()).collect();
    let probe = dir.join("doctor.probe");
    let tried = make_private_folder(dir).map_err(std::io::Error::other).and_then(|()| {
        std::fs::write(&probe, vec![0u8; 1024 * 1024]).and_then(|()| std::fs::remove_file(&probe))
    });
    for folder in &made {
        let _ = std::fs::remove_dir(folder); // only if it is empty
    }
    match tried {
        Ok(()) if made.is_empty() => well("data folder", format!("{} can be written", dir.display())),
        Ok(()) => note("data folder", format!("{} is not there yet, and can be made", dir.display())),
        Err(e) => problem(
            "data folder",
            format!("{} cannot be written: {e}; free space or give the right to write", dir.display()),
        ),
    }
}

/// Whether other users of the machine can look into the data folder. Its database is closed to them in any case.
#[cfg(unix)]
fn closed(dir: &Path) -> Option<Check> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(dir).ok()?.permissions().mode();
    (mode & 0o077 != 0).then(|| {
        let dir = dir.display();
        note("data folder", format!("other users of this machine can look into {dir}; run chmod 700 {dir}"))
    })
}

#[cfg(not(unix))]
fn closed(_: &Path) -> Option<Check> {
    None
}

async fn data(app: &App) -> Vec<Check> {
    let mut checks = Vec::new();
    checks.push(match app.store.check_whole().await {
        Ok(()) => well("database", "every page and reference is whole"),
        Err(e) => problem("database", holdfast_server::app::chain(&e)),
    });
    let verified = match app.store.read().await {
        Ok(mut read) => read.check_audit().await,
        Err(e) => Err(e),
    };
    checks.push(match verified {
        Ok(AuditCheck::Whole(head)) => well("audit log", format!("{} entries, unbroken", head.seq)),
        Ok(AuditCheck::Broken { seq, why }) => problem(
            "audit log",
            format!("entry {seq}: {why}; restore the last backup, or find out who changed it"),
        ),
        Err(e) => problem("audit log", holdfast_server::app::chain(&e)),
    });
    let directory = app.directory();
    for table in &directory.damaged {
        checks.push(problem(
            "directory",
            format!(
                "the table of {} is damaged ({}); the one inside the binary stands in. Import the file again with holdfast import hospitals, or restore a backup",
                table.title, table.why
            ),
        ));
    }
    checks.extend(app.space().map(space));
    let age = directory
        .hospitals
        .release(holdfast_core::model::SourceKind::CmsHospitals)
        .map(|r| (r.title.clone(), (app.today() - r.released_on).get_days()));
    checks.push(match age {
        None => problem("directory", "no hospitals; run holdfast import hospitals --cms FILE"),
        Some((title, days)) if days > 200 => {
            note("directory", format!("{title} is {days} days old; import a newer release when you can"))
        }
        Some((title, _)) => well("directory", title),
    });
    checks
}

/// Whether the key that signs papers can be read, and is its owner's alone. None is made here.
fn papers_key(app: &App) -> Check {
    let path = app.config.server.papers_key_file();
    match paper_key::read(&path) {
        Err(trouble) => problem("papers key", holdfast_server::app::chain(&trouble)),
        Ok(None) => {
            note("papers key", format!("none yet; the first look at papers makes {}", path.display()))
        }
        Ok(Some(_)) if is_open_to_others(&path) => problem(
            "papers key",
            format!("other users of this machine can read {0}; run chmod 600 {0}", path.display()),
        ),
        Ok(Some(key)) => well("papers key", format!("signs; its public half is {}", paper_key::public(&key))),
    }
}

/// Whether the key that signs badges can be read, and is its owner's alone. None is made here.
fn badges_key(app: &App) -> Check {
    let path = app.config.server.badges_key_file();
    match badge_key::read(&path) {
        Err(trouble) => problem("badges key", holdfast_server::app::chain(&trouble)),
        Ok(None) => note("badges key", format!("none yet; the first badge makes {}", path.display())),
        Ok(Some(_)) if is_open_to_others(&path) => problem(
            "badges key",
            format!("other users of this machine can read {0}; run chmod 600 {0}", path.display()),
        ),
        Ok(Some(signer)) => well("badges key", format!("signs; its id is {}", signer.key.public().id)),
    }
}

/// Whether the key of evidence files is there, opens the newest of them, and is its owner's alone.
async fn evidence_key(app: &App) -> Check {
    let path = app.config.server.evidence_key_file();
    let tried = match app.store.read().await {
        Ok(mut read) => try_key(&app.config.server, &mut read).await,
        Err(e) => Err(KeyTrouble::Store(e)),
    };
    match tried {
        Err(trouble) => problem("evidence key", holdfast_server::app::chain(&trouble)),
        Ok(opened) => match (EvidenceKey::read(&path), opened) {
            (Err(trouble), _) => problem("evidence key", holdfast_server::app::chain(&trouble)),
            (Ok(_), _) if is_open_to_others(&path) => problem(
                "evidence key",
                format!("other users of this machine can read {0}; run chmod 600 {0}", path.display()),
            ),
            (Ok(_), Some(())) => well(
                "evidence key",
                format!("{} opens the newest file; keep a copy elsewhere", path.display()),
            ),
            (Ok(_), None) => {
                note("evidence key", format!("{} is ready; keep a copy elsewhere", path.display()))
            }
        },
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// A database of a few hundred megabytes is copied whole by a backup and by a restore.
fn space(space: Space) -> Check {
    let mb = space.free / (1024 * 1024);
    match mb {
        0..100 => {
            problem("free space", format!("{mb} MB left for the data folder; free some before it is full"))
        }
        100..1024 => {
            note("free space", format!("{mb} MB left for the data folder; a backup needs its size again"))
        }
        _ => well("free space", format!("{} GB for the data folder", mb / 1024)),
    }
}

fn address(settings: &Settings) -> Check {
    let listen = settings.config.server.listen;
    match TcpListener::bind(listen) {
        Ok(_) => well("address", format!("{listen} is free")),
        Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => note(
            "address",
            format!(
                "{listen} is in use: by this portal if it is running, otherwise choose another with --listen"
            ),
        ),
        Err(e) => problem("address", format!("cannot listen on {listen}: {e}")),
    }
}

async fn public_url(settings: &Settings) -> Check {
    let url = settings.config.server.public_url();
    let host = url.host_str().unwrap_or_default();
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return problem(
            "public address",
            format!("{url} is a number; passkeys need a name. Set server.public_url to the name people type"),
        );
    }
    if host == "localhost" {
        return note(
            "public address",
            format!("{url} works on this machine only; set server.public_url before others use it"),
        );
    }
    // Looked up as a browser would. Whether it leads to this machine cannot be told behind a proxy.
    let port = url.port_or_known_default().unwrap_or(443);
    let looked_up = tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((host, port))).await;
    let why = match looked_up {
        Ok(Ok(mut found)) => match found.next() {
            Some(at) => return well("public address", format!("{url} is at {}", at.ip())),
            None => "it has no address".to_owned(),
        },
        Ok(Err(e)) => e.to_string(),
        Err(_) => format!("no answer within {} seconds", LOOK_UP.as_secs()),
    };
    problem(
        "public address",
        format!("the name of {url} was not found: {why}; make it in the DNS, or mend server.public_url"),
    )
}

/// Whether the lists on updates and weaknesses are fresh, whole, and can be renewed where the portal is to renew them.
async fn feeds(app: &App) -> Check {
    let record = match app.feeds_record().await {
        Ok(record) => record,
        Err(e) => return problem("feeds", holdfast_server::app::chain(&e)),
    };
    if let Some(damaged) = record.damaged.first() {
        return problem("feeds", format!("{damaged}; run holdfast feed update, or restore a backup"));
    }
    let failed: Vec<String> = record
        .looks
        .iter()
        .filter(|look| !look.trouble.is_empty())
        .map(|look| format!("{}: {}", look.kind.word(), look.trouble))
        .collect();
    if app.config.feeds.nightly && !failed.is_empty() {
        return problem("feeds", format!("the last look failed: {}", failed.join("; ")));
    }
    // What comes with a release alone is nothing the operator can renew.
    let old = record.old.iter().filter(|old| FeedKind::RENEWED.contains(&old.kind));
    let old: Vec<String> = old.map(|old| format!("{} is {} days old", old.kind.word(), old.n_days)).collect();
    if old.is_empty() {
        return well("feeds", app.feeds_in_words());
    }
    note("feeds", format!("{}; run holdfast feed update, or set feeds.nightly", old.join(", ")))
}

async fn proxies(app: &App) -> Check {
    match app.proxy_warning().await {
        Ok(None) => well("proxies", format!("{} believed", app.config.server.trusted_proxies)),
        // Without HTTPS it may be a stranger's header, sent to make somebody wonder.
        Ok(Some(warning)) if !app.config.server.is_https() => note("proxies", warning),
        Ok(Some(warning)) => problem("proxies", warning),
        Err(e) => problem("proxies", holdfast_server::app::chain(&e)),
    }
}

async fn mail(settings: &Settings) -> Check {
    let Some(config) = &settings.config.mail.smtp else {
        return note(
            "mail",
            "not sent: it stays in the outbox folder, and the operator reads it in the portal",
        );
    };
    match smtp::try_out(config).await {
        Ok(()) => well("mail", format!("{} port {} takes mail from us", config.host, config.port)),
        Err(e) => problem("mail", holdfast_server::app::chain(&e)),
    }
}

/// Signs in to each mailbox that is to be read, and opens its folder. None is no fault, and is not mentioned.
async fn mailboxes(settings: &Settings) -> Vec<Check> {
    let mut checks = Vec::new();
    for mailbox in &settings.config.reported_mail.mailbox {
        let name = mailbox.name();
        checks.push(match try_mailbox(mailbox).await {
            Err(why) => problem("mailbox", format!("{name}: {why}")),
            Ok(()) if is_open_to_others(&mailbox.password_file) => problem(
                "mailbox",
                format!(
                    "others on this machine can read its password; run: chmod 600 {}",
                    mailbox.password_file.display()
                ),
            ),
            Ok(()) => well("mailbox", format!("{name} can be read")),
        });
    }
    checks
}

fn phone(settings: &Settings) -> Check {
    match settings.config.program.phone() {
        Some(phone) => well("help phone", phone),
        None => note("help phone", "not set; set program.help_phone, people look for it on every page"),
    }
}
