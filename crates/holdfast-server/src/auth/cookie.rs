//! Cookies: one for the session, one for a saved registration, one for an application, one for questions of an assessment
//! put to an invited person, one for the language they are read in. No third party ever sees any.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieName {
    /// The session token.
    Session,
    /// The token of the registration being filled in.
    Draft,
    /// The token of an application to a program, before and after it was sent.
    Application,
    /// The token of an invited person, for the questions of one part of one hospital's assessment.
    Part,
    /// The language questions are read in: `en` or `es`. No secret.
    Language,
}

impl CookieName {
    /// Its name on the wire. `__Host-` binds it to this host and to encrypted connections.
    pub fn as_str(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Draft, true) => "__Host-draft",
            (Self::Draft, false) => "draft",
            (Self::Application, true) => "__Host-application",
            (Self::Application, false) => "application",
            (Self::Part, true) => "__Host-part",
            (Self::Part, false) => "part",
            (Self::Language, true) => "__Host-language",
            (Self::Language, false) => "language",
        }
    }
}

/// The value of a cookie, if it was sent.
pub fn read(headers: &HeaderMap, name: CookieName, https: bool) -> Option<&str> {
    let wanted = name.as_str(https);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(k, v)| (k == wanted && !v.is_empty()).then_some(v))
}

/// A `Set-Cookie` value that keeps a token for some seconds.
pub fn set(name: CookieName, https: bool, token: &str, max_age_s: i64) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let text = format!(
        "{}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}",
        name.as_str(https)
    );
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// A `Set-Cookie` value that forgets the token.
pub fn forget(name: CookieName, https: bool) -> HeaderValue {
    set(name, https, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_back_and_forgotten() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=b; __Host-session=tok; session=plain"));
        assert_eq!(read(&headers, CookieName::Session, true), Some("tok"));
        assert_eq!(read(&headers, CookieName::Session, false), Some("plain"));
        assert_eq!(read(&headers, CookieName::Draft, true), None);
        let gone = forget(CookieName::Session, true);
        assert!(gone.to_str().is_ok_and(|v| v.contains("Max-Age=0") && v.contains("; Secure")));
    }
}
