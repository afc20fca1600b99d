//! How ZIP areas and counties, with their people, are kept as table cells.

use super::{Cells, TableRow};
use crate::model::{CountyFips, CountyRow, Point, StateCode, ZctaRow, Zip};

fn point(cells: &Cells<'_>, lat: usize, lon: usize) -> Result<Point, String> {
    Point::new(cells.number(lat)?, cells.number(lon)?).map_err(|e| e.to_string())
}

impl TableRow for ZctaRow {
    const NAME: &'static str = "zctas";
    const COLUMNS: &'static [&'static str] = &["zip", "population", "land_sq_mi", "lat", "lon"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.zip.to_string(),
            self.population.to_string(),
            self.land_sq_mi.to_string(),
            self.point.lat.to_string(),
            self.point.lon.to_string(),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        let land_sq_mi: f32 = cells.number(2)?;
        if !land_sq_mi.is_finite() || land_sq_mi < 0.0 {
            return Err(format!("`{land_sq_mi}` is no area"));
        }
        Ok(Self {
            zip: cells.read(0, Zip::parse)?,
            population: cells.number(1)?,
            land_sq_mi,
            point: point(cells, 3, 4)?,
        })
    }
}

impl TableRow for CountyRow {
    const NAME: &'static str = "counties";
    const COLUMNS: &'static [&'static str] = &[
        "county",
        "name",
        "state",
        "population",
        "lat",
        "lon",
        "largest_urban_area",
        "largest_urban_area_certain",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.county.to_string(),
            self.name.clone(),
            self.state.to_string(),
            self.population.to_string(),
            self.point.lat.to_string(),
            self.point.lon.to_string(),
            self.largest_urban_area.to_string(),
            self.largest_urban_area_certain.to_string(),
        ]
    }

    fn from_cells(cells: &Cells<'_>) -> Result<Self, String> {
        Ok(Self {
            county: cells.read(0, CountyFips::parse)?,
            name: cells.text(1).into_owned(),
            state: cells.read(2, StateCode::parse)?,
            population: cells.number(3)?,
            point: point(cells, 4, 5)?,
            largest_urban_area: cells.number(6)?,
            largest_urban_area_certain: cells.number(7)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::{TableError, read_table, write_table};

    #[test]
    fn places_read_back_the_same_and_a_bad_area_is_named() {
        let zcta = vec![ZctaRow {
            zip: Zip::parse("99901").expect("a ZIP"),
            population: 812,
            land_sq_mi: 411.25,
            point: Point { lat: 45.5, lon: -110.25 },
        }];
        let text = write_table(&zcta);
        assert_eq!(read_table(&text), Ok(zcta));
        let bad: Result<Vec<ZctaRow>, TableError> = read_table(&text.replace("411.25", "NaN"));
        assert_eq!(bad.unwrap_err().to_string(), "row 1 of the table of `zctas`: `NaN` is no area");
    }
}
