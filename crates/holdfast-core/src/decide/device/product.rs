//! Which of the catalog's products a machine's system, or a program on it, may be.
//!
//! More than one fits when a build has several editions and the machine does not say which. Nothing is guessed then.

use holdfast_wire::device::{Os, OsFamily, Software};

use super::support::{Support, of_candidates};
use super::version::begins;
use super::{Made, made_for};
use crate::Date;
use crate::catalog::{Product, ProductFamily};

/// Products that fit.
pub type Candidates<'c> = Vec<&'c Product>;

/// The products a system may be. Empty when the catalog has none for it.
pub fn candidates<'c>(products: &'c [Product], os: &Os) -> Candidates<'c> {
    let made = made_for(os);
    let fits = |product: &&Product| match os.family {
        OsFamily::Windows => windows(product, os, made),
        OsFamily::Linux => {
            product.family == ProductFamily::Linux
                && product.named.iter().any(|id| id.eq_ignore_ascii_case(os.distribution.trim()))
                && by_version(product, &os.release)
        }
        OsFamily::Macos => product.family == ProductFamily::Macos && by_version(product, &os.release),
        OsFamily::Other => {
            let is_own = matches!(product.family, ProductFamily::Phone | ProductFamily::Appliance);
            let release = if os.release.is_empty() { &os.version } else { &os.release };
            is_own && by_name(product, &os.name) && by_version(product, release)
        }
    };
    products.iter().filter(fits).collect()
}

fn windows(product: &Product, os: &Os, made: Made) -> bool {
    let is_server = match product.family {
        ProductFamily::Windows => false,
        ProductFamily::WindowsServer => true,
        _ => return false,
    };
    let is_made = match made {
        Made::Server => is_server,
        Made::SomeClient => !is_server,
        Made::Client(group) => {
            !is_server && (product.editions.is_empty() || product.editions.contains(&group))
        }
        Made::Untold => true,
    };
    is_made && by_version(product, &os.version)
}

fn by_version(product: &Product, version: &str) -> bool {
    product.versions.is_empty() || product.versions.iter().any(|v| begins(version, v))
}

fn by_name(product: &Product, name: &str) -> bool {
    product.named.iter().any(|pattern| fits_pattern(name, pattern))
}

/// Whether a name fits a pattern in which `*` stands for any text. Case does not count.
fn fits_pattern(name: &str, pattern: &str) -> bool {
    let name = name.trim().to_lowercase();
    let pattern = pattern.to_lowercase();
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut last = None;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
        last = Some(part);
    }
    // A pattern that ends in words has them as its last ones, or with more behind them, as names of programs do.
    last.is_some() || rest.is_empty()
}

/// Until when a program is mended. `None` when the catalog does not know it.
pub fn software_support(products: &[Product], software: &Software, as_of: Date) -> Option<Support> {
    let fits = |product: &&Product| {
        matches!(product.family, ProductFamily::Software | ProductFamily::Appliance)
            && by_name(product, &software.name)
            && by_version(product, &software.version)
    };
    let found: Vec<&Product> = products.iter().filter(fits).collect();
    (!found.is_empty()).then(|| of_candidates(&found, as_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_and_not_those_that_only_look_alike() {
        for (name, pattern, expect) in [
            ("Microsoft Office Professional Plus 2016", "Microsoft Office*2016", true),
            ("Microsoft Office 2016 - en-us", "Microsoft Office*2016", true),
            ("My Microsoft Office 2016", "Microsoft Office*2016", false),
            ("Google Chrome", "Google Chrome*", true),
            ("google chrome", "Google Chrome", true),
            ("Google Chrome Beta", "Google Chrome", false),
            ("Microsoft SQL Server 2016 (64-bit)", "Microsoft SQL Server 2016 (*", true),
            ("Microsoft SQL Server 2016 LocalDB", "Microsoft SQL Server 2016 (*", false),
        ] {
            assert_eq!(fits_pattern(name, pattern), expect, "{name} {pattern}");
        }
    }
}
