//! Where things stand in the sheet of the form, and how cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::FONT;
use crate::hundredths::Hundredths;

/// Columns of the form, in their order; the last stands beside it.
pub(super) const NO: u16 = 0;
pub(super) const NAME: u16 = 1;
pub(super) const LAST_YEAR: u16 = 2;
pub(super) const THIS_YEAR: u16 = 3;
pub(super) const CHANGE: u16 = 4;
pub(super) const WEAK: u16 = 5;
pub(super) const STRONG: u16 = 6;
pub(super) const MEASURES: u16 = 7;
pub(super) const RESPONSIBLE: u16 = 8;
pub(super) const ACTIONS: u16 = 9;
pub(super) const OBSTACLES: u16 = 10;
pub(super) const SUGGESTIONS: u16 = 11;
pub(super) const PROGRESS: u16 = 12;
pub(super) const EXPLANATION: u16 = 13;

/// Widths in characters.
pub(super) const WIDTHS: [u16; 14] = [5, 20, 9, 9, 12, 26, 26, 48, 12, 40, 22, 22, 12, 24];

/// First row of the header, and of the form.
pub(super) const HEAD: u32 = 3;
pub(super) const FIRST: u32 = 5;
/// Height of a row that waits for a result.
pub(super) const WAITING: f64 = 110.0;

/// Height of a line of the form's font, in points.
pub(super) const LINE: f64 = 21.5;

/// How a change is shown: less in brackets, none as a dash.
pub(super) const CHANGED: &str = "0.00;(0.00);\"-\"";

/// A score as a sheet holds it.
pub(super) fn decimal(number: Hundredths) -> f64 {
    number.get() as f64 / 100.0
}

/// The font of the form.
pub(super) fn text() -> Format {
    Format::new().set_font_name(FONT).set_font_size(14)
}

/// How cells look.
pub(super) struct Looks {
    /// What is known.
    pub(super) locked: Format,
    /// What the office fills in: as text, so that a dash at its beginning makes
    /// no formula.
    pub(super) open: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let cell = text()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin);
        Self {
            locked: cell.clone().set_background_color(Color::RGB(0x00F2_F2F2)),
            open: cell.set_unlocked().set_num_format("@"),
        }
    }
}
