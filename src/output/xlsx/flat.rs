//! The sheet of one table: a frozen header with filters, and cells of their
//! types; no text ever becomes a formula.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use crate::{
    normalize::display,
    output::{
        formula::risky,
        tables::{Cell, Table},
    },
};

/// Characters that a cell holds.
const LONGEST: usize = 32_767;
/// What ends a text that is longer.
const CUT: &str = "… (ยาวเกินช่อง)";
/// Widths in characters.
const NARROW: usize = 8;
const WIDE: usize = 60;

/// How cells look.
pub(super) struct Looks {
    text: Format,
    /// A text that stays one, also where a person edits it.
    quoted: Format,
    integer: Format,
    decimal: Format,
    date: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            text: top(),
            quoted: top().set_quote_prefix(),
            integer: top().set_num_format("0"),
            decimal: top().set_num_format("0.00"),
            date: top().set_num_format("yyyy-mm-dd"),
        }
    }
}

/// A sheet that is being written.
pub(super) struct Flat {
    sheet: Worksheet,
    /// Lines, the header not counted.
    pub(super) rows: u32,
    /// The widest text of each column so far.
    widths: Vec<usize>,
}

impl Flat {
    pub(super) fn new(mut sheet: Worksheet, table: &Table) -> Result<Self, XlsxError> {
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00DD_E6EE))
            .set_border_bottom(FormatBorder::Thin);
        sheet.set_name(table.name)?;
        for (column, at) in table.columns.iter().zip(0_u16..) {
            sheet.write_string_with_format(0, at, column.name, &head)?;
        }
        // Room for the arrow of the filter.
        let widths = table.columns.iter().map(|column| column.name.len() + 3);
        Ok(Self {
            sheet,
            rows: 0,
            widths: widths.map(|width| width.max(NARROW)).collect(),
        })
    }

    pub(super) fn line(&mut self, cells: &[Cell], looks: &Looks) -> Result<(), XlsxError> {
        self.rows += 1;
        for (cell, at) in cells.iter().zip(0_u16..) {
            self.cell(at, cell, looks)?;
        }
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut self.sheet, self.rows);
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts and scores are far below 2^53"
        )]
        match cell {
            Cell::Empty => {}
            Cell::Text(_) | Cell::List(_) => {
                let text = fitting(cell.to_string());
                let look = if risky(&text) {
                    &looks.quoted
                } else {
                    &looks.text
                };
                sheet.write_string_with_format(row, at, &text, look)?;
                let widest = text.lines().map(display::width).max().unwrap_or(0);
                if let Some(width) = self.widths.get_mut(usize::from(at)) {
                    *width = (*width).max(widest + 1).min(WIDE);
                }
            }
            Cell::Integer(number) => {
                sheet.write_number_with_format(row, at, *number as f64, &looks.integer)?;
            }
            Cell::Decimal(number) => {
                let number = number.get() as f64 / 100.0;
                sheet.write_number_with_format(row, at, number, &looks.decimal)?;
            }
            Cell::Boolean(is) => {
                sheet.write_boolean_with_format(row, at, *is, &looks.text)?;
            }
            Cell::Date(date) => {
                match excel(*date) {
                    Ok(date) => sheet.write_datetime_with_format(row, at, date, &looks.date)?,
                    // A day before Excel's calendar begins.
                    Err(_) => sheet.write_string(row, at, cell.to_string())?,
                };
                if let Some(width) = self.widths.get_mut(usize::from(at)) {
                    *width = (*width).max(11);
                }
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self, table: &Table) -> Result<Worksheet, XlsxError> {
        let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for (width, at) in self.widths.iter().zip(0_u16..) {
            self.sheet.set_column_width(at, *width as u32)?;
        }
        let keys = table.columns.iter().take_while(|column| column.key).count();
        self.sheet
            .set_freeze_panes(1, u16::try_from(keys.min(3)).unwrap_or(0))?;
        self.sheet.autofilter(0, 0, self.rows, last)?;
        self.sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(0, 0)?;
        Ok(self.sheet)
    }
}

fn excel(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(date.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

/// The text, cut visibly where a cell does not hold it.
fn fitting(text: String) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut taken = 0;
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            taken += c.len_utf16();
            taken <= room
        })
        .collect();
    cut.push_str(CUT);
    cut
}
