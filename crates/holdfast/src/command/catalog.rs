//! `holdfast catalog check`: every error of every file at once, or what the catalog holds.

use std::io::Write;
use std::process::ExitCode;

use holdfast_core::catalog::{Catalog, Offer};

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::CatalogCommand;
use crate::out;

/// Checks a catalog.
pub(crate) fn run(settings: &Settings, what: CatalogCommand) -> Result<ExitCode, Failure> {
    let CatalogCommand::Check { dir } = what;
    let dir = dir.or_else(|| settings.catalog.clone());
    let checked = match &dir {
        Some(dir) => holdfast_catalog::load_dir(dir),
        None => holdfast_catalog::load_embedded(),
    };
    match checked {
        Ok(catalog) => {
            out::print(&summary(&catalog))?;
            Ok(ExitCode::from(exit::DONE))
        }
        Err(errors) => {
            // Where standard error cannot be written, the exit code is all there is to say.
            let _ = writeln!(std::io::stderr(), "{errors}");
            Ok(ExitCode::from(exit::CATALOG))
        }
    }
}

fn summary(catalog: &Catalog) -> String {
    let n_offers: usize = catalog.programs.iter().map(|p| p.offers.len()).sum();
    let n_clauses: usize = catalog.offers().map(|o| o.clauses.len()).sum();
    let mut out = format!(
        "The catalog is sound. Version {}: {} programs with {n_offers} offers, {} resources, {n_clauses} clauses, {} safeguards.\n",
        catalog.version,
        catalog.programs.len(),
        catalog.resources.len(),
        catalog.safeguards.len(),
    );
    let unverified: Vec<&Offer> = catalog.offers().filter(|o| o.provenance.verified_on.is_none()).collect();
    if !unverified.is_empty() {
        out += &format!("{} rows are not verified; their pages say so:\n", unverified.len());
        for offer in unverified {
            out += &format!("  {}  ({}: {})\n", offer.id, offer.provider, offer.name);
        }
    }
    out
}
