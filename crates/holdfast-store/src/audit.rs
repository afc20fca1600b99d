//! The log of who did what: each entry carries the digest of the one before, so a change in the middle shows.
//!
//! It proves that entries were not altered one by one. Someone who can rewrite the whole file can rewrite the whole
//! chain; against that, keep a copy of the head somewhere else.

use async_trait::async_trait;
use holdfast_core::digest::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    LATEST = "SELECT seq, at_ms, actor, action, subject, detail, prev_hash, hash FROM audit
        WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    ABOUT = "SELECT seq, at_ms, actor, action, subject, detail, prev_hash, hash FROM audit
        WHERE subject = $1 ORDER BY seq DESC LIMIT $2";
    AFTER = "SELECT seq, at_ms, actor, action, subject, detail, prev_hash, hash FROM audit
        WHERE seq > $1 ORDER BY seq LIMIT 1000";
    HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1";
    ADD = "INSERT INTO audit (seq, at_ms, actor, action, subject, detail, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    MOVE_HEAD = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1";
}

/// The digest that stands before the first entry.
const BEFORE_ALL: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counts up from 1 without gaps.
    pub seq: i64,
    /// When.
    pub at_ms: i64,
    /// Who: `account:ID`, `operator`, `system`, ...
    pub actor: String,
    /// What, like `offer.accept`.
    pub action: String,
    /// To what, like `hospital:991301`.
    pub subject: String,
    /// More, as JSON text, byte for byte as it was hashed. No patient data, no secrets.
    pub detail: String,
    /// The digest of the entry before, hex.
    pub prev_hash: String,
    /// The digest of this entry, hex.
    pub hash: String,
}

/// The last entry's place and digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Its number; 0 when there is none.
    pub seq: i64,
    /// Its digest, hex.
    pub hash: String,
}

/// What a check of the log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditCheck {
    /// Every entry is as it was written.
    Whole(AuditHead),
    /// The entry at which the chain breaks, and how.
    Broken {
        /// The first entry that is wrong or missing.
        seq: i64,
        /// What is wrong.
        why: &'static str,
    },
}

/// Reads the log.
#[async_trait]
pub trait Audit {
    /// The latest entries below `before` (`None` for the very latest), newest first.
    async fn audit_latest(
        &mut self,
        before: Option<i64>,
        at_most: u32,
    ) -> Result<Vec<AuditEntry>, StoreError>;
    /// The latest entries about a subject, newest first.
    async fn audit_about(&mut self, subject: &str, at_most: u32) -> Result<Vec<AuditEntry>, StoreError>;
    /// The end of the log. Keep a copy elsewhere to prove later that nothing before it changed.
    async fn audit_head(&mut self) -> Result<AuditHead, StoreError>;
    /// Reads the whole log and works out every digest again.
    async fn check_audit(&mut self) -> Result<AuditCheck, StoreError>;
}

#[async_trait]
impl<C: Connected> Audit for C {
    async fn audit_latest(
        &mut self,
        before: Option<i64>,
        at_most: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let query = sqlx::query(LATEST).bind(before.unwrap_or(i64::MAX)).bind(at_most);
        query.fetch_all(self.connection()).await?.iter().map(entry).collect()
    }

    async fn audit_about(&mut self, subject: &str, at_most: u32) -> Result<Vec<AuditEntry>, StoreError> {
        let query = sqlx::query(ABOUT).bind(subject).bind(at_most);
        query.fetch_all(self.connection()).await?.iter().map(entry).collect()
    }

    async fn audit_head(&mut self) -> Result<AuditHead, StoreError> {
        let row = sqlx::query(HEAD).fetch_one(self.connection()).await?;
        let at = At::new(&row, "audit_head", "seq");
        Ok(AuditHead { seq: at.get("seq")?, hash: at.get("hash")? })
    }

    async fn check_audit(&mut self) -> Result<AuditCheck, StoreError> {
        let mut reached = AuditHead { seq: 0, hash: BEFORE_ALL.to_owned() };
        loop {
            let rows = sqlx::query(AFTER).bind(reached.seq).fetch_all(self.connection()).await?;
            if rows.is_empty() {
                break;
            }
            let entries = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
            match follow(reached, &entries) {
                Ok(next) => reached = next,
                Err(broken) => return Ok(broken),
            }
        }
        if reached == self.audit_head().await? {
            Ok(AuditCheck::Whole(reached))
        } else {
            Ok(AuditCheck::Broken {
                seq: reached.seq + 1,
                why: "entries at the end are missing or were put there by hand",
            })
        }
    }
}

impl Write {
    /// Adds an entry; it is kept, or lost, together with everything else in this write.
    pub async fn add_audit(
        &mut self,
        actor: &str,
        action: &str,
        subject: &str,
        detail: &Value,
        now_ms: i64,
    ) -> Result<AuditHead, StoreError> {
        let head = self.audit_head().await?;
        let mut new = AuditEntry {
            seq: head.seq + 1,
            at_ms: now_ms,
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_string(),
            prev_hash: head.hash,
            hash: String::new(),
        };
        new.hash = digest(&new);
        sqlx::query(ADD)
            .bind(new.seq)
            .bind(new.at_ms)
            .bind(&new.actor)
            .bind(&new.action)
            .bind(&new.subject)
            .bind(&new.detail)
            .bind(&new.prev_hash)
            .bind(&new.hash)
            .execute(self.connection())
            .await?;
        sqlx::query(MOVE_HEAD).bind(new.seq).bind(&new.hash).execute(self.connection()).await?;
        Ok(AuditHead { seq: new.seq, hash: new.hash })
    }
}

/// SHA-256 over every field but the digest itself, each led by its length, so no two entries read the same.
fn digest(entry: &AuditEntry) -> String {
    let mut hasher = Sha256::new();
    let (seq, at_ms) = (entry.seq.to_be_bytes(), entry.at_ms.to_be_bytes());
    let texts = [&entry.actor, &entry.action, &entry.subject, &entry.detail, &entry.prev_hash];
    for field in [&seq[..], &at_ms[..]].into_iter().chain(texts.map(|t| t.as_bytes())) {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hex(&hasher.finalize())
}

/// Follows the chain from `reached` over the next entries; the error says where it breaks.
fn follow(mut reached: AuditHead, entries: &[AuditEntry]) -> Result<AuditHead, AuditCheck> {
    for entry in entries {
        let broken = |seq, why| Err(AuditCheck::Broken { seq, why });
        if entry.seq != reached.seq + 1 {
            return broken(reached.seq + 1, "an entry is missing");
        }
        if entry.prev_hash != reached.hash {
            return broken(entry.seq, "it does not follow the entry before it");
        }
        if entry.hash != digest(entry) {
            return broken(entry.seq, "its content was changed");
        }
        reached = AuditHead { seq: entry.seq, hash: entry.hash.clone() };
    }
    Ok(reached)
}

fn entry(row: &SqliteRow) -> Result<AuditEntry, StoreError> {
    let at = At::new(row, "audit", "seq");
    Ok(AuditEntry {
        seq: at.get("seq")?,
        at_ms: at.get("at_ms")?,
        actor: at.get("actor")?,
        action: at.get("action")?,
        subject: at.get("subject")?,
        detail: at.get("detail")?,
        prev_hash: at.get("prev_hash")?,
        hash: at.get("hash")?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chain(words: &[(String, String)]) -> Vec<AuditEntry> {
        let mut prev_hash = BEFORE_ALL.to_owned();
        (1..)
            .zip(words)
            .map(|(seq, (actor, subject))| {
                let mut e = AuditEntry {
                    seq,
                    at_ms: 1_700_000_000_000 + seq,
                    actor: actor.clone(),
                    action: "offer.accept".to_owned(),
                    subject: subject.clone(),
                    detail: "{}".to_owned(),
                    prev_hash: prev_hash.clone(),
                    hash: String::new(),
                };
                e.hash = digest(&e);
                prev_hash.clone_from(&e.hash);
                e
            })
            .collect()
    }

    fn start() -> AuditHead {
        AuditHead { seq: 0, hash: BEFORE_ALL.to_owned() }
    }

    proptest! {
        #[test]
        fn any_change_to_one_entry_shows(
            words in prop::collection::vec(("[a-z]{0,6}", "[a-z]{0,6}"), 1..12), at: prop::sample::Index, what in 0u8..7,
        ) {
            let whole = chain(&words);
            prop_assert!(follow(start(), &whole).is_ok());
            let mut forged = whole.clone();
            let i = at.index(forged.len());
            match what {
                0 => forged[i].actor.push('x'),
                1 => forged[i].at_ms += 1,
                2 => forged[i].detail = "{\"a\":1}".to_owned(),
                3 => { let moved = forged[i].actor.pop(); prop_assume!(moved.is_some()); forged[i].action.insert(0, moved.unwrap_or('x')); }
                4 => { forged[i].subject.push('x'); forged[i].hash = digest(&forged[i]); }
                5 => { forged.remove(i); }
                _ => { let twice = forged[i].clone(); forged.insert(i, twice); }
            }
            // The end is held by the head: the same last digest is what makes a shortened or re-hashed log show.
            let end = whole.last().map(|e| AuditHead { seq: e.seq, hash: e.hash.clone() });
            prop_assert!(follow(start(), &forged).ok() != end);
        }
    }
}
