//! A registration: one hospital, one program, about ten answers, and where it stands.

use serde::{Deserialize, Serialize};

use super::{Ccn, EmailAddress, HospitalType, MailDomain, Ownership, Reference, RegistrationId};
use crate::Date;
use crate::catalog::ProgramId;
use crate::facts::{Attestation, FactKind, FactValue};

/// An answer to a question that may be "I don't know".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said<T> {
    /// The answer.
    Value(T),
    /// "I don't know"; a reviewer or a colleague will say.
    DontKnow,
}

impl<T> Said<T> {
    /// The answer, unless it is "I don't know".
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(v) => Some(v),
            Self::DontKnow => None,
        }
    }
}

/// In a health system, or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Independence {
    /// Under no common ownership or management with other hospitals.
    Independent,
    /// Part of a health system.
    System {
        /// Its name.
        name: String,
    },
}

/// Computers by Windows version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowsCounts {
    /// Windows 11.
    pub windows_11: Option<u32>,
    /// Windows 10 at 22H2.
    pub windows_10_22h2: Option<u32>,
    /// Windows 10, any other version.
    pub windows_10_other: Option<u32>,
    /// Windows 8.1, 8, 7 and older: past the end of all support.
    pub windows_older: Option<u32>,
    /// Windows Server.
    pub servers: Option<u32>,
}

/// The Microsoft 365 plan a hospital has, as coarse as the offers need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CurrentPlan {
    /// None, or another maker's.
    None,
    /// A business plan for up to 300 people.
    Business,
    /// An enterprise plan.
    Enterprise,
    /// An Office-only plan or old licences.
    OfficeOnly,
}

impl CurrentPlan {
    /// Every plan with key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::None, "none", "None, or another maker's"),
        (Self::Business, "business", "Microsoft 365 Business (Basic, Standard or Premium)"),
        (Self::Enterprise, "enterprise", "Microsoft 365 or Office 365 Enterprise (E3, E5, F3)"),
        (Self::OfficeOnly, "office_only", "Office licences only"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(p, _, _)| *p == self).map_or("none", |(_, key, _)| key)
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(p, _, _)| *p == self).map_or("None", |(_, _, label)| label)
    }
}

/// What protects the hospital today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityToday {
    /// The plan.
    pub plan: Said<CurrentPlan>,
    /// Products in use, as written.
    pub products: String,
}

/// What the person registering does at the hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// Chief executive, administrator, board.
    Leadership,
    /// Runs the computers.
    It,
    /// Compliance, finance, quality, nursing, ...
    OtherStaff,
    /// Works for the health system the hospital is part of.
    SystemStaff,
    /// An outside firm acting for the hospital.
    Vendor,
}

impl ContactRole {
    /// Every role with key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Leadership, "leadership", "Chief executive, administrator or board"),
        (Self::It, "it", "IT or information security"),
        (Self::OtherStaff, "other_staff", "Another role at the hospital"),
        (Self::SystemStaff, "system_staff", "The health system the hospital is part of"),
        (Self::Vendor, "vendor", "An outside firm acting for the hospital"),
    ];

    /// The key.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(r, _, _)| *r == self).map_or("it", |(_, key, _)| key)
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(r, _, _)| *r == self).map_or("", |(_, _, label)| label)
    }
}

/// Who registers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// What they do.
    pub role: ContactRole,
    /// Work e-mail.
    pub email: EmailAddress,
    /// Phone, as written.
    pub phone: String,
}

impl std::fmt::Debug for Contact {
    /// People stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(***)")
    }
}

/// What the hospital agrees to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Findings may be shown to the assessor assigned to the hospital.
    pub share_with_assessor: bool,
    /// Counts may be added into totals with small groups left out.
    pub count_in_totals: bool,
}

/// All answers; `None` is not answered yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegistrationAnswers {
    /// Legal name.
    pub legal_name: Option<String>,
    /// Type, as the hospital says.
    pub hospital_type: Option<HospitalType>,
    /// Owner, as the hospital says.
    pub ownership: Option<Ownership>,
    /// Independent or part of a system.
    pub independence: Option<Said<Independence>>,
    /// Licensed beds.
    pub licensed_beds: Option<Said<u32>>,
    /// People who sign in to a computer.
    pub staffed_users: Option<Said<u32>>,
    /// Windows machines.
    pub windows: Option<Said<WindowsCounts>>,
    /// Mail domain.
    pub mail_domain: Option<Said<MailDomain>>,
    /// What protects it today.
    pub security: Option<SecurityToday>,
    /// Who registers.
    pub contact: Option<Contact>,
    /// What it agrees to share.
    pub consent: Option<Consent>,
    /// Where the way back to a saved draft is mailed; not an answer to any question.
    pub way_back: Option<EmailAddress>,
    /// The registration whose case settles this one too: both were sent from one mailbox, for hospitals that share its domain.
    /// Not an answer to any question.
    pub settled_with: Option<RegistrationId>,
    /// A mailbox whose owner followed a link mailed there about this registration; not an answer to any question.
    pub proven_mailbox: Option<EmailAddress>,
}

/// Where a registration stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RegistrationState {
    /// Being filled in.
    Draft,
    /// Sent, and nobody has followed the link mailed to its contact yet. It stands for nothing: anyone can have typed it.
    Unproven {
        /// When it was sent.
        on: Date,
    },
    /// Sent from a mailbox its owner proved; whether it comes from the hospital is not settled yet.
    Submitted {
        /// When the mailbox was proven.
        on: Date,
    },
    /// A reviewer asked something back.
    AskedBack {
        /// When.
        on: Date,
        /// What they asked.
        question: String,
    },
    /// Found to come from the hospital.
    Validated {
        /// When.
        on: Date,
        /// How: mail domain, call-back, or an administrator of the hospital.
        how: String,
    },
    /// Not accepted.
    Refused {
        /// When.
        on: Date,
        /// The reason the hospital reads.
        reason: String,
    },
}

impl RegistrationState {
    /// The key used in tables and the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Unproven { .. } => "unproven",
            Self::Submitted { .. } => "submitted",
            Self::AskedBack { .. } => "asked_back",
            Self::Validated { .. } => "validated",
            Self::Refused { .. } => "refused",
        }
    }

    /// Whether its answers can still be changed by whoever fills it in.
    pub fn can_change(&self) -> bool {
        matches!(self, Self::Draft | Self::AskedBack { .. })
    }

    /// Whether it waits for the word that it comes from the hospital. Several of one hospital may wait side by side.
    pub fn waits(&self) -> bool {
        matches!(self, Self::Submitted { .. } | Self::AskedBack { .. })
    }

    /// Whether the hospital counts as registered by it.
    pub fn registers(&self) -> bool {
        self.waits() || matches!(self, Self::Validated { .. })
    }
}

/// A registration as kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The number people read out.
    pub reference: Reference,
    /// Which program.
    pub program: ProgramId,
    /// Which hospital.
    pub ccn: Ccn,
    /// Counts up with every saved change; a save names the version it saw.
    pub version: u32,
    /// Where it stands.
    pub state: RegistrationState,
    /// The answers.
    pub answers: RegistrationAnswers,
}

impl RegistrationAnswers {
    /// Whether the owner of the contact's mailbox has followed a link mailed there.
    pub fn mailbox_is_proven(&self) -> bool {
        self.proven_mailbox.is_some()
            && self.proven_mailbox.as_ref() == self.contact.as_ref().map(|c| &c.email)
    }

    /// What the answers state about the hospital, as attestations of one day.
    pub fn attestations(&self, on: Date) -> Vec<Attestation> {
        let mut out = Vec::new();
        let mut say = |fact, value: Option<FactValue>| out.push(Attestation { fact, value, on });
        if let Some(t) = self.hospital_type {
            say(FactKind::HospitalType, Some(FactValue::Word(t.key().to_owned())));
        }
        if let Some(o) = self.ownership {
            say(FactKind::Ownership, Some(FactValue::Word(o.key().to_owned())));
        }
        if let Some(i) = &self.independence {
            say(FactKind::Independent, i.value().map(|i| FactValue::Bool(*i == Independence::Independent)));
        }
        let count = |said: &Said<u32>| said.value().map(|n| FactValue::Int(i64::from(*n)));
        if let Some(beds) = &self.licensed_beds {
            say(FactKind::LicensedBeds, count(beds));
        }
        if let Some(users) = &self.staffed_users {
            say(FactKind::StaffedUsers, count(users));
        }
        if let Some(windows) = &self.windows {
            let counts = windows.value().copied().unwrap_or_default();
            let int = |n: Option<u32>| n.map(|n| FactValue::Int(i64::from(n)));
            let all_10 =
                counts.windows_10_22h2.zip(counts.windows_10_other).map(|(a, b)| a.saturating_add(b));
            say(FactKind::Windows11Devices, int(counts.windows_11));
            say(FactKind::Windows10Version22H2Devices, int(counts.windows_10_22h2));
            say(FactKind::Windows10Devices, int(all_10));
            say(FactKind::WindowsServers, int(counts.servers));
        }
        if let Some(security) = &self.security {
            let word = |p: &CurrentPlan| FactValue::Word(p.key().to_owned());
            say(FactKind::CurrentPlan, security.plan.value().map(word));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_proven_mailbox_makes_a_hospital_registered() {
        let on = "2026-03-02".parse().expect("a day");
        let words = || String::new();
        let shown = |state: RegistrationState| {
            format!(
                "{} {}{}{}",
                state.key(),
                u8::from(state.can_change()),
                u8::from(state.waits()),
                u8::from(state.registers())
            )
        };
        let all = [
            RegistrationState::Draft,
            RegistrationState::Unproven { on },
            RegistrationState::Submitted { on },
            RegistrationState::AskedBack { on, question: words() },
            RegistrationState::Validated { on, how: words() },
            RegistrationState::Refused { on, reason: words() },
        ];
        // Can change, waits, registers.
        assert_eq!(
            all.map(shown),
            ["draft 100", "unproven 000", "submitted 011", "asked_back 111", "validated 001", "refused 000"]
        );
    }

    #[test]
    fn a_proof_of_another_mailbox_is_none() {
        let email = |text| EmailAddress::parse(text).expect("an address");
        let contact = Contact {
            name: "Ann Lee".to_owned(),
            role: ContactRole::It,
            email: email("ann@fixture.example"),
            phone: String::new(),
        };
        let mut answers = RegistrationAnswers::default();
        assert!(!answers.mailbox_is_proven());
        answers.contact = Some(contact);
        answers.proven_mailbox = Some(email("mallory@elsewhere.example"));
        assert!(!answers.mailbox_is_proven());
        answers.proven_mailbox = Some(email("ann@fixture.example"));
        assert!(answers.mailbox_is_proven());
    }
}
