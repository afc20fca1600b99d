//! `holdfast backup FILE`: one file that holds everything kept, made while the portal runs; the key of evidence files is copied
//! only when asked for, to a file of its own.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use holdfast_server::evidence_key::{EvidenceKey, try_key};
use holdfast_store::write_private_file;

use super::settings::Settings;
use crate::exit::{self, Failure};
use crate::flags::Backup;
use crate::out;

/// Writes a backup.
pub(crate) async fn run(settings: Settings, what: Backup) -> Result<ExitCode, Failure> {
    let app = super::data::open(&settings).await?;
    let key = settings.config.server.evidence_key_file();
    // The key first: where it cannot be copied, there is no backup that would need it.
    if let Some(copy) = &what.with_evidence_key {
        copy_key(&key, copy)?;
    }
    let bytes = app
        .store
        .backup(&what.file)
        .await
        .with_context(|| format!("no backup was made in `{}`", what.file.display()))?;
    let mut text = format!(
        "Backed up to {} ({} KB), checked and complete.\nIt holds everything, people's addresses too: keep it as safe as the data folder.\n",
        what.file.display(),
        bytes.div_ceil(1024)
    );
    text += &match &what.with_evidence_key {
        Some(copy) => format!(
            "The key of evidence files is copied to {}. Keep it apart from the backup: together they open every file.\n",
            copy.display()
        ),
        None => format!(
            "Evidence files in it are encrypted, and their key, {}, is NOT in it. Without the key nobody opens them again.\nCopy it once to a safe place of its own: holdfast backup FILE --with-evidence-key KEY-FILE\n",
            key.display()
        ),
    };
    let mut read = app.store.read().await.context("the evidence files were not tried")?;
    if let Err(trouble) = try_key(&settings.config.server, &mut read).await {
        text += &format!("Warning: {}.\n", holdfast_server::app::chain(&trouble));
    }
    out::print(&text)?;
    Ok(ExitCode::from(exit::DONE))
}

/// Copies the key to a new file that only its owner can read. What is no key is not copied.
fn copy_key(key: &Path, copy: &Path) -> Result<(), Failure> {
    EvidenceKey::read(key).context("no backup was made")?;
    let bytes = std::fs::read(key).with_context(|| format!("the key `{}` cannot be read", key.display()))?;
    write_private_file(copy, &bytes)
        .with_context(|| format!("the key was not copied to `{}`, and no backup was made", copy.display()))?;
    Ok(())
}
