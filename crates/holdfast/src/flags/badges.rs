//! The words of `holdfast badges`.

use clap::Subcommand;

/// The keys that sign badges.
#[derive(Debug, Subcommand)]
pub(crate) enum BadgesCommand {
    /// List every key that ever signed badges.
    Keys,
    /// Believe a key no more, because it came into other hands. Every badge it signed stops holding; it cannot be undone.
    WithdrawKey {
        /// Its id, as `holdfast badges keys` shows it.
        id: String,
    },
}
