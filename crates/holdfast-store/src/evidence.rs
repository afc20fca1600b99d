//! Evidence and the files it rests on. Both are only added; who opened a file is kept. Bytes come in sealed: the store
//! holds no key and never sees what a file says.

use async_trait::async_trait;
use holdfast_core::model::{AccountId, Evidence, EvidenceFile, EvidenceId, FileId, FileSeen, HospitalScope};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_HOSPITAL = "SELECT id, body FROM evidence WHERE ccn = $1 ORDER BY id";
    ADD = "INSERT INTO evidence (ccn, measure, body, file_id, added_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    FILES = "SELECT id, name, media_type, n_bytes, digest, effective_on, uploaded_at_ms, uploaded_as FROM evidence_file
        WHERE ccn = $1 ORDER BY id";
    FILE_EVIDENCE = "SELECT id, file_id FROM evidence WHERE ccn = $1 AND file_id IS NOT NULL ORDER BY id";
    SEALED = "SELECT sealed FROM evidence_file WHERE ccn = $1 AND id = $2";
    ANY_SEALED = "SELECT digest, sealed FROM evidence_file ORDER BY id DESC LIMIT 1";
    NEWEST_SEAL_HEAD = "SELECT substr(sealed, 1, $1) AS head FROM evidence_file ORDER BY id DESC LIMIT 1";
    BYTES_KEPT = "SELECT coalesce(sum(n_bytes), 0) FROM evidence_file WHERE ccn = $1";
    ADD_FILE = "INSERT INTO evidence_file
        (ccn, name, media_type, n_bytes, digest, sealed, effective_on, uploaded_at_ms, uploaded_by, uploaded_as)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
    SEEN = "INSERT INTO evidence_file_seen (file_id, seen_by, seen_as, at_ms) VALUES ($1, $2, $3, $4)";
    SEEN_BY = "SELECT s.seq, s.seen_as, s.at_ms FROM evidence_file_seen s JOIN evidence_file f ON f.id = s.file_id
        WHERE f.ccn = $1 AND f.id = $2 ORDER BY s.seq";
    ALL_SEEN = "SELECT s.seq, s.file_id, s.seen_as, s.at_ms FROM evidence_file_seen s JOIN evidence_file f ON f.id = s.file_id
        WHERE f.ccn = $1 ORDER BY s.seq";
}

/// A file to keep.
#[derive(Clone, Debug)]
pub struct NewFile<'a> {
    /// What is known of it; its id and evidence are not read.
    pub file: &'a EvidenceFile,
    /// Its bytes, encrypted.
    pub sealed: &'a [u8],
}

/// Reads evidence and files.
#[async_trait]
pub trait EvidenceKept {
    /// Everything that came in about a hospital, in the order it did.
    async fn evidence(&mut self, scope: HospitalScope) -> Result<Vec<Evidence>, StoreError>;
    /// A hospital's files without their bytes, in the order they came in.
    async fn evidence_files(&mut self, scope: HospitalScope) -> Result<Vec<EvidenceFile>, StoreError>;
    /// One file's encrypted bytes; `None` when the hospital has no such file.
    async fn sealed_file(&mut self, scope: HospitalScope, id: FileId) -> Result<Option<Vec<u8>>, StoreError>;
    /// The newest file of any hospital, as digest and encrypted bytes: to try a key on.
    async fn newest_sealed_file(&mut self) -> Result<Option<(String, Vec<u8>)>, StoreError>;
    /// The first bytes of the newest file of any hospital, as sealed: they tell which key sealed it.
    async fn newest_seal_head(&mut self, n_bytes: u32) -> Result<Option<Vec<u8>>, StoreError>;
    /// Bytes of all the hospital's files together, before encryption.
    async fn n_file_bytes(&mut self, scope: HospitalScope) -> Result<u64, StoreError>;
    /// Who opened a file, in order.
    async fn file_seen_by(&mut self, scope: HospitalScope, id: FileId) -> Result<Vec<FileSeen>, StoreError>;
    /// Who opened any of a hospital's files, in order.
    async fn files_seen(&mut self, scope: HospitalScope) -> Result<Vec<(FileId, FileSeen)>, StoreError>;
}

#[async_trait]
impl<C: Connected> EvidenceKept for C {
    async fn evidence(&mut self, scope: HospitalScope) -> Result<Vec<Evidence>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "evidence", "id");
                Ok(Evidence { id: EvidenceId(at.get("id")?), ..at.json::<Evidence>("body")? })
            })
            .collect()
    }

    async fn evidence_files(&mut self, scope: HospitalScope) -> Result<Vec<EvidenceFile>, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let rows = sqlx::query(FILES).bind(ccn.clone()).fetch_all(self.connection()).await?;
        let mut files = rows.iter().map(file).collect::<Result<Vec<_>, _>>()?;
        for row in sqlx::query(FILE_EVIDENCE).bind(ccn).fetch_all(self.connection()).await? {
            let at = At::new(&row, "evidence", "id");
            let (id, of) = (EvidenceId(at.get("id")?), FileId(at.get("file_id")?));
            if let Some(file) = files.iter_mut().find(|f| f.id == of) {
                file.evidence.push(id);
            }
        }
        Ok(files)
    }

    async fn sealed_file(&mut self, scope: HospitalScope, id: FileId) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query(SEALED).bind(scope.ccn().as_str().to_owned()).bind(id.0);
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| Ok(row.try_get("sealed")?)).transpose()
    }

    async fn newest_sealed_file(&mut self) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let row = sqlx::query(ANY_SEALED).fetch_optional(self.connection()).await?;
        row.map(|row| Ok((row.try_get("digest")?, row.try_get("sealed")?))).transpose()
    }

    async fn newest_seal_head(&mut self, n_bytes: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let row = sqlx::query(NEWEST_SEAL_HEAD).bind(n_bytes).fetch_optional(self.connection()).await?;
        row.map(|row| Ok(row.try_get("head")?)).transpose()
    }

    async fn n_file_bytes(&mut self, scope: HospitalScope) -> Result<u64, StoreError> {
        let query = sqlx::query_scalar(BYTES_KEPT).bind(scope.ccn().as_str().to_owned());
        let n: i64 = query.fetch_one(self.connection()).await?;
        Ok(u64::try_from(n).unwrap_or(0))
    }

    async fn file_seen_by(&mut self, scope: HospitalScope, id: FileId) -> Result<Vec<FileSeen>, StoreError> {
        let query = sqlx::query(SEEN_BY).bind(scope.ccn().as_str().to_owned()).bind(id.0);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "evidence_file_seen", "seq");
                Ok(FileSeen { by: at.get("seen_as")?, at: at.moment_ms("at_ms")? })
            })
            .collect()
    }

    async fn files_seen(&mut self, scope: HospitalScope) -> Result<Vec<(FileId, FileSeen)>, StoreError> {
        let query = sqlx::query(ALL_SEEN).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "evidence_file_seen", "seq");
                let seen = FileSeen { by: at.get("seen_as")?, at: at.moment_ms("at_ms")? };
                Ok((FileId(at.get("file_id")?), seen))
            })
            .collect()
    }
}

fn file(row: &SqliteRow) -> Result<EvidenceFile, StoreError> {
    let at = At::new(row, "evidence_file", "id");
    Ok(EvidenceFile {
        id: FileId(at.get("id")?),
        name: at.get("name")?,
        media_type: at.get("media_type")?,
        n_bytes: u64::try_from(at.get::<i64>("n_bytes")?).unwrap_or(0),
        digest: at.get("digest")?,
        effective_on: at.date("effective_on")?,
        uploaded_at: at.moment_ms("uploaded_at_ms")?,
        uploaded_by: at.get("uploaded_as")?,
        evidence: Vec::new(),
    })
}

impl Write {
    /// Adds a piece of evidence. Its own id is not read; the one it gets is returned.
    pub async fn add_evidence(
        &mut self,
        scope: HospitalScope,
        evidence: &Evidence,
        file: Option<FileId>,
        by: Option<AccountId>,
    ) -> Result<EvidenceId, StoreError> {
        let body = Evidence { id: EvidenceId(0), ..evidence.clone() };
        let row = sqlx::query(ADD)
            .bind(scope.ccn().as_str().to_owned())
            .bind(evidence.measure.as_str())
            .bind(Json(&body))
            .bind(file.map(|f| f.0))
            .bind(by.map(|b| b.0))
            .bind(evidence.received_at.as_millisecond())
            .fetch_one(self.connection())
            .await?;
        Ok(EvidenceId(row.try_get("id")?))
    }

    /// Keeps a file and returns its id.
    pub async fn add_evidence_file(
        &mut self,
        scope: HospitalScope,
        new: NewFile<'_>,
        by: Option<AccountId>,
    ) -> Result<FileId, StoreError> {
        let file = new.file;
        let row = sqlx::query(ADD_FILE)
            .bind(scope.ccn().as_str().to_owned())
            .bind(&file.name)
            .bind(&file.media_type)
            .bind(i64::try_from(file.n_bytes).unwrap_or(i64::MAX))
            .bind(&file.digest)
            .bind(new.sealed)
            .bind(file.effective_on.to_string())
            .bind(file.uploaded_at.as_millisecond())
            .bind(by.map(|b| b.0))
            .bind(&file.uploaded_by)
            .fetch_one(self.connection())
            .await?;
        Ok(FileId(row.try_get("id")?))
    }

    /// Notes that somebody opened a file.
    pub async fn note_file_seen(
        &mut self,
        id: FileId,
        by: Option<AccountId>,
        shown_as: &str,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let insert = sqlx::query(SEEN).bind(id.0).bind(by.map(|b| b.0)).bind(shown_as).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }
}
