//! Letters to a learner, in their language: an invitation with their own link, and a reminder of all that is due.
//!
//! They name the hospital, so that whoever was taught to doubt a mail can ask there; they name neither the learner nor anybody else.

use askama::Template;
use holdfast_core::Date;
use holdfast_core::catalog::Language;
use holdfast_core::decide::questionnaire::day;

use super::Letter;

/// A lesson in a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLesson {
    /// Its name in the learner's language.
    pub name: String,
    /// The last day on which it is in time.
    pub by: Date,
    /// Whether that day is over.
    pub is_late: bool,
}

/// What a letter is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LearnerLetterKind {
    /// The first one: here is your link.
    Invitation,
    /// These are late, or due within a week.
    Reminder {
        /// All of them, so that one letter is enough.
        lessons: Vec<DueLesson>,
    },
}

/// A letter to a learner.
#[derive(Clone)]
pub struct LearnerLetter {
    /// What it is for.
    pub kind: LearnerLetterKind,
    /// The learner's language.
    pub language: Language,
    /// The hospital's name.
    pub hospital: String,
    /// Their own link.
    pub link: String,
    /// The program's name, to sign with.
    pub program_name: String,
    /// The help phone, when set.
    pub help_phone: Option<String>,
}

impl std::fmt::Debug for LearnerLetter {
    /// The link stays out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LearnerLetter({})", self.kind())
    }
}

/// The words of a letter, as both its faces show them.
struct Said {
    lang: &'static str,
    subject: String,
    paragraphs: Vec<String>,
    lessons: Vec<String>,
    link_words: &'static str,
    copy: &'static str,
    small: Vec<&'static str>,
    phone: &'static str,
}

#[derive(Template)]
#[template(path = "mail/learner.txt", escape = "none")]
struct LearnerText<'a> {
    letter: &'a LearnerLetter,
    said: Said,
}

#[derive(Template)]
#[template(path = "mail/learner.html")]
struct LearnerHtml<'a> {
    letter: &'a LearnerLetter,
    said: Said,
}

impl LearnerLetter {
    fn said(&self) -> Said {
        match self.language {
            Language::English => self.in_english(),
            Language::Spanish => self.in_spanish(),
        }
    }

    fn in_english(&self) -> Said {
        let hospital = &self.hospital;
        let (subject, paragraphs, lessons) = match &self.kind {
            LearnerLetterKind::Invitation => (
                format!("Your security lessons at {hospital}"),
                vec![
                    format!(
                        "{hospital} asks everyone who works there to take a few short lessons on how to spot an attack and what to do. Each \
                         takes three to five minutes, on a phone if you like. You need no account and no password."
                    ),
                    "You are done with a lesson when its three questions are answered right. Try as often as you like; nobody sees a wrong answer."
                        .to_owned(),
                ],
                Vec::new(),
            ),
            LearnerLetterKind::Reminder { lessons } => (
                match lessons.len() {
                    1 => format!("One security lesson to do at {hospital}"),
                    n => format!("{n} security lessons to do at {hospital}"),
                },
                vec![format!(
                    "{hospital} asks you to do these by the day beside them. Each takes three to five minutes. What you answered right is kept."
                )],
                lessons.iter().map(|one| line(one, Language::English)).collect(),
            ),
        };
        Said {
            lang: "en",
            subject,
            paragraphs,
            lessons,
            link_words: "Open my lessons",
            copy: "If the link does not open, copy this address:",
            small: vec![
                "The link is yours alone: whoever has it can answer in your place, so do not pass this mail on.",
                "Not sure that this mail is real? Good. Ask your manager, or open the lessons from the badge or the sheet at work. This mail never \
                 asks for a password.",
                "Reminders come by themselves at most once in seven days, and none when all is done. The person who runs training can also send a link on \
                 any day.",
            ],
            phone: "Help by phone:",
        }
    }

    fn in_spanish(&self) -> Said {
        let hospital = &self.hospital;
        let (subject, paragraphs, lessons) = match &self.kind {
            LearnerLetterKind::Invitation => (
                format!("Sus lecciones de seguridad en {hospital}"),
                vec![
                    format!(
                        "{hospital} pide a todas las personas que trabajan ahí que tomen unas lecciones cortas sobre cómo reconocer un ataque y \
                         qué hacer. Cada una toma de tres a cinco minutos, también en el teléfono. No necesita cuenta ni contraseña."
                    ),
                    "Termina una lección cuando responde bien sus tres preguntas. Inténtelo cuantas veces quiera; nadie ve una respuesta equivocada."
                        .to_owned(),
                ],
                Vec::new(),
            ),
            LearnerLetterKind::Reminder { lessons } => (
                match lessons.len() {
                    1 => format!("Una lección de seguridad por hacer en {hospital}"),
                    n => format!("{n} lecciones de seguridad por hacer en {hospital}"),
                },
                vec![format!(
                    "{hospital} le pide que las haga a más tardar el día que aparece al lado. Cada una toma de tres a cinco minutos. Lo que ya \
                     respondió bien queda guardado."
                )],
                lessons.iter().map(|one| line(one, Language::Spanish)).collect(),
            ),
        };
        Said {
            lang: "es",
            subject,
            paragraphs,
            lessons,
            link_words: "Abrir mis lecciones",
            copy: "Si el enlace no se abre, copie esta dirección:",
            small: vec![
                "El enlace es solo suyo: quien lo tenga puede responder por usted, así que no reenvíe este correo.",
                "¿No está seguro de que este correo sea verdadero? Hace bien. Pregunte a su jefa o jefe, o abra las lecciones con el gafete o la \
                 hoja del trabajo. Este correo nunca pide una contraseña.",
                "Los recordatorios llegan solos, como mucho uno cada siete días, y ninguno cuando todo está hecho. Quien dirige la capacitación también \
                 puede mandar un enlace cualquier día.",
            ],
            phone: "Ayuda por teléfono:",
        }
    }
}

fn line(one: &DueLesson, language: Language) -> String {
    let by = day(one.by);
    match (language, one.is_late) {
        (Language::English, false) => format!("{}: by {}", one.name, by.en),
        (Language::English, true) => format!("{}: it was due on {}", one.name, by.en),
        (Language::Spanish, false) => format!("{}: a más tardar el {}", one.name, by.es),
        (Language::Spanish, true) => format!("{}: vencía el {}", one.name, by.es),
    }
}

impl Letter for LearnerLetter {
    fn kind(&self) -> &'static str {
        match self.kind {
            LearnerLetterKind::Invitation => "lessons-invitation",
            LearnerLetterKind::Reminder { .. } => "lessons-reminder",
        }
    }

    fn subject(&self) -> String {
        self.said().subject
    }

    fn text(&self) -> Result<String, askama::Error> {
        LearnerText { letter: self, said: self.said() }.render()
    }

    fn html(&self) -> Result<String, askama::Error> {
        LearnerHtml { letter: self, said: self.said() }.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(kind: LearnerLetterKind, language: Language) -> LearnerLetter {
        LearnerLetter {
            kind,
            language,
            hospital: "Fixture <Memorial> Hospital".to_owned(),
            link: "https://holdfast.example/learn/SECRET".to_owned(),
            program_name: "Holdfast".to_owned(),
            help_phone: Some("(555) 555-0100".to_owned()),
        }
    }

    fn due(is_late: bool) -> DueLesson {
        DueLesson { name: "Report it <now>".to_owned(), by: Date::constant(2026, 3, 9), is_late }
    }

    #[test]
    fn each_letter_says_in_the_learners_language_what_it_is_about_and_where_to_go() {
        let reminder = || LearnerLetterKind::Reminder { lessons: vec![due(true), due(false)] };
        for (kind, language, words) in [
            (LearnerLetterKind::Invitation, Language::English, "Your security lessons at Fixture"),
            (LearnerLetterKind::Invitation, Language::Spanish, "Sus lecciones de seguridad en Fixture"),
            (reminder(), Language::English, "2 security lessons to do at Fixture"),
            (reminder(), Language::Spanish, "2 lecciones de seguridad por hacer en Fixture"),
        ] {
            let letter = letter(kind, language);
            assert!(letter.subject().starts_with(words), "{}", letter.subject());
            let (text, html) = (letter.text().expect("a text"), letter.html().expect("a page"));
            assert!(text.contains("https://holdfast.example/learn/SECRET\n"), "{text}");
            assert!(text.contains("Fixture <Memorial>"), "{text}");
            assert!(html.contains(&format!("<html lang=\"{}\">", language.key())), "{html}");
            assert!(!html.contains("<Memorial>") && !html.contains("<now>"), "{html}");
        }
        let said = letter(reminder(), Language::English).text().expect("a text");
        assert!(said.contains("- Report it <now>: it was due on March 9, 2026\n"), "{said}");
        assert!(said.contains("- Report it <now>: by March 9, 2026\n"), "{said}");
        // Whoever runs training may press the button on any day, so the letter promises seven days of reminders alone.
        assert!(said.contains("Reminders come by themselves at most once in seven days"), "{said}");
        assert!(said.contains("can also send a link on any day") && !said.contains("once a week"), "{said}");
        let one = LearnerLetterKind::Reminder { lessons: vec![due(false)] };
        assert!(letter(one, Language::English).subject().starts_with("One security lesson"));
    }

    #[test]
    fn the_link_stays_out_of_logs() {
        let said = format!("{:?}", letter(LearnerLetterKind::Invitation, Language::English));
        assert_eq!(said, "LearnerLetter(lessons-invitation)");
    }
}
