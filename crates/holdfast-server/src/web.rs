//! The portal's pages: extract, call one use case, render. No SQL and no rule of the program here.

pub mod account;
pub mod answers;
pub mod api_page;
pub mod application;
mod assessor;
pub mod assets;
mod badges;
mod came;
mod care;
mod classes;
mod conflict;
mod csv;
mod devices;
mod draft_cookie;
pub mod error;
pub(crate) mod evidence;
pub mod first_administrator;
pub mod headers;
pub mod help;
pub mod hospital;
pub mod join;
pub mod landing;
pub mod layout;
mod learn;
mod lessons;
mod measure;
pub mod moment;
mod office;
pub mod operator;
pub mod page;
pub(crate) mod papers;
pub mod passkey_place;
pub mod plan;
pub mod posture;
pub mod problem;
pub mod program_people;
pub mod public;
pub mod question;
pub mod registration;
pub(crate) mod reported_mail;
pub(crate) mod save;
pub(crate) mod security_cases;
pub mod set_up;
pub mod sign_in;
pub mod state_map;
pub mod support;
mod training;
pub(crate) mod upload;
mod verify;
mod worth;

pub(crate) use came::Came;
pub use error::WebError;
pub use layout::Layout;
pub use page::render;

use crate::routes::Routes;

/// Every page of the portal.
pub fn routes(routes: Routes) -> Routes {
    let routes = account::routes(routes);
    let routes = answers::routes(routes);
    let routes = first_administrator::routes(routes);
    let routes = question::routes(routes);
    let routes = join::routes(routes);
    let routes = operator::routes(routes);
    let routes = program_people::routes(routes);
    let routes = public::routes(routes);
    let routes = learn::routes(routes);
    let routes = lessons::routes(routes);
    let routes = badges::routes(routes);
    let routes = verify::routes(routes);
    let routes = registration::routes(routes);
    let routes = application::routes(routes);
    let routes = hospital::routes(routes);
    let routes = measure::routes(routes);
    let routes = evidence::routes(routes);
    let routes = assessor::routes(routes);
    let routes = posture::routes(routes);
    let routes = plan::routes(routes);
    let routes = care::routes(routes);
    let routes = training::routes(routes);
    let routes = papers::routes(routes);
    let routes = security_cases::routes(routes);
    let routes = reported_mail::routes(routes);
    let routes = devices::routes(routes);
    let routes = set_up::routes(routes);
    let routes = sign_in::routes(routes);
    let routes = help::routes(routes);
    let routes = support::routes(routes);
    let routes = office::routes(routes);
    let routes = classes::routes(routes);
    assets::routes(routes)
}
