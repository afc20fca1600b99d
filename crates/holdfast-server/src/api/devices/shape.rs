//! Devices as they stand in JSON.

use holdfast_core::decide::device::{LedgerYear, ProgramSum, Programs};
use holdfast_core::model::{Device, DeviceEvent, DeviceMove, FactsSource, FeedKind, Pin, PinKind, Told};
use holdfast_store::EnrolmentToken;
use holdfast_wire::device::parts;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::programs::{ProgramSumShape, ProgramsShape};
use crate::App;
use crate::api::error::ApiError;
use crate::api::shape::{Day, Moment};
use crate::app::device::{Brought, DeviceAct, DeviceFile, Made};

/// A device on a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceSummary {
    /// Its id.
    pub id: String,
    /// Its name on the network.
    pub name: String,
    /// `listed`, `waiting`, `approved` or `revoked`.
    pub standing: &'static str,
    /// Its system; `null` when that is not known.
    pub os: Option<String>,
    /// All parts of the version that are known, such as `10.0.19045.6456`.
    pub version: Option<String>,
    /// Which sources tell of it.
    pub sources: Vec<&'static str>,
    /// The newest time at which a source saw it.
    pub observed_at: Option<Moment>,
    /// When its agent was last heard.
    pub heard_at: Option<Moment>,
    /// `medical` or `vendor` when its vendor pins it.
    pub pinned: Option<&'static str>,
    /// The number of the rule that says so; `null` when a person does, or nobody.
    pub pinned_by_rule: Option<i64>,
    /// Whether its key was used by two machines and nobody has settled that yet.
    pub is_cloned: bool,
    /// What is possible in its programs; `null` where that cannot be said.
    pub programs: Option<ProgramSumShape>,
}

impl DeviceSummary {
    pub(super) fn of(d: &Device, programs: Option<ProgramSum>) -> Self {
        let os = d.brief.os.is();
        Self {
            id: d.id.to_string(),
            name: d.brief.identity.name.clone(),
            standing: d.standing.key(),
            os: os.map(|os| os.name.clone()),
            version: os.map(|os| os.version.clone()).filter(|v| !v.is_empty()),
            sources: d.told.keys().map(|s| s.key()).collect(),
            observed_at: d.observed_at().map(Moment),
            heard_at: d.heard_at.map(Moment),
            pinned: d.pin.as_ref().map(|p| p.kind.key()),
            pinned_by_rule: d.pinned_by,
            is_cloned: d.is_cloned,
            programs: programs.map(ProgramSumShape::of),
        }
    }
}

/// What one source told.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceShape {
    /// `agent`, `facts_file`, `systeminfo` or `inventory`.
    pub source: &'static str,
    /// What read it.
    pub collector: String,
    /// When it was so.
    pub observed_at: Moment,
    /// When it came in.
    pub received_at: Moment,
}

impl SourceShape {
    fn of(source: FactsSource, told: &Told) -> Self {
        Self {
            source: source.key(),
            collector: told.collector.clone(),
            observed_at: Moment(told.observed_at),
            received_at: Moment(told.received_at),
        }
    }
}

/// Something that happened to a device.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceEventShape {
    /// When.
    pub at: Moment,
    /// By whom; empty for the machine itself.
    pub by: String,
    /// `enrolled`, `listed`, `approved`, `revoked`, `goodbye`, `cloned`, `replayed`, `pinned`, `unpinned` or `retired`.
    pub what: &'static str,
    /// What about; may be empty.
    pub about: String,
}

impl DeviceEventShape {
    fn of(e: &DeviceEvent) -> Self {
        let about = match &e.moved {
            DeviceMove::Enrolled { token } => token.clone(),
            DeviceMove::Listed { source } => source.key().to_owned(),
            DeviceMove::Cloned { name } => name.clone(),
            DeviceMove::Replayed { seq } => format!("message {seq}"),
            DeviceMove::Pinned { kind } => kind.key().to_owned(),
            DeviceMove::Approved
            | DeviceMove::Revoked
            | DeviceMove::Goodbye
            | DeviceMove::Unpinned
            | DeviceMove::Retired => String::new(),
        };
        Self { at: Moment(e.at), by: e.by.clone(), what: e.moved.key(), about }
    }
}

/// One device with everything about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceShape {
    /// As on the list.
    pub summary: DeviceSummary,
    /// What all sources together know, part by part: `{"is": ...}`, or `{"unknown": {"why": ..., "detail": ...}}`.
    #[schema(value_type = Object)]
    pub facts: Value,
    /// What is possible in its programs other than the system.
    pub programs: ProgramsShape,
    /// Which sources told of it.
    pub told: Vec<SourceShape>,
    /// How its agent is; `null` without one.
    #[schema(value_type = Option<Object>)]
    pub health: Option<Value>,
    /// What is done instead of updating it, when its vendor pins it.
    #[schema(value_type = Option<Object>)]
    pub pin: Option<Value>,
    /// What happened to it, newest first.
    pub events: Vec<DeviceEventShape>,
    /// The days of the files that answers on its updates and weaknesses rest on.
    pub feeds: FeedDatesShape,
}

/// The days of the files that answers on updates and weaknesses rest on. EPSS by FIRST.org.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedDatesShape {
    /// CISA's list of known exploited weaknesses.
    pub known_weaknesses_as_of: Option<Day>,
    /// Microsoft's updates and what each closes.
    pub updates_as_of: Option<Day>,
    /// Builds of Windows.
    pub builds_as_of: Option<Day>,
    /// FIRST's estimates.
    pub epss_as_of: Option<Day>,
    /// Public records of programs, which `programs` rests on.
    pub program_records_as_of: Option<Day>,
    /// Keys of those that are older than their publisher's interval.
    pub old: Vec<&'static str>,
    /// All of it in words.
    pub says: String,
}

impl FeedDatesShape {
    pub(super) fn of(app: &App) -> Self {
        let dates = app.feeds().tables.dates();
        let day = |kind| dates.day(kind).map(|day| Day(day.released_on));
        Self {
            known_weaknesses_as_of: day(FeedKind::Kev),
            updates_as_of: day(FeedKind::WindowsFixes),
            builds_as_of: day(FeedKind::WindowsBuilds),
            epss_as_of: day(FeedKind::Epss),
            program_records_as_of: day(FeedKind::Software),
            old: dates.old(app.today()).iter().map(|old| old.kind.key()).collect(),
            says: app.feeds_in_words(),
        }
    }
}

impl DeviceShape {
    pub(super) fn of(
        file: &DeviceFile,
        programs: &Programs,
        sum: Option<ProgramSum>,
        feeds: FeedDatesShape,
    ) -> Self {
        let told = |(source, told, _): &(FactsSource, Told, _)| SourceShape::of(*source, told);
        Self {
            summary: DeviceSummary::of(&file.device, sum),
            programs: ProgramsShape::of(programs),
            facts: parts(&file.facts).into(),
            told: file.by_source.iter().map(told).collect(),
            health: file.device.health.as_ref().and_then(|h| serde_json::to_value(h).ok()),
            pin: file.device.pin.as_ref().and_then(|p| serde_json::to_value(p).ok()),
            events: file.events.iter().map(DeviceEventShape::of).collect(),
            feeds,
        }
    }
}

/// Something to do about a device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceActShape {
    /// `approve`, `revoke`, `pin`, `unpin` or `retire`.
    act: String,
    /// With `pin`: `medical` or `vendor`.
    #[serde(default)]
    kind: String,
    /// With `pin`: which vendor.
    #[serde(default)]
    vendor: String,
    /// With `pin`: what it is for.
    #[serde(default)]
    what: String,
    /// With `pin`: the part of the network it stands in.
    #[serde(default)]
    vlan: String,
    /// With `pin`: whom it may talk to.
    #[serde(default)]
    peers: String,
    /// With `pin`: how the vendor reaches it.
    #[serde(default)]
    remote_access: String,
    /// With `pin`: whom to call.
    #[serde(default)]
    call: String,
}

impl DeviceActShape {
    pub(super) fn read(self) -> Result<DeviceAct, ApiError> {
        match self.act.as_str() {
            "approve" => Ok(DeviceAct::Approve),
            "revoke" => Ok(DeviceAct::Revoke),
            "unpin" => Ok(DeviceAct::Unpin),
            "retire" => Ok(DeviceAct::Retire),
            "pin" => {
                let kind = PinKind::from_key(&self.kind)
                    .ok_or_else(|| ApiError::wrong("kind", "Say `medical` or `vendor`."))?;
                let pin = Pin {
                    kind,
                    vendor: self.vendor,
                    what: self.what,
                    vlan: self.vlan,
                    peers: self.peers,
                    remote_access: self.remote_access,
                    call: self.call,
                };
                Ok(DeviceAct::Pin(pin.cleaned()))
            }
            _ => Err(ApiError::wrong("act", "Say `approve`, `revoke`, `pin`, `unpin` or `retire`.")),
        }
    }
}

/// What became of something done about a device.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceActedShape {
    /// Whether it changed anything.
    pub is_changed: bool,
}

/// A token machines enrol with, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnrolmentTokenShape {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub label: String,
    /// So many machines may use it.
    pub most: u32,
    /// So many did.
    pub n_used: u32,
    /// When it was made.
    pub made_at: Moment,
    /// When it ends.
    pub ends_at: Moment,
}

impl EnrolmentTokenShape {
    pub(super) fn of(t: &EnrolmentToken) -> Self {
        Self {
            id: t.id,
            label: t.label.clone(),
            most: t.most,
            n_used: t.n_used,
            made_at: Moment(t.made_at),
            ends_at: Moment(t.ends_at),
        }
    }
}

/// What token is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "label": "Nurse stations", "most": 40, "days": 7 }))]
pub struct TokenAskedShape {
    /// What to call it.
    pub(super) label: String,
    /// So many machines may use it, 1 to 5,000.
    pub(super) most: u32,
    /// Days until it ends, 1 to 90.
    pub(super) days: u32,
}

/// A token just made. It is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewTokenShape {
    /// The text to hand to machines.
    pub token: String,
    /// So many may use it.
    pub most: u32,
    /// For so many days.
    pub days: u32,
}

impl NewTokenShape {
    pub(super) fn of(made: Made) -> Self {
        Self { token: made.text, most: made.most, days: made.days }
    }
}

/// What became of a file that tells of machines.
#[derive(Debug, Serialize, ToSchema)]
pub struct BroughtShape {
    /// Machines that were not known.
    pub n_new: usize,
    /// Machines of which more is known now.
    pub n_known: usize,
    /// The machine, when it was one.
    pub device: Option<String>,
    /// Lines that could not be used: where and why.
    pub bad: Vec<String>,
}

impl BroughtShape {
    pub(super) fn of(b: Brought) -> Self {
        let bad = b.bad_shown();
        Self { n_new: b.n_new, n_known: b.n_known, device: b.one.map(|id| id.to_string()), bad }
    }
}

/// How often agents report, and what each may use.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DevicePolicyShape {
    /// Seconds from one report to the next, 300 to 86,400.
    pub every_s: u32,
    /// Bytes each machine may send and receive in a day, 20,000 to 100,000,000.
    pub bytes_a_day: u64,
}

/// One year of extended updates of one product.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerYearShape {
    /// The product.
    pub product: String,
    /// Which year, where they are counted.
    pub year: Option<u8>,
    /// Its last day.
    pub ends_on: Day,
    /// The list price for one machine, in dollars.
    pub list_usd: Option<u64>,
    /// The id of the offer that gives it away.
    pub granted_by: Option<String>,
    /// Whether the hospital switched that offer on.
    pub is_granted: bool,
    /// Machines that run the product.
    pub n: usize,
    /// Of these, licensed.
    pub n_licensed: usize,
    /// Of these, that say nothing about licences.
    pub n_unasked: usize,
    /// Licensed machines on which updates arrive.
    pub n_arriving: usize,
    /// Machines on which updates arrive and no licence shows.
    pub n_arriving_unlicensed: usize,
    /// Whether it is the year needed now.
    pub is_now: bool,
}

impl LedgerYearShape {
    pub(super) fn of(y: &LedgerYear) -> Self {
        Self {
            product: y.name.clone(),
            year: y.year,
            ends_on: Day(y.ends_on),
            list_usd: y.list_usd.map(|usd| usd.0),
            granted_by: y.granted_by.as_ref().map(ToString::to_string),
            is_granted: y.is_granted,
            n: y.n,
            n_licensed: y.n_licensed,
            n_unasked: y.n_unasked,
            n_arriving: y.n_arriving,
            n_arriving_unlicensed: y.n_arriving_unlicensed,
            is_now: y.is_now,
        }
    }
}
