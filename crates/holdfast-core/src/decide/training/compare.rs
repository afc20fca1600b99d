//! What a new staff roster changes in the one kept: who joins, changes, comes back or leaves. A person looks at it before it is applied.
//!
//! People are the same when their numbers are, unless nothing but the number is the same: then a person says which it is. What a file has
//! no column for stays as it is. Nobody is ever taken out whose line could not be read.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::staff_roster::{ReadRoster, RosterColumn, number_key};
use crate::Date;
use crate::model::{Learner, LearnerId, StaffMember};

/// More than so many who leave at once are asked about again, when they are more than a fifth of all as well.
const MANY_LEAVE: usize = 4;
/// More than so many are asked about again, when they are more than a third of all.
const MANY_LEAVE_OF_FEW: usize = 1;

/// What a roster changes. Each list is in the order of the people's numbers, whatever the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RosterChange {
    /// People who are new.
    pub joins: Vec<StaffMember>,
    /// People about whom something changes.
    pub changes: Vec<LearnerChange>,
    /// People who had left and are in the file again.
    pub returns: Vec<LearnerChange>,
    /// Numbers that seem to be somebody else's now. Nothing is done about them until a person says which it is; see [`Self::settled`].
    pub reused: Vec<ReusedNumber>,
    /// People who are not in the file, which holds the whole roster: they left.
    pub leaves: Vec<Learner>,
    /// People who are not in the file as far as it could be read, and may be: they stay.
    pub stays: Vec<Stays>,
    /// How many are as they were.
    pub n_same: usize,
    /// How many were on the roster.
    pub n_listed: usize,
    /// Whether so many leave that a person should say again that they did.
    pub leaves_many: bool,
    /// Fields the file has no column for, which stay as they are of people on the roster.
    pub keeps: Vec<&'static str>,
}

/// A number under which the file has somebody of another name and another mail address than the one kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReusedNumber {
    /// Whose the number was. They may have left.
    pub learner: Learner,
    /// Who has it in the file, as somebody new.
    pub person: StaffMember,
    /// What changes if it is the same person after all.
    pub as_same: LearnerChange,
}

/// What a person says of numbers that seem to be somebody else's now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumbersSay {
    /// They are other people's: those who had them left, and new people join.
    Others,
    /// They are the same people's, whose name and address changed.
    Same,
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
    /// What differs, field by field; may be empty of somebody who comes back. With another address, links that were mailed end.
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
    /// A quotation mark is not closed, and their line may have been read as part of a cell.
    QuoteOpen,
}

impl RosterChange {
    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        self.n_touched() == 0
    }

    /// How many people something happens to.
    pub fn n_touched(&self) -> usize {
        let as_they_are = self.joins.len() + self.changes.len() + self.returns.len() + self.leaves.len();
        as_they_are + self.reused.len()
    }

    /// How many people on the roster would leave, if every number that seems to be somebody else's is.
    pub fn n_may_leave(&self) -> usize {
        self.leaves.len() + self.reused.iter().filter(|one| one.learner.is_listed()).count()
    }

    /// The same, after a person said what the numbers are that seem to be somebody else's.
    #[must_use]
    pub fn settled(mut self, say: NumbersSay) -> Self {
        for one in std::mem::take(&mut self.reused) {
            match say {
                NumbersSay::Others => {
                    self.joins.push(one.person);
                    self.leaves.extend(Some(one.learner).filter(Learner::is_listed));
                }
                NumbersSay::Same if one.learner.is_listed() => self.changes.push(one.as_same),
                NumbersSay::Same => self.returns.push(one.as_same),
            }
        }
        self.joins.sort_by_cached_key(|person| number_key(&person.number));
        self.leaves.sort_by_cached_key(|learner| number_key(&learner.person.number));
        for changed in [&mut self.changes, &mut self.returns] {
            changed.sort_by_cached_key(|one| number_key(&one.person.number));
        }
        self.leaves_many = are_many(self.leaves.len(), self.n_listed);
        self
    }
}

fn are_many(n_leave: usize, n_listed: usize) -> bool {
    let is_more_than = |least: usize, part: usize| n_leave > least && n_leave * part > n_listed;
    is_more_than(MANY_LEAVE, 5) || is_more_than(MANY_LEAVE_OF_FEW, 3)
}

/// What a roster changes. `now`: everybody kept, who left as well. `whole`: the file is the whole roster, so whoever is not in it left;
/// without that it adds and changes alone.
pub fn compare(now: &[Learner], read: &ReadRoster, whole: bool) -> RosterChange {
    let mut kept: BTreeMap<String, Vec<&Learner>> = BTreeMap::new();
    for learner in now {
        kept.entry(number_key(&learner.person.number)).or_default().push(learner);
    }
    let file: BTreeMap<String, &StaffMember> =
        read.rows.iter().map(|(_, person)| (number_key(&person.number), person)).collect();
    let n_listed = now.iter().filter(|l| l.is_listed()).count();
    let mut change = RosterChange { n_listed, ..RosterChange::default() };
    let mut keeps: BTreeSet<RosterColumn> = BTreeSet::new();
    for (key, person) in &file {
        let person: &StaffMember = person;
        let had_it = kept.get(key).and_then(|all| who_is_meant(all, person));
        let Some(learner) = had_it else {
            change.joins.push(person.clone());
            continue;
        };
        let one = learner_change(learner, &with_kept(&learner.person, person, &read.lacks, &mut keeps));
        match () {
            () if !is_alike(&learner.person, person) => change.reused.push(ReusedNumber {
                learner: learner.clone(),
                person: person.clone(),
                as_same: one,
            }),
            () if !learner.is_listed() => change.returns.push(one),
            () if one.fields.is_empty() => change.n_same += 1,
            () => change.changes.push(one),
        }
    }
    let missing = kept.iter().filter(|(key, _)| whole && !file.contains_key(*key));
    let missing = missing.flat_map(|(key, all)| all.iter().filter(|l| l.is_listed()).map(move |l| (key, *l)));
    for (key, learner) in missing {
        let learner = learner.clone();
        let why = match () {
            () if read.unread.contains(key) => Some(StaysWhy::LineUnread),
            () if read.has_nameless => Some(StaysWhy::LineNameless),
            () if read.has_open_quote => Some(StaysWhy::QuoteOpen),
            () => None,
        };
        match why {
            Some(why) => change.stays.push(Stays { learner, why }),
            None => change.leaves.push(learner),
        }
    }
    change.keeps = keeps.into_iter().map(field_of).collect();
    change.leaves_many = are_many(change.n_may_leave(), n_listed);
    change
}

/// Of those who have or had a number, the one the file means: who is on the roster, else who is alike, else who left last.
fn who_is_meant<'l>(had_it: &[&'l Learner], person: &StaffMember) -> Option<&'l Learner> {
    let rank = |l: &&Learner| (l.is_listed(), is_alike(&l.person, person), l.left_on, l.id);
    had_it.iter().copied().max_by_key(rank)
}

/// Whether anything but the number is the same.
fn is_alike(was: &StaffMember, is: &StaffMember) -> bool {
    (is.email.is_some() && is.email == was.email) || !has_no_word_of(&was.name, &is.name)
}

/// The person as in the file, with what the file has no column for as it was. `keeps`: which of these say anything.
fn with_kept(
    was: &StaffMember,
    is: &StaffMember,
    lacks: &BTreeSet<RosterColumn>,
    keeps: &mut BTreeSet<RosterColumn>,
) -> StaffMember {
    let mut person = is.clone();
    for column in lacks {
        match column {
            RosterColumn::Email => person.email.clone_from(&was.email),
            RosterColumn::Department => person.department.clone_from(&was.department),
            RosterColumn::Packs => person.packs.clone_from(&was.packs),
            RosterColumn::Language => person.language = was.language,
            RosterColumn::StartedOn => person.started_on = was.started_on,
            RosterColumn::Number | RosterColumn::Name | RosterColumn::First | RosterColumn::Last => continue,
        }
        if fields(is, &person).iter().any(|f| f.field == field_of(*column)) {
            keeps.insert(*column);
        }
    }
    person
}

/// What a column is called where fields are compared.
fn field_of(column: RosterColumn) -> &'static str {
    match column {
        RosterColumn::Number => "number",
        RosterColumn::Name | RosterColumn::First | RosterColumn::Last => "name",
        RosterColumn::Email => "email",
        RosterColumn::Department => "department",
        RosterColumn::Packs => "packs",
        RosterColumn::Language => "language",
        RosterColumn::StartedOn => "started_on",
    }
}

/// Everybody a change touches, as they are from a day on, those apart whose numbers nobody said anything of. `new_id` gives those who are new an id each, in the order of
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
