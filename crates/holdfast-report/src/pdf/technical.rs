//! The technical plan as PDF: a calendar to hang up, then each step with all it takes.

use holdfast_core::decide::paper::technical::{PlanStep, TechnicalPlan};
use holdfast_core::model::{Usd, day_in_words};

use super::words::{counted, head, range};
use crate::ReportError;
use crate::layout::{Cell, Column, Flow, Ink, Row, Shape, Span, Style};

/// The technical plan as PDF.
pub fn technical_pdf(plan: &TechnicalPlan) -> Result<Vec<u8>, ReportError> {
    super::make("Technical plan", &plan.foot, Shape::UPRIGHT, |flow| {
        head(flow, "Technical plan", &plan.foot);
        totals(flow, plan);
        at_stake(flow, plan);
        if !plan.stop_now.is_empty() {
            stop(flow, plan);
        }
        for (title, steps) in [("The first 13 weeks", &plan.quarter), ("The rest of the year", &plan.year)] {
            flow.heading(2, title);
            calendar(flow, title, steps);
        }
        if !plan.later.is_empty() {
            later(flow, plan);
        }
        if plan.steps().next().is_some() {
            flow.new_page();
            flow.heading(2, "Each step");
            for step in plan.steps() {
                one(flow, step);
            }
        }
    })
}

fn totals(flow: &mut Flow<'_>, plan: &TechnicalPlan) {
    let hours = match plan.hours_a_week {
        Some(n) => format!(", at no more than {} a week for all together", counted(n, "hour")),
        None => String::new(),
    };
    let n = plan.steps().count();
    let line = [
        Span::bold(format!(
            "{} this year: {} and {}",
            counted(n as u64, "step"),
            Usd(plan.cost_usd),
            counted(plan.hours, "hour")
        )),
        Span::plain(format!("{hours}. Money is after the offers the hospital may have.")),
    ];
    flow.paragraph(&line, Style::BODY);
    let mut said: Vec<String> = plan.assumed.clone();
    if plan.steps().any(|s| !s.is_verified) {
        said.push(
            "Steps marked with * have prices or effects that nobody has checked at their source yet."
                .to_owned(),
        );
    }
    if !said.is_empty() {
        flow.space(3.0);
        flow.paragraph(&[Span::plain(said.join(" "))], Style::SMALL);
    }
}

/// What is at stake for care, beside the dollars: who loses it, and for how many days in each kind of trouble.
fn at_stake(flow: &mut Flow<'_>, plan: &TechnicalPlan) {
    let stakes = &plan.stakes;
    flow.heading(2, "What is at stake for patients");
    flow.paragraph(&[Span::plain(stakes.says.clone())], Style::BODY);
    if !stakes.scenarios.is_empty() {
        flow.space(2.0);
        let days: Vec<String> =
            stakes.scenarios.iter().map(|s| format!("{}: {}", s.name, s.days_in_words())).collect();
        let said = format!(
            "Days down, likely (least to most). {}. No price stands for any of this.",
            days.join("; ")
        );
        flow.paragraph(&[Span::plain(said)], Style::SMALL);
    }
    if let Some(why) = stakes.care.as_ref().and_then(|care| care.not_known.first()) {
        flow.paragraph(&[Span::plain(why.clone())], Style::SMALL);
    }
}

fn stop(flow: &mut Flow<'_>, plan: &TechnicalPlan) {
    flow.heading(2, "Stop now, before anything else");
    let items: Vec<Vec<Span>> = plan
        .stop_now
        .iter()
        .map(|s| {
            let steps =
                if s.steps.is_empty() { String::new() } else { format!(" Do: {}.", s.steps.join("; ")) };
            vec![Span::bold(s.means.clone()), Span::plain(format!(" {}{steps}", s.why))]
        })
        .collect();
    flow.list(&items, Style::BODY);
}

fn name(step: &PlanStep) -> String {
    if step.is_verified { step.name.clone() } else { format!("{} *", step.name) }
}

fn calendar(flow: &mut Flow<'_>, title: &str, steps: &[PlanStep]) {
    if steps.is_empty() {
        flow.paragraph(&[Span::plain("Nothing is planned.")], Style::BODY);
        return;
    }
    let columns = [
        Column::left("Step", 4.4),
        Column::left("From", 1.2),
        Column::left("Due", 1.2),
        Column::right("Hours", 0.8),
        Column::right("Dollars", 1.0),
        Column::left("Goals", 1.1),
        Column::left("Who, and done on", 2.2),
    ];
    let rows: Vec<Row> = steps
        .iter()
        .map(|s| {
            Row(vec![
                Cell::plain(name(s)),
                Cell::plain(s.starts_on.to_string()),
                Cell::plain(s.due_on.to_string()),
                Cell::plain(s.hours.likely.to_string()),
                Cell::plain(Usd(s.usd.likely).to_string()),
                Cell::plain(s.goals.join(", ")),
                Cell::gray("____________________"),
            ])
        })
        .collect();
    flow.table(&columns, &rows, &format!("{title}: steps with days, hours and dollars"));
}

fn later(flow: &mut Flow<'_>, plan: &TechnicalPlan) {
    flow.heading(2, "No place this year");
    let columns = [Column::left("Step", 3.5), Column::left("Why it waits", 5.0)];
    let rows: Vec<Row> = plan
        .later
        .iter()
        .map(|l| Row(vec![Cell::plain(l.name.clone()), Cell::gray(l.why.clone())]))
        .collect();
    flow.table(&columns, &rows, "Steps worth taking that find no place this year, and why");
}

fn one(flow: &mut Flow<'_>, step: &PlanStep) {
    flow.heading(3, &name(step));
    let paid = match &step.paid_by {
        Some((offer, percent)) => format!(" ({offer} pays {percent} %)"),
        None => String::new(),
    };
    let facts = format!(
        "{} to {} \u{b7} {} to {} hours, likely {} \u{b7} {}{paid}, then {} a year \u{b7} {} \u{b7} {} \u{b7} goals {}",
        day_in_words(step.starts_on),
        day_in_words(step.due_on),
        step.hours.low,
        step.hours.high,
        step.hours.likely,
        Usd(step.usd.likely),
        Usd(step.yearly_usd.likely),
        step.who,
        step.window,
        step.goals.join(", "),
    );
    flow.paragraph_before(&[Span::plain(facts)], Style::SMALL, 2.0);
    flow.paragraph(&[Span::plain(step.why.clone())], Style::BODY.in_ink(Ink::Black));
    flow.space(2.0);
    if let Some(named) = TechnicalPlan::acts_on_in_words(step) {
        flow.paragraph(&[Span::bold("On: "), Span::plain(named)], Style::BODY);
        flow.space(2.0);
    }
    let how: Vec<Vec<Span>> = step.how.iter().map(|h| vec![Span::plain(h.clone())]).collect();
    flow.list(&how, Style::BODY);
    let mut last = vec![Span::bold("Back: "), Span::plain(format!("{} ", step.rollback))];
    if !step.after.is_empty() {
        last.push(Span::bold("First: "));
        last.push(Span::plain(format!("{}. ", step.after.join("; "))));
    }
    last.push(Span::bold("Proof: "));
    last.push(Span::plain(format!("{}. ", step.proof.join(", "))));
    last.push(Span::bold("Avoids a year: "));
    last.push(Span::plain(format!("{}.", range(step.avoids))));
    flow.paragraph(&last, Style::SMALL.in_ink(Ink::Black));
    flow.space(4.0);
}
