//! What a printed certificate says, and the code by which anybody can look whether it still holds.
//!
//! The code follows from what the paper says and a secret of the portal, so the same paper printed again has the same code, and nobody
//! can guess one. How the paper looks is not its business.

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::catalog::{Language, LessonId};
use crate::model::Completion;

/// Letters of a code: digits and letters that are not taken for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in a code, of five bits each: eighty bits, which nobody guesses.
const LENGTH: usize = 16;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateBody {
    /// Whose it is, as printed.
    pub name: String,
    /// The hospital, as printed.
    pub hospital: String,
    /// The lessons, each with the last day it was done, in the catalog's order.
    pub lessons: Vec<CertificateLesson>,
    /// The day it was printed first.
    pub issued_on: Date,
    /// The language it is in.
    pub language: Language,
}

/// A lesson on a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateLesson {
    /// Its id.
    pub lesson: LessonId,
    /// Its name, as printed.
    pub name: String,
    /// The last day it was done.
    pub done_on: Date,
}

impl CertificateBody {
    /// Whether a lesson of the same day is on it, whatever its name was then.
    pub fn has(&self, lesson: &CertificateLesson) -> bool {
        self.lessons.iter().any(|own| own.lesson == lesson.lesson && own.done_on == lesson.done_on)
    }

    /// Whether it says a completion that was a mistake. `rest`: what counts of the same learner without it; a lesson of that day that is
    /// known another way too stays true.
    pub fn rests_on(&self, mistake: &Completion, rest: &[Completion]) -> bool {
        let says = |own: &CertificateLesson| own.lesson == mistake.lesson && own.done_on == mistake.done_on;
        let is_same = |one: &Completion| one.lesson == mistake.lesson && one.done_on == mistake.done_on;
        self.lessons.iter().any(says) && !rest.iter().any(is_same)
    }

    /// Whether a lesson of the same day is on both, so that what is wrong on one may be wrong on the other.
    pub fn shares_a_lesson_with(&self, other: &Self) -> bool {
        self.lessons.iter().any(|lesson| other.has(lesson))
    }
}

/// A code from the first bytes of a digest that only the portal can make: `7K3M-2Q9D-0ABC-XYZ1`.
pub fn code_of(digest: &[u8; 32]) -> String {
    let mut code = String::with_capacity(LENGTH + 3);
    let mut held = 0u32;
    let mut n_bits = 0u32;
    let mut bytes = digest.iter();
    for i in 0..LENGTH {
        if n_bits < 5 {
            held = held << 8 | u32::from(*bytes.next().unwrap_or(&0));
            n_bits += 8;
        }
        n_bits -= 5;
        let five = usize::try_from(held >> n_bits & 31).unwrap_or(0);
        held &= (1 << n_bits) - 1;
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(LETTERS[five]));
    }
    code
}

/// The code somebody typed, as it is kept: spaces and strokes put right, small letters made large, and letters that are no digit read
/// as the digit they look like. `None` when it cannot be a code.
pub fn code_typed(text: &str) -> Option<String> {
    let mut code = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            c => c,
        };
        let n = code.chars().filter(|c| *c != '-').count();
        if n == LENGTH || !LETTERS.iter().any(|letter| char::from(*letter) == c) {
            return None;
        }
        if n > 0 && n % 4 == 0 {
            code.push('-');
        }
        code.push(c);
    }
    (code.len() == LENGTH + 3).then_some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{CompletionHow, LearnerId};

    #[track_caller]
    fn check(typed: &str, expect: Option<&str>) {
        assert_eq!(code_typed(typed).as_deref(), expect, "{typed}");
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let whole = Some("7K3M-2Q9D-0ABC-XYZ1");
        check("7K3M-2Q9D-0ABC-XYZ1", whole);
        check(" 7k3m2q9d 0abc xyz1 ", whole);
        check("7K3M–2Q9D–OABC–XYZl", whole);
        for none in
            ["", "7K3M", "7K3M-2Q9D-0ABC-XYZ", "7K3M-2Q9D-0ABC-XYZ11", "7K3M-2Q9D-0ABC-XY!1", "eyJ.eyJ.eyJ"]
        {
            check(none, None);
        }
    }

    #[test]
    fn a_lesson_is_on_a_paper_by_its_day_and_not_by_its_name() {
        let paper = |lessons: &[(&str, i8)], language| CertificateBody {
            name: "Bea Ray".to_owned(),
            hospital: "Fixture Memorial Hospital".to_owned(),
            lessons: lessons
                .iter()
                .map(|(id, day)| CertificateLesson {
                    lesson: LessonId::new(id),
                    name: format!("{id} {language:?}"),
                    done_on: Date::constant(2026, 3, *day),
                })
                .collect(),
            issued_on: Date::constant(2026, 3, 9),
            language,
        };
        let one = paper(&[("a", 1), ("b", 2)], Language::English);
        assert!(one.shares_a_lesson_with(&paper(&[("b", 2), ("c", 3)], Language::Spanish)));
        assert!(!one.shares_a_lesson_with(&paper(&[("a", 2), ("b", 3)], Language::English)), "done anew");
        assert!(!one.shares_a_lesson_with(&paper(&[], Language::English)));
        let did = |id: &str, day, how| Completion {
            learner: LearnerId(1),
            lesson: LessonId::new(id),
            done_on: Date::constant(2026, 3, day),
            how,
            by: "the learner".to_owned(),
        };
        let mistake = did("a", 1, CompletionHow::SignInSheet);
        assert!(one.rests_on(&mistake, &[did("b", 2, CompletionHow::Answered)]));
        assert!(!one.rests_on(&mistake, &[did("a", 1, CompletionHow::Answered)]), "known another way too");
        assert!(!one.rests_on(&did("a", 2, CompletionHow::Answered), &[]), "of another day");
    }

    proptest! {
        #[test]
        fn every_code_reads_back_and_tells_digests_apart(a in any::<[u8; 32]>(), b in any::<[u8; 32]>(), text in "\\PC{0,40}") {
            let code = code_of(&a);
            prop_assert_eq!(code_typed(&code), Some(code.clone()));
            prop_assert_eq!(code == code_of(&b), a[..10] == b[..10]);
            let _ = code_typed(&text);
        }
    }
}
