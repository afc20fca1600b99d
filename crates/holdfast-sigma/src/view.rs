//! Views: where the fields a rule names stand in an event that has other names for them.
//!
//! A view renames, joins and translates; it never decides whether a rule matches.

use crate::event::{Event, FieldId, Fields, Values};

/// How the fields of a rule are found in an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum View {
    /// Under their own names.
    #[default]
    AsIs,
    /// Security 4688, a process created.
    SecurityProcess,
    /// Security 4657, a registry value changed in any way.
    RegistryAny,
    /// Security 4657, a new value.
    RegistryAdd,
    /// Security 4657, a value set.
    RegistrySet,
    /// Security 4657, a value deleted.
    RegistryDelete,
    /// Security 5156, a connection permitted.
    SecurityNetwork,
}

/// Where one field's values come from, by the names of the event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    Field(FieldId),
    /// The field's values, each replaced by what stands beside it in the table.
    Translated(FieldId, &'static [(&'static str, &'static str)]),
    /// Key and value name as Sysmon writes them: `HKLM\...\Name`.
    RegistryPath(FieldId, FieldId),
}

/// Names in 4688. Source: Sigma rules specification, "Field Usage", and the event's own schema.
const PROCESS: &[(&str, &str)] = &[
    ("Image", "NewProcessName"),
    ("ParentImage", "ParentProcessName"),
    ("IntegrityLevel", "MandatoryLabel"),
    ("User", "SubjectUserName"),
    ("LogonId", "SubjectLogonId"),
    ("ProcessId", "NewProcessId"),
    ("ParentProcessId", "ProcessId"),
];

const NETWORK: &[(&str, &str)] = &[
    ("Image", "Application"),
    ("DestinationIp", "DestAddress"),
    ("DestinationPort", "DestPort"),
    ("SourceIp", "SourceAddress"),
    ("SourcePort", "SourcePort"),
    ("ProcessId", "ProcessID"),
];

const DIRECTIONS: &[(&str, &str)] = &[("%%14592", "false"), ("%%14593", "true")];
const PROTOCOLS: &[(&str, &str)] = &[("6", "tcp"), ("17", "udp")];
/// What 4657 says was done, as Sysmon says it.
const OPERATIONS: &[(&str, &str)] =
    &[("%%1904", "SetValue"), ("%%1905", "SetValue"), ("%%1906", "DeleteValue")];

impl View {
    /// Every view.
    pub(crate) const ALL: [Self; 7] = [
        Self::AsIs,
        Self::SecurityProcess,
        Self::RegistryAny,
        Self::RegistryAdd,
        Self::RegistrySet,
        Self::RegistryDelete,
        Self::SecurityNetwork,
    ];

    /// The view of 4657 for one of Sysmon's categories.
    pub(crate) fn of_registry(category: &str) -> Self {
        match category {
            "registry_add" => Self::RegistryAdd,
            "registry_set" => Self::RegistrySet,
            "registry_delete" => Self::RegistryDelete,
            _ => Self::RegistryAny,
        }
    }

    /// A field that must have one of these values for the event to be of the kind at all.
    pub(crate) fn only(self) -> Option<(&'static str, &'static [&'static str])> {
        match self {
            Self::RegistryAdd => Some(("OperationType", &["%%1904"])),
            Self::RegistrySet => Some(("OperationType", &["%%1904", "%%1905"])),
            Self::RegistryDelete => Some(("OperationType", &["%%1906"])),
            _ => None,
        }
    }

    /// Where the values of a rule's field come from.
    ///
    /// `id` gives the number of a field of the event.
    pub(crate) fn source(self, name: &str, id: &mut dyn FnMut(&str) -> FieldId) -> Source {
        let renamed = |table: &[(&'static str, &'static str)]| {
            table
                .iter()
                .find(|(ours, _)| *ours == name)
                .map_or(name.to_owned(), |(_, theirs)| (*theirs).to_owned())
        };
        match self {
            Self::AsIs => Source::Field(id(name)),
            Self::SecurityProcess => Source::Field(id(&renamed(PROCESS))),
            Self::SecurityNetwork => match name {
                "Initiated" => Source::Translated(id("Direction"), DIRECTIONS),
                "Protocol" => Source::Translated(id("Protocol"), PROTOCOLS),
                _ => Source::Field(id(&renamed(NETWORK))),
            },
            Self::RegistryAny | Self::RegistryAdd | Self::RegistrySet | Self::RegistryDelete => match name {
                "TargetObject" => Source::RegistryPath(id("ObjectName"), id("ObjectValueName")),
                "Details" => Source::Field(id("NewValue")),
                "EventType" => Source::Translated(id("OperationType"), OPERATIONS),
                "Image" => Source::Field(id("ProcessName")),
                "User" => Source::Field(id("SubjectUserName")),
                _ => Source::Field(id(name)),
            },
        }
    }

    /// Whether the event is of the kind the view is for.
    pub(crate) fn fits(self, event: &dyn Event, fields: &Fields, values: &mut Values) -> bool {
        let Some((name, wanted)) = self.only() else { return true };
        let Some(id) = fields.id(name) else { return false };
        values.clear();
        event.field(fields.field(id), values);
        values.iter().flatten().any(|value| wanted.contains(&value))
    }
}

impl Source {
    /// Appends the values the event has.
    pub(crate) fn read(&self, event: &dyn Event, fields: &Fields, values: &mut Values) {
        match self {
            Self::Field(id) => event.field(fields.field(*id), values),
            Self::Translated(id, table) => {
                let mut plain = Values::new();
                event.field(fields.field(*id), &mut plain);
                for value in plain.iter() {
                    match value {
                        Some(text) => {
                            values.push(
                                table.iter().find(|(from, _)| *from == text).map_or(text, |(_, to)| to),
                            );
                        }
                        None => values.push_null(),
                    }
                }
            }
            Self::RegistryPath(key, name) => {
                let (mut keys, mut names) = (Values::new(), Values::new());
                event.field(fields.field(*key), &mut keys);
                event.field(fields.field(*name), &mut names);
                let Some(Some(key)) = keys.iter().next() else { return };
                values.push_with(|path| {
                    push_hive(key, path);
                    if let Some(Some(name)) = names.iter().next() {
                        path.push('\\');
                        path.push_str(name);
                    }
                });
            }
        }
    }
}

/// `\REGISTRY\MACHINE\...` as Sysmon abbreviates it.
fn push_hive(key: &str, path: &mut String) {
    for (long, short) in [("\\REGISTRY\\MACHINE", "HKLM"), ("\\REGISTRY\\USER", "HKU")] {
        if let (Some(start), Some(rest)) = (key.get(..long.len()), key.get(long.len()..))
            && start.eq_ignore_ascii_case(long)
        {
            path.push_str(short);
            path.push_str(rest);
            return;
        }
    }
    path.push_str(key);
}
