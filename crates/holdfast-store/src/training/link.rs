//! The links people learn by, each of one person. It makes no token and mails nothing; what is kept is a digest.

use std::collections::BTreeMap;

use holdfast_core::model::{AccountId, Ccn, HospitalScope, LearnerId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::text;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_TOKEN = "SELECT k.made_at_ms, k.ended_at_ms, l.id, l.ccn FROM learner_link k JOIN learner l ON l.id = k.learner_id
        WHERE k.token_hash = $1";
    IN_FORCE = "SELECT l.id, max(k.made_at_ms) AS made_at_ms FROM learner l JOIN learner_link k ON k.learner_id = l.id
        WHERE l.ccn = $1 AND k.ended_at_ms IS NULL GROUP BY l.id ORDER BY l.id";
    ADD = "INSERT INTO learner_link (token_hash, learner_id, made_by, made_at_ms, on_badge)
        SELECT $3, id, $4, $5, $6 FROM learner WHERE ccn = $1 AND id = $2 AND left_on IS NULL";
    END_OF_LEARNER = "UPDATE learner_link SET ended_at_ms = $3 WHERE ended_at_ms IS NULL
        AND learner_id IN (SELECT id FROM learner WHERE ccn = $1 AND id = $2)";
    END_OF_HOSPITAL = "UPDATE learner_link SET ended_at_ms = $2 WHERE ended_at_ms IS NULL
        AND learner_id IN (SELECT id FROM learner WHERE ccn = $1)";
}

/// What a link somebody followed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearnerLink {
    /// It is good.
    Good {
        /// The hospital whose roster the person is on.
        ccn: Ccn,
        /// Who.
        learner: LearnerId,
        /// When it was made.
        made_at: Timestamp,
    },
    /// It was good, and was ended: the person left, or got a new one.
    Ended {
        /// When.
        at: Timestamp,
    },
    /// There is no such link.
    Unknown,
}

pub(super) async fn of_token(
    connection: &mut SqliteConnection,
    token_hash: &str,
) -> Result<LearnerLink, StoreError> {
    let row = sqlx::query(OF_TOKEN).bind(token_hash.to_owned()).fetch_optional(connection).await?;
    let Some(row) = row else { return Ok(LearnerLink::Unknown) };
    let at = At::new(&row, "learner_link", "made_at_ms"); // never the digest: it is a secret
    if let Some(at) = at.maybe_moment_ms("ended_at_ms")? {
        return Ok(LearnerLink::Ended { at });
    }
    Ok(LearnerLink::Good {
        ccn: at.must_ccn("ccn")?,
        learner: LearnerId(at.get("id")?),
        made_at: at.moment_ms("made_at_ms")?,
    })
}

pub(super) async fn in_force(
    connection: &mut SqliteConnection,
    scope: HospitalScope,
) -> Result<BTreeMap<LearnerId, Timestamp>, StoreError> {
    let rows = sqlx::query(IN_FORCE).bind(text(scope)).fetch_all(connection).await?;
    let one = |row| {
        let at = At::new(row, "learner_link", "id");
        Ok((LearnerId(at.get("id")?), at.moment_ms("made_at_ms")?))
    };
    rows.iter().map(one).collect()
}

impl Write {
    /// Keeps links that are mailed, by the SHA-256 of their tokens in hexadecimal, and says how many. One for somebody who is not on this hospital's
    /// roster now is not kept. Links made before stay good until they are ended.
    pub async fn issue_learner_links(
        &mut self,
        scope: HospitalScope,
        links: &[(LearnerId, String)],
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.add_links(scope, links, by, (false, now)).await
    }

    /// The same of links on badges, which go on when a mail address is corrected.
    pub async fn issue_badge_links(
        &mut self,
        scope: HospitalScope,
        links: &[(LearnerId, String)],
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.add_links(scope, links, by, (true, now)).await
    }

    async fn add_links(
        &mut self,
        scope: HospitalScope,
        links: &[(LearnerId, String)],
        by: Option<AccountId>,
        (on_badge, now): (bool, Timestamp),
    ) -> Result<usize, StoreError> {
        let mut n = 0;
        for (learner, token_hash) in links {
            let added = sqlx::query(ADD)
                .bind(text(scope))
                .bind(learner.0)
                .bind(token_hash)
                .bind(by.map(|a| a.0))
                .bind(now.as_millisecond())
                .bind(i64::from(on_badge))
                .execute(self.connection())
                .await?;
            n += usize::from(added.rows_affected() == 1);
        }
        Ok(n)
    }

    /// Ends the links of one person, or of everybody with `None`, and says how many.
    pub async fn end_learner_links(
        &mut self,
        scope: HospitalScope,
        of: Option<LearnerId>,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let query = match of {
            Some(id) => sqlx::query(END_OF_LEARNER).bind(text(scope)).bind(id.0).bind(now.as_millisecond()),
            None => sqlx::query(END_OF_HOSPITAL).bind(text(scope)).bind(now.as_millisecond()),
        };
        Ok(query.execute(self.connection()).await?.rows_affected())
    }
}
