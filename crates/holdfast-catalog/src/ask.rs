//! `questions/*.toml`: what people are asked, in English and Spanish, and which measures a yes speaks for.
//!
//! The forms of programs that take applications are read elsewhere, from the program's own file.

use holdfast_core::catalog::{Ask, AskId, Bilingual, Catalog, Knows, MeasureId};

use crate::follow::{Names, Trail};
use crate::row::Row;

const KNOWS: &[(&str, Knows)] = &[
    ("it", Knows::It),
    ("hr", Knows::Hr),
    ("nursing", Knows::Nursing),
    ("biomed", Knows::Biomed),
    ("finance", Knows::Finance),
    ("executive", Knows::Executive),
];

/// Reads a file of `[[question]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("question", "question") {
        catalog.asks.extend(ask(&mut row, trail));
        row.done();
    }
    file.done();
}

fn ask(row: &mut Row<'_>, trail: &mut Trail) -> Option<Ask> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Ask, row, id);
    }
    let knows = row.one_of("for", KNOWS);
    let asks = row.string("asks").zip(row.string("asks_es")).map(|(en, es)| Bilingual { en, es });
    let hint = match (row.maybe_string("hint"), row.maybe_string("hint_es")) {
        (Some(en), Some(es)) => Some(Bilingual { en, es }),
        (None, None) => None,
        (Some(_), None) => {
            row.fault_at("hint", format!("{} has a hint in English only; add `hint_es`", row.what()));
            None
        }
        (None, Some(_)) => {
            row.fault_at("hint_es", format!("{} has a hint in Spanish only; add `hint`", row.what()));
            None
        }
    };
    let answers = row.texts("answers");
    if answers.is_empty() {
        row.lacks("answers", format!("{} speaks for no measure; add `answers = [\"mfa-mail\"]`", row.what()));
    }
    for measure in &answers {
        trail.refers(Names::Measure, row, measure);
    }
    let provenance = row.provenance();
    Some(Ask {
        id: AskId::new(id?.value),
        knows: knows?,
        asks: asks?,
        hint,
        answers: answers.iter().map(|m| MeasureId::new(m.value)).collect(),
        provenance: provenance?,
    })
}
