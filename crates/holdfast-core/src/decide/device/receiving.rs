//! Whether a machine really gets its security updates.
//!
//! For Windows the build is the truth, and the licence only a second witness: a licence with an old build proves that
//! updates do not arrive. For others it is what the program that updates the machine says of itself.

use holdfast_wire::device::{DeviceFacts, Known, OsFamily, UpdateClient};
use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, evidence};
use super::{BuildPlace, Knowledge, candidates};
use crate::Date;
use crate::catalog::Product;
use crate::model::Month;

/// A release counts as missed once it is this old: by then the next one is due. Source: Microsoft's monthly cycle.
const GRACE_DAYS: i32 = 31;

/// How a machine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receiving {
    /// It gets them.
    Receiving {
        /// The newest month it has whole.
        month: Month,
        /// Whether it may be later, since the machine is newer than the table.
        or_later: bool,
    },
    /// It gets them late.
    Behind {
        /// Releases it lacks that are old enough to count.
        months: u16,
        /// The newest month it has whole; `None` when that is before the table begins.
        last: Option<Month>,
    },
    /// It got none since updates for everybody, or the year it had, ended. More would be to be had.
    Frozen {
        /// The first month it got nothing in.
        since: Month,
        /// The newest month it has whole.
        last: Option<Month>,
    },
    /// It has a licence, and the updates do not arrive.
    LicensedNotReceiving {
        /// The latest year licensed.
        year: Option<u8>,
        /// The first month it got nothing in.
        since: Month,
    },
    /// There are none to be had any more.
    Ended {
        /// The last day there were.
        on: Date,
    },
    /// It cannot be told.
    Unknown {
        /// Why.
        why: NotTold,
    },
}

/// Why it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotTold {
    /// The machine's system is not known.
    SystemUnseen,
    /// The catalog does not know this version.
    NotInCatalog,
    /// Editions of this build differ, and it does not say which it is.
    EditionUnknown,
    /// It does not say the fourth part of its version, and lists no update that proves one.
    BuildUnseen,
    /// The table does not know this version.
    NotInTable,
    /// It does not say when it last looked for updates.
    NeverLooked,
    /// It last looked too long ago.
    LookedLongAgo {
        /// When.
        on: Date,
    },
    /// It looked, and does not say what waits.
    WaitingUnseen,
}

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Witness {
    /// The build the machine says it has.
    Build,
    /// The list of updates it says are installed.
    UpdateList,
    /// What its update program says of itself.
    UpdateClient,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivingAnswer {
    /// How it stands.
    pub state: Receiving,
    /// What that rests on; `None` when it rests on the calendar or on nothing.
    pub witness: Option<Witness>,
    /// The last day the table of builds knows of; `None` when no table was asked.
    pub table_to: Option<Date>,
}

/// Whether a machine gets its updates. `as_of` is the day it was seen, not a later day on which somebody looks.
pub fn receiving(knowledge: &Knowledge<'_>, facts: &DeviceFacts, as_of: Date) -> ReceivingAnswer {
    let unknown = |why| answer(Receiving::Unknown { why }, None);
    let Known::Is(os) = &facts.os else { return unknown(NotTold::SystemUnseen) };
    let found = candidates(knowledge.products, os);
    if found.is_empty() {
        return unknown(NotTold::NotInCatalog);
    }
    let evidence = evidence(knowledge, os, facts);
    let mut answers = found.iter().map(|product| {
        if os.family == OsFamily::Windows {
            windows(knowledge, product, evidence.as_ref(), facts, as_of)
        } else {
            by_client(product, &facts.update_client, as_of)
        }
    });
    let Some(first) = answers.next() else { return unknown(NotTold::NotInCatalog) };
    let mut ended: Option<ReceivingAnswer> = Some(first.clone());
    let mut agree = true;
    for other in answers {
        agree &= other.state == first.state;
        // Two that ended on different days have both ended; the later day is the careful one.
        ended = match (ended.map(|a| (a.state, a)), other.state) {
            (Some((Receiving::Ended { on: a }, held)), Receiving::Ended { on: b }) => {
                Some(if b > a { other } else { held })
            }
            _ => None,
        };
    }
    match ended {
        _ if agree => first,
        Some(ended) if matches!(ended.state, Receiving::Ended { .. }) => ended,
        _ => unknown(NotTold::EditionUnknown),
    }
}

fn answer(state: Receiving, witness: Option<Witness>) -> ReceivingAnswer {
    ReceivingAnswer { state, witness, table_to: None }
}

fn windows(
    knowledge: &Knowledge<'_>,
    product: &Product,
    evidence: Option<&Evidence>,
    facts: &DeviceFacts,
    as_of: Date,
) -> ReceivingAnswer {
    let table_to = knowledge.dates.windows_builds.map(|day| day.released_on);
    let told = |state, witness| ReceivingAnswer { state, witness, table_to };
    let ended = product.last_day().filter(|last| *last < as_of).map(|on| Receiving::Ended { on });
    let not_told = |why| told(ended.unwrap_or(Receiving::Unknown { why }), None);
    let Some(evidence) = evidence else { return not_told(NotTold::BuildUnseen) };
    let (build, side) = (evidence.version.build, evidence.side);
    let table = &knowledge.builds;
    let Some(ubr) = evidence.ubr else {
        let why =
            if table.newest(build, side).is_some() { NotTold::BuildUnseen } else { NotTold::NotInTable };
        return match (evidence.level, ended) {
            (Some(level), None) => {
                told(by_level(knowledge, product, evidence, level, as_of), evidence.witness)
            }
            _ => not_told(why),
        };
    };
    let Some(place) = table.place(build, ubr, side) else { return not_told(NotTold::NotInTable) };
    let (level, witness) = (evidence.level, evidence.witness);
    let or_later = matches!(place, BuildPlace::After(_)) && witness == Some(Witness::Build);
    let now = counted(as_of);
    if let Some(Receiving::Ended { on }) = ended {
        // Only a machine that keeps up after the end proves that somebody still serves it.
        let keeps_up = level.is_some_and(|level| level.patch_day() > on)
            && missed(knowledge, evidence, or_later, now) == 0;
        return match level {
            Some(month) if keeps_up => told(Receiving::Receiving { month, or_later }, witness),
            _ => told(Receiving::Ended { on }, witness),
        };
    }
    if let Some(since) = frozen(product, level, as_of) {
        let state = match licensed(product, facts) {
            Some(year) => Receiving::LicensedNotReceiving { year, since },
            None => Receiving::Frozen { since, last: level },
        };
        return told(state, witness);
    }
    let missed = missed(knowledge, evidence, or_later, now);
    let state = match level {
        Some(month) if missed == 0 => Receiving::Receiving { month, or_later },
        _ => Receiving::Behind { months: missed.max(1), last: level },
    };
    told(state, witness)
}

/// For versions whose builds the table does not have, by the month of the newest update in the list.
fn by_level(
    knowledge: &Knowledge<'_>,
    product: &Product,
    evidence: &Evidence,
    level: Month,
    as_of: Date,
) -> Receiving {
    if let Some(since) = frozen(product, Some(level), as_of) {
        return Receiving::Frozen { since, last: Some(level) };
    }
    match missed(knowledge, evidence, false, counted(as_of)) {
        0 => Receiving::Receiving { month: level, or_later: false },
        months => Receiving::Behind { months, last: Some(level) },
    }
}

/// The last day by which a release must have come to count as missed at a day.
fn counted(as_of: Date) -> Date {
    as_of.checked_sub(jiff::Span::new().days(GRACE_DAYS)).unwrap_or(as_of)
}

/// The first month without anything, when the machine has nothing past an end after which one has to pay.
fn frozen(product: &Product, level: Option<Month>, as_of: Date) -> Option<Month> {
    let ends = product.security_ends.into_iter().chain(product.extended.iter().map(|e| e.ends_on));
    let mut passed = ends.filter_map(|end| {
        let month = Month::of(end)?;
        let first = if month.patch_day() <= end { month.plus(1) } else { month };
        (first.patch_day() <= counted(as_of)).then_some((end, first))
    });
    passed.find(|(end, _)| level.is_none_or(|level| level.patch_day() <= *end)).map(|(_, first)| first)
}

/// The latest year a machine has a good licence for.
fn licensed(product: &Product, facts: &DeviceFacts) -> Option<Option<u8>> {
    let licences = facts.esu.is()?;
    let is_held =
        |id: &str| licences.iter().any(|l| l.is_licensed && l.activation_id.eq_ignore_ascii_case(id));
    product.extended.iter().rev().find(|e| e.activation_id.as_deref().is_some_and(is_held)).map(|e| e.year)
}

/// Releases a machine lacks: those the table has, and those that must have come since it ends.
fn missed(knowledge: &Knowledge<'_>, evidence: &Evidence, is_newer: bool, by: Date) -> u16 {
    if is_newer {
        return 0;
    }
    let (build, side) = (evidence.version.build, evidence.side);
    let in_table = knowledge.builds.months_after(build, side, evidence.level, by);
    let newest = knowledge.builds.newest(build, side).map(|row| row.month).max(evidence.level);
    let since = newest.zip(Month::of(by)).map_or(0, |(newest, last)| {
        let last = if last.patch_day() <= by { last } else { last.minus(1) };
        last.since(newest)
    });
    u16::try_from(in_table).unwrap_or(u16::MAX).saturating_add(since)
}

/// Systems other than Windows: by release, and by what the update program says of itself.
fn by_client(product: &Product, client: &Known<UpdateClient>, as_of: Date) -> ReceivingAnswer {
    if let Some(on) = product.last_day().filter(|last| *last < as_of) {
        return answer(Receiving::Ended { on }, None);
    }
    let unknown = |why| answer(Receiving::Unknown { why }, Some(Witness::UpdateClient));
    let day = |at: &Known<jiff::Timestamp>| at.is().map(|at| crate::model::utc_day(*at));
    let Known::Is(client) = client else {
        return answer(Receiving::Unknown { why: NotTold::NeverLooked }, None);
    };
    let Some(looked) = day(&client.looked_at) else { return unknown(NotTold::NeverLooked) };
    let limit = counted(as_of);
    if looked < limit {
        return unknown(NotTold::LookedLongAgo { on: looked });
    }
    let Some(waiting) = client.waiting.is() else { return unknown(NotTold::WaitingUnseen) };
    let n_security = waiting.iter().filter(|w| w.is_security).count();
    let installed = day(&client.installed_at);
    let told = |state| answer(state, Some(Witness::UpdateClient));
    match (n_security, installed) {
        (0, _) => match Month::of(looked) {
            Some(month) => told(Receiving::Receiving { month, or_later: false }),
            None => unknown(NotTold::NeverLooked),
        },
        (_, Some(on)) if on >= limit => match Month::of(on) {
            Some(month) => told(Receiving::Receiving { month, or_later: false }),
            None => unknown(NotTold::NeverLooked),
        },
        (_, on) => {
            let last = on.and_then(Month::of);
            let months = last.zip(Month::of(as_of)).map_or(1, |(last, now)| now.since(last).max(1));
            told(Receiving::Behind { months, last })
        }
    }
}

impl Receiving {
    /// In words.
    pub fn in_words(&self) -> String {
        let last =
            |last: &Option<Month>| last.map(|m| format!("; last {}", m.in_words())).unwrap_or_default();
        match self {
            Self::Receiving { month, or_later: false } => format!("receiving, through {}", month.in_words()),
            Self::Receiving { month, or_later: true } => format!("receiving, past {}", month.in_words()),
            Self::Behind { months: 1, last: l } => format!("a month behind{}", last(l)),
            Self::Behind { months, last: l } => format!("{months} months behind{}", last(l)),
            Self::Frozen { since, .. } => format!("frozen since {}", since.in_words()),
            Self::LicensedNotReceiving { since, .. } => {
                format!("licensed but not receiving since {}", since.in_words())
            }
            Self::Ended { on } => format!("ended on {}", crate::model::day_in_words(*on)),
            Self::Unknown { why } => format!("unknown: {}", why.in_words()),
        }
    }
}

impl NotTold {
    /// In words.
    pub fn in_words(&self) -> String {
        match self {
            Self::SystemUnseen => "the machine's system is not known".to_owned(),
            Self::NotInCatalog => "the catalog does not know this version".to_owned(),
            Self::EditionUnknown => "its edition decides, and is not known".to_owned(),
            Self::BuildUnseen => {
                "it does not say its full build, and lists no update that proves one".to_owned()
            }
            Self::NotInTable => "the table of builds does not know this version".to_owned(),
            Self::NeverLooked => "it does not say when it last looked for updates".to_owned(),
            Self::LookedLongAgo { on } => {
                format!("it last looked for updates on {}", crate::model::day_in_words(*on))
            }
            Self::WaitingUnseen => "it does not say which updates wait".to_owned(),
        }
    }
}
