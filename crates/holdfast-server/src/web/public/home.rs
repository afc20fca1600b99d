//! `/`: what the program is, who may have what, how it works, and a box to check a hospital.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::Offer;
use holdfast_core::model::grouped;

use crate::App;
use crate::app::National;
use crate::auth::Visitor;
use crate::web::state_map::{StateShape, quarter, shapes};
use crate::web::{Layout, render};

/// Who may have a group of offers.
struct Tier {
    who: &'static str,
    says: &'static str,
    offers: Vec<(String, String)>,
}

/// A program one applies to with a form.
struct ByForm {
    name: String,
    purpose: String,
    href: String,
}

struct StateCount {
    name: &'static str,
    n: usize,
}

#[derive(Template)]
#[template(path = "public/home.html")]
struct HomePage {
    layout: Layout,
    purpose: String,
    tiers: Vec<Tier>,
    n_resources: usize,
    by_form: Vec<ByForm>,
    national: National,
    shapes: Vec<StateShape>,
    by_state: Vec<StateCount>,
    most: usize,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Response {
    render(&HomePage::new(&app, &visitor))
}

impl HomePage {
    fn new(app: &App, visitor: &Visitor) -> Self {
        let national = app.national();
        let most = national.by_state.values().copied().max().unwrap_or(0);
        let count = |state| national.by_state.get(&state).copied().unwrap_or(0);
        let words = |n: usize| match n {
            1 => "1 hospital".to_owned(),
            n => format!("{n} hospitals"),
        };
        let shapes = shapes(|state| {
            let n = count(state);
            (quarter(n, most), words(n), format!("/hospitals?q={}", state.as_str()))
        });
        let mut by_state: Vec<StateCount> =
            national.by_state.iter().map(|(s, n)| StateCount { name: s.name(), n: *n }).collect();
        by_state.sort_by_key(|s| (std::cmp::Reverse(s.n), s.name));
        let program = app.hospital_program();
        Self {
            layout: Layout::new(app, visitor),
            purpose: program.map(|p| p.purpose.clone()).unwrap_or_default(),
            tiers: program.map(|p| tiers(&p.offers, app.today())).unwrap_or_default(),
            n_resources: app.catalog.resources.len(),
            by_form: app
                .programs_by_form()
                .map(|p| ByForm {
                    name: p.name.clone(),
                    purpose: p.purpose.clone(),
                    href: format!("/programs/{}", p.id),
                })
                .collect(),
            shapes,
            by_state,
            most,
            national,
        }
    }

    /// `5,421`.
    fn grouped(&self, n: &usize) -> String {
        grouped(*n as u64)
    }

    /// The counts at which the shades of the map begin and end.
    fn legend(&self) -> Vec<(u8, String)> {
        let mut bands: Vec<(u8, String)> = vec![(0, "None".to_owned())];
        for level in 1..=4u8 {
            let of = |level: usize| self.most * level / 4;
            let (from, to) = (of(usize::from(level) - 1) + 1, of(usize::from(level)));
            if from <= to {
                bands.push((level, if from == to { from.to_string() } else { format!("{from} to {to}") }));
            }
        }
        bands
    }
}

/// The program's offers that can be had on a day, by who may have them, as their clauses say it.
fn tiers(offers: &[Offer], today: Date) -> Vec<Tier> {
    let asks = |o: &Offer, clause: &str| o.clauses.iter().any(|c| c.id.as_str() == clause);
    let pick = |wanted: &dyn Fn(&Offer) -> bool| {
        let open = offers.iter().filter(|o| o.window.holds(today));
        open.filter(|o| wanted(o)).map(|o| (o.name.clone(), o.cost.says.clone())).collect::<Vec<_>>()
    };
    let small = |o: &Offer| asks(o, "critical-access-or-rural-emergency");
    let larger = |o: &Offer| asks(o, "larger-hospital");
    [
        Tier {
            who: "Small and independent",
            says: "A critical access or rural emergency hospital that belongs to no health system.",
            offers: pick(&small),
        },
        Tier {
            who: "Larger and rural",
            says: "A rural hospital of another type that already has an eligible Microsoft plan.",
            offers: pick(&larger),
        },
        Tier {
            who: "Every rural hospital",
            says: "Whatever its size or owner.",
            offers: pick(&|o| !small(o) && !larger(o)),
        },
    ]
    .into_iter()
    .filter(|t| !t.offers.is_empty())
    .collect()
}
