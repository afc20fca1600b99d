//! Questions put to people, each to the one who knows. A question that machine evidence answers is not asked.

use serde::{Deserialize, Serialize};

use super::{AskId, MeasureId, Provenance};

/// Who knows the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knows {
    /// Whoever looks after computers.
    It,
    /// Human resources.
    Hr,
    /// Nursing.
    Nursing,
    /// Whoever looks after medical devices.
    Biomed,
    /// Finance and purchasing.
    Finance,
    /// Whoever runs the hospital.
    Executive,
}

impl Knows {
    /// Everyone who is asked, in the order pages show them.
    pub const ALL: [Self; 6] =
        [Self::It, Self::Hr, Self::Nursing, Self::Biomed, Self::Finance, Self::Executive];

    /// The key used in files and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::Hr => "hr",
            Self::Nursing => "nursing",
            Self::Biomed => "biomed",
            Self::Finance => "finance",
            Self::Executive => "executive",
        }
    }

    /// The one with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.key() == key)
    }

    /// What people call them, in both languages.
    pub fn name(self) -> Bilingual {
        let es = match self {
            Self::It => "Computadoras y red",
            Self::Hr => "Recursos humanos",
            Self::Nursing => "Enfermería",
            Self::Biomed => "Equipos médicos",
            Self::Finance => "Finanzas y compras",
            Self::Executive => "Dirección del hospital",
        };
        Bilingual::new(self.label(), es)
    }

    /// What people call them.
    pub fn label(self) -> &'static str {
        match self {
            Self::It => "Computers and network",
            Self::Hr => "Human resources",
            Self::Nursing => "Nursing",
            Self::Biomed => "Medical devices",
            Self::Finance => "Finance and purchasing",
            Self::Executive => "Hospital leadership",
        }
    }
}

/// A text in English and Spanish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bilingual {
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
}

/// A language questions are put in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// The tag used in pages, addresses and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The one with this tag.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::English, Self::Spanish].into_iter().find(|l| l.key() == key)
    }
}

impl Bilingual {
    /// The same in both languages, made from both.
    pub fn new(en: impl Into<String>, es: impl Into<String>) -> Self {
        Self { en: en.into(), es: es.into() }
    }

    /// The text in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Spanish => &self.es,
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Its id. Never reused.
    pub id: AskId,
    /// Who knows.
    pub knows: Knows,
    /// The question.
    pub asks: Bilingual,
    /// What helps to answer it.
    pub hint: Option<Bilingual>,
    /// The measures a yes speaks for. Never empty.
    pub answers: Vec<MeasureId>,
    /// Where it comes from.
    pub provenance: Provenance,
}
