//! xls: calamine reads it whole, as a dense range; the format's own bounds
//! (65,536 rows by 256 columns) and the worker's memory are the limit.

use std::io::Cursor;

use calamine::{Reader, Xls, XlsError};

use super::{Builder, Outline, Room, damaged, document, worksheets};
use crate::{
    error::Error,
    grid::{Document, Span},
    limits::{Limit, Limits},
};

pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(failed)?;
    let properties = workbook.workbook_properties().ok();
    let mut grids = Vec::new();
    let mut room = Room::new(limits);
    for sheet in worksheets(workbook.sheets_metadata(), limits)? {
        let mut outline = Outline::default();
        let merges = workbook
            .merge_cells_by_sheet_name(&sheet.name)
            .map_err(failed)?;
        room.within(Limit::MergedRanges, merges.len() as u64)?;
        for merge in merges {
            outline.spans.insert(
                merge.start,
                Span {
                    rows: merge.end.0.saturating_sub(merge.start.0).saturating_add(1),
                    columns: merge.end.1.saturating_sub(merge.start.1).saturating_add(1),
                },
            );
        }
        let mut builder = Builder::new(&sheet, outline, &mut room);
        let range = workbook.worksheet_range(&sheet.name).map_err(failed)?;
        builder.push_range(&range)?;
        grids.push(builder.finish()?);
        progress();
    }
    Ok(document(grids, properties))
}

fn failed(error: XlsError) -> Error {
    match error {
        XlsError::Password => Error::Encrypted,
        error => damaged(error),
    }
}
