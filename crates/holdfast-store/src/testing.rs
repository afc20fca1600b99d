//! A store in a folder of its own, for unit tests. Nothing here ships.

use tempfile::TempDir;

use crate::store::{OpenOptions, Store};

/// What tests open with.
pub(crate) const OPTIONS: OpenOptions = OpenOptions { now_ms: 1_790_000_000_000, new_instance_id: 7 };

/// An empty store; keep the folder alive as long as it is used.
pub(crate) async fn store() -> (TempDir, Store) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open(dir.path(), OPTIONS).await.expect("a new store opens");
    (dir, store)
}
