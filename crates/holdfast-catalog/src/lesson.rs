//! `lessons/*.toml`: one lesson a file, with its pages beside it in English (`.en.md`) and Spanish (`.es.md`); and `packs.toml`, who
//! takes which lessons by when.
//!
//! Whether people learn from them is not decided here. Which words they take is held by a test.

mod page;

use std::mem::{Discriminant, discriminant};

use holdfast_core::catalog::{
    Bilingual, Block, Catalog, LabProof, Lesson, LessonId, LessonKind, MeasureId, Pack, PackId, SafeguardId,
};

use crate::CatalogError;
use crate::follow::{Names, Trail};
use crate::row::Row;

const KINDS: &[(&str, LessonKind)] = &[("frontline", LessonKind::Frontline), ("lab", LessonKind::Lab)];
/// Longer than any lesson.
const MOST_MINUTES: u16 = 60;
/// A year.
const MOST_DAYS: u16 = 366;
/// Counted questions of a lesson, all at its end.
const N_CHECKS: usize = 3;
/// Minutes of frontline lessons that a role pack may ask for in a year.
const MOST_PACK_MINUTES: u16 = 45;
const PACKS: &str = "lessons/packs.toml";

/// Reads a file of one lesson, without its pages.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.lessons.lessons.extend(lesson(file, trail));
    file.done();
}

/// Reads the file of `[[pack]]` rows.
pub(crate) fn read_packs(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("pack", "pack") {
        catalog.lessons.packs.extend(pack(&mut row, trail));
        row.done();
    }
    file.done();
}

fn bilingual(row: &Row<'_>, key: &'static str) -> Option<Bilingual> {
    let words = row.must_row(key, key)?;
    let (en, es) = (words.string("en"), words.string("es"));
    words.done();
    Some(Bilingual { en: en?, es: es? })
}

fn lesson(file: &Row<'_>, trail: &mut Trail) -> Option<Lesson> {
    let id = file.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Lesson, file, id);
    }
    let (number, kind) = (file.string("number"), file.one_of("kind", KINDS));
    let (minutes, since) = (file.number("minutes", 1..=MOST_MINUTES), file.date("since"));
    let helps = file.texts("helps");
    for safeguard in &helps {
        trail.refers(Names::Safeguard, file, safeguard);
    }
    let (name, behaviour) = (bilingual(file, "name"), bilingual(file, "behaviour"));
    let proof = file.row("proof", "proof").and_then(|row| {
        let measure = row.text("measure");
        if let Some(measure) = &measure {
            trail.refers(Names::Measure, &row, measure);
        }
        let hand_in = bilingual(&row, "hand_in");
        row.done();
        Some(LabProof { measure: MeasureId::new(measure?.value), hand_in: hand_in? })
    });
    match (kind, file.has("proof")) {
        (Some(LessonKind::Lab), false) => file.lacks("proof", "a lab leaves a proof behind; add `[proof]`"),
        (Some(LessonKind::Frontline), true) => file.fault_at("proof", "only a lab leaves a proof behind"),
        _ => {}
    }
    let provenance = file.provenance();
    Some(Lesson {
        id: LessonId::new(id?.value),
        number: number?,
        kind: kind?,
        minutes: minutes?,
        since: since?,
        helps: helps.iter().map(|s| SafeguardId::new(s.value)).collect(),
        name: name?,
        behaviour: behaviour?,
        proof,
        en: Vec::new(),
        es: Vec::new(),
        provenance: provenance?,
    })
}

fn pack(row: &mut Row<'_>, trail: &mut Trail) -> Option<Pack> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Pack, row, id);
    }
    let lessons = row.texts("lessons");
    for lesson in &lessons {
        trail.refers(Names::Lesson, row, lesson);
    }
    let first_due_days = row.number("first_due_days", 0..=MOST_DAYS);
    let retest_days = row.number("retest_days", 1..=MOST_DAYS);
    let labs_due_days = row.maybe_number("labs_due_days", 1..=MOST_DAYS);
    let (name, who, provenance) = (bilingual(row, "name"), bilingual(row, "who"), row.provenance());
    Some(Pack {
        id: PackId::new(id?.value),
        name: name?,
        who: who?,
        lessons: lessons.iter().map(|l| LessonId::new(l.value)).collect(),
        first_due_days: first_due_days?,
        retest_days: retest_days?,
        labs_due_days,
        provenance: provenance?,
    })
}

/// Reads the pages of all lessons and holds them together: both languages, the blocks a lesson has, and packs that fit a year.
pub(crate) fn pages(files: &[(&str, &str)], catalog: &mut Catalog) -> Vec<CatalogError> {
    let mut errors = Vec::new();
    let mut fail = |file: String, line: usize, message: String| {
        errors.push(CatalogError { file, line, column: 1, message });
    };
    for lesson in &mut catalog.lessons.lessons {
        let id = lesson.id.clone();
        let mut page = |language: &str, name: &str| {
            let path = format!("lessons/{id}.{language}.md");
            let Some((_, text)) = files.iter().find(|(own, _)| *own == path) else {
                fail(format!("lessons/{id}.toml"), 1, format!("the page is missing; write it to `{path}`"));
                return Vec::new();
            };
            let page = page::read(text);
            for (line, what) in page.faults {
                fail(path.clone(), line, what);
            }
            if page.title != name {
                fail(path.clone(), 1, format!("the title is not the lesson's name, `{name}`"));
            }
            if let Some(what) = lacking(lesson.kind, &page.blocks) {
                fail(path, 1, what.to_owned());
            }
            page.blocks
        };
        (lesson.en, lesson.es) = (page("en", &lesson.name.en), page("es", &lesson.name.es));
        if shape(&lesson.en) != shape(&lesson.es) {
            let what = "the page has other blocks or other right answers than the English one; write the same in the same order";
            fail(format!("lessons/{id}.es.md"), 1, what.to_owned());
        }
    }
    for (path, _) in files.iter().filter(|(path, _)| path.starts_with("lessons/") && path.ends_with(".md")) {
        let stem = path.trim_start_matches("lessons/").trim_end_matches(".md");
        let id = stem.strip_suffix(".en").or_else(|| stem.strip_suffix(".es"));
        if !id.is_some_and(|id| catalog.lessons.lessons.iter().any(|lesson| lesson.id.as_str() == id)) {
            fail(
                (*path).to_owned(),
                1,
                "the page is of no lesson; name it like `report-it.en.md`".to_owned(),
            );
        }
    }
    let number = |lesson: &Lesson| (lesson.kind, lesson.number.len(), lesson.number.clone());
    catalog.lessons.lessons.sort_by_key(number);
    for pack in &catalog.lessons.packs {
        let frontline = catalog
            .lessons
            .lessons
            .iter()
            .filter(|lesson| lesson.kind == LessonKind::Frontline && pack.lessons.contains(&lesson.id));
        let minutes: u16 = frontline.map(|lesson| lesson.minutes).sum();
        if minutes > MOST_PACK_MINUTES {
            let what =
                format!("`{}` takes {minutes} minutes a year; {MOST_PACK_MINUTES} is the most", pack.id);
            fail(PACKS.to_owned(), 1, what);
        }
    }
    errors
}

/// What a page lacks, if anything.
fn lacking(kind: LessonKind, blocks: &[Block]) -> Option<&'static str> {
    let n = |is: fn(&Block) -> bool| blocks.iter().filter(|block| is(block)).count();
    let is_check = |block: &Block| matches!(block, Block::Check(_));
    let at_end = blocks.iter().rev().take_while(|block| is_check(block)).count();
    if at_end != N_CHECKS || n(|b| matches!(b, Block::Check(_))) != N_CHECKS {
        return Some("a lesson ends with three checks and has no others");
    }
    if n(|b| matches!(b, Block::DoThisNow(_))) != 1 {
        return Some("a lesson has one `do-this-now`");
    }
    let is_lab = kind == LessonKind::Lab;
    if n(|b| matches!(b, Block::Proof(_))) != usize::from(is_lab) {
        return Some(if is_lab { "a lab has one `proof`" } else { "only a lab has a `proof`" });
    }
    let has_story = n(|b| matches!(b, Block::Scene(_))) > 0 && n(|b| matches!(b, Block::Choice(_))) > 0;
    (!is_lab && !has_story).then_some("a frontline lesson has a scene and a choice")
}

/// What two languages of one page must have in common: the block, what is right in it or how its list is, and the blocks within it.
#[derive(PartialEq, Eq)]
struct Shape {
    kind: Discriminant<Block>,
    marks: Vec<bool>,
    within: Vec<Shape>,
}

fn shape(blocks: &[Block]) -> Vec<Shape> {
    let block = |block: &Block| {
        let marks = match block {
            Block::Choice(asked) | Block::Check(asked) => asked.options.iter().map(|o| o.is_right).collect(),
            Block::List(list) => vec![list.is_ordered; list.items.len()],
            _ => Vec::new(),
        };
        let within = match block {
            Block::Scene(blocks) | Block::DoThisNow(blocks) | Block::Proof(blocks) => shape(blocks),
            _ => Vec::new(),
        };
        Shape { kind: discriminant(block), marks, within }
    };
    blocks.iter().map(block).collect()
}
