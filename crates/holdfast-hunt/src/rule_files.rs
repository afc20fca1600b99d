//! Rules from where they lie: files, folders and archives of Sigma rules.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::rules::Text;

/// The largest file of rules that is read, in bytes.
const MAX_FILE_BYTES: u64 = 16 << 20;
/// Bytes of all rules together.
const MAX_BYTES: u64 = 512 << 20;

/// Rules that cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("cannot read rules from `{path}`: {why}; check the path, or leave --rules out to hunt with ours")]
pub struct RulesError {
    /// Where.
    pub path: String,
    /// Why not, and what to do.
    pub why: String,
}

/// Every file of rules at a path: a file, a folder and all folders in it, or a zip of either. In the order of their names.
pub fn texts_at(path: &Path) -> Result<Vec<Text>, RulesError> {
    let wrong =
        |at: &Path, error: io::Error| RulesError { path: at.display().to_string(), why: error.to_string() };
    let meta = std::fs::metadata(path).map_err(|e| wrong(path, e))?;
    let mut out = Vec::new();
    if meta.is_dir() {
        let mut folders = vec![path.to_owned()];
        let mut found: Vec<PathBuf> = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(|e| wrong(&folder, e))? {
                let entry = entry.map_err(|e| wrong(&folder, e))?;
                let kind = entry.file_type().map_err(|e| wrong(&entry.path(), e))?;
                match kind {
                    kind if kind.is_dir() => folders.push(entry.path()),
                    _ if is_rules(&entry.path()) => found.push(entry.path()),
                    _ => {}
                }
            }
        }
        // By their letters: taking paths apart to compare them takes ten times as long.
        found.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        let mut n_bytes = 0;
        for file in found {
            let bytes = bounded(std::fs::File::open(&file).map_err(|e| wrong(&file, e))?)
                .map_err(|e| wrong(&file, e))?;
            n_bytes += bytes.len() as u64;
            if n_bytes > MAX_BYTES {
                return Err(RulesError {
                    path: path.display().to_string(),
                    why: format!("more than {} MiB of rules", MAX_BYTES >> 20),
                });
            }
            out.push(Text { name: file.display().to_string(), bytes });
        }
    } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) {
        out = zipped(path)?;
    } else {
        let bytes =
            bounded(std::fs::File::open(path).map_err(|e| wrong(path, e))?).map_err(|e| wrong(path, e))?;
        out.push(Text { name: path.display().to_string(), bytes });
    }
    Ok(out)
}

fn zipped(path: &Path) -> Result<Vec<Text>, RulesError> {
    let wrong = |why: String| RulesError { path: path.display().to_string(), why };
    let file = std::fs::File::open(path).map_err(|e| wrong(e.to_string()))?;
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file))
        .map_err(|e| wrong(format!("it is no zip archive: {e}")))?;
    let mut out = Vec::new();
    let mut n_bytes = 0;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|e| wrong(e.to_string()))?;
        let inside = entry.name().map_err(|e| wrong(e.to_string()))?.into_owned();
        if entry.is_dir() || !is_rules(Path::new(&inside)) {
            continue;
        }
        let name = format!("{}!{inside}", path.display());
        let bytes = bounded(entry).map_err(|e| wrong(format!("{name}: {e}")))?;
        n_bytes += bytes.len() as u64;
        if n_bytes > MAX_BYTES {
            return Err(wrong(format!("more than {} MiB of rules", MAX_BYTES >> 20)));
        }
        out.push(Text { name, bytes });
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(out)
}

fn bounded(from: impl io::Read) -> io::Result<Vec<u8>> {
    // Most rules are smaller.
    let mut bytes = Vec::with_capacity(4_096);
    from.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other(format!("a file of rules has at most {} MiB", MAX_FILE_BYTES >> 20)));
    }
    Ok(bytes)
}

fn is_rules(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yml") || e.eq_ignore_ascii_case("yaml"))
}
