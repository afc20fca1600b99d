//! Dots for the most critical places, a path for each kind, so that hundreds of them weigh little.

use std::fmt::Write as _;

use holdfast_core::decide::people_covered::{RuralSite, Standing};

use crate::web::state_map::place;

/// Places drawn, the most critical ones.
const MOST: usize = 500;

/// Paths of dots: each dot is a stroke of no length with a round end.
#[derive(Default)]
pub(super) struct Dots {
    /// Of places where no hospital registered; for partners, of all places.
    pub(super) outside: String,
    /// Where one registered.
    pub(super) registered: String,
    /// Where one is assessed.
    pub(super) assessed: String,
    /// How many are drawn.
    pub(super) n: usize,
}

/// The most critical places. Without `standings` all are alike.
pub(super) fn dots(sites: &[RuralSite], standings: &[Standing]) -> Dots {
    let mut dots = Dots::default();
    for (i, site) in sites.iter().enumerate().filter(|(_, site)| site.only_within_30.mid > 0).take(MOST) {
        let (x, y) = place(site.point, site.state);
        let path = match standings.get(i) {
            Some(Standing::Assessed) => &mut dots.assessed,
            Some(Standing::Registered) => &mut dots.registered,
            Some(Standing::Outside) | None => &mut dots.outside,
        };
        // A string takes all that is written to it.
        let _ = write!(path, "M{x:.0} {y:.0}h0");
        dots.n += 1;
    }
    dots
}

#[cfg(test)]
mod tests {
    use holdfast_core::decide::care::Count;
    use holdfast_core::model::{Ccn, Point, StateCode};

    use super::*;

    fn site(people: u64) -> RuralSite {
        RuralSite {
            state: StateCode::parse("KS").expect("a state"),
            point: Point::new(38.5, -98.0).expect("on the globe"),
            hospitals: vec![Ccn::parse("991301").expect("a number")],
            people,
            only_within_30: Count { low: people, mid: people, high: people },
            rank: Some(1),
        }
    }

    #[test]
    fn each_place_is_drawn_once_by_how_far_it_has_come() {
        let sites = [site(3), site(2), site(1), site(0)];
        let drawn =
            dots(&sites, &[Standing::Assessed, Standing::Outside, Standing::Registered, Standing::Outside]);
        assert_eq!(drawn.n, 3, "nobody's only one is not drawn");
        assert_eq!(drawn.assessed, drawn.registered);
        assert!(drawn.outside.starts_with('M') && drawn.outside.ends_with("h0"), "{}", drawn.outside);
        let partners = dots(&sites, &[]);
        assert_eq!((partners.n, partners.registered.as_str()), (3, ""));
        assert_eq!(dots(&vec![site(1); 900], &[]).n, MOST);
    }
}
