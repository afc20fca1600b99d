//! Two people answered the same question at once: both answers side by side, and which one stays, in the reader's language.
//!
//! The page of registrations and settings compares fields in English; here an answer is one thing, with a name beside it.

use askama::Template;
use holdfast_core::decide::questionnaire::{day, in_words, sent_in_words};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::utc_day;

use super::desk::{Desk, Frame};
use super::language::Spoken;
use super::words::{self, Words};
use crate::app::answers::Both;
use crate::web::Layout;

#[derive(Template)]
#[template(path = "answers/both.html")]
pub(super) struct BothPage {
    pub(super) layout: Layout,
    pub(super) frame: Frame,
    pub(super) w: &'static Words,
    pub(super) asks: String,
    pub(super) theirs: String,
    pub(super) theirs_by: String,
    pub(super) mine: String,
    pub(super) action: String,
    pub(super) list: String,
    pub(super) version: u32,
    pub(super) values: Fields,
}

impl BothPage {
    pub(super) fn new(layout: Layout, desk: &Desk, spoken: Spoken, both: &Both, values: &Fields) -> Self {
        let language = spoken.language;
        let asked = &both.asked;
        let counts = asked.counts.as_deref().map(|c| words::counted(language, c));
        let on = |at: jiff::Timestamp| day(utc_day(at)).in_language(language).to_owned();
        let (theirs, theirs_by) = match (&asked.said, asked.passed_on.last()) {
            (Some(given), _) if given.is_fresh => {
                let said = in_words(&given.said, counts).in_language(language).to_owned();
                (said, format!("{}, {}", given.by, on(given.at)))
            }
            (_, Some(p)) => {
                let name = p.to.name();
                (name.in_language(language).to_owned(), format!("{}, {}", p.by, on(p.at)))
            }
            _ => (String::new(), String::new()),
        };
        // Everything the form sent goes along, so that choosing one's own loses nothing.
        let values = values.iter().filter(|(k, _)| !matches!(*k, "version" | "keep"));
        Self {
            w: spoken.words(),
            asks: asked.asks.in_language(language).to_owned(),
            theirs,
            theirs_by,
            mine: sent_in_words(&both.mine, counts).in_language(language).to_owned(),
            action: desk.at(asked.ask.as_str()),
            list: desk.base.clone(),
            version: asked.version,
            values: values.map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            layout,
            frame: Frame { here: desk.here.clone(), spoken, may_switch: false },
        }
    }
}
