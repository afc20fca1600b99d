//! A badge's picture as SVG, with or without the token inside: a shield with a tick, and the badge's name as text. No script, no font
//! from anywhere, and words for whoever does not see it.
//!
//! Source: Open Badges 3.0, "Baked Badge": the element stands directly after the opening tag.

use std::fmt::Write as _;

/// Letters in a line of the name.
const LINE: usize = 24;
/// Lines of the name.
const LINES: usize = 5;

/// The picture of a badge. `name`: what it is called; `alt`: what it is given for, in words; `lang`: the tag of their language.
pub fn svg(name: &str, alt: &str, lang: &str) -> String {
    picture(name, alt, lang, "")
}

/// The picture with a token inside.
pub fn svg_with(token: &str, name: &str, alt: &str, lang: &str) -> String {
    let baked = format!("<openbadges:credential verify=\"{}\"></openbadges:credential>", escaped(token));
    picture(name, alt, lang, &baked)
}

fn picture(name: &str, alt: &str, lang: &str, baked: &str) -> String {
    let lines = lines_of(name);
    let mut words = String::new();
    for (i, line) in lines.iter().enumerate() {
        let _ = write!(words, "<tspan x=\"256\" y=\"{}\">{}</tspan>", 352 + 28 * i, escaped(line));
    }
    let (name, alt, lang) = (escaped(name), escaped(alt), escaped(lang));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\" viewBox=\"0 0 512 512\" \
        width=\"512\" height=\"512\" role=\"img\" aria-labelledby=\"name alt\" xml:lang=\"{lang}\">{baked}\
        <title id=\"name\">{name}</title><desc id=\"alt\">{alt}</desc>\
        <rect width=\"512\" height=\"512\" rx=\"24\" fill=\"#ffffff\"/>\
        <path d=\"M256 28 96 84v96c0 72 62 116 160 144 98-28 160-72 160-144V84Z\" fill=\"#14532d\"/>\
        <path d=\"m180 172 56 56 100-112\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"30\" stroke-linecap=\"round\" \
        stroke-linejoin=\"round\"/>\
        <text text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"24\" fill=\"#111827\">{words}</text></svg>\n"
    )
}

/// The name in lines. What does not fit is cut, and the title has the whole.
fn lines_of(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::badge::token_in;

    #[test]
    fn a_picture_carries_its_token_and_says_what_it_is() {
        let plain = svg("Security lessons done: Clinical staff", "Did ten lessons.", "en");
        assert!(plain.contains("<title id=\"name\">Security lessons done: Clinical staff</title>"));
        assert_eq!(token_in(&plain), None);
        let baked = svg_with("a.b.c", "Security lessons done: Clinical staff", "Did ten lessons.", "en");
        assert_eq!(token_in(&baked), Some("a.b.c"));
        assert_eq!(
            baked.replace("<openbadges:credential verify=\"a.b.c\"></openbadges:credential>", ""),
            plain
        );
    }

    #[test]
    fn nothing_in_a_name_becomes_markup() {
        let hostile = svg("<script>alert(1)</script> & \"more\"\u{0}", "]]><x", "en\"><y");
        assert!(!hostile.contains("<script") && !hostile.contains("<x") && !hostile.contains("<y"));
        let long = svg(&"word ".repeat(200), "", "en");
        assert_eq!(long.matches("<tspan").count(), LINES);
    }
}
