//! What came of looking: a value, or why there is none, ready to be said as such.

use std::io;

use holdfast_wire::device::{Known, Unseen, Why};

/// A value, or why it was not seen.
pub type Seen<T> = Result<T, Unseen>;

/// Not seen, for this reason.
pub(crate) fn unseen(why: Why, detail: impl Into<String>) -> Unseen {
    Unseen { why, detail: detail.into() }
}

/// What an error of the file system means at this place.
pub(crate) fn of_io(error: &io::Error, at: &str) -> Unseen {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => unseen(Why::NotThere, at),
        io::ErrorKind::PermissionDenied => unseen(Why::NoRight, at),
        io::ErrorKind::TimedOut => unseen(Why::TimedOut, at),
        _ => unseen(Why::Unreadable, format!("{at}: {error}")),
    }
}

/// The answer as messages carry it.
pub(crate) fn known<T>(seen: Seen<T>) -> Known<T> {
    match seen {
        Ok(value) => Known::Is(value),
        Err(unseen) => Known::Unknown(unseen),
    }
}

/// Whether the place is there at all; other reasons stay reasons.
pub(crate) fn if_there<T>(seen: Seen<T>) -> Seen<Option<T>> {
    match seen {
        Ok(value) => Ok(Some(value)),
        Err(unseen) if unseen.why == Why::NotThere => Ok(None),
        Err(unseen) => Err(unseen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_file_system_keep_their_meaning() {
        let why = |kind| of_io(&io::Error::from(kind), "/a").why;
        assert_eq!(why(io::ErrorKind::NotFound), Why::NotThere);
        assert_eq!(why(io::ErrorKind::PermissionDenied), Why::NoRight);
        assert_eq!(why(io::ErrorKind::InvalidData), Why::Unreadable);
        assert_eq!(if_there::<u8>(Err(unseen(Why::NotThere, "/a"))), Ok(None));
        assert!(if_there::<u8>(Err(unseen(Why::NoRight, "/a"))).is_err());
    }
}
