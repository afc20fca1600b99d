//! Offers that wait for the program office: accepted and to be confirmed, confirmed and to be switched on, and those a
//! hospital let go that the office may have to switch off.

use serde::Serialize;

use crate::Date;
use crate::catalog::OfferId;
use crate::model::{Ccn, Claim, ClaimEvent, ClaimMove};

/// An offer a hospital let go stays on the list this long.
const LET_GO_SHOWN_DAYS: i32 = 30;

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Waits {
    /// The hospital accepted it; the office confirms it.
    ToConfirm,
    /// The office confirmed it; it is not running yet.
    ToSwitchOn,
    /// The hospital let it go after it was confirmed or running: the provider may have to be told.
    LetGo,
}

impl Waits {
    /// Every value with its key and words.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::ToConfirm, "to_confirm", "To confirm"),
        (Self::ToSwitchOn, "to_switch_on", "To switch on"),
        (Self::LetGo, "let_go", "Let go by the hospital"),
    ];

    /// The key used in addresses.
    pub fn key(self) -> &'static str {
        Self::ALL.iter().find(|(v, _, _)| *v == self).map_or("", |(_, key, _)| key)
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(v, _, _)| *v == self).map_or("", |(_, _, label)| label)
    }

    /// The value with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, k, _)| *k == key).map(|(v, _, _)| *v)
    }
}

/// One offer of one hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaitingOffer {
    /// The hospital.
    pub ccn: Ccn,
    /// The offer.
    pub offer: OfferId,
    /// What waits.
    pub waits: Waits,
    /// Since when.
    pub since: Date,
    /// Days since then.
    pub age_days: i32,
}

/// What waits of one offer, by all its moves; `None` when nothing does.
pub fn waits(moves: &[ClaimEvent], as_of: Date) -> Option<(Waits, Date)> {
    let last = moves.last()?;
    match (Claim::replay(moves).ok()?, last.moved) {
        (Claim::Claimed { on }, _) => Some((Waits::ToConfirm, on)),
        (Claim::Validated { on }, _) => Some((Waits::ToSwitchOn, on)),
        (Claim::Open, ClaimMove::LetGo) => {
            let before = Claim::replay(&moves[..moves.len() - 1]).ok()?;
            let begun = matches!(before, Claim::Validated { .. } | Claim::Active { .. });
            let is_new = days(last.on, as_of) <= LET_GO_SHOWN_DAYS;
            (begun && is_new).then_some((Waits::LetGo, last.on))
        }
        _ => None,
    }
}

/// Everything that waits, the longest wait first within each kind.
pub fn list<'a>(
    offers: impl IntoIterator<Item = (Ccn, &'a OfferId, Vec<ClaimEvent>)>,
    as_of: Date,
) -> Vec<WaitingOffer> {
    let mut all: Vec<WaitingOffer> = offers
        .into_iter()
        .filter_map(|(ccn, offer, moves)| {
            let (waits, since) = waits(&moves, as_of)?;
            Some(WaitingOffer { ccn, offer: offer.clone(), waits, since, age_days: days(since, as_of) })
        })
        .collect();
    all.sort_by(|a, b| (a.waits, a.since, a.ccn, &a.offer).cmp(&(b.waits, b.since, b.ccn, &b.offer)));
    all
}

fn days(since: Date, as_of: Date) -> i32 {
    (as_of - since).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::made_up::day;

    fn check(moves: &[(ClaimMove, &str)], expect: &str) {
        let moves: Vec<ClaimEvent> =
            moves.iter().map(|(moved, on)| ClaimEvent { moved: *moved, on: day(on) }).collect();
        let says = waits(&moves, day("2026-06-20"))
            .map_or("nothing".to_owned(), |(waits, since)| format!("{} since {since}", waits.key()));
        assert_eq!(says, expect);
    }

    #[test]
    fn what_waits_follows_from_the_moves() {
        let on = ClaimMove::Activate { ends: None };
        check(&[], "nothing");
        check(&[(ClaimMove::Claim, "2026-06-01")], "to_confirm since 2026-06-01");
        let confirmed = [(ClaimMove::Claim, "2026-06-01"), (ClaimMove::Validate, "2026-06-03")];
        check(&confirmed, "to_switch_on since 2026-06-03");
        let active = [confirmed.as_slice(), &[(on, "2026-06-04")]].concat();
        check(&active, "nothing");
        check(&[active.as_slice(), &[(ClaimMove::Lapse, "2026-06-10")]].concat(), "nothing");
        let gone = [active.as_slice(), &[(ClaimMove::LetGo, "2026-06-10")]].concat();
        check(&gone, "let_go since 2026-06-10");
        check(
            &[confirmed.as_slice(), &[(ClaimMove::LetGo, "2026-06-10")]].concat(),
            "let_go since 2026-06-10",
        );
        check(
            &[gone.as_slice(), &[(ClaimMove::Claim, "2026-06-12")]].concat(),
            "to_confirm since 2026-06-12",
        );
    }

    #[test]
    fn what_was_never_confirmed_or_let_go_long_ago_leaves_no_work() {
        check(&[(ClaimMove::Claim, "2026-06-01"), (ClaimMove::LetGo, "2026-06-02")], "nothing");
        let old = [
            (ClaimMove::Claim, "2026-03-01"),
            (ClaimMove::Validate, "2026-03-02"),
            (ClaimMove::LetGo, "2026-05-20"),
        ];
        check(&old, "nothing");
    }

    #[test]
    fn the_longest_wait_stands_first() {
        let offer = OfferId::new("help");
        let ccn = |text| Ccn::parse(text).expect("a number");
        let claim = |on| vec![ClaimEvent { moved: ClaimMove::Claim, on: day(on) }];
        let all = list(
            [(ccn("991301"), &offer, claim("2026-06-10")), (ccn("991302"), &offer, claim("2026-06-01"))],
            day("2026-06-20"),
        );
        let said: Vec<String> = all.iter().map(|w| format!("{} {}", w.ccn, w.age_days)).collect();
        assert_eq!(said, ["991302 19", "991301 10"]);
    }
}
