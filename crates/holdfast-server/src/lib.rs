//! The server: use cases, portal, API, sign-in, mail and jobs over one store.
//!
//! Rules of the program are not here: they live in `holdfast-core`. Handlers, jobs and commands load, call, save and show.

pub mod api;
pub mod app;
pub mod auth;
pub mod badge_key;
pub mod clock;
pub mod config;
pub mod entropy;
pub mod evidence_key;
pub mod imap;
pub mod jobs;
mod key_file;
pub mod mail;
pub mod paper_key;
pub mod routes;
mod serve;
pub mod web;

pub use app::{App, OpenError, load_catalog};
pub use serve::{ServeError, router, serve};
