//! `/my-hospitals`: for people who may read several hospitals; those with one are sent to it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::display_case;

use crate::App;
use crate::auth::{Actor, Visitor};
use crate::web::{Layout, render};

/// A hospital of the list.
pub(super) struct Mine {
    pub(super) ccn: String,
    pub(super) name: String,
    pub(super) place: String,
}

#[derive(Template)]
#[template(path = "hospital/mine.html")]
pub(super) struct MinePage {
    pub(super) layout: Layout,
    pub(super) hospitals: Vec<Mine>,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, actor: Actor) -> Response {
    let ccns = actor.readable_hospitals();
    if let [one] = ccns.as_slice() {
        return Redirect::to(&format!("/hospital/{one}")).into_response();
    }
    let hospitals = app
        .my_hospitals(&ccns)
        .into_iter()
        .map(|mine| match mine.listed {
            Some(listed) => Mine {
                ccn: mine.ccn.to_string(),
                name: display_case(&listed.hospital.name),
                place: format!("{}, {}", display_case(&listed.hospital.city), listed.hospital.state.as_str()),
            },
            None => Mine {
                ccn: mine.ccn.to_string(),
                name: format!("Hospital {}", mine.ccn),
                place: "no longer in the directory".to_owned(),
            },
        })
        .collect();
    render(&MinePage { layout: Layout::new(&app, &visitor), hospitals })
}
