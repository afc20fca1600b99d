//! Answers in words, in both languages. The one place that says them, so that page, paper and API say the same.

use super::{Said, Sent};
use crate::Date;
use crate::catalog::Bilingual;
use crate::model::{Finding, day_in_words};

const MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A day as people write it in each language: "March 2, 2026", "2 de marzo de 2026".
pub fn day(date: Date) -> Bilingual {
    let month = usize::try_from(date.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).unwrap_or(&"");
    Bilingual::new(day_in_words(date), format!("{} de {month} de {}", date.day(), date.year()))
}

/// "Yes", "11 of 96 devices", "No". What is counted has a name in English alone; in Spanish the numbers stand for themselves.
pub fn finding_in_words(finding: Finding, counts: Option<&str>) -> Bilingual {
    match finding {
        Finding::Met => Bilingual::new("Yes", "Sí"),
        Finding::NotMet => Bilingual::new("No", "No"),
        Finding::Partly(c) => {
            let counted = counts.map(|counts| format!(" {counts}")).unwrap_or_default();
            Bilingual::new(format!("{c}{counted}"), format!("{} de {}", c.n(), c.of()))
        }
    }
}

/// What was said, in words.
pub fn in_words(said: &Said, counts: Option<&str>) -> Bilingual {
    match said {
        Said::Finds(finding) => finding_in_words(*finding, counts),
        Said::NotApplicable { reason, until, .. } => not_applicable(reason, *until),
        Said::Differs => {
            Bilingual::new("Answered in parts, not all alike", "Respondida por partes, no todas iguales")
        }
    }
}

/// What somebody is about to say, in words.
pub fn sent_in_words(sent: &Sent, counts: Option<&str>) -> Bilingual {
    match sent {
        Sent::Finds(finding) => finding_in_words(*finding, counts),
        Sent::Ask(knows) => {
            let name = knows.name();
            Bilingual::new(format!("Ask: {}", name.en), format!("Preguntar a: {}", name.es))
        }
        Sent::NotApplicable { reason, until, .. } => not_applicable(reason, *until),
    }
}

fn not_applicable(reason: &str, until: Date) -> Bilingual {
    let day = day(until);
    Bilingual::new(
        format!("Does not apply, until {}: {reason}", day.en),
        format!("No aplica, hasta el {}: {reason}", day.es),
    )
}
