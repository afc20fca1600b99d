//! Papers as files, for one hospital with 500 devices: each made whole, from its data to the bytes of its PDF.
//!
//! The record is the one that posture and plan are measured with; nothing of it is real.

use std::time::Duration;

use anyhow::Context as _;
use holdfast_core::decide::paper::{self, Given, Subject};
use holdfast_core::decide::plan::draft;
use holdfast_core::decide::posture::assess;
use jiff::Timestamp;

use super::figure::{Budget, Figure};
use super::plan::{means, record};
use crate::step;
use crate::stopwatch::Stopwatch;

const N_RUNS: usize = 11;

/// Makes a paper, from its data to its bytes.
type Make<'m> = &'m dyn Fn() -> anyhow::Result<Vec<u8>>;

/// Measures every paper, one after another.
pub fn measure() -> anyhow::Result<Vec<Figure>> {
    step::say("papers of one hospital");
    let catalog = holdfast_catalog::load_embedded().context("the catalog inside has errors")?;
    let as_of: Timestamp = "2026-11-27T12:00:00Z".parse()?;
    let before: Timestamp = "2026-08-27T12:00:00Z".parse()?;
    let (record, means) = (record(&catalog, as_of, 500, 0), means());
    let (posture, earlier) = (assess(&catalog, &record, as_of), assess(&catalog, &record, before));
    let plan = draft(&catalog, &posture, &means);
    let hospital = Subject { name: Some("Fixture Memorial Hospital".to_owned()), ..Subject::default() };
    let given = Given {
        catalog: &catalog,
        hospital: &hospital,
        record: &record,
        posture: &posture,
        earlier: Some(&earlier),
        means: Some(&means),
        plan: Some(&plan),
        promised: Some(&plan),
        at_stake: None,
    };
    let papers: [(&str, Make<'_>); 7] = [
        ("board report", &|| Ok(holdfast_report::board_pdf(&paper::board::report(&given))?)),
        ("technical plan", &|| {
            let plan = paper::technical::plan(&given).context("a plan was given")?;
            Ok(holdfast_report::technical_pdf(&plan)?)
        }),
        ("risk analysis", &|| Ok(holdfast_report::hipaa_pdf(&paper::hipaa::analysis(&given))?)),
        ("insurer's answers", &|| Ok(holdfast_report::insurer_pdf(&paper::insurer::sheet(&given))?)),
        ("twelve months of practices", &|| {
            let record = paper::practices::record(&given);
            let digest = paper::digest(&record);
            Ok(holdfast_report::practices_pdf(&record, &digest)?)
        }),
        ("OSCAL results", &|| Ok(serde_json::to_vec(&holdfast_report::oscal::assessment_results(&given))?)),
        ("OSCAL plan of action", &|| {
            Ok(serde_json::to_vec(&holdfast_report::oscal::plan_of_action(&given))?)
        }),
    ];
    let mut figures = Vec::new();
    for (name, make) in papers {
        let mut taken = Vec::new();
        let mut size = 0;
        for run in 0..=N_RUNS {
            let watch = Stopwatch::start();
            size = make()?.len();
            // The first run warms the caches.
            if run > 0 {
                taken.push(watch.elapsed());
            }
        }
        let what = format!("{name}, data to bytes ({:.0} KB)", size as f64 / 1024.0);
        figures.push(Figure::new(what, Budget::P99(Duration::from_secs(1)), taken)?);
    }
    Ok(figures)
}
