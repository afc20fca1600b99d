//! Rural by HRSA's Federal Office of Rural Health Policy: five clauses, any one is enough. The two that look at a
//! county are answered by county; the three that look at a census tract by ZIP, and only as far as that can tell.
//!
//! Source: hrsa.gov/rural-health/about-us/definition, verified_on 2026-11-23. Road ruggedness, which the fifth clause needs,
//! is in no file here, so it never gives a yes or a no.

use super::RuralAnswer;
use super::inputs::{CountyClass, RuralInputs};
use crate::model::{SourceKind, grouped};

/// People of an urban area that keeps an outlying county from being rural.
const LARGE_URBAN_AREA: u32 = 50_000;
/// Square miles of a large tract, and people per square mile in a thinly settled one.
const LARGE_TRACT_SQ_MI: u32 = 400;
const THIN_PER_SQ_MI: u32 = 35;

pub(super) fn answer(inputs: &RuralInputs) -> RuralAnswer {
    by_county(inputs).unwrap_or_else(|outlying| by_zip(inputs, outlying))
}

/// Whether the outlying-county clause was looked at and failed, or could not be told.
enum Outlying {
    Fails,
    CannotTell(String),
}

fn by_county(inputs: &RuralInputs) -> Result<RuralAnswer, Outlying> {
    let omb = inputs.title(SourceKind::CbsaCounties);
    let county = &inputs.county_name;
    match inputs.county_class {
        Some(class @ (CountyClass::Micropolitan | CountyClass::Noncore)) => {
            Ok(RuralAnswer::yes(format!("{county} is nonmetropolitan: a {} ({omb})", class.label())))
        }
        Some(CountyClass::MetroOutlying) => match inputs.county_urban {
            Some(urban) if urban.at_most < LARGE_URBAN_AREA => Ok(RuralAnswer::yes(format!(
                "{county} is an outlying metropolitan county that no urban area of 50,000 people reaches ({omb}; {})",
                inputs.title(SourceKind::Counties)
            ))),
            Some(urban) if urban.at_least >= LARGE_URBAN_AREA => Err(Outlying::Fails),
            Some(urban) => Err(Outlying::CannotTell(format!(
                "{county} is an outlying metropolitan county, and the files do not tell whether an urban area of {} people reaches it ({omb}; {})",
                grouped(urban.at_most.into()),
                inputs.title(SourceKind::Counties)
            ))),
            None => Err(Outlying::CannotTell(format!(
                "{county} is an outlying metropolitan county, and which urban areas reach it is not known ({omb})"
            ))),
        },
        Some(CountyClass::MetroCentral) => Err(Outlying::Fails),
        None => Err(Outlying::CannotTell(match inputs.county {
            Some(_) => {
                format!("{county} is not in the list that says which counties are metropolitan ({omb})")
            }
            None => "the hospital's county is not known".to_owned(),
        })),
    }
}

fn by_zip(inputs: &RuralInputs, outlying: Outlying) -> RuralAnswer {
    let ruca = inputs.title(SourceKind::Ruca2020Zip);
    let zip = inputs.zip_text();
    match inputs.ruca_2020 {
        // Rural in a metropolitan county by this clause, and in any other by the first.
        Some(code @ 4..=10) => weigh(
            inputs,
            format!("ZIP {zip} has RUCA code {code}, of 4 to 10, standing in for its census tract ({ruca})"),
        ),
        Some(code @ (2 | 3)) => match inputs.zip_area {
            Some(area)
                if area.land_sq_mi >= LARGE_TRACT_SQ_MI
                    && area.population <= THIN_PER_SQ_MI * area.land_sq_mi =>
            {
                weigh(
                    inputs,
                    format!(
                        "ZIP {zip} has RUCA code {code}, {} square miles and {} people, standing in for its census tract ({ruca}; {})",
                        grouped(area.land_sq_mi.into()),
                        grouped(area.population.into()),
                        inputs.title(SourceKind::Zctas)
                    ),
                )
            }
            _ => RuralAnswer::unknown(match outlying {
                Outlying::CannotTell(why) => with_list(inputs, why),
                Outlying::Fails => with_list(
                    inputs,
                    format!(
                        "ZIP {zip} has RUCA code {code} ({ruca}), where the roads' ruggedness and the tract's size decide, and neither is at hand"
                    ),
                ),
            }),
        },
        Some(1) => match (outlying, inputs.on_forhp_list) {
            (Outlying::CannotTell(why), _) => RuralAnswer::unknown(with_list(inputs, why)),
            (Outlying::Fails, Some(true)) => RuralAnswer::unknown(format!(
                "two releases disagree: ZIP {zip} has RUCA code 1 in a metropolitan county ({ruca}; {}), and HRSA listed the ZIP as rural ({})",
                inputs.title(SourceKind::CbsaCounties),
                inputs.title(SourceKind::ForhpZips)
            )),
            (Outlying::Fails, _) => RuralAnswer::no(format!(
                "{} is metropolitan and ZIP {zip} has RUCA code 1, a metropolitan core ({}; {ruca})",
                inputs.county_name,
                inputs.title(SourceKind::CbsaCounties)
            )),
        },
        Some(_) => RuralAnswer::unknown(with_list(inputs, format!("ZIP {zip} has no RUCA code ({ruca})"))),
        None => RuralAnswer::unknown(with_list(inputs, format!("ZIP {zip} is not in {ruca}"))),
    }
}

/// A yes that a ZIP gives in place of a tract stands unless HRSA's own list of ZIPs says otherwise.
fn weigh(inputs: &RuralInputs, because: String) -> RuralAnswer {
    let list = inputs.title(SourceKind::ForhpZips);
    match inputs.on_forhp_list {
        Some(true) => RuralAnswer::yes(format!("{because}; HRSA lists the ZIP too ({list})")),
        Some(false) => RuralAnswer::unknown(format!(
            "two releases disagree: {because}, and HRSA did not list the ZIP ({list})"
        )),
        None => RuralAnswer::yes(because),
    }
}

fn with_list(inputs: &RuralInputs, because: String) -> String {
    match inputs.on_forhp_list {
        Some(true) => {
            format!("{because}; HRSA listed the ZIP as rural ({})", inputs.title(SourceKind::ForhpZips))
        }
        Some(false) | None => because,
    }
}
