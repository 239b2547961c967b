//! An agency and a fiscal year: its offices, and the facts to read its reports
//! by. Embedded, and replaceable by files of the user's.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    catalog::Catalog,
    columns::Columns,
    error::Failure,
    facts,
    finding::Severity,
    normalize::{key::key, office::Roster},
};

const PROFILE: &str = include_str!("../schemas/profiles/fio-2564.json");
const CATALOG: &str = include_str!("../schemas/catalogs/ita-2563.json");
const COLUMNS: &str = include_str!("../schemas/columns.json");

/// All facts that a report is read and checked by.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The agency and the fiscal year.
    pub profile: Profile,
    /// The assessment year.
    pub catalog: Catalog,
    /// The form's columns.
    pub columns: Columns,
    /// The agency's offices.
    pub roster: Roster,
}

/// An agency and a fiscal year.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `ruam.profile/1`.
    pub schema: String,
    /// Its id.
    pub id: String,
    /// The agency.
    pub agency: Agency,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// The years that scores are given for, B.E., ascending.
    pub score_years: Vec<u16>,
    /// Id of the catalog.
    pub catalog: String,
    /// When reports are due, where the form does not say: an ISO date.
    pub due: Option<String>,
    /// The office whose word decides after the agency's own report.
    pub compiling_office: Option<String>,
    /// The offices.
    pub offices: Vec<Office>,
    /// Words that mean every office.
    pub all_offices: Vec<String>,
    /// Who answers for an indicator, when the form does not say.
    pub responsible: Vec<Responsibility>,
    /// Rule id → another severity, or off.
    pub rules: BTreeMap<String, Switch>,
}

/// The agency.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its code: อ.อ.ป.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// One office.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its code: ส.นผ.
    pub code: String,
    /// Other names: its full name, above all.
    pub aliases: Vec<String>,
}

/// Who answers for an indicator.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The indicator's canonical name.
    pub indicator: String,
    /// The offices.
    pub offices: Offices,
}

/// Some offices, or all.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Offices {
    /// These.
    Some(Vec<String>),
    /// The word `all`.
    All(String),
}

/// What a profile makes of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// An information.
    Info,
    /// Not checked.
    Off,
}

impl Switch {
    /// The severity, unless the rule is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

/// The facts as JSON texts, to hand to a worker process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FactTexts {
    profile: String,
    catalog: String,
    columns: String,
}

impl FactTexts {
    /// The embedded facts.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            profile: PROFILE.to_owned(),
            catalog: CATALOG.to_owned(),
            columns: COLUMNS.to_owned(),
        }
    }

    /// The profile in the file `path`; its catalog `ID.json` and `columns.json`
    /// beside it where they are, else the embedded ones. All are checked.
    ///
    /// # Errors
    /// A file that cannot be read, or the pointer of a mistake in it.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let mut texts = Self::embedded();
        texts.profile = read(path)?;
        let profile: Profile = checked(path, &texts.profile, "profile")?;
        let catalog = path.with_file_name(format!("{}.json", profile.catalog));
        let mut catalog_path = path;
        if catalog.is_file() {
            texts.catalog = read(&catalog)?;
            catalog_path = &catalog;
        }
        let loaded: Catalog = checked(catalog_path, &texts.catalog, "catalog")?;
        if loaded.id != profile.catalog {
            let problem = format!(
                "/catalog: no catalog {} beside the profile",
                profile.catalog
            );
            return Err(invalid(path, problem));
        }
        let columns = path.with_file_name("columns.json");
        if columns.is_file() {
            texts.columns = read(&columns)?;
            checked::<Columns>(&columns, &texts.columns, "columns")?;
        }
        agrees(&profile, &loaded).map_err(|problem| invalid(path, problem))?;
        Ok(texts)
    }

    /// The facts themselves.
    ///
    /// # Errors
    /// Where the texts are not what [`FactTexts::load`] made them.
    pub fn parse(&self) -> Result<Facts, serde_json::Error> {
        let profile: Profile = serde_json::from_str(&self.profile)?;
        let roster = Roster::new(
            profile
                .offices
                .iter()
                .map(|office| (office.code.as_str(), office.aliases.as_slice())),
        );
        Ok(Facts {
            profile,
            catalog: serde_json::from_str(&self.catalog)?,
            columns: serde_json::from_str(&self.columns)?,
            roster,
        })
    }
}

impl Facts {
    /// The offices that answer for the indicator, by the profile.
    #[must_use]
    pub fn responsible(&self, indicator: &str) -> &[String] {
        let named = self
            .profile
            .responsible
            .iter()
            .find(|r| r.indicator == indicator);
        match named.map(|r| &r.offices) {
            Some(Offices::Some(codes)) => codes,
            Some(Offices::All(_)) => self.roster.codes(),
            None => &[],
        }
    }

    /// Whether `office` is the agency itself: its consolidated report.
    #[must_use]
    pub fn is_agency(&self, office: &str) -> bool {
        let wanted = key(office).replace('.', "");
        std::iter::once(&self.profile.agency.code)
            .chain(std::iter::once(&self.profile.agency.name))
            .chain(&self.profile.agency.aliases)
            .any(|name| key(name).replace('.', "") == wanted)
    }
}

/// What no schema can say: names that have to be known.
fn agrees(profile: &Profile, catalog: &Catalog) -> Result<(), String> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (i, office) in profile.offices.iter().enumerate() {
        for name in std::iter::once(&office.code).chain(&office.aliases) {
            let spelling = key(name).replace('.', "");
            if named.insert(spelling, i).is_some_and(|other| other != i) {
                return Err(format!("/offices/{i}: {name} names another office too"));
            }
        }
    }
    let known = |code: &String| profile.offices.iter().any(|office| office.code == *code);
    if let Some(code) = profile
        .compiling_office
        .as_ref()
        .filter(|code| !known(code))
    {
        return Err(format!("/compiling_office: {code} is not in /offices"));
    }
    for (i, responsibility) in profile.responsible.iter().enumerate() {
        let name = &responsibility.indicator;
        if !catalog
            .indicators
            .iter()
            .any(|indicator| indicator.name == *name)
        {
            return Err(format!(
                "/responsible/{i}/indicator: {name} is not in the catalog"
            ));
        }
        if let Offices::Some(codes) = &responsibility.offices
            && let Some(code) = codes.iter().find(|code| !known(code))
        {
            return Err(format!(
                "/responsible/{i}/offices: {code} is not in /offices"
            ));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|source| Failure::Read {
        path: path.to_owned(),
        source,
    })
}

fn checked<T: serde::de::DeserializeOwned>(
    path: &Path,
    text: &str,
    name: &str,
) -> Result<T, Failure> {
    facts::read(text, name).map_err(|problem| invalid(path, problem))
}

fn invalid(path: &Path, problem: String) -> Failure {
    Failure::Invalid {
        path: path.to_owned(),
        problem,
    }
}
