//! A catalog from a folder on disk, for people who edit programs.
//!
//! Only `.toml` files in the folders directly below it count, `.yml` files of `rules` and `.md` files of `lessons`; nothing is followed
//! further.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use holdfast_core::catalog::Catalog;

use crate::place::Lines;
use crate::{CatalogError, CatalogErrors, read};

/// Reads the catalog in a folder, like `catalog/` of the repository.
///
/// Fails with every error of every file, and with the files and folders that cannot be read, each by its path.
pub fn load_dir(dir: &Path) -> Result<Catalog, CatalogErrors> {
    let mut errors = Vec::new();
    let mut files = Vec::new();
    for folder in listed(dir, "", &mut errors).into_iter().filter(|p| p.is_dir()) {
        let Some(name) = name(&folder) else { continue };
        let beside = match name.as_str() {
            "rules" => "yml",
            "lessons" => "md",
            _ => "toml",
        };
        let counts = |p: &PathBuf| p.extension().is_some_and(|x| x == "toml" || x == beside);
        for file in listed(&folder, &name, &mut errors).into_iter().filter(counts) {
            let Some(path) = self::name(&file).map(|f| format!("{name}/{f}")) else { continue };
            match fs::read(&file).map_err(|e| unreadable(&path, &e)).and_then(|bytes| text(&path, bytes)) {
                Ok(text) => files.push((path, text)),
                Err(error) => errors.push(error),
            }
        }
    }
    if files.is_empty() && errors.is_empty() {
        let message =
            "there is no catalog here; name a folder that holds `programs` with `.toml` files".to_owned();
        errors.push(CatalogError { file: String::new(), line: 1, column: 1, message });
    }
    let catalog = read(&files);
    if let Err(found) = &catalog {
        errors.extend(found.iter().cloned());
    }
    match (CatalogErrors::of(errors), catalog) {
        (None, Ok(catalog)) => Ok(catalog),
        (Some(errors), _) | (None, Err(errors)) => Err(errors.below(&dir.display().to_string())),
    }
}

fn listed(dir: &Path, path: &str, errors: &mut Vec<CatalogError>) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).and_then(|entries| entries.map(|e| Ok(e?.path())).collect());
    entries.unwrap_or_else(|e: io::Error| {
        errors.push(unreadable(path, &e));
        Vec::new()
    })
}

fn name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    (!name.starts_with('.')).then_some(name)
}

fn unreadable(path: &str, error: &io::Error) -> CatalogError {
    let message = format!("cannot be read: {error}");
    CatalogError { file: path.to_owned(), line: 1, column: 1, message }
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, CatalogError> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let valid = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
        let (line, column) = Lines::of(&valid).line_and_column(&valid, at);
        let message = "this is not UTF-8 text; save the file as UTF-8".to_owned();
        CatalogError { file: path.to_owned(), line, column, message }
    })
}
