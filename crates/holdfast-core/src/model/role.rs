//! Who may do what: the one table of roles and actions. It does not know sessions or pages.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $key:literal, $label:literal );+ $(;)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $( $(#[$vdoc])* #[serde(rename = $key)] $variant ),+ }
        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The key used in the database and tokens.
            pub fn key(self) -> &'static str { match self { $(Self::$variant => $key),+ } }
            /// The words a person reads.
            pub fn label(self) -> &'static str { match self { $(Self::$variant => $label),+ } }
            /// The value with this key.
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|v| v.key() == key) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.label()) }
        }
    };
}

keyed!(
    /// What a person is, at one hospital or at the program.
    Role {
        /// Answers for the hospital here: accepts offers, approves people.
        HospitalAdministrator = "hospital_administrator", "Hospital administrator";
        /// Runs the hospital's computers.
        HospitalIt = "hospital_it", "Hospital IT";
        /// Reads everything of the hospital, changes nothing.
        Executive = "executive", "Executive (read only)";
        /// Any member of staff: lessons and help.
        Staff = "staff", "Staff";
        /// A trusted partner who assesses one hospital, asked by it.
        Assessor = "assessor", "Assessor";
        /// Teaches cohorts.
        Instructor = "instructor", "Instructor";
        /// Settles what a machine cannot.
        Reviewer = "reviewer", "Reviewer";
        /// Runs the program.
        ProgramOffice = "program_office", "Program office";
        /// A partner body: totals only.
        Partner = "partner", "Partner (totals only)";
    }
);

keyed!(
    /// Something a person may do. Actions on a hospital hold for the hospitals their role was given for.
    Action {
        /// See the hospital's home, offers, tasks and cliffs.
        ViewHospital = "view_hospital", "See the hospital's offers and tasks";
        /// Answer questions about the hospital and tick off tasks.
        EditHospital = "edit_hospital", "Answer for the hospital and finish tasks";
        /// Answer the questions of the assessment and send in evidence.
        AnswerAssessment = "answer_assessment", "Answer the assessment and send in evidence";
        /// Look at evidence and answers side by side, agree or correct, put steps first, sign off.
        Assess = "assess", "Assess the hospital and sign off";
        /// Read security cases: what was detected on the hospital's computers, and what was done about it.
        ViewCases = "view_cases", "Read security cases";
        /// Accept an offer, or let one go.
        AcceptOffer = "accept_offer", "Accept offers";
        /// Approve people who want to join, give and take roles, end sessions.
        ManagePeople = "manage_people", "Approve people and give roles";
        /// Ask for help and read the answers.
        AskHelp = "ask_help", "Ask for help";
        /// Read the reviewers' queue and settle cases.
        Review = "review", "Settle review cases";
        /// Answer support requests.
        AnswerSupport = "answer_support", "Answer support requests";
        /// See named hospitals and where they stand in the program.
        ViewOffice = "view_office", "See hospitals and the funnel";
        /// Change program-wide things: import directories, confirm activations, invite program people, read the outbox.
        ManageProgram = "manage_program", "Run the program";
        /// See totals with small groups left out.
        ViewAggregates = "view_aggregates", "See totals";
        /// Change one's own sign-in, sessions and tokens.
        ManageSelf = "manage_self", "Change one's own sign-in";
    }
);

impl Role {
    /// Whether the role is held at one hospital rather than at the program.
    pub fn is_at_hospital(self) -> bool {
        matches!(
            self,
            Self::HospitalAdministrator | Self::HospitalIt | Self::Executive | Self::Staff | Self::Assessor
        )
    }

    /// Whether whoever holds the role works at the hospital, and is no guest of it.
    pub fn is_of_hospital(self) -> bool {
        self.is_at_hospital() && self != Self::Assessor
    }

    /// What the role may do. For a role held at a hospital, the hospital actions hold at that hospital alone.
    pub fn may(self) -> &'static [Action] {
        use Action as A;
        match self {
            Self::HospitalAdministrator => &[
                A::ViewHospital,
                A::EditHospital,
                A::AnswerAssessment,
                A::ViewCases,
                A::AcceptOffer,
                A::ManagePeople,
                A::AskHelp,
                A::ManageSelf,
            ],
            Self::HospitalIt => &[
                A::ViewHospital,
                A::EditHospital,
                A::AnswerAssessment,
                A::ViewCases,
                A::AskHelp,
                A::ManageSelf,
            ],
            Self::Executive => {
                &[A::ViewHospital, A::AnswerAssessment, A::ViewCases, A::AskHelp, A::ManageSelf]
            }
            Self::Staff => &[A::AskHelp, A::ManageSelf],
            Self::Assessor => &[A::ViewHospital, A::AnswerAssessment, A::Assess, A::ManageSelf],
            Self::Instructor => &[A::ManageSelf],
            Self::Reviewer => &[A::Review, A::AnswerSupport, A::ViewOffice, A::ViewAggregates, A::ManageSelf],
            Self::ProgramOffice => &[
                A::Review,
                A::AnswerSupport,
                A::ViewOffice,
                A::ManageProgram,
                A::ViewAggregates,
                A::ManageSelf,
            ],
            Self::Partner => &[A::ViewAggregates, A::ManageSelf],
        }
    }

    /// Whether the role may do one thing.
    pub fn allows(self, action: Action) -> bool {
        self.may().contains(&action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who may do what, for a person to read in review. A change here is a change of policy.
    #[test]
    fn the_whole_table() {
        let mut table = String::new();
        for role in Role::ALL {
            let may: Vec<&str> = Action::ALL.iter().filter(|a| role.allows(**a)).map(|a| a.key()).collect();
            table += &format!("{:22} {}\n", role.key(), may.join(" "));
        }
        insta::assert_snapshot!(table, @"
        hospital_administrator view_hospital edit_hospital answer_assessment view_cases accept_offer manage_people ask_help manage_self
        hospital_it            view_hospital edit_hospital answer_assessment view_cases ask_help manage_self
        executive              view_hospital answer_assessment view_cases ask_help manage_self
        staff                  ask_help manage_self
        assessor               view_hospital answer_assessment assess manage_self
        instructor             manage_self
        reviewer               review answer_support view_office view_aggregates manage_self
        program_office         review answer_support view_office manage_program view_aggregates manage_self
        partner                view_aggregates manage_self
        ");
    }

    #[test]
    fn no_program_role_reads_a_hospital_and_no_hospital_role_reads_the_office() {
        for role in Role::ALL {
            let hospital = role.allows(Action::ViewHospital);
            let office = role.allows(Action::ViewOffice) || role.allows(Action::ViewAggregates);
            assert!(!(hospital && office), "{role:?}");
            assert_eq!(hospital, hospital && role.is_at_hospital());
        }
    }
}
