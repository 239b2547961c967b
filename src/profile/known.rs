//! Which facts a file is read by: those of its agency, where a run has the
//! files of many.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use super::{Agency, FactTexts, Profile, spelling, texts};
use crate::{error::Failure, finding::Message};

/// Name of the file that says which agency a folder is of.
pub const FILE: &str = "profile.json";

/// The agency of a file of which nothing says whose it is.
const NOBODY: &str = "?";

/// The profiles of a run.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    known: Vec<Known>,
    /// By the spelling of every name of their agencies, ascending by year.
    by_name: BTreeMap<String, Vec<usize>>,
    by_folder: BTreeMap<PathBuf, usize>,
    /// Where nothing says whose a file is; none where there are several.
    fallback: Option<usize>,
}

/// One profile.
#[derive(Clone, Debug)]
struct Known {
    code: String,
    fiscal_year: u16,
    path: PathBuf,
    texts: FactTexts,
}

impl Profiles {
    /// The embedded profile; or that in the file `path`; or all in the folder
    /// `path` and below: its `.json` files that call themselves profiles.
    ///
    /// # Errors
    /// A file that cannot be read, the pointer of a mistake in it, a folder
    /// without a profile, or two profiles of one agency and year that differ.
    pub fn load(path: Option<&Path>) -> Result<Self, Failure> {
        let mut profiles = Self::default();
        let Some(path) = path else {
            profiles.insert(Path::new(""), FactTexts::embedded())?;
            profiles.fallback = Some(0);
            return Ok(profiles);
        };
        if !path.is_dir() {
            profiles.insert(path, FactTexts::load(path)?)?;
            profiles.fallback = Some(0);
            return Ok(profiles);
        }
        for entry in WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|error| Failure::Read {
                path: path.to_owned(),
                source: error.into(),
            })?;
            let is_json = entry.path().extension().is_some_and(|own| own == "json");
            if is_json && entry.file_type().is_file() && is_profile(entry.path())? {
                profiles.insert(entry.path(), FactTexts::load(entry.path())?)?;
            }
        }
        match profiles.known.len() {
            0 => Err(Failure::Invalid {
                path: path.to_owned(),
                problem: "no file in this folder is a profile (\"schema\": \"ruam.profile/1\")"
                    .to_owned(),
            }),
            1 => {
                profiles.fallback = Some(0);
                Ok(profiles)
            }
            _ => Ok(profiles),
        }
    }

    /// Takes the profile in the file `path` for the files of its folder, and
    /// says which files there belong to it.
    ///
    /// # Errors
    /// As [`Profiles::load`].
    pub fn add_folder(&mut self, path: &Path) -> Result<[PathBuf; 3], Failure> {
        let texts = FactTexts::load(path)?;
        let profile = texts.profile();
        let catalog = profile.map_or_else(|_| String::new(), |profile| profile.catalog);
        let at = self.insert(path, texts)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        self.by_folder.insert(folder.to_owned(), at);
        Ok([
            path.to_owned(),
            path.with_file_name(format!("{catalog}.json")),
            path.with_file_name("columns.json"),
        ])
    }

    /// All of them, each with where it was read from.
    pub fn all(&self) -> impl Iterator<Item = (&Path, &FactTexts)> {
        let known = self.known.iter();
        known.map(|known| (known.path.as_path(), &known.texts))
    }

    /// The facts for the file at `path`: those of the agency that the manifest
    /// names, else of the nearest folder that has a profile, else of the agency
    /// that one of `folders` (nearest first) is called after, else the only
    /// ones. Nothing where several are left: then nobody knows whose it is.
    ///
    /// # Errors
    /// A profile that cannot be made for an agency that has none.
    pub fn of_file(
        &self,
        path: &Path,
        folders: &[String],
        agency: Option<&str>,
    ) -> Result<Option<FactTexts>, Failure> {
        let above = path.ancestors().skip(1);
        let near = above.filter_map(|folder| self.by_folder.get(folder)).next();
        if let Some(agency) = agency.map(str::trim).filter(|agency| !agency.is_empty()) {
            let same = self.by_name.get(&spelling(agency));
            let at = same.and_then(|same| match near.or(self.fallback.as_ref()) {
                Some(at) if same.contains(at) => Some(at),
                _ => same.last(),
            });
            return Ok(Some(match at.and_then(|at| self.known.get(*at)) {
                Some(known) => known.texts.clone(),
                None => self.stranger(agency)?,
            }));
        }
        let called = || {
            let known = folders.iter().filter(|_| self.known.len() > 1);
            let same = known.filter_map(|folder| self.by_name.get(&spelling(folder)));
            same.filter_map(|same| same.last()).next()
        };
        let at = near.or_else(called).or(self.fallback.as_ref());
        Ok(at
            .and_then(|at| self.known.get(*at))
            .map(|known| known.texts.clone()))
    }

    /// The facts to merge the submissions of an agency and year by: its
    /// profile of that year, else its latest.
    ///
    /// # Errors
    /// As [`Profiles::of_file`].
    pub fn of_report(&self, agency: &str, fiscal_year: u16) -> Result<FactTexts, Failure> {
        let same = self.by_name.get(&spelling(agency));
        let same = same.into_iter().flatten();
        let same: Vec<&Known> = same.filter_map(|at| self.known.get(*at)).collect();
        let of_year = same.iter().find(|known| known.fiscal_year == fiscal_year);
        match of_year.or(same.last()) {
            Some(known) => Ok(known.texts.clone()),
            None => self.stranger(agency),
        }
    }

    /// The facts where there are no others.
    ///
    /// # Errors
    /// Where there are several profiles.
    pub fn only(&self) -> Result<&FactTexts, Failure> {
        let only = self.fallback.and_then(|at| self.known.get(at));
        only.map(|known| &known.texts).ok_or_else(|| {
            Failure::Command(Message::new(
                "มีโปรไฟล์ของหลายหน่วยงาน โปรดระบุไฟล์เดียวแก่ --profile",
                "there are the profiles of several agencies: name the file of one with --profile",
            ))
        })
    }

    /// The agencies' codes and fiscal years.
    pub fn agencies(&self) -> impl Iterator<Item = (&str, u16)> {
        let known = self.known.iter();
        known.map(|known| (known.code.as_str(), known.fiscal_year))
    }

    /// Whether these are names of one agency.
    #[must_use]
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        let (a, b) = (spelling(a), spelling(b));
        let of = |name: &str| self.by_name.get(name).into_iter().flatten();
        a == b || of(&a).any(|at| of(&b).any(|other| other == at))
    }

    /// Whether the agency has a profile.
    #[must_use]
    pub fn knows(&self, agency: &str) -> bool {
        self.by_name.contains_key(&spelling(agency))
    }

    /// The facts for a file of which nothing says whose it is.
    ///
    /// # Errors
    /// As [`Profiles::of_file`].
    pub fn of_nobody(&self) -> Result<FactTexts, Failure> {
        self.stranger(NOBODY)
    }

    /// Facts of an agency without a profile: the year and the form are those
    /// of the others, its offices are not known.
    fn stranger(&self, agency: &str) -> Result<FactTexts, Failure> {
        let base = match self.fallback.and_then(|at| self.known.get(at)) {
            Some(known) => known.texts.clone(),
            None => FactTexts::embedded(),
        };
        let profile = base.profile().and_then(|profile| {
            base.with_profile(&Profile {
                id: agency.to_owned(),
                agency: Agency {
                    code: agency.to_owned(),
                    name: agency.to_owned(),
                    aliases: Vec::new(),
                },
                due: None,
                compiling_office: None,
                offices: Vec::new(),
                responsible: Vec::new(),
                ..profile
            })
        });
        profile.map_err(|error| Failure::Unknown(error.to_string()))
    }

    fn insert(&mut self, path: &Path, texts: FactTexts) -> Result<usize, Failure> {
        let invalid = |problem: String| Failure::Invalid {
            path: path.to_owned(),
            problem,
        };
        let profile = texts
            .profile()
            .map_err(|error| invalid(error.to_string()))?;
        let (code, fiscal_year) = (&profile.agency.code, profile.fiscal_year);
        let same = self.by_name.get(&spelling(code)).into_iter().flatten();
        for (at, known) in same.filter_map(|at| Some((*at, self.known.get(*at)?))) {
            if known.code != *code || known.fiscal_year != fiscal_year {
                continue;
            }
            if known.texts == texts {
                return Ok(at);
            }
            return Err(invalid(format!(
                "/agency: {code} {fiscal_year} has another profile in {}",
                known.path.display()
            )));
        }
        // Thousands of agencies have one catalog.
        let texts = match self.known.last() {
            Some(last) => texts.sharing(&last.texts),
            None => texts,
        };
        let at = self.known.len();
        let mut names: Vec<String> = profile.agency.names().map(|name| spelling(name)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let same = self.by_name.entry(name).or_default();
            let year = |at: &usize| self.known.get(*at).map_or(0, |known| known.fiscal_year);
            let place = same.partition_point(|other| year(other) <= fiscal_year);
            same.insert(place, at);
        }
        self.known.push(Known {
            code: code.clone(),
            fiscal_year,
            path: path.to_owned(),
            texts,
        });
        Ok(at)
    }
}

/// Whether the JSON file calls itself a profile: catalogs and columns may stand
/// beside.
fn is_profile(path: &Path) -> Result<bool, Failure> {
    Ok(schema(&texts::read(path)?).is_some_and(|schema| schema == "ruam.profile/1"))
}

/// Whether a file called [`FILE`] is of something else altogether: among
/// submissions anything may lie. One that cannot be told is a profile, that its
/// maker must put right.
///
/// # Errors
/// A file that cannot be read.
pub fn is_foreign(path: &Path) -> Result<bool, Failure> {
    Ok(schema(&texts::read(path)?).is_some_and(|schema| !schema.starts_with("ruam.")))
}

/// The schema that an object of JSON names; empty where it names none.
fn schema(text: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(default)]
        schema: String,
    }
    serde_json::from_str::<Head>(text)
        .ok()
        .map(|head| head.schema)
}
