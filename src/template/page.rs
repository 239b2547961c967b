//! The long texts of a row of the form, cut where a sheet's rows end.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{layout::LINE, rows::Text};
use crate::normalize::display::{self, HIGHEST_ROW};

/// The long texts of a row, cut into as many rows as are needed to show them: a
/// sheet has none higher than [`HIGHEST_ROW`], as a page has no longer ones.
pub(super) struct Page<'w> {
    texts: Vec<(u16, Vec<String>)>,
    /// Of all columns, in characters.
    widths: &'w [u16],
}

impl<'w> Page<'w> {
    /// Rows are at most `most` points high.
    pub(super) fn of(texts: &[(u16, Option<&Text>)], widths: &'w [u16], most: f64) -> Self {
        let texts = texts.iter().filter_map(|(column, text)| {
            let text = (*text)?;
            let fits = |part: &str| height(std::iter::once((*column, part)), widths) < most;
            let mut parts = vec![String::new()];
            for piece in &text.pieces {
                let Some(part) = parts.last_mut() else {
                    continue;
                };
                let longer = if part.is_empty() {
                    piece.clone()
                } else {
                    format!("{part}{}{piece}", text.gap)
                };
                if part.is_empty() || fits(&longer) {
                    *part = longer;
                } else {
                    parts.push(piece.clone());
                }
            }
            Some((*column, parts))
        });
        Self {
            texts: texts.collect(),
            widths,
        }
    }

    pub(super) fn rows(&self) -> u32 {
        let most = self.texts.iter().map(|(_, parts)| parts.len()).max();
        u32::try_from(most.unwrap_or(1)).unwrap_or(1)
    }

    /// The part of a column's text that the row shows, from 0.
    pub(super) fn part(&self, column: u16, row: u32) -> Option<&str> {
        let (_, parts) = self.texts.iter().find(|(of, _)| *of == column)?;
        Some(parts.get(usize::try_from(row).ok()?)?.as_str())
    }

    pub(super) fn height(&self, row: u32) -> f64 {
        let columns = self.texts.iter().map(|(column, _)| *column);
        let parts = columns.filter_map(|column| Some((column, self.part(column, row)?)));
        height(parts, self.widths)
    }

    /// Writes a row that only goes on with the texts, up to the column `last`.
    pub(super) fn go_on(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        row: u32,
        last: u16,
        look: &Format,
    ) -> Result<(), XlsxError> {
        for column in 0..=last {
            match self.part(column, row) {
                Some(part) => sheet.write_string_with_format(at, column, part, look)?,
                None => sheet.write_blank(at, column, look)?,
            };
        }
        sheet.set_row_height(at, self.height(row).min(HIGHEST_ROW))?;
        Ok(())
    }
}

/// The height of a row with these texts in their columns.
fn height<'t>(texts: impl Iterator<Item = (u16, &'t str)>, widths: &[u16]) -> f64 {
    let texts = texts.filter_map(|(column, text)| {
        let width = widths.get(usize::from(column))?;
        // Words do not fill their lines.
        Some((text, u32::from(*width) * 17 / 20))
    });
    display::row_height(LINE, texts) + LINE
}
