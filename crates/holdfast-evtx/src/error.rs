//! What can be wrong with a chunk or a record, with its place in the file.
//!
//! A fault costs what it is about and nothing else; nothing here stops a walk.

/// A chunk that cannot be read, or bytes where a chunk should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chunk at byte {offset}: {fault}")]
pub struct BadChunk {
    /// Where it starts, in bytes from the start of the file.
    pub offset: u64,
    /// What is wrong.
    pub fault: ChunkFault,
}

/// What is wrong with a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChunkFault {
    /// Fewer bytes than a chunk header has.
    #[error("{n_bytes} bytes are too few for a chunk header")]
    Short {
        /// How many there are.
        n_bytes: usize,
    },
    /// It does not start with `ElfChnk`.
    #[error("no chunk signature")]
    Magic,
}

/// A record that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("record at byte {offset}: {fault}")]
pub struct BadRecord {
    /// Where it starts, in bytes from the start of the file.
    pub offset: u64,
    /// Its number, when its header could be read.
    pub id: Option<u64>,
    /// What is wrong.
    pub fault: RecordFault,
}

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// It does not start with the signature of a record.
    #[error("no record signature")]
    Magic,
    /// Its size cannot be, or runs past the end of its chunk.
    #[error("a record of {n_bytes} bytes cannot be here")]
    Size {
        /// The size it states, in bytes.
        n_bytes: u32,
    },
    /// It ends before its content does.
    #[error("it ends before its content does")]
    Truncated,
    /// A token that binary XML does not have, or not at this place.
    #[error("token {token:#04x} cannot be here")]
    Token {
        /// The token.
        token: u8,
    },
    /// A type of value that Windows does not define.
    #[error("unknown type of value {kind:#04x}")]
    Kind {
        /// The type.
        kind: u8,
    },
    /// An element is closed that was not opened, or stays open.
    #[error("elements do not pair up")]
    Unbalanced,
    /// Elements or fragments are nested deeper than any real event.
    #[error("nested too deeply")]
    TooDeep,
    /// Its templates, or it when shown, would take more memory or work than any real event.
    #[error("too large to build")]
    TooLarge,
}
