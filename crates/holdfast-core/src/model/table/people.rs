//! How facts on people are kept as table cells.

use super::{Cells, TableRow};
use crate::model::{CountyFips, CountyPeopleRow, StateCode, ZctaHomeRow, Zip};

impl TableRow for ZctaHomeRow {
    const NAME: &'static str = "zcta_homes";
    const COLUMNS: &'static [&'static str] = &["zip", "county"];

    fn cells(&self) -> Vec<String> {
        vec![self.zip.to_string(), self.county.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self { zip: cells.read(0, Zip::parse)?, county: cells.read(1, CountyFips::parse)? })
    }
}

impl TableRow for CountyPeopleRow {
    const NAME: &'static str = "county_people";
    const COLUMNS: &'static [&'static str] =
        &["county", "name", "state", "people", "aged_65", "households", "no_vehicle", "no_internet"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.county.to_string(),
            self.name.clone(),
            self.state.to_string(),
            self.people.to_string(),
            self.aged_65.to_string(),
            self.households.to_string(),
            self.no_vehicle.to_string(),
            self.no_internet.to_string(),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            county: cells.read(0, CountyFips::parse)?,
            name: cells.text(1).into_owned(),
            state: cells.read(2, StateCode::parse)?,
            people: cells.number(3)?,
            aged_65: cells.number(4)?,
            households: cells.number(5)?,
            no_vehicle: cells.number(6)?,
            no_internet: cells.number(7)?,
        })
    }
}
