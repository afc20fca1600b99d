//! The one way out: HTTPS POST to the portal, and to nobody else. It follows no redirection and takes no cookie.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use holdfast_wire::device::{DEVICE_HEADER, SIGNATURE_HEADER};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::{AGENT, Answer, Line, NoAnswer};

/// A slow line by satellite needs this for a whole message.
const LONGEST: Duration = Duration::from_secs(180);
/// No answer of a portal is larger.
const MAX_ANSWER_BYTES: u64 = 64 << 10;
/// Headers of both sides, about.
const HEADER_BYTES: u64 = 700;
/// A new TLS connection with two certificates, about.
const HANDSHAKE_BYTES: u64 = 4_500;

/// Why there is no way out.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The certificate file cannot be read.
    #[error("cannot read the certificate `{path}`; name a PEM file with --ca, or take CaFile out of the settings", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no certificate in it.
    #[error("`{path}` holds no certificate; it should hold a line `-----BEGIN CERTIFICATE-----`", path = .0.display())]
    NoCertificate(PathBuf),
}

/// A line over HTTP.
#[derive(Debug)]
pub struct Http {
    agent: ureq::Agent,
    server: String,
}

impl Http {
    /// A line to a portal, trusting one certificate or the public ones.
    pub fn to(server: &str, ca_file: Option<&Path>) -> Result<Self, HttpError> {
        let roots = match ca_file {
            Some(path) => RootCerts::Specific(Arc::new(certificates(path)?)),
            None => RootCerts::WebPki,
        };
        let agent = ureq::Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .https_only(server.starts_with("https://"))
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(LONGEST))
            .timeout_connect(Some(Duration::from_secs(30)))
            .max_idle_connections(0)
            .user_agent(AGENT)
            .build()
            .new_agent();
        Ok(Self { agent, server: server.to_owned() })
    }
}

impl Line for Http {
    fn post(
        &self,
        path: &str,
        device: Option<&str>,
        signature: &str,
        packed: &[u8],
    ) -> Result<Answer, NoAnswer> {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.server))
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .header(SIGNATURE_HEADER, signature);
        if let Some(device) = device {
            request = request.header(DEVICE_HEADER, device);
        }
        let mut answer = request.send(packed).map_err(|error| self.no_answer(&error))?;
        let retry_after = answer.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_vec();
        Ok(Answer {
            status,
            body: body.map_err(|error| self.no_answer(&error))?,
            retry_after: retry_after.map(Duration::from_secs),
        })
    }

    fn n_bytes_around(&self) -> u64 {
        HEADER_BYTES + if self.server.starts_with("https://") { HANDSHAKE_BYTES } else { 0 }
    }
}

impl Http {
    fn no_answer(&self, error: &ureq::Error) -> NoAnswer {
        let text = error.to_string();
        let hint = if text.contains("UnknownIssuer") {
            "; its certificate is signed by nobody this machine trusts: name the hospital's own with --ca FILE"
        } else if text.contains("Expired") || text.contains("NotValidYet") {
            "; if its certificate is good, this machine's clock is wrong"
        } else if text.contains("NotValidForName") {
            "; its certificate is for another name: look at the address"
        } else {
            ""
        };
        NoAnswer(format!("no answer from {}: {text}{hint}", self.server))
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, HttpError> {
    let bytes =
        fs::read(path).map_err(|source| HttpError::Unreadable { path: path.to_path_buf(), source })?;
    let found: Vec<_> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    match found.is_empty() {
        true => Err(HttpError::NoCertificate(path.to_path_buf())),
        false => Ok(found),
    }
}
