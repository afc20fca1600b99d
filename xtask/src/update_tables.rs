//! The part of `cargo xtask catalog` that makes the tables on updates and weaknesses. Files of the data folder that are packed
//! with xz are unpacked by the `xz` of this machine.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use holdfast_core::model::{FeedKind, FeedRelease, FeedSource};
use holdfast_import::NamedFile;
use holdfast_import::updates::{UpdateFiles, make_update_tables};
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

fn write_feed(out: &mut String, release: &FeedRelease) -> anyhow::Result<()> {
    let files: Vec<&str> = match release.kind {
        FeedKind::WindowsBuilds | FeedKind::WindowsFixes => [FIXES, LISTS].concat(),
        FeedKind::Kev => [KEV, KEV_EVENTS].concat(),
        FeedKind::Epss => vec![EPSS],
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
