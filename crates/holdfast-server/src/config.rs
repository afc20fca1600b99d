//! Settings: a struct for each concern, defaults that run, and a clear word about every typo.
//!
//! Read once at start from `holdfast.toml` (in the data folder, or `--config FILE`); command-line flags stand over it.

mod feeds;
mod mail;
mod program;
mod reported_mail;
mod server;
mod sign_in;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use feeds::FeedsConfig;
pub(crate) use feeds::is_here;
pub use mail::{Encryption, MailConfig, SmtpConfig};
pub use program::ProgramConfig;
pub use reported_mail::{MailboxConfig, ReportedMailConfig};
pub use server::ServerConfig;
pub use sign_in::SignInConfig;

/// All settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `[server]`
    pub server: ServerConfig,
    /// `[program]`
    pub program: ProgramConfig,
    /// `[mail]`
    pub mail: MailConfig,
    /// `[sign_in]`
    pub sign_in: SignInConfig,
    /// `[feeds]`
    pub feeds: FeedsConfig,
    /// `[reported_mail]`
    pub reported_mail: ReportedMailConfig,
}

/// A secret setting. It prints as `***`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the one call that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Why settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be opened.
    #[error("cannot read settings from `{path}`; check that the file exists and may be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML, or names a setting that does not exist.
    #[error("`{path}` has a mistake; mend it and start again")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A value that cannot work.
    #[error("setting `{key}`: {what}")]
    Value {
        /// Path of the setting.
        key: &'static str,
        /// What is wrong and what to write.
        what: String,
    },
}

impl Config {
    /// Reads a settings file and checks every value.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        Self::from_text(&text, path)
    }

    /// Reads settings from text; `path` is only named in errors.
    pub fn from_text(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)
            .map_err(|e| ConfigError::Parse { path: path.to_owned(), source: Box::new(e) })?;
        config.check()?;
        Ok(config)
    }

    /// Refuses values that cannot work.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.server.check()?;
        self.program.check()?;
        self.mail.check()?;
        self.sign_in.check()?;
        self.feeds.check()?;
        self.reported_mail.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match Config::from_text(text, Path::new("holdfast.toml")) {
            Ok(_) => "ok".to_owned(),
            Err(e) => {
                let mut said = e.to_string();
                let mut cause = std::error::Error::source(&e);
                while let Some(c) = cause {
                    said = format!("{said} | {}", c.to_string().lines().next().unwrap_or(""));
                    cause = c.source();
                }
                said
            }
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn defaults_run_and_typos_show() {
        check("", "ok");
        check("[program]\nhelp_phone = \"(555) 010-0199\"\n", "ok");
        check(
            "[sever]\nlisten = \"x\"\n",
            "`holdfast.toml` has a mistake; mend it and start again | TOML parse error at line 1, column 2",
        );
        check(
            "[sign_in]\nidle_minutes = 0\n",
            "setting `sign_in.idle_minutes`: must be 5 or more; `0` would end every session at once",
        );
    }

    #[test]
    fn a_secret_does_not_print() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "***");
    }
}
