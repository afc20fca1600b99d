//! Where log lines go: standard error, for people or as JSON. `RUST_LOG` picks the level.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::flags::Flags;

/// Starts logging.
pub(crate) fn start(flags: &Flags) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,holdfast=info"));
    #[expect(
        clippy::disallowed_methods,
        reason = "NO_COLOR is a custom of terminals and no setting of ours: no-color.org"
    )]
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colour);
    let started =
        if flags.log_json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    if let Err(e) = started {
        crate::progress::say(&format!("cannot start logging: {e}"));
    }
}
