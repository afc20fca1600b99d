//! The encryption of a connection: certificates of public authorities, or those alone that the settings name.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use super::error::ImapError;
use super::wire::Stream;

/// Encrypts a connection to `host`, whose certificate must be of that name.
pub(super) async fn encrypt(
    stream: Box<dyn Stream>,
    host: &str,
    trusted: Option<&Path>,
) -> Result<Box<dyn Stream>, ImapError> {
    let fault = |why: String| ImapError::Tls { why };
    let roots = roots(trusted)?;
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| fault(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|e| fault(e.to_string()))?;
    let made = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(made.map_err(|e| fault(e.to_string()))?))
}

fn roots(trusted: Option<&Path>) -> Result<RootCertStore, ImapError> {
    let Some(path) = trusted else {
        return Ok(RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()));
    };
    let fault = |why: String| ImapError::Tls { why: format!("`{}`: {why}", path.display()) };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|e| fault(e.to_string()))? {
        let certificate = certificate.map_err(|e| fault(e.to_string()))?;
        roots.add(certificate).map_err(|e| fault(e.to_string()))?;
    }
    if roots.is_empty() { Err(fault("no certificate in it".to_owned())) } else { Ok(roots) }
}
