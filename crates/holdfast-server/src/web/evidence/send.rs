//! The form by which a file comes in, and how its parts are read. What was typed comes back when something does not fit; the
//! file does not, because browsers keep none.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Catalog, Measure, Safeguard};
use holdfast_core::decide::entry::kinds_sent_in;
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::HospitalScope;
use holdfast_import::evidence_file::MOST_FILE_BYTES;
use serde::Deserialize;

use crate::App;
use crate::app::SentFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{Choice, FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Largest form with a file, in bytes: the file and what is typed beside it. A little more, so that a file somewhat too
/// large is told what is wrong on its form.
pub(crate) const MOST_UPLOAD_BYTES: usize = MOST_FILE_BYTES + 1024 * 1024;

/// Longest text of one field, in bytes.
const MOST_FIELD_BYTES: usize = 128 * 1024;

/// A form with a file, read.
pub(crate) struct Upload {
    /// What was typed.
    pub(crate) fields: Fields,
    /// The file, when one was chosen.
    pub(crate) file: Option<SentFile>,
}

/// Why a form with a file could not be read.
pub(crate) fn unreadable(status: StatusCode) -> WebError {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::BadInput {
            what: "The file is larger than 10 MB. Go back, and send the pages that matter as a PDF of their own. Nothing was changed.".to_owned(),
        },
        _ => WebError::BadInput {
            what: "The form did not arrive whole; the line may have dropped. Go back: what you typed is still there. Send it again.".to_owned(),
        },
    }
}

impl FromRequest<App> for Upload {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let parts = Multipart::from_request(request, app).await;
        let mut parts = parts.map_err(|e: MultipartRejection| match e {
            MultipartRejection::InvalidBoundary(_) => WebError::WrongKind,
            other => unreadable(other.status()),
        })?;
        let mut upload = Self { fields: Fields::default(), file: None };
        while let Some(part) = parts.next_field().await.map_err(|e| unreadable(e.status()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let declared = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|e| unreadable(e.status()))?;
            match declared {
                Some(declared) if name == "file" => {
                    upload.file = Some(SentFile { name: declared, bytes: Arc::from(&bytes[..]) });
                }
                _ if bytes.len() > MOST_FIELD_BYTES => return Err(WebError::TooLarge),
                _ => upload.fields.set(name, String::from_utf8_lossy(&bytes).into_owned()),
            }
        }
        Ok(upload)
    }
}

/// Which measure the file is about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    measure: String,
}

#[derive(Template)]
#[template(path = "evidence/send.html")]
pub(super) struct SendPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    measure: String,
    says: String,
    counts: String,
    kinds: Vec<Choice>,
    /// Measures a file can prove, when none was chosen: its safeguard, id and words.
    choose: Vec<(String, String, String)>,
    pub(super) t: FormView,
}

impl SendPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        about: Option<(&Safeguard, &Measure)>,
        t: FormView,
    ) -> Self {
        let mut choose = Vec::new();
        if about.is_none() {
            let can = |m: &Measure| kinds_sent_in(catalog, m).next().is_some();
            let named = catalog.measures().filter(|(_, m)| can(m));
            choose.extend(
                named.map(|(s, m)| (format!("{} {}", s.code, s.name), m.id.to_string(), m.says.clone())),
            );
        }
        let measure = about.map(|(_, m)| m);
        let kinds = measure.into_iter().flat_map(|m| kinds_sent_in(catalog, m));
        Self {
            layout,
            here,
            problems: Problems::from(&t),
            measure: measure.map(|m| m.id.to_string()).unwrap_or_default(),
            says: measure.map(|m| m.says.clone()).unwrap_or_default(),
            counts: measure.and_then(|m| m.counts.clone()).unwrap_or_default(),
            kinds: Choice::all("kind", kinds.map(|k| (k.id.to_string(), k.name.clone(), k.says.clone()))),
            choose,
            t,
        }
    }

    fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        measure: &str,
        t: FormView,
    ) -> Result<Self, WebError> {
        let about = if measure.is_empty() { None } else { Some(app.measure(measure)?) };
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Evidence);
        Ok(Self::new(layout(app, visitor), here, &app.catalog, about, t))
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(about): Query<About>,
) -> Result<Response, WebError> {
    Ok(render(&SendPage::load(&app, &visitor, &actor, scope, &about.measure, FormView::blank(""))?))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload,
) -> Result<Response, WebError> {
    let Upload { fields, file } = upload;
    let measure = fields.get("measure").to_owned();
    let speaker = actor.speaker(scope.ccn());
    match app.send_evidence(scope, &speaker, &measure, &fields, file).await? {
        Ok(_) => {
            Ok(Redirect::to(&format!("/hospital/{}/measures/{measure}?done=sent", scope.ccn()))
                .into_response())
        }
        Err(errors) => {
            let t = FormView { prefix: "", fields, errors };
            let page = SendPage::load(&app, &visitor, &actor, scope, &measure, t)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
