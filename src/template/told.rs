//! The result cell of the consolidated form: what every office told, each under
//! its name.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{
    layout::text,
    rows::Text,
    undecided::{Below, WORD},
};
use crate::{
    dataset::{MergedIndicator, MergedResult, Report},
    marks::OFFICE,
};

/// Above the result of nobody who is named, where there are others.
const NOBODY: &str = "(ไม่ระบุสำนัก)";
/// Before the offices that owe a result.
const OWED: &str = "ยังไม่ได้รับรายงาน: ";

/// The text of the cell, one piece for each office; nothing where nobody told or
/// owes anything.
pub(super) fn of(
    report: &Report,
    indicator: &MergedIndicator,
    undecided: &Below<'_>,
) -> Option<Text> {
    let results = &indicator.results;
    let told = results.iter().zip(0_usize..).map(|(result, at)| {
        let lines = lines(result, &format!("/results/{at}"), undecided).join("\n");
        match result.offices.join(" ").as_str() {
            "" if results.len() == 1 => lines,
            "" => format!("{OFFICE}{NOBODY}\n{lines}"),
            name => format!("{OFFICE}{name}\n{lines}"),
        }
    });
    let mut pieces: Vec<String> = told.collect();
    let missing = report
        .coverage
        .iter()
        .flat_map(|coverage| &coverage.missing);
    let owed: Vec<&str> = missing
        .filter(|missing| missing.indicator == indicator.name)
        .map(|missing| missing.office.as_str())
        .collect();
    if !owed.is_empty() {
        pieces.push(format!("{OFFICE}{OWED}{}", owed.join(" ")));
    }
    (!pieces.is_empty()).then_some(Text { pieces, gap: "\n" })
}

/// One result as the form has it.
fn lines(result: &MergedResult, field: &str, undecided: &Below<'_>) -> Vec<String> {
    let open = |name: &str| undecided.has(&format!("{field}/{name}"));
    let mut lines = vec!["ผลการดำเนินงาน ดังนี้".to_owned()];
    if open("actions") {
        lines.push(format!("- {WORD}"));
    }
    let actions = result.actions.iter();
    lines.extend(actions.map(|action| format!("- {action}")));
    for (name, heading, words) in [
        ("obstacles", "ปัญหาอุปสรรค", &result.obstacles),
        ("suggestions", "ข้อเสนอแนะ", &result.suggestions),
    ] {
        let none = if open(name) { WORD } else { "ไม่มี" };
        let words = words.as_deref().unwrap_or(none);
        lines.push(format!("{heading} {words}"));
    }
    let progress = result
        .progress_percent
        .map(|percent| format!("ร้อยละ {}", percent.plain()));
    let progress = progress.or_else(|| open("progress_percent").then(|| WORD.to_owned()));
    if let Some(words) = progress {
        lines.push(format!("ความคืบหน้าการดำเนินงาน {words}"));
    }
    lines
}

/// Writes a text of the form, the names of offices in bold.
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    part: &str,
    look: &Format,
) -> Result<(), XlsxError> {
    if part.is_empty() {
        sheet.write_blank(row, column, look)?;
        return Ok(());
    }
    if !part.starts_with(OFFICE) {
        // A text stays one, also where a person edits it.
        let look = look.clone().set_quote_prefix();
        sheet.write_string_with_format(row, column, part, &look)?;
        return Ok(());
    }
    let (plain, bold) = (text(), text().set_bold());
    let lines: Vec<(&Format, &str)> = part
        .split_inclusive('\n')
        .map(|line| {
            (
                if line.starts_with(OFFICE) {
                    &bold
                } else {
                    &plain
                },
                line,
            )
        })
        .collect();
    sheet.write_rich_string_with_format(row, column, &lines, look)?;
    Ok(())
}
