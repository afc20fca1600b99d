//! Sigma detection rules, compiled together into one program and matched against events.
//!
//! Sigma specification 2.1: every modifier, condition, correlation and filter. Rules go in as YAML text, events as
//! anything that has [`Event`]; hits come out. It opens no file, has no clock, and knows neither a hospital nor EVTX.
//! What each part of the specification means here is in `docs/sigma.md`.

mod condition;
mod correlation;
mod detection;
mod document;
mod encode;
mod event;
mod expr;
mod filter;
mod json;
mod judge;
mod logsource;
mod measure;
mod modifier;
mod pattern;
mod program;
mod regex;
mod rule;
mod ruleset;
mod shortened;
mod view;
mod yaml;

pub use correlation::{Correlation, CorrelationHit, CorrelationKind, Correlator, Limits, Member};
pub use event::{Event, Field, FieldId, Fields, Values, event_id};
pub use json::{JsonError, JsonEvent};
pub use logsource::{LogSource, LogSources, Route, Views};
pub use modifier::Placeholders;
pub use program::{Program, RuleId, Scratch};
pub use rule::{About, Level, Place, Rule, Status};
pub use ruleset::{Part, RuleError, RuleFile, RuleSet, Settings};
pub use view::View;
