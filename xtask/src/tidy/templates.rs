//! Pages work under a strict content policy: no inline script, style or event handler, and nothing from another host.
//!
//! Mail templates may style inline, since mail programs read nothing else, and a hunt's report has its style sheet inside, since it is
//! one file that is opened from a disk. They too carry no script.

use super::{Finding, tree::Tree};

/// What a template holds that the content policy would block, or that would tell another host who is reading.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        if !file.path.contains("/templates/")
            || !(file.path.ends_with(".html") || file.path.ends_with(".svg"))
        {
            continue;
        }
        let is_mail = file.path.contains("/templates/mail/");
        let is_one_file = file.path.starts_with("crates/holdfast-hunt/templates/");
        let text = without_template_code(&file.text);
        for (at, tag) in tags(&text) {
            let line = text[..at].matches('\n').count() + 1;
            let mut report = |what: String| findings.push(Finding::at(&file.path, line, what));
            let (name, attributes) = split(&tag);
            if name == "script" && attribute(&attributes, "src").is_none() {
                report("inline script; move it to an asset file".to_owned());
            }
            if !is_mail && !is_one_file && name == "style" {
                report("inline style sheet; move it to the style sheet".to_owned());
            }
            for (key, value) in &attributes {
                if key == "style" && !is_mail {
                    report("`style` attribute; use a class".to_owned());
                }
                if key.starts_with("on") && key.len() > 2 {
                    report(format!("`{key}` handler; listen for the event in an asset file"));
                }
                if value.trim_start().to_ascii_lowercase().starts_with("javascript:") {
                    report(format!("script in `{key}`"));
                }
                if loads(&name, key) && is_elsewhere(value) {
                    report(format!("`{name}` loads `{value}` from another host; serve it from here"));
                }
            }
        }
    }
    findings
}

/// Whether this attribute makes a browser fetch something by itself.
fn loads(name: &str, key: &str) -> bool {
    matches!(
        (name, key),
        ("script" | "img" | "iframe" | "audio" | "video" | "source" | "track" | "embed" | "input", "src")
            | ("img" | "source", "srcset")
            | ("link" | "use" | "image", "href")
            | ("object", "data")
    )
}

fn is_elsewhere(value: &str) -> bool {
    let value = value.trim_start();
    value.starts_with("//") || value.starts_with("http://") || value.starts_with("https://")
}

/// The text with template code blanked out, so that `a < b` in a condition opens no tag. Lines stay where they are.
fn without_template_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = ["{%", "{{", "{#"].iter().filter_map(|open| rest.find(open)).min() {
        let close = match &rest[at..at + 2] {
            "{%" => "%}",
            "{{" => "}}",
            _ => "#}",
        };
        let end = rest[at..].find(close).map_or(rest.len(), |end| at + end + 2);
        out += &rest[..at];
        out.extend(rest[at..end].chars().map(|c| if c == '\n' { '\n' } else { 'x' }));
        rest = &rest[end..];
    }
    out + rest
}

/// Opening tags with where they start, from after `<` to before `>`; `>` inside quotes ends none.
fn tags(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('<').map(|at| from + at) {
        from = open + 1;
        if text[from..].starts_with("!--") {
            from = text[from..].find("-->").map_or(text.len(), |end| from + end);
            continue;
        }
        if !text[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let mut quote = None;
        let end = text[from..].char_indices().find_map(|(at, c)| {
            match quote {
                Some(q) if c == q => quote = None,
                Some(_) => {}
                None if c == '"' || c == '\'' => quote = Some(c),
                None if c == '>' => return Some(from + at),
                None => {}
            }
            None
        });
        let end = end.unwrap_or(text.len());
        found.push((open, text[from..end].to_owned()));
        from = end;
    }
    found
}

/// A tag's name and attributes, in lower case, values unquoted.
fn split(tag: &str) -> (String, Vec<(String, String)>) {
    let tag = tag.trim_end_matches('/');
    let (name, mut rest) = tag.split_once(|c: char| c.is_whitespace()).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(stop) = rest.find(|c: char| c == '=' || c.is_whitespace()) else {
            if !rest.is_empty() {
                attributes.push((rest.to_ascii_lowercase(), String::new()));
            }
            break;
        };
        let key = rest[..stop].to_ascii_lowercase();
        rest = rest[stop..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let after = after.trim_start();
        let (value, left) = match after.chars().next() {
            Some(q @ ('"' | '\'')) => after[1..].split_once(q).unwrap_or((&after[1..], "")),
            _ => after.split_once(|c: char| c.is_whitespace()).unwrap_or((after, "")),
        };
        attributes.push((key, value.to_owned()));
        rest = left;
    }
    (name.to_ascii_lowercase(), attributes)
}

fn attribute<'a>(attributes: &'a [(String, String)], key: &str) -> Option<&'a str> {
    attributes.iter().find(|(k, v)| k == key && !v.is_empty()).map(|(_, v)| v.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        check(&Tree::made_up(&[("crates/a/templates/page.html", text)]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_page_with_assets_of_its_own_is_fine() {
        let text = r#"<!doctype html><!-- style="x" --><link rel="stylesheet" href="{{ css }}"><script src="/assets/a.js" defer></script>
            {% if n < 3 %}<p class="a > b" data-on="x">{{ n }} of <a href="https://www.cisa.gov">CISA</a></p>{% endif %}"#;
        assert_eq!(findings(text), [""; 0]);
        let mail = Tree::made_up(&[("crates/a/templates/mail/note.html", "<p style=\"margin:0\">Hello</p>")]);
        assert!(check(&mail).is_empty(), "mail programs need inline styles");
        assert!(check(&Tree::made_up(&[("docs/a.html", "<style></style>")])).is_empty(), "not a template");
    }

    #[test]
    fn each_thing_the_policy_blocks_is_found_with_its_line() {
        let cases = [
            ("<script>go()</script>", "inline script"),
            ("<script src=\"\">go()</script>", "inline script"),
            ("<style>p{}</style>", "inline style sheet"),
            ("<p\n STYLE = 'color:red'>", "`style` attribute"),
            ("<button onclick=go()>", "`onclick` handler"),
            ("<a href=\" javascript:go()\">", "script in `href`"),
            ("<img src=\"https://example.org/a.png\">", "from another host"),
            ("<link rel=stylesheet href=//example.org/a.css>", "from another host"),
        ];
        for (text, expected) in cases {
            let found = findings(&format!("<p>\n{text}"));
            assert!(found.len() == 1 && found[0].contains(expected), "{text}: {found:?}");
            assert!(found[0].contains("page.html:2:"), "{found:?}");
        }
        let mail = Tree::made_up(&[("crates/a/templates/mail/note.html", "<script>x</script>")]);
        assert_eq!(check(&mail).len(), 1, "no script in mail either");
    }
}
