//! A hospital's staff roster as payroll and personnel programs export it: bytes to cells. What the cells say is read in the core.

pub(crate) mod quote;

use csv::{ReaderBuilder, StringRecord};
use holdfast_core::catalog::Pack;
use holdfast_core::decide::training::{
    MOST_PEOPLE, MOST_ROSTER_BYTES, ReadRoster, RosterColumns, RosterLine, RosterRefusal, RosterTable,
    read_roster,
};

use crate::error::ImportError;
use crate::kind::NamedFile;
use crate::open::open;

/// Titles may stand above the header in so many lines.
const HEADER_WITHIN: usize = 10;
/// More cells than any export has.
const MOST_CELLS: usize = 200;
/// Longer than any cell of a roster.
const MOST_CELL_CHARS: usize = 1_000;

/// Why a file is no staff roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StaffRosterError {
    /// More bytes than a roster has.
    #[error("`{file}` is larger than {} MB, which no roster is; leave out columns nobody needs, and send it again", MOST_ROSTER_BYTES >> 20)]
    TooLarge {
        /// Which file.
        file: String,
    },
    /// It is no table of text.
    #[error(transparent)]
    File(#[from] ImportError),
    /// It is a table, and no roster.
    #[error("`{file}`: {why}")]
    Refused {
        /// Which file.
        file: String,
        /// Why.
        #[source]
        why: RosterRefusal,
    },
}

/// The people of a staff roster, and the lines that could not be read. `name`: the file's, for what is said of it.
pub fn read_staff_roster(name: &str, bytes: &[u8], packs: &[Pack]) -> Result<ReadRoster, StaffRosterError> {
    let file: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    if bytes.len() > MOST_ROSTER_BYTES {
        return Err(StaffRosterError::TooLarge { file });
    }
    // A roster is sent as it is. One that is packed could hold far more than it weighs.
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(ImportError::Binary { file }.into());
    }
    let opened = open(&NamedFile { name: file.clone(), bytes: bytes.to_vec() })?;
    let mut read =
        read_roster(&table(&opened.text), packs).map_err(|why| StaffRosterError::Refused { file, why })?;
    read.notes.splice(0..0, opened.notes);
    Ok(read)
}

/// The cells of a text: below the header, each line that holds anything.
fn table(text: &str) -> RosterTable {
    let between = separator(text);
    let skip = header_at(text, between);
    let mut table = RosterTable::default();
    let mut reader = reader(text, between);
    let mut record = StringRecord::new();
    let (mut n, mut line) = (0, 0);
    loop {
        let before = reader.position().line();
        // The text is whole and lines may differ in length, so nothing ends this but the last line.
        if !reader.read_record(&mut record).unwrap_or(false) {
            break;
        }
        // A spreadsheet counts a cell of several lines as one row, and empty lines as rows.
        let inner = record.as_slice().bytes().filter(|b| *b == b'\n').count() as u64;
        line += (reader.position().line() - before).saturating_sub(inner).max(1);
        n += 1;
        if n <= skip || record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let cells: Vec<String> = record.iter().take(MOST_CELLS).map(cut).collect();
        if n == skip + 1 {
            table.columns = cells.into_iter().map(|c| c.trim().chars().take(80).collect()).collect();
        } else {
            table.lines.push(RosterLine { line, cells });
        }
        if table.lines.len() > MOST_PEOPLE * 4 {
            break;
        }
    }
    table.open_quotes = quote::open_quotes(text, between, table.columns.len());
    table
}

fn cut(cell: &str) -> String {
    cell.chars().take(MOST_CELL_CHARS).collect()
}

fn reader(text: &str, between: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(between).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn heads(text: &str, between: u8) -> Vec<Vec<String>> {
    let records = reader(text, between).into_records().take(HEADER_WITHIN).map_while(Result::ok);
    records.map(|r| r.iter().take(MOST_CELLS).map(cut).collect()).collect()
}

/// How many of the columns a roster needs a line names.
fn names_of(head: &[String]) -> usize {
    let columns = RosterColumns::find(head);
    usize::from(columns.has_number()) + usize::from(columns.has_name())
}

/// What stands between cells: whichever of comma, semicolon and tab makes the best header.
fn separator(text: &str) -> u8 {
    let best = |between: u8| heads(text, between).iter().map(|h| (names_of(h), h.len())).max();
    [b';', b'\t']
        .into_iter()
        .fold(b',', |found, between| if best(between) > best(found) { between } else { found })
}

/// How many lines stand above the header: the first line that names the most of what a roster needs.
fn header_at(text: &str, between: u8) -> usize {
    let heads = heads(text, between);
    let most = heads.iter().map(|h| names_of(h)).max().unwrap_or_default();
    heads.iter().position(|h| names_of(h) == most).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use holdfast_core::catalog::{Bilingual, PackId, Provenance};
    use holdfast_core::model::StaffMember;
    use proptest::prelude::*;

    use super::*;

    fn packs() -> Vec<Pack> {
        let both = |en: &str, es: &str| Bilingual::new(en, es);
        let pack = |id: &str, en: &str, es: &str| Pack {
            id: PackId::new(id),
            name: both(en, es),
            who: both("People.", "Gente."),
            lessons: Vec::new(),
            first_due_days: 14,
            retest_days: 140,
            labs_due_days: None,
            provenance: Provenance { source: "made up".to_owned(), verified_on: None },
        };
        vec![
            pack("everyone", "Everyone", "Todo el personal"),
            pack("clinical", "Clinical staff", "Personal clínico"),
            pack("volunteers", "Volunteers", "Voluntarios"),
        ]
    }

    /// Each person and fault, one a line.
    fn said(bytes: &[u8]) -> String {
        let read = match read_staff_roster("staff.csv", bytes, &packs()) {
            Ok(read) => read,
            Err(e) => return e.to_string(),
        };
        let person = |(line, p): &(u64, StaffMember)| {
            let packs: Vec<&str> = p.packs.iter().map(PackId::as_str).collect();
            let mail = p.email.as_ref().map_or("-", |e| e.as_str());
            let started = p.started_on.map_or_else(|| "-".to_owned(), |d| d.to_string());
            format!(
                "{line}: {} {} | {mail} | {} | {} | {} | {started}",
                p.number,
                p.name,
                p.department,
                packs.join("+"),
                p.language.key()
            )
        };
        let faults = read.faults.iter().map(|f| format!("{}, {}: {}", f.line, f.column, f.says));
        let notes = read.notes.iter().map(|n| format!("note: {n}"));
        read.rows.iter().map(person).chain(faults).chain(notes).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(said(text.as_bytes()), expect, "{text}");
    }

    #[test]
    fn rosters_as_people_export_them_are_read() {
        check(
            "\u{feff}Employee ID,First Name,Last Name,Work Email,Department,Roles,Language,Hire Date\r\n\
             0017,Ann,Lee,Ann.Lee@fixture.example,\"Lab, blood bank\",Clinical staff; volunteers,Spanish,9/1/2026\r\n\
             18,Bo,Ray,,,,,2020-02-29\r\n",
            "2: 0017 Ann Lee | ann.lee@fixture.example | Lab, blood bank | clinical+volunteers | es | 2026-09-01\n\
             3: 18 Bo Ray | - |  | everyone | en | 2020-02-29",
        );
        check(
            "Fixture Memorial Hospital;;\nAs of 11/27/2026;;\nNúmero de empleado;Nombre completo;Idioma\n=\"007\";Ana Díaz;español\n",
            "4: 007 Ana Díaz | - |  | everyone | es | -",
        );
        check(
            "NO.\tNAME\tPACK\n\n1\t\"Ann\nLee\"\tclinical|Voluntarios\n2\tBo Ray\n",
            "3: 1 Ann Lee | - |  | clinical+volunteers | en | -\n4: 2 Bo Ray | - |  | everyone | en | -",
        );
        let windows = b"ID,Name\n1,Mu\xf1oz\n";
        let note = "note: read as Windows-1252, not UTF-8: 1 letters outside plain English";
        assert_eq!(said(windows), format!("2: 1 Muñoz | - |  | everyone | en | -\n{note}"));
    }

    #[test]
    fn each_fault_costs_its_line_and_says_where() {
        check(
            "ID,Name,Email,Packs,Started\n\
             1,Ann Lee,ann@,,\n\
             2,Bo Ray,n/a,clinicle,\n\
             3,Cy Poe,,surgeons of the ward,\n\
             4,Di Fox,,,13/1/2026\n\
             5,Ed Ito,,,3/4/26\n\
             ,Fay Orr,,,\n\
             7,,,,\n\
             8,Gus Ott,,,2026-01-05 00:00:00\n",
            "9: 8 Gus Ott | - |  | everyone | en | 2026-01-05\n\
             2, Email: `ann@` is not a mail address; write it like name@hospital.org, or leave it empty\n\
             3, Packs: `clinicle` is no role pack; did you mean `clinical`?\n\
             4, Packs: `surgeons of the ward` is no role pack; write one of everyone, clinical, volunteers, with `;` between them\n\
             5, Started: `13/1/2026` is not a day; write it like 2026-09-01 or 9/1/2026\n\
             6, Started: `3/4/26` is not a day; write it like 2026-09-01 or 9/1/2026\n\
             7, ID: no number; write the one your hospital gives this person\n\
             8, Name: no name; write the person's name",
        );
    }

    #[test]
    fn one_number_twice_is_told_and_neither_line_is_guessed_right() {
        check(
            "ID,Name\n007,Ann Lee\n7,Bo Ray\n8,Cy Poe\n8,Cy Poe\n",
            "4: 8 Cy Poe | - |  | everyone | en | -\n\
             2, ID: `007` stands on line 3 too, in other words; keep one line for each number\n\
             3, ID: `7` stands on line 2 too, in other words; keep one line for each number\n\
             5, ID: `8` stands on line 4 in the same words; that one was kept",
        );
    }

    #[test]
    fn a_quotation_mark_that_swallows_lines_is_named_and_costs_its_line() {
        let open = "a quotation mark begins here and is not closed, so lines below it may be read as part of this cell; \
                    close it or take it out. Until then nobody leaves by this list";
        check(
            "ID,Name,Department\n1,Ann Lee,Lab\n2,\"Bo Ray,ED\n3,Cy Poe,Lab\n",
            &format!("2: 1 Ann Lee | - | Lab | everyone | en | -\n3, Name: {open}"),
        );
        check(
            "ID,Name,Department\n1,Ann Lee,\"Lab\n2,Bo Ray,\"ED, night\"\n3,Cy Poe,Lab\n",
            &format!("3: 3 Cy Poe | - | Lab | everyone | en | -\n2, Department: {open}"),
        );
        let read = |text: &str| read_staff_roster("staff.csv", text.as_bytes(), &packs()).expect("a roster");
        let read = read("ID,Name\n1,Ann Lee\n2,\"Bo Ray\n3,Cy Poe\n");
        assert!(read.has_open_quote && read.unread.contains("2") && !read.has_nameless);
    }

    #[test]
    fn what_a_person_should_know_is_told() {
        check(
            "ID,Name,Lang,Status\n1,Ann Lee,Tagalog,Active\n",
            "2: 1 Ann Lee | - |  | everyone | en | -\n\
             note: The column `Status` is not read. If people who have left are in the file, take their lines out\n\
             note: Lessons come in English and Spanish. With `Tagalog` as their language, 1 person gets English",
        );
    }

    #[test]
    fn what_is_no_roster_says_what_to_send() {
        check(
            "Name,Department\nAnn Lee,Lab\nann lee,ED\n",
            "`staff.csv`: no column holds the number your hospital gives each person (its columns are `Name`, `Department`); \
             add one called `Employee number`: names cannot stand in for it, because two people may share one, as `ann lee` does here",
        );
        check(
            "ID,Room\n1,2\n",
            "`staff.csv`: no column holds people's names (its columns are `ID`, `Room`); add one called `Name`, or `First name` and `Last name`",
        );
        check(
            "ID,Name\n,Ann Lee\n",
            "`staff.csv`: no line of the file names a person that can be read; the first fault: line 2, ID: no number; write the one your hospital gives this person",
        );
        check("ID,Name\n", "`staff.csv`: no line of the file names a person that can be read");
        check("", "`staff.csv` is empty; download it again");
        let rows = |n: usize| (0..n).fold("ID,Name\n".to_owned(), |text, i| text + &format!("{i},P {i}\n"));
        check(
            &rows(MOST_PEOPLE + 1),
            "`staff.csv`: the file has 5001 lines of people, and a roster holds at most 5000; nothing was read, so that nobody is cut off",
        );
        let whole = read_staff_roster("staff.csv", rows(MOST_PEOPLE).as_bytes(), &packs()).expect("a roster");
        assert_eq!(whole.rows.len(), MOST_PEOPLE);
        check(
            &"x".repeat(MOST_ROSTER_BYTES + 1),
            "`staff.csv` is larger than 2 MB, which no roster is; leave out columns nobody needs, and send it again",
        );
        assert!(said(b"PK\x03\x04rest").contains("save the sheet as CSV"), "a workbook");
        assert!(said(b"\x1f\x8b\x08rest").contains("is not text"), "packed");
    }

    proptest! {
        #[test]
        fn any_bytes_read_or_are_refused(
            head in "(ID,Name,Email,Packs,Started,Language\n)?",
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
        ) {
            let _ = said(&[head.into_bytes(), bytes].concat());
        }

        #[test]
        fn the_order_of_lines_decides_nothing(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
            let lines = ["1,Ann Lee,", "2,Bo Ray,", "2,Bo Rae,", "03,Cy Poe,", "3,Cy Poe,clinical", "4,Di Fox,x"];
            let text = |order: &[usize]| order.iter().fold("ID,Name,Packs\n".to_owned(), |t, i| t + lines[*i] + "\n");
            let people = |text: &str| {
                let read = read_staff_roster("f.csv", text.as_bytes(), &packs()).expect("a roster");
                let person = |(_, p): &(u64, StaffMember)| format!("{} {} {:?}", p.number, p.name, p.packs);
                let mut people: Vec<String> = read.rows.iter().map(person).collect();
                people.sort();
                (people, read.faults.len(), read.unread, read.has_nameless)
            };
            prop_assert_eq!(people(&text(&order)), people(&text(&[0, 1, 2, 3, 4, 5])));
        }
    }
}
