//! A file's name made safe to keep, to show and to write on somebody's disk again. It says nothing about what is inside.

use super::MediaKind;

/// Longest name, in characters, its ending included.
const MOST_CHARS: usize = 100;

/// The last part of a path, of plain visible characters, not longer than a page can show.
pub(super) fn clean(declared: &str) -> String {
    let last = declared.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().take(400).map(|c| if is_plain(c) { c } else { ' ' }).collect();
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = folded.trim_matches(|c: char| c == '.' || c == ' ');
    if bare.is_empty() { "file".to_owned() } else { shortened(bare) }
}

/// Whether a character neither hides, turns round, nor means something to a shell or a header.
fn is_plain(c: char) -> bool {
    let turns =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let means = matches!(c, '"' | '\'' | '<' | '>' | ':' | '|' | '?' | '*' | ';' | '%' | '`' | '$');
    !c.is_control() && !turns && !means
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= MOST_CHARS {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').filter(|(_, e)| e.chars().count() <= 10).unwrap_or((name, ""));
    let room = MOST_CHARS - ending.chars().count() - usize::from(!ending.is_empty());
    let stem: String = stem.chars().take(room).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

/// The ending of a name in small letters, empty when it has none.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// The name with an ending that fits what the file is, so that nothing opens it as something else.
pub(super) fn with_ending(name: String, kind: MediaKind) -> String {
    let fits: &[&str] = match kind {
        MediaKind::Pdf => &["pdf"],
        MediaKind::Png => &["png"],
        MediaKind::Jpeg => &["jpg", "jpeg"],
        MediaKind::Json => &["json", "txt"],
        MediaKind::Xml => &["xml", "txt"],
        MediaKind::Csv => &["csv", "tsv"],
        MediaKind::Text => &["txt", "log", "md"],
    };
    if fits.contains(&ending(&name).as_str()) {
        return name;
    }
    let room = MOST_CHARS - fits[0].len() - 1;
    format!("{}.{}", name.chars().take(room).collect::<String>(), fits[0])
}
