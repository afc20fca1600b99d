//! Who may have to be told of a case, with the reason for each. It tells nobody, and says of no law that it applies.

use crate::model::{Incident, IncidentEvent};

/// Somebody to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whom {
    /// The key kept with a case.
    pub key: &'static str,
    /// Who.
    pub name: &'static str,
    /// Why, and when.
    pub why: &'static str,
    /// Where that is written; empty when it is plain sense.
    pub source: &'static str,
}

/// Somebody to tell, with whether it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'c> {
    /// Who.
    pub whom: Whom,
    /// When and by whom they were told first.
    pub told: Option<&'c IncidentEvent>,
}

const ALL: &[Whom] = &[
    Whom {
        key: "administrator",
        name: "The hospital's administrator",
        why: "Decides what is shut off and who is told outside. Tell them by phone.",
        source: "",
    },
    Whom {
        key: "insurer",
        name: "Your cyber insurer",
        why: "Many policies pay only for firms the insurer agreed to, and ask for word early. Call before anybody is hired or anything is paid.",
        source: "Your own policy, under notice and consent",
    },
    Whom {
        key: "counsel",
        name: "Your counsel",
        why: "Says which reports the law asks for and by when, and who asks for what in writing from here on.",
        source: "",
    },
    Whom {
        key: "hhs",
        name: "HHS, Office for Civil Rights, and the patients concerned",
        why: "May be needed: ask counsel. If unsecured patient data was breached, patients are told within 60 days of its discovery at the latest. So is HHS when 500 people or more are concerned; for fewer, within 60 days after the end of the year.",
        source: "45 CFR 164.402, 164.404 and 164.408",
    },
    Whom {
        key: "ic3",
        name: "FBI, Internet Crime Complaint Center",
        why: "Takes reports of computer crime from anybody, at www.ic3.gov. It is your choice, unless counsel says otherwise. A wire that went to the wrong account may be called back if you are fast.",
        source: "www.ic3.gov",
    },
    Whom {
        key: "cisa",
        name: "CISA",
        why: "Takes reports of attacks and may help, at www.cisa.gov/report. Ask counsel whether you have to.",
        source: "www.cisa.gov/report",
    },
];

impl Whom {
    /// Somebody by key.
    pub fn by_key(key: &str) -> Option<Self> {
        ALL.iter().copied().find(|w| w.key == key)
    }
}

/// Everybody who may have to be told of a case, in the order to call them.
pub fn whom_to_tell(case: &Incident) -> Vec<Told<'_>> {
    ALL.iter().map(|whom| Told { whom: *whom, told: case.told(whom.key) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::incident::made_up::{at, case};
    use crate::model::IncidentMove;

    #[test]
    fn each_has_a_reason_and_what_the_law_says_has_its_place() {
        let mut one = case(1, 0, true);
        let moved = IncidentMove::Told { whom: "insurer".to_owned() };
        one.events.push(IncidentEvent { moved, by: "Dana".to_owned(), at: at(1) });
        let all = whom_to_tell(&one);
        let told: Vec<&str> = all.iter().filter(|t| t.told.is_some()).map(|t| t.whom.key).collect();
        assert_eq!(told, ["insurer"]);
        for t in &all {
            assert!(!t.whom.why.is_empty());
            assert_eq!(Whom::by_key(t.whom.key), Some(t.whom));
        }
        let hhs = Whom::by_key("hhs").expect("listed");
        assert!(hhs.why.starts_with("May be needed: ask counsel.") && hhs.source.contains("164.408"));
        assert_eq!(Whom::by_key("nobody"), None);
    }
}
