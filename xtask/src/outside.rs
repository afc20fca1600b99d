//! Documents of ours read by other people's programs: OSCAL by compliance-trestle, STIX by stix2-validator, OCSF by
//! py-ocsf-models, in a Python environment of their own under `target/`.
//!
//! What the documents say is tested beside them; here others' programs say whether they are what they claim to be.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::cargo::cargo;
use crate::{setting, setup, step};

/// A record to make documents of, and one with nothing in it.
const FACTS: &str = "crates/holdfast/tests/cli/fixture-memorial.json";
const NOTHING: &str = r#"{ "record": {} }"#;

/// Events that the rules which come along find something in.
const EVENTS: &str = r#"{"Channel":"Security","Provider":"Microsoft-Windows-Security-Auditing","EventID":4688,"EventRecordID":7,"Computer":"FS01.fixture.example","TimeCreated":"2026-01-02T03:04:05Z","NewProcessName":"C:\\Windows\\System32\\vssadmin.exe","CommandLine":"vssadmin delete shadows /all /quiet","SubjectUserName":"lee"}
{"Channel":"Security","Provider":"Microsoft-Windows-Eventlog","EventID":1102,"EventRecordID":8,"Computer":"FS01.fixture.example","TimeCreated":"2026-01-02T03:05:05Z","SubjectUserName":"lee"}
"#;

/// What a hunt ends with when it found something to look at now.
const ALARM: i32 = 8;

struct Outside<'r> {
    root: &'r Path,
    target: PathBuf,
    work: PathBuf,
}

/// Makes documents of every kind and has them read.
pub fn check(root: &Path) -> anyhow::Result<()> {
    let python = setup::python()?;
    let target = setting::target_dir().map_or_else(|| root.join("target"), |dir| root.join(dir));
    let work = target.join("outside");
    std::fs::create_dir_all(&work).with_context(|| format!("cannot make `{}`", work.display()))?;
    libraries(root, &python, &work)?;
    step::run("build the command", cargo(root).args(["build", "--package", "holdfast"]))?;
    let outside = Outside { root, target, work };
    outside.oscal()?;
    outside.stix()?;
    outside.ocsf()
}

impl Outside<'_> {
    fn oscal(&self) -> anyhow::Result<()> {
        let nothing = self.work.join("nothing.json");
        std::fs::write(&nothing, NOTHING)?;
        for (name, facts) in [("fixture", self.root.join(FACTS)), ("nothing", nothing)] {
            let mut check = self.reader("oscal.py");
            for paper in ["oscal-results", "oscal-poam"] {
                let out = self.work.join(format!("{name}-{paper}.json"));
                let mut make = self.holdfast();
                make.args(["report", paper, "--as-of", "2026-08-10", "--facts"]).arg(&facts);
                step::run(&format!("make {paper}"), make.arg("-o").arg(&out))?;
                check.arg(&out);
            }
            step::run(&format!("OSCAL of the {name} record, read by compliance-trestle"), &mut check)?;
        }
        Ok(())
    }

    fn stix(&self) -> anyhow::Result<()> {
        let out = self.work.join("case.stix.json");
        let mut make = cargo(self.root);
        make.args(["run", "--quiet", "--package", "holdfast-report", "--example", "case_as_stix", "--"]);
        step::run("make a case as STIX", make.arg(&out))?;
        step::run("STIX of a case, read by stix2-validator", self.reader("stix.py").arg(&out))
    }

    fn ocsf(&self) -> anyhow::Result<()> {
        let (log, out) = (self.work.join("events.jsonl"), self.work.join("findings.ocsf.jsonl"));
        std::fs::write(&log, EVENTS)?;
        let mut hunt = self.holdfast();
        hunt.arg("hunt").arg(&log).arg("--ocsf").arg(&out);
        step::run_to("make findings as OCSF", &mut hunt, ALARM)?;
        step::run("OCSF of findings, read by py-ocsf-models", self.reader("ocsf.py").arg(&out))
    }

    fn holdfast(&self) -> Command {
        Command::new(self.target.join("debug/holdfast"))
    }

    fn reader(&self, script: &str) -> Command {
        let mut reader = Command::new(self.work.join("python/bin/python"));
        reader.arg(self.root.join("xtask/outside").join(script));
        reader
    }
}

/// Fetches the libraries when they are not there, or when other releases of them are wanted.
fn libraries(root: &Path, python: &Path, work: &Path) -> anyhow::Result<()> {
    let wanted = root.join("xtask/outside/requirements.txt");
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
    step::run("fetch the libraries that read our documents", &mut pip)?;
    std::fs::copy(&wanted, &mark).with_context(|| format!("cannot write `{}`", mark.display()))?;
    Ok(())
}
