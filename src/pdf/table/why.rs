//! Why something on a page was taken for a table, or was not.

use crate::pdf::ink::Rect;

/// What tells the cells of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum FoundBy {
    /// Rules alone.
    Rules,
    /// Rules, and the edges of filled areas where they are missing.
    RulesAndAreas,
    /// The edges of filled areas alone.
    Areas,
    /// Rules or areas, and the white between words where they are missing.
    RulesAndGaps,
    /// The white between words alone, or between rules that lie one way.
    Gaps,
    /// The headers of the report's form, and the white between words.
    Form,
    /// A person, who gave its area.
    Area,
}

/// Lines that meet, or text that stands in columns, and are no table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::pdf) struct NoTable {
    pub(in crate::pdf) bbox: Rect,
    pub(in crate::pdf) why: Why,
}

/// Why something is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Why {
    /// A cross, a corner, a frame with an open side.
    FewLines,
    /// Lines that close no cell.
    NoCells,
    /// A frame around a text.
    OneCell,
    /// The backgrounds of the lines of a text.
    Undivided,
    /// A small table in a cell of another: its text belongs to that cell.
    InCell,
    /// More than the limits allow.
    TooMany,
    /// Words around another table, or around a chart.
    AroundTable,
    /// Rules go through its words: a chart.
    Struck,
    /// Rows of one cell each: a box.
    OneColumn,
    /// Words of too few rows stand apart.
    FewRows,
    /// The rows leave no gap in common.
    NoColumns,
    /// Lines of text in columns.
    Prose,
    /// Items behind bullets or numbers.
    List,
    /// A contents: dots lead to the pages.
    Contents,
    /// More cells are empty than filled.
    Sparse,
}
