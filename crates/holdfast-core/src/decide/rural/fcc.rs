//! Rural by the FCC's Rural Health Care program: outside every core-based area; or in one without an urban area of
//! 25,000 people; or in a census tract that no such urban area or place reaches. Source: 47 CFR 54.600(e), verified_on 2026-11-23.
//!
//! No file here maps tracts. A county no such urban area reaches settles it, as does a ZIP whose code says it is the
//! core of a larger one; between those the answer is unknown. A place of 25,000 outside such an urban area is taken
//! not to exist.

use super::RuralAnswer;
use super::inputs::{CountyClass, RuralInputs};
use crate::model::{SourceKind, grouped};

/// People of an urban area that keeps its surroundings from being rural.
const URBAN_AREA: u32 = 25_000;

pub(super) fn answer(inputs: &RuralInputs) -> RuralAnswer {
    let omb = inputs.title(SourceKind::CbsaCounties);
    let counties = inputs.title(SourceKind::Counties);
    let county = &inputs.county_name;
    let Some(class) = inputs.county_class else {
        return RuralAnswer::unknown(match inputs.county {
            Some(_) => format!(
                "{county} is not in the list that says which counties are in a core-based area ({omb})"
            ),
            None => "the hospital's county is not known".to_owned(),
        });
    };
    if class == CountyClass::Noncore {
        return RuralAnswer::yes(format!(
            "{county} is outside every metropolitan and micropolitan area ({omb})"
        ));
    }
    match inputs.cbsa_urban_at_most {
        Some(people) if people < URBAN_AREA => {
            return RuralAnswer::yes(format!(
                "the metropolitan or micropolitan area of {county} has no urban area of 25,000 people; the largest has {} ({omb}; {counties})",
                grouped(people.into())
            ));
        }
        _ => {}
    }
    match inputs.county_urban {
        Some(urban) if urban.at_most < URBAN_AREA => {
            return RuralAnswer::yes(format!(
                "no urban area of 25,000 people reaches {county}, so none reaches the hospital's tract ({counties})"
            ));
        }
        _ => {}
    }
    let ruca = inputs.title(SourceKind::Ruca2020Zip);
    match inputs.ruca_2020 {
        Some(1) => RuralAnswer::no(format!(
            "ZIP {} has RUCA code 1: it lies in the core of an urban area of 50,000 people or more ({ruca})",
            inputs.zip_text()
        )),
        _ => RuralAnswer::unknown(format!(
            "an urban area of 25,000 people may reach {county}, and whether it reaches the hospital's census tract is not in the files at hand ({counties})"
        )),
    }
}
