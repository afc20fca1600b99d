//! Packs the rules of `catalog/rules` for the agent to carry. They are read when the agent starts.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() {
    // Asked now and not when this was compiled: clones that share compiled files share this program too.
    #[expect(clippy::disallowed_methods, reason = "this is how cargo says where the crate is")]
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&here).join("../../catalog/rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder).expect("the repository has `catalog/rules` beside `crates`");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|x| x == "yml"));
    files.sort();
    let rules: Vec<(String, String)> = files.iter().map(|file| (name(file), read(file))).collect();
    let text = serde_json::to_vec(&rules).expect("texts are JSON");
    #[expect(clippy::disallowed_methods, reason = "this is how cargo says where to build")]
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let file = fs::File::create(out.join("rules.json.gz")).expect("the build folder can be written");
    let mut packer = GzEncoder::new(file, Compression::best());
    packer.write_all(&text).and_then(|()| packer.finish()).expect("the build folder can be written");
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> String {
    println!("cargo::rerun-if-changed={}", file.display());
    fs::read_to_string(file).expect("a rule can be read")
}
