//! One message of an agent: read, decided about, kept, answered. Its signature was checked before.

use holdfast_core::decide::device::{Heard, hear};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{DeviceEvent, DeviceMove, DeviceStanding, FactsSource, HospitalScope, Told};
use holdfast_store::{Agents, Devices, HeardOf, KnownAgent, Write};
use holdfast_wire::device::{CheckIn, News, Reply, Standing};
use holdfast_wire::hunt::Finding;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::USUAL_POLICY;
use super::enrol::standing;
use super::tell::{Ready, changed, put_facts};
use crate::app::incident::{Finder, of_findings};
use crate::app::{App, AppError};

/// What an agent said, and which device's key signed it.
pub(super) struct Message {
    /// The device.
    pub(super) agent: KnownAgent,
    /// What it said.
    pub(super) check_in: CheckIn,
    /// Its facts, when it told all of them and is heard as far as is known; or what is wrong with them.
    ready: Option<Result<Ready, String>>,
}

impl Message {
    /// Makes a message ready to be kept. It is done here and not where messages are kept, for they are kept one after another, and
    /// come in on all cores.
    pub(super) fn new(app: &App, agent: KnownAgent, check_in: CheckIn) -> Result<Self, AppError> {
        // Nobody works for a machine that is not let in, nor twice for one message.
        let is_taken = matches!(hear(&agent.state, &check_in), Heard::Take { .. });
        let ready = match &check_in.news {
            News::Full { facts, .. } if is_taken => Some(made_ready(app, facts)?),
            _ => None,
        };
        Ok(Self { agent, check_in, ready })
    }
}

/// Facts made ready; or what is wrong with them.
fn made_ready(app: &App, facts: &Map<String, Value>) -> Result<Result<Ready, String>, AppError> {
    match Ready::of(facts.clone(), app.feeds().software.map()) {
        Ok(ready) => Ok(Ok(ready)),
        Err(AppError::Refused { what }) => Ok(Err(what)),
        Err(e) => Err(e),
    }
}

/// The answer to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is kept, or was before.
    Taken(Reply),
    /// The agent is to count anew from what the answer says, and send everything.
    CountAnew(Reply),
    /// It is not heard as it stands.
    NotIn(Reply),
    /// It is no message.
    Unfit(String),
}

impl App {
    /// Decides about one message and keeps what it says. The caller commits.
    pub(super) async fn take_check_in(
        &self,
        write: &mut Write,
        message: &Message,
    ) -> Result<Answer, AppError> {
        let CheckIn { seq, news, health, hardware, .. } = &message.check_in;
        // Read again inside the write: another message of the same batch may have come before.
        let Some(agent) = write.agent(message.agent.device).await? else {
            return Ok(Answer::Unfit("This device is not known here any more.".to_owned()));
        };
        let scope = HospitalScope::checked(agent.ccn);
        let now = self.clock.now();
        let reply = |state: Standing, base, next_seq| Reply {
            state,
            base,
            next_seq,
            now,
            every_s: USUAL_POLICY.every_s,
            bytes_a_day: USUAL_POLICY.bytes_a_day,
        };
        let as_it_stands = reply(standing(agent.state.standing), agent.state.base, agent.state.seq + 1);
        let answer = match hear(&agent.state, &message.check_in) {
            Heard::OtherVersion => Answer::Unfit(
                "This portal speaks version 1 of the agents' language; bring agent and portal to one release.".to_owned(),
            ),
            Heard::NotYet | Heard::PutOut => Answer::NotIn(as_it_stands),
            Heard::Again => Answer::Taken(as_it_stands),
            Heard::Behind => {
                let event = DeviceMove::Replayed { seq: *seq };
                self.note_once_a_day(write, scope, &agent, event, now).await?;
                Answer::CountAnew(as_it_stands)
            }
            Heard::WantsAll => Answer::CountAnew(as_it_stands),
            Heard::OtherHardware => {
                let event = DeviceMove::Cloned { name: named(news, hardware) };
                self.note_once_a_day(write, scope, &agent, event, now).await?;
                write.mark_device_cloned(scope, agent.device, true).await?;
                Answer::NotIn(Reply { state: Standing::Revoked, ..as_it_stands })
            }
            Heard::Take { base } => {
                let told = |at: Timestamp| Told {
                    collector: health.agent.chars().filter(|c| !c.is_control()).take(80).collect(),
                    // A clock that is wrong by years must not make facts that stay the newest for years.
                    observed_at: at.min(now),
                    received_at: now,
                };
                let source = FactsSource::Agent;
                let feeds = self.feeds();
                let software = feeds.software.map();
                match news {
                    News::Full { collected_at, facts } => {
                        let told = told(*collected_at);
                        // A message before this one in the same write may have changed how the machine is heard.
                        let late = match message.ready {
                            Some(_) => None,
                            None => Some(made_ready(self, facts)?),
                        };
                        match message.ready.as_ref().or(late.as_ref()) {
                            Some(Ok(ready)) => {
                                put_facts(write, software, scope, agent.device, source, &told, ready).await?;
                            }
                            Some(Err(what)) => return Ok(Answer::Unfit(what.clone())),
                            None => {}
                        }
                    }
                    News::Changes { collected_at, facts, .. } => {
                        let (told, changes) = (told(*collected_at), facts.clone());
                        match changed(write, software, scope, agent.device, source, changes).await {
                            Ok(Some(ready)) => {
                                put_facts(write, software, scope, agent.device, source, &told, &ready).await?;
                            }
                            Ok(None) => return Ok(Answer::CountAnew(as_it_stands)),
                            Err(AppError::Refused { what }) => return Ok(Answer::Unfit(what)),
                            Err(e) => return Err(e),
                        }
                    }
                    News::Same { collected_at, .. } => {
                        write.confirm_device_facts(agent.device, source, &told(*collected_at)).await?;
                    }
                    News::Found { looked_at, findings } => {
                        let seen = seen_by(findings, (*looked_at).min(now));
                        if let Err(what) = self.take_found(write, scope, &agent, &health.agent, seen).await? {
                            return Ok(Answer::Unfit(what));
                        }
                    }
                    News::Goodbye => {
                        write.stand_device(scope, agent.device, DeviceStanding::Revoked).await?;
                        let event = DeviceEvent { moved: DeviceMove::Goodbye, by: String::new(), at: now };
                        write.add_device_event(scope, agent.device, &event, None).await?;
                    }
                }
                let heard = HeardOf { seq: *seq, base, at: now, health };
                write.hear_device(agent.device, heard).await?;
                Answer::Taken(reply(standing(agent.state.standing), base, seq.saturating_add(1)))
            }
        };
        self.by_policy(write, scope, answer).await
    }

    /// Takes in what a machine's event logs show. What it told before changes nothing.
    async fn take_found(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        agent: &KnownAgent,
        engine: &str,
        findings: Vec<Finding>,
    ) -> Result<Result<(), String>, AppError> {
        let device = write.device(scope, agent.device).await?;
        let name = device.map(|device| device.brief.identity.name).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "a machine without a name".to_owned());
        let text = serde_json::to_vec(&findings).unwrap_or_default();
        let read = of_findings(sha256_hex(&text), engine, findings);
        let shown = format!("Event logs of {name}");
        let taken =
            self.take_findings(write, scope, &Finder::agent(agent.device, &name), shown, read).await?;
        Ok(taken.map(drop))
    }

    /// The answer with what the hospital says about how often and how much.
    async fn by_policy(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        mut answer: Answer,
    ) -> Result<Answer, AppError> {
        let policy = write.device_policy(scope).await?.unwrap_or(USUAL_POLICY);
        if let Answer::Taken(reply) | Answer::CountAnew(reply) | Answer::NotIn(reply) = &mut answer {
            (reply.every_s, reply.bytes_a_day) = (policy.every_s, policy.bytes_a_day);
        }
        Ok(answer)
    }

    /// Notes something that a machine may repeat without end, once a day.
    async fn note_once_a_day(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        agent: &KnownAgent,
        moved: DeviceMove,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let since = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
        let last = write.device_events(scope, agent.device, 20).await?;
        if last.iter().any(|e| e.at > since && e.moved.key() == moved.key()) {
            return Ok(());
        }
        let event = DeviceEvent { moved, by: String::new(), at: now };
        write.add_device_event(scope, agent.device, &event, None).await?;
        Ok(())
    }
}

/// What the machine that used another's key calls itself.
fn named(news: &News, hardware: &str) -> String {
    let facts = match news {
        News::Full { facts, .. } | News::Changes { facts, .. } => facts.get("identity"),
        News::Same { .. } | News::Found { .. } | News::Goodbye => None,
    };
    let name = facts.and_then(|i| i.get("name")).and_then(|n| n.as_str()).unwrap_or(hardware);
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// Findings, with none later than the look that found them: an event of a clock that was wrong would stand before all others for as long,
/// and must not take the rest of its story along.
fn seen_by(findings: &[Finding], looked_at: Timestamp) -> Vec<Finding> {
    let mut seen = findings.to_vec();
    for finding in &mut seen {
        finding.first_at = finding.first_at.min(looked_at);
        finding.last_at = finding.last_at.min(looked_at);
    }
    seen
}
