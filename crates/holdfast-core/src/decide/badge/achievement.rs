//! What badges are given for, made from the catalog's packs and labs. Nobody writes a badge by hand.

use std::fmt;

use crate::catalog::{Bilingual, Language, Lesson, LessonId, LessonKind, Lessons, Pack, PackId};

/// What a badge is given for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feat {
    /// Every frontline lesson of a role pack is in force.
    Pack(PackId),
    /// A lab is done.
    Lab(LessonId),
}

impl Feat {
    /// The one with this key, `pack-clinical` or `lab-patching`; `None` for another text. Whether there is such a pack or lab is
    /// the catalog's to say.
    pub fn from_key(key: &str) -> Option<Self> {
        let (kind, id) = key.split_once('-')?;
        match kind {
            _ if id.is_empty() => None,
            "pack" => Some(Self::Pack(PackId::new(id))),
            "lab" => Some(Self::Lab(LessonId::new(id))),
            _ => None,
        }
    }
}

/// The key used in addresses, tables and the API.
impl fmt::Display for Feat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pack(id) => write!(f, "pack-{id}"),
            Self::Lab(id) => write!(f, "lab-{id}"),
        }
    }
}

/// A badge as anybody may read about it before somebody has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement {
    /// What it is given for.
    pub feat: Feat,
    /// Its name.
    pub name: Bilingual,
    /// What whoever has it did.
    pub description: Bilingual,
    /// By which rule it is given.
    pub criteria: Bilingual,
    /// The lessons it rests on.
    pub lessons: Vec<LessonId>,
    /// Days a lesson counts for it; `None` where it does not run out.
    pub holds_days: Option<u16>,
}

/// Every badge there is: packs in file order, then labs in order of their numbers. A pack without frontline lessons has none.
pub fn achievements(lessons: &Lessons) -> Vec<Achievement> {
    let packs = lessons.packs.iter().filter_map(|pack| of_pack(lessons, pack));
    let labs = lessons.lessons.iter().filter_map(of_lab);
    packs.chain(labs).collect()
}

/// The badge for one thing; `None` when the catalog has no such pack or lab.
pub fn achievement(lessons: &Lessons, feat: &Feat) -> Option<Achievement> {
    match feat {
        Feat::Pack(id) => of_pack(lessons, lessons.pack(id)?),
        Feat::Lab(id) => of_lab(lessons.lesson(id)?),
    }
}

fn of_pack(lessons: &Lessons, pack: &Pack) -> Option<Achievement> {
    let own = pack.lessons.iter().filter_map(|id| lessons.lesson(id));
    let own: Vec<&Lesson> = own.filter(|lesson| lesson.kind == LessonKind::Frontline).collect();
    if own.is_empty() {
        return None;
    }
    let names = |language| {
        let names: Vec<&str> = own.iter().map(|lesson| lesson.name.in_language(language)).collect();
        names.join("; ")
    };
    let (n, days) = (own.len(), pack.retest_days);
    let (english, spanish) = (names(Language::English), names(Language::Spanish));
    Some(Achievement {
        feat: Feat::Pack(pack.id.clone()),
        name: Bilingual::new(
            format!("Security lessons done: {}", pack.name.en),
            format!("Lecciones de seguridad hechas: {}", pack.name.es),
        ),
        description: Bilingual::new(
            format!("Did the {n} short security lessons for this group. {}", pack.who.en),
            format!("Hizo las {n} lecciones cortas de seguridad para este grupo. {}", pack.who.es),
        ),
        criteria: Bilingual::new(
            format!(
                "{RULE_EN} All {n} lessons must be in force at once: {english}. The badge holds until the first of them is \
                 asked again, {days} days after it was done."
            ),
            format!(
                "{RULE_ES} Las {n} lecciones deben estar vigentes a la vez: {spanish}. La insignia vale hasta que se vuelva a \
                 pedir la primera de ellas, {days} días después de hacerla."
            ),
        ),
        lessons: own.iter().map(|lesson| lesson.id.clone()).collect(),
        holds_days: Some(days),
    })
}

fn of_lab(lesson: &Lesson) -> Option<Achievement> {
    if lesson.kind != LessonKind::Lab {
        return None;
    }
    let hand_in = |language| match &lesson.proof {
        None => String::new(),
        Some(proof) => proof.hand_in.in_language(language).to_owned(),
    };
    let (english, spanish) = (hand_in(Language::English), hand_in(Language::Spanish));
    Some(Achievement {
        feat: Feat::Lab(lesson.id.clone()),
        name: Bilingual::new(
            format!("Security lab done: {}", lesson.name.en),
            format!("Práctica de seguridad hecha: {}", lesson.name.es),
        ),
        description: lesson.behaviour.clone(),
        criteria: Bilingual::new(
            format!(
                "{RULE_EN} The lab is work by hand on the hospital's own systems. What it asks to hand in: {english}"
            ),
            format!(
                "{RULE_ES} La práctica es trabajo en los propios sistemas del hospital. Lo que pide entregar: {spanish}"
            ),
        ),
        lessons: vec![lesson.id.clone()],
        holds_days: None,
    })
}

const RULE_EN: &str = "A lesson is done when each of its three questions is answered right; opening it does not count. The \
    hospital may also record a lesson that was signed for at a meeting, taught in a class or done in its own training system.";
const RULE_ES: &str = "Una lección está hecha cuando se responde bien cada una de sus tres preguntas; abrirla no cuenta. El \
    hospital también puede anotar una lección que se firmó en una reunión, se dio en una clase o se hizo en su propio sistema de \
    capacitación.";
