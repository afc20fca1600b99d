//! Something kept for each plan by whoever reads events, such as which rules may want it.
//!
//! It follows the decoder: when plans are forgotten, what was kept for them is forgotten too.

use crate::plan::{Plan, PlanId};

/// A value for each plan, made when the plan is first met. Belongs to one decoder.
#[derive(Debug)]
pub struct PerPlan<T> {
    generation: u32,
    kept: Vec<Option<T>>,
}

impl<T> Default for PerPlan<T> {
    fn default() -> Self {
        Self { generation: 0, kept: Vec::new() }
    }
}

impl<T> PerPlan<T> {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value for `plan`, if one was made.
    #[inline]
    pub fn get(&self, plan: PlanId) -> Option<&T> {
        if plan.generation != self.generation {
            return None;
        }
        self.kept.get(plan.index as usize)?.as_ref()
    }

    /// The value for `plan`, made by `make` the first time.
    #[inline]
    pub fn get_or_make(&mut self, plan: &Plan, make: impl FnOnce(&Plan) -> T) -> &mut T {
        if plan.id.generation != self.generation {
            self.kept.clear();
            self.generation = plan.id.generation;
        }
        let index = plan.id.index as usize;
        if self.kept.len() <= index {
            self.kept.resize_with(index.saturating_add(1), || None);
        }
        #[expect(clippy::indexing_slicing, reason = "the line above made the place")]
        self.kept[index].get_or_insert_with(|| make(plan))
    }
}
