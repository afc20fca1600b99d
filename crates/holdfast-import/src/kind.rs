//! The files this crate knows, each told by the names of its columns.

use crate::error::ImportError;
use crate::open::open;
use crate::sheet::headers;

/// A file's name and bytes. The name serves messages and the release date; no path is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name, without or with its folders.
    pub name: String,
    /// Its bytes as published: plain or gzipped.
    pub bytes: Vec<u8>,
}

/// A public file as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// CMS Care Compare, "Hospital General Information".
    CmsHospitals,
    /// The derived file of hospital locations.
    Locations,
    /// The national "Hospitals" point layer, for web sites only.
    Hifld,
    /// USDA RUCA by ZIP, 2020 census.
    Ruca2020,
    /// USDA RUCA by ZIP, 2010 census.
    Ruca2010,
    /// USDA Rural-Urban Continuum Codes, one row a county.
    RuccWide,
    /// The same as USDA publishes it, one row a county and attribute.
    RuccLong,
    /// OMB delineation list 1.
    Cbsa,
    /// HRSA FORHP eligible ZIPs.
    ForhpZips,
    /// Census ZIP code tabulation areas.
    Zctas,
    /// Census counties.
    Counties,
    /// Census urban areas.
    UrbanAreas,
    /// Overlaps of ZIP areas and urban areas.
    ZctaUrbanAreas,
    /// Overlaps of ZIP areas and counties.
    ZctaCounties,
    /// The file of ZIP areas, read for the county each lies in.
    ZctaHomes,
    /// CDC/ATSDR Social Vulnerability Index by county.
    CountyVulnerability,
    /// Minutes by road, of an operator's own.
    TravelTimes,
}

/// A column's name in the file, first as now published, then as older editions had it.
pub(crate) type Column = &'static [&'static str];

impl FileKind {
    /// Every file of the directory. Where the columns of one hold those of another, the one with more comes first.
    pub const ALL: &'static [Self] = &[
        Self::CmsHospitals,
        Self::Locations,
        Self::Hifld,
        Self::Ruca2020,
        Self::Ruca2010,
        Self::RuccWide,
        Self::RuccLong,
        Self::Cbsa,
        Self::Zctas,
        Self::Counties,
        Self::UrbanAreas,
        Self::ZctaUrbanAreas,
        Self::ZctaCounties,
        Self::ForhpZips,
    ];

    /// What it is, in words a person can look up.
    pub fn label(self) -> &'static str {
        match self {
            Self::CmsHospitals => "the CMS file \"Hospital General Information\"",
            Self::Locations => "the file of hospital locations",
            Self::Hifld => "the HIFLD \"Hospitals\" layer",
            Self::Ruca2020 => "the USDA RUCA codes by ZIP, 2020 census",
            Self::Ruca2010 => "the USDA RUCA codes by ZIP, 2010 census",
            Self::RuccWide | Self::RuccLong => "the USDA Rural-Urban Continuum Codes",
            Self::Cbsa => "the OMB metropolitan delineation (list 1)",
            Self::ForhpZips => "the FORHP list of rural ZIPs",
            Self::Zctas => "the Census ZIP areas (ZCTAs)",
            Self::Counties => "the Census counties",
            Self::UrbanAreas => "the Census urban areas",
            Self::ZctaUrbanAreas => "the overlaps of ZIP areas and urban areas",
            Self::ZctaCounties => "the overlaps of ZIP areas and counties",
            Self::ZctaHomes => "the Census ZIP areas (ZCTAs) with their counties",
            Self::CountyVulnerability => "the CDC/ATSDR Social Vulnerability Index by county",
            Self::TravelTimes => "a file of travel times (`zcta`, `ccn`, `minutes`)",
        }
    }

    /// The columns a reader needs, in the order it asks for them.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::CmsHospitals => &[
                &["Facility ID", "Provider ID", "Provider Number"],
                &["Facility Name", "Hospital Name"],
                &["Address", "Address 1"],
                &["City/Town", "City"],
                &["State"],
                &["ZIP Code"],
                &["County/Parish", "County Name", "County"],
                &["Telephone Number", "Phone Number"],
                &["Hospital Type"],
                &["Hospital Ownership"],
                &["Emergency Services"],
            ],
            Self::Locations => &[
                &["ccn"],
                &["lat"],
                &["lon"],
                &["loc_confidence"],
                &["county_fips"],
                &["beds"],
                &["hifld_id"],
                &["nearest_other_ed_ccn"],
                &["nearest_other_ed_km"],
            ],
            Self::Hifld => &[&["ID"], &["NAME"], &["WEBSITE"], &["TRAUMA"], &["HELIPAD"]],
            Self::Ruca2020 => &[&["ZIPCode"], &["PrimaryRUCA"], &["SecondaryRUCA"]],
            Self::Ruca2010 => &[&["ZIP_CODE"], &["RUCA1"], &["RUCA2"]],
            Self::RuccWide => &[&["FIPS"], &["RUCC_2023"]],
            Self::RuccLong => &[&["FIPS"], &["Attribute"], &["Value"]],
            Self::Cbsa => &[
                &["CBSA Code"],
                &["CBSA Title"],
                &["Metropolitan/Micropolitan Statistical Area"],
                &["FIPS State Code"],
                &["FIPS County Code"],
                &["Central/Outlying County"],
            ],
            Self::ForhpZips => &[&["ZIP_CODE", "ZIP", "ZIP Code"], &["STATE"]],
            Self::Zctas => &[&["ZCTA5"], &["Population"], &["Land Area"], &["Latitude"], &["Longitude"]],
            Self::Counties => &[
                &["GEOID"],
                &["Name"],
                &["State"],
                &["Population"],
                &["Latitude"],
                &["Longitude"],
                &["FIPS Class"],
            ],
            Self::UrbanAreas => &[&["GEOID"], &["Population"], &["Primary County GEOID"]],
            Self::ZctaUrbanAreas => &[&["Urban Area GEOID"], &["ZCTA5"]],
            Self::ZctaCounties => &[&["ZCTA5"], &["County GEOID"]],
            Self::ZctaHomes => &[&["ZCTA5"], &["Primary County"]],
            Self::CountyVulnerability => &[
                &["FIPS", "STCNTY"],
                &["COUNTY"],
                &["ST_ABBR"],
                &["E_TOTPOP"],
                &["E_AGE65"],
                &["E_HH"],
                &["E_NOVEH"],
                &["E_NOINT"],
            ],
            Self::TravelTimes => &[&["zcta", "zcta5", "zip"], &["ccn"], &["minutes"]],
        }
    }
}

/// The kind of file these bytes are, told by the header.
pub fn recognise(file: &NamedFile) -> Result<FileKind, ImportError> {
    let opened = open(file)?;
    let rows = headers(&opened.text);
    rows.iter().find_map(|header| looks_like(header)).ok_or_else(|| ImportError::Unrecognised {
        file: file.name.clone(),
        columns: rows
            .first()
            .map(|h| {
                h.iter()
                    .take(6)
                    .map(|c| format!("`{}`", c.chars().take(30).collect::<String>()))
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
            .join(", "),
    })
}

/// The first kind whose columns are all in this header.
pub(crate) fn looks_like(header: &[String]) -> Option<FileKind> {
    FileKind::ALL.iter().copied().find(|kind| place(header, *kind).is_ok())
}

/// Where each needed column stands, or the ones that are missing, in backticks.
pub(crate) fn place(header: &[String], kind: FileKind) -> Result<Vec<usize>, Vec<String>> {
    let mut at = Vec::new();
    let mut missing = Vec::new();
    for names in kind.columns() {
        match header.iter().position(|h| names.iter().any(|n| same_name(h, n))) {
            Some(i) => at.push(i),
            None => missing.push(format!("`{}`", names[0])),
        }
    }
    if missing.is_empty() { Ok(at) } else { Err(missing) }
}

/// Column names compare without case, and with any run of blanks and underscores alike.
fn same_name(found: &str, wanted: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
        name.split(|c: char| c.is_whitespace() || c == '_')
            .filter(|w| !w.is_empty())
            .flat_map(|w| std::iter::once(' ').chain(w.chars().map(|c| c.to_ascii_lowercase())))
    }
    letters(found).eq(letters(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expect: &str) {
        let file = NamedFile { name: "f.csv".to_owned(), bytes: header.as_bytes().to_vec() };
        let got = match recognise(&file) {
            Ok(kind) => format!("{kind:?}"),
            Err(e) => e.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn each_file_is_told_by_its_columns() {
        for kind in FileKind::ALL {
            let header: Vec<&str> = kind.columns().iter().map(|names| names[0]).collect();
            check(&header.join(","), &format!("{kind:?}"));
        }
        check("\"STATE\",\"ZIP CODE\"\r\n", "ForhpZips");
        check(
            "Table 1. Delineations,,\n,,\nCBSA Code,CBSA Title,Metropolitan/Micropolitan Statistical Area,FIPS State Code,FIPS County Code,Central/Outlying County\n",
            "Cbsa",
        );
        check("a,b", "`f.csv` is none of the directory's files; its first columns are `a`, `b`");
    }
}
