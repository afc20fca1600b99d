//! Running the portal: what the directory is made of, rows refused, mail, the catalog, settings and free space.
//!
//! Files are imported at the command line.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::catalog::Program;
use holdfast_store::{Imported, Reject};
use serde::Serialize;
use utoipa::ToSchema;

use super::hospital::ChangeShape;
use super::mail::MailCounts;
use crate::App;
use crate::api::directory::ReleaseShape;
use crate::api::error::ApiError;
use crate::api::paging::{Page, WhichPage};
use crate::api::sent::Asked;
use crate::api::shape::{Day, Moment};
use crate::app::{Setting, Space, Unchecked};

/// A public file held.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedShape {
    /// The file and its release.
    pub release: ReleaseShape,
    /// When it was imported.
    pub imported: Moment,
}

impl From<&Imported> for ImportedShape {
    fn from(held: &Imported) -> Self {
        Self { release: (&held.release).into(), imported: Moment::of_ms(held.imported_at_ms) }
    }
}

/// A program of the catalog.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgramLine {
    /// Its id.
    pub program: String,
    /// What it is called.
    pub name: String,
    /// Its offers.
    pub n_offers: usize,
    /// The day someone last checked it at its source; absent when nobody has.
    pub verified_on: Option<Day>,
}

impl From<&Program> for ProgramLine {
    fn from(program: &Program) -> Self {
        Self {
            program: program.id.to_string(),
            name: program.name.clone(),
            n_offers: program.offers.len(),
            verified_on: program.provenance.verified_on.map(Day),
        }
    }
}

/// A row of the catalog that nobody has checked at its source.
#[derive(Debug, Serialize, ToSchema)]
pub struct UncheckedShape {
    /// What it is, in words.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// Where its facts are said to come from.
    pub source: String,
}

impl From<Unchecked> for UncheckedShape {
    fn from(row: Unchecked) -> Self {
        Self { what: row.what, name: row.name, source: row.source }
    }
}

/// A setting. Secrets read `***`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingShape {
    /// Its path in the file.
    pub key: &'static str,
    /// Its value in words.
    pub value: String,
}

impl From<Setting> for SettingShape {
    fn from(setting: Setting) -> Self {
        Self { key: setting.key, value: setting.value }
    }
}

/// Room on the disk of the data folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiskShape {
    /// Bytes that may still be written.
    pub free_bytes: u64,
    /// Bytes in all.
    pub all_bytes: u64,
    /// Whether a busy week, or one backup, may fill it.
    pub is_low: bool,
}

impl From<Space> for DiskShape {
    fn from(space: Space) -> Self {
        Self { free_bytes: space.free, all_bytes: space.all, is_low: space.is_low() }
    }
}

/// What it takes to run the portal.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunShape {
    /// Every public file held.
    pub directory: Vec<ImportedShape>,
    /// The latest differences between imports, newest first.
    pub changes: Vec<ChangeShape>,
    /// How many letters stand where.
    pub mail: MailCounts,
    /// Whether a mail server is set; otherwise letters stay in the outbox.
    pub sends_mail: bool,
    /// The version of the catalog.
    pub catalog_version: String,
    /// Its programs.
    pub programs: Vec<ProgramLine>,
    /// Services and grants of others in it.
    pub n_resources: usize,
    /// Its rows that nobody has checked at their source.
    pub unchecked: Vec<UncheckedShape>,
    /// Every setting as it is now.
    pub settings: Vec<SettingShape>,
    /// Room on the disk, where the system says.
    pub disk: Option<DiskShape>,
}

/// Running the portal
///
/// What the directory and the catalog are made of, mail, settings and free space.
#[utoipa::path(get, path = "/api/v1/office/run", tag = "running", operation_id = "running_overview",
    responses((status = 200, description = "The overview", body = RunShape)))]
pub(crate) async fn overview(State(app): State<App>) -> Result<Json<RunShape>, ApiError> {
    let record = app.directory_record().await?;
    let outbox = app.outbox(None).await?;
    Ok(Json(RunShape {
        directory: record.imported.iter().map(ImportedShape::from).collect(),
        changes: record.changes.iter().map(ChangeShape::from).collect(),
        mail: MailCounts::of(&outbox.counts),
        sends_mail: app.config.mail.smtp.is_some(),
        catalog_version: app.catalog.version.clone(),
        programs: app.catalog.programs.iter().map(ProgramLine::from).collect(),
        n_resources: app.catalog.resources.len(),
        unchecked: app.unchecked_rows().into_iter().map(UncheckedShape::from).collect(),
        settings: app.settings().into_iter().map(SettingShape::from).collect(),
        disk: app.space().map(DiskShape::from),
    }))
}

/// A row of a public file that could not be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectShape {
    /// Row of the file, from 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The text found there.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

impl From<Reject> for RejectShape {
    fn from(reject: Reject) -> Self {
        let Reject { line, column, text, why } = reject;
        Self { line, column, text, why }
    }
}

/// A file held, with the rows refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectsShape {
    /// The file.
    pub file: ImportedShape,
    /// The rows, in its order.
    pub rejects: Page<RejectShape>,
}

/// Rows of a file that were refused
///
/// At its last import, each with its place and why. The other rows stand.
#[utoipa::path(get, path = "/api/v1/office/run/rejects/{file}", tag = "running", operation_id = "rejects",
    params(("file" = String, Path, description = "The key of the file"), WhichPage),
    responses((status = 200, description = "The rows", body = RejectsShape)))]
pub(crate) async fn rejects(
    State(app): State<App>,
    Path(file): Path<String>,
    Asked(which): Asked<WhichPage>,
) -> Result<Json<RejectsShape>, ApiError> {
    let paging = which.paging()?;
    let (held, rejects) = app.directory_rejects(&file).await?;
    Ok(Json(RejectsShape { file: (&held).into(), rejects: paging.of(rejects, RejectShape::from) }))
}
