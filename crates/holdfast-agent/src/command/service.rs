//! `service`: the same work as `run`, started and stopped by the service manager of Windows.
