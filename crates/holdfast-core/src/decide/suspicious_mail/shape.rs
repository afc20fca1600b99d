//! The shape of a subject: the words that lures have in common stay, and every other word becomes a gap.
//!
//! Only words of this list ever leave a hospital, so no name, number or diagnosis can, whatever a subject holds. A list of what must not
//! leave would have had to know every name there is.

/// Words of lures, in English and Spanish, in small letters without accents. Ours, after the themes of the lessons: pay, benefits,
/// schedules, accounts, payments, documents, voice mail, deliveries, and what hurries people.
const WORDS: &[&str] = &[
    "acceso",
    "access",
    "accion",
    "account",
    "action",
    "actualizacion",
    "actualizar",
    "alert",
    "alerta",
    "and",
    "approval",
    "approve",
    "archivo",
    "aviso",
    "ayuda",
    "banco",
    "bank",
    "beneficios",
    "benefit",
    "benefits",
    "bill",
    "billing",
    "bonus",
    "by",
    "cambio",
    "cancel",
    "cancelled",
    "change",
    "cloud",
    "compartido",
    "completar",
    "complete",
    "confirm",
    "confirmar",
    "contrasena",
    "correo",
    "cuenta",
    "de",
    "deadline",
    "delivery",
    "deposit",
    "deposito",
    "direct",
    "document",
    "documento",
    "documents",
    "due",
    "el",
    "email",
    "empleados",
    "employee",
    "en",
    "encrypted",
    "enrollment",
    "entrega",
    "error",
    "evaluation",
    "expira",
    "expire",
    "expired",
    "expires",
    "factura",
    "failed",
    "fax",
    "file",
    "final",
    "firma",
    "for",
    "form",
    "formulario",
    "from",
    "handbook",
    "has",
    "help",
    "holiday",
    "horario",
    "hours",
    "hr",
    "immediate",
    "important",
    "importante",
    "in",
    "inbox",
    "incoming",
    "invoice",
    "is",
    "it",
    "la",
    "limit",
    "link",
    "locked",
    "login",
    "mailbox",
    "meeting",
    "mensaje",
    "message",
    "messages",
    "mfa",
    "missed",
    "new",
    "no",
    "nomina",
    "notice",
    "notificacion",
    "notification",
    "nuevo",
    "of",
    "on",
    "open",
    "order",
    "overdue",
    "package",
    "pago",
    "paquete",
    "para",
    "password",
    "past",
    "pay",
    "payment",
    "payroll",
    "pendiente",
    "pending",
    "pin",
    "policy",
    "politica",
    "portal",
    "process",
    "proposal",
    "quarantine",
    "quote",
    "raise",
    "receipt",
    "received",
    "reminder",
    "remittance",
    "requerida",
    "request",
    "required",
    "reset",
    "review",
    "revise",
    "rrhh",
    "salario",
    "salary",
    "scan",
    "scanned",
    "schedule",
    "secure",
    "security",
    "seguridad",
    "shared",
    "sign",
    "signature",
    "solicitud",
    "staff",
    "statement",
    "storage",
    "stub",
    "su",
    "suspended",
    "tax",
    "the",
    "ticket",
    "time",
    "to",
    "transfer",
    "transferencia",
    "tu",
    "turno",
    "un",
    "una",
    "unread",
    "update",
    "upgrade",
    "urgent",
    "urgente",
    "vacaciones",
    "vacation",
    "validate",
    "vencida",
    "vendor",
    "verificacion",
    "verificar",
    "verify",
    "voice",
    "voicemail",
    "w2",
    "wire",
    "with",
    "withheld",
    "your",
];

/// Words of the list that say nothing by themselves.
const SMALL: &[&str] = &[
    "and", "by", "de", "el", "en", "for", "from", "has", "in", "is", "it", "la", "no", "of", "on", "para",
    "su", "the", "to", "tu", "un", "una", "with", "your",
];

/// Words that say a subject is an answer or was passed on, which is not part of the lure.
const PREFIXES: &[&str] = &["re", "fw", "fwd", "rv", "aw", "external", "ext"];

/// The most words that are looked at.
const MOST_WORDS: usize = 30;

/// The shape of a subject: its words from the list in small letters, and one `_` for what lies between.
pub fn subject_shape(subject: &str) -> String {
    let mut shape: Vec<&str> = Vec::new();
    let plain = plain(subject);
    let words = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    for word in words.skip_while(|word| PREFIXES.contains(word)).take(MOST_WORDS) {
        match WORDS.binary_search(&word) {
            Ok(place) => shape.push(WORDS.get(place).copied().unwrap_or("_")),
            Err(_) if shape.last() != Some(&"_") => shape.push("_"),
            Err(_) => {}
        }
    }
    shape.join(" ")
}

/// How many words of a shape say something.
pub(super) fn n_telling(shape: &str) -> usize {
    shape.split(' ').filter(|word| !word.is_empty() && *word != "_" && !SMALL.contains(word)).count()
}

/// Small letters, without the accents of Spanish.
fn plain(text: &str) -> String {
    let small = text.chars().flat_map(char::to_lowercase);
    let bare = |letter| match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    small.map(bare).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(subject: &str, expect: &str, telling: usize) {
        let shape = subject_shape(subject);
        assert_eq!((shape.as_str(), n_telling(&shape)), (expect, telling), "{subject}");
    }

    #[test]
    fn names_and_numbers_become_gaps() {
        check("FW: Your pay stub 4471 is on hold, Maria Lopez", "your pay stub _ is on _", 2);
        check("[EXTERNAL] Invoice #99-A overdue", "invoice _ overdue", 2);
        check("Nómina: acción requerida", "nomina accion requerida", 3);
        check("Smith biopsy results", "_", 0);
        check("", "", 0);
    }

    #[test]
    fn the_lists_are_in_order_and_small_words_are_listed() {
        assert!(WORDS.is_sorted());
        assert!(SMALL.iter().all(|word| WORDS.binary_search(word).is_ok()));
    }

    proptest! {
        #[test]
        fn only_listed_words_leave(subject in "\\PC{0,200}") {
            for word in subject_shape(&subject).split(' ').filter(|word| !word.is_empty()) {
                prop_assert!(word == "_" || WORDS.contains(&word), "{word}");
            }
        }
    }
}
