//! How far a hospital's people are: by role pack, by department and all together. Nobody is named or ranked, and no small group is shown.

mod hide;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Owed, Standing};
use crate::Date;
use crate::catalog::{Lessons, PackId};
use crate::model::Learner;

/// A group of fewer people is not shown alone.
pub const MIN_GROUP: usize = 8;
/// What the people of groups too small to show are called together.
pub const SMALLER_GROUPS: &str = "Smaller groups together";
/// What people are called whose department the roster does not say.
pub const NO_DEPARTMENT: &str = "No department";

/// A learner with what they owe.
#[derive(Clone, Copy, Debug)]
pub struct LearnerOwed<'a> {
    /// Who.
    pub learner: &'a Learner,
    /// What they owe, as [`super::owed`] found it.
    pub owed: &'a [Owed],
}

/// How far a group is. A lesson counts once for each person it is asked of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TrainingTally {
    /// People.
    pub n_learners: usize,
    /// People for whom nothing is late or due: each lesson is done.
    pub n_all_done: usize,
    /// Lessons asked of them.
    pub n_asked: usize,
    /// Of these, done.
    pub n_done: usize,
    /// Of these, to do and in time.
    pub n_due: usize,
    /// Of these, late.
    pub n_overdue: usize,
}

impl TrainingTally {
    fn add(&mut self, owed: &[Owed]) {
        let count = |is: fn(Standing) -> bool| owed.iter().filter(|o| is(o.standing)).count();
        let n_done = count(Standing::is_done);
        self.n_learners += 1;
        self.n_all_done += usize::from(n_done == owed.len());
        self.n_asked += owed.len();
        self.n_done += n_done;
        self.n_due += count(Standing::is_due);
        self.n_overdue += count(Standing::is_overdue);
    }
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrainingLine {
    /// The group's name; [`SMALLER_GROUPS`] for those too small to show.
    pub name: String,
    /// The pack, in the table of packs; `None` for smaller groups together.
    pub pack: Option<PackId>,
    /// How many groups it holds: more than one for smaller groups together.
    pub n_groups: usize,
    /// How far they are.
    pub tally: TrainingTally,
}

/// How far a hospital's people are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrainingProgress {
    /// The day asked for.
    pub as_of: Date,
    /// Everybody; `None` where they are fewer than [`MIN_GROUP`], so that nothing is shown.
    pub all: Option<TrainingTally>,
    /// How many people the roster lists, which is no secret.
    pub n_learners: usize,
    /// By role pack, in the catalog's order. Each person counts once, in the first of their packs, and under everyone only where they
    /// have no other. The lines add up to all.
    pub by_pack: Vec<TrainingLine>,
    /// By department, in the order of names. The lines add up to all.
    pub by_department: Vec<TrainingLine>,
}

/// How far everybody is who is on the roster.
///
/// Groups of fewer than [`MIN_GROUP`] are put together, with the next smallest where they are still too few, until nothing that can be
/// reckoned from both tables and the total is about fewer.
pub fn progress(lessons: &Lessons, people: &[LearnerOwed<'_>], as_of: Date) -> TrainingProgress {
    let is_there = |p: &&LearnerOwed<'_>| {
        p.learner.listed_on <= as_of && p.learner.left_on.is_none_or(|left| left > as_of)
    };
    let people: Vec<&LearnerOwed<'_>> = people.iter().filter(is_there).collect();
    let mut all = TrainingTally::default();
    people.iter().for_each(|p| all.add(p.owed));
    let packs: Vec<usize> = people.iter().map(|p| pack_of(lessons, p.learner)).collect();
    let names: Vec<String> = people.iter().map(|p| department_of(p.learner)).collect();
    let shown: BTreeMap<String, &str> =
        names.iter().zip(&people).fold(BTreeMap::new(), |mut shown, (key, p)| {
            let name = shown.entry(key.clone()).or_insert(p.learner.person.department.as_str());
            // Of several ways to write one department the first in order is shown, whoever comes first.
            *name = (*name).min(p.learner.person.department.as_str());
            shown
        });
    let places: BTreeMap<&str, usize> = shown.keys().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
    let departments: Vec<usize> = names.iter().filter_map(|key| places.get(key.as_str()).copied()).collect();
    let folded = hide::fold(&packs, &departments, MIN_GROUP);
    let tallies = |of: &[usize]| {
        let mut by: BTreeMap<usize, TrainingTally> = BTreeMap::new();
        for (group, p) in of.iter().zip(&people) {
            by.entry(*group).or_default().add(p.owed);
        }
        by
    };
    let pack_name = |i: usize| match lessons.packs.get(i) {
        Some(pack) => (pack.name.en.clone(), Some(pack.id.clone())),
        None => ("No role pack".to_owned(), None),
    };
    let department_names: Vec<&str> = shown.values().copied().collect();
    let department_name = |i: usize| {
        let name = department_names.get(i).copied().unwrap_or_default();
        (if name.is_empty() { NO_DEPARTMENT.to_owned() } else { name.to_owned() }, None)
    };
    let is_shown = people.len() >= MIN_GROUP;
    let lines = |of, hidden: &BTreeSet<usize>, name: &dyn Fn(usize) -> (String, Option<PackId>)| {
        if is_shown { lines(tallies(of), hidden, name) } else { Vec::new() }
    };
    TrainingProgress {
        as_of,
        all: is_shown.then_some(all),
        n_learners: people.len(),
        by_pack: lines(&packs, &folded.rows, &pack_name),
        by_department: lines(&departments, &folded.columns, &department_name),
    }
}

fn lines(
    tallies: BTreeMap<usize, TrainingTally>,
    hidden: &BTreeSet<usize>,
    name: &dyn Fn(usize) -> (String, Option<PackId>),
) -> Vec<TrainingLine> {
    let mut together = TrainingTally::default();
    let mut lines = Vec::new();
    for (group, tally) in tallies {
        if hidden.contains(&group) {
            together = sum(together, tally);
        } else {
            let (name, pack) = name(group);
            lines.push(TrainingLine { name, pack, n_groups: 1, tally });
        }
    }
    if together.n_learners > 0 {
        let name = SMALLER_GROUPS.to_owned();
        lines.push(TrainingLine { name, pack: None, n_groups: hidden.len(), tally: together });
    }
    lines
}

fn sum(a: TrainingTally, b: TrainingTally) -> TrainingTally {
    TrainingTally {
        n_learners: a.n_learners + b.n_learners,
        n_all_done: a.n_all_done + b.n_all_done,
        n_asked: a.n_asked + b.n_asked,
        n_done: a.n_done + b.n_done,
        n_due: a.n_due + b.n_due,
        n_overdue: a.n_overdue + b.n_overdue,
    }
}

/// The place of the first of a person's packs in the catalog, the one of everyone last; behind all of them when it knows none.
fn pack_of(lessons: &Lessons, learner: &Learner) -> usize {
    let places = || {
        let theirs =
            lessons.packs.iter().enumerate().filter(|(_, pack)| learner.person.packs.contains(&pack.id));
        theirs.map(|(i, pack)| (i, pack.id.as_str() == super::EVERYONE))
    };
    let own = places().find(|(_, is_everyone)| !is_everyone);
    own.or_else(|| places().next()).map_or(lessons.packs.len(), |(i, _)| i)
}

/// A department by which people are put together: case does not count.
fn department_of(learner: &Learner) -> String {
    learner.person.department.to_lowercase()
}
