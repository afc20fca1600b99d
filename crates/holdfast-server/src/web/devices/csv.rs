//! The list of machines as CSV, filtered as on the page.

use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::device::{FeedDates, Judged, ProgramSum};
use holdfast_core::model::FeedKind;
use holdfast_report::csv_cell;

use super::fleet::Asked;
use super::words;
use crate::App;
use crate::auth::Scoped;
use crate::web::WebError;
use crate::web::save::to_save;

pub(super) async fn page(
    State(app): State<App>,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let fleet = app.fleet(scope).await?;
    let picture = app.fleet_picture(&fleet);
    let mut text = String::from(
        "\u{feff}name,system,version,updates,since,what to do,key,days since seen,pinned,pinned by rule,agent,update to install,closes,of these used by attackers,of these by ransomware,programs known,programs with possible weaknesses,possible weaknesses,possible and used by attackers,possible and used by ransomware,known weaknesses as of,Microsoft's updates as of,EPSS as of (EPSS by FIRST.org),lists that are old\r\n",
    );
    let dates = app.feeds().tables.dates();
    let days = days(dates, dates.old_in_words(app.today()));
    let programs = app.fleet_programs(&fleet);
    for (d, sum) in picture.devices.iter().zip(&programs.machines).filter(|(d, _)| asked.wants(d)) {
        line(&mut text, d, *sum, &days);
    }
    let name = format!("devices-{}.csv", scope.ccn());
    Ok(to_save(&name, "text/csv; charset=utf-8", text.into_bytes()))
}

/// The days of the files behind each line, in the order of the columns.
fn days(dates: FeedDates, old: String) -> [String; 4] {
    let day = |kind| dates.day(kind).map(|day| day.released_on.to_string()).unwrap_or_default();
    [day(FeedKind::Kev), day(FeedKind::WindowsFixes), day(FeedKind::Epss), old]
}

fn line(text: &mut String, d: &Judged<'_>, programs: Option<ProgramSum>, days: &[String; 4]) {
    let os = d.device.brief.os.is();
    let update = d.missing.lines.first();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let cells = [
        d.device.brief.identity.name.clone(),
        os.map(|os| os.name.clone()).unwrap_or_default(),
        os.map(|os| os.version.clone()).unwrap_or_default(),
        d.state.key().to_owned(),
        d.receiving.state.in_words(),
        words::need(d),
        d.need.key().to_owned(),
        d.age_days.map(|n| n.to_string()).unwrap_or_default(),
        d.device.pin.as_ref().map(|p| p.kind.key().to_owned()).unwrap_or_default(),
        d.device.pinned_by.map(|id| id.to_string()).unwrap_or_default(),
        d.device.standing.key().to_owned(),
        update.map(|u| format!("KB{}", u.kb)).unwrap_or_default(),
        number(update.map(|u| u.n_cves)),
        number(update.map(|u| u.n_kev)),
        number(update.map(|u| u.n_ransomware)),
        number(programs.map(|p| p.n_recognised)),
        number(programs.map(|p| p.n_programs)),
        number(programs.map(|p| p.n_possible)),
        number(programs.map(|p| p.n_kev)),
        number(programs.map(|p| p.n_ransomware)),
    ];
    let cells: Vec<String> = cells.iter().chain(days).map(|c| csv_cell(c)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}
