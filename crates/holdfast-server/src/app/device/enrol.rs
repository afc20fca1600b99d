//! Tokens that machines enrol with, and a machine's asking to belong.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use holdfast_core::decide::device::same_machine;
use holdfast_core::model::{
    DeviceEvent, DeviceId, DeviceMove, DeviceStanding, FactsSource, HospitalScope, Told,
};
use holdfast_store::{Agents, Devices, EnrolmentToken, NewEnrolmentToken};
use holdfast_wire::device::{DeviceFacts, Enrol, Enrolled, Standing, parts};
use jiff::SignedDuration;
use serde_json::json;

use super::MOST_DEVICES;
use super::tell::{Ready, put_facts};
use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};
use crate::entropy::{Token, TokenHash, token};

/// Longest name of a token, in characters.
pub const MOST_LABEL: usize = 80;
/// Most machines one token lets in.
const MOST_USES: u32 = 5_000;
/// Most days a token lives.
const MOST_DAYS: u32 = 90;
/// What tokens begin with, so that a person and a scanner of files know one.
const PREFIX: &str = "hfd-";

/// A token just made. It is shown once.
#[derive(Debug)]
pub struct Made {
    /// The text to hand to machines.
    pub text: String,
    /// So many may use it.
    pub most: u32,
    /// For so many days.
    pub days: u32,
}

/// Why a machine cannot enrol.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The token lets nobody in.
    #[error(
        "this token lets nobody in: it ended, was used as often as it may be, or was never made; ask for a new one on the page of devices"
    )]
    Token,
    /// The message is not one.
    #[error("{0}")]
    Message(String),
    /// There are too many.
    #[error("the hospital has {MOST_DEVICES} devices, the most there may be; take away those that are gone")]
    Full,
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl App {
    /// Makes a token for `most` machines that ends after `days`.
    pub async fn make_enrolment_token(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        label: &str,
        most: u32,
        days: u32,
    ) -> Result<Made, AppError> {
        let label: String = label.trim().chars().filter(|c| !c.is_control()).take(MOST_LABEL).collect();
        if label.is_empty() {
            return Err(AppError::refused("Give the token a name, such as the group of machines it is for."));
        }
        if !(1..=MOST_USES).contains(&most) || !(1..=MOST_DAYS).contains(&days) {
            return Err(AppError::refused(format!(
                "A token lets in 1 to {MOST_USES} machines and lives 1 to {MOST_DAYS} days."
            )));
        }
        let secret: Token = token(&*self.entropy);
        let text = format!("{PREFIX}{}", secret.reveal());
        let now = self.clock.now();
        let ends_at = now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(now);
        let hash = TokenHash::of(&text);
        let mut write = self.store.write().await?;
        let new = NewEnrolmentToken {
            token_hash: hash.as_str(),
            label: &label,
            most,
            by: by.account,
            at: now,
            ends_at,
        };
        let id = write.add_enrolment_token(scope, new).await?;
        let detail = json!({ "token": id, "label": label, "most": most, "days": days });
        write.add_audit(&actor(by.account), "device.token", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(Made { text, most, days })
    }

    /// The hospital's tokens, newest first.
    pub async fn enrolment_tokens(&self, scope: HospitalScope) -> Result<Vec<EnrolmentToken>, AppError> {
        Ok(self.store.read().await?.enrolment_tokens(scope).await?)
    }

    /// Ends a token now.
    pub async fn end_enrolment_token(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        id: i64,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        if !write.end_enrolment_token(scope, id, self.clock.now()).await? {
            return Err(AppError::not_found("This token has ended already, or is none of the hospital's."));
        }
        let detail = json!({ "token": id });
        write
            .add_audit(&actor(by.account), "device.end-token", &subject(scope), &detail, self.now_ms())
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// A machine asks to belong. Its signature was checked with the key it brings. Asking twice with one key changes nothing.
    pub async fn enrol_device(&self, asks: &Enrol) -> Result<Enrolled, EnrolError> {
        if asks.version != holdfast_wire::device::VERSION {
            let says = format!(
                "this portal speaks version 1 of the agents' language, and the agent version {}; bring both to one release",
                asks.version
            );
            return Err(EnrolError::Message(says));
        }
        let is_key = STANDARD_NO_PAD.decode(&asks.public_key).is_ok_and(|key| key.len() == 32);
        let is_named = !asks.identity.name.trim().is_empty() && !asks.hardware.is_empty();
        if !is_key || !is_named {
            return Err(EnrolError::Message(
                "the machine gives no key or no name; run `holdfast-agent show` on it".to_owned(),
            ));
        }
        let first =
            DeviceFacts { identity: asks.identity.clone(), os: asks.os.clone(), ..DeviceFacts::default() };
        let feeds = self.feeds();
        let software = feeds.software.map();
        let ready = Ready::of(parts(&first), software)?;
        let mut write = self.store.write().await.map_err(AppError::from)?;
        if let Some(known) = write.agent_by_key(&asks.public_key).await.map_err(AppError::from)? {
            return Ok(Enrolled { device: known.device.to_string(), state: standing(known.state.standing) });
        }
        let now = self.clock.now();
        let used = write.use_enrolment_token(TokenHash::of(asks.token.trim()).as_str(), now).await;
        let Some((ccn, label)) = used.map_err(AppError::from)? else { return Err(EnrolError::Token) };
        // A token is the hospital's own word that its machines may ask.
        let scope = HospitalScope::checked(ccn);
        let known = write.devices(scope).await.map_err(AppError::from)?;
        let same = known.iter().filter_map(|d| Some((same_machine(&d.brief.identity, &asks.identity)?, d)));
        let found = same.max_by_key(|(same, d)| (*same, std::cmp::Reverse(d.id))).map(|(_, d)| d);
        let key = (asks.public_key.as_str(), asks.hardware.as_str());
        let id: DeviceId = match found {
            // One that is heard already keeps its agent; the newcomer is let in beside it, and a person sees two of one name.
            Some(device)
                if device.standing == DeviceStanding::Listed
                    || device.standing == DeviceStanding::Revoked =>
            {
                let given = write.give_device_key(scope, device.id, key, DeviceStanding::Waiting);
                given.await.map_err(AppError::from)?;
                device.id
            }
            _ if u64::try_from(known.len()).unwrap_or(u64::MAX) >= MOST_DEVICES => {
                return Err(EnrolError::Full);
            }
            _ => write.add_device(scope, DeviceStanding::Waiting, Some(key)).await.map_err(AppError::from)?,
        };
        let event = DeviceEvent { moved: DeviceMove::Enrolled { token: label }, by: String::new(), at: now };
        write.add_device_event(scope, id, &event, None).await.map_err(AppError::from)?;
        let told = Told { collector: asks.agent.clone(), observed_at: now, received_at: now };
        put_facts(&mut write, software, scope, id, FactsSource::Agent, &told, &ready).await?;
        let detail = json!({ "device": id.to_string(), "name": asks.identity.name });
        let about = subject(scope);
        let added = write.add_audit("system", "device.enrol", &about, &detail, self.now_ms());
        added.await.map_err(AppError::from)?;
        write.commit().await.map_err(AppError::from)?;
        Ok(Enrolled { device: id.to_string(), state: Standing::Waiting })
    }
}

/// How a device stands, in the agents' language.
pub(super) fn standing(standing: DeviceStanding) -> Standing {
    match standing {
        DeviceStanding::Waiting => Standing::Waiting,
        DeviceStanding::Approved => Standing::Approved,
        DeviceStanding::Listed | DeviceStanding::Revoked => Standing::Revoked,
    }
}
