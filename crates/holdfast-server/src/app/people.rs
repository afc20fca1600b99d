//! The people of a hospital and of the program: who they are, roles changed and taken, sessions ended, joining answered.
//!
//! Every call for a hospital takes the scope the guard checked, and touches nobody without a role there.

use holdfast_core::model::{AccountId, CaseKind, CaseMove, HospitalScope, JoinId, Role};
use holdfast_store::{Account, Accounts, Cases, JoinState, Joins, Passkeys, Person, Write};
use serde_json::json;

use super::account::needs_passkey;
use super::audit::{By, about_account};
use super::{App, AppError};
use crate::mail::Note;

/// A person with all their roles in one place.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// Who.
    pub account: Account,
    /// Their roles there, oldest first, each with when it was given.
    pub roles: Vec<(Role, i64)>,
    /// Passkeys they have.
    pub n_passkeys: usize,
}

/// Someone who asks to join.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The request.
    pub id: JoinId,
    /// Who.
    pub account: Account,
    /// What they wrote.
    pub message: String,
    /// When.
    pub asked_at_ms: i64,
}

impl App {
    /// The people of a hospital, by name.
    pub async fn hospital_people(&self, scope: HospitalScope) -> Result<Vec<PersonView>, AppError> {
        let mut read = self.store.read().await?;
        let people = read.people(scope).await?;
        gather(&mut read, people).await
    }

    /// The people of the program, by name.
    pub async fn program_people(&self) -> Result<Vec<PersonView>, AppError> {
        let mut read = self.store.read().await?;
        let people = read.program_people().await?;
        gather(&mut read, people).await
    }

    /// Who waits to join a hospital, longest first.
    pub async fn asking_to_join(&self, scope: HospitalScope) -> Result<Vec<Asking>, AppError> {
        let mut read = self.store.read().await?;
        let mut asking = Vec::new();
        for request in read.join_requests(scope).await? {
            if request.state == JoinState::Waiting
                && let Some(account) = read.account(request.account).await?
            {
                let (id, message, asked_at_ms) = (request.id, request.message, request.asked_at_ms);
                asking.push(Asking { id, account, message, asked_at_ms });
            }
        }
        Ok(asking)
    }

    /// Lets someone join with a role, or does not. They hear of it by mail.
    pub async fn answer_join(
        &self,
        scope: HospitalScope,
        by: AccountId,
        id: JoinId,
        role: Option<Role>,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let Some(request) = write.settle_join(scope, id, role.is_some(), by, now_ms).await? else {
            return Err(AppError::Conflict { what: "Someone has answered this request already.".to_owned() });
        };
        let Some(account) = write.account(request.account).await? else {
            return Err(AppError::not_found("The person who asked has no account any more."));
        };
        let reason = "The hospital's administrator answered.";
        self.close_join_case(&mut write, scope, Some(account.id), role.is_some(), reason, by).await?;
        match role {
            Some(role) => {
                check_may_hold(&mut write, &account, role).await?;
                write.give_role(account.id, role, Some(scope.ccn()), Some(by), now_ms).await?;
                let detail = json!({ "role": role.key(), "ccn": scope.ccn() });
                self.audit(&mut write, By::Account(by), "join.approve", &about_account(account.id), detail)
                    .await?;
                self.welcome(&mut write, &account).await?;
            }
            None => {
                let detail = json!({ "ccn": scope.ccn() });
                self.audit(&mut write, By::Account(by), "join.refuse", &about_account(account.id), detail)
                    .await?;
                let letter = self.note(
                    "join-refused",
                    "About your request to join a hospital",
                    vec!["The hospital's administrator did not approve your request to join. If you think that is a mistake, ask them in person.".to_owned()],
                );
                self.post(&mut write, &account.email, &letter).await?;
            }
        }
        write.commit().await?;
        Ok(())
    }

    /// Closes reviewers' cases about people who ask to join a hospital, because its administrator answers: the case of one
    /// person, or of everybody.
    pub(super) async fn close_join_case(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        of: Option<AccountId>,
        approved: bool,
        reason: &str,
        by: AccountId,
    ) -> Result<(), AppError> {
        let reason = reason.to_owned();
        for case in write.cases(scope).await? {
            let CaseKind::Join { account } = case.kind else { continue };
            if case.state.is_settled() || of.is_some_and(|of| of != account) {
                continue;
            }
            let moved = match approved {
                true => CaseMove::Approve { reason: reason.clone() },
                false => CaseMove::Refuse { reason: reason.clone() },
            };
            write.move_case(case.id, &moved, Some(by), self.today(), self.now_ms()).await?;
        }
        Ok(())
    }

    /// Tells someone that they are in.
    async fn welcome(&self, write: &mut Write, account: &Account) -> Result<(), AppError> {
        let mut letter = self.note(
            "join-approved",
            "You may join the hospital now",
            vec!["The hospital's administrator approved your request to join.".to_owned()],
        );
        self.add_way_in(write, account.id, &mut letter).await?;
        self.post(write, &account.email, &letter).await?;
        Ok(())
    }

    /// Ends a letter with the way in: the sign-in page for someone who has a sign-in, else a link to set one up.
    pub(super) async fn add_way_in(
        &self,
        write: &mut Write,
        account: AccountId,
        letter: &mut Note,
    ) -> Result<(), AppError> {
        if self.has_sign_in(write, account).await? {
            letter.link = Some(("Sign in".to_owned(), self.link("/sign-in")));
            return Ok(());
        }
        let token = self.invite_sign_in(write, account).await?;
        let address = self.link(&format!("/set-up-sign-in/{}", token.reveal()));
        letter.link = Some(("Set up your sign-in".to_owned(), address));
        letter.small_print = Some(self.link_small_print());
        Ok(())
    }

    /// Gives someone of a hospital another role in place of one they hold.
    pub async fn change_role(
        &self,
        scope: HospitalScope,
        by: AccountId,
        account: AccountId,
        from: Role,
        to: Role,
    ) -> Result<(), AppError> {
        if !to.is_at_hospital() {
            return Err(AppError::refused(format!("{} is no role at a hospital.", to.label())));
        }
        if from == to {
            return Ok(());
        }
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let person = someone_of(&mut write, scope, account, from).await?;
        check_may_hold(&mut write, &person, to).await?;
        check_not_last(&mut write, scope, account, from).await?;
        write.take_role(account, from, Some(scope.ccn()), now_ms).await?;
        write.give_role(account, to, Some(scope.ccn()), Some(by), now_ms).await?;
        let detail = json!({ "from": from.key(), "to": to.key(), "ccn": scope.ccn() });
        self.audit(&mut write, By::Account(by), "role.change", &about_account(account), detail).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes a role from someone of a hospital.
    pub async fn take_hospital_role(
        &self,
        scope: HospitalScope,
        by: AccountId,
        account: AccountId,
        role: Role,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        someone_of(&mut write, scope, account, role).await?;
        check_not_last(&mut write, scope, account, role).await?;
        write.take_role(account, role, Some(scope.ccn()), self.now_ms()).await?;
        let detail = json!({ "role": role.key(), "ccn": scope.ccn() });
        self.audit(&mut write, By::Account(by), "role.take", &about_account(account), detail).await?;
        write.commit().await?;
        Ok(())
    }

    /// Signs someone of a hospital out everywhere, programs with their API tokens too.
    pub async fn end_sessions_of(
        &self,
        scope: HospitalScope,
        by: AccountId,
        account: AccountId,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        anyone_of(&mut write, scope, account).await?;
        let n = write.revoke_sessions(account, None, self.now_ms()).await?;
        let n_tokens = write.revoke_api_tokens(account, self.now_ms()).await?;
        let detail = json!({ "n": n, "n_tokens": n_tokens, "ccn": scope.ccn() });
        self.audit(&mut write, By::Account(by), "session.end-all", &about_account(account), detail).await?;
        write.commit().await?;
        Ok(())
    }

    /// Mails someone of a hospital a link to get back in, after they lost every way. Never for oneself, and not for
    /// people who also hold a role elsewhere: their account opens more than this hospital, so the program office helps.
    pub async fn let_back_in(
        &self,
        scope: HospitalScope,
        by: AccountId,
        account: AccountId,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let person = anyone_of(&mut write, scope, account).await?;
        if account == by {
            return Err(AppError::refused("You are signed in. Add a passkey on your account page."));
        }
        if write.grants(account).await?.iter().any(|g| g.ccn != Some(scope.ccn())) {
            return Err(AppError::refused(
                "This person also holds a role elsewhere, so the program office has to help. Call us.",
            ));
        }
        self.post_lock_out_link(&mut write, &person, by).await?;
        write.commit().await?;
        Ok(())
    }
}

async fn gather<R: Passkeys + Send>(read: &mut R, people: Vec<Person>) -> Result<Vec<PersonView>, AppError> {
    let mut views: Vec<PersonView> = Vec::new();
    for Person { account, grant } in people {
        let role = (grant.role, grant.granted_at_ms);
        match views.iter_mut().find(|v| v.account.id == account.id) {
            Some(view) => view.roles.push(role),
            None => {
                let n_passkeys = read.passkeys(account.id).await?.len();
                views.push(PersonView { account, roles: vec![role], n_passkeys });
            }
        }
    }
    Ok(views)
}

async fn anyone_of(write: &mut Write, scope: HospitalScope, account: AccountId) -> Result<Account, AppError> {
    let people = write.people(scope).await?;
    let person = people.into_iter().find(|p| p.account.id == account);
    person.map(|p| p.account).ok_or_else(|| AppError::not_found("This person holds no role at the hospital."))
}

async fn someone_of(
    write: &mut Write,
    scope: HospitalScope,
    account: AccountId,
    role: Role,
) -> Result<Account, AppError> {
    let people = write.people(scope).await?;
    let person = people.into_iter().find(|p| p.account.id == account && p.grant.role == role);
    person.map(|p| p.account).ok_or_else(|| AppError::Conflict {
        what: "This person no longer holds that role. Look at the list again.".to_owned(),
    })
}

/// A hospital keeps at least one administrator who can sign in.
async fn check_not_last(
    write: &mut Write,
    scope: HospitalScope,
    account: AccountId,
    role: Role,
) -> Result<(), AppError> {
    let people = write.people(scope).await?;
    let another = people.iter().any(|p| {
        p.grant.role == Role::HospitalAdministrator
            && p.account.id != account
            && p.account.disabled_at_ms.is_none()
    });
    if role == Role::HospitalAdministrator && !another {
        return Err(AppError::refused(
            "This is the hospital's last administrator. Make someone else administrator first.",
        ));
    }
    Ok(())
}

/// Some roles are only given to people with a passkey.
async fn check_may_hold(write: &mut Write, account: &Account, role: Role) -> Result<(), AppError> {
    if needs_passkey(role) && write.passkeys(account.id).await?.is_empty() {
        return Err(AppError::refused(format!(
            "{} has no passkey yet, and an administrator needs one. Ask them to add it on their account page first.",
            account.name
        )));
    }
    Ok(())
}
