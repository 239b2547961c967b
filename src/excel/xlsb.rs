//! xlsb: cells streamed by calamine, sparse. It tells neither merges nor hidden
//! rows nor percent formats; the form can be read without them.

use std::io::Cursor;

use calamine::{Reader, Xlsb, XlsbError};

use super::{Builder, Outline, Room, damaged, document, value, worksheets};
use crate::{error::Error, grid::Document, limits::Limits};

pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let mut workbook: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
    let properties = workbook.workbook_properties().ok();
    let mut grids = Vec::new();
    let mut room = Room::new(limits);
    for sheet in worksheets(workbook.sheets_metadata(), limits)? {
        let mut builder = Builder::new(&sheet, Outline::default(), &mut room);
        let mut cells = workbook
            .worksheet_cells_reader(&sheet.name)
            .map_err(failed)?;
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            builder.push(cell.get_position(), value(cell.get_value(), false))?;
        }
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

fn failed(error: XlsbError) -> Error {
    match error {
        XlsbError::Password => Error::Encrypted,
        error => damaged(error),
    }
}
