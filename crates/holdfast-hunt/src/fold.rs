//! Hits folded: one rule, one computer and the same values in every field the rule looks at are one story, counted.
//!
//! Memory has a bound. Of a rule's stories on one computer the [`STORIES`] with the smallest digests are told apart, and all
//! others are one more; a digest depends on the event alone, so files, threads and order never change which.

use std::collections::{BTreeMap, HashMap};

use crate::card::Card;

/// Stories of one rule on one computer that are told apart.
pub(crate) const STORIES: usize = 50;
/// Stories of all rules and computers, before new ones are no longer told apart.
const MAX_STORIES: usize = 20_000;

/// What says which events are the same story: the first 128 bits of a SHA-256.
pub(crate) type Digest = u128;

/// Events that are one story.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    pub(crate) n: u64,
    pub(crate) first_us: i64,
    pub(crate) last_us: i64,
    /// The first of them.
    pub(crate) example: Card,
}

/// The stories of one rule on one computer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stories {
    by_digest: BTreeMap<Digest, Story>,
    rest: Option<Story>,
}

/// All stories of one thread, by rule and computer.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) all: HashMap<(u32, u32), Stories>,
    n_stories: usize,
}

impl Story {
    fn join(&mut self, other: Self) {
        self.n += other.n;
        self.first_us = self.first_us.min(other.first_us);
        self.last_us = self.last_us.max(other.last_us);
        if other.example.order() < self.example.order() {
            self.example = other.example;
        }
    }
}

impl Stories {
    /// Each story with its digest; the one of all others has none.
    pub(crate) fn into_each(self) -> impl Iterator<Item = (Option<Digest>, Story)> {
        let told = self.by_digest.into_iter().map(|(digest, story)| (Some(digest), story));
        told.chain(self.rest.map(|rest| (None, rest)))
    }

    fn add(&mut self, digest: Option<Digest>, story: Story) {
        match digest {
            Some(digest) => match self.by_digest.get_mut(&digest) {
                Some(known) => known.join(story),
                None => _ = self.by_digest.insert(digest, story),
            },
            None => self.add_rest(story),
        }
        while self.by_digest.len() > STORIES
            && let Some((_, last)) = self.by_digest.pop_last()
        {
            self.add_rest(last);
        }
    }

    fn add_rest(&mut self, story: Story) {
        match &mut self.rest {
            Some(rest) => rest.join(story),
            None => self.rest = Some(story),
        }
    }
}

impl Folded {
    /// Counts one event. `card` is asked for when the event is the first of its story so far.
    pub(crate) fn add(
        &mut self,
        key: (u32, u32),
        digest: Digest,
        order: (i64, u32, u64),
        card: &mut dyn FnMut() -> Card,
    ) {
        let stories = self.all.entry(key).or_default();
        let is_told = stories.by_digest.len() < STORIES && self.n_stories < MAX_STORIES
            || stories.by_digest.last_key_value().is_some_and(|(last, _)| digest <= *last);
        let known = match stories.by_digest.get_mut(&digest) {
            Some(known) => Some(known),
            None if is_told => None,
            None => stories.rest.as_mut(),
        };
        if let Some(known) = known {
            known.n += 1;
            known.first_us = known.first_us.min(order.0);
            known.last_us = known.last_us.max(order.0);
            if order < known.example.order() {
                known.example = card();
            }
            return;
        }
        let story = Story { n: 1, first_us: order.0, last_us: order.0, example: card() };
        let before = stories.by_digest.len();
        stories.add(is_told.then_some(digest), story);
        self.n_stories += stories.by_digest.len() - before.min(stories.by_digest.len());
    }

    /// Takes what another thread folded; `host` gives the number here of a computer's number there.
    pub(crate) fn merge(&mut self, other: Self, host: &mut dyn FnMut(u32) -> u32) {
        for ((rule, theirs), stories) in other.all {
            let ours = self.all.entry((rule, host(theirs))).or_default();
            for (digest, story) in stories.into_each() {
                ours.add(digest, story);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::card::Place;

    fn card(at_us: i64, place: u64) -> Card {
        Card {
            at_us,
            place: Place { file_no: 0, place, file: "a".into() },
            host: "h".into(),
            channel: "Security".into(),
            provider: "".into(),
            event_id: Some(1),
            record_id: None,
            fields: Vec::new(),
        }
    }

    fn folded(events: &[(u8, i64)]) -> Folded {
        let mut folded = Folded::default();
        for (digest, at_us) in events {
            folded.add((0, 0), Digest::from(*digest), (*at_us, 0, *at_us as u64), &mut || {
                card(*at_us, *at_us as u64)
            });
        }
        folded
    }

    fn told(folded: Folded) -> Vec<(Option<Digest>, u64, i64, i64, i64)> {
        let stories = folded.all.into_values().flat_map(Stories::into_each);
        stories.map(|(digest, s)| (digest, s.n, s.first_us, s.last_us, s.example.at_us)).collect()
    }

    #[test]
    fn repeats_are_counted_with_the_first_as_example() {
        assert_eq!(
            told(folded(&[(1, 30), (2, 10), (1, 20), (1, 40)])),
            [(Some(1), 3, 20, 40, 20), (Some(2), 1, 10, 10, 10)]
        );
    }

    proptest! {
        #[test]
        fn order_and_threads_never_change_what_is_told(
            events in proptest::collection::vec((any::<u8>(), 0_i64..1_000), 0..400),
            split in any::<prop::sample::Index>(),
        ) {
            let whole = told(folded(&events));
            let mut reversed = events.clone();
            reversed.reverse();
            prop_assert_eq!(&whole, &told(folded(&reversed)));
            let (a, b) = events.split_at(split.index(events.len() + 1));
            let mut joined = folded(a);
            joined.merge(folded(b), &mut |host| host);
            prop_assert_eq!(&whole, &told(joined));
            prop_assert_eq!(whole.iter().map(|s| s.1).sum::<u64>(), events.len() as u64);
        }
    }
}
