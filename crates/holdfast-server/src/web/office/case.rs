//! One case: what is asked, everything known beside it, and the reviewer's decision.
//!
//! The number to call back is the directory's alone; the one typed in the form is never shown as a number to call.

mod beside;
mod decide;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::queue;
use holdfast_core::model::{Action, CaseId, CaseState, sentence};
use serde::Deserialize;

use self::beside::{Beside, Heading, TrailLine};
use self::decide::DecideForm;
use super::when;
use crate::App;
use crate::app::{Act, CaseFile, Decision, SettleError, Settled, Wrong};
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::Review);
    routes.get("/office/cases/{id}", access, show).post("/office/cases/{id}", access, settle)
}

/// What the page says above the case.
struct Notice {
    tone: &'static str,
    title: String,
    says: String,
}

#[derive(Template)]
#[template(path = "office/case.html")]
struct CasePage {
    layout: Layout,
    heading: Heading,
    notices: Vec<Notice>,
    question: Vec<String>,
    beside: Beside,
    trail: Vec<TrailLine>,
    form: Option<DecideForm>,
    kept: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

/// The form, as sent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent {
    act: String,
    reason: String,
    fact: String,
    confirmed: String,
    seen: String,
}

impl Sent {
    fn decision(&self) -> Decision {
        Decision {
            act: Act::from_key(&self.act),
            reason: self.reason.clone(),
            fact: self.fact.clone(),
            confirmed: self.confirmed == "yes",
            seen: self.seen.parse().unwrap_or(usize::MAX),
        }
    }
}

fn parse(id: &str) -> Result<CaseId, WebError> {
    id.parse().map_err(|_| WebError::not_found("There is no such case."))
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let file = app.review_case(&actor, parse(&id)?).await?;
    let notices = done_notice(&asked.done).into_iter().collect();
    Ok(render(&CasePage::new(&app, &visitor, &file, notices, &Sent::default(), &[])))
}

async fn settle(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<String>,
    Form(sent): Form<Sent>,
) -> Result<Response, WebError> {
    let id = parse(&id)?;
    let error = match app.settle_case(&actor, id, &sent.decision()).await {
        Ok(settled) => {
            let done = match settled {
                Settled::Done(_) => "settled",
                Settled::Asked(_) => "asked",
                Settled::Recommended(_) => "recommended",
                Settled::FactKept(_) => "fact",
            };
            return Ok(Redirect::to(&format!("/office/cases/{id}?done={done}")).into_response());
        }
        Err(error) => error,
    };
    let (status, notice, wrong) = match error {
        SettleError::App(e) => return Err(e.into()),
        SettleError::Wrong(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, None, wrong),
        SettleError::Tie(tie) => {
            let notice = Notice {
                tone: "stop",
                title: "You cannot settle this case".to_owned(),
                says: sentence(&tie.to_string()),
            };
            (StatusCode::FORBIDDEN, Some(notice), Vec::new())
        }
        SettleError::SettledBefore => {
            let notice = Notice {
                tone: "soon",
                title: "Another reviewer settled this first".to_owned(),
                says: "Your decision was not made. Theirs stands below.".to_owned(),
            };
            (StatusCode::CONFLICT, Some(notice), Vec::new())
        }
        SettleError::MovedOn => {
            let notice = Notice {
                tone: "soon",
                title: "Something happened in this case meanwhile".to_owned(),
                says: "Your decision was not made. Read what happened below, then decide. What you wrote is still here.".to_owned(),
            };
            (StatusCode::CONFLICT, Some(notice), Vec::new())
        }
    };
    let file = app.review_case(&actor, id).await?;
    let page = CasePage::new(&app, &visitor, &file, notice.into_iter().collect(), &sent, &wrong);
    Ok((status, render(&page)).into_response())
}

fn done_notice(done: &str) -> Option<Notice> {
    let (title, says) = match done {
        "settled" => (
            "The case is settled",
            "The decision and your reason were written down, and whoever asked was told.",
        ),
        "asked" => (
            "Your question is out",
            "It was mailed. The case waits for the answer and does not count as late.",
        ),
        "recommended" => {
            ("Your recommendation is kept", "Another reviewer decides. The applicant is not told yet.")
        }
        "fact" => ("The fact is kept", "It counts from now on. The condition needs more; see below."),
        _ => return None,
    };
    Some(Notice { tone: "good", title: title.to_owned(), says: says.to_owned() })
}

impl CasePage {
    fn new(
        app: &App,
        visitor: &Visitor,
        file: &CaseFile,
        mut notices: Vec<Notice>,
        sent: &Sent,
        wrong: &[Wrong],
    ) -> Self {
        let settled = file.case.state.is_settled();
        if let Some(tie) = file.tie.as_ref().filter(|_| !settled && notices.iter().all(|n| n.tone != "stop"))
        {
            let title = "You cannot settle this case".to_owned();
            notices.push(Notice { tone: "stop", title, says: sentence(&tie.to_string()) });
        }
        if let Some(notice) = state_notice(&file.case.state) {
            notices.push(notice);
        }
        let form = (!settled && file.tie.is_none()).then(|| DecideForm::new(file, sent, wrong));
        Self {
            layout: Layout::new(app, visitor),
            heading: Heading::new(app, file, queue::due(&file.case, app.today()), app.today()),
            notices,
            question: beside::question(app, file),
            beside: Beside::new(app, file),
            trail: file.trail.iter().map(TrailLine::new).collect(),
            kept: if form.is_none() { sent.reason.clone() } else { String::new() },
            form,
        }
    }
}

fn state_notice(state: &CaseState) -> Option<Notice> {
    let (tone, title, says) = match state {
        CaseState::Open => return None,
        CaseState::AskedBack { on, question } => {
            ("", format!("Waiting for an answer since {}", when::day(*on)), question)
        }
        CaseState::Approved { on, reason } => ("good", format!("Approved on {}", when::day(*on)), reason),
        CaseState::Refused { on, reason } => ("stop", format!("Refused on {}", when::day(*on)), reason),
    };
    Some(Notice { tone, title, says: says.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<CasePage> {
        let page = |n: usize| CasePage {
            layout: Layout::default(),
            heading: Heading::sample(),
            notices: (0..n.min(3))
                .map(|_| Notice { tone: "soon", title: "Settled".to_owned(), says: "Yes.".to_owned() })
                .collect(),
            question: (0..n).map(|_| "May the hospital have it?".repeat(n)).collect(),
            beside: Beside::sample(n),
            trail: (0..n).map(|_| TrailLine::sample()).collect(),
            form: (n != 1).then(|| DecideForm::sample(n)),
            kept: if n == 1 { "Because.".to_owned() } else { String::new() },
        };
        vec![page(0), page(1), page(2), page(60)]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
        }
    }
}
