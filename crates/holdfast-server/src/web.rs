//! The portal's pages: extract, call one use case, render. No SQL and no rule of the program here.

pub mod assets;
pub mod error;
pub mod headers;
pub mod hospital;
pub mod layout;
pub mod page;
pub mod public;
pub mod registration;
pub mod state_map;

pub use error::WebError;
pub use layout::Layout;
pub use page::render;

use crate::routes::Routes;

/// Every page of the portal.
pub fn routes(routes: Routes) -> Routes {
    let routes = assets::routes(routes);
    let routes = public::routes(routes);
    let routes = registration::routes(routes);
    hospital::routes(routes)
}
