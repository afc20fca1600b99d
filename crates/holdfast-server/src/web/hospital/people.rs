//! The people of a hospital: who holds which role, who is invited, who asks to join. For its administrators.

mod act;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::model::{Action, HospitalScope, Role};
use serde::Deserialize;

use super::{Here, Room};
use crate::App;
use crate::app::invitations::Sent;
use crate::app::people::{Asking, PersonView};
use crate::auth::{Actor, Scoped, Visitor};
use crate::routes::{Access, Routes};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, moment, render};

/// The page and what can be done on it.
pub(super) fn routes(routes: Routes) -> Routes {
    let manage = Access::Hospital(Action::ManagePeople);
    routes
        .get("/hospital/{ccn}/people", manage, show)
        .post("/hospital/{ccn}/people/invite", manage, act::invite)
        .post("/hospital/{ccn}/people/withdraw", manage, act::withdraw)
        .post("/hospital/{ccn}/people/role", manage, act::role)
        .post("/hospital/{ccn}/people/sessions", manage, act::end_sessions)
        .post("/hospital/{ccn}/people/let-back-in", manage, act::let_back_in)
        .post("/hospital/{ccn}/people/join", manage, act::join)
}

struct RoleRow {
    key: &'static str,
    label: &'static str,
    since: String,
    is_at_hospital: bool,
}

struct PersonRow {
    id: String,
    name: String,
    email: String,
    roles: Vec<RoleRow>,
    has_passkey: bool,
    is_self: bool,
    is_off: bool,
}

struct InvitationRow {
    name: String,
    email: String,
    role: &'static str,
    sent: String,
    ends: String,
}

struct AskingRow {
    id: String,
    name: String,
    email: String,
    message: String,
    asked: String,
}

#[derive(Template)]
#[template(path = "people/hospital.html")]
struct PeoplePage {
    layout: Layout,
    here: Here,
    done: &'static str,
    problems: Problems,
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    asking: Vec<AskingRow>,
    roles: Vec<(&'static str, &'static str)>,
    email: String,
    role: String,
    n_administrators: usize,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

/// What a page says after something was done, by the word in its address.
fn done_words(key: &str) -> &'static str {
    match key {
        "invited" => "The invitation is on its way.",
        "withdrawn" => "The invitation no longer works.",
        "changed" => "The role is changed.",
        "taken" => "The role is taken.",
        "ended" => "They are signed out everywhere, and their API tokens no longer work.",
        "let-back-in" => "A link to get back in is on its way to them.",
        "joined" => "They may join now, and we have told them.",
        "refused" => "They may not join, and we have told them.",
        _ => "",
    }
}

impl PeoplePage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
    ) -> Result<Self, WebError> {
        let directory = app.directory();
        let Some(listed) = directory.hospitals.known(scope.ccn()) else {
            return Err(WebError::not_found("This hospital is not in the directory any more."));
        };
        let here = Here::new(listed, actor, Room::People);
        let people = app.hospital_people(scope).await?;
        let invitations = app.open_invitations(Some(scope.ccn())).await?;
        let asking = app.asking_to_join(scope).await?;
        Ok(Self::of(Layout::new(app, visitor), here, actor, &people, &invitations, &asking))
    }

    fn of(
        layout: Layout,
        here: Here,
        actor: &Actor,
        people: &[PersonView],
        invitations: &[Sent],
        asking: &[Asking],
    ) -> Self {
        let is_administrator =
            |p: &&PersonView| p.roles.iter().any(|(r, _)| *r == Role::HospitalAdministrator);
        Self {
            layout,
            here,
            done: "",
            problems: Problems::default(),
            people: people.iter().map(|p| person_row(p, actor)).collect(),
            invitations: invitations
                .iter()
                .map(|i| InvitationRow {
                    name: i.name.clone(),
                    email: i.email.to_string(),
                    role: i.role.label(),
                    sent: moment::day(i.sent_at_ms),
                    ends: moment::moment(i.ends_at_ms),
                })
                .collect(),
            asking: asking
                .iter()
                .map(|a| AskingRow {
                    id: a.id.to_string(),
                    name: a.account.name.clone(),
                    email: a.account.email.to_string(),
                    message: a.message.clone(),
                    asked: moment::day(a.asked_at_ms),
                })
                .collect(),
            roles: Role::ALL.iter().filter(|r| r.is_at_hospital()).map(|r| (r.key(), r.label())).collect(),
            email: String::new(),
            role: String::new(),
            n_administrators: people.iter().filter(is_administrator).count(),
        }
    }

    /// The page again, with what was wrong and what was typed.
    fn with_problem(mut self, problems: Problems, email: &str, role: &str) -> Response {
        self.problems = problems;
        email.clone_into(&mut self.email);
        role.clone_into(&mut self.role);
        (StatusCode::UNPROCESSABLE_ENTITY, render(&self)).into_response()
    }
}

fn person_row(person: &PersonView, actor: &Actor) -> PersonRow {
    PersonRow {
        id: person.account.id.to_string(),
        name: person.account.name.clone(),
        email: person.account.email.to_string(),
        roles: person
            .roles
            .iter()
            .map(|(role, at_ms)| RoleRow {
                key: role.key(),
                label: role.label(),
                since: moment::day(*at_ms),
                is_at_hospital: role.is_at_hospital(),
            })
            .collect(),
        has_passkey: person.n_passkeys > 0,
        is_self: person.account.id == actor.account,
        is_off: person.account.disabled_at_ms.is_some(),
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let mut page = PeoplePage::load(&app, &visitor, &actor, scope).await?;
    page.done = done_words(&asked.done);
    Ok(render(&page))
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{AccountId, Ccn, EmailAddress, JoinId};
    use holdfast_store::Account;

    use super::*;

    fn samples() -> Vec<PeoplePage> {
        let page = |n: usize, text: &str| {
            let email = EmailAddress::parse("ann@fixturememorial.example").expect("an address");
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
                disabled_at_ms: (n > 2).then_some(1),
            };
            let roles = vec![(Role::HospitalAdministrator, 0), (Role::Assessor, 0)];
            let here = Here {
                ccn: Ccn::parse("991301").expect("a number"),
                name: "Fixture Memorial Hospital".to_owned(),
                place: "Sheridan Gap, ZZ".to_owned(),
                links: vec![],
                may_edit: true,
                may_accept: true,
            };
            let people = vec![PersonView { account: account.clone(), roles, n_passkeys: n }; n];
            let sent = Sent { name: "a".to_owned(), email, role: Role::Staff, sent_at_ms: 0, ends_at_ms: 1 };
            let asking = Asking { id: JoinId(1), account, message: text.to_owned(), asked_at_ms: 0 };
            PeoplePage::of(Layout::default(), here, &actor, &people, &vec![sent; n], &vec![asking; n])
        };
        vec![page(0, ""), page(2, "Ann Lee"), page(300, &"<i>".repeat(50))]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            assert!(!page.render().expect("a page").contains("<i>"));
        }
    }
}
