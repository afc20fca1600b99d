//! Takes in what a source tells of a device: kept beside what other sources told, and joined anew.

use std::collections::BTreeMap;

use holdfast_core::decide::device::{Same, SoftwareMap, Telling, brief, clean, join, same_machine};
use holdfast_core::model::{
    AccountId, Device, DeviceEvent, DeviceId, DeviceMove, DeviceStanding, FactsSource, HospitalScope, Told,
};
use holdfast_store::{Devices, Write};
use holdfast_wire::device::{DeviceFacts, apply};
use serde_json::{Map, Value, json};

use super::MOST_DEVICES;
use super::pack::{pack, unpack};
use crate::app::audit::By;
use crate::app::facts::subject;
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// Lines that could not be used, shown at most.
const MOST_BAD_SHOWN: usize = 50;

/// Who carries in what is told of machines.
#[derive(Clone, Debug)]
pub struct Carrier {
    account: Option<AccountId>,
    shown: String,
}

impl Carrier {
    /// Whoever has the command line of the portal's machine.
    pub fn operator() -> Self {
        Self { account: None, shown: "the operator, on the command line".to_owned() }
    }

    fn in_log(&self) -> By {
        self.account.map_or(By::Operator, By::Account)
    }
}

impl From<&Speaker> for Carrier {
    fn from(by: &Speaker) -> Self {
        Self { account: Some(by.account), shown: by.shown.clone() }
    }
}

/// What a file or list tells of one machine.
#[derive(Clone, Debug)]
pub struct NewFacts {
    /// Where that stands in the file, for a person.
    pub place: String,
    /// When it was so.
    pub observed_at: jiff::Timestamp,
    /// What it is.
    pub facts: DeviceFacts,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Devices that were not known.
    pub n_new: usize,
    /// Devices of which more is known now.
    pub n_known: usize,
    /// The device, when it was one.
    pub one: Option<DeviceId>,
    /// Lines that could not be used, all of them: where and why.
    pub bad: Vec<String>,
}

impl Brought {
    /// The first of [`Brought::bad`], and how many more there are: for a page or an answer.
    pub fn bad_shown(&self) -> Vec<String> {
        let more = self.bad.len().saturating_sub(MOST_BAD_SHOWN);
        let rest = (more > 0).then(|| format!("and {more} more"));
        self.bad.iter().take(MOST_BAD_SHOWN).cloned().chain(rest).collect()
    }
}

impl App {
    /// Takes in what a file tells, in one write. `collector`: what read it, such as the name of the file.
    pub async fn bring_devices(
        &self,
        scope: HospitalScope,
        by: impl Into<Carrier>,
        source: FactsSource,
        collector: &str,
        all: Vec<NewFacts>,
    ) -> Result<Brought, AppError> {
        let by = by.into();
        let mut write = self.store.write().await?;
        let mut known: Vec<Device> = write.devices(scope).await?;
        let mut brought = Brought::default();
        let n_told = all.len();
        let feeds = self.feeds();
        let software = feeds.software.map();
        for new in all {
            let now = self.clock.now();
            if new.observed_at > now {
                brought
                    .bad
                    .push(format!("{}: its time is still to come; check the machine's clock", new.place));
                continue;
            }
            let found = best(&known, &new.facts);
            let id = match found {
                Some(id) => {
                    brought.n_known += 1;
                    id
                }
                None if u64::try_from(known.len()).unwrap_or(u64::MAX) >= MOST_DEVICES => {
                    brought.bad.push(format!(
                        "{}: the hospital has {MOST_DEVICES} devices, the most there may be",
                        new.place
                    ));
                    continue;
                }
                None => {
                    brought.n_new += 1;
                    let id = write.add_device(scope, DeviceStanding::Listed, None).await?;
                    let event =
                        DeviceEvent { moved: DeviceMove::Listed { source }, by: by.shown.clone(), at: now };
                    write.add_device_event(scope, id, &event, by.account).await?;
                    known.push(unheard(id, &new.facts));
                    id
                }
            };
            let told =
                Told { collector: collector.to_owned(), observed_at: new.observed_at, received_at: now };
            // One at a time: all of a long list made ready at once would not fit into memory.
            let ready = Ready::of(holdfast_wire::device::parts(&new.facts), software)?;
            put_facts(&mut write, software, scope, id, source, &told, &ready).await?;
            brought.one = (n_told == 1).then_some(id);
        }
        let detail = json!({ "source": source.key(), "file": collector, "new": brought.n_new, "known": brought.n_known, "bad": brought.bad.len() });
        self.prove_fleet(&mut write, scope, by.account).await?;
        self.audit(&mut write, by.in_log(), "device.bring", &subject(scope), detail).await?;
        write.commit().await?;
        Ok(brought)
    }
}

/// A device that was just added.
fn unheard(id: DeviceId, facts: &DeviceFacts) -> Device {
    let brief = DeviceFacts { identity: facts.identity.clone(), ..DeviceFacts::default() };
    Device {
        id,
        standing: DeviceStanding::Listed,
        brief,
        told: BTreeMap::new(),
        heard_at: None,
        health: None,
        pin: None,
        pinned_by: None,
        is_unpinned: false,
        is_cloned: false,
    }
}

/// The device that is surest to be this machine.
fn best(known: &[Device], facts: &DeviceFacts) -> Option<DeviceId> {
    let sure = |d: &Device| same_machine(&d.brief.identity, &facts.identity).map(|same: Same| (same, d.id));
    known.iter().filter_map(sure).max_by_key(|(same, id)| (*same, std::cmp::Reverse(*id))).map(|(_, id)| id)
}

/// What one source tells of one device, made fit and packed: all of the work that needs no database.
pub(super) struct Ready {
    parts: Map<String, Value>,
    packed: Vec<u8>,
    /// What the list of devices needs, where no other source tells anything.
    brief: Map<String, Value>,
}

impl Ready {
    /// Of parts as they came.
    pub(super) fn of(parts: Map<String, Value>, software: &SoftwareMap) -> Result<Self, AppError> {
        let (parts, _) = clean(parts);
        let facts = read_facts(parts)?;
        // Kept in the one form in which facts are written, whatever form they came in.
        let parts = holdfast_wire::device::parts(&facts);
        let packed = pack(&parts)?;
        Ok(Self { parts, packed, brief: brief(facts, software) })
    }
}

/// Keeps what a source tells in the place of what it told before, and joins all sources anew.
pub(super) async fn put_facts(
    write: &mut Write,
    software: &SoftwareMap,
    scope: HospitalScope,
    id: DeviceId,
    source: FactsSource,
    told: &Told,
    ready: &Ready,
) -> Result<(), AppError> {
    let kept = write.device_facts(scope, id).await?;
    write.put_device_facts(id, source, told, &ready.packed).await?;
    let others = kept.iter().filter(|k| k.source != source).map(|k| {
        Ok(Telling { source: k.source, observed_at: k.told.observed_at, facts: unpack(&k.packed)? })
    });
    let mut all: Vec<Telling> = others.collect::<Result<_, AppError>>()?;
    if all.is_empty() {
        write.put_device_brief(scope, id, &ready.brief).await?;
        return Ok(());
    }
    all.push(Telling { source, observed_at: told.observed_at, facts: ready.parts.clone() });
    write.put_device_brief(scope, id, &brief(read_facts(join(all))?, software)).await?;
    Ok(())
}

/// What a source told before with what changed of it. `None` when it told nothing before.
pub(super) async fn changed(
    write: &mut Write,
    software: &SoftwareMap,
    scope: HospitalScope,
    id: DeviceId,
    source: FactsSource,
    changes: Map<String, Value>,
) -> Result<Option<Ready>, AppError> {
    let kept = write.device_facts(scope, id).await?;
    let Some(old) = kept.iter().find(|k| k.source == source) else { return Ok(None) };
    Ready::of(apply(unpack(&old.packed)?, changes), software).map(Some)
}

/// Parts as facts.
pub(super) fn read_facts(parts: Map<String, Value>) -> Result<DeviceFacts, AppError> {
    serde_json::from_value(parts.into())
        .map_err(|e| AppError::Refused { what: format!("These are no facts of a device: {e}.") })
}
