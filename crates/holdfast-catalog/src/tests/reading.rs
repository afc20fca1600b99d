//! Questions are put to nurses, clerks and chiefs, and advice on a hit to whoever is awake, so each is held to what a
//! reader of grade 8 follows.
//!
//! The Flesch-Kincaid grade (Kincaid et al. 1975, US Navy): 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables
//! are counted by runs of vowels, which is a word or two off in a hundred; it has no like for Spanish.

use holdfast_core::catalog::{Block, LessonKind, Text};
use holdfast_core::decide::advice::advice;

use super::super::load_embedded;

fn n_syllables(word: &str) -> usize {
    let word: String =
        word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if word.len() <= 3 {
        return 1;
    }
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut stem = word.as_str();
    if let Some(shorter) = ["es", "ed", "e"].iter().find_map(|end| stem.strip_suffix(end)) {
        // "le" is heard; and so is an "e" that follows a vowel.
        if shorter.ends_with(|c: char| !is_vowel(c) && c != 'l') {
            stem = shorter;
        }
    }
    let (mut n, mut run) = (0, 0);
    for c in stem.chars() {
        run = if is_vowel(c) { run + 1 } else { 0 };
        // Two vowels are heard as one, a third as another.
        n += usize::from(run % 2 == 1);
    }
    n.max(1)
}

fn grade(text: &str) -> f64 {
    let n_sentences = text.split(['.', '?', '!']).filter(|s| !s.trim().is_empty()).count().max(1);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && !"'\u{2019}-".contains(c))
        .filter(|w| !w.is_empty())
        .collect();
    let n_words = words.len().max(1) as f64;
    let n_syllables: usize = words.iter().map(|w| n_syllables(w)).sum();
    0.39 * n_words / n_sentences as f64 + 11.8 * n_syllables as f64 / n_words - 15.59
}

#[test]
fn the_grade_tells_plain_from_learned() {
    assert!(grade("The cat sat on the mat. It was warm.") < 2.0);
    assert!(
        grade(
            "Organizations periodically evaluate authentication infrastructure configurations notwithstanding availability considerations."
        ) > 20.0
    );
}

#[test]
fn every_question_reads_at_grade_8_or_below() {
    let catalog = load_embedded().expect("a catalog");
    let too_hard: Vec<String> = catalog
        .asks
        .iter()
        .filter_map(|ask| {
            let hint = ask.hint.as_ref().map_or("", |h| h.en.as_str());
            let grade = grade(&format!("{} {hint}", ask.asks.en));
            (grade > 8.0).then(|| format!("{}: grade {grade:.1}", ask.id))
        })
        .collect();
    assert!(too_hard.is_empty(), "{too_hard:#?}");
}

#[test]
fn all_advice_on_hits_reads_at_grade_8_or_below() {
    let catalog = load_embedded().expect("a catalog");
    let rules = catalog.detection.rules.iter().map(|r| (r.stem.as_str(), &r.what_to_do));
    let tactics = catalog.detection.tactics.iter().map(|t| (t.tactic.as_str(), &t.what_to_do));
    let mut parts: Vec<(&str, &str)> = rules
        .chain(tactics)
        .flat_map(|(name, what)| {
            [&what.means, &what.call, &what.unplug, &what.keep].map(|part| (name, part.as_str()))
        })
        .collect();
    let any = advice(&catalog.detection, None, &[]);
    parts.extend([any.means, any.call, any.unplug, any.keep].map(|part| ("any hit", part)));
    parts.extend(catalog.detection.rules.iter().map(|r| (r.stem.as_str(), r.not_it.as_str())));
    let too_hard: Vec<String> = parts
        .iter()
        .filter(|(_, part)| grade(part) > 8.0)
        .map(|(name, part)| format!("{name}: grade {:.1}: {part}", grade(part)))
        .collect();
    assert!(too_hard.is_empty(), "{too_hard:#?}");
}

/// The words of a block, each text ended as a sentence.
fn words_of(block: &Block, into: &mut String) {
    let mut add = |text: &Text| {
        let words = text.words();
        into.push_str(&words);
        into.push_str(if words.ends_with(['.', '?', '!']) { " " } else { ". " });
    };
    match block {
        Block::Heading(text) | Block::Paragraph(text) => add(text),
        Block::List(list) => list.items.iter().for_each(add),
        Block::Scene(parts) | Block::DoThisNow(parts) | Block::Proof(parts) => {
            parts.iter().for_each(|part| words_of(part, into));
        }
        Block::Choice(asked) | Block::Check(asked) => {
            add(&asked.asks);
            asked.options.iter().flat_map(|o| [&o.says, &o.answer]).for_each(add);
        }
    }
}

#[test]
fn every_lesson_reads_at_grade_8_or_below_and_fits_its_minutes() {
    let catalog = load_embedded().expect("a catalog");
    let mut faults = Vec::new();
    for lesson in &catalog.lessons.lessons {
        let mut words = String::new();
        lesson.en.iter().for_each(|block| words_of(block, &mut words));
        let grade = grade(&words);
        if grade > 8.0 {
            faults.push(format!("{}: grade {grade:.1}", lesson.id));
        }
        // People read 238 words a minute in silence on the average (Brysbaert 2019, 190 studies); three in four of that leaves time to choose.
        let n_words = words.split_whitespace().count();
        let minutes = n_words as f64 / 180.0;
        if lesson.kind == LessonKind::Frontline && minutes > f64::from(lesson.minutes) + 0.5 {
            faults.push(format!("{}: {n_words} words in {} minutes", lesson.id, lesson.minutes));
        }
    }
    assert!(faults.is_empty() && catalog.lessons.lessons.len() == 24, "{faults:#?}");
}
