//! Calls of the program office, each once well and once badly.

mod hospitals;
mod review;
mod totals;

use super::tour::Tour;

pub(super) async fn visit(tour: &mut Tour) {
    review::visit(tour).await;
    totals::visit(tour).await;
    hospitals::visit(tour).await;
}
