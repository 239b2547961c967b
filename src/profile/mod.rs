//! An agency and a fiscal year: its offices, and the facts to read its reports
//! by. Embedded, and replaceable by files of the user's.

mod known;
mod texts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use known::{FILE, Profiles, is_foreign};
pub use texts::FactTexts;

use crate::{
    catalog::Catalog,
    columns::Columns,
    finding::Severity,
    normalize::{key::key, office::Roster},
};

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
        let wanted = spelling(office);
        self.profile
            .agency
            .names()
            .any(|name| spelling(name) == wanted)
    }
}

impl Agency {
    /// Everything it is called.
    fn names(&self) -> impl Iterator<Item = &String> {
        [&self.code, &self.name].into_iter().chain(&self.aliases)
    }
}

/// What two spellings of one name have in common.
fn spelling(name: &str) -> String {
    key(name).replace('.', "")
}
