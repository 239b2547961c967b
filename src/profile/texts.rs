//! The facts as JSON texts: embedded or the user's, checked when they are
//! loaded, and handed to the worker processes as they are.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Facts, Offices, Profile, spelling};
use crate::{
    catalog::Catalog, columns::Columns, error::Failure, facts, normalize::office::Roster,
    source::sha256,
};

const PROFILE: &str = include_str!("../../schemas/profiles/fio-2564.json");
const CATALOG: &str = include_str!("../../schemas/catalogs/ita-2563.json");
const COLUMNS: &str = include_str!("../../schemas/columns.json");

/// The facts as JSON texts, to hand to a worker process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactTexts {
    profile: Arc<str>,
    catalog: Arc<str>,
    columns: Arc<str>,
    id: Arc<str>,
}

impl FactTexts {
    fn new(profile: Arc<str>, catalog: Arc<str>, columns: Arc<str>) -> Self {
        let hashes = [&profile, &catalog, &columns].map(|text| sha256(text.as_bytes()));
        Self {
            profile,
            catalog,
            columns,
            id: sha256(hashes.concat().as_bytes()).into(),
        }
    }

    /// The embedded facts.
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(PROFILE.into(), CATALOG.into(), COLUMNS.into())
    }

    /// The profile in the file `path`; its catalog `ID.json` and `columns.json`
    /// beside it where they are, else the embedded ones. All are checked.
    ///
    /// # Errors
    /// A file that cannot be read, or the pointer of a mistake in it.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let text = read(path)?;
        let profile: Profile = checked(path, &text, "profile")?;
        let mut texts = Self::embedded();
        let catalog = path.with_file_name(format!("{}.json", profile.catalog));
        let mut catalog_path = path;
        if catalog.is_file() {
            texts.catalog = read(&catalog)?.into();
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
            texts.columns = read(&columns)?.into();
            checked::<Columns>(&columns, &texts.columns, "columns")?;
        }
        agrees(&profile, &loaded).map_err(|problem| invalid(path, problem))?;
        Ok(Self::new(text.into(), texts.catalog, texts.columns))
    }

    /// These facts with another profile.
    ///
    /// # Errors
    /// A profile that cannot be written as JSON.
    pub(super) fn with_profile(&self, profile: &Profile) -> Result<Self, serde_json::Error> {
        let text = serde_json::to_string(profile)?;
        Ok(Self::new(
            text.into(),
            self.catalog.clone(),
            self.columns.clone(),
        ))
    }

    /// These facts, with what the `other` has too held once.
    pub(super) fn sharing(mut self, other: &Self) -> Self {
        if self.catalog == other.catalog {
            self.catalog = other.catalog.clone();
        }
        if self.columns == other.columns {
            self.columns = other.columns.clone();
        }
        self
    }

    /// What tells these facts from any others: a hash of all texts.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The profile alone.
    pub(super) fn profile(&self) -> Result<Profile, serde_json::Error> {
        serde_json::from_str(&self.profile)
    }

    /// The facts themselves.
    ///
    /// # Errors
    /// Where the texts are not what [`FactTexts::load`] made them.
    pub fn parse(&self) -> Result<Facts, serde_json::Error> {
        let profile = self.profile()?;
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

/// What no schema can say: names that have to be known.
fn agrees(profile: &Profile, catalog: &Catalog) -> Result<(), String> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (i, office) in profile.offices.iter().enumerate() {
        for name in std::iter::once(&office.code).chain(&office.aliases) {
            let spelling = spelling(name);
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

/// Facts of a thousand offices and indicators have a tenth of it; a file of that
/// name that somebody left among the submissions may be anything.
const BYTES: u64 = 16 << 20;

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    let read = || -> io::Result<String> {
        let mut bytes = Vec::new();
        fs::File::open(path)?
            .take(BYTES + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
    };
    read().map_err(|source| Failure::Read {
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
