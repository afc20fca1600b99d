//! `holdfast eligibility`: what a hospital may have and why, or every hospital by every offer as CSV.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, Offer};
use holdfast_core::decide::eligibility::{Because, Verdict, explain, sentence, verdict};
use holdfast_core::facts::{Facts, of_hospital};
use holdfast_core::model::StateCode;
use serde_json::json;

use super::data::Reference;
use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Eligibility;
use crate::out;

/// Answers for one hospital or for all.
pub(crate) async fn run(settings: Settings, what: Eligibility) -> Result<ExitCode, Failure> {
    let reference = super::data::reference(&settings).await?;
    let as_of = what.as_of.unwrap_or_else(|| super::data::today(&settings));
    if what.all {
        out::written(all_csv(&reference, as_of))?;
        return Ok(ExitCode::from(exit::DONE));
    }
    let listed = super::hospital::find(&reference.directory, what.ccn.as_deref().unwrap_or_default())?;
    let facts = of_hospital(listed, &[], &[], as_of);
    let catalog = &reference.catalog;
    if what.json {
        let offers: Vec<_> = hospital_offers(catalog)
            .map(|offer| {
                let answer = explain(offer, &facts);
                json!({
                    "offer": offer.id, "provider": offer.provider, "name": offer.name,
                    "answer": answer, "sentence": sentence(offer, &answer.verdict),
                    "verified_on": offer.provenance.verified_on,
                })
            })
            .collect();
        let h = &listed.hospital;
        let value = json!({ "ccn": h.ccn, "name": h.name, "as_of": as_of, "catalog": catalog.version, "offers": offers });
        out::line(&format!("{value:#}"))?;
    } else {
        let head = format!("{}  {}", listed.hospital.ccn, listed.hospital.name);
        out::print(&text(catalog, &facts, &head))?;
    }
    Ok(ExitCode::from(exit::DONE))
}

/// Offers of programs for hospitals, then resources.
fn hospital_offers(catalog: &Catalog) -> impl Iterator<Item = &Offer> {
    let programs = catalog.programs.iter().filter(|p| p.serves == holdfast_core::catalog::Serves::Hospitals);
    programs.flat_map(|p| &p.offers).chain(&catalog.resources)
}

/// One word for a verdict, in tables.
pub(crate) fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "eligible",
        Verdict::Ineligible { .. } => "ineligible",
        Verdict::Refer { .. } => "refer",
        Verdict::Closed { .. } => "closed",
    }
}

fn text(catalog: &Catalog, facts: &Facts, head: &str) -> String {
    let mut out =
        format!("{head}\nAs of {}, before anyone has registered or answered a question.\n", facts.as_of);
    for (title, wanted) in [
        ("You may have", "eligible"),
        ("A reviewer looks, or one more answer settles it", "refer"),
        ("Not open on this day", "closed"),
        ("Not for this hospital", "ineligible"),
    ] {
        let rows: Vec<(&Offer, Verdict)> = hospital_offers(catalog)
            .map(|o| (o, verdict(o, facts)))
            .filter(|(_, v)| word(v) == wanted)
            .collect();
        if rows.is_empty() {
            continue;
        }
        out += &format!("\n{title} ({})\n", rows.len());
        for (offer, verdict) in rows {
            out += &format!("  {}  [{}: {}]\n", offer.name, offer.provider, offer.id);
            if wanted != "eligible" {
                out += &format!("      {}\n", sentence(offer, &verdict));
            }
            if offer.provenance.verified_on.is_none() {
                out += "      Not verified: nobody has checked this row at its source yet.\n";
            }
        }
    }
    out
}

fn all_csv(reference: &Reference, as_of: Date) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "ccn,name,state,offer,verdict,clause,fact,verified_on")?;
    let offers: Vec<&Offer> = hospital_offers(&reference.catalog).collect();
    for listed in reference.directory.hospitals.hospitals() {
        let facts = of_hospital(listed, &[], &[], as_of);
        let h = &listed.hospital;
        let state: StateCode = h.state;
        for offer in &offers {
            let v = verdict(offer, &facts);
            let (clause, fact) = match &v {
                Verdict::Eligible | Verdict::Closed { .. } => ("", ""),
                Verdict::Ineligible { clause } => (clause.as_str(), ""),
                Verdict::Refer { clause, because } => {
                    let fact = match because {
                        Because::Missing(kind) | Because::Disputed(kind) | Because::Unproven(kind) => {
                            kind.key()
                        }
                        Because::Judgement => "",
                    };
                    (clause.as_str(), fact)
                }
            };
            let name = h.name.replace('"', "\"\"");
            let checked = offer.provenance.verified_on.map(|on| on.to_string()).unwrap_or_default();
            writeln!(
                out,
                "{},\"{name}\",{state},{},{},{clause},{fact},{checked}",
                h.ccn,
                offer.id,
                word(&v)
            )?;
        }
    }
    out.flush()
}
