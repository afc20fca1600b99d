//! `holdfast badges`: which keys signed badges, and believing one no more.

use std::process::ExitCode;

use anyhow::anyhow;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::BadgesCommand;
use crate::out;
use crate::progress::say;

/// Runs one of them.
pub(crate) async fn run(settings: &Settings, what: BadgesCommand) -> Result<ExitCode, Failure> {
    let app = super::data::open(settings).await?;
    match what {
        BadgesCommand::Keys => {
            let keys = app.badge_keys_kept().await.map_err(anyhow::Error::from)?;
            for kept in &keys {
                let stands = match (kept.is_withdrawn, kept.signs_now) {
                    (true, _) => "withdrawn",
                    (false, true) => "signs now",
                    (false, false) => "signed before",
                };
                out::line(&format!("{}  {stands}", kept.id))?;
            }
            if keys.is_empty() {
                say("No key yet. One is made when somebody first saves a badge or certificate.");
            }
        }
        BadgesCommand::WithdrawKey { id } => {
            if !app.withdraw_badge_key(&id).await.map_err(anyhow::Error::from)? {
                let what = anyhow!("there is no key `{id}` to withdraw; `holdfast badges keys` lists them");
                return Err(Failure::new(exit::NOT_FOUND, what));
            }
            say("Withdrawn. What it signed is believed no more.");
            say("If it still signs, move its file away: a new key is made with the next badge.");
        }
    }
    Ok(ExitCode::from(exit::DONE))
}
