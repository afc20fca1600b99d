//! Rules by which machines are marked as pinned: those that hold, one to be tried before it is kept, and what the catalog would suggest.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::device::{PinPreview, check_pin_when};
use holdfast_core::model::{HospitalScope, Pin, PinKind, PinRule, PinWhen};

use crate::App;
use crate::app::AppError;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// Machines a preview names.
const MOST_NAMED: usize = 40;

/// A rule that holds.
struct RuleView {
    id: i64,
    when: String,
    marks: String,
    what: String,
    by: String,
}

/// What a rule would do, in words.
struct PreviewView {
    says: String,
    names: Vec<(String, String)>,
    n_more: usize,
    beside: Vec<String>,
}

#[derive(Template)]
#[template(path = "devices/rules.html")]
struct RulesPage {
    layout: Layout,
    here: Here,
    rules: Vec<RuleView>,
    /// What it says, and the address that fills the form in.
    suggestions: Vec<(String, String)>,
    asks: PinWhen,
    sheet: Pin,
    kind: &'static str,
    wrong: String,
    /// Where on the page what is wrong can be mended.
    wrong_at: &'static str,
    preview: Option<PreviewView>,
    done: &'static str,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let mut page = RulesPage::new(&app, &visitor, &actor, scope, &asked).await?;
    page.done = match asked.get("done").map(String::as_str) {
        Some("kept") => "The rule is kept. It marks machines from now on, also those still to come.",
        Some("ended") => "The rule is ended. What it marked is not marked any more.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let home = format!("/hospital/{}/devices/rules", scope.ccn());
    let by = actor.speaker(scope.ccn());
    if let Some(rule) = sent.get("end") {
        let id = rule.parse().map_err(|_| WebError::not_found("This hospital has no such rule."))?;
        app.end_pin_rule(scope, &by, id).await?;
        return Ok(Redirect::to(&format!("{home}?done=ended")).into_response());
    }
    let (when, pin) = (when(&sent), pin(&sent));
    let keeps = sent.get("act").is_some_and(|act| act == "keep");
    let tried = match &pin {
        None => Err(AppError::refused("Say whether they are medical devices or pinned by their vendor.")),
        Some(pin) if keeps => app.make_pin_rule(scope, &by, &when, pin).await.map(|_| None),
        Some(_) => app.preview_pin_rule(scope, &when).await.map(Some),
    };
    let mut page = RulesPage::new(&app, &visitor, &actor, scope, &sent).await?;
    match tried {
        Ok(None) => Ok(Redirect::to(&format!("{home}?done=kept")).into_response()),
        Ok(Some(preview)) => {
            page.preview = Some(PreviewView::new(&preview, &format!("/hospital/{}/devices", scope.ccn())));
            Ok(render(&page))
        }
        Err(AppError::Refused { what }) => {
            page.wrong = what;
            page.wrong_at = match check_pin_when(&when) {
                _ if pin.is_none() => "kind",
                Err(e) => e.key(),
                Ok(()) => "rules",
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
        Err(e) => Err(e.into()),
    }
}

impl RulesPage {
    /// What is wrong with a field; empty where it is another one.
    fn error(&self, key: &str) -> &str {
        if self.wrong_at == key { &self.wrong } else { "" }
    }

    async fn new(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        filled: &BTreeMap<String, String>,
    ) -> Result<Self, WebError> {
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Devices);
        let ruled = app.pin_rules(scope).await?;
        let suggestion = |s: &holdfast_core::decide::device::PinSuggestion| {
            let machines =
                if s.n == 1 { "1 machine runs".to_owned() } else { format!("{} machines run", s.n) };
            let (program, vendor, does) = (encoded(&s.program), encoded(&s.vendor), encoded(&s.does));
            let to = format!(
                "/hospital/{}/devices/rules?program={program}&vendor={vendor}&what={does}#new",
                scope.ccn()
            );
            (format!("{machines} {}: {}", s.program, s.does), to)
        };
        let said = |key: &str| filled.get(key).cloned().unwrap_or_default();
        let kind = PinKind::from_key(&said("kind"));
        Ok(Self {
            layout: layout(app, visitor),
            rules: ruled.rules.iter().map(RuleView::new).collect(),
            suggestions: ruled.suggestions.iter().map(suggestion).collect(),
            asks: when(filled),
            sheet: sheet(filled, kind.unwrap_or(PinKind::Vendor)),
            kind: kind.map(PinKind::key).unwrap_or_default(),
            wrong: String::new(),
            wrong_at: "",
            preview: None,
            done: "",
            here,
        })
    }
}

impl RuleView {
    fn new((rule, n): &(PinRule, usize)) -> Self {
        let kind = match rule.pin.kind {
            PinKind::Medical => "Medical device",
            PinKind::Vendor => "Pinned by its vendor",
        };
        let sheet = [&rule.pin.what, &rule.pin.vendor].into_iter().filter(|t| !t.is_empty());
        let says = std::iter::once(kind).chain(sheet.map(String::as_str)).collect::<Vec<_>>();
        Self {
            id: rule.id,
            when: rule.when.in_words(),
            marks: match n {
                0 => "Marks no machine".to_owned(),
                1 => "Marks 1 machine".to_owned(),
                n => format!("Marks {n} machines"),
            },
            what: says.join(", "),
            by: format!("{}, {}", rule.by, super::words::at(rule.made_at)),
        }
    }
}

impl PreviewView {
    fn new(preview: &PinPreview, home: &str) -> Self {
        let n = preview.marks.len();
        let named = preview.marks.iter().take(MOST_NAMED).map(|(id, name)| {
            let name = if name.is_empty() { "No name".to_owned() } else { name.chars().take(60).collect() };
            (name, format!("{home}/{id}"))
        });
        let beside = [
            (preview.n_said, "it fits and leaves as they are, since a person said something of them"),
            (preview.n_ruled, "it fits and leaves as they are, since a rule before it marks them"),
            (preview.n_untold, "do not tell what it asks for; it marks them as soon as they do and it fits"),
        ];
        let beside = beside.into_iter().filter(|(n, _)| *n > 0);
        Self {
            says: match n {
                0 => "It marks no machine now".to_owned(),
                1 => "It marks 1 machine".to_owned(),
                n => format!("It marks {n} machines"),
            },
            names: named.collect(),
            n_more: n.saturating_sub(MOST_NAMED),
            beside: beside.map(|(n, says)| format!("{n} {says}.")).collect(),
        }
    }
}

/// What a machine has to be, of a form.
fn when(sent: &BTreeMap<String, String>) -> PinWhen {
    let line = |key: &str| -> String {
        let text = sent.get(key).map(String::as_str).unwrap_or_default();
        text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
    };
    PinWhen {
        name: line("name"),
        maker: line("maker"),
        model: line("model"),
        program: line("program"),
        software: None,
        domain: line("domain"),
    }
}

fn pin(sent: &BTreeMap<String, String>) -> Option<Pin> {
    Some(sheet(sent, PinKind::from_key(sent.get("kind")?)?))
}

fn sheet(sent: &BTreeMap<String, String>, kind: PinKind) -> Pin {
    let said = |key: &str| sent.get(key).cloned().unwrap_or_default();
    let pin = Pin {
        kind,
        vendor: said("vendor"),
        what: said("what"),
        vlan: said("vlan"),
        peers: said("peers"),
        remote_access: said("remote_access"),
        call: said("call"),
    };
    pin.cleaned()
}

/// A value safe behind `=` in an address.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
