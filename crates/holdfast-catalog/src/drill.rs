//! `drill/*.toml`: one scenario a file; `calls.toml`, the call tree; `waiver.toml`, the list on waivers; and one form a file whose name
//! begins with `form-`.
//!
//! What a hospital's own pack holds is decided in core.

use holdfast_core::catalog::{
    BlankForm, Call, CallBy, CallId, Catalog, ContactId, DependencyId, Drill, DrillId, FormId, FormPart,
    Inject, WaiverPart, WaiverPoint, WaiverPointId, WhoIsDark,
};
use holdfast_core::did_you_mean;

use crate::follow::{Names, Trail};
use crate::row::{Row, Text, shown};

const DARK: &[(&str, WhoIsDark)] = &[("us", WhoIsDark::Us), ("neighbour", WhoIsDark::Neighbour)];
const BY: &[(&str, CallBy)] =
    &[("at_once", CallBy::AtOnce), ("first_hour", CallBy::FirstHour), ("first_day", CallBy::FirstDay)];
const PARTS: &[(&str, WaiverPart)] = &[
    ("first", WaiverPart::First),
    ("may", WaiverPart::May),
    ("ask", WaiverPart::Ask),
    ("without", WaiverPart::Without),
];
/// A working day: no exercise at a table lasts longer.
const MOST_MINUTES: u16 = 480;
/// More rows than a page holds.
const MOST_ROWS: u16 = 40;
/// More columns than a page holds.
const MOST_COLUMNS: usize = 9;

/// Reads a file of one scenario.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.drills.drills.extend(drill(file, trail));
    file.done();
}

/// Reads the call tree.
pub(crate) fn read_calls(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    let mut above: Vec<String> = Vec::new();
    for mut row in file.rows("call", "call") {
        catalog.drills.calls.extend(call(&mut row, &mut above, trail));
        row.done();
    }
    file.done();
}

/// Reads the list on waivers.
pub(crate) fn read_waiver(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("point", "point") {
        catalog.drills.waiver.extend(point(&mut row, trail));
        row.done();
    }
    file.done();
}

/// Reads a file of one form.
pub(crate) fn read_form(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    catalog.drills.forms.extend(form(file, trail));
    file.done();
}

fn drill(row: &Row<'_>, trail: &mut Trail) -> Option<Drill> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Drill, row, id);
    }
    let (name, story, dark) = (row.string("name"), row.string("story"), row.one_of("dark", DARK));
    let is_everything = if row.has("everything_down") { row.bool("everything_down") } else { Some(false) };
    let down = row.texts("down");
    for dependency in &down {
        trail.refers(Names::Dependency, row, dependency);
    }
    if is_everything == Some(true) && !down.is_empty() {
        row.fault_at("down", "everything is down already; take `down` or `everything_down` out");
    }
    let forms = row.texts("forms");
    for form in &forms {
        trail.refers(Names::Form, row, form);
    }
    let lost = told(row, "lost");
    let (first_hour, first_day) = (told(row, "first_hour"), told(row, "first_day"));
    let (first_week, look_at) = (told(row, "first_week"), told(row, "look_at"));
    let mut injects: Vec<Inject> = Vec::new();
    for child in row.rows("inject", "inject") {
        if let Some(inject) = inject(&child) {
            if injects.last().is_some_and(|before| before.minute > inject.minute) {
                child.fault_at("minute", "what is told later stands below; put the injects in order");
            }
            injects.push(inject);
        }
        child.done();
    }
    if !row.has("inject") {
        row.lacks("inject", format!("{} tells nothing; add an inject under `[[inject]]`", row.what()));
    }
    let provenance = row.provenance();
    Some(Drill {
        id: DrillId::new(id?.value),
        name: name?,
        story: story?,
        dark: dark?,
        is_everything: is_everything?,
        down: down.iter().map(|d| DependencyId::new(d.value)).collect(),
        lost,
        first_hour,
        first_day,
        first_week,
        injects,
        look_at,
        forms: forms.iter().map(|f| FormId::new(f.value)).collect(),
        provenance: provenance?,
    })
}

/// A list of sentences that must not be empty.
fn told(row: &Row<'_>, key: &'static str) -> Vec<String> {
    let texts = row.texts(key);
    if texts.is_empty() {
        row.lacks(key, format!("{} has nothing in `{key}`; add a sentence at least", row.what()));
    }
    owned(&texts)
}

fn owned(texts: &[Text<'_>]) -> Vec<String> {
    texts.iter().map(|t| t.value.trim().to_owned()).collect()
}

fn inject(row: &Row<'_>) -> Option<Inject> {
    let minute = row.number("minute", 0..=MOST_MINUTES);
    let (story_time, says, expect) = (row.string("story_time"), row.string("says"), row.string("expect"));
    Some(Inject { minute: minute?, story_time: story_time?, says: says?, expect: expect? })
}

/// `above`: ids of the calls that stand above, also of those that do not read.
fn call(row: &mut Row<'_>, above: &mut Vec<String>, trail: &mut Trail) -> Option<Call> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Call, row, id);
    }
    let who = row.string("who");
    let is_outside = if row.has("outside") { row.bool("outside") } else { Some(false) };
    let called_by = row.maybe_text("called_by");
    // Whoever calls stands above: so nobody calls in a circle, and the list can be read from its head.
    if let Some(by) = called_by.as_ref().filter(|by| !above.iter().any(|id| id == by.value)) {
        let hint = did_you_mean::hint(by.value, above.iter().map(String::as_str));
        row.fault(by.at, format!("no call above {} has the id `{}`{hint}", row.what(), shown(by.value)));
    }
    above.extend(id.as_ref().map(|id| id.value.to_owned()));
    let only_for = row.texts("only_for");
    for drill in &only_for {
        trail.refers(Names::Drill, row, drill);
    }
    let contact = row.maybe_text("contact");
    if let Some(contact) = &contact {
        trail.refers(Names::Contact, row, contact);
    }
    let why = row.maybe_string("why");
    if why.is_none() == contact.is_none() {
        row.fault_at(
            "why",
            format!("{} has one reason: write `why`, or `contact`, whose row says it", row.what()),
        );
    }
    let (by, say) = (row.one_of("by", BY), row.string("say"));
    let provenance = row.provenance();
    Some(Call {
        id: CallId::new(id?.value),
        who: who?,
        is_outside: is_outside?,
        called_by: called_by.map(|by| CallId::new(by.value)),
        by: by?,
        why,
        say: say?,
        only_for: only_for.iter().map(|drill| DrillId::new(drill.value)).collect(),
        contact: contact.map(|contact| ContactId::new(contact.value)),
        provenance: provenance?,
    })
}

fn point(row: &mut Row<'_>, trail: &mut Trail) -> Option<WaiverPoint> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::WaiverPoint, row, id);
    }
    let (part, says, provenance) = (row.one_of("part", PARTS), row.string("says"), row.provenance());
    Some(WaiverPoint { id: WaiverPointId::new(id?.value), part: part?, says: says?, provenance: provenance? })
}

fn form(row: &Row<'_>, trail: &mut Trail) -> Option<BlankForm> {
    let id = row.id("id");
    if let Some(id) = &id {
        trail.gives(Names::Form, row, id);
    }
    let (name, how, provenance) = (row.string("name"), row.string("how"), row.provenance());
    let mut parts = Vec::new();
    for child in row.rows("part", "part") {
        parts.extend(part(&child));
        child.done();
    }
    if !row.has("part") {
        row.lacks("part", format!("{} is empty; add a part under `[[part]]`", row.what()));
    }
    Some(BlankForm { id: FormId::new(id?.value), name: name?, how: how?, parts, provenance: provenance? })
}

fn part(row: &Row<'_>) -> Option<FormPart> {
    let title = row.string("title");
    let (fields, columns) = (row.texts("fields"), row.texts("columns"));
    if fields.is_empty() == columns.is_empty() {
        row.fault_at("fields", format!("{} has lines or a table; write `fields` or `columns`", row.what()));
    }
    if columns.len() > MOST_COLUMNS {
        row.fault_at("columns", format!("a page holds {MOST_COLUMNS} columns; take some out"));
    }
    let rows = if columns.is_empty() { Some(0) } else { row.number("blank_rows", 1..=MOST_ROWS) };
    Some(FormPart { title: title?, fields: owned(&fields), columns: owned(&columns), blank_rows: rows? })
}
