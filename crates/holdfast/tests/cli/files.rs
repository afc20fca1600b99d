//! Wrong files, broken catalogs, settings with typos, backups: each with its exit code and a word on what to do.

use std::fs;

use crate::{folder, official, run};

const CMS_HEADER: &str = "Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Telephone Number,Hospital Type,Hospital Ownership,Emergency Services\n";

#[test]
fn the_catalog_inside_is_sound_and_a_broken_one_lists_every_error() {
    let dir = folder();
    run(dir.path(), &["catalog", "check"]).ended(0).says("The catalog is sound");
    let programs = dir.path().join("c/programs");
    fs::create_dir_all(&programs).expect("a folder");
    fs::write(
        programs.join("x.toml"),
        "[program]\nid = \"x\"\nname = 5\npurpose = \"p\"\nserves = \"everyone\"\nreview_target_days = 5\nsource = \"s\"\nverified_on = \"2026-13-01\"\n",
    )
    .expect("a file");
    let ran = run(dir.path(), &["catalog", "check", dir.path().join("c").to_str().expect("text")]).ended(5);
    for place in ["x.toml:3:", "x.toml:5:", "x.toml:8:"] {
        assert!(ran.err.contains(place), "{place} is not in {}", ran.err);
    }
}

#[test]
fn good_rows_come_in_and_bad_ones_are_listed_with_their_place() {
    let dir = folder();
    let file = dir.path().join("Hospital_General_Information_2026-05.csv");
    let row = |ccn: &str, kind: &str| {
        format!(
            "{ccn},FIXTURE MEMORIAL,1 MAIN ST,SHERIDAN,MT,59749,MADISON,(406) 555-0100,{kind},Voluntary non-profit - Private,Yes\n"
        )
    };
    let text = CMS_HEADER.to_owned()
        + &row("50001", "Acute Care Hospitals")
        + &row("271399", "Critical Access Hospitals")
        + &row("27139", "Moon Hospitals")
        + &row("2713999", "Critical Access Hospitals");
    fs::write(&file, text).expect("a file");
    let data = dir.path().join("data");
    let words = ["import", "hospitals", "--cms", file.to_str().expect("text")];
    let ran = run(&data, &words).ended(7).says("2 rows kept, 2 refused").says("Moon Hospitals");
    assert!(ran.out.contains("eading zero"), "restored zeros are said: {}", ran.out);
    let refused = fs::read_to_string(data.join("refused-cms_hospitals-2026-05-01.csv")).expect("the list");
    assert_eq!(refused.lines().count(), 3);
    run(&data, &words).ended(7).says("The same file is held already: nothing changed");
    run(&data, &["hospital", "050001"]).ended(0);
    run(&data, &["hospital", "271304"]).ended(4);
}

#[test]
fn a_wrong_file_is_refused_whole() {
    let dir = folder();
    let data = dir.path().join("data");
    let wrong = dir.path().join("wrong_2026-05.csv");
    fs::write(&wrong, "a,b\n1,2\n").expect("a file");
    run(&data, &["import", "hospitals", "--cms", wrong.to_str().expect("text")]).ended(3).says("Facility ID");
    fs::write(&wrong, "").expect("a file");
    run(&data, &["import", "hospitals", "--cms", wrong.to_str().expect("text")])
        .ended(3)
        .says("nothing was imported");
    fs::write(&wrong, b"PK\x03\x04rest").expect("a file");
    run(&data, &["import", "hospitals", "--cms", wrong.to_str().expect("text")]).ended(3);
    run(&data, &["import", "hospitals", "--cms", "/nowhere/at/all.csv"]).ended(3).says("cannot read");
    run(&data, &["import", "hospitals"]).ended(1).says("--cms");
}

#[test]
fn the_official_file_again_changes_nothing() {
    let Some(cms) = official("cms-hospitals/Hospital_General_Information_2026-02.csv") else { return };
    let dir = folder();
    let data = dir.path().join("data");
    let words = ["import", "hospitals", "--cms", cms.to_str().expect("text")];
    run(&data, &words).ended(0).says("The same file is held already: nothing changed");
    run(&data, &["hospital", "271304"]).ended(0);
}

#[test]
fn settings_with_typos_are_named() {
    let dir = folder();
    fs::write(dir.path().join("holdfast.toml"), "[program]\nhelp_fone = \"1\"\n").expect("a file");
    run(dir.path(), &["doctor"]).ended(1).says("help_fone").says("line 2");
}

#[test]
fn doctor_backup_and_restore() {
    let dir = folder();
    let data = dir.path().join("data");
    let backup = dir.path().join("b.db");
    let backup = backup.to_str().expect("text");
    run(&data, &["backup", backup]).ended(1).says("there is no data");
    run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(0).says("All is well").says("audit log");
    run(&data, &["backup", backup]).ended(0).says("checked and complete");
    run(&data, &["backup", backup]).ended(1).says("exists already");
    run(&data, &["restore", backup]).ended(1).says("--yes");
    run(&data, &["restore", backup, "--yes"]).ended(0).says("What was there before is kept in");
    fs::write(dir.path().join("no.db"), "not a database").expect("a file");
    let no = dir.path().join("no.db");
    run(&data, &["restore", no.to_str().expect("text"), "--yes"]).ended(3).says("not a database");
    run(&data, &["hospital", "271304"]).ended(0);
}
