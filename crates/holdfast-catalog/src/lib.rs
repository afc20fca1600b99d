//! The program catalog: TOML files to checked core values, with every error in every file named at its place.
//!
//! It follows every id and compiles every clause, so what it returns needs no further checks. It decides nothing
//! about hospitals and knows no network; the catalog of this release is embedded, and a folder can stand in for it.

mod ask;
mod asset;
mod contact;
mod detection;
pub mod directory_facts;
mod drill;
mod errors;
mod evidence;
pub mod facts_list;
mod folder;
mod follow;
mod form;
mod framework;
#[cfg(test)]
mod guide;
mod hardware;
mod lesson;
mod lifecycle;
mod offer;
mod page;
pub mod people_facts;
mod place;
mod product;
mod program;
mod row;
#[cfg(test)]
mod rural_rules;
mod safeguard;
mod scenario;
mod service;
mod software;
mod step;
#[cfg(test)]
mod tests;
pub mod update_facts;
mod version;

pub use errors::{CatalogError, CatalogErrors};
pub use folder::load_dir;

use holdfast_core::catalog::{Catalog, Detection};

use self::follow::Trail;
use self::page::Page;
use self::row::Row;

/// A larger file is no catalog file.
const MAX_BYTES: usize = 2_000_000;

/// The files of this release's catalog: path below `catalog/`, and text.
pub fn embedded() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"))
}

/// The detection rules of this release as Sigma has them: path below `catalog/`, and text. Advice on them is in the catalog.
pub fn rule_files() -> &'static [(&'static str, &'static str)] {
    include!(concat!(env!("OUT_DIR"), "/rules.rs"))
}

/// The catalog of this release. A test keeps it free of errors, so an error here means a broken build.
pub fn load_embedded() -> Result<Catalog, CatalogErrors> {
    read(embedded()).map_err(|errors| errors.below("catalog"))
}

/// What the catalog of this release says of hits, without the rest: a short hunt would spend a fifth of its time on reading the rest.
pub fn load_embedded_detection() -> Result<Detection, CatalogErrors> {
    let files: Vec<(&str, &str)> =
        embedded().iter().copied().filter(|(path, _)| path.starts_with("rules/")).collect();
    Ok(read(&files).map_err(|errors| errors.below("catalog"))?.detection)
}

/// Reads a catalog from files: path below the catalog folder (`programs/rural-hospitals.toml`), and text.
///
/// The order of `files` does not matter. Files of `programs/` hold one program each, files of `resources/` any number
/// of resources, files of `safeguards/` one safeguard each, files of `evidence/` its kinds, files of `frameworks/` one list
/// of others each, files of `questions/` what people are asked, files of `steps/`, `scenarios/` and `assets/` one
/// each, files of `services/` a service of a hospital each beside what all lean on, files of `drill/` what a drill is made of, files of `lessons/` a lesson each with its pages (`.md`), files of `lifecycle/` ends of support that touch counted machines, files of `products/` until when products are mended, files of
/// `software/` programs met on machines, files of `contacts/` whom to tell of an attack, files of `hardware/` processors and prices of machines, files of `rules/` a detection rule (`.yml`)
/// or what to do about it. Fails with every error of every file, in order of place.
pub fn read<P: AsRef<str>, T: AsRef<str>>(files: &[(P, T)]) -> Result<Catalog, CatalogErrors> {
    let mut files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_ref(), text.as_ref())).collect();
    files.sort_unstable();
    let mut catalog = Catalog { version: version::of(&files), ..Catalog::default() };
    let mut errors = Vec::new();
    let mut trail = Trail::default();
    for (path, text) in files.iter().copied() {
        read_file(path, text, &mut catalog, &mut trail, &mut errors);
    }
    // By list and number, so that E2 comes before E10 and pages need not sort.
    catalog.safeguards.sort_by_key(|s| (s.set, s.code.len(), s.code.clone()));
    errors.extend(detection::pairs(&files, &catalog));
    errors.extend(lesson::pages(&files, &mut catalog));
    errors.extend(trail.follow());
    match CatalogErrors::of(errors) {
        None => Ok(catalog),
        Some(errors) => Err(errors),
    }
}

fn read_file(
    path: &str,
    text: &str,
    catalog: &mut Catalog,
    trail: &mut Trail,
    errors: &mut Vec<CatalogError>,
) {
    let mut fail = |message: String| {
        errors.push(CatalogError { file: path.to_owned(), line: 1, column: 1, message });
    };
    if text.len() > MAX_BYTES {
        return fail(format!("the file has {} bytes, and {MAX_BYTES} is the most; split it", text.len()));
    }
    let is_beside = |folder: &str, kind: &str| path.starts_with(folder) && path.ends_with(kind);
    if is_beside("rules/", ".yml") || is_beside("lessons/", ".md") {
        return; // Not TOML; they are held against what stands beside them when all files have been read.
    }
    let read: fn(&Row<'_>, &mut Catalog, &mut Trail) = match path.split_once('/') {
        Some(("programs", _)) => program::read,
        Some(("resources", _)) => offer::read_resources,
        Some(("safeguards", _)) => safeguard::read,
        Some(("evidence", _)) => evidence::read,
        Some(("frameworks", _)) => framework::read,
        Some(("questions", _)) => ask::read,
        Some(("steps", _)) => step::read,
        Some(("scenarios", _)) => scenario::read,
        Some(("assets", _)) => asset::read,
        Some(("services", "dependencies.toml")) => service::read_dependencies,
        Some(("services", "cash.toml")) => service::read_cash,
        Some(("services", _)) => service::read,
        Some(("drill", "calls.toml")) => drill::read_calls,
        Some(("drill", "waiver.toml")) => drill::read_waiver,
        Some(("drill", name)) if name.starts_with("form-") => drill::read_form,
        Some(("drill", _)) => drill::read,
        Some(("lessons", "packs.toml")) => lesson::read_packs,
        Some(("lessons", _)) => lesson::read,
        Some(("lifecycle", _)) => lifecycle::read,
        Some(("products", _)) => product::read,
        Some(("software", _)) => software::read,
        Some(("contacts", _)) => contact::read,
        Some(("hardware", _)) => hardware::read,
        Some(("rules", "tactics.toml")) => detection::read_tactics,
        Some(("rules", "attack.toml")) => detection::read_techniques,
        Some(("rules", _)) => detection::read_rule,
        _ => {
            return fail(
                "the catalog has no such folder; use `programs`, `resources`, `safeguards`, `evidence`, \
                 `frameworks`, `questions`, `steps`, `scenarios`, `assets`, `services`, `drill`, `lessons`, `lifecycle`, `products`, `software`, `contacts`, `hardware` or `rules`"
                    .to_owned(),
            );
        }
    };
    let page = Page::new(path, text);
    let (table, broken) = toml::de::DeTable::parse_recoverable(text);
    for error in &broken {
        page.broken(error.span().map_or(0, |at| at.start), error.message());
    }
    if !broken.is_empty() {
        trail.has_holes(text);
    }
    read(&Row::whole(&page, table.get_ref()), catalog, trail);
    errors.extend(page.into_errors());
}
