//! `holdfast doctor`: tries each setting for real, and says what to mend.

use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use holdfast_server::App;
use holdfast_server::clock::{Clock, SystemClock};
use holdfast_server::mail::smtp;
use holdfast_store::{Audit, AuditCheck};
use serde::Serialize;

use super::settings::Settings;
use crate::exit::{self, Failure};

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

/// Tries everything.
pub(crate) async fn run(settings: Settings, as_json: bool) -> Result<ExitCode, Failure> {
    let mut checks = vec![file(&settings), clock(), folder(&settings.config.server.data_dir)];
    match super::serve::open(&settings).await {
        Ok(app) => {
            checks.push(well("catalog", format!("version {}", app.catalog.version)));
            checks.extend(data(&app).await);
            checks.push(proxies(&app).await);
        }
        Err(failure) => checks.push(problem("data and catalog", failure.one_line())),
    }
    checks.push(address(&settings));
    checks.push(public_url(&settings));
    checks.push(mail(&settings).await);
    checks.push(phone(&settings));
    let sick = checks.iter().any(|c| c.state == State::Problem);
    if as_json {
        println!("{:#}", serde_json::json!({ "well": !sick, "checks": checks }));
    } else {
        for check in &checks {
            let word = match check.state {
                State::Well => "well   ",
                State::Note => "note   ",
                State::Problem => "PROBLEM",
            };
            println!("{word}  {:<16}  {}", check.what, check.says);
        }
        println!(
            "{}",
            if sick {
                "Mend what is marked PROBLEM, then run holdfast doctor again."
            } else {
                "All is well."
            }
        );
    }
    Ok(ExitCode::from(if sick { exit::UNWELL } else { exit::DONE }))
}

fn file(settings: &Settings) -> Check {
    match &settings.config_file {
        Some(path) => well("settings", format!("read from {}", path.display())),
        None => note("settings", "no settings file; the defaults are used"),
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

fn folder(dir: &Path) -> Check {
    let probe = dir.join("doctor.probe");
    let tried = std::fs::create_dir_all(dir)
        .and_then(|()| std::fs::write(&probe, vec![0u8; 1024 * 1024]))
        .and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => well("data folder", format!("{} can be written", dir.display())),
        Err(e) => problem(
            "data folder",
            format!("{} cannot be written: {e}; free space or give the right to write", dir.display()),
        ),
    }
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

fn public_url(settings: &Settings) -> Check {
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
    well("public address", url.to_string())
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

fn phone(settings: &Settings) -> Check {
    match settings.config.program.phone() {
        Some(phone) => well("help phone", phone),
        None => note("help phone", "not set; set program.help_phone, people look for it on every page"),
    }
}
