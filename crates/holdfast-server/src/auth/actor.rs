//! The person behind a request, as the guard found them, and the extractors handlers ask for.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use holdfast_core::model::{AccountId, Action, Ccn, EmailAddress, HospitalScope, Role};

use crate::app::Speaker;
use crate::web::WebError;

/// A role a person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The hospital it is held at; `None` for program roles.
    pub ccn: Option<Ccn>,
}

/// A signed-in person.
#[derive(Clone)]
pub struct Actor {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: EmailAddress,
    /// Every role they hold now.
    pub grants: Vec<Grant>,
    /// Whether someone with a role at the program has no way to sign in again: they make one before anything else.
    pub must_set_up: bool,
}

impl Actor {
    /// Whether a program role allows the action.
    pub fn may_in_program(&self, action: Action) -> bool {
        self.grants.iter().any(|g| g.ccn.is_none() && !g.role.is_at_hospital() && g.role.allows(action))
    }

    /// Whether a role at this hospital allows the action.
    pub fn may_at(&self, ccn: Ccn, action: Action) -> bool {
        self.grants.iter().any(|g| g.ccn == Some(ccn) && g.role.is_at_hospital() && g.role.allows(action))
    }

    /// Every role they hold at a hospital.
    pub fn roles_at(&self, ccn: Ccn) -> Vec<Role> {
        self.grants.iter().filter(|g| g.ccn == Some(ccn)).map(|g| g.role).collect()
    }

    /// Them as a voice of a hospital's assessment.
    pub fn speaker(&self, ccn: Ccn) -> Speaker {
        let roles = self.roles_at(ccn);
        let shown = match roles.first() {
            Some(role) => format!("{}, {}", self.name, role.label()),
            None => self.name.clone(),
        };
        Speaker { account: self.account, name: self.name.clone(), shown, roles }
    }

    /// Leave to work on a hospital's place in the program: its registration, its cases, what it asked for. `None` when no
    /// program role allows the action. No finding is read through it.
    pub fn program_scope(&self, action: Action, ccn: Ccn) -> Option<HospitalScope> {
        self.may_in_program(action).then(|| HospitalScope::checked(ccn))
    }

    /// The hospitals they may read, in order, each once.
    pub fn readable_hospitals(&self) -> Vec<Ccn> {
        self.hospitals().into_iter().filter(|ccn| self.may_at(*ccn, Action::ViewHospital)).collect()
    }

    /// The hospitals they hold a role at, in order, each once.
    pub fn hospitals(&self) -> Vec<Ccn> {
        let mut all: Vec<Ccn> = self.grants.iter().filter_map(|g| g.ccn).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What the guard leaves in a request.
#[derive(Clone, Default)]
pub struct Visitor {
    /// The person, when signed in.
    pub actor: Option<Actor>,
    /// The digest of their session or API token, to end it.
    pub token_hash: Option<String>,
    /// The path asked for, to mark the place in the navigation.
    pub path: String,
    /// The network it came from, as text, for limits.
    pub address: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| WebError::broken("a route without a guard"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        <Visitor as FromRequestParts<S>>::from_request_parts(parts, state)
            .await?
            .actor
            .ok_or(WebError::SignInFirst)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Actor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, WebError> {
        Ok(<Visitor as FromRequestParts<S>>::from_request_parts(parts, state).await?.actor)
    }
}

/// The hospital the guard has checked the person's role at.
#[derive(Clone, Copy, Debug)]
pub struct Scoped(pub HospitalScope);

impl<S: Send + Sync> FromRequestParts<S> for Scoped {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get::<Self>()
            .copied()
            .ok_or_else(|| WebError::broken("a hospital page on a route without hospital access"))
    }
}
