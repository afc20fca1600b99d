//! Finding a hospital by what a person remembers: words of its name, its city, state, ZIP or number, typos and all.
//!
//! An index is built once from the directory and only read after. It ranks; it never decides that two hospitals are
//! the same, and an exact certification number always comes first.

mod slips;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, HashMap};

use crate::model::Ccn;

use super::directory::Directory;
use slips::{letters_in, most_slips, slips_within};
use words::{expanded, of_name, of_query, of_text};

/// A hospital found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub ccn: Ccn,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
}

/// Where a word stands in a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Name,
    City,
    State,
    Zip,
    Number,
}

/// A word of the directory and where it stands.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    letters: u64,
    /// Rarer words say more: the logarithm of how many listings there are for each that holds it.
    weight: f32,
    places: Vec<(u32, Field)>,
}

/// The directory's words, ready to search.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    ccns: Vec<Ccn>,
    /// In alphabetical order.
    words: Vec<Word>,
    by_ccn: HashMap<Ccn, u32>,
}

/// Share of the query's weight that a listing must meet to be shown at all.
const ENOUGH: f32 = 0.4;
/// What a word nobody has counts for, so that "xyzzy hospital" does not find every hospital.
const UNKNOWN_WORD: f32 = 5.0;
const EXACT_NUMBER: f32 = 1_000.0;
/// More are never asked for by a page.
const MOST_HITS: usize = 200;

impl SearchIndex {
    /// Indexes every hospital of the directory.
    pub fn build(directory: &Directory) -> Self {
        let mut places: BTreeMap<String, Vec<(u32, Field)>> = BTreeMap::new();
        let mut index = Self::default();
        for (at, listed) in (0u32..).zip(directory.hospitals()) {
            let h = &listed.hospital;
            let mut add = |word: String, field: Field| places.entry(word).or_default().push((at, field));
            of_name(&h.name).into_iter().for_each(|w| add(w, Field::Name));
            of_name(&h.city).into_iter().for_each(|w| add(w, Field::City));
            of_text(h.state.name()).into_iter().for_each(|w| add(w, Field::State));
            add(h.state.as_str().to_ascii_lowercase(), Field::State);
            add(h.zip.to_string(), Field::Zip);
            add(h.ccn.as_str().to_ascii_lowercase(), Field::Number);
            index.ccns.push(h.ccn);
            index.by_ccn.insert(h.ccn, at);
        }
        let n_listed = index.ccns.len().max(1) as f32;
        index.words = places
            .into_iter()
            .map(|(text, mut places)| {
                places.sort_unstable();
                places.dedup();
                let n_holding = places.chunk_by(|a, b| a.0 == b.0).count() as f32;
                let letters = letters_in(&text);
                Word { letters, weight: (n_listed / n_holding).ln() + 0.3, places, text }
            })
            .collect();
        index
    }

    /// The hospitals that fit best, at most `limit`, best first; equal fits in order of certification number.
    ///
    /// Only the first 256 characters and twelve words of `query` are looked at, so a text of any length is cheap.
    /// Nothing is found for an empty query or one whose words fit no listing well enough.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let tokens = of_query(query);
        let mut scores = vec![0f32; self.ccns.len()];
        let mut n_met = vec![0u8; self.ccns.len()];
        let mut wanted = 0f32;
        let has_state = tokens.iter().any(|t| self.word(t).is_some_and(|w| w.is_state_code()));
        for token in &tokens {
            let mut best = vec![0f32; self.ccns.len()];
            let mut most = 0f32;
            let fits = self.fits(token);
            // A word that only begins like the one asked for says no more than it, however rare it is.
            let said = fits.iter().filter(|(_, fit)| *fit >= 1.0).map(|(i, _)| self.words[*i].weight);
            let at_most = said.fold(None, |most: Option<f32>, w| Some(most.map_or(w, |m| m.max(w))));
            for (word, fit) in fits {
                let weight = self.words[word].weight.min(at_most.unwrap_or(f32::INFINITY));
                for (at, field) in &self.words[word].places {
                    let score = fit * weight * field.weight(has_state);
                    let held = &mut best[*at as usize];
                    *held = held.max(score);
                    most = most.max(score);
                }
            }
            wanted += if most > 0.0 { most } else { UNKNOWN_WORD };
            for (at, one) in best.iter().enumerate().filter(|(_, one)| **one > 0.0) {
                scores[at] += one;
                n_met[at] += 1;
            }
        }
        if let Some(at) = self.exact_number(query) {
            scores[at as usize] += EXACT_NUMBER;
        }
        // A listing that meets every word goes before one that meets a rare word well.
        let whole = |n: u8| 0.5 + 0.5 * f32::from(n) / tokens.len().max(1) as f32;
        let mut hits: Vec<Hit> = (scores.iter().zip(&n_met).zip(&self.ccns))
            .filter(|((score, _), _)| **score > 0.0 && **score >= ENOUGH * wanted)
            .map(|((score, n), ccn)| Hit { ccn: *ccn, score: score * whole(*n) })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ccn.cmp(&b.ccn)));
        hits.truncate(limit.min(MOST_HITS));
        hits
    }

    fn word(&self, text: &str) -> Option<&Word> {
        self.words.binary_search_by(|w| w.text.as_str().cmp(text)).ok().map(|i| &self.words[i])
    }

    /// The words a token may mean, by position, and how well each fits, 0 to 1.
    fn fits(&self, token: &str) -> Vec<(usize, f32)> {
        let mut found = Vec::new();
        let mut has_exact = false;
        for reading in expanded(token) {
            let from = self.words.partition_point(|w| w.text.as_str() < reading);
            for (i, word) in
                self.words.iter().enumerate().skip(from).take_while(|(_, w)| w.text.starts_with(reading))
            {
                if word.text == reading {
                    has_exact = true;
                    found.push((i, 1.0));
                } else if reading.len() >= 3 && reading == token {
                    found.push((i, 0.5 + 0.4 * reading.len() as f32 / word.text.len() as f32));
                }
            }
        }
        let slipped = if has_exact { 0.5 } else { 1.0 };
        found.extend(
            self.slipped(token).into_iter().map(|(i, n)| (i, slipped * if n == 1 { 0.75 } else { 0.5 })),
        );
        found
    }

    /// The words within a few slips of a token, by position, and how many slips. Letters are counted first, which
    /// passes over most words and never one that is near enough.
    fn slipped(&self, token: &str) -> Vec<(usize, usize)> {
        let Some(most) = most_slips(token) else { return Vec::new() };
        let letters = letters_in(token);
        let near = |word: &Word| (word.letters ^ letters).count_ones() as usize <= 2 * most;
        (self.words.iter().enumerate())
            .filter(|(_, w)| w.text.len().abs_diff(token.len()) <= most && near(w))
            .filter_map(|(i, w)| slips_within(token, &w.text, most).filter(|n| *n > 0).map(|n| (i, n)))
            .collect()
    }

    /// The listing whose number the whole query is; a unit's number means its hospital.
    fn exact_number(&self, query: &str) -> Option<u32> {
        if query.len() > 40 {
            return None;
        }
        let (ccn, _) = Ccn::parse_restoring(query).ok()?;
        let of = |ccn: Ccn| self.by_ccn.get(&ccn).copied();
        of(ccn).or_else(|| ccn.parent().and_then(of))
    }
}

impl Word {
    fn is_state_code(&self) -> bool {
        self.text.len() == 2 && self.places.iter().any(|(_, f)| *f == Field::State)
    }
}

impl Field {
    /// A word typed beside a state is more likely a city than a name.
    fn weight(self, beside_state: bool) -> f32 {
        match self {
            Self::Name | Self::Zip => 1.0,
            Self::City if beside_state => 1.4,
            Self::City => 1.1,
            Self::State => 0.7,
            Self::Number => 1.2,
        }
    }
}
