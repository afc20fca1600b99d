//! `/hospital/{ccn}/care`: who loses their nearest emergency department when the hospital is down, on a map and in tables, and what stops
//! inside it; `/care/services`: what the hospital says of its services; `/care/board.pdf` and `/care/county.pdf`: the page to hand out;
//! `/care/drill`: a scenario to practise, with its downtime pack.
//!
//! Every figure is core's; nothing here is worked out but where a mark lies on a picture.

mod clock;
mod drill;
mod form;
mod handout;
mod map;
mod page;
mod services;
mod words;

pub(in crate::web) use map::CareMap;
pub(in crate::web) use page::{Line, ReceiverLine, SHOWN, beyond, lines, offered, receiver};

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The pages.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    routes
        .get("/hospital/{ccn}/care", view, page::page)
        .get("/hospital/{ccn}/care/board.pdf", view, handout::board)
        .get("/hospital/{ccn}/care/county.pdf", view, handout::county)
        .get("/hospital/{ccn}/care/drill", view, drill::page)
        .get("/hospital/{ccn}/care/drill.pdf", view, drill::download)
        .get("/hospital/{ccn}/care/services", view, services::page)
        .post("/hospital/{ccn}/care/services", Access::Hospital(Action::EditHospital), services::post)
}
