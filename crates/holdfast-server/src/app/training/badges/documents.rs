//! What anybody may read about badges: the issuer, its keys, what each badge is for, and which were taken back.

use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::{
    Achievement, BadgeKey, Feat, achievement, achievement_document, did_document, key_set, profile,
    status_list,
};
use holdfast_report::badge::{encoded_list, svg};
use holdfast_store::KeptBadgeKey;
use holdfast_store::nouns::*;
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::app::audit::By;
use crate::app::{App, AppError, chain};
use crate::badge_key;

/// A list is good this long, so that an old copy of it brings no badge back.
const LIST_HOURS: i64 = 24;

/// A key that signs or signed badges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedBadgeKey {
    /// Its id.
    pub id: String,
    /// Whether it signs what is issued now.
    pub signs_now: bool,
    /// Whether nothing it signed is believed any more.
    pub is_withdrawn: bool,
}

impl App {
    /// The issuer.
    pub fn badge_profile(&self) -> Value {
        profile(&self.badge_issuer())
    }

    /// Every key that signed badges and is still believed.
    pub async fn badge_key_set(&self) -> Result<Value, AppError> {
        Ok(key_set(&self.believed_keys().await?))
    }

    /// One key alone; `None` for a key that is none of ours, or is believed no more.
    pub async fn badge_key_document(&self, id: &str) -> Result<Option<Value>, AppError> {
        let keys = self.believed_keys().await?;
        Ok(keys.iter().find(|key| key.id == id).map(BadgeKey::document))
    }

    /// The issuer and its keys as a DID document.
    pub async fn badge_did_document(&self) -> Result<Value, AppError> {
        Ok(did_document(&self.badge_issuer(), &self.believed_keys().await?))
    }

    /// What a badge is for, in a language.
    pub fn badge_achievement(&self, key: &str, language: Language) -> Result<Value, AppError> {
        let found = self.achievement_named(key)?;
        Ok(achievement_document(&self.badge_issuer(), &found, language))
    }

    /// A badge's picture, without anybody's badge inside.
    pub fn badge_picture(&self, key: &str, language: Language) -> Result<String, AppError> {
        let found = self.achievement_named(key)?;
        Ok(svg(found.name.in_language(language), found.description.in_language(language), language.key()))
    }

    fn achievement_named(&self, key: &str) -> Result<Achievement, AppError> {
        let none = || AppError::not_found("There is no such badge.");
        let feat = Feat::from_key(key).ok_or_else(none)?;
        achievement(&self.catalog.lessons, &feat).ok_or_else(none)
    }

    /// A list of badges taken back, signed; `None` for a list that was never begun.
    pub async fn badge_status_list(&self, list: u32) -> Result<Option<String>, AppError> {
        let mut read = self.store.read().await?;
        let known = read.badge_keys().await?;
        // Before the first badge there is no list, and asking for one makes no key.
        if list > read.newest_badge_list().await? || known.is_empty() {
            return Ok(None);
        }
        let signer = self.sound_signer(&mut read).await?;
        let encoded = encoded_list(&read.places_taken_back(list).await?);
        drop(read);
        if !known.iter().any(|kept| kept.key == *signer.key.public()) {
            let mut write = self.store.write().await?;
            write.add_badge_key(signer.key.public(), self.clock.now()).await?;
            write.commit().await?;
        }
        let now = self.clock.now();
        let until = now.checked_add(LIST_HOURS.hours()).unwrap_or(now);
        self.signed(&signer, &status_list(&self.badge_issuer(), list, &encoded, now, until)).map(Some)
    }

    /// Every key that signs or signed badges, for whoever runs the portal.
    pub async fn badge_keys_kept(&self) -> Result<Vec<ListedBadgeKey>, AppError> {
        let now = self.key_now()?;
        let kept = self.store.read().await?.badge_keys().await?;
        let is_new = now.clone().filter(|key| !kept.iter().any(|kept| kept.key == *key));
        let listed = kept.into_iter().map(|kept| ListedBadgeKey {
            signs_now: now.as_ref() == Some(&kept.key),
            id: kept.key.id,
            is_withdrawn: kept.is_withdrawn,
        });
        let new = is_new.map(|key| ListedBadgeKey { id: key.id, signs_now: true, is_withdrawn: false });
        Ok(new.into_iter().chain(listed).collect())
    }

    /// Believes a key no more, for good. `false` when there is none to withdraw.
    pub async fn withdraw_badge_key(&self, id: &str) -> Result<bool, AppError> {
        let now = self.key_now()?.filter(|key| key.id == id);
        let mut write = self.store.write().await?;
        if let Some(key) = now {
            write.add_badge_key(&key, self.clock.now()).await?;
        }
        if !write.withdraw_badge_key(id, self.clock.now()).await? {
            return Ok(false);
        }
        self.audit(&mut write, By::System, "badge-key.withdraw", "program", json!({ "key": id })).await?;
        write.commit().await?;
        Ok(true)
    }

    fn key_now(&self) -> Result<Option<BadgeKey>, AppError> {
        let signer = badge_key::read(&self.config.server.badges_key_file());
        let signer = signer.map_err(|e| super::cannot_sign(&chain(&e)))?;
        Ok(signer.map(|signer| signer.key.public().clone()))
    }

    /// The key that signs now, when there is one, then those before it; none that was withdrawn.
    async fn believed_keys(&self) -> Result<Vec<BadgeKey>, AppError> {
        let all = self.every_badge_key().await?;
        Ok(all.into_iter().filter(|kept| !kept.is_withdrawn).map(|kept| kept.key).collect())
    }

    /// The key that signs now, when there is one, then those before it; those that were withdrawn too.
    pub(super) async fn every_badge_key(&self) -> Result<Vec<KeptBadgeKey>, AppError> {
        let mut kept = self.store.read().await?.badge_keys().await?;
        if let Some(now) = self.key_now()? {
            let at = kept.iter().position(|kept| kept.key == now);
            let first = at.map(|at| kept.remove(at));
            kept.insert(0, first.unwrap_or(KeptBadgeKey { key: now, is_withdrawn: false }));
        }
        Ok(kept)
    }
}
