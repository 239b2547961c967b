//! What a rule may look at.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, codes::Codes};
use crate::{
    catalog::{Catalog, CatalogIndicator},
    columns::ColumnId,
    grid::Origin,
    hundredths::Hundredths,
    note::{Note, NoteKind},
    profile::Facts,
    submission::{Bullet, Indicator, Item, Submission},
};

/// One submission and what was noted while it was read.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// What was met.
    pub notes: &'a [Note],
    /// The facts.
    pub facts: &'a Facts,
    /// The notes of each indicator, by its index.
    by_row: BTreeMap<usize, Vec<&'a NoteKind>>,
    /// What was written where a number could not be read, by its pointer.
    unreadable: BTreeMap<&'a str, (&'a str, Option<&'a Origin>)>,
    /// How numbers are written where we would write them otherwise.
    written: BTreeMap<&'a str, &'a str>,
    /// The columns that the form lacks.
    lacking: BTreeSet<ColumnId>,
    /// Which indicator each row is, and where each code stands.
    codes: Codes<'a>,
}

/// An indicator and its index in the submission.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) index: usize,
}

/// An item and its index in the indicator.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemRow<'a> {
    pub(super) item: &'a Item,
    pub(super) index: usize,
}

/// A dash of the measures and where it is in the indicator.
#[derive(Clone, Debug)]
pub(super) struct BulletRow<'a> {
    pub(super) bullet: &'a Bullet,
    pointer: String,
}

impl<'a> BulletRow<'a> {
    /// The item of which it quotes a score.
    pub(super) fn scored(&self) -> Option<&'a str> {
        let item = self.bullet.item.as_deref();
        item.filter(|_| self.bullet.quoted_score.is_some())
    }
}

impl<'a> Row<'a> {
    /// The items with their indices.
    pub(super) fn items(&self) -> impl Iterator<Item = ItemRow<'a>> + use<'a> {
        let items = self.indicator.items.iter().enumerate();
        items.map(|(index, item)| ItemRow { item, index })
    }

    /// The dashes of all measures.
    pub(super) fn bullets(&self) -> impl Iterator<Item = BulletRow<'a>> + use<'a> {
        let measures = self.indicator.measures.list.iter().enumerate();
        measures.flat_map(|(i, measure)| {
            let bullets = measure.bullets.iter().enumerate();
            bullets.map(move |(j, bullet)| BulletRow {
                bullet,
                pointer: format!("/measures/list/{i}/bullets/{j}"),
            })
        })
    }
}

impl<'a> Context<'a> {
    /// A submission with the notes of its readers.
    #[must_use]
    pub fn new(submission: &'a Submission, notes: &'a [Note], facts: &'a Facts) -> Self {
        let mut by_row: BTreeMap<usize, Vec<&NoteKind>> = BTreeMap::new();
        let mut unreadable = BTreeMap::new();
        let mut written = BTreeMap::new();
        let mut lacking = BTreeSet::new();
        for note in notes {
            if let Some(index) = note.indicator {
                by_row.entry(index).or_default().push(&note.kind);
            }
            match &note.kind {
                NoteKind::Unreadable { found, pointer } => {
                    unreadable.insert(pointer.as_str(), (found.as_str(), note.origin.as_ref()));
                }
                NoteKind::Written { text, pointer } => {
                    written.insert(pointer.as_str(), text.as_str());
                }
                NoteKind::ColumnMissing { id, .. } => {
                    lacking.insert(*id);
                }
                _ => {}
            }
        }
        let codes = Codes::new(submission, notes, of_this_year(submission, facts));
        Self {
            submission,
            notes,
            facts,
            by_row,
            unreadable,
            written,
            lacking,
            codes,
        }
    }

    /// The indicators with their indices.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        let rows = self.submission.indicators.iter().enumerate();
        rows.map(|(index, indicator)| Row { indicator, index })
    }

    /// The indicator with this index.
    pub(super) fn row(&self, index: usize) -> Option<Row<'a>> {
        let indicator = self.submission.indicators.get(index)?;
        Some(Row { indicator, index })
    }

    /// The catalog, where the report is of its year: in another year a code, a
    /// name and a target mean something else.
    pub(super) fn catalog(&self) -> Option<&'a Catalog> {
        of_this_year(self.submission, self.facts)
    }

    /// The indicator that the row is.
    pub(super) fn known(&self, row: Row<'_>) -> Option<&'a CatalogIndicator> {
        self.codes.known(row)
    }

    /// Whether the row is not the indicator that it is called.
    pub(super) fn misnamed(&self, row: Row<'_>) -> bool {
        let (known, named) = (self.known(row), row.indicator.official_no);
        self.catalog().is_some()
            && (named.is_none() || known.map(|known| known.official_no) != named)
    }

    /// Which indicator each row is, and where each code stands.
    pub(super) const fn codes(&self) -> &Codes<'a> {
        &self.codes
    }

    /// The place of a value of the row, `/change`; the row's number where that
    /// stands nowhere.
    pub(super) fn at(&self, row: Row<'a>, suffix: &str) -> At<'a> {
        let place = |name| self.submission.origins.get_in(row.index, name);
        At {
            origin: place(suffix).or_else(|| place("/no")),
            indicator: Some(&row.indicator.name),
            ..At::default()
        }
    }

    /// The place of an item of the row.
    pub(super) fn at_item(&self, row: Row<'a>, item: ItemRow<'a>) -> At<'a> {
        At {
            item: Some(&item.item.code),
            ..self.at(row, &format!("/items/{}/code", item.index))
        }
    }

    /// The place of a dash of the row.
    pub(super) fn at_bullet(&self, row: Row<'a>, bullet: &BulletRow<'a>) -> At<'a> {
        At {
            item: bullet.bullet.item.as_deref(),
            ..self.at(row, &format!("{}/text", bullet.pointer))
        }
    }

    /// The place of a note.
    pub(super) fn at_note(&self, note: &'a Note) -> At<'a> {
        let row = note
            .indicator
            .and_then(|index| self.submission.indicators.get(index));
        At {
            origin: note.origin.as_ref(),
            indicator: row
                .map(|indicator| indicator.name.as_str())
                .filter(|name| !name.is_empty()),
            ..At::default()
        }
    }

    /// The notes that belong to the row.
    pub(super) fn notes_of(&self, row: Row<'_>) -> impl Iterator<Item = &'a NoteKind> {
        self.by_row.get(&row.index).into_iter().flatten().copied()
    }

    /// The pointers at which the report schema is broken for this rule.
    pub(super) fn breaches(&self, rule: &str) -> impl Iterator<Item = (&'a Note, &'a str)> {
        self.notes.iter().filter_map(move |note| match &note.kind {
            NoteKind::Breach {
                rule: broken,
                pointer,
            } if broken == rule => Some((note, pointer.as_str())),
            _ => None,
        })
    }

    /// What was written where a number could not be read, and where.
    pub(super) fn unreadable(&self, pointer: &str) -> Option<(&'a str, Option<&'a Origin>)> {
        self.unreadable.get(pointer).copied()
    }

    /// A number as the clerk wrote it.
    pub(super) fn written(&self, pointer: &str, value: Hundredths) -> String {
        let written = self.written.get(pointer).map(|text| (*text).to_owned());
        written.unwrap_or_else(|| value.plain())
    }

    /// A number of the row, as the clerk wrote it.
    pub(super) fn number(&self, row: Row<'_>, suffix: &str, value: Hundredths) -> String {
        self.written(&format!("/indicators/{}{suffix}", row.index), value)
    }

    /// The score of an item, as the clerk wrote it.
    pub(super) fn item_score(&self, row: Row<'_>, item: ItemRow<'_>, score: Hundredths) -> String {
        self.number(row, &format!("/items/{}/score", item.index), score)
    }

    /// The score that a dash quotes, as the clerk wrote it.
    pub(super) fn quoted(&self, row: Row<'_>, bullet: &BulletRow<'_>, score: Hundredths) -> String {
        self.number(row, &format!("{}/quoted_score", bullet.pointer), score)
    }

    /// Whether the form lacks the column.
    pub(super) fn lacks(&self, column: ColumnId) -> bool {
        self.lacking.contains(&column)
    }

    /// Whether a cell of the row holds an error or a formula without result,
    /// which is reported by itself, in place of what the column should say.
    pub(super) fn unfilled(&self, row: Row<'_>, wanted: ColumnId) -> bool {
        self.notes_of(row)
            .any(|note| matches!(note, NoteKind::Unfilled { column, .. } if *column == wanted))
    }

    /// The row and the item or year that a pointer of the report schema names.
    pub(super) fn spot(&self, pointer: &str) -> Option<Spot<'a>> {
        let mut parts = pointer.strip_prefix("/indicators/")?.split('/');
        let index = parts.next()?.parse().ok()?;
        let row = self.row(index)?;
        let indicator = row.indicator;
        Some(match (parts.next()?, parts.next()) {
            ("scores", Some(year)) => {
                let year = year.parse().ok()?;
                Spot::Score(row, year, *indicator.scores.get(&year)?)
            }
            ("items", Some(item)) => {
                Spot::Item(row, indicator.items.get(item.parse::<usize>().ok()?)?)
            }
            ("change", _) => Spot::Change(row),
            _ => Spot::Progress(row, indicator.result.as_ref()?.progress_percent),
        })
    }

    /// The indicator that a name which is none comes nearest to.
    pub(super) fn nearest(&self, name: &str) -> Option<&'a CatalogIndicator> {
        let known = self.facts.catalog.indicators.iter();
        known
            .map(|known| (strsim::normalized_levenshtein(&known.name, name), known))
            .filter(|(likeness, _)| *likeness > 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| known)
    }

    /// The score that items, claims and standings speak of.
    pub(super) fn score(&self, indicator: &Indicator) -> Option<Hundredths> {
        let year = self.catalog()?.year;
        let score = indicator.scores.get(&year).copied().flatten();
        score.filter(in_range)
    }

    /// The office whose report it is; none for the agency's own.
    pub(super) fn office(&self) -> Option<&'a str> {
        let office = self.submission.office.as_deref()?;
        (!self.facts.is_agency(office)).then_some(office)
    }

    /// Whether the office answers for the indicator: by the form, else by the
    /// profile.
    pub(super) fn answers(&self, indicator: &Indicator, office: &str) -> bool {
        let named = &indicator.responsible;
        if named.all || !named.offices.is_empty() {
            return named.all || named.offices.iter().any(|code| code == office);
        }
        self.facts
            .responsible(&indicator.name)
            .iter()
            .any(|code| code == office)
    }
}

/// The catalog, where the report is of its year: by the columns of the scores,
/// else by its fiscal year. Where only the title tells another year, the title
/// is wrong.
fn of_this_year<'a>(submission: &Submission, facts: &'a Facts) -> Option<&'a Catalog> {
    let (years, profile) = (&submission.score_years, &facts.profile);
    let ours = if years.is_empty() {
        submission.fiscal_year == profile.fiscal_year
    } else {
        years.iter().all(|year| profile.score_years.contains(year))
    };
    ours.then_some(&facts.catalog)
}

/// Whether it can be a score: one that cannot is reported as that, and nothing
/// follows from it.
pub(super) fn in_range(score: &Hundredths) -> bool {
    (0..=10_000).contains(&score.get())
}

/// What a pointer of the report schema names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot<'a> {
    /// The score of a year.
    Score(Row<'a>, u16, Option<Hundredths>),
    /// An item.
    Item(Row<'a>, &'a Item),
    /// The change.
    Change(Row<'a>),
    /// The progress of the result.
    Progress(Row<'a>, Option<Hundredths>),
}

impl<'a> Spot<'a> {
    /// The row.
    pub(super) const fn row(&self) -> Row<'a> {
        match self {
            Self::Score(row, ..)
            | Self::Item(row, _)
            | Self::Change(row)
            | Self::Progress(row, _) => *row,
        }
    }

    /// What it is called in a message, in Thai and in English.
    pub(super) fn name(&self) -> (String, String) {
        match self {
            Self::Score(_, year, _) => (format!("คะแนนปี {year}"), format!("the score of {year}")),
            Self::Item(_, item) => (
                format!("คะแนนของ {}", item.code),
                format!("the score of {}", item.code),
            ),
            Self::Change(_) => ("คะแนนเพิ่มขึ้น (ลดลง)".to_owned(), "the change".to_owned()),
            Self::Progress(..) => (
                "ความคืบหน้า (ร้อยละ)".to_owned(),
                "the progress in percent".to_owned(),
            ),
        }
    }
}
