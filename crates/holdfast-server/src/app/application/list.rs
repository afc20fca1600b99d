//! The applications to a program, for its office: who applied, when, and where each stands. Drafts are only counted,
//! because nobody has sent them.

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::{Program, ProgramId};
use holdfast_core::decide::application::{name, said};
use holdfast_core::facts::FactKind;
use holdfast_core::model::{ApplicationId, ApplicationState, Case, CaseId, CaseKind, Reference};
use holdfast_store::{Applications, CaseFilter, Cases};

use crate::app::{App, AppError};

/// Cases read at most.
const MOST_CASES: u32 = 10_000;

/// One application that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// The number people read out.
    pub reference: Reference,
    /// Who applies.
    pub name: String,
    /// What kind of organization, in words.
    pub kind: Option<String>,
    /// The focus area, in words.
    pub focus: Option<String>,
    /// The key of its state.
    pub state: &'static str,
    /// Since when it stands there.
    pub since: Date,
    /// When it was first sent.
    pub sent_on: Option<Date>,
    /// The day by which the program means to decide.
    pub target_on: Option<Date>,
    /// The reviewers' case.
    pub case: Option<CaseId>,
}

/// The applications to one program.
#[derive(Clone, Debug)]
pub struct OfficeApplications<'a> {
    /// The program.
    pub program: &'a Program,
    /// The applications: waiting ones first, by target date.
    pub rows: Vec<ApplicationRow>,
    /// How many stand in each state, drafts too, by the state's key.
    pub n_by_state: BTreeMap<String, u32>,
}

impl ApplicationRow {
    /// Whether no decision stands.
    pub fn waits(&self) -> bool {
        matches!(self.state, "submitted" | "asked_back")
    }
}

impl App {
    /// The applications sent to a program, in one state (its key) or any.
    pub async fn office_applications(
        &self,
        program: &str,
        state: Option<&str>,
    ) -> Result<OfficeApplications<'_>, AppError> {
        let (program, form) = self.program_by_form(program)?;
        let mut read = self.store.read().await?;
        let cases = cases(&mut read, &program.id).await?;
        let mut rows = Vec::new();
        for application in read.applications(&program.id, state).await? {
            let Some(since) = since(&application.state) else { continue };
            let case = cases.get(&application.id);
            let word = |fact| said(form, &application.answers, fact);
            rows.push(ApplicationRow {
                name: name(&application.answers).unwrap_or("No name given").to_owned(),
                kind: word(FactKind::ApplicantKind),
                focus: word(FactKind::FocusArea),
                state: application.state.key(),
                since,
                sent_on: case.map(|c| c.opened_on),
                target_on: case.map(|c| c.target_on),
                case: case.map(|c| c.id),
                reference: application.reference,
            });
        }
        rows.sort_by_key(|r| (!r.waits(), r.target_on));
        Ok(OfficeApplications { program, rows, n_by_state: read.n_applications(&program.id).await? })
    }

    /// The names of applicants whose applications are in a reviewers' case, for lists of cases.
    pub(in crate::app) async fn names_of_applicants<R: Applications + Send>(
        &self,
        from: &mut R,
        states: &[&str],
    ) -> Result<BTreeMap<ApplicationId, String>, AppError> {
        let mut names = BTreeMap::new();
        for program in self.programs_by_form() {
            for state in states {
                for application in from.applications(&program.id, Some(state)).await? {
                    names.extend(name(&application.answers).map(|n| (application.id, n.to_owned())));
                }
            }
        }
        Ok(names)
    }
}

/// Since when an application stands where it does; `None` for a draft.
fn since(state: &ApplicationState) -> Option<Date> {
    match state {
        ApplicationState::Draft => None,
        ApplicationState::Submitted { on }
        | ApplicationState::AskedBack { on, .. }
        | ApplicationState::Approved { on, .. }
        | ApplicationState::Refused { on, .. } => Some(*on),
    }
}

async fn cases<R: Cases + Send>(
    from: &mut R,
    program: &ProgramId,
) -> Result<BTreeMap<ApplicationId, Case>, AppError> {
    let filter = CaseFilter {
        program: Some(program.clone()),
        kind: Some("application".to_owned()),
        ..CaseFilter::default()
    };
    let all = from.review_queue(&filter, MOST_CASES, 0).await?;
    let about = |case: Case| match case.kind {
        CaseKind::Application { application } => Some((application, case)),
        _ => None,
    };
    Ok(all.into_iter().filter_map(about).collect())
}
