//! What the reporter is told: thanks first, then what to do. Nobody is blamed for having pressed something.

use serde::Serialize;

use super::look_alike::LooksLike;
use super::verdict::{Judged, PersonSaid, Reason, Standing};
use crate::catalog::Language;

/// What a reporter reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Thanks, and how the mail stands.
    pub first: String,
    /// What to do now, in order.
    pub now: Vec<String>,
    /// Why, a sentence each.
    pub why: Vec<String>,
}

/// What to tell a reporter. `person`: what a person at the hospital said; `None` before that.
pub fn tell(judged: &Judged, person: Option<PersonSaid>, language: Language) -> Told {
    let say = |en: &str, es: &str| match language {
        Language::English => en.to_owned(),
        Language::Spanish => es.to_owned(),
    };
    let first = match (person, &judged.standing) {
        (Some(PersonSaid::Bad), _) => say(
            "Thank you. You were right: this mail is bad. Your report protects others.",
            "Gracias. Tenía razón: este correo es malo. Su aviso protege a los demás.",
        ),
        (Some(PersonSaid::Junk), _) => say(
            "Thank you. This is advertising. It is safe to delete it.",
            "Gracias. Es publicidad. Puede borrarlo.",
        ),
        (Some(PersonSaid::Harmless), _) => say(
            "Thank you for asking. A person looked: this mail is what it says it is.",
            "Gracias por preguntar. Una persona lo miró: este correo es lo que dice ser.",
        ),
        (None, Standing::KnownBad { n_hospitals: 1 }) => say(
            "Thank you. This mail is bad: people at one hospital looked at it.",
            "Gracias. Este correo es malo: lo miraron en un hospital.",
        ),
        (None, Standing::KnownBad { n_hospitals }) => say(
            &format!("Thank you. This mail is bad: people at {n_hospitals} hospitals looked at it."),
            &format!("Gracias. Este correo es malo: lo miraron en {n_hospitals} hospitales."),
        ),
        (None, Standing::LooksBad) => say(
            "Thank you. This mail looks bad. A person will look at it and answer you.",
            "Gracias. Este correo parece malo. Una persona lo mirará y le responderá.",
        ),
        (None, Standing::Unknown) => say(
            "Thank you. We cannot tell yet. A person will look at it and answer you.",
            "Gracias. Todavía no lo sabemos. Una persona lo mirará y le responderá.",
        ),
    };
    let is_over = matches!(person, Some(PersonSaid::Junk | PersonSaid::Harmless));
    let now = match is_over {
        true => Vec::new(),
        false => vec![
            say(
                "Do not press its links, open its files or answer it.",
                "No pulse sus enlaces, no abra sus archivos y no responda.",
            ),
            say(
                "Did you press something or type a password? Call IT now. Nobody is blamed.",
                "¿Pulsó algo o escribió una contraseña? Llame a informática ahora. Nadie le culpa.",
            ),
            say(
                "Leave the mail where it is until you have the answer.",
                "Deje el correo donde está hasta tener la respuesta.",
            ),
        ],
    };
    // Once a person has found it harmless, a machine's doubts only confuse.
    let why = if is_over {
        Vec::new()
    } else {
        judged.reasons.iter().map(|reason| reason.words(language)).collect()
    };
    Told { first, now, why }
}

impl Reason {
    /// The reason as a sentence.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Spanish => self.spanish(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::LinkLies { shows, goes_to } => format!("A link shows {shows} and goes to {goes_to}."),
            Self::LooksLikeOwn { host, how } => {
                format!("{host} is made to look like your hospital: {}.", how.english())
            }
            Self::MixesAlphabets { host } => format!("{host} mixes letters of two alphabets."),
            Self::FileRuns { name, kind } if name.is_empty() => {
                format!("An attached file is {kind}, which can run things.")
            }
            Self::FileRuns { name, kind } => format!("The file {name} is {kind}, which can run things."),
            Self::NotFromHere => {
                "It says it is from your hospital. The mail server says it is not.".to_owned()
            }
            Self::AnswersElsewhere { to, from } => format!("It is from {from}, and answers go to {to}."),
            Self::DomainDisowns { said_by } if said_by.is_empty() => {
                "Its sender does not match the domain it shows.".to_owned()
            }
            Self::DomainDisowns { said_by } => {
                format!("Its sender does not match the domain it shows, says {said_by}.")
            }
            Self::NameIsOtherAddress => {
                "The name of the sender is an address, and not the one it is from.".to_owned()
            }
            Self::LinkToNumber { host } => format!("A link goes to a bare number, {host}."),
            Self::FoundBad { n_hospitals: 1 } => "People at one hospital found one like it bad.".to_owned(),
            Self::FoundBad { n_hospitals } => {
                format!("People at {n_hospitals} hospitals found one like it bad.")
            }
            Self::SeenElsewhere { n_others: 1 } => "Another hospital saw it, too.".to_owned(),
            Self::SeenElsewhere { n_others } => format!("{n_others} other hospitals saw it, too."),
            Self::PeopleDiffer => "People at different hospitals did not agree about it.".to_owned(),
            Self::LinkHidden { by } => format!("{by} hides where a link goes, so we could not look at it."),
            Self::SenderLost => "Who really sent it was lost on the way.".to_owned(),
        }
    }

    fn spanish(&self) -> String {
        match self {
            Self::LinkLies { shows, goes_to } => format!("Un enlace muestra {shows} y lleva a {goes_to}."),
            Self::LooksLikeOwn { host, how } => format!("{host} imita a su hospital: {}.", how.spanish()),
            Self::MixesAlphabets { host } => format!("{host} mezcla letras de dos alfabetos."),
            Self::FileRuns { name, .. } if name.is_empty() => {
                "Un archivo adjunto puede ejecutar cosas.".to_owned()
            }
            Self::FileRuns { name, .. } => format!("El archivo {name} puede ejecutar cosas."),
            Self::NotFromHere => "Dice ser de su hospital. El servidor de correo dice que no.".to_owned(),
            Self::AnswersElsewhere { to, from } => format!("Es de {from}, y las respuestas van a {to}."),
            Self::DomainDisowns { said_by } if said_by.is_empty() => {
                "El remitente no es del dominio que muestra.".to_owned()
            }
            Self::DomainDisowns { said_by } => {
                format!("El remitente no es del dominio que muestra, dice {said_by}.")
            }
            Self::NameIsOtherAddress => {
                "El nombre del remitente es una dirección, y no es la suya.".to_owned()
            }
            Self::LinkToNumber { host } => format!("Un enlace lleva a un número, {host}."),
            Self::FoundBad { n_hospitals: 1 } => "En un hospital hallaron malo uno parecido.".to_owned(),
            Self::FoundBad { n_hospitals } => {
                format!("En {n_hospitals} hospitales hallaron malo uno parecido.")
            }
            Self::SeenElsewhere { n_others: 1 } => "Otro hospital también lo vio.".to_owned(),
            Self::SeenElsewhere { n_others } => format!("Otros {n_others} hospitales también lo vieron."),
            Self::PeopleDiffer => "En distintos hospitales no opinaron lo mismo.".to_owned(),
            Self::LinkHidden { by } => {
                format!("{by} oculta adónde lleva un enlace, así que no lo pudimos mirar.")
            }
            Self::SenderLost => "Se perdió quién lo envió de verdad.".to_owned(),
        }
    }
}

impl LooksLike {
    fn english(self) -> &'static str {
        match self {
            Self::SameOnScreen => "its letters look the same on a screen",
            Self::OneLetterOff => "it is one letter off",
            Self::OtherEnding => "it has the name with another ending",
            Self::NameAndMore => "it has the name with something added",
        }
    }

    fn spanish(self) -> &'static str {
        match self {
            Self::SameOnScreen => "sus letras se ven iguales en la pantalla",
            Self::OneLetterOff => "cambia una letra",
            Self::OtherEnding => "tiene el nombre con otra terminación",
            Self::NameAndMore => "tiene el nombre y algo más",
        }
    }
}
