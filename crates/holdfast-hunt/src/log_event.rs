//! An event of a Windows event log as rules see it: values are read from where they lie, when a rule asks.
//!
//! What each plan has under which of the rules' field names is worked out once, when the plan is first met.

use holdfast_evtx::{PerPlan, Plan, SystemField, ValueRef};
use holdfast_sigma::{Field, Fields, Values};

use crate::card::Source;

/// No field, or no further one.
const NONE: u16 = u16::MAX;

/// What one thread keeps for reading events as rules see them.
#[derive(Debug)]
pub(crate) struct Lens {
    /// For each field of the rules the value of the event's head that it names.
    head: Box<[Option<SystemField>]>,
    plans: PerPlan<Places>,
    channel: String,
    provider: String,
}

/// Where the fields of the rules stand in a plan.
#[derive(Debug)]
struct Places {
    /// For each field of the rules the first field of the plan with that name.
    first: Box<[u16]>,
    /// For each field of the plan the next of the same name.
    next: Box<[u16]>,
}

/// An event, looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) event: holdfast_evtx::Event<'a>,
    lens: &'a Lens,
    id: Option<u32>,
}

impl Lens {
    /// For the fields that some rules ask for.
    pub(crate) fn new(fields: &Fields) -> Self {
        Self {
            head: fields.names().map(SystemField::named).collect(),
            plans: PerPlan::new(),
            channel: String::new(),
            provider: String::new(),
        }
    }

    /// Looks at an event.
    pub(crate) fn look<'a>(&'a mut self, event: holdfast_evtx::Event<'a>, fields: &Fields) -> Seen<'a> {
        for part in event.parts() {
            if let Some(plan) = part.plan() {
                self.plans.get_or_make(plan, |plan| Places::of(plan, &event, fields));
            }
        }
        for (text, value) in [(&mut self.channel, event.channel()), (&mut self.provider, event.provider())] {
            text.clear();
            if let Some(value) = value {
                value.append_text(text);
            }
        }
        Seen { event, lens: self, id: event.event_id() }
    }
}

impl Places {
    fn of(plan: &Plan, event: &holdfast_evtx::Event<'_>, fields: &Fields) -> Self {
        let mut first = vec![NONE; fields.len()];
        let mut next = vec![NONE; plan.fields().len()];
        for (at, spec) in plan.fields().iter().enumerate().rev() {
            let name = event.name(spec.name);
            let id = if name.contains(' ') { fields.id(&name.replace(' ', "")) } else { fields.id(name) };
            let (Some(id), Ok(at)) = (id, u16::try_from(at)) else { continue };
            next[usize::from(at)] = std::mem::replace(&mut first[id.index()], at);
        }
        Self { first: first.into(), next: next.into() }
    }
}

impl holdfast_sigma::Event for Seen<'_> {
    fn channel(&self) -> &str {
        &self.lens.channel
    }

    fn provider(&self) -> &str {
        &self.lens.provider
    }

    fn event_id(&self) -> Option<u32> {
        self.id
    }

    fn field(&self, field: Field<'_>, values: &mut Values) {
        if let Some(Some(head)) = self.lens.head.get(field.id.index())
            && let Some(value) = self.event.system(*head)
        {
            push(value, values);
        }
        for part in self.event.parts() {
            let Some(places) = part.plan().and_then(|plan| self.lens.plans.get(plan.id())) else { continue };
            let mut at = places.first.get(field.id.index()).copied().unwrap_or(NONE);
            while at != NONE {
                if let Some(value) = part.value(usize::from(at)) {
                    push(value, values);
                }
                at = places.next.get(usize::from(at)).copied().unwrap_or(NONE);
            }
        }
    }

    fn every_value(&self, values: &mut Values) {
        for value in SystemField::ALL.into_iter().filter_map(|head| self.event.system(head)) {
            push(value, values);
        }
        for field in self.event.fields() {
            push(field.value, values);
        }
    }
}

/// Appends a value; an array is as many values as it has items.
fn push(value: ValueRef<'_>, values: &mut Values) {
    match value {
        ValueRef::Array(items) => items.for_each(|item| push(item, values)),
        value => values.push_with(|text| value.append_text(text)),
    }
}

impl Source for Seen<'_> {
    fn host(&self, out: &mut String) {
        if let Some(host) = self.event.computer() {
            host.append_text(out);
        }
    }

    fn at_us(&self) -> Option<i64> {
        Some(self.event.time().unix_microseconds())
    }

    fn record_id(&self) -> Option<u64> {
        self.event
            .system(SystemField::EventRecordId)
            .and_then(|id| id.as_u64())
            .or(Some(self.event.record().id))
    }

    fn each_field(&self, visit: &mut dyn FnMut(&str, &str)) {
        let mut text = String::new();
        for field in self.event.fields() {
            text.clear();
            field.value.append_text(&mut text);
            visit(self.event.name(field.name), &text);
        }
    }

    fn as_event(&self) -> &dyn holdfast_sigma::Event {
        self
    }
}
