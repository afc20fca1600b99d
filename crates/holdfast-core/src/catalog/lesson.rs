//! Lessons: what staff learn in a few minutes and what IT staff do with their hands, in English and Spanish, and who owes which.
//!
//! A page is a list of blocks and knows nothing of HTML or paper. Who has learnt what is no part of it.

use serde::{Deserialize, Serialize};

use super::{Bilingual, Language, LessonId, MeasureId, PackId, Provenance, SafeguardId};
use crate::Date;

/// For whom a lesson is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonKind {
    /// For everyone: three to five minutes, one behaviour.
    Frontline,
    /// For IT staff: done by hand, with a proof.
    Lab,
}

/// One lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its id. Never reused.
    pub id: LessonId,
    /// What it is called in lists, like `F1`.
    pub number: String,
    /// For whom.
    pub kind: LessonKind,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// The day it came: whoever was here before is asked for it from then on.
    pub since: Date,
    /// Safeguards it bears on.
    pub helps: Vec<SafeguardId>,
    /// Its name.
    pub name: Bilingual,
    /// The one thing a person does afterwards.
    pub behaviour: Bilingual,
    /// What a lab leaves behind; `None` for other lessons.
    pub proof: Option<LabProof>,
    /// The page in English. The Spanish one has the same blocks in the same order.
    pub en: Vec<Block>,
    /// The page in Spanish.
    pub es: Vec<Block>,
    /// Where its claims come from.
    pub provenance: Provenance,
}

impl Lesson {
    /// The page in a language.
    pub fn page(&self, language: Language) -> &[Block] {
        match language {
            Language::English => &self.en,
            Language::Spanish => &self.es,
        }
    }

    /// Its counted questions in a language, in order.
    pub fn checks(&self, language: Language) -> impl Iterator<Item = &Asked> {
        self.page(language).iter().filter_map(|block| match block {
            Block::Check(asked) => Some(asked),
            _ => None,
        })
    }
}

/// What a lab leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabProof {
    /// The measure it bears on.
    pub measure: MeasureId,
    /// What is handed in.
    pub hand_in: Bilingual,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading within the page.
    Heading(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(List),
    /// A story.
    Scene(Vec<Block>),
    /// A decision in the story. It counts for nothing.
    Choice(Asked),
    /// What to do right away.
    DoThisNow(Vec<Block>),
    /// What a lab's proof is made of.
    Proof(Vec<Block>),
    /// A counted question.
    Check(Asked),
}

/// A list, each item of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Whether its order matters, so that it has numbers.
    pub is_ordered: bool,
    /// The items.
    pub items: Vec<Text>,
}

/// A question with its options, one of them right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked.
    pub asks: Text,
    /// Two to four.
    pub options: Vec<LessonOption>,
}

impl Asked {
    /// The place of the right option.
    pub fn right(&self) -> Option<usize> {
        self.options.iter().position(|option| option.is_right)
    }
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonOption {
    /// Whether it is the right one.
    pub is_right: bool,
    /// What a person may choose.
    pub says: Text,
    /// What is told whoever chose it.
    pub answer: Text,
}

/// A text of pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text(pub Vec<Piece>);

impl Text {
    /// The words alone.
    pub fn words(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// A stretch of text in one manner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The manner.
    pub manner: Manner,
    /// The words.
    pub text: String,
}

/// How a stretch of text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// Not at all.
    Plain,
    /// Strongly.
    Strong,
    /// With stress.
    Stress,
    /// To be typed as it stands.
    Code,
}

/// Who takes which lessons, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// Its id. Never reused.
    pub id: PackId,
    /// What people call it.
    pub name: Bilingual,
    /// Who belongs to it, in one sentence.
    pub who: Bilingual,
    /// Its lessons, in the order to take them.
    pub lessons: Vec<LessonId>,
    /// Days from the first day of work until the first lessons are due; 0 means before the first shift.
    pub first_due_days: u16,
    /// Days after which a lesson is asked for again.
    pub retest_days: u16,
    /// Days from the first day of work until labs are due; `None` where it has none.
    pub labs_due_days: Option<u16>,
    /// Where its rule comes from.
    pub provenance: Provenance,
}

/// All lessons, and who owes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lessons {
    /// The lessons, in order of their numbers.
    pub lessons: Vec<Lesson>,
    /// Role packs, in file order.
    pub packs: Vec<Pack>,
}

impl Lessons {
    /// A lesson by id.
    pub fn lesson(&self, id: &LessonId) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == *id)
    }

    /// A role pack by id.
    pub fn pack(&self, id: &PackId) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == *id)
    }
}
