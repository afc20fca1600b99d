//! Whether a program takes applications on a day. The form and the windows of its offers say so; nothing else does.

use crate::Date;
use crate::catalog::Program;
use crate::model::day_in_words;

/// Whether one can apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// Yes.
    Open,
    /// None of its offers is open yet.
    Opens {
        /// The day the first one opens.
        on: Date,
    },
    /// Each of its offers has ended.
    Ended {
        /// The last day of the one that lasted longest.
        on: Date,
    },
    /// It has no form, or nothing to apply for.
    Never,
}

impl Intake {
    /// Why nobody can apply, as a sentence; `None` when one can.
    pub fn why_not(self) -> Option<String> {
        match self {
            Self::Open => None,
            Self::Opens { on } => Some(format!("Applications open on {}.", day_in_words(on))),
            Self::Ended { on } => {
                Some(format!("Applications are closed. The last day was {}.", day_in_words(on)))
            }
            Self::Never => Some("This program takes no applications.".to_owned()),
        }
    }
}

/// Whether a program takes applications on a day: it has a form, and one of its offers is open.
pub fn intake(program: &Program, as_of: Date) -> Intake {
    if program.form.is_none() {
        return Intake::Never;
    }
    let windows = || program.offers.iter().map(|o| o.window);
    if windows().any(|w| w.holds(as_of)) {
        return Intake::Open;
    }
    let opens = windows().filter_map(|w| w.from).filter(|from| *from > as_of).min();
    let ended = windows().filter_map(|w| w.to).filter(|to| *to < as_of).max();
    match (opens, ended) {
        (Some(on), _) => Intake::Opens { on },
        (None, Some(on)) => Intake::Ended { on },
        (None, None) => Intake::Never,
    }
}
