//! `software/*.toml`: programs met on machines, how lists of installed programs name them, and by which names public lists know them.
//!
//! It checks each row; whether the names are on those lists is checked by a test where the lists are at hand.

use holdfast_core::catalog::{Catalog, KnownAs, KnownSoftware, SoftwareId, SoftwareUse};
use holdfast_core::decide::device::NamePattern;

use crate::follow::{Names, Trail};
use crate::row::{Row, Text, shown};

/// Reads a file of `[[software]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("software", "program") {
        catalog.software.extend(software(&mut row, trail));
        row.done();
    }
    file.done();
}

fn software(row: &mut Row<'_>, trail: &mut Trail) -> Option<KnownSoftware> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Software, row, id);
    }
    let (name, vendor, does) = (row.string("name"), row.string("vendor"), row.string("does"));
    let uses: Vec<(&'static str, SoftwareUse)> = SoftwareUse::ALL.iter().map(|u| (u.key(), *u)).collect();
    let used_for = row.one_of("use", &uses);
    let named = patterns(row, "named");
    for text in row.texts("named").iter().filter(|t| t.value.trim_start().starts_with(['*', '?'])) {
        row.fault(text.at, format!("`{}` would fit any program; begin it with the name", shown(text.value)));
    }
    if named.is_empty() {
        row.lacks("named", format!("{} has no `named`, and programs are told by it", row.what()));
    }
    let (publisher, not_named) = (patterns(row, "publisher"), patterns(row, "not_named"));
    let is_console = row.has("is_console") && row.bool("is_console")?;
    let comes_with_windows = row.has("comes_with_windows") && row.bool("comes_with_windows")?;
    let known_to = row.texts("known_to").iter().filter_map(|t| known_as(row, t)).collect();
    if !row.has("known_to") {
        row.lacks(
            "known_to",
            format!("{} lacks `known_to`; write `known_to = []` when no list knows it", row.what()),
        );
    }
    let provenance = row.provenance();
    Some(KnownSoftware {
        id: SoftwareId::new(id?.value),
        name: name?,
        vendor: vendor?,
        used_for: used_for?,
        does: does?,
        named,
        publisher,
        not_named,
        is_console,
        comes_with_windows,
        known_to,
        provenance: provenance?,
    })
}

fn patterns(row: &Row<'_>, key: &'static str) -> Vec<String> {
    let mut good = Vec::new();
    for text in row.texts(key) {
        if NamePattern::parse(text.value).is_some() {
            good.push(text.value.trim().to_owned());
        } else {
            row.fault(
                text.at,
                format!("`{}` is no pattern of a name; write letters, `*` and `?`", shown(text.value)),
            );
        }
    }
    good
}

fn known_as(row: &Row<'_>, text: &Text<'_>) -> Option<KnownAs> {
    let found = match text.value.split_once(':') {
        Some(("kev", rest)) => rest.split_once('|').map(|(vendor, product)| KnownAs::Kev {
            vendor: vendor.trim().to_owned(),
            product: product.trim().to_owned(),
        }),
        Some(("cpe", rest)) if rest.contains(':') && !rest.contains(' ') => {
            Some(KnownAs::Cpe(rest.to_owned()))
        }
        _ => None,
    };
    if found.is_none() {
        let like = "`kev:Vendor|Product` or `cpe:vendor:product`";
        row.fault(text.at, format!("`{}` is no name on a list; write {like}", shown(text.value)));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use holdfast_core::catalog::{Catalog, KnownAs};
    use holdfast_core::decide::device::SoftwareMap;

    const GOOD: &str = r#"
[[software]]
id = "looker"
name = "Looker"
vendor = "Made up"
use = "browser"
does = "Shows pages"
named = ["Looker", "Looker ?*"]
not_named = ["*Helper*"]
known_to = ["cpe:maker:looker", "kev:Maker|Looker, all"]
source = "Made up for tests"
verified_on = ""
"#;

    fn read(text: &str) -> Result<Catalog, String> {
        crate::read(&[("software/made-up.toml", text)]).map_err(|errors| errors.to_string())
    }

    #[track_caller]
    fn check(from: &str, to: &str, expect: &str) {
        assert!(GOOD.contains(from), "`{from}` is not in the row");
        let error = read(&GOOD.replacen(from, to, 1)).err().unwrap_or_default();
        assert!(error.contains(expect), "{from} -> {to}: {error}");
    }

    #[test]
    fn a_row_is_read_as_written() {
        let catalog = read(GOOD).unwrap_or_else(|e| panic!("{e}"));
        let looker = &catalog.software[0];
        assert!(!looker.is_console);
        let kev = KnownAs::Kev { vendor: "Maker".to_owned(), product: "Looker, all".to_owned() };
        assert_eq!(looker.known_to, [KnownAs::Cpe("maker:looker".to_owned()), kev]);
    }

    #[test]
    fn each_mistake_is_named_at_its_place() {
        check("\"browser\"", "\"browsing\"", "made-up.toml:6:7: `browsing` is no `use`");
        check("\"Looker\", \"Looker ?*\"", "\"*ooker\"", "`*ooker` would fit any program");
        check("\"Looker\", \"Looker ?*\"", "\"**\"", "`**` is no pattern of a name");
        check("named = [\"Looker\", \"Looker ?*\"]\n", "", "has no `named`, and programs are told by it");
        check("cpe:maker:looker", "cpe:looker", "`cpe:looker` is no name on a list");
        check("kev:Maker|Looker, all", "kev:Maker", "`kev:Maker` is no name on a list");
        check(
            "known_to = [\"cpe:maker:looker\", \"kev:Maker|Looker, all\"]\n",
            "",
            "write `known_to = []` when no list knows it",
        );
        check("does =", "do =", "has no key `do`");
        let twice = format!("{GOOD}{GOOD}");
        assert!(read(&twice).err().is_some_and(|e| e.contains("already has the id `looker`")));
    }

    #[test]
    fn programs_of_this_release_are_told_from_names_that_only_look_alike() {
        let catalog = crate::load_embedded().unwrap_or_else(|e| panic!("{e}"));
        let map = SoftwareMap::new(&catalog.software);
        let is = |name: &str, publisher: &str| {
            map.recognise(name, publisher).map(|s| s.id.to_string()).unwrap_or_default()
        };
        for (name, publisher, expect) in [
            ("Google Chrome", "Google LLC", "google-chrome"),
            ("Google Update Helper", "Google LLC", ""),
            ("Google Chrome", "Someone Else", ""),
            ("Mozilla Firefox (x64 en-US)", "Mozilla", "mozilla-firefox"),
            ("Mozilla Firefox ESR (x64 en-US)", "Mozilla", "mozilla-firefox-esr"),
            ("Mozilla Maintenance Service", "Mozilla", ""),
            ("Java 8 Update 381 (64-bit)", "Oracle Corporation", "oracle-java-8"),
            ("Java Auto Updater", "Oracle Corporation", "java-auto-updater"),
            ("7-Zip 23.01 (x64)", "Igor Pavlov", "seven-zip"),
            ("WinRAR 6.24 (64-bit)", "win.rar GmbH", "winrar"),
            ("TeamViewer", "TeamViewer", "teamviewer"),
            ("TeamViewer Host", "TeamViewer", "teamviewer-host"),
            ("Adobe Acrobat Reader DC", "Adobe Systems Incorporated", "acrobat-reader-dc"),
            ("Adobe Acrobat (64-bit)", "Adobe", "acrobat-dc"),
            ("Adobe Refresh Manager", "Adobe", ""),
            ("Dell Command | Update for Windows Universal", "Dell Inc.", "dell-command-update"),
            ("Microsoft Office Professional Plus 2016", "Microsoft Corporation", "microsoft-office"),
            ("Microsoft Windows Desktop Runtime - 6.0.25 (x64)", "Microsoft Corporation", "dotnet-runtime-6"),
            (
                "Microsoft Windows Desktop Runtime - 9.0.1 (x64)",
                "Microsoft Corporation",
                "dotnet-runtime-other",
            ),
            ("Veeam Backup & Replication Server", "Veeam Software Group GmbH", "veeam-backup-replication"),
            ("Veeam Backup Enterprise Manager", "Veeam Software Group GmbH", "veeam-enterprise-manager"),
            ("VMware Tools", "VMware, Inc.", "vmware-tools"),
            ("ScreenConnect Client (0123456789abcdef)", "ScreenConnect Software", "screenconnect-client"),
            ("Citrix Workspace 2402", "Citrix Systems, Inc.", "citrix-workspace"),
            ("Microsoft SQL Server 2016 (64-bit)", "Microsoft Corporation", "sql-server"),
            ("Microsoft SQL Server 2016 LocalDB ", "Microsoft Corporation", "sql-server-localdb"),
            ("Microsoft SQL Server 2008 R2 (64-bit)", "Microsoft Corporation", "sql-server"),
            ("Microsoft SQL Server 2008 R2 Native Client", "Microsoft Corporation", "sql-native-client"),
            ("Microsoft SQL Server 2008 R2 Setup (English)", "Microsoft Corporation", ""),
            ("Microsoft SQL Server 2008 R2 Management Objects", "Microsoft Corporation", ""),
            ("Oracle VM VirtualBox 6.1.32", "Oracle and/or its affiliates", "virtualbox"),
            ("Oracle VM VirtualBox Guest Additions 6.1.32", "Oracle and/or its affiliates", ""),
            ("UniversalForwarder", "Splunk, Inc.", "splunk-forwarder"),
            ("Splunk Enterprise", "Splunk, Inc.", "splunk-enterprise"),
            ("Remote Access Service", "SimpleHelp Ltd", "simplehelp-agent"),
            ("SimpleHelp Server", "SimpleHelp Ltd", "simplehelp"),
            ("SimpleHelp Technician", "SimpleHelp Ltd", ""),
            ("ManageEngine UEMS - Agent", "Zoho Corp", "manageengine-agent"),
            ("ManageEngine UEMS - Server", "Zoho Corp", "manageengine-endpoint-central"),
            ("Dell SupportAssist OS Recovery Plugin for Dell Update", "Dell Inc.", ""),
            ("Dell Update - SupportAssist Update Plugin", "Dell Inc.", ""),
            ("Mirth Connect 4.4.0", "NextGen Healthcare", "mirth-connect"),
            ("Mirth Connect Administrator Launcher 1.1.0", "NextGen Healthcare", ""),
            ("GoAnywhere OpenPGP Studio", "Fortra", ""),
            ("CentreStack Windows Client", "Gladinet, Inc.", ""),
            ("MDaemon Connector for Outlook", "MDaemon Technologies", ""),
            ("N-able N-central Windows Agent", "N-able Technologies", "n-able-agent"),
            ("Veeam Backup & Replication Console", "Veeam Software Group GmbH", ""),
            ("Acronis Cyber Protect Home Office", "Acronis", ""),
            ("Microsoft SharePoint Server 2016 Language Pack", "Microsoft Corporation", ""),
            ("SolarWinds Orion Agent", "SolarWinds", ""),
            ("PostgreSQL 16", "PostgreSQL Global Development Group", "postgresql"),
            ("PostgreSQL ODBC Driver", "PostgreSQL Global Development Group", ""),
            ("A program nobody listed", "", ""),
        ] {
            assert_eq!(is(name, publisher), expect, "{name}");
        }
        // Programs that only report to a server, or show its screen, do not have its weaknesses.
        for agent in [
            "splunk-forwarder",
            "configmgr-client",
            "commvault-agent",
            "ivanti-epm-agent",
            "simplehelp-agent",
            "manageengine-agent",
            "mitel-connect",
            "beyondtrust-jump",
        ] {
            let row = catalog.software.iter().find(|s| s.id.as_str() == agent);
            assert_eq!(row.map(|s| s.known_to.as_slice()), Some(&[][..]), "{agent}");
        }
        assert!(catalog.software.len() >= 300, "{}", catalog.software.len());
        let consoles = catalog.software.iter().filter(|s| s.is_console).count();
        assert!(consoles >= 40, "{consoles}");
        let of_windows = catalog.software.iter().filter(|s| s.comes_with_windows).map(|s| s.id.to_string());
        let of_windows: Vec<String> = of_windows.collect();
        assert_eq!(of_windows, ["ie-mode-internet-explorer", "dotnet-framework", "msxml"]);
    }

    #[test]
    fn a_row_is_the_best_fit_for_its_own_names() {
        let catalog = crate::load_embedded().unwrap_or_else(|e| panic!("{e}"));
        let map = SoftwareMap::new(&catalog.software);
        let plain = |pattern: &str| pattern.replace(['*', '?'], "1");
        let mut others = Vec::new();
        for row in &catalog.software {
            for name in row.named.iter().map(|n| plain(n)) {
                let publisher = row.publisher.first().map(|p| plain(p)).unwrap_or_default();
                let found = map.recognise(&name, &publisher).map(|s| s.id.to_string()).unwrap_or_default();
                if found != row.id.to_string() {
                    others.push(format!("{name} of {} is told as `{found}`", row.id));
                }
            }
        }
        assert!(others.is_empty(), "{}", others.join("\n"));
    }

    #[test]
    fn no_two_rows_have_the_same_name() {
        let catalog = crate::load_embedded().unwrap_or_else(|e| panic!("{e}"));
        let mut names = HashSet::new();
        for row in &catalog.software {
            assert!(names.insert(row.name.to_lowercase()), "{}", row.name);
        }
    }
}
