//! xlsx and xlsm: cells streamed by calamine, sparse.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{Reader, Xlsx, XlsxError};

use super::{
    Builder, Outline, Room, comments, damaged, document, held, number, sheet_outline, value,
    worksheets,
};
use crate::{error::Error, grid::Document, limits::Limits, package::Package};

pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let mut package = Package::open(bytes)?;
    held::check(&mut package, limits)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let parts: BTreeMap<String, String> = package
        .sheets()?
        .into_iter()
        .rev()
        .map(|sheet| (sheet.name, sheet.part))
        .collect();
    let properties = workbook.workbook_properties().ok();
    let mut grids = Vec::new();
    let mut room = Room::new(limits);
    for sheet in worksheets(workbook.sheets_metadata(), limits)? {
        let outline = match parts.get(&sheet.name) {
            Some(part) => outline(&mut package, part, limits)?,
            None => Outline::default(),
        };
        let mut builder = Builder::new(&sheet, outline, &mut room);
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
            progress();
            let percent = percent.get(style).copied().unwrap_or(false);
            builder.push(cell.get_position(), value(cell.get_value(), percent))?;
        }
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

/// What calamine does not tell of the sheet whose part is called `part`.
fn outline(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Outline, Error> {
    let mut outline = match package.stream(part)? {
        Some(stream) => sheet_outline::read(stream, limits)?,
        None => Outline::default(),
    };
    outline.comments = comments::read(package, part)?;
    Ok(outline)
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::Encrypted,
        error => damaged(error),
    }
}
