//! Who loses care when hospitals go dark, over the directory as it is loaded.

mod covered;
mod dark_paper;
mod days;
mod drill;
mod services;
mod what_if;

use std::sync::Arc;

use holdfast_core::decide::care::{CareError, CareModel, Impact};
use holdfast_core::decide::directory::Directory;
use holdfast_core::model::{Ccn, PeopleTables, sentence};

use super::{App, AppError, LoadedDirectory};

pub use covered::{FirstToHelp, GateCount, GateCounts, NationalPicture};
pub use dark_paper::DarkAsked;
pub use days::{days_of, days_typed};
pub use holdfast_core::decide::care::{MOST_DAYS, USUAL_DAYS};
pub use services::{OwnDowntime, ServicesSaid};
pub use what_if::{Hit, Scenario, WhatIf};

/// Hospitals that may be named one by one.
const MOST_OTHERS: usize = 50;

/// A hospital and others by their numbers, with commas or spaces between; and what of it is no number of a listed hospital, in sentences.
pub fn down_with(own: Ccn, also: &str, directory: &Directory) -> (Vec<Ccn>, Vec<String>) {
    let (others, wrong) = listed_in(also, directory);
    (std::iter::once(own).chain(others).collect(), wrong)
}

/// Hospitals by their numbers, with commas or spaces between; and what of it is no number of a listed hospital, in sentences.
fn listed_in(text: &str, directory: &Directory) -> (Vec<Ccn>, Vec<String>) {
    let (mut down, mut wrong) = (Vec::new(), Vec::new());
    let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    for word in words.clone().take(MOST_OTHERS) {
        match Ccn::parse(word) {
            Ok(ccn) if directory.get(ccn).is_some() => down.push(ccn),
            _ => wrong.push(format!(
                "{} is the number of no listed hospital. Look it up in the directory.",
                word.chars().take(20).collect::<String>()
            )),
        }
    }
    if words.count() > MOST_OTHERS {
        wrong.push(format!("Name {MOST_OTHERS} hospitals at most."));
    }
    (down, wrong)
}

impl App {
    /// The country's emergency departments and people. Made when it is first asked for, which takes part of a second, and kept until
    /// the directory changes.
    pub async fn care_model(&self) -> Result<CareOf, AppError> {
        self.care_model_of(self.directory()).await
    }

    /// The same of a directory that was taken before.
    async fn care_model_of(&self, directory: Arc<LoadedDirectory>) -> Result<CareOf, AppError> {
        if directory.care.get().is_none() {
            let directory = Arc::clone(&directory);
            tokio::task::spawn_blocking(move || {
                let people = embedded_people()?;
                directory.care.get_or_init(|| CareModel::of(&directory.hospitals, &people));
                Ok::<(), AppError>(())
            })
            .await
            .map_err(|e| AppError::Broken { what: e.to_string() })??;
        }
        Ok(CareOf(directory))
    }

    /// What it does when these hospitals are down for so many days.
    pub async fn impact(&self, down: &[Ccn], days: u16) -> Result<Impact, AppError> {
        let days = days.clamp(1, MOST_DAYS);
        self.care_model().await?.model()?.impact(down, days).map_err(|e| match e {
            CareError::NotListed(_) => AppError::not_found(sentence(&e.to_string())),
            CareError::NobodyDown => AppError::refused(sentence(&e.to_string())),
        })
    }
}

/// A directory whose model is made.
pub struct CareOf(Arc<LoadedDirectory>);

impl CareOf {
    /// The model.
    pub fn model(&self) -> Result<&CareModel, AppError> {
        self.0.care.get().ok_or_else(|| AppError::Broken { what: "the care model was not made".to_owned() })
    }
}

impl CareOf {
    /// The directory the model is of.
    fn directory(&self) -> &Directory {
        &self.0.hospitals
    }
}

/// Facts on people, as they ship.
fn embedded_people() -> Result<PeopleTables, AppError> {
    let broken =
        |what: String| AppError::Broken { what: format!("the facts on people inside the binary: {what}") };
    let held = holdfast_catalog::people_facts::embedded_people().map_err(|e| broken(e.to_string()))?;
    let mut tables = PeopleTables::default();
    for (release, bytes) in held {
        holdfast_import::load_people(&mut tables, release, bytes).map_err(|e| broken(e.to_string()))?;
    }
    Ok(tables)
}
