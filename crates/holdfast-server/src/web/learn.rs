//! `/learn/{token}`: a learner's own lessons, behind a link of theirs, without an account, a cookie or a script, in English and Spanish.
//!
//! Opening a page does nothing, because mail programs open links too; answers are sent. A link that is wrong, ended or of somebody who
//! left gets one and the same page.

mod badges;
mod files;
mod lesson;
mod list;
pub(super) mod lost;
#[cfg(test)]
mod samples;
mod words;

use holdfast_core::catalog::Language;

use crate::app::AppError;
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};
use crate::web::WebError;
use crate::web::lessons::words as lesson_words;
use words::{Words, words};

/// The pages behind a learner's link.
pub(super) fn routes(routes: Routes) -> Routes {
    let holder = Access::Learner;
    routes
        .get("/learn/{token}", holder, list::page)
        .get("/learn/{token}/due.ics", holder, files::calendar)
        .get("/learn/{token}/certificate.pdf", holder, files::certificate)
        .get("/learn/{token}/badges", holder, badges::page)
        .get("/learn/{token}/badges/{file}", holder, badges::file)
        .get("/learn/{token}/{lesson}", holder, lesson::page)
        .post("/learn/{token}/{lesson}", holder, lesson::answer)
}

/// What stands around every page of a learner.
struct Frame {
    /// The address of their list.
    home: String,
    /// Whether this is the list.
    is_home: bool,
    lang: &'static str,
    other: &'static str,
    w: &'static Words,
    lesson_words: &'static lesson_words::Words,
}

impl Frame {
    fn new(token: &str, language: Language, is_home: bool) -> Self {
        let other = match language {
            Language::English => Language::Spanish,
            Language::Spanish => Language::English,
        };
        Self {
            home: format!("/learn/{}", plain(token)),
            is_home,
            lang: language.key(),
            other: other.key(),
            w: words(language),
            lesson_words: lesson_words::words(language),
        }
    }
}

/// A token as it can stand in an address: those of ours are letters, digits, `-` and `_`, and no other opens anything.
fn plain(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

/// The language of a page: as asked for in the address, else the learner's own.
fn spoken(asked: &str, own: Language) -> Language {
    Language::from_key(asked).unwrap_or(own)
}

/// The digest a token is known by.
fn digest(token: &str) -> TokenHash {
    TokenHash::of(token)
}

/// Why a page is not shown.
pub(super) enum Lost {
    /// The link opens nothing.
    Link,
    /// Another reason.
    Other(WebError),
}

impl From<AppError> for Lost {
    fn from(error: AppError) -> Self {
        match error {
            AppError::DeadLink => Self::Link,
            other => Self::Other(other.into()),
        }
    }
}
