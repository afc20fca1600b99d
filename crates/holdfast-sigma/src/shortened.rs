//! Channels as Hayabusa shortens them in what it prints. None of the short forms is the name of a channel.
//!
//! Source: `config/channel_abbreviations.txt` of Yamato-Security/hayabusa-rules, 2026. Where several channels share a short form,
//! nobody can tell which was meant, and it stays as it is.

const CHANNELS: &[(&str, &str)] = &[
    ("App", "Application"),
    ("BitsCli", "Microsoft-Windows-Bits-Client/Operational"),
    ("CodeInteg", "Microsoft-Windows-CodeIntegrity/Operational"),
    ("DHCP-Svr", "Microsoft-Windows-DHCP-Server/Operational"),
    ("DNS-Svr", "DNS Server"),
    ("Defender", "Microsoft-Windows-Windows Defender/Operational"),
    ("DvrFmwk", "Microsoft-Windows-DriverFrameworks-UserMode/Operational"),
    ("Exchange", "MSExchange Management"),
    ("Firewall", "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall"),
    ("LDAP-Cli", "Microsoft-Windows-LDAP-Client/Debug"),
    ("NTLM", "Microsoft-Windows-NTLM/Operational"),
    ("OpenSSH", "OpenSSH/Operational"),
    ("PrintAdm", "Microsoft-Windows-PrintService/Admin"),
    ("PrintOp", "Microsoft-Windows-PrintService/Operational"),
    ("PwSh", "Microsoft-Windows-PowerShell/Operational"),
    ("PwShClassic", "Windows PowerShell"),
    ("RDP-Cli", "Microsoft-Windows-TerminalServices-RDPClient/Operational"),
    ("RDS-GTW", "Microsoft-Windows-TerminalServices-Gateway/Operational"),
    ("RDS-LSM", "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"),
    ("RDS-RCM", "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"),
    ("Sec", "Security"),
    ("SmbCliSec", "Microsoft-Windows-SmbClient/Security"),
    ("Sys", "System"),
    ("Sysmon", "Microsoft-Windows-Sysmon/Operational"),
    ("TaskSch", "Microsoft-Windows-TaskScheduler/Operational"),
    ("WMI", "Microsoft-Windows-WMI-Activity/Operational"),
    ("WinRM", "Microsoft-Windows-WinRM/Operational"),
];

/// The channel a short form stands for; any other text stays.
pub(crate) fn whole_channel(text: &str) -> &str {
    CHANNELS.iter().find(|(short, _)| *short == text).map_or(text, |(_, whole)| whole)
}
