//! Rules by which a hospital marks machines as pinned: shown before they are kept, kept, ended.

use holdfast_core::decide::device::{
    PinPreview, PinSuggestion, check_pin_when, pin_by_rules, preview_pin_rule, suggest_pin_rules,
    tie_pin_when,
};
use holdfast_core::model::{Device, HospitalScope, Pin, PinRule, PinWhen, sentence};
use holdfast_store::{Devices, PinRules};
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// Most rules of one hospital that hold at a time.
const MOST_RULES: usize = 100;

/// A hospital's rules with what each does now.
#[derive(Clone, Debug)]
pub struct RuledPins {
    /// Every rule that holds, with how many machines it marks.
    pub rules: Vec<(PinRule, usize)>,
    /// Rules the catalog would suggest.
    pub suggestions: Vec<PinSuggestion>,
}

impl App {
    /// A hospital's rules, and what the catalog would suggest.
    pub async fn pin_rules(&self, scope: HospitalScope) -> Result<RuledPins, AppError> {
        let mut read = self.store.read().await?;
        let rules = read.pin_rules(scope).await?;
        let devices = self.ruled_devices(&mut read, scope).await?;
        let marks = |rule: PinRule| {
            let n = devices.iter().filter(|d| d.pinned_by == Some(rule.id)).count();
            (rule, n)
        };
        let rules = rules.into_iter().map(marks).collect();
        Ok(RuledPins { rules, suggestions: suggest_pin_rules(self.feeds().software.map(), &devices) })
    }

    /// What one more rule would do. Nothing is kept.
    pub async fn preview_pin_rule(
        &self,
        scope: HospitalScope,
        when: &PinWhen,
    ) -> Result<PinPreview, AppError> {
        refuse(when)?;
        let mut read = self.store.read().await?;
        let devices = self.ruled_devices(&mut read, scope).await?;
        let feeds = self.feeds();
        let when = tie_pin_when(when, feeds.software.map());
        Ok(preview_pin_rule(&when, feeds.software.map(), &devices))
    }

    /// Keeps a rule and gives its number. It marks machines from now on, also those still to come.
    pub async fn make_pin_rule(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        when: &PinWhen,
        pin: &Pin,
    ) -> Result<i64, AppError> {
        refuse(when)?;
        let when = &tie_pin_when(when, self.feeds().software.map());
        let mut write = self.store.write().await?;
        let rules = write.pin_rules(scope).await?;
        if rules.len() >= MOST_RULES {
            return Err(AppError::refused("A hospital has 100 rules at most. End one that marks nothing."));
        }
        if rules.iter().any(|rule| rule.when.asked().eq(when.asked())) {
            return Err(AppError::refused("There is a rule that asks for just this. End it first."));
        }
        let now = self.clock.now();
        let id = write.add_pin_rule(scope, when, pin, (&by.shown, by.account), now).await?;
        self.prove_fleet(&mut write, scope, Some(by.account)).await?;
        let detail = json!({ "rule": id, "when": when, "kind": pin.kind });
        let what = "device.pin_rule_made";
        write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Ends a rule. What it marked is not marked any more, unless another rule or a person says so.
    pub async fn end_pin_rule(&self, scope: HospitalScope, by: &Speaker, id: i64) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        if !write.end_pin_rule(scope, id, by.account, self.clock.now()).await? {
            return Err(AppError::not_found("The hospital has no such rule."));
        }
        self.prove_fleet(&mut write, scope, Some(by.account)).await?;
        let what = "device.pin_rule_ended";
        write
            .add_audit(&actor(by.account), what, &subject(scope), &json!({ "rule": id }), self.now_ms())
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// A hospital's devices with what persons and rules say of each.
    pub(super) async fn ruled_devices<R: Devices + PinRules + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Vec<Device>, AppError> {
        let mut devices = read.devices(scope).await?;
        pin_by_rules(&read.pin_rules(scope).await?, self.feeds().software.map(), &mut devices);
        Ok(devices)
    }

    /// One device with what persons and rules say of it.
    pub(super) async fn ruled_device<R: PinRules + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
        mut device: Device,
    ) -> Result<Device, AppError> {
        let rules = read.pin_rules(scope).await?;
        pin_by_rules(&rules, self.feeds().software.map(), std::slice::from_mut(&mut device));
        Ok(device)
    }
}

fn refuse(when: &PinWhen) -> Result<(), AppError> {
    check_pin_when(when).map_err(|e| AppError::refused(sentence(&e.to_string())))
}
