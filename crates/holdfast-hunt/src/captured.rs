//! An event kept for later: what correlations need of it, since they look at events in the order of time.

use std::sync::Arc;

use holdfast_sigma::{Event, Field, FieldId, Fields, RuleId, Values};

/// What is kept of an event that a rule hit, when a correlation builds on that rule.
#[derive(Clone, Debug)]
pub(crate) struct Captured {
    /// Microseconds since 1970.
    pub(crate) at_us: i64,
    /// The rules it hit.
    pub(crate) rules: Box<[RuleId]>,
    /// The computer.
    pub(crate) host: Arc<str>,
    /// The file and the place in it.
    pub(crate) file: Arc<str>,
    pub(crate) place: u64,
    pub(crate) record_id: Option<u64>,
    channel: Arc<str>,
    provider: Box<str>,
    event_id: Option<u32>,
    values: Box<[(FieldId, Option<Box<str>>)]>,
}

/// Where an event comes from.
#[derive(Clone, Debug)]
pub(crate) struct From {
    pub(crate) at_us: i64,
    pub(crate) host: Arc<str>,
    pub(crate) file: Arc<str>,
    pub(crate) place: u64,
    pub(crate) record_id: Option<u64>,
}

impl Captured {
    /// Keeps the given fields of an event.
    pub(crate) fn of(
        event: &dyn Event,
        from: From,
        rules: &[RuleId],
        keep: &[FieldId],
        fields: &Fields,
    ) -> Self {
        let mut values = Values::new();
        let mut kept = Vec::new();
        for id in keep {
            values.clear();
            event.field(fields.field(*id), &mut values);
            kept.extend(values.iter().map(|value| (*id, value.map(Box::from))));
        }
        Self {
            at_us: from.at_us,
            rules: rules.into(),
            host: from.host,
            file: from.file,
            place: from.place,
            record_id: from.record_id,
            channel: event.channel().into(),
            provider: event.provider().into(),
            event_id: event.event_id(),
            values: kept.into(),
        }
    }

    /// The fields that were kept, by name; null ones left out.
    pub(crate) fn shown<'a>(&'a self, fields: &'a Fields) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.values.iter().filter_map(|(id, value)| Some((fields.name(*id), value.as_deref()?)))
    }
}

impl Event for Captured {
    fn channel(&self) -> &str {
        &self.channel
    }

    fn provider(&self) -> &str {
        &self.provider
    }

    fn event_id(&self) -> Option<u32> {
        self.event_id
    }

    fn field(&self, field: Field<'_>, values: &mut Values) {
        for (_, value) in self.values.iter().filter(|(id, _)| *id == field.id) {
            match value {
                Some(text) => values.push(text),
                None => values.push_null(),
            }
        }
    }

    fn every_value(&self, values: &mut Values) {
        self.values.iter().filter_map(|(_, value)| value.as_deref()).for_each(|text| values.push(text));
    }
}
