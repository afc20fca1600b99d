//! The facts about the data folder itself: which instance it is, and the counters that tell caches to reload.

use async_trait::async_trait;
use sqlx::SqliteConnection;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::store::OpenOptions;
use crate::transaction::Connected;

statements! {
    BEGIN = "INSERT INTO meta (id, instance_id, created_at_ms, epoch, directory_version, restoring)
        VALUES (1, $1, $2, 1, 0, 0) ON CONFLICT (id) DO NOTHING";
    LOAD = "SELECT id, instance_id, created_at_ms, epoch, directory_version FROM meta WHERE id = 1";
}

/// The facts about the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Made once, when the folder was new; travels with backups.
    pub instance_id: i64,
    /// When the folder was new.
    pub created_at_ms: i64,
    /// Counts up with every restore. What was cached under another epoch is void.
    pub epoch: i64,
    /// Counts up with every import of a public file.
    pub directory_version: i64,
}

/// Reads the facts about the data folder.
#[async_trait]
pub trait Instance {
    /// All of them.
    async fn meta(&mut self) -> Result<Meta, StoreError>;
}

#[async_trait]
impl<C: Connected> Instance for C {
    async fn meta(&mut self) -> Result<Meta, StoreError> {
        let row = sqlx::query(LOAD).fetch_one(self.connection()).await?;
        let at = At::new(&row, "meta", "id");
        Ok(Meta {
            instance_id: at.get("instance_id")?,
            created_at_ms: at.get("created_at_ms")?,
            epoch: at.get("epoch")?,
            directory_version: at.get("directory_version")?,
        })
    }
}

/// Writes the row of a new folder; leaves that of an old one alone.
pub(crate) async fn begin(connection: &mut SqliteConnection, options: OpenOptions) -> Result<(), StoreError> {
    sqlx::query(BEGIN).bind(options.new_instance_id).bind(options.now_ms).execute(connection).await?;
    Ok(())
}
