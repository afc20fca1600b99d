//! `/learn/{token}/badges`: the badges a learner has earned, and each as a file to take along.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::catalog::Language;
use holdfast_core::decide::badge::Feat;
use holdfast_core::model::day_in_words;
use serde::Deserialize;

use super::{Frame, Lost, digest, lost, spoken};
use crate::App;
use crate::app::AppError;
use crate::app::training::{BadgeFile, BadgeLine};
use crate::auth::Visitor;
use crate::web::save::to_save;
use crate::web::{Layout, render};

/// The language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    lang: String,
}

/// A badge of the list.
pub(super) struct Line {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) says: String,
    pub(super) when: String,
    pub(super) taken_back: Option<String>,
}

#[derive(Template)]
#[template(path = "learn/badges.html")]
pub(super) struct BadgesPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) b: &'static BadgeWords,
    pub(super) badges: Vec<Line>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match load(&app, &visitor, &token, &asked).await {
        Ok(page) => render(&page),
        Err(why) => lost::answer(&app, &visitor, why),
    }
}

async fn load(app: &App, visitor: &Visitor, token: &str, asked: &Asked) -> Result<BadgesPage, Lost> {
    let desk = app.learner_behind(&digest(token)).await?;
    let language = spoken(&asked.lang, desk.learner.person.language);
    let b = badge_words(language);
    let line = |line: BadgeLine| {
        let (achievement, until) = (&line.earned.achievement, line.earned.until);
        let until =
            until.map_or_else(|| b.for_good.to_owned(), |day| format!("{} {}", b.until, said(day, language)));
        Line {
            key: achievement.feat.to_string(),
            name: achievement.name.in_language(language).to_owned(),
            says: achievement.description.in_language(language).to_owned(),
            when: format!("{} {}. {until}", b.earned, said(line.earned.on, language)),
            taken_back: line.taken_back,
        }
    };
    Ok(BadgesPage {
        badges: app.badges_of(&desk).await?.into_iter().map(line).collect(),
        layout: Layout::new(app, visitor),
        frame: Frame::new(token, language, false),
        b,
    })
}

fn said(day: holdfast_core::Date, language: Language) -> String {
    match language {
        Language::English => day_in_words(day),
        Language::Spanish => day.strftime("%d/%m/%Y").to_string(),
    }
}

pub(super) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path((token, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    match make(&app, &token, &file, &asked).await {
        Ok((name, kind, bytes)) => to_save(&name, kind.media_type(), bytes),
        Err(e) => lost::answer(&app, &visitor, e.into()),
    }
}

async fn make(
    app: &App,
    token: &str,
    file: &str,
    asked: &Asked,
) -> Result<(String, BadgeFile, Vec<u8>), AppError> {
    let desk = app.learner_behind(&digest(token)).await?;
    let none = || AppError::not_found("There is no such file. The list of badges has yours.");
    let (key, ending) = file.rsplit_once('.').ok_or_else(none)?;
    let kind = BadgeFile::from_ending(ending).ok_or_else(none)?;
    let feat = Feat::from_key(key).ok_or_else(none)?;
    let language = spoken(&asked.lang, desk.learner.person.language);
    let bytes = app.badge_file(&desk, &feat, kind, language).await?;
    // The name of the file is of our own making: the feat read back, and an ending from a fixed set.
    Ok((format!("{feat}.{ending}"), kind, bytes))
}

/// The words of the page.
pub(super) struct BadgeWords {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) none: &'static str,
    pub(super) earned: &'static str,
    pub(super) until: &'static str,
    pub(super) for_good: &'static str,
    pub(super) taken_back: &'static str,
    pub(super) save_png: &'static str,
    pub(super) save_svg: &'static str,
    pub(super) save_jwt: &'static str,
    pub(super) what_in_it: &'static str,
    pub(super) what_in_it_says: &'static str,
    pub(super) check: &'static str,
    pub(super) back: &'static str,
}

/// The words of a language.
pub(super) fn badge_words(language: Language) -> &'static BadgeWords {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

const ENGLISH: BadgeWords = BadgeWords {
    title: "My badges",
    lead: "A badge shows others what you have learned. It is yours: save it, and add it to a wallet or a page of your own.",
    none: "No badge yet. You get one when all lessons of your group are done, and one for each lab.",
    earned: "Earned on",
    until: "It holds until",
    for_good: "It does not run out.",
    taken_back: "This badge was taken back. The reason:",
    save_png: "Save as a picture (PNG)",
    save_svg: "Save as a picture (SVG)",
    save_jwt: "Save as a file (JWT)",
    what_in_it: "What a badge says about you",
    what_in_it_says: "It names what you learned and when. It does not name your hospital. It holds your mail address as a code that \
        nobody can read back; if your hospital has no mail address for you, it holds your name.",
    check: "Anybody can check a badge",
    back: "My lessons",
};

const SPANISH: BadgeWords = BadgeWords {
    title: "Mis insignias",
    lead: "Una insignia muestra a otros lo que usted aprendió. Es suya: guárdela y póngala en una cartera digital o en su propia página.",
    none: "Todavía no tiene insignias. Recibe una cuando termina todas las lecciones de su grupo, y una por cada práctica.",
    earned: "Obtenida el",
    until: "Vale hasta el",
    for_good: "No vence.",
    taken_back: "Esta insignia fue retirada. El motivo:",
    save_png: "Guardar como imagen (PNG)",
    save_svg: "Guardar como imagen (SVG)",
    save_jwt: "Guardar como archivo (JWT)",
    what_in_it: "Qué dice de usted una insignia",
    what_in_it_says: "Dice qué aprendió y cuándo. No dice en qué hospital. Lleva su dirección de correo como un código que nadie puede \
        leer; si su hospital no tiene su dirección de correo, lleva su nombre.",
    check: "Cualquiera puede comprobar una insignia",
    back: "Mis lecciones",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders_and_escapes() {
        for language in [Language::English, Language::Spanish] {
            for n in [0, 1, 20] {
                let line = |i: usize| Line {
                    key: format!("pack-{i}"),
                    name: "<i>bad".to_owned(),
                    says: "<i>bad".repeat(10),
                    when: "<i>bad".to_owned(),
                    taken_back: (i == 1).then(|| "<i>bad".to_owned()),
                };
                let page = BadgesPage {
                    layout: Layout::default(),
                    frame: Frame::new("t", language, false),
                    b: badge_words(language),
                    badges: (0..n).map(line).collect(),
                };
                let html = page.render().expect("a page");
                assert!(!html.contains("<i>bad") && html.matches("<h1").count() == 1);
            }
        }
    }
}
