//! Everyone on the roster, by name: to look somebody up. There is no order by lateness, and none can be asked for.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::catalog::{Lessons, PackId};
use holdfast_core::decide::training::TrainingRules;
use holdfast_core::model::{Learner, day_in_words};
use serde::Deserialize;

use super::words::{stands, works};
use crate::App;
use crate::app::training::TrainingRecord;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// People on one page.
const A_PAGE: usize = 50;
/// Who can be asked for, and the words for it.
const SHOWS: [(&str, &str); 4] = [
    ("", "Everyone on the roster"),
    ("mail", "Those with a mail address"),
    ("no_mail", "Those without a mail address"),
    ("left", "Those who left"),
];

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    pack: String,
    show: String,
    page: String,
}

impl Asked {
    fn wants(&self, learner: &Learner) -> bool {
        let person = &learner.person;
        let q = self.q.trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&q);
        let is_named =
            q.is_empty() || holds(&person.name) || holds(&person.number) || holds(&person.department);
        let is_pack = self.pack.is_empty() || person.packs.contains(&PackId::new(&self.pack));
        let is_shown = match self.show.as_str() {
            "left" => !learner.is_listed(),
            "mail" => learner.is_listed() && person.email.is_some(),
            "no_mail" => learner.is_listed() && person.email.is_none(),
            _ => learner.is_listed(),
        };
        is_named && is_pack && is_shown
    }

    fn is_filtered(&self) -> bool {
        !(self.q.trim().is_empty() && self.pack.is_empty() && self.show.is_empty())
    }
}

struct Line {
    id: String,
    name: String,
    number: String,
    works: String,
    stands: String,
}

#[derive(Template)]
#[template(path = "training/people.html")]
pub(super) struct PeoplePage {
    layout: Layout,
    here: Here,
    asked: Asked,
    is_filtered: bool,
    packs: Vec<(String, String)>,
    shows: Vec<(String, String)>,
    n: usize,
    lines: Vec<Line>,
    base: String,
    now: usize,
    last: usize,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let record = app.training(scope).await?;
    Ok(render(&PeoplePage::new(layout(&app, &visitor), here, &app.catalog.lessons, &record, asked)))
}

impl PeoplePage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        lessons: &Lessons,
        record: &TrainingRecord,
        asked: Asked,
    ) -> Self {
        let found: Vec<&Learner> = record.learners.iter().filter(|l| asked.wants(l)).collect();
        let last = found.len().div_ceil(A_PAGE).max(1);
        let now = asked.page.parse().unwrap_or(1).clamp(1, last);
        let rules = TrainingRules::new(lessons);
        let line = |learner: &&Learner| Line {
            id: learner.id.to_string(),
            name: learner.person.name.clone(),
            number: learner.person.number.clone(),
            works: works(&learner.person, lessons),
            stands: match learner.left_on {
                Some(on) => format!("Left the roster on {}.", day_in_words(on)),
                None => stands(&rules.owed(learner, record.done_by(learner.id), record.as_of)),
            },
        };
        let base = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("q", &asked.q), ("pack", &asked.pack), ("show", &asked.show)])
            .finish();
        Self {
            layout,
            base: format!("/hospital/{}/training/people?{base}&page=", here.ccn),
            here,
            is_filtered: asked.is_filtered(),
            packs: lessons.packs.iter().map(|p| (p.id.to_string(), p.name.en.clone())).collect(),
            shows: SHOWS.map(|(key, label)| (key.to_owned(), label.to_owned())).into_iter().collect(),
            n: found.len(),
            lines: found.iter().skip((now - 1) * A_PAGE).take(A_PAGE).map(line).collect(),
            now,
            last,
            asked,
        }
    }
}
