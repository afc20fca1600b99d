//! The reviewers' queue: which cases wait, how long, which are late, and whose turn it is.
//!
//! It settles nothing; a decision on a case is a [`crate::model::CaseMove`].

use std::cmp::Ordering;

use serde::Serialize;

use super::directory::{Directory, Listed};
use crate::Date;
use crate::model::{Case, CaseKind, CaseState, StateCode};

/// How a case stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "due", rename_all = "snake_case")]
pub enum Due {
    /// The reviewers' turn, with days left; 0 means today.
    Left {
        /// Days.
        days: i32,
    },
    /// The reviewers' turn, past the target.
    Overdue {
        /// Days since the target.
        days: i32,
    },
    /// A question is out: the hospital's turn, so the reviewers are not late.
    Asked {
        /// Days since it was asked.
        days: i32,
    },
    /// Settled.
    Settled {
        /// When.
        on: Date,
        /// Whether after the target.
        late: bool,
    },
}

/// Where a case stands against its target as of a day.
pub fn due(case: &Case, as_of: Date) -> Due {
    match &case.state {
        CaseState::Open => {
            let days = days_between(as_of, case.target_on);
            if days < 0 { Due::Overdue { days: -days } } else { Due::Left { days } }
        }
        CaseState::AskedBack { on, .. } => Due::Asked { days: days_between(*on, as_of).max(0) },
        CaseState::Approved { on, .. } | CaseState::Refused { on, .. } => {
            Due::Settled { on: *on, late: *on > case.target_on }
        }
    }
}

/// Whole days a case has waited, or waited until it was settled. Never below 0.
pub fn age_days(case: &Case, as_of: Date) -> i32 {
    let until = match &case.state {
        CaseState::Approved { on, .. } | CaseState::Refused { on, .. } => *on,
        CaseState::Open | CaseState::AskedBack { .. } => as_of,
    };
    days_between(case.opened_on, until).max(0)
}

fn days_between(from: Date, to: Date) -> i32 {
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $key:literal, $label:literal );+ $(;)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $( $(#[$vdoc])* $variant ),+ }
        impl $name {
            /// Every value, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The key used in addresses.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),+ } }
            /// The words a person reads.
            pub fn label(self) -> &'static str { match self { $(Self::$variant => $label),+ } }
            /// The value with this key; the default for any other text.
            pub fn from_key(key: &str) -> Self { Self::ALL.iter().copied().find(|v| v.key() == key).unwrap_or_default() }
        }
    };
}

choices!(
    /// Which cases to show.
    Show {
        /// Not settled.
        #[default] Waiting = "waiting", "Waiting";
        /// Not settled and past the target.
        Overdue = "overdue", "Overdue";
        /// Waiting for the hospital.
        Asked = "asked", "Waiting for an answer";
        /// Settled.
        Settled = "settled", "Settled";
    }
);

choices!(
    /// What the rows are ordered by.
    QueueSort {
        /// The target, earliest first.
        #[default] Target = "target", "Target date";
        /// How long it has waited, longest first.
        Age = "age", "Age";
        /// The hospital's name.
        Hospital = "hospital", "Hospital";
        /// The kind.
        Kind = "kind", "Kind";
    }
);

/// Which cases to show, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueView {
    /// Which, by where they stand.
    pub show: Show,
    /// Only of this kind, by the kind's key.
    pub kind: Option<&'static str>,
    /// Only of hospitals in this state.
    pub state: Option<StateCode>,
    /// The order.
    pub sort: QueueSort,
    /// Turned round.
    pub backwards: bool,
}

/// One line of the queue.
#[derive(Clone, Debug)]
pub struct QueueRow<'a> {
    /// The case.
    pub case: &'a Case,
    /// The hospital, when the case is about one and the directory lists it.
    pub hospital: Option<&'a Listed>,
    /// Days it has waited.
    pub age_days: i32,
    /// Against its target.
    pub due: Due,
}

/// How many cases stand where, whatever is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QueueCounts {
    /// The reviewers' turn.
    pub n_open: u32,
    /// Of those, past the target.
    pub n_overdue: u32,
    /// The hospital's turn.
    pub n_asked: u32,
    /// Settled.
    pub n_settled: u32,
}

/// Every kind with its key and what a reviewer reads, for a filter.
pub const KINDS: &[(&str, &str)] = &[
    ("belonging", "Does a registration come from the hospital?"),
    ("offer_referral", "May a hospital have an offer?"),
    ("first_administrator", "First administrator of a hospital"),
    ("join", "Someone wants to join a hospital"),
    ("number_changed", "A hospital's number changed, or is no longer listed"),
    ("application", "Application to a program"),
];

/// Counts all cases.
pub fn counts<'a>(cases: impl IntoIterator<Item = &'a Case>, as_of: Date) -> QueueCounts {
    let mut counts = QueueCounts::default();
    for case in cases {
        match due(case, as_of) {
            Due::Left { .. } => counts.n_open += 1,
            Due::Overdue { .. } => {
                counts.n_open += 1;
                counts.n_overdue += 1;
            }
            Due::Asked { .. } => counts.n_asked += 1,
            Due::Settled { .. } => counts.n_settled += 1,
        }
    }
    counts
}

/// The cases to show, in order. Equal ones stand by target, then by the day they were opened, then by id.
pub fn rows<'a>(
    cases: &'a [Case],
    directory: &'a Directory,
    view: &QueueView,
    as_of: Date,
) -> Vec<QueueRow<'a>> {
    let mut rows: Vec<QueueRow<'a>> = cases
        .iter()
        .map(|case| QueueRow {
            case,
            hospital: case.ccn.and_then(|ccn| directory.known(ccn)),
            age_days: age_days(case, as_of),
            due: due(case, as_of),
        })
        .filter(|row| is_wanted(row, view))
        .collect();
    rows.sort_by(|a, b| {
        let by = order(a, b, view.sort);
        let by = if view.backwards { by.reverse() } else { by };
        by.then_with(|| {
            (a.case.target_on, a.case.opened_on, a.case.id).cmp(&(
                b.case.target_on,
                b.case.opened_on,
                b.case.id,
            ))
        })
    });
    rows
}

fn is_wanted(row: &QueueRow<'_>, view: &QueueView) -> bool {
    let stands = match view.show {
        Show::Waiting => !row.case.state.is_settled(),
        Show::Overdue => matches!(row.due, Due::Overdue { .. }),
        Show::Asked => matches!(row.due, Due::Asked { .. }),
        Show::Settled => row.case.state.is_settled(),
    };
    stands
        && view.kind.is_none_or(|kind| row.case.kind.key() == kind)
        && view.state.is_none_or(|state| row.hospital.is_some_and(|h| h.hospital.state == state))
}

fn order(a: &QueueRow<'_>, b: &QueueRow<'_>, sort: QueueSort) -> Ordering {
    match sort {
        QueueSort::Target => a.case.target_on.cmp(&b.case.target_on),
        QueueSort::Age => b.age_days.cmp(&a.age_days),
        QueueSort::Hospital => {
            // A case about no hospital comes last.
            let name = |row: &QueueRow<'_>| row.hospital.map(|h| h.hospital.name.clone());
            let (a, b) = (name(a), name(b));
            a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b))
        }
        QueueSort::Kind => place(&a.case.kind).cmp(&place(&b.case.kind)),
    }
}

fn place(kind: &CaseKind) -> usize {
    KINDS.iter().position(|(key, _)| *key == kind.key()).unwrap_or(KINDS.len())
}

#[cfg(test)]
mod tests;
