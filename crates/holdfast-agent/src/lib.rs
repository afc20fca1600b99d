//! Read-only collector of one machine: what it is goes to the portal or to a file. It runs nothing, opens no port, changes nothing.
//!
//! `collect` looks at the machine and `logs` at its event logs, and neither sends; `talk` sends and never looks; `state` keeps what must outlive a restart; `run` joins them.

pub mod collect;
pub mod command;
pub mod logs;
mod os;
pub mod run;
pub mod settings;
pub mod state;
pub mod talk;
pub mod world;
