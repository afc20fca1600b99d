//! What a visitor reads when a request cannot be served: what happened, and what to do next. Never an inner detail.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::layout::Layout;
use super::page::render;
use crate::App;
use crate::auth::Visitor;

/// Why a page is not shown.
#[derive(Clone, Debug)]
pub enum WebError {
    /// Nobody is signed in; go and do so.
    SignInFirst,
    /// Signed in by a link alone; a passkey or recovery codes come before work for the program.
    SetUpFirst,
    /// A machine whose signature does not fit its key, or that is not known here.
    NotTheMachine,
    /// Signed in, but the role does not allow it.
    NotAllowed {
        /// What would have been needed, in words.
        needs: String,
    },
    /// There is nothing here.
    NotFound {
        /// What was looked for, in words.
        what: String,
    },
    /// The input cannot be used, and no form is at hand to show it on.
    BadInput {
        /// What is wrong and what to do.
        what: String,
    },
    /// Someone else changed it first.
    Conflict {
        /// What to do.
        what: String,
    },
    /// It was done before, or there is nothing to do it to.
    NothingToDo {
        /// Why.
        what: String,
    },
    /// The address is right, the method is not.
    WrongMethod,
    /// A body of a kind that is not read here.
    WrongKind,
    /// A form that another site sent.
    ForeignForm,
    /// A link that was used, ran out, or never was.
    DeadLink,
    /// Too many tries.
    SlowDown {
        /// Seconds to wait.
        wait_s: u32,
    },
    /// The body is larger than a form can be.
    TooLarge,
    /// The disk is full.
    Full,
    /// A sealed file that cannot be opened, or none that can be sealed now.
    Sealed {
        /// Why and what to do.
        what: String,
    },
    /// Our fault. The detail is logged, not shown.
    Broken {
        /// For the log.
        detail: String,
    },
}

impl WebError {
    /// A fault of ours, with a detail for the log.
    pub fn broken(detail: impl std::fmt::Display) -> Self {
        Self::Broken { detail: detail.to_string() }
    }

    /// Something that is not there.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignInFirst | Self::NotTheMachine => StatusCode::UNAUTHORIZED,
            Self::SetUpFirst | Self::NotAllowed { .. } | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::BadInput { .. } => StatusCode::BAD_REQUEST,
            Self::Conflict { .. } | Self::NothingToDo { .. } => StatusCode::CONFLICT,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::WrongKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::DeadLink => StatusCode::GONE,
            Self::SlowDown { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Sealed { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A heading and what to do next.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::SignInFirst => ("Sign in first", "You need to sign in to see this page.".to_owned()),
            Self::SetUpFirst => (
                "Make a way to sign in first",
                "You came in by a link that works once. Make a passkey or print recovery codes, then go on.".to_owned(),
            ),
            Self::NotTheMachine => (
                "This is not signed by a machine known here",
                "Enrol the machine with a token of its hospital, and send again.".to_owned(),
            ),
            Self::NotAllowed { needs } => (
                "You cannot open this page",
                format!("It needs a role that you do not hold: {needs}. Ask your hospital's administrator, or the program office."),
            ),
            Self::NotFound { what } => {
                ("We cannot find that", format!("{what} Check the address, or search for the hospital."))
            }
            Self::BadInput { what } => ("That did not work", what.clone()),
            Self::Conflict { what } => ("Someone else changed this first", what.clone()),
            Self::NothingToDo { what } => ("There is nothing to do here", what.clone()),
            Self::WrongMethod => (
                "That did not work",
                "This address cannot be used that way, and nothing was changed. Go to the start page and try from there.".to_owned(),
            ),
            Self::WrongKind => (
                "That did not work",
                "What was sent is of a kind we do not read here, and nothing was changed. Go back and send the form again.".to_owned(),
            ),
            Self::ForeignForm => (
                "That did not work",
                "The form came from another site, so it was not accepted. Open the portal again and send it from there.".to_owned(),
            ),
            Self::DeadLink => (
                "This link no longer works",
                "It was used before, or it ran out. Nothing you entered is lost. Ask for a new link below.".to_owned(),
            ),
            Self::SlowDown { wait_s } => {
                ("Please wait a moment", format!("There were too many tries from your network, so nothing was changed. Wait {wait_s} seconds, go back, and send it again."))
            }
            Self::TooLarge => (
                "That is too much text",
                "What you sent is larger than this form can take. Go back, shorten it, and send it again. Nothing was changed.".to_owned(),
            ),
            Self::Full => (
                "We cannot save just now",
                "Our disk is full, so nothing was changed. What you entered before is safe. Call us, and try again later.".to_owned(),
            ),
            Self::Sealed { what } => ("Files cannot be opened or kept just now", what.clone()),
            Self::Broken { .. } => (
                "Something went wrong on our side",
                "What you entered before is safe. Try again in a minute. If it keeps happening, call us.".to_owned(),
            ),
        }
    }
}

/// The page for an error.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    heading: &'static str,
    next: String,
    offer_sign_in: bool,
    offer_new_link: bool,
}

impl IntoResponse for WebError {
    /// A bare status with the error beside it; [`dress`] makes the page or JSON of it, with the frame of the portal.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::SlowDown { wait_s } = &self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*wait_s));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Dresses errors that handlers and the guard left bare.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_api = path.starts_with("/api/") || path.starts_with("/taxii2/");
    let wanted = request.uri().path_and_query().map_or(path.clone(), |p| p.as_str().to_owned());
    let mut response = next.run(request).await;
    let error = match response.extensions_mut().remove::<WebError>() {
        Some(error) => error,
        None => match bare_status(&response) {
            Some(error) => error,
            None => return response,
        },
    };
    if let WebError::Broken { detail } = &error {
        tracing::error!(detail, "A request failed on our side");
    }
    let (heading, next) = if is_api { crate::api::error::words(&error) } else { error.words() };
    let mut dressed = if is_api {
        let body = serde_json::json!({ "error": heading, "next": next });
        (error.status(), axum::Json(body)).into_response()
    } else if matches!(error, WebError::SignInFirst | WebError::SetUpFirst) {
        let to = if matches!(error, WebError::SignInFirst) { "/sign-in" } else { "/set-up-sign-in" };
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &wanted).finish();
        return Redirect::to(&format!("{to}?{query}")).into_response();
    } else {
        let visitor = response.extensions_mut().remove::<Visitor>().unwrap_or_default();
        let dead = matches!(error, WebError::DeadLink).then(|| dead_link(&path));
        let page = ErrorPage {
            layout: Layout::new(&app, &visitor),
            heading,
            next: dead.map_or(next, |(says, _)| says.to_owned()),
            offer_sign_in: matches!(error, WebError::NotAllowed { .. }),
            offer_new_link: dead.is_some_and(|(_, at_new_link)| at_new_link),
        };
        (error.status(), render(&page)).into_response()
    };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers_mut().remove(&name) {
            dressed.headers_mut().insert(name, value);
        }
    }
    dressed
}

/// What to do about a dead link, by what it was for, and whether the page for new links sends another. Each kind of link
/// is made by somebody, and only they make a new one.
fn dead_link(path: &str) -> (&'static str, bool) {
    let of = |start: &str| path.starts_with(start);
    if of("/join/") {
        (
            "The invitation was used before, was taken back, or ran out. Ask the person who invited you for a new one. If you have a sign-in already, sign in.",
            false,
        )
    } else if of("/administrator/") {
        (
            "The letter was used before, or ran out. Ask the person at your hospital who named you to send it again: on the hospital's page, under “Name an administrator”.",
            false,
        )
    } else if of("/help/r/") {
        (
            "The link to this request ran out. Your request and our answers are kept. Call us and say its reference number, or ask again with the form for help.",
            false,
        )
    } else if of("/reported/") {
        (
            "No reported mail is behind this link. Open the link again as it was shown when you reported the mail, or ask your hospital's IT for the answer.",
            false,
        )
    } else if of("/learn/") {
        (
            "This link opens nothing, or it was ended. Ask whoever runs training at your hospital for a new one. If a mail looks odd, call your hospital's IT.",
            false,
        )
    } else if of("/operator/") {
        (
            "It was used before, ran out, or a newer one was made. On the machine that runs the portal, type “holdfast operator-link” for a new one.",
            false,
        )
    } else if of("/questions") {
        (
            "It ran out, it was ended, or someone else is asked now. What you answered is kept. Open the link in your mail again, or ask the person at your hospital who invited you for a new one.",
            false,
        )
    } else if of("/calendar/") {
        (
            "Someone at the hospital ended this calendar link, or it ran out. An administrator or IT person of the hospital makes a new one on its page of dates.",
            false,
        )
    } else {
        ("It was used before, or it ran out. Nothing you entered is lost. Ask for a new link below.", true)
    }
}

/// Errors that layers below made without our type: a route that is not there, a body too large, a form that does not parse.
fn bare_status(response: &Response) -> Option<WebError> {
    let typed = response.headers().get(header::CONTENT_TYPE);
    let is_ours = typed.and_then(|t| t.to_str().ok()).is_some_and(|t| !t.starts_with("text/plain"));
    if is_ours {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(WebError::not_found("There is no page at this address.")),
        StatusCode::METHOD_NOT_ALLOWED => Some(WebError::WrongMethod),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(WebError::WrongKind),
        StatusCode::PAYLOAD_TOO_LARGE => Some(WebError::TooLarge),
        StatusCode::FORBIDDEN => Some(WebError::ForeignForm),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Some(WebError::BadInput {
            what: "The form could not be read. Go back, check it, and send it again. Nothing was changed."
                .to_owned(),
        }),
        StatusCode::REQUEST_TIMEOUT => Some(WebError::broken("timed out")),
        StatusCode::INTERNAL_SERVER_ERROR => Some(WebError::broken("a layer failed")),
        _ => None,
    }
}
