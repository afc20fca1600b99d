//! An impact for people to read.

use holdfast_core::decide::care::road::Roads;
use holdfast_core::decide::care::{Added, CareModel, Impact, Receiver, Strain, miles, people_in_words};
use holdfast_core::decide::registration::display_case;

use super::Answer;

/// So many rows of a list are printed for people; JSON has all.
const SHOWN: usize = 8;

/// The sentence first, then figures, lists, what is not known, and where all of it is from.
pub(super) fn text(model: &CareModel, impact: &Impact, answer: &Answer) -> String {
    let mut out = format!("{}\n", answer.sentence);
    for said in &answer.said {
        out += &format!("{said}\n");
    }
    let mut line = |what: &str, value: String| out += &format!("  {what:<34}{value}\n");
    if impact.people.is_some_and(|p| !p.is_nobody()) {
        for pushed in &impact.pushed {
            let what = format!("Pushed beyond {} minutes", pushed.minutes);
            line(&what, people_in_words(&pushed.people));
        }
        if let Some(added) = &impact.added_minutes {
            line("Minutes more, half of them", between(added, 1.0));
            line("Minutes more, nine of ten up to", ninth(added, 1.0));
        }
        if let Some(added) = &impact.added_km {
            line("Miles of road more, half of them", between(added, 1.0 / 1.609_344));
            line("Miles of road more, nine of ten", ninth(added, 1.0 / 1.609_344));
        }
        if impact.down.len() > 1 {
            line("Their second nearest is down, too", people_in_words(&impact.second_also_down));
        }
        let who = &impact.who;
        let share =
            |share: Option<f64>| share.map_or("not known".to_owned(), |s| format!("{:.0} %", s * 100.0));
        line("65 and older", format!("{}, {}", people_in_words(&who.aged_65), share(who.aged_65_share)));
        line("Households without a vehicle", share(who.no_vehicle_share));
        line("Households without internet", share(who.no_internet_share));
    }
    out += &list("Where they turn to", &impact.receivers, receiver);
    out += &list("By county", &impact.counties, |p| {
        let state = p.state.map_or("", |s| s.as_str());
        let beyond = people_in_words(&p.beyond_30);
        format!("{}, {state}: {}; beyond 30 minutes: {beyond}", p.name, people_in_words(&p.people))
    });
    out += &list("By state", &impact.states, |p| format!("{}: {}", p.name, people_in_words(&p.people)));
    if !impact.doubts.is_empty() {
        out += "\nWhat is not known\n";
        for doubt in &impact.doubts {
            out += &format!("  {}\n", doubt.sentence());
        }
    }
    if let Some(used) = model.times_used() {
        out += "\nTravel times\n";
        for said in used.sentences() {
            out += &format!("  {said}\n");
        }
    }
    let roads =
        if model.times_used().is_some() { "Where no travel time is on file, straight" } else { "Straight" };
    out += &format!(
        "\n{roads} lines times 1.4 (1.2 to 1.6) stand for roads. No death is forecast. How all of this is worked out: docs/care.md\n"
    );
    out += &format!("From: {}\n", model.sources().join("; "));
    out
}

fn list<T>(title: &str, rows: &[T], row: impl Fn(&T) -> String) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{title} ({})\n", rows.len());
    for one in rows.iter().take(SHOWN) {
        out += &format!("  {}\n", row(one));
    }
    if rows.len() > SHOWN {
        out += &format!("  and {} more; --json lists all\n", rows.len() - SHOWN);
    }
    out
}

fn receiver(r: &Receiver) -> String {
    let at = r.site.first();
    let needed = &r.beds_needed;
    let free = r.beds_free.map_or("beds not known".to_owned(), |free| {
        format!(
            "{:.0} to {:.0} more beds needed, {:.0} to {:.0} free",
            needed.low, needed.high, free.low, free.high
        )
    });
    format!(
        "{} {}, {} {}, {} miles by road, {}: {}; {:.0} to {:.0} visits more a day; {free}; {}",
        at.ccn,
        display_case(&at.name),
        display_case(&at.city),
        at.state,
        miles(r.km * Roads::LIKELY.factor),
        at.phone,
        people_in_words(&r.people),
        r.visits_a_day.low,
        r.visits_a_day.high,
        strain_in_words(r.strain()),
    )
}

/// Whether a receiver bears it, in words.
pub(super) fn strain_in_words(strain: Strain) -> &'static str {
    match strain {
        Strain::Bears => "should bear it",
        Strain::Unknown => "whether it bears it is not known",
        Strain::May => "may be overwhelmed",
        Strain::Overwhelmed => "is overwhelmed even by the least that comes",
    }
}

fn between(added: &Added, times: f64) -> String {
    let of = &added.median;
    format!("{:.0} ({:.0} to {:.0})", of.mid * times, of.low * times, of.high * times)
}

fn ninth(added: &Added, times: f64) -> String {
    let of = &added.p90;
    format!("{:.0} ({:.0} to {:.0})", of.mid * times, of.low * times, of.high * times)
}
