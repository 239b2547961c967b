//! The measure of the ICDAR 2013 table competition for the structure of tables
//! (Göbel, Hassan, Oro, Orsi: "A Methodology for Evaluating Algorithms for Table
//! Understanding in PDF Documents", DocEng 2012; "ICDAR 2013 Table Competition",
//! ICDAR 2013).
//!
//! A table is the list of its *adjacency relations*: of each cell that is not
//! blank, its nearest neighbours that are not blank to the right and below. A
//! cell that spans rows or columns has a neighbour on each of them, and one
//! relation with each neighbour. Two relations are the same where both texts
//! and the direction are. Precision is the share of ours that are in the truth,
//! recall the share of the truth's that are in ours.
//!
//! The organizers' program also wants as many blank cells between the two; the
//! papers do not. [`Counting::Blanks`] counts as the program does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// A cell of a table and its text.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Cell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    /// How many rows and columns it spans.
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Right,
    Down,
}

/// Two neighbours: their texts, normalized, and how many blank cells lie
/// between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Relation {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) direction: Direction,
    pub(crate) blanks: usize,
}

/// When two relations are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counting {
    /// As the papers say.
    Papers,
    /// Also with as many blank cells between.
    Blanks,
}

/// How many relations are right, how many were found, how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) right: usize,
    pub(crate) found: usize,
    pub(crate) wanted: usize,
}

impl Counts {
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            found: self.found + other.found,
            wanted: self.wanted + other.wanted,
        }
    }

    /// Where nothing was found, nothing was found rightly.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }

    pub(crate) fn f1(self) -> f64 {
        f1(self.precision(), self.recall())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The harmonic mean of precision and recall.
pub(crate) fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall)
    }
}

/// A text as the competition compares it: without white space, in upper case,
/// and every character that is no ASCII letter, digit or underscore as an
/// underscore; ligatures and other compatibility forms as what they stand for.
pub(crate) fn normalized(text: &str) -> String {
    let seen = text.nfkc().filter(|c| !c.is_whitespace());
    let unified = seen.map(|c| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => c.to_ascii_uppercase(),
        _ => '_',
    });
    unified.collect()
}

/// The adjacency relations of a table. Where cells overlap, the later covers
/// the earlier.
pub(crate) fn relations(cells: &[Cell]) -> Vec<Relation> {
    let texts: Vec<String> = cells.iter().map(|cell| normalized(&cell.text)).collect();
    let mut at = BTreeMap::new();
    for (number, cell) in cells.iter().enumerate() {
        if texts[number].is_empty() {
            continue;
        }
        for row in cell.row..cell.row + cell.rows {
            for column in cell.column..cell.column + cell.columns {
                at.insert((row, column), number);
            }
        }
    }
    let across: Vec<((usize, usize), usize)> = at.iter().map(|(k, v)| (*k, *v)).collect();
    let mut down: Vec<((usize, usize), usize)> = at
        .iter()
        .map(|((row, column), v)| ((*column, *row), *v))
        .collect();
    down.sort_unstable();
    let mut seen = BTreeSet::new();
    let mut relations = Vec::new();
    for (direction, places) in [(Direction::Right, across), (Direction::Down, down)] {
        for pair in places.windows(2) {
            let [((line, place), from), ((next_line, next), to)] = [pair[0], pair[1]];
            if line == next_line && from != to && seen.insert((direction, from, to)) {
                relations.push(Relation {
                    from: texts[from].clone(),
                    to: texts[to].clone(),
                    direction,
                    blanks: next - place - 1,
                });
            }
        }
    }
    relations
}

/// How many relations two lists have in common, each counted as often as both
/// have it.
pub(crate) fn compare(found: &[Relation], wanted: &[Relation], counting: Counting) -> Counts {
    let key = |relation: &Relation| {
        let mut relation = relation.clone();
        if counting == Counting::Papers {
            relation.blanks = 0;
        }
        relation
    };
    let mut left: BTreeMap<Relation, usize> = BTreeMap::new();
    for relation in wanted {
        *left.entry(key(relation)).or_default() += 1;
    }
    let right = found.iter().filter(|relation| {
        let left = left.get_mut(&key(relation)).filter(|left| 0 < **left);
        left.map(|left| *left -= 1).is_some()
    });
    Counts {
        right: right.count(),
        found: found.len(),
        wanted: wanted.len(),
    }
}

/// A table on a page: where it stands, in points from the top left of the page
/// as displayed, and its cells.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(crate) struct Table {
    pub(crate) page: u32,
    /// Left, top, right, bottom.
    pub(crate) bbox: [f64; 4],
    pub(crate) cells: Vec<Cell>,
}

/// The score of a document. Each table of the truth is compared with the table
/// on its page that covers it best; what is left over on either side has
/// nothing right.
pub(crate) fn document(found: &[Table], wanted: &[Table], counting: Counting) -> Counts {
    let pairs = matched(found, wanted);
    let mut counts = Counts::default();
    for (number, table) in wanted.iter().enumerate() {
        let ours = pairs.iter().find(|(_, of)| *of == number);
        let ours = ours.map(|(ours, _)| relations(&found[*ours].cells));
        let ours = ours.unwrap_or_default();
        counts = counts.and(compare(&ours, &relations(&table.cells), counting));
    }
    for (number, table) in found.iter().enumerate() {
        if !pairs.iter().any(|(ours, _)| *ours == number) {
            counts = counts.and(compare(&relations(&table.cells), &[], counting));
        }
    }
    counts
}

/// Which table found is which of the truth: those first that have the most of
/// their areas in common.
pub(crate) fn matched(found: &[Table], wanted: &[Table]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (a, ours) in found.iter().enumerate() {
        for (b, theirs) in wanted.iter().enumerate() {
            let common = in_common(ours.bbox, theirs.bbox);
            if ours.page == theirs.page && 0.0 < common {
                candidates.push((common, a, b));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, a, b) in candidates {
        if pairs.iter().all(|(x, y)| *x != a && *y != b) {
            pairs.push((a, b));
        }
    }
    pairs
}

/// The common part of two areas, as a share of both together.
fn in_common(a: [f64; 4], b: [f64; 4]) -> f64 {
    let side = |from: f64, to: f64| (to - from).max(0.0);
    let size = |[x0, y0, x1, y1]: [f64; 4]| side(x0, x1) * side(y0, y1);
    let common = size([
        a[0].max(b[0]),
        a[1].max(b[1]),
        a[2].min(b[2]),
        a[3].min(b[3]),
    ]);
    let both = size(a) + size(b) - common;
    if both <= 0.0 { 0.0 } else { common / both }
}

/// The score over documents: as published, the mean of the documents'
/// precisions and recalls and the harmonic mean of these two; and pooled, of all
/// relations together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Overall {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) pooled: Counts,
}

impl Overall {
    pub(crate) fn of(documents: &[Counts]) -> Self {
        let mean = |of: fn(Counts) -> f64| {
            documents.iter().map(|counts| of(*counts)).sum::<f64>() / documents.len() as f64
        };
        Self {
            precision: mean(Counts::precision),
            recall: mean(Counts::recall),
            pooled: documents
                .iter()
                .fold(Counts::default(), |all, one| all.and(*one)),
        }
    }

    pub(crate) fn f1(self) -> f64 {
        f1(self.precision, self.recall)
    }
}
