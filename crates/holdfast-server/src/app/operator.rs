//! The operator's one-time link: how the first person of the program gets in, and how one gets back in after a lock-out.
//!
//! Whoever can read the server's console holds the machine already; the link gives them nothing they could not take.

use holdfast_core::model::{AccountId, EmailAddress, Role};
use holdfast_store::{Accounts, Link, Tokens};
use serde_json::json;

use super::audit::{By, about_account};
use super::sign_in::{AtBrowser, SignedIn};
use super::{App, AppError};
use crate::entropy::{self, TokenHash};

const OPERATOR: &str = "operator";
const LASTS_MS: i64 = 24 * 60 * 60_000;

impl App {
    /// A new operator link, or `None` when the program already has someone who runs it.
    pub async fn operator_link_if_needed(&self) -> Result<Option<String>, AppError> {
        let mut read = self.store.read().await?;
        let people = read.program_people().await?;
        drop(read);
        let runs_it = |p: &holdfast_store::Person| {
            p.grant.role == Role::ProgramOffice && p.account.disabled_at_ms.is_none()
        };
        if people.iter().any(runs_it) { Ok(None) } else { self.operator_link().await.map(Some) }
    }

    /// A new operator link, good once for 24 hours. Links made before stop working.
    pub async fn operator_link(&self) -> Result<String, AppError> {
        let token = entropy::token(&*self.entropy);
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        write.end_links(OPERATOR, now_ms).await?;
        write.add_link(token.hash().as_str(), OPERATOR, &json!({}), now_ms, now_ms + LASTS_MS).await?;
        self.audit(&mut write, By::Operator, "operator-link.make", "program", json!({})).await?;
        write.commit().await?;
        Ok(self.link(&format!("/operator/{}", token.reveal())))
    }

    /// Whether an operator link can be used now.
    pub async fn operator_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        Ok(matches!(read.link(token.as_str(), OPERATOR, self.now_ms()).await?, Link::Good(_)))
    }

    /// Uses an operator link: its holder runs the program and reviews, and is signed in.
    ///
    /// An address that has an account gets that account back, switched on again.
    pub async fn become_operator(
        &self,
        token: &TokenHash,
        name: &str,
        email: &EmailAddress,
        browser: &AtBrowser,
    ) -> Result<SignedIn, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if !matches!(write.use_link(token.as_str(), OPERATOR, now_ms).await?, Link::Good(_)) {
            return Err(AppError::DeadLink);
        }
        let account = match write.account_by_email(email).await? {
            Some(known) => {
                write.disable_account(known.id, None).await?;
                known.id
            }
            None => {
                let id = AccountId::from_random(entropy::id_bytes(&*self.entropy));
                write.add_account(id, name.trim(), email, now_ms).await?;
                id
            }
        };
        for role in [Role::ProgramOffice, Role::Reviewer] {
            if write.give_role(account, role, None, None, now_ms).await? {
                let detail = json!({ "role": role.key() });
                self.audit(&mut write, By::Operator, "role.give", &about_account(account), detail).await?;
            }
        }
        let token = self.enter(&mut write, account, browser, "operator link").await?;
        write.commit().await?;
        Ok(SignedIn { account, token })
    }
}
