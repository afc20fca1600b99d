//! Real system reports, from Windows XP to 11 and Server 2022, in eight languages and four encodings: what is read of each.

use std::fmt::Write as _;
use std::path::Path;

use holdfast_import::device::read_systeminfo;

#[test]
fn every_report_at_hand_says_which_windows_it_is_of() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/samples/systeminfo");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: `{}` is not there", folder.display());
        return;
    };
    let mut names: Vec<String> = files.filter_map(|f| f.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let mut table = String::new();
    for name in names.iter().filter(|n| n.ends_with(".txt")) {
        let bytes = std::fs::read(folder.join(name)).expect("read");
        let line = match read_systeminfo(&bytes) {
            Err(e) => format!("no report: {e}"),
            Ok(facts) => {
                let os = facts.os.is().expect("a report says which Windows");
                let pack = os.service_pack.map_or(String::new(), |n| format!(" SP{n}"));
                let role = facts.role.is().map_or("?".to_owned(), |r| format!("{r:?}"));
                let memory =
                    facts.hardware.memory_bytes.is().map_or("?".to_owned(), |n| format!("{} MB", n >> 20));
                let n_updates = facts.updates.is().map_or("?".to_owned(), |u| u.len().to_string());
                format!(
                    "{}{pack} | {} | {} | {} | {role} | {memory} | {n_updates} updates | set up {} | started {}",
                    os.version,
                    os.name,
                    os.edition,
                    os.arch,
                    os.installed_on.map_or("?".to_owned(), |d| d.to_string()),
                    facts.booted_at.is().map_or("?".to_owned(), ToString::to_string),
                )
            }
        };
        writeln!(table, "{name}: {line}").expect("written");
    }
    insta::assert_snapshot!(table);
}
