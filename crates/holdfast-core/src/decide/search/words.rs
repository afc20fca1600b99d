//! Words as they are compared: small letters without accents or apostrophes, abbreviations written out.

use super::slips::LONGEST;

/// No person types more, and a pasted text is cut here.
const LONGEST_QUERY: usize = 256;
const MOST_WORDS: usize = 12;

/// Abbreviations of hospital names and streets, and what each stands for, in alphabetical order.
const SHORT_FOR: &[(&str, &str)] = &[
    ("assn", "association"),
    ("assoc", "association"),
    ("behav", "behavioral"),
    ("cen", "center"),
    ("centre", "center"),
    ("chld", "childrens"),
    ("clin", "clinic"),
    ("cntr", "center"),
    ("cnty", "county"),
    ("co", "county"),
    ("comm", "community"),
    ("commun", "community"),
    ("ctr", "center"),
    ("dist", "district"),
    ("ft", "fort"),
    ("gen", "general"),
    ("genl", "general"),
    ("govt", "government"),
    ("hlth", "health"),
    ("hlthcare", "healthcare"),
    ("hosp", "hospital"),
    ("hsp", "hospital"),
    ("hspt", "hospital"),
    ("inst", "institute"),
    ("mc", "medical"),
    ("med", "medical"),
    ("mem", "memorial"),
    ("meml", "memorial"),
    ("meth", "methodist"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("natl", "national"),
    ("presby", "presbyterian"),
    ("psych", "psychiatric"),
    ("reg", "regional"),
    ("regl", "regional"),
    ("rehab", "rehabilitation"),
    ("rgnl", "regional"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("svc", "services"),
    ("svcs", "services"),
    ("sys", "system"),
    ("univ", "university"),
    ("vly", "valley"),
];

/// Words that stand in most queries and tell nothing.
const EMPTY: &[&str] = &["a", "and", "at", "in", "of", "the"];

/// The words of a text.
pub(super) fn of_text(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        match folded(c) {
            Some(c) => {
                if let Some(word) = words.last_mut().filter(|w| w.len() < LONGEST) {
                    word.push(c);
                }
            }
            None if matches!(c, '\'' | '’' | '`' | '.') => {} // ST. JOHN'S is one word shorter than it looks
            None => words.push(String::new()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

/// The words of a name or city, abbreviations written out, and "health care" as "healthcare" too.
pub(super) fn of_name(name: &str) -> Vec<String> {
    let mut words: Vec<String> = of_text(name).iter().map(|w| written_out(w).to_owned()).collect();
    let joined = words.windows(2).any(|pair| pair[0] == "health" && pair[1] == "care");
    if words.iter().any(|w| w == "healthcare") {
        words.extend(["health".to_owned(), "care".to_owned()]);
    } else if joined {
        words.push("healthcare".to_owned());
    }
    words
}

/// The words of a query, as typed; ones that tell nothing are dropped while others are left.
pub(super) fn of_query(query: &str) -> Vec<String> {
    let head: String = query.chars().take(LONGEST_QUERY).collect();
    let mut words = of_text(&head);
    words.truncate(MOST_WORDS);
    // "in" and "or" are states too, but nobody writes those small words for them first.
    if words.iter().any(|w| !EMPTY.contains(&w.as_str())) && words.len() > 2 {
        words.retain(|w| !EMPTY.contains(&w.as_str()));
    }
    words.dedup();
    words
}

/// What a typed word may stand for: itself, and what it is short for. "mt" is Montana and Mount.
pub(super) fn expanded(word: &str) -> impl Iterator<Item = &str> {
    let long = written_out(word);
    std::iter::once(word).chain((long != word).then_some(long))
}

fn written_out(word: &str) -> &str {
    SHORT_FOR.binary_search_by_key(&word, |(short, _)| short).map_or(word, |i| SHORT_FOR[i].1)
}

fn folded(c: char) -> Option<char> {
    let c = match c {
        'á' | 'à' | 'ä' | 'â' | 'Á' | 'À' | 'Ä' | 'Â' => 'a',
        'é' | 'è' | 'ë' | 'ê' | 'É' | 'È' | 'Ë' | 'Ê' => 'e',
        'í' | 'ï' | 'î' | 'Í' | 'Ï' | 'Î' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ó' | 'ö' | 'ô' | 'Ó' | 'Ö' | 'Ô' => 'o',
        'ú' | 'ü' | 'û' | 'Ú' | 'Ü' | 'Û' => 'u',
        c => c.to_ascii_lowercase(),
    };
    c.is_ascii_alphanumeric().then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_in_order_and_lead_to_whole_words() {
        assert!(SHORT_FOR.is_sorted_by_key(|(short, _)| short));
        assert!(SHORT_FOR.iter().all(|(_, long)| written_out(long) == *long));
    }

    #[test]
    fn words_are_compared_plain() {
        assert_eq!(
            of_name("ST. JOHN'S MEM HOSP & MED CTR"),
            ["saint", "johns", "memorial", "hospital", "medical", "center"]
        );
        assert_eq!(of_name("Doña Ana Health Care"), ["dona", "ana", "health", "care", "healthcare"]);
        assert_eq!(of_query("the hospital in Havre"), ["hospital", "havre"]);
        assert_eq!(of_query("gary in"), ["gary", "in"]);
        assert_eq!(expanded("mt").collect::<Vec<_>>(), ["mt", "mount"]);
        assert_eq!(of_query(&"x ".repeat(500_000)), ["x"]);
    }
}
