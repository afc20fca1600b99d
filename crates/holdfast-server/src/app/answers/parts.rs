//! People invited by mail to one part of a hospital's assessment: named, written to, let in by a button, ended.
//!
//! The link needs no account and opens that part of that hospital alone. Naming somebody else ends the link before it, and
//! whatever was opened with it.

use holdfast_core::catalog::Knows;
use holdfast_core::model::{Ccn, EmailAddress, HospitalScope, Part};
use holdfast_store::{Link, Tokens, Write};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Answerer;
use crate::app::audit::{By, about_hospital};
use crate::app::registration::{DAY_MS, body, parse_body, scope_of};
use crate::app::{App, AppError};
use crate::auth::Actor;
use crate::entropy::{self, Token, TokenHash};

/// Purpose of the mailed link.
const PART_LINK: &str = "assessment-part";
/// Purpose of the token in the cookie of whoever opened it.
const PART_HELD: &str = "assessment-part-held";
/// Days a mailed link works.
pub const PART_LINK_DAYS: i64 = 30;

#[derive(Serialize, Deserialize)]
struct LinkBody {
    ccn: Ccn,
    knows: Knows,
    name: String,
    ends_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct HeldBody {
    ccn: Ccn,
    knows: Knows,
    name: String,
}

/// What a mailed link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartBehind {
    /// The hospital.
    pub hospital: String,
    /// The part.
    pub knows: Knows,
    /// The name of whoever was invited.
    pub name: String,
}

/// A part somebody has opened by its link.
#[derive(Clone, Debug)]
pub struct HeldPart {
    /// Its hospital. Nothing but the questions of the part is read through it.
    pub scope: HospitalScope,
    /// The hospital's name.
    pub hospital: String,
    /// The part.
    pub knows: Knows,
    /// The name they gave.
    pub name: String,
}

impl HeldPart {
    /// Them, as they stand beside an answer.
    pub fn answerer(&self) -> Answerer {
        Answerer::invited(&self.name, self.knows)
    }
}

impl App {
    /// Names who is asked a part's questions, and writes to them. Whoever was asked before can no longer answer.
    pub async fn ask_for_part(
        &self,
        scope: HospitalScope,
        by: &Actor,
        knows: Knows,
        name: &str,
        email: &EmailAddress,
    ) -> Result<(), AppError> {
        self.check_not_too_many_letters(by.account)?;
        let now_ms = self.now_ms();
        let ends_ms = now_ms + PART_LINK_DAYS * DAY_MS;
        let mut write = self.store.write().await?;
        self.end_part_links(&mut write, scope, knows).await?;
        let part =
            Part { knows, name: name.to_owned(), email: email.to_string(), invited_at: self.clock.now() };
        write.put_part(scope, &part, Some(by.account)).await?;
        let token = entropy::token(&*self.entropy);
        let kept = body(&LinkBody { ccn: scope.ccn(), knows, name: name.to_owned(), ends_ms })?;
        write.add_link(token.hash().as_str(), PART_LINK, &kept, now_ms, ends_ms).await?;
        let detail = json!({ "part": knows.key() });
        let subject = about_hospital(scope.ccn());
        self.audit(&mut write, By::Account(by.account), "assessment.ask", &subject, detail).await?;
        self.post_part_letter(&mut write, email, &token).await?;
        write.commit().await?;
        Ok(())
    }

    /// The letter names no hospital and nobody; the page behind its link does, to whoever holds the link.
    async fn post_part_letter(
        &self,
        write: &mut Write,
        to: &EmailAddress,
        token: &Token,
    ) -> Result<(), AppError> {
        let program = &self.config.program.name;
        let mut letter = self.note(
            "assessment-part",
            "A few questions that you can answer best / Unas preguntas que usted sabe responder",
            vec![
                format!(
                    "A hospital checks how well it is protected against attacks on its computers, with {program}. It asks \
                     you the part that you know best. You need no account, and each answer is kept as you go."
                ),
                "Un hospital revisa qué tan protegido está contra ataques a sus computadoras y le hace a usted las \
                 preguntas que mejor conoce. No necesita una cuenta, y cada respuesta se guarda al momento."
                    .to_owned(),
            ],
        );
        letter.link = Some((
            "Open the questions / Abrir las preguntas".to_owned(),
            self.link(&format!("/questions/open/{}", token.reveal())),
        ));
        letter.small_print = Some(format!(
            "The link works for {PART_LINK_DAYS} days, as often as you like. Whoever has it can answer in your place, so do \
             not pass it on. If you do not know why you got this letter, ask your manager. / El enlace funciona \
             {PART_LINK_DAYS} días. No lo comparta."
        ));
        self.post(write, to, &letter).await?;
        Ok(())
    }

    /// Leaves a part with nobody invited; the link ends. False when nobody was.
    pub async fn stop_asking(
        &self,
        scope: HospitalScope,
        by: &Actor,
        knows: Knows,
    ) -> Result<bool, AppError> {
        let mut write = self.store.write().await?;
        self.end_part_links(&mut write, scope, knows).await?;
        let was = write.take_part(scope, knows).await?;
        if was {
            let detail = json!({ "part": knows.key() });
            let subject = about_hospital(scope.ccn());
            self.audit(&mut write, By::Account(by.account), "assessment.stop-asking", &subject, detail)
                .await?;
        }
        write.commit().await?;
        Ok(was)
    }

    /// Ends the mailed links of a part, and the cookies of everybody who opened one.
    async fn end_part_links(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        knows: Knows,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        for purpose in [PART_LINK, PART_HELD] {
            for link in write.open_links(purpose, Some(scope.ccn()), now_ms).await? {
                if link.body.get("knows").and_then(|k| k.as_str()) == Some(knows.key()) {
                    write.end_link(&link.token_hash, purpose, now_ms).await?;
                }
            }
        }
        Ok(())
    }

    /// What a mailed link leads to. Nothing changes.
    pub async fn part_behind(&self, token: &TokenHash) -> Result<PartBehind, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), PART_LINK, self.now_ms()).await? else {
            return Err(AppError::DeadLink);
        };
        let LinkBody { ccn, knows, name, .. } = parse_body(kept)?;
        Ok(PartBehind { hospital: self.hospital_name(ccn), knows, name })
    }

    /// Opens a part by its mailed link: gives the token for this machine's cookie. The link goes on working, because people
    /// change machines.
    pub async fn open_part(&self, token: &TokenHash, name: &str) -> Result<(Token, i64), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let Link::Good(kept) = write.link(token.as_str(), PART_LINK, now_ms).await? else {
            return Err(AppError::DeadLink);
        };
        let LinkBody { ccn, knows, ends_ms, .. } = parse_body(kept)?;
        let held = entropy::token(&*self.entropy);
        let kept = body(&HeldBody { ccn, knows, name: name.to_owned() })?;
        write.add_link(held.hash().as_str(), PART_HELD, &kept, now_ms, ends_ms).await?;
        write.commit().await?;
        Ok((held, (ends_ms - now_ms) / 1000))
    }

    /// The part behind a cookie; `None` when it ran out, was ended, or never was.
    pub async fn held_part(&self, token: &TokenHash) -> Result<Option<HeldPart>, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), PART_HELD, self.now_ms()).await? else {
            return Ok(None);
        };
        let HeldBody { ccn, knows, name } = parse_body(kept)?;
        Ok(Some(HeldPart { scope: scope_of(ccn), hospital: self.hospital_name(ccn), knows, name }))
    }

    /// Ends the token of a cookie, as when somebody leaves a shared computer. The mailed link goes on working.
    pub async fn leave_part(&self, token: &TokenHash) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        write.end_link(token.as_str(), PART_HELD, self.now_ms()).await?;
        write.commit().await?;
        Ok(())
    }
}
