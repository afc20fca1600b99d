//! Files of colleges, of who sits in a class, and of grades.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

#[test]
fn grades_are_known_by_seat_and_a_slipped_line_grades_nobody() {
    let seats =
        [seat(1, "Ann Lee", None), seat(2, "Bo Ray", Some(Grade::DidNotPass)), seat(3, "Cy Own", None)];
    let lines = file(
        &["seat", "name", "grade"],
        "1|ann  lee|Passed/2|Bo Ray|passed/3||/3|Cy Own|W/4|Eve|P/2|Ann Lee|F/x||F/1|Ann Lee|A+",
    );
    let read = read_grade_list(&seats, &lines);
    let graded: Vec<String> = read
        .graded
        .iter()
        .map(|g| format!("{} {:?} to {}", g.seat, g.was.map(Grade::key), g.grade.key()))
        .collect();
    assert_eq!(graded, ["1 None to passed", "2 Some(\"did_not_pass\") to passed"]);
    assert_eq!((read.n_same, read.n_empty), (0, 1));
    assert_eq!(
        said(&read.faults),
        [
            "5 seat: Seat 3 stands on line 4 already.",
            "6 seat: The class has no seat 4. Take the number from the class list.",
            "7 name: Seat 2 is Bo Ray. See whether lines have slipped.",
            "8 seat: The class has no seat x. Take the number from the class list.",
            "9 seat: Seat 1 stands on line 2 already.",
        ]
    );
    let odd = read_grade_list(&seats, &file(&["seat", "grade"], "1|A+/2|failed"));
    assert_eq!(said(&odd.faults), ["2 grade: `A+` is no grade. Write passed, did not pass or withdrew."]);
    assert_eq!((odd.graded.len(), odd.n_same), (0, 1));
}

#[test]
fn a_colleges_own_list_adds_people_once_and_takes_nobody_out() {
    let seats = [seat(1, "Ann Lee", None)];
    let lines = file(&["seat", "name"], "1|Ann Lee/|Bo Ray/|bo  ray/|/|Cy Own/|Dee Late/9|Eve");
    let read = read_class_list(&seats, 3, &lines);
    let joins: Vec<&str> = read.joins.iter().map(|j| j.seat.name.as_str()).collect();
    assert_eq!((joins.as_slice(), read.n_same), (["Bo Ray", "Cy Own"].as_slice(), 2));
    assert_eq!(
        said(&read.faults),
        [
            "5 name: Write one name, of up to 100 characters.",
            "7 seat: The class is full: it has 3 seats.",
            "8 seat: The class has no seat 9. Take the number from the class list.",
        ]
    );
}

#[test]
fn a_file_of_colleges_knows_those_on_the_list() {
    let kept = [college(7, &[]), college(8, &[("name", "Ridge College"), ("unit_id", "")])];
    let columns = [
        "name",
        "unit_id",
        "city",
        "state",
        "zip",
        "contact_name",
        "contact_email",
        "packs",
        "lessons",
        "seats",
    ];
    let lines = file(
        &columns,
        "Franklin Valley College|999901|Franklin|ZZ|99901|Ada Dean|ada@valley.example|it|restore|12/\
         RIDGE  college||Franklin|ZZ|99901|Bea Dean|bea@ridge.example|it||10/\
         New College||Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8/\
         New College||Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8/\
         Bad College|99|Edge|ZZ|99902|Cy Dean|cy@new.example||report-it|8",
    );
    let read = read_college_file(&kept, &lines, &lessons());
    let places: Vec<(Option<usize>, &str)> =
        read.colleges.iter().map(|c| (c.at, c.college.name.as_str())).collect();
    assert_eq!(places, [(Some(1), "RIDGE college"), (None, "New College")]);
    assert_eq!(read.n_same, 1);
    assert_eq!(
        said(&read.faults),
        [
            "5 name: New College stands on line 4 already.",
            "6 unit_id: A unit id has six digits, like 100654; `99` does not.",
        ]
    );
}

/// What a file would do about the colleges kept: each college with what changes, then the faults.
#[track_caller]
fn check(kept: &[ListedCollege], columns: &[&'static str], text: &str, expect: &[&str]) {
    let read = read_college_file(kept, &file(columns, text), &lessons());
    let line = |c: &FileCollege| match c.at {
        Some(at) => format!("{at} {}: {}", c.college.name, c.changed.join(" ")),
        None => format!("new {}", c.college.name),
    };
    let mut got: Vec<String> = read.colleges.iter().map(line).collect();
    got.extend(said(&read.faults));
    assert_eq!(got, expect, "{text}");
}

#[test]
fn a_column_that_the_file_lacks_keeps_what_is_on_the_list() {
    let kept = [college(7, &[("lat", "45.5"), ("lon", "-110.25"), ("contact_phone", "(999) 555-0100")])];
    let columns = ["name", "zip", "seats"];
    check(&kept, &columns, "Franklin Valley College|99901|9", &["0 Franklin Valley College: seats"]);
    check(&kept, &columns, "Franklin Valley College|99901|12", &[]);
    let read = read_college_file(&kept, &file(&columns, "Franklin Valley College|99901|9"), &lessons());
    let now = &read.colleges[0].college;
    assert_eq!((now.contact_phone.as_str(), &now.unit_id), ("(999) 555-0100", &kept[0].college.unit_id));
    assert_eq!(now.point, kept[0].college.point);
    let clears = ["0 Franklin Valley College: contact_phone"];
    check(&kept, &["name", "zip", "contact_phone"], "Franklin Valley College|99901|", &clears);
}

#[test]
fn a_college_is_known_by_its_id_then_by_its_unit_id_then_by_name_and_place() {
    let kept = [
        college(7, &[]),
        college(8, &[("name", "Ridge College"), ("unit_id", "")]),
        college(9, &[("name", "Ridge College"), ("unit_id", "999903")]),
    ];
    let columns = ["name", "zip", "unit_id", "college"];
    check(&kept, &columns, "Renamed College|99902||7", &["0 Renamed College: name unit_id zip"]);
    check(&kept, &columns, "Renamed College|99902|999901|", &["0 Renamed College: name zip"]);
    check(&kept, &columns, "ridge college|99901|999904|", &["1 ridge college: name unit_id"]);
    check(
        &kept,
        &columns,
        "Ridge College|99901||/Ridge College|99901||12/Ridge College|99901|999903|8",
        &[
            "2 unit_id: More than one college on the list has this name and ZIP code. Say which one by its unit id, or by `college` as in the saved list.",
            "3 college: No college on the list has the id 12. Leave it empty for a new one.",
            "4 unit_id: Ridge College has this unit id already.",
        ],
    );
    let twice = "Franklin Valley College|99901|999901|/Valley College|99901||7";
    check(&kept, &columns, twice, &["3 name: Valley College stands on line 2 already."]);
}

#[test]
fn a_second_run_of_one_file_adds_nothing() {
    let columns =
        ["name", "unit_id", "city", "state", "zip", "contact_name", "contact_email", "packs", "seats"];
    let one = "New College||Edge|ZZ|99902|Cy Dean|cy@new.example|it|8";
    let text = format!("{one}/{}", one.replace("||", "|999907|"));
    let lines = file(&columns, &text);
    let first = read_college_file(&[], &lines, &lessons());
    assert_eq!(said(&first.faults), ["3 name: New College stands on line 2 already."]);
    let kept: Vec<ListedCollege> = (1..)
        .zip(&first.colleges)
        .map(|(id, c)| ListedCollege { id: CollegeId(id), version: 1, college: c.college.clone() })
        .collect();
    let second = read_college_file(&kept, &lines[..1], &lessons());
    assert_eq!((second.colleges.len(), second.n_same), (0, 1));
}

#[test]
fn columns_go_by_the_names_people_give_them() {
    let heads = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let people = |text: &str| class_list_columns(&heads(text)).map(|names| names.join(","));
    assert_eq!(people("Full Name,E-mail"), Ok("name,e_mail".to_owned()));
    assert_eq!(people("LAST NAME,First-Name"), Ok("last_name,first_name".to_owned()));
    assert_eq!(people("Nombre completo"), Ok("name".to_owned()));
    assert_eq!(people("Last name,Seat No."), Err(NoColumn("name")));
    let grades = |text: &str| grade_columns(&heads(text)).map(|names| names.join(","));
    assert_eq!(grades("Seat number,Student,Final Grade"), Ok("seat,student,grade".to_owned()));
    assert_eq!(grades("Seat,Name"), Err(NoColumn("grade")));
    let colleges = |text: &str| college_columns(&heads(text)).map(|names| names.join(","));
    assert_eq!(colleges("Name,ZIP,Contact name"), Ok("name,zip,contact_name".to_owned()));
    assert_eq!(colleges("Name"), Err(NoColumn("zip")));
}

#[test]
fn a_name_in_two_parts_is_one_name() {
    let seats = [seat(1, "Ann Lee", None)];
    let list = read_class_list(&seats, 3, &file(&["first_name", "last_name"], "Bo|Ray/Ann|Lee"));
    let joins: Vec<&str> = list.joins.iter().map(|j| j.seat.name.as_str()).collect();
    assert_eq!((joins.as_slice(), list.n_same), (["Bo Ray"].as_slice(), 1));
    let columns = ["seat", "first_name", "last_name", "grade"];
    let grades = read_grade_list(&seats, &file(&columns, "1|Bo|Ray|passed"));
    assert_eq!(said(&grades.faults), ["2 name: Seat 1 is Ann Lee. See whether lines have slipped."]);
}

proptest! {
    #[test]
    fn no_file_gives_more_seats_than_there_are_nor_grades_one_twice(
        cells in prop::collection::vec(("[0-9]{0,2}", "[a-c]{0,2}", "(passed|w|\\PC{0,6})"), 0..30),
        n_seats in 0u32..6,
    ) {
        let seats = [seat(1, "a", None), seat(2, "b", Some(Grade::Passed))];
        let line = |(n, (seat, name, grade)): (usize, &(String, String, String))| FileLine {
            line: n as u64 + 2,
            cells: fields(&[("seat", seat), ("name", name), ("grade", grade)]),
        };
        let lines: Vec<FileLine> = cells.iter().enumerate().map(line).collect();
        let roster = read_class_list(&seats, n_seats, &lines);
        prop_assert!(roster.joins.len() + seats.len() <= seats.len().max(n_seats as usize));
        let grades = read_grade_list(&seats, &lines);
        let numbers: BTreeSet<u32> = grades.graded.iter().map(|g| g.seat).collect();
        prop_assert_eq!(numbers.len(), grades.graded.len());
        prop_assert!(grades.graded.iter().all(|g| g.was != Some(g.grade)));
    }
}
