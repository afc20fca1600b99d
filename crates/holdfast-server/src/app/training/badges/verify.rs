//! Whether a badge or a certificate that somebody was shown holds. Nothing is fetched, nothing is kept of who asked, and whoever holds
//! neither learns nothing.

use holdfast_core::Date;
use holdfast_core::decide::badge::{
    CertificateBody, Issuer, Recipient, Shown, Signature, Verdict, claims, code_typed, judge,
};
use holdfast_core::digest::sha256_hex;
use holdfast_report::badge::{Token, token_in};
use holdfast_store::nouns::*;

use crate::app::{App, AppError};

/// Longest text that may be pasted, in bytes.
const MOST_PASTED: usize = holdfast_report::badge::MOST_TOKEN;

/// What a certificate or badge says, as the paper or file does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnPaper {
    /// A certificate.
    Certificate(CertificateBody),
    /// A badge: what it is called, and by what it names its person.
    Badge {
        /// What it is called.
        name: String,
        /// The address that names who gave it.
        issuer: String,
        /// By what it names its person.
        shown: Shown,
        /// The last day it holds, by UTC; `None` where it does not run out.
        until: Option<Date>,
    },
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it says.
    pub says: OnPaper,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Whether it is of the person with the address that was typed; `None` where none was, or the badge names none.
    pub is_of_address: Option<bool>,
}

impl App {
    /// Looks at what somebody typed or pasted: the code of a certificate, or a badge. `address`: the mail address the person says is
    /// theirs; empty where nobody asked.
    pub async fn verify(&self, pasted: &str, address: &str) -> Result<Verified, AppError> {
        let pasted = pasted.trim();
        if pasted.is_empty() {
            return Err(AppError::refused("Type the code of a certificate, or paste a badge."));
        }
        if pasted.len() > MOST_PASTED {
            return Err(AppError::refused("This is longer than any badge. Paste the badge alone."));
        }
        match code_typed(pasted) {
            Some(code) => self.verify_code(&code).await,
            None => self.verify_badge(pasted, address.trim()).await,
        }
    }

    /// The certificate with a code, as typed.
    pub async fn verify_code(&self, typed: &str) -> Result<Verified, AppError> {
        let none = || {
            AppError::not_found(
                "We know no certificate with this code. Look at each letter again. If it is right, do not rely on the paper.",
            )
        };
        let code = code_typed(typed).ok_or_else(none)?;
        let digest = sha256_hex(code.as_bytes());
        let kept = self.store.read().await?.certificate_by_code(&digest).await?.ok_or_else(none)?;
        let verdict = kept.taken_back.map_or(Verdict::Holds, Verdict::TakenBack);
        Ok(Verified { says: OnPaper::Certificate(kept.body), verdict, is_of_address: None })
    }

    async fn verify_badge(&self, pasted: &str, address: &str) -> Result<Verified, AppError> {
        let no_badge = |why: String| {
            AppError::refused(format!(
                "This is neither a code of ours nor a badge: {why}. Open the badge's file, copy all of it, and paste it here."
            ))
        };
        let token = token_in(pasted).ok_or_else(|| no_badge("the picture carries none".to_owned()))?;
        let token = Token::read(token).map_err(|e| no_badge(e.to_string()))?;
        let said = claims(token.payload()).map_err(|e| no_badge(e.to_string()))?;
        let issuer = self.badge_issuer();
        let keys = self.every_badge_key().await?;
        // A badge that was saved before the portal had its address of today names our key at the old one.
        let named = token.key_address().and_then(Issuer::key_anywhere);
        let is_here = token.key_address().is_some_and(|address| issuer.key_at(address).is_some());
        let signature = match keys.iter().find(|kept| Some(kept.key.id.as_str()) == named) {
            Some(kept) if token.holds(&kept.key) && kept.is_withdrawn => Signature::Withdrawn,
            Some(kept) if token.holds(&kept.key) => Signature::Holds,
            Some(_) if is_here => Signature::Broken,
            Some(_) | None => Signature::OtherKey,
        };
        let record = match signature {
            Signature::Holds => self.store.read().await?.badge_record(&said.id).await?,
            Signature::Withdrawn | Signature::Broken | Signature::OtherKey => None,
        };
        let verdict = judge(&said, &issuer.id(), signature, record, self.clock.now());
        let is_of_address = match &said.shown {
            Shown::As(recipient @ Recipient::Mail { .. }) if !address.is_empty() => recipient.is_of(address),
            _ => None,
        };
        let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let says = OnPaper::Badge {
            name: said.name,
            issuer: said.issuer,
            shown: said.shown,
            until: said.until.map(day),
        };
        Ok(Verified { says, verdict, is_of_address })
    }
}
