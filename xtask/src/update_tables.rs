//! The part of `cargo xtask catalog` that makes the tables on updates and weaknesses. Files of the data folder that are packed
//! with xz are unpacked by the `xz` of this machine.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use holdfast_core::catalog::KnownAs;
use holdfast_core::model::{FeedKind, FeedRelease, FeedSource};
use holdfast_import::NamedFile;
use holdfast_import::updates::{UpdateFiles, make_update_tables, products_with_refusals};
use jiff::civil::date;

const FIXES: &[&str] =
    &["msrc/msrc_cvrf_fixes_2016-04_2026-07.csv.xz", "msrc/windows_cve_kb_build_2025-05_2026-08.csv.xz"];
const LISTS: &[&str] = &[
    "msrc/windows_release_lists/Windows_10_22H2_19045.txt",
    "msrc/windows_release_lists/Windows_11_23H2_22631.txt",
    "msrc/windows_release_lists/Windows_11_24H2_26100.txt",
    "msrc/windows_release_lists/Windows_11_24H2_26200.txt",
    "msrc/windows_release_lists/Windows_11_25H2_26200.txt",
    "msrc/windows_release_lists/Windows_Server_2016_14393.txt",
    "msrc/windows_release_lists/Windows_Server_2019_17763.txt",
    "msrc/windows_release_lists/Windows_Server_2022_20348.txt",
    "msrc/windows_release_lists/Windows_Server_2025_26100.txt",
];
const KEV: &[&str] = &[
    "cisa-kev/known_exploited_vulnerabilities_2026-04-30.json.xz",
    "cisa-kev/known_exploited_vulnerabilities_2026-08.json",
];
const KEV_EVENTS: &[&str] = &["cisa-kev/kev_change_events_2023-03_2026-08.csv"];
const EPSS: &str = "cisa-kev/kev_epss_nvd_2026-08-22.csv";
const CVE_RECORDS: &[&str] = &["nvd-cve/cve5_kev.jsonl.xz", "nvd-cve/cve5_rural_software.jsonl.xz"];
const CPE_LISTS: &[&str] = &["nvd-cve/cpe_kev_legacy.jsonl.xz"];

/// The tables by file name, and `FEEDS.toml`.
pub fn build(data_dir: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let all =
        |names: &[&str]| names.iter().map(|name| read(data_dir, name)).collect::<anyhow::Result<Vec<_>>>();
    let made = make_update_tables(&UpdateFiles {
        documents: Vec::new(),
        fixes: all(FIXES)?,
        lists: all(LISTS)?,
        kev: all(KEV)?,
        kev_events: all(KEV_EVENTS)?,
        epss: Some((read(data_dir, EPSS)?, date(2026, 8, 22))),
        cve_records: all(CVE_RECORDS)?,
        cpe_lists: all(CPE_LISTS)?,
        // The newest of the files: the older shape, with what CISA listed until then.
        records_of: Some(date(2025, 2, 9)),
        products: products()?,
    })?;
    let mut feeds = String::from(
        "# The public files behind the embedded tables on updates. Written by `cargo xtask catalog`; do not edit by hand.\n",
    );
    let mut out = Vec::new();
    for (release, bytes) in made.tables {
        write_feed(&mut feeds, &release)?;
        out.push((format!("{}.tbl", release.kind.key()), bytes));
    }
    out.push(("FEEDS.toml".to_owned(), feeds.into_bytes()));
    Ok(out)
}

/// The names by which records know the catalog's programs.
fn products() -> anyhow::Result<BTreeSet<String>> {
    let catalog = holdfast_catalog::load_embedded().context("the catalog does not read")?;
    let names = catalog.software.iter().flat_map(|s| &s.known_to);
    let cpe = names.filter_map(|known| match known {
        KnownAs::Cpe(name) => Some(name.clone()),
        KnownAs::Kev { .. } => None,
    });
    let products: BTreeSet<String> = cpe.collect();
    for product in products_with_refusals() {
        ensure!(
            products.contains(product),
            "records of `{product}` are refused, and no program is known by it"
        );
    }
    Ok(products)
}

fn write_feed(out: &mut String, release: &FeedRelease) -> anyhow::Result<()> {
    let files: Vec<&str> = match release.kind {
        FeedKind::WindowsBuilds | FeedKind::WindowsFixes => [FIXES, LISTS].concat(),
        FeedKind::Kev => [KEV, KEV_EVENTS].concat(),
        FeedKind::Epss => vec![EPSS],
        FeedKind::Software => [CVE_RECORDS, CPE_LISTS].concat(),
    };
    let FeedSource { publisher, licence, .. } = release.kind.source();
    writeln!(out, "\n[[feed]]")?;
    writeln!(out, "kind = {:?}", release.kind.key())?;
    writeln!(out, "title = {:?}", release.title)?;
    writeln!(out, "released_on = \"{}\"", release.released_on)?;
    writeln!(out, "digest = {:?}", release.digest)?;
    writeln!(out, "n_rows = {}", release.n_rows)?;
    writeln!(out, "n_rejected = {}", release.n_rejected)?;
    writeln!(out, "publisher = {publisher:?}")?;
    writeln!(out, "licence = {licence:?}")?;
    let names: Vec<&str> = files.iter().map(|f| f.rsplit('/').next().unwrap_or(f)).collect();
    writeln!(out, "made_from = {names:?}")?;
    Ok(())
}

fn read(data_dir: &Path, name: &str) -> anyhow::Result<NamedFile> {
    let path = data_dir.join(name);
    let bytes = if name.ends_with(".xz") {
        let unpacked = Command::new("xz").arg("-dc").arg(&path).output().context("cannot run `xz`")?;
        ensure!(unpacked.status.success(), "cannot unpack `{}`", path.display());
        unpacked.stdout
    } else {
        std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?
    };
    Ok(NamedFile { name: name.trim_end_matches(".xz").to_owned(), bytes })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use holdfast_catalog::update_facts::embedded_updates;
    use holdfast_core::model::table::SoftwareRanges;
    use holdfast_import::pack;
    use holdfast_import::updates::{Told, read_cpe_lists, read_cve_records, read_kev, software_rows};

    use super::*;

    fn data_dir() -> Option<PathBuf> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        if dir.is_dir() && Command::new("xz").arg("--version").output().is_ok() {
            return Some(dir);
        }
        eprintln!(
            "SKIPPED: no public data sets at `{}`, or no `xz`; names of programs were not held against them",
            dir.display()
        );
        None
    }

    #[test]
    fn programs_are_named_as_the_public_lists_name_them_and_the_table_holds_what_these_say() {
        let Some(dir) = data_dir() else { return };
        let file = |name: &str| read(&dir, name).unwrap_or_else(|e| panic!("{e:#}"));
        let newest = file(KEV.last().unwrap_or_else(|| panic!("no list")));
        let kev = read_kev(&newest.name, &newest.bytes).unwrap_or_else(|e| panic!("{e}"));
        let products = products().unwrap_or_else(|e| panic!("{e:#}"));
        let mut told = Told::new();
        for name in CVE_RECORDS {
            assert_eq!(read_cve_records(&file(name).bytes, &products, &mut told).rejected, [], "{name}");
        }
        for name in CPE_LISTS {
            assert_eq!(read_cpe_lists(&file(name).bytes, &products, &mut told).rejected, [], "{name}");
        }
        let catalog = holdfast_catalog::load_embedded().unwrap_or_else(|e| panic!("{e}"));
        for program in &catalog.software {
            for known in &program.known_to {
                let is_there = match known {
                    KnownAs::Kev { vendor, product } => {
                        kev.rows.iter().any(|row| row.vendor == *vendor && row.product == *product)
                    }
                    KnownAs::Cpe(name) => told.keys().any(|(product, _)| product == name),
                };
                assert!(is_there, "{}: {known:?} is in no file", program.id);
            }
        }
        let made = pack(&SoftwareRanges::of(&software_rows(told)));
        println!("{} bytes", made.len());
        assert!(made.len() < 150_000, "{} bytes", made.len());
        let held = embedded_updates().unwrap_or_else(|e| panic!("{e}"));
        let held = held.iter().find(|(release, _)| release.kind == FeedKind::Software);
        assert!(
            held.is_some_and(|(_, bytes)| *bytes == made),
            "run `cargo xtask catalog` and look at what changed"
        );
    }
}
