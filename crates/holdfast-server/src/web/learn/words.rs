//! The words of a learner's pages, in English and Spanish. Lessons bring their own; the words around a lesson are beside its public page.

use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::questionnaire::day;

/// Words that stand alone on a page.
pub(super) struct Words {
    pub(super) my_lessons: &'static str,
    pub(super) main: &'static str,
    pub(super) help: &'static str,
    pub(super) help_by_phone: &'static str,
    pub(super) more_help: &'static str,
    pub(super) in_other: &'static str,
    pub(super) to_do: &'static str,
    pub(super) next: &'static str,
    pub(super) begin: &'static str,
    pub(super) nothing_to_do: &'static str,
    pub(super) done: &'static str,
    pub(super) none_done: &'static str,
    pub(super) take_along: &'static str,
    pub(super) report_mail: &'static str,
    pub(super) calendar: &'static str,
    pub(super) certificate: &'static str,
    pub(super) badges: &'static str,
    pub(super) who_sees: &'static str,
    pub(super) who_sees_says: &'static str,
    pub(super) check_lead: &'static str,
    pub(super) some_right: &'static str,
    pub(super) send: &'static str,
    pub(super) not_all: &'static str,
    pub(super) none_sent: &'static str,
    pub(super) kept: &'static str,
    pub(super) done_before: &'static str,
    pub(super) all_done: &'static str,
    pub(super) hand_in_says: &'static str,
    pub(super) hand_in_link: &'static str,
}

/// The words of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Spanish => &SPANISH,
    }
}

static ENGLISH: Words = Words {
    my_lessons: "My lessons",
    main: "Main",
    help: "Help",
    help_by_phone: "Help by phone",
    more_help: "More ways to get help",
    in_other: "En español",
    to_do: "To do",
    next: "Do this one next",
    begin: "Begin",
    nothing_to_do: "You have nothing to do now. Thank you.",
    done: "Done",
    none_done: "Nothing yet. The first one takes about four minutes.",
    take_along: "Take it along",
    report_mail: "Report a mail that looks odd",
    calendar: "Put the days into your calendar",
    certificate: "Save your certificate (PDF)",
    badges: "See your badges",
    who_sees: "Who sees this",
    who_sees_says: "Your hospital sees which lessons you did, and when. Nobody sees a wrong answer: wrong answers are not kept. \
                    This page opens with your link alone, so do not pass the link on.",
    check_lead: "Three questions. Answer all three right, with as many tries as you like.",
    some_right: "What you answered right is kept. Only the others are asked.",
    send: "Send my answers",
    not_all: "Not all three are right yet. Read what stands below, change your answer, and send it again.",
    none_sent: "Choose an answer first, then send it.",
    kept: "When all three are right, you are done, and your hospital knows it. Opening this page counts for nothing.",
    done_before: "You did this lesson. You can do it again whenever you like.",
    all_done: "That was the last one. You are done for now.",
    hand_in_says: "Hand in your proof: someone at your hospital with a sign-in here adds it to the hospital's evidence. If that is you, go there now.",
    hand_in_link: "Go to the hospital's evidence",
};

static SPANISH: Words = Words {
    my_lessons: "Mis lecciones",
    main: "Principal",
    help: "Ayuda",
    help_by_phone: "Ayuda por teléfono",
    more_help: "Más formas de recibir ayuda",
    in_other: "In English",
    to_do: "Por hacer",
    next: "Haga esta ahora",
    begin: "Empezar",
    nothing_to_do: "Ahora no tiene nada por hacer. Gracias.",
    done: "Hechas",
    none_done: "Todavía ninguna. La primera toma unos cuatro minutos.",
    take_along: "Para llevar",
    report_mail: "Avisar de un correo raro",
    calendar: "Ponga las fechas en su calendario",
    certificate: "Guarde su certificado (PDF)",
    badges: "Vea sus insignias",
    who_sees: "Quién ve esto",
    who_sees_says: "Su hospital ve qué lecciones hizo usted y cuándo. Nadie ve una respuesta equivocada: esas no se guardan. \
                    Esta página se abre solo con su enlace, así que no lo comparta.",
    check_lead: "Tres preguntas. Responda bien las tres; puede intentarlo cuantas veces quiera.",
    some_right: "Lo que respondió bien queda guardado. Solo se preguntan las demás.",
    send: "Enviar mis respuestas",
    not_all: "Todavía no están bien las tres. Lea lo que aparece abajo, cambie su respuesta y envíela de nuevo.",
    none_sent: "Primero elija una respuesta y después envíela.",
    kept: "Cuando las tres estén bien, habrá terminado y su hospital lo sabrá. Abrir esta página no cuenta.",
    done_before: "Ya hizo esta lección. Puede repetirla cuando quiera.",
    all_done: "Esa era la última. Por ahora ya terminó.",
    hand_in_says: "Entregue su comprobante: alguien de su hospital que tiene acceso a este sitio lo agrega a las evidencias del hospital. \
                   Si esa persona es usted, vaya ahora.",
    hand_in_link: "Ir a las evidencias del hospital",
};

/// A greeting by the first name.
pub(super) fn hello(language: Language, name: &str) -> String {
    match language {
        Language::English => format!("Hello, {name}"),
        Language::Spanish => format!("Hola, {name}"),
    }
}

/// How much there is to do.
pub(super) fn lead(language: Language, n: usize, minutes: u32) -> String {
    match (language, n) {
        (_, 0) => words(language).nothing_to_do.to_owned(),
        (Language::English, 1) => format!(
            "You have one lesson to do. It takes about {minutes} minutes. Stop and come back when you like: what you answer right is kept."
        ),
        (Language::English, n) => format!(
            "You have {n} lessons to do, about {minutes} minutes in all. Stop and come back when you like: what you answer right is kept."
        ),
        (Language::Spanish, 1) => format!(
            "Tiene una lección por hacer. Toma unos {minutes} minutos. Puede parar y volver cuando quiera: lo que responde bien queda guardado."
        ),
        (Language::Spanish, n) => format!(
            "Tiene {n} lecciones por hacer, unos {minutes} minutos en total. Puede parar y volver cuando quiera: lo que responde bien queda guardado."
        ),
    }
}

/// By when, for a lesson not done yet.
pub(super) fn by(language: Language, on: Date) -> String {
    let text = day(on);
    match language {
        Language::English => format!("Do it by {}", text.en),
        Language::Spanish => format!("Hágala a más tardar el {}", text.es),
    }
}

/// Since when it is late.
pub(super) fn was_due(language: Language, on: Date) -> String {
    let text = day(on);
    match language {
        Language::English => format!("It was due on {}", text.en),
        Language::Spanish => format!("Vencía el {}", text.es),
    }
}

/// By when, for a lesson done before.
pub(super) fn again_by(language: Language, on: Date) -> String {
    let text = day(on);
    match language {
        Language::English => format!("Once more by {}: skill fades", text.en),
        Language::Spanish => format!("Otra vez a más tardar el {}: lo aprendido se olvida", text.es),
    }
}

/// That it is done, and until when that holds.
pub(super) fn done_on(language: Language, on: Date, again_by: Option<Date>) -> String {
    let on = day(on);
    let said = match language {
        Language::English => format!("Done on {}", on.en),
        Language::Spanish => format!("Hecha el {}", on.es),
    };
    match (again_by.map(day), language) {
        (None, _) => said,
        (Some(again), Language::English) => format!("{said}. Asked again by {}", again.en),
        (Some(again), Language::Spanish) => format!("{said}. Se pide otra vez a más tardar el {}", again.es),
    }
}

/// That a lesson was just finished.
pub(super) fn finished(language: Language, name: &str) -> String {
    match language {
        Language::English => format!("You are done with “{name}”."),
        Language::Spanish => format!("Terminó “{name}”."),
    }
}

/// How many questions are right.
pub(super) fn n_right(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::English => format!("{n} of {of} are right."),
        Language::Spanish => format!("{n} de {of} están bien."),
    }
}
