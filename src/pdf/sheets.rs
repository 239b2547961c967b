//! Pages → grids: a table that goes on over pages is one grid, with the prose
//! around it as rows of their own.

use super::{
    ink::{Heading, Rect},
    page::{PageText, Paragraph, TableText},
    running,
};
use crate::grid::{Cell, Grid, Origin, PageTable, Span, Value};

/// Column boundaries this near on two pages are the same, in points.
const SAME_COLUMN: f64 = 4.0;

/// What goes into a grid, in reading order.
#[derive(Clone, Copy)]
enum Block<'p> {
    Table(&'p TableText),
    Prose(&'p Paragraph),
}

/// A block and where it stands; all three count from 1.
#[derive(Clone, Copy)]
struct Placed<'p> {
    block: Block<'p>,
    page: u32,
    /// The table on the page; what is in none counts as one more.
    table: u32,
    /// The paragraph among those of its page.
    row: u32,
}

impl Placed<'_> {
    fn area(&self) -> Rect {
        match self.block {
            Block::Table(text) => text.table.bbox,
            Block::Prose(paragraph) => paragraph.area,
        }
    }
}

/// Tables whose columns agree, and the prose with them.
#[derive(Default)]
struct Sheet<'p> {
    /// Boundaries of the columns, from the left edge of the table.
    columns: Vec<f64>,
    blocks: Vec<Placed<'p>>,
    /// The page and the bottom of its last table.
    end: (u32, f64),
}

/// The grids of a document.
pub(super) fn grids(pages: &[PageText]) -> Vec<Grid> {
    let running = running::find(pages);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    let mut waiting: Vec<Placed<'_>> = Vec::new();
    let (mut aside, mut stamps) = (Vec::new(), Vec::new());
    for (at, page) in pages.iter().enumerate() {
        for block in blocks(at, page) {
            match block.block {
                Block::Table(_) => add_table(block, &mut waiting, &mut sheets),
                Block::Prose(_) if running.contains(&(at, block.row)) => aside.push(block),
                Block::Prose(paragraph) if is_stamp(paragraph) => stamps.push(block),
                Block::Prose(_) => waiting.push(block),
            }
        }
    }
    // A stamp lies over the table, and is no row between others.
    waiting.append(&mut stamps);
    match sheets.last_mut() {
        Some(last) => last.blocks.append(&mut waiting),
        None => sheets.push(Sheet {
            blocks: waiting,
            ..Sheet::default()
        }),
    }
    let mut grids: Vec<Grid> = sheets.iter().map(grid).collect();
    // Heads and feet belong to the pages, not to a place in the table.
    if let Some(first) = grids.first_mut() {
        let last = first.cells.iter().map(|cell| cell.row + 1).max();
        for (row, placed) in (last.unwrap_or(0)..).zip(aside) {
            let mut cells = cells(&placed, row, &[]);
            cells.iter_mut().for_each(|cell| cell.running = true);
            first.cells.append(&mut cells);
        }
    }
    grids.retain(|grid| !grid.cells.is_empty());
    grids
}

/// The tables of all pages, numbered as the origins of cells name them.
pub(super) fn page_tables(pages: &[PageText]) -> Vec<PageTable> {
    let count = |places: &[f64]| u32::try_from(places.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let of_page = |(page, text): (u32, &PageText)| -> Vec<PageTable> {
        let tables = (1..).zip(&text.tables);
        let tables = tables.map(|(number, TableText { table, .. })| PageTable {
            page,
            table: number,
            bbox: table.bbox.rounded(),
            rows: count(&table.ys),
            columns: count(&table.xs),
        });
        tables.collect()
    };
    (1..).zip(pages).flat_map(of_page).collect()
}

fn is_stamp(paragraph: &Paragraph) -> bool {
    let line = paragraph.lines.first();
    line.is_some_and(|line| line.heading == Heading::Askew)
}

/// What stands on a page, from top to bottom.
fn blocks(at: usize, page: &PageText) -> Vec<Placed<'_>> {
    let number = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
    let outside = u32::try_from(page.tables.len()).map_or(u32::MAX, |tables| tables + 1);
    let tables = (1..).zip(&page.tables).map(|(table, text)| Placed {
        block: Block::Table(text),
        page: number,
        table,
        row: 1,
    });
    let prose = (1..).zip(&page.prose).map(|(row, paragraph)| Placed {
        block: Block::Prose(paragraph),
        page: number,
        table: outside,
        row,
    });
    let mut blocks: Vec<Placed<'_>> = tables.chain(prose).collect();
    blocks.sort_by(|a, b| a.area().y0.total_cmp(&b.area().y0));
    blocks
}

/// Puts a table where its columns go on, else on a sheet of its own.
fn add_table<'p>(placed: Placed<'p>, waiting: &mut Vec<Placed<'p>>, sheets: &mut Vec<Sheet<'p>>) {
    let Block::Table(TableText { table, .. }) = placed.block else {
        return;
    };
    let left = table.xs.first().copied().unwrap_or(0.0);
    let columns: Vec<f64> = table.xs.iter().map(|x| x - left).collect();
    let goes_on = sheets
        .iter_mut()
        .rev()
        .find(|sheet| sheet.end.0 + 1 >= placed.page && agree(&sheet.columns, &columns));
    let end = (placed.page, table.bbox.y1);
    if let Some(sheet) = goes_on {
        sheet.columns = united(&sheet.columns, &columns);
        sheet.blocks.append(waiting);
        sheet.blocks.push(placed);
        sheet.end = end;
        return;
    }
    let mut sheet = Sheet {
        columns,
        blocks: Vec::new(),
        end,
    };
    // Prose between two tables belongs to the nearer one.
    for prose in waiting.drain(..) {
        let area = prose.area();
        let nearer = sheets.last_mut().filter(|before| {
            let (page, bottom) = before.end;
            page == prose.page
                && (prose.page < placed.page || area.y0 - bottom < table.bbox.y0 - area.y1)
        });
        match nearer {
            Some(before) => before.blocks.push(prose),
            None => sheet.blocks.push(prose),
        }
    }
    sheet.blocks.push(placed);
    sheets.push(sheet);
}

/// Whether two tables have the same columns: as wide, and every boundary of the
/// one with fewer is one of the other.
pub(super) fn agree(a: &[f64], b: &[f64]) -> bool {
    let near = |x: f64, y: f64| (x - y).abs() <= SAME_COLUMN;
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let widths = few.last().zip(many.last());
    widths.is_some_and(|(x, y)| near(*x, *y))
        && few.iter().all(|x| many.iter().any(|y| near(*x, *y)))
}

fn united(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = a.iter().chain(b).copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|x, first| *x - *first <= SAME_COLUMN);
    all
}

fn grid(sheet: &Sheet<'_>) -> Grid {
    let mut grid = Grid::default();
    let mut row: u32 = 0;
    for placed in &sheet.blocks {
        grid.cells.append(&mut cells(placed, row, &sheet.columns));
        let rows = match placed.block {
            Block::Table(text) => text.table.ys.len().saturating_sub(1),
            Block::Prose(_) => 1,
        };
        row = row.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
    }
    grid
}

/// The non-empty cells of a block that begins in `row`.
fn cells(placed: &Placed<'_>, row: u32, columns: &[f64]) -> Vec<Cell> {
    let cell = |row, column, span, text: &str, origin| Cell {
        row,
        column,
        span,
        hidden: false,
        running: false,
        value: Value::printed(text),
        origin,
    };
    let (page, table) = (placed.page, placed.table);
    match placed.block {
        Block::Prose(paragraph) => {
            let origin = Origin::Box {
                page,
                table,
                row: placed.row,
                column: 1,
                bbox: paragraph.area.rounded(),
            };
            vec![cell(row, 0, Span::ONE, &paragraph.text, origin)]
        }
        Block::Table(TableText { table: of, texts }) => {
            let left = of.xs.first().copied().unwrap_or(0.0);
            let column = |x: f64| {
                let at = columns.partition_point(|c| *c < x - left - SAME_COLUMN);
                u32::try_from(at).unwrap_or(u32::MAX)
            };
            let filled = of
                .cells
                .iter()
                .zip(texts)
                .filter(|(_, text)| !text.is_empty());
            filled
                .map(|(found, text)| {
                    let first = column(found.bbox.x0);
                    let span = Span {
                        rows: found.rows,
                        columns: column(found.bbox.x1).saturating_sub(first).max(1),
                    };
                    let origin = Origin::Box {
                        page,
                        table,
                        row: found.row + 1,
                        column: found.column + 1,
                        bbox: found.bbox.rounded(),
                    };
                    cell(row.saturating_add(found.row), first, span, text, origin)
                })
                .collect()
        }
    }
}

#[cfg(test)]
mod tests;
