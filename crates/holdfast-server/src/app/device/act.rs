//! What people do about a device: let its agent in or put it out, say that a vendor pins it, say that it is gone.

use std::collections::BTreeSet;

use holdfast_core::decide::device::pin_by_rules;
use holdfast_core::model::{Device, DeviceEvent, DeviceId, DeviceMove, DeviceStanding, HospitalScope, Pin};
use holdfast_store::{DevicePolicy, Devices, PinRules};
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// Something to do about a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceAct {
    /// Let its agent in.
    Approve,
    /// Put its agent out.
    Revoke,
    /// Say that a vendor pins it, and what is done instead of updating it.
    Pin(Pin),
    /// Say that none does, whatever rules say.
    Unpin,
    /// Say that it is gone.
    Retire,
}

impl App {
    /// Does something about devices, all or none. Those it changes nothing about are left as they are.
    pub async fn act_on_devices(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        ids: &[DeviceId],
        act: &DeviceAct,
    ) -> Result<usize, AppError> {
        let mut write = self.store.write().await?;
        let now = self.clock.now();
        let mut devices: Vec<Device> = Vec::new();
        for id in ids.iter().collect::<BTreeSet<_>>() {
            let none = || AppError::not_found("The hospital has no such device.");
            devices.push(write.device(scope, *id).await?.ok_or_else(none)?);
        }
        let rules = write.pin_rules(scope).await?;
        pin_by_rules(&rules, self.feeds().software.map(), &mut devices);
        let mut n_changed = 0;
        for device in devices {
            let id = &device.id;
            let moved = match act {
                DeviceAct::Approve if device.standing == DeviceStanding::Waiting || device.is_cloned => {
                    write.stand_device(scope, *id, DeviceStanding::Approved).await?;
                    write.mark_device_cloned(scope, *id, false).await?;
                    DeviceMove::Approved
                }
                DeviceAct::Revoke
                    if matches!(device.standing, DeviceStanding::Waiting | DeviceStanding::Approved) =>
                {
                    write.stand_device(scope, *id, DeviceStanding::Revoked).await?;
                    DeviceMove::Revoked
                }
                DeviceAct::Pin(pin) if device.pin.as_ref() != Some(pin) || device.pinned_by.is_some() => {
                    write.pin_device(scope, *id, Some(pin)).await?;
                    DeviceMove::Pinned { kind: pin.kind }
                }
                DeviceAct::Unpin if !device.is_unpinned => {
                    write.pin_device(scope, *id, None).await?;
                    DeviceMove::Unpinned
                }
                DeviceAct::Retire => DeviceMove::Retired,
                DeviceAct::Approve | DeviceAct::Revoke | DeviceAct::Pin(_) | DeviceAct::Unpin => continue,
            };
            let key = moved.key();
            let event = DeviceEvent { moved, by: by.shown.clone(), at: now };
            write.add_device_event(scope, *id, &event, Some(by.account)).await?;
            if *act == DeviceAct::Retire {
                write.retire_device(scope, *id, now).await?;
            }
            let detail = json!({ "device": id.to_string(), "name": device.brief.identity.name });
            let what = format!("device.{key}");
            write.add_audit(&actor(by.account), &what, &subject(scope), &detail, self.now_ms()).await?;
            n_changed += 1;
        }
        if n_changed > 0 {
            self.prove_fleet(&mut write, scope, Some(by.account)).await?;
        }
        write.commit().await?;
        Ok(n_changed)
    }

    /// Says how often agents check in, and what each may send and receive in a day.
    pub async fn set_device_policy(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        policy: DevicePolicy,
    ) -> Result<(), AppError> {
        if !(300..=86_400).contains(&policy.every_s) {
            return Err(AppError::refused("Agents check in every 5 minutes to once a day."));
        }
        if !(20_000..=100_000_000).contains(&policy.bytes_a_day) {
            return Err(AppError::refused("An agent may use 20 KB to 100 MB a day."));
        }
        let mut write = self.store.write().await?;
        write.set_device_policy(scope, policy, by.account, self.clock.now()).await?;
        let detail = json!({ "every_s": policy.every_s, "bytes_a_day": policy.bytes_a_day });
        write.add_audit(&actor(by.account), "device.policy", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(())
    }
}
