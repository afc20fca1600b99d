//! `holdfast impact`: the plain sentence first, the same value as JSON, the nation as CSV, and words that do not fit.

use crate::{folder, run};

#[test]
fn one_hospital_is_a_sentence_first_and_the_same_as_json() {
    let dir = folder();
    let data = dir.path().join("none");
    let told = run(&data, &["impact", "271304"]).ended(0);
    let first = told.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("If ") && first.contains("lose their nearest emergency department"), "{first}");
    for words in ["Where they turn to", "By county", "docs/care.md", "Social Vulnerability Index 2022"] {
        assert!(told.out.contains(words), "`{words}` is not in {}", told.out);
    }
    let json = run(&data, &["impact", "271304", "--days", "7", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let people = &value["impact"]["people"];
    let of = |key: &str| people[key].as_u64().expect("a count");
    assert!(of("low") <= of("mid") && of("mid") <= of("high") && of("mid") > 0, "{people}");
    assert_eq!(value["impact"]["days"], 7);
    assert!(!data.exists(), "asking makes nothing");
}

#[test]
fn the_nation_has_a_row_for_every_hospital() {
    let dir = folder();
    let told = run(&dir.path().join("none"), &["impact", "--national", "--csv"]).ended(0);
    let mut lines = told.out.lines();
    let n_columns = lines.next().expect("a header").split(',').count();
    assert_eq!(n_columns, 28);
    assert_eq!(lines.count(), 5_421);
}

#[test]
fn words_that_do_not_fit_say_so() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["impact", "279999"]).ended(4).says("no hospital in the directory has the number");
    run(&data, &["impact", "271304", "--down", "xx"]).ended(2);
    run(&data, &["impact", "271304", "--days", "0"]).ended(2);
    run(&data, &["impact", "--national"]).ended(2).says("--csv");
    run(&data, &["impact"]).ended(2);
}

#[test]
fn a_county_a_system_and_the_worst_of_a_state_are_sets() {
    let dir = folder();
    let data = dir.path().join("none");
    let county = run(&data, &["impact", "--county", "56013"]).ended(0);
    let first = county.out.lines().next().unwrap_or_default();
    assert!(first.starts_with("If ") && first.contains("Fremont County, WY"), "{first}");
    let system = run(&data, &["impact", "--system", "Sanford", "--days", "14", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&system.out).expect("JSON");
    assert!(value["set"]["hospitals"].as_array().is_some_and(|all| all.len() > 5), "{}", value["set"]);
    assert!(value["found_by"][0].as_str().is_some_and(|said| said.contains("No public file lists owners")));
    let worst = run(&data, &["impact", "--worst", "3", "--state", "wy", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&worst.out).expect("JSON");
    let (people, most) = (value["worst"]["people"].as_u64(), value["worst"]["at_most"].as_u64());
    assert!(people <= most && people > Some(0), "{}", value["worst"]);
    assert_eq!(people, value["impact"]["pushed"][1]["people"]["mid"].as_u64());
    let told = run(&data, &["impact", "--worst", "3", "--state", "WY"]).ended(0);
    assert!(told.out.lines().nth(1).is_some_and(|line| line.contains("Wyoming")), "{}", told.out);
}

#[test]
fn sets_that_are_none_say_so() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["impact", "--county", "99999"]).ended(4).says("stands in county 99999");
    run(&data, &["impact", "--county", "3000"]).ended(4).says("its five digits");
    run(&data, &["impact", "--county", "Carbon, WY"]).ended(0).says("Carbon County, WY");
    run(&data, &["impact", "--system", "no such system"]).ended(4).says("bears `no such system`");
    run(&data, &["impact", "--system", "hospital"]).ended(2).says("common word");
    run(&data, &["impact", "--worst", "3"]).ended(2).says("--state");
    run(&data, &["impact", "--worst", "99", "--state", "WY"]).ended(2);
    run(&data, &["impact", "--worst", "2", "--state", "GU"]).ended(4).says("not known");
    run(&data, &["impact", "271304", "--county", "30009"]).ended(2);
}

#[test]
fn a_page_to_hand_out_is_written_for_the_board_and_for_the_county() {
    let dir = folder();
    let data = dir.path().join("none");
    for (reader, says) in [("board", "What stops here first"), ("county", "Ask the hospital now")] {
        let file = dir.path().join(format!("{reader}.pdf"));
        std::fs::write(&file, "an older one").expect("written");
        let path = file.to_str().expect("text");
        let told = run(&data, &["impact", "271304", "--days", "14", "--pdf", path, "--for", reader]);
        assert!(told.ended(0).says("Wrote").out.is_empty(), "the file has it all");
        let bytes = std::fs::read(&file).expect("a file");
        assert!(bytes.starts_with(b"%PDF-1.7"), "{reader}");
        let Ok(read) = std::process::Command::new("pdftotext").args(["-layout", path, "-"]).output() else {
            eprintln!("SKIPPED: `pdftotext` is not installed");
            continue;
        };
        let text = String::from_utf8_lossy(&read.stdout);
        for words in
            [says, "for 2 weeks", "Where they turn to", "What is not known", "Page 1 of 1", "CCN 271304"]
        {
            assert!(text.contains(words), "{reader}: no `{words}` in {text}");
        }
        assert!(text.contains("What stops here first") == (reader == "board"), "the county reads none of it");
    }
    let board = dir.path().join("usual.pdf");
    let path = board.to_str().expect("text");
    run(&data, &["impact", "271304", "--pdf", path]).ended(0).says("Wrote");
    run(&data, &["impact", "271304", "--for", "county"]).ended(2).says("--pdf");
    run(&data, &["impact", "--county", "56013", "--pdf", path]).ended(2);
    run(&data, &["impact", "271304", "--pdf", path, "--json"]).ended(2);
    run(&data, &["impact", "271304", "--pdf", "/nowhere/at/all.pdf"]).ended(1).says("cannot write");
    assert!(!data.exists(), "asking makes nothing");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    let dir = folder();
    let data = dir.path().join("none");
    let link = dir.path().join("device");
    std::os::unix::fs::symlink("/dev/null", &link).expect("a link");
    run(&data, &["impact", "271304", "--pdf", link.to_str().expect("text")]).ended(0).says("Wrote");
    assert!(
        std::fs::symlink_metadata(&link).expect("it is there").is_symlink(),
        "a file took the place of the device"
    );
    run(&data, &["impact", "271304", "--pdf", dir.path().to_str().expect("text")])
        .ended(1)
        .says("it is a folder; name a file in it");
}

#[test]
fn travel_times_are_read_and_what_they_lack_is_said() {
    let dir = folder();
    let data = dir.path().join("none");
    let file = dir.path().join("times.csv");
    std::fs::write(
        &file,
        "zcta,ccn,minutes\n59442,271304,9\n59442,270012,\n5974x,271304,9\n59755,271304,9999\n",
    )
    .expect("a file");
    let path = file.to_str().expect("text");
    let told = run(&data, &["impact", "271304", "--times", path]).ended(7);
    let told = told.says("row 4, zcta").says("row 5, minutes").says("1 ways have no minutes");
    assert!(told.out.contains("minutes of 1 ways from 1 ZIP areas are used"), "{}", told.out);
    assert!(told.out.contains("the travel-time file lacks the way"), "{}", told.out);
    std::fs::write(&file, "a,b\n1,2\n").expect("a file");
    run(&data, &["impact", "271304", "--times", path]).ended(3).says("no column `zcta`");
    run(&data, &["impact", "271304", "--times", "/nowhere.csv"]).ended(3);
}
