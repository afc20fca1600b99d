//! The words of the pages that put questions, in English and Spanish. Questions bring their own; answers in words are core's.

use holdfast_core::catalog::{Knows, Language};

/// Words that stand alone on a page.
pub(super) struct Words {
    pub(super) all_questions: &'static str,
    pub(super) problem: &'static str,
    pub(super) error: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) partly: &'static str,
    pub(super) n: &'static str,
    pub(super) of: &'static str,
    pub(super) ask: &'static str,
    pub(super) who_knows: &'static str,
    pub(super) choose: &'static str,
    pub(super) none_here: &'static str,
    pub(super) why: &'static str,
    pub(super) why_hint: &'static str,
    pub(super) approver: &'static str,
    pub(super) until: &'static str,
    pub(super) until_hint: &'static str,
    pub(super) save: &'static str,
    pub(super) later: &'static str,
    pub(super) unsaved: &'static str,
    pub(super) put_back: &'static str,
    pub(super) saved: &'static str,
    pub(super) check_old: &'static str,
    pub(super) answered: &'static str,
    pub(super) to_answer: &'static str,
    pub(super) look_again: &'static str,
    pub(super) all_done: &'static str,
    pub(super) not_asked: &'static str,
    pub(super) nothing: &'static str,
    pub(super) leave: &'static str,
    pub(super) leave_says: &'static str,
    pub(super) two_answers: &'static str,
    pub(super) two_say: &'static str,
    pub(super) theirs: &'static str,
    pub(super) mine: &'static str,
    pub(super) keep_chosen: &'static str,
    pub(super) evidence_says: &'static str,
    pub(super) name: &'static str,
    pub(super) day: &'static str,
    pub(super) notes: &'static str,
    pub(super) print: &'static str,
    pub(super) paper_says: &'static str,
    pub(super) blank: &'static str,
}

static ENGLISH: Words = Words {
    all_questions: "All questions",
    problem: "There is a problem",
    error: "Error:",
    yes: "Yes",
    no: "No",
    partly: "Partly",
    n: "For how many is it so?",
    of: "Of how many in all?",
    ask: "I don't know. Someone else does",
    who_knows: "Who knows?",
    choose: "Choose",
    none_here: "It does not apply here",
    why: "Why does it not apply?",
    why_hint: "One or two sentences. Never a password.",
    approver: "Who approves this? Write a name",
    until: "Until which day?",
    until_hint: "A year from now at most. Then it is asked again.",
    save: "Save and go on",
    later: "Leave it for later",
    unsaved: "Not saved yet",
    put_back: "We put back what you had typed before. It is not saved yet.",
    saved: "Your answer is saved.",
    check_old: "This is the last answer, more than a year old. Check it and save it again.",
    answered: "Answered",
    to_answer: "To answer",
    look_again: "Look again",
    all_done: "Every question here is answered. You can change an answer at any time.",
    not_asked: "Not asked, because a machine has looked",
    nothing: "There is nothing to answer here. A machine has looked at all of it, or others were asked.",
    leave: "Leave these questions on this computer",
    leave_says: "Use this on a computer that you share. Your answers stay. The link in your mail opens the questions again.",
    two_answers: "Someone else answered this too",
    two_say: "While you had this page open, another person saved a different answer. Choose which one stays. Nothing of yours has been saved yet.",
    theirs: "What is saved now",
    mine: "Your answer",
    keep_chosen: "Keep what I chose",
    evidence_says: "The evidence says otherwise",
    name: "Your name",
    day: "Day",
    notes: "Notes",
    print: "Print this page",
    paper_says: "Tick one box for each question. Where things are counted, write both numbers. Leave blank what you do not know, or write who knows. Give the sheet back to whoever gave it to you.",
    blank: "Blank",
};

static SPANISH: Words = Words {
    all_questions: "Todas las preguntas",
    problem: "Hay un problema",
    error: "Error:",
    yes: "Sí",
    no: "No",
    partly: "En parte",
    n: "¿Para cuántos es así?",
    of: "¿De cuántos en total?",
    ask: "No lo sé. Otra persona lo sabe",
    who_knows: "¿Quién lo sabe?",
    choose: "Elija",
    none_here: "No aplica aquí",
    why: "¿Por qué no aplica?",
    why_hint: "Una o dos frases. Nunca una contraseña.",
    approver: "¿Quién lo aprueba? Escriba un nombre",
    until: "¿Hasta qué día?",
    until_hint: "Dentro de un año como máximo. Después se pregunta otra vez.",
    save: "Guardar y seguir",
    later: "Dejarla para después",
    unsaved: "Aún no guardado",
    put_back: "Pusimos de nuevo lo que había escrito antes. Aún no está guardado.",
    saved: "Su respuesta está guardada.",
    check_old: "Esta es la última respuesta, de hace más de un año. Revísela y guárdela otra vez.",
    answered: "Respondida",
    to_answer: "Por responder",
    look_again: "Mire otra vez",
    all_done: "Todas las preguntas de aquí están respondidas. Puede cambiar una respuesta cuando quiera.",
    not_asked: "No se preguntan, porque una máquina ya miró",
    nothing: "No hay nada que responder aquí. Una máquina ya miró todo, o se preguntó a otras personas.",
    leave: "Dejar estas preguntas en esta computadora",
    leave_says: "Úselo en una computadora compartida. Sus respuestas se quedan. El enlace de su correo abre las preguntas otra vez.",
    two_answers: "Otra persona también respondió",
    two_say: "Mientras usted tenía esta página abierta, otra persona guardó una respuesta distinta. Elija cuál se queda. Todavía no se ha guardado nada suyo.",
    theirs: "Lo que está guardado ahora",
    mine: "Su respuesta",
    keep_chosen: "Guardar lo que elegí",
    evidence_says: "Las pruebas dicen otra cosa",
    name: "Su nombre",
    day: "Día",
    notes: "Notas",
    print: "Imprimir esta página",
    paper_says: "Marque una casilla en cada pregunta. Donde se cuenta algo, escriba los dos números. Deje en blanco lo que no sepa, o escriba quién lo sabe. Devuelva la hoja a quien se la dio.",
    blank: "En blanco",
};

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

/// "Question 3 of 9".
pub(super) fn place(language: Language, i: usize, n: usize) -> String {
    match language {
        Language::English => format!("Question {i} of {n}"),
        Language::Spanish => format!("Pregunta {i} de {n}"),
    }
}

/// "4 of 9 answered. Take them in any order; each is kept as you go."
pub(super) fn progress(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::English => format!("{n} of {of} answered. Take them in any order; each is kept as you go."),
        Language::Spanish => {
            format!("{n} de {of} respondidas. Hágalas en cualquier orden; cada una se guarda al momento.")
        }
    }
}

/// "Last answer: 3 of 4 accounts. Ivo It, Hospital IT, March 2, 2026".
pub(super) fn last_answer(language: Language, said: &str, by: &str, on: &str) -> String {
    match language {
        Language::English => format!("Last answer: {said}. {by}, {on}"),
        Language::Spanish => format!("Última respuesta: {said}. {by}, {on}"),
    }
}

/// "Nia Nurse, Nursing, passed this on to Human resources on March 2, 2026".
pub(super) fn passed_on(language: Language, by: &str, to: Knows, on: &str) -> String {
    let to = to.name();
    match language {
        Language::English => format!("{by}, passed this on to {} on {on}.", to.en),
        Language::Spanish => format!("{by}, pasó esta pregunta a {} el {on}.", to.es),
    }
}

/// "A machine has looked at 3 more; they are not asked."
pub(super) fn seen_by_machine(language: Language, n: usize) -> String {
    match (language, n) {
        (_, 0) => String::new(),
        (Language::English, 1) => "A machine has looked at one more, so it is not asked.".to_owned(),
        (Language::English, n) => format!("A machine has looked at {n} more, so they are not asked."),
        (Language::Spanish, 1) => "Una máquina ya miró una más, así que no se pregunta.".to_owned(),
        (Language::Spanish, n) => format!("Una máquina ya miró {n} más, así que no se preguntan."),
    }
}

/// What is counted, as the catalog names it, in a language. A name that is not here stays as it is.
pub(super) fn counted(language: Language, counts: &str) -> &str {
    if language == Language::English {
        return counts;
    }
    UNITS.iter().find(|(en, _)| *en == counts).map_or(counts, |(_, es)| es)
}

const UNITS: &[(&str, &str)] = &[
    ("accounts", "cuentas"),
    ("admin accounts", "cuentas de administrador"),
    ("administrators", "administradores"),
    ("devices", "equipos"),
    ("findings", "hallazgos"),
    ("leavers", "personas que se fueron"),
    ("new people", "personas nuevas"),
    ("people", "personas"),
    ("services", "servicios"),
    ("systems", "sistemas"),
    ("units", "unidades"),
    ("vendors", "proveedores"),
    ("ways in", "entradas"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_a_question_counts_has_a_spanish_name() {
        let catalog = holdfast_catalog::load_embedded().expect("the catalog of this release");
        for ask in &catalog.asks {
            for (_, measure) in catalog.measures().filter(|(_, m)| ask.answers.contains(&m.id)) {
                if let Some(counts) = &measure.counts {
                    assert!(UNITS.iter().any(|(en, _)| en == counts), "{}: {counts}", ask.id);
                }
            }
        }
    }
}
