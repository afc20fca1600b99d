//! `[feeds]`: where newer tables on updates and weaknesses come from, and whether the portal asks for them at night.

use holdfast_core::model::FeedKind;
use serde::Deserialize;
use url::Url;

use super::ConfigError;

/// `[feeds]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeedsConfig {
    /// Whether the portal asks the publishers every night. Default false: nothing leaves until somebody says so.
    pub nightly: bool,
    /// Public keys, in hex, of those whose signed files are taken. Default none. `holdfast feed key` prints one.
    pub trusted_keys: Vec<String>,
    /// CISA's list, when it is not to come from CISA's own address.
    pub kev_url: Option<String>,
    /// FIRST's estimates, when they are not to come from their own address.
    pub epss_url: Option<String>,
    /// Where `updates` and `cvrf/2026-Aug` stand below, when it is not Microsoft's own address.
    pub msrc_url: Option<String>,
    /// How long one answer may take. Default 120 seconds.
    pub answer_seconds: u32,
    /// How often one file is asked for before it is given up. Default 3.
    pub tries: u32,
    /// How long to wait before the second try; each later wait is twice as long. Default 5 seconds.
    pub wait_seconds: u32,
}

impl Default for FeedsConfig {
    fn default() -> Self {
        Self {
            nightly: false,
            trusted_keys: Vec::new(),
            kev_url: None,
            epss_url: None,
            msrc_url: None,
            answer_seconds: 120,
            tries: 3,
            wait_seconds: 5,
        }
    }
}

impl FeedsConfig {
    /// The address of a feed: the one set, or the publisher's own. Without a stroke at the end.
    pub fn address(&self, kind: FeedKind) -> &str {
        let set = match kind {
            FeedKind::WindowsBuilds | FeedKind::WindowsFixes => &self.msrc_url,
            FeedKind::Kev => &self.kev_url,
            FeedKind::Epss => &self.epss_url,
            FeedKind::Software => &None,
        };
        set.as_deref().unwrap_or(kind.source().address).trim_end_matches('/')
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = |key, what: String| Err(ConfigError::Value { key, what });
        let all = [
            ("feeds.kev_url", &self.kev_url),
            ("feeds.epss_url", &self.epss_url),
            ("feeds.msrc_url", &self.msrc_url),
        ];
        for (key, url) in all {
            if let Some(url) = url
                && !is_safe(url)
            {
                return bad(key, format!("`{url}` must be an address with https, or one on this machine"));
            }
        }
        let is_key = |key: &&String| key.len() != 64 || !key.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some(key) = self.trusted_keys.iter().find(is_key) {
            return bad(
                "feeds.trusted_keys",
                format!("`{key}` is no public key: 64 characters, 0 to 9 and a to f"),
            );
        }
        if !(1..=600).contains(&self.answer_seconds) {
            return bad(
                "feeds.answer_seconds",
                format!("`{}` is not between 1 and 600", self.answer_seconds),
            );
        }
        if !(1..=10).contains(&self.tries) {
            return bad("feeds.tries", format!("`{}` is not between 1 and 10", self.tries));
        }
        if self.wait_seconds > 60 {
            return bad("feeds.wait_seconds", format!("`{}` is more than 60", self.wait_seconds));
        }
        Ok(())
    }
}

/// Whether files cannot be changed on their way: by https, or from this machine.
fn is_safe(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => is_here(&url),
        _ => false,
    }
}

/// Whether an address is on this machine.
pub(crate) fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_keys_are_checked_and_defaults_are_the_publishers_own() {
        let config = FeedsConfig::default();
        assert!(config.check().is_ok() && !config.nightly);
        assert!(config.address(FeedKind::Kev).starts_with("https://www.cisa.gov/"));
        for (url, is_well) in [
            ("https://mirror.example/kev.json", true),
            ("http://127.0.0.1:8/kev.json", true),
            ("http://mirror.example/kev.json", false),
            ("file:///etc/passwd", false),
            ("nonsense", false),
        ] {
            let config = FeedsConfig { kev_url: Some(url.to_owned()), ..FeedsConfig::default() };
            assert_eq!(config.check().is_ok(), is_well, "{url}");
        }
        let config = FeedsConfig { trusted_keys: vec!["abc".to_owned()], ..FeedsConfig::default() };
        assert!(config.check().is_err());
        let config =
            FeedsConfig { msrc_url: Some("https://m.example/v3/".to_owned()), ..FeedsConfig::default() };
        assert_eq!(config.address(FeedKind::WindowsFixes), "https://m.example/v3");
    }
}
