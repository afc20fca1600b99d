//! The stylesheet, the scripts and the mark: inside the binary, named by their digest, cached for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::WebError;
use crate::entropy::hex;
use crate::routes::{Access, Routes};

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

/// Fonts keep one address, because the stylesheet names them: a changed font gets a new number in its name.
const FONTS: &[Asset] = &[
    Asset {
        name: "atkinson-hyperlegible-next-1.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../assets/font/atkinson-hyperlegible-next-1.woff2"),
    },
    Asset {
        name: "newsreader-1.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../assets/font/newsreader-1.woff2"),
    },
];

const ASSETS: &[Asset] = &[
    Asset {
        name: "holdfast.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../assets/holdfast.css"),
    },
    Asset {
        name: "holdfast.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/holdfast.js"),
    },
    Asset {
        name: "passkey.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/passkey.js"),
    },
    Asset { name: "mark.svg", content_type: "image/svg+xml", bytes: include_bytes!("../../assets/mark.svg") },
    Asset {
        name: "favicon.svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../../assets/favicon.svg"),
    },
];

static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    ASSETS.iter().map(|a| format!("/assets/{}/{}", &hex(&Sha256::digest(a.bytes))[..12], a.name)).collect()
});

fn path_of(name: &str) -> &'static str {
    ASSETS.iter().position(|a| a.name == name).map_or("/", |i| PATHS[i].as_str())
}

/// Address of the stylesheet.
pub fn css() -> &'static str {
    path_of("holdfast.css")
}

/// Address of the script every page loads.
pub fn js() -> &'static str {
    path_of("holdfast.js")
}

/// Address of the script for passkeys.
pub fn passkey_js() -> &'static str {
    path_of("passkey.js")
}

/// Address of the mark.
pub fn mark() -> &'static str {
    path_of("mark.svg")
}

/// Address of the icon.
pub fn icon() -> &'static str {
    path_of("favicon.svg")
}

/// Adds the assets.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/assets/{digest}/{name}", Access::Public, serve).get(
        "/favicon.ico",
        Access::Public,
        async || Asset::answer(&ASSETS[4]),
    )
}

async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    if digest == "font" {
        return match FONTS.iter().find(|f| f.name == name) {
            Some(font) => font.answer(),
            None => WebError::not_found("There is no such file.").into_response(),
        };
    }
    let wanted = format!("/assets/{digest}/{name}");
    match PATHS.iter().position(|p| *p == wanted) {
        Some(i) => ASSETS[i].answer(),
        None => WebError::not_found("There is no such file.").into_response(),
    }
}

impl Asset {
    fn answer(&self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.content_type)),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        ];
        (headers, self.bytes).into_response()
    }
}
