//! `programs/*.toml`: one program a file, with its offers, its denominators and its application form.
//!
//! It checks each row; whether ids lead somewhere is followed at the end.

use holdfast_core::catalog::{Catalog, Denominator, Group, Program, ProgramId, Serves};

use crate::follow::{Names, Trail};
use crate::row::Row;
use crate::{form, offer};

const SERVES: &[(&str, Serves)] = &[("hospitals", Serves::Hospitals), ("applicants", Serves::Applicants)];

/// Longest review target; a longer one is a slip of the finger.
const MAX_REVIEW_DAYS: u16 = 365;

/// Reads a program's file.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    let head = file.must_row("program", "program");
    let offers: Vec<_> = offer::read_all(file, "offer", Group::Program, trail);
    let all_of =
        |key: &'static str| file.rows(key, key).iter().filter_map(denominator).collect::<Vec<Denominator>>();
    let (denominators, people) = (all_of("denominator"), all_of("people_denominator"));
    let form = form::read(file);
    file.done();
    let Some(mut head) = head else { return };
    let program = program(&mut head, trail);
    head.done();
    let Some(mut program) = program else { return };
    match (program.serves, &form) {
        (Serves::Hospitals, Some(_)) => {
            file.fault_at(
                "question",
                "only a program that serves applicants has questions; hospitals register",
            );
        }
        (Serves::Applicants, None) => {
            let message = "a program that serves applicants needs a form; add a `[[question]]`";
            head.fault(head.at(), message);
        }
        (Serves::Hospitals, None) | (Serves::Applicants, Some(_)) => {}
    }
    program.offers = offers.into_iter().flatten().collect();
    (program.denominators, program.people_denominators) = (denominators, people);
    program.form = form;
    catalog.programs.push(program);
}

fn program(row: &mut Row<'_>, trail: &mut Trail) -> Option<Program> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Program, row, id);
    }
    let (name, purpose) = (row.string("name"), row.string("purpose"));
    let serves = row.one_of("serves", SERVES);
    let review_target_days = row.number("review_target_days", 1..=MAX_REVIEW_DAYS);
    let provenance = row.provenance();
    Some(Program {
        id: ProgramId::new(id?.value),
        name: name?,
        purpose: purpose?,
        serves: serves?,
        offers: Vec::new(),
        denominators: Vec::new(),
        people_denominators: Vec::new(),
        form: None,
        review_target_days: review_target_days?,
        provenance: provenance?,
    })
}

fn denominator(row: &Row<'_>) -> Option<Denominator> {
    let (n, counts, provenance) = (row.number("n", 1..=u32::MAX), row.string("counts"), row.provenance());
    row.done();
    Some(Denominator { n: n?, counts: counts?, provenance: provenance? })
}
