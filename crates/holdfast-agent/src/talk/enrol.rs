//! Asking to belong to a hospital: once, with its token and the public half of a key made here.

use holdfast_wire::device::{Enrol, Enrolled, Standing, VERSION};

use super::answer::in_words;
use super::pack::pack;
use super::{AGENT, Answer, ENROL_PATH, HttpError, Line, NoAnswer};
use crate::collect::Collector;
use crate::settings::{Settings, SettingsError, Token};
use crate::state::{Device, State, StateError};

/// Seconds between messages until the portal says otherwise.
const EVERY_S: u32 = 3600;
/// Bytes a day until the portal says otherwise.
const BYTES_A_DAY: u64 = 2 << 20;

/// Why the device does not belong.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// A setting is missing.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// There is no token.
    #[error("no token is given; ask for one on the hospital's page of devices and give it with --token")]
    NoToken,
    /// The state cannot be kept.
    #[error(transparent)]
    State(#[from] StateError),
    /// There is no way out.
    #[error(transparent)]
    Http(HttpError),
    /// There is no answer.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// The portal is busy or broken for now.
    #[error("the portal takes nobody now ({})", in_words(.0))]
    Busy(Answer),
    /// The portal said no.
    #[error("the portal did not take this machine ({}); look whether the token has ended or was used up, and ask for a new one", in_words(.0))]
    Refused(Answer),
    /// What it said is no answer to that.
    #[error("the answer is not that of a portal ({}); look at the address", in_words(.0))]
    Strange(Answer),
}

impl EnrolError {
    /// Whether trying again by itself may help.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NoAnswer(_) | Self::Busy(_))
    }
}

/// Whether the device has to enrol: it never did, its key is gone, another portal is named, or another token was given.
pub fn must_enrol(state: &mut State, settings: &Settings) -> Result<bool, StateError> {
    let has_key = state.key()?.is_some();
    let Some(device) = state.device.as_ref().filter(|_| has_key) else { return Ok(true) };
    let is_other = settings.server.as_ref().is_some_and(|server| *server != device.server);
    let is_new_token = settings.token.as_ref().is_some_and(|token| token.digest() != device.token_digest);
    Ok(is_other || is_new_token)
}

/// Enrols, and keeps what the portal says.
pub fn enrol(
    state: &mut State,
    settings: &Settings,
    line: &dyn Line,
    collector: &dyn Collector,
) -> Result<Standing, EnrolError> {
    let server = settings.server()?.to_owned();
    let token = settings.token.as_ref().ok_or(EnrolError::NoToken)?;
    let key = state.key_or_new()?;
    let (identity, os) = collector.who();
    let message = Enrol {
        version: VERSION,
        token: token.reveal().to_owned(),
        public_key: key.public(),
        hardware: crate::run::hardware(collector),
        identity,
        os,
        agent: AGENT.to_owned(),
    };
    let packed = pack(&serde_json::to_vec(&message).unwrap_or_default());
    let answer = line.post(ENROL_PATH, None, &key.sign(&packed), &packed)?;
    let enrolled = match answer.status {
        200..=299 => serde_json::from_slice::<Enrolled>(&answer.body).ok().filter(|e| is_id(&e.device)),
        429 | 500..=599 => return Err(EnrolError::Busy(answer)),
        400..=499 => return Err(EnrolError::Refused(answer)),
        _ => None,
    };
    let Some(enrolled) = enrolled else { return Err(EnrolError::Strange(answer)) };
    state.set_base(None);
    state.set_device(device(server, token, enrolled.clone()));
    Ok(enrolled.state)
}

fn device(server: String, token: &Token, enrolled: Enrolled) -> Device {
    Device {
        server,
        id: enrolled.device,
        standing: enrolled.state,
        token_digest: token.digest(),
        every_s: EVERY_S,
        bytes_a_day: BYTES_A_DAY,
    }
}

/// An id goes into a header, so it is plain.
fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
