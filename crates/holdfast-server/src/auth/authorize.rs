//! The guard before every route: who is it, may they, and if not, what to say.
//!
//! A hospital someone holds no role at is answered as "not allowed" whether or not it exists, so nothing is learnt by trying.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdfast_core::model::{Action, Ccn, HospitalScope};

use super::cookie::{self, CookieName};
use super::rate_limit::network;
use super::{Scoped, Visitor};
use crate::App;
use crate::entropy::TokenHash;
use crate::routes::Access;
use crate::web::WebError;

/// Lets a request through to its handler, or answers it.
pub async fn guard(State((app, access)): State<(App, Access)>, request: Request, next: Next) -> Response {
    match admit(&app, access, request).await {
        Ok((request, visitor)) => {
            let mut response = next.run(request).await;
            response.extensions_mut().insert(visitor);
            response
        }
        Err((error, visitor)) => {
            let mut response = error.into_response();
            response.extensions_mut().insert(visitor);
            response
        }
    }
}

async fn admit(
    app: &App,
    access: Access,
    request: Request,
) -> Result<(Request, Visitor), (WebError, Visitor)> {
    let (mut parts, body) = request.into_parts();
    let mut visitor = Visitor {
        path: parts.uri.path().to_owned(),
        address: address(app, &parts.headers, parts.extensions.get::<ConnectInfo<SocketAddr>>()),
        ..Visitor::default()
    };
    if app.config.server.trusted_proxies == 0 && parts.headers.contains_key("x-forwarded-for") {
        app.note_unknown_proxy().await;
    }
    if let Err(wait_s) = take_a_try(app, access, &visitor.address, &parts) {
        return Err((WebError::SlowDown { wait_s }, visitor));
    }
    let found = if access == Access::ApiMachine {
        // Its extractor holds the signature against the key, and counts those that do not fit.
        return Ok((with(parts, &visitor, body), visitor));
    } else if access.is_api() {
        match bearer(&parts.headers) {
            Some(token) if !matches!(access, Access::ApiDraft | Access::ApiLearner) => {
                app.actor_of_api_token(&TokenHash::of(token)).await
            }
            _ => Ok(None),
        }
    } else {
        match cookie::read(&parts.headers, CookieName::Session, app.config.server.is_https()) {
            Some(token) => app.actor_of_session(&TokenHash::of(token)).await,
            None => Ok(None),
        }
    };
    match found {
        Ok(Some((actor, hash))) => {
            visitor.actor = Some(actor);
            visitor.token_hash = Some(hash.as_str().to_owned());
        }
        // Counted by link already.
        Ok(None) if access == Access::ApiLearner => {}
        // A wrong token counts like none, so that guessing is slow.
        Ok(None) if access.is_api() => {
            if let Err(wait_s) = app.call_limits.take(&visitor.address, app.clock.now()) {
                return Err((WebError::SlowDown { wait_s }, visitor));
            }
        }
        Ok(None) => {}
        Err(e) => return Err((WebError::broken(e), visitor)),
    }
    match check(access, &visitor, &mut parts).await {
        Ok(scope) => {
            if let Some(scope) = scope {
                parts.extensions.insert(Scoped(scope));
            }
            Ok((with(parts, &visitor, body), visitor))
        }
        Err(error) => Err((error, visitor)),
    }
}

fn with(mut parts: Parts, visitor: &Visitor, body: Body) -> Request {
    parts.extensions.insert(visitor.clone());
    Request::from_parts(parts, body)
}

/// Counts what may be done few times a minute. `Err` holds the seconds to wait.
fn take_a_try(app: &App, access: Access, address: &str, parts: &Parts) -> Result<(), u32> {
    let now = app.clock.now();
    if access == Access::ApiLearner {
        let link = TokenHash::of(bearer(&parts.headers).unwrap_or_default());
        return app.draft_limits.take(link.as_str(), address, now);
    }
    if parts.method == Method::GET {
        return Ok(());
    }
    match access {
        Access::Learner => {
            // The third part of `/learn/{token}/…`. Only its digest is remembered.
            let link = TokenHash::of(parts.uri.path().split('/').nth(2).unwrap_or_default());
            app.draft_limits.take(link.as_str(), address, now)
        }
        Access::PublicLimited | Access::ApiLimited => app.limits.take(address, now),
        Access::DraftAnswer(name) => match cookie::read(&parts.headers, name, app.config.server.is_https()) {
            Some(token) => app.draft_limits.take(TokenHash::of(token).as_str(), address, now),
            None => app.limits.take(address, now),
        },
        _ => Ok(()),
    }
}

async fn check(
    access: Access,
    visitor: &Visitor,
    parts: &mut Parts,
) -> Result<Option<HospitalScope>, WebError> {
    let needs = |action: Action| WebError::NotAllowed { needs: action.label().to_lowercase() };
    let actor = visitor.actor.as_ref();
    match access {
        Access::Public
        | Access::PublicLimited
        | Access::ApiPublic
        | Access::ApiLimited
        | Access::ApiDraft
        | Access::ApiLearner
        | Access::ApiMachine
        | Access::Draft
        | Access::Learner
        | Access::DraftAnswer(_) => Ok(None),
        Access::SignedIn | Access::ApiSignedIn => actor.map(|_| None).ok_or(WebError::SignInFirst),
        Access::Program(action) | Access::ApiProgram(action) => {
            let actor = actor.ok_or(WebError::SignInFirst)?;
            if !actor.may_in_program(action) {
                return Err(needs(action));
            }
            if actor.must_set_up { Err(WebError::SetUpFirst) } else { Ok(None) }
        }
        Access::Hospital(action) | Access::ApiHospital(action) => {
            let actor = actor.ok_or(WebError::SignInFirst)?;
            let params = Path::<HashMap<String, String>>::from_request_parts(parts, &()).await;
            let ccn = params.ok().and_then(|p| p.get("ccn").and_then(|text| Ccn::parse(text).ok()));
            match ccn {
                Some(ccn) if actor.may_at(ccn, action) => Ok(Some(HospitalScope::checked(ccn))),
                _ => Err(needs(action)),
            }
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// The network limits count by: of the connection's address, or of what the last trusted proxy wrote down.
fn address(app: &App, headers: &HeaderMap, connection: Option<&ConnectInfo<SocketAddr>>) -> String {
    let direct = connection.map_or_else(|| "unknown".to_owned(), |c| network(c.0.ip()));
    let hops = usize::from(app.config.server.trusted_proxies);
    if hops == 0 {
        return direct;
    }
    let forwarded: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .collect();
    forwarded
        .len()
        .checked_sub(hops)
        .and_then(|i| forwarded.get(i))
        .and_then(|text| text.parse::<std::net::IpAddr>().ok())
        .map_or(direct, network)
}
