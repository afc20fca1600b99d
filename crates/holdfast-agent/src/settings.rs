//! Settings, raw words to checked values. A word on the command line goes before the environment, that before policy, that before the file.

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use crate::os;

/// What can be set, as the file, the policy and (in capitals, after `HOLDFAST_AGENT_`) the environment call it.
const NAMES: &[&str] = &["Server", "Token", "CaFile", "StateDir", "Logs"];
/// What stands for no event logs at all.
const OFF: &str = "off";

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The settings file cannot be read.
    #[error("cannot read settings from `{path}`; look at its rights, or name another file with --config", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line of it is no setting.
    #[error("`{path}`, line {line}: `{text}` is no setting; write `NAME = value` with one of Server, Token, CaFile, StateDir, Logs", path = path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// The portal's address is none.
    #[error(
        "`{0}` is no address of a portal; write it like https://portal.example.org or https://portal.example.org:8443"
    )]
    Address(String),
    /// The portal's address would send facts in the open.
    #[error("`{0}` is not encrypted; write https:// (http:// is for a portal on this very machine alone)")]
    Open(String),
    /// No portal is named.
    #[error("no portal is named; give --server URL, or `Server = URL` in {path}", path = .0.display())]
    NoServer(PathBuf),
}

/// Words given on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The portal.
    pub server: Option<String>,
    /// The hospital's token.
    pub token: Option<String>,
    /// The certificate to trust.
    pub ca_file: Option<String>,
    /// Where state is kept.
    pub state_dir: Option<String>,
    /// Where event logs lie, or `off`.
    pub logs: Option<String>,
    /// The settings file.
    pub config: Option<String>,
}

/// A secret that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The text, to be sent.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// The SHA-256 of it, to be kept.
    pub(crate) fn digest(&self) -> String {
        crate::state::whole::hex(ring::digest::digest(&ring::digest::SHA256, self.0.as_bytes()).as_ref())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(***)")
    }
}

/// Checked settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The portal, without a slash at its end.
    pub server: Option<String>,
    /// The hospital's token.
    pub token: Option<Token>,
    /// The certificate to trust instead of the public ones.
    pub ca_file: Option<PathBuf>,
    /// Where state is kept.
    pub state_dir: PathBuf,
    /// The folder of event logs that are watched; nothing when none are.
    pub logs: Option<PathBuf>,
    config: PathBuf,
}

impl Settings {
    /// Settings from everywhere they may stand.
    pub fn read(given: &Given) -> Result<Self, SettingsError> {
        Self::from_places(given, &environment, &os::policy)
    }

    fn from_places(
        given: &Given,
        environment: &dyn Fn(&str) -> Option<String>,
        policy: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let config = given.config.clone().map_or_else(os::config_file, PathBuf::from);
        let in_file = match fs::read_to_string(&config) {
            Ok(text) => lines(&config, &text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && given.config.is_none() => Vec::new(),
            Err(source) => return Err(SettingsError::Unreadable { path: config, source }),
        };
        let first = |word: &Option<String>, name: &str| {
            let of_file = || in_file.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.clone());
            let found = word.clone().or_else(|| environment(name)).or_else(|| policy(name)).or_else(of_file);
            found.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let logs = match first(&given.logs, "Logs") {
            Some(word) if word.eq_ignore_ascii_case(OFF) => None,
            Some(folder) => Some(PathBuf::from(folder)),
            None => os::log_folder(),
        };
        let server = first(&given.server, "Server").map(|text| address(&text)).transpose()?;
        Ok(Self {
            server,
            token: first(&given.token, "Token").map(Token),
            ca_file: first(&given.ca_file, "CaFile").map(PathBuf::from),
            state_dir: first(&given.state_dir, "StateDir").map_or_else(os::state_folder, PathBuf::from),
            logs,
            config,
        })
    }

    /// The portal, or what to do to name one.
    pub(crate) fn server(&self) -> Result<&str, SettingsError> {
        self.server.as_deref().ok_or_else(|| SettingsError::NoServer(self.config.clone()))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the room that reads settings")]
fn environment(name: &str) -> Option<String> {
    std::env::var(format!("HOLDFAST_AGENT_{}", name.to_uppercase())).ok()
}

/// `NAME = value`, one a line; lines that begin with `#` are comments.
fn lines(path: &Path, text: &str) -> Result<Vec<(String, String)>, SettingsError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let known = line.split_once('=').and_then(|(name, value)| {
            let name = NAMES.iter().find(|n| n.eq_ignore_ascii_case(name.trim()))?;
            Some(((*name).to_owned(), value.trim().trim_matches('"').to_owned()))
        });
        let named = line.split('=').next().unwrap_or_default().trim().to_owned();
        // The value is not shown: it may be the token with a name that has a slip.
        found.push(known.ok_or(SettingsError::Line {
            path: path.to_path_buf(),
            line: at + 1,
            text: named,
        })?);
    }
    Ok(found)
}

/// An address as typed to one that can be called: https, or http to this very machine.
fn address(text: &str) -> Result<String, SettingsError> {
    let no_address = || SettingsError::Address(text.to_owned());
    let (scheme, rest) = text.split_once("://").ok_or_else(no_address)?;
    let rest = rest.trim_end_matches('/');
    let is_plain =
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:[]/%".contains(c));
    if !is_plain {
        return Err(no_address());
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match scheme.to_ascii_lowercase().as_str() {
        "https" if !host.is_empty() => Ok(format!("https://{rest}")),
        "http" if is_here => Ok(format!("http://{rest}")),
        "http" => Err(SettingsError::Open(text.to_owned())),
        _ => Err(no_address()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encrypted_or_of_this_machine() {
        for (text, wanted) in [
            ("https://hf.example", Some("https://hf.example")),
            ("HTTPS://hf.example:8443/", Some("https://hf.example:8443")),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("http://localhost", Some("http://localhost")),
            ("http://hf.example", None),
            ("http://127.0.0.1.hf.example", None),
            ("http://user@127.0.0.1", None),
            ("hf.example", None),
            ("ftp://hf.example", None),
            ("https://", None),
            ("https://a b", None),
        ] {
            assert_eq!(address(text).ok().as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn the_nearest_word_counts_and_a_slip_shows_without_its_value() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("agent.conf");
        fs::write(&path, "\u{feff}# ours\nserver = https://file.example\nToken = of-file\n")
            .expect("written");
        let mut given = Given { config: Some(path.to_string_lossy().into_owned()), ..Given::default() };
        let of_policy = |name: &str| (name == "Server").then(|| "https://policy.example".to_owned());
        let read = |given: &Given| Settings::from_places(given, &|_| None, &of_policy).expect("read");
        assert_eq!(read(&given).server.as_deref(), Some("https://policy.example"));
        assert_eq!(read(&given).token.as_ref().map(Token::reveal), Some("of-file"));
        assert_eq!(format!("{:?}", read(&given).token), "Some(Token(***))");
        for (word, wanted) in [("OFF", None), ("/logs", Some("/logs"))] {
            let given = Given { logs: Some(word.to_owned()), ..given.clone() };
            assert_eq!(read(&given).logs.as_deref(), wanted.map(Path::new), "{word}");
        }
        given.server = Some("https://word.example/".to_owned());
        assert_eq!(read(&given).server.as_deref(), Some("https://word.example"));
        fs::write(&path, "Tokn = s3cret\n").expect("written");
        let error = Settings::from_places(&given, &|_| None, &|_| None).expect_err("a slip").to_string();
        assert!(error.contains("line 1: `Tokn`") && !error.contains("s3cret"), "{error}");
    }
}
