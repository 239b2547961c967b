//! The rulings and words of a page → its tables: cells with their spans.
//!
//! ```text
//! rulings ─lines─▶ lines ─intersections─▶ components ─lattice─▶ lattices
//!   ─cells─▶ cells ─assemble─▶ tables that rules and areas make
//! words ─text─▶ rows ─seek, trim─▶ areas ─gaps─▶ walls ─▶ the same, from lattice on
//! ```
//!
//! Rules are believed first; `split` parts only those of their cells of which
//! the words leave no doubt. What stands outside is sought by `seek`: between
//! rules from side to side, and where rows leave the same gaps. `gaps` makes
//! walls of the words in an area: `columns` finds the white that goes down
//! through the rows, `bands` the lines that are one row, `spans` headings over
//! several columns. `form` does so for the report's own form by its `headers`.
//! `all` puts these together.
//!
//! Pure functions between plain structs, none slower than n log n but for what
//! the limits bound.

mod all;
mod areas;
mod assemble;
mod bands;
mod cells;
mod columns;
mod form;
mod gaps;
mod headers;
mod intersections;
mod lattice;
mod lines;
mod seek;
mod sets;
mod slim;
mod spans;
mod split;
mod text;
mod trim;
mod why;

pub(in crate::pdf) use self::{
    all::{find_all, within},
    headers::Heads,
    text::Word,
    why::{FoundBy, NoTable, Why},
};
use self::{
    intersections::Component,
    lattice::Lattice,
    lines::{Line, SNAP},
};
use super::ink::{Axis, Drawn, Rect, Ruling};
pub(super) use slim::{Letter, closed};

/// Elementary cells on one page. The report has some 200 a page; a page of
/// squared paper, with lines at 2 mm, has 15,000.
const MOST_CELLS: usize = 250_000;

/// Tables on one page. A page with more is a drawing.
const MOST_TABLES: usize = 500;

/// Fewer boundaries, of both directions together, are a frame, a cross or two
/// lines that meet.
const FEWEST_LINES: usize = 4;

/// A table inside a cell of another stays one from this many cells on; with
/// fewer, it is a box or a divided one, and its text belongs to the outer cell.
const FEWEST_NESTED: usize = 4;

/// Rows of more than one cell that backgrounds alone must make, and cells that
/// do not touch.
const FEWEST_DIVIDED: usize = 2;

/// How near a line's end comes to the line it meets. Rules mostly overlap, and
/// where they do not, the half of a thick one lies between them; an underline
/// stays away by the padding of its cell, which is 1.1 pt in a browser's table.
const NEAR: f64 = 0.9;

/// The same on pages where most rules, or all, come no nearer: thick rules whose
/// ends stop at each other's ink, and rules of LaTeX with space above and below.
const FAR: f64 = 3.0;

/// The same on pages where still nothing does: the gutters between cells that
/// have a frame or a background each.
const GUTTER: f64 = 8.0;

/// What was found on a page.
#[derive(Debug, Default)]
pub(in crate::pdf) struct Found {
    /// From top to bottom, then left to right. Where tables overlap, one lies
    /// in a cell of the other: the outer comes first, and text belongs to the
    /// inner, the smaller.
    pub(in crate::pdf) tables: Vec<Table>,
    /// What was looked at and is no table.
    pub(in crate::pdf) others: Vec<NoTable>,
    /// Whether the page has more lines than the limits allow, so that tables
    /// may be missing.
    pub(in crate::pdf) refused: bool,
}

/// The rulings of a page, and the tables that they make.
pub(in crate::pdf) struct Ruled {
    pub(in crate::pdf) rulings: Vec<Ruling>,
    pub(in crate::pdf) found: Found,
}

impl Ruled {
    /// Finds the tables of these rulings.
    pub(in crate::pdf) fn new(rulings: Vec<Ruling>) -> Self {
        let found = find(&rulings);
        Self { rulings, found }
    }
}

/// A table found on one page.
#[derive(Clone, Debug)]
pub(in crate::pdf) struct Table {
    pub(in crate::pdf) found_by: FoundBy,
    /// What its cells cover.
    pub(in crate::pdf) bbox: Rect,
    /// The boundaries of its columns, ascending; one more than columns.
    pub(in crate::pdf) xs: Vec<f64>,
    /// The boundaries of its rows, ascending; one more than rows.
    pub(in crate::pdf) ys: Vec<f64>,
    /// The cells, sorted by row, then column. They do not overlap; where rows
    /// are not equally long, they do not cover the whole table.
    pub(in crate::pdf) cells: Vec<TableCell>,
    /// The cell at each row and column, row by row.
    lattice: Vec<Option<usize>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) struct TableCell {
    /// Its first row, counted from 0.
    pub(in crate::pdf) row: u32,
    /// Its first column, counted from 0.
    pub(in crate::pdf) column: u32,
    /// How many rows it spans.
    pub(in crate::pdf) rows: u32,
    /// How many columns it spans.
    pub(in crate::pdf) columns: u32,
    /// Where it is on the page.
    pub(in crate::pdf) bbox: Rect,
}

impl Table {
    /// The cell that holds the point, as an index into `cells`.
    pub(in crate::pdf) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        self.at(interval(&self.ys, y)?, interval(&self.xs, x)?)
    }

    /// The cell at a row and column, as an index into `cells`.
    fn at(&self, row: usize, column: usize) -> Option<usize> {
        let columns = self.xs.len().checked_sub(1)?;
        let at = (column < columns).then_some(row * columns + column)?;
        *self.lattice.get(at)?
    }
}

/// Between which two of the ascending `places` the place lies.
fn interval(places: &[f64], place: f64) -> Option<usize> {
    let after = places.partition_point(|p| *p <= place);
    if after == places.len() {
        return None;
    }
    after.checked_sub(1)
}

/// All tables of a page.
///
/// Lines make tables first. Then the edges of filled areas join in: backgrounds
/// of a header above a ruled table, or of all cells of a table without lines,
/// are all there is to tell its cells. Inside a table that was found most shade
/// a cell or mark words, and must not cut it; only [`areas::walls`] join in.
pub(in crate::pdf) fn find(rulings: &[Ruling]) -> Found {
    let is_line = |ruling: &Ruling| ruling.drawn == Drawn::Line;
    let ruled: Vec<Ruling> = rulings.iter().filter(|r| is_line(r)).copied().collect();
    let found = find_in(&ruled);
    let mut all: Vec<Ruling> = rulings
        .iter()
        .filter(|r| is_line(r) || !found.tables.iter().any(|table| shades(r, table)))
        .copied()
        .collect();
    all.extend(areas::walls(rulings, &found.tables));
    if all.len() == ruled.len() {
        return found;
    }
    let with_edges = find_in(&all);
    if with_edges.refused {
        // The lines alone still tell more than nothing.
        return Found {
            refused: true,
            ..found
        };
    }
    with_edges
}

/// Whether the middle of an edge lies in the table.
fn shades(edge: &Ruling, table: &Table) -> bool {
    let middle = f64::midpoint(edge.from, edge.to);
    let (x, y) = match edge.axis {
        Axis::Horizontal => (middle, edge.at),
        Axis::Vertical => (edge.at, middle),
    };
    let Rect { x0, y0, x1, y1 } = table.bbox;
    (x0 - SNAP..=x1 + SNAP).contains(&x) && (y0 - SNAP..=y1 + SNAP).contains(&y)
}

/// The tables that these rulings make, lines and edges alike.
fn find_in(rulings: &[Ruling]) -> Found {
    let horizontals = lines::lines(rulings, Axis::Horizontal);
    let verticals = lines::lines(rulings, Axis::Vertical);
    let touch = if intersections::stop_short(&horizontals, &verticals, NEAR, FAR) {
        FAR
    } else {
        NEAR
    };
    let mut found = find_touching(&horizontals, &verticals, touch);
    if found.tables.is_empty() && !found.refused {
        found = find_touching(&horizontals, &verticals, FAR);
    }
    if found.tables.is_empty() && !found.refused {
        // Boxes that stand about are no table for that.
        found = find_touching(&horizontals, &verticals, GUTTER);
        found
            .tables
            .retain(|table| FEWEST_DIVIDED <= divided(table));
    }
    found
}

fn find_touching(horizontals: &[Line], verticals: &[Line], touch: f64) -> Found {
    let mut found = Found::default();
    let Some(components) = intersections::components(horizontals, verticals, touch) else {
        found.refuse(area(horizontals, verticals), Why::TooMany);
        return found;
    };
    let mut most = MOST_CELLS;
    for component in components {
        let bbox = area(&component.horizontals, &component.verticals);
        let Some(lattice) = Lattice::new(&component, most) else {
            found.refuse(bbox, Why::TooMany);
            continue;
        };
        most -= lattice.xs.len() * lattice.ys.len();
        match table(&lattice, &component) {
            Ok(_) if found.tables.len() == MOST_TABLES => {
                found.refuse(bbox, Why::TooMany);
                break;
            }
            Ok(table) => found.tables.push(table),
            Err(why) => found.others.extend(bbox.map(|bbox| NoTable { bbox, why })),
        }
    }
    drop_boxes(&mut found);
    sort(&mut found.tables);
    found
}

impl Found {
    fn refuse(&mut self, bbox: Option<Rect>, why: Why) {
        self.refused = true;
        self.others.extend(bbox.map(|bbox| NoTable { bbox, why }));
    }
}

/// What lines cover.
fn area(horizontals: &[Line], verticals: &[Line]) -> Option<Rect> {
    let across = horizontals
        .iter()
        .map(|line| Rect::between((line.from, line.at), (line.to, line.at)));
    let down = verticals
        .iter()
        .map(|line| Rect::between((line.at, line.from), (line.at, line.to)));
    across.chain(down).reduce(Rect::around)
}

/// The table that a component makes, if it is no frame around a paragraph, no
/// cross, and not the backgrounds of the lines of a text.
fn table(lattice: &Lattice, component: &Component) -> Result<Table, Why> {
    let places = |lines: &[Line]| lines.chunk_by(|a, b| a.at == b.at).count();
    let Component {
        horizontals,
        verticals,
    } = component;
    if places(horizontals) + places(verticals) < FEWEST_LINES {
        return Err(Why::FewLines);
    }
    let table = assemble::table(lattice, found_by(component)).ok_or(Why::NoCells)?;
    if table.cells.len() < 2 {
        return Err(Why::OneCell);
    }
    if table.found_by == FoundBy::Areas && divided(&table) < FEWEST_DIVIDED {
        return Err(Why::Undivided);
    }
    if table.xs.len() <= 2 {
        return Err(Why::OneColumn);
    }
    Ok(table)
}

fn found_by(component: &Component) -> FoundBy {
    let Component {
        horizontals,
        verticals,
    } = component;
    let mut lines = horizontals.iter().chain(verticals);
    if lines.clone().all(|line| line.filled) {
        FoundBy::Areas
    } else if lines.any(|line| line.filled) {
        FoundBy::RulesAndAreas
    } else {
        FoundBy::Rules
    }
}

/// How many rows begin in more than one cell.
fn divided(table: &Table) -> usize {
    let rows = table.cells.chunk_by(|a, b| a.row == b.row);
    rows.filter(|row| 2 <= row.len()).count()
}

/// Drops small tables that lie wholly in a cell of another.
fn drop_boxes(found: &mut Found) {
    let is_box = |inner: &Table| {
        let Rect { x0, y0, x1, y1 } = inner.bbox;
        inner.cells.len() < FEWEST_NESTED
            && found.tables.iter().any(|outer| {
                let first = outer.cell_at(x0, y0);
                first.is_some() && first == outer.cell_at(x1, y1) && outer.bbox != inner.bbox
            })
    };
    let boxes: Vec<bool> = found.tables.iter().map(is_box).collect();
    let mut boxes = boxes.iter();
    let dropped = found.tables.extract_if(.., |_| boxes.next() == Some(&true));
    found.others.extend(dropped.map(|table| NoTable {
        bbox: table.bbox,
        why: Why::InCell,
    }));
}

/// Sorts tables from top to bottom, left to right, the outer before the inner.
/// Places are snapped over the whole page, so tables side by side have equal
/// tops.
fn sort(tables: &mut [Table]) {
    tables.sort_by(|a, b| {
        let (a, b) = (a.bbox, b.bbox);
        let corner = a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0));
        corner
            .then(b.y1.total_cmp(&a.y1))
            .then(b.x1.total_cmp(&a.x1))
    });
}

#[cfg(test)]
mod tests;
