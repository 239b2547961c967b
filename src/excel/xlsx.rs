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
        let mut builder = Builder::new(&sheet, Outline::default(), &mut room);
        let mut told = Ok(Outline::default());
        // Two readers of the same part: side by side where there are threads.
        let streamed = rayon::in_place_scope(|scope| {
            if let Some(part) = parts.get(&sheet.name) {
                scope.spawn(|_| told = outline(&mut package, part, limits));
            }
            stream(&mut workbook, &sheet.name, &mut builder, progress)
        });
        builder.outline = told?;
        streamed?;
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

/// Adds the cells of the sheet of this name.
fn stream(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    builder: &mut Builder<'_, '_>,
    progress: &mut dyn FnMut(),
) -> Result<(), Error> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(failed)?;
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
    Ok(())
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
