//! The order of steps: again and again the one that, with whatever must come before it, avoids most loss for a dollar.
//!
//! A step that is wholly in place is not ranked. Ties go to the cheaper one, then to the one whose id reads first.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::loss::{InPlace, Reckoning};
use super::price::{Price, price};
use super::{Dollars, Means, words};
use crate::catalog::{Catalog, MeasureId, Step, StepId};
use crate::decide::posture::Posture;

/// A step in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Which.
    pub step: StepId,
    /// Loss a year it avoids, after all steps before it.
    pub avoids: Dollars,
    /// What it takes.
    pub price: Price,
    /// Dollars avoided a year for 100 dollars of money and hours, as likely.
    pub per_100_usd: u64,
    /// Measures it promises to bring to met that are not.
    pub promises: Vec<MeasureId>,
    /// Steps ranked before it that it needs.
    pub needs: Vec<StepId>,
    /// Why it stands here, in a sentence.
    pub why: String,
    /// What would change its place, in a sentence.
    pub unless: String,
}

/// Every step worth taking, best first.
pub(super) fn rank(
    catalog: &Catalog,
    posture: &Posture,
    means: &Means,
    reckoning: &Reckoning<'_>,
    now: &InPlace,
) -> Vec<Ranked> {
    let mut place = now.clone();
    let prices: Vec<Price> = catalog.steps.iter().map(|s| price(s, means)).collect();
    let mut ranked: Vec<Ranked> = Vec::new();
    let mut before = reckoning.by_scenario(&place);
    while let Some(bundle) = best(catalog, means, &prices, reckoning, &place) {
        for i in bundle {
            let step = &catalog.steps[i];
            reckoning.finish(&mut place, i);
            let after = reckoning.by_scenario(&place);
            let sum = |all: &[super::ScenarioLoss]| all.iter().map(|s| s.a_year).sum::<Dollars>();
            let avoids = less(sum(&before), sum(&after));
            let most = words::most_of(catalog, &before, &after);
            let price = prices[i].clone();
            let needs =
                step.after.iter().filter(|id| ranked.iter().any(|r| r.step == **id)).cloned().collect();
            ranked.push(Ranked {
                why: words::why(catalog, step, avoids, &price, most.as_deref()),
                per_100_usd: avoids.likely.saturating_mul(100) / price.worth(means),
                promises: unmet(posture, step),
                step: step.id.clone(),
                avoids,
                price,
                needs,
                unless: String::new(),
            });
            before = after;
        }
    }
    let unless: Vec<String> =
        (0..ranked.len()).map(|i| words::unless(catalog, means, &ranked[i], &ranked[i + 1..])).collect();
    for (r, unless) in ranked.iter_mut().zip(unless) {
        r.unless = unless;
    }
    ranked
}

fn unmet(posture: &Posture, step: &Step) -> Vec<MeasureId> {
    let is_met = |id: &&MeasureId| posture.measures.iter().any(|m| m.measure == **id && m.state.is_met());
    step.closes.iter().filter(|id| !is_met(id)).cloned().collect()
}

/// The best open step with the open steps it needs, those first; `None` when nothing open avoids anything.
fn best(
    catalog: &Catalog,
    means: &Means,
    prices: &[Price],
    reckoning: &Reckoning<'_>,
    place: &InPlace,
) -> Option<Vec<usize>> {
    let mut best: Option<(u64, u64, Vec<usize>)> = None;
    for (i, step) in catalog.steps.iter().enumerate().filter(|(i, _)| !place.is_done(*i)) {
        let is_done = |id: &StepId| reckoning.place_of(id).is_none_or(|i| place.is_done(i));
        let bundle: Vec<usize> = if step.after.iter().all(is_done) {
            vec![i]
        } else {
            with_needs(catalog, step, is_done).iter().filter_map(|s| reckoning.place_of(&s.id)).collect()
        };
        let avoids = reckoning.gain(place, &bundle);
        let worth: u64 = bundle.iter().map(|i| prices[*i].worth(means)).sum();
        let is_better = best.as_ref().is_none_or(|(best_avoids, best_worth, first)| {
            let (mine, theirs) =
                (u128::from(avoids) * u128::from(*best_worth), u128::from(*best_avoids) * u128::from(worth));
            match mine.cmp(&theirs).then(best_worth.cmp(&worth)) {
                Ordering::Greater => true,
                Ordering::Less => false,
                Ordering::Equal => first.last().is_some_and(|f| step.id < catalog.steps[*f].id),
            }
        });
        if avoids > 0 && is_better {
            best = Some((avoids, worth, bundle));
        }
    }
    best.map(|(_, _, bundle)| bundle)
}

/// A step with every step it needs that is not done, in an order that can be carried out.
pub(super) fn with_needs<'c>(
    catalog: &'c Catalog,
    step: &'c Step,
    is_done: impl Fn(&StepId) -> bool,
) -> Vec<&'c Step> {
    fn walk<'c>(
        catalog: &'c Catalog,
        step: &'c Step,
        is_done: &impl Fn(&StepId) -> bool,
        seen: &mut BTreeSet<&'c StepId>,
        out: &mut Vec<&'c Step>,
    ) {
        if !seen.insert(&step.id) {
            return;
        }
        for id in step.after.iter().filter(|id| !is_done(id)) {
            if let Some(need) = catalog.step(id) {
                walk(catalog, need, is_done, seen, out);
            }
        }
        out.push(step);
    }
    let mut out = Vec::new();
    walk(catalog, step, &is_done, &mut BTreeSet::new(), &mut out);
    out
}

/// The cheapest step that closes a measure, with what it needs first; nothing when no step does.
pub(super) fn cheapest_way(
    catalog: &Catalog,
    means: &Means,
    reckoning: &Reckoning<'_>,
    now: &InPlace,
    measure: &MeasureId,
) -> Vec<StepId> {
    let is_done = |id: &StepId| reckoning.place_of(id).is_none_or(|i| now.is_done(i));
    let ways = catalog.steps.iter().filter(|s| s.closes.contains(measure)).map(|s| {
        let bundle = with_needs(catalog, s, is_done);
        (bundle.iter().map(|s| price(s, means).worth(means)).sum::<u64>(), &s.id, bundle)
    });
    let cheapest = ways.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    cheapest.map(|(_, _, bundle)| bundle.iter().map(|s| s.id.clone()).collect()).unwrap_or_default()
}

/// What is avoided. Low and high are differences of guesses and may cross, so the range is put around the likely one.
fn less(before: Dollars, after: Dollars) -> Dollars {
    let each = [0, 1, 2].map(|i| before.each()[i].saturating_sub(after.each()[i]));
    let edge = |pick: fn(u64, u64) -> u64| each.into_iter().fold(each[1], pick);
    Dollars { low: edge(u64::min), likely: each[1], high: edge(u64::max) }
}
