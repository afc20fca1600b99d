//! Windows event log files (EVTX) to events, from bytes nobody vouches for.
//!
//! A file is chunks of 64 KiB, each complete in itself; a chunk is records; a record is a template and the values it is
//! filled with. Templates are compiled once into [`Plan`]s, so an event is its values, borrowed where they lie: nothing
//! is copied, and no XML or JSON is built unless somebody asks to see the event.
//!
//! ```
//! use holdfast_evtx::{ChunkReader, ChunkBuf, Decoder, Step};
//!
//! # fn main() -> std::io::Result<()> {
//! # let file = std::io::Cursor::new(Vec::new());
//! let mut reader = ChunkReader::new(file)?;
//! let (mut buf, mut decoder) = (ChunkBuf::new(), Decoder::new());
//! while let Some(step) = reader.read_chunk(&mut buf)? {
//!     let Step::Chunk = step else { continue }; // a gap: bytes that are no chunk, with their place
//!     let Ok(chunk) = buf.chunk() else { continue };
//!     let mut events = decoder.events(chunk);
//!     while let Some(event) = events.next_event() {
//!         let Ok(event) = event else { continue }; // a bad record costs that record
//!         for field in event.fields() {
//!             println!("{} = {}", event.name(field.name), field.value);
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! It opens no file, starts no thread and knows no rule, hospital or clock. It does not repair: what cannot be read is
//! reported with its place in the file and its reason. `docs/evtx.md` has the facts of the format it relies on.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable
)]
#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        reason = "a test may stop at once"
    )
)]

mod array;
mod budget;
mod bytes;
mod carve;
mod chunk;
mod compile;
mod crc32;
mod decode;
mod error;
mod event;
mod fields;
mod file_header;
mod instance;
mod json;
mod names;
mod op;
mod per_plan;
mod plan;
mod plan_fields;
mod plans;
mod reader;
mod records;
mod system;
mod text;
mod time;
mod tree;
mod tree_build;
mod value;
mod value_text;
mod xml;

pub use array::Array;
pub use carve::{Carved, carve};
pub use chunk::{CHUNK_BYTES, Chunk};
pub use decode::{Decoder, Events};
pub use error::{BadChunk, BadRecord, ChunkFault, RecordFault};
pub use event::{Event, Part};
pub use fields::{Field, Fields};
pub use file_header::FileHeader;
pub use names::{NameId, Names};
pub use per_plan::PerPlan;
pub use plan::{FieldSpec, Plan, PlanId, Section};
pub use reader::{ChunkBuf, ChunkReader, Step};
pub use records::{Record, Records};
pub use system::SystemField;
pub use text::Utf16;
pub use time::FileTime;
pub use value::{Pieces, ValueRef};
pub use value_text::TextOut;
