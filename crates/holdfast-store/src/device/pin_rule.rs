//! Rules by which a hospital marks machines as pinned. An ended rule stays, and marks nothing.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, HospitalScope, Pin, PinRule, PinWhen};
use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::types::Json;

use super::text;
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    RULES = "SELECT id, rule, pin, by_name, made_at_ms FROM pin_rule WHERE ccn = $1 AND ended_at_ms IS NULL ORDER BY id";
    ADD = "INSERT INTO pin_rule (ccn, rule, pin, by_name, made_by, made_at_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    END = "UPDATE pin_rule SET ended_by = $3, ended_at_ms = $4 WHERE ccn = $1 AND id = $2 AND ended_at_ms IS NULL";
}

/// Reads a hospital's rules.
#[async_trait]
pub trait PinRules {
    /// Every rule that holds, in order of its number.
    async fn pin_rules(&mut self, scope: HospitalScope) -> Result<Vec<PinRule>, StoreError>;
}

#[async_trait]
impl<C: Connected> PinRules for C {
    async fn pin_rules(&mut self, scope: HospitalScope) -> Result<Vec<PinRule>, StoreError> {
        let rows = sqlx::query(RULES).bind(text(scope)).fetch_all(self.connection()).await?;
        let rule = |row| {
            let at = At::new(row, "pin_rule", "id");
            Ok(PinRule {
                id: at.get("id")?,
                when: at.json::<PinWhen>("rule")?,
                pin: at.json::<Pin>("pin")?,
                by: at.get("by_name")?,
                made_at: at.moment_ms("made_at_ms")?,
            })
        };
        rows.iter().map(rule).collect()
    }
}

impl Write {
    /// Adds a rule and gives its number. `by`: who, by name and role, and by account.
    pub async fn add_pin_rule(
        &mut self,
        scope: HospitalScope,
        when: &PinWhen,
        pin: &Pin,
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let row = sqlx::query(ADD)
            .bind(text(scope))
            .bind(Json(when))
            .bind(Json(pin))
            .bind(by_name.to_owned())
            .bind(by.0)
            .bind(now.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        Ok(row.try_get("id")?)
    }

    /// Ends a rule. False when the hospital has no such rule, or it ended before.
    pub async fn end_pin_rule(
        &mut self,
        scope: HospitalScope,
        id: i64,
        by: AccountId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let query = sqlx::query(END).bind(text(scope)).bind(id).bind(by.0).bind(now.as_millisecond());
        Ok(query.execute(self.connection()).await?.rows_affected() == 1)
    }
}
