//! `holdfast impact`: who loses their nearest emergency department when hospitals are down, or every hospital in turn as CSV.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::anyhow;
use holdfast_core::decide::care::road::Roads;
use holdfast_core::decide::care::{
    Added, CareFacts, CareModel, Count, Criticality, Doubt, Impact, NoSite, Receiver, Strain, miles,
    people_in_words, sentence,
};
use holdfast_core::decide::directory::Listed;
use holdfast_core::model::{Ccn, PeopleTables};
use serde_json::json;

use super::data::Reference;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Impact as Flags;
use crate::out;

/// So many rows of a list are printed for people; JSON has all.
const SHOWN: usize = 8;

/// Answers for one set of hospitals or for each hospital.
pub(crate) async fn run(settings: Settings, what: Flags) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(&settings).await?;
    let facts = CareFacts::of(&reference.directory.hospitals, &people()?);
    if what.national {
        let no_site = facts.no_site.clone();
        out::written(national_csv(&reference, &facts.model(), &no_site, what.days))?;
        return Ok(ExitCode::from(exit::DONE));
    }
    let mut down = Vec::new();
    for text in what.ccn.iter().chain(&what.down) {
        down.push(super::hospital::find(&reference.directory, text)?.hospital.ccn);
    }
    let model = facts.model();
    let impact = model.impact(&down, what.days).map_err(|e| Failure::new(exit::USAGE, e))?;
    if what.json {
        out::line(&format!("{:#}", as_json(&model, &impact)))?;
    } else {
        out::print(&text(&model, &impact))?;
    }
    Ok(ExitCode::from(exit::DONE))
}

/// The facts on people inside the binary.
fn people() -> Result<PeopleTables, Failure> {
    let mut tables = PeopleTables::default();
    let held = holdfast_catalog::people_facts::embedded_people().map_err(anyhow::Error::from)?;
    for (release, bytes) in held {
        holdfast_import::load_people(&mut tables, release, bytes)
            .map_err(|e| anyhow!(e).context("the facts on people inside do not read"))?;
    }
    Ok(tables)
}

fn as_json(model: &CareModel, impact: &Impact) -> serde_json::Value {
    let doubts: Vec<String> = impact.doubts.iter().map(Doubt::sentence).collect();
    let roads = Roads::ALL.map(
        |r| json!({ "km_for_each_straight_km": r.factor, "open_km_an_hour": r.open_kmh, "town_km_an_hour": r.town_kmh }),
    );
    json!({
        "sentence": sentence(impact), "impact": impact, "not_known": doubts,
        "roads_fast_likely_slow": roads, "sources": model.sources(),
    })
}

fn text(model: &CareModel, impact: &Impact) -> String {
    let mut out = format!("{}\n", sentence(impact));
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
    out += "\nStraight lines times 1.4 (1.2 to 1.6) stand for roads. No death is forecast. How all of this is worked out: docs/care.md\n";
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
        at.name,
        at.city,
        at.state,
        miles(r.km * Roads::LIKELY.factor),
        at.phone,
        people_in_words(&r.people),
        r.visits_a_day.low,
        r.visits_a_day.high,
        strain_in_words(r.strain()),
    )
}

fn strain_in_words(strain: Strain) -> &'static str {
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

const COLUMNS: &str = "rank,ccn,name,city,state,same_place,only_within_30_low,only_within_30,only_within_30_high,\
    people_low,people,people_high,beyond_15_low,beyond_15,beyond_15_high,beyond_60_low,beyond_60,beyond_60_high,\
    added_minutes_median_low,added_minutes_median,added_minutes_median_high,added_minutes_p90,aged_65_share,\
    no_vehicle_share,no_internet_share,first_receiver,first_receiver_strain,not_known";

/// One row a listed hospital. One that is no open emergency department has no figures and says why.
fn national_csv(
    reference: &Reference,
    model: &CareModel,
    no_site: &BTreeMap<Ccn, NoSite>,
    days: u16,
) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", COLUMNS)?;
    for one in model.criticality(days) {
        for member in one.impact.down.iter().flatten() {
            if let Some(listed) = reference.directory.hospitals.get(member.ccn) {
                writeln!(out, "{}", csv_row(listed, &one))?;
            }
        }
    }
    for (ccn, why) in no_site {
        if let Some(listed) = reference.directory.hospitals.get(*ccn) {
            let why = Doubt::NoSite { ccn: *ccn, why: *why }.sentence();
            let empty = ",".repeat(COLUMNS.split(',').count() - 5);
            writeln!(out, ",{}{empty}{}", head(listed), quoted(&why))?;
        }
    }
    out.flush()
}

fn head(listed: &Listed) -> String {
    let h = &listed.hospital;
    format!("{},{},{},{}", h.ccn, quoted(&h.name), quoted(&h.city), h.state)
}

fn csv_row(listed: &Listed, one: &Criticality) -> String {
    let impact = &one.impact;
    let beside: Vec<String> = impact
        .down
        .iter()
        .flatten()
        .filter(|m| m.ccn != listed.hospital.ccn)
        .map(|m| m.ccn.to_string())
        .collect();
    // People who are not known leave their cells empty; a zero would be a claim.
    let count = |c: &Count| match impact.people {
        Some(_) => format!("{},{},{}", c.low, c.mid, c.high),
        None => ",,".to_owned(),
    };
    let share = |s: Option<f64>| s.map_or(String::new(), |s| format!("{s:.3}"));
    let added = impact.added_minutes.map_or(",,,".to_owned(), |a| {
        format!("{:.1},{:.1},{:.1},{:.1}", a.median.low, a.median.mid, a.median.high, a.p90.mid)
    });
    let first = impact.receivers.first();
    let doubts: Vec<String> = impact.doubts.iter().map(Doubt::sentence).collect();
    [
        one.rank.to_string(),
        head(listed),
        beside.join(" "),
        count(&one.only_within_30),
        count(&impact.people.unwrap_or_default()),
        count(&impact.pushed[0].people),
        count(&impact.pushed[2].people),
        added,
        share(impact.who.aged_65_share),
        share(impact.who.no_vehicle_share),
        share(impact.who.no_internet_share),
        first.map_or(String::new(), |r| r.site.first().ccn.to_string()),
        first.map_or(String::new(), |r| strain_in_words(r.strain()).to_owned()),
        quoted(&doubts.join(" ")),
    ]
    .join(",")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
