//! The two ways to the rows: `Read`, one unchanging picture of everything, and `Write`, which keeps all or nothing.
//!
//! Neither knows a table; the nouns add their methods.

use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::error::StoreError;

/// One picture of the store: every read through it sees the same moment. Ends when dropped.
pub struct Read {
    transaction: Transaction<'static, Sqlite>,
}

/// The one write at a time: reads what it wrote, and is kept as a whole by [`Write::commit`]. Dropped, it never was.
pub struct Write {
    transaction: Transaction<'static, Sqlite>,
}

/// Something the reading methods can be asked through: [`Read`] or [`Write`].
pub(crate) trait Connected: Send {
    fn connection(&mut self) -> &mut SqliteConnection;
}

impl Connected for Read {
    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

impl Connected for Write {
    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

impl Read {
    pub(crate) fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self { transaction }
    }
}

impl Write {
    pub(crate) fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self { transaction }
    }

    /// Keeps everything done through this write. When it returns, a power cut loses none of it.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    #[cfg(test)]
    pub(crate) fn connection_for_tests(&mut self) -> &mut SqliteConnection {
        self.connection()
    }
}
