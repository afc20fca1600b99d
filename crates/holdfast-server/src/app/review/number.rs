//! Cases about a hospital whose number changed, or that the list no longer has. Its records stay where they are until a
//! person has looked; then they go over to the new number in one step, or stay.

use holdfast_core::model::Ccn;
use holdfast_store::Write;
use serde_json::json;

use super::settle::{Act, Checked, SettleError, Settled};
use super::{App, Loaded};
use crate::app::AppError;
use crate::app::facts::actor as by;

impl App {
    /// Keeps what a reviewer found, moves the hospital's place to its new number, and tells the person who registered.
    pub(super) async fn settle_number_case(
        &self,
        write: &mut Write,
        loaded: Loaded,
        became: Option<Ccn>,
        checked: &Checked<'_>,
    ) -> Result<Settled, SettleError> {
        checked.must_have_called()?;
        let contact = loaded.registration.as_ref().and_then(super::contact_address);
        let settled = self.plain(write, &loaded, checked).await?;
        if let (Act::Approve, Some(old), Some(new)) = (checked.act, loaded.case.ccn, became) {
            self.renumber(write, old, new, checked).await?;
        }
        let Some(to) = contact else { return Ok(settled) };
        let (kind, subject, next) = match (checked.act, became) {
            (Act::Approve, Some(new)) => (
                "number-changed",
                "Your hospital's number has changed",
                format!(
                    "Your registration, people and offers are under {new} now. Sign in as before; nothing has to be done again."
                ),
            ),
            (Act::Approve, None) => (
                "number-gone",
                "Your hospital is no longer listed",
                "What was kept stays readable. Call us if that is wrong.".to_owned(),
            ),
            (Act::Refuse, _) => (
                "number-kept",
                "About your hospital's number",
                "Nothing changes: everything stays under the number you registered.".to_owned(),
            ),
            (Act::AskBack | Act::StateFact, _) => (
                "number-question",
                "A question about your hospital's number",
                "Call us with the answer, or write through the help page.".to_owned(),
            ),
        };
        let found = format!(
            "The public directory changed, and a reviewer looked at it. They write: {}",
            checked.reason
        );
        let mut letter = self.note(kind, subject, vec![found, next]);
        letter.link = Some(("Get help".to_owned(), self.link("/help")));
        self.post(write, &to, &letter).await.map_err(AppError::from)?;
        Ok(settled)
    }

    async fn renumber(
        &self,
        write: &mut Write,
        old: Ccn,
        new: Ccn,
        checked: &Checked<'_>,
    ) -> Result<(), SettleError> {
        if self.directory().hospitals.get(new).is_none() {
            let text = format!("{new} is not in the public directory now; refuse, or wait for the next list");
            return Err(SettleError::wrong("act", text));
        }
        let (from, to) = (self.review_scope(checked.actor, old)?, self.review_scope(checked.actor, new)?);
        let (who, now_ms) = (checked.actor.account, self.now_ms());
        if !write.renumber_hospital(from, to, who, self.today(), now_ms).await? {
            let text = format!(
                "{new} has a registration, people or offers of its own, so nothing can go over to it"
            );
            return Err(SettleError::wrong("act", text));
        }
        let detail = json!({ "from": old, "to": new });
        write.add_audit(&by(who), "hospital.renumber", &format!("hospital:{new}"), &detail, now_ms).await?;
        Ok(())
    }
}
