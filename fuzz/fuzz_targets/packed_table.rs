//! Any bytes as a packed table, and any text as an unpacked one.
#![no_main]

use holdfast_core::model::table::read_table;
use holdfast_core::model::{HospitalRow, LocationRow, ZctaRow};
use holdfast_import::unpack;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = unpack::<HospitalRow>(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = read_table::<HospitalRow>(text);
        let _ = read_table::<LocationRow>(text);
        let _ = read_table::<ZctaRow>(text);
    }
});
