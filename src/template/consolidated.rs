//! The agency's consolidated form as it stands on paper: the ten columns of the
//! form, every office's result in one cell, what is undecided marked.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::{
    head,
    layout::{
        ACTIONS as RESULT, CHANGE, CHANGED, FIRST, HEAD, LAST_YEAR, MEASURES, NAME, NO,
        RESPONSIBLE, STRONG, WEAK, decimal, text,
    },
    page::Page,
    rows::{self, Text},
    told::{self, Results},
    undecided::{self, Undecided, WORD},
};
use crate::{
    dataset::{MergedIndicator, Report},
    profile::Facts,
    submission::Standing,
};

/// Widths in characters.
const WIDTHS: [u16; 10] = [5, 18, 9, 9, 10, 24, 24, 46, 11, 50];

/// Rows are no higher, in points, so that pages are filled.
const HIGHEST: f64 = 300.0;

/// How cells look.
struct Looks {
    plain: Format,
    /// Where a value is undecided.
    open: Format,
}

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
    let plain = text()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let looks = Looks {
        open: plain.clone().set_background_color(Color::RGB(0x00FF_E699)),
        plain,
    };
    let years = years(report);
    header(sheet, report, years, facts)?;
    let undecided = Undecided::of(report);
    let mut end = FIRST;
    for (indicator, at) in report.indicators.iter().zip(0_usize..) {
        end = row(
            sheet,
            end,
            report,
            indicator,
            years,
            &undecided.below(at),
            &looks,
        )?;
    }
    for note in undecided.notes() {
        sheet.merge_range(end, NO, end, RESULT, &note, &text().set_text_wrap())?;
        sheet.set_row_height(end, told::height(&note, &WIDTHS))?;
        end += 1;
    }
    let of = format!("{} {}", report.agency, report.fiscal_year).replace('&', "&&");
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

fn header(
    sheet: &mut Worksheet,
    report: &Report,
    years: [u16; 2],
    facts: &Facts,
) -> Result<(), XlsxError> {
    let (year, profile) = (report.fiscal_year, &facts.profile);
    head::titles(sheet, year, &report.agency, RESULT)?;
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
    years: [u16; 2],
    undecided: &undecided::Below<'_>,
    looks: &Looks,
) -> Result<u32, XlsxError> {
    let look = |field: &str| match undecided.has(field) {
        true => &looks.open,
        false => &looks.plain,
    };
    let results = Results::of(report, indicator, undecided);
    let items = |standing| rows::items(indicator.instrument, &indicator.items, standing, Some("?"));
    let mut measures = rows::measures(&indicator.measures, Some(WORD));
    if undecided.has("/measures/preamble") {
        let text = measures.get_or_insert_with(|| Text {
            gap: "\n",
            ..Text::default()
        });
        text.pieces.insert(0, WORD.to_owned());
    }
    let named = indicator.responsible.as_written.clone();
    let named = named.or_else(|| undecided.has("/responsible").then(|| WORD.to_owned()));
    let long = [
        (WEAK, items(Standing::Weak), look("/items")),
        (STRONG, items(Standing::Strong), look("/items")),
        (MEASURES, measures, look("/measures")),
        (RESPONSIBLE, named.map(Text::from), look("/responsible")),
        (RESULT, results.text(), look("/results")),
    ];
    let long = long.map(|(column, text, look)| {
        let text = text.map(|text| told::cut(text, column, &WIDTHS, HIGHEST));
        (column, text, look)
    });
    let texts: Vec<(u16, Option<&Text>)> = long
        .iter()
        .map(|(column, text, _)| (*column, text.as_ref()))
        .collect();
    let page = Page::of(&texts, &WIDTHS, HIGHEST);
    short(sheet, at, indicator, years, undecided, &look)?;
    for more in 0..page.rows() {
        if more > 0 {
            for column in NO..WEAK {
                sheet.write_blank(at + more, column, &looks.plain)?;
            }
        }
        for (column, _, look) in &long {
            match page.part(*column, more).filter(|part| !part.is_empty()) {
                Some(part) if *column == RESULT => {
                    results.write(sheet, at + more, RESULT, part, look)?;
                }
                Some(part) => {
                    sheet.write_string_with_format(at + more, *column, part, look)?;
                }
                None => {
                    sheet.write_blank(at + more, *column, look)?;
                }
            }
        }
        sheet.set_row_height(at + more, page.height(more))?;
    }
    Ok(at + page.rows())
}

/// Number, name, scores and change.
fn short<'l>(
    sheet: &mut Worksheet,
    at: u32,
    indicator: &MergedIndicator,
    years: [u16; 2],
    undecided: &undecided::Below<'_>,
    look: &impl Fn(&str) -> &'l Format,
) -> Result<(), XlsxError> {
    let centred = |look: &Format| look.clone().set_align(FormatAlign::Center);
    match indicator.no {
        Some(no) => sheet.write_number_with_format(at, NO, no, &centred(look("/no")))?,
        None => sheet.write_blank(at, NO, look("/no"))?,
    };
    sheet.write_string_with_format(at, NAME, &indicator.name, look("/name"))?;
    let scores = years.into_iter().zip(LAST_YEAR..).map(|(year, column)| {
        let score = indicator.scores.get(&year).copied().flatten();
        (column, score, format!("/scores/{year}"), "0.00")
    });
    let change = (CHANGE, indicator.change, "/change".to_owned(), CHANGED);
    for (column, value, field, shown) in scores.chain([change]) {
        let look = look(&field)
            .clone()
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
