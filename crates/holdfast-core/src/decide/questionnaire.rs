//! What is asked of whom: each part's questions in order, what was said to each, and which a machine has answered already.
//!
//! It reads and never writes. What an answer comes to, beside evidence, is [`super::posture`]'s.

mod keep;
mod paper;
mod said;
mod words;

use jiff::Timestamp;

pub use keep::{Kept, Sent, Wrong, keep, read, same};
pub use paper::{Head, Keyed, Row, RowWrong, head, key_in, name};
pub use said::{Given, Said};
pub use words::{day, finding_in_words, in_words, sent_in_words};

use super::posture::{ANSWER_FRESH_DAYS, MeasurePosture, Posture, Record, State, Voice, after};
use crate::catalog::{Ask, AskId, Bilingual, Catalog, Knows, MeasureId, Method};
use crate::model::{Finding, KeptAnswer, Part, Reply, day_in_words, utc_day};

/// Who passed a question on, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOn {
    /// Whose list it stood on.
    pub from: Knows,
    /// Whose list it went to.
    pub to: Knows,
    /// Who passed it on, as shown.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// How a question stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskState {
    /// A machine has looked at all it asks, and lately; nobody needs to say it again.
    NotAsked {
        /// What it saw, a sentence for each measure.
        shown_by: Vec<String>,
    },
    /// Someone answered, and no longer than a year ago.
    Answered,
    /// Someone answered, and evidence says otherwise.
    Contradicted {
        /// Why, a sentence for each measure.
        why: Vec<String>,
        /// Whether it has waited so long that it counts as not met.
        is_overdue: bool,
    },
    /// Nobody has answered, or too long ago.
    Open,
}

impl AskState {
    /// The key used in the API.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotAsked { .. } => "not_asked",
            Self::Answered => "answered",
            Self::Contradicted { .. } => "contradicted",
            Self::Open => "open",
        }
    }
}

/// What a form may be filled in with before anybody answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// What it comes to.
    pub finding: Finding,
    /// Where it is from, as a sentence.
    pub from: String,
}

/// One question as it stands for one hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub ask: AskId,
    /// Its place on paper, like `HR-2`: the same for as long as the catalog is.
    pub code: String,
    /// The question in words.
    pub asks: Bilingual,
    /// What helps to answer it.
    pub hint: Option<Bilingual>,
    /// What a yes speaks for.
    pub measures: Vec<MeasureId>,
    /// What is counted, like "devices", where "partly" can be said in numbers: every measure counts the same.
    pub counts: Option<String>,
    /// Who passed it on, oldest first. Empty while it stands where the catalog put it.
    pub passed_on: Vec<PassedOn>,
    /// Whom it can still be passed on to. Nobody gets a question back that they passed on.
    pub may_ask: Vec<Knows>,
    /// How it stands.
    pub state: AskState,
    /// What was said last, fresh or not.
    pub said: Option<Given>,
    /// What evidence suggests, where nothing was said lately.
    pub suggested: Option<Suggested>,
    /// How often it was answered or left out. A form that saw less was filled in beside someone else.
    pub version: u32,
}

impl Asked {
    /// Whether a person is asked at all.
    pub fn is_asked(&self) -> bool {
        !matches!(self.state, AskState::NotAsked { .. })
    }

    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.state == AskState::Open
    }

    /// The question as somebody invited may see it: with what was said to it, and nothing of what was found. `None` when they
    /// are not asked it.
    fn for_invited(mut self) -> Option<Self> {
        self.said = self.said.filter(|given| given.is_to_question);
        self.suggested = None;
        self.state = match self.state {
            AskState::NotAsked { .. } => return None,
            AskState::Answered | AskState::Contradicted { .. } if self.said.is_some() => AskState::Answered,
            AskState::Answered | AskState::Contradicted { .. } | AskState::Open => AskState::Open,
        };
        Some(self)
    }
}

/// One part: who is asked, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartAsked {
    /// Which questions.
    pub knows: Knows,
    /// Who was invited to answer them.
    pub person: Option<Part>,
    /// The questions, in order: its own first, then those passed on to it.
    pub questions: Vec<Asked>,
}

impl PartAsked {
    /// Questions a person is asked.
    pub fn n_asked(&self) -> usize {
        self.questions.iter().filter(|q| q.is_asked()).count()
    }

    /// Of those, questions with an answer.
    pub fn n_answered(&self) -> usize {
        self.questions.iter().filter(|q| q.is_asked() && !q.is_open()).count()
    }

    /// Answers that evidence contradicts.
    pub fn n_contradicted(&self) -> usize {
        self.questions.iter().filter(|q| matches!(q.state, AskState::Contradicted { .. })).count()
    }

    /// A question of this part by its id.
    pub fn question(&self, ask: &str) -> Option<&Asked> {
        self.questions.iter().find(|q| q.ask.as_str() == ask)
    }

    /// The next open question after this one, around the end; `None` when all are answered.
    pub fn next_open(&self, after: &str) -> Option<&Asked> {
        let i = self.questions.iter().position(|q| q.ask.as_str() == after).map_or(0, |i| i + 1);
        let (before, rest) = self.questions.split_at(i);
        rest.iter().chain(before).find(|q| q.is_open() && q.ask.as_str() != after)
    }
}

/// Every part of one hospital's assessment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// The parts, in the order pages show them.
    pub parts: Vec<PartAsked>,
}

impl Questionnaire {
    /// Every part as somebody invited may see it.
    #[must_use]
    pub fn for_invited(mut self) -> Self {
        for part in &mut self.parts {
            part.questions =
                std::mem::take(&mut part.questions).into_iter().filter_map(Asked::for_invited).collect();
        }
        self
    }

    /// One part.
    pub fn part(&self, knows: Knows) -> Option<&PartAsked> {
        self.parts.iter().find(|p| p.knows == knows)
    }

    /// The part whose list a question stands on now.
    pub fn part_of(&self, ask: &str) -> Option<&PartAsked> {
        self.parts.iter().find(|p| p.question(ask).is_some())
    }
}

/// Puts together what is asked of whom, as of the posture's moment. The order of `kept`, `record` and `parts` never matters.
///
/// `posture` must have been decided from the same catalog and record.
pub fn questionnaire(
    catalog: &Catalog,
    kept: &[KeptAnswer],
    record: &Record,
    parts: &[Part],
    posture: &Posture,
) -> Questionnaire {
    let mut answers: Vec<&KeptAnswer> = kept.iter().filter(|k| k.answer.at <= posture.as_of).collect();
    answers.sort_by_key(|k| (k.answer.at, k.seq));
    let mut lists: Vec<PartAsked> = Knows::ALL
        .into_iter()
        .map(|knows| PartAsked {
            knows,
            person: parts.iter().find(|p| p.knows == knows).cloned(),
            questions: Vec::new(),
        })
        .collect();
    let mut passed = Vec::new();
    for knows in Knows::ALL {
        let own = catalog.asks.iter().filter(|a| a.knows == knows);
        for (i, ask) in own.enumerate() {
            let asked = asked(catalog, ask, i + 1, &answers, record, posture);
            match asked.passed_on.last().map(|p| p.to) {
                None => put(&mut lists, knows, asked),
                Some(to) => passed.push((to, asked)),
            }
        }
    }
    for (to, asked) in passed {
        put(&mut lists, to, asked);
    }
    Questionnaire { parts: lists }
}

fn put(lists: &mut [PartAsked], knows: Knows, asked: Asked) {
    if let Some(list) = lists.iter_mut().find(|l| l.knows == knows) {
        list.questions.push(asked);
    }
}

fn asked(
    catalog: &Catalog,
    ask: &Ask,
    place: usize,
    answers: &[&KeptAnswer],
    record: &Record,
    posture: &Posture,
) -> Asked {
    let about: Vec<&KeptAnswer> =
        answers.iter().copied().filter(|k| ask.answers.contains(&k.answer.measure)).collect();
    let stand: Vec<&MeasurePosture> =
        posture.measures.iter().filter(|m| ask.answers.contains(&m.measure)).collect();
    let said = said::of_ask(ask, &about, record, posture.as_of);
    let passed_on = passed_on(ask, &about, posture.as_of);
    let with = passed_on.last().map_or(ask.knows, |p| p.to);
    let had: Vec<Knows> = passed_on.iter().map(|p| p.from).chain([with]).collect();
    let n_left_out = record
        .exceptions
        .iter()
        .filter(|e| ask.answers.contains(&e.measure) && e.at <= posture.as_of && said::is_not_applicable(e));
    let version = u32::try_from(about.len() + n_left_out.count()).unwrap_or(u32::MAX);
    let state = state(catalog, &stand, said.as_ref());
    let is_fresh = said.as_ref().is_some_and(|s| s.is_fresh);
    Asked {
        ask: ask.id.clone(),
        code: format!("{}-{place}", prefix(ask.knows)),
        asks: ask.asks.clone(),
        hint: ask.hint.clone(),
        measures: ask.answers.clone(),
        counts: counts(catalog, ask),
        may_ask: Knows::ALL.into_iter().filter(|k| !had.contains(k)).collect(),
        passed_on,
        suggested: if is_fresh { None } else { suggested(catalog, &stand) },
        state,
        said,
        version,
    }
}

/// Letters before a question's number on paper.
fn prefix(knows: Knows) -> &'static str {
    match knows {
        Knows::It => "IT",
        Knows::Hr => "HR",
        Knows::Nursing => "NU",
        Knows::Biomed => "MD",
        Knows::Finance => "FI",
        Knows::Executive => "EX",
    }
}

/// What every measure of a question counts, when it is the same; "8 of 9 leavers" says nothing about accounts.
fn counts(catalog: &Catalog, ask: &Ask) -> Option<String> {
    let mut units = ask
        .answers
        .iter()
        .map(|id| catalog.measures().find(|(_, m)| m.id == *id).and_then(|(_, m)| m.counts.clone()));
    let first = units.next()??;
    units.all(|unit| unit.as_deref() == Some(first.as_str())).then_some(first)
}

/// The way a question has gone from list to list. A hand-over holds as long as an answer does, and one that would lead back
/// to a list it has been on leads nowhere.
fn passed_on(ask: &Ask, about: &[&KeptAnswer], as_of: Timestamp) -> Vec<PassedOn> {
    let (mut with, mut had) = (ask.knows, vec![ask.knows]);
    let mut way = Vec::new();
    for kept in about {
        let Reply::AskSomeoneElse { knows } = kept.answer.reply else { continue };
        if had.contains(&knows) || as_of > after(kept.answer.at, ANSWER_FRESH_DAYS) {
            continue;
        }
        way.push(PassedOn { from: with, to: knows, by: kept.answer.by.clone(), at: kept.answer.at });
        had.push(knows);
        with = knows;
    }
    way
}

fn state(catalog: &Catalog, stand: &[&MeasurePosture], said: Option<&Given>) -> AskState {
    let finds = said.filter(|s| s.is_fresh && !matches!(s.said, Said::NotApplicable { .. }));
    let against = |m: &&&MeasurePosture| {
        let is_said = m.voices.iter().any(|v| v.method == Method::Interview && !v.is_stale);
        is_said && matches!(m.state, State::Contradicted { .. })
    };
    let contradicted: Vec<&&MeasurePosture> = stand.iter().filter(against).collect();
    if finds.is_some() && !contradicted.is_empty() {
        return AskState::Contradicted {
            why: contradicted.iter().map(|m| m.why.clone()).collect(),
            is_overdue: contradicted
                .iter()
                .any(|m| matches!(m.state, State::Contradicted { is_overdue: true, .. })),
        };
    }
    let shown_by: Vec<String> =
        stand.iter().filter_map(|m| seen_by_machine(m).map(|v| in_a_sentence(catalog, m, v))).collect();
    if !stand.is_empty() && shown_by.len() == stand.len() {
        return AskState::NotAsked { shown_by };
    }
    if said.is_some_and(|s| s.is_fresh) { AskState::Answered } else { AskState::Open }
}

/// The fresh test that leaves a person nothing to add: it saw everything there is, or found it not so.
fn seen_by_machine(measure: &MeasurePosture) -> Option<&Voice> {
    measure.voices.iter().find(|v| v.method == Method::Test && !v.is_stale && v.finding == v.observed)
}

/// What evidence suggests for a question about one measure: what it found, old as it may be.
fn suggested(catalog: &Catalog, stand: &[&MeasurePosture]) -> Option<Suggested> {
    let [one] = stand else { return None };
    let voice = one.voices.iter().find(|v| v.method > Method::Interview)?;
    Some(Suggested { finding: voice.finding, from: in_a_sentence(catalog, one, voice) })
}

fn in_a_sentence(catalog: &Catalog, measure: &MeasurePosture, voice: &Voice) -> String {
    let counts =
        catalog.measures().find(|(_, m)| m.id == measure.measure).and_then(|(_, m)| m.counts.as_deref());
    let found = finding_in_words(voice.finding, counts).en;
    let who = if voice.said_by.is_empty() { "Evidence".to_owned() } else { voice.said_by.join(", ") };
    format!("{who}, {}: {}.", day_in_words(utc_day(voice.observed_at)), found.to_lowercase())
}

#[cfg(test)]
mod tests;
