//! What the program office reads across hospitals: where each stands in the program, and the means to work out totals.
//!
//! Nothing here is a finding. What leaves for partners goes through the core's small-group rule first; these methods
//! are the only ones that read hospitals' records without a scope, so they are few and in one place.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use holdfast_core::catalog::{MeasureId, OfferId, ProgramId};
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::decide::funnel::Reached;
use holdfast_core::decide::open_gates::{OpenGates, open_gates};
use holdfast_core::decide::posture::{Gate, GateState};
use holdfast_core::facts::{Attestation, Settlement};
use holdfast_core::model::{ApplicationId, Ccn, Claim, Reference, RegistrationId, Ruling, Stage, SupportId};

use crate::attestation;
use crate::claim::{self, ClaimRecord};
use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::Connected;

statements! {
    REGISTRATIONS = "SELECT id, reference, program, ccn, state, created_at_ms, updated_at_ms FROM registration
        WHERE program = $1 AND ($2 = '' OR state = $2) ORDER BY updated_at_ms DESC, id";
    CLAIMS = "SELECT seq, ccn, offer, moved, moved_on, moved_by, note, at_ms FROM claim_event ORDER BY ccn, offer, seq";
    FUNNEL = "SELECT ccn, stage, reached_on FROM funnel_event WHERE program = $1 ORDER BY ccn, reached_on, stage";
    SAID = "SELECT seq, ccn, fact, value, said_on FROM attestation WHERE ccn IS NOT NULL ORDER BY seq";
    SETTLED = "SELECT seq, ccn, fact, value, settled_on FROM settlement WHERE ccn IS NOT NULL ORDER BY seq";
    RULED = "SELECT seq, ccn, offer, clause, allows, reason, ruled_on FROM ruling ORDER BY seq";
    UNCOUNTED = "SELECT ccn FROM (
            SELECT ccn, state, json_extract(answers, '$.consent.count_in_totals') AS counted, row_number() OVER (
                PARTITION BY ccn ORDER BY state = 'validated' DESC, state IN ('submitted', 'asked_back') DESC,
                    updated_at_ms DESC, id DESC) AS place
            FROM registration WHERE program = $1 AND state NOT IN ('draft', 'unproven'))
        WHERE place = 1 AND (counted = 0 OR state = 'refused') ORDER BY ccn";
    SERVICES = "SELECT seq, ccn, body FROM own_services
        WHERE seq IN (SELECT max(seq) FROM own_services GROUP BY ccn) ORDER BY ccn";
    SIGNED_GATES = "SELECT seq, ccn, json_extract(body, '$.posture.gates') AS gates FROM sign_off
        WHERE seq IN (SELECT max(seq) FROM sign_off GROUP BY ccn) ORDER BY ccn";
    REGISTRATION_BY_REFERENCE = "SELECT id, ccn FROM registration WHERE reference = $1";
    APPLICATION_BY_REFERENCE = "SELECT id FROM application WHERE reference = $1";
    SUPPORT_BY_REFERENCE = "SELECT id FROM support_request WHERE reference = $1";
}

/// A registration as the office lists it: without its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationLine {
    /// Its id.
    pub id: RegistrationId,
    /// The number people read out.
    pub reference: Reference,
    /// Which hospital.
    pub ccn: Ccn,
    /// The key of its state.
    pub state: String,
    /// When it was begun.
    pub created_at_ms: i64,
    /// When it was last saved.
    pub updated_at_ms: i64,
}

/// What a reference number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A registration, of this hospital.
    Registration(RegistrationId, Ccn),
    /// An application.
    Application(ApplicationId),
    /// A request for help.
    Support(SupportId),
}

/// Reads across hospitals, for the program office alone.
#[async_trait]
pub trait Office {
    /// A program's registrations, in one state (its key) or any, last saved first.
    async fn office_registrations(
        &mut self,
        program: &ProgramId,
        state: Option<&str>,
    ) -> Result<Vec<RegistrationLine>, StoreError>;
    /// Where every offer that was ever moved stands, by hospital and offer.
    async fn office_claims(&mut self) -> Result<Vec<(Ccn, OfferId, Claim)>, StoreError>;
    /// Every offer that was ever moved, with its moves, by hospital and offer.
    async fn office_claim_records(&mut self) -> Result<Vec<(Ccn, ClaimRecord)>, StoreError>;
    /// Every stage every hospital reached in a program, by hospital.
    async fn office_funnel(&mut self, program: &ProgramId) -> Result<Vec<Reached>, StoreError>;
    /// What hospitals said about themselves, in the order of writing: to work out verdicts for a list or a total.
    async fn office_attestations(&mut self) -> Result<Vec<(Ccn, Attestation)>, StoreError>;
    /// What reviewers settled about hospitals, in the order of writing.
    async fn office_settlements(&mut self) -> Result<Vec<(Ccn, Settlement)>, StoreError>;
    /// How reviewers ruled, in the order of writing.
    async fn office_rulings(&mut self) -> Result<Vec<(Ccn, Ruling)>, StoreError>;
    /// Hospitals that did not agree to be counted in a program's totals: by the registration that counts, which is the
    /// validated one, else the last saved of those that wait. One whose registrations were all refused has agreed to nothing.
    /// What leaves for partners leaves them out.
    async fn office_uncounted(&mut self, program: &ProgramId) -> Result<Vec<Ccn>, StoreError>;
    /// What every hospital says of its own services and vendors now, by hospital. It never leaves for partners.
    async fn office_services(&mut self) -> Result<BTreeMap<Ccn, OwnServices>, StoreError>;
    /// At how many of these hospitals an assessor's newest signed posture has each of these gates open; never at which. Groups under the
    /// minimum do not leave this method.
    async fn office_open_gates(
        &mut self,
        gates: &[MeasureId],
        counted: &BTreeSet<Ccn>,
        min_group: u32,
    ) -> Result<OpenGates, StoreError>;
    /// What a reference number read out over the phone stands for.
    async fn find_reference(&mut self, reference: &Reference) -> Result<Option<Found>, StoreError>;
}

#[async_trait]
impl<C: Connected> Office for C {
    async fn office_registrations(
        &mut self,
        program: &ProgramId,
        state: Option<&str>,
    ) -> Result<Vec<RegistrationLine>, StoreError> {
        let query = sqlx::query(REGISTRATIONS).bind(program.as_str()).bind(state.unwrap_or(""));
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "registration", "id");
                Ok(RegistrationLine {
                    id: RegistrationId(at.get("id")?),
                    reference: at.parse("reference", Reference::parse)?,
                    ccn: at.must_ccn("ccn")?,
                    state: at.get("state")?,
                    created_at_ms: at.get("created_at_ms")?,
                    updated_at_ms: at.get("updated_at_ms")?,
                })
            })
            .collect()
    }

    async fn office_claims(&mut self) -> Result<Vec<(Ccn, OfferId, Claim)>, StoreError> {
        let records = self.office_claim_records().await?;
        Ok(records.into_iter().map(|(ccn, record)| (ccn, record.offer, record.claim)).collect())
    }

    async fn office_claim_records(&mut self) -> Result<Vec<(Ccn, ClaimRecord)>, StoreError> {
        let rows = sqlx::query(CLAIMS).fetch_all(self.connection()).await?;
        claim::fold(&rows)
    }

    async fn office_funnel(&mut self, program: &ProgramId) -> Result<Vec<Reached>, StoreError> {
        let rows = sqlx::query(FUNNEL).bind(program.as_str()).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "funnel_event", "ccn");
                Ok(Reached {
                    ccn: at.must_ccn("ccn")?,
                    stage: at.known("stage", Stage::from_key)?,
                    on: at.date("reached_on")?,
                })
            })
            .collect()
    }

    async fn office_attestations(&mut self) -> Result<Vec<(Ccn, Attestation)>, StoreError> {
        let rows = sqlx::query(SAID).fetch_all(self.connection()).await?;
        let ccn = |row| At::new(row, "attestation", "seq").must_ccn("ccn");
        rows.iter().map(|row| Ok((ccn(row)?, attestation::attestation(row)?))).collect()
    }

    async fn office_settlements(&mut self) -> Result<Vec<(Ccn, Settlement)>, StoreError> {
        let rows = sqlx::query(SETTLED).fetch_all(self.connection()).await?;
        let ccn = |row| At::new(row, "settlement", "seq").must_ccn("ccn");
        rows.iter().map(|row| Ok((ccn(row)?, attestation::settlement(row)?))).collect()
    }

    async fn office_rulings(&mut self) -> Result<Vec<(Ccn, Ruling)>, StoreError> {
        let rows = sqlx::query(RULED).fetch_all(self.connection()).await?;
        let ccn = |row| At::new(row, "ruling", "seq").must_ccn("ccn");
        rows.iter().map(|row| Ok((ccn(row)?, attestation::ruling(row)?))).collect()
    }

    async fn office_uncounted(&mut self, program: &ProgramId) -> Result<Vec<Ccn>, StoreError> {
        let rows = sqlx::query(UNCOUNTED).bind(program.as_str()).fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "registration", "ccn").must_ccn("ccn")).collect()
    }

    async fn office_services(&mut self) -> Result<BTreeMap<Ccn, OwnServices>, StoreError> {
        let rows = sqlx::query(SERVICES).fetch_all(self.connection()).await?;
        let services = |row| {
            let at = At::new(row, "own_services", "seq");
            Ok((at.must_ccn("ccn")?, at.json("body")?))
        };
        rows.iter().map(services).collect()
    }

    async fn office_open_gates(
        &mut self,
        gates: &[MeasureId],
        counted: &BTreeSet<Ccn>,
        min_group: u32,
    ) -> Result<OpenGates, StoreError> {
        let rows = sqlx::query(SIGNED_GATES).fetch_all(self.connection()).await?;
        let mut signed = Vec::with_capacity(rows.len());
        for row in &rows {
            let at = At::new(row, "sign_off", "seq");
            if counted.contains(&at.must_ccn("ccn")?) {
                let found: Vec<Gate> = at.json("gates")?;
                let open = found.into_iter().filter(|gate| gate.state == GateState::Open);
                signed.push(open.map(|gate| gate.measure).collect());
            }
        }
        Ok(open_gates(&signed, gates, min_group))
    }

    async fn find_reference(&mut self, reference: &Reference) -> Result<Option<Found>, StoreError> {
        let text = reference.to_string();
        let row =
            sqlx::query(REGISTRATION_BY_REFERENCE).bind(&text).fetch_optional(self.connection()).await?;
        if let Some(row) = row {
            let at = At::new(&row, "registration", "id");
            return Ok(Some(Found::Registration(RegistrationId(at.get("id")?), at.must_ccn("ccn")?)));
        }
        let id = sqlx::query_scalar(APPLICATION_BY_REFERENCE)
            .bind(&text)
            .fetch_optional(self.connection())
            .await?;
        if let Some(id) = id {
            return Ok(Some(Found::Application(ApplicationId(id))));
        }
        let id =
            sqlx::query_scalar(SUPPORT_BY_REFERENCE).bind(&text).fetch_optional(self.connection()).await?;
        Ok(id.map(|id| Found::Support(SupportId(id))))
    }
}
