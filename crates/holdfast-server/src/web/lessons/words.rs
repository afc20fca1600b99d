//! The words around a lesson, in English and Spanish.

use holdfast_core::catalog::Language;

/// The words of both pages.
pub(super) struct Words {
    pub(super) lessons: &'static str,
    pub(super) lead: &'static str,
    pub(super) for_everyone: &'static str,
    pub(super) for_it: &'static str,
    pub(super) minutes: &'static str,
    pub(super) in_other: &'static str,
    pub(super) all_lessons: &'static str,
    pub(super) one_thing: &'static str,
    pub(super) what_then: &'static str,
    pub(super) do_now: &'static str,
    pub(super) proof: &'static str,
    pub(super) hand_in: &'static str,
    pub(super) check: &'static str,
    pub(super) check_lead: &'static str,
    pub(super) see: &'static str,
    pub(super) right: &'static str,
    pub(super) wrong: &'static str,
    pub(super) done: &'static str,
    pub(super) not_done: &'static str,
    pub(super) kept_nowhere: &'static str,
    pub(super) source: &'static str,
    pub(super) checked: &'static str,
    pub(super) not_checked: &'static str,
    pub(super) skip: &'static str,
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

const ENGLISH: Words = Words {
    lessons: "Lessons",
    lead: "Short lessons for everyone who works in a hospital, and work by hand for its IT. Read any of them; you need no account.",
    for_everyone: "For everyone",
    for_it: "For IT staff",
    minutes: "minutes",
    in_other: "En español",
    all_lessons: "All lessons",
    one_thing: "The one thing to do",
    what_then: "Think first. Then read what comes of each.",
    do_now: "Do this now",
    proof: "Your proof",
    hand_in: "What you hand in",
    check: "Check yourself",
    check_lead: "Three questions. Answer all three right, with as many tries as you like.",
    see: "See my answers",
    right: "Right.",
    wrong: "Not this one.",
    done: "All three are right. You are done.",
    not_done: "Not all three are right yet. Change an answer and look again.",
    kept_nowhere: "Nobody keeps your answers on this page.",
    source: "Source",
    checked: "checked",
    not_checked: "nobody has checked it at its source",
    skip: "Skip to the main part",
};

const SPANISH: Words = Words {
    lessons: "Lecciones",
    lead: "Lecciones cortas para todas las personas que trabajan en un hospital, y prácticas para el personal de informática. Lea las que quiera; no necesita una cuenta.",
    for_everyone: "Para todo el personal",
    for_it: "Para el personal de informática",
    minutes: "minutos",
    in_other: "In English",
    all_lessons: "Todas las lecciones",
    one_thing: "Lo único que hay que hacer",
    what_then: "Piense primero. Después lea qué resulta de cada una.",
    do_now: "Haga esto ahora",
    proof: "Su comprobante",
    hand_in: "Qué entrega",
    check: "Compruebe lo que sabe",
    check_lead: "Tres preguntas. Responda bien las tres; puede intentarlo cuantas veces quiera.",
    see: "Ver mis respuestas",
    right: "Correcto.",
    wrong: "Esta no es.",
    done: "Las tres están bien. Ya terminó.",
    not_done: "Todavía no están bien las tres. Cambie una respuesta y mire de nuevo.",
    kept_nowhere: "Nadie guarda sus respuestas en esta página.",
    source: "Fuente",
    checked: "revisada",
    not_checked: "nadie la ha revisado en su origen",
    skip: "Ir a la parte principal",
};
