//! People covered in plain sentences.

use super::Covered;
use crate::catalog::Denominator;
use crate::model::{day_in_words, figures, grouped};

/// "12.3 million people", "41,200 people", "1 person": three figures that count.
pub fn people_rounded(n: u64) -> String {
    if n == 1 {
        return "1 person".to_owned();
    }
    let n = figures(n, 3);
    match (n / 1_000_000, n % 1_000_000 / 100_000) {
        (0, _) => format!("{} people", grouped(n)),
        (whole, 0) => format!("{} million people", grouped(whole)),
        (whole, tenth) if whole < 100 => format!("{whole}.{tenth} million people"),
        (whole, _) => format!("{} million people", grouped(whole)),
    }
}

/// How many people are covered and how many are not; what is hidden is said to be.
pub fn headline(all: &Covered) -> String {
    let whole = people_rounded(all.people.all);
    let (Some(covered), Some(uncovered)) = (all.people.registered, all.people.uncovered) else {
        return format!(
            "For {whole} the nearest emergency department is a rural hospital's. Too few hospitals registered to say how many of them are covered."
        );
    };
    if covered == 0 {
        return format!(
            "For {whole} the nearest emergency department is a rural hospital's. None of these hospitals has registered yet."
        );
    }
    format!(
        "{} have a rural hospital that takes part as their nearest emergency department. {} whose nearest is a rural hospital are not \
         counted as covered.",
        people_rounded(covered),
        people_rounded(uncovered),
    )
}

/// People covered as a share of a stated number of people, with what that number counts, and who says so.
pub fn against(all: &Covered, of: &Denominator) -> String {
    let checked = of.provenance.verified_on.map_or_else(
        || "Nobody has checked it at its source.".to_owned(),
        |on| format!("Checked {}.", day_in_words(on)),
    );
    format!("{} Source: {}. {checked}", share_of(all, of), of.provenance.source.trim_end_matches('.'))
}

fn share_of(all: &Covered, of: &Denominator) -> String {
    let counts = format!("{} {}", grouped(u64::from(of.n)), lower_first(&of.counts));
    let Some(covered) = all.people.registered.filter(|_| of.n > 0) else {
        return counts;
    };
    let percent = covered as f64 * 100.0 / f64::from(of.n);
    let percent =
        if covered > 0 && percent < 1.0 { "less than 1".to_owned() } else { format!("{percent:.0}") };
    let rest = u64::from(of.n).saturating_sub(covered);
    format!("{percent} % of {counts} {} uncovered by that count.", people_rounded(rest))
}

/// What partners are not shown, and why. `min_group`: the smallest group shown.
pub fn rule(min_group: u32) -> String {
    format!(
        "Groups of 1 to {} hospitals are hidden, and other numbers with them. People covered are told to the nearest hundred thousand, and of \
         a state only in quarters: anybody can look up how many people live nearest to each hospital, so a finer number would name some. \
         Hospitals that did not agree to be counted are left out.",
        min_group.saturating_sub(1)
    )
}

/// As it goes on inside a sentence.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Provenance;
    use crate::decide::people_covered::People;
    use crate::decide::totals::Shown;

    #[test]
    fn people_have_three_figures() {
        let check = |n, expect: &str| assert_eq!(people_rounded(n), expect);
        check(0, "0 people");
        check(1, "1 person");
        check(41_234, "41,200 people");
        check(999_499, "999,000 people");
        check(999_500, "1 million people");
        check(12_345_678, "12.3 million people");
        check(123_456_789, "123 million people");
    }

    fn all(covered: Option<u64>) -> Covered {
        let all = 45_000_000;
        let people = People { all, registered: covered, uncovered: covered.map(|n| all - n), assessed: None };
        Covered {
            n_rural: 2_100,
            registered: Shown::Hidden,
            assessed: Shown::Hidden,
            people,
            share: None,
            only_within_30: People::default(),
        }
    }

    #[test]
    fn what_is_hidden_is_said_to_be() {
        let check = |covered, expect: &str| assert_eq!(headline(&all(covered)), expect);
        check(
            Some(12_300_000),
            "12.3 million people have a rural hospital that takes part as their nearest emergency department. 32.7 million people whose \
             nearest is a rural hospital are not counted as covered.",
        );
        check(
            None,
            "For 45 million people the nearest emergency department is a rural hospital's. Too few hospitals registered to say how many of \
             them are covered.",
        );
        check(
            Some(0),
            "For 45 million people the nearest emergency department is a rural hospital's. None of these hospitals has registered yet.",
        );
    }

    #[test]
    fn a_stated_number_has_its_share_and_its_source() {
        let of = Denominator {
            n: 60_000_000,
            counts: "People whom rural hospitals serve.".to_owned(),
            provenance: Provenance { source: "An announcement.".to_owned(), verified_on: None },
        };
        let check = |covered, expect: &str| assert_eq!(against(&all(covered), &of), expect);
        let source = "Source: An announcement. Nobody has checked it at its source.";
        check(
            Some(12_300_000),
            &format!(
                "20 % of 60,000,000 people whom rural hospitals serve. 47.7 million people uncovered by that count. {source}"
            ),
        );
        check(
            Some(300_000),
            &format!(
                "less than 1 % of 60,000,000 people whom rural hospitals serve. 59.7 million people uncovered by that count. {source}"
            ),
        );
        check(None, &format!("60,000,000 people whom rural hospitals serve. {source}"));
    }
}
