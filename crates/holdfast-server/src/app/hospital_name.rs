//! What a hospital is called on pages and in letters.

use holdfast_core::decide::registration::display_case;
use holdfast_core::model::Ccn;

use super::App;

impl App {
    /// The hospital's name as people write it, or its number when the directory never listed it.
    pub fn hospital_name(&self, ccn: Ccn) -> String {
        match self.directory().hospitals.known(ccn) {
            Some(listed) => display_case(&listed.hospital.name),
            None => format!("hospital {ccn}"),
        }
    }
}
