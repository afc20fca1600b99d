//! Wrong files, broken catalogs, settings with typos, backups: each with its exit code and a word on what to do.

use std::fs;

use crate::running::Portal;
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
    run(&data, &words)
        .ended(3)
        .says("has 2 rows where 5421 are held")
        .says("lacks 5421 of those")
        .says("--allow-shrink");
    run(&data, &["hospital", "271304"]).ended(0);
    let words = [&words[..], &["--allow-shrink"]].concat();
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
    run(&data, &["import", "hospitals"]).ended(2).says("--cms");
    run(&data, &["import", "hospitals", "--dry-run"]).ended(2).says("--cms");
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
    run(dir.path(), &["hospital", "271304"]).ended(1).says("help_fone").says("line 2");
    // Doctor goes on, and says what else there is.
    run(dir.path(), &["--listen", "127.0.0.1:0", "doctor"])
        .ended(6)
        .says("help_fone")
        .says("line 2")
        .says("can be written")
        .says("help phone");
}

#[test]
fn doctor_backup_and_restore() {
    let dir = folder();
    let data = dir.path().join("data");
    let backup = dir.path().join("b.db");
    let backup = backup.to_str().expect("text");
    run(&data, &["backup", backup]).ended(1).says("there is no data");
    run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(0).says("none yet").says("All is well");
    assert!(!data.exists(), "looking makes nothing");
    drop(Portal::start(&data));
    run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(0).says("audit log").says("free space");
    run(&data, &["backup", backup]).ended(0).says("checked and complete");
    run(&data, &["backup", backup]).ended(1).says("exists already");
    run(&data, &["restore", backup]).ended(1).says("--yes");
    run(&data, &["restore", backup, "--yes"]).ended(0).says("What was there before is kept in");
    fs::write(dir.path().join("no.db"), "not a database").expect("a file");
    let no = dir.path().join("no.db");
    run(&data, &["restore", no.to_str().expect("text"), "--yes"]).ended(3).says("not a database");
    run(&data, &["hospital", "271304"]).ended(0);

    // The days a backup is for: a database that is no longer one, and a new machine.
    fs::write(data.join("holdfast.db"), "overwritten by mistake ".repeat(40)).expect("a file");
    run(&data, &["hospital", "271304"]).ended(1).says("not a database");
    run(&data, &["restore", backup, "--yes"]).ended(0).says("What was there before is kept in");
    run(&data, &["hospital", "271304"]).ended(0);
    let new = dir.path().join("new machine");
    let ran = run(&new, &["restore", backup, "--yes"]).ended(0);
    assert!(!ran.out.contains("What was there"), "{}", ran.out);
    run(&new, &["--listen", "127.0.0.1:0", "doctor"]).ended(0).says("unbroken");
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    let data = dir.path().join("data");
    drop(Portal::start(&data));
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure_and_no_panic() {
    let dir = folder();
    for words in [&["hospital", "271304"][..], &["eligibility", "--all", "--csv"], &["catalog", "check"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
        let ran = crate::holdfast(&dir.path().join("none")).args(words).stdout(full).output();
        let ran: crate::Ran = ran.expect("the command starts").into();
        ran.ended(1).says("could not be written").says("No space left");
    }
}

#[test]
fn one_date_for_several_files_is_refused() {
    let dir = folder();
    let data = dir.path().join("data");
    let words =
        ["import", "hospitals", "--zctas", "zctas.csv", "--rucc", "rucc.csv", "--released", "2026-01-01"];
    run(&data, &words).ended(2).says("rucc.csv@YYYY-MM-DD, zctas.csv@YYYY-MM-DD");
    let words = [
        "import",
        "hospitals",
        "--cms",
        "h_2026-02.csv",
        "--forhp",
        "f_2021-09.csv",
        "--released",
        "2026-01-01",
    ];
    run(&data, &words).ended(2).says("every file says its own date");
}

#[test]
fn an_older_release_and_one_cut_short_are_refused() {
    let Some(cms) = official("cms-hospitals/Hospital_General_Information_2026-02.csv") else { return };
    let dir = folder();
    let data = dir.path().join("data");
    let text = fs::read_to_string(&cms).expect("text");
    let import = |name: &str, text: &str, more: &[&str]| {
        let path = dir.path().join(name);
        fs::write(&path, text).expect("a file");
        let path = path.to_str().expect("text").to_owned();
        run(&data, &[&["import", "hospitals", "--cms", path.as_str()], more].concat())
    };
    import("h_2025-11.csv", &text, &[]).ended(3).says("before the one held").says("--older");
    import("h_2025-11.csv", &text, &["--older"]).ended(0);
    let cut: String = text.lines().take(2001).map(|l| format!("{l}\n")).collect();
    import("h_2026-05.csv", &cut, &[]).ended(3).says("has 2000 rows where 5421 are held");
    // A state that is missing shows, however few its hospitals are.
    let in_wyoming = |l: &&str| l.contains(",WY,") || l.contains(",\"WY\",");
    let n = text.lines().filter(in_wyoming).count();
    let cut: String = text.lines().filter(|l| !in_wyoming(l)).map(|l| format!("{l}\n")).collect();
    import("h_2026-05.csv", &cut, &[]).ended(3).says("lists no hospital of: WY;").says("--allow-shrink");
    let gone = format!("gone: {n}");
    import("h_2026-05.csv", &cut, &["--dry-run", "--allow-shrink"]).ended(0).says(&gone);
    run(&data, &["hospital", "271304"]).ended(0);
}

/// A table that SQLite's own check passes over: the portal opens with the one inside the binary, and can be mended.
#[test]
fn a_damaged_table_of_the_directory_can_be_mended() {
    let Some(cms) = official("cms-hospitals/Hospital_General_Information_2026-02.csv") else { return };
    let dir = folder();
    let data = dir.path().join("data");
    drop(Portal::start(&data));
    // A backup is the whole database in one file.
    let (good, bad) = (dir.path().join("good.db"), dir.path().join("bad.db"));
    let (good, bad) = (good.to_str().expect("text"), bad.to_str().expect("text"));
    run(&data, &["backup", good]).ended(0);
    let mut bytes = fs::read(good).expect("its bytes");
    // Each table begins with a mark; some marks are left over between rows, where damage does nothing.
    let mark = b"holdfast packed 1\n";
    let places: Vec<usize> =
        (0..bytes.len() - mark.len()).filter(|i| bytes[*i..].starts_with(mark)).collect();
    for at in places.into_iter().filter(|at| at % 4096 < 3900) {
        bytes[at + 40..at + 104].fill(0);
    }
    fs::write(bad, &bytes).expect("damaged");
    run(&data, &["restore", bad, "--yes"]).ended(3).says("is damaged");
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(data.join(format!("holdfast.db{end}")));
    }
    fs::write(data.join("holdfast.db"), &bytes).expect("damaged");
    run(&data, &["hospital", "271304"]).ended(0);
    let ran = run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(6).says("is damaged");
    assert!(ran.out.contains("PROBLEM  directory"), "{}", ran.out);
    let backup = dir.path().join("b.db");
    run(&data, &["backup", backup.to_str().expect("text")])
        .ended(1)
        .says("is damaged")
        .says("import hospitals");
    // Either cure works: the file again, or a good backup.
    run(&data, &["import", "hospitals", "--cms", cms.to_str().expect("text")]).ended(0).says("was damaged");
    run(&data, &["restore", good, "--yes"]).ended(0);
    run(&data, &["--listen", "127.0.0.1:0", "doctor"]).ended(0);
}
