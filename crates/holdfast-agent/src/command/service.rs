//! `service`: the same work as `run`, started and stopped by the service manager of Windows.

use std::error::Error;
use std::ffi::OsString;
use std::sync::mpsc;
use std::time::Duration;

use windows_service::service::{
    ServiceControl, ServiceControlAccept, ServiceExitCode, ServiceState, ServiceStatus, ServiceType,
};
use windows_service::service_control_handler::{self, ServiceControlHandlerResult, ServiceStatusHandle};
use windows_service::{define_windows_service, service_dispatcher};

use super::Words;
use crate::os;
use crate::run;
use crate::settings::{Given, Settings};
use crate::world::Machine;

/// The service's short name.
pub(super) const NAME: &str = "HoldfastAgent";

define_windows_service!(ffi_service_main, service_main);

/// Hands the thread to the service manager until the service stops.
pub(super) fn run(_words: &Words) -> Result<(), Box<dyn Error>> {
    service_dispatcher::start(NAME, ffi_service_main)
        .map_err(|error| format!("`service` is what Windows starts; by hand use `run` ({error})").into())
}

fn service_main(_arguments: Vec<OsString>) {
    let (stop, stopped) = mpsc::channel::<()>();
    let registered = service_control_handler::register(NAME, move |control| match control {
        ServiceControl::Stop | ServiceControl::Shutdown => {
            // Nobody waits any more: it is stopping already.
            let _ = stop.send(());
            ServiceControlHandlerResult::NoError
        }
        ServiceControl::Interrogate => ServiceControlHandlerResult::NoError,
        _ => ServiceControlHandlerResult::NotImplemented,
    });
    let Ok(handle) = registered else { return };
    say(&handle, ServiceState::Running, 0);
    let code = match work(&stopped) {
        Ok(()) => 0,
        Err(error) => {
            note(&format!("{error}"));
            1
        }
    };
    say(&handle, ServiceState::Stopped, code);
}

fn work(stopped: &mpsc::Receiver<()>) -> Result<(), Box<dyn Error>> {
    let settings = loop {
        let settings = Settings::read(&Given::default())?;
        if settings.server.is_some() {
            break settings;
        }
        // Policy may come later than the program.
        note("no portal is named yet; looking again in five minutes");
        if wait(stopped, Duration::from_secs(300)) {
            return Ok(());
        }
    };
    let mut sleep = |time| !wait(stopped, time);
    let mut say = |what: &str| note(what);
    run::run(&settings, os::collector().as_ref(), &Machine::new(), &mut sleep, &mut say)?;
    Ok(())
}

/// Waits, and says whether the service is to stop.
fn wait(stopped: &mpsc::Receiver<()>, time: Duration) -> bool {
    !matches!(stopped.recv_timeout(time), Err(mpsc::RecvTimeoutError::Timeout))
}

fn say(handle: &ServiceStatusHandle, state: ServiceState, code: u32) {
    let is_running = state == ServiceState::Running;
    let status = ServiceStatus {
        service_type: ServiceType::OWN_PROCESS,
        current_state: state,
        controls_accepted: if is_running {
            ServiceControlAccept::STOP | ServiceControlAccept::SHUTDOWN
        } else {
            ServiceControlAccept::empty()
        },
        exit_code: if code == 0 { ServiceExitCode::Win32(0) } else { ServiceExitCode::ServiceSpecific(code) },
        checkpoint: 0,
        wait_hint: Duration::default(),
        process_id: None,
    };
    // A manager that does not listen cannot be told.
    let _ = handle.set_service_status(status);
}

/// What happened last, in a file beside the state: a service has no terminal.
fn note(what: &str) {
    let path = os::config_file().with_file_name("last-message.txt");
    // It is a courtesy; the portal hears of trouble by messages.
    let _ = std::fs::write(path, format!("{what}\r\n"));
}
