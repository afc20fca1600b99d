//! A hospital's badges and certificates: what was issued to whom, and taking one back that rests on a mistake.

use std::collections::BTreeMap;

use holdfast_core::decide::badge::{TakenBack, achievement};
use holdfast_core::model::{AccountId, HospitalScope, LearnerId};
use holdfast_store::Training;
use holdfast_store::nouns::*;
use jiff::Timestamp;
use serde_json::json;

use crate::app::facts::subject;
use crate::app::{App, AppError};

/// Longest reason, in characters.
const MOST_WHY: usize = 300;

/// What a learner can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofKind {
    /// A badge.
    Badge,
    /// A printed certificate.
    Certificate,
}

impl ProofKind {
    /// The key used in addresses and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Certificate => "certificate",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Badge, Self::Certificate].into_iter().find(|kind| kind.key() == key)
    }
}

/// A badge or certificate that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which of the two.
    pub kind: ProofKind,
    /// By what it is named here. A certificate's code does not follow from it.
    pub id: String,
    /// Whose it is, as on the roster now.
    pub name: String,
    /// What it is for, in English.
    pub what: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// That it was taken back; `None` while it stands.
    pub taken_back: Option<TakenBack>,
}

impl App {
    /// Every badge and certificate of a hospital, the newest first.
    pub async fn proofs(&self, scope: HospitalScope) -> Result<Vec<Proof>, AppError> {
        let mut read = self.store.read().await?;
        let learners = read.learners(scope).await?;
        let names: BTreeMap<LearnerId, String> =
            learners.into_iter().map(|learner| (learner.id, learner.person.name)).collect();
        let name = |id: LearnerId| names.get(&id).cloned().unwrap_or_default();
        let badges = read.badges(scope).await?.into_iter().map(|badge| Proof {
            kind: ProofKind::Badge,
            name: name(badge.learner),
            what: achievement(&self.catalog.lessons, &badge.feat)
                .map_or_else(|| badge.feat.to_string(), |achievement| achievement.name.en),
            id: badge.id,
            issued_at: badge.issued_at,
            taken_back: badge.taken_back,
        });
        let certificates = read.certificates(scope).await?.into_iter().map(|certificate| Proof {
            kind: ProofKind::Certificate,
            name: name(certificate.learner),
            what: match certificate.body.lessons.len() {
                1 => "Certificate of one lesson".to_owned(),
                n => format!("Certificate of {n} lessons"),
            },
            id: certificate.code_digest,
            issued_at: certificate.issued_at,
            taken_back: certificate.taken_back,
        });
        let mut all: Vec<Proof> = badges.chain(certificates).collect();
        all.sort_by(|a, b| b.issued_at.cmp(&a.issued_at).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }

    /// Takes a badge or certificate back, for good. `why`: what whoever checks it reads; it must name nobody.
    pub async fn take_proof_back(
        &self,
        scope: HospitalScope,
        by: AccountId,
        kind: ProofKind,
        id: &str,
        why: &str,
    ) -> Result<(), AppError> {
        let taken = TakenBack { on: self.today(), why: reason(why)? };
        let mut write = self.store.write().await?;
        let is_done = match kind {
            ProofKind::Badge => write.take_badge_back(scope, id, &taken, by).await?,
            ProofKind::Certificate => write.take_certificate_back(scope, id, &taken, by).await?,
        };
        if !is_done {
            return Err(AppError::not_found(
                "There is no such badge or certificate, or it was taken back before. Load the list again.",
            ));
        }
        let detail = json!({ "kind": kind.key(), "id": id, "why": taken.why });
        let who = crate::app::facts::actor(by);
        write.add_audit(&who, "badge.take-back", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(())
    }
}

/// A reason as whoever checks a badge or certificate reads it, or what is wrong with it.
pub(in crate::app::training) fn reason(typed: &str) -> Result<String, AppError> {
    let why = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if why.is_empty() {
        return Err(AppError::refused("Say why, in one sentence. Whoever checks it reads the reason."));
    }
    if why.chars().count() > MOST_WHY {
        return Err(AppError::refused("Shorten the reason to 300 characters."));
    }
    Ok(holdfast_core::model::sentence(&why))
}
