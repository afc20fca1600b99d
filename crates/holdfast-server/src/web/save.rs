//! A file as an answer that a browser saves and never shows, whatever is inside: evidence, papers, tables, calendars.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// What somebody sent in is no type of ours: nothing may guess at it.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// A file to save under a name.
pub(crate) fn to_save(name: &str, media_type: &'static str, bytes: impl Into<Body>) -> Response {
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
            (header::CONTENT_DISPOSITION, disposition(name)),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
            ),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (HeaderName::from_static("x-download-options"), HeaderValue::from_static("noopen")),
        ],
        bytes.into(),
    )
        .into_response()
}

/// Two forms of the name: one of plain letters for old programs, and one of all letters where it has others.
fn disposition(name: &str) -> HeaderValue {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let plain = plain.replace(['"', '\\', '%'], "_");
    let mut text = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        let whole: String =
            url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
        text += &format!("; filename*=UTF-8''{whole}");
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_breaks_out_of_nothing() {
        let of = |name: &str| disposition(name).to_str().expect("text").to_owned();
        assert_eq!(of("board.pdf"), "attachment; filename=\"board.pdf\"");
        assert_eq!(of("a b.pdf"), "attachment; filename=\"a b.pdf\"");
        assert_eq!(
            of("a\"\r\nX: y"),
            "attachment; filename=\"a___X: y\"; filename*=UTF-8''a%22%0D%0AX%3A%20y"
        );
        assert_eq!(of("\u{e9}.pdf"), "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A9.pdf");
    }
}
