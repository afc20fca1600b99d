//! The program office's pages: the reviewers' queue, applications, totals, the list of hospitals, and running the portal.

mod applications;
mod care;
mod case;
mod hospital;
mod hospitals;
mod links;
mod queue;
mod run;
mod totals;
mod waiting_offers;
mod what_if;
mod when;

use crate::routes::Routes;

/// Every page of the office but support and people.
pub(super) fn routes(routes: Routes) -> Routes {
    let routes = queue::routes(routes);
    let routes = case::routes(routes);
    let routes = totals::routes(routes);
    let routes = care::routes(routes);
    let routes = applications::routes(routes);
    let routes = hospitals::routes(routes);
    let routes = hospital::routes(routes);
    let routes = waiting_offers::routes(routes);
    let routes = what_if::routes(routes);
    run::routes(routes)
}
