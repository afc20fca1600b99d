//! What is possible in programs other than the system, in words: of one machine, and of all. It decides nothing.

use holdfast_core::decide::device::{
    FleetPrograms, ProgramDoubt, ProgramLine, Programs, ProgramsUnknown, UpdateTo,
};
use holdfast_core::model::day_in_words;

use super::one::why;

/// Programs with something possible that are shown of one machine.
const MOST_POSSIBLE: usize = 20;
/// Programs that are named where something cannot be told.
const MOST_UNSURE: usize = 12;
/// Programs that are shown of all machines.
const MOST_OF_FLEET: usize = 8;

/// A program on one machine.
pub(super) struct ProgramView {
    pub(super) says: String,
    pub(super) does: String,
    pub(super) due: String,
    pub(super) cves: String,
    pub(super) tone: &'static str,
    pub(super) icon: &'static str,
    pub(super) tag: &'static str,
}

/// The programs of one machine.
pub(super) struct ProgramsView {
    pub(super) why_not: String,
    pub(super) possible: Vec<ProgramView>,
    pub(super) n_more: usize,
    pub(super) unsure: Vec<String>,
    pub(super) n_unsure_more: usize,
    pub(super) n_recognised: usize,
    pub(super) n_clear: usize,
    pub(super) n_unlisted: usize,
    pub(super) n_unrecognised: usize,
    pub(super) feeds: String,
}

impl ProgramsView {
    pub(super) fn new(all: &Programs, feeds: String) -> Self {
        let (n_possible, n_unsure) = (all.possible().count(), all.unsure().count());
        let is_clear = |l: &&ProgramLine| l.n_possible == 0 && l.cannot_tell.is_empty() && l.is_on_lists;
        Self {
            why_not: all.unknown.map(unknown).unwrap_or_default(),
            possible: all.possible().take(MOST_POSSIBLE).map(ProgramView::new).collect(),
            n_more: n_possible.saturating_sub(MOST_POSSIBLE),
            unsure: all.unsure().take(MOST_UNSURE).map(|l| format!("{}.", doubts(l, true))).collect(),
            n_unsure_more: n_unsure.saturating_sub(MOST_UNSURE),
            n_recognised: all.lines.len(),
            n_clear: all.lines.iter().filter(is_clear).count(),
            n_unlisted: all.lines.iter().filter(|l| !l.is_on_lists).count(),
            n_unrecognised: all.n_unrecognised,
            feeds,
        }
    }
}

impl ProgramView {
    fn new(line: &ProgramLine) -> Self {
        let (tone, icon, tag) = match (line.n_ransomware, line.n_kev) {
            (0, 0) => ("wait", "clock", "Possible"),
            (0, _) => ("late", "bell", "Possible, used by attackers"),
            _ => ("late", "stop", "Possible, used by ransomware"),
        };
        let more =
            if line.cannot_tell.is_empty() { String::new() } else { format!(" {}.", doubts(line, false)) };
        let named: Vec<String> = line.cves.iter().map(ToString::to_string).collect();
        let others = (line.n_possible as usize).saturating_sub(named.len());
        let tail = if others > 0 { format!(" and {others} more") } else { String::new() };
        Self {
            says: format!("{}.", line.in_words()),
            does: format!("{}.{more}", line.does),
            due: line
                .oldest_due
                .map(|on| format!("CISA asks federal offices to mend the first by {}.", day_in_words(on)))
                .unwrap_or_default(),
            cves: format!("{}{tail}", named.join(", ")),
            tone,
            icon,
            tag,
        }
    }
}

fn unknown(why_not: ProgramsUnknown) -> String {
    match why_not {
        ProgramsUnknown::NotListed(reason) => format!("Its programs are not known: {}.", why(reason)),
        ProgramsUnknown::Packages => {
            "Its distribution mends its programs and keeps their numbers, so records by version do not hold. Its own \
             update program knows what waits."
                .to_owned()
        }
    }
}

/// What cannot be told of a program, with why.
fn doubts(line: &ProgramLine, is_named: bool) -> String {
    let says = line.cannot_tell.iter().map(|(doubt, n)| format!("of {n}, since {}", because(*doubt)));
    let says = says.collect::<Vec<_>>().join("; ");
    let kev = match line.n_kev_unsure {
        0 => String::new(),
        n => format!(" ({n} used by attackers)"),
    };
    let name =
        if line.version.is_empty() { line.name.clone() } else { format!("{} {}", line.name, line.version) };
    if is_named { format!("{name}: {says}{kev}") } else { format!("It cannot be told {says}{kev}") }
}

fn because(doubt: ProgramDoubt) -> &'static str {
    match doubt {
        ProgramDoubt::NoVersion => "the list gives no version",
        ProgramDoubt::NotComparable => "its version and those of the records are counted in different ways",
        ProgramDoubt::NoRange => "the records give no versions that can be compared",
    }
}

/// A program on all machines.
pub(super) struct FleetLine {
    pub(super) says: String,
    pub(super) more: String,
}

/// The programs of all machines in a few lines.
pub(super) struct FleetView {
    pub(super) n_told: usize,
    pub(super) n_untold: usize,
    pub(super) n_possible: usize,
    pub(super) n_kev: usize,
    pub(super) lines: Vec<FleetLine>,
    pub(super) n_more: usize,
}

impl FleetView {
    pub(super) fn new(all: &FleetPrograms) -> Self {
        let line = |p: &holdfast_core::decide::device::FleetProgram| {
            let machines =
                if p.n_machines == 1 { "1 machine".to_owned() } else { format!("{} machines", p.n_machines) };
            let used = match (p.n_kev, p.n_ransomware) {
                (0, _) => String::new(),
                (n, 0) => format!(", {n} of them used by attackers"),
                (n, of) => format!(", {n} of them used by attackers, {of} by ransomware"),
            };
            let to = match &p.update_to {
                Some(UpdateTo::AtLeast(version)) => format!(" Update to {version}."),
                Some(UpdateTo::LaterThan(version)) => format!(" Update to one later than {version}."),
                Some(UpdateTo::WithWindows) => " It comes with Windows' updates.".to_owned(),
                None => String::new(),
            };
            FleetLine {
                says: format!("{} on {machines}", p.name),
                more: format!("Up to {} possible on one machine{used}.{to}", p.n_possible),
            }
        };
        Self {
            n_told: all.machines.len() - all.n_untold(),
            n_untold: all.n_untold(),
            n_possible: all.n_with(|sum| sum.n_possible > 0),
            n_kev: all.n_with(|sum| sum.n_kev > 0),
            lines: all.programs.iter().take(MOST_OF_FLEET).map(line).collect(),
            n_more: all.programs.len().saturating_sub(MOST_OF_FLEET),
        }
    }
}
