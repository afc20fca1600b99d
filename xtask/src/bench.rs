//! `cargo xtask bench`: the figures that have a budget, measured on this machine and printed with its name.
//!
//! No test depends on a time; a budget that is missed is printed as OVER and the task ends with an error.

mod care;
mod devices;
mod eligibility;
mod evtx;
mod figure;
mod http;
mod hunt;
mod load;
mod logs;
mod machine;
mod papers;
mod plan;
mod portal;
mod sigma;
mod training;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::cargo::cargo;
use crate::{setting, step, stopwatch::Stopwatch};
use figure::{Budget, Figure, Row};
use http::Connection;
use load::Load;
use machine::Machine;
use portal::Portal;

/// What `cargo xtask bench` takes.
#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Measure only these
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    only: Vec<Group>,
    /// How long the load on the pages lasts
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    seconds: u64,
    /// Requests a second of that load
    #[arg(long, value_name = "N", default_value_t = 200)]
    rate: u32,
    /// A folder of Windows event logs [default: shared/data/evtx beside the checkout]
    #[arg(long, value_name = "DIR")]
    logs: Option<PathBuf>,
    /// How large the repeated logs of the hunt are
    #[arg(long, value_name = "MIB", default_value_t = 2_048)]
    steady: u64,
}

/// Figures measured together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Group {
    /// Every hospital by every offer
    Eligibility,
    /// Posture and plan
    Plan,
    /// Papers as PDF and OSCAL
    Papers,
    /// Who loses care when hospitals go dark
    Care,
    /// Machines: check-ins, what is known of them, their page, a day of an agent
    Devices,
    /// Learners: the nightly list, a large roster, their pages, invitations
    Training,
    /// Windows event logs
    Evtx,
    /// Detection rules loaded, and events matched
    Sigma,
    /// Whole hunts through event logs
    Hunt,
    /// From starting the process to its first page
    Start,
    /// One search after another
    Search,
    /// Pages under a steady load
    Pages,
}

impl Group {
    /// Whether it measures the portal's process.
    fn needs_portal(self) -> bool {
        !matches!(
            self,
            Self::Eligibility
                | Self::Plan
                | Self::Papers
                | Self::Care
                | Self::Devices
                | Self::Training
                | Self::Evtx
                | Self::Sigma
        )
    }

    const ALL: &'static [Self] = &[
        Self::Eligibility,
        Self::Plan,
        Self::Papers,
        Self::Care,
        Self::Devices,
        Self::Training,
        Self::Evtx,
        Self::Sigma,
        Self::Hunt,
        Self::Start,
        Self::Search,
        Self::Pages,
    ];
}

/// Pages the load asks for, in turn: the front page, a check by number, a search.
const PAGES: &[&str] = &["/", "/check?ccn=271304", "/hospitals?q=sheridan+mt"];

/// Searches as people type them: whole names, parts, a certification number, and slips of the finger.
const SEARCHES: &[&str] = &[
    "sheridan+mt",
    "sherdian",
    "billings",
    "bilings+mt",
    "red+lodge",
    "271304",
    "beartooth",
    "st+vincent",
    "mercy",
    "memorial+hospital",
    "county+hospital+ks",
    "north+dakota",
    "critical+access",
    "saint+marys",
    "st.+mary%27s",
    "fort+benton",
    "glacier",
    "holy+rosary",
    "clark+fork",
    "regional+medical+center+tx",
    "deaconess",
    "zzzz",
];

/// How often the portal is started anew.
const N_STARTS: usize = 5;
/// How often each search is asked.
const N_ROUNDS: usize = 10;
/// Connections of the load: enough that a slow answer holds up no other request.
const N_CONNECTIONS: usize = 24;

/// Measures, prints, and fails when a budget is missed.
pub fn run(root: &Path, args: &BenchArgs) -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        return again_for_release(root);
    }
    let machine = Machine::here(root);
    let groups = if args.only.is_empty() { Group::ALL } else { &args.only };
    let binary = if groups.iter().any(|g| g.needs_portal()) { release_binary(root)? } else { PathBuf::new() };
    let work = WorkFolder::new(root)?;
    let logs = args.logs.clone().unwrap_or_else(|| root.join("../shared/data/evtx"));
    let mut figures = Vec::new();
    for group in groups {
        figures.extend(match group {
            Group::Eligibility => eligibility::measure()?,
            Group::Plan => plan::measure()?,
            Group::Papers => papers::measure()?,
            Group::Care => care::measure()?,
            Group::Devices => devices::measure(root, &work.0, &logs)?,
            Group::Training => {
                training::measure(root, &work.0, args.rate, Duration::from_secs(args.seconds))?
            }
            Group::Evtx => evtx::measure(&logs)?,
            Group::Sigma => sigma::measure(root)?,
            Group::Hunt => hunt::measure(root, &binary, &work.0, args.steady)?,
            Group::Start => start(&binary, &work.0)?,
            Group::Search => search(&binary, &work.0)?,
            Group::Pages => pages(&binary, &work.0, args)?,
        });
    }
    let rows: Vec<Row> = figures.iter().map(Figure::row).collect();
    if args.json {
        println!(
            "{}",
            serde_json::to_string_pretty(&serde_json::json!({ "machine": machine, "figures": rows }))?
        );
    } else {
        println!("{}\n\n{}", machine.in_words(), figure::table(&rows));
    }
    let over: Vec<&str> = rows.iter().filter(|r| r.kept == Some(false)).map(|r| r.what.as_str()).collect();
    if !over.is_empty() {
        bail!("over budget: {}", over.join("; "));
    }
    Ok(())
}

/// Runs this task again from a release build: what is measured here runs in this very process.
fn again_for_release(root: &Path) -> anyhow::Result<()> {
    let mut cargo = cargo(root);
    cargo.args(["run", "--quiet", "--release", "--package", "xtask", "--"]).args(std::env::args_os().skip(1));
    step::run("the benches, built for release", &mut cargo)
}

/// Builds the portal as `cargo run --release` would, and returns its path.
fn release_binary(root: &Path) -> anyhow::Result<PathBuf> {
    let mut build = cargo(root);
    build.args(["build", "--release", "--package", "holdfast"]);
    step::run("build the portal for release", &mut build)?;
    let target = setting::target_dir().map_or_else(|| root.join("target"), |dir| root.join(dir));
    Ok(target.join("release/holdfast"))
}

/// From process start to the first page: with nothing there yet, and with everything.
fn start(binary: &Path, work: &Path) -> anyhow::Result<Vec<Figure>> {
    step::say(&format!("start the portal {N_STARTS} times, with an empty folder and with a full one"));
    let (mut empty, mut full) = (Vec::new(), Vec::new());
    for turn in 0..N_STARTS {
        let data = work.join(format!("start-{turn}"));
        empty.push(Portal::start(binary, &data)?.first_page_after());
        full.push(Portal::start(binary, &data)?.first_page_after());
    }
    Ok(vec![
        Figure::new("first start, empty folder, to first page", Budget::None, empty)?,
        Figure::new("later start to first page", Budget::None, full)?,
    ])
}

/// Searches over one connection, one after another, answered by the page people see.
fn search(binary: &Path, work: &Path) -> anyhow::Result<Vec<Figure>> {
    let portal = Portal::start(binary, &work.join("search"))?;
    step::say(&format!("{} searches, {N_ROUNDS} times each", SEARCHES.len()));
    let mut connection = Connection::open(portal.at()).context("cannot connect for the searches")?;
    let mut taken = Vec::new();
    for round in 0..=N_ROUNDS {
        for words in SEARCHES {
            let path = format!("/hospitals?q={words}");
            let watch = Stopwatch::start();
            let answer = connection.get(&path).with_context(|| format!("cannot ask for `{path}`"))?;
            let took = watch.elapsed();
            if answer.status != 200 {
                bail!("`{path}` answered {}", answer.status);
            }
            // The first round warms the caches, as in a portal that has been up for a minute.
            if round > 0 {
                taken.push(took);
            }
        }
    }
    Ok(vec![Figure::new("search, page and all", Budget::P99(Duration::from_millis(20)), taken)?])
}

/// Pages under a steady open-loop load.
fn pages(binary: &Path, work: &Path, args: &BenchArgs) -> anyhow::Result<Vec<Figure>> {
    let portal = Portal::start(binary, &work.join("pages"))?;
    let load = |lasts| Load { paths: PAGES, per_second: args.rate, lasts, n_connections: N_CONNECTIONS };
    load::run(portal.at(), &load(Duration::from_secs(2)));
    step::say(&format!("{} requests a second for {} s", args.rate, args.seconds));
    let outcome = load::run(portal.at(), &load(Duration::from_secs(args.seconds)));
    if !outcome.failures.is_empty() {
        let said: Vec<String> = outcome.failures.iter().map(|(what, n)| format!("{n} x {what}")).collect();
        bail!("the load met failures, so its times mean nothing: {}", said.join("; "));
    }
    let mut figures = Vec::new();
    for (path, taken) in outcome.taken {
        let kb = outcome.largest.get(&path).copied().unwrap_or(0) as f64 / 1024.0;
        let what = format!("{path} at {}/s ({kb:.1} KB)", args.rate);
        figures.push(Figure::new(what, Budget::P99(Duration::from_millis(50)), taken)?);
    }
    Ok(figures)
}

/// A folder under `target/` for the data of measured portals, removed afterwards.
struct WorkFolder(PathBuf);

impl WorkFolder {
    fn new(root: &Path) -> anyhow::Result<Self> {
        let path = root.join("target/bench").join(std::process::id().to_string());
        std::fs::create_dir_all(&path).with_context(|| format!("cannot make `{}`", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        // What is left behind lies under target/ and harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
