//! Joining a hospital that someone registered before: asked for here, proven by mail, granted by a person.
//!
//! It never says who registered, and asking makes no account: only following the mailed link does.

use holdfast_core::decide::registration::{FieldError, Fields, Step, answer};
use holdfast_core::model::{
    AccountId, CaseKind, Ccn, ContactRole, EmailAddress, JoinId, RegistrationAnswers, Role,
};
use holdfast_store::nouns::*;
use holdfast_store::{Link, Write};
use serde::{Deserialize, Serialize};

use super::draft::{StartError, body, parse_body};
use super::{CONFIRM_JOIN, HOUR_MS, scope_of};
use crate::app::{App, AppError};
use crate::entropy::{self, TokenHash};

/// What a link that confirms a request to join leads to.
#[derive(Serialize, Deserialize)]
struct JoinBody {
    ccn: Ccn,
    name: String,
    email: EmailAddress,
    role: ContactRole,
}

/// Why a request to join is not taken.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// Fields to mend.
    #[error("some fields need mending")]
    Wrong(Vec<FieldError>),
    /// The number leads to no hospital one could register or join.
    #[error(transparent)]
    Start(#[from] StartError),
    /// No registration of it is confirmed; register it instead.
    #[error("no registration of {ccn} is confirmed yet; register it instead")]
    NotRegistered {
        /// Which.
        ccn: Ccn,
    },
}

/// Where a request to join went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinWent {
    /// To the hospital's administrator.
    ToAdministrator,
    /// To a reviewer, since the hospital has no administrator yet.
    ToReviewer,
    /// Nowhere: the person is in already.
    InAlready,
}

impl From<AppError> for JoinError {
    fn from(e: AppError) -> Self {
        Self::Start(StartError::App(e))
    }
}

impl From<holdfast_store::StoreError> for JoinError {
    fn from(e: holdfast_store::StoreError) -> Self {
        AppError::from(e).into()
    }
}

impl App {
    /// Takes a request to join: checks it and mails a link to the address given.
    ///
    /// Fields: `ccn`, and those of the contact page.
    pub async fn ask_to_join(&self, fields: &Fields) -> Result<(), JoinError> {
        let listed = self.registrable(fields.get("ccn"))?;
        let ccn = listed.hospital.ccn;
        let mut answers = RegistrationAnswers::default();
        answer(Step::Contact, fields, &mut answers).map_err(JoinError::Wrong)?;
        let Some(contact) = answers.contact else { return Err(JoinError::Wrong(Vec::new())) };
        let mut write = self.store.write().await?;
        if self.validated(&mut write, ccn).await?.is_none() {
            return Err(JoinError::NotRegistered { ccn });
        }
        let token = entropy::token(&*self.entropy);
        let kept =
            body(&JoinBody { ccn, name: contact.name, email: contact.email.clone(), role: contact.role })?;
        let now_ms = self.now_ms();
        let hours = i64::from(self.config.sign_in.invite_hours);
        write.add_link(token.hash().as_str(), CONFIRM_JOIN, &kept, now_ms, now_ms + hours * HOUR_MS).await?;
        let mut letter = self.note(
            "confirm-join",
            "Confirm that you want to join",
            vec!["Someone, probably you, asked to join a hospital in this program. Confirm it, and we pass the request on.".to_owned()],
        );
        letter.link = Some(("Confirm".to_owned(), self.link(&format!("/confirm/{}", token.reveal()))));
        letter.small_print = Some(format!(
            "The link works once, for {hours} hours. If you did not ask for it, you need not do anything."
        ));
        self.post(&mut write, &contact.email, &letter).await?;
        write.commit().await?;
        Ok(())
    }

    /// Whether a link that confirms a request to join is good, without using it.
    pub(in crate::app) async fn join_link_is_good(&self, token: &TokenHash) -> Result<bool, AppError> {
        let mut read = self.store.read().await?;
        Ok(matches!(read.link(token.as_str(), CONFIRM_JOIN, self.now_ms()).await?, Link::Good(_)))
    }

    /// Uses a link that confirms a request to join. `None` when it is no such link.
    pub(in crate::app) async fn confirm_join(&self, token: &TokenHash) -> Result<Option<JoinWent>, AppError> {
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.use_link(token.as_str(), CONFIRM_JOIN, self.now_ms()).await? else {
            return Ok(None);
        };
        let JoinBody { ccn, name, email, role } = parse_body(kept)?;
        let account = self.account_for(&mut write, &name, &email).await?;
        // The person asks, and the program itself reads who may answer.
        let people = write.people(scope_of(ccn)).await?;
        if people.iter().any(|p| p.account.id == account) {
            return Ok(Some(JoinWent::InAlready));
        }
        let administrators: Vec<EmailAddress> = people
            .into_iter()
            .filter(|p| p.grant.role == Role::HospitalAdministrator)
            .map(|p| p.account.email)
            .collect();
        let went = if administrators.is_empty() { JoinWent::ToReviewer } else { JoinWent::ToAdministrator };
        self.keep_join(&mut write, ccn, account, role, went).await?;
        for to in &administrators {
            let mut letter = self.note(
                "join-asked",
                "Someone asks to join your hospital",
                vec!["Someone asks to join your hospital in this program. Sign in to see who it is, and say yes or no.".to_owned()],
            );
            letter.link = Some(("See the request".to_owned(), self.link(&format!("/hospital/{ccn}/people"))));
            self.post(&mut write, to, &letter).await?;
        }
        write.commit().await?;
        Ok(Some(went))
    }

    async fn keep_join(
        &self,
        write: &mut Write,
        ccn: Ccn,
        account: AccountId,
        role: ContactRole,
        went: JoinWent,
    ) -> Result<(), AppError> {
        let id = JoinId::from_random(entropy::id_bytes(&*self.entropy));
        let message = format!("Role: {}", role.label());
        write.ask_to_join(scope_of(ccn), id, account, &message, self.now_ms()).await?;
        if went == JoinWent::ToReviewer
            && let Some(registration) = self.validated(write, ccn).await?
        {
            self.open_case(write, &registration, CaseKind::Join { account }).await?;
        }
        write
            .add_audit(
                &format!("account:{account}"),
                "ask-to-join",
                &format!("hospital:{ccn}"),
                &serde_json::json!({}),
                self.now_ms(),
            )
            .await?;
        Ok(())
    }
}
