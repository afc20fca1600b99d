//! `holdfast serve`: opens the data folder, prints the address and, until somebody runs the program, the operator's link.

use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use holdfast_server::App;
use holdfast_server::clock::SystemClock;
use holdfast_server::entropy::OsEntropy;
use holdfast_store::{Serving, make_private_folder};
use tokio::net::TcpListener;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::out;
use crate::progress::say;

/// Opens the program with the machine's clock and randomness.
pub(crate) async fn open(settings: &Settings) -> Result<App, Failure> {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
    App::open(settings.config.clone(), settings.catalog.as_deref(), clock, entropy, &say).await.map_err(|e| {
        let code = match &e {
            holdfast_server::OpenError::Catalog(_) => exit::CATALOG,
            _ => exit::FAILED,
        };
        Failure::new(code, e)
    })
}

/// Serves the portal until interrupted.
pub(crate) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    let listen = settings.config.server.listen;
    // Bind before anything long, so that a taken port is said at once.
    let listener = TcpListener::bind(listen).await.map_err(|e| match e.kind() {
        ErrorKind::AddrInUse => anyhow!(e).context(format!(
            "another program already uses {listen}; stop it, or choose another port: holdfast --listen 127.0.0.1:8081"
        )),
        ErrorKind::PermissionDenied => {
            anyhow!(e).context(format!("this user may not listen on {listen}; choose a port above 1023"))
        }
        _ => anyhow!(e).context(format!("cannot listen on {listen}; check the address of --listen")),
    })?;
    let folder = &settings.config.server.data_dir;
    make_private_folder(folder)
        .with_context(|| format!("the data folder `{}` cannot be used", folder.display()))?;
    // Keeps a second portal away; the system lets go if this one is killed.
    let _serving = Serving::begin(folder).context("the portal was not started")?;
    let app = open(&settings).await?;
    app.hunt_with(super::runner::runner());
    let address = listener.local_addr().context("the listener has no address")?;
    let operator = app.operator_link_if_needed().await.map_err(anyhow::Error::from)?;
    let n = app.directory().hospitals.hospitals().len();
    let mut text = format!(
        "Holdfast is ready: {n} hospitals in the directory, catalog {}.\nPortal: http://{address}/\n",
        app.catalog.version
    );
    if let Some(link) = operator {
        text += &format!("Operator link (works once, for 24 hours): {link}\n");
    }
    if let Some(warning) = app.proxy_warning().await.map_err(anyhow::Error::from)? {
        text += &format!("Warning: {warning}.\n");
    }
    text += &format!("Data folder: {}. Press Ctrl-C to stop.\n", folder.display());
    out::print(&text)?;
    holdfast_server::serve(app.clone(), listener, interrupted()).await.map_err(anyhow::Error::from)?;
    app.store.close().await;
    say("Stopped. Everything is saved.");
    Ok(ExitCode::from(exit::DONE))
}

/// Resolves at Ctrl-C, and at SIGTERM where there is one.
async fn interrupted() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    () = ctrl_c => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => ctrl_c.await,
        }
    }
    #[cfg(not(unix))]
    ctrl_c.await;
}
