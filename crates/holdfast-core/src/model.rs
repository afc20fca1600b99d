//! The nouns: hospitals and where they stand, money, people's roles. Parsed once at the edge into types that cannot be wrong.

mod answer;
mod application;
mod assessment;
mod case;
mod ccn;
mod claim;
mod cohort;
mod college;
mod cve;
mod day;
mod detection;
mod device;
mod directory;
mod evidence;
mod feed;
mod funnel;
mod geo;
mod hospital;
mod id;
mod incident;
mod learner;
mod mail_domain;
mod month;
mod number;
mod people;
mod person;
mod pin_rule;
mod plan;
mod registration;
mod role;
mod scope;
mod sentence;
mod software;
mod state;
mod support;
pub mod table;
mod task;
mod travel;
mod update;
mod usd;

pub use answer::{Answer, Exception, ExceptionKind, Exit, Reply, Resolution};
pub use application::{Application, ApplicationState};
pub use assessment::{EvidenceFile, FileSeen, KeptAnswer, Part, SignOff};
pub use case::{Case, CaseEvent, CaseKind, CaseMove, CaseMoveError, CaseState, Ruling};
pub use ccn::{Ccn, CcnError, CcnSeries, RestoredZeros};
pub use claim::{Claim, ClaimEvent, ClaimMove, ClaimMoveError};
pub use cohort::{
    Cohort, CohortMove, CohortMoveError, CohortPlan, CohortState, Grade, Instructor, MOST_WHY, Seat,
};
pub use college::{College, ListedCollege, MOST_COLLEGE_NAME, MOST_SEATS, UnitId, UnitIdError};
pub use cve::{CveError, CveId};
pub use day::{day_in_words, utc_day};
pub use detection::{Detection, DetectionExample, DetectionRule, LogCoverage, Severity, short_name};
pub use device::{
    AgentState, Device, DeviceEvent, DeviceMove, DeviceStanding, FactsSource, Pin, PinKind, Told,
};
pub use directory::{
    CbsaRow, CountyRow, DirectoryTables, FormerListing, HospitalRow, LocationConfidence, LocationRow,
    NearestEd, Release, RucaRow, RuccRow, SourceKind, ZctaRow,
};
pub use evidence::{Coverage, CoverageError, Evidence, Finding, Outlier};
pub use feed::{FeedChange, FeedChangeKind, FeedSource, FeedWay};
pub use funnel::Stage;
pub use geo::{CountyFips, GeoError, Point, Zip};
pub use hospital::{HospitalType, Ownership, UnknownWord};
pub use id::{
    AccountId, ApplicationId, CaseId, CohortId, CollegeId, DeviceId, EvidenceId, FileId, IncidentId, JoinId,
    LearnerId, MailId, MailReportId, PasskeyId, PlanId, Reference, ReferenceError, RegistrationId, SupportId,
    SystemId, TokenId,
};
pub use incident::{
    CareMachine, CloseReason, FirstStep, Incident, IncidentEvent, IncidentMove, IncidentMoveError,
    MOST_WORDS_CHARS,
};
pub use learner::{
    Completion, CompletionHow, Learner, MOST_DEPARTMENT, MOST_LEARNER_NAME, MOST_NUMBER, MOST_SYSTEM,
    StaffMember, WithdrawnCompletion,
};
pub use mail_domain::{EmailAddress, MailDomain, MailError};
pub use month::Month;
pub use number::{figures, grouped};
pub use people::{CountyPeopleRow, PeopleKind, PeopleRelease, PeopleTables, ZctaHomeRow};
pub use person::{MOST_NAME, NameFault, person_name};
pub use pin_rule::{PinRule, PinWhen};
pub use plan::{AcceptedPlan, PlanTask, PlanTaskMoveError, PlanTaskState};
pub use registration::{
    Consent, Contact, ContactRole, CurrentPlan, Independence, Registration, RegistrationAnswers,
    RegistrationState, Said, SecurityToday, WindowsCounts,
};
pub use role::{Action, Role};
pub use scope::HospitalScope;
pub use sentence::{capital, sentence};
pub use software::{RangeEnd, SoftwareRow, VersionRange};
pub use state::{StateCode, StateError};
pub use support::{CareAffected, SupportMessage, SupportRequest};
pub use task::Task;
pub use travel::{MOST_MINUTES, TravelTimeRow};
pub use update::{BuildKind, BuildRow, EpssRow, FeedKind, FeedRelease, FixRow, KevRow, Sides, kev_name};
pub use usd::{Usd, UsdRange};
