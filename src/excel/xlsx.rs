//! xlsx and xlsm: cells streamed by calamine, sparse.

use std::io::Cursor;

use calamine::{Reader, Xlsx, XlsxError};

use super::{
    Builder, damaged, document, number, package::Package, sheet_outline, value, worksheets,
};
use crate::{error::Error, grid::Document};

pub(super) fn read(bytes: &[u8], progress: &mut dyn FnMut()) -> Result<Document, Error> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let mut package = Package::open(bytes)?;
    let properties = workbook.workbook_properties().ok();
    let mut grids = Vec::new();
    for sheet in worksheets(workbook.sheets_metadata()) {
        let outline = match package.sheet(&sheet.name)? {
            Some(part) => sheet_outline::read(part)?,
            None => super::Outline::default(),
        };
        let mut builder = Builder::new(&sheet, outline);
        let mut cells = workbook
            .worksheet_cells_reader(&sheet.name)
            .map_err(failed)?;
        let percent: Vec<bool> = cells
            .styles()
            .iter()
            .map(|style| {
                let format = style.number_format.as_ref();
                format.is_some_and(|format| number::is_percent(&format.format_code))
            })
            .collect();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(failed)? {
            let percent = percent.get(style).copied().unwrap_or(false);
            builder.push(cell.get_position(), value(cell.get_value(), percent))?;
        }
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::Encrypted,
        error => damaged(error),
    }
}
