//! The result cell of the consolidated form: what every office told, each under
//! its name.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{
    layout::{LINE, text},
    rows::Text,
    undecided::{Below, WORD},
};
use crate::{
    dataset::{MergedIndicator, MergedResult, Report},
    normalize::{display, thai},
};

/// Above the result of nobody who is named, where there are others.
const NOBODY: &str = "(ไม่ระบุสำนัก)";
/// Before the offices that owe a result.
const OWED: &str = "ยังไม่ได้รับรายงาน: ";

/// The lines of the cell.
pub(super) struct Results {
    lines: Vec<String>,
    /// Those of them that are names of offices.
    names: Vec<String>,
}

impl Results {
    pub(super) fn of(report: &Report, indicator: &MergedIndicator, undecided: &Below<'_>) -> Self {
        let mut own = Self {
            lines: Vec::new(),
            names: Vec::new(),
        };
        let results = &indicator.results;
        for (result, at) in results.iter().zip(0_usize..) {
            let name = result.offices.join(" ");
            if !(name.is_empty() && results.len() == 1) {
                own.name(if name.is_empty() { NOBODY } else { &name });
            }
            own.result(result, &format!("/results/{at}"), undecided);
        }
        let missing = report
            .coverage
            .iter()
            .flat_map(|coverage| &coverage.missing);
        let owed: Vec<&str> = missing
            .filter(|missing| missing.indicator == indicator.name)
            .map(|missing| missing.office.as_str())
            .collect();
        if !owed.is_empty() {
            own.name(&format!("{OWED}{}", owed.join(" ")));
        }
        own
    }

    fn name(&mut self, name: &str) {
        self.lines.push(name.to_owned());
        self.names.push(name.to_owned());
    }

    fn result(&mut self, result: &MergedResult, field: &str, undecided: &Below<'_>) {
        let open = |name: &str| undecided.has(&format!("{field}/{name}"));
        self.lines.push("ผลการดำเนินงาน ดังนี้".to_owned());
        if open("actions") {
            self.lines.push(format!("- {WORD}"));
        }
        let actions = result.actions.iter();
        self.lines
            .extend(actions.map(|action| format!("- {action}")));
        for (name, heading, words) in [
            ("obstacles", "ปัญหาอุปสรรค", &result.obstacles),
            ("suggestions", "ข้อเสนอแนะ", &result.suggestions),
        ] {
            let none = if open(name) { WORD } else { "ไม่มี" };
            let words = words.as_deref().unwrap_or(none);
            self.lines.push(format!("{heading} {words}"));
        }
        let progress = result
            .progress_percent
            .map(|percent| format!("ร้อยละ {}", percent.plain()));
        let progress = progress.or_else(|| open("progress_percent").then(|| WORD.to_owned()));
        if let Some(words) = progress {
            self.lines.push(format!("ความคืบหน้าการดำเนินงาน {words}"));
        }
    }

    pub(super) fn text(&self) -> Option<Text> {
        (!self.lines.is_empty()).then(|| Text {
            pieces: self.lines.clone(),
            gap: "\n",
        })
    }

    /// Writes a part of the text, the names in bold.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        part: &str,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let is_name = |line: &str| self.names.iter().any(|name| name == line);
        if !part.lines().any(is_name) {
            sheet.write_string_with_format(row, column, part, look)?;
            return Ok(());
        }
        let (plain, bold) = (text(), text().set_bold());
        let lines = part.split_inclusive('\n');
        let lines: Vec<(&Format, &str)> = lines
            .map(|line| {
                let name = is_name(line.trim_end_matches('\n'));
                (if name { &bold } else { &plain }, line)
            })
            .collect();
        sheet.write_rich_string_with_format(row, column, &lines, look)?;
        Ok(())
    }
}

/// The text with pieces that are no higher than a row: longer ones are cut
/// between words.
pub(super) fn cut(text: Text, column: u16, widths: &[u16], highest: f64) -> Text {
    let width = widths
        .get(usize::from(column))
        .map_or(1, |width| usize::from(*width));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some lines"
    )]
    let lines = (highest / LINE) as usize;
    // Two lines stay free, and words do not fill their lines.
    let most = lines.saturating_sub(3).max(1) * (width * 3 / 4).max(1);
    let pieces = text.pieces.iter().flat_map(|piece| parts(piece, most));
    Text {
        pieces: pieces.collect(),
        gap: text.gap,
    }
}

/// The piece in parts of at most `most` characters, cut at spaces where it has
/// them, and never before a mark.
fn parts(piece: &str, most: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while let Some((end, _)) = rest.char_indices().nth(most) {
        let head = rest.get(..end).unwrap_or_default();
        let space = head.rfind([' ', '\n']).filter(|at| *at > 0);
        let joint = || {
            let mut places = head.char_indices().rev();
            places
                .find(|(at, c)| *at > 0 && !thai::is_mark(*c))
                .map(|(at, _)| at)
        };
        let at = space.or_else(joint).unwrap_or(end);
        let (part, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        parts.push(part.to_owned());
        rest = after.trim_start_matches([' ', '\n']);
    }
    parts.push(rest.to_owned());
    parts
}

/// The height of a note over all columns.
pub(super) fn height(note: &str, widths: &[u16]) -> f64 {
    let width: u16 = widths.iter().sum();
    display::row_height(LINE, std::iter::once((note, u32::from(width) * 17 / 20))) + 4.0
}
