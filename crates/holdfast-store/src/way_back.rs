//! From a mail address to the registrations it has under way, so that a lost link can be mailed anew.
//!
//! Read across hospitals, and for mailing to that address alone: what it finds is never shown to whoever asked.

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::model::{EmailAddress, Registration};

use crate::error::StoreError;
use crate::registration::registration;
use crate::statements::statements;
use crate::transaction::Connected;

statements! {
    OF_ADDRESS = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration
        WHERE answers ->> '$.contact.email' = $1 OR answers ->> '$.way_back' = $1
        ORDER BY updated_at_ms DESC, id LIMIT 50";
    UNPROVEN_OF = "SELECT id, reference, program, ccn, version, state_body, answers FROM registration
        WHERE state = 'unproven' AND answers ->> '$.contact.email' = $1 AND state_body ->> '$.on' >= $2
        ORDER BY created_at_ms, id";
}

/// Finds registrations by the address letters about them go to.
#[async_trait]
pub trait WaysBack {
    /// Registrations whose contact, or whose saved way back, is this address; last saved first, at most 50.
    async fn registrations_of_address(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Vec<Registration>, StoreError>;
    /// Registrations sent on a day or later in this address's name that its owner has not confirmed, oldest first.
    async fn unproven_registrations_of(
        &mut self,
        email: &EmailAddress,
        since: Date,
    ) -> Result<Vec<Registration>, StoreError>;
}

#[async_trait]
impl<C: Connected> WaysBack for C {
    async fn registrations_of_address(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Vec<Registration>, StoreError> {
        let query = sqlx::query(OF_ADDRESS).bind(email.as_str());
        query.fetch_all(self.connection()).await?.iter().map(registration).collect()
    }

    async fn unproven_registrations_of(
        &mut self,
        email: &EmailAddress,
        since: Date,
    ) -> Result<Vec<Registration>, StoreError> {
        let query = sqlx::query(UNPROVEN_OF).bind(email.as_str()).bind(since.to_string());
        query.fetch_all(self.connection()).await?.iter().map(registration).collect()
    }
}
