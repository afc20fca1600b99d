//! Colleges that teach and their classes: the office's list, a hospital's choice, and the page of whoever teaches one.
//!
//! Each sees its own part: the office counts, a hospital its own people, an instructor the names of one class.

mod cohort_form;
mod cohorts;
mod college_file;
mod colleges;
mod list;
mod own;
#[cfg(test)]
mod samples;
mod teach;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use holdfast_core::model::Action;

use super::upload::most_form_bytes;
use crate::app::classes::ClassFile;
use crate::routes::{Access, Routes};

/// The pages and forms.
pub(super) fn routes(routes: Routes) -> Routes {
    let see = Access::Program(Action::ViewOffice);
    let run = Access::Program(Action::ManageProgram);
    let view = Access::Hospital(Action::ViewHospital);
    let edit = Access::Hospital(Action::EditHospital);
    let most = || DefaultBodyLimit::max(most_form_bytes::<ClassFile>());
    let routes = routes
        .get("/office/colleges", see, colleges::page)
        .get("/office/colleges.csv", see, colleges::download)
        .get("/office/colleges/file", run, college_file::page)
        .post("/office/colleges/file", run, college_file::post.layer(most()))
        .get("/office/colleges/new", run, colleges::new)
        .post("/office/colleges/new", run, colleges::add)
        .get("/office/colleges/{college}", see, colleges::one)
        .post("/office/colleges/{college}", run, colleges::change)
        .get("/office/cohorts", see, cohorts::page)
        .get("/office/cohorts/new", run, cohort_form::new)
        .post("/office/cohorts/new", run, cohort_form::add)
        .get("/office/cohorts/{cohort}", see, cohorts::one)
        .post("/office/cohorts/{cohort}", run, cohorts::act)
        .get("/office/cohorts/{cohort}/change", run, cohort_form::change_page)
        .post("/office/cohorts/{cohort}/change", run, cohort_form::change);
    routes
        .get("/hospital/{ccn}/training/classes", view, own::page)
        .post("/hospital/{ccn}/training/classes", edit, own::give_back)
        .get("/hospital/{ccn}/training/classes/{cohort}", edit, own::one)
        .post("/hospital/{ccn}/training/classes/{cohort}", edit, own::put_forward)
        .get("/teach/{token}", Access::Draft, teach::page)
        .post("/teach/{token}", Access::Draft, teach::act)
        .get("/teach/{token}/class.csv", Access::Draft, teach::download)
        .post("/teach/{token}/grades", Access::Draft, teach::grades.layer(most()))
        .post("/teach/{token}/list", Access::Draft, teach::list.layer(most()))
}
