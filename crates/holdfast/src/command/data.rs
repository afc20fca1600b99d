//! The data folder for commands: the running program where one is kept, or the directory inside the binary where none is.

use anyhow::anyhow;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::downtime::OwnServices;
use holdfast_core::model::{Ccn, HospitalScope};
use holdfast_server::App;
use holdfast_server::app::{LoadedDirectory, embedded_directory};
use holdfast_store::DATABASE_FILE;

use super::settings::Settings;
use crate::exit::{self, Failure};

/// What questions about hospitals need: the directory and the catalog.
pub(crate) struct Reference {
    /// The directory.
    pub directory: std::sync::Arc<LoadedDirectory>,
    /// The catalog.
    pub catalog: Catalog,
}

/// Opens the data folder; refuses to make one, for a command that changes what is kept should not invent it.
pub(crate) async fn open(settings: &Settings) -> Result<App, Failure> {
    let dir = &settings.config.server.data_dir;
    if !dir.join(DATABASE_FILE).exists() {
        return Err(anyhow!(
            "there is no data in `{}`; start the portal once with `holdfast`, put a backup back with `holdfast restore`, or name the folder with --data-dir",
            dir.display()
        )
        .into());
    }
    super::serve::open(settings).await
}

/// The directory as kept, or the one inside the binary when nothing is kept. Makes nothing.
pub(crate) async fn reference(settings: &Settings) -> Result<Reference, Failure> {
    let catalog = holdfast_server::load_catalog(settings.catalog.as_deref())
        .map_err(|e| Failure::new(exit::CATALOG, e))?;
    let directory = if settings.config.server.data_dir.join(DATABASE_FILE).exists() {
        super::serve::open(settings).await?.directory()
    } else {
        std::sync::Arc::new(embedded_directory().map_err(anyhow::Error::from)?)
    };
    Ok(Reference { directory, catalog })
}

/// What a hospital says of its own services in the portal kept here; nothing where no portal is kept, or where it said nothing.
pub(crate) async fn own_word(settings: &Settings, ccn: Ccn) -> Result<OwnServices, Failure> {
    if !settings.config.server.data_dir.join(DATABASE_FILE).exists() {
        return Ok(OwnServices::default());
    }
    let kept = open(settings).await?.own_services(HospitalScope::checked(ccn)).await;
    Ok(kept.map_err(anyhow::Error::from)?.map(|kept| kept.own).unwrap_or_default())
}

/// This moment by the machine's clock.
pub(crate) fn now() -> jiff::Timestamp {
    use holdfast_server::clock::{Clock, SystemClock};
    SystemClock.now()
}

/// Today by the machine's clock and the program's offset.
pub(crate) fn today(settings: &Settings) -> holdfast_core::Date {
    use holdfast_server::clock::{Clock, SystemClock, date_at};
    date_at(SystemClock.now(), settings.config.program.utc_offset_hours)
}
