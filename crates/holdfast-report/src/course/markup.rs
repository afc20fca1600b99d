//! Text within HTML and XML: nothing that stands in a lesson is markup.

use holdfast_core::catalog::{Manner, Text};

/// Text within an element or a quoted attribute. What XML 1.0 has no letter for becomes U+FFFD, as in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A text of pieces, as HTML.
pub(super) fn html(text: &Text) -> String {
    let piece = |words: &str, name: &str| format!("<{name}>{}</{name}>", escaped(words));
    let pieces = text.0.iter().map(|p| match p.manner {
        Manner::Plain => escaped(&p.text),
        Manner::Strong => piece(&p.text, "b"),
        Manner::Stress => piece(&p.text, "em"),
        Manner::Code => piece(&p.text, "code"),
    });
    pieces.collect()
}

/// A word that may stand in an identifier, an address and a file name: letters, digits and `-`.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_is_text() {
        assert_eq!(
            escaped("<b a=\"1\" b='2'>&amp;\u{0}\u{1b}\u{ffff}\n"),
            "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;\u{fffd}\u{fffd}\u{fffd}\n"
        );
        assert_eq!(escaped("d\u{ed}a \u{1f3e5}"), "d\u{ed}a \u{1f3e5}");
        assert_eq!(plain("../a b\u{e9}\"7"), "---a-b--7");
    }
}
