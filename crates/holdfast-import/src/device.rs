//! What tells of machines without an agent: the report that Windows' `systeminfo` prints, in any language and encoding, lists that
//! people keep, and the file an agent writes.

mod day;
mod facts_file;
mod inventory;
mod systeminfo;
mod text;
mod told_apart;

pub use facts_file::read_facts_file;
pub use inventory::{Column, ColumnMap, Header, InventoryRow, guess_columns, read_header, read_inventory};
pub use systeminfo::read_systeminfo;
pub(crate) use text::decode as decode_text;
pub use told_apart::{DeviceFile, read_device_file};

/// A file that tells of no machine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoDevice(pub String);
