//! Log sources of rules, and where their events are found: channel, provider, event ids, and under which field names.
//!
//! The table is of Windows. Anything else can be added by whoever knows another product's logs; a source the table does
//! not have is reported, and its rules wait.

use std::borrow::Cow;

use crate::view::View;

/// `logsource` of a rule, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LogSource {
    /// A product, as `windows`.
    pub product: Option<String>,
    /// A kind of event, as `process_creation`.
    pub category: Option<String>,
    /// A log of the product, as `security`.
    pub service: Option<String>,
}

/// Where events of a log source are found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route {
    /// The channel; `None` is every channel.
    pub channel: Option<Cow<'static, str>>,
    /// The provider, where the channel has several and only one is meant.
    pub provider: Option<Cow<'static, str>>,
    /// The event ids; none listed is every id.
    pub event_ids: Vec<u32>,
    /// Where the rule's fields stand in such an event.
    pub view: View,
}

/// Which of the views that not every hospital wants are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Views {
    /// Security 4688 as `process_creation`. Most hospitals have no Sysmon, so it is on.
    pub security_process: bool,
    /// Security 4657 as registry events. Off: it needs auditing of each key.
    pub security_registry: bool,
    /// Security 5156 as `network_connection`. Off: it is the noisiest event there is.
    pub security_network: bool,
}

impl Default for Views {
    fn default() -> Self {
        Self { security_process: true, security_registry: false, security_network: false }
    }
}

/// The table of log sources.
#[derive(Clone, Debug)]
pub struct LogSources {
    views: Views,
    added: Vec<(LogSource, Vec<Route>)>,
}

impl LogSources {
    /// The logs of Windows.
    pub fn windows(views: Views) -> Self {
        Self { views, added: Vec::new() }
    }

    /// Adds a source, or takes the place of one in the table.
    pub fn add(&mut self, source: LogSource, routes: Vec<Route>) {
        self.added.retain(|(known, _)| *known != source);
        self.added.push((source, routes));
    }

    /// Where the events of a source are found; empty when nobody knows.
    pub fn routes(&self, source: &LogSource) -> Vec<Route> {
        if let Some((_, routes)) = self.added.iter().find(|(known, _)| known == source) {
            return routes.clone();
        }
        if source.product.as_deref().is_some_and(|product| product != "windows") {
            return Vec::new();
        }
        let of_service = source.service.as_deref().map(of_service);
        let of_category = source.category.as_deref().map(|category| self.of_category(category));
        match (of_category, of_service) {
            (None, None) if source.product.is_some() => vec![Route::of(None, &[])],
            (None, None) => Vec::new(),
            (None, Some(channels)) => channels.iter().map(|c| Route::of(Some(c), &[])).collect(),
            (Some(routes), None) => routes,
            (Some(mut routes), Some(channels)) => {
                routes.retain(|route| route.channel.as_deref().is_some_and(|c| channels.contains(&c)));
                routes
            }
        }
    }

    fn of_category(&self, category: &str) -> Vec<Route> {
        let mut routes = Vec::new();
        if let Some((_, ids)) = SYSMON.iter().find(|(name, _)| *name == category) {
            routes.push(Route::of(Some(SYSMON_CHANNEL), ids));
        }
        for (name, channels, ids) in OTHER {
            if *name == category {
                routes.extend(channels.iter().map(|channel| Route::of(Some(channel), ids)));
            }
        }
        let mut through = |id: u32, view: View| {
            routes.push(Route { view, ..Route::of(Some("Security"), &[id]) });
        };
        match category {
            "process_creation" if self.views.security_process => through(4688, View::SecurityProcess),
            "network_connection" if self.views.security_network => through(5156, View::SecurityNetwork),
            "registry_add" | "registry_set" | "registry_delete" | "registry_event"
                if self.views.security_registry =>
            {
                through(4657, View::of_registry(category));
            }
            _ => {}
        }
        routes
    }
}

impl Default for LogSources {
    fn default() -> Self {
        Self::windows(Views::default())
    }
}

impl Route {
    fn of(channel: Option<&'static str>, event_ids: &[u32]) -> Self {
        Self {
            channel: channel.map(Cow::Borrowed),
            provider: None,
            event_ids: event_ids.to_vec(),
            view: View::AsIs,
        }
    }

    /// Whether an event from here belongs to the source.
    pub fn takes(&self, channel: &str, provider: &str, event_id: Option<u32>) -> bool {
        self.channel.as_deref().is_none_or(|c| c.eq_ignore_ascii_case(channel))
            && self.provider.as_deref().is_none_or(|p| p.eq_ignore_ascii_case(provider))
            && (self.event_ids.is_empty() || event_id.is_some_and(|id| self.event_ids.contains(&id)))
    }
}

fn of_service(service: &str) -> &'static [&'static str] {
    CHANNELS.iter().find(|(name, _)| *name == service).map_or(&[], |(_, channels)| channels)
}

const SYSMON_CHANNEL: &str = "Microsoft-Windows-Sysmon/Operational";
const POWERSHELL: &[&str] = &["Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational"];
const POWERSHELL_CLASSIC: &[&str] = &["Windows PowerShell"];
const KERNEL_FILE: &[&str] = &["Microsoft-Windows-Kernel-File/Analytic"];

/// Categories Sysmon writes, and its event ids. Source: Sigma taxonomy appendix; Sysmon's own list of events.
const SYSMON: &[(&str, &[u32])] = &[
    ("process_creation", &[1]),
    ("file_change", &[2]),
    ("network_connection", &[3]),
    ("sysmon_status", &[4, 16]),
    ("process_termination", &[5]),
    ("driver_load", &[6]),
    ("image_load", &[7]),
    ("create_remote_thread", &[8]),
    ("raw_access_thread", &[9]),
    ("raw_access_read", &[9]),
    ("process_access", &[10]),
    ("file_event", &[11]),
    ("registry_add", &[12]),
    ("registry_delete", &[12]),
    ("registry_set", &[13]),
    ("registry_rename", &[14]),
    ("registry_event", &[12, 13, 14]),
    ("create_stream_hash", &[15]),
    ("pipe_created", &[17, 18]),
    ("wmi_event", &[19, 20, 21]),
    ("dns_query", &[22]),
    ("file_delete", &[23, 26]),
    ("file_delete_detected", &[26]),
    ("clipboard_capture", &[24]),
    ("clipboard_change", &[24]),
    ("process_tampering", &[25]),
    ("process_tamper", &[25]),
    ("file_block_executable", &[27]),
    ("file_block_shredding", &[28]),
    ("file_executable_detected", &[29]),
    ("sysmon_error", &[255]),
];

/// Categories others write. The files of the last two are in no saved log: they are traced, not logged.
const OTHER: &[(&str, &[&str], &[u32])] = &[
    ("ps_module", POWERSHELL, &[4103]),
    ("ps_script", POWERSHELL, &[4104]),
    ("ps_classic_start", POWERSHELL_CLASSIC, &[400]),
    ("ps_classic_provider_start", POWERSHELL_CLASSIC, &[600]),
    ("ps_classic_script", POWERSHELL_CLASSIC, &[800]),
    ("file_access", KERNEL_FILE, &[12]),
    ("file_rename", KERNEL_FILE, &[19]),
];

/// Services and their channels, as Windows names them. Source: Sigma taxonomy appendix; the channels Windows lists.
const CHANNELS: &[(&str, &[&str])] = &[
    ("application", &["Application"]),
    (
        "application-experience",
        &[
            "Microsoft-Windows-Application-Experience/Program-Telemetry",
            "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant",
        ],
    ),
    (
        "applocker",
        &[
            "Microsoft-Windows-AppLocker/MSI and Script",
            "Microsoft-Windows-AppLocker/EXE and DLL",
            "Microsoft-Windows-AppLocker/Packaged app-Deployment",
            "Microsoft-Windows-AppLocker/Packaged app-Execution",
        ],
    ),
    ("appmodel-runtime", &["Microsoft-Windows-AppModel-Runtime/Admin"]),
    ("appxdeployment-server", &["Microsoft-Windows-AppXDeploymentServer/Operational"]),
    ("appxpackaging-om", &["Microsoft-Windows-AppxPackaging/Operational"]),
    ("bitlocker", &["Microsoft-Windows-BitLocker/BitLocker Management"]),
    ("bits-client", &["Microsoft-Windows-Bits-Client/Operational"]),
    ("capi2", &["Microsoft-Windows-CAPI2/Operational"]),
    (
        "certificateservicesclient-lifecycle-system",
        &["Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational"],
    ),
    ("codeintegrity-operational", &["Microsoft-Windows-CodeIntegrity/Operational"]),
    ("dhcp", &["Microsoft-Windows-DHCP-Server/Operational"]),
    ("diagnosis-scripted", &["Microsoft-Windows-Diagnosis-Scripted/Operational"]),
    (
        "dns-client",
        &["Microsoft-Windows-DNS Client Events/Operational", "Microsoft-Windows-DNS-Client/Operational"],
    ),
    ("dns-server", &["DNS Server"]),
    (
        "dns-server-analytic",
        &["Microsoft-Windows-DNS-Server/Analytical", "Microsoft-Windows-DNSServer/Analytical"],
    ),
    ("dns-server-audit", &["Microsoft-Windows-DNS-Server/Audit", "Microsoft-Windows-DNSServer/Audit"]),
    ("driver-framework", &["Microsoft-Windows-DriverFrameworks-UserMode/Operational"]),
    ("firewall-as", &["Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"]),
    ("hyper-v-worker", &["Microsoft-Windows-Hyper-V-Worker/Admin", "Microsoft-Windows-Hyper-V-Worker-Admin"]),
    ("iis-configuration", &["Microsoft-IIS-Configuration/Operational"]),
    ("kernel-event-tracing", &["Microsoft-Windows-Kernel-EventTracing/Admin"]),
    (
        "kernel-shimengine",
        &[
            "Microsoft-Windows-Kernel-ShimEngine/Operational",
            "Microsoft-Windows-Kernel-ShimEngine/Diagnostic",
        ],
    ),
    ("ldap", &["Microsoft-Windows-LDAP-Client/Debug"]),
    ("ldap_debug", &["Microsoft-Windows-LDAP-Client/Debug"]),
    ("lsa-server", &["Microsoft-Windows-LSA/Operational"]),
    (
        "microsoft-servicebus-client",
        &[
            "Microsoft-ServiceBus-Client",
            "Microsoft-ServiceBus-Client/Admin",
            "Microsoft-ServiceBus-Client/Operational",
        ],
    ),
    ("msexchange-management", &["MSExchange Management"]),
    ("ntfs", &["Microsoft-Windows-Ntfs/Operational"]),
    ("ntlm", &["Microsoft-Windows-NTLM/Operational"]),
    ("openssh", &["OpenSSH/Operational"]),
    ("powershell", POWERSHELL),
    ("powershell-classic", POWERSHELL_CLASSIC),
    ("printservice-admin", &["Microsoft-Windows-PrintService/Admin"]),
    ("printservice-operational", &["Microsoft-Windows-PrintService/Operational"]),
    ("security", &["Security"]),
    (
        "security-mitigations",
        &[
            "Microsoft-Windows-Security-Mitigations/KernelMode",
            "Microsoft-Windows-Security-Mitigations/UserMode",
            "Microsoft-Windows-Security-Mitigations/Kernel Mode",
            "Microsoft-Windows-Security-Mitigations/User Mode",
        ],
    ),
    ("sense", &["Microsoft-Windows-SENSE/Operational"]),
    ("servicebus-client", &["Microsoft-ServiceBus-Client"]),
    ("shell-core", &["Microsoft-Windows-Shell-Core/Operational"]),
    ("smbclient-connectivity", &["Microsoft-Windows-SmbClient/Connectivity"]),
    ("smbclient-operational", &["Microsoft-Windows-SMBClient/Operational"]),
    ("smbclient-security", &["Microsoft-Windows-SmbClient/Security"]),
    ("smbserver-connectivity", &["Microsoft-Windows-SMBServer/Connectivity"]),
    ("smbserver-operational", &["Microsoft-Windows-SMBServer/Operational"]),
    ("smbserver-security", &["Microsoft-Windows-SMBServer/Security"]),
    ("sysmon", &[SYSMON_CHANNEL]),
    ("system", &["System"]),
    ("taskscheduler", &["Microsoft-Windows-TaskScheduler/Operational"]),
    (
        "terminalservices-localsessionmanager",
        &["Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"],
    ),
    (
        "terminalservices-remoteconnectionmanager",
        &["Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"],
    ),
    ("vhdmp", &["Microsoft-Windows-VHDMP-Operational", "Microsoft-Windows-VHDMP/Operational"]),
    ("windefend", &["Microsoft-Windows-Windows Defender/Operational"]),
    ("wmi", &["Microsoft-Windows-WMI-Activity/Operational"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let part = |key: &str| source.split(' ').find_map(|w| w.strip_prefix(key).map(str::to_owned));
        let source = LogSource { product: part("p="), category: part("c="), service: part("s=") };
        let all = Views { security_process: true, security_registry: true, security_network: true };
        let found: Vec<String> = LogSources::windows(all)
            .routes(&source)
            .iter()
            .map(|r| format!("{} {:?} {:?}", r.channel.as_deref().unwrap_or("*"), r.event_ids, r.view))
            .collect();
        assert_eq!(found, expected, "{source:?}");
    }

    #[test]
    fn sources_of_windows() {
        check(
            "p=windows c=process_creation",
            &["Microsoft-Windows-Sysmon/Operational [1] AsIs", "Security [4688] SecurityProcess"],
        );
        check("c=process_creation s=sysmon", &["Microsoft-Windows-Sysmon/Operational [1] AsIs"]);
        check("p=windows s=security", &["Security [] AsIs"]);
        check("p=windows s=ldap", &["Microsoft-Windows-LDAP-Client/Debug [] AsIs"]);
        check("p=windows", &["* [] AsIs"]);
        check(
            "p=windows c=registry_set",
            &["Microsoft-Windows-Sysmon/Operational [13] AsIs", "Security [4657] RegistrySet"],
        );
    }

    #[test]
    fn sources_nobody_knows() {
        for none in [
            "p=linux c=process_creation",
            "p=windows c=nosuch",
            "s=nosuch",
            "",
            "p=windows c=dns_query s=security",
        ] {
            check(none, &[]);
        }
    }

    #[test]
    fn an_added_source_wins() {
        let source = LogSource { product: Some("linux".into()), ..LogSource::default() };
        let mut sources = LogSources::default();
        sources.add(source.clone(), vec![Route::of(Some("auth"), &[])]);
        assert!(sources.routes(&source)[0].takes("AUTH", "", None));
    }

    #[test]
    fn no_service_stands_twice() {
        let mut names: Vec<&str> = CHANNELS.iter().map(|(name, _)| *name).collect();
        names.dedup();
        assert_eq!(names.len(), CHANNELS.len());
        assert!(names.is_sorted());
    }
}
