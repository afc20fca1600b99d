//! Values that are more than text: numbers, parts of a date, networks.
//!
//! Each reads the rendered text of a field; text that is none of these compares as false.

use core::net::IpAddr;
use std::cmp::Ordering;

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Op {
    Eq,
    Lt,
    Lte,
    Gt,
    Gte,
}

impl Op {
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::Lt => order.is_lt(),
            Self::Lte => order.is_le(),
            Self::Gt => order.is_gt(),
            Self::Gte => order.is_ge(),
        }
    }
}

/// A number as written: whole numbers exactly, hexadecimal ones with `0x`, others as the nearest double.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Whole(i128),
    Broken(f64),
}

impl Number {
    /// Reads a number; blanks around it do not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            return u64::from_str_radix(digits, 16).ok().map(|n| Self::Whole(n.into()));
        }
        // "inf" and "nan" are words, not numbers.
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        match text.parse() {
            Ok(whole) => Some(Self::Whole(whole)),
            Err(_) => text.parse::<f64>().ok().filter(|n| n.is_finite()).map(Self::Broken),
        }
    }

    /// The number as a double, for sums.
    pub(crate) fn as_f64(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Broken(n) => n,
        }
    }

    pub(crate) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.cmp(&b),
            (a, b) => a.as_f64().total_cmp(&b.as_f64()),
        }
    }
}

/// Bit for bit, so that equal rules are equal.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other).is_eq()
    }
}

/// What a time modifier takes of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl Part {
    /// This part of a date written like `2026-08-05 07:40:10` or `2026-08-05T07:40:10Z`; zones are not looked at.
    ///
    /// Weeks are those of ISO 8601. Specification, modifiers appendix, "Time Modifiers".
    pub(crate) fn of(self, text: &str) -> Option<i128> {
        let text = text.trim();
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((date, time)) => (date, time),
            None => (text, ""),
        };
        let mut of_date = date.split('-').map(digits);
        let (year, month, day) = (of_date.next()??, of_date.next()??, of_date.next()??);
        if of_date.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let mut of_time = time.split(':');
        let hour = || digits(time.split(':').next()?).filter(|h| *h < 24);
        Some(match self {
            Self::Year => year.into(),
            Self::Month => month.into(),
            Self::Day => day.into(),
            Self::Week => iso_week(year, month, day).into(),
            Self::Hour => hour()?.into(),
            Self::Minute => {
                hour()?;
                digits(of_time.nth(1)?.get(..2)?).filter(|m| *m < 60)?.into()
            }
        })
    }
}

fn digits(text: &str) -> Option<i32> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The ISO 8601 week: week 1 has the year's first Thursday.
fn iso_week(year: i32, month: i32, day: i32) -> i32 {
    let leap = |y: i32| (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][(month - 1) as usize];
    let of_year = before + day + i32::from(leap(year) && month > 2);
    // Weekday of 31 December of a year, Sunday 0.
    let last = |y: i32| (y + y / 4 - y / 100 + y / 400).rem_euclid(7);
    let weekday = (last(year - 1) + of_year - 1) % 7 + 1;
    let weeks_in = |y: i32| 52 + i32::from(last(y) == 4 || last(y - 1) == 3);
    match (of_year - weekday + 10) / 7 {
        0 => weeks_in(year - 1),
        week if week > weeks_in(year) => 1,
        week => week,
    }
}

/// A network as `10.0.0.0/8` or `fe80::/10`; an address alone is a network of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cidr {
    base: IpAddr,
    bits: u8,
}

impl Cidr {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
            None => (text.trim(), None),
        };
        let base: IpAddr = address.parse().ok()?;
        let widest = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(widest);
        (bits <= widest).then_some(Self { base, bits })
    }

    /// Whether the text is an address inside. An IPv4 network has no IPv6 addresses, written as they may be.
    pub(crate) fn contains(self, text: &str) -> bool {
        let Ok(address) = text.trim().parse::<IpAddr>() else { return false };
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let differ = (u32::from(base) ^ u32::from(address)).checked_shr(32 - u32::from(self.bits));
                differ.unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let differ = (u128::from(base) ^ u128::from(address)).checked_shr(128 - u32::from(self.bits));
                differ.unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_as_numbers() {
        let holds = |a: &str, op: Op, b: &str| match (Number::parse(a), Number::parse(b)) {
            (Some(a), Some(b)) => op.holds(a.compare(b)),
            _ => false,
        };
        assert!(holds("10", Op::Gt, "9") && holds("0x10", Op::Eq, "16") && holds("1.5", Op::Lt, "2"));
        assert!(holds(" 7 ", Op::Gte, "7") && holds("-1", Op::Lte, "0") && !holds("1", Op::Gt, "1"));
        assert!(holds("18446744073709551615", Op::Gt, "18446744073709551614"));
        for none in ["", "abc", "0x", "inf", "NaN", "1e999", "0xfffffffffffffffff"] {
            assert!(Number::parse(none).is_none(), "{none}");
        }
    }

    #[test]
    fn parts_of_a_date() {
        #[track_caller]
        fn check(text: &str, expected: [Option<i128>; 6]) {
            let parts = [Part::Year, Part::Month, Part::Day, Part::Hour, Part::Minute, Part::Week];
            assert_eq!(parts.map(|p| p.of(text)), expected, "{text}");
        }
        let some = |v: [i128; 6]| v.map(Some);
        check("2025-11-27T07:40:10.165324Z", some([2025, 11, 27, 7, 40, 48]));
        check("2025-11-27 23:05:10", some([2025, 11, 27, 23, 5, 48]));
        check("2021-01-03 00:00", some([2021, 1, 3, 0, 0, 53]));
        check("2024-12-30T10:00", some([2024, 12, 30, 10, 0, 1]));
        check("2026-01-01T10:00", some([2026, 1, 1, 10, 0, 1]));
        check("2020-02-29", [Some(2020), Some(2), Some(29), None, None, Some(9)]);
        for none in ["", "yesterday", "2025-13-01", "2025-00-01", "12:30", "1-2-3-4"] {
            check(none, [None; 6]);
        }
    }

    #[test]
    fn networks() {
        #[track_caller]
        fn check(network: &str, inside: &[&str], outside: &[&str]) {
            let network = Cidr::parse(network).unwrap();
            assert!(inside.iter().all(|a| network.contains(a)), "{network:?}");
            assert!(!outside.iter().any(|a| network.contains(a)), "{network:?}");
        }
        check(
            "10.0.0.0/8",
            &["10.0.0.0", "10.255.255.255"],
            &["11.0.0.1", "::ffff:10.0.0.1", "10.0.0", "-", ""],
        );
        check("192.168.1.7", &["192.168.1.7"], &["192.168.1.8"]);
        check("0.0.0.0/0", &["1.2.3.4"], &["::1"]);
        check("fe80::/10", &["fe80::1", "FEBF::1"], &["fec0::1"]);
        check("::/0", &["::1"], &["1.2.3.4"]);
        check("10.1.2.3/8", &["10.9.9.9"], &[]);
        for none in ["10.0.0.0/33", "10.0.0/8", "x", "::/129", "10.0.0.0/-1"] {
            assert!(Cidr::parse(none).is_none(), "{none}");
        }
    }
}
