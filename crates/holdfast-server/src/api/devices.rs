//! Devices: what agents call, and what programs of the hospital may read and do.

mod agent;
mod files;
mod programs;
mod rules;
mod shape;
mod work;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler as _;
use holdfast_core::model::Action;
use holdfast_wire::device::MAX_PACKED_BYTES;

pub(crate) use agent::{__path_check_in, __path_enrol_device};
pub(crate) use files::__path_bring;
pub use programs::{ProgramDoubtShape, ProgramLineShape, ProgramSumShape, ProgramsShape};
pub use rules::*;
pub use shape::{
    BroughtShape, DeviceActShape, DeviceActedShape, DeviceEventShape, DevicePolicyShape, DeviceShape,
    DeviceSummary, EnrolmentTokenShape, FeedDatesShape, LedgerYearShape, NewTokenShape, SourceShape,
    TokenAskedShape,
};
pub(crate) use work::*;

use crate::app::device::SentDevices;
use crate::routes::{Access, Routes};
use crate::web::upload::most_form_bytes;

/// Every call about devices.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::AnswerAssessment);
    let edit = Access::ApiHospital(Action::EditHospital);
    let machine = Access::ApiMachine;
    let bounded = || DefaultBodyLimit::max(MAX_PACKED_BYTES);
    routes
        .post("/api/v1/devices/enrol", machine, agent::enrol_device.layer(bounded()))
        .post("/api/v1/devices/check-in", machine, agent::check_in.layer(bounded()))
        .get("/api/v1/hospitals/{ccn}/devices", view, work::devices)
        .get("/api/v1/hospitals/{ccn}/devices/{device}", view, work::device)
        .post(
            "/api/v1/hospitals/{ccn}/device-files",
            edit,
            files::bring.layer(DefaultBodyLimit::max(most_form_bytes::<SentDevices>())),
        )
        .get("/api/v1/hospitals/{ccn}/extended-updates", view, work::extended_updates)
        .get("/api/v1/hospitals/{ccn}/pin-rules", view, rules::pin_rules)
        .post("/api/v1/hospitals/{ccn}/pin-rules", edit, rules::make_pin_rule)
        .post("/api/v1/hospitals/{ccn}/pin-rules/preview", edit, rules::preview_pin_rule)
        .delete("/api/v1/hospitals/{ccn}/pin-rules/{rule}", edit, rules::end_pin_rule)
        .get("/api/v1/hospitals/{ccn}/device-policy", edit, work::device_policy)
        .put("/api/v1/hospitals/{ccn}/device-policy", edit, work::set_device_policy)
        .post("/api/v1/hospitals/{ccn}/devices/{device}/moves", edit, work::act_on_device)
        .get("/api/v1/hospitals/{ccn}/enrolment-tokens", edit, work::enrolment_tokens)
        .post("/api/v1/hospitals/{ccn}/enrolment-tokens", edit, work::make_enrolment_token)
        .delete("/api/v1/hospitals/{ccn}/enrolment-tokens/{token}", edit, work::end_enrolment_token)
}
