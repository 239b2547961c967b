//! The header of the table: which column is which, whatever their order, and
//! whether the header stands on one row or on three.

mod spelling;

use std::{
    cell::RefCell,
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use crate::{
    columns::{Column, ColumnId, Columns},
    grid::{Cell, Origin},
    normalize::thai,
};
use spelling::{first, header_key, plain};

/// A column of the table: what it holds, and of which year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) id: ColumnId,
    /// The year of a score.
    pub(super) year: Option<u16>,
}

/// A header that was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// How many rows it takes.
    pub(super) height: usize,
    /// Column → what it holds.
    pub(super) slots: BTreeMap<u32, Slot>,
    /// Columns with a header that the form does not have.
    pub(super) extra: BTreeMap<u32, (String, Origin)>,
    /// Headers spelled otherwise than known: as written, as known, where.
    pub(super) variants: Vec<(String, String, Origin)>,
    /// Texts and places of the recognized headers.
    pub(super) texts: BTreeMap<Slot, (String, Origin)>,
}

/// The known headers, by key.
pub(super) struct Known<'a> {
    columns: &'a Columns,
    exact: BTreeMap<String, (ColumnId, &'a str)>,
    /// The characters that these keys begin with.
    firsts: BTreeSet<char>,
    /// The letters of these keys, sorted.
    letters: Vec<Vec<char>>,
    groups: Vec<String>,
    starts: Vec<(String, ColumnId, &'a str)>,
    /// What texts were found to say: pages repeat their headers.
    read_before: RefCell<HashMap<String, Option<Match<'a>>>>,
}

/// A header cell longer than this is a cell of data.
const LONGEST: usize = 220;
/// Fewer columns than this are some other table.
const FEWEST: usize = 4;
/// How alike a misspelled header must be, and how much more than to any other.
const LIKENESS: f64 = 0.8;
const MARGIN: f64 = 0.1;

/// Texts of cells that are remembered: the headers of a report, and the short
/// cells beside them.
const REMEMBERED: usize = 1_000;

/// What one header text says.
#[derive(Clone, Copy)]
enum Match<'a> {
    Column {
        slot: Slot,
        /// The known header, where the text is spelled otherwise.
        known: Option<&'a str>,
    },
    Group,
}

impl<'a> Known<'a> {
    /// The known headers of `columns`.
    pub(super) fn new(columns: &'a Columns) -> Self {
        let mut known = Self {
            columns,
            exact: BTreeMap::new(),
            firsts: BTreeSet::new(),
            letters: Vec::new(),
            groups: columns
                .groups
                .iter()
                .map(|group| header_key(group).0)
                .collect(),
            starts: Vec::new(),
            read_before: RefCell::default(),
        };
        for column in &columns.columns {
            for spelling in &column.spellings {
                known.exact.insert(
                    header_key(spelling).0,
                    (column.id, column.title.th.as_str()),
                );
            }
            for start in &column.starts_with {
                known
                    .starts
                    .push((header_key(start).0, column.id, column.title.th.as_str()));
            }
        }
        let firsts = known.exact.keys().filter_map(|key| key.chars().next());
        known.firsts = firsts.collect();
        known.letters = known.exact.keys().map(|key| sorted(key)).collect();
        known
    }

    /// The header that begins with row `at`, if one does.
    pub(super) fn find(&self, rows: &[&[Cell]], at: usize) -> Option<Header> {
        let (above, rows) = rows.split_at_checked(at)?;
        // A title may look like one header; no row of a header has one cell.
        let known = rows
            .first()?
            .iter()
            .filter(|cell| self.read(cell.value.text()).is_some());
        if known.count() < 2 {
            return None;
        }
        let mut best: Option<Header> = None;
        // A cell merged from a row above reaches into the header.
        let top = rows.first()?.first()?.row;
        let reaches = |cell: &&Cell| cell.row.saturating_add(cell.span.rows) > top;
        let above: Vec<&Cell> = above
            .iter()
            .rev()
            .take(2)
            .flat_map(|row| row.iter())
            .filter(reaches)
            .collect();
        for height in 1..=rows.len().min(3) {
            let header = self.columns_of(&above, rows.get(..height)?);
            if best
                .as_ref()
                .is_none_or(|best| header.texts.len() > best.texts.len())
            {
                best = Some(header);
            }
        }
        best.filter(is_ours)
    }

    /// Whether `row` may begin a header: the quick look that keeps long
    /// tables linear.
    pub(super) fn may_begin(&self, row: &[Cell]) -> bool {
        let headers = row
            .iter()
            .map(|cell| cell.value.text())
            .filter(|text| text.len() <= LONGEST * 3)
            .filter(|text| first(text).is_none_or(|first| self.firsts.contains(&first)))
            .filter(|text| self.exact.contains_key(&header_key(text).0));
        headers.count() >= 2
    }

    /// Required columns that `header` lacks.
    pub(super) fn missing(&self, header: &Header) -> Vec<&'a Column> {
        self.columns
            .columns
            .iter()
            .filter(|column| column.required)
            .filter(|column| !header.slots.values().any(|slot| slot.id == column.id))
            .collect()
    }

    fn columns_of(&self, above: &[&Cell], rows: &[&[Cell]]) -> Header {
        let mut header = Header {
            height: rows.len(),
            ..Header::default()
        };
        let mut parts: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
        for cell in above
            .iter()
            .copied()
            .chain(rows.iter().flat_map(|row| row.iter()))
        {
            // A header merged over more columns than a form has is a title.
            for column in cell.column..cell.column.saturating_add(cell.span.columns.min(16)) {
                parts.entry(column).or_default().push(cell);
            }
        }
        for (column, cells) in parts {
            self.column(&mut header, column, &cells);
        }
        header
    }

    /// Reads one column's header cells, top to bottom: all of them as one text,
    /// else the lowest that is known.
    fn column(&self, header: &mut Header, column: u32, cells: &[&Cell]) {
        let whole: String = cells.iter().map(|cell| cell.value.text()).collect();
        let exact = |text: &str| {
            self.read(text)
                .filter(|m| !matches!(m, Match::Column { known: Some(_), .. }))
        };
        let texts = || {
            std::iter::once(whole.as_str()).chain(cells.iter().rev().map(|cell| cell.value.text()))
        };
        let found = texts()
            .find_map(exact)
            .or_else(|| texts().find_map(|text| self.read(text)));
        let Some(place) = cells
            .iter()
            .rev()
            .find(|cell| cell.column == column)
            .or(cells.last())
        else {
            return;
        };
        let text = thai::cleaned(
            &cells
                .iter()
                .map(|cell| cell.value.text())
                .collect::<Vec<_>>()
                .join(" "),
        );
        match found {
            Some(Match::Column { slot, known }) => {
                let taken = header.texts.get(&slot);
                let merged = taken.is_some_and(|(_, origin)| *origin == place.origin);
                if taken.is_some() && !merged {
                    header.extra.insert(column, (text, place.origin.clone()));
                    return;
                }
                header.slots.insert(column, slot);
                header
                    .texts
                    .insert(slot, (text.clone(), place.origin.clone()));
                if let Some(known) = known.filter(|_| !merged) {
                    header
                        .variants
                        .push((text, known.to_owned(), place.origin.clone()));
                }
            }
            // A caption over columns whose own header is missing.
            Some(Match::Group) | None => {
                header.extra.insert(column, (text, place.origin.clone()));
            }
        }
    }

    /// What one header text says, if it is short enough for one.
    fn read(&self, text: &str) -> Option<Match<'a>> {
        if text.len() > LONGEST * 3 {
            return None;
        }
        if let Some(found) = self.read_before.borrow().get(text) {
            return *found;
        }
        let found = self.read_anew(text);
        let mut before = self.read_before.borrow_mut();
        if before.len() < REMEMBERED {
            before.insert(text.to_owned(), found);
        }
        found
    }

    fn read_anew(&self, text: &str) -> Option<Match<'a>> {
        let (wanted, year) = header_key(text);
        let found = self.named(&wanted, year);
        // Else without what is added in brackets or in English.
        found.or_else(|| {
            let plain = plain(&wanted);
            (plain != wanted).then(|| self.exactly(&plain, year))?
        })
    }

    fn named(&self, wanted: &str, year: Option<u16>) -> Option<Match<'a>> {
        if wanted.is_empty() {
            return None;
        }
        if let Some(found) = self.exactly(wanted, year) {
            return Some(found);
        }
        if let Some((_, id, usual)) = self
            .starts
            .iter()
            .find(|(start, _, _)| wanted.starts_with(start))
        {
            return column(*id, year, Some(*usual));
        }
        let (id, known) = self.alike(wanted)?;
        column(id, year, Some(known))
    }

    /// A known header or group by its exact key.
    fn exactly(&self, wanted: &str, year: Option<u16>) -> Option<Match<'a>> {
        if let Some((id, _)) = self.exact.get(wanted) {
            return column(*id, year, None);
        }
        let group = self.groups.iter().any(|group| group == wanted);
        group.then_some(Match::Group)
    }

    /// The known header most like `wanted`, where it is clearly that one.
    fn alike(&self, wanted: &str) -> Option<(ColumnId, &'a str)> {
        let letters = sorted(wanted);
        if letters.len() < 6 {
            return None;
        }
        let mut best: Option<(f64, ColumnId, &'a str)> = None;
        let mut second = 0.0_f64;
        for ((spelling, (id, known)), other) in self.exact.iter().zip(&self.letters) {
            // One of so many other letters is neither alike nor a rival. A
            // sheet beside the report may have a million texts to ask of.
            let most = letters.len().max(other.len()) as f64;
            let fewest = (LIKENESS - MARGIN) * most;
            let shorter = letters.len().min(other.len()) as f64;
            if shorter < fewest || (in_common(&letters, other) as f64) < fewest {
                continue;
            }
            let likeness = strsim::normalized_levenshtein(spelling, wanted);
            match best {
                Some((most, other, _)) if likeness > most => {
                    if other != *id {
                        second = second.max(most);
                    }
                    best = Some((likeness, *id, known));
                }
                Some((_, other, _)) if other != *id => second = second.max(likeness),
                Some(_) => {}
                None => best = Some((likeness, *id, known)),
            }
        }
        best.filter(|(most, _, _)| *most >= LIKENESS && *most - second >= MARGIN)
            .map(|(_, id, known)| (id, known))
    }
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// How many letters two texts have in common: at most as many can stay where
/// the one becomes the other.
fn in_common(a: &[char], b: &[char]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut common = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            Ordering::Less => drop(a.next()),
            Ordering::Greater => drop(b.next()),
            Ordering::Equal => {
                common += 1;
                a.next();
                b.next();
            }
        }
    }
    common
}

/// A column; a score without its year is none of ours.
fn column(id: ColumnId, year: Option<u16>, known: Option<&str>) -> Option<Match<'_>> {
    let year = if id == ColumnId::Score {
        Some(year?)
    } else {
        None
    };
    Some(Match::Column {
        slot: Slot { id, year },
        known,
    })
}

/// Whether the table is this form and not another with a number, a name and
/// someone responsible.
fn is_ours(header: &Header) -> bool {
    use ColumnId::{Change, Measures, Result, Score, Strong, Weak};
    let own = [Score, Change, Weak, Strong, Measures, Result];
    let has = |id: &ColumnId| header.slots.values().any(|slot| slot.id == *id);
    let mut ids: Vec<ColumnId> = header.slots.values().map(|slot| slot.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() >= FEWEST && own.iter().filter(|id| has(id)).count() >= 2
}
