//! The pages anyone may read: what the program is, the check by certification number, the search.

pub(crate) mod check;
mod home;
mod hospitals;
pub mod offer_card;

use crate::routes::{Access, Routes};

/// Adds the public pages.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/", Access::Public, home::page).get("/check", Access::Public, check::page).get(
        "/hospitals",
        Access::Public,
        hospitals::page,
    )
}
