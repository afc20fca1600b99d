//! What differs by operating system at the edge: sealing the key, the agent's own folder, policies. One room a system.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as here;
#[cfg(windows)]
use windows as here;

pub(crate) use here::{collector, config_file, log_folder, state_folder};
pub(crate) use here::{make_private_folder, policy, remove_own_folders, sealed, unsealed};
