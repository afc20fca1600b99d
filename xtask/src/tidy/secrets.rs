//! No secret-looking string in the tree: private keys, tokens of known makers, long random values given to secret names.
//!
//! It looks at text alone and asks no one whether a key works. A false alarm goes to `xtask/allowed.toml` with its reason.

use super::allowed::{self, NotSecret};
use super::{Finding, tree::Tree};

/// Words that, in the name of a value, make a long random value a secret.
const SECRET_NAMES: &[&str] = &[
    "secret",
    "token",
    "password",
    "passwd",
    "passphrase",
    "api_key",
    "apikey",
    "private_key",
    "access_key",
];

/// How tokens of known makers begin, how many characters follow, and whose they are. Split, so this file is no finding.
const MAKERS: &[(&str, &str, usize, &str)] = &[
    ("AK", "IA", 16, "Amazon access key"),
    ("AS", "IA", 16, "Amazon session key"),
    ("gh", "p_", 36, "GitHub token"),
    ("github", "_pat_", 22, "GitHub token"),
    ("gl", "pat-", 20, "GitLab token"),
    ("xox", "b-", 20, "Slack token"),
    ("np", "m_", 36, "npm token"),
    ("sk", "_live_", 20, "Stripe key"),
    ("AI", "za", 35, "Google key"),
];

/// Shortest value that looks like a key rather than a word.
const SHORTEST: usize = 24;

/// Lines with something that looks like a secret.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let allowed = allowed::of(tree);
    let mut findings = Vec::new();
    for file in tree.files() {
        for (at, line) in file.text.lines().enumerate() {
            let Some(what) = looks_secret(line) else { continue };
            if !allowed.not_secret.iter().any(|row| row.path == file.path && line.contains(&row.contains)) {
                let what = format!(
                    "looks like a secret ({what}); take it out, or say why not in xtask/allowed.toml"
                );
                findings.push(Finding::at(&file.path, at + 1, what));
            }
        }
    }
    findings
}

/// Whether the tree still has the line an exception is for.
pub fn needs(tree: &Tree, row: &NotSecret) -> bool {
    let lines = tree.get(&row.path).map(|file| file.text.lines());
    lines.into_iter().flatten().any(|line| line.contains(&row.contains) && looks_secret(line).is_some())
}

fn looks_secret(line: &str) -> Option<&'static str> {
    if line.contains(concat!("-----", "BEGIN")) && line.contains(concat!("PRIVATE", " KEY-----")) {
        return Some("private key");
    }
    for (start, rest, n_more, whose) in MAKERS {
        let prefix = format!("{start}{rest}");
        for (at, _) in line.match_indices(&prefix) {
            let starts_word = !line[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            let n = line[at + prefix.len()..].bytes().take_while(|b| is_key_byte(*b)).count();
            if starts_word && n >= *n_more {
                return Some(whose);
            }
        }
    }
    let lower = line.to_ascii_lowercase();
    for name in SECRET_NAMES {
        for (at, _) in lower.match_indices(name) {
            if value_given(&line[at + name.len()..]).is_some_and(looks_random) {
                return Some("long random value under a secret name");
            }
        }
    }
    None
}

/// The quoted or bare value after a name: `_hash: &str = "..."`, `: '...'`, `=...`.
fn value_given(after: &str) -> Option<&str> {
    let sign = after.find(['=', ':'])?;
    // The rest of the name may come before the sign, a sentence may not.
    if !after[..sign].bytes().all(|b| b.is_ascii_alphanumeric() || b"_-\"' ".contains(&b)) {
        return None;
    }
    let value = after[sign + 1..].trim_start_matches(['=', ':', '>']).trim_start();
    let value = value
        .strip_prefix("&str =")
        .or_else(|| value.strip_prefix("&'static str ="))
        .unwrap_or(value)
        .trim_start();
    let value = value.strip_prefix(['b', 'r']).filter(|v| v.starts_with('"')).unwrap_or(value);
    let value = value.strip_prefix(['"', '\'', '`']).unwrap_or(value);
    let end = value.bytes().position(|b| !is_key_byte(b)).unwrap_or(value.len());
    Some(&value[..end])
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte)
}

/// Letters and digits mixed as no word or path mixes them.
fn looks_random(value: &str) -> bool {
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let has = |f: fn(&u8) -> bool| value.bytes().any(|b| f(&b));
    let words =
        value.contains(['-', '_', '/']) && !(has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase));
    let mut seen: Vec<u8> = value.bytes().collect();
    seen.sort_unstable();
    seen.dedup();
    value.len() >= SHORTEST
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && seen.len() >= 9
        && (hex || !words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_findings(line: &str) -> usize {
        check(&Tree::made_up(&[("a.toml", line)])).len()
    }

    #[test]
    fn words_names_and_digests_are_fine() {
        for line in [
            "let token = self.tokens.fresh(entropy);",
            "secret_name = \"the-name-of-the-page-2026-08-01\"",
            "checksum = \"27f3a9d14b7c0e58a6d2f1b39c84e7055d1a2b3c\"",
            "a token is 32 characters long: never log it",
            "password = \"hunter2\"",
            "secret = \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1\"",
            "token: Arc<SessionTokenStoreOfEverybody2>,",
        ] {
            assert_eq!(n_findings(line), 0, "{line}");
        }
    }

    #[test]
    fn keys_and_tokens_are_found() {
        let random = ["Zm9vYmFyMTIz", "NDU2Nzg5cXdlcnR5"].concat();
        let hex = ["27f3a9d14b7c0e58", "a6d2f1b39c84e705"].concat();
        let lines = [
            format!("-----{} RSA {}-----", "BEGIN", "PRIVATE KEY"),
            format!("id = \"{}{}\"", "AKIA", "ABCDEFGHIJKLMNOP"),
            format!("{}{}", "ghp_", "a1".repeat(18)),
            format!("session_secret = \"{random}\""),
            format!("const API_KEY: &str = \"{random}\";"),
            format!("\"smtp_password\": \"{random}\""),
            format!("TOKEN={hex}"),
        ];
        for line in lines {
            assert_eq!(n_findings(&line), 1, "{line}");
        }
    }

    #[test]
    fn an_exception_holds_for_its_own_line_alone() {
        let line = format!("token = \"{}\"", ["Zm9vYmFyMTIz", "NDU2Nzg5cXdlcnR5"].concat());
        let allow = "[[not_secret]]\npath = \"a.toml\"\ncontains = \"Zm9v\"\nreason = \"a made-up value\"";
        assert!(check(&Tree::made_up(&[("a.toml", &line), ("xtask/allowed.toml", allow)])).is_empty());
        assert_eq!(check(&Tree::made_up(&[("b.toml", &line), ("xtask/allowed.toml", allow)])).len(), 1);
    }
}
