//! Keeps a write from going on after SQLite ended it by itself, as it does when the disk is full. It reports no error.
//!
//! Without this, statements after such an error would each be kept on their own, and half a write would stand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::sqlite::SqlitePoolOptions;

/// Whether the write under way was rolled back. One writer, so one flag.
#[derive(Clone, Default)]
pub(crate) struct BrokenOff(Arc<AtomicBool>);

impl BrokenOff {
    /// A new write began.
    pub(crate) fn reset(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    /// Notes every rollback on the connections of a pool, and after one refuses to keep anything until [`Self::reset`].
    pub(crate) fn watch(&self, pool: SqlitePoolOptions) -> SqlitePoolOptions {
        let flag = Arc::clone(&self.0);
        pool.after_connect(move |connection, _| {
            let (set, read) = (Arc::clone(&flag), Arc::clone(&flag));
            Box::pin(async move {
                let mut handle = connection.lock_handle().await?;
                handle.set_rollback_hook(move || set.store(true, Ordering::SeqCst));
                handle.set_commit_hook(move || !read.load(Ordering::SeqCst));
                Ok(())
            })
        })
    }
}
