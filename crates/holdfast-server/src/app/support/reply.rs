//! Going on with a request: the asker adds to it, support answers, closes it, or opens it again.

use holdfast_core::model::{AccountId, CareAffected, SupportId, SupportMessage, SupportRequest};
use holdfast_store::{Support, Write};
use serde_json::json;

use super::subject;
use crate::app::audit::By;
use crate::app::{App, AppError};
use crate::auth::Actor;
use crate::entropy::TokenHash;

impl App {
    /// Adds what the asker says, by the link they hold. A closed request opens again.
    pub async fn add_to_request_behind(&self, token: &TokenHash, text: &str) -> Result<(), AppError> {
        let request = self.request_behind(token).await?.request;
        self.add_to_request(&request, None, text).await
    }

    /// Adds what the asker says, signed in. A closed request opens again.
    pub async fn add_to_my_request(
        &self,
        account: AccountId,
        id: SupportId,
        text: &str,
    ) -> Result<(), AppError> {
        let request = self.my_request(account, id).await?.request;
        self.add_to_request(&request, Some(account), text).await
    }

    async fn add_to_request(
        &self,
        request: &SupportRequest,
        by: Option<AccountId>,
        text: &str,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let message = SupportMessage { from_support: false, by, text: text.to_owned(), at_ms: now_ms };
        let mut write = self.store.write().await?;
        if said_already(&mut write, request.id, &message).await? {
            return Ok(());
        }
        write.add_support_message(request.id, &message).await?;
        write.set_support_open(request.id, true).await?;
        if request.care_affected == CareAffected::Now {
            self.tell_office(&mut write, request).await?;
        }
        let by = by.map_or(By::Visitor, By::Account);
        self.audit(&mut write, by, "add-to-request", &subject(request), json!({})).await?;
        Ok(write.commit().await?)
    }

    /// Answers a request, by mail and in the portal, and closes it if that settles it.
    pub async fn answer_support(
        &self,
        actor: &Actor,
        id: SupportId,
        text: &str,
        closes: bool,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let message = SupportMessage {
            from_support: true,
            by: Some(actor.account),
            text: text.to_owned(),
            at_ms: now_ms,
        };
        let mut write = self.store.write().await?;
        let request = request(&mut write, id).await?;
        if said_already(&mut write, id, &message).await? {
            return Ok(());
        }
        write.add_support_message(id, &message).await?;
        write.set_support_open(id, !closes).await?;
        self.post_answer(&mut write, &request, text, closes).await?;
        let detail = json!({ "closes": closes });
        self.audit(&mut write, By::Account(actor.account), "answer-support", &subject(&request), detail)
            .await?;
        Ok(write.commit().await?)
    }

    /// Closes a request without another word, or opens it again.
    pub async fn set_support_open(&self, actor: &Actor, id: SupportId, open: bool) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let request = request(&mut write, id).await?;
        if request.open == open {
            return Ok(());
        }
        write.set_support_open(id, open).await?;
        let action = if open { "reopen-support" } else { "close-support" };
        self.audit(&mut write, By::Account(actor.account), action, &subject(&request), json!({})).await?;
        Ok(write.commit().await?)
    }
}

async fn request(write: &mut Write, id: SupportId) -> Result<SupportRequest, AppError> {
    let found = write.support_request(id).await?;
    found.map(|(request, _)| request).ok_or_else(|| AppError::not_found("There is no such request."))
}

/// Whether the last message is this one: a form sent twice is kept once.
async fn said_already(write: &mut Write, id: SupportId, message: &SupportMessage) -> Result<bool, AppError> {
    let found = write.support_request(id).await?;
    let last = found.and_then(|(_, messages)| messages.into_iter().next_back());
    Ok(last.is_some_and(|l| {
        (l.from_support, l.by, l.text.as_str()) == (message.from_support, message.by, message.text.as_str())
    }))
}
