//! What a hospital's training says of the measures it bears on, evidence or not, for its page. The words are decided in core; the nightly
//! list keeps those that are evidence ([`super::due_lists`]).

use holdfast_core::decide::training::{TrainingFacts, TrainingWord, training_words};

use super::TrainingRecord;
use crate::app::App;

impl App {
    /// What training says of each measure it bears on, as of now.
    pub fn training_says(&self, record: &TrainingRecord) -> Vec<TrainingWord> {
        let people: Vec<TrainingFacts<'_>> = record
            .listed()
            .map(|learner| TrainingFacts { learner, done: record.done_by(learner.id) })
            .collect();
        training_words(&self.catalog, &people, self.clock.now())
    }
}
