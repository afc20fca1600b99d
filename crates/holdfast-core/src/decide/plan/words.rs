//! A step's place in words: why it stands there, and what would move it.

use super::loss::ScenarioLoss;
use super::{Dollars, Means, Price, Ranked};
use crate::catalog::{Catalog, Estimate, Step};
use crate::model::{Usd, UsdRange, figures};

/// The scenario of which most is avoided.
pub(super) fn most_of(catalog: &Catalog, before: &[ScenarioLoss], after: &[ScenarioLoss]) -> Option<String> {
    let cuts =
        before.iter().zip(after).map(|(b, a)| (b.a_year.likely.saturating_sub(a.a_year.likely), &b.scenario));
    let (cut, id) = cuts.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (cut > 0).then_some(())?;
    catalog.scenarios.iter().find(|s| s.id == *id).map(|s| s.name.to_lowercase())
}

/// Why a step stands where it does.
pub(super) fn why(
    catalog: &Catalog,
    step: &Step,
    avoids: Dollars,
    price: &Price,
    most: Option<&str>,
) -> String {
    let range = UsdRange { low: round(avoids.low), high: round(avoids.high) };
    let from = most.map(|m| format!(", most of it from {m}")).unwrap_or_default();
    let money = match (&price.paid_by, price.usd.high) {
        (Some((offer, _)), 0) => format!("nothing, since {} pays", name(catalog, offer.as_str())),
        (Some((offer, percent)), _) => {
            format!("{} after {} takes off {percent} %", price.usd.shown(), name(catalog, offer.as_str()))
        }
        (None, 0) => "no money".to_owned(),
        (None, _) => price.usd.shown().to_string(),
    };
    let hours = hours_in_words(price.hours);
    let avoids = if avoids.likely == 0 {
        "Avoids little by itself, and others need it first".to_owned()
    } else {
        format!("Avoids about {} of loss a year ({range}){from}", round(avoids.likely))
    };
    format!("{avoids}, for {money} and {hours} of {}.", step.skill.label())
}

fn name(catalog: &Catalog, offer: &str) -> String {
    catalog.offer(offer).map_or(offer.to_owned(), |(_, o)| o.name.clone())
}

/// What would change a step's place: the hours at which the next one that avoids anything overtakes it.
pub(super) fn unless(catalog: &Catalog, means: &Means, this: &Ranked, below: &[Ranked]) -> String {
    let needs_it = below.iter().find(|b| b.needs.contains(&this.step)).filter(|_| this.avoids.likely == 0);
    let Some(next) = needs_it.or_else(|| below.iter().find(|b| b.per_100_usd > 0)) else {
        return "Nothing is ranked below it.".to_owned();
    };
    let other = catalog.step(&next.step).map_or(next.step.as_str(), |s| s.name.as_str());
    if next.needs.contains(&this.step) {
        return format!("\u{201c}{other}\u{201d} needs it first.");
    }
    if this.per_100_usd <= next.per_100_usd {
        return format!("It is about as good as \u{201c}{other}\u{201d}; either may go first.");
    }
    let worth = this.avoids.likely.saturating_mul(100) / next.per_100_usd;
    let hours = worth.saturating_sub(this.price.usd.likely) / u64::from(means.usd_an_hour.max(1));
    format!("\u{201c}{other}\u{201d} would go first if this took more than {hours} hours.")
}

/// Two leading digits: more would claim to know more than anybody does.
pub(super) fn round(usd: u64) -> Usd {
    Usd(figures(usd, 2))
}

impl Dollars {
    /// From low to high, as people are shown it: with two leading digits.
    pub fn shown(self) -> UsdRange {
        UsdRange { low: round(self.low), high: round(self.high) }
    }

    /// The best guess, as people are shown it.
    pub fn likely_shown(self) -> Usd {
        round(self.likely)
    }
}

/// Hours from low to high, as people are shown them: "6 to 24 hours".
pub fn hours_in_words(hours: Estimate) -> String {
    let (low, high) = (figures(u64::from(hours.low), 2), figures(u64::from(hours.high), 2));
    match (low, high) {
        (1, 1) => "1 hour".to_owned(),
        (low, high) if low == high => format!("{low} hours"),
        (low, high) => format!("{low} to {high} hours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_show_two_leading_digits() {
        let shown = |low, high| Dollars { low, likely: low, high }.shown().to_string();
        assert_eq!(shown(0, 99), "$0 to $99");
        assert_eq!(shown(1_234, 98_765), "$1,200 to $99,000");
        assert_eq!(shown(995, 995), "$1,000");
        let hours = |low, high| hours_in_words(Estimate { low, likely: low, high });
        assert_eq!(hours(1, 1), "1 hour");
        assert_eq!(hours(6, 124), "6 to 120 hours");
        assert_eq!(hours(0, 0), "0 hours");
    }
}
