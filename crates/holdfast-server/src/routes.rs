//! The one way to add a route: with the access it needs. A handler never sees a request that was not let through.
//!
//! `Routes` keeps a table of every route, so a test can try each one as a stranger.

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};
use holdfast_core::model::Action;

use crate::App;
use crate::auth::authorize;
use crate::auth::cookie::CookieName;
use crate::web::WebError;

/// What a visitor needs before a handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Anyone, but few times a minute from one address: sign-in, registration, invitations, help.
    PublicLimited,
    /// The holder of a saved draft (a registration or application), by its cookie or mailed link.
    Draft,
    /// As `Draft`, to change it: counted by draft, because a registration is many answers from one address.
    DraftAnswer(CookieName),
    /// Whoever holds a learner's link, named by `{token}` in the path. What is sent is counted by link, because a whole meeting sends
    /// from one address.
    Learner,
    /// Anyone signed in.
    SignedIn,
    /// A program role that allows the action.
    Program(Action),
    /// A role at the hospital named by `{ccn}` in the path that allows the action. The handler gets a `HospitalScope`.
    Hospital(Action),
    /// As `Program`, in the API: a bearer token instead of a cookie, an error body instead of a page.
    ApiProgram(Action),
    /// As `Hospital`, in the API.
    ApiHospital(Action),
    /// As `SignedIn`, in the API.
    ApiSignedIn,
    /// Anyone, in the API. Calls without a token are counted by address.
    ApiPublic,
    /// As `PublicLimited`, in the API.
    ApiLimited,
    /// As `Draft`, in the API: the draft's token as bearer.
    ApiDraft,
    /// As `Learner`, in the API: the last part of the link as bearer.
    ApiLearner,
    /// A machine, by its signature over the body: see [`crate::auth::machine`].
    ApiMachine,
}

impl Access {
    /// Whether failures are answered with JSON.
    pub fn is_api(self) -> bool {
        matches!(
            self,
            Self::ApiProgram(_)
                | Self::ApiHospital(_)
                | Self::ApiSignedIn
                | Self::ApiPublic
                | Self::ApiLimited
                | Self::ApiDraft
                | Self::ApiLearner
                | Self::ApiMachine
        )
    }

    /// One word for the table.
    pub fn label(self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::PublicLimited => "public, rate limited".to_owned(),
            Self::Draft => "holder of the draft".to_owned(),
            Self::DraftAnswer(_) => "holder of the draft, counted by draft".to_owned(),
            Self::Learner => "holder of a learner's link, counted by link".to_owned(),
            Self::SignedIn => "signed in".to_owned(),
            Self::Program(a) => format!("program: {}", a.key()),
            Self::Hospital(a) => format!("hospital: {}", a.key()),
            Self::ApiProgram(a) => format!("api program: {}", a.key()),
            Self::ApiHospital(a) => format!("api hospital: {}", a.key()),
            Self::ApiSignedIn => "api signed in".to_owned(),
            Self::ApiPublic => "api public, rate limited".to_owned(),
            Self::ApiLimited => "api public, few a minute".to_owned(),
            Self::ApiDraft => "api holder of the draft".to_owned(),
            Self::ApiLearner => "api holder of a learner's link, counted by link".to_owned(),
            Self::ApiMachine => "api machine, by its signature".to_owned(),
        }
    }
}

/// One route of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRow {
    /// `GET` or `POST` (the API also uses `PUT` and `DELETE`).
    pub method: &'static str,
    /// The path pattern.
    pub path: &'static str,
    /// What it needs.
    pub access: Access,
}

/// Routes being gathered.
pub struct Routes {
    app: App,
    router: Router<App>,
    table: Vec<RouteRow>,
}

macro_rules! verb {
    ($(#[$doc:meta])* $name:ident, $method:literal) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
        where
            H: Handler<T, App>,
            T: 'static,
        {
            self.route($method, path, access, routing::$name(handler))
        }
    };
}

impl Routes {
    /// No routes yet.
    pub fn new(app: App) -> Self {
        Self { app, router: Router::new(), table: Vec::new() }
    }

    verb!(
        /// Adds a page or resource to read.
        get, "GET"
    );
    verb!(
        /// Adds a form or call that changes something.
        post, "POST"
    );
    verb!(
        /// Adds an API call that replaces something.
        put, "PUT"
    );
    verb!(
        /// Adds an API call that removes something.
        delete, "DELETE"
    );

    fn route(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        to: MethodRouter<App>,
    ) -> Self {
        let guarded = to.route_layer(from_fn_with_state((self.app.clone(), access), authorize::guard));
        self.table.push(RouteRow { method, path, access });
        self.router = self.router.route(path, guarded);
        self
    }

    /// The routes so far.
    pub fn table(&self) -> &[RouteRow] {
        &self.table
    }

    /// The router and the table of all its routes. An address without a route passes the guard too, so that its page
    /// knows who is signed in.
    pub fn finish(self) -> (Router<App>, Vec<RouteRow>) {
        let guard = from_fn_with_state((self.app.clone(), Access::Public), authorize::guard);
        let nothing = routing::any(nothing_here).layer(guard);
        (self.router.fallback(nothing), self.table)
    }
}

async fn nothing_here() -> WebError {
    WebError::not_found("There is no page at this address.")
}
