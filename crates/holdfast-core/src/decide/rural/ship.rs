//! Rural for the Small Rural Hospital Improvement program: rural by FORHP, a critical access hospital, or an urban
//! hospital that CMS has reclassified as rural under 42 USC 1395ww(d)(8)(E).
//!
//! No file here lists the reclassified, so this is never a no. Beds and type are clauses of the grant, not of "rural".

use super::RuralAnswer;
use crate::model::HospitalType;

pub(super) fn answer(forhp: &RuralAnswer, hospital_type: HospitalType) -> RuralAnswer {
    if hospital_type == HospitalType::CriticalAccess {
        return RuralAnswer::yes("critical access hospitals count as rural for this program".to_owned());
    }
    match forhp.holds {
        Some(true) => RuralAnswer::yes(forhp.because.clone()),
        Some(false) => RuralAnswer::unknown(format!(
            "not rural by place ({}), but CMS may have reclassified the hospital as rural, and no file at hand says so",
            forhp.because
        )),
        None => RuralAnswer::unknown(forhp.because.clone()),
    }
}
