//! A registered hospital's own pages: what it may have, what ends when, what to do, and what is known about it.
//!
//! Each page takes the scope the guard checked. What a role may not do is not offered on the page, and refused anyway.

mod accept;
mod answer;
mod clause;
mod cliffs;
mod facts;
mod home;
mod mine;
mod offer;
mod offer_card;
mod offers;
mod people;
#[cfg(test)]
mod samples;
mod settings;
mod tasks;
mod words;

use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Action, Ccn};

use crate::auth::Actor;
use crate::routes::{Access, Routes};
use crate::web::layout::NavLink;

/// Every page of a hospital.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    let edit = Access::Hospital(Action::EditHospital);
    let accept = Access::Hospital(Action::AcceptOffer);
    people::routes(routes)
        .get("/my-hospitals", Access::SignedIn, mine::page)
        .get("/hospital/{ccn}", view, home::page)
        .post("/hospital/{ccn}/cases/{case}/answer", edit, answer::post)
        .get("/hospital/{ccn}/offers", view, offers::page)
        .get("/hospital/{ccn}/offers/{offer}", view, offer::page)
        .post("/hospital/{ccn}/offers/{offer}/ask", edit, offer::ask)
        .get("/hospital/{ccn}/offers/{offer}/accept", accept, accept::page)
        .post("/hospital/{ccn}/offers/{offer}/accept", accept, accept::post)
        .get("/hospital/{ccn}/offers/{offer}/let-go", accept, accept::let_go_page)
        .post("/hospital/{ccn}/offers/{offer}/let-go", accept, accept::let_go)
        .get("/hospital/{ccn}/facts", view, facts::page)
        .get("/hospital/{ccn}/facts/{fact}", edit, facts::edit_page)
        .post("/hospital/{ccn}/facts/{fact}", edit, facts::post)
        .get("/hospital/{ccn}/settings", view, settings::page)
        .get("/hospital/{ccn}/settings/{setting}", edit, settings::edit_page)
        .post("/hospital/{ccn}/settings/{setting}", edit, settings::post)
        .get("/hospital/{ccn}/tasks", view, tasks::page)
        .get("/hospital/{ccn}/tasks/{task}", view, tasks::task_page)
        .post("/hospital/{ccn}/tasks/{task}", edit, tasks::post)
        .get("/hospital/{ccn}/cliffs", view, cliffs::page)
        .post("/hospital/{ccn}/cliffs/link", edit, cliffs::make_link)
        .post("/hospital/{ccn}/cliffs/revoke", edit, cliffs::revoke)
        .get("/calendar/{file}", Access::Public, cliffs::feed)
}

/// Which of a hospital's pages one is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) enum Room {
    Home,
    Posture,
    Plan,
    Offers,
    Cliffs,
    Tasks,
    Assessment,
    Facts,
    Settings,
    People,
    Evidence,
    Papers,
    Care,
    Training,
    Cases,
    Devices,
    Assess,
    /// One measure: no page of the list of links is its own.
    Measure,
}

/// The frame of a hospital's pages: its name, its pages, and what the person may do here.
#[derive(Clone, Debug)]
pub(in crate::web) struct Here {
    pub(in crate::web) ccn: Ccn,
    pub(in crate::web) name: String,
    pub(in crate::web) place: String,
    pub(in crate::web) links: Vec<NavLink>,
    pub(in crate::web) may_edit: bool,
    pub(in crate::web) may_accept: bool,
}

impl Here {
    pub(in crate::web) fn new(listed: &Listed, actor: &Actor, room: Room) -> Self {
        let row = &listed.hospital;
        let base = format!("/hospital/{}", row.ccn);
        let link = |label: &str, path: &str, of: Option<Room>| NavLink {
            label: label.to_owned(),
            href: format!("{base}{path}"),
            current: of == Some(room),
        };
        let mut links = vec![
            link("This week", "", Some(Room::Home)),
            link("Where you stand", "/posture", Some(Room::Posture)),
            link("Questions", "/assessment", Some(Room::Assessment)),
            link("Evidence", "/evidence", Some(Room::Evidence)),
            link("Plan", "/plan", Some(Room::Plan)),
            link("Papers", "/papers", Some(Room::Papers)),
            link("If we go dark", "/care", Some(Room::Care)),
            link("Training", "/training", Some(Room::Training)),
            link("Offers", "/offers", Some(Room::Offers)),
            link("Dates", "/cliffs", Some(Room::Cliffs)),
            link("First tasks", "/tasks", Some(Room::Tasks)),
            link("Facts", "/facts", Some(Room::Facts)),
            link("Settings", "/settings", Some(Room::Settings)),
        ];
        if actor.may_at(row.ccn, Action::ViewCases) {
            links.insert(1, link("Cases", "/security-cases", Some(Room::Cases)));
        }
        if actor.may_at(row.ccn, Action::AnswerAssessment) {
            links.insert(1, link("Devices", "/devices", Some(Room::Devices)));
        }
        if actor.may_at(row.ccn, Action::Assess) {
            links.push(link("Assess", "/assess", Some(Room::Assess)));
        }
        if actor.may_at(row.ccn, Action::ManagePeople) {
            links.push(link("People", "/people", Some(Room::People)));
        }
        Self {
            ccn: row.ccn,
            name: display_case(&row.name),
            place: format!("{}, {}", display_case(&row.city), row.state.as_str()),
            links,
            may_edit: actor.may_at(row.ccn, Action::EditHospital),
            may_accept: actor.may_at(row.ccn, Action::AcceptOffer),
        }
    }
}
