//! Letters the program writes, each a typed value with a plain-text and an HTML face, and how a written one leaves.

pub mod carrier;
pub mod learner;
pub mod message;
pub mod smtp;

use askama::Template;

/// A letter: what it is, its subject, and both its faces, rendered from the same value.
pub trait Letter: Send + Sync {
    /// The kind, for the outbox and for tests: `resume-link`.
    fn kind(&self) -> &'static str;
    /// The subject line.
    fn subject(&self) -> String;
    /// The plain-text face.
    fn text(&self) -> Result<String, askama::Error>;
    /// The HTML face.
    fn html(&self) -> Result<String, askama::Error>;
}

/// One plain paragraph letter with at most one link: what most letters are.
#[derive(Clone, Debug)]
pub struct Note {
    /// The kind.
    pub kind: &'static str,
    /// The subject line.
    pub subject: String,
    /// The program's name, to sign with.
    pub program_name: String,
    /// The help phone, when set.
    pub help_phone: Option<String>,
    /// Paragraphs, in order.
    pub paragraphs: Vec<String>,
    /// A link: its words and its address.
    pub link: Option<(String, String)>,
    /// What the reader should know about the link or the letter, in small print.
    pub small_print: Option<String>,
}

#[derive(Template)]
#[template(path = "mail/note.txt", escape = "none")]
struct NoteText<'a> {
    note: &'a Note,
}

#[derive(Template)]
#[template(path = "mail/note.html")]
struct NoteHtml<'a> {
    note: &'a Note,
}

impl Letter for Note {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn subject(&self) -> String {
        self.subject.clone()
    }

    fn text(&self) -> Result<String, askama::Error> {
        NoteText { note: self }.render()
    }

    fn html(&self) -> Result<String, askama::Error> {
        NoteHtml { note: self }.render()
    }
}
