//! The part of `cargo xtask catalog` that makes the tables on people.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use holdfast_core::model::{PeopleKind, PeopleRelease};
use holdfast_import::{NamedFile, PeopleFiles, make_people_tables};
use jiff::civil::date;

const ZCTAS: &str = "geo-population/zctas.csv";
const VULNERABILITY: &str = "geo-population/county_vulnerability_svi_2022.csv";

/// The tables by file name, and `PEOPLE.toml`.
pub fn build(data_dir: &Path) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let files = PeopleFiles {
        zctas: (read(data_dir, ZCTAS)?, date(2025, 1, 1)),
        vulnerability: (read(data_dir, VULNERABILITY)?, date(2024, 1, 1)),
    };
    let mut list = String::from(
        "# The public files behind the embedded tables on people. Written by `cargo xtask catalog`; do not edit by hand.\n\
         # A date is the first day of what is known: both files name only their year.\n",
    );
    let mut out = Vec::new();
    for (release, bytes) in make_people_tables(&files)? {
        write_row(&mut list, &release)?;
        out.push((format!("{}.tbl", release.kind.key()), bytes));
    }
    out.push(("PEOPLE.toml".to_owned(), list.into_bytes()));
    Ok(out)
}

fn write_row(out: &mut String, release: &PeopleRelease) -> anyhow::Result<()> {
    let (publisher, file) = match release.kind {
        PeopleKind::ZctaHomes => ("US Census Bureau, 2020 relationship files and 2025 Gazetteer", ZCTAS),
        PeopleKind::CountyPeople => {
            ("CDC/ATSDR, Social Vulnerability Index 2022, from the American Community Survey", VULNERABILITY)
        }
    };
    writeln!(out, "\n[[release]]")?;
    writeln!(out, "kind = {:?}", release.kind.key())?;
    writeln!(out, "title = {:?}", release.title)?;
    writeln!(out, "released_on = \"{}\"", release.released_on)?;
    writeln!(out, "digest = {:?}", release.digest)?;
    writeln!(out, "n_rows = {}", release.n_rows)?;
    writeln!(out, "n_rejected = {}", release.n_rejected)?;
    writeln!(out, "publisher = {publisher:?}")?;
    writeln!(out, "licence = \"US Government work, public domain\"")?;
    writeln!(out, "made_from = [{:?}]", file.rsplit('/').next().unwrap_or(file))?;
    Ok(())
}

fn read(data_dir: &Path, name: &str) -> anyhow::Result<NamedFile> {
    let path = data_dir.join(name);
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(NamedFile { name: name.to_owned(), bytes })
}
