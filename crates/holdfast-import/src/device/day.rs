//! Days as Windows and lists write them. One that could be read in two ways is not read at all.

use jiff::civil::{Date, DateTime, Time};

/// A day, when it can be read in one way only.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let end = text.find([' ', ',', 'T']).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let mark = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<i16> = date.split(mark).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [a, b, c] = parts[..] else { return None };
    let of = |year: i16, month: i16, day: i16| {
        let year = if year < 100 { 2_000 + year } else { year };
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let is_american = rest.to_ascii_uppercase().contains('M');
    match mark {
        _ if a > 31 => of(a, b, c),
        // Only where months come first do people write AM and PM after slashes.
        '/' if is_american => of(c, a, b),
        '.' => of(c, b, a),
        '/' | '-' if a > 12 => of(c, b, a),
        '/' | '-' if b > 12 => of(c, a, b),
        '/' | '-' if a == b => of(c, a, b),
        _ => None,
    }
}

/// A day and a time of day, when both can be read.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    let date = day(text)?;
    let clock = text.split([' ', ',', 'T']).find(|word| word.contains(':'))?;
    let mut parts = clock.split(':').map(|p| p.trim_end_matches('Z').parse::<i8>());
    let mut hour = parts.next()?.ok()?;
    let (minute, second) = (parts.next()?.ok()?, parts.next().and_then(Result::ok).unwrap_or(0));
    let upper = text.to_ascii_uppercase();
    if upper.contains("PM") && hour < 12 {
        hour += 12;
    } else if upper.contains("AM") && hour == 12 {
        hour = 0;
    }
    Some(date.to_datetime(Time::new(hour, minute, second, 0).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_when_it_can_be_read_in_one_way() {
        let check = |text: &str, expected: &str| {
            assert_eq!(day(text).map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
        };
        check("5/24/2018, 9:07:00 AM", "2018-05-24");
        check("3/7/2019, 7:54:07 AM", "2019-03-07");
        check("10/09/2018, 09:40:53", "");
        check("24/09/2018, 09:40:53", "2018-09-24");
        check("26-1-2019, 08:27:55", "2019-01-26");
        check("17.04.2020, 12:02:40", "2020-04-17");
        check("2019/1/24, 9:46:29", "2019-01-24");
        check("2026-11-27T08:00:00Z", "2026-11-27");
        check("22/2/2022", "2022-02-22");
        check("2/2/2022", "2022-02-02");
        check("2/3/2022", "");
        check("13/13/2022", "");
        check("", "");
        check("soon", "");
    }

    #[test]
    fn a_time_of_day_goes_with_it() {
        let check = |text: &str, expected: &str| {
            assert_eq!(moment(text).map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
        };
        check("3/7/2019, 7:54:07 PM", "2019-03-07T19:54:07");
        check("3/7/2019, 12:54:07 AM", "2019-03-07T00:54:07");
        check("17.04.2020, 12:02:40", "2020-04-17T12:02:40");
        check("2026-11-27 08:00", "2026-11-27T08:00:00");
        check("17.04.2020", "");
    }
}
