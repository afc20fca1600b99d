//! How a measure stands in the words papers use: proven, only said, partly, not so, contradicted, too old, unknown.
//!
//! It adds nothing to the posture; unknown stays unknown.

use serde::{Deserialize, Serialize};

use crate::catalog::{Catalog, Measure, MeasureId};
use crate::decide::posture::{MeasurePosture, Posture, State, Voice};
pub(super) use crate::model::utc_day as day;
use crate::model::{Coverage, day_in_words};

/// How a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Fresh evidence proves it.
    Proven,
    /// A person says so, and nothing proves it.
    Said,
    /// It is so for some.
    Partly {
        /// For how many.
        coverage: Coverage,
        /// Whether evidence counted them.
        is_proven: bool,
    },
    /// It is not so.
    Not {
        /// Whether evidence shows it.
        is_proven: bool,
    },
    /// Evidence and a person, or two kinds of evidence, say different things.
    Contradicted,
    /// What was known is too old to count.
    TooOld,
    /// Nothing is known.
    Unknown,
}

impl Standing {
    /// From a posture's state.
    pub fn of(state: State) -> Self {
        match state {
            State::Verified => Self::Proven,
            State::Attested => Self::Said,
            State::Partly { coverage, is_proven } => Self::Partly { coverage, is_proven },
            State::NotMet { is_proven } => Self::Not { is_proven },
            State::Contradicted { .. } => Self::Contradicted,
            State::Stale => Self::TooOld,
            State::Unknown => Self::Unknown,
        }
    }

    /// The key used in tables for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Said => "said",
            Self::Partly { .. } => "partly",
            Self::Not { .. } => "not",
            Self::Contradicted => "contradicted",
            Self::TooOld => "too_old",
            Self::Unknown => "unknown",
        }
    }

    /// One or two words, with the count where there is one.
    pub fn label(self) -> String {
        match self {
            Self::Proven => "Proven".to_owned(),
            Self::Said => "Only said".to_owned(),
            Self::Partly { coverage, is_proven: true } => format!("{coverage}"),
            Self::Partly { coverage, is_proven: false } => format!("{coverage}, only said"),
            Self::Not { is_proven: true } => "Not so".to_owned(),
            Self::Not { is_proven: false } => "Said not so".to_owned(),
            Self::Contradicted => "Contradicted".to_owned(),
            Self::TooOld => "Too old".to_owned(),
            Self::Unknown => "Unknown".to_owned(),
        }
    }

    /// Whether it counts as so.
    pub fn is_so(self) -> bool {
        matches!(self, Self::Proven | Self::Said)
    }
}

/// One measure on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub measure: MeasureId,
    /// What is so when it is met.
    pub says: String,
    /// How it stands.
    pub standing: Standing,
    /// Why, in a short sentence.
    pub why: String,
}

/// A measure as a line; `None` when the posture or the catalog lacks it.
pub(super) fn line(catalog: &Catalog, posture: &Posture, id: &MeasureId) -> Option<Line> {
    let measure = catalog.measure(id)?;
    let m = posture.measures.iter().find(|m| m.measure == *id)?;
    Some(Line {
        measure: id.clone(),
        says: measure.says.clone(),
        standing: Standing::of(m.state),
        why: brief(measure, m),
    })
}

/// Why a measure stands as it does, shorter than the posture says it.
pub(super) fn brief(measure: &Measure, m: &MeasurePosture) -> String {
    let fresh = || m.voices.iter().filter(|v| !v.is_stale);
    let on = |v: Option<&Voice>| {
        v.map_or_else(|| "an unknown day".to_owned(), |v| day_in_words(day(v.observed_at)))
    };
    let who = |v: Option<&Voice>| v.map(|v| v.said_by.join(", ")).unwrap_or_else(|| "Somebody".to_owned());
    let first = fresh().next();
    let person = fresh().next_back();
    let of_what = measure.counts.as_deref().map(|c| format!(" {c}")).unwrap_or_default();
    match m.state {
        State::Verified => match m.changes_on {
            Some(until) => format!("Evidence of {}, good until {}.", on(first), day_in_words(until)),
            None => format!("Evidence of {}.", on(first)),
        },
        State::Attested => format!("{} said so on {}. Nothing proves it.", who(person), on(person)),
        State::Partly { coverage, is_proven: true } => {
            format!("{coverage}{of_what}, by evidence of {}.", on(first))
        }
        State::Partly { coverage, is_proven: false } => {
            format!("{coverage}{of_what}, as {} said on {}.", who(person), on(person))
        }
        State::NotMet { is_proven: true } => format!("Evidence of {} shows that it is not so.", on(first)),
        State::NotMet { is_proven: false } => {
            format!("{} said on {} that it is not so.", who(person), on(person))
        }
        State::Contradicted { since, is_overdue } => {
            let late = if is_overdue { " It counts as not so." } else { "" };
            let since = day_in_words(day(since));
            format!("Evidence and an answer, or two kinds of evidence, disagree since {since}.{late}")
        }
        State::Stale => format!("What was last known, on {}, is too old to count.", on(m.voices.first())),
        State::Unknown => match m.ask {
            Some(knows) => format!("Nobody has said yet. Ask: {}.", knows.label()),
            None => "Nobody has said, and nothing shows it.".to_owned(),
        },
    }
}

/// A text cut to so many characters, at a word where there is one.
pub(super) fn short(text: &str, at_most: usize) -> String {
    if text.chars().count() <= at_most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(at_most.saturating_sub(1)).collect();
    let cut = match cut.rfind(' ') {
        Some(space) if space > cut.len() / 2 => &cut[..space],
        _ => &cut,
    };
    format!("{}\u{2026}", cut.trim_end_matches([',', ';', ':', '.']))
}
