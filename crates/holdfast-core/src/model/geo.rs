//! Where things are: ZIP codes, county FIPS codes and points. All codes are text with their leading zeros.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a text is not a place code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GeoError {
    /// Not five digits.
    #[error("a ZIP code has five digits; `{0}` does not")]
    Zip(String),
    /// Not five digits.
    #[error("a county FIPS code has five digits; `{0}` does not")]
    County(String),
    /// Latitude or longitude outside the globe.
    #[error("`{0}` is not a latitude and longitude")]
    Point(String),
}

fn five_digits(text: &str) -> Option<[u8; 5]> {
    let bytes = text.trim().as_bytes();
    let five: [u8; 5] = bytes.try_into().ok()?;
    five.iter().all(u8::is_ascii_digit).then_some(five)
}

macro_rules! five_digit_code {
    ($(#[$doc:meta])* $name:ident, $error:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 5]);

        impl $name {
            /// Reads five digits; anything else is refused.
            pub fn parse(text: &str) -> Result<Self, GeoError> {
                five_digits(text).map(Self).ok_or_else(|| GeoError::$error(text.chars().take(20).collect()))
            }

            /// The five digits.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or("00000")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }

        impl TryFrom<String> for $name {
            type Error = GeoError;
            fn try_from(text: String) -> Result<Self, GeoError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.as_str().to_owned()
            }
        }
    };
}

five_digit_code!(
    /// A five-digit ZIP code, as text.
    Zip,
    Zip
);
five_digit_code!(
    /// A five-digit county FIPS code (two of state, three of county), as text. Connecticut uses planning regions 09110 to 09190.
    CountyFips,
    County
);

/// A place on the globe, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub lat: f64,
    /// Longitude, -180 to 180.
    pub lon: f64,
}

impl Point {
    /// A point, refused outside the globe or when either number is not finite.
    pub fn new(lat: f64, lon: f64) -> Result<Self, GeoError> {
        if lat.is_finite() && lon.is_finite() && lat.abs() <= 90.0 && lon.abs() <= 180.0 {
            Ok(Self { lat, lon })
        } else {
            Err(GeoError::Point(format!("{lat}, {lon}")))
        }
    }

    /// Great-circle distance in kilometres (haversine, Earth radius 6,371.0088 km). Roads are longer.
    pub fn km_to(&self, other: &Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (dlat, dlon) = (b - a, (other.lon - self.lon).to_radians());
        let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6_371.008_8 * h.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_keep_their_zeros() {
        assert_eq!(Zip::parse("00601").map(|z| z.to_string()), Ok("00601".to_owned()));
        assert_eq!(Zip::parse("601").unwrap_err().to_string(), "a ZIP code has five digits; `601` does not");
        assert!(CountyFips::parse("0910x").is_err());
    }

    #[test]
    fn distance_is_right_to_a_percent() {
        let billings = Point::new(45.7833, -108.5007).expect("on the globe");
        let sheridan = Point::new(44.7972, -106.9562).expect("on the globe");
        let km = billings.km_to(&sheridan);
        assert!((162.0..166.0).contains(&km), "{km}");
        assert!(Point::new(91.0, 0.0).is_err());
    }
}
