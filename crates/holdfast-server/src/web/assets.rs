//! The stylesheet, the scripts and the mark: inside the binary, named by their digest, cached for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::WebError;
use super::headers::FOR_GOOD;
use crate::routes::{Access, Routes};
use holdfast_core::digest::hex;

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
    Asset {
        name: "answering.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../assets/answering.css"),
    },
    Asset {
        name: "answering.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/answering.js"),
    },
    Asset {
        name: "hospital.css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../assets/hospital.css"),
    },
];

/// The assets as they are sent.
static SENT: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| ASSETS.iter().map(|a| sent(a.bytes)).collect());

static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let path =
        |(a, sent): (&Asset, &Vec<u8>)| format!("/assets/{}/{}", &hex(&Sha256::digest(sent))[..12], a.name);
    ASSETS.iter().zip(SENT.iter()).map(path).collect()
});

/// Without the lines that are a comment from end to end: those speak to readers of this tree, and weigh on every first view.
fn sent(bytes: &[u8]) -> Vec<u8> {
    let is_comment = |line: &&[u8]| {
        let line = line.trim_ascii();
        line.starts_with(b"//") || (line.starts_with(b"/*") && line.ends_with(b"*/"))
    };
    bytes.split_inclusive(|b| *b == b'\n').filter(|line| !is_comment(line)).flatten().copied().collect()
}

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

/// Address of the stylesheet of a hospital's own pages; other pages do not carry its weight.
pub fn hospital_css() -> &'static str {
    path_of("hospital.css")
}

/// Address of the stylesheet of pages that put questions; other pages do not carry its weight.
pub fn answering_css() -> &'static str {
    path_of("answering.css")
}

/// Address of the script of pages that put questions.
pub fn answering_js() -> &'static str {
    path_of("answering.js")
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
        async || answer(4),
    )
}

async fn serve(Path((digest, name)): Path<(String, String)>) -> Response {
    if digest == "font" {
        return match FONTS.iter().find(|f| f.name == name) {
            Some(font) => font.answer(font.bytes),
            None => WebError::not_found("There is no such file.").into_response(),
        };
    }
    let wanted = format!("/assets/{digest}/{name}");
    match PATHS.iter().position(|p| *p == wanted) {
        Some(i) => answer(i),
        None => WebError::not_found("There is no such file.").into_response(),
    }
}

fn answer(i: usize) -> Response {
    ASSETS[i].answer(&SENT[i])
}

impl Asset {
    fn answer(&self, sent: &'static [u8]) -> Response {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.content_type)),
            (header::CACHE_CONTROL, HeaderValue::from_static(FOR_GOOD)),
        ];
        (headers, sent).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_here_and_everything_else_is_sent() {
        let kept = |text: &str| String::from_utf8(sent(text.as_bytes())).expect("text");
        assert_eq!(
            kept("/* tokens */\na { b: c } /* why */\n  // note\nlet x = 1; // y\n"),
            "a { b: c } /* why */\nlet x = 1; // y\n"
        );
        assert_eq!(kept("/* begins\n   and ends */ a {}\n"), "/* begins\n   and ends */ a {}\n");
        let css = kept(include_str!("../../assets/holdfast.css"));
        assert!(css.contains("@font-face") && !css.contains("/* ----------"));
        assert_eq!(SENT[3], ASSETS[3].bytes, "a drawing is sent as it is");
    }
}
