//! WMI, each question on a thread of its own with a time limit: some services of Windows never answer.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use holdfast_wire::device::Why;
use wmi::{Variant, WMIConnection, WMIError};

use super::com::Com;
use crate::collect::windows::{Datum, Row, Wmi};
use crate::collect::{Place, Seen, unseen};

/// A slow old machine answers within this.
const LIMIT: Duration = Duration::from_secs(60);
/// Questions that never came back; with more of them, nothing is asked any more.
static N_STUCK: AtomicUsize = AtomicUsize::new(0);
const MAX_STUCK: usize = 4;
/// So many objects of one class are looked at.
const MAX_ROWS: usize = 20_000;

/// This machine's WMI. A class is asked for once.
#[derive(Default)]
pub(super) struct Local {
    answers: RefCell<BTreeMap<&'static str, Seen<Vec<Row>>>>,
}

impl Wmi for Local {
    fn rows(&self, place: &Place) -> Seen<Vec<Row>> {
        if let Some(answer) = self.answers.borrow().get(place.path()) {
            return answer.clone();
        }
        let answer = asked(*place);
        self.answers.borrow_mut().insert(place.path(), answer.clone());
        answer
    }
}

fn asked(place: Place) -> Seen<Vec<Row>> {
    within(LIMIT, place.path(), move || query(&place))
}

/// What a question comes to within a time; a thread that is stuck is left behind and counted.
pub(super) fn within<T: Send + 'static>(
    limit: Duration,
    what: &str,
    ask: impl FnOnce() -> Seen<T> + Send + 'static,
) -> Seen<T> {
    let timed_out = || unseen(Why::TimedOut, format!("{what}: no answer in {} s", limit.as_secs()));
    if N_STUCK.load(Ordering::Relaxed) >= MAX_STUCK {
        return Err(unseen(
            Why::TimedOut,
            format!("{what}: not asked, for {MAX_STUCK} questions before never came back"),
        ));
    }
    let (tell, hear) = mpsc::channel();
    let thread = std::thread::Builder::new().name("asks Windows".to_owned()).spawn(move || {
        let answer = ask();
        if tell.send(answer).is_err() {
            // It came back after all.
            N_STUCK.fetch_sub(1, Ordering::Relaxed);
        }
    });
    if let Err(error) = thread {
        return Err(unseen(Why::Unreadable, format!("{what}: no thread: {error}")));
    }
    match hear.recv_timeout(limit) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            N_STUCK.fetch_add(1, Ordering::Relaxed);
            Err(timed_out())
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            Err(unseen(Why::Unreadable, format!("{what}: the question broke off")))
        }
    }
}

fn query(place: &Place) -> Seen<Vec<Row>> {
    let _com = Com::ready()?;
    let (namespace, class) = place.path().split_once(':').unwrap_or(("ROOT\\CIMV2", place.path()));
    let name = class.split(' ').next().unwrap_or(class);
    let told = |error: WMIError| of_wmi(&error, &format!("{namespace}:{name}"));
    let connection = WMIConnection::with_namespace_path(namespace).map_err(told)?;
    let question = format!("SELECT {} FROM {class}", place.what());
    let rows: Vec<HashMap<String, Variant>> = connection.raw_query(question).map_err(told)?;
    Ok(rows
        .into_iter()
        .take(MAX_ROWS)
        .map(|row| Row(row.into_iter().map(|(n, v)| (n, datum(v))).collect()))
        .collect())
}

/// Sources: "WMI Error Constants" and common HRESULTs.
fn of_wmi(error: &WMIError, at: &str) -> holdfast_wire::device::Unseen {
    let code = match error {
        WMIError::HResultError { hres } => *hres as u32,
        _ => 0,
    };
    let why = match code {
        // No namespace, no class, no object, no provider.
        0x8004_100E | 0x8004_1010 | 0x8004_1002 | 0x8004_1011 | 0x8004_1013 => Why::NotThere,
        // Denied by WMI, by Windows, or for want of a privilege.
        0x8004_1003 | 0x8007_0005 | 0x8004_1062 => Why::NoRight,
        0x8004_1069 => Why::TimedOut,
        _ => Why::Unreadable,
    };
    match code {
        0 => unseen(why, format!("{at}: {error}")),
        code => unseen(why, format!("{at}: 0x{code:08X}")),
    }
}

fn datum(value: Variant) -> Datum {
    match value {
        Variant::String(text) => Datum::Text(text),
        Variant::Bool(flag) => Datum::Flag(flag),
        Variant::I1(n) => Datum::Number(n.into()),
        Variant::I2(n) => Datum::Number(n.into()),
        Variant::I4(n) => Datum::Number(n.into()),
        Variant::I8(n) => Datum::Number(n),
        Variant::UI1(n) => Datum::Number(n.into()),
        Variant::UI2(n) => Datum::Number(n.into()),
        Variant::UI4(n) => Datum::Number(n.into()),
        Variant::UI8(n) => i64::try_from(n).map_or(Datum::Other, Datum::Number),
        _ => Datum::Other,
    }
}
