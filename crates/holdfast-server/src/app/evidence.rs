//! Evidence that people send in, and the files it rests on: looked at, sealed, kept, opened again, each opening noted.
//!
//! What a file is, what a form says and what evidence proves are decided elsewhere; bytes and keys are never logged.

use std::sync::Arc;

use holdfast_core::decide::entry::{self, Typing};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{EvidenceFile, EvidenceId, FileId, FileSeen, HospitalScope};
use holdfast_import::evidence_file::{self, AcceptedFile, FileRefusal, MOST_HOSPITAL_BYTES};
use holdfast_store::{EvidenceKept, NewFile};
use serde_json::json;

use super::facts::{actor, subject};
use super::measure::Speaker;
use super::{App, AppError, Assessment, FileKind, SentFile};
use crate::evidence_key::{EvidenceKey, KeyTrouble, key_for_new_files};

/// A file that proves something.
#[derive(Clone, Copy, Debug)]
pub enum SentEvidence {}

impl FileKind for SentEvidence {
    const MOST_BYTES: usize = evidence_file::MOST_FILE_BYTES;
    const WHEN_LARGER: &'static str = "Send the pages that matter as a PDF of their own.";
}

/// A hospital's evidence with its files and who opened them.
#[derive(Clone, Debug)]
pub struct EvidenceList {
    /// Everything the assessment rests on.
    pub assessment: Assessment,
    /// Who opened which file, in order.
    pub seen: Vec<(FileId, FileSeen)>,
}

impl EvidenceList {
    /// Who opened a file, in order.
    pub fn seen_by(&self, file: FileId) -> impl Iterator<Item = &FileSeen> {
        self.seen.iter().filter(move |(id, _)| *id == file).map(|(_, seen)| seen)
    }
}

impl From<KeyTrouble> for AppError {
    fn from(trouble: KeyTrouble) -> Self {
        match trouble {
            KeyTrouble::Store(e) => Self::Store(e),
            KeyTrouble::Keep { source: e @ holdfast_store::StoreError::DiskFull { .. }, .. } => {
                Self::Store(e)
            }
            trouble => {
                tracing::error!(
                    error = super::chain(&trouble),
                    "An evidence file cannot be sealed or opened"
                );
                let what = match trouble {
                    KeyTrouble::Damaged => {
                        "The file was changed or damaged since it was kept, so it is not handed out. Call us: whoever runs the portal restores it from a backup. Nothing else is lost."
                    }
                    _ => {
                        "The key that opens the files of evidence is not in its place. Call us: whoever runs the portal puts it back and runs “holdfast doctor”. No file is lost."
                    }
                };
                Self::Sealed { what: what.to_owned() }
            }
        }
    }
}

impl App {
    /// All evidence of a hospital, its files, and who opened them.
    pub async fn evidence_list(&self, scope: HospitalScope) -> Result<EvidenceList, AppError> {
        let mut read = self.store.read().await?;
        let assessment = super::assessment::assessment_in(self, &mut read, scope, self.clock.now()).await?;
        Ok(EvidenceList { assessment, seen: read.files_seen(scope).await? })
    }

    /// Keeps a file and what it says of a measure, or says field by field what does not fit. `file` is what is wrong with the
    /// file itself; what was typed is looked at all the same.
    pub async fn send_evidence(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        measure: &str,
        fields: &Fields,
        file: Option<SentFile>,
    ) -> Result<Result<EvidenceId, Vec<FieldError>>, AppError> {
        let (_, measure) = self.measure(measure)?;
        let who = self.typing(by);
        let looked = look_at(file).await?;
        let digest = looked.as_ref().ok().map(|(_, _, digest)| digest.clone());
        let read = entry::evidence(&self.catalog, measure, fields, digest, who);
        let ((accepted, bytes, digest), evidence) = match (looked, read) {
            (Ok(file), Ok(evidence)) => (file, evidence),
            (Ok(_), Err(mut errors)) => {
                let again =
                    "Choose the file again: a browser does not keep it when something else has to be mended.";
                errors.push(FieldError::new("file", again));
                return Ok(Err(errors));
            }
            (Err(refusal), typed) => {
                let mut errors = vec![FieldError::new("file", refusal)];
                errors.extend(typed.err().unwrap_or_default());
                return Ok(Err(errors));
            }
        };
        let n_bytes = bytes.len() as u64;
        let mut read = self.store.read().await?;
        if read.n_file_bytes(scope).await? + n_bytes > MOST_HOSPITAL_BYTES {
            return Ok(Err(vec![FieldError::new(
                "file",
                "The hospital's files have reached 500 MB together. Call us, and we make room.",
            )]));
        }
        let key = key_for_new_files(&self.config.server, &mut read, &*self.entropy).await?;
        drop(read);
        let sealed = self.seal(key, &digest, bytes).await?;
        let kept = EvidenceFile {
            id: FileId(0),
            name: accepted.name,
            media_type: accepted.kind.media_type().to_owned(),
            n_bytes,
            digest,
            effective_on: entry::effective_on(fields).unwrap_or(who.today),
            uploaded_at: who.at,
            uploaded_by: by.shown.clone(),
            evidence: Vec::new(),
        };
        let mut write = self.store.write().await?;
        // Two files at one moment: the second one finds out here.
        if write.n_file_bytes(scope).await? + n_bytes > MOST_HOSPITAL_BYTES {
            return Ok(Err(vec![FieldError::new(
                "file",
                "The hospital's files have reached 500 MB together. Call us, and we make room.",
            )]));
        }
        let new = NewFile { file: &kept, sealed: &sealed };
        let file = write.add_evidence_file(scope, new, Some(by.account)).await?;
        let id = write.add_evidence(scope, &evidence, Some(file), Some(by.account)).await?;
        let detail =
            json!({ "measure": evidence.measure, "kind": evidence.kind, "file": file, "evidence": id });
        write.add_audit(&actor(by.account), "evidence.send", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(Ok(id))
    }

    async fn seal(&self, key: EvidenceKey, digest: &str, bytes: Arc<[u8]>) -> Result<Vec<u8>, AppError> {
        let (digest, entropy) = (digest.to_owned(), self.entropy.clone());
        let sealed = tokio::task::spawn_blocking(move || key.seal(&digest, &bytes, &*entropy)).await;
        Ok(sealed.map_err(stopped)??)
    }

    /// What is known of one file, and who opened it.
    pub async fn evidence_file(
        &self,
        scope: HospitalScope,
        id: FileId,
    ) -> Result<(EvidenceFile, Vec<FileSeen>), AppError> {
        let mut read = self.store.read().await?;
        let files = read.evidence_files(scope).await?;
        let file = files.into_iter().find(|f| f.id == id).ok_or_else(no_file)?;
        Ok((file, read.file_seen_by(scope, id).await?))
    }

    /// Opens a file and notes who did. Nothing is handed out that is not byte for byte what came in.
    pub async fn open_evidence_file(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        id: FileId,
    ) -> Result<(EvidenceFile, Vec<u8>), AppError> {
        let mut read = self.store.read().await?;
        let files = read.evidence_files(scope).await?;
        let file = files.into_iter().find(|f| f.id == id).ok_or_else(no_file)?;
        let sealed = read.sealed_file(scope, id).await?.ok_or_else(no_file)?;
        drop(read);
        let path = self.config.server.evidence_key_file();
        let digest = file.digest.clone();
        let opened = tokio::task::spawn_blocking(move || {
            let bytes = EvidenceKey::read(&path)?.open(&digest, &sealed, &path)?;
            if sha256_hex(&bytes) == digest { Ok(bytes) } else { Err(KeyTrouble::Damaged) }
        });
        let bytes = opened.await.map_err(stopped)??;
        let mut write = self.store.write().await?;
        write.note_file_seen(id, Some(by.account), &by.shown, self.now_ms()).await?;
        let detail = json!({ "file": id });
        write.add_audit(&actor(by.account), "evidence.open", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok((file, bytes))
    }

    /// Who types now.
    pub(super) fn typing<'a>(&self, by: &'a Speaker) -> Typing<'a> {
        Typing { by: &by.shown, at: self.clock.now(), today: self.today() }
    }

    /// Makes the key of evidence files at the first start, so that it can be copied before the first file comes.
    pub(super) async fn make_evidence_key(&self) -> Result<(), AppError> {
        let mut read = self.store.read().await?;
        match key_for_new_files(&self.config.server, &mut read, &*self.entropy).await {
            Ok(_) => Ok(()),
            Err(KeyTrouble::Store(e)) => Err(e.into()),
            // Everything else works without it; a file that is asked for says what to do, and so does the doctor.
            Err(trouble) => {
                tracing::error!(error = super::chain(&trouble), "Evidence files cannot be opened or kept");
                Ok(())
            }
        }
    }
}

/// What a file is, its bytes and their digest; or what to do about it. Large ones take a while, so not on a worker that
/// answers requests.
async fn look_at(
    file: Option<SentFile>,
) -> Result<Result<(AcceptedFile, Arc<[u8]>, String), String>, AppError> {
    let Some(file) = file.filter(|f| !f.bytes.is_empty() || !f.name.is_empty()) else {
        return Ok(Err("Choose the file to send.".to_owned()));
    };
    let looked = tokio::task::spawn_blocking(move || {
        let accepted = evidence_file::accept(&file.name, &file.bytes)?;
        let digest = sha256_hex(&file.bytes);
        Ok::<_, FileRefusal>((accepted, file.bytes, digest))
    });
    Ok(looked.await.map_err(stopped)?.map_err(|refusal| refusal.to_string()))
}

fn stopped(e: tokio::task::JoinError) -> AppError {
    AppError::Broken { what: format!("looking at a file stopped: {e}") }
}

fn no_file() -> AppError {
    AppError::not_found("This hospital has no such file.")
}
