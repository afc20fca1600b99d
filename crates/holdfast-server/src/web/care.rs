//! `/hospital/{ccn}/care`: who loses their nearest emergency department when the hospital is down, on a map and in tables.
//!
//! Every figure is core's; nothing here is worked out but where a mark lies on the picture.

mod map;
mod page;
mod words;

use holdfast_core::model::Action;

use crate::routes::{Access, Routes};

/// The page.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/hospital/{ccn}/care", Access::Hospital(Action::ViewHospital), page::page)
}
