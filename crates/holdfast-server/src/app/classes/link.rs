//! The mailed link that opens one class to whoever teaches it. Only its digest is kept; a new one ends the one before.

use holdfast_core::model::{Cohort, CohortId, ListedCollege, day_in_words};
use holdfast_store::{Link, Tokens, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::{App, AppError};
use crate::entropy::{TokenHash, token};

/// Purpose of the link.
const LINK: &str = "teach-class";
const DAY_MS: i64 = 24 * 3_600_000;
/// How long after the last day of the class the link works: grades take their time.
const AFTER_DAYS: i64 = 90;

#[derive(Serialize, Deserialize)]
struct Body {
    cohort: CohortId,
}

impl App {
    /// The class a link opens.
    pub(super) async fn cohort_behind<R: Tokens + Send>(
        &self,
        read: &mut R,
        token: &TokenHash,
    ) -> Result<CohortId, AppError> {
        let Link::Good(body) = read.link(token.as_str(), LINK, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let Body { cohort } = serde_json::from_value(body)
            .map_err(|e| AppError::Broken { what: format!("a link's body: {e}") })?;
        Ok(cohort)
    }

    /// Digests of the links to a class that work now.
    pub(super) async fn teach_links<R: Tokens + Send>(
        &self,
        read: &mut R,
        id: CohortId,
    ) -> Result<Vec<String>, AppError> {
        let all = read.open_links(LINK, None, self.now_ms()).await?;
        let is_to =
            |body: &serde_json::Value| body.get("cohort").and_then(serde_json::Value::as_i64) == Some(id.0);
        Ok(all.into_iter().filter(|link| is_to(&link.body)).map(|link| link.token_hash).collect())
    }

    pub(super) async fn end_teach_links(&self, write: &mut Write, id: CohortId) -> Result<(), AppError> {
        for hash in self.teach_links(write, id).await? {
            write.end_link(&hash, LINK, self.now_ms()).await?;
        }
        Ok(())
    }

    pub(super) async fn post_teach_link(
        &self,
        write: &mut Write,
        cohort: &Cohort,
        college: &ListedCollege,
    ) -> Result<(), AppError> {
        self.end_teach_links(write, cohort.id).await?;
        let (token, now_ms) = (token(&*self.entropy), self.now_ms());
        let n_days = i64::from((cohort.plan.ends_on - self.today()).get_days()).max(0) + AFTER_DAYS;
        let body = json!(Body { cohort: cohort.id });
        write.add_link(token.hash().as_str(), LINK, &body, now_ms, now_ms + n_days * DAY_MS).await?;
        let plan = &cohort.plan;
        let paragraphs = vec![
            format!(
                "You teach \u{201c}{}\u{201d} at {}, from {} to {}.",
                plan.title,
                college.college.name,
                day_in_words(plan.starts_on),
                day_in_words(plan.ends_on)
            ),
            "With the link below you see who sits in the class, send in grades, and close it.".to_owned(),
        ];
        let mut note = self.note("teach-class", format!("Your class: {}", plan.title), paragraphs);
        note.link = Some(("Open the class".to_owned(), self.link(&format!("/teach/{}", token.reveal()))));
        note.small_print = Some(
            "Whoever has this link sees the names in the class and can grade them, so do not pass it on. It ends \
             when a new one is sent. We never ask for a password or a code."
                .to_owned(),
        );
        Ok(self.post(write, &plan.instructor.email, &note).await?)
    }
}
