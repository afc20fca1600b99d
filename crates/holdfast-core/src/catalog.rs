//! Program content as values: programs, their offers, the clauses of each, and resources others offer.
//!
//! `holdfast-catalog` reads these from TOML; nothing here reads files. Every row names its source and the day it
//! was checked; an unchecked row says so wherever it is shown.

mod application;
mod ask;
mod asset;
mod contact;
mod detection;
mod drill;
mod evidence;
mod framework;
mod lesson;
mod lifecycle;
mod offer;
mod processor;
mod product;
mod program;
mod replacement;
mod safeguard;
mod scenario;
mod service;
mod software;
mod step;

pub use application::{ApplicationForm, Question, QuestionKind};
pub use ask::{Ask, Bilingual, Knows, Language};
pub use asset::{AssetKind, Care, Harm, Holds, Threat};
pub use contact::Contact;
pub use detection::{Detection, RuleAdvice, Sample, TacticAdvice, Technique, WhatToDo};
pub use drill::{
    BlankForm, Call, CallBy, Drill, Drills, FormPart, Inject, WaiverPart, WaiverPoint, WhoIsDark,
};
pub use evidence::{EvidenceKind, GatheredBy, Method};
pub use framework::{Demand, Framework, Requirement};
pub use lesson::{
    Asked, Block, LabProof, Lesson, LessonKind, LessonOption, Lessons, List, Manner, Pack, Piece, Text,
};
pub use lifecycle::LifecycleDate;
pub use offer::{Alternative, Clause, Cost, Group, Offer, OfferKind, Otherwise, PerUnit, Window, YearTwo};
pub use processor::Processor;
pub use product::{EditionGroup, ExtendedPeriod, Product, ProductFamily};
pub use program::{Denominator, Program, Serves};
pub use replacement::Replacement;
pub use safeguard::{Mapping, Measure, Safeguard, SafeguardSet};
pub use scenario::{Estimate, Loss, Per, Scenario};
pub use service::{Cash, Dependency, Need, Service, ServiceEffect, ServiceKind, Services};
pub use software::{KnownAs, KnownSoftware, SoftwareUse};
pub use step::{Acts, Effect, PaidBy, Skill, Step, StepCost, WindowNeed};

use serde::{Deserialize, Serialize};

use crate::Date;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Wraps a kebab-case id; the catalog reader has checked its form.
            pub fn new(id: &str) -> Self { Self(id.into()) }
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "{}", &self.0) }
        }
    )+};
}

ids!(
    /// Names a program, like `rural-hospitals`.
    ProgramId,
    /// Names an offer or resource, like `nonprofit-pricing`. Unique over the whole catalog.
    OfferId,
    /// Names a clause within its offer, like `independent`.
    ClauseId,
    /// Names a safeguard, like `mfa`.
    SafeguardId,
    /// Names a measure of a safeguard, like `mfa-admins`. Unique over the whole catalog.
    MeasureId,
    /// Names a kind of evidence, like `restore-test`.
    EvidenceKindId,
    /// Names a list others keep, like `hipaa`.
    FrameworkId,
    /// Names a step of the plan, like `second-step-for-administrators`.
    StepId,
    /// Names a scenario, like `ransomware-mail`.
    ScenarioId,
    /// Names a part of what a scenario costs, within it.
    LossId,
    /// Names a question of the assessment, like `second-step-mail`.
    AskId,
    /// Names something a hospital does, like `lab-results`.
    ServiceId,
    /// Names something that services lean on, like `phones`.
    DependencyId,
    /// Names a scenario to practise, like `network-encrypted`.
    DrillId,
    /// Names somebody of the call tree, like `county-manager`.
    CallId,
    /// Names a form to print, like `registration`.
    FormId,
    /// Names a line of the list on waivers, like `two-declarations`.
    WaiverPointId,
    /// Names a lesson, like `report-it`.
    LessonId,
    /// Names a role pack, like `clinical`.
    PackId,
    /// Names a kind of system that holds patient data, like `patient-portal`.
    AssetId,
    /// Names a dated end of a product's support, like `windows-server-2012-paid-updates`. Unique over the catalog.
    LifecycleId,
    /// Names a product whose days of support are known, like `windows-10-22h2`.
    ProductId,
    /// Names a program that is met on machines, like `google-chrome`.
    SoftwareId,
    /// Names somebody to tell of an attack, like `insurer`.
    ContactId,
    /// Names a detection rule: the UUID of its Sigma file.
    DetectionRuleId,
    /// Names a tactic by ATT&CK's short name, like `lateral-movement`.
    TacticId,
    /// Names a technique by ATT&CK's id, like `T1490`.
    TechniqueId,
);

/// Where a row's facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// A page, law or file a person can look up.
    pub source: String,
    /// When someone last checked it there; `None` means nobody has, and every page says so.
    pub verified_on: Option<Date>,
}

/// The whole catalog, checked: every id in it leads somewhere.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// First 12 hex digits of the SHA-256 of its files, in path order. Decisions are kept with it.
    pub version: String,
    /// The programs, in file order.
    pub programs: Vec<Program>,
    /// Services and grants others offer, in file order. They are offers without a program.
    pub resources: Vec<Offer>,
    /// Safeguards, in order of their codes: essential, enhanced, extra.
    pub safeguards: Vec<Safeguard>,
    /// Kinds of evidence, in file order.
    pub evidence: Vec<EvidenceKind>,
    /// Lists others keep, in file order.
    pub frameworks: Vec<Framework>,
    /// Questions put to people, in file order.
    pub asks: Vec<Ask>,
    /// Steps of plans, in file order.
    pub steps: Vec<Step>,
    /// Scenarios plans reckon with, in file order.
    pub scenarios: Vec<Scenario>,
    /// Kinds of systems that hold patient data, in file order.
    pub assets: Vec<AssetKind>,
    /// What hospitals do, and what each of these leans on.
    pub services: Services,
    /// What drills are made of.
    pub drills: Drills,
    /// What staff learn, and who owes which lesson.
    pub lessons: Lessons,
    /// Dated ends of products' support, in file order.
    pub lifecycle: Vec<LifecycleDate>,
    /// Which processors Windows 11 takes; the first that fits decides.
    pub processors: Vec<Processor>,
    /// What machines cost that take the place of others.
    pub replacements: Vec<Replacement>,
    /// Products and until when they are mended, in file order.
    pub products: Vec<Product>,
    /// Programs met on machines, and by which names others know them, in file order.
    pub software: Vec<KnownSoftware>,
    /// Who may have to be told of an attack, in the order to call them.
    pub contacts: Vec<Contact>,
    /// What to do when a detection rule hits.
    pub detection: Detection,
}

impl Catalog {
    /// A program by id.
    pub fn program(&self, id: &str) -> Option<&Program> {
        self.programs.iter().find(|p| p.id.as_str() == id)
    }

    /// A machine that can be bought, by id.
    pub fn replacement(&self, id: &str) -> Option<&Replacement> {
        self.replacements.iter().find(|r| r.id == id)
    }

    /// Somebody to tell of an attack, by id.
    pub fn contact(&self, id: &str) -> Option<&Contact> {
        self.contacts.iter().find(|c| c.id.as_str() == id)
    }

    /// Every offer of every program, then every resource.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.programs.iter().flat_map(|p| &p.offers).chain(&self.resources)
    }

    /// An offer or resource by id, with the program it belongs to, if any.
    pub fn offer(&self, id: &str) -> Option<(Option<&Program>, &Offer)> {
        self.programs
            .iter()
            .flat_map(|p| p.offers.iter().map(move |o| (Some(p), o)))
            .chain(self.resources.iter().map(|o| (None, o)))
            .find(|(_, o)| o.id.as_str() == id)
    }

    /// What people call an alternative: its own words, with the offer's name where they do not hold it.
    pub fn alternative_name(&self, alternative: &Alternative) -> String {
        let other = alternative.offer.as_ref().and_then(|id| self.offer(id.as_str()));
        match other {
            Some((_, other)) if !alternative.name.contains(&other.name) => {
                format!("{} ({})", alternative.name, other.name)
            }
            _ => alternative.name.clone(),
        }
    }

    /// A safeguard by id.
    pub fn safeguard(&self, id: &SafeguardId) -> Option<&Safeguard> {
        self.safeguards.iter().find(|s| s.id == *id)
    }

    /// Every measure with its safeguard, in order.
    pub fn measures(&self) -> impl Iterator<Item = (&Safeguard, &Measure)> {
        self.safeguards.iter().flat_map(|s| s.measures.iter().map(move |m| (s, m)))
    }

    /// A step by id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == *id)
    }

    /// A measure by id.
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures().find(|(_, m)| m.id == *id).map(|(_, m)| m)
    }

    /// A scenario by id.
    pub fn scenario(&self, id: &ScenarioId) -> Option<&Scenario> {
        self.scenarios.iter().find(|s| s.id == *id)
    }

    /// A kind of evidence by id.
    pub fn evidence_kind(&self, id: &EvidenceKindId) -> Option<&EvidenceKind> {
        self.evidence.iter().find(|k| k.id == *id)
    }

    /// What people call a safeguard; its id when the catalog has no name for it.
    pub fn safeguard_name<'a>(&'a self, id: &'a SafeguardId) -> &'a str {
        self.safeguards.iter().find(|s| s.id == *id).map_or(id.as_str(), |s| s.name.as_str())
    }
}
