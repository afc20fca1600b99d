//! `[program]`: who runs this portal and how to reach them. Shown in the same place on every page.

use serde::Deserialize;

use super::ConfigError;

/// `[program]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgramConfig {
    /// Name shown at the top. Default "Holdfast".
    pub name: String,
    /// Phone number for help. Empty until the program office sets it; pages then say so.
    pub help_phone: String,
    /// When the phone is answered, like "Monday to Friday, 8 am to 6 pm Central".
    pub help_hours: String,
    /// Hours from UTC of the date by which offers open and close. Default -10 (Hawaii), so nobody loses an evening.
    pub utc_offset_hours: i8,
    /// Smallest group shown in totals to partners. Default 5; below 3 is refused.
    pub min_group: u32,
}

impl Default for ProgramConfig {
    fn default() -> Self {
        Self {
            name: "Holdfast".to_owned(),
            help_phone: String::new(),
            help_hours: String::new(),
            utc_offset_hours: -10,
            min_group: 5,
        }
    }
}

impl ProgramConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let bad = |key, what: String| Err(ConfigError::Value { key, what });
        if self.name.trim().is_empty() {
            return bad("program.name", "is empty; write the name people know".to_owned());
        }
        if !(-12..=14).contains(&self.utc_offset_hours) {
            return bad(
                "program.utc_offset_hours",
                format!("`{}` is not between -12 and 14", self.utc_offset_hours),
            );
        }
        if self.min_group < 3 {
            return bad(
                "program.min_group",
                format!("must be 3 or more; `{}` would show single hospitals", self.min_group),
            );
        }
        Ok(())
    }

    /// The phone number, when one is set.
    pub fn phone(&self) -> Option<&str> {
        Some(self.help_phone.trim()).filter(|p| !p.is_empty())
    }
}
