//! How many days there are to mend a weakness, by whether the machine can be reached from outside and whether attackers use it.
//!
//! In the manner of CISA's BOD 26-04 of June 10, 2026, which asks four things: exposed, known to be exploited, can be
//! automated, gives total control. Its own table of 16 cells was not at hand, so this is our reading of its four answers.

use serde::{Deserialize, Serialize};

/// Whether a machine can be reached from the internet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposure {
    /// It can.
    Exposed,
    /// Somebody looked, and it cannot.
    NotExposed,
    /// Nobody knows. For weaknesses that attackers use it counts as exposed.
    #[default]
    Unknown,
}

impl Exposure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Exposed, Self::NotExposed, Self::Unknown];
}

/// Days from the day the update or the warning came; `None` for "with the next regular update".
///
/// What nobody knows of a weakness, `automatable` and `total`, is taken for the worst where the machine is exposed.
/// Source: BOD 26-04 as reported by the press, June 2026: 3, 14 and 60 days, or the next upgrade.
pub fn deadline_days(
    exposure: Exposure,
    is_exploited: bool,
    automatable: Option<bool>,
    total: Option<bool>,
) -> Option<i32> {
    let worst = exposure == Exposure::Exposed;
    let (automatable, total) = (automatable.unwrap_or(worst), total.unwrap_or(worst));
    match (exposure, is_exploited) {
        (Exposure::Exposed | Exposure::Unknown, true) => Some(3),
        (Exposure::NotExposed, true) => Some(14),
        (Exposure::Exposed, false) if automatable && total => Some(14),
        (Exposure::Exposed, false) if automatable || total => Some(60),
        (Exposure::Unknown, false) => Some(60),
        (Exposure::NotExposed, false) if automatable && total => Some(60),
        (_, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attackers_and_exposure_shorten_the_time_and_knowing_less_never_lengthens_it() {
        use Exposure::{Exposed, NotExposed, Unknown};
        assert_eq!(deadline_days(Exposed, true, None, None), Some(3));
        assert_eq!(deadline_days(Unknown, true, None, None), Some(3));
        assert_eq!(deadline_days(NotExposed, true, None, None), Some(14));
        assert_eq!(deadline_days(Exposed, false, None, None), Some(14));
        assert_eq!(deadline_days(Exposed, false, Some(true), Some(false)), Some(60));
        assert_eq!(deadline_days(Unknown, false, None, None), Some(60));
        assert_eq!(deadline_days(NotExposed, false, None, None), None);
        let days = |e, k, a, t| deadline_days(e, k, a, t).unwrap_or(i32::MAX);
        for exploited in [true, false] {
            for a in [Some(true), Some(false)] {
                for t in [Some(true), Some(false)] {
                    assert!(days(Exposed, exploited, None, None) <= days(Exposed, exploited, a, t));
                    assert!(days(Exposed, exploited, a, t) <= days(NotExposed, exploited, a, t));
                }
            }
        }
    }
}
