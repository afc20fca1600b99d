//! One's own account: name, passkeys, recovery codes, sessions and API tokens.

mod passkeys;
mod sessions;
mod tokens;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::{Action, Ccn};
use serde::Deserialize;

use super::passkey_place::PasskeyPlace;
use super::problem::Problems;
use super::{Layout, WebError, moment, render};
use crate::App;
use crate::app::account::{AccountView, session_name};
use crate::auth::device::device_name;
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};

/// The account pages.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/account", Access::SignedIn, show)
        .post("/account/name", Access::SignedIn, rename)
        .post("/account/passkeys/start", Access::SignedIn, passkeys::start)
        .post("/account/passkeys/finish", Access::SignedIn, passkeys::finish)
        .post("/account/passkeys/{id}/rename", Access::SignedIn, passkeys::rename)
        .post("/account/passkeys/{id}/remove", Access::SignedIn, passkeys::remove)
        .post("/account/sessions/end", Access::SignedIn, sessions::end)
        .post("/account/sessions/end-others", Access::SignedIn, sessions::end_others)
        .post("/account/tokens", Access::SignedIn, tokens::make)
        .post("/account/tokens/{id}/revoke", Access::SignedIn, tokens::revoke)
}

/// A role, with where it leads.
struct RoleRow {
    says: String,
    /// The hospital's home, when the role reads it.
    home: String,
    /// Where its first administrator is named, while it has none.
    name_administrator: String,
}

struct PasskeyRow {
    id: String,
    label: String,
    made: String,
    used: String,
}

struct SessionRow {
    name: String,
    device: String,
    began: String,
    seen: String,
    is_this: bool,
}

struct TokenRow {
    id: String,
    label: String,
    made: String,
    used: String,
    ends: String,
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    layout: Layout,
    place: PasskeyPlace,
    problems: Problems,
    name: String,
    email: String,
    roles: Vec<RoleRow>,
    passkeys: Vec<PasskeyRow>,
    n_codes_left: u32,
    sessions: Vec<SessionRow>,
    n_other_sessions: usize,
    tokens: Vec<TokenRow>,
    new_label: String,
    new_days: String,
}

impl AccountPage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        headers: &HeaderMap,
    ) -> Result<Self, WebError> {
        let view = app.account_view(actor.account).await?;
        let place = PasskeyPlace::of(app, headers, "/account");
        let without = app.without_administrator(actor).await?;
        let this = visitor.token_hash.as_deref();
        let hospital = |ccn| (app.hospital_name(ccn), without.contains(&ccn));
        Ok(Self::of(Layout::new(app, visitor), place, actor, &view, this, &hospital))
    }

    fn of(
        layout: Layout,
        place: PasskeyPlace,
        actor: &Actor,
        view: &AccountView,
        this: Option<&str>,
        hospital: &dyn Fn(Ccn) -> (String, bool),
    ) -> Self {
        let used = |at: Option<i64>| at.map_or_else(|| "Not used yet".to_owned(), moment::moment);
        let sessions: Vec<SessionRow> = view
            .sessions
            .iter()
            .map(|s| SessionRow {
                name: session_name(s),
                device: device_name(&s.user_agent),
                began: moment::moment(s.created_at_ms),
                seen: moment::moment(s.last_seen_at_ms),
                is_this: this == Some(s.token_hash.as_str()),
            })
            .collect();
        Self {
            layout,
            place,
            problems: Problems::default(),
            name: actor.name.clone(),
            email: actor.email.to_string(),
            roles: actor
                .grants
                .iter()
                .map(|g| match g.ccn {
                    Some(ccn) => {
                        let (name, without) = hospital(ccn);
                        let reads = g.role.allows(Action::ViewHospital);
                        RoleRow {
                            says: format!("{} at {name}", g.role.label()),
                            home: if reads { format!("/hospital/{ccn}") } else { String::new() },
                            name_administrator: match without {
                                true => format!("/hospital/{ccn}/first-administrator"),
                                false => String::new(),
                            },
                        }
                    }
                    None => RoleRow {
                        says: g.role.label().to_owned(),
                        home: String::new(),
                        name_administrator: String::new(),
                    },
                })
                .collect(),
            passkeys: view
                .passkeys
                .iter()
                .map(|p| PasskeyRow {
                    id: p.id.to_string(),
                    label: p.label.clone(),
                    made: moment::day(p.created_at_ms),
                    used: used(p.last_used_at_ms),
                })
                .collect(),
            n_codes_left: view.n_codes_left,
            n_other_sessions: sessions.iter().filter(|s| !s.is_this).count(),
            sessions,
            tokens: view
                .tokens
                .iter()
                .map(|t| TokenRow {
                    id: t.id.to_string(),
                    label: t.label.clone(),
                    made: moment::day(t.created_at_ms),
                    used: used(t.last_used_at_ms),
                    ends: t.expires_at_ms.map_or_else(|| "Never".to_owned(), moment::day),
                })
                .collect(),
            new_label: String::new(),
            new_days: "90".to_owned(),
        }
    }
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    Ok(render(&AccountPage::load(&app, &visitor, &actor, &headers).await?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

async fn rename(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    headers: HeaderMap,
    Form(form): Form<NameForm>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let Some(name) = problems.person_name("name", &form.name) else {
        let page = AccountPage {
            problems,
            name: form.name,
            ..AccountPage::load(&app, &visitor, &actor, &headers).await?
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response());
    };
    app.rename_account(actor.account, &name).await?;
    Ok(Redirect::to("/account").into_response())
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{AccountId, EmailAddress, PasskeyId, Role, TokenId};
    use holdfast_store::{ApiToken, Passkey, Session};

    use super::*;
    use crate::auth::Grant;

    fn samples() -> Vec<AccountPage> {
        let page = |n: usize, text: &str| {
            let actor = Actor {
                account: AccountId(1),
                name: text.to_owned(),
                email: EmailAddress::parse("ann@fixturememorial.example").expect("an address"),
                grants: vec![Grant { role: Role::HospitalIt, ccn: Ccn::parse("991301").ok() }; n],
                must_set_up: false,
            };
            let view = AccountView {
                passkeys: vec![
                    Passkey {
                        id: PasskeyId(3),
                        account: AccountId(1),
                        label: text.to_owned(),
                        credential_id: "c".to_owned(),
                        body: serde_json::Value::Null,
                        created_at_ms: 0,
                        last_used_at_ms: None,
                    };
                    n
                ],
                n_codes_left: u32::try_from(n).unwrap_or(10),
                sessions: vec![
                    Session {
                        token_hash: "h".to_owned(),
                        account: AccountId(1),
                        created_at_ms: 0,
                        last_seen_at_ms: 0,
                        expires_at_ms: 0,
                        revoked_at_ms: None,
                        user_agent: text.to_owned(),
                    };
                    n
                ],
                tokens: vec![
                    ApiToken {
                        id: TokenId(4),
                        account: AccountId(1),
                        label: text.to_owned(),
                        created_at_ms: 0,
                        expires_at_ms: Some(1),
                        last_used_at_ms: Some(2),
                        revoked_at_ms: None,
                    };
                    n
                ],
            };
            let hospital = |_| ("Fixture Memorial Hospital".to_owned(), n == 2);
            AccountPage::of(Layout::default(), PasskeyPlace::default(), &actor, &view, Some("h"), &hospital)
        };
        vec![page(0, ""), page(2, "Ann Lee"), page(300, &"<i>".repeat(60))]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            assert!(!page.render().expect("a page").contains("<i>"));
        }
    }
}
