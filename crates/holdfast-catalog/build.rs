//! Lists the files of `catalog/` so that the library can embed them. It does not read or check them; the library does.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    // Asked now and not when this was compiled: clones that share compiled files share this program too.
    #[expect(clippy::disallowed_methods, reason = "this is how cargo says where the crate is")]
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let root = Path::new(&here).join("../../catalog");
    let root = root.canonicalize().expect("the repository has a `catalog` folder beside `crates`");
    let mut files = Vec::new();
    println!("cargo::rerun-if-changed={}", root.display());
    for entry in fs::read_dir(&root).expect("`catalog` can be listed") {
        let folder = entry.expect("an entry of `catalog` can be read").path();
        if folder.is_dir() {
            println!("cargo::rerun-if-changed={}", folder.display());
            let beside = match folder.file_name().and_then(|name| name.to_str()) {
                Some("rules") => Some("yml"),
                Some("lessons") => Some("md"),
                _ => None,
            };
            files.extend(catalog_files(&folder, beside));
        }
    }
    files.sort();
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
    }
    #[expect(clippy::disallowed_methods, reason = "this is how cargo says where to build")]
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let all = list(&root, files.iter());
    fs::write(out.join("embedded.rs"), all).expect("the build folder can be written");
    let rules = list(&root, files.iter().filter(|file| is_rule(file)));
    fs::write(out.join("rules.rs"), rules).expect("the build folder can be written");
}

fn list<'a>(root: &Path, files: impl IntoIterator<Item = &'a PathBuf>) -> String {
    let mut list = String::from("&[\n");
    for file in files {
        let path = file.strip_prefix(root).expect("the file was found below `catalog`");
        let path = path.to_string_lossy().replace('\\', "/");
        list.push_str(&format!("    ({path:?}, include_str!({:?})),\n", file.to_string_lossy()));
    }
    list.push_str("]\n");
    list
}

fn is_rule(file: &Path) -> bool {
    file.extension().is_some_and(|x| x == "yml")
}

/// TOML files, and those of another kind that the folder holds beside them.
fn catalog_files(folder: &Path, beside: Option<&str>) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of `catalog` can be listed");
    let paths = entries.map(|e| e.expect("an entry of the folder can be read").path());
    let counts =
        |p: &PathBuf| p.extension().is_some_and(|x| x == "toml" || beside.is_some_and(|kind| x == kind));
    paths.filter(counts).collect()
}
