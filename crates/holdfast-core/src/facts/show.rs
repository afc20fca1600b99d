//! Facts in words: what a fact is, and where it came from, as people read them on a page and in the API.

use super::{Fact, FactKind, FactSource, FactType, FactValue};
use crate::model::{CurrentPlan, HospitalType, Ownership, day_in_words as say};

impl FactValue {
    /// The value as people read it: "Critical access hospital" for `cah`, "no" for false.
    pub fn shown(&self, kind: FactKind) -> String {
        let word = match self {
            Self::Bool(_) | Self::Int(_) => return self.to_string(),
            Self::Word(word) => word.as_str(),
        };
        match kind {
            FactKind::HospitalType => HospitalType::parse(word).map_or(word, |t| t.label()).to_owned(),
            FactKind::Ownership => Ownership::parse(word).map_or(word, |o| o.label()).to_owned(),
            FactKind::CurrentPlan => CurrentPlan::ALL
                .iter()
                .find(|(_, key, _)| *key == word)
                .map_or(word, |(_, _, label)| label)
                .to_owned(),
            FactKind::State => word.to_owned(),
            _ => word.replace('_', " "),
        }
    }

    /// Reads what a person sent for a fact: `yes` or `no`, a whole number up to a million, or one of the fact's words.
    ///
    /// `None` when it is none of these; nothing is guessed.
    pub fn read(kind: FactKind, text: &str) -> Option<Self> {
        let text = text.trim();
        match kind.fact_type() {
            FactType::Bool => match text {
                "yes" | "true" => Some(Self::Bool(true)),
                "no" | "false" => Some(Self::Bool(false)),
                _ => None,
            },
            FactType::Int => {
                let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
                let plain =
                    !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|b| b.is_ascii_digit());
                let n = plain.then(|| digits.parse::<i64>().ok()).flatten();
                n.filter(|n| *n <= 1_000_000).map(Self::Int)
            }
            FactType::Word => kind.may_be(text).then(|| Self::Word(text.to_owned())),
        }
    }
}

impl FactSource {
    /// Where a fact came from, in a few words with its day.
    pub fn shown(&self) -> String {
        match self {
            Self::Directory { file, released_on } => format!("{file}, released {}", say(*released_on)),
            Self::Attested { on } => format!("The hospital said so on {}", say(*on)),
            Self::Reviewer { on } => format!("A reviewer settled it on {}", say(*on)),
            Self::Computed { rule } => format!("Worked out: {rule}"),
        }
    }
}

impl Fact {
    /// The fact in words: "yes", "we do not know", or both sides of a dispute.
    pub fn shown(&self, kind: FactKind) -> String {
        match self {
            Self::Unknown => "We do not know".to_owned(),
            Self::Known { value, .. } => value.shown(kind),
            Self::Disputed { on_file, attested } => {
                format!("Our record says {}; the hospital says {}", on_file.shown(kind), attested.shown(kind))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(key: &str, text: &str, shown: &str) {
        let kind = FactKind::from_key(key).expect("a fact");
        let read = FactValue::read(kind, text).map_or_else(|| "not read".to_owned(), |v| v.shown(kind));
        assert_eq!(read, shown, "{key} {text}");
    }

    #[test]
    fn what_is_sent_is_read_or_refused_and_never_guessed() {
        check("independent", "yes", "yes");
        check("independent", " no ", "no");
        check("independent", "maybe", "not read");
        check("independent", "", "not read");
        check("staffed_users", "1,250", "1250");
        check("staffed_users", "0", "0");
        check("staffed_users", "-3", "not read");
        check("staffed_users", "12.5", "not read");
        check("staffed_users", "1000001", "not read");
        check("staffed_users", "99999999999999999999", "not read");
        check("staffed_users", "١٢", "not read");
        check("hospital_type", "cah", "Critical access hospital");
        check("hospital_type", "CAH!", "not read");
        check("ownership", "government_district", "Public hospital district or authority");
        check("focus_area", "clinical_decision_support", "clinical decision support");
        check("state", "ZZ", "ZZ");
    }

    proptest! {
        #[test]
        fn any_text_is_answered_with_a_value_that_fits_or_none(i in 0..FactKind::ALL.len(), text in any::<String>()) {
            let kind = FactKind::ALL[i];
            if let Some(value) = FactValue::read(kind, &text) {
                prop_assert!(value.fits(kind));
            }
        }
    }
}
