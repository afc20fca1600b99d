//! A hospital's first administrator, made on purpose: nominated by someone of the hospital, confirmed by their own act.
//!
//! It takes the word of two people with mailboxes at a domain that is the hospital's own; otherwise a reviewer calls back.
//! Registering makes nobody one.

use holdfast_core::decide::belonging::{Belonging, NotByMail, OnFile, judge_first_administrator};
use holdfast_core::model::{
    AccountId, Case, CaseId, CaseKind, CaseState, Ccn, EmailAddress, HospitalScope, Registration,
    RegistrationState, Role,
};
use holdfast_store::{Account, Accounts, Link, Passkeys, Registrations, Tokens, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::audit::{By, about_account, about_hospital};
use super::registration::scope_of;
use super::sign_in::{AtBrowser, SignedIn};
use super::{App, AppError};
use crate::auth::Actor;
use crate::entropy::{self, TokenHash};

const NOMINATED: &str = "first-administrator";

#[derive(Serialize, Deserialize)]
struct Body {
    ccn: Ccn,
    email: EmailAddress,
    by: AccountId,
}

/// Whether a hospital can be given its first administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanNominate {
    /// Yes.
    Yes,
    /// It has one; new ones are invited from the list of people.
    HasOne,
    /// Its registration is not found to come from it yet.
    NotValidated,
}

/// What the nominee's confirmation led to.
#[derive(Debug)]
pub enum Confirmed {
    /// They are administrator now.
    Granted {
        /// Of which hospital.
        ccn: Ccn,
    },
    /// A reviewer calls the number on file.
    CallBack {
        /// Of which hospital.
        ccn: Ccn,
        /// That number.
        phone: String,
        /// Why the mailbox does not settle it.
        why: String,
        /// The day by which the program means to settle it.
        by: holdfast_core::Date,
    },
    /// They make a passkey first; the link still waits.
    PasskeyFirst {
        /// The session of someone who could not sign in otherwise yet.
        session: Option<SignedIn>,
    },
    /// The address has an account with a sign-in: its owner signs in first.
    SignInFirst,
    /// Someone else is signed in.
    SomeoneElse,
    /// A new account needs a name.
    NameFirst,
}

impl App {
    /// Whether a hospital can be given its first administrator now.
    pub async fn can_nominate(&self, scope: HospitalScope) -> Result<CanNominate, AppError> {
        let mut read = self.store.read().await?;
        if has_administrator(&mut read, scope).await? {
            return Ok(CanNominate::HasOne);
        }
        Ok(match validated(&mut read, scope).await? {
            Some(_) => CanNominate::Yes,
            None => CanNominate::NotValidated,
        })
    }

    /// Those of someone's hospitals that can be given their first administrator now.
    pub async fn without_administrator(&self, actor: &Actor) -> Result<Vec<Ccn>, AppError> {
        let mut read = self.store.read().await?;
        let mut without = Vec::new();
        for ccn in actor.hospitals() {
            let scope = scope_of(ccn);
            if !has_administrator(&mut read, scope).await? && validated(&mut read, scope).await?.is_some() {
                without.push(ccn);
            }
        }
        Ok(without)
    }

    /// Nominates oneself or another as first administrator: a letter goes to the address, and an earlier nomination ends.
    pub async fn nominate_administrator(
        &self,
        scope: HospitalScope,
        by: AccountId,
        email: &EmailAddress,
    ) -> Result<(), AppError> {
        self.check_not_too_many_letters(by)?;
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        check_open(&mut write, scope).await?;
        for link in write.open_links(NOMINATED, Some(scope.ccn()), now_ms).await? {
            write.end_link(&link.token_hash, NOMINATED, now_ms).await?;
        }
        let kept = serde_json::to_value(Body { ccn: scope.ccn(), email: email.clone(), by })
            .map_err(|e| AppError::Broken { what: e.to_string() })?;
        let token = self.make_link(&mut write, NOMINATED, &kept).await?;
        let subject = about_hospital(scope.ccn());
        self.audit(&mut write, By::Account(by), "administrator.nominate", &subject, json!({})).await?;
        let mut letter = self.note(
            "first-administrator",
            "Will you be your hospital's administrator here?",
            vec![
                format!("Someone of your hospital names you as its administrator at {}.", self.config.program.name),
                "The administrator accepts offers for the hospital and decides who else may act. Open the link to read what it means. Nothing happens until you say yes.".to_owned(),
            ],
        );
        let address = self.link(&format!("/administrator/{}", token.reveal()));
        letter.link = Some(("Read what it means".to_owned(), address));
        letter.small_print = Some(self.link_small_print());
        self.post(&mut write, email, &letter).await?;
        write.commit().await?;
        Ok(())
    }

    /// The hospital a nominee is asked to answer for, their address, and whether it has an account. Nothing changes.
    pub async fn nomination(&self, token: &TokenHash) -> Result<(Ccn, EmailAddress, bool), AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), NOMINATED, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let body = read_body(kept)?;
        let known = read.account_by_email(&body.email).await?.is_some();
        Ok((body.ccn, body.email, known))
    }

    /// The nominee says yes. `actor`: who is signed in, if anyone; `name`: for a new account.
    pub async fn confirm_administrator(
        &self,
        token: &TokenHash,
        actor: Option<&Actor>,
        name: &str,
        browser: &AtBrowser,
    ) -> Result<Confirmed, AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.link(token.as_str(), NOMINATED, now_ms).await? else {
            return Err(AppError::DeadLink);
        };
        let body = read_body(kept)?;
        let scope = scope_of(body.ccn);
        let (account, session) = match (write.account_by_email(&body.email).await?, actor) {
            (Some(known), _) if known.disabled_at_ms.is_some() => return Err(AppError::DeadLink),
            (Some(known), Some(actor)) if known.id == actor.account => (known, None),
            (_, Some(_)) => return Ok(Confirmed::SomeoneElse),
            (Some(known), None) if self.has_sign_in(&mut write, known.id).await? => {
                return Ok(Confirmed::SignInFirst);
            }
            (Some(known), None) => self.let_nominee_in(&mut write, known, browser).await?,
            (None, None) if name.is_empty() => return Ok(Confirmed::NameFirst),
            (None, None) => {
                let id = AccountId::from_random(entropy::id_bytes(&*self.entropy));
                let made = write.add_account(id, name, &body.email, now_ms).await?;
                self.let_nominee_in(&mut write, made, browser).await?
            }
        };
        let registration = check_open(&mut write, scope).await?;
        if write.passkeys(account.id).await?.is_empty() {
            write.commit().await?;
            return Ok(Confirmed::PasskeyFirst { session });
        }
        write.use_link(token.as_str(), NOMINATED, now_ms).await?;
        // Both letters were mailed to their addresses and followed there, so both mailboxes are proven.
        let named_by = write.account(body.by).await?.filter(|a| a.disabled_at_ms.is_none());
        let confirmed = match self.judge_nominee(&registration, &body.email, named_by.as_ref()) {
            Belonging::Proven { how } => {
                self.make_administrator(&mut write, body.ccn, &account, body.by, &how).await?;
                Confirmed::Granted { ccn: body.ccn }
            }
            Belonging::NeedsCallBack { phone_on_file, why } => {
                let case = self.administrator_case(&mut write, &registration, account.id).await?;
                let why = why.sentence();
                Confirmed::CallBack { ccn: body.ccn, phone: phone_on_file, why, by: case.target_on }
            }
            Belonging::NeedsMailbox => return Err(AppError::DeadLink),
        };
        write.commit().await?;
        Ok(confirmed)
    }

    /// Makes the account of a first-administrator case administrator, in the reviewer's write.
    ///
    /// `by`: the reviewer. Refused when the hospital has an administrator meanwhile, or the person has no passkey any more.
    pub async fn grant_first_administrator(
        &self,
        write: &mut Write,
        case: &Case,
        by: AccountId,
    ) -> Result<(), AppError> {
        let (CaseKind::FirstAdministrator { account }, Some(ccn)) = (&case.kind, case.ccn) else {
            return Err(AppError::Broken { what: format!("case {} is not about an administrator", case.id) });
        };
        check_open(write, scope_of(ccn)).await?;
        let account = write.account(*account).await?.filter(|a| a.disabled_at_ms.is_none());
        let Some(account) = account else { return Err(AppError::not_found("The person's account is gone.")) };
        if write.passkeys(account.id).await?.is_empty() {
            return Err(AppError::refused(
                "This person has no passkey any more, and an administrator needs one. Ask back.",
            ));
        }
        self.make_administrator(write, ccn, &account, by, "a reviewer called back").await
    }

    async fn make_administrator(
        &self,
        write: &mut Write,
        ccn: Ccn,
        account: &Account,
        by: AccountId,
        how: &str,
    ) -> Result<(), AppError> {
        write.give_role(account.id, Role::HospitalAdministrator, Some(ccn), Some(by), self.now_ms()).await?;
        let detail = json!({ "role": Role::HospitalAdministrator.key(), "ccn": ccn, "how": how });
        self.audit(write, By::Account(by), "role.give", &about_account(account.id), detail).await?;
        let reason = "The hospital has an administrator now, who answers instead.";
        self.close_join_case(write, scope_of(ccn), None, false, reason, by).await?;
        // Everyone of the hospital hears of it: a wrong administrator should not stay unseen.
        let mut told: Vec<EmailAddress> = Vec::new();
        for person in write.people(scope_of(ccn)).await? {
            let email = person.account.email;
            if person.account.disabled_at_ms.is_some() || told.contains(&email) {
                continue;
            }
            let mut letter = self.note(
                "administrator-named",
                "Your hospital has an administrator here",
                vec![
                    format!("{} is now your hospital's administrator at {}.", account.name, self.config.program.name),
                    "They accept offers for the hospital and decide who else may act. If this is wrong, call us.".to_owned(),
                ],
            );
            letter.link = Some(("Open the portal".to_owned(), self.link("/")));
            self.post(write, &email, &letter).await?;
            told.push(email);
        }
        Ok(())
    }

    /// `named_by`: the account that named them, unless it is gone.
    fn judge_nominee(
        &self,
        registration: &Registration,
        nominee: &EmailAddress,
        named_by: Option<&Account>,
    ) -> Belonging {
        let directory = self.directory();
        let attested = registration.answers.mail_domain.as_ref().and_then(|d| d.value());
        let Some(listed) = directory.hospitals.known(registration.ccn) else {
            return Belonging::NeedsCallBack { phone_on_file: String::new(), why: NotByMail::NoDomainOnFile };
        };
        let named_by = named_by.map_or(nominee, |a| &a.email);
        judge_first_administrator(nominee, named_by, attested, &OnFile::of(listed, &directory.hospitals))
    }

    async fn administrator_case(
        &self,
        write: &mut Write,
        registration: &Registration,
        account: AccountId,
    ) -> Result<Case, AppError> {
        let today = self.today();
        let days = self.catalog.program(registration.program.as_str()).map_or(5, |p| p.review_target_days);
        let case = Case {
            id: CaseId::from_random(entropy::id_bytes(&*self.entropy)),
            program: registration.program.clone(),
            ccn: Some(registration.ccn),
            kind: CaseKind::FirstAdministrator { account },
            opened_on: today,
            target_on: today.saturating_add(jiff::Span::new().days(i64::from(days))),
            state: CaseState::Open,
        };
        write.open_case(&case, self.now_ms()).await?;
        let subject = about_hospital(registration.ccn);
        self.audit(
            write,
            By::Account(account),
            "administrator.confirm",
            &subject,
            json!({ "case": case.id }),
        )
        .await?;
        Ok(case)
    }

    async fn let_nominee_in(
        &self,
        write: &mut Write,
        account: Account,
        browser: &AtBrowser,
    ) -> Result<(Account, Option<SignedIn>), AppError> {
        let token = self.enter(write, account.id, browser, "nomination").await?;
        let session = SignedIn { account: account.id, token };
        Ok((account, Some(session)))
    }
}

fn read_body(kept: serde_json::Value) -> Result<Body, AppError> {
    serde_json::from_value(kept).map_err(|e| AppError::Broken { what: format!("a nomination: {e}") })
}

async fn has_administrator<R: Accounts + Send>(read: &mut R, scope: HospitalScope) -> Result<bool, AppError> {
    let people = read.people(scope).await?;
    Ok(people
        .iter()
        .any(|p| p.grant.role == Role::HospitalAdministrator && p.account.disabled_at_ms.is_none()))
}

async fn validated<R: Registrations + Send>(
    read: &mut R,
    scope: HospitalScope,
) -> Result<Option<Registration>, AppError> {
    let all = read.registrations(scope).await?;
    Ok(all.into_iter().find(|r| matches!(r.state, RegistrationState::Validated { .. })))
}

async fn check_open(write: &mut Write, scope: HospitalScope) -> Result<Registration, AppError> {
    if has_administrator(write, scope).await? {
        return Err(AppError::Conflict {
            what: "The hospital has an administrator meanwhile. They can make you one too.".to_owned(),
        });
    }
    validated(write, scope).await?.ok_or_else(|| {
        AppError::refused("The hospital's registration is not confirmed yet. Come back once it is.")
    })
}
