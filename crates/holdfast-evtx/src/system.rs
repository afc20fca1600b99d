//! The head that every event has: who wrote it, when, where, and which kind it is.
//!
//! Source: the schema of events, `SystemPropertiesType`.

/// A value in the `System` part of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum SystemField {
    /// Name of the provider that wrote it.
    ProviderName,
    /// The provider's GUID.
    ProviderGuid,
    /// The source name of a provider of the old kind.
    EventSourceName,
    /// The event id.
    EventId,
    /// Upper half of the event id of the old kind.
    Qualifiers,
    /// Version of the event's definition.
    Version,
    /// 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 always.
    Level,
    /// Number of the task in the provider.
    Task,
    /// Number of the operation in the task.
    Opcode,
    /// Bit mask of keywords.
    Keywords,
    /// When it was written.
    TimeCreated,
    /// Its number in the log it was written to; in an exported log it differs from the record's own number.
    EventRecordId,
    /// The activity it belongs to.
    ActivityId,
    /// The activity that began this one.
    RelatedActivityId,
    /// The process that wrote it.
    ProcessId,
    /// The thread that wrote it.
    ThreadId,
    /// The log it was written to.
    Channel,
    /// The machine it was written on.
    Computer,
    /// The user it was written as.
    UserId,
}

impl SystemField {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 19] = [
        Self::ProviderName,
        Self::ProviderGuid,
        Self::EventSourceName,
        Self::EventId,
        Self::Qualifiers,
        Self::Version,
        Self::Level,
        Self::Task,
        Self::Opcode,
        Self::Keywords,
        Self::TimeCreated,
        Self::EventRecordId,
        Self::ActivityId,
        Self::RelatedActivityId,
        Self::ProcessId,
        Self::ThreadId,
        Self::Channel,
        Self::Computer,
        Self::UserId,
    ];

    /// Its name as a field: the element, and after `_` the attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProviderName => "Provider_Name",
            Self::ProviderGuid => "Provider_Guid",
            Self::EventSourceName => "Provider_EventSourceName",
            Self::EventId => "EventID",
            Self::Qualifiers => "EventID_Qualifiers",
            Self::Version => "Version",
            Self::Level => "Level",
            Self::Task => "Task",
            Self::Opcode => "Opcode",
            Self::Keywords => "Keywords",
            Self::TimeCreated => "TimeCreated_SystemTime",
            Self::EventRecordId => "EventRecordID",
            Self::ActivityId => "Correlation_ActivityID",
            Self::RelatedActivityId => "Correlation_RelatedActivityID",
            Self::ProcessId => "Execution_ProcessID",
            Self::ThreadId => "Execution_ThreadID",
            Self::Channel => "Channel",
            Self::Computer => "Computer",
            Self::UserId => "Security_UserID",
        }
    }

    /// The one with this name, letter for letter.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_go_both_ways() {
        for (at, field) in SystemField::ALL.into_iter().enumerate() {
            assert_eq!((field as usize, SystemField::named(field.name())), (at, Some(field)));
        }
        assert_eq!(SystemField::named("eventid"), None);
    }
}
