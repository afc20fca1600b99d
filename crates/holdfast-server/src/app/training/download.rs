//! What the hospital takes along: the roster, who did what and who owes what as CSV, and the days lessons are due as a calendar.

use holdfast_core::decide::ics::calendar_of;
use holdfast_core::decide::training::{
    COMPLETIONS_HEAD, LearnerOwed, OWED_HEAD, ROSTER_HEAD, completion_lines, due_days, owed_lines,
    roster_lines,
};
use holdfast_core::model::HospitalScope;
use holdfast_report::table_csv;

use crate::app::{App, AppError, PaperFile};

const CSV: &str = "text/csv; charset=utf-8";

impl App {
    /// The roster as it stands, as CSV. Sent in again as it is, it changes nothing.
    pub async fn roster_csv(&self, scope: HospitalScope) -> Result<PaperFile, AppError> {
        let record = self.staff(scope).await?;
        Ok(PaperFile {
            name: format!("{}-staff-roster-{}.csv", scope.ccn(), record.as_of),
            media_type: CSV,
            bytes: table_csv(ROSTER_HEAD, &roster_lines(&record.learners)).into_bytes(),
        })
    }

    /// Everything anybody did, leavers too, as CSV.
    pub async fn completions_csv(&self, scope: HospitalScope) -> Result<PaperFile, AppError> {
        let record = self.training(scope).await?;
        let done: Vec<_> = record.done.values().flatten().cloned().collect();
        let lines = completion_lines(&self.catalog.lessons, &record.learners, &done);
        Ok(PaperFile {
            name: format!("{}-lessons-done-{}.csv", scope.ccn(), record.as_of),
            media_type: CSV,
            bytes: table_csv(COMPLETIONS_HEAD, &lines).into_bytes(),
        })
    }

    /// What everybody on the roster is asked and how it stands, as CSV.
    pub async fn owed_csv(&self, scope: HospitalScope) -> Result<PaperFile, AppError> {
        let record = self.training(scope).await?;
        let asked = self.asked(&record);
        let people: Vec<LearnerOwed<'_>> =
            asked.iter().map(|a| LearnerOwed { learner: a.learner, owed: &a.owed }).collect();
        let lines = owed_lines(&self.catalog.lessons, &people);
        Ok(PaperFile {
            name: format!("{}-lessons-asked-{}.csv", scope.ccn(), record.as_of),
            media_type: CSV,
            bytes: table_csv(OWED_HEAD, &lines).into_bytes(),
        })
    }

    /// The days by which lessons are due, as a calendar that names nobody.
    pub async fn due_ics(&self, scope: HospitalScope) -> Result<PaperFile, AppError> {
        let record = self.training(scope).await?;
        let asked = self.asked(&record);
        let days = due_days(asked.iter().map(|a| (a.learner.id, a.owed.as_slice())));
        let events: Vec<_> = days.iter().map(|day| day.event()).collect();
        let name = format!("Training: {}", self.config.program.name);
        let url = self.config.server.public_url();
        let domain = format!("{}.{}", scope.ccn(), url.host_str().unwrap_or("localhost"));
        let text = calendar_of(&name, &domain, &events, record.as_of);
        Ok(PaperFile {
            name: format!("{}-lessons-due.ics", scope.ccn()),
            media_type: "text/calendar; charset=utf-8",
            bytes: text.into_bytes(),
        })
    }
}
