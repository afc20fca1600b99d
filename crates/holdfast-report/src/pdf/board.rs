//! The board report on two pages: five questions, each with its answer first and its reasons below.

use holdfast_core::decide::paper::board::{Asked, BoardReport, Changes, Moved, Promises, Risks};
use holdfast_core::model::{Usd, day_in_words};

use super::words::{about, counted, head, range, short};
use crate::ReportError;
use crate::layout::{Bar, Cell, Column, Flow, Ink, Row, Shape, Span, Style};

/// How many moves, promises and risks are named before the rest is counted.
const N_NAMED: usize = 2;
/// How many open gates are named.
const N_GATES: usize = 3;
/// How many steps are named.
const N_STEPS: usize = 3;

/// The board report as PDF.
pub fn board_pdf(report: &BoardReport) -> Result<Vec<u8>, ReportError> {
    super::make("Report to the board on cybersecurity", &report.foot, Shape::UPRIGHT, |flow| {
        head(flow, "Report to the board on cybersecurity", &report.foot);
        label(flow, report);
        care(flow, report);
        match &report.risks {
            Some(risks) => costs(flow, report, risks),
            None => {
                flow.heading(2, "What could it cost us?");
                flow.paragraph(
                    &[Span::plain(
                        "Not known. Nobody has said how large the hospital is, so no loss can be reckoned.",
                    )],
                    Style::BODY,
                );
            }
        }
        goals(flow, report);
        changed(flow, report);
        asked(flow, report);
        sign(flow, report);
    })
}

fn label(flow: &mut Flow<'_>, report: &BoardReport) {
    let word = report.label.key().to_uppercase();
    let first = vec![Span::bold(format!("{word}. ")), Span::plain(report.label_says.clone())];
    let mut paragraphs = vec![(first, Style::BODY)];
    for stop in report.stop_now.iter().take(N_GATES) {
        paragraphs.push((vec![Span::plain(format!("\u{2022} {}", short(stop, 150)))], Style::BODY));
    }
    let rest = report.stop_now.len().saturating_sub(N_GATES);
    if rest > 0 {
        paragraphs.push((vec![Span::plain(format!("\u{2022} and {rest} more"))], Style::BODY));
    }
    flow.framed(&paragraphs);
}

fn care(flow: &mut Flow<'_>, report: &BoardReport) {
    let care = &report.care;
    flow.heading(2, "1. Can we treat patients if our systems stop?");
    flow.paragraph_before(&[Span::bold(format!("{}.", care.answer.label()))], Style::LARGE, 1.0);
    flow.paragraph_before(&[Span::plain(care.says.clone())], Style::BODY, 6.0);
    let columns =
        [Column::left("What it takes", 4.6), Column::left("How it stands", 1.6), Column::left("Why", 4.0)];
    let rows: Vec<Row> = care
        .lines
        .iter()
        .map(|l| {
            Row(vec![
                Cell::plain(l.says.clone()),
                Cell::bold(l.standing.label()),
                Cell::gray(short(&l.why, 120)),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "What it takes to treat patients when systems stop, and how each stands");
}

fn costs(flow: &mut Flow<'_>, report: &BoardReport, risks: &Risks) {
    flow.heading(2, "2. What could it cost us?");
    let since = match (risks.all_earlier, report.earlier) {
        (Some(before), Some(day)) => {
            format!(" It was about {} on {}.", about(before), day_in_words(day))
        }
        _ => String::new(),
    };
    let all = format!(
        "From {} kinds of trouble together, {} a year is to be expected.{since} The three largest:",
        risks.n_scenarios,
        range(risks.all)
    );
    flow.paragraph_before(&[Span::plain(all)], Style::BODY, 5.0);
    let bars: Vec<Bar> = risks
        .largest
        .iter()
        .map(|r| Bar {
            label: r.name.clone(),
            range: [r.a_year.low, r.a_year.likely, r.a_year.high],
            says: format!("{} a year", about(r.a_year.likely)),
        })
        .collect();
    let alt: Vec<String> =
        risks.largest.iter().map(|r| format!("{}: {} a year", r.name, range(r.a_year))).collect();
    flow.bars(
        &bars,
        &format!("Loss to expect in a year, from low to high, with the likely value. {}", alt.join("; ")),
    );
    flow.space(2.0);
    let columns = [
        Column::left("Risk", 2.6),
        Column::left("A year, likely (range)", 2.9),
        Column::left("One case costs", 1.5),
        Column::left("Days down, one case", 1.9),
        Column::left("Since last time", 1.6),
    ];
    let rows: Vec<Row> = risks
        .largest
        .iter()
        .map(|r| {
            let days = r.days_down;
            Row(vec![
                Cell::plain(r.name.clone()),
                Cell::plain(range(r.a_year)),
                Cell::plain(format!("about {}", about(r.when_it_comes.likely))),
                Cell::plain(if days.high == 0 {
                    "none".to_owned()
                } else {
                    format!("{} ({} to {})", days.likely, days.low, days.high)
                }),
                Cell::plain(match r.a_year_earlier {
                    Some(before) => format!("{}, from {}", r.trend.label(), about(before)),
                    None => r.trend.label().to_owned(),
                }),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "The three largest risks with dollars, days and trend");
    let mut said = Vec::new();
    if risks.largest.iter().any(|r| !r.is_verified) {
        said.push("Figures not verified: nobody has checked them at their source yet.".to_owned());
    }
    said.extend(risks.assumed.iter().map(|a| short(a, 140)));
    if !said.is_empty() {
        flow.space(3.0);
        flow.paragraph(&[Span::plain(said.join(" "))], Style::SMALL);
    }
}

fn goals(flow: &mut Flow<'_>, report: &BoardReport) {
    let goals = &report.goals;
    flow.heading(2, "3. Do we meet the essential goals, and can we prove it?");
    let a = goals.now;
    let before = match (goals.earlier, report.earlier) {
        (Some(e), Some(day)) => {
            format!(" ({} of {} on {})", e.essential_met, e.essential_of, day_in_words(day))
        }
        _ => String::new(),
    };
    let met = vec![
        Span::bold(format!("Met: {} of {}", a.essential_met, a.essential_of)),
        Span::plain(format!(
            " essential goals{before}, and {} of {} enhanced ones.",
            a.enhanced_met, a.enhanced_of
        )),
    ];
    let proven = match goals.assurance {
        Some(c) => {
            let rest = if c.is_all() { "." } else { ". The others rest on somebody's word." };
            vec![
                Span::bold(format!("Proven: {c}")),
                Span::plain(format!(" measures behind the goals that are met{rest}")),
            ]
        }
        None => vec![
            Span::bold("Proven: nothing."),
            Span::plain(" No goal is met, so there is nothing to prove."),
        ],
    };
    flow.paragraph_before(&met, Style::BODY, 0.0);
    flow.paragraph_before(&proven, Style::BODY, 5.0);
    let columns = [
        Column::left("Essential goal", 3.6),
        Column::left("Stands", 1.2),
        Column::right("Measures", 1.0),
        Column::right("Proven", 1.0),
        Column::right("Only said", 1.0),
        Column::right("Not known", 1.0),
    ];
    let number = |n: usize| Cell::plain(if n == 0 { "\u{2013}".to_owned() } else { n.to_string() });
    let rows: Vec<Row> = goals
        .essential
        .iter()
        .map(|g| {
            Row(vec![
                Cell::plain(g.name.clone()),
                Cell::bold(g.status_label()),
                number(g.n_measures),
                number(g.n_proven),
                number(g.n_said),
                number(g.n_unknown),
            ])
        })
        .collect();
    flow.table(
        &columns,
        &rows,
        "The ten essential goals: how each stands, and how many of its measures are proven",
    );
    if goals.without_exceptions != goals.now {
        let bare = goals.without_exceptions;
        let said = format!(
            "With exceptions counted out. Without them: {} of {} essential goals.",
            bare.essential_met, bare.essential_of
        );
        flow.space(3.0);
        flow.paragraph(&[Span::plain(said)], Style::SMALL);
    }
}

fn changed(flow: &mut Flow<'_>, report: &BoardReport) {
    let since = report.earlier.map(|d| format!(" since {}", day_in_words(d))).unwrap_or_default();
    flow.heading(2, &format!("4. What changed{since}?"));
    match &report.changes {
        None => flow.paragraph(
            &[Span::plain("There is no earlier day to compare with. Next time there will be.")],
            Style::BODY,
        ),
        Some(changes) => moves(flow, changes),
    }
    if let Some(promises) = &report.promises {
        promised(flow, promises);
    }
}

fn moves(flow: &mut Flow<'_>, changes: &Changes) {
    let mut items = Vec::new();
    for (word, moved) in [("Better", &changes.better), ("Worse", &changes.worse)] {
        let n = moved.len();
        let mut spans = vec![Span::bold(format!("{word}: {n}. "))];
        let named: Vec<String> = moved.iter().take(N_NAMED).map(in_words).collect();
        spans.push(Span::plain(named.join(" ")));
        if n > N_NAMED {
            spans.push(Span::plain(format!(" And {} more.", n - N_NAMED)));
        }
        items.push(spans);
    }
    flow.list(&items, Style::BODY);
}

fn in_words(moved: &Moved) -> String {
    let before = moved.before.map_or("not asked".to_owned(), |b| b.label().to_lowercase());
    let after = moved.after.label().to_lowercase();
    format!("\u{201c}{}\u{201d} was {before}, now {after}.", short(&moved.says, 90).trim_end_matches('.'))
}

fn promised(flow: &mut Flow<'_>, promises: &Promises) {
    let made = day_in_words(promises.made_on);
    let mut spans = vec![
        Span::bold(format!("Promises kept: {} of {}", promises.n_kept, promises.n_due)),
        Span::plain(format!(" that were due by now, from the plan of {made}.")),
    ];
    if !promises.missed.is_empty() {
        spans.push(Span::bold(" Missed: "));
        let named = promises.missed.iter().take(N_NAMED);
        let named: Vec<String> =
            named.map(|m| format!("{} (due {})", short(&m.name, 70), day_in_words(m.due_on))).collect();
        let more = promises.missed.len().saturating_sub(N_NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        spans.push(Span::plain(format!("{}{more}.", named.join("; "))));
    }
    flow.list(&[spans], Style::BODY);
}

fn asked(flow: &mut Flow<'_>, report: &BoardReport) {
    flow.heading(2, "5. What is asked, and what does it buy?");
    let Some(asked) = &report.asked else {
        flow.paragraph(
            &[Span::plain("No plan has been drafted, since nobody has said what the hospital can carry.")],
            Style::BODY,
        );
        return;
    };
    flow.paragraph_before(&money(asked), Style::BODY, 0.0);
    flow.paragraph_before(&buys(asked), Style::BODY, 5.0);
    let columns = [
        Column::left("Largest steps", 6.6),
        Column::right("Dollars", 1.2),
        Column::right("Hours", 0.9),
        Column::right("Later, a year", 1.4),
        Column::left("By", 2.0),
    ];
    let rows: Vec<Row> = asked
        .largest
        .iter()
        .take(N_STEPS)
        .map(|s| {
            Row(vec![
                Cell::plain(short(&s.name, 90)),
                Cell::plain(Usd(s.usd).to_string()),
                Cell::plain(s.hours.to_string()),
                Cell::plain(Usd(s.yearly_usd).to_string()),
                Cell::plain(day_in_words(s.due_on)),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "The steps that take most money or hours");
    if !asked.is_verified {
        flow.space(3.0);
        flow.paragraph(
            &[Span::plain(
                "Prices and effects not verified: nobody has checked all of them at their source yet.",
            )],
            Style::SMALL,
        );
    }
}

fn money(asked: &Asked) -> Vec<Span> {
    let off = asked.list_usd.saturating_sub(asked.usd);
    let off =
        if off > 0 { format!(" Offers the hospital may have take off {}.", Usd(off)) } else { String::new() };
    let later = if asked.yearly_usd > 0 {
        format!(" Later years cost up to {} a year.", Usd(asked.yearly_usd))
    } else {
        String::new()
    };
    let deferred = match asked.n_deferred {
        0 => String::new(),
        n => format!(" {} find no place this year.", counted(n as u64, "more step")),
    };
    vec![
        Span::bold(format!("Asked: {} and {} of staff", Usd(asked.usd), counted(asked.hours, "hour"))),
        Span::plain(format!(
            " in the first year, for {}.{off}{later}{deferred}",
            counted(asked.n_steps as u64, "step")
        )),
    ]
}

fn buys(asked: &Asked) -> Vec<Span> {
    let (now, quarter, year) = (asked.goals_now, asked.goals_quarter, asked.goals_year);
    vec![
        Span::bold("It buys: "),
        Span::plain(format!(
            "loss to expect in a year goes from {} to {}; essential goals met go from {} to {} after 13 weeks and {} \
             after a year, of {}. Promised, and it will be held against what is seen.",
            about(asked.loss_now.likely),
            about(asked.loss_after.likely),
            now.essential_met,
            quarter.essential_met,
            year.essential_met,
            year.essential_of,
        )),
    ]
}

fn sign(flow: &mut Flow<'_>, report: &BoardReport) {
    let mut items = Vec::new();
    let contradicted = report.insurer_contradicted;
    if contradicted > 0 {
        items.push(vec![
            Span::bold(format!(
                "Do not sign the insurance form yet: {}",
                counted(contradicted as u64, "answer")
            )),
            Span::plain(" would be contradicted by evidence."),
        ]);
    }
    items.push(vec![Span::plain(format!(
        "{} on an insurance form would rest on somebody's word alone.",
        counted(report.insurer_unproven as u64, "answer")
    ))]);
    for a in report.accepted.iter().take(N_NAMED) {
        items.push(vec![
            Span::bold("Risk accepted: "),
            Span::plain(format!(
                "\u{201c}{}\u{201d} by {}, until {}.",
                short(&a.says, 90),
                short(&a.approver, 50),
                day_in_words(a.until)
            )),
        ]);
    }
    flow.heading(2, "6. Before anyone signs");
    flow.list(&items, Style::BODY.in_ink(Ink::Black));
    flow.sign_here("Seen by the board:");
}
