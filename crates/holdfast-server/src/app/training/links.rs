//! Links to learn by, handed out: mailed to those with an address, printed on badges for the others, ended when somebody asks.
//!
//! The portal keeps a digest of a link and never the link, so each mail and each badge has one of its own. What a link opens is
//! [`super::learn`]'s work, how its mail reads [`super::remind`]'s.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::decide::paper::training::BadgeCard;
use holdfast_core::model::{HospitalScope, Learner, LearnerId};
use holdfast_report::badge_sheet_pdf;
use holdfast_store::nouns::*;
use jiff::Timestamp;
use serde_json::json;

use super::progress::nobody;
use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, PaperFile, Speaker};
use crate::entropy::{Token, token};

/// Most badges of one sheet. Each makes a link, and a larger sheet is slow to make and to print.
pub const MOST_BADGES: usize = 400;
/// Mails queued in one write, so that nobody waits for the store.
const A_WRITE: usize = 200;

/// Whom links are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everybody on the roster without a mail address.
    WithoutMail,
    /// Everybody of one department.
    Department(String),
    /// One person.
    One(LearnerId),
}

/// How links stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinksStand {
    /// People on the roster.
    pub n_people: usize,
    /// Of these, people with a mail address.
    pub n_mail: usize,
    /// Of these, people with a mail address whom nobody has written to.
    pub n_mail_new: usize,
    /// People without a mail address.
    pub n_without_mail: usize,
    /// People with any link that works.
    pub n_linked: usize,
    /// Departments, each with how many people it has.
    pub departments: Vec<(String, usize)>,
}

/// What came of mailing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mailed {
    /// People written to.
    pub n_mailed: usize,
    /// People with an address who were written to today already.
    pub n_today: usize,
}

/// What came of mailing one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneMailed {
    /// A mail with a new link is in the queue.
    Queued,
    /// They were written to today already. No link was made.
    Today,
    /// The roster has no mail address of theirs. No link was made.
    NoAddress,
}

impl App {
    /// How a hospital's links stand.
    pub async fn links_stand(&self, scope: HospitalScope) -> Result<LinksStand, AppError> {
        let mut read = self.store.read().await?;
        let learners = read.learners(scope).await?;
        let linked = read.learner_links(scope).await?;
        let mailed = read.last_mailed(scope).await?;
        Ok(stand(&learners, &linked, &mailed))
    }

    /// Mails a link of their own to everybody with an address: to those nobody has written to, or to all. Nobody is written to twice on one
    /// day, so that a button pressed twice sends nothing more.
    pub async fn mail_links(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        again: bool,
    ) -> Result<Mailed, AppError> {
        let today = self.today();
        let (learners, mailed) = {
            let mut read = self.store.read().await?;
            (read.learners(scope).await?, read.last_mailed(scope).await?)
        };
        let with_mail = learners.iter().filter(|l| l.is_listed() && l.person.email.is_some());
        let is_today = |l: &&Learner| mailed.get(&l.id).is_some_and(|on| *on >= today);
        let (skipped, rest): (Vec<&Learner>, Vec<&Learner>) = with_mail.partition(is_today);
        let rest = rest.into_iter().filter(|l| again || !mailed.contains_key(&l.id));
        let to: Vec<LearnerId> = rest.map(|l| l.id).collect();
        let mut all = Mailed { n_mailed: 0, n_today: skipped.len() };
        for some in to.chunks(A_WRITE) {
            let of_these = self.mail_some(scope, by, some, again).await?;
            all.n_mailed += of_these.n_mailed;
            all.n_today += of_these.n_today;
        }
        Ok(all)
    }

    /// Mails one person a link, where they have an address and were not written to today.
    pub async fn mail_link(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        learner: LearnerId,
    ) -> Result<OneMailed, AppError> {
        let (learner, mailed) = {
            let mut read = self.store.read().await?;
            let learner = read.learner(scope, learner).await?.filter(Learner::is_listed);
            (learner.ok_or_else(nobody)?, read.last_mailed(scope).await?)
        };
        if learner.person.email.is_none() {
            return Ok(OneMailed::NoAddress);
        }
        if mailed.get(&learner.id).is_some_and(|on| *on >= self.today()) {
            return Ok(OneMailed::Today);
        }
        Ok(match self.mail_some(scope, by, &[learner.id], true).await? {
            Mailed { n_mailed: 0, n_today: 0 } => OneMailed::NoAddress,
            Mailed { n_mailed: 0, .. } => OneMailed::Today,
            Mailed { .. } => OneMailed::Queued,
        })
    }

    /// Mails those of them who still are to be mailed. It looks again, since the same button may have been pressed twice, or another roster
    /// come in.
    async fn mail_some(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        some: &[LearnerId],
        again: bool,
    ) -> Result<Mailed, AppError> {
        let today = self.today();
        let mut write = self.store.write().await?;
        let mailed = write.last_mailed(scope).await?;
        let mut all = Mailed::default();
        for id in some {
            let last = mailed.get(id).copied();
            if last.is_some_and(|on| on >= today) {
                all.n_today += 1;
                continue;
            }
            if last.is_some() && !again {
                continue;
            }
            let learner = write.learner(scope, *id).await?.filter(Learner::is_listed);
            let Some(learner) = learner else { continue };
            all.n_mailed += usize::from(self.invite_learner(&mut write, scope, &learner, by.account).await?);
        }
        if all.n_mailed > 0 {
            let detail = json!({ "how": "mail", "n": all.n_mailed });
            let what = "training.link";
            write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        Ok(all)
    }

    /// A sheet of badges, each with a new link. Refused where somebody left the roster while it was drawn; then no link is kept.
    pub async fn badges(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        whom: &Whom,
    ) -> Result<PaperFile, AppError> {
        let learners = self.store.read().await?.learners(scope).await?;
        let mut to: Vec<&Learner> = learners.iter().filter(|l| l.is_listed() && is_meant(l, whom)).collect();
        if to.is_empty() {
            return Err(AppError::refused("Nobody on the roster is like that. Choose others."));
        }
        if to.len() > MOST_BADGES {
            return Err(AppError::refused(format!(
                "These are {} people, and a sheet has {MOST_BADGES} badges at most. Choose one department at a time.",
                to.len()
            )));
        }
        to.sort_by_cached_key(|l| (l.person.department.to_lowercase(), l.person.name.to_lowercase(), l.id));
        let tokens: Vec<Token> = to.iter().map(|_| token(&*self.entropy)).collect();
        let card = |(learner, token): (&&Learner, &Token)| BadgeCard {
            name: learner.person.name.clone(),
            department: learner.person.department.clone(),
            url: self.link(&format!("/learn/{}", token.reveal())),
            language: learner.person.language,
        };
        let cards: Vec<BadgeCard> = to.iter().zip(&tokens).map(card).collect();
        let made = tokio::task::spawn_blocking(move || badge_sheet_pdf(&cards));
        let made = made.await.map_err(|e| AppError::Broken { what: format!("badges: {e}") })?;
        let bytes = made.map_err(|e| AppError::Broken { what: format!("badges: {e}") })?;
        // Drawing takes a second, in which nobody else's write has to wait.
        let links = to.iter().zip(&tokens).map(|(l, token)| (l.id, token.hash().as_str().to_owned()));
        let links: Vec<(LearnerId, String)> = links.collect();
        let mut write = self.store.write().await?;
        let n = write.issue_badge_links(scope, &links, Some(by.account), self.clock.now()).await?;
        if n < links.len() {
            return Err(AppError::Conflict {
                what: "Somebody on the sheet has just left the roster. Save the badges again.".to_owned(),
            });
        }
        let detail = json!({ "how": "badge", "n": n });
        let what = "training.link";
        write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        let name = format!("{}-badges-{}.pdf", scope.ccn(), self.today());
        Ok(PaperFile { name, media_type: "application/pdf", bytes })
    }

    /// Ends every link of a person. False when none worked.
    pub async fn end_learner_links(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        learner: LearnerId,
    ) -> Result<bool, AppError> {
        let mut write = self.store.write().await?;
        let learner = write.learner(scope, learner).await?.ok_or_else(nobody)?;
        let n = write.end_learner_links(scope, Some(learner.id), self.clock.now()).await?;
        if n > 0 {
            let detail = json!({ "n": n });
            let what = "training.end_links";
            write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
            write.commit().await?;
        }
        Ok(n > 0)
    }
}

fn is_meant(learner: &Learner, whom: &Whom) -> bool {
    match whom {
        Whom::WithoutMail => learner.person.email.is_none(),
        Whom::Department(name) => learner.person.department == *name,
        Whom::One(id) => learner.id == *id,
    }
}

fn stand(
    learners: &[Learner],
    linked: &BTreeMap<LearnerId, Timestamp>,
    mailed: &BTreeMap<LearnerId, Date>,
) -> LinksStand {
    let mut stand = LinksStand::default();
    let mut departments: BTreeMap<&str, usize> = BTreeMap::new();
    for learner in learners.iter().filter(|l| l.is_listed()) {
        let has_mail = learner.person.email.is_some();
        stand.n_people += 1;
        stand.n_mail += usize::from(has_mail);
        stand.n_mail_new += usize::from(has_mail && !mailed.contains_key(&learner.id));
        stand.n_without_mail += usize::from(!has_mail);
        stand.n_linked += usize::from(linked.contains_key(&learner.id));
        *departments.entry(&learner.person.department).or_default() += 1;
    }
    departments.remove("");
    stand.departments = departments.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    stand
}
