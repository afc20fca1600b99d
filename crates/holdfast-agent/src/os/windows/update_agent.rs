//! Windows Update, asked through its own interface on a thread of its own: what it knows already, never what it would have to fetch.
#![expect(unsafe_code, reason = "Windows is asked through its COM interfaces")]

use std::time::Duration;

use holdfast_wire::device::{Known, UpdateClient, WaitingUpdate, Why};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use windows::Win32::Foundation::VARIANT_FALSE;
use windows::Win32::System::Com::{CLSCTX_INPROC_SERVER, CoCreateInstance};
use windows::Win32::System::UpdateAgent::{
    AutomaticUpdates, IAutomaticUpdates2, IAutomaticUpdatesResults, IUpdate, IUpdateSession, UpdateSession,
};
use windows::Win32::System::Variant::{VARIANT, VT_DATE};
use windows::core::BSTR;

use super::com::Com;
use super::wmi_rows::within;
use crate::collect::{Seen, known, unseen};

/// A search of what is known already takes minutes on an old machine.
const LIMIT: Duration = Duration::from_secs(180);
/// So many updates that wait are told.
const MAX_WAITING: i32 = 500;

/// What Windows Update says; `asks` and `is_automatic` are for others to say.
pub(super) fn ask() -> Seen<UpdateClient> {
    within(LIMIT, "Windows Update", || {
        let _com = Com::ready()?;
        Ok(UpdateClient {
            looked_at: known(moment("LastSearchSuccessDate", |r| {
                // SAFETY: the object is alive.
                unsafe { r.LastSearchSuccessDate() }
            })),
            installed_at: known(moment("LastInstallationSuccessDate", |r| {
                // SAFETY: the object is alive.
                unsafe { r.LastInstallationSuccessDate() }
            })),
            waiting: known(waiting()),
            is_automatic: Known::default(),
            asks: String::new(),
        })
    })
}

fn moment(
    what: &str,
    ask: impl Fn(&IAutomaticUpdatesResults) -> windows::core::Result<VARIANT>,
) -> Seen<Timestamp> {
    let asked = || {
        // SAFETY: COM is ready on this thread.
        let updates: IAutomaticUpdates2 =
            unsafe { CoCreateInstance(&AutomaticUpdates, None, CLSCTX_INPROC_SERVER)? };
        // SAFETY: the object is alive.
        ask(&unsafe { updates.Results()? })
    };
    let variant = asked().map_err(|error| of_com(&error, what))?;
    date(&variant).ok_or_else(|| unseen(Why::NotThere, format!("{what}: never")))
}

/// A VARIANT's date counts days since 30 December 1899; here in UTC. Nothing when it holds none.
fn date(variant: &VARIANT) -> Option<Timestamp> {
    // SAFETY: the kind says which of the parts is there; it is looked at first.
    let days = unsafe {
        let inner = &variant.Anonymous.Anonymous;
        if inner.vt != VT_DATE {
            return None;
        }
        inner.Anonymous.date
    };
    if !(36_526.0..73_050.0).contains(&days) {
        // Before 2000 or after 2099.
        return None;
    }
    let start = Date::constant(1899, 12, 30).to_zoned(TimeZone::UTC).ok()?.timestamp();
    start.checked_add(SignedDuration::from_secs((days * 86_400.0).round() as i64)).ok()
}

fn waiting() -> Seen<Vec<WaitingUpdate>> {
    let asked = || -> windows::core::Result<Vec<WaitingUpdate>> {
        // SAFETY: COM is ready on this thread, and every object below is alive while it is used.
        unsafe {
            let session: IUpdateSession = CoCreateInstance(&UpdateSession, None, CLSCTX_INPROC_SERVER)?;
            let searcher = session.CreateUpdateSearcher()?;
            searcher.SetOnline(VARIANT_FALSE)?;
            let updates = searcher.Search(&BSTR::from("IsInstalled=0 and IsHidden=0"))?.Updates()?;
            (0..updates.Count()?.min(MAX_WAITING)).map(|n| told(&updates.get_Item(n)?)).collect()
        }
    };
    let mut found = asked().map_err(|error| of_com(&error, "IUpdateSearcher::Search"))?;
    found.sort_by(|a, b| a.title.cmp(&b.title));
    Ok(found)
}

fn told(update: &IUpdate) -> windows::core::Result<WaitingUpdate> {
    // SAFETY: the object and what it hands out are alive.
    unsafe {
        let ids = update.KBArticleIDs()?;
        let kbs = (0..ids.Count()?).map(|n| Ok(format!("KB{}", ids.get_Item(n)?)));
        let kbs: windows::core::Result<Vec<String>> = kbs.collect();
        let severity = update.MsrcSeverity().map(|s| s.to_string()).unwrap_or_default();
        let title = update.Title()?.to_string();
        let is_security =
            !severity.is_empty() || title.contains("Security") || title.contains("Cumulative Update");
        Ok(WaitingUpdate { title, kbs: kbs?, is_security })
    }
}

fn of_com(error: &windows::core::Error, what: &str) -> holdfast_wire::device::Unseen {
    let code = error.code().0 as u32;
    let why = match code {
        0x8007_0005 => Why::NoRight,
        // Not registered, not made, not there.
        0x8004_0154 | 0x8000_4001 | 0x8000_4002 | 0x8007_0422 => Why::NotThere,
        _ => Why::Unreadable,
    };
    unseen(why, format!("{what}: 0x{code:08X}"))
}
