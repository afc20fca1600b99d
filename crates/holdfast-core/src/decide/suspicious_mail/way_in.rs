//! Whose a mail is that came into a mailbox, and who hears back. A wrong guess would show one hospital another's mail, so there is none:
//! what is not sure is not taken, stays where it is, and the operator is told. A stranger is never answered.

use std::collections::BTreeSet;

use super::mail::{Checked, SaidOfSender};
use crate::model::{Ccn, EmailAddress, MailDomain};

/// Letters of the code that stands in a hospital's own address of the program: 16 of 32 letters are 80 bits, which nobody guesses.
pub const N_CODE: usize = 16;

/// The letters of a code. None looks like another, in capitals or not.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// The most hospitals a code or an address is looked up for in one mail.
const MOST_CODES: usize = 20;

/// A mailbox that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailbox {
    /// A hospital's own: all in it is that hospital's.
    OfHospital(Ccn),
    /// The program's: to it, staff of every hospital send on what they got.
    OfProgram,
}

/// Who or what sent a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentBy {
    /// A person, as far as it says.
    Person,
    /// A list, or a program that writes to many. A lure may call itself that, and so may a rule that sends mail on.
    Many,
    /// A mail program that answers by itself: out of office, or not delivered.
    Answering,
    /// This portal.
    Us,
}

/// Whether a server that is believed says that a mail is from the domain it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is.
    Proven,
    /// It is not.
    Denied,
    /// Nobody who is believed says so.
    NotSaid,
}

/// What is known of a mail that came into a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailedIn {
    /// Where it came in.
    pub mailbox: Mailbox,
    /// Who sent it.
    pub sent_by: SentBy,
    /// The address it says it is from; `None` where that is not one address.
    pub from: Option<EmailAddress>,
    /// Whether it is from there.
    pub proof: Proof,
    /// For each code in an address it went to, the hospital that has the code; `None` for a code nobody has.
    pub coded: Vec<Option<Ccn>>,
    /// The hospitals where the sender's address is known: people with a role there, and learners.
    pub known_at: BTreeSet<Ccn>,
}

/// Whose a mail is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A hospital's.
    Of {
        /// Which.
        ccn: Ccn,
        /// Who hears back; `None` for nobody.
        reporter: Option<EmailAddress>,
    },
    /// It is not taken.
    Not(NotTaken),
}

/// Why a mail in a mailbox was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotTaken {
    /// A mail program answered by itself, or a list wrote.
    Automatic,
    /// This portal wrote it.
    Ours,
    /// It does not say who it is from, or names several.
    NoSender,
    /// The sender is known at no hospital.
    UnknownSender,
    /// The sender is known, but no server that is believed says that it is from them.
    NotProven,
    /// The sender is known at several hospitals.
    SeveralHospitals,
    /// It went to the addresses of several hospitals.
    SeveralCodes,
    /// It went to an address with a code that no hospital has, or has no more.
    UnknownCode,
    /// It is larger than is read.
    TooLarge,
    /// It is no mail, or the mail server did not give it.
    Unreadable,
}

impl NotTaken {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Automatic,
        Self::Ours,
        Self::NoSender,
        Self::UnknownSender,
        Self::NotProven,
        Self::SeveralHospitals,
        Self::SeveralCodes,
        Self::UnknownCode,
        Self::TooLarge,
        Self::Unreadable,
    ];

    /// The key used in the table and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Ours => "ours",
            Self::NoSender => "no_sender",
            Self::UnknownSender => "unknown_sender",
            Self::NotProven => "not_proven",
            Self::SeveralHospitals => "several_hospitals",
            Self::SeveralCodes => "several_codes",
            Self::UnknownCode => "unknown_code",
            Self::TooLarge => "too_large",
            Self::Unreadable => "unreadable",
        }
    }

    /// The reason with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }

    /// Whether a person should look. What programs write by themselves needs nobody.
    pub fn needs_a_person(self) -> bool {
        !matches!(self, Self::Automatic | Self::Ours)
    }

    /// Why, and what the operator can do, in two sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::Automatic => "A mail program or a list wrote it. Nothing needs to be done.",
            Self::Ours => "This portal wrote it. Nothing needs to be done.",
            Self::NoSender => "It does not say who it is from. Open it in the mailbox.",
            Self::UnknownSender => {
                "The sender is known at no hospital. Ask them to use their hospital's own address, or to report on the page."
            }
            Self::NotProven => {
                "No server says that it is from who it says. Ask the sender to use their hospital's own address."
            }
            Self::SeveralHospitals => {
                "The sender works for several hospitals. Ask them to use the address of the hospital that got the mail."
            }
            Self::SeveralCodes => {
                "It went to the addresses of several hospitals. Ask the sender to send it to one."
            }
            Self::UnknownCode => {
                "No hospital has the address it went to any more. Tell the sender the hospital's new one."
            }
            Self::TooLarge => {
                "It is larger than 25 MB. Ask the sender to report the mail without its largest file."
            }
            Self::Unreadable => "It could not be read. Open it in the mailbox.",
        }
    }
}

/// Whose a mail is, and who hears back.
///
/// A hospital's own mailbox holds that hospital's mail, and somebody known there hears back unless a server says it was not they. In the
/// program's mailbox a code says whose it is, because only that hospital was shown it. Without one the sender must be known at exactly
/// one hospital, and proven: an address is written in a moment.
pub fn whose(mail: &MailedIn) -> Whose {
    match mail.sent_by {
        // Who plays the portal is no part of it, and somebody is to look.
        SentBy::Us if mail.proof == Proof::Denied => return Whose::Not(NotTaken::NotProven),
        SentBy::Us => return Whose::Not(NotTaken::Ours),
        SentBy::Answering => return Whose::Not(NotTaken::Automatic),
        SentBy::Person | SentBy::Many => {}
    }
    if let Mailbox::OfHospital(ccn) = mail.mailbox {
        return Whose::Of { ccn, reporter: reporter(mail, ccn) };
    }
    let coded: BTreeSet<Ccn> = mail.coded.iter().flatten().copied().collect();
    match (coded.len(), coded.first()) {
        (1, Some(ccn)) => return Whose::Of { ccn: *ccn, reporter: reporter(mail, *ccn) },
        (0, _) => {}
        _ => return Whose::Not(NotTaken::SeveralCodes),
    }
    match by_sender(mail) {
        Ok(ccn) => Whose::Of { ccn, reporter: mail.from.clone() },
        // What the sender should mend first.
        Err(why) if !mail.coded.is_empty() && why.needs_a_person() => Whose::Not(NotTaken::UnknownCode),
        Err(why) => Whose::Not(why),
    }
}

fn by_sender(mail: &MailedIn) -> Result<Ccn, NotTaken> {
    if mail.sent_by != SentBy::Person {
        return Err(NotTaken::Automatic);
    }
    if mail.from.is_none() {
        return Err(NotTaken::NoSender);
    }
    match (mail.known_at.first(), mail.known_at.len()) {
        (None, _) => Err(NotTaken::UnknownSender),
        _ if mail.proof != Proof::Proven => Err(NotTaken::NotProven),
        (Some(ccn), 1) => Ok(*ccn),
        _ => Err(NotTaken::SeveralHospitals),
    }
}

/// Who hears back about a mail that is a hospital's: a person who is known there, and whom nobody denies to be the sender.
fn reporter(mail: &MailedIn, ccn: Ccn) -> Option<EmailAddress> {
    let is_known = mail.known_at.contains(&ccn);
    let is_person = mail.sent_by == SentBy::Person && mail.proof != Proof::Denied;
    mail.from.clone().filter(|_| is_known && is_person)
}

/// Whether a mail that is a hospital's carries the reported one, as a forward does. What a stranger wrote, and a rule let through as it
/// was, is the reported mail itself, whatever it brings along. `own`: the domains the hospital's own mail comes from.
pub fn carries(mail: &MailedIn, ccn: Ccn, own: &[MailDomain]) -> bool {
    if mail.proof == Proof::Denied {
        return false;
    }
    let is_from_house =
        mail.from.as_ref().is_some_and(|from| own.iter().any(|own| from.domain().is_within(own)));
    // Only who belongs to a hospital was told its code.
    let has_code = mail.mailbox == Mailbox::OfProgram && mail.coded.contains(&Some(ccn));
    mail.known_at.contains(&ccn) || is_from_house || has_code
}

/// What servers said of the sender, newest first, as proof. `believed`: the name of the mailbox's own server, where the operator gave
/// it; without it a server may deny, and none can prove, since a mail can bring such words along.
pub fn proof(said: &[SaidOfSender], believed: Option<&str>) -> Proof {
    let word = match believed {
        Some(name) => said.iter().find(|said| said.said_by.eq_ignore_ascii_case(name)),
        None => said.first(),
    };
    match word.and_then(|said| said.dmarc) {
        Some(Checked::Passed) if believed.is_some() => Proof::Proven,
        Some(Checked::Failed) => Proof::Denied,
        Some(Checked::Passed | Checked::NotSaid) | None => Proof::NotSaid,
    }
}

/// The codes in addresses a mail went to, each once: of `report+abc@program.example`, where the program has `report@program.example`.
pub fn codes<'a>(
    went_to: impl IntoIterator<Item = &'a EmailAddress>,
    address: &EmailAddress,
) -> BTreeSet<String> {
    let (name, domain) = address.as_str().rsplit_once('@').unwrap_or_default();
    let code = |to: &'a EmailAddress| {
        let (local, at) = to.as_str().rsplit_once('@')?;
        let code = local.strip_prefix(name)?.strip_prefix('+')?;
        let is_code = code.len() == N_CODE && code.bytes().all(|letter| LETTERS.contains(&letter));
        (at == domain && is_code).then(|| code.to_owned())
    };
    went_to.into_iter().filter_map(code).take(MOST_CODES).collect()
}

/// A hospital's own address of the program. `None` when the program's is too long to take a code.
pub fn coded_address(address: &EmailAddress, code: &str) -> Option<EmailAddress> {
    let (name, domain) = address.as_str().rsplit_once('@')?;
    EmailAddress::parse(&format!("{name}+{code}@{domain}")).ok()
}

/// A new code from random bytes.
pub fn code_from_random(bytes: [u8; N_CODE]) -> String {
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "report@program.example";

    fn ccn(text: &str) -> Ccn {
        Ccn::parse(text).expect("a number")
    }

    fn mail(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    /// A mail in words: `own` or `program`, then what else is so.
    fn mailed(words: &str) -> MailedIn {
        let mut words = words.split(", ");
        let mailbox = match words.next() {
            Some("own") => Mailbox::OfHospital(ccn("991301")),
            _ => Mailbox::OfProgram,
        };
        let mut mailed = MailedIn {
            mailbox,
            sent_by: SentBy::Person,
            from: Some(mail("ann@fixturememorial.example")),
            proof: Proof::NotSaid,
            coded: Vec::new(),
            known_at: BTreeSet::new(),
        };
        for word in words {
            match word.split_once(' ').unwrap_or((word, "")) {
                ("code", "of nobody") => mailed.coded.push(None),
                ("code", of) => mailed.coded.push(Some(ccn(of))),
                ("known", at) => {
                    mailed.known_at.insert(ccn(at));
                }
                ("proven", _) => mailed.proof = Proof::Proven,
                ("denied", _) => mailed.proof = Proof::Denied,
                ("many", _) => mailed.sent_by = SentBy::Many,
                ("answering", _) => mailed.sent_by = SentBy::Answering,
                ("us", _) => mailed.sent_by = SentBy::Us,
                ("nobody", _) => mailed.from = None,
                other => panic!("{other:?}"),
            }
        }
        mailed
    }

    #[track_caller]
    fn check(words: &str, expect: &str) {
        let got = match whose(&mailed(words)) {
            Whose::Of { ccn, reporter: Some(_) } => format!("{ccn}, answered"),
            Whose::Of { ccn, reporter: None } => ccn.to_string(),
            Whose::Not(why) => why.key().to_owned(),
        };
        assert_eq!(got, expect, "{words}");
    }

    #[test]
    fn all_in_a_hospital_s_own_mailbox_is_that_hospital_s() {
        check("own", "991301");
        check("own, known 991301", "991301, answered");
        check("own, known 991302", "991301");
        check("own, known 991301, known 991302", "991301, answered");
        check("own, known 991301, denied", "991301");
        check("own, known 991301, many", "991301");
        check("own, nobody", "991301");
        check("own, code 991302", "991301");
        check("own, known 991301, answering", "automatic");
        check("own, us", "ours");
    }

    #[test]
    fn a_code_says_whose_it_is() {
        check("program, code 991301", "991301");
        check("program, code 991301, code 991301", "991301");
        check("program, code 991301, code of nobody", "991301");
        check("program, code 991301, known 991301", "991301, answered");
        check("program, code 991301, known 991301, denied", "991301");
        check("program, code 991301, known 991302, proven", "991301");
        check("program, code 991301, many", "991301");
        check("program, code 991301, answering", "automatic");
        check("program, code 991301, code 991302, known 991301, proven", "several_codes");
        check("program, code of nobody", "unknown_code");
        check("program, code of nobody, known 991301", "unknown_code");
        check("program, code of nobody, many", "automatic");
        check("program, code of nobody, known 991301, proven", "991301, answered");
    }

    #[test]
    fn without_a_code_the_sender_must_be_one_hospital_s_and_proven() {
        check("program, known 991301, proven", "991301, answered");
        check("program, known 991301", "not_proven");
        check("program, known 991301, denied", "not_proven");
        check("program, known 991301, known 991302, proven", "several_hospitals");
        check("program, proven", "unknown_sender");
        check("program, nobody, proven", "no_sender");
        check("program, known 991301, proven, many", "automatic");
        check("program, known 991301, proven, us", "ours");
    }

    #[test]
    fn a_lure_that_plays_the_portal_needs_a_person() {
        for (proof, why) in [(Proof::Denied, NotTaken::NotProven), (Proof::NotSaid, NotTaken::Ours)] {
            let (mailbox, from) = (Mailbox::OfProgram, Some(mail("letters@program.example")));
            let (coded, known_at) = (Vec::new(), BTreeSet::new());
            let one = MailedIn { mailbox, sent_by: SentBy::Us, from, proof, coded, known_at };
            assert_eq!(whose(&one), Whose::Not(why));
        }
    }

    /// Every mail there can be: three hospitals in any mixture of codes and places where the sender is known.
    #[test]
    fn no_stranger_is_answered_and_no_hospital_gets_another_s_mail() {
        let all = ["991301", "991302", "991303"].map(ccn);
        let some = |bits: usize| all.into_iter().enumerate().filter(move |(at, _)| (bits >> at) & 1 == 1);
        let mut n = 0;
        for mailbox in [Mailbox::OfProgram, Mailbox::OfHospital(all[0])] {
            for sent_by in [SentBy::Person, SentBy::Many, SentBy::Answering, SentBy::Us] {
                for proof in [Proof::Proven, Proof::Denied, Proof::NotSaid] {
                    for from in [None, Some(mail("ann@fixturememorial.example"))] {
                        for (codes, known) in
                            (0..16).flat_map(|codes| (0..8).map(move |known| (codes, known)))
                        {
                            let mut coded: Vec<_> = some(codes).map(|(_, ccn)| Some(ccn)).collect();
                            coded.extend((codes >= 8).then_some(None));
                            let known_at: BTreeSet<_> = some(known).map(|(_, ccn)| ccn).collect();
                            let from = from.clone();
                            let mail = MailedIn { mailbox, sent_by, from, proof, coded, known_at };
                            hold(&mail);
                            n += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(n, 2 * 4 * 3 * 2 * 16 * 8);
    }

    #[track_caller]
    fn hold(mail: &MailedIn) {
        let found = whose(mail);
        if matches!(mail.sent_by, SentBy::Answering | SentBy::Us) {
            assert!(matches!(found, Whose::Not(_)), "a loop: {mail:?}");
        }
        let Whose::Of { ccn, reporter } = found else { return };
        match mail.mailbox {
            Mailbox::OfHospital(own) => assert_eq!(ccn, own),
            Mailbox::OfProgram => {
                let by_code = mail.coded.iter().flatten().all(|of| *of == ccn) && !mail.coded.is_empty();
                let by_sender = mail.proof == Proof::Proven && mail.known_at == [ccn].into();
                assert!(by_code && mail.coded.contains(&Some(ccn)) || by_sender, "{mail:?}");
            }
        }
        if let Some(reporter) = reporter {
            assert_eq!(Some(&reporter), mail.from.as_ref());
            assert!(mail.known_at.contains(&ccn), "a stranger is answered: {mail:?}");
            assert!(mail.sent_by == SentBy::Person && mail.proof != Proof::Denied, "{mail:?}");
        }
    }

    #[test]
    fn a_forward_carries_and_a_stranger_s_mail_is_the_mail() {
        let own = [MailDomain::parse("fixturememorial.example").expect("a domain")];
        let carries = |words: &str, own: &[MailDomain]| carries(&mailed(words), ccn("991301"), own);
        assert!(carries("own", &own) && carries("own, known 991301", &[]));
        assert!(!carries("own", &[]) && !carries("own, known 991302", &[]));
        assert!(!carries("own, denied", &own) && !carries("own, known 991301, denied", &own));
        assert!(carries("program, code 991301", &[]) && !carries("own, code 991301", &[]));
    }

    #[test]
    fn only_the_named_server_proves() {
        let said = |by: &str, dmarc| SaidOfSender { said_by: by.to_owned(), spf: None, dkim: None, dmarc };
        let (pass, fail) = (Some(Checked::Passed), Some(Checked::Failed));
        let both = [said("mx.program.example", pass), said("mx.evil.com", fail)];
        assert_eq!(proof(&both, Some("MX.program.example")), Proof::Proven);
        assert_eq!(proof(&both, Some("mx.evil.com")), Proof::Denied);
        assert_eq!(proof(&both, Some("mx.other.example")), Proof::NotSaid);
        assert_eq!(proof(&both, None), Proof::NotSaid, "a mail can bring a pass along");
        assert_eq!(proof(&both[1..], None), Proof::Denied);
        assert_eq!(proof(&[said("mx.program.example", None)], Some("mx.program.example")), Proof::NotSaid);
    }

    #[test]
    fn codes_stand_behind_the_plus_of_the_programs_own_address() {
        let code = code_from_random([0, 31, 32, 255, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 9]);
        assert_eq!(code, "a9a9hhhhhhhhhhhk");
        let program = mail(PROGRAM);
        let coded = coded_address(&program, &code).expect("an address");
        assert_eq!(coded.as_str(), "report+a9a9hhhhhhhhhhhk@program.example");
        let to = [
            "Report+A9A9hhhhhhhhhhhk@Program.example",
            "report+short@program.example",
            "report+a9a9hhhhhhhhhhhl@program.example",
            "report+b9a9hhhhhhhhhhhk@other.example",
            "reporta9a9hhhhhhhhhhhk@program.example",
            "report@program.example",
        ];
        let to: Vec<EmailAddress> = to.iter().map(|to| mail(to)).collect();
        assert_eq!(codes(&to, &program), [code.clone()].into());
        assert_eq!(coded_address(&mail(&format!("{}@program.example", "r".repeat(60))), &code), None);
    }

    #[test]
    fn every_reason_is_found_by_its_key_and_says_what_to_do() {
        for why in NotTaken::ALL {
            assert_eq!(NotTaken::from_key(why.key()), Some(why));
            assert_eq!(why.words().matches(". ").count(), 1, "two sentences: {}", why.words());
        }
    }
}
