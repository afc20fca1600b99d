//! Why a use case could not finish, for callers that have no better word of their own.

use holdfast_store::StoreError;

use crate::web::WebError;

/// Why a use case could not finish.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The store failed.
    #[error("the store did not take it")]
    Store(#[from] StoreError),
    /// It is not there.
    #[error("{what}")]
    NotFound {
        /// What was looked for, as a sentence.
        what: String,
    },
    /// Someone else changed it first.
    #[error("{what}")]
    Conflict {
        /// What to do, as a sentence.
        what: String,
    },
    /// It cannot be done now.
    #[error("{what}")]
    Refused {
        /// Why and what to do, as a sentence.
        what: String,
    },
    /// Too many tries in a short time.
    #[error("too many tries; wait {wait_s} seconds")]
    SlowDown {
        /// Seconds to wait.
        wait_s: u32,
    },
    /// A link that was used, ran out, or never was.
    #[error("this link no longer works")]
    DeadLink,
    /// A sealed file that cannot be opened, or none that can be sealed now.
    #[error("{what}")]
    Sealed {
        /// Why and what to do, as a sentence.
        what: String,
    },
    /// What is kept does not make sense.
    #[error("kept data cannot be read: {what}")]
    Broken {
        /// What.
        what: String,
    },
}

impl AppError {
    /// Something that is not there.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// Something that cannot be done now.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::Refused { what: what.into() }
    }
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(StoreError::DiskFull { .. }) => Self::Full,
            AppError::Store(e) => Self::broken(chain(&e)),
            AppError::NotFound { what } => Self::NotFound { what },
            AppError::Conflict { what } => Self::Conflict { what },
            AppError::Refused { what } => Self::BadInput { what },
            AppError::SlowDown { wait_s } => Self::SlowDown { wait_s },
            AppError::DeadLink => Self::DeadLink,
            AppError::Sealed { what } => Self::Sealed { what },
            AppError::Broken { what } => Self::broken(what),
        }
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        AppError::from(error).into()
    }
}

/// An error with all its causes, for a log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(c) = cause {
        said = format!("{said}: {c}");
        cause = c.source();
    }
    said
}
