//! The agency's consolidated form as it stands on paper: the ten columns of the
//! form, every office's result in one cell, what is undecided marked.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::{
    cut::cut,
    head,
    layout::{
        ACTIONS as RESULT, CHANGE, CHANGED, FIRST, HEAD, LAST_YEAR, LINE, MEASURES, NAME, NO,
        RESPONSIBLE, STRONG, THIS_YEAR, WEAK, decimal, text,
    },
    page::Page,
    rows::{self, Text},
    told,
    undecided::{Below, Undecided, WORD, clip},
};
use crate::{
    dataset::{MergedIndicator, Report},
    normalize::display::{self, HIGHEST_ROW},
    profile::Facts,
    submission::Standing,
};

/// Widths in characters.
const WIDTHS: [u16; 10] = [5, 18, 9, 9, 10, 24, 24, 46, 11, 50];

/// Rows are no higher, in points, so that pages are filled.
const HIGHEST: f64 = 220.0;

/// Where a value is undecided.
const OPEN: Color = Color::RGB(0x00FF_E699);

/// Writes the consolidated form of `report` into `sheet`.
///
/// # Errors
/// What cannot be written as a workbook.
pub fn consolidated(
    sheet: &mut Worksheet,
    report: &Report,
    facts: &Facts,
) -> Result<(), XlsxError> {
    for (width, column) in WIDTHS.into_iter().zip(0_u16..) {
        sheet.set_column_width(column, width)?;
    }
    header(sheet, report, facts)?;
    let undecided = Undecided::of(report);
    let mut end = FIRST;
    for (indicator, at) in report.indicators.iter().zip(0_usize..) {
        end = row(sheet, end, report, indicator, &undecided.below(at))?;
    }
    for note in undecided.notes() {
        sheet.merge_range(end, NO, end, RESULT, &note, &text().set_text_wrap())?;
        sheet.set_row_height(end, note_height(&note))?;
        end += 1;
    }
    let of = format!("{} {}", clip(&report.agency), report.fiscal_year).replace('&', "&&");
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(HEAD, FIRST - 1)?
        .set_print_area(0, NO, end.max(FIRST + 1) - 1, RESULT)?
        .set_margins(0.4, 0.4, 0.5, 0.5, 0.25, 0.25)
        .set_footer(format!("&L{of}&R&P/&N"))
        .set_freeze_panes(FIRST, LAST_YEAR)?;
    Ok(())
}

fn header(sheet: &mut Worksheet, report: &Report, facts: &Facts) -> Result<(), XlsxError> {
    let years = years(report);
    let (year, profile) = (report.fiscal_year, &facts.profile);
    head::titles(sheet, year, &clip(&report.agency), RESULT)?;
    head::columns(sheet, year, years[1], years)?;
    let ours = profile.agency.code == report.agency && profile.fiscal_year == year;
    let due = profile.due.as_deref().filter(|_| ours);
    let words = head::result(year, due);
    sheet.merge_range(HEAD, RESULT, HEAD + 1, RESULT, &words, &head::look())?;
    Ok(())
}

/// The two years that the form gives scores for.
fn years(report: &Report) -> [u16; 2] {
    let mut last = report.score_years.iter().rev().copied();
    let this = last.next().unwrap_or(report.fiscal_year.saturating_sub(1));
    [last.next().unwrap_or(this.saturating_sub(1)), this]
}

/// Writes one indicator from row `at` on; returns the row behind it.
fn row(
    sheet: &mut Worksheet,
    at: u32,
    report: &Report,
    indicator: &MergedIndicator,
    undecided: &Below<'_>,
) -> Result<u32, XlsxError> {
    let items = |standing| rows::items(indicator.instrument, &indicator.items, standing, Some("?"));
    let named = indicator.responsible.as_written.clone();
    let named = named.or_else(|| undecided.has("/responsible").then(|| WORD.to_owned()));
    let long = [
        (NAME, Some(indicator.name.clone().into()), "/name"),
        (WEAK, items(Standing::Weak), "/items"),
        (STRONG, items(Standing::Strong), "/items"),
        (MEASURES, measures(indicator, undecided), "/measures"),
        (RESPONSIBLE, named.map(Text::from), "/responsible"),
        (RESULT, told::of(report, indicator, undecided), "/results"),
    ];
    let long = long.map(|(column, text, field)| {
        let text = text.map(|text| cut(text, column, &WIDTHS));
        (column, text, undecided.has(field))
    });
    let texts = long
        .each_ref()
        .map(|(column, text, _)| (*column, text.as_ref()));
    let page = Page::of(&texts, &WIDTHS, HIGHEST);
    let last = page.rows() - 1;
    for more in 0..=last {
        let look = |open| look(open, more == 0, more == last);
        if more == 0 {
            short(sheet, at, indicator, years(report), undecided, &look)?;
        } else {
            for column in [NO, LAST_YEAR, THIS_YEAR, CHANGE] {
                sheet.write_blank(at + more, column, &look(false))?;
            }
        }
        for (column, _, open) in &long {
            let part = page.part(*column, more).unwrap_or_default();
            told::write(sheet, at + more, *column, part, &look(*open))?;
        }
        sheet.set_row_height(at + more, page.height(more).min(HIGHEST_ROW))?;
    }
    Ok(at + page.rows())
}

/// How a cell looks: the rows of one indicator are parted by a hair.
fn look(open: bool, first: bool, last: bool) -> Format {
    let line = |edge| {
        if edge {
            FormatBorder::Thin
        } else {
            FormatBorder::Hair
        }
    };
    let look = text()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_top(line(first))
        .set_border_bottom(line(last));
    if open {
        look.set_background_color(OPEN)
    } else {
        look
    }
}

/// The measures, an undecided preamble marked too.
fn measures(indicator: &MergedIndicator, undecided: &Below<'_>) -> Option<Text> {
    let text = rows::measures(&indicator.measures, Some(WORD));
    if !undecided.has("/measures/preamble") {
        return text;
    }
    let mut text = text.unwrap_or_else(|| WORD.to_owned().into());
    if indicator.measures.list.is_empty() {
        return Some(text);
    }
    text.pieces.insert(0, WORD.to_owned());
    Some(text)
}

/// Number, scores and change.
fn short(
    sheet: &mut Worksheet,
    at: u32,
    indicator: &MergedIndicator,
    years: [u16; 2],
    undecided: &Below<'_>,
    look: &impl Fn(bool) -> Format,
) -> Result<(), XlsxError> {
    let of = |field: &str| look(undecided.has(field));
    match indicator.no {
        Some(no) => {
            let centred = of("/no").set_align(FormatAlign::Center);
            sheet.write_number_with_format(at, NO, no, &centred)?
        }
        None => sheet.write_blank(at, NO, &of("/no"))?,
    };
    let scores = years.into_iter().zip(LAST_YEAR..).map(|(year, column)| {
        let score = indicator.scores.get(&year).copied().flatten();
        (column, score, format!("/scores/{year}"), "0.00")
    });
    let change = (CHANGE, indicator.change, "/change".to_owned(), CHANGED);
    for (column, value, field, shown) in scores.chain([change]) {
        let look = of(&field)
            .set_num_format(shown)
            .set_align(FormatAlign::Right);
        match (value, undecided.candidates(&field)) {
            (Some(value), _) => {
                sheet.write_number_with_format(at, column, decimal(value), &look)?
            }
            (None, Some(said)) => sheet.write_string_with_format(at, column, said, &look)?,
            (None, None) => sheet.write_blank(at, column, &look)?,
        };
    }
    Ok(())
}

/// The height of a line over all columns.
fn note_height(note: &str) -> f64 {
    let width = u32::from(WIDTHS.iter().sum::<u16>()) * 17 / 20;
    display::row_height(LINE, std::iter::once((note, width))) + 4.0
}
