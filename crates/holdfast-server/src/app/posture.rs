//! Where a hospital stands on a day, how that changed, and how it came there. It reads and decides, and writes nothing.

use holdfast_core::Date;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::posture::{
    Change, Point, Posture, Record, State, assess, changes, months_ends, trend,
};
use holdfast_core::model::HospitalScope;
use holdfast_store::{Assessments, EvidenceKept};
use jiff::{Span, Timestamp};

use super::{App, AppError};
use crate::clock::end_of_day;

/// Months a trend goes back.
const TREND_MONTHS: u8 = 12;

/// What changed since a day.
#[derive(Clone, Debug)]
pub struct Since {
    /// The day.
    pub day: Date,
    /// Whether anything was known by then. If not, there is nothing to compare with.
    pub was_known: bool,
    /// Every measure whose state differs.
    pub changes: Vec<Change>,
}

/// Where a hospital stands on a day.
#[derive(Clone, Debug)]
pub struct WhereItStands {
    /// Its entry in the directory.
    pub listed: Listed,
    /// The day, when it is a past one that was asked for.
    pub as_of: Option<Date>,
    /// Whether anything is known at all.
    pub is_known: bool,
    /// Where it stands.
    pub posture: Posture,
    /// The ends of the twelve months before, oldest first, and the day itself.
    pub trend: Vec<Point>,
    /// What changed since a month before.
    pub month: Since,
    /// What changed since three months before.
    pub quarter: Since,
}

impl WhereItStands {
    /// Contradictions nobody has cleared up.
    pub fn n_contradictions(&self) -> usize {
        n_contradictions(&self.posture)
    }
}

/// What a hospital's home page says of its posture.
#[derive(Clone, Debug)]
pub struct PostureInBrief {
    /// Where it stands.
    pub posture: Posture,
    /// The ends of the twelve months before, oldest first, and today.
    pub trend: Vec<Point>,
}

impl PostureInBrief {
    /// Contradictions nobody has cleared up.
    pub fn n_contradictions(&self) -> usize {
        n_contradictions(&self.posture)
    }
}

fn n_contradictions(posture: &Posture) -> usize {
    posture.measures.iter().filter(|m| matches!(m.state, State::Contradicted { .. })).count()
}

impl App {
    /// Where a hospital stands now, or at the end of an earlier day. A day to come is refused.
    pub async fn where_it_stands(
        &self,
        scope: HospitalScope,
        as_of: Option<Date>,
    ) -> Result<WhereItStands, AppError> {
        let listed = self.listed_here(scope)?;
        let today = self.today();
        if as_of.is_some_and(|day| day > today) {
            return Err(AppError::refused("That day is still to come. Choose today or an earlier day."));
        }
        let as_of = as_of.filter(|day| *day != today);
        let record = self.store.read().await?.assessment_record(scope).await?;
        let day = as_of.unwrap_or(today);
        let moment = self.moment_of(day);
        let posture = assess(&self.catalog, &record, moment);
        let since = |months: i32| {
            let day = day.checked_sub(Span::new().months(months)).unwrap_or(day);
            let then = self.moment_of(day);
            let before = assess(&self.catalog, &record, then);
            Since { day, was_known: record.is_known_at(then), changes: changes(&before, &posture) }
        };
        Ok(WhereItStands {
            listed,
            as_of,
            is_known: record.is_known_at(moment),
            trend: self.trend_to(&self.catalog, &record, day),
            month: since(1),
            quarter: since(3),
            posture,
        })
    }

    /// What the home page says of the posture; `None` for a hospital of which nothing is known yet.
    pub(super) async fn posture_in_brief<R: Assessments + EvidenceKept + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Option<PostureInBrief>, AppError> {
        let record = read.assessment_record(scope).await?;
        let now = self.clock.now();
        Ok(record.is_known_at(now).then(|| PostureInBrief {
            posture: assess(&self.catalog, &record, now),
            trend: self.trend_to(&self.catalog, &record, self.today()),
        }))
    }

    fn trend_to(&self, catalog: &Catalog, record: &Record, day: Date) -> Vec<Point> {
        let moments: Vec<(Date, Timestamp)> =
            months_ends(day, TREND_MONTHS).into_iter().map(|day| (day, self.moment_of(day))).collect();
        trend(catalog, record, &moments)
    }

    /// The moment a day is looked at: now for today, its end for an earlier one.
    pub(super) fn moment_of(&self, day: Date) -> Timestamp {
        let now = self.clock.now();
        end_of_day(day, self.config.program.utc_offset_hours).min(now)
    }

    /// A hospital's entry in the directory.
    pub(super) fn listed_here(&self, scope: HospitalScope) -> Result<Listed, AppError> {
        let directory = self.directory();
        directory.hospitals.known(scope.ccn()).cloned().ok_or_else(|| {
            AppError::not_found(format!("No hospital with the number {} is in the directory.", scope.ccn()))
        })
    }
}
