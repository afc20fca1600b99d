//! Calls of the program office, each once well and once badly.

mod review;

use super::tour::Tour;

pub(super) async fn visit(tour: &mut Tour) {
    review::visit(tour).await;
}
