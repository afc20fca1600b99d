//! What programs of the hospital may read and do about rules that mark pinned machines.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::device::{PinPreview, PinSuggestion};
use holdfast_core::model::{Pin, PinKind, PinRule, PinWhen};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Sent;
use crate::api::shape::Moment;
use crate::app::device::RuledPins;
use crate::auth::{Actor, Scoped};

/// What a machine has to be. All that is filled in has to fit: whole texts, `*` for any text, letters small or large.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({ "name": "CT-*", "maker": "", "model": "", "program": "", "domain": "" }))]
pub struct PinWhenShape {
    /// Its name on the network.
    name: String,
    /// Who made it.
    maker: String,
    /// The model.
    model: String,
    /// A program on it that the catalog knows, as its list or the catalog names it. By the catalog's name it stays the same program when
    /// a later catalog calls it otherwise.
    program: String,
    /// The domain or workgroup.
    domain: String,
}

impl PinWhenShape {
    fn of(when: &PinWhen) -> Self {
        let PinWhen { name, maker, model, program, software: _, domain } = when.clone();
        Self { name, maker, model, program, domain }
    }

    fn read(self) -> PinWhen {
        let line =
            |text: String| text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
        PinWhen {
            name: line(self.name),
            maker: line(self.maker),
            model: line(self.model),
            program: line(self.program),
            software: None,
            domain: line(self.domain),
        }
    }
}

/// A rule to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPinRuleShape {
    /// What a machine has to be.
    when: PinWhenShape,
    /// `medical` or `vendor`.
    kind: String,
    /// Which vendor.
    #[serde(default)]
    vendor: String,
    /// What the machines are for.
    #[serde(default)]
    what: String,
    /// The part of the network they stand in.
    #[serde(default)]
    vlan: String,
    /// Whom they may talk to.
    #[serde(default)]
    peers: String,
    /// How the vendor reaches them.
    #[serde(default)]
    remote_access: String,
    /// Whom to call.
    #[serde(default)]
    call: String,
}

/// The rules of a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinRulesShape {
    /// Every rule that holds, in order of its number.
    pub rules: Vec<PinRuleShape>,
    /// Programs of devices on machines nobody marked. They mark nothing.
    pub suggestions: Vec<PinSuggestionShape>,
}

impl PinRulesShape {
    fn of(ruled: &RuledPins) -> Self {
        Self {
            rules: ruled.rules.iter().map(|(rule, n)| PinRuleShape::of(rule, *n)).collect(),
            suggestions: ruled.suggestions.iter().map(PinSuggestionShape::of).collect(),
        }
    }
}

/// A rule that holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinRuleShape {
    /// Its number.
    pub id: i64,
    /// What a machine has to be.
    pub when: PinWhenShape,
    /// `medical` or `vendor`.
    pub kind: &'static str,
    /// Which vendor.
    pub vendor: String,
    /// What the machines are for.
    pub what: String,
    /// The part of the network they stand in.
    pub vlan: String,
    /// Whom they may talk to.
    pub peers: String,
    /// How the vendor reaches them.
    pub remote_access: String,
    /// Whom to call.
    pub call: String,
    /// Who made it.
    pub by: String,
    /// When.
    pub made_at: Moment,
    /// Machines it marks now.
    pub n_marks: usize,
}

impl PinRuleShape {
    fn of(rule: &PinRule, n_marks: usize) -> Self {
        let Pin { kind, vendor, what, vlan, peers, remote_access, call } = rule.pin.clone();
        Self {
            id: rule.id,
            when: PinWhenShape::of(&rule.when),
            kind: kind.key(),
            vendor,
            what,
            vlan,
            peers,
            remote_access,
            call,
            by: rule.by.clone(),
            made_at: Moment(rule.made_at),
            n_marks,
        }
    }
}

/// A program of a device on machines nobody marked.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinSuggestionShape {
    /// The program; a rule can ask for it by this name.
    pub program: String,
    /// Who makes it.
    pub vendor: String,
    /// What it does.
    pub does: String,
    /// Machines that run it and are not marked.
    pub n: usize,
}

impl PinSuggestionShape {
    fn of(s: &PinSuggestion) -> Self {
        Self { program: s.program.clone(), vendor: s.vendor.clone(), does: s.does.clone(), n: s.n }
    }
}

/// What a rule would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinPreviewShape {
    /// Machines it would mark, by name; 1,000 at most.
    pub marks: Vec<MarkedShape>,
    /// How many it would mark.
    pub n_marks: usize,
    /// Machines it fits of which a person said something; it leaves them.
    pub n_said: usize,
    /// Machines it fits that a rule before it marks.
    pub n_ruled: usize,
    /// Machines that do not tell what it asks for.
    pub n_untold: usize,
}

/// A machine a rule would mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkedShape {
    /// Its id.
    pub id: String,
    /// Its name on the network.
    pub name: String,
}

impl PinPreviewShape {
    fn of(p: &PinPreview) -> Self {
        let marked = p
            .marks
            .iter()
            .take(1_000)
            .map(|(id, name)| MarkedShape { id: id.to_string(), name: name.clone() });
        Self {
            marks: marked.collect(),
            n_marks: p.marks.len(),
            n_said: p.n_said,
            n_ruled: p.n_ruled,
            n_untold: p.n_untold,
        }
    }
}

/// Rules that mark pinned machines
///
/// With how many machines each marks, and what the catalog would suggest.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/pin-rules", tag = "devices", operation_id = "pin_rules",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The rules", body = PinRulesShape)))]
pub(crate) async fn pin_rules(
    State(app): State<App>,
    Scoped(scope): Scoped,
) -> Result<Json<PinRulesShape>, ApiError> {
    Ok(Json(PinRulesShape::of(&app.pin_rules(scope).await?)))
}

/// Try a rule
///
/// What it would mark. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/pin-rules/preview", tag = "devices",
    operation_id = "preview_pin_rule",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = PinWhenShape,
    responses((status = 200, description = "What it would do", body = PinPreviewShape)))]
pub(crate) async fn preview_pin_rule(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Sent(when): Sent<PinWhenShape>,
) -> Result<Json<PinPreviewShape>, ApiError> {
    let preview = app.preview_pin_rule(scope, &when.read()).await.map_err(ApiError::refused)?;
    Ok(Json(PinPreviewShape::of(&preview)))
}

/// Keep a rule
///
/// It marks machines from now on, also those still to come.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/pin-rules", tag = "devices", operation_id = "make_pin_rule",
    params(("ccn" = String, Path, description = "CMS certification number")),
    request_body = NewPinRuleShape,
    responses((status = 200, description = "The rules as they are now", body = PinRulesShape)))]
pub(crate) async fn make_pin_rule(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Sent(new): Sent<NewPinRuleShape>,
) -> Result<Json<PinRulesShape>, ApiError> {
    let kind =
        PinKind::from_key(&new.kind).ok_or_else(|| ApiError::wrong("kind", "Say `medical` or `vendor`."))?;
    let NewPinRuleShape { when, vendor, what, vlan, peers, remote_access, call, .. } = new;
    let pin = Pin { kind, vendor, what, vlan, peers, remote_access, call }.cleaned();
    let by = actor.speaker(scope.ccn());
    app.make_pin_rule(scope, &by, &when.read(), &pin).await.map_err(ApiError::refused)?;
    pin_rules(State(app), Scoped(scope)).await
}

/// End a rule
///
/// What it marked is not marked any more, unless another rule or a person says so.
#[utoipa::path(delete, path = "/api/v1/hospitals/{ccn}/pin-rules/{rule}", tag = "devices",
    operation_id = "end_pin_rule",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("rule" = i64, Path, description = "Its number")),
    responses((status = 200, description = "The rules as they are now", body = PinRulesShape)))]
pub(crate) async fn end_pin_rule(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, rule)): Path<(String, String)>,
) -> Result<Json<PinRulesShape>, ApiError> {
    let id = rule.parse().map_err(|_| ApiError::not_found("There is no such rule."))?;
    app.end_pin_rule(scope, &actor.speaker(scope.ccn()), id).await?;
    pin_rules(State(app), Scoped(scope)).await
}
