//! How likely, how bad, and what the two come to. Each level is given with its reason.
//!
//! The rules are published in `docs/papers.md`; the levels and their limits are ours. Source of the method: NIST SP 800-30 r1,
//! which leaves scales to whoever assesses.

use serde::{Deserialize, Serialize};

use crate::catalog::{AssetKind, Care, Estimate, Harm, Holds, Scenario, Threat};
use crate::model::{Usd, figures};

/// A level of likelihood or of impact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl Level {
    /// In a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
        }
    }

    fn up(self) -> Self {
        if self == Self::Low { Self::Medium } else { Self::High }
    }

    fn down(self) -> Self {
        if self == Self::High { Self::Medium } else { Self::Low }
    }
}

/// What likelihood and impact come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Both are high.
    Critical,
}

impl Risk {
    /// From likelihood and impact: as high as the two together.
    pub fn of(likelihood: Level, impact: Level) -> Self {
        match likelihood as u8 + impact as u8 {
            4 => Self::Critical,
            3 => Self::High,
            2 => Self::Medium,
            _ => Self::Low,
        }
    }

    /// In a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }
}

/// How the weaknesses of one row stand, counted.
pub(super) struct Weak {
    pub(super) n: usize,
    pub(super) n_proven: usize,
    pub(super) n_unknown: usize,
    pub(super) open_gate: Option<String>,
}

/// How likely a threat is. `often` in a thousand years, after everything that is in place at this hospital.
///
/// High from once in ten years, medium from once in fifty. An open gate among the row's measures raises it, all of them proven
/// lowers it, and what is unknown never lowers it.
pub(super) fn likelihood(often: Estimate, weak: &Weak) -> (Level, String) {
    let level = match often.likely {
        100.. => Level::High,
        20..100 => Level::Medium,
        _ => Level::Low,
    };
    let mut because = format!(
        "About {} for a hospital with what is in place here; it may be {} or {}.",
        once(often.likely),
        once(often.high),
        once(often.low)
    );
    let n = counted(u32::try_from(weak.n).unwrap_or(u32::MAX), "measure");
    let level = if let Some(gate) = &weak.open_gate {
        because += &format!(" Raised: {gate}");
        level.up()
    } else if weak.n > 0 && weak.n_proven == weak.n {
        because += &format!(" Lowered: everything against it is proven ({n}).");
        level.down()
    } else {
        let unknown = match weak.n_unknown {
            0 => String::new(),
            n => format!(", {n} not known, which lowers nothing"),
        };
        because += &format!(" Of {n} against it: {} proven{unknown}.", weak.n_proven);
        level
    };
    (level, because)
}

/// How often in words.
fn once(often: u32) -> String {
    match 1_000 / often.clamp(1, 1_000) {
        1 => "once a year".to_owned(),
        years => format!("once in {years} years"),
    }
}

/// Below this a case that stops nothing harms few. Ours.
const SMALL_CASE_USD: u64 = 25_000;

/// How bad it is: the worst of what is harmed. `when_it_comes` in dollars, likely, where it can be reckoned.
pub(super) fn impact(
    asset: &AssetKind,
    scenario: &Scenario,
    threat: &Threat,
    when_it_comes: Option<u64>,
) -> (Level, String) {
    let days = scenario.days_down.likely;
    let is_small = when_it_comes.is_some_and(|usd| usd < SMALL_CASE_USD) && days == 0;
    let mut worst = Level::Low;
    let mut said: Vec<String> = Vec::new();
    for harm in &threat.harms {
        let (level, why) = match harm {
            Harm::Availability => {
                let care = match asset.care {
                    Care::Stops => "part of care stops or is not safe without it",
                    Care::Slows => "care is slower without it",
                    Care::GoesOn => "care goes on without it",
                };
                let level = match (asset.care, days) {
                    (Care::Stops, 3..) => Level::High,
                    (Care::Stops, _) | (Care::Slows, 3..) => Level::Medium,
                    // Without backups every other system stays down; the days are theirs.
                    (Care::GoesOn, 10..) if asset.holds == Holds::All => Level::High,
                    _ => Level::Low,
                };
                (level, format!("not there for about {} ({care})", counted(days, "day")))
            }
            Harm::Confidentiality => {
                let (level, whose) = match asset.holds {
                    Holds::All => (Level::High, "nearly every patient's data is in it"),
                    Holds::Many => (Level::Medium, "many patients' data is in it"),
                    Holds::Some => (Level::Low, "some patients' data is in it at a time"),
                };
                (if is_small { level.down() } else { level }, format!("seen by others ({whose})"))
            }
            Harm::Integrity => {
                let level = match asset.care {
                    Care::Stops => Level::High,
                    Care::Slows => Level::Medium,
                    Care::GoesOn => Level::Low,
                };
                (level, "changed or wrong (care or payment would act on it)".to_owned())
            }
        };
        worst = worst.max(level);
        said.push(why);
    }
    let mut because = format!("Data may be {}.", said.join("; "));
    match when_it_comes {
        Some(usd) => because += &format!(" A case costs the hospital about {}.", rounded(usd)),
        None => because += " What a case costs cannot be reckoned until the size of the hospital is known.",
    }
    if is_small {
        because += " A case touches few patients, which lowers it.";
    }
    (worst, because)
}

fn counted(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Two leading digits: more would claim to know more than anybody does.
fn rounded(usd: u64) -> Usd {
    Usd(figures(usd, 2))
}
