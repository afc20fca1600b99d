//! A file somebody sends in, and the kinds there are: how large one may be and what to do about a larger one.

use std::sync::Arc;

/// A file as it came.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// The name it came with.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// A kind of file that is sent in, on a page and through the API alike.
pub trait FileKind: Send + Sync + 'static {
    /// Its largest size, in bytes.
    const MOST_BYTES: usize;
    /// What to do about a larger one, as a sentence.
    const WHEN_LARGER: &'static str;

    /// Why a file over the limit is not taken, and what to do.
    fn too_large() -> String {
        let most = Self::MOST_BYTES / 1024 / 1024;
        format!("The file is larger than {most} MB. {} Nothing was kept.", Self::WHEN_LARGER)
    }
}
