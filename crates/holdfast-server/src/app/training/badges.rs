//! Badges of learners: which they earned, issuing one, and the file they take along.
//!
//! A badge is issued when its learner first takes it along, and not before: nobody's name leaves the hospital because a lesson was done.
//! What is on it is decided in `holdfast_core::decide::badge`.

mod certificate;
mod documents;
mod take_back;
mod verify;

use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::{
    Achievement, Credential, Earned, Feat, Issuer, PLACES, Recipient, earned, payload,
};
use holdfast_core::digest::hex;
use holdfast_core::model::Learner;
use holdfast_report::badge::{png_with, svg_with};
use holdfast_store::{Badges, KeptBadge, Training, Write};
use serde_json::json;
use tracing::error;

use super::LearnerDesk;
use crate::app::facts::subject;
use crate::app::{App, AppError, chain};
use crate::badge_key::{self, BadgeSigner};

pub use documents::ListedBadgeKey;
pub(super) use take_back::reason;
pub use take_back::{Proof, ProofKind};
pub use verify::{OnPaper, Verified};

/// How many places are drawn by chance for one badge. Half of a list is free, so that all are taken once in four billion times.
const DRAWS: usize = 32;

/// A badge a learner has earned.
#[derive(Clone, Debug)]
pub struct BadgeLine {
    /// What it is, since when and until when.
    pub earned: Earned,
    /// Whether it was issued before.
    pub is_issued: bool,
    /// Why it is given to nobody any more; `None` while it may be taken along.
    pub taken_back: Option<String>,
}

/// As what a badge is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeFile {
    /// The signed token alone.
    Token,
    /// The picture in SVG with the token inside.
    Svg,
    /// The picture in PNG with the token inside.
    Png,
}

impl BadgeFile {
    /// The one with this ending.
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending {
            "jwt" => Some(Self::Token),
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }

    /// The media type. A token is plain text, as the standard asks.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Token => "text/plain; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }
}

impl App {
    /// Who gives badges: this portal, by its address.
    pub fn badge_issuer(&self) -> Issuer {
        let url = self.config.server.public_url();
        Issuer {
            url: url.as_str().trim_end_matches('/').to_owned(),
            name: self.config.program.name.trim().to_owned(),
        }
    }

    /// The badges a learner has earned, as of today.
    pub async fn badges_of(&self, desk: &LearnerDesk) -> Result<Vec<BadgeLine>, AppError> {
        let mut read = self.store.read().await?;
        let done = read.completions_of(desk.scope, desk.learner.id).await?;
        let kept = read.badges_of(desk.scope, desk.learner.id).await?;
        let packs = &desk.learner.person.packs;
        let all = earned(&self.catalog.lessons, packs, &done, self.today());
        let line = |earned: Earned| {
            let same: Vec<&KeptBadge> = kept.iter().filter(|badge| is_of(badge, &earned)).collect();
            BadgeLine {
                is_issued: !same.is_empty(),
                taken_back: same.iter().find_map(|badge| badge.taken_back.clone()).map(|taken| taken.why),
                earned,
            }
        };
        Ok(all.into_iter().map(line).collect())
    }

    /// Issues a badge to a learner who earned it, or finds the one that was issued before in the same language. It comes with the key whose
    /// public half was kept: the file may be another one a moment later.
    async fn issue_badge(
        &self,
        desk: &LearnerDesk,
        feat: &Feat,
        language: Language,
    ) -> Result<(KeptBadge, Achievement, BadgeSigner), AppError> {
        let mut write = self.store.write().await?;
        let signer = self.sound_signer(&mut write).await?;
        let done = write.completions_of(desk.scope, desk.learner.id).await?;
        let packs = &desk.learner.person.packs;
        let found = earned(&self.catalog.lessons, packs, &done, self.today());
        let none = || {
            AppError::not_found(
                "You do not have this badge, or it has run out. The list of badges says what is open to you.",
            )
        };
        let earned = found.into_iter().find(|earned| earned.achievement.feat == *feat).ok_or_else(none)?;
        let kept = write.badges_of(desk.scope, desk.learner.id).await?;
        let same: Vec<&KeptBadge> = kept.iter().filter(|badge| is_of(badge, &earned)).collect();
        if let Some(taken) = same.iter().find_map(|badge| badge.taken_back.as_ref()) {
            let why = &taken.why;
            return Err(AppError::refused(format!(
                "This badge was taken back. The reason: {why} Do its lessons again to earn it anew."
            )));
        }
        // What was issued before is signed anew, by a key that may be newer than the badge.
        write.add_badge_key(signer.key.public(), self.clock.now()).await?;
        if let Some(before) = same.into_iter().find(|badge| badge.language == language) {
            write.commit().await?;
            return Ok((before.clone(), earned.achievement, signer));
        }
        let badge = self.new_badge(&mut write, &desk.learner, &earned, language).await?;
        write.add_badge(desk.scope, &badge).await?;
        let detail = json!({ "badge": badge.id, "learner": desk.learner.id, "for": feat.to_string() });
        write.add_audit("learner", "badge.issue", &subject(desk.scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok((badge, earned.achievement, signer))
    }

    /// A badge as a file, issued when it was not before.
    pub async fn badge_file(
        &self,
        desk: &LearnerDesk,
        feat: &Feat,
        file: BadgeFile,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        let (badge, achievement, signer) = self.issue_badge(desk, feat, language).await?;
        let token = self.signed(&signer, &badge.body)?;
        Ok(match file {
            BadgeFile::Token => token.into_bytes(),
            BadgeFile::Png => png_with(&token),
            BadgeFile::Svg => {
                let (name, says) = (&achievement.name, &achievement.description);
                let lang = language.key();
                svg_with(&token, name.in_language(language), says.in_language(language), lang).into_bytes()
            }
        })
    }

    /// A content signed with a key of badges.
    fn signed(&self, signer: &BadgeSigner, body: &serde_json::Value) -> Result<String, AppError> {
        let signed = signer.key.sign(&self.badge_issuer(), body);
        signed.map_err(|e| cannot_sign(&e.to_string()))
    }

    /// The key that signs, unless it was withdrawn: what it signed nobody would believe.
    async fn sound_signer<R: Badges + Send>(&self, read: &mut R) -> Result<BadgeSigner, AppError> {
        let signer = self.badge_signer()?;
        let keys = read.badge_keys().await?;
        if keys.iter().any(|kept| kept.is_withdrawn && kept.key == *signer.key.public()) {
            let path = self.config.server.badges_key_file();
            return Err(cannot_sign(&format!(
                "the key at `{}` was withdrawn; move the file away and a new one is made",
                path.display()
            )));
        }
        Ok(signer)
    }

    fn badge_signer(&self) -> Result<BadgeSigner, AppError> {
        badge_key::read_or_make(&self.config.server.badges_key_file()).map_err(|e| cannot_sign(&chain(&e)))
    }

    async fn new_badge(
        &self,
        write: &mut Write,
        learner: &Learner,
        earned: &Earned,
        language: Language,
    ) -> Result<KeptBadge, AppError> {
        let drawn: Vec<u32> = (0..DRAWS).map(|_| u32::from_be_bytes(self.chance()) % PLACES).collect();
        let full = || AppError::Broken { what: "no free place in the list of badges taken back".to_owned() };
        let place = write.free_place(&drawn).await?.ok_or_else(full)?;
        let issued_at = self.clock.now();
        let recipient = match &learner.person.email {
            Some(address) => Recipient::mail(address.as_str(), &hex(&self.chance::<16>())),
            None => Recipient::Name(learner.person.name.clone()),
        };
        let credential = Credential {
            id: urn(self.chance()),
            subject: urn(self.chance()),
            recipient,
            language,
            issued_at,
            earned_on: earned.on,
            until: earned.until,
            place,
        };
        Ok(KeptBadge {
            body: payload(&self.badge_issuer(), &earned.achievement, &credential),
            id: credential.id,
            learner: learner.id,
            feat: earned.achievement.feat.clone(),
            earned_on: earned.on,
            until: earned.until,
            language,
            place,
            issued_at,
            taken_back: None,
        })
    }

    fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }
}

/// Why nothing can be signed: for the log whole, for whoever asked without what the machine is like.
fn cannot_sign(why: &str) -> AppError {
    error!(badge.why = why, "Badges cannot be signed");
    let what = "Badges cannot be signed just now. Try again later. Whoever runs the portal sees why with `holdfast doctor`.";
    AppError::Sealed { what: what.to_owned() }
}

/// Whether a badge was issued for just this: the same thing, by lessons of the same days.
fn is_of(badge: &KeptBadge, earned: &Earned) -> bool {
    let same = |on: Date, until: Option<Date>| on == earned.on && until == earned.until;
    badge.feat == earned.achievement.feat && same(badge.earned_on, badge.until)
}

/// An id from chance alone. Source: RFC 9562, version 4.
fn urn(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_id_is_one_of_chance() {
        assert_eq!(super::urn([0xff; 16]), "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(super::urn([0; 16]), "urn:uuid:00000000-0000-4000-8000-000000000000");
    }
}
