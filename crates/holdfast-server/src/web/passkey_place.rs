//! Whether passkeys work on the page being asked for, and where they do if not here.

use axum::http::{HeaderMap, header};

use super::assets;
use crate::App;

/// What a page with a passkey button needs to know.
#[derive(Clone, Debug, Default)]
pub struct PasskeyPlace {
    /// Passkeys work on this page.
    pub here: bool,
    /// The same page where they work; empty when here or nowhere.
    pub elsewhere: String,
    /// Address of the script.
    pub script: &'static str,
}

impl PasskeyPlace {
    /// For a page at `path`, asked for with these headers.
    pub fn of(app: &App, headers: &HeaderMap, path: &str) -> Self {
        let script = assets::passkey_js();
        let Some(party) = app.relying_party() else { return Self { script, ..Self::default() } };
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
        if host.is_none_or(|h| party.is_at(h)) {
            Self { here: true, script, ..Self::default() }
        } else {
            Self { here: false, elsewhere: party.address_of(path), script }
        }
    }
}
