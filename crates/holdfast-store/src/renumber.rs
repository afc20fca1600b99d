//! Moves a hospital's place in the program to the number it has now, after a person found that the two are one hospital.
//!
//! What is only added to (statements, settlements, rulings, moves of offers) is written again under the new number and
//! stays readable under the old one; the rest goes over, an assessment with all it rests on and security cases too. It does not judge whether the numbers are one hospital.

use holdfast_core::Date;
use holdfast_core::model::{AccountId, Ccn, ClaimEvent, ClaimMove, HospitalScope};

use crate::account::Accounts;
use crate::claim::Claims;
use crate::error::StoreError;
use crate::registration::Registrations;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    REGISTRATIONS = "UPDATE registration SET ccn = $2, version = version + 1, updated_at_ms = $3 WHERE ccn = $1";
    CASES = "UPDATE review_case SET ccn = $2 WHERE ccn = $1 AND state IN ('open', 'asked_back')";
    HELP = "UPDATE support_request SET ccn = $2 WHERE ccn = $1";
    TASKS = "UPDATE task_done SET ccn = $2 WHERE ccn = $1";
    STAGES = "UPDATE funnel_event SET ccn = $2 WHERE ccn = $1";
    JOINS = "UPDATE join_request SET ccn = $2 WHERE ccn = $1";
    SYSTEM = "UPDATE health_system_member SET ccn = $2 WHERE ccn = $1";
    // What the public list itself says anew of the number is not carried over: it would stand against the list.
    SAID = "INSERT INTO attestation (ccn, fact, value, said_on, said_by, at_ms)
        SELECT $2, fact, value, said_on, said_by, at_ms FROM attestation
        WHERE ccn = $1 AND fact NOT IN ('hospital_type', 'cah', 'reh') ORDER BY seq";
    SETTLED = "INSERT INTO settlement (ccn, fact, value, settled_on, settled_by, at_ms)
        SELECT $2, fact, value, settled_on, settled_by, at_ms FROM settlement
        WHERE ccn = $1 AND fact NOT IN ('hospital_type', 'cah', 'reh') ORDER BY seq";
    RULED = "INSERT INTO ruling (ccn, offer, clause, allows, reason, ruled_on, ruled_by, at_ms)
        SELECT $2, offer, clause, allows, reason, ruled_on, ruled_by, at_ms FROM ruling WHERE ccn = $1 ORDER BY seq";
    MOVED = "INSERT INTO claim_event (ccn, offer, moved, moved_on, moved_by, note, at_ms)
        SELECT $2, offer, moved, moved_on, moved_by, note, at_ms FROM claim_event WHERE ccn = $1 ORDER BY seq";
    EVIDENCE = "UPDATE evidence SET ccn = $2 WHERE ccn = $1";
    EVIDENCE_FILES = "UPDATE evidence_file SET ccn = $2 WHERE ccn = $1";
    ANSWERS = "UPDATE answer SET ccn = $2 WHERE ccn = $1";
    EXCEPTIONS = "UPDATE safeguard_exception SET ccn = $2 WHERE ccn = $1";
    RESOLUTIONS = "UPDATE resolution SET ccn = $2 WHERE ccn = $1";
    PARTS = "UPDATE assessment_part SET ccn = $2 WHERE ccn = $1";
    SIGN_OFFS = "UPDATE sign_off SET ccn = $2 WHERE ccn = $1";
    MEANS = "UPDATE plan_means SET ccn = $2 WHERE ccn = $1";
    PLAN_ORDER = "UPDATE plan_order SET ccn = $2 WHERE ccn = $1";
    PLANS = "UPDATE accepted_plan SET ccn = $2 WHERE ccn = $1";
    PLAN_TASKS = "UPDATE plan_task SET ccn = $2 WHERE ccn = $1";
    UPLOADS = "UPDATE hunt_upload SET ccn = $2 WHERE ccn = $1";
    INCIDENTS = "UPDATE incident SET ccn = $2 WHERE ccn = $1";
    DETECTIONS = "UPDATE detection SET ccn = $2 WHERE ccn = $1";
    MACHINES = "UPDATE care_machine SET ccn = $2 WHERE ccn = $1";
    DEVICES = "UPDATE device SET ccn = $2 WHERE ccn = $1";
    PIN_RULES = "UPDATE pin_rule SET ccn = $2 WHERE ccn = $1";
    POLICY = "UPDATE device_policy SET ccn = $2 WHERE ccn = $1";
    SERVICES = "UPDATE own_services SET ccn = $2 WHERE ccn = $1";
    COHORT_SEATS = "UPDATE cohort_seat SET ccn = $2 WHERE ccn = $1";
    BADGES = "UPDATE badge SET ccn = $2 WHERE ccn = $1";
    CERTIFICATES = "UPDATE certificate SET ccn = $2 WHERE ccn = $1";
    LEARNERS = "UPDATE learner SET ccn = $2 WHERE ccn = $1";
    ROSTERS = "UPDATE staff_roster_change SET ccn = $2 WHERE ccn = $1";
    MAIL_REPORTS = "UPDATE mail_report SET ccn = $2 WHERE ccn = $1";
    MAIL_POOL = "UPDATE mail_pool_word SET ccn = $2 WHERE ccn = $1";
    // Staff have the address of the number they knew.
    END_MAIL_CODE = "DELETE FROM mail_code WHERE ccn = $2 AND $1 IN (SELECT ccn FROM mail_code)";
    MAIL_CODE = "UPDATE mail_code SET ccn = $2 WHERE ccn = $1";
    ENROLMENT = "UPDATE enrolment_token SET ccn = $2 WHERE ccn = $1";
    GIVE_ROLES = "INSERT INTO role_grant (account_id, role, ccn, granted_at_ms, granted_by)
        SELECT account_id, role, $2, $3, $4 FROM role_grant WHERE ccn = $1 AND revoked_at_ms IS NULL ORDER BY seq";
    TAKE_ROLES = "UPDATE role_grant SET revoked_at_ms = $2 WHERE ccn = $1 AND revoked_at_ms IS NULL";
    END_LINKS = "UPDATE link_token SET expires_at_ms = $2
        WHERE json_extract(body, '$.ccn') = $1 AND used_at_ms IS NULL AND expires_at_ms > $2";
}

/// Statements that take a row from one number to the other.
const GO_OVER: &[&str] = &[
    CASES,
    HELP,
    TASKS,
    STAGES,
    JOINS,
    SYSTEM,
    SAID,
    SETTLED,
    RULED,
    MOVED,
    EVIDENCE,
    EVIDENCE_FILES,
    ANSWERS,
    EXCEPTIONS,
    RESOLUTIONS,
    PARTS,
    SIGN_OFFS,
    MEANS,
    PLAN_ORDER,
    PLANS,
    PLAN_TASKS,
    UPLOADS,
    INCIDENTS,
    DETECTIONS,
    MACHINES,
    DEVICES,
    BADGES,
    CERTIFICATES,
    MAIL_REPORTS,
    MAIL_POOL,
    END_MAIL_CODE,
    MAIL_CODE,
    ENROLMENT,
    PIN_RULES,
    POLICY,
    SERVICES,
    LEARNERS,
    ROSTERS,
    COHORT_SEATS,
];

impl Write {
    /// Moves everything kept of a hospital from one number to another. `false`, and nothing moved, when somebody holds a
    /// role, a registration or an offer under the new one.
    ///
    /// Settled cases stay under the old number, and offers are let go there, so that none counts twice. Links that lead to
    /// the old number end.
    pub async fn renumber_hospital(
        &mut self,
        from: HospitalScope,
        to: HospitalScope,
        by: AccountId,
        on: Date,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let taken = !self.registrations(to).await?.is_empty()
            || !self.people(to).await?.is_empty()
            || !self.claims(to).await?.is_empty();
        if taken {
            return Ok(false);
        }
        let (old, new) = (text(from.ccn()), text(to.ccn()));
        let claims = self.claims(from).await?;
        for statement in GO_OVER {
            sqlx::query(*statement).bind(&old).bind(&new).execute(self.connection()).await?;
        }
        sqlx::query(REGISTRATIONS).bind(&old).bind(&new).bind(now_ms).execute(self.connection()).await?;
        sqlx::query(GIVE_ROLES)
            .bind(&old)
            .bind(&new)
            .bind(now_ms)
            .bind(by.0)
            .execute(self.connection())
            .await?;
        sqlx::query(TAKE_ROLES).bind(&old).bind(now_ms).execute(self.connection()).await?;
        sqlx::query(END_LINKS).bind(&old).bind(now_ms).execute(self.connection()).await?;
        for claim in claims {
            let event = ClaimEvent { moved: ClaimMove::LetGo, on };
            let note = format!("goes on under {new}");
            // One that was let go or ran out has nothing to let go, and that is well.
            let _ = self.move_claim(from, &claim.offer, event, Some(by), &note, now_ms).await?;
        }
        Ok(true)
    }
}

fn text(ccn: Ccn) -> String {
    ccn.as_str().to_owned()
}
