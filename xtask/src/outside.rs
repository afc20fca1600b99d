//! OSCAL documents read by a published library: compliance-trestle, in a Python environment of its own under `target/`.
//!
//! What the documents say is tested beside them; here others' program says whether they are OSCAL.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;

use crate::cargo::cargo;
use crate::{setting, setup, step};

/// A record to make documents of, and one with nothing in it.
const FACTS: &str = "crates/holdfast/tests/cli/fixture-memorial.json";
const NOTHING: &str = r#"{ "record": {} }"#;

/// Makes both documents of both records and has them read.
pub fn check(root: &Path) -> anyhow::Result<()> {
    let python = setup::python()?;
    let target = setting::target_dir().map_or_else(|| root.join("target"), |dir| root.join(dir));
    let work = target.join("oscal");
    std::fs::create_dir_all(&work).with_context(|| format!("cannot make `{}`", work.display()))?;
    library(root, &python, &work)?;
    step::run("build the command", cargo(root).args(["build", "--package", "holdfast"]))?;
    let nothing = work.join("nothing.json");
    std::fs::write(&nothing, NOTHING)?;
    for (name, facts) in [("fixture", root.join(FACTS)), ("nothing", nothing)] {
        let mut check = Command::new(work.join("python/bin/python"));
        check.arg(root.join("xtask/oscal/check.py"));
        for paper in ["oscal-results", "oscal-poam"] {
            let out = work.join(format!("{name}-{paper}.json"));
            let mut make = Command::new(target.join("debug/holdfast"));
            make.args(["report", paper, "--as-of", "2026-08-10", "--facts"]).arg(&facts).arg("-o").arg(&out);
            step::run(&format!("make {paper}"), &mut make)?;
            check.arg(&out);
        }
        step::run(&format!("OSCAL of the {name} record, read by compliance-trestle"), &mut check)?;
    }
    Ok(())
}

/// Fetches the library when it is not there, or when another release of it is wanted.
fn library(root: &Path, python: &Path, work: &Path) -> anyhow::Result<()> {
    let wanted = root.join("xtask/oscal/requirements.txt");
    let (home, mark) = (work.join("python"), work.join("fetched.txt"));
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    if read(&mark).is_some() && read(&mark) == read(&wanted) {
        return Ok(());
    }
    step::run("make a Python environment", Command::new(python).args(["-m", "venv", "--clear"]).arg(&home))?;
    let mut pip = Command::new(home.join("bin/python"));
    // The list is whole, so nothing else is looked for.
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"])
        .arg(&wanted);
    step::run("fetch compliance-trestle", &mut pip)?;
    std::fs::copy(&wanted, &mark).with_context(|| format!("cannot write `{}`", mark.display()))?;
    Ok(())
}
