//! A paper that somebody filled in and somebody keys in: good rows are kept, bad ones come back with their place.

use holdfast_core::catalog::Knows;
use holdfast_core::decide::questionnaire::{Row, RowWrong, Wrong, head, key_in};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::{HospitalScope, day_in_words};
use serde_json::json;

use super::answer::add;
use super::{Answerer, asked_in, not_on_this_list};
use crate::app::audit::{By, about_hospital};
use crate::app::{App, AppError};
use crate::auth::Actor;

/// What came of keying in a paper.
#[derive(Clone, Debug)]
pub enum PaperWent {
    /// Who filled it in, or when, cannot stand; nothing was kept.
    Head(Vec<Wrong>),
    /// Rows were read.
    Read {
        /// Questions whose answers were kept.
        kept: Vec<String>,
        /// Rows that say what was said already.
        n_same: usize,
        /// Rows to mend; nothing of these was kept.
        wrong: Vec<RowWrong>,
    },
}

impl App {
    /// Keys in a paper. `typed`: `name` and `filled_on`, asked once; that name and day stand beside every answer of it.
    pub async fn key_in_paper(
        &self,
        scope: HospitalScope,
        by: &Actor,
        knows: Knows,
        typed: &Fields,
        rows: &[Row],
    ) -> Result<PaperWent, AppError> {
        let head = match head(typed, self.today()) {
            Ok(head) => head,
            Err(wrong) => return Ok(PaperWent::Head(wrong)),
        };
        let mut write = self.store.write().await?;
        let (all, record) = asked_in(self, &mut write, scope).await?;
        let part = all.part(knows).ok_or_else(|| not_on_this_list(&all, ""))?;
        let who = Answerer {
            shown: format!("{}, {}, on paper of {}", head.name, knows.label(), day_in_words(head.filled_on)),
            account: Some(by.account),
        };
        let keyed = key_in(part, rows, head.filled_on, &who.shown, self.today());
        for (asked, sent) in &keyed.good {
            add(self, &mut write, scope, &who, asked, sent, &record).await?;
        }
        if !keyed.good.is_empty() {
            let detail = json!({ "part": knows.key(), "n_answers": keyed.good.len() });
            let subject = about_hospital(scope.ccn());
            self.audit(&mut write, By::Account(by.account), "assessment.key-in", &subject, detail).await?;
            write.commit().await?;
        }
        Ok(PaperWent::Read {
            kept: keyed.good.iter().map(|(asked, _)| asked.ask.to_string()).collect(),
            n_same: keyed.n_same,
            wrong: keyed.wrong,
        })
    }
}
