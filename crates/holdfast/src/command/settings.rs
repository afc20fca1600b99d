//! Raw words and the settings file become one checked value. Words on the command line stand over the file.

use std::path::PathBuf;

use anyhow::Context;
use holdfast_server::config::Config;

use crate::exit::Failure;
use crate::flags::Flags;

/// What commands work with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Checked settings.
    pub config: Config,
    /// The settings file read, if one was.
    pub config_file: Option<PathBuf>,
    /// Folder of program content, when not the copy inside the binary.
    pub catalog: Option<PathBuf>,
}

/// Reads the settings file and lays the command line over it.
pub(crate) fn read(flags: &Flags) -> Result<Settings, Failure> {
    let default_dir = Config::default().server.data_dir;
    let in_data = flags.data_dir.as_ref().unwrap_or(&default_dir).join("holdfast.toml");
    let file = flags.config.clone().or_else(|| in_data.exists().then_some(in_data));
    let mut config = match &file {
        Some(path) => Config::from_file(path).context("the settings cannot be used")?,
        None => Config::default(),
    };
    lay_over(&mut config, flags);
    config.check().context("the settings cannot be used")?;
    Ok(Settings { config, config_file: file, catalog: flags.catalog.clone() })
}

/// The defaults with the command line over them, for looking around when the settings file cannot be read.
pub(crate) fn without_file(flags: &Flags) -> Settings {
    let mut config = Config::default();
    lay_over(&mut config, flags);
    Settings { config, config_file: None, catalog: flags.catalog.clone() }
}

fn lay_over(config: &mut Config, flags: &Flags) {
    if let Some(dir) = &flags.data_dir {
        config.server.data_dir.clone_from(dir);
    }
    if let Some(listen) = flags.listen {
        config.server.listen = listen;
    }
}
