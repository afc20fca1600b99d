//! `[server]`: where the portal listens, what its address is, where it keeps its data.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use super::ConfigError;

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Address and port to listen on. Default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// The address people type, used in mails and for passkeys. Default: `http://localhost` with the port above.
    ///
    /// Passkeys are bound to its host name; changing it later makes every passkey useless.
    pub public_url: Option<Url>,
    /// Folder for the database, the outbox and backups. Default `holdfast-data`.
    pub data_dir: PathBuf,
    /// File of the key that signs papers. Default `papers.key` in the data folder.
    pub papers_key: Option<PathBuf>,
    /// File of the key that seals evidence files. Default `evidence.key` in the data folder.
    pub evidence_key: Option<PathBuf>,
    /// File of the key that signs badges. Default `badges.key` in the data folder.
    pub badges_key: Option<PathBuf>,
    /// Largest request body in bytes. Default 131072 (128 KB).
    pub max_body_bytes: usize,
    /// Believe `X-Forwarded-For` from this many proxies in front. Default 0: believe nobody.
    pub trusted_proxies: u8,
    /// Calls of the API a minute from one address without a token. Default 120.
    pub api_calls_a_minute: u32,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            data_dir: PathBuf::from("holdfast-data"),
            papers_key: None,
            evidence_key: None,
            badges_key: None,
            max_body_bytes: 128 * 1024,
            trusted_proxies: 0,
            api_calls_a_minute: 120,
        }
    }
}

impl ServerConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = |key, what: String| Err(ConfigError::Value { key, what });
        if self.max_body_bytes < 16 * 1024 {
            return bad(
                "server.max_body_bytes",
                format!("must be 16384 or more; `{}` cuts off forms", self.max_body_bytes),
            );
        }
        if self.api_calls_a_minute == 0 {
            return bad("server.api_calls_a_minute", "must be 1 or more; 0 would answer nobody".to_owned());
        }
        if let Some(url) = &self.public_url {
            let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            if url.scheme() != "https" && !(url.scheme() == "http" && local) {
                return bad(
                    "server.public_url",
                    format!(
                        "`{url}` must begin with https:// (http:// works on localhost only), or sign-in is not safe"
                    ),
                );
            }
            if url.path() != "/" || url.query().is_some() {
                return bad(
                    "server.public_url",
                    format!("`{url}` must be a host alone, like https://holdfast.example.org"),
                );
            }
        }
        Ok(())
    }

    /// The address people type, ending without a slash.
    pub fn public_url(&self) -> Url {
        self.public_url.clone().unwrap_or_else(|| {
            Url::parse(&format!("http://localhost:{}", self.listen.port()))
                .expect("a port makes a valid address")
        })
    }

    /// Where the key that signs papers is kept.
    pub fn papers_key_file(&self) -> PathBuf {
        self.papers_key.clone().unwrap_or_else(|| self.data_dir.join("papers.key"))
    }

    /// Where the key that seals evidence files is kept.
    pub fn evidence_key_file(&self) -> PathBuf {
        self.evidence_key.clone().unwrap_or_else(|| self.data_dir.join("evidence.key"))
    }

    /// Where the key that signs badges is kept.
    pub fn badges_key_file(&self) -> PathBuf {
        self.badges_key.clone().unwrap_or_else(|| self.data_dir.join("badges.key"))
    }

    /// Whether cookies must be kept to encrypted connections.
    pub fn is_https(&self) -> bool {
        self.public_url().scheme() == "https"
    }
}
