//! Reading requests: by their link, by the person who asked, and by support with the hospital beside them.

use holdfast_core::model::{AccountId, SupportId, SupportRequest};
use holdfast_store::{Link, Read, Support, Tokens};
use serde::Deserialize;

use super::{Conversation, HospitalBeside, LINK};
use crate::app::{App, AppError};
use crate::auth::Actor;
use crate::entropy::TokenHash;

/// Requests shown at once. More than this waiting is a fault of another kind.
const MOST_SHOWN: u32 = 200;

/// The requests support sees, most urgent first.
#[derive(Clone)]
pub struct SupportQueue {
    /// The requests: open ones by urgency and age, or closed ones by age.
    pub requests: Vec<SupportRequest>,
    /// Whether there are more than are shown.
    pub is_cut: bool,
}

/// One request as support sees it.
pub struct SupportDesk {
    /// What was said.
    pub conversation: Conversation,
    /// The hospital named, when one was.
    pub hospital: Option<HospitalBeside>,
}

#[derive(Deserialize)]
struct LinkBody {
    support: SupportId,
}

impl App {
    /// The request behind a mailed link, or one just sent.
    pub async fn request_behind(&self, token: &TokenHash) -> Result<Conversation, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(body) = read.link(token.as_str(), LINK, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let LinkBody { support } = serde_json::from_value(body)
            .map_err(|e| AppError::Broken { what: format!("a link's body: {e}") })?;
        conversation(&mut read, support).await?.ok_or(AppError::DeadLink)
    }

    /// The requests a person sent while signed in, newest first.
    pub async fn my_requests(&self, account: AccountId) -> Result<Vec<SupportRequest>, AppError> {
        Ok(self.store.read().await?.support_requests_of(account).await?)
    }

    /// One of the requests a person sent while signed in.
    pub async fn my_request(&self, account: AccountId, id: SupportId) -> Result<Conversation, AppError> {
        let mut read = self.store.read().await?;
        let found = conversation(&mut read, id).await?.filter(|c| c.request.account == Some(account));
        found.ok_or_else(|| AppError::not_found("You have sent no such request."))
    }

    /// The requests that wait, or those that are closed.
    pub async fn support_queue(&self, open: bool) -> Result<SupportQueue, AppError> {
        let mut requests = self.store.read().await?.support_queue(open, MOST_SHOWN + 1).await?;
        let is_cut = requests.len() > MOST_SHOWN as usize;
        requests.truncate(MOST_SHOWN as usize);
        Ok(SupportQueue { requests, is_cut })
    }

    /// One request with the hospital beside it.
    pub async fn support_desk(&self, actor: &Actor, id: SupportId) -> Result<SupportDesk, AppError> {
        let mut read = self.store.read().await?;
        let conversation = conversation(&mut read, id)
            .await?
            .ok_or_else(|| AppError::not_found("There is no such request."))?;
        let hospital = match conversation.request.ccn {
            Some(ccn) => self.hospital_beside(&mut read, actor, ccn).await?,
            None => None,
        };
        Ok(SupportDesk { conversation, hospital })
    }
}

pub(super) async fn conversation(read: &mut Read, id: SupportId) -> Result<Option<Conversation>, AppError> {
    let found = read.support_request(id).await?;
    Ok(found.map(|(request, messages)| Conversation { request, messages }))
}
