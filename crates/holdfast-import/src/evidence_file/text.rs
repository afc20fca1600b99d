//! Plain text: UTF-8 without control characters, and neither a web page, a drawing nor a script.

use super::{FileRefusal, MediaKind, name};

/// Endings by which a desk computer runs a text or opens it in a browser.
const RUNS: &[&str] = &[
    "bat", "cmd", "com", "hta", "htm", "html", "js", "jse", "lnk", "mht", "ps1", "psm1", "py", "reg", "sh",
    "svg", "url", "vbe", "vbs", "wsf", "xht", "xhtml",
];

/// What a text is, or why it is not taken.
pub(super) fn check(name: &str, bytes: &[u8]) -> Result<MediaKind, FileRefusal> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        // Text of another encoding has few zero bytes; what has many is something else altogether.
        let n_zero = bytes.iter().take(4096).filter(|b| **b == 0).count();
        return Err(if n_zero > 8 { FileRefusal::Unknown } else { FileRefusal::NotUtf8 });
    };
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(FileRefusal::Empty);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(FileRefusal::Unknown);
    }
    let begins = text.trim_start();
    if is_web_page(begins) {
        return Err(FileRefusal::WebPage);
    }
    let ending = name::ending(name);
    if begins.starts_with("#!") || RUNS.contains(&ending.as_str()) {
        let is_page = matches!(ending.as_str(), "htm" | "html" | "mht" | "svg" | "xht" | "xhtml");
        return Err(if is_page { FileRefusal::WebPage } else { FileRefusal::Program });
    }
    Ok(match (ending.as_str(), begins.chars().next()) {
        ("csv" | "tsv", _) => MediaKind::Csv,
        (_, Some('{' | '[')) if serde_json::from_str::<serde::de::IgnoredAny>(begins).is_ok() => {
            MediaKind::Json
        }
        (_, Some('<')) => MediaKind::Xml,
        _ => MediaKind::Text,
    })
}

/// Whether the first element is one a browser would show as a page or a drawing, or there is a style sheet that makes one
/// of it. Reports of scanners hold elements called `script` further down, and are none.
fn is_web_page(begins: &str) -> bool {
    let head: String = begins.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if head.contains("<!doctype html") || head.contains("<?xml-stylesheet") {
        return true;
    }
    if head.contains("http://www.w3.org/1999/xhtml") || head.contains("http://www.w3.org/2000/svg") {
        return true;
    }
    let mut rest = head.as_str();
    // Past declarations and comments, to the first element.
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(['!', '?']) {
            continue;
        }
        let element: String =
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-')).collect();
        let bare = element.rsplit(':').next().unwrap_or_default();
        return begins.starts_with('<')
            && matches!(
                bare,
                "html" | "head" | "body" | "svg" | "script" | "iframe" | "img" | "object" | "embed"
            );
    }
    false
}
