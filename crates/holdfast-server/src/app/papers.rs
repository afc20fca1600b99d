//! A hospital's papers: what the board, the insurer and the regulator each ask for, made from what is kept here.
//!
//! What a paper says is the core's, how it looks the report crate's. Here the record is read, and who made a paper is noted.

use holdfast_core::Date;
use holdfast_core::decide::care::AtStake;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::paper::insurer::{self, InsurerSheet};
use holdfast_core::decide::paper::{Given, Subject, digest, practices};
use holdfast_core::decide::plan::{Means, Plan, draft};
use holdfast_core::decide::posture::{Posture, Record, assess};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{AcceptedPlan, AccountId, HospitalScope};
use holdfast_report::{Format, MakeError, Paper, seal};
use jiff::Span;
use ring::signature::Ed25519KeyPair;
use serde_json::json;

use super::audit::By;
use super::facts::subject;
use super::{App, AppError};
use crate::paper_key;

/// A paper as a file.
#[derive(Clone, Debug)]
pub struct PaperFile {
    /// The name to save it under.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the list of papers says before one is made.
#[derive(Clone, Debug)]
pub struct PapersList {
    /// The hospital's entry in the directory.
    pub listed: Listed,
    /// The day the papers speak of.
    pub day: Date,
    /// Whether anything is known of the hospital's safeguards by then.
    pub is_known: bool,
    /// Whether there is a plan to write down.
    pub has_plan: bool,
    /// The insurer's answers: those that nobody should sign as they are.
    pub insurer: InsurerSheet,
    /// The public key that seals are made with, in hex; `None` when there is none to use now.
    pub public_key: Option<String>,
}

/// All that papers are made from, owned, so that making one can leave the thread that answers people.
struct Sources {
    hospital: Subject,
    record: Record,
    posture: Posture,
    earlier: Option<Posture>,
    means: Means,
    draft: Option<Plan>,
    accepted: Option<AcceptedPlan>,
    /// Looked up for the papers that say it.
    at_stake: Option<AtStake>,
}

impl Sources {
    /// What one paper is made from. What is asked of a board is what should be done next; everybody else gets what was agreed.
    fn given<'g>(&'g self, catalog: &'g holdfast_core::catalog::Catalog, paper: Option<Paper>) -> Given<'g> {
        let accepted = self.accepted.as_ref().map(|a| &a.plan);
        let plan = match paper {
            Some(Paper::Board) => self.draft.as_ref().or(accepted),
            _ => accepted.or(self.draft.as_ref()),
        };
        Given {
            catalog,
            hospital: &self.hospital,
            record: &self.record,
            posture: &self.posture,
            earlier: self.earlier.as_ref(),
            means: Some(&self.means),
            plan,
            promised: accepted,
            at_stake: self.at_stake.as_ref(),
        }
    }
}

impl App {
    /// What the list of papers shows, as of today or an earlier day.
    pub async fn papers(&self, scope: HospitalScope, as_of: Option<Date>) -> Result<PapersList, AppError> {
        let (listed, sources) = self.paper_sources(scope, as_of).await?;
        Ok(PapersList {
            listed,
            day: as_of.unwrap_or_else(|| self.today()),
            is_known: sources.record.is_known_at(sources.posture.as_of),
            has_plan: sources.draft.is_some() || sources.accepted.is_some(),
            insurer: insurer::sheet(&sources.given(&self.catalog, Some(Paper::Insurer))),
            public_key: self.paper_key().ok().map(|key| paper_key::public(&key)),
        })
    }

    /// Makes one paper, as of today or an earlier day. `by` is kept with which paper it was; `None` for the command line.
    pub async fn paper(
        &self,
        scope: HospitalScope,
        by: Option<AccountId>,
        paper: Paper,
        format: Option<Format>,
        as_of: Option<Date>,
    ) -> Result<PaperFile, AppError> {
        let format = format.unwrap_or(paper.formats()[0]);
        let (_, mut sources) = self.paper_sources(scope, as_of).await?;
        let day = as_of.unwrap_or_else(|| self.today());
        // Who loses care is reckoned from the directory as it is; a paper of an earlier day does not claim to have known it.
        if matches!(paper, Paper::Board | Paper::Plan) && day == self.today() {
            sources.at_stake = self.at_stake(scope).await?;
        }
        let catalog = self.catalog.clone();
        let made =
            tokio::task::spawn_blocking(move || paper.make(format, &sources.given(&catalog, Some(paper))));
        let made = made.await.map_err(|e| AppError::Broken { what: format!("a paper: {e}") })?;
        let bytes = made.map_err(|e| match e {
            MakeError::NotAs(_) => AppError::not_found(format!("There is no such file: {e}.")),
            MakeError::NoPlan => {
                AppError::refused("There is no plan yet. Say on the plan's page what the hospital can carry.")
            }
            MakeError::Report(_) | MakeError::Json(_) => AppError::Broken { what: format!("a paper: {e}") },
        })?;
        let mut write = self.store.write().await?;
        let detail = json!({ "paper": paper.key(), "as": format.key(), "day": day.to_string() });
        let who = by.map_or(By::System, By::Account);
        self.audit(&mut write, who, "paper.make", &subject(scope), detail).await?;
        write.commit().await?;
        Ok(PaperFile {
            name: format!("{}-{}-{day}.{}", scope.ccn(), paper.key(), format.key()),
            media_type: format.media_type(),
            bytes,
        })
    }

    /// Signs the twelve months of practices as data: the seal to keep beside them.
    pub async fn practices_seal(
        &self,
        scope: HospitalScope,
        by: Option<AccountId>,
        as_of: Option<Date>,
    ) -> Result<PaperFile, AppError> {
        let (_, sources) = self.paper_sources(scope, as_of).await?;
        let day = as_of.unwrap_or_else(|| self.today());
        let record = practices::record(&sources.given(&self.catalog, Some(Paper::Practices)));
        let seal = seal::seal(&digest(&record), &self.paper_key()?, self.clock.now());
        let mut bytes = serde_json::to_vec_pretty(&seal)
            .map_err(|e| AppError::Broken { what: format!("a seal: {e}") })?;
        bytes.push(b'\n');
        let mut write = self.store.write().await?;
        let detail = json!({ "paper": "practices", "digest": seal.digest, "day": day.to_string() });
        let who = by.map_or(By::System, By::Account);
        self.audit(&mut write, who, "paper.sign", &subject(scope), detail).await?;
        write.commit().await?;
        Ok(PaperFile {
            name: format!("{}-practices-{day}.seal.json", scope.ccn()),
            media_type: Format::Json.media_type(),
            bytes,
        })
    }

    fn paper_key(&self) -> Result<Ed25519KeyPair, AppError> {
        let path = self.config.server.papers_key_file();
        paper_key::read_or_make(&path, &*self.entropy)
            .map_err(|e| AppError::Sealed { what: super::chain(&e) })
    }

    async fn paper_sources(
        &self,
        scope: HospitalScope,
        as_of: Option<Date>,
    ) -> Result<(Listed, Sources), AppError> {
        let today = self.today();
        if as_of.is_some_and(|day| day > today) {
            return Err(AppError::refused("That day is still to come. Choose today or an earlier day."));
        }
        let file = self.plan_file(scope).await?;
        let day = as_of.unwrap_or(today);
        let moment = self.moment_of(day);
        let posture = assess(&self.catalog, &file.record, moment);
        // A quarter is what boards meet by.
        let before = self.moment_of(day.checked_sub(Span::new().months(3)).unwrap_or(day));
        let earlier = file.record.is_known_at(before).then(|| assess(&self.catalog, &file.record, before));
        let plans = file.current.into_iter().chain(file.earlier).map(|p| p.accepted);
        let accepted = plans.filter(|p| p.at <= moment).max_by_key(|p| (p.at, p.id));
        let draft = file.is_said.then(|| draft(&self.catalog, &posture, &file.means));
        let row = &file.listed.hospital;
        let hospital = Subject {
            name: Some(display_case(&row.name)),
            ccn: Some(row.ccn),
            city: Some(display_case(&row.city)),
            state: Some(row.state),
        };
        let sources = Sources {
            hospital,
            record: file.record,
            posture,
            earlier,
            means: file.means,
            draft,
            accepted,
            at_stake: None,
        };
        Ok((file.listed, sources))
    }
}
