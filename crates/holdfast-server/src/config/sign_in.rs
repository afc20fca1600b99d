//! `[sign_in]`: how long sessions and links last, and how often sign-in may be tried.

use serde::Deserialize;

use super::ConfigError;

/// `[sign_in]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInConfig {
    /// Minutes without a click after which a session ends. Default 60.
    pub idle_minutes: u32,
    /// Hours after which a session ends whatever happens. Default 12.
    pub absolute_hours: u32,
    /// Days a link back to a saved registration works. Default 14.
    pub resume_days: u32,
    /// Hours a link that proves a mailbox or invites someone works. Default 72.
    pub invite_hours: u32,
    /// Tries a minute from one address at sign-in, registration and invitation. Default 20.
    pub tries_a_minute: u32,
}

impl Default for SignInConfig {
    fn default() -> Self {
        Self { idle_minutes: 60, absolute_hours: 12, resume_days: 14, invite_hours: 72, tries_a_minute: 20 }
    }
}

impl SignInConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = |key, what: String| Err(ConfigError::Value { key, what });
        if self.idle_minutes < 5 {
            return bad(
                "sign_in.idle_minutes",
                format!("must be 5 or more; `{}` would end every session at once", self.idle_minutes),
            );
        }
        if !(1..=72).contains(&self.absolute_hours) {
            return bad(
                "sign_in.absolute_hours",
                format!("`{}` is not between 1 and 72", self.absolute_hours),
            );
        }
        if !(1..=90).contains(&self.resume_days) || !(1..=720).contains(&self.invite_hours) {
            return bad("sign_in.resume_days", "links last between 1 and 90 days".to_owned());
        }
        if self.tries_a_minute == 0 {
            return bad("sign_in.tries_a_minute", "must be 1 or more; 0 would let nobody in".to_owned());
        }
        Ok(())
    }
}
