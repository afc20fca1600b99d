//! An impact in one plain sentence, for a board or a county.

use super::down_set::DownSet;
use super::impact::Impact;
use super::range::Count;
use super::road::{KM_PER_MILE, Roads};
use super::site::Beds;
use crate::decide::registration::display_case;
use crate::model::{figures, grouped};

const NOTHING_DOWN: &str = "Nothing that counts as an open emergency department is down, so nobody is known to lose their nearest one.";

/// "41,000 people (38,000 to 44,000)", rounded as finely as the range allows; "nobody".
pub fn people_in_words(count: &Count) -> String {
    if count.is_nobody() {
        return "nobody".to_owned();
    }
    let mid = format!("{} {}", grouped(rounded(count.mid)), if count.mid == 1 { "person" } else { "people" });
    if count.low == count.mid && count.mid == count.high {
        return mid;
    }
    format!("{mid} ({} to {})", grouped(rounded(count.low)), grouped(rounded(count.high)))
}

/// Kilometres as whole miles.
pub fn miles(km: f64) -> u64 {
    (km / KM_PER_MILE).round() as u64
}

/// What is so, in plain words: who loses what, how far, and where they turn to.
pub fn sentence(impact: &Impact) -> String {
    let names: Vec<String> =
        impact.down.iter().filter_map(|members| members.first()).map(|m| display_case(&m.name)).collect();
    match names.as_slice() {
        [] => NOTHING_DOWN.to_owned(),
        [one] => told(&format!("If {one} is down"), impact),
        [first, more @ ..] => told(&format!("If {first} and {} more are down", more.len()), impact),
    }
}

/// The same of a set that has a name: "If the 3 hospitals of Fixture County, ZZ, are down for 3 weeks, ...".
pub fn sentence_of(set: &DownSet, impact: &Impact) -> String {
    if impact.down.is_empty() {
        return NOTHING_DOWN.to_owned();
    }
    told(&format!("If {} down", set.subject), impact)
}

fn told(who: &str, impact: &Impact) -> String {
    let weeks = match impact.days {
        1 => "for a day".to_owned(),
        7 => "for a week".to_owned(),
        d if d % 7 == 0 => format!("for {} weeks", d / 7),
        d => format!("for {d} days"),
    };
    let Some(people) = impact.people else {
        return format!(
            "{who} {weeks}, how many people lose their nearest emergency department is not known."
        );
    };
    if people.is_nobody() {
        return format!("{who} {weeks}, nobody on file loses their nearest emergency department.");
    }
    let least = if impact.is_at_least { "at least " } else { "" };
    let beyond = impact.beyond_30();
    let is_one = |count: &Count| count.mid == 1;
    let mut text = format!(
        "{who} {weeks}, {least}{} {} their nearest emergency department, and {} {} then farther than 30 minutes from one.",
        people_in_words(&people),
        if is_one(&people) { "loses" } else { "lose" },
        people_in_words(&beyond),
        if is_one(&beyond) || beyond.is_nobody() { "is" } else { "are" },
    );
    if let Some(next) = impact.receivers.first() {
        let at = next.site.first();
        let beds = match next.site.beds {
            Beds::Known(1) => "has 1 bed".to_owned(),
            Beds::Known(n) => format!("has {n} beds"),
            Beds::NoInpatients => "keeps nobody overnight".to_owned(),
            Beds::Unknown => "has a number of beds that is not known".to_owned(),
        };
        let (name, city, state) = (display_case(&at.name), display_case(&at.city), at.state);
        let away = miles(next.km * Roads::LIKELY.factor);
        // Among many receivers the first may have few of the people; "most" would be untrue.
        text += &if next.people.mid * 2 > people.mid {
            format!(
                " For most of them the next one is {name} in {city}, {state}, about {away} miles by road from there, which {beds}."
            )
        } else {
            let n = impact.receivers.iter().filter(|receiver| receiver.people.mid > 0).count();
            format!(
                " They turn to {n} others; more of them to {name} in {city}, {state}, than to any other, and it {beds}."
            )
        };
    }
    text
}

/// Three figures that count, so that no estimate looks exact.
fn rounded(n: u64) -> u64 {
    figures(n, 3)
}
