//! ods: values by calamine, as a dense range; so our own pass comes first and
//! refuses a sheet whose cells lie too far apart.

use std::io::Cursor;

use calamine::{Ods, OdsError, Reader};

use super::{Builder, Outline, Room, damaged, document, ods_outline, worksheets};
use crate::{error::Error, grid::Document, limits::Limits};

pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let mut outlines = ods_outline::read(bytes, limits)?;
    progress();
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(failed)?;
    let properties = workbook.workbook_properties().ok();
    let mut grids = Vec::new();
    let mut room = Room::new(limits);
    for sheet in worksheets(workbook.sheets_metadata(), limits)? {
        let outline: Outline = outlines.remove(&sheet.name).unwrap_or_default();
        let mut builder = Builder::new(&sheet, outline, &mut room);
        let range = workbook.worksheet_range(&sheet.name).map_err(failed)?;
        builder.push_range(&range)?;
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

fn failed(error: OdsError) -> Error {
    match error {
        OdsError::Password => Error::Encrypted,
        error => damaged(error),
    }
}
