//! `products/*.toml`: until when products are mended, and how each is told.
//!
//! It checks each row; which machine it is about is decided in core.

use holdfast_core::catalog::{
    Catalog, EditionGroup, ExtendedPeriod, OfferId, Product, ProductFamily, ProductId, Provenance,
};
use holdfast_core::model::Usd;

use crate::follow::{Names, Trail};
use crate::row::{Row, Text, shown};

const FAMILIES: &[(&str, ProductFamily)] = &[
    ("windows", ProductFamily::Windows),
    ("windows-server", ProductFamily::WindowsServer),
    ("linux", ProductFamily::Linux),
    ("macos", ProductFamily::Macos),
    ("phone", ProductFamily::Phone),
    ("appliance", ProductFamily::Appliance),
    ("software", ProductFamily::Software),
];

const EDITIONS: &[(&str, EditionGroup)] = &[
    ("home-pro", EditionGroup::HomePro),
    ("enterprise", EditionGroup::Enterprise),
    ("ltsc", EditionGroup::Ltsc),
    ("iot-ltsc", EditionGroup::IotLtsc),
    ("embedded", EditionGroup::Embedded),
];

/// Reads a file of `[[product]]` rows.
pub(crate) fn read(file: &Row<'_>, catalog: &mut Catalog, trail: &mut Trail) {
    for mut row in file.rows("product", "product") {
        catalog.products.extend(product(&mut row, trail));
        row.done();
    }
    file.done();
}

fn product(row: &mut Row<'_>, trail: &mut Trail) -> Option<Product> {
    let id = row.id("id");
    if let Some(id) = &id {
        row.named(id.value);
        trail.gives(Names::Product, row, id);
    }
    let (name, family) = (row.string("product"), row.one_of("family", FAMILIES));
    let named: Vec<String> = row.texts("named").iter().map(|t| t.value.trim().to_owned()).collect();
    let editions: Vec<EditionGroup> = row.texts("editions").iter().filter_map(|t| edition(row, t)).collect();
    let versions: Vec<String> = row.texts("versions").iter().filter_map(|t| version(row, t)).collect();
    if let Some(family) = family {
        told(row, family, &named, &versions);
    }
    let (released, support_ends) = (row.date("released"), row.maybe_date("support_ends"));
    let security_ends = row.date_or_unknown("security_ends");
    if let (Some(from), Some(to)) = (released, security_ends)
        && to < from
    {
        row.fault_at("security_ends", format!("{} ends before it came out, on {from}", row.what()));
    }
    let extended = extended(row, trail, security_ends);
    let note = row.maybe_string("note");
    let provenance = row.provenance();
    Some(Product {
        id: ProductId::new(id?.value),
        name: name?,
        family: family?,
        named,
        editions,
        versions,
        released: released?,
        support_ends,
        security_ends,
        extended,
        note,
        provenance: provenance?,
    })
}

/// Faults a row that would fit everything of its family, or that asks for what its family does not have.
fn told(row: &Row<'_>, family: ProductFamily, named: &[String], versions: &[String]) {
    use ProductFamily::{Linux, Macos, Software, Windows, WindowsServer};
    let by_version = matches!(family, Windows | WindowsServer | Linux | Macos);
    if by_version && versions.is_empty() {
        row.lacks("versions", format!("{} has no `versions`, and its family is told by them", row.what()));
    }
    let by_name = !matches!(family, Windows | WindowsServer | Macos);
    if by_name && named.is_empty() {
        row.lacks("named", format!("{} has no `named`, and its family is told by it", row.what()));
    }
    if !by_name && !named.is_empty() {
        row.fault_at("named", format!("{} has `named`, but its family is told by version", row.what()));
    }
    if family != Windows && row.has("editions") {
        row.fault_at("editions", format!("{} has `editions`; only `windows` has such", row.what()));
    }
    if family == Software && named.iter().any(|n| n.starts_with('*')) {
        row.fault_at("named", format!("{} would fit any program; begin `named` with its name", row.what()));
    }
}

fn edition(row: &Row<'_>, text: &Text<'_>) -> Option<EditionGroup> {
    let found = EDITIONS.iter().find(|(word, _)| *word == text.value).map(|(_, edition)| *edition);
    if found.is_none() {
        let known: Vec<String> = EDITIONS.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = format!("`{}` is no edition; write one of {}", shown(text.value), known.join(", "));
        row.fault(text.at, message);
    }
    found
}

fn version(row: &Row<'_>, text: &Text<'_>) -> Option<String> {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if text.value.split('.').all(is_part) {
        return Some(text.value.to_owned());
    }
    let message =
        format!("`{}` is no beginning of a version; write parts with points between", shown(text.value));
    row.fault(text.at, message);
    None
}

fn extended(row: &Row<'_>, trail: &mut Trail, free: Option<holdfast_core::Date>) -> Vec<ExtendedPeriod> {
    let mut periods: Vec<ExtendedPeriod> = Vec::new();
    for period in row.rows("extended", "extended period") {
        let year = period.maybe_number("year", 1..=9u8);
        let ends_on = period.date("ends_on");
        let list_usd = period.maybe_number("list_usd", 0..=100_000u64).map(Usd);
        let activation_id = period.maybe_string("activation_id").map(|id| id.to_ascii_lowercase());
        let granted_by = period.maybe_text("granted_by");
        if let Some(offer) = &granted_by {
            trail.refers(Names::Offer, &period, offer);
        }
        let states = period.has("list_usd") || period.has("source");
        let provenance: Option<Provenance> = states.then(|| period.provenance()).flatten();
        period.done();
        let Some(ends_on) = ends_on else { continue };
        let before = periods.last().map(|p| p.ends_on).or(free);
        if before.is_none_or(|before| ends_on <= before) {
            let message = format!("{} does not end after what goes before it", period.what());
            period.fault_at("ends_on", message);
        }
        let granted_by = granted_by.map(|t| OfferId::new(t.value));
        periods.push(ExtendedPeriod { year, ends_on, list_usd, activation_id, granted_by, provenance });
    }
    periods
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::catalog::{Catalog, EditionGroup};

    const GOOD: &str = r#"
[[product]]
id = "os-9-pro"
product = "OS 9, Pro"
family = "windows"
editions = ["home-pro"]
versions = ["9.0.100"]
released = "2020-01-01"
security_ends = "2025-10-14"
source = "Made up for tests"
verified_on = "2026-08-01"
[[product.extended]]
year = 1
ends_on = "2026-10-13"
list_usd = 61
activation_id = "F520"
source = "Made up for tests"
verified_on = ""
"#;

    fn read(text: &str) -> Result<Catalog, String> {
        crate::read(&[("products/made-up.toml", text)]).map_err(|errors| errors.to_string())
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
        let product = &catalog.products[0];
        assert_eq!(product.editions, [EditionGroup::HomePro]);
        assert_eq!(product.last_day(), Some(Date::constant(2026, 10, 13)));
        assert_eq!(product.extended[0].activation_id.as_deref(), Some("f520"));
        let year = |day| product.extended_on(day).and_then(|e| e.year);
        assert_eq!(year(Date::constant(2025, 10, 14)), None);
        assert_eq!(year(Date::constant(2025, 10, 15)), Some(1));
        assert_eq!(year(Date::constant(2026, 10, 14)), None);
    }

    #[test]
    fn each_mistake_is_named_at_its_place() {
        check(
            "\"windows\"",
            "\"window\"",
            "made-up.toml:5:10: `window` is no `family`; did you mean `windows`?",
        );
        check("home-pro", "pro", "`pro` is no edition; write one of `home-pro`");
        check("9.0.100", "9.0.*", "`9.0.*` is no beginning of a version");
        check("versions = [\"9.0.100\"]", "", "has no `versions`, and its family is told by them");
        check("editions =", "named =", "has `named`, but its family is told by version");
        check("\"windows\"", "\"windows-server\"", "has `editions`; only `windows` has such");
        check("\"windows\"", "\"phone\"", "has no `named`, and its family is told by it");
        check("2025-10-14", "2019-10-14", "ends before it came out, on 2020-01-01");
        check("ends_on = \"2026", "ends_on = \"2024", "does not end after what goes before it");
        check(
            "security_ends = \"2025-10-14\"",
            "security_ends = \"\"",
            "does not end after what goes before it",
        );
        check("year = 1", "year = 0", "is out of range; write 1 to 9");
        check("year = 1", "years = 1", "has no key `years`; did you mean `year`?");
        check("year = 1", "granted_by = \"gift\"", "no offer or resource has the id `gift`");
        check("source = \"Made up for tests\"\nverified_on = \"\"", "", "lacks `source`");
        let twice = format!("{GOOD}{GOOD}");
        assert!(read(&twice).err().is_some_and(|e| e.contains("already has the id `os-9-pro`")));
    }

    #[test]
    fn the_products_of_this_release_know_the_days_that_matter() {
        let catalog = crate::load_embedded().unwrap_or_else(|e| panic!("{e}"));
        let days = |id: &str| {
            let product = catalog.products.iter().find(|p| p.id.as_str() == id);
            let product = product.unwrap_or_else(|| panic!("no product `{id}`"));
            let extended: Vec<String> = product.extended.iter().map(|e| e.ends_on.to_string()).collect();
            let free = product.security_ends.map(|d| d.to_string()).unwrap_or_default();
            [vec![free], extended].concat().join(" ")
        };
        for (id, expect) in [
            ("windows-10-22h2", "2025-10-14 2026-10-13 2027-10-12 2028-10-10"),
            ("windows-10-ltsc-2021", "2027-01-12"),
            ("windows-10-iot-ltsc-2021", "2032-01-13"),
            ("windows-10-ltsb-2016", "2026-10-13"),
            ("windows-11-24h2-pro", "2026-10-13"),
            ("windows-11-24h2-enterprise", "2027-10-12"),
            ("windows-server-2012-r2", "2023-10-10 2026-10-13"),
            ("windows-server-2016", "2027-01-12 2030-01-12"),
            ("debian-12", "2028-06-30"),
            ("macos-26", ""),
        ] {
            assert_eq!(days(id), expect, "{id}");
        }
        assert!(catalog.products.len() >= 200, "{}", catalog.products.len());
    }
}
