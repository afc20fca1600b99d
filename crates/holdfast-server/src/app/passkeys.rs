//! Passkeys: adding one, proving one, renaming and removing. Starting a session with a proof is `sign_in`'s work.
//!
//! Every exchange is kept on our side, for five minutes, and can be answered once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_core::model::{AccountId, PasskeyId};
use holdfast_store::{Accounts, Passkey as KeptPasskey, Passkeys, StoreError, Write};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnError,
};

use super::audit::{By, about_account};
use super::{App, AppError};
use crate::auth::relying_party::{RelyingParty, user_handle};
use crate::entropy;

/// How long an exchange may take.
const EXCHANGE_MS: i64 = 5 * 60_000;
/// Longest label of a passkey, in characters.
pub const MOST_LABEL: usize = 60;
const ADD: &str = "add-passkey";
const PROVE: &str = "prove-passkey";

/// What a browser needs to run one exchange.
#[derive(Debug)]
pub struct Exchange {
    /// Names the exchange in the answer.
    pub ceremony: String,
    /// The options for `navigator.credentials`.
    pub options: Value,
}

/// Why a passkey was not added or not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The portal is at a number.
    #[error("passkeys need a host name; set `server.public_url` to one")]
    NoHostName,
    /// No such exchange waits for an answer.
    #[error("the exchange ran out or was answered before; start again")]
    Over,
    /// The answer does not prove anything.
    #[error("the passkey did not prove itself; start again")]
    NotProven(#[source] WebauthnError),
    /// Nobody here has this passkey.
    #[error("this passkey is not known here; use another, or a recovery code")]
    Unknown,
    /// Someone here has this passkey already.
    #[error("this passkey is here already")]
    Known,
    /// The counter went back: the passkey may exist twice.
    #[error("this passkey may have been copied; use another way in and remove it")]
    MayBeCopied {
        /// Whose.
        account: AccountId,
    },
    /// The owner may not sign in.
    #[error("this account is switched off")]
    Disabled,
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for PasskeyError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl App {
    /// Whom passkeys are made for here; `None` where they cannot work.
    pub fn relying_party(&self) -> Option<RelyingParty> {
        RelyingParty::of(&self.config.server.public_url())
    }

    fn webauthn(&self) -> Result<Webauthn, PasskeyError> {
        let party = self.relying_party().ok_or(PasskeyError::NoHostName)?;
        party.webauthn(&self.config.program.name).ok_or(PasskeyError::NoHostName)
    }

    /// Begins adding a passkey to an account.
    pub async fn start_adding_passkey(&self, account: AccountId) -> Result<Exchange, PasskeyError> {
        let webauthn = self.webauthn()?;
        let mut write = self.store.write().await?;
        let Some(owner) = write.account(account).await? else { return Err(PasskeyError::Unknown) };
        let known = write.passkeys(account).await?;
        let known = known.iter().filter_map(|p| URL_SAFE_NO_PAD.decode(&p.credential_id).ok());
        let (options, state) = webauthn
            .start_passkey_registration(
                user_handle(account),
                owner.email.as_str(),
                &owner.name,
                Some(known.collect()),
            )
            .map_err(PasskeyError::NotProven)?;
        // Signing in asks for no name, so the passkey must be one the device can find by itself.
        let mut options = to_value(&options)?;
        options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("required");
        options["publicKey"]["authenticatorSelection"]["requireResidentKey"] = json!(true);
        let body = json!({ "account": account, "state": to_value(&state)? });
        let exchange = self.keep_exchange(&mut write, ADD, &body, options).await?;
        write.commit().await?;
        Ok(exchange)
    }

    /// Ends adding a passkey: keeps it, and tells its owner by mail.
    pub async fn finish_adding_passkey(
        &self,
        account: AccountId,
        ceremony: &str,
        credential: &RegisterPublicKeyCredential,
        label: &str,
    ) -> Result<PasskeyId, PasskeyError> {
        let webauthn = self.webauthn()?;
        let mut write = self.store.write().await?;
        let body = self.take_exchange(&mut write, ceremony, ADD).await?;
        let mine = body.get("account").and_then(Value::as_i64) == Some(account.0);
        let state: PasskeyRegistration =
            mine.then(|| from_value(&body)).flatten().ok_or(PasskeyError::Over)?;
        let key = match webauthn.finish_passkey_registration(credential, &state) {
            Ok(key) => key,
            Err(e) => return refused(write, PasskeyError::NotProven(e)).await,
        };
        let credential_id = URL_SAFE_NO_PAD.encode(key.cred_id());
        if write.passkey_by_credential(&credential_id).await?.is_some() {
            return refused(write, PasskeyError::Known).await;
        }
        let label = label.trim();
        let id = PasskeyId::from_random(entropy::id_bytes(&*self.entropy));
        let new = KeptPasskey {
            id,
            account,
            label: if label.is_empty() { "Passkey" } else { label }.chars().take(MOST_LABEL).collect(),
            credential_id,
            body: to_value(&key)?,
            created_at_ms: self.now_ms(),
            last_used_at_ms: None,
        };
        write.add_passkey(&new).await?;
        self.audit(
            &mut write,
            By::Account(account),
            "passkey.add",
            &about_account(account),
            json!({ "passkey": id }),
        )
        .await?;
        self.tell_owner(
            &mut write,
            account,
            "passkey-added",
            "A passkey was added to your account",
            "A passkey was added to your account. It can be used to sign in from now on.",
        )
        .await?;
        write.commit().await?;
        Ok(id)
    }

    /// Begins a proof: whoever has a passkey of this portal may answer.
    pub async fn start_proving_passkey(&self) -> Result<Exchange, PasskeyError> {
        let (mut options, state) =
            self.webauthn()?.start_discoverable_authentication().map_err(PasskeyError::NotProven)?;
        // The person presses a button, so the browser should ask at once instead of waiting in a text field.
        options.mediation = None;
        let mut write = self.store.write().await?;
        let body = json!({ "state": to_value(&state)? });
        let exchange = self.keep_exchange(&mut write, PROVE, &body, to_value(&options)?).await?;
        write.commit().await?;
        Ok(exchange)
    }

    /// Ends a proof inside the caller's write: whose passkey it was. The exchange is used up whatever comes out.
    ///
    /// On an error the caller must still commit, so that the exchange stays used and a warning to the owner goes out.
    pub(super) async fn prove_passkey(
        &self,
        write: &mut Write,
        ceremony: &str,
        credential: &PublicKeyCredential,
    ) -> Result<AccountId, PasskeyError> {
        let webauthn = self.webauthn()?;
        let body = self.take_exchange(write, ceremony, PROVE).await?;
        let state: DiscoverableAuthentication = from_value(&body).ok_or(PasskeyError::Over)?;
        let (handle, credential_id) =
            webauthn.identify_discoverable_authentication(credential).map_err(PasskeyError::NotProven)?;
        let kept = write.passkey_by_credential(&URL_SAFE_NO_PAD.encode(credential_id)).await?;
        let Some(kept) = kept.filter(|k| user_handle(k.account) == handle) else {
            return Err(PasskeyError::Unknown);
        };
        let mut key: Passkey = serde_json::from_value(kept.body).map_err(|e| unreadable(&e))?;
        let proof = match webauthn.finish_discoverable_authentication_v2(
            credential,
            state,
            DiscoverableKey::from(&key),
        ) {
            Ok(proof) => proof,
            Err(WebauthnError::CredentialPossibleCompromise) => {
                self.warn_of_copy(write, kept.account, kept.id).await?;
                return Err(PasskeyError::MayBeCopied { account: kept.account });
            }
            Err(e) => return Err(PasskeyError::NotProven(e)),
        };
        let owner = write.account(kept.account).await?.filter(|a| a.disabled_at_ms.is_none());
        if owner.is_none() {
            return Err(PasskeyError::Disabled);
        }
        key.update_credential(&proof);
        write.use_passkey(kept.id, &to_value(&key)?, self.now_ms()).await?;
        Ok(kept.account)
    }

    async fn warn_of_copy(
        &self,
        write: &mut Write,
        account: AccountId,
        id: PasskeyId,
    ) -> Result<(), PasskeyError> {
        let subject = about_account(account);
        self.audit(write, By::System, "passkey.refuse-copy", &subject, json!({ "passkey": id })).await?;
        self.tell_owner(
            write,
            account,
            "passkey-copied",
            "We refused a sign-in: your passkey may have been copied",
            "Someone tried to sign in with one of your passkeys, and its counter had gone back. That happens when a \
             passkey exists twice. We refused. Sign in another way, remove that passkey, and add a new one.",
        )
        .await?;
        Ok(())
    }

    async fn keep_exchange(
        &self,
        write: &mut Write,
        kind: &str,
        body: &Value,
        options: Value,
    ) -> Result<Exchange, StoreError> {
        let ceremony = entropy::token(&*self.entropy);
        write.add_ceremony(ceremony.hash().as_str(), kind, body, self.now_ms() + EXCHANGE_MS).await?;
        Ok(Exchange { ceremony: ceremony.reveal().to_owned(), options })
    }

    async fn take_exchange(
        &self,
        write: &mut Write,
        ceremony: &str,
        kind: &str,
    ) -> Result<Value, PasskeyError> {
        let hash = entropy::TokenHash::of(ceremony);
        write.take_ceremony(hash.as_str(), kind, self.now_ms()).await?.ok_or(PasskeyError::Over)
    }
}

/// Keeps that the exchange was answered, and says why the answer was not taken.
async fn refused<T>(write: Write, error: PasskeyError) -> Result<T, PasskeyError> {
    write.commit().await?;
    Err(error)
}

fn unreadable(error: &serde_json::Error) -> PasskeyError {
    PasskeyError::App(AppError::Broken { what: format!("a passkey: {error}") })
}

fn to_value(value: &impl serde::Serialize) -> Result<Value, PasskeyError> {
    serde_json::to_value(value).map_err(|e| unreadable(&e))
}

fn from_value<T: serde::de::DeserializeOwned>(body: &Value) -> Option<T> {
    body.get("state").and_then(|state| serde_json::from_value(state.clone()).ok())
}
