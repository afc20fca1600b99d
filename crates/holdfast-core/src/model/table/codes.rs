//! How rurality codes by ZIP and county are kept as table cells.

use super::{Cells, TableRow};
use crate::model::{CbsaRow, CountyFips, RucaRow, RuccRow, Zip};

impl TableRow for RucaRow {
    const NAME: &'static str = "ruca";
    const COLUMNS: &'static [&'static str] = &["zip", "primary", "secondary_tenths"];

    fn cells(&self) -> Vec<String> {
        vec![self.zip.to_string(), self.primary.to_string(), self.secondary_tenths.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            zip: cells.read(0, Zip::parse)?,
            primary: cells.number(1)?,
            secondary_tenths: cells.number(2)?,
        })
    }
}

impl TableRow for RuccRow {
    const NAME: &'static str = "rucc";
    const COLUMNS: &'static [&'static str] = &["county", "rucc"];

    fn cells(&self) -> Vec<String> {
        vec![self.county.to_string(), self.rucc.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self { county: cells.read(0, CountyFips::parse)?, rucc: cells.number(1)? })
    }
}

impl TableRow for CbsaRow {
    const NAME: &'static str = "cbsa";
    const COLUMNS: &'static [&'static str] = &["county", "cbsa", "title", "metropolitan", "central"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.county.to_string(),
            self.cbsa.clone(),
            self.title.clone(),
            u8::from(self.metropolitan).to_string(),
            u8::from(self.central).to_string(),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            county: cells.read(0, CountyFips::parse)?,
            cbsa: cells.text(1).into_owned(),
            title: cells.text(2).into_owned(),
            metropolitan: cells.flag(3)?,
            central: cells.flag(4)?,
        })
    }
}

impl TableRow for Zip {
    const NAME: &'static str = "forhp_zips";
    const COLUMNS: &'static [&'static str] = &["zip"];

    fn cells(&self) -> Vec<String> {
        vec![self.to_string()]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        cells.read(0, Zip::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{read_table, write_table};

    #[test]
    fn codes_read_back_the_same() {
        let county = CountyFips::parse("99001").expect("five digits");
        let cbsa = vec![CbsaRow {
            county,
            cbsa: "99100".to_owned(),
            title: "Fixture, ZZ".to_owned(),
            metropolitan: true,
            central: false,
        }];
        assert_eq!(read_table(&write_table(&cbsa)), Ok(cbsa));
        let rucc = vec![RuccRow { county, rucc: 9 }];
        assert_eq!(read_table(&write_table(&rucc)), Ok(rucc));
    }
}
