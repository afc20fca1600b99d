//! Without an account: a learner reports a mail by their own link, and whoever reported one reads the answer. In English and Spanish.

use askama::Template;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{Told, tell};
use serde::Deserialize;

use crate::App;
use crate::app::reported_mail::{MailReporter, SentMail};
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::web::learn::{Lost, lost};
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

/// The words of these pages.
pub(super) struct Words {
    main: &'static str,
    title: &'static str,
    lead: &'static str,
    file: &'static str,
    hint: &'static str,
    forward: &'static str,
    choose: &'static str,
    send: &'static str,
    problem: &'static str,
    now: &'static str,
    why: &'static str,
    note: &'static str,
    answer: &'static str,
    answer_link: &'static str,
    same: &'static str,
    back: &'static str,
    help: &'static str,
    skip: &'static str,
    in_other: &'static str,
}

static ENGLISH: Words = Words {
    main: "Main",
    title: "Report a mail",
    lead: "Does a mail look odd? Send it here. A person looks at it and tells you. Nobody is blamed for pressing something.",
    file: "The mail",
    hint: "Save the mail from your mail program (.eml or .msg) and choose the file, up to 25 MB. We read it here. We do not keep it.",
    forward: "Or forward the mail to this address, best as an attachment. Use your work mail, so that we can answer you:",
    choose: "Choose the mail to report.",
    send: "Report it",
    problem: "There is a problem",
    now: "Do this now",
    why: "What we saw",
    note: "From your IT",
    answer: "The answer will stand on this page of yours. Keep its address:",
    answer_link: "See the answer",
    same: "This mail was reported before. Your hospital has it.",
    back: "My lessons",
    help: "Help",
    skip: "Skip to the content",
    in_other: "En español",
};

static SPANISH: Words = Words {
    main: "Principal",
    title: "Avisar de un correo",
    lead: "¿Un correo le parece raro? Envíelo aquí. Una persona lo mira y le responde. Nadie le culpa por haber pulsado algo.",
    file: "El correo",
    hint: "Guarde el correo (.eml o .msg) y elija el archivo, hasta 25 MB. Lo leemos aquí. No lo guardamos.",
    forward: "O reenvíe el correo a esta dirección, mejor como archivo adjunto. Use su correo del trabajo para que podamos responderle:",
    choose: "Elija el correo del que quiere avisar.",
    send: "Avisar",
    problem: "Hay un problema",
    now: "Haga esto ahora",
    why: "Lo que vimos",
    note: "De su informática",
    answer: "La respuesta estará en esta página suya. Guarde su dirección:",
    answer_link: "Ver la respuesta",
    same: "Ya avisaron de este correo. Su hospital lo tiene.",
    back: "Mis lecciones",
    help: "Ayuda",
    skip: "Ir al contenido",
    in_other: "In English",
};

#[derive(Template)]
#[template(path = "reported_mail/reporter.html")]
pub(super) struct ReporterPage {
    pub(super) layout: Layout,
    pub(super) w: &'static Words,
    pub(super) lang: &'static str,
    other: &'static str,
    hospital: String,
    /// Where the form is sent; empty where none is shown.
    action: String,
    /// Where the mail can be forwarded instead; empty where it cannot.
    address: String,
    /// The learner's own list; empty for whoever has no such link.
    home: String,
    pub(super) wrong: String,
    told: Option<Told>,
    note: String,
    answer_at: String,
    is_again: bool,
}

/// The language asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    lang: String,
}

impl ReporterPage {
    pub(super) fn new(layout: Layout, language: Language, hospital: String) -> Self {
        let (w, other) = match language {
            Language::English => (&ENGLISH, Language::Spanish),
            Language::Spanish => (&SPANISH, Language::English),
        };
        Self {
            layout,
            w,
            lang: language.key(),
            other: other.key(),
            hospital,
            action: String::new(),
            address: String::new(),
            home: String::new(),
            wrong: String::new(),
            told: None,
            note: String::new(),
            answer_at: String::new(),
            is_again: false,
        }
    }

    /// With the form, for the learner of a link.
    pub(super) fn with_form(mut self, token: &str) -> Self {
        self.home = format!("/learn/{token}");
        self.action = format!("/learn/{token}/report-mail?lang={}", self.lang);
        self
    }

    /// With what the reporter is told.
    pub(super) fn with_told(mut self, told: Told, note: &str) -> Self {
        self.told = Some(told);
        self.note = note.to_owned();
        self
    }
}

/// A token as it can stand in an address.
fn plain(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

pub(super) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match shown(&app, &visitor, &token, &asked).await {
        Ok(page) => render(&page),
        Err(why) => lost::answer(&app, &visitor, why),
    }
}

async fn shown(app: &App, visitor: &Visitor, token: &str, asked: &Asked) -> Result<ReporterPage, Lost> {
    let desk = app.learner_behind(&TokenHash::of(token)).await?;
    let language = Language::from_key(&asked.lang).unwrap_or(desk.learner.person.language);
    let page = ReporterPage::new(Layout::new(app, visitor), language, desk.hospital);
    let mut page = page.with_form(&plain(token));
    page.address = app.report_address(desk.scope).await?.own.map(|own| own.to_string()).unwrap_or_default();
    Ok(page)
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    match sent(&app, &visitor, &token, &asked, request).await {
        Ok(answer) => answer,
        Err(why) => lost::answer(&app, &visitor, why),
    }
}

async fn sent(
    app: &App,
    visitor: &Visitor,
    token: &str,
    asked: &Asked,
    request: Request,
) -> Result<Response, Lost> {
    // A mail is large, so none is taken in for a link that opens nothing.
    let desk = app.learner_behind(&TokenHash::of(token)).await?;
    let upload = Upload::<SentMail>::from_request(request, app).await.map_err(Lost::Other)?;
    let language = Language::from_key(&asked.lang).unwrap_or(desk.learner.person.language);
    let page = ReporterPage::new(Layout::new(app, visitor), language, desk.hospital);
    let mut page = page.with_form(&plain(token));
    let taken = match upload.file {
        None => Err(page.w.choose.to_owned()),
        Some(file) => {
            let by = MailReporter::learner(desk.learner.id, desk.learner.person.email);
            app.report_mail(desk.scope, &by, file).await?
        }
    };
    match taken {
        Err(wrong) => {
            page.wrong = wrong;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
        Ok(taken) => {
            let answer = taken.report.answer.as_ref();
            let told = tell(&taken.judged, answer.map(|answer| answer.said), language);
            let note = answer.map_or_else(String::new, |answer| answer.note.clone());
            page.action = String::new();
            page.is_again = taken.is_again;
            page.answer_at = taken
                .token
                .map_or_else(String::new, |token| format!("/reported/{}?lang={}", token.reveal(), page.lang));
            Ok(render(&page.with_told(told, &note)))
        }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (hospital, one) = app.mail_reported_by(&TokenHash::of(&token)).await?;
    let language = Language::from_key(&asked.lang).unwrap_or(Language::English);
    let answer = one.report.answer.as_ref();
    let judged = one.judged.unwrap_or_default();
    let told = tell(&judged, answer.map(|answer| answer.said), language);
    let note = answer.map_or("", |answer| answer.note.as_str());
    Ok(render(&ReporterPage::new(Layout::new(&app, &visitor), language, hospital).with_told(told, note)))
}
