//! The ledger of extended updates: for each product and year, what is needed, licensed, granted, and what really arrives.

use serde::{Deserialize, Serialize};

use super::{FleetPicture, FleetState, Judged};
use crate::Date;
use crate::catalog::{Catalog, OfferId, ProductId};
use crate::model::Usd;

/// One year of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerYear {
    /// Which product.
    pub product: ProductId,
    /// Its name.
    pub name: String,
    /// Which year, where they are counted.
    pub year: Option<u8>,
    /// Its last day.
    pub ends_on: Date,
    /// The list price for one machine.
    pub list_usd: Option<Usd>,
    /// The offer that gives it away.
    pub granted_by: Option<OfferId>,
    /// Whether the hospital switched that offer on.
    pub is_granted: bool,
    /// Machines that run the product.
    pub n: usize,
    /// Of these, with a good licence for the year.
    pub n_licensed: usize,
    /// Of these, that say nothing about licences.
    pub n_unasked: usize,
    /// Licensed machines on which updates arrive.
    pub n_arriving: usize,
    /// Machines on which updates arrive and no licence shows.
    pub n_arriving_unlicensed: usize,
    /// Whether the year is the one needed now.
    pub is_now: bool,
}

/// The ledger, by product and year; products that no machine runs are left out, and so are years long over.
pub fn esu_ledger(
    catalog: &Catalog,
    all: &FleetPicture<'_>,
    granted: &[OfferId],
    today: Date,
) -> Vec<LedgerYear> {
    let mut rows = Vec::new();
    for product in catalog.products.iter().filter(|p| !p.extended.is_empty()) {
        let runs: Vec<&Judged<'_>> =
            all.devices.iter().filter(|d| d.support.product.as_ref() == Some(&product.id)).collect();
        if runs.is_empty() {
            continue;
        }
        let now = product.extended_on(today).map(|e| e.ends_on);
        for period in &product.extended {
            let Some(id) = period.activation_id.as_deref() else { continue };
            let is_licensed = |d: &&&Judged<'_>| has_licence(d, id);
            let arrives = |d: &&&Judged<'_>| d.state == FleetState::Receiving;
            rows.push(LedgerYear {
                product: product.id.clone(),
                name: product.name.clone(),
                year: period.year,
                ends_on: period.ends_on,
                list_usd: period.list_usd,
                granted_by: period.granted_by.clone(),
                is_granted: period.granted_by.as_ref().is_some_and(|offer| granted.contains(offer)),
                n: runs.len(),
                n_licensed: runs.iter().filter(is_licensed).count(),
                n_unasked: runs.iter().filter(|d| d.device.brief.esu.is().is_none()).count(),
                n_arriving: runs.iter().filter(|d| is_licensed(d) && arrives(d)).count(),
                n_arriving_unlicensed: runs.iter().filter(|d| !is_licensed(d) && arrives(d)).count(),
                is_now: now == Some(period.ends_on),
            });
        }
    }
    rows
}

/// Whether a machine has a good licence with this id.
fn has_licence(d: &Judged<'_>, id: &str) -> bool {
    let all = d.device.brief.esu.is();
    all.is_some_and(|all| all.iter().any(|l| l.is_licensed && l.activation_id.eq_ignore_ascii_case(id)))
}
