//! Files that tell of machines: told apart by what is in them, read, and taken in. A list waits in memory until a person has said which
//! column holds what.

use std::sync::Arc;

use holdfast_core::model::{FactsSource, HospitalScope};
use holdfast_import::device::{
    ColumnMap, DeviceFile, Header, guess_columns, read_device_file, read_header, read_inventory,
};

use super::tell::{Brought, Carrier, NewFacts};
use crate::app::{App, AppError, FileKind, SentFile};
use crate::entropy::token;

/// A file that tells of machines, carried by hand.
#[derive(Clone, Copy, Debug)]
pub enum SentDevices {}

impl FileKind for SentDevices {
    const MOST_BYTES: usize = 20 * 1024 * 1024;
    const WHEN_LARGER: &'static str = "Send it in parts.";
}

/// A list whose columns a person has to settle.
#[derive(Clone, Debug)]
pub struct Columns {
    /// By what to name it.
    pub token: String,
    /// The name of the file.
    pub name: String,
    /// Its columns and first lines.
    pub header: Header,
    /// A first guess.
    pub guess: ColumnMap,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Arrived {
    /// It was taken in.
    Brought(Brought),
    /// It is a list, and waits.
    Columns(Columns),
    /// It tells of no machine.
    Unfit(String),
}

impl App {
    /// Takes in a file that tells of machines, or holds on to a list.
    pub async fn bring_device_file(
        &self,
        scope: HospitalScope,
        by: impl Into<Carrier>,
        file: SentFile,
    ) -> Result<Arrived, AppError> {
        let bytes = Arc::clone(&file.bytes);
        if bytes.len() > SentDevices::MOST_BYTES {
            return Ok(Arrived::Unfit(SentDevices::too_large()));
        }
        let name = shown(&file.name);
        let read = tokio::task::spawn_blocking(move || read_device_file(&bytes)).await.map_err(stopped)?;
        let now = self.clock.now();
        let (source, collector, observed_at, facts) = match read {
            Err(e) => return Ok(Arrived::Unfit(e.to_string())),
            Ok(DeviceFile::List(header)) => {
                let guess = guess_columns(&header.columns);
                let token = token(&*self.entropy).reveal().to_owned();
                self.held_lists.hold(token.clone(), scope, file, now)?;
                return Ok(Arrived::Columns(Columns { token, name, header, guess }));
            }
            Ok(DeviceFile::Facts(file)) => {
                (FactsSource::FactsFile, file.collector, file.collected_at.min(now), file.facts)
            }
            // A report does not say when it was made; the day it came in is the latest it can be.
            Ok(DeviceFile::Report(facts)) => (FactsSource::SystemInfo, name.clone(), now, *facts),
        };
        let new = NewFacts { place: name, observed_at, facts };
        self.bring_devices(scope, by, source, &collector, vec![new]).await.map(Arrived::Brought)
    }

    /// The list that waits by this token.
    pub fn held_list(&self, scope: HospitalScope, token: &str) -> Result<Columns, AppError> {
        let held = self.held_lists.held(scope, token, self.clock.now())?;
        let header = read_header(&held.file.bytes).map_err(|e| AppError::Broken { what: e.to_string() })?;
        let guess = guess_columns(&header.columns);
        Ok(Columns { token: token.to_owned(), name: shown(&held.file.name), header, guess })
    }

    /// Takes in a list that waits, its columns settled; or says what is wrong with them.
    pub async fn bring_inventory(
        &self,
        scope: HospitalScope,
        by: impl Into<Carrier>,
        token: &str,
        map: ColumnMap,
    ) -> Result<Result<Brought, String>, AppError> {
        let held = self.held_lists.held(scope, token, self.clock.now())?;
        let bytes = Arc::clone(&held.file.bytes);
        let read =
            tokio::task::spawn_blocking(move || read_inventory(&bytes, &map)).await.map_err(stopped)?;
        let (rows, bad) = match read {
            Ok(read) => read,
            Err(e) => return Ok(Err(e.to_string())),
        };
        let now = self.clock.now();
        let new = |row: holdfast_import::device::InventoryRow| NewFacts {
            place: format!("row {}", row.line),
            observed_at: row.seen_at.unwrap_or(held.at).min(now),
            facts: row.facts,
        };
        let all = rows.into_iter().map(new).collect();
        let name = shown(&held.file.name);
        let mut brought = self.bring_devices(scope, by, FactsSource::Inventory, &name, all).await?;
        brought.bad = bad.iter().map(ToString::to_string).chain(brought.bad).collect();
        self.held_lists.let_go(token);
        Ok(Ok(brought))
    }
}

fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

fn stopped(e: tokio::task::JoinError) -> AppError {
    AppError::Broken { what: format!("reading a file of devices stopped: {e}") }
}
