//! What becomes of a message of an agent: taken, known already, or refused and why. Its signature was checked before.

use holdfast_wire::device::{CheckIn, News, VERSION};

use crate::model::{AgentState, DeviceStanding};

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Its facts are kept.
    Take {
        /// The message whose facts are held from now on.
        base: Option<u64>,
    },
    /// It is the last message once more, whose answer got lost. Nothing changes, and it is answered as before.
    Again,
    /// Its number is not above that of the last one: it was recorded and sent again, or the machine was put back to an earlier day.
    Behind,
    /// It counts from facts that are not held. The agent is to send everything.
    WantsAll,
    /// Other hardware uses this key: a disk was copied, or the key was taken.
    OtherHardware,
    /// A person has to let the agent in first.
    NotYet,
    /// A person put the agent out.
    PutOut,
    /// It speaks a version this release does not know.
    OtherVersion,
}

/// Decides about a message, by what is known of its agent.
pub fn hear(agent: &AgentState, message: &CheckIn) -> Heard {
    if message.version != VERSION {
        return Heard::OtherVersion;
    }
    match agent.standing {
        DeviceStanding::Revoked | DeviceStanding::Listed => return Heard::PutOut,
        DeviceStanding::Waiting => return Heard::NotYet,
        DeviceStanding::Approved => {}
    }
    if agent.hardware != message.hardware {
        return Heard::OtherHardware;
    }
    if message.seq == agent.seq {
        return Heard::Again;
    }
    if message.seq < agent.seq {
        return Heard::Behind;
    }
    match &message.news {
        News::Full { .. } => Heard::Take { base: Some(message.seq) },
        News::Changes { base, .. } if Some(*base) == agent.base => Heard::Take { base: Some(message.seq) },
        News::Same { base, .. } if Some(*base) == agent.base => Heard::Take { base: agent.base },
        News::Changes { .. } | News::Same { .. } => Heard::WantsAll,
        News::Found { .. } | News::Goodbye => Heard::Take { base: agent.base },
    }
}

#[cfg(test)]
mod tests {
    use holdfast_wire::device::Health;
    use jiff::Timestamp;

    use super::*;

    fn agent() -> AgentState {
        AgentState {
            standing: DeviceStanding::Approved,
            hardware: "board".to_owned(),
            seq: 10,
            base: Some(8),
            is_cloned: false,
        }
    }

    fn message(seq: u64, news: News) -> CheckIn {
        CheckIn {
            version: VERSION,
            device: "1".to_owned(),
            seq,
            sent_at: Timestamp::UNIX_EPOCH,
            hardware: "board".to_owned(),
            news,
            health: Health::default(),
        }
    }

    fn full() -> News {
        News::Full { collected_at: Timestamp::UNIX_EPOCH, facts: Default::default() }
    }

    fn same(base: u64) -> News {
        News::Same { base, collected_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn numbers_only_grow_and_changes_count_from_what_is_held() {
        let check = |seq, news, expected| assert_eq!(hear(&agent(), &message(seq, news)), expected, "{seq}");
        let changes =
            |base| News::Changes { base, collected_at: Timestamp::UNIX_EPOCH, facts: Default::default() };
        check(11, full(), Heard::Take { base: Some(11) });
        check(900, full(), Heard::Take { base: Some(900) });
        check(11, changes(8), Heard::Take { base: Some(11) });
        check(11, changes(7), Heard::WantsAll);
        check(11, same(8), Heard::Take { base: Some(8) });
        check(11, same(10), Heard::WantsAll);
        check(11, News::Goodbye, Heard::Take { base: Some(8) });
        let found = News::Found { looked_at: Timestamp::UNIX_EPOCH, findings: Vec::new() };
        check(11, found, Heard::Take { base: Some(8) });
        check(10, full(), Heard::Again);
        check(9, full(), Heard::Behind);
    }

    #[test]
    fn only_an_agent_that_a_person_let_in_is_heard_and_only_from_its_machine() {
        let stands = |standing| hear(&AgentState { standing, ..agent() }, &message(11, full()));
        assert_eq!(stands(DeviceStanding::Waiting), Heard::NotYet);
        assert_eq!(stands(DeviceStanding::Revoked), Heard::PutOut);
        assert_eq!(stands(DeviceStanding::Listed), Heard::PutOut);
        let moved = AgentState { hardware: "other".to_owned(), ..agent() };
        assert_eq!(hear(&moved, &message(11, full())), Heard::OtherHardware);
        let later = CheckIn { version: VERSION + 1, ..message(11, full()) };
        assert_eq!(hear(&agent(), &later), Heard::OtherVersion);
    }
}
