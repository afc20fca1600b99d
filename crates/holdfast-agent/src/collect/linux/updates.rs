//! What apt or dnf say of themselves: when they last looked, and whether they install by themselves.

use holdfast_wire::device::{Known, UpdateClient, Why};

use super::files::Files;
use super::units;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// The program that updates this machine.
pub(crate) fn update_client(files: &Files) -> Seen<UpdateClient> {
    // Asking the program itself would mean to run it.
    let waiting = Known::unknown(Why::NotAsked, "only the package program knows, and the agent runs none");
    if files.is_there(&at::APT_CONFIG, &[])? {
        let looked_at =
            files.changed_at(&at::APT_LOOKED).or_else(|_| files.changed_at(&at::APT_LOOKED_BY_TIMER));
        return Ok(UpdateClient {
            asks: "apt".to_owned(),
            looked_at: known(looked_at),
            installed_at: known(files.changed_at(&at::APT_HISTORY)),
            waiting,
            is_automatic: known(apt_is_automatic(files)),
        });
    }
    if files.is_there(&at::DNF_CONFIG, &[])? {
        return Ok(UpdateClient {
            asks: "dnf".to_owned(),
            looked_at: known(files.changed_at(&at::DNF_LOOKED)),
            installed_at: known(files.changed_at(&at::DNF_HISTORY)),
            waiting,
            is_automatic: known(dnf_is_automatic(files)),
        });
    }
    Err(unseen(Why::NotThere, format!("{} and {}", at::APT_CONFIG.path(), at::DNF_CONFIG.path())))
}

/// apt installs by itself when the last word on `APT::Periodic::Unattended-Upgrade` is not 0 and the daily timer is there to ask.
fn apt_is_automatic(files: &Files) -> Seen<bool> {
    let mut text = if_there(files.text(&at::APT_CONFIG_FILE))?.unwrap_or_default();
    for name in if_there(files.names(&at::APT_CONFIG_PARTS))?.unwrap_or_default() {
        // Source: apt.conf(5): names with other endings are passed over.
        if name.ends_with(".conf") || !name.contains('.') {
            text.push('\n');
            text.push_str(&files.text_of(&at::APT_CONFIG_PART, &[&name])?);
        }
    }
    let every = apt_setting(&text, "apt::periodic::unattended-upgrade");
    Ok(every.is_some_and(|value| !value.is_empty() && value != "0"))
}

fn dnf_is_automatic(files: &Files) -> Seen<bool> {
    let timers = files.names_of(&at::UNITS_WANTED, &["timers.target.wants"]).unwrap_or_default();
    if timers.iter().any(|name| name == "dnf-automatic-install.timer") {
        return Ok(true);
    }
    let is_timed =
        timers.iter().any(|name| name.starts_with("dnf-automatic") || name.starts_with("dnf5-automatic"));
    let Some(text) = if_there(files.text(&at::DNF_AUTOMATIC))? else { return Ok(false) };
    let applies = text.lines().filter_map(|line| line.split_once('=')).any(|(key, value)| {
        key.trim() == "apply_updates"
            && matches!(value.trim().to_lowercase().as_str(), "yes" | "true" | "1" | "on")
    });
    Ok(is_timed && applies && units::services(files).is_ok())
}

/// The last value of a setting, written in one word or in nested braces. Source: apt.conf(5).
fn apt_setting(text: &str, wanted: &str) -> Option<String> {
    let mut scope: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut found = None;
    for token in tokens(text) {
        match token {
            Token::Word(word) => words.push(word),
            Token::Open => scope.push(words.drain(..).next().unwrap_or_default().to_lowercase()),
            Token::Close => {
                scope.pop();
                words.clear();
            }
            Token::End => {
                let mut said = words.drain(..);
                if let (Some(name), value) = (said.next(), said.next()) {
                    let outer = scope.iter().filter(|s| !s.is_empty()).cloned();
                    let full = outer.chain([name.to_lowercase()]).collect::<Vec<_>>().join("::");
                    if full == wanted {
                        found = value;
                    }
                }
            }
        }
    }
    found
}

enum Token {
    Word(String),
    Open,
    Close,
    End,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' => found.push(Token::Open),
            '}' => found.push(Token::Close),
            ';' => found.push(Token::End),
            '"' => {
                found.push(Token::Word(letters.by_ref().take_while(|c| *c != '"' && *c != '\n').collect()))
            }
            '#' => letters.by_ref().take_while(|c| *c != '\n').for_each(drop),
            '/' if letters.peek() == Some(&'/') => letters.by_ref().take_while(|c| *c != '\n').for_each(drop),
            '/' if letters.peek() == Some(&'*') => {
                let mut last = ' ';
                letters
                    .by_ref()
                    .skip(1)
                    .take_while(|c| !std::mem::replace(&mut last, *c).eq(&'*') || *c != '/')
                    .for_each(drop);
            }
            c if c.is_whitespace() => {}
            c => {
                let mut word = String::from(c);
                while let Some(next) = letters.next_if(|n| !n.is_whitespace() && !"{};\"".contains(*n)) {
                    word.push(next);
                }
                found.push(Token::Word(word));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn settings_of_apt_are_found_in_both_spellings_and_the_last_counts() {
        let name = "apt::periodic::unattended-upgrade";
        let cases = [
            ("APT::Periodic::Unattended-Upgrade \"1\";", Some("1")),
            ("APT { Periodic { Update-Package-Lists \"1\"; Unattended-Upgrade \"7\"; }; };", Some("7")),
            ("APT::Periodic { Unattended-Upgrade 0; }\nAPT::Periodic::Unattended-Upgrade \"1\";", Some("1")),
            (
                "// APT::Periodic::Unattended-Upgrade \"1\";\n/* APT::Periodic::Unattended-Upgrade \"2\"; */",
                None,
            ),
            ("# x\nDPkg::Options { \"--force\"; };", None),
            ("APT::Periodic::Unattended-Upgrade \"1", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(apt_setting(text, name).as_deref(), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_trouble(text in "(APT|::|\\{|\\}|;|\"|/\\*|\\*/|//|#|\n| |[a-z]){0,60}") {
            let _ = apt_setting(&text, "apt::periodic::unattended-upgrade");
        }
    }
}
