//! The program's own people: who holds which role, invitations, and letting someone back in after a call.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{AccountId, Action, Role};
use serde::Deserialize;

use super::problem::Problems;
use super::{Layout, WebError, moment, render};
use crate::App;
use crate::app::AppError;
use crate::app::invitations::Sent;
use crate::app::people::PersonView;
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};

/// The page and what can be done on it.
pub fn routes(routes: Routes) -> Routes {
    let run = Access::Program(Action::ManageProgram);
    routes
        .get("/office/people", run, show)
        .post("/office/people/invite", run, invite)
        .post("/office/people/withdraw", run, withdraw)
        .post("/office/people/take", run, take)
        .post("/office/people/let-back-in", run, let_back_in)
}

struct PersonRow {
    id: String,
    name: String,
    email: String,
    roles: Vec<(&'static str, &'static str, String)>,
    has_passkey: bool,
    is_self: bool,
}

struct InvitationRow {
    name: String,
    email: String,
    role: &'static str,
    ends: String,
}

#[derive(Template)]
#[template(path = "people/program.html")]
struct ProgramPeoplePage {
    layout: Layout,
    done: &'static str,
    problems: Problems,
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    roles: Vec<(&'static str, &'static str)>,
    email: String,
    role: String,
    lost_email: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OfficeForm {
    email: String,
    role: String,
    account: i64,
    invitation: String,
    lost_email: String,
    called: String,
}

fn program_role(key: &str) -> Option<Role> {
    Role::from_key(key).filter(|r| !r.is_at_hospital())
}

impl ProgramPeoplePage {
    async fn load(app: &App, visitor: &Visitor, actor: &Actor) -> Result<Self, WebError> {
        let people = app.program_people().await?;
        let invitations = app.open_invitations(None).await?;
        Ok(Self::of(Layout::new(app, visitor), actor, &people, &invitations))
    }

    fn of(layout: Layout, actor: &Actor, people: &[PersonView], invitations: &[Sent]) -> Self {
        Self {
            layout,
            done: "",
            problems: Problems::default(),
            people: people
                .iter()
                .map(|p| PersonRow {
                    id: p.account.id.to_string(),
                    name: p.account.name.clone(),
                    email: p.account.email.to_string(),
                    roles: p.roles.iter().map(|(r, at)| (r.key(), r.label(), moment::day(*at))).collect(),
                    has_passkey: p.n_passkeys > 0,
                    is_self: p.account.id == actor.account,
                })
                .collect(),
            invitations: invitations
                .iter()
                .map(|i| InvitationRow {
                    name: i.name.clone(),
                    email: i.email.to_string(),
                    role: i.role.label(),
                    ends: moment::moment(i.ends_at_ms),
                })
                .collect(),
            roles: Role::ALL.iter().filter(|r| !r.is_at_hospital()).map(|r| (r.key(), r.label())).collect(),
            email: String::new(),
            role: String::new(),
            lost_email: String::new(),
        }
    }

    async fn again(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        problems: Problems,
        form: OfficeForm,
    ) -> Result<Response, WebError> {
        let page = Self {
            problems,
            email: form.email,
            role: form.role,
            lost_email: form.lost_email,
            ..Self::load(app, visitor, actor).await?
        };
        Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
    }
}

fn done_words(key: &str) -> &'static str {
    match key {
        "invited" => "The invitation is on its way.",
        "withdrawn" => "The invitation no longer works.",
        "taken" => "The role is taken, and the person is signed out.",
        "let-back-in" => "A link to get back in is on its way to the address of the account.",
        _ => "",
    }
}

fn back(done: &str) -> Response {
    Redirect::to(&format!("/office/people?done={done}")).into_response()
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let mut page = ProgramPeoplePage::load(&app, &visitor, &actor).await?;
    page.done = done_words(&asked.done);
    Ok(render(&page))
}

async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(form): Form<OfficeForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let email = problems.email("email", &form.email);
    let role = program_role(&form.role);
    if role.is_none() {
        problems.add("role", "Choose what the person will be in the program");
    }
    let (Some(email), Some(role)) = (email, role) else {
        return ProgramPeoplePage::again(&app, &visitor, &actor, problems, form).await;
    };
    match app.invite_to_program(actor.account, &email, role).await {
        Ok(()) => Ok(back("invited")),
        Err(AppError::Refused { what }) => {
            ProgramPeoplePage::again(&app, &visitor, &actor, Problems::one("email", what), form).await
        }
        Err(e) => Err(e.into()),
    }
}

async fn withdraw(
    State(app): State<App>,
    actor: Actor,
    Form(form): Form<OfficeForm>,
) -> Result<Response, WebError> {
    app.withdraw_invitation(None, actor.account, &form.invitation).await?;
    Ok(back("withdrawn"))
}

async fn take(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(form): Form<OfficeForm>,
) -> Result<Response, WebError> {
    let Some(role) = program_role(&form.role) else {
        return Err(WebError::BadInput { what: "Choose a role of the program.".to_owned() });
    };
    match app.take_program_role(actor.account, AccountId(form.account), role).await {
        Ok(()) => Ok(back("taken")),
        Err(AppError::Refused { what }) => {
            let form = OfficeForm::default();
            ProgramPeoplePage::again(&app, &visitor, &actor, Problems::one("people", what), form).await
        }
        Err(e) => Err(e.into()),
    }
}

async fn let_back_in(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Form(form): Form<OfficeForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let email = problems.email("lost_email", &form.lost_email);
    if form.called != "yes" {
        problems.add("called", "Call back on the number on file first, then tick the box");
    }
    let (Some(email), true) = (email, problems.is_empty()) else {
        return ProgramPeoplePage::again(&app, &visitor, &actor, problems, form).await;
    };
    match app.let_anyone_back_in(actor.account, &email).await {
        Ok(true) => Ok(back("let-back-in")),
        Ok(false) => {
            let problems = Problems::one("lost_email", "No account has this address, or it is switched off");
            ProgramPeoplePage::again(&app, &visitor, &actor, problems, form).await
        }
        Err(AppError::Refused { what }) => {
            let problems = Problems::one("lost_email", what);
            ProgramPeoplePage::again(&app, &visitor, &actor, problems, form).await
        }
        Err(e) => Err(e.into()),
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::EmailAddress;
    use holdfast_store::Account;

    use super::*;

    #[test]
    fn every_sample_renders() {
        for (n, text) in [(0, ""), (2, "Ann Lee"), (200, &*"<i>".repeat(50))] {
            let email = EmailAddress::parse("ann@office.example").expect("an address");
            let actor = Actor {
                account: AccountId(1),
                name: text.to_owned(),
                email: email.clone(),
                grants: vec![],
                must_set_up: false,
            };
            let account = Account {
                id: AccountId(n as i64),
                name: text.to_owned(),
                email: email.clone(),
                created_at_ms: 0,
                disabled_at_ms: None,
            };
            let person = PersonView { account, roles: vec![(Role::Reviewer, 0)], n_passkeys: n };
            let sent =
                Sent { name: "a".to_owned(), email, role: Role::Partner, sent_at_ms: 0, ends_at_ms: 1 };
            let page = ProgramPeoplePage::of(Layout::default(), &actor, &vec![person; n], &vec![sent; n]);
            assert!(!page.render().expect("a page").contains("<i>"));
        }
    }
}
