//! A name as people write it, from the capitals CMS prints. For display and for a form to confirm; never a key.

/// Words that stay small inside a name.
const SMALL: &[&str] = &["a", "an", "and", "at", "by", "de", "del", "for", "in", "of", "on", "the", "to"];

/// Letters that stay capitals.
const CAPITALS: &[&str] = &[
    "CAH", "CHI", "CMC", "DBA", "HCA", "HMC", "II", "III", "IV", "LLC", "LLP", "LP", "LTAC", "MHP", "NE",
    "NW", "OSF", "PHS", "REH", "SCL", "SE", "SSM", "SW", "UAB", "UC", "UF", "UNC", "UNM", "UPMC", "US",
    "USA", "UT", "UVA", "VA",
];

/// `RUBY VALLEY MEDICAL CENTER` becomes `Ruby Valley Medical Center`.
///
/// A name that has any small letter already is left as it is.
pub fn display_case(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    for (i, word) in name.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let after_mark = out.trim_end().ends_with(['-', '(', '/', ',']);
        push_word(word, i > 0 && !after_mark, &mut out);
    }
    out
}

fn push_word(word: &str, may_be_small: bool, out: &mut String) {
    let lower = word.to_lowercase();
    if may_be_small && SMALL.contains(&lower.as_str()) {
        out.push_str(&lower);
        return;
    }
    // A word may hold several: `CAREPOINT-HOBOKEN`, `(CLAY)`, `ST.LUKE'S`.
    let mut part = String::new();
    for c in word.chars() {
        if c.is_alphanumeric() || c == '\'' || c == '\u{2019}' {
            part.push(c);
        } else {
            push_part(&part, out);
            part.clear();
            out.push(c);
        }
    }
    push_part(&part, out);
}

fn push_part(part: &str, out: &mut String) {
    if CAPITALS.contains(&part) || part.chars().any(|c| c.is_ascii_digit()) {
        out.push_str(part);
        return;
    }
    let mc = part.len() > 4 && part.starts_with("MC") && part.is_ascii();
    let mut raise_next = true;
    let mut chars = part.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if raise_next || (mc && i == 2) {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        // O'CONNOR raises what follows; MARY'S does not.
        raise_next = matches!(c, '\'' | '\u{2019}') && part.len() - i > 3 && chars.peek().is_some();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(capitals: &str, shown: &str) {
        assert_eq!(display_case(capitals), shown);
        assert_eq!(display_case(shown), shown);
    }

    #[test]
    fn names_read_as_people_write_them() {
        check("FIXTURE MEMORIAL HOSPITAL", "Fixture Memorial Hospital");
        check("HOSPITAL OF THE VALLEY", "Hospital of the Valley");
        check("THE MEDICAL CENTER AT FRANKLIN", "The Medical Center at Franklin");
        check("ST. MARY'S HOSPITAL", "St. Mary's Hospital");
        check("O'CONNOR HOSPITAL", "O'Connor Hospital");
        check("MCKENZIE COUNTY HEALTHCARE", "McKenzie County Healthcare");
        check("MCKAY-DEE HOSPITAL", "McKay-Dee Hospital");
        check("UPMC SOMEWHERE (CLAY)", "UPMC Somewhere (Clay)");
        check("DISTRICT NO 1 HOSPITAL II", "District No 1 Hospital II");
        check("CHI ST ELSEWHERE HEALTH, LLC", "CHI St Elsewhere Health, LLC");
        check("  TWO   BLANKS ", "Two Blanks");
        check("Kept AsItIs", "Kept AsItIs");
        check("", "");
    }
}
