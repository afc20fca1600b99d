//! What there is to read of devices: all of a hospital's, and one with everything every source told.

use holdfast_core::catalog::OfferId;
use holdfast_core::decide::device::{Telling, join};
use holdfast_core::model::{Device, DeviceEvent, DeviceId, FactsSource, HospitalScope, Told};
use holdfast_store::{Agents, DevicePolicy, Devices};
use holdfast_wire::device::DeviceFacts;

use super::USUAL_POLICY;
use super::pack::unpack;
use super::tell::read_facts;
use crate::app::{App, AppError};

/// Events of a device that are shown; the newest.
const MOST_EVENTS: u32 = 100;

/// A hospital's devices.
#[derive(Clone, Debug)]
pub struct Fleet {
    /// Every one that is not retired, in the order they came.
    pub devices: Vec<Device>,
    /// How often agents check in, and what they may use.
    pub policy: DevicePolicy,
    /// Offers the hospital switched on.
    pub granted: Vec<OfferId>,
}

/// One device with everything about it.
#[derive(Clone, Debug)]
pub struct DeviceFile {
    /// How it stands.
    pub device: Device,
    /// What all sources together know.
    pub facts: DeviceFacts,
    /// What each source alone told, the oldest first.
    pub by_source: Vec<(FactsSource, Told, DeviceFacts)>,
    /// What happened to it, newest first.
    pub events: Vec<DeviceEvent>,
    /// Offers the hospital switched on.
    pub granted: Vec<OfferId>,
}

impl App {
    /// A hospital's devices.
    pub async fn fleet(&self, scope: HospitalScope) -> Result<Fleet, AppError> {
        let mut read = self.store.read().await?;
        let policy = read.device_policy(scope).await?.unwrap_or(USUAL_POLICY);
        let granted = self.switched_on(&mut read, scope).await?;
        Ok(Fleet { devices: self.ruled_devices(&mut read, scope).await?, policy, granted })
    }

    /// One device.
    pub async fn device(&self, scope: HospitalScope, id: DeviceId) -> Result<DeviceFile, AppError> {
        let mut read = self.store.read().await?;
        let none = || AppError::not_found("The hospital has no such device.");
        let device = read.device(scope, id).await?.ok_or_else(none)?;
        let device = self.ruled_device(&mut read, scope, device).await?;
        let kept = read.device_facts(scope, id).await?;
        let mut told = Vec::new();
        let mut by_source = Vec::new();
        for k in kept {
            let facts = unpack(&k.packed)?;
            told.push(Telling { source: k.source, observed_at: k.told.observed_at, facts: facts.clone() });
            by_source.push((k.source, k.told, read_facts(facts)?));
        }
        let events = read.device_events(scope, id, MOST_EVENTS).await?;
        let granted = self.switched_on(&mut read, scope).await?;
        Ok(DeviceFile { device, facts: read_facts(join(told))?, by_source, events, granted })
    }
}
