//! The waist: every format ends in grids of cells, and nothing after them knows
//! which format it was.

mod place;
mod trouble;

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use place::bounds;
pub use place::{OriginSeed, shared_origins};
pub use trouble::{GlyphEvidence, GlyphFault, GlyphRepair, LeftOut, PageTrouble, WhyLeftOut};

/// What a reader made of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The program that wrote the file, as it names itself.
    pub producer: Option<String>,
    /// Number of sheets, for a workbook.
    pub sheets: Option<u32>,
    /// Number of pages, for a paged document.
    pub pages: Option<u32>,
    /// The tables, in the order of the file.
    pub grids: Vec<Grid>,
    /// What of a paged document stands in tables, page by page; the rest of its
    /// cells are prose.
    pub page_tables: Vec<PageTable>,
    /// What could not be read of a paged document, or had to be mended.
    pub trouble: PageTrouble,
}

/// A file that is attached to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name, fit to be a file's: no folders in it.
    pub name: String,
    /// Its bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A table on a page, to which the cells belong that name it as their origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageTable {
    /// The page, counted from 1.
    pub page: u32,
    /// The table on the page, counted from 1.
    pub table: u32,
    /// Left, top, right, bottom in PDF points, from the top left of the page as
    /// displayed.
    #[serde(deserialize_with = "bounds")]
    pub bbox: [f64; 4],
    /// How many rows it has.
    pub rows: u32,
    /// How many columns it has.
    pub columns: u32,
}

/// One table of cells: a sheet, the whole of a delimited file, or a table that
/// goes on over pages with the text around it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// The sheet's name; none for delimited text and pages.
    pub sheet: Option<Arc<str>>,
    /// Whether the sheet is hidden from the person who opens the file.
    pub hidden: bool,
    /// The non-empty cells, sorted by row, then column.
    pub cells: Vec<Cell>,
    /// What people wrote about cells, sorted likewise.
    pub comments: Vec<Comment>,
}

/// A comment on a cell, empty or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// Row of the cell, counted from 0.
    pub row: u32,
    /// Its text, with what we wrote into it ourselves.
    pub text: String,
    /// The cell.
    pub origin: Origin,
}

impl Comment {
    /// The address of the cell, in a spreadsheet.
    #[must_use]
    pub const fn address(&self) -> Option<Address> {
        match &self.origin {
            Origin::Cell { cell, .. } => Some(*cell),
            Origin::Box { .. } => None,
        }
    }
}

/// One non-empty cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Row of its top-left corner, counted from 0.
    pub row: u32,
    /// Column of its top-left corner, counted from 0.
    pub column: u32,
    /// How many rows and columns it covers.
    pub span: Span,
    /// Whether its row or column is hidden.
    pub hidden: bool,
    /// Whether it is the head, foot or number of a page, which belongs to no
    /// place in the table.
    pub running: bool,
    /// What stands in it.
    pub value: Value,
    /// Where it stands in the file.
    pub origin: Origin,
}

/// How many rows and columns a cell covers; 1 and 1 unless it is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Rows covered, at least 1.
    pub rows: u32,
    /// Columns covered, at least 1.
    pub columns: u32,
}

impl Span {
    /// The span of a cell that is not merged.
    pub const ONE: Self = Self {
        rows: 1,
        columns: 1,
    };
}

/// What stands in a cell, before anything is made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Text as the file has it: line breaks, tags and odd characters included.
    Text(String),
    /// A number as a person sees it, at most 15 significant digits: `84.94`,
    /// `-4.72`, or `100%` where the cell is formatted as a percentage.
    Number(String),
    /// A date, `2021-03-31`, or `2564-03-31` where the writer's year was Thai.
    Date(String),
    /// An error value: `#REF!`.
    Error(String),
    /// A formula of which the file holds no result.
    Uncached,
}

/// What a spreadsheet shows in place of a value that it cannot compute
/// (ECMA-376 part 1, 18.17.3).
const ERRORS: [&str; 8] = [
    "#DIV/0!",
    "#GETTING_DATA",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
];

impl Value {
    /// What a text says that was printed or saved from a spreadsheet: an error
    /// value stands there in its own words.
    #[must_use]
    pub fn printed(text: &str) -> Self {
        if ERRORS.contains(&text.trim()) {
            Self::Error(text.trim().to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// The value as text, for grammars and messages.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Date(text) | Self::Error(text) => text,
            Self::Uncached => "",
        }
    }
}

impl Grid {
    /// The cells row by row.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|a, b| a.row == b.row)
    }
}

/// Where a value stood.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(untagged)]
pub enum Origin {
    /// A cell of a spreadsheet or of delimited text.
    Cell {
        /// The sheet's name; none for delimited text.
        sheet: Option<Arc<str>>,
        /// The cell's address.
        cell: Address,
    },
    /// A cell of a table on a page; all four count from 1. What stands outside
    /// the tables counts as one more table of a single column.
    Box {
        /// The page.
        page: u32,
        /// The table on the page.
        table: u32,
        /// The row in the table.
        row: u32,
        /// The column in the table.
        column: u32,
        /// Left, top, right, bottom in PDF points, from the top left of the
        /// page as displayed.
        bbox: [f64; 4],
    },
}

impl Origin {
    /// Orders origins as a reader meets them.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        // Boxes hold numbers that readers made and that are never NaN.
        self.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal)
    }
}

/// A spreadsheet address, `F49`; rows and columns count from 0 in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(16);
        self.write(&mut text);
        f.write_str(&text)
    }
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "an address is letters and a row number, like F49";
        let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = text.strip_suffix(digits).ok_or(WRONG)?;
        let mut column: u32 = 0;
        for letter in letters.bytes() {
            let digit = u32::from(letter - b'A') + 1;
            column = column
                .checked_mul(26)
                .and_then(|c| c.checked_add(digit))
                .ok_or(WRONG)?;
        }
        let row: u32 = digits.parse().map_err(|_| WRONG)?;
        Ok(Self {
            row: row.checked_sub(1).ok_or(WRONG)?,
            column: column.checked_sub(1).ok_or(WRONG)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_a_spreadsheet_shows_them() {
        for (row, column, text) in [
            (0, 0, "A1"),
            (48, 5, "F49"),
            (0, 25, "Z1"),
            (9, 26, "AA10"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            let address = Address { row, column };
            assert_eq!(address.to_string(), text);
            assert_eq!(text.parse(), Ok(address));
        }
        for wrong in ["", "A", "1", "A0", "a1", "A1B", "ZZZZZZZZZZ1"] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn origins_sort_by_row_number_not_by_spelling() {
        let at = |cell: &str| Origin::Cell {
            sheet: None,
            cell: cell.parse().unwrap(),
        };
        assert!(at("F9").order(&at("F10")).is_lt());
        assert!(at("Z9").order(&at("AA9")).is_lt());
    }
}
