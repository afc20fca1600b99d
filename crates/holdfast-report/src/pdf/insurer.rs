//! The insurer's answer sheet as PDF: first what must be cleared up, then the answers by topic, then room to sign.

use holdfast_core::decide::paper::insurer::{InsurerSheet, Mark, SheetAnswer};
use holdfast_core::model::day_in_words;

use super::words::{counted, head};
use crate::ReportError;
use crate::layout::{Cell, Column, Flow, Row, Shape, Span, Style};

/// The answer sheet as PDF.
pub fn insurer_pdf(sheet: &InsurerSheet) -> Result<Vec<u8>, ReportError> {
    super::make("Answers for the insurer", &sheet.foot, Shape::UPRIGHT, |flow| {
        head(flow, "Answers for the insurer", &sheet.foot);
        summary(flow, sheet);
        first(flow, sheet);
        topics(flow, sheet);
        flow.heading(2, "Signing");
        flow.sign_here(
            "I have read the answers above with their marks. Those marked STOP were cleared up before the insurer's own \
             form was signed, or are answered there as the evidence allows.",
        );
    })
}

fn summary(flow: &mut Flow<'_>, sheet: &InsurerSheet) {
    let headline = match sheet.n_contradicted {
        0 => "No answer is contradicted by evidence.".to_owned(),
        1 => "Do not sign yet: evidence contradicts 1 answer.".to_owned(),
        n => format!("Do not sign yet: evidence contradicts {n} answers."),
    };
    let counts = format!(
        "Fresh evidence shows {}, {} rest on somebody's word alone, and {} are not known. An untrue answer can cost the cover when it is \
         needed most. This sheet is no insurer's form; copy from it.",
        counted(sheet.n_proven as u64, "answer"),
        sheet.n_unproven,
        sheet.n_unknown,
    );
    let mut paragraphs =
        vec![(vec![Span::bold(headline)], Style::LARGE), (vec![Span::plain(counts)], Style::BODY)];
    if !sheet.is_verified {
        let said = "The list of topics was drawn from reports about insurers' forms and is not verified at a source.";
        paragraphs.push((vec![Span::plain(said)], Style::SMALL));
    }
    flow.framed(&paragraphs);
}

/// What must be cleared up, each once.
fn first(flow: &mut Flow<'_>, sheet: &InsurerSheet) {
    let mut stop: Vec<&SheetAnswer> =
        sheet.topics.iter().flat_map(|t| &t.answers).filter(|a| a.mark == Mark::Contradicted).collect();
    stop.sort_by(|a, b| a.measure.cmp(&b.measure));
    stop.dedup_by(|a, b| a.measure == b.measure);
    if stop.is_empty() {
        return;
    }
    flow.heading(2, "Clear up first");
    let items: Vec<Vec<Span>> = stop
        .iter()
        .map(|a| {
            let claimed = a.claimed.as_ref().map(|c| format!(" {c}.")).unwrap_or_default();
            vec![Span::bold(a.asks.clone()), Span::plain(format!("{claimed} {}.", a.answer))]
        })
        .collect();
    flow.list(&items, Style::BODY);
}

fn topics(flow: &mut Flow<'_>, sheet: &InsurerSheet) {
    let columns = [
        Column::left("Is it so that \u{2026}", 4.2),
        Column::left("Answer", 2.0),
        Column::left("Before signing", 1.8),
        Column::left("Why", 3.6),
    ];
    for topic in &sheet.topics {
        flow.heading(2, &topic.title);
        if topic.answers.is_empty() {
            flow.paragraph(
                &[Span::plain("Nothing in the record speaks of it. Ask whoever knows.")],
                Style::BODY,
            );
            continue;
        }
        let rows: Vec<Row> = topic.answers.iter().map(row).collect();
        flow.table(
            &columns,
            &rows,
            &format!("{}: what is asked, the answer, and what to do before signing", topic.title),
        );
    }
}

fn row(a: &SheetAnswer) -> Row {
    let mut why = a.why.clone();
    if let Some(claimed) = &a.claimed {
        why = format!("{claimed}. {why}");
    }
    if a.has_exception {
        why += " An exception leaves it out of the count; that changes no answer.";
    }
    if let (Mark::Proven, Some(until)) = (a.mark, a.good_until)
        && !why.contains("good until")
    {
        why += &format!(" Good until {}.", day_in_words(until));
    }
    let mark = a.mark.label();
    let mark = if a.mark == Mark::Proven { Cell::plain(mark) } else { Cell::bold(mark) };
    Row(vec![Cell::plain(a.asks.clone()), Cell::plain(a.answer.clone()), mark, Cell::gray(why)])
}
