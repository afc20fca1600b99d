//! People covered in plain sentences.

use super::Covered;
use crate::catalog::Denominator;
use crate::model::grouped;

/// "12.3 million people", "41,000 people", "1 person": three figures that count.
pub fn people_in_words(n: u64) -> String {
    match n {
        1 => "1 person".to_owned(),
        n if n >= 999_500 => {
            let hundred_thousands = (n + 50_000) / 100_000;
            let (whole, tenth) = (hundred_thousands / 10, hundred_thousands % 10);
            if tenth == 0 {
                format!("{} million people", grouped(whole))
            } else {
                format!("{}.{tenth} million people", grouped(whole))
            }
        }
        n => {
            let mut step = 1;
            while n / step >= 1_000 {
                step *= 10;
            }
            format!("{} people", grouped((n + step / 2) / step * step))
        }
    }
}

/// How many people are covered and how many are not; what is hidden is said to be.
pub fn headline(all: &Covered) -> String {
    let whole = people_in_words(all.people.all);
    let (Some(covered), Some(uncovered)) = (all.people.registered, all.people.uncovered()) else {
        return format!(
            "For {whole} the nearest emergency department is a rural hospital's. Too few hospitals registered to say how many of them are covered."
        );
    };
    if covered == 0 {
        return format!(
            "For {whole} the nearest emergency department is a rural hospital's. None of these hospitals has registered yet."
        );
    }
    let hospitals = match all.registered.count() {
        None => "a hospital that registered".to_owned(),
        Some(1) => "the one hospital that registered".to_owned(),
        Some(n) => format!("one of the {} hospitals that registered", grouped(u64::from(n))),
    };
    format!(
        "{} have {hospitals} as their nearest emergency department. {} whose nearest is a rural hospital are still uncovered.",
        people_in_words(covered),
        people_in_words(uncovered),
    )
}

/// People covered as a share of a stated number of people, with what that number counts.
pub fn against(all: &Covered, of: &Denominator) -> String {
    let counts = format!("{} {}", grouped(u64::from(of.n)), lower_first(&of.counts));
    let Some(covered) = all.people.registered.filter(|_| of.n > 0) else {
        return counts;
    };
    let percent = covered as f64 * 100.0 / f64::from(of.n);
    let percent =
        if covered > 0 && percent < 1.0 { "less than 1".to_owned() } else { format!("{percent:.0}") };
    let rest = u64::from(of.n).saturating_sub(covered);
    format!("{percent} % of {counts} {} uncovered by that count.", people_in_words(rest))
}

/// As it goes on inside a sentence.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::people_covered::People;
    use crate::decide::totals::Shown;

    #[test]
    fn people_have_three_figures() {
        let words = |n| people_in_words(n);
        assert_eq!(
            [words(0), words(1), words(999), words(41_234)],
            ["0 people", "1 person", "999 people", "41,200 people"]
        );
        assert_eq!(
            [words(999_499), words(999_500), words(12_345_678)],
            ["999,000 people", "1 million people", "12.3 million people"]
        );
    }

    #[track_caller]
    fn check(registered: Shown, covered: Option<u64>, expect: &str) {
        let people = People { all: 45_000_000, registered: covered, assessed: None };
        let all = Covered {
            n_rural: 2_100,
            registered,
            assessed: Shown::Hidden,
            people,
            only_within_30: People::default(),
        };
        assert_eq!(headline(&all), expect);
    }

    #[test]
    fn what_is_hidden_is_said_to_be() {
        check(
            Shown::Count { n: 550 },
            Some(12_300_000),
            "12.3 million people have one of the 550 hospitals that registered as their nearest emergency department. 32.7 million people whose nearest is a rural hospital are still uncovered.",
        );
        check(
            Shown::Count { n: 1 },
            Some(12_300),
            "12,300 people have the one hospital that registered as their nearest emergency department. 45 million people whose nearest is a rural hospital are still uncovered.",
        );
        check(
            Shown::Hidden,
            None,
            "For 45 million people the nearest emergency department is a rural hospital's. Too few hospitals registered to say how many of them are covered.",
        );
        check(
            Shown::Count { n: 0 },
            Some(0),
            "For 45 million people the nearest emergency department is a rural hospital's. None of these hospitals has registered yet.",
        );
    }
}
