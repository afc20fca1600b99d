//! Badges that were issued, to whom and for what, those taken back, and the public halves of the keys that signed them.
//!
//! A row is never changed but to take the badge back, and never comes back from that. Private keys are kept elsewhere.

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::{BadgeKey, Feat, PLACES, Place, TakenBack};
use holdfast_core::model::{AccountId, HospitalScope, LearnerId};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_HOSPITAL = "SELECT id, learner_id, feat, earned_on, until_on, lang, list, place, body, issued_at_ms, revoked_on, revoked_why
        FROM badge WHERE ccn = $1 ORDER BY issued_at_ms DESC, id";
    OF_LEARNER = "SELECT id, learner_id, feat, earned_on, until_on, lang, list, place, body, issued_at_ms, revoked_on, revoked_why
        FROM badge WHERE ccn = $1 AND learner_id = $2 ORDER BY issued_at_ms DESC, id";
    RECORD = "SELECT id, revoked_on, revoked_why FROM badge WHERE id = $1";
    REVOKED = "SELECT place FROM badge WHERE list = $1 AND revoked_on IS NOT NULL ORDER BY place";
    NEWEST_LIST = "SELECT coalesce(max(list), 0) FROM badge";
    N_IN_LIST = "SELECT count(*) FROM badge WHERE list = $1";
    TAKEN = "SELECT 1 FROM badge WHERE list = $1 AND place = $2";
    ADD = "INSERT INTO badge (id, ccn, learner_id, feat, earned_on, until_on, lang, list, place, body, issued_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    // The same badge in the other language rests on the same lessons.
    TAKE_BACK = "UPDATE badge SET revoked_on = $3, revoked_why = $4, revoked_by = $5
        WHERE ccn = $2 AND revoked_on IS NULL AND (learner_id, feat, earned_on, coalesce(until_on, '')) IN
            (SELECT learner_id, feat, earned_on, coalesce(until_on, '') FROM badge
            WHERE id = $1 AND ccn = $2 AND revoked_on IS NULL)";
    KEYS = "SELECT id, x, y, withdrawn_at_ms FROM badge_key ORDER BY first_used_at_ms DESC, id";
    ADD_KEY = "INSERT INTO badge_key (id, x, y, first_used_at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
    WITHDRAW_KEY = "UPDATE badge_key SET withdrawn_at_ms = $2 WHERE id = $1 AND withdrawn_at_ms IS NULL";
}

/// A list is filled to this share of its places, so that a free one is found by a few tries.
const FULL: u32 = PLACES / 2;

/// A badge as it was issued.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptBadge {
    /// Its id, a `urn:uuid:`.
    pub id: String,
    /// Whose it is.
    pub learner: LearnerId,
    /// What it is given for.
    pub feat: Feat,
    /// The day it was earned.
    pub earned_on: Date,
    /// The last day it holds; `None` where it does not run out.
    pub until: Option<Date>,
    /// The language it is in.
    pub language: Language,
    /// Where it is said whether it was taken back.
    pub place: Place,
    /// The content that is signed.
    pub body: serde_json::Value,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// That it was taken back; `None` while it stands.
    pub taken_back: Option<TakenBack>,
}

/// A key by which badges are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBadgeKey {
    /// The key.
    pub key: BadgeKey,
    /// Whether it came into other hands, so that nothing it signed is believed any more.
    pub is_withdrawn: bool,
}

/// Reads badges.
#[async_trait]
pub trait Badges {
    /// A hospital's badges, newest first.
    async fn badges(&mut self, scope: HospitalScope) -> Result<Vec<KeptBadge>, StoreError>;
    /// One learner's badges, newest first.
    async fn badges_of(
        &mut self,
        scope: HospitalScope,
        learner: LearnerId,
    ) -> Result<Vec<KeptBadge>, StoreError>;
    /// What anybody who holds a badge may know of it: whether it is on record, and whether it was taken back.
    async fn badge_record(&mut self, id: &str) -> Result<Option<Option<TakenBack>>, StoreError>;
    /// The places of a list that were taken back; nothing says whose they are.
    async fn places_taken_back(&mut self, list: u32) -> Result<Vec<u32>, StoreError>;
    /// The newest list there is, from 0.
    async fn newest_badge_list(&mut self) -> Result<u32, StoreError>;
    /// Every key that ever signed, the newest first.
    async fn badge_keys(&mut self) -> Result<Vec<KeptBadgeKey>, StoreError>;
}

#[async_trait]
impl<C: Connected> Badges for C {
    async fn badges(&mut self, scope: HospitalScope) -> Result<Vec<KeptBadge>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(badge).collect()
    }

    async fn badges_of(
        &mut self,
        scope: HospitalScope,
        learner: LearnerId,
    ) -> Result<Vec<KeptBadge>, StoreError> {
        let query = sqlx::query(OF_LEARNER).bind(scope.ccn().as_str().to_owned()).bind(learner.0);
        query.fetch_all(self.connection()).await?.iter().map(badge).collect()
    }

    async fn badge_record(&mut self, id: &str) -> Result<Option<Option<TakenBack>>, StoreError> {
        let row = sqlx::query(RECORD).bind(id.to_owned()).fetch_optional(self.connection()).await?;
        row.map(|row| taken_back(&At::new(&row, "badge", "id"))).transpose()
    }

    async fn places_taken_back(&mut self, list: u32) -> Result<Vec<u32>, StoreError> {
        Ok(sqlx::query_scalar(REVOKED).bind(list).fetch_all(self.connection()).await?)
    }

    async fn newest_badge_list(&mut self) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(NEWEST_LIST).fetch_one(self.connection()).await?)
    }

    async fn badge_keys(&mut self) -> Result<Vec<KeptBadgeKey>, StoreError> {
        let rows = sqlx::query(KEYS).fetch_all(self.connection()).await?;
        let key = |row: &SqliteRow| {
            let at = At::new(row, "badge_key", "id");
            Ok(KeptBadgeKey {
                key: BadgeKey { id: at.get("id")?, x: at.get("x")?, y: at.get("y")? },
                is_withdrawn: at.get::<Option<i64>>("withdrawn_at_ms")?.is_some(),
            })
        };
        rows.iter().map(key).collect()
    }
}

impl Write {
    /// A free place in the newest list, or in a new one where that is half full: the first free of those drawn by chance, each below
    /// [`PLACES`], so that places say nothing of the order in which badges were issued. `None` when all that were drawn are taken.
    pub async fn free_place(&mut self, drawn: &[u32]) -> Result<Option<Place>, StoreError> {
        let newest: u32 = self.newest_badge_list().await?;
        let n: i64 = sqlx::query_scalar(N_IN_LIST).bind(newest).fetch_one(self.connection()).await?;
        let list = newest + u32::from(n >= i64::from(FULL));
        for index in drawn.iter().copied().filter(|index| *index < PLACES) {
            let taken: Option<i64> =
                sqlx::query_scalar(TAKEN).bind(list).bind(index).fetch_optional(self.connection()).await?;
            if taken.is_none() {
                return Ok(Some(Place { list, index }));
            }
        }
        Ok(None)
    }

    /// Keeps a badge that is being issued.
    pub async fn add_badge(&mut self, scope: HospitalScope, badge: &KeptBadge) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(badge.id.clone())
            .bind(scope.ccn().as_str().to_owned())
            .bind(badge.learner.0)
            .bind(badge.feat.to_string())
            .bind(badge.earned_on.to_string())
            .bind(badge.until.map(|day| day.to_string()))
            .bind(badge.language.key())
            .bind(badge.place.list)
            .bind(badge.place.index)
            .bind(Json(badge.body.clone()))
            .bind(badge.issued_at.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes a badge back, in every language it was issued in. `false` when the hospital issued no such badge, or took it back before.
    pub async fn take_badge_back(
        &mut self,
        scope: HospitalScope,
        id: &str,
        taken: &TakenBack,
        by: AccountId,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(TAKE_BACK)
            .bind(id.to_owned())
            .bind(scope.ccn().as_str().to_owned())
            .bind(taken.on.to_string())
            .bind(taken.why.clone())
            .bind(by.0);
        Ok(update.execute(self.connection()).await?.rows_affected() > 0)
    }

    /// Keeps the public half of a key that is about to sign, so that what it signs stays checkable when another takes its place.
    /// `false` when it is known already.
    pub async fn add_badge_key(&mut self, key: &BadgeKey, now: Timestamp) -> Result<bool, StoreError> {
        let add = sqlx::query(ADD_KEY)
            .bind(key.id.clone())
            .bind(key.x.clone())
            .bind(key.y.clone())
            .bind(now.as_millisecond());
        Ok(add.execute(self.connection()).await?.rows_affected() > 0)
    }

    /// Believes a key no more. `false` when it is unknown, or was withdrawn before.
    pub async fn withdraw_badge_key(&mut self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let update = sqlx::query(WITHDRAW_KEY).bind(id.to_owned()).bind(now.as_millisecond());
        Ok(update.execute(self.connection()).await?.rows_affected() > 0)
    }
}

fn badge(row: &SqliteRow) -> Result<KeptBadge, StoreError> {
    let at = At::new(row, "badge", "id");
    Ok(KeptBadge {
        id: at.get("id")?,
        learner: LearnerId(at.get("learner_id")?),
        feat: at.known("feat", Feat::from_key)?,
        earned_on: at.date("earned_on")?,
        until: at.maybe_date("until_on")?,
        language: at.known("lang", Language::from_key)?,
        place: Place { list: at.get("list")?, index: at.get("place")? },
        body: at.json("body")?,
        issued_at: at.moment_ms("issued_at_ms")?,
        taken_back: taken_back(&at)?,
    })
}

/// That a row was taken back, from its two columns.
pub(crate) fn taken_back(at: &At<'_>) -> Result<Option<TakenBack>, StoreError> {
    let Some(on) = at.maybe_date("revoked_on")? else { return Ok(None) };
    let why = at.get::<Option<String>>("revoked_why")?.unwrap_or_default();
    Ok(Some(TakenBack { on, why }))
}
