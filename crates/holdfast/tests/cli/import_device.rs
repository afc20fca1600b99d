//! `holdfast import device`: each kind of file, columns of lists settled first, and what is refused. The hospital is made up.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{Ran, folder, run};

const CCN: &str = "271399";
const LIST: &str = "Device name,Managed by,OS,OS version,Serial number\nFIX-PC-7,Intune,Windows,10.0.19045.5011,ABC123\n,Intune,Windows,10.0.19045.1,\nFIX-PC-8,Intune,Windows,10.0.22631.4000,ABC124\n";
const FACTS: &str = r#"{"type":"device-facts","version":1,"collector":"holdfast-agent 0.1.0","collected_at":"2026-08-01T12:00:00Z","facts":{"identity":{"name":"FIX-CT-1","serial":"CT1"}}}"#;
const REPORT: &str = "Host Name:                 FIX-SRV-1\r\nOS Name:                   Microsoft Windows Server 2019 Standard\r\nOS Version:                10.0.17763 N/A Build 17763\r\n";

/// A data folder whose directory holds one made-up hospital.
struct Place {
    dir: TempDir,
    data: PathBuf,
}

impl Place {
    fn new() -> Self {
        let dir = folder();
        let data = dir.path().join("data");
        let cms = dir.path().join("h_2026-05.csv");
        let text = format!(
            "Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Telephone Number,Hospital Type,Hospital Ownership,Emergency Services\n{CCN},FIXTURE MEMORIAL,1 MAIN ST,SHERIDAN,MT,59749,MADISON,(406) 555-0100,Critical Access Hospitals,Voluntary non-profit - Private,Yes\n"
        );
        fs::write(&cms, text).expect("a file");
        run(&data, &["import", "hospitals", "--allow-shrink", "--cms", cms.to_str().expect("text")]).ended(0);
        Self { dir, data }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("text").to_owned()
    }

    fn import(&self, files: &[&str], more: &[&str]) -> Ran {
        import(&self.data, files, CCN, more)
    }
}

fn import(data: &Path, files: &[&str], ccn: &str, more: &[&str]) -> Ran {
    run(data, &[&["import", "device", "--hospital", ccn], files, more].concat())
}

#[test]
fn a_file_of_the_agent_a_report_and_a_list_come_in_and_are_known_the_second_time() {
    let place = Place::new();
    let files = [place.file("a.hfz", FACTS), place.file("b.txt", REPORT), place.file("c.csv", LIST)];
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    place
        .import(&files, &["--yes"])
        .ended(7)
        .says("a.hfz: machines that are new: 1; known already: 0; lines refused: 0")
        .says("b.txt: machines that are new: 1;")
        .says("c.csv: machines that are new: 2; known already: 0; lines refused: 1")
        .says("Refused: row 3")
        .says("it names no machine");
    let refused = fs::read_to_string(place.data.join("refused-devices-271399.csv")).expect("the list");
    assert_eq!(refused.lines().count(), 2, "{refused}");
    assert!(refused.contains("\"c.csv\",\"row 3"), "{refused}");
    let again = place.import(&files[..2], &["--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&again.out).expect("JSON");
    for n in 0..2 {
        assert_eq!((&value[n]["new"], &value[n]["known"]), (&0.into(), &1.into()), "{value}");
    }
}

#[test]
fn columns_of_a_list_are_printed_and_nothing_is_imported_until_they_are_settled() {
    let place = Place::new();
    let list = place.file("c.csv", LIST);
    let facts = place.file("a.hfz", FACTS);
    let asked = place
        .import(&[&facts, &list], &[])
        .ended(3)
        .says("Nothing was imported")
        .says("name = \"Device name\"  # Name of the machine, like: FIX-PC-7")
        .says("# Columns that nothing is read from: \"Managed by\"");
    // What was printed is a file of columns; here a person takes the maker from a column that was not guessed.
    let settled = place.file("columns.toml", &(asked.out + "maker = \"Managed by\"\n"));
    place
        .import(&[&facts, &list], &["--columns", &settled])
        .ended(7)
        .says("a.hfz: machines that are new: 1")
        .says("c.csv: machines that are new: 2");
    let json = place.import(&[&list], &["--json"]).ended(3);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(value[0]["guess"]["os_version"], "OS version", "{value}");
    let wrong = place.file("columns.toml", "name = \"Host\"\n");
    place.import(&[&list], &["--columns", &wrong]).ended(3).says("it has no column `Host`");
    let wrong = place.file("columns.toml", "nmae = \"Device name\"\n");
    place.import(&[&list], &["--columns", &wrong]).ended(3).says("nothing is called `nmae`");
    let none = place.file("columns.toml", "os = \"OS\"\n");
    place.import(&[&list], &["--columns", &none]).ended(3).says("say which column holds the name");
    place.import(&[&list], &["--yes", "--columns", &none]).ended(2);
}

#[test]
fn a_file_that_tells_of_no_machine_costs_that_file_only() {
    let place = Place::new();
    let good = place.file("a.hfz", FACTS);
    let bad =
        [place.file("b.hfz", &FACTS[..80]), place.file("c.xlsx", "PK\u{3}\u{4}"), place.file("d.txt", "")];
    let all: Vec<&str> = bad.iter().chain([&good]).map(String::as_str).collect();
    place
        .import(&all, &[])
        .ended(7)
        .says("b.hfz: refused: it is no file of the agent")
        .says("c.xlsx: refused:")
        .says("save the sheet as CSV")
        .says("d.txt: refused: The file is empty")
        .says("a.hfz: machines that are new: 1");
    place.import(&all[..3], &[]).ended(3).says("All that was refused");
}

#[test]
fn wrong_words_an_unknown_hospital_and_no_data_are_said() {
    let place = Place::new();
    let facts = place.file("a.hfz", FACTS);
    import(&place.data, &[&facts], "27139", &[]).ended(2).says("has six characters");
    import(&place.data, &[&facts], "271398", &[]).ended(4).says("no hospital in the directory");
    place.import(&["/nowhere/at/all.hfz"], &[]).ended(3).says("cannot read");
    place.import(&[], &[]).ended(2).says("<FILE>");
    let none = place.dir.path().join("none");
    import(&none, &[&facts], CCN, &[]).ended(1).says("there is no data");
    assert!(!none.exists(), "a refusal makes nothing");
}
