//! The words around a lesson in another system, in English and Spanish. Those that the script says stand in the page.

use holdfast_core::catalog::Language;

/// The words of a page.
pub(super) struct Words {
    pub(super) skip: &'static str,
    pub(super) minutes: &'static str,
    pub(super) one_thing: &'static str,
    pub(super) what_then: &'static str,
    pub(super) do_now: &'static str,
    pub(super) proof: &'static str,
    pub(super) hand_in: &'static str,
    pub(super) check: &'static str,
    pub(super) check_lead: &'static str,
    pub(super) no_script: &'static str,
    pub(super) see: &'static str,
    pub(super) leave: &'static str,
    pub(super) go_on: &'static str,
    pub(super) right: &'static str,
    pub(super) wrong: &'static str,
    pub(super) done: &'static str,
    pub(super) not_done: &'static str,
    pub(super) opening: &'static str,
    pub(super) sending: &'static str,
    pub(super) nowhere: &'static str,
    pub(super) kept: &'static str,
    pub(super) looks: &'static str,
    pub(super) lost: &'static str,
    pub(super) source: &'static str,
    pub(super) checked: &'static str,
    pub(super) not_checked: &'static str,
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

const ENGLISH: Words = Words {
    skip: "Skip to the questions",
    minutes: "minutes",
    one_thing: "The one thing to do",
    what_then: "Think first. Then open each and read what comes of it.",
    do_now: "Do this now",
    proof: "Your proof",
    hand_in: "What you hand in",
    check: "Check yourself",
    check_lead: "Three questions. Answer all three right, with as many tries as you like.",
    no_script: "Turn on scripts in your browser to answer. Without them you can read the lesson, and nothing is recorded.",
    see: "See my answers",
    leave: "Save and leave",
    go_on: "Your answers so far are back. Go on where you left off.",
    right: "Right.",
    wrong: "Not this one.",
    done: "All three are right. You are done.",
    not_done: "Not all three are right yet. Change an answer and look again.",
    opening: "Waiting for your learning system. You can answer once it is there.",
    sending: "Sending your answers.",
    nowhere: "No learning system opened this page. You can read and answer, but nothing is recorded.",
    kept: "Your learning system keeps your answers. You may stop and go on later.",
    looks: "You are looking at this lesson only. Nothing is recorded.",
    lost: "Your learning system did not take this. Keep the page open and press the button again. If it stays so, close the lesson, open it again from your learning system, and show these words to whoever runs it.",
    source: "Source",
    checked: "checked",
    not_checked: "nobody has checked it at its source",
};

const SPANISH: Words = Words {
    skip: "Ir a las preguntas",
    minutes: "minutos",
    one_thing: "Lo único que hay que hacer",
    what_then: "Piense primero. Después abra cada una y lea qué resulta de ella.",
    do_now: "Haga esto ahora",
    proof: "Su comprobante",
    hand_in: "Qué entrega",
    check: "Compruebe lo que sabe",
    check_lead: "Tres preguntas. Responda bien las tres; puede intentarlo cuantas veces quiera.",
    no_script: "Active los scripts en su navegador para responder. Sin ellos puede leer la lección, pero nada queda registrado.",
    see: "Ver mis respuestas",
    leave: "Guardar y salir",
    go_on: "Sus respuestas están de vuelta. Siga donde se quedó.",
    right: "Correcto.",
    wrong: "Esta no es.",
    done: "Las tres están bien. Ya terminó.",
    not_done: "Todavía no están bien las tres. Cambie una respuesta y mire de nuevo.",
    opening: "Esperando a su sistema de aprendizaje. Podrá responder cuando esté listo.",
    sending: "Enviando sus respuestas.",
    nowhere: "Esta página no se abrió desde un sistema de aprendizaje. Puede leer y responder, pero nada queda registrado.",
    kept: "Su sistema de aprendizaje guarda sus respuestas. Puede parar y seguir más tarde.",
    looks: "Esta es solo una vista de la lección. Nada queda registrado.",
    lost: "Su sistema de aprendizaje no aceptó esto. Deje la página abierta y pulse el botón de nuevo. Si sigue igual, cierre la lección, ábrala otra vez desde su sistema de aprendizaje y muestre estas palabras a quien lo administra.",
    source: "Fuente",
    checked: "revisada",
    not_checked: "nadie la ha revisado en su origen",
};
