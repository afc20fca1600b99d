//! `/application/page/{page}`: one page of the form. What was typed is kept when it is wrong, and shown beside what a
//! second person saved meanwhile.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Question, QuestionKind};
use holdfast_core::decide::application::{FormPage, Wrong, page as form_page, pages};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::grouped;

use super::held::{Held, none_held};
use crate::App;
use crate::app::application::{Applying, PageAnswered};
use crate::auth::Visitor;
use crate::web::conflict::{ConflictPage, Place};
use crate::web::{Layout, WebError, render};

/// More choices than this stand in a drop-down.
const MOST_RADIOS: usize = 9;
/// The field that names the version a page was opened at. No question's id has a dot in it.
const VERSION: &str = "at.version";

/// An answer to choose: the id of its box, what is sent, what is read.
struct Choice {
    id: String,
    value: String,
    label: String,
}

/// One question as its page shows it.
struct Field {
    id: String,
    asks: String,
    hint: String,
    /// `text`, `email`, `number`, `area`, `radios` or `select`.
    shape: &'static str,
    size: &'static str,
    auto: &'static str,
    rows: usize,
    choices: Vec<Choice>,
    inline: bool,
    value: String,
    error: String,
}

#[derive(Template)]
#[template(path = "application/page.html")]
pub(super) struct QuestionsPage {
    layout: Layout,
    title: String,
    slug: String,
    number: usize,
    n_pages: usize,
    program: String,
    fields: Vec<Field>,
    base: Fields,
    version: u32,
    errors: Vec<Wrong>,
    prefilled: bool,
}

fn known<'f>(applying: &Applying<'f>, slug: &str) -> Result<FormPage<'f>, WebError> {
    form_page(applying.form, slug).ok_or_else(|| WebError::not_found("The form has no such page."))
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    if !applying.is_open() {
        return Ok(Redirect::to("/application/status").into_response());
    }
    let page = known(&applying, &slug)?;
    let kept = page.show(&applying.application.answers);
    let layout = Layout::new(&app, &visitor);
    // A suggestion fills the form until someone answers.
    let actor = visitor.actor.as_ref().filter(|_| !page.is_begun(&applying.application.answers));
    let suggested = actor.map(|a| app.suggested_answers(applying.form, a)).unwrap_or_default();
    let values = if suggested.is_empty() { kept.clone() } else { page.show(&suggested) };
    let shown = QuestionsPage::new(layout, &applying, &page, values, kept.clone(), Vec::new());
    let prefilled = shown.fields.iter().any(|f| f.value != kept.get(&f.id));
    Ok(render(&QuestionsPage { prefilled, ..shown }))
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Path(slug): Path<String>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let Some((token, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    let Sent { mine, base, version } = Sent::read(sent);
    let layout = || Layout::new(&app, &visitor);
    match app.answer_application(&token, &slug, &base, &mine, version).await? {
        PageAnswered::NoDraft => Ok(none_held()),
        PageAnswered::Sent => Ok(Redirect::to("/application/status").into_response()),
        PageAnswered::Kept(application) => {
            let all = pages(applying.form);
            let at = all.iter().position(|p| p.slug == slug).map_or(0, |i| i + 1);
            let mut next = all.iter().skip(at).chain(all.iter().take(at));
            let open = next.find(|p| !(p.is_begun(&application.answers) && p.is_done(&application.answers)));
            let to =
                open.map_or("/application/check".to_owned(), |p| format!("/application/page/{}", p.slug));
            Ok(Redirect::to(&to).into_response())
        }
        PageAnswered::Wrong(errors) => {
            let page = known(&applying, &slug)?;
            let shown = QuestionsPage::new(layout(), &applying, &page, mine, base, errors);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&QuestionsPage { version, ..shown }))
                .into_response())
        }
        PageAnswered::Both { merge, theirs, version } => {
            let place = conflict_at(known(&applying, &slug)?.title, &slug);
            Ok(ConflictPage::new(layout(), place, merge, theirs, version).answer())
        }
    }
}

impl QuestionsPage {
    pub(super) fn new(
        layout: Layout,
        applying: &Applying<'_>,
        page: &FormPage<'_>,
        values: Fields,
        base: Fields,
        errors: Vec<Wrong>,
    ) -> Self {
        let all = pages(applying.form);
        let field = |q: &&Question| {
            let error = errors.iter().find(|e| e.field == q.id).map_or("", |e| e.text.as_str());
            Field::new(q, values.get(&q.id), error)
        };
        Self {
            layout,
            title: page.title.to_owned(),
            slug: page.slug.clone(),
            number: all.iter().position(|p| p.slug == page.slug).map_or(1, |i| i + 1),
            n_pages: all.len(),
            program: applying.program.name.clone(),
            fields: page.questions.iter().map(field).collect(),
            base,
            version: applying.application.version,
            errors,
            prefilled: false,
        }
    }

    fn version_field(&self) -> &'static str {
        VERSION
    }
}

/// Where two people meet on a page of the form.
pub(super) fn conflict_at(title: &str, slug: &str) -> Place {
    Place {
        title: title.to_owned(),
        action: format!("/application/page/{slug}"),
        back: ("/application".to_owned(), "All pages"),
        version_field: VERSION,
    }
}

impl Field {
    fn new(question: &Question, value: &str, error: &str) -> Self {
        let mut hint = question.hint.clone().unwrap_or_default();
        if let QuestionKind::LongText { max_chars } = question.kind {
            let most = grouped(max_chars.into());
            hint = format!("{hint} Up to {most} characters.").trim_start().to_owned();
        }
        let field = Self {
            id: question.id.clone(),
            asks: if question.required {
                question.asks.clone()
            } else {
                format!("{} (optional)", question.asks)
            },
            hint,
            shape: "text",
            size: "",
            auto: autocomplete(&question.id),
            rows: 6,
            choices: Vec::new(),
            inline: false,
            value: value.to_owned(),
            error: error.to_owned(),
        };
        // A choice that may stay empty can be taken back.
        let none = (!question.required).then_some(("", "No answer"));
        match &question.kind {
            QuestionKind::Text { max_chars } => {
                Self { size: if *max_chars <= 12 { "w-10" } else { "" }, ..field }
            }
            QuestionKind::LongText { max_chars } => {
                Self { shape: "area", rows: if *max_chars > 2_000 { 9 } else { 6 }, ..field }
            }
            QuestionKind::Email => Self { shape: "email", ..field },
            QuestionKind::Number { .. } => Self { shape: "number", ..field },
            QuestionKind::YesNo => {
                let all = [("yes", "Yes"), ("no", "No")].into_iter().chain(none);
                Self { shape: "radios", inline: true, choices: boxes(&question.id, all), ..field }
            }
            QuestionKind::Choice { choices } => {
                let words = choices.iter().map(|(key, words)| (key.as_str(), words.as_str()));
                let shape = if choices.len() > MOST_RADIOS { "select" } else { "radios" };
                Self { shape, choices: boxes(&question.id, words.chain(none)), ..field }
            }
        }
    }
}

/// The first box has the question's own id, so that an error's link lands on it.
fn boxes<'a>(id: &str, all: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Choice> {
    let choice = |(n, (value, label)): (usize, (&str, &str))| Choice {
        id: if n == 0 { id.to_owned() } else { format!("{id}-{}", n + 1) },
        value: value.to_owned(),
        label: label.to_owned(),
    };
    all.enumerate().map(choice).collect()
}

/// What a browser may fill in by itself.
fn autocomplete(id: &str) -> &'static str {
    match id {
        "organization-name" => "organization",
        "contact-name" => "name",
        "contact-phone" => "tel",
        _ => "off",
    }
}

/// A form taken apart: what was typed, what the person had seen, at which version.
struct Sent {
    mine: Fields,
    base: Fields,
    version: u32,
}

impl Sent {
    /// `was.ID` is what the page showed as kept; `keep.ID=theirs` takes the other person's word.
    fn read(sent: BTreeMap<String, String>) -> Self {
        let (mut mine, mut base) = (Fields::default(), Fields::default());
        let mut theirs = Vec::new();
        let mut version = 0;
        for (name, value) in sent {
            if name == VERSION {
                version = value.trim().parse().unwrap_or(0);
            } else if let Some(field) = name.strip_prefix("was.") {
                base.set(field, value);
            } else if let Some(field) = name.strip_prefix("keep.") {
                if value == "theirs" {
                    theirs.push(field.to_owned());
                }
            } else {
                mine.set(name, value);
            }
        }
        for field in theirs {
            let kept = base.get(&field).to_owned();
            mine.set(field, kept);
        }
        Self { mine, base, version }
    }
}
