//! Asking: kept, confirmed by mail, and told to the program office at once when patients are affected.

use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::decide::support::{self, HelpRequest};
use holdfast_core::model::{Action, CareAffected, SupportId, SupportMessage, SupportRequest};
use holdfast_store::{StoreError, Write};
use serde_json::json;

use super::subject;
use crate::app::audit::By;
use crate::app::{App, AppError};
use crate::auth::Actor;
use crate::entropy::{id_bytes, reference};

/// A reference number is made again when it is taken, so many times at most.
const MOST_TRIES: usize = 5;

impl App {
    /// Reads a request for help. Someone signed in need not write their name and address.
    pub fn read_help_request(
        &self,
        actor: Option<&Actor>,
        mut fields: Fields,
    ) -> Result<HelpRequest, Vec<FieldError>> {
        if let Some(actor) = actor {
            fields.set("name", actor.name.as_str());
            fields.set("email", actor.email.as_str());
        }
        support::read(&fields)
    }

    /// Keeps a request for help.
    ///
    /// `actor`: who asks, when signed in; then name and address are theirs whatever the form says, and the hospital
    /// counts as proven if they may ask for it. The way to read answers goes to the address by mail, not to the caller:
    /// whoever typed the address need not be the one who reads it.
    pub async fn ask_for_help(
        &self,
        actor: Option<&Actor>,
        asked: HelpRequest,
    ) -> Result<SupportRequest, AppError> {
        let now_ms = self.now_ms();
        let may_ask = |a: &Actor| asked.ccn.is_some_and(|ccn| a.may_at(ccn, Action::AskHelp));
        let mut request = SupportRequest {
            id: SupportId::from_random(id_bytes(&*self.entropy)),
            reference: reference(&*self.entropy),
            ccn: asked.ccn,
            ccn_proven: actor.is_some_and(may_ask),
            account: actor.map(|a| a.account),
            name: actor.map_or(asked.name, |a| a.name.clone()),
            email: actor.map_or(asked.email, |a| a.email.clone()),
            care_affected: asked.care,
            subject: asked.subject,
            open: true,
            opened_at_ms: now_ms,
        };
        let first =
            SupportMessage { from_support: false, by: request.account, text: asked.text, at_ms: now_ms };
        let mut write = self.store.write().await?;
        self.keep(&mut write, &mut request, &first).await?;
        self.post_received(&mut write, &request).await?;
        if request.care_affected == CareAffected::Now {
            self.tell_office(&mut write, &request).await?;
        }
        let by = actor.map_or(By::Visitor, |a| By::Account(a.account));
        let detail = json!({ "care": request.care_affected.key() });
        self.audit(&mut write, by, "ask-for-help", &subject(&request), detail).await?;
        write.commit().await?;
        tracing::info!(care = request.care_affected.key(), "Someone asked for help");
        Ok(request)
    }

    async fn keep(
        &self,
        write: &mut Write,
        request: &mut SupportRequest,
        first: &SupportMessage,
    ) -> Result<(), AppError> {
        for _ in 1..MOST_TRIES {
            match write.add_support_request(request, first).await {
                Err(StoreError::Duplicate { .. }) => request.reference = reference(&*self.entropy),
                other => return Ok(other?),
            }
        }
        Ok(write.add_support_request(request, first).await?)
    }
}
