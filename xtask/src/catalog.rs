//! `cargo xtask catalog`: the official files of a data folder to the packed tables and the lists of releases that ship inside the product.
//!
//! Facts only, and each with where it is from. It reads one folder and writes one, and reaches no network; the same
//! files always give the same bytes.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, ensure};
use holdfast_core::Date;
use holdfast_core::model::SourceKind;
use holdfast_import::{NamedFile, SourceRead, read_source};
use jiff::civil::date;

use crate::{people_tables, update_tables};

/// All tables together, as the catalog room tests too.
const LIMIT_BYTES: usize = 4_000_000;

/// One table: its files below the data folder, and what their names do not tell.
struct Source {
    kind: SourceKind,
    files: &'static [&'static str],
    /// Where the file names no release date; the first day of what is known.
    released: Option<Date>,
    /// Where the date is known less well than a month, or the file is made of several.
    title: Option<&'static str>,
    publisher: &'static str,
    licence: &'static str,
}

const GOVERNMENT: &str = "US Government work, public domain";

const SOURCES: &[Source] = &[
    Source {
        kind: SourceKind::CmsHospitals,
        files: &["cms-hospitals/Hospital_General_Information_2026-02.csv"],
        released: None,
        title: None,
        publisher: "Centers for Medicare & Medicaid Services, Provider Data Catalog, dataset xubh-q36u",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::Locations,
        files: &[
            "cms-hospitals/hospital_locations_derived.csv",
            "hifld-hospitals/HIFLD_Hospitals_2022-05.csv",
        ],
        released: Some(date(2026, 2, 1)),
        title: None,
        publisher: "Derived, not official: CMS hospitals joined to Homeland Infrastructure Foundation-Level Data (DHS), Census and a public crosswalk",
        licence: "facts joined from US Government works, public domain; 61 points are from the public CareSet crosswalk of certification numbers",
    },
    Source {
        kind: SourceKind::Ruca2020Zip,
        files: &["rurality/RUCA-codes-2020-zipcode.csv"],
        released: Some(date(2025, 1, 1)),
        title: Some("USDA ERS RUCA codes by ZIP, 2020 census, released 2025"),
        publisher: "USDA Economic Research Service, Rural-Urban Commuting Area Codes",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::Ruca2010Zip,
        files: &["rurality/ruca_2010_zip.csv.gz"],
        released: Some(date(2020, 1, 1)),
        title: Some("USDA ERS RUCA codes by ZIP, 2010 census, revised 2020"),
        publisher: "USDA Economic Research Service, Rural-Urban Commuting Area Codes",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::ForhpZips,
        files: &["rurality/forhp_eligible_zips_2021-09.csv"],
        released: None,
        title: None,
        publisher: "HRSA Federal Office of Rural Health Policy, eligible ZIP codes",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::RuccCounties,
        files: &["rurality/rucc_2023_counties.csv"],
        released: Some(date(2024, 1, 1)),
        title: Some("USDA ERS Rural-Urban Continuum Codes 2023, January 2024"),
        publisher: "USDA Economic Research Service, Rural-Urban Continuum Codes",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::CbsaCounties,
        files: &["rurality/cbsa_delineation_2023-07.csv"],
        released: None,
        title: None,
        publisher: "Office of Management and Budget, published by the Census Bureau, delineation list 1",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::Zctas,
        files: &["geo-population/zctas.csv"],
        released: Some(date(2025, 1, 1)),
        title: Some("Census ZIP code tabulation areas, 2025 Gazetteer, with people of ACS 2019-2023"),
        publisher: "US Census Bureau, Gazetteer and American Community Survey",
        licence: GOVERNMENT,
    },
    Source {
        kind: SourceKind::Counties,
        files: &[
            "geo-population/counties.csv",
            "geo-population/urban_areas.csv",
            "geo-population/zcta_urban_areas.csv.gz",
            "geo-population/zcta_counties.csv.gz",
        ],
        released: Some(date(2025, 1, 1)),
        title: Some(
            "Census counties, 2025 Gazetteer, with people of ACS 2019-2023; 2020 urban areas placed by ZIP area (derived)",
        ),
        publisher: "US Census Bureau, Gazetteer, American Community Survey and 2020 relationship files",
        licence: GOVERNMENT,
    },
];

/// Reads the official files below `data_dir` and writes the tables into the catalog room of this checkout.
pub fn run(data_dir: &Path) -> anyhow::Result<()> {
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/holdfast-catalog/facts");
    std::fs::create_dir_all(&facts).with_context(|| format!("cannot make `{}`", facts.display()))?;
    let mut n_bytes = 0;
    for (name, bytes) in build(data_dir)? {
        let path = facts.join(&name);
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{:>9} bytes  {name}", bytes.len());
        n_bytes += bytes.len();
    }
    std::fs::create_dir_all(facts.join("updates"))
        .context("cannot make the folder of the tables on updates")?;
    for (name, bytes) in update_tables::build(data_dir)? {
        let path = facts.join("updates").join(&name);
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{:>9} bytes  updates/{name}", bytes.len());
        n_bytes += bytes.len();
    }
    std::fs::create_dir_all(facts.join("people"))
        .context("cannot make the folder of the tables on people")?;
    for (name, bytes) in people_tables::build(data_dir)? {
        let path = facts.join("people").join(&name);
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{:>9} bytes  people/{name}", bytes.len());
        n_bytes += bytes.len();
    }
    println!("{n_bytes:>9} bytes  in all, of at most {LIMIT_BYTES}");
    ensure!(n_bytes <= LIMIT_BYTES, "the tables are larger than {LIMIT_BYTES} bytes");
    Ok(())
}

/// The files to write: one table a source, and `RELEASES.toml`.
fn build(data_dir: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    let mut releases = String::from(
        "# The public files behind the embedded directory. Written by `cargo xtask catalog`; do not edit by hand.\n\
         # A date is the first day of what is known: a title that names only a year was released some day in it.\n",
    );
    for source in SOURCES {
        let files =
            source.files.iter().map(|name| named(data_dir, name)).collect::<anyhow::Result<Vec<_>>>()?;
        let mut read = read_source(source.kind, &files, source.released)?;
        if let Some(title) = source.title {
            read.release.title = title.to_owned();
        }
        write_release(&mut releases, source, &read)?;
        out.push((format!("{}.tbl", source.kind.key()), read.packed()));
    }
    out.push(("RELEASES.toml".to_owned(), releases.into_bytes()));
    Ok(out)
}

fn named(data_dir: &Path, name: &str) -> anyhow::Result<NamedFile> {
    let path = data_dir.join(name);
    let bytes = std::fs::read(&path).with_context(|| {
        format!("cannot read `{}`; name the folder that holds the public data sets", path.display())
    })?;
    Ok(NamedFile { name: name.to_owned(), bytes })
}

fn write_release(out: &mut String, source: &Source, read: &SourceRead) -> anyhow::Result<()> {
    let release = &read.release;
    writeln!(out, "\n[[release]]")?;
    writeln!(out, "kind = {:?}", release.kind.key())?;
    writeln!(out, "title = {:?}", release.title)?;
    writeln!(out, "released_on = \"{}\"", release.released_on)?;
    writeln!(out, "digest = {:?}", release.digest)?;
    writeln!(out, "n_rows = {}", release.n_rows)?;
    writeln!(out, "n_rejected = {}", release.n_rejected)?;
    writeln!(out, "publisher = {:?}", source.publisher)?;
    writeln!(out, "licence = {:?}", source.licence)?;
    let names: Vec<&str> = source.files.iter().map(|f| f.rsplit('/').next().unwrap_or(f)).collect();
    writeln!(out, "made_from = {names:?}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use holdfast_catalog::directory_facts::embedded_directory;

    use super::*;

    #[test]
    fn the_embedded_tables_are_what_the_public_files_give() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        if !data.is_dir() {
            eprintln!(
                "SKIPPED: no public data sets at `{}`; the embedded tables were not made again",
                data.display()
            );
            return;
        }
        let made = build(&data).expect("the public files read");
        let held = embedded_directory().expect("the embedded releases read");
        for (release, bytes) in held {
            let name = format!("{}.tbl", release.kind.key());
            let again = made.iter().find(|(n, _)| *n == name).map(|(_, b)| b);
            assert!(
                again == Some(&bytes),
                "`{name}` differs; run `cargo xtask catalog` and look at what changed"
            );
        }
    }

    #[test]
    fn a_folder_without_the_files_is_named() {
        let empty = tempfile::tempdir().expect("a folder");
        let error = build(empty.path()).expect_err("nothing is there");
        assert!(
            format!("{error:#}").contains("name the folder that holds the public data sets"),
            "{error:#}"
        );
    }
}
