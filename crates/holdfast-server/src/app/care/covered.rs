//! The national picture for the office and its partners: people covered, where hospitals stand by how critical they are, open gates
//! as counts, and whom to help first.

use std::collections::BTreeSet;
use std::sync::Arc;

use holdfast_core::Date;
use holdfast_core::catalog::{Denominator, Measure, MeasureId};
use holdfast_core::decide::paper::partner_brief::{PartnerBrief, partner_brief};
use holdfast_core::decide::people_covered::{
    PeopleCovered, RuralSite, Standing, people_covered, rural_sites, standings,
};
use holdfast_core::decide::totals::Shown;
use holdfast_core::decide::uptake::View;
use holdfast_core::model::{Ccn, Stage};
use holdfast_report::brief_pdf;
use holdfast_store::nouns::*;

use super::{CareOf, USUAL_DAYS};
use crate::app::office::n_left_out;
use crate::app::{App, AppError, LoadedDirectory, TotalsOf};

/// The national picture.
pub struct NationalPicture {
    /// The day it is true for.
    pub as_of: Date,
    /// Exact, or hiding small groups.
    pub view: View,
    /// The program.
    pub program: String,
    /// People the program is measured against, the number it was announced with first.
    pub people_denominators: Vec<Denominator>,
    /// People covered, of the country, by state and by month.
    pub covered: PeopleCovered,
    /// The funnel, in order.
    pub stages: Vec<TotalsOf>,
    /// Every place of a rural hospital with an emergency department, most critical first.
    pub sites: Arc<Vec<RuralSite>>,
    /// How far each place has come; empty for partners, who see no hospital's.
    pub standings: Vec<Standing>,
    /// The smallest group of hospitals that partners see, and whose findings are counted.
    pub min_group: u32,
    /// As of the totals: hospitals that did not agree to be counted. Partners are not told.
    pub n_left_out: Option<u32>,
    /// The files the people are from, in words.
    pub sources: Vec<String>,
    /// Assessed hospitals that agreed to be counted.
    assessed: BTreeSet<Ccn>,
}

/// One gate, with what it means when it is open.
pub struct GateCount {
    /// The measure.
    pub measure: MeasureId,
    /// What it means.
    pub means: String,
    /// Hospitals that have it open, as an assessor signed last.
    pub n: Shown,
}

/// Open gates of all hospitals together. They are findings, so small groups are hidden from everybody.
pub struct GateCounts {
    /// Whether an assessor signed for any hospital.
    pub is_any_signed: bool,
    /// Hospitals with a gate open.
    pub with_open: Shown,
    /// Each gate.
    pub gates: Vec<GateCount>,
}

/// Places of rural hospitals, most critical first, with how far each has come.
pub struct FirstToHelp {
    /// The directory they are of.
    pub directory: Arc<LoadedDirectory>,
    /// The places.
    pub sites: Arc<Vec<RuralSite>>,
    /// How far each has come.
    pub standings: Vec<Standing>,
}

impl App {
    /// The national picture as of today.
    pub async fn national_picture(&self, view: View) -> Result<NationalPicture, AppError> {
        let program = self.counted_program()?;
        let counted = self.counted(view).await?;
        let care = self.care_model_of(Arc::clone(&counted.directory)).await?;
        let sites = care.rural_sites().await?;
        let directory = care.directory();
        let state_of = |ccn: Ccn| directory.known(ccn).map(|l| l.hospital.state);
        let assessed = counted.reached.iter().filter(|r| r.stage == Stage::Assessed).map(|r| r.ccn);
        Ok(NationalPicture {
            as_of: counted.as_of,
            view,
            program: program.name.clone(),
            people_denominators: program.people_denominators.clone(),
            covered: people_covered(&sites, &counted.reached, &counted.tables, view, &state_of),
            standings: match view {
                View::Exact => standings(&sites, &counted.reached),
                View::Hiding { .. } => Vec::new(),
            },
            assessed: assessed.filter(|ccn| !counted.left_out.contains(ccn)).collect(),
            min_group: self.config.program.min_group,
            n_left_out: n_left_out(view, &counted.left_out),
            stages: counted.tables.stages,
            sources: care.model()?.sources().to_vec(),
            sites,
        })
    }

    /// Open gates of the hospitals of a picture.
    pub async fn gate_counts(&self, of: &NationalPicture) -> Result<GateCounts, AppError> {
        let gate = |(_, measure): (_, &Measure)| Some((measure.id.clone(), measure.gate.clone()?));
        let (asked, means): (Vec<MeasureId>, Vec<String>) = self.catalog.measures().filter_map(gate).unzip();
        let mut read = self.store.read().await?;
        let found = read.office_open_gates(&asked, &of.assessed, of.min_group).await?;
        let gates =
            found.gates.into_iter().zip(means).map(|((measure, n), means)| GateCount { measure, means, n });
        Ok(GateCounts {
            is_any_signed: found.is_any_signed,
            with_open: found.with_open,
            gates: gates.collect(),
        })
    }

    /// The brief for partners, made from what they may see and from nothing else.
    pub async fn partner_brief(&self) -> Result<PartnerBrief, AppError> {
        let min_group = self.config.program.min_group;
        let picture = self.national_picture(View::Hiding { min_group }).await?;
        Ok(partner_brief(
            &picture.program,
            picture.as_of,
            &picture.covered,
            &picture.stages,
            &picture.people_denominators,
            min_group,
            &picture.sources,
        ))
    }

    /// The same as PDF.
    pub async fn partner_brief_pdf(&self) -> Result<Vec<u8>, AppError> {
        let brief = self.partner_brief().await?;
        let broken = |what: String| AppError::Broken { what: format!("a paper: {what}") };
        let made = tokio::task::spawn_blocking(move || brief_pdf(&brief)).await;
        made.map_err(|e| broken(e.to_string()))?.map_err(|e| broken(e.to_string()))
    }

    /// Whom to help first.
    pub async fn first_to_help(&self) -> Result<FirstToHelp, AppError> {
        let counted = self.counted(View::Exact).await?;
        let care = self.care_model_of(Arc::clone(&counted.directory)).await?;
        let sites = care.rural_sites().await?;
        Ok(FirstToHelp {
            standings: standings(&sites, &counted.reached),
            directory: Arc::clone(&care.0),
            sites,
        })
    }
}

impl CareOf {
    /// Every place of a rural hospital with an emergency department, most critical first. Every hospital goes down in turn for it when it
    /// is first asked for, which takes a second or two; kept until the directory changes.
    pub async fn rural_sites(&self) -> Result<Arc<Vec<RuralSite>>, AppError> {
        if let Some(made) = self.0.rural_sites.get() {
            return Ok(Arc::clone(made));
        }
        let directory = Arc::clone(&self.0);
        let sites = tokio::task::spawn_blocking(move || {
            let of = CareOf(directory);
            let model = of.model()?;
            let made = || Arc::new(rural_sites(of.directory(), model, &model.criticality(USUAL_DAYS)));
            Ok::<_, AppError>(Arc::clone(of.0.rural_sites.get_or_init(made)))
        });
        sites.await.map_err(|e| AppError::Broken { what: e.to_string() })?
    }
}
