//! What a reviewer must heed before settling a case: ties to those it is about, a second pair of eyes, and what is
//! left to find out. It writes nothing.

use crate::catalog::{ClauseId, Offer, Otherwise};
use crate::cel::Truth;
use crate::facts::{Fact, FactKind, FactType, FactValue, Facts};
use crate::model::{AccountId, CaseEvent, CaseMove, Ccn, EmailAddress};

/// Those a case is about.
#[derive(Clone, Debug, Default)]
pub struct Parties {
    /// People with a sign-in.
    pub accounts: Vec<AccountId>,
    /// Addresses given in a registration or application.
    pub emails: Vec<EmailAddress>,
    /// The hospital.
    pub ccn: Option<Ccn>,
    /// Whether sharing a mail domain is a tie too: so for applications, where money is given.
    pub domain_counts: bool,
}

/// A reviewer, as far as ties go.
#[derive(Clone, Debug)]
pub struct Reviewer {
    /// Their account.
    pub account: AccountId,
    /// Their address.
    pub email: EmailAddress,
    /// Hospitals they hold a role at.
    pub hospitals: Vec<Ccn>,
}

/// Why a reviewer may not settle a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Tie {
    /// It is about themselves.
    #[error("this case is about you, so another reviewer settles it")]
    Oneself,
    /// They hold a role at the hospital.
    #[error("you hold a role at this hospital, so another reviewer settles it")]
    Hospital,
    /// They share a mail domain with the applicant.
    #[error("your mail address is at `{domain}`, as the applicant's is, so another reviewer settles it")]
    MailDomain {
        /// The domain.
        domain: String,
    },
}

/// The tie that keeps a reviewer from a case, if there is one. Mail providers anyone can use tie nobody.
pub fn tie(reviewer: &Reviewer, parties: &Parties) -> Option<Tie> {
    if parties.accounts.contains(&reviewer.account) || parties.emails.contains(&reviewer.email) {
        return Some(Tie::Oneself);
    }
    if parties.ccn.is_some_and(|ccn| reviewer.hospitals.contains(&ccn)) {
        return Some(Tie::Hospital);
    }
    let own = reviewer.email.domain();
    let shared = |e: &EmailAddress| {
        let theirs = e.domain();
        !own.is_public_mail() && (theirs.is_within(&own) || own.is_within(&theirs))
    };
    (parties.domain_counts && parties.emails.iter().any(shared))
        .then(|| Tie::MailDomain { domain: own.as_str().to_owned() })
}

/// A first reviewer's recommendation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Who.
    pub by: AccountId,
    /// Approve, or refuse.
    pub approve: bool,
    /// Why.
    pub reason: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// The recommendation that stands: the latest one made since the applicant last answered a question, because an answer
/// may change a mind. `events` are in the order they happened.
pub fn recommendation(events: &[CaseEvent]) -> Option<Recommendation> {
    events.iter().rev().take_while(|e| !matches!(e.moved, CaseMove::Answer { .. })).find_map(|e| {
        match (&e.moved, e.by) {
            (CaseMove::Recommend { approve, reason }, Some(by)) => {
                Some(Recommendation { by, approve: *approve, reason: reason.clone(), at_ms: e.at_ms })
            }
            _ => None,
        }
    })
}

/// What is left to find out about the clause a case rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// A fact nobody has stated, or two sources state differently.
    Fact {
        /// Which.
        kind: FactKind,
        /// What the public file and the hospital say, when they differ.
        disputed: Option<(FactValue, FactValue)>,
    },
    /// The facts are known; a person judges.
    Judgement,
    /// The clause holds by now.
    Holds,
    /// The clause fails by now, and leaves no room for judgement.
    Fails,
    /// The program no longer has this clause.
    Gone,
}

/// What is left to find out, with the facts as they are now.
pub fn left(offer: Option<&Offer>, clause: &ClauseId, facts: &Facts) -> Left {
    let Some(clause) = offer.and_then(|o| o.clauses.iter().find(|c| c.id == *clause)) else {
        return Left::Gone;
    };
    match clause.when.eval(facts) {
        Truth::True => Left::Holds,
        Truth::False if clause.otherwise == Otherwise::Ineligible => Left::Fails,
        Truth::False => Left::Judgement,
        Truth::Unknown(needs) => match needs.iter().next() {
            None => Left::Judgement,
            Some(kind) => Left::Fact {
                kind,
                disputed: match facts.get(kind) {
                    Fact::Disputed { on_file, attested } => Some((on_file.clone(), attested.clone())),
                    Fact::Known { .. } | Fact::Unknown => None,
                },
            },
        },
    }
}

/// A text that is no value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactTextError {
    /// Nothing was chosen or typed.
    #[error("choose or type an answer")]
    Empty,
    /// Neither yes nor no.
    #[error("choose yes or no")]
    YesNo,
    /// Not a count.
    #[error("`{0}` is not a whole number from 0 to 1,000,000; write digits only")]
    Number(String),
    /// Not on the list.
    #[error("`{0}` is not on the list; choose one of the answers")]
    Word(String),
}

/// Reads a fact's value from a form: `yes` or `no`, digits, or a word of the fact's list.
pub fn parse_fact(kind: FactKind, text: &str) -> Result<FactValue, FactTextError> {
    let text = text.trim();
    let short = || text.chars().take(40).collect::<String>();
    if text.is_empty() {
        return Err(FactTextError::Empty);
    }
    FactValue::read(kind, text).ok_or_else(|| match kind.fact_type() {
        FactType::Bool => FactTextError::YesNo,
        FactType::Int => FactTextError::Number(short()),
        FactType::Word => FactTextError::Word(short()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::made_up::{facts, offer};

    fn email(text: &str) -> EmailAddress {
        EmailAddress::parse(text).expect("an address")
    }

    #[track_caller]
    fn check(reviewer: &str, party: &str, domain_counts: bool, says: &str) {
        let reviewer = Reviewer { account: AccountId(7), email: email(reviewer), hospitals: Vec::new() };
        let parties = Parties { emails: vec![email(party)], domain_counts, ..Parties::default() };
        assert_eq!(tie(&reviewer, &parties).map_or("none".to_owned(), |t| t.to_string()), says);
    }

    #[test]
    fn nobody_settles_their_own_case() {
        check(
            "ann@office.example",
            "ann@office.example",
            false,
            "this case is about you, so another reviewer settles it",
        );
        check("ann@office.example", "bob@office.example", false, "none");
        let shared =
            "your mail address is at `lab.example`, as the applicant's is, so another reviewer settles it";
        check("ann@lab.example", "bob@lab.example", true, shared);
        check("ann@lab.example", "bob@mail.lab.example", true, shared);
        check("ann@lab.example", "bob@notlab.example", true, "none");
        check("ann@gmail.com", "bob@gmail.com", true, "none");
        let ccn = Ccn::parse("991301").expect("a number");
        let reviewer = Reviewer { account: AccountId(7), email: email("a@b.example"), hospitals: vec![ccn] };
        let about = |parties: Parties| tie(&reviewer, &parties);
        assert_eq!(about(Parties { ccn: Some(ccn), ..Parties::default() }), Some(Tie::Hospital));
        assert_eq!(about(Parties { accounts: vec![AccountId(7)], ..Parties::default() }), Some(Tie::Oneself));
    }

    #[test]
    fn an_answer_voids_a_recommendation() {
        let at = |at_ms, by: Option<i64>, moved| CaseEvent { moved, at_ms, by: by.map(AccountId) };
        let recommend = |approve| CaseMove::Recommend { approve, reason: "Sound.".to_owned() };
        let mut events = vec![at(1, Some(7), recommend(true))];
        assert_eq!(recommendation(&events).map(|r| (r.by, r.approve)), Some((AccountId(7), true)));
        events.push(at(2, Some(8), CaseMove::AskBack { question: "Who?".to_owned() }));
        assert!(recommendation(&events).is_some());
        events.push(at(3, None, CaseMove::Answer { text: "We.".to_owned() }));
        assert_eq!(recommendation(&events), None);
        events.push(at(4, Some(8), recommend(false)));
        assert_eq!(recommendation(&events).map(|r| (r.by, r.approve)), Some((AccountId(8), false)));
    }

    #[test]
    fn what_is_left_follows_the_facts() {
        let offer = offer("help", "independent? rural");
        let left_of = |clause: &str, words: &str| {
            left(Some(&offer), &ClauseId::new(clause), &facts(words, "2026-06-01"))
        };
        let fact = |kind| Left::Fact { kind, disputed: None };
        assert_eq!(left_of("independent", ""), fact(FactKind::Independent));
        assert_eq!(left_of("independent", "!independent"), Left::Judgement);
        assert_eq!(left_of("independent", "independent"), Left::Holds);
        assert_eq!(left_of("rural", "!rural"), Left::Fails);
        assert_eq!(left_of("moved-away", ""), Left::Gone);
        let mut disputed = facts("", "2026-06-01");
        let (on_file, attested) = (FactValue::Bool(true), FactValue::Bool(false));
        disputed
            .set(FactKind::Rural, Fact::Disputed { on_file: on_file.clone(), attested: attested.clone() });
        assert_eq!(
            left(Some(&offer), &ClauseId::new("rural"), &disputed),
            Left::Fact { kind: FactKind::Rural, disputed: Some((on_file, attested)) }
        );
    }

    #[test]
    fn a_value_is_read_or_refused_with_a_reason() {
        let read =
            |kind, text: &str| parse_fact(kind, text).map_or_else(|e| e.to_string(), |v| v.to_string());
        assert_eq!(read(FactKind::Rural, "yes"), "yes");
        assert_eq!(read(FactKind::Rural, "maybe"), "choose yes or no");
        assert_eq!(read(FactKind::LicensedBeds, " 1,200 "), "1200");
        assert_eq!(
            read(FactKind::LicensedBeds, "-3"),
            "`-3` is not a whole number from 0 to 1,000,000; write digits only"
        );
        assert_eq!(read(FactKind::Ownership, "tribal"), "tribal");
        assert_eq!(read(FactKind::Ownership, "moon"), "`moon` is not on the list; choose one of the answers");
        assert_eq!(read(FactKind::Ownership, " "), "choose or type an answer");
    }
}
