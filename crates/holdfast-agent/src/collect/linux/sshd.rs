//! The secure shell server's settings, with the files they include below `/etc/ssh`. Source: sshd_config(5).

use holdfast_wire::device::{Known, Sshd, Why};

use super::files::Files;
use super::units;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// Whether it runs, and whom it lets in by what.
pub(crate) fn sshd(files: &Files) -> Seen<Sshd> {
    let is_on = units::is_on(files, &["ssh", "sshd"])?;
    let settings = match if_there(files.text(&at::SSHD_CONFIG)) {
        Ok(Some(text)) => {
            let mut settings = Settings::default();
            settings.read(&text, &mut |pattern| included(files, pattern));
            match settings.trouble.take() {
                None => Ok(settings),
                Some(trouble) => Err(trouble),
            }
        }
        Ok(None) => Err(unseen(Why::NotThere, at::SSHD_CONFIG.path())),
        Err(unseen) => Err(unseen),
    };
    let of =
        |f: fn(&Settings) -> bool| -> Known<bool> { known(settings.as_ref().map(f).map_err(Clone::clone)) };
    Ok(Sshd {
        is_on,
        takes_passwords: of(Settings::takes_passwords),
        lets_root_in: of(Settings::lets_root_in),
    })
}

/// Files a pattern names: `/etc/ssh/X` or `/etc/ssh/FOLDER/X`, where X may hold stars.
fn included(files: &Files, pattern: &str) -> Seen<Vec<String>> {
    let outside =
        || unseen(Why::NotAsked, format!("sshd_config includes {pattern}, which lies outside /etc/ssh"));
    let below = match pattern.strip_prefix("/etc/ssh/") {
        Some(below) => below,
        None if pattern.starts_with(['/', '~']) => return Err(outside()),
        None => pattern,
    };
    let mut texts = Vec::new();
    match below.split('/').collect::<Vec<_>>()[..] {
        [name] => {
            let names = files.names(&at::SSH_FOLDER)?;
            for found in names.iter().filter(|n| fits(name, n) && n.as_str() != "sshd_config") {
                texts.extend(if_there(files.text_of(&at::SSHD_INCLUDED, &[found]))?);
            }
        }
        [folder, name] if !folder.contains(['*', '?']) => {
            let names = if_there(files.names_of(&at::SSHD_INCLUDED_FOLDER, &[folder]))?.unwrap_or_default();
            for found in names.iter().filter(|n| fits(name, n)) {
                texts.extend(if_there(files.text_of(&at::SSHD_INCLUDED_BELOW, &[folder, found]))?);
            }
        }
        _ => return Err(outside()),
    }
    Ok(texts)
}

/// A name against a pattern with `*` and `?`; a name that begins with a dot needs a pattern that does.
fn fits(pattern: &str, name: &str) -> bool {
    fn rest(pattern: &[char], name: &[char]) -> bool {
        match (pattern.split_first(), name.split_first()) {
            (None, None) => true,
            (Some(('*', p)), _) => (0..=name.len()).any(|n| rest(p, &name[n..])),
            (Some(('?', p)), Some((_, n))) => rest(p, n),
            (Some((a, p)), Some((b, n))) => a == b && rest(p, n),
            _ => false,
        }
    }
    let pattern: Vec<char> = pattern.chars().take(100).collect();
    let name: Vec<char> = name.chars().take(255).collect();
    let n_stars = pattern.iter().filter(|c| **c == '*').count();
    n_stars <= 4 && name.starts_with(&['.']) == pattern.starts_with(&['.']) && rest(&pattern, &name)
}

/// What was set. The first word on a thing counts; what a `Match` block says counts for somebody.
#[derive(Debug, Default)]
struct Settings {
    password: Option<bool>,
    keyboard: Option<bool>,
    pam: Option<bool>,
    root: Option<bool>,
    somebody_by_password: bool,
    somebody_as_root: bool,
    trouble: Option<holdfast_wire::device::Unseen>,
    depth: u8,
}

impl Settings {
    fn read(&mut self, text: &str, include: &mut dyn FnMut(&str) -> Seen<Vec<String>>) {
        let mut in_match = false;
        for line in text.lines() {
            let Some((word, value)) = setting(line) else { continue };
            let is_yes = value.eq_ignore_ascii_case("yes");
            let root = !value.eq_ignore_ascii_case("no");
            match (word.to_ascii_lowercase().as_str(), in_match) {
                ("match", _) => in_match = !value.eq_ignore_ascii_case("all"),
                ("include", _) => self.include(value, in_match, include),
                ("passwordauthentication", false) => self.password = self.password.or(Some(is_yes)),
                ("kbdinteractiveauthentication" | "challengeresponseauthentication", false) => {
                    self.keyboard = self.keyboard.or(Some(is_yes));
                }
                ("usepam", false) => self.pam = self.pam.or(Some(is_yes)),
                ("permitrootlogin", false) => self.root = self.root.or(Some(root)),
                ("passwordauthentication" | "kbdinteractiveauthentication", true) => {
                    self.somebody_by_password |= is_yes;
                }
                ("permitrootlogin", true) => self.somebody_as_root |= root,
                _ => {}
            }
        }
    }

    fn include(&mut self, value: &str, in_match: bool, include: &mut dyn FnMut(&str) -> Seen<Vec<String>>) {
        // sshd itself stops at 16.
        if self.depth >= 16 {
            self.trouble = Some(unseen(Why::Unreadable, "sshd_config includes itself"));
            return;
        }
        self.depth += 1;
        for pattern in value.split_whitespace() {
            match include(pattern.trim_matches('"')) {
                Ok(texts) => {
                    for text in texts {
                        match in_match {
                            false => self.read(&text, include),
                            // All of it stands in the block.
                            true => self.read(&format!("Match included\n{text}"), include),
                        }
                    }
                }
                Err(trouble) => self.trouble = Some(trouble),
            }
        }
        self.depth -= 1;
    }

    /// Defaults are OpenSSH's own: passwords yes, keyboard-interactive yes, PAM no.
    fn takes_passwords(&self) -> bool {
        let keyboard = self.keyboard.unwrap_or(true) && self.pam.unwrap_or(false);
        self.password.unwrap_or(true) || keyboard || self.somebody_by_password
    }

    /// The default, `prohibit-password`, lets root in by a key.
    fn lets_root_in(&self) -> bool {
        self.root.unwrap_or(true) || self.somebody_as_root
    }
}

/// `Word value`, `Word=value` or `Word "value"`; what follows a `#` at the start is a comment.
fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let (word, value) = line.split_once(|c: char| c.is_whitespace() || c == '=')?;
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || c == '=').trim();
    Some((word, value.trim_matches('"')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, included: &str) -> (bool, bool, bool) {
        let mut settings = Settings::default();
        settings.read(text, &mut |_| Ok(vec![included.to_owned()]));
        (settings.takes_passwords(), settings.lets_root_in(), settings.trouble.is_some())
    }

    #[test]
    fn the_first_word_counts_and_a_match_block_counts_for_somebody() {
        let cases = [
            ("", "", (true, true, false)),
            ("PasswordAuthentication no\n", "", (false, true, false)),
            (
                "passwordauthentication=no\nPasswordAuthentication yes\nPermitRootLogin no",
                "",
                (false, false, false),
            ),
            ("Include x\nPasswordAuthentication yes", "PasswordAuthentication no\n", (false, true, false)),
            ("PasswordAuthentication no\nUsePAM yes", "", (true, true, false)),
            (
                "PasswordAuthentication no\nUsePAM yes\nKbdInteractiveAuthentication no",
                "",
                (false, true, false),
            ),
            (
                "PasswordAuthentication no\nMatch User scanner\n  PasswordAuthentication yes\n",
                "",
                (true, true, false),
            ),
            (
                "PermitRootLogin no\nMatch Address 10.0.0.0/8\n PermitRootLogin prohibit-password",
                "",
                (true, true, false),
            ),
            ("PermitRootLogin \"no\"\nMatch all\nPasswordAuthentication no", "", (false, false, false)),
            ("PermitRootLogin no\nMatch User a\nInclude x", "PermitRootLogin yes", (true, true, false)),
            ("# PasswordAuthentication no\n", "", (true, true, false)),
            ("Include x", "Include x", (true, true, true)),
        ];
        for (text, included, wanted) in cases {
            assert_eq!(read(text, included), wanted, "{text:?} + {included:?}");
        }
    }

    #[test]
    fn patterns_are_those_of_the_shell() {
        for (pattern, name, wanted) in [
            ("*.conf", "10-a.conf", true),
            ("*.conf", ".conf", false),
            ("a?c", "abc", true),
            ("a*c*", "abd", false),
            ("*****", "a", false),
        ] {
            assert_eq!(fits(pattern, name), wanted, "{pattern} {name}");
        }
    }
}
