//! Starts the program: data folder, catalog, directory, all checked before anyone is let in.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use holdfast_catalog::CatalogErrors;
use holdfast_core::catalog::Catalog;
use holdfast_store::{OpenOptions, Store, StoreError};

use super::background::Background;
use super::directory::LoadedDirectory;
use super::{App, AppError, State};
use crate::auth::rate_limit::{DraftLimit, RateLimit};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::entropy::{Entropy, id_bytes};

/// Why the program could not start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A setting cannot work.
    #[error("the settings cannot be used")]
    Config(#[from] ConfigError),
    /// The data folder or database.
    #[error("the data folder `{folder}` cannot be used")]
    Store {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: StoreError,
    },
    /// The catalog.
    #[error("the catalog cannot be used; `holdfast catalog check` shows the same list")]
    Catalog(#[source] CatalogErrors),
    /// The directory.
    #[error("the hospital directory cannot be read")]
    Directory(#[source] AppError),
    /// The tables on updates and weaknesses.
    #[error("the tables of updates cannot be read")]
    Feeds(#[source] AppError),
}

impl App {
    /// Opens everything. `say` hears one line before each step that can take long.
    ///
    /// `catalog_dir`: program content to use instead of the copy inside the binary.
    pub async fn open(
        config: Config,
        catalog_dir: Option<&Path>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        say: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Self, OpenError> {
        config.check()?;
        let catalog = load_catalog(catalog_dir)?;
        let folder = config.server.data_dir.clone();
        let is_new = !folder.join(holdfast_store::DATABASE_FILE).exists();
        if is_new {
            say(&format!("Making the database in {}", folder.display()));
        }
        let options = OpenOptions {
            now_ms: clock.now().as_millisecond(),
            new_instance_id: i64::from_be_bytes(id_bytes(&*entropy)) & i64::MAX,
        };
        let store =
            Store::open(&folder, options).await.map_err(|source| OpenError::Store { folder, source })?;
        let app = Self(Arc::new(State {
            store,
            catalog,
            background: Background::default(),
            limits: RateLimit::new(config.sign_in.tries_a_minute),
            call_limits: RateLimit::new(config.server.api_calls_a_minute),
            draft_limits: DraftLimit::default(),
            check_in_desk: Default::default(),
            held_lists: Default::default(),
            held_rosters: Default::default(),
            mail_reader: Default::default(),
            hunt_runner: super::incident::RunnerSlot::default(),
            proxy_noted: std::sync::atomic::AtomicBool::new(false),
            config,
            clock,
            entropy,
            directory: RwLock::new(Arc::new(LoadedDirectory::default())),
            loaded_feeds: RwLock::default(),
        }));
        app.fill_empty_directory(say).await.map_err(OpenError::Directory)?;
        app.reload_directory().await.map_err(OpenError::Directory)?;
        app.reload_feeds().await.map_err(OpenError::Feeds)?;
        app.make_evidence_key().await.map_err(OpenError::Directory)?;
        Ok(app)
    }
}

/// The catalog inside the binary, or the one in a folder.
pub fn load_catalog(dir: Option<&Path>) -> Result<Catalog, OpenError> {
    match dir {
        None => holdfast_catalog::load_embedded(),
        Some(dir) => holdfast_catalog::load_dir(dir),
    }
    .map_err(OpenError::Catalog)
}
