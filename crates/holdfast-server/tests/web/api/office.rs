//! Calls of the program office, each once well and once badly.

mod care;
mod hospitals;
mod people;
mod review;
mod run;
mod support;
mod totals;
mod what_if;

use super::tour::Tour;

pub(super) async fn visit(tour: &mut Tour) {
    review::visit(tour).await;
    totals::visit(tour).await;
    hospitals::visit(tour).await;
    people::visit(tour).await;
    support::visit(tour).await;
    care::visit(tour).await;
    what_if::visit(tour).await;
    run::visit(tour).await;
}
