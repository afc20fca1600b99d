//! The downtime pack as PDF, for any printer: the scenario and whom to call, the call tree, what to do, what to tell, forms one a page,
//! and the list on waivers.
//!
//! Names and numbers of people are lines to write on: a pack holds none.

mod form;

use holdfast_core::decide::drill::{DrillPack, DrillReceiver};
use holdfast_core::decide::paper::{Foot, digest};

use super::words::{counted, head};
use crate::ReportError;
use crate::layout::{Cell, Column, Flow, Ink, Row, Shape, Span, Style};

/// Places to call that are printed.
const MOST_RECEIVERS: usize = 12;
/// Where somebody writes.
const LINE: &str = "____________________";
const TITLE: &str = "Downtime pack";

/// A hospital's downtime pack as PDF.
pub fn drill_pdf(pack: &DrillPack) -> Result<Vec<u8>, ReportError> {
    let foot = Foot {
        hospital: pack.hospital.clone(),
        as_of: pack.as_of,
        catalog: pack.catalog.clone(),
        record: digest(pack),
    };
    super::make(TITLE, &foot, Shape::UPRIGHT, |flow| lay(flow, pack, &foot))
}

pub(crate) fn lay(flow: &mut Flow<'_>, pack: &DrillPack, foot: &Foot) {
    head(flow, &format!("{TITLE}: {}", pack.name), foot);
    cover(flow, pack);
    receivers(flow, pack);
    flow.new_page();
    calls(flow, pack);
    flow.new_page();
    todo(flow, pack);
    clocks(flow, pack);
    flow.new_page();
    told(flow, pack);
    for blank in &pack.forms {
        flow.new_page();
        form::form(flow, blank);
    }
    flow.new_page();
    waiver(flow, pack);
    unknown(flow, pack);
}

fn plain(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

fn plains(texts: &[String]) -> Vec<Vec<Span>> {
    texts.iter().map(|text| plain(text)).collect()
}

fn cover(flow: &mut Flow<'_>, pack: &DrillPack) {
    let days = counted(pack.days, "day");
    flow.framed(&[
        (vec![Span::bold("This is a drill. "), Span::plain(pack.story.clone())], Style::BODY),
        (
            plain(&format!(
                "Reckon with {days}. Keep a printed copy where no computer is needed to find it."
            )),
            Style::BODY,
        ),
    ]);
    flow.heading(2, "What is lost");
    flow.list(&plains(&pack.lost), Style::BODY);
    flow.heading(2, "Who loses care");
    flow.paragraph(&plain(&pack.sentence), Style::BODY);
    if let Some(here) = &pack.comes_here {
        flow.space(3.0);
        flow.paragraph(&plain(here), Style::BODY);
    }
}

fn receivers(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "Whom to call for patients, in this order");
    if pack.receivers.is_empty() {
        let said =
            "No place that could take patients is known. Ask the state health department, and write it here:";
        flow.paragraph(&plain(said), Style::BODY);
        flow.blank_table(
            &["Hospital".to_owned(), "Telephone".to_owned(), "Answer, by whom, at".to_owned()],
            5,
            0.0,
        );
        return;
    }
    flow.paragraph_before(&plain(pack.order), Style::SMALL, 4.0);
    let columns = [
        Column::right("No.", 0.5),
        Column::left("Hospital, and why it stands here", 3.4),
        Column::left("Telephone", 1.8),
        Column::right("Miles", 0.7),
        Column::left("Its beds", 1.7),
        Column::left("Its emergency department", 1.6),
        Column::left("Answer, by whom, at", 2.2),
    ];
    let rows: Vec<Row> =
        pack.receivers.iter().take(MOST_RECEIVERS).enumerate().map(|(n, r)| receiver(n + 1, r)).collect();
    let rows = flow.cut_rows(&columns, &[1], rows, 6);
    let rows = flow.cut_rows(&columns, &[2, 4, 5], rows, 3);
    flow.table(
        &columns,
        &rows,
        "Places to call for patients, in the order to call, with why each stands there, telephone, miles, beds, emergency department and room for the answer",
    );
    let n_more = pack.receivers.len().saturating_sub(MOST_RECEIVERS);
    if n_more > 0 {
        flow.space(3.0);
        let said = format!("{n_more} more are left out here. The page and the data have all.");
        flow.paragraph(&plain(&said), Style::SMALL);
    }
}

fn receiver(n: usize, r: &DrillReceiver) -> Row {
    let phone = r.phone.clone().unwrap_or_else(|| format!("Not on file. Write it here: {LINE}"));
    Row(vec![
        Cell::plain(n.to_string()),
        Cell::bold(r.name.clone()).and_gray(format!("{}, {}", r.city, r.state)).and_gray(r.why.clone()),
        Cell::plain(phone),
        Cell::plain(r.miles_in_words()),
        Cell::plain(r.beds_hold).and_gray(r.beds.clone()),
        Cell::plain(r.department),
        Cell::gray(LINE),
    ])
}

fn calls(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "The call tree");
    let said = "Write names and numbers in by hand, and look at them every three months. An attacker may read the mail: call, or walk.";
    flow.paragraph_before(&plain(said), Style::BODY, 4.0);
    let columns = [
        Column::left("Whom, and why", 4.0),
        Column::left("Called by, by when", 2.2),
        Column::left("Say first", 2.8),
        Column::left("Name, number, reached at", 2.3),
    ];
    let rows: Vec<Row> = pack
        .calls
        .iter()
        .map(|c| {
            let mark = if c.is_verified { "" } else { " *" };
            Row(vec![
                Cell::bold(format!("{}{mark}", c.who)).and_gray(c.why.clone()),
                Cell::plain(c.caller.clone()).and(vec![Span::bold(c.by.label())]),
                Cell::plain(c.say.clone()),
                Cell::gray(LINE).and_gray(LINE).and_gray(LINE),
            ])
        })
        .collect();
    flow.table(
        &columns,
        &rows,
        "Whom to call, who calls, by when, and what to say first, with lines for name, number and time",
    );
    if pack.calls.iter().any(|c| !c.is_verified) {
        flow.space(3.0);
        flow.paragraph(&plain("* Nobody has held this row against a published source yet."), Style::SMALL);
    }
}

fn todo(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "What to do");
    for stretch in &pack.timeline {
        flow.heading(3, stretch.title);
        flow.tick_list(&plains(&stretch.actions), Style::BODY);
    }
}

fn clocks(flow: &mut Flow<'_>, pack: &DrillPack) {
    if pack.clocks.is_empty() {
        return;
    }
    flow.heading(2, "How long each service lasts");
    let columns = [
        Column::left("Service", 2.0),
        Column::left("What becomes of it", 2.6),
        Column::left("Meanwhile", 4.4),
        Column::left("Whose hours", 1.2),
    ];
    let rows: Vec<Row> = pack
        .clocks
        .iter()
        .map(|c| {
            let whose = match (c.hurt.is_empty(), c.is_own) {
                (true, _) => "",
                (false, true) => "our own",
                (false, false) => "catalog",
            };
            Row(vec![
                Cell::bold(c.name.clone()),
                Cell::plain(c.becomes()).and_gray(c.hurt.clone()),
                Cell::plain(c.by_hand.clone()),
                Cell::plain(whose),
            ])
        })
        .collect();
    flow.table(
        &columns,
        &rows,
        "Each service: what becomes of it, when care or income is hurt, and what staff do meanwhile",
    );
    flow.space(3.0);
    let word = if pack.has_word {
        "By what the hospital said of its services, and the catalog where it said nothing."
    } else {
        "The hospital said nothing of its services, so this is what the catalog takes for a hospital of 25 beds."
    };
    let money = pack.money.as_deref().map(|m| format!("{m} ")).unwrap_or_default();
    flow.paragraph(&plain(&format!("{money}{word}")), Style::SMALL);
}

fn told(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "For the leader of the exercise only");
    let said = "Take these lines out before the pack is handed to players. Tell each at its minute, wait, and write down what people do. Say at the start and at each change: this is an exercise.";
    flow.paragraph_before(&plain(said), Style::BODY, 4.0);
    let columns = [
        Column::right("Minute", 0.8),
        Column::left("In the story", 1.6),
        Column::left("Tell", 4.0),
        Column::left("A prepared team", 4.0),
    ];
    let rows: Vec<Row> = pack
        .injects
        .iter()
        .map(|i| {
            Row(vec![
                Cell::plain(i.minute.to_string()),
                Cell::plain(i.story_time.clone()),
                Cell::bold(i.says.clone()),
                Cell::gray(i.expect.clone()),
            ])
        })
        .collect();
    flow.table(&columns, &rows, "What the leader tells, at which minute, and what a prepared team does");
    flow.heading(2, "Look at afterwards");
    flow.tick_list(&plains(&pack.look_at), Style::BODY);
    flow.space(6.0);
    let heads = ["What we saw", "What we change", "Who, until when"].map(str::to_owned);
    flow.blank_table(&heads, 6, 0.0);
}

fn waiver(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "Waivers under section 1135 of the Social Security Act");
    let said = "These lines inform. Whether something applies to this hospital is for its counsel and for CMS to say.";
    flow.paragraph(&plain(said), Style::BODY);
    for list in &pack.waiver {
        flow.heading(3, list.title);
        let points: Vec<Vec<Span>> = list
            .points
            .iter()
            .map(|p| {
                let mark = if p.provenance.verified_on.is_some() { "" } else { " *" };
                plain(&format!("{}{mark}", p.says))
            })
            .collect();
        flow.tick_list(&points, Style::BODY);
    }
    if pack.waiver.iter().flat_map(|l| &l.points).any(|p| p.provenance.verified_on.is_none()) {
        flow.space(3.0);
        flow.paragraph(&plain("* Nobody has held this line against a published source yet."), Style::SMALL);
    }
}

fn unknown(flow: &mut Flow<'_>, pack: &DrillPack) {
    flow.heading(2, "What is not known");
    flow.list(&plains(&pack.not_known), Style::BODY);
    flow.heading(2, "Where this comes from");
    let small = Style::SMALL.in_ink(Ink::Black);
    let mut sources = vec![format!("The scenario: {}.", pack.provenance.source)];
    if pack.provenance.verified_on.is_none() {
        sources.push("Nobody has held the scenario against its source yet.".to_owned());
    }
    if !pack.sources.is_empty() {
        sources.push(format!("Distances, beds and telephone numbers: {}.", pack.sources.join("; ")));
    }
    sources.extend(of_each("The call tree", pack.calls.iter().map(|c| c.source.as_str())));
    sources.extend(of_each("The forms", pack.forms.iter().map(|f| f.provenance.source.as_str())));
    for list in &pack.waiver {
        sources.extend(of_each(list.title, list.points.iter().map(|p| p.provenance.source.as_str())));
    }
    flow.list(&plains(&sources), small);
}

/// The sources of rows, each once; `None` for no rows.
fn of_each<'p>(title: &str, sources: impl Iterator<Item = &'p str>) -> Option<String> {
    let mut each: Vec<&str> = Vec::new();
    for source in sources {
        if !each.contains(&source) {
            each.push(source);
        }
    }
    (!each.is_empty()).then(|| format!("{title}: {}.", each.join("; ")))
}
