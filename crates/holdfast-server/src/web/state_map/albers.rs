//! Where a point of the earth lies on the picture of the states: equal areas, Alaska and Hawaii moved in below.
//!
//! The outlines were drawn with these figures: Albers' conic projection (Snyder, Map Projections, USGS 1395, 1987, section 14) at
//! 1,300 units a radian, shifted into a picture of 975 by 610.

use holdfast_core::model::{Point, StateCode};

const SCALE: f64 = 1_300.0;
const MIDDLE: (f64, f64) = (487.5, 305.0);

/// A cone with its parallels, its meridian, the point in its middle, and where and how large that is drawn. Degrees, units.
struct Cone {
    parallels: (f64, f64),
    meridian: f64,
    /// East of the meridian, and north.
    centre: (f64, f64),
    scale: f64,
    at: (f64, f64),
}

const MAINLAND: Cone =
    Cone { parallels: (29.5, 45.5), meridian: -96.0, centre: (-0.6, 38.7), scale: SCALE, at: MIDDLE };
const ALASKA: Cone = Cone {
    parallels: (55.0, 65.0),
    meridian: -154.0,
    centre: (-2.0, 58.5),
    scale: SCALE * 0.35,
    at: (MIDDLE.0 - 0.307 * SCALE, MIDDLE.1 + 0.201 * SCALE),
};
const HAWAII: Cone = Cone {
    parallels: (8.0, 18.0),
    meridian: -157.0,
    centre: (-3.0, 19.9),
    scale: SCALE,
    at: (MIDDLE.0 - 0.205 * SCALE, MIDDLE.1 + 0.212 * SCALE),
};

/// Across and down, in units of the picture. A place outside the fifty states lies where the mainland's cone puts it, off the picture.
pub fn place(point: Point, state: StateCode) -> (f64, f64) {
    let cone = match state.as_str() {
        "AK" => &ALASKA,
        "HI" => &HAWAII,
        _ => &MAINLAND,
    };
    cone.place(point)
}

impl Cone {
    fn place(&self, point: Point) -> (f64, f64) {
        let (centre_x, centre_y) = self.flat(self.centre.0, self.centre.1);
        // Islands beyond the date line belong beside the rest.
        let east = (point.lon - self.meridian + 540.0).rem_euclid(360.0) - 180.0;
        let (x, y) = self.flat(east, point.lat);
        (self.at.0 + self.scale * (x - centre_x), self.at.1 - self.scale * (y - centre_y))
    }

    /// On a plane of the globe's radius: degrees east of the meridian and north to units across and up.
    fn flat(&self, east: f64, north: f64) -> (f64, f64) {
        let sin = |degrees: f64| degrees.to_radians().sin();
        let first = sin(self.parallels.0);
        let n = (first + sin(self.parallels.1)) / 2.0;
        let c = 1.0 + first * (2.0 * n - first);
        let radius = (c - 2.0 * n * sin(north)).max(0.0).sqrt() / n;
        let angle = east.to_radians() * n;
        (radius * angle.sin(), c.sqrt() / n - radius * angle.cos())
    }
}

#[cfg(test)]
mod tests {
    use super::super::outlines_meeting;
    use super::*;

    #[test]
    fn places_lie_within_the_outline_of_their_state() {
        let check = |state: &str, lat: f64, lon: f64| {
            let state = StateCode::parse(state).expect("a state");
            let (x, y) = place(Point::new(lat, lon).expect("on the globe"), state);
            let around = outlines_meeting((x - 0.5, y - 0.5, 1.0, 1.0));
            assert!(around.iter().any(|o| o.code == state.as_str()), "{state:?} {x:.0} {y:.0}");
        };
        check("MT", 46.59, -112.02);
        check("ME", 44.31, -69.78);
        check("FL", 25.77, -80.19);
        check("CA", 32.72, -117.16);
        check("WA", 47.61, -122.33);
        check("AK", 61.22, -149.90);
        check("HI", 21.31, -157.86);
        // The far end of the Aleutians, which the outlines leave out, is beyond the date line and still west of all others.
        let attu = Point::new(52.83, 173.17).expect("on the globe");
        let (x, _) = place(attu, StateCode::parse("AK").expect("a state"));
        assert!(x < 0.0, "{x}");
    }
}
