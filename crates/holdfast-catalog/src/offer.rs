//! `[[offer]]` and `[[resource]]`: the same keys, one read from a program's file and the other from `resources/`.
//!
//! It compiles clauses but never asks whether a hospital meets them.

use std::collections::HashSet;

use holdfast_core::catalog::{
    Alternative, Catalog, Clause, ClauseId, Cost, Group, Offer, OfferId, OfferKind, Otherwise, PerUnit,
    SafeguardId, Window, YearTwo,
};
use holdfast_core::cel::Expr;
use holdfast_core::did_you_mean;
use holdfast_core::facts::{FactKind, FactType};
use holdfast_core::model::Usd;

use crate::follow::{Names, Trail};
use crate::row::{Row, Text, shown};

/// Longest term, 20 years; a longer one is a slip of the finger.
const MAX_TERM_MONTHS: u8 = 240;
/// A week of working hours; a first step is shorter.
const MAX_MINUTES: u16 = 2_400;
/// Most dollars a unit and year.
const MAX_USD: u64 = 1_000_000_000;

const OTHERWISE: &[(&str, Otherwise)] = &[("refer", Otherwise::Refer), ("ineligible", Otherwise::Ineligible)];

/// Reads a file of `[[resource]]` rows.
pub(crate) fn read_resources(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    let resources = read_all(file, "resource", Group::Elsewhere, trail);
    file.done();
    catalog.resources.extend(resources.into_iter().flatten());
}

/// Reads every row under a key; `None` stands for one with an error.
pub(crate) fn read_all(
    file: &Row<'_>,
    key: &'static str,
    group: Group,
    trail: &mut Trail,
) -> Vec<Option<Offer>> {
    let read = |mut row: Row<'_>| {
        let offer = offer(&mut row, group, trail);
        row.done();
        offer
    };
    file.rows(key, key).into_iter().map(read).collect()
}

fn offer(row: &mut Row<'_>, group: Group, trail: &mut Trail) -> Option<Offer> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Offer, row, id);
    }
    let (provider, name, gets) = (row.string("provider"), row.string("name"), row.string("gets"));
    let kinds: Vec<(&str, OfferKind)> = OfferKind::ALL.iter().map(|(kind, key, _)| (*key, *kind)).collect();
    let kind = row.one_of("kind", &kinds);
    let url = url(row);
    let window = window(row, group);
    let term_months = row.maybe_number("term_months", 1..=MAX_TERM_MONTHS);
    let minutes_to_start = row.maybe_number("minutes_to_start", 1..=MAX_MINUTES);
    let how_to_apply = row.texts("how_to_apply").into_iter().map(|t| t.value.trim().to_owned()).collect();
    let (day_after, exit) = (row.maybe_string("day_after"), row.maybe_string("exit"));
    let safeguards = safeguards(row, trail);
    let cost = row.must_row("cost", "cost").and_then(|r| cost(&r));
    let value = row.row("value", "value").map(|r| per_unit(&r));
    let year_two = row.row("year_two", "year_two").map(|r| year_two(&r));
    let alternatives: Vec<_> =
        row.rows("alternative", "alternative").iter().map(|r| alternative(r, id.as_ref(), trail)).collect();
    let clauses = clauses(row);
    let provenance = row.provenance();
    Some(Offer {
        id: OfferId::new(id?.value),
        group,
        provider: provider?,
        name: name?,
        kind: kind?,
        gets: gets?,
        cost: cost?,
        value: value.flatten(),
        window,
        term_months,
        day_after,
        year_two: year_two.flatten(),
        exit,
        alternatives: alternatives.into_iter().flatten().collect(),
        safeguards,
        how_to_apply,
        minutes_to_start,
        url,
        clauses,
        provenance: provenance?,
    })
}

fn url(row: &Row<'_>) -> Option<String> {
    let url = row.maybe_text("url")?;
    let host = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    if host.is_none_or(|h| !h.starts_with(|c: char| c.is_ascii_alphanumeric()))
        || url.value.contains(char::is_whitespace)
    {
        row.fault(url.at, format!("`{}` is no web address; begin it with `https://`", shown(url.value)));
        return None;
    }
    Some(url.value.to_owned())
}

/// The days it can be had. Others change theirs without telling us, so a row about one says both days, or that nobody knows.
fn window(row: &Row<'_>, group: Group) -> Window {
    let day = |key| match group {
        Group::Elsewhere => row.date_or_unknown(key),
        Group::Program => row.maybe_date(key),
    };
    let (from, to) = (day("from"), day("to"));
    if let (Some(first), Some(last)) = (from, to)
        && first > last
    {
        row.fault_at("to", format!("{} ends on {last}, before it begins on {first}; swap them", row.what()));
    }
    Window { from, to }
}

fn safeguards(row: &Row<'_>, trail: &mut Trail) -> Vec<SafeguardId> {
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    for text in row.texts("safeguards") {
        trail.refers(Names::Safeguard, row, &text);
        if seen.insert(text.value) {
            ids.push(SafeguardId::new(text.value));
        } else {
            row.fault(text.at, format!("`{}` is listed twice; take one out", shown(text.value)));
        }
    }
    ids
}

fn cost(row: &Row<'_>) -> Option<Cost> {
    let (says, free) = (row.string("says"), row.bool("free"));
    row.done();
    Some(Cost { says: says?, free: free? })
}

/// Money for each unit of a count and year.
pub(crate) fn per_unit(row: &Row<'_>) -> Option<PerUnit> {
    let per = row.maybe_text("per").map(|text| counted(row, &text));
    let (low, high) = (row.number("low_usd", 0..=MAX_USD), row.number("high_usd", 0..=MAX_USD));
    let at_most = row.maybe_number("at_most", 1..=u32::MAX);
    let (basis, provenance) = (row.string("basis"), row.provenance());
    row.done();
    if low > high && high.is_some() {
        row.fault_at("high_usd", "the high end is below the low end; swap `low_usd` and `high_usd`");
    }
    if at_most.is_some() && per.is_none() {
        row.fault_at("at_most", "`at_most` needs `per`: it says how many of what count");
    }
    let per = match per {
        None => None,
        Some(kind) => Some(kind?),
    };
    Some(PerUnit {
        per,
        low_usd: Usd(low?),
        high_usd: Usd(high?),
        at_most,
        basis: basis?,
        provenance: provenance?,
    })
}

/// A fact that is a number.
pub(crate) fn counted(row: &Row<'_>, text: &Text<'_>) -> Option<FactKind> {
    let counts = || FactKind::ALL.iter().copied().filter(|k| k.fact_type() == FactType::Int);
    let found = counts().find(|k| k.key() == text.value);
    if found.is_none() {
        let hint = match did_you_mean::hint(text.value, counts().map(FactKind::key)) {
            hint if hint.is_empty() => {
                let keys: Vec<String> = counts().map(|k| format!("`{}`", k.key())).collect();
                format!("; write one of {}", keys.join(", "))
            }
            hint => hint,
        };
        row.fault(text.at, format!("`{}` is no fact that is a number{hint}", shown(text.value)));
    }
    found
}

fn year_two(row: &Row<'_>) -> Option<YearTwo> {
    let says = row.string("says");
    let price = row.row("price", "price").map(|r| per_unit(&r));
    row.done();
    Some(YearTwo { says: says?, price: price.flatten() })
}

fn alternative(row: &Row<'_>, own: Option<&Text<'_>>, trail: &mut Trail) -> Option<Alternative> {
    let name = row.string("name");
    let offer = row.maybe_text("offer").and_then(|t| row.kebab(t));
    row.done();
    if let Some(offer) = &offer {
        if own.is_some_and(|id| id.value == offer.value) {
            row.fault(offer.at, format!("`{}` is its own alternative; name another", offer.value));
        }
        trail.refers(Names::Offer, row, offer);
    }
    Some(Alternative { name: name?, offer: offer.map(|t| OfferId::new(t.value)) })
}

fn clauses(row: &Row<'_>) -> Vec<Clause> {
    let mut seen = HashSet::new();
    let mut clauses = Vec::new();
    for mut row in row.rows("clause", "clause") {
        let id = row.id("id");
        if let Some(id) = &id {
            row.named(id.value);
            if !seen.insert(id.value) {
                row.fault(id.at, format!("two clauses of this offer have the id `{}`; rename one", id.value));
            }
        }
        clauses.extend(clause(&row, id.as_ref()));
        row.done();
    }
    clauses
}

fn clause(row: &Row<'_>, id: Option<&Text<'_>>) -> Option<Clause> {
    let when = row.text("when").and_then(|text| match Expr::compile(text.value) {
        Ok(expr) => Some(expr),
        Err(errors) => {
            for error in errors {
                row.fault(text.inside(error.at.start), error.what);
            }
            None
        }
    });
    let (asks, fails) = (row.string("asks"), row.string("fails"));
    let otherwise =
        if row.has("otherwise") { row.one_of("otherwise", OTHERWISE) } else { Some(Otherwise::Ineligible) };
    Some(Clause {
        id: ClauseId::new(id?.value),
        when: when?,
        asks: asks?,
        fails: fails?,
        otherwise: otherwise?,
    })
}
