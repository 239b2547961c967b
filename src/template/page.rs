//! The long texts of a row of the form, cut where a sheet's rows end.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{
    layout::{LINE, Looks, MEASURES, NO, PROGRESS, RESPONSIBLE, STRONG, WEAK, WIDTHS},
    rows::Row,
};
use crate::normalize::display::{self, HIGHEST_ROW};

/// The long texts of a row, cut into as many rows as are needed to show them: a
/// sheet has none higher than [`HIGHEST_ROW`], as a page has no longer ones.
pub(super) struct Page {
    texts: Vec<(u16, Vec<String>)>,
}

impl Page {
    pub(super) fn of(row: &Row) -> Self {
        let texts = [
            (WEAK, &row.weak),
            (STRONG, &row.strong),
            (MEASURES, &row.measures),
            (RESPONSIBLE, &row.responsible),
        ];
        let texts = texts.into_iter().filter_map(|(column, text)| {
            let text = text.as_ref()?;
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
                if part.is_empty()
                    || height(std::iter::once((column, longer.as_str()))) < HIGHEST_ROW
                {
                    *part = longer;
                } else {
                    parts.push(piece.clone());
                }
            }
            Some((column, parts))
        });
        Self {
            texts: texts.collect(),
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
        height(columns.filter_map(|column| Some((column, self.part(column, row)?))))
    }

    /// Writes a row that only goes on with the texts.
    pub(super) fn go_on(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        row: u32,
        looks: &Looks,
    ) -> Result<(), XlsxError> {
        for column in NO..=PROGRESS {
            match self.part(column, row) {
                Some(part) => sheet.write_string_with_format(at, column, part, &looks.locked)?,
                None => sheet.write_blank(at, column, &looks.locked)?,
            };
        }
        sheet.set_row_height(at, self.height(row).min(HIGHEST_ROW))?;
        Ok(())
    }
}

/// The height of a row with these texts in their columns.
fn height<'t>(texts: impl Iterator<Item = (u16, &'t str)>) -> f64 {
    let texts = texts.filter_map(|(column, text)| {
        let width = WIDTHS.get(usize::from(column))?;
        // Words do not fill their lines.
        Some((text, u32::from(*width) * 17 / 20))
    });
    display::row_height(LINE, texts) + LINE
}
