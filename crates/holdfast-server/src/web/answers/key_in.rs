//! `/hospital/{ccn}/assessment/{knows}/key-in`: a whole paper on one page, fast by keyboard. Good rows are kept, bad ones
//! stay with what was typed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::questionnaire::{Asked, PartAsked, Row};
use holdfast_core::decide::registration::Fields;

use super::desk::{Desk, Frame};
use super::language::Spoken;
use super::list::last_answer;
use super::question::{Fault, faults};
use super::words::{self, Words};
use crate::App;
use crate::app::answers::PaperWent;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

/// Longest text shown again in a field.
const MOST_SHOWN: usize = 254;

/// One row of the form.
pub(super) struct KeyRow {
    pub(super) ask: String,
    pub(super) code: String,
    pub(super) asks: String,
    pub(super) counts: Option<String>,
    pub(super) last: String,
    pub(super) may_ask: Vec<(&'static str, String)>,
    pub(super) version: u32,
    pub(super) typed: Fields,
    pub(super) error: String,
    pub(super) is_kept: bool,
}

impl KeyRow {
    fn value(&self, field: &str) -> &str {
        self.typed.get(field)
    }

    fn chosen(&self, key: &str) -> bool {
        self.value("answer") == key
    }

    fn chosen_part(&self, key: &str) -> bool {
        self.value("knows") == key
    }
}

#[derive(Template)]
#[template(path = "answers/key_in.html")]
pub(super) struct KeyInPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) w: &'static Words,
    pub(super) title_en: &'static str,
    pub(super) title: String,
    pub(super) base: String,
    pub(super) faults: Vec<Fault>,
    pub(super) n_kept: usize,
    pub(super) head: Fields,
    pub(super) today: String,
    pub(super) rows: Vec<KeyRow>,
}

impl KeyInPage {
    fn head(&self, field: &str) -> &str {
        self.head.get(field)
    }

    fn head_error(&self, field: &str) -> &str {
        self.faults.iter().find(|f| f.field == field).map_or("", |f| f.text.as_str())
    }

    fn is_head_error(&self, field: &str) -> bool {
        !self.head_error(field).is_empty()
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    spoken: Spoken,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    let all = app.questionnaire(scope).await?;
    let part = all.part(desk.knows).ok_or_else(|| WebError::not_found("There is no such part."))?;
    let today = app.today().to_string();
    let mut page = KeyInPage::new(Layout::new(&app, &visitor), &desk, spoken, part, &BTreeMap::new(), today);
    page.head.set("name", part.person.as_ref().map(|p| p.name.clone()).unwrap_or_default());
    Ok(spoken.keep(&app, render(&page)))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    spoken: Spoken,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let desk = Desk::of(&app, scope, &actor, &key)?;
    let head: Fields = ["name", "filled_on"]
        .iter()
        .map(|f| ((*f).to_owned(), short(sent.get(*f).map_or("", String::as_str))))
        .collect();
    let rows = rows(&sent);
    let went = app.key_in_paper(scope, &actor, desk.knows, &head, &rows).await?;
    if let PaperWent::Read { wrong, .. } = &went
        && wrong.is_empty()
    {
        let to = format!("{}?saved=key-in", desk.base);
        return Ok(Redirect::to(&to).into_response());
    }
    // Read again: what was kept a moment ago is shown as kept.
    let all = app.questionnaire(scope).await?;
    let part = all.part(desk.knows).ok_or_else(|| WebError::not_found("There is no such part."))?;
    let kept: &[String] = match &went {
        PaperWent::Read { kept, .. } => kept,
        PaperWent::Head(_) => &[],
    };
    let left = rows.iter().filter(|row| !kept.contains(&row.ask));
    let typed: BTreeMap<&str, &Row> = left.map(|row| (row.ask.as_str(), row)).collect();
    let today = app.today().to_string();
    let mut page = KeyInPage::new(Layout::new(&app, &visitor), &desk, spoken, part, &typed, today);
    page.head = head;
    page.frame.may_switch = false;
    page.take(went, spoken);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

fn short(text: &str) -> String {
    text.chars().take(MOST_SHOWN).collect()
}

/// Fields like `answer.second-step-mail`, by question.
fn rows(sent: &BTreeMap<String, String>) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for (name, value) in sent {
        let Some((field, ask)) = name.split_once('.') else { continue };
        let row =
            rows.entry(ask).or_insert_with(|| Row { ask: short(ask), fields: Fields::default(), version: 0 });
        match field {
            "version" => row.version = value.trim().parse().unwrap_or(0),
            "answer" | "n" | "of" | "knows" => row.fields.set(field, short(value)),
            _ => {}
        }
    }
    rows.into_values().collect()
}

impl KeyInPage {
    pub(super) fn new(
        layout: Layout,
        desk: &Desk,
        spoken: Spoken,
        part: &PartAsked,
        typed: &BTreeMap<&str, &Row>,
        today: String,
    ) -> Self {
        let language = spoken.language;
        let row = |q: &Asked| {
            let row = typed.get(q.ask.as_str());
            KeyRow {
                ask: q.ask.to_string(),
                code: q.code.clone(),
                asks: q.asks.in_language(language).to_owned(),
                counts: q.counts.as_deref().map(|c| words::counted(language, c).to_owned()),
                last: last_answer(q, spoken),
                may_ask: q
                    .may_ask
                    .iter()
                    .map(|k| (k.key(), k.name().in_language(language).to_owned()))
                    .collect(),
                version: row.map_or(q.version, |r| r.version),
                typed: row.map(|r| r.fields.clone()).unwrap_or_default(),
                error: String::new(),
                is_kept: false,
            }
        };
        Self {
            w: spoken.words(),
            title_en: desk.knows.label(),
            title: desk.knows.name().in_language(language).to_owned(),
            base: desk.base.clone(),
            faults: Vec::new(),
            n_kept: 0,
            head: Fields::default(),
            today,
            rows: part.questions.iter().filter(|q| q.is_asked()).map(row).collect(),
            layout,
            frame: Frame { here: desk.here.clone(), spoken, may_switch: true },
        }
    }

    /// Puts faults at their places, and says which rows were kept.
    fn take(&mut self, went: PaperWent, spoken: Spoken) {
        let (kept, wrong) = match went {
            PaperWent::Head(wrong) => {
                self.faults = faults(&wrong, spoken);
                return;
            }
            PaperWent::Read { kept, wrong, .. } => (kept, wrong),
        };
        self.n_kept = kept.len();
        for row in self.rows.iter_mut().filter(|row| kept.contains(&row.ask)) {
            row.is_kept = true;
        }
        for bad in wrong {
            let said = bad.wrong.iter().map(|w| w.text.in_language(spoken.language));
            let said = said.collect::<Vec<_>>().join(" ");
            let row = self.rows.iter_mut().find(|row| row.ask == bad.ask);
            let field = row.as_ref().map_or_else(|| "name".to_owned(), |row| format!("answer.{}", row.ask));
            let place = if bad.code.is_empty() { bad.ask.clone() } else { bad.code };
            self.faults.push(Fault { field, text: format!("{place}: {said}") });
            if let Some(row) = row {
                row.error = said;
            }
        }
    }
}
