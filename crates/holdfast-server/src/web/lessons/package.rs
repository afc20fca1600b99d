//! `/lessons/{lesson}/package.zip`: a lesson to put into a hospital's own learning system, for anybody.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::catalog::Language;
use holdfast_report::CourseKind;
use serde::Deserialize;

use crate::App;
use crate::web::WebError;
use crate::web::papers::answer;

/// Which package, by the words in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    kind: String,
    lang: String,
}

/// The package asked for. A word that means nothing is refused: whoever loads a package of another kind finds out much later.
pub(super) async fn package(
    State(app): State<App>,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let kind = read(&which.kind, CourseKind::from_key, "kind=scorm12, kind=scorm2004 or kind=cmi5")?;
    let language = read(&which.lang, Language::from_key, "lang=en or lang=es")?;
    Ok(answer(app.lesson_package(&id, language, kind)?))
}

/// A word of the address; the usual thing where it is left out.
fn read<T: Default>(word: &str, known: fn(&str) -> Option<T>, words: &str) -> Result<T, WebError> {
    if word.is_empty() {
        return Ok(T::default());
    }
    known(word).ok_or_else(|| WebError::BadInput {
        what: format!("There is no such package. Ask for {words}, or choose it on the lesson's page."),
    })
}

/// A package on a lesson's page.
pub(super) struct Offered {
    pub(super) href: String,
    pub(super) name: &'static str,
    /// Whether it is the one to try first.
    pub(super) is_first: bool,
}

/// The packages of a lesson.
pub(super) fn offered(lesson: &str, language: Language) -> Vec<Offered> {
    let offered = |kind: CourseKind| Offered {
        href: format!("/lessons/{lesson}/package.zip?kind={}&lang={}", kind.key(), language.key()),
        name: kind.name(),
        is_first: kind == CourseKind::default(),
    };
    CourseKind::ALL.map(offered).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_one_kind_and_no_word_the_usual_one() {
        let kind = |word: &str| read(word, CourseKind::from_key, "").ok();
        assert_eq!(kind(""), Some(CourseKind::Scorm12));
        assert_eq!(kind("cmi5"), Some(CourseKind::Cmi5));
        assert_eq!(kind("CMI5"), None);
        let links: Vec<String> =
            offered("report-it", Language::Spanish).into_iter().map(|o| o.href).collect();
        assert_eq!(links[1], "/lessons/report-it/package.zip?kind=scorm2004&lang=es");
    }
}
