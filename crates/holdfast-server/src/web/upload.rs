//! A form with a file, read part by part. What was typed comes back when something does not fit; the file does not, because
//! browsers keep none.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use holdfast_core::decide::registration::Fields;

use super::WebError;
use crate::App;
use crate::app::{FileKind, SentFile};

/// Longest text of one field, in bytes.
const MOST_FIELD_BYTES: usize = 128 * 1024;

/// Largest form with a file of a kind, in bytes: the file and what is typed beside it. A little more, so that a file somewhat
/// too large is told what is wrong on its form.
pub(crate) const fn most_form_bytes<K: FileKind>() -> usize {
    K::MOST_BYTES + 1024 * 1024
}

/// A form with a file of a kind, read.
pub(crate) struct Upload<K> {
    /// What was typed.
    pub(crate) fields: Fields,
    /// The file, when one was chosen. A browser sends an empty one without a name for none.
    pub(crate) file: Option<SentFile>,
    kind: PhantomData<K>,
}

impl<K: FileKind> FromRequest<App> for Upload<K> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let parts = Multipart::from_request(request, app).await;
        let mut parts = parts.map_err(|e: MultipartRejection| match e {
            MultipartRejection::InvalidBoundary(_) => WebError::WrongKind,
            other => unreadable::<K>(other.status()),
        })?;
        let mut upload = Self { fields: Fields::default(), file: None, kind: PhantomData };
        while let Some(part) = parts.next_field().await.map_err(|e| unreadable::<K>(e.status()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let declared = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|e| unreadable::<K>(e.status()))?;
            match declared {
                Some(declared) if name == "file" => {
                    let is_one = !(declared.is_empty() && bytes.is_empty());
                    upload.file = is_one.then(|| SentFile { name: declared, bytes: Arc::from(&bytes[..]) });
                }
                _ if bytes.len() > MOST_FIELD_BYTES => return Err(WebError::TooLarge),
                _ => upload.fields.set(name, String::from_utf8_lossy(&bytes).into_owned()),
            }
        }
        Ok(upload)
    }
}

fn unreadable<K: FileKind>(status: StatusCode) -> WebError {
    let what = match status {
        StatusCode::PAYLOAD_TOO_LARGE => format!("{} Go back to choose another.", K::too_large()),
        _ => "The form did not arrive whole; the line may have dropped. Go back: what you typed is still there. Send it again.".to_owned(),
    };
    WebError::BadInput { what }
}
