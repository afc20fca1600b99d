//! Does this registration come from the hospital? A mailbox at a domain that is the hospital's own proves it; else someone
//! calls back.
//!
//! A domain on file is not yet the hospital's own: it may be a university's, a county's, a carrier's, a system's, or an old
//! name's that somebody else bought. It sends no mail and makes no call. The number to call is always the one on file, never
//! one typed into a form.

mod bears_name;

use serde::{Deserialize, Serialize};

use self::bears_name::bears_name;
use super::directory::{Directory, Listed};
use crate::model::{ContactRole, EmailAddress, MailDomain, Role};

/// What the directory knows that can prove belonging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFile {
    /// The domain of the hospital's web site.
    pub web_domain: Option<MailDomain>,
    /// How many listed hospitals have that domain, or one above or below it, this one included.
    pub n_hospitals_with_domain: usize,
    /// Whether that domain bears the hospital's name.
    pub bears_name: bool,
    /// The phone number of the hospital.
    pub phone: String,
}

/// What a registration amounts to as proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "belonging", rename_all = "snake_case")]
pub enum Belonging {
    /// It comes from the hospital.
    Proven {
        /// How, as a sentence for the record.
        how: String,
    },
    /// A reviewer calls the number in the directory.
    NeedsCallBack {
        /// That number.
        phone_on_file: String,
        /// Why the mailbox does not settle it.
        why: NotByMail,
    },
    /// The mailbox would prove it; its owner has not followed the mailed link yet.
    NeedsMailbox,
}

/// Why a mailbox cannot prove belonging.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum NotByMail {
    /// Anyone can have an address there.
    PublicMail,
    /// The directory names no domain for the hospital.
    NoDomainOnFile,
    /// The domain on file is not the hospital's alone: a mailbox there does not say which hospital.
    SharedDomain {
        /// How many listed hospitals have it.
        n_hospitals: usize,
    },
    /// The domain on file belongs to a school, a government or a place.
    PublicBody,
    /// The domain on file does not bear the hospital's name: it may be a system's, a carrier's, or an old name's.
    NotItsName,
    /// The person named themselves, so nobody else of the hospital has said so.
    OneVoice,
    /// The one who named the person has no mailbox that proves anything.
    NamedFromElsewhere,
    /// The address is elsewhere.
    OtherDomain {
        /// Whether it is at the domain the hospital says is its own, which the directory does not have.
        as_attested: bool,
    },
}

impl NotByMail {
    /// The reason, as a sentence for the person who registered.
    pub fn sentence(&self) -> String {
        match self {
            Self::PublicMail => {
                "Anyone can have an address at your mail provider, so it does not show where you work."
                    .to_owned()
            }
            Self::NoDomainOnFile => {
                "The public directory has no web or mail domain for the hospital.".to_owned()
            }
            Self::SharedDomain { n_hospitals } => format!(
                "{n_hospitals} hospitals in the public directory share that domain, so it does not show which one you work at."
            ),
            Self::PublicBody => {
                "The hospital's domain in the public directory is a school's or a government's, so many have an address there who do not work at the hospital."
                    .to_owned()
            }
            Self::NotItsName => {
                "The hospital's domain in the public directory does not carry the hospital's name, so it may not be its own."
                    .to_owned()
            }
            Self::OneVoice => {
                "You named yourself, and for this we need the word of a second person.".to_owned()
            }
            Self::NamedFromElsewhere => {
                "The person who named you has no address at the hospital's own domain.".to_owned()
            }
            Self::OtherDomain { as_attested: true } => {
                "The mail domain you gave is not the one in the public directory.".to_owned()
            }
            Self::OtherDomain { as_attested: false } => {
                "Your address is not at the hospital's domain in the public directory.".to_owned()
            }
        }
    }
}

impl OnFile {
    /// What the directory knows about one hospital.
    pub fn of(listed: &Listed, directory: &Directory) -> Self {
        let domain_of = |l: &Listed| l.location.as_ref().and_then(|l| l.web_domain.clone());
        let web_domain = domain_of(listed);
        let n_hospitals_with_domain = match &web_domain {
            Some(own) => {
                let overlaps = |other: MailDomain| other.is_within(own) || own.is_within(&other);
                let others = directory.hospitals().iter().filter_map(domain_of);
                others.filter(|other| overlaps(other.clone())).count().max(1)
            }
            None => 0,
        };
        let (name, city) = (&listed.hospital.name, &listed.hospital.city);
        let bears_name = web_domain.as_ref().is_some_and(|d| bears_name(d, name, city));
        Self { web_domain, n_hospitals_with_domain, bears_name, phone: listed.hospital.phone.clone() }
    }
}

/// Judges one registration.
///
/// `attested` is the mail domain the hospital gave; it explains a mismatch but never proves anything, because the
/// same person typed it. `mailbox_proven` is true once the link mailed to `contact` has been followed.
pub fn judge(
    contact: &EmailAddress,
    attested: Option<&MailDomain>,
    on_file: &OnFile,
    mailbox_proven: bool,
) -> Belonging {
    let call_back = |why| Belonging::NeedsCallBack { phone_on_file: on_file.phone.clone(), why };
    let domain = contact.domain();
    if domain.is_public_mail() {
        return call_back(NotByMail::PublicMail);
    }
    let Some(filed) = on_file.web_domain.as_ref().filter(|d| !d.is_public_mail()) else {
        return call_back(NotByMail::NoDomainOnFile);
    };
    if !domain.is_within(filed) {
        let as_attested = attested.is_some_and(|a| domain.is_within(a));
        return call_back(NotByMail::OtherDomain { as_attested });
    }
    if on_file.n_hospitals_with_domain > 1 {
        return call_back(NotByMail::SharedDomain { n_hospitals: on_file.n_hospitals_with_domain });
    }
    if filed.is_public_body() {
        return call_back(NotByMail::PublicBody);
    }
    if !on_file.bears_name {
        return call_back(NotByMail::NotItsName);
    }
    if mailbox_proven {
        Belonging::Proven {
            how: format!(
                "a link mailed to an address at {filed}, the hospital's domain in the public directory, was followed"
            ),
        }
    } else {
        Belonging::NeedsMailbox
    }
}

/// Judges whether the mailbox of someone named first administrator settles it: it does when the mailboxes of both who say so
/// do, and they are two people. `named_by` is the address of the one who named them.
pub fn judge_first_administrator(
    nominee: &EmailAddress,
    named_by: &EmailAddress,
    attested: Option<&MailDomain>,
    on_file: &OnFile,
) -> Belonging {
    let call_back = |why| Belonging::NeedsCallBack { phone_on_file: on_file.phone.clone(), why };
    let by_mail = judge(nominee, attested, on_file, true);
    if !matches!(by_mail, Belonging::Proven { .. }) {
        return by_mail;
    }
    if nominee == named_by {
        return call_back(NotByMail::OneVoice);
    }
    match judge(named_by, attested, on_file, true) {
        Belonging::Proven { .. } => Belonging::Proven {
            how: "two people with addresses at the hospital's own domain said so".to_owned(),
        },
        Belonging::NeedsMailbox | Belonging::NeedsCallBack { .. } => call_back(NotByMail::NamedFromElsewhere),
    }
}

/// The role a person gets whose registration is found to come from the hospital: one that reads what they registered, and
/// never administrator, so that somebody takes that on knowingly and not by having been first.
pub fn role_for(contact: ContactRole) -> Role {
    match contact {
        ContactRole::It => Role::HospitalIt,
        ContactRole::Leadership
        | ContactRole::OtherStaff
        | ContactRole::SystemStaff
        | ContactRole::Vendor => Role::Executive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registering_makes_nobody_administrator() {
        for (role, _, _) in ContactRole::ALL {
            assert!(!role_for(*role).allows(crate::model::Action::ManagePeople), "{role:?}");
            assert!(!role_for(*role).allows(crate::model::Action::AcceptOffer), "{role:?}");
            assert!(
                role_for(*role).allows(crate::model::Action::ViewHospital),
                "{role:?} reads what they sent"
            );
        }
    }

    #[track_caller]
    fn check(contact: &str, attested: &str, on_file: (&str, usize), expect: &str) {
        let domain = |text: &str| MailDomain::parse(text).ok();
        let on_file = OnFile {
            web_domain: domain(on_file.0),
            n_hospitals_with_domain: on_file.1,
            bears_name: !on_file.0.starts_with("other"),
            phone: "(555) 555-0100".to_owned(),
        };
        let contact = EmailAddress::parse(contact).expect("an address");
        let words = |b: Belonging| match b {
            Belonging::Proven { .. } => "proven".to_owned(),
            Belonging::NeedsMailbox => "mailbox".to_owned(),
            Belonging::NeedsCallBack { why, phone_on_file } => {
                format!("call {phone_on_file}: {}", why.sentence())
            }
        };
        let before = words(judge(&contact, domain(attested).as_ref(), &on_file, false));
        let after = words(judge(&contact, domain(attested).as_ref(), &on_file, true));
        assert_eq!(if before == after { after } else { format!("{before}, then {after}") }, expect);
    }

    #[test]
    fn only_a_mailbox_at_the_domain_on_file_proves_it() {
        let own = ("fixture.example", 1);
        check("ann@fixture.example", "fixture.example", own, "mailbox, then proven");
        check("ann@mail.fixture.example", "", own, "mailbox, then proven");
        check(
            "ann@notfixture.example",
            "notfixture.example",
            own,
            "call (555) 555-0100: The mail domain you gave is not the one in the public directory.",
        );
        check(
            "ann@elsewhere.example",
            "fixture.example",
            own,
            "call (555) 555-0100: Your address is not at the hospital's domain in the public directory.",
        );
        check(
            "ann@gmail.com",
            "gmail.com",
            ("gmail.com", 1),
            "call (555) 555-0100: Anyone can have an address at your mail provider, so it does not show where you work.",
        );
        check(
            "ann@fixture.example",
            "fixture.example",
            ("", 0),
            "call (555) 555-0100: The public directory has no web or mail domain for the hospital.",
        );
        check(
            "ann@system.example",
            "system.example",
            ("system.example", 84),
            "call (555) 555-0100: 84 hospitals in the public directory share that domain, so it does not show which one you work at.",
        );
    }

    #[test]
    fn a_domain_many_others_use_proves_nobodys_work_at_the_hospital() {
        let school = "call (555) 555-0100: The hospital's domain in the public directory is a school's or a government's, so many have an address there who do not work at the hospital.";
        check("some.student@vanderbilt.edu", "", ("vanderbilt.edu", 1), school);
        check("clerk@oregon.gov", "", ("oregon.gov", 1), school);
        check("clerk@co.winkler.tx.us", "", ("co.winkler.tx.us", 1), school);
        let carrier = "call (555) 555-0100: Anyone can have an address at your mail provider, so it does not show where you work.";
        check("ann@wrtc.com", "", ("wrtc.com", 1), carrier);
        let named_otherwise = "call (555) 555-0100: The hospital's domain in the public directory does not carry the hospital's name, so it may not be its own.";
        check("ann@otherhealth.net", "", ("otherhealth.net", 1), named_otherwise);
    }

    #[test]
    fn a_first_administrator_takes_two_people_at_the_hospitals_own_domain() {
        let on_file = |bears_name| OnFile {
            web_domain: MailDomain::parse("fixture.example").ok(),
            n_hospitals_with_domain: 1,
            bears_name,
            phone: "(555) 555-0100".to_owned(),
        };
        let check = |nominee: &str, by: &str, bears_name| {
            let email = |text| EmailAddress::parse(text).expect("an address");
            match judge_first_administrator(&email(nominee), &email(by), None, &on_file(bears_name)) {
                Belonging::Proven { .. } => "proven".to_owned(),
                Belonging::NeedsCallBack { why, .. } => format!("{why:?}"),
                Belonging::NeedsMailbox => "mailbox".to_owned(),
            }
        };
        assert_eq!(check("ceo@fixture.example", "ann@fixture.example", true), "proven");
        assert_eq!(check("ann@fixture.example", "ann@fixture.example", true), "OneVoice");
        assert_eq!(check("ceo@fixture.example", "ann@gmail.com", true), "NamedFromElsewhere");
        assert_eq!(check("ceo@gmail.com", "ann@fixture.example", true), "PublicMail");
        assert_eq!(check("ceo@fixture.example", "ann@fixture.example", false), "NotItsName");
    }
}
