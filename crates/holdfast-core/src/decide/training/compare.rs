//! What a new staff roster changes in the one kept: who joins, changes, comes back or leaves. A person looks at it before it is applied.
//!
//! People are the same when their numbers are; nothing is guessed from names. Nobody is ever taken out whose line could not be read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::staff_roster::{ReadRoster, number_key};
use crate::Date;
use crate::model::{Learner, LearnerId, StaffMember};

/// So many who leave at once are asked about again, when they are more than a fifth of all as well.
const MANY_LEAVE: usize = 4;

/// What a roster changes. Each list is in the order of the people's numbers, whatever the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RosterChange {
    /// People who are new.
    pub joins: Vec<StaffMember>,
    /// People about whom something changes.
    pub changes: Vec<LearnerChange>,
    /// People who had left and are in the file again.
    pub returns: Vec<LearnerChange>,
    /// People who are not in the file, which holds the whole roster: they left.
    pub leaves: Vec<Learner>,
    /// People who are not in the file as far as it could be read, and may be: they stay.
    pub stays: Vec<Stays>,
    /// How many are as they were.
    pub n_same: usize,
    /// Whether so many leave that a person should say again that the file is the whole roster.
    pub leaves_many: bool,
}

/// What changes about one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LearnerChange {
    /// Whom.
    pub learner: LearnerId,
    /// As kept.
    pub was: StaffMember,
    /// As in the file.
    pub person: StaffMember,
    /// What differs, field by field; may be empty of somebody who comes back.
    pub fields: Vec<FieldChange>,
    /// Whether the old and the new name have no word in common, so that the number may be somebody else's now. What was done under it
    /// would count for them.
    pub is_other_name: bool,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// What it is called.
    pub field: &'static str,
    /// What it said.
    pub was: String,
    /// What it says.
    pub is: String,
}

/// Somebody who is not in the file as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stays {
    /// Who.
    pub learner: Learner,
    /// Why they are not taken for somebody who left.
    pub why: StaysWhy,
}

/// Why somebody is not taken for a leaver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StaysWhy {
    /// A line with their number could not be read.
    LineUnread,
    /// A line without a number could not be read, and may be theirs.
    LineNameless,
}

impl RosterChange {
    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        self.joins.is_empty() && self.changes.is_empty() && self.returns.is_empty() && self.leaves.is_empty()
    }

    /// How many people something happens to.
    pub fn n_touched(&self) -> usize {
        self.joins.len() + self.changes.len() + self.returns.len() + self.leaves.len()
    }
}

/// What a roster changes. `now`: everybody kept, who left as well. `whole`: the file is the whole roster, so whoever is not in it left;
/// without that it adds and changes alone.
pub fn compare(now: &[Learner], read: &ReadRoster, whole: bool) -> RosterChange {
    let kept: BTreeMap<String, &Learner> = now.iter().map(|l| (number_key(&l.person.number), l)).collect();
    let file: BTreeMap<String, &StaffMember> =
        read.rows.iter().map(|(_, person)| (number_key(&person.number), person)).collect();
    let mut change = RosterChange::default();
    for (key, person) in &file {
        match kept.get(key) {
            None => change.joins.push((*person).clone()),
            Some(learner) => {
                let one = learner_change(learner, person);
                match () {
                    () if !learner.is_listed() => change.returns.push(one),
                    () if one.fields.is_empty() => change.n_same += 1,
                    () => change.changes.push(one),
                }
            }
        }
    }
    let n_listed = now.iter().filter(|l| l.is_listed()).count();
    let missing = kept.iter().filter(|(key, l)| whole && l.is_listed() && !file.contains_key(*key));
    for (key, learner) in missing {
        let learner = (*learner).clone();
        match () {
            () if read.unread.contains(key) => {
                change.stays.push(Stays { learner, why: StaysWhy::LineUnread });
            }
            () if read.has_nameless => change.stays.push(Stays { learner, why: StaysWhy::LineNameless }),
            () => change.leaves.push(learner),
        }
    }
    let n_leave = change.leaves.len();
    change.leaves_many = n_leave > MANY_LEAVE && n_leave * 5 > n_listed;
    change
}

/// Everybody a change touches, as they are from a day on. `new_id` gives those who are new an id each, in the order of
/// [`RosterChange::joins`].
pub fn apply(
    now: &[Learner],
    change: &RosterChange,
    on: Date,
    mut new_id: impl FnMut() -> LearnerId,
) -> Vec<Learner> {
    let by_id: BTreeMap<LearnerId, &Learner> = now.iter().map(|l| (l.id, l)).collect();
    let joins = change.joins.iter().map(|person| listed(new_id(), person, on));
    let mut touched: Vec<Learner> = joins.collect();
    touched.extend(change.returns.iter().map(|one| listed(one.learner, &with_fuller_number(one), on)));
    for one in &change.changes {
        let Some(was) = by_id.get(&one.learner) else { continue };
        let since = |pack| was.packs_since.get(pack).copied().unwrap_or(on);
        let packs_since = one.person.packs.iter().map(|pack| (pack.clone(), since(pack))).collect();
        touched.push(Learner { person: with_fuller_number(one), packs_since, ..(*was).clone() });
    }
    touched.extend(change.leaves.iter().map(|l| Learner { left_on: Some(on), ..l.clone() }));
    touched
}

/// The person as in the file, with the number in the longer of its two writings: a spreadsheet drops zeros, and nobody adds them.
fn with_fuller_number(one: &LearnerChange) -> StaffMember {
    let mut person = one.person.clone();
    if one.was.number.len() > person.number.len() {
        person.number.clone_from(&one.was.number);
    }
    person
}

/// Somebody who comes on the roster, or comes back: what they are asked for counts from that day.
fn listed(id: LearnerId, person: &StaffMember, on: Date) -> Learner {
    let packs_since = person.packs.iter().map(|pack| (pack.clone(), on)).collect();
    Learner { id, person: person.clone(), listed_on: on, left_on: None, packs_since }
}

fn learner_change(learner: &Learner, person: &StaffMember) -> LearnerChange {
    let was = &learner.person;
    LearnerChange {
        learner: learner.id,
        was: was.clone(),
        person: person.clone(),
        fields: fields(was, person),
        is_other_name: has_no_word_of(&was.name, &person.name),
    }
}

/// What differs. The number's own writing does not count: it is the same number.
fn fields(was: &StaffMember, is: &StaffMember) -> Vec<FieldChange> {
    let mail = |p: &StaffMember| p.email.as_ref().map(|e| e.as_str().to_owned()).unwrap_or_default();
    let packs = |p: &StaffMember| p.packs.iter().map(|p| p.as_str()).collect::<Vec<_>>().join("; ");
    let day = |p: &StaffMember| p.started_on.map(|d| d.to_string()).unwrap_or_default();
    let both = [
        ("name", was.name.clone(), is.name.clone()),
        ("email", mail(was), mail(is)),
        ("department", was.department.clone(), is.department.clone()),
        ("packs", packs(was), packs(is)),
        ("language", was.language.key().to_owned(), is.language.key().to_owned()),
        ("started_on", day(was), day(is)),
    ];
    let differs = both.into_iter().filter(|(_, was, is)| was != is);
    differs.map(|(field, was, is)| FieldChange { field, was, is }).collect()
}

fn has_no_word_of(was: &str, is: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    words(was).is_disjoint(&words(is))
}
