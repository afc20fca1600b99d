//! Colleges that teach and their classes: the office's list, a hospital's seats, and the class behind an instructor's link.

mod cohort;
mod college;
mod own;
mod shape;
mod teach;

pub use cohort::*;
pub use college::*;
pub use own::*;
pub use shape::*;
pub use teach::*;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::Action;

use crate::app::FileKind;
use crate::app::classes::ClassFile;
use crate::routes::{Access, Routes};

/// Every call about classes.
pub(super) fn routes(routes: Routes) -> Routes {
    let see = Access::ApiProgram(Action::ViewOffice);
    let run = Access::ApiProgram(Action::ManageProgram);
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    let most = || DefaultBodyLimit::max(ClassFile::MOST_BYTES + 1024);
    let routes = routes
        .get("/api/v1/office/colleges", see, colleges)
        .post("/api/v1/office/colleges", run, add_college)
        .post("/api/v1/office/colleges/file", run, college_file.layer(most()))
        .get("/api/v1/office/colleges/{college}", see, college)
        .put("/api/v1/office/colleges/{college}", run, change_college)
        .get("/api/v1/office/cohorts", see, cohorts)
        .post("/api/v1/office/cohorts", run, plan_cohort)
        .get("/api/v1/office/cohorts/{cohort}", see, cohort)
        .put("/api/v1/office/cohorts/{cohort}", run, change_cohort)
        .post("/api/v1/office/cohorts/{cohort}/moves", run, move_cohort)
        .post("/api/v1/office/cohorts/{cohort}/link", run, mail_cohort_link);
    let link = Access::ApiDraft;
    routes
        .get("/api/v1/hospitals/{ccn}/training/classes", view, own_classes)
        .post("/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats", edit, put_forward)
        .delete("/api/v1/hospitals/{ccn}/training/classes/{cohort}/seats/{seat}", edit, give_back_seat)
        .get("/api/v1/class", link, my_class)
        .post("/api/v1/class/start", link, start_class)
        .post("/api/v1/class/grades", link, send_grades.layer(most()))
        .post("/api/v1/class/list", link, send_class_list.layer(most()))
        .post("/api/v1/class/close", link, close_class)
}
