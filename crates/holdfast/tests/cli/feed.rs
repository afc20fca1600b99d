//! `holdfast feed` as an operator runs it, without a network: a key, a signed file, a folder, and what is said of each.

use std::fs;

use crate::running::Portal;
use crate::{folder, run};

#[test]
fn a_signed_file_goes_from_one_portal_to_another_and_a_wrong_one_is_refused() {
    let dir = folder();
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    let (key, file) = (dir.path().join("feeds.key"), dir.path().join("feeds.hff"));
    let (key, file) = (key.to_str().expect("text"), file.to_str().expect("text"));
    run(&one, &["feed", "show"]).ended(1).says("there is no data");
    assert!(!one.exists(), "looking makes nothing");
    drop(Portal::start(&one));
    drop(Portal::start(&other));
    run(&one, &["feed", "show"])
        .ended(0)
        .says("kev")
        .says("came with this release")
        .says("EPSS by FIRST.org");
    run(&one, &["feed", "pack", "--key", key, "--out", file]).ended(3).says("holdfast feed key");
    let made = run(&one, &["feed", "key", "--out", key]).ended(0).says("trusted_keys");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(key).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    run(&one, &["feed", "pack", "--key", key, "--out", file]).ended(0).says("signed by");
    run(&other, &["feed", "update", "--from", file]).ended(3).says("no key is trusted yet");
    let settings =
        made.out.split_once("[feeds]").map(|(_, rest)| format!("[feeds]{rest}")).expect("settings");
    fs::write(other.join("holdfast.toml"), settings).expect("settings");
    run(&other, &["feed", "update", "--from", file])
        .ended(0)
        .says("kev: nothing newer")
        .says("epss: nothing newer");
    let bytes = fs::read(file).expect("the file");
    fs::write(file, &bytes[..bytes.len() - 1]).expect("cut");
    run(&other, &["feed", "update", "--from", file]).ended(3).says("the signature does not hold");
    run(&other, &["--listen", "127.0.0.1:0", "doctor"]).says("feeds");
}

#[test]
fn files_of_a_folder_are_taken_checked_first_and_strange_ones_are_named() {
    let dir = folder();
    let (data, files) = (dir.path().join("data"), dir.path().join("files"));
    fs::create_dir(&files).expect("a folder");
    drop(Portal::start(&data));
    let from = files.to_str().expect("text");
    run(&data, &["feed", "update", "--from", from]).ended(3).says("nothing was changed");
    fs::write(files.join("notes.txt"), "buy milk").expect("a file");
    let rows = "#model_version:made-up,score_date:2026-08-23T00:00:00Z\ncve,epss,percentile\nCVE-2021-44228,0.9,0.9\nCVE-x,1,1\n";
    fs::write(files.join("epss.csv"), rows).expect("a file");
    run(&data, &["feed", "update", "--from", from])
        .ended(3)
        .says("broke off looks like that")
        .says("notes.txt");
    let take = ["feed", "update", "--from", from, "--allow-shrink", "--only", "epss"];
    run(&data, &[&take[..], &["--check"]].concat())
        .ended(7)
        .says("would be that of August 23, 2026")
        .says("Nothing was kept");
    run(&data, &["feed", "show"]).ended(0).says("EPSS of August 22, 2026");
    run(&data, &take).ended(7).says("is now that of August 23, 2026").says("CVE-x");
    run(&data, &["feed", "show"]).ended(0).says("EPSS of August 23, 2026").says("from files in a folder");
    run(&data, &["feed", "show", "CVE-2021-44228"]).ended(0);
    // A file of a feed that broke off is no file to pass over.
    fs::write(files.join("epss_scores-current.csv.gz"), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
        .expect("a file");
    run(&data, &take).ended(3).says("DAMAGED `epss_scores-current.csv.gz`").says("passed over `notes.txt`");
    run(&data, &["feed", "update", "--from", "/nowhere/feeds.hff"]).ended(3).says("cannot read");
    run(&data, &["feed", "update", "--only", "weather"]).ended(2);
}
