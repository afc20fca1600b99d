//! One portal a folder: a lock that the system lets go by itself when its holder is killed. It serves nothing.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::StoreError;
use crate::files;

/// Held while a portal serves a folder, or while its database is replaced under its name.
#[derive(Debug)]
pub struct Serving {
    _file: File,
}

impl Serving {
    /// Takes the folder, which must be there. [`StoreError::Served`] when another program has it.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("serving.lock");
        let file = files::make_private_file(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Served { path: folder.to_owned() }),
            Err(TryLockError::Error(e)) => Err(StoreError::file("lock", &path, e)),
        }
    }
}
