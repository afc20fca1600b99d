//! A paper that was filled in, keyed in row by row: good rows are taken, and bad ones listed with their place.
//!
//! A row nobody filled in changes nothing. A row that someone answered otherwise meanwhile is not taken; a person looks.

use crate::model::{person_name, utc_day};
use jiff::ToSpan as _;

use super::{Asked, Bilingual, PartAsked, Sent, Wrong, day, in_words, read, same};
use crate::Date;
use crate::decide::registration::Fields;

/// The fields of a row.
const PARTS: [&str; 4] = ["answer", "n", "of", "knows"];

/// One row as it was keyed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub ask: String,
    /// What was keyed in: `answer`, `n`, `of`, `knows`.
    pub fields: Fields,
    /// The question's version as the form showed it.
    pub version: u32,
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWrong {
    /// The question.
    pub ask: String,
    /// Its place on the paper; empty for a question that is not on it.
    pub code: String,
    /// What to mend.
    pub wrong: Vec<Wrong>,
}

/// What comes of a keyed-in paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyed {
    /// Rows to keep, in the order they came.
    pub good: Vec<(Asked, Sent)>,
    /// Rows that say what was said already.
    pub n_same: usize,
    /// Rows to mend.
    pub wrong: Vec<RowWrong>,
}

/// Reads a paper. `filled_on`: the day it was filled in; `by`: who stands beside its answers. What was keyed in from the same
/// paper before may be corrected.
pub fn key_in(part: &PartAsked, rows: &[Row], filled_on: Date, by: &str, today: Date) -> Keyed {
    let mut keyed = Keyed::default();
    let mut seen = std::collections::BTreeSet::new();
    for row in rows.iter().filter(|row| PARTS.iter().any(|f| !row.fields.get(f).is_empty())) {
        match one(part, row, filled_on, by, today) {
            _ if !seen.insert(row.ask.as_str()) => {}
            Ok((asked, sent)) if asked.said.as_ref().is_some_and(|g| same(g, &sent)) => keyed.n_same += 1,
            Ok((asked, sent)) => keyed.good.push((asked.clone(), sent)),
            Err(wrong) => keyed.wrong.push(wrong),
        }
    }
    keyed
}

fn one<'p>(
    part: &'p PartAsked,
    row: &Row,
    filled_on: Date,
    by: &str,
    today: Date,
) -> Result<(&'p Asked, Sent), RowWrong> {
    let refuse = |code: &str, wrong| RowWrong { ask: row.ask.clone(), code: code.to_owned(), wrong };
    let Some(asked) = part.question(&row.ask) else {
        let text =
            Bilingual::new("This question is not on this paper.", "Esta pregunta no está en este papel.");
        return Err(refuse("", vec![Wrong { field: "answer", text }]));
    };
    let fields = in_full(&row.fields).map_err(|wrong| refuse(&asked.code, vec![wrong]))?;
    let sent = read(asked, &fields, today).map_err(|wrong| refuse(&asked.code, wrong))?;
    let Some(given) = asked.said.as_ref().filter(|g| !same(g, &sent) && g.is_fresh) else {
        return Ok((asked, sent));
    };
    if row.version == asked.version && (given.by == by || utc_day(given.at) <= filled_on) {
        return Ok((asked, sent));
    }
    let (words, on) = (in_words(&given.said, asked.counts.as_deref()), day(utc_day(given.at)));
    let text = Bilingual::new(
        format!("{} answered on {}: {}. Open the question to choose.", given.by, on.en, words.en),
        format!("{} respondió el {}: {}. Abra la pregunta para elegir.", given.by, on.es, words.es),
    );
    Err(refuse(&asked.code, vec![Wrong { field: "answer", text }]))
}

/// Oldest day a paper may bear: what it says should still be so.
const MOST_DAYS_OLD: i32 = 90;

/// Who filled a paper in, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Their name, on one line.
    pub name: String,
    /// The day.
    pub filled_on: Date,
}

/// Reads what is asked once for a whole paper: `name` and `filled_on`.
pub fn head(fields: &Fields, today: Date) -> Result<Head, Vec<Wrong>> {
    let mut faults = Vec::new();
    let name = name(fields.get("name"));
    if name.is_none() {
        let text = Bilingual::new(
            "Write the name of who filled the paper in, up to 100 characters.",
            "Escriba el nombre de quien llenó el papel, hasta 100 caracteres.",
        );
        faults.push(Wrong { field: "name", text });
    }
    let oldest = today.checked_sub(MOST_DAYS_OLD.days()).unwrap_or(Date::MIN);
    let filled_on = fields.get("filled_on").parse::<Date>().ok().filter(|d| *d <= today && *d >= oldest);
    if filled_on.is_none() {
        let text = Bilingual::new(
            "Choose the day on the paper: today, or up to 90 days ago.",
            "Elija el día del papel: hoy, o hasta 90 días atrás.",
        );
        faults.push(Wrong { field: "filled_on", text });
    }
    match (name, filled_on) {
        (Some(name), Some(filled_on)) => Ok(Head { name, filled_on }),
        _ => Err(faults),
    }
}

/// A person's name as typed: blanks made one, one line, at most 100 characters. `None` when there is none.
pub fn name(typed: &str) -> Option<String> {
    person_name(typed).ok()
}

/// A row as a form of its own would send it: numbers alone say "partly", and a name alone says who knows. Ticking that
/// besides would be one key too many. A row that says two things says neither.
fn in_full(typed: &Fields) -> Result<Fields, Wrong> {
    let has = |field: &str| !typed.get(field).is_empty();
    let numbers = has("n") || has("of");
    let mut fields = typed.clone();
    let is_one = match typed.get("answer") {
        "" if numbers != has("knows") => {
            fields.set("answer", if numbers { "partly" } else { "ask" });
            true
        }
        "partly" => !has("knows"),
        "ask" => !numbers,
        "" => false,
        _ => !numbers && !has("knows"),
    };
    let text = Bilingual::new(
        "This row says two things. Leave one of them.",
        "Esta fila dice dos cosas. Deje una de ellas.",
    );
    if is_one { Ok(fields) } else { Err(Wrong { field: "answer", text }) }
}
