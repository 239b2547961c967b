//! The sheet that says what the tables mean. By it a workbook that comes back is
//! known, and its sheets of tables are told from the form.

use rust_xlsxwriter::{Color, Format, FormatAlign, Url, Worksheet, XlsxError};

use crate::{marks, output::tables::TABLES};

const NAME: &str = "คำอธิบายตาราง";
const WIDTHS: [u16; 6] = [18, 24, 10, 6, 70, 70];

/// The sheet; `without` the forms of reports where there are too many of them.
pub(super) fn sheet(without: bool) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(NAME)?;
    for (width, at) in WIDTHS.into_iter().zip(0_u16..) {
        sheet.set_column_width(at, width)?;
    }
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = text.clone().set_bold();
    let head = bold.clone().set_background_color(Color::RGB(0x00DD_E6EE));
    sheet.write_string_with_format(0, 0, marks::TABLES, &Format::new().set_bold())?;
    if without {
        let note =
            "มีรายงานมากเกินกว่าจะทำแผ่นงานแบบรายงานของแต่ละหน่วยงาน · too many reports for a form each";
        sheet.write_string(0, 4, note)?;
    }
    for (words, at) in [
        "ตาราง table",
        "คอลัมน์ column",
        "ชนิด type",
        "กุญแจ key",
        "ความหมาย",
        "meaning",
    ]
    .into_iter()
    .zip(0_u16..)
    {
        sheet.write_string_with_format(1, at, words, &head)?;
    }
    let mut row = 2;
    for table in TABLES {
        for (words, at) in [(table.name, 0), (table.th, 4), (table.en, 5)] {
            sheet.write_string_with_format(row, at, words, &bold)?;
        }
        let link = Url::new(format!("internal:'{}'!A1", table.name)).set_text("→");
        sheet.write_url(row, 1, link)?;
        row += 1;
        for column in table.columns {
            let key = if column.key { "✓" } else { "" };
            let words = [column.name, column.kind.name(), key, column.th, column.en];
            for (words, at) in words.into_iter().zip(1_u16..) {
                sheet.write_string_with_format(row, at, words, &text)?;
            }
            row += 1;
        }
    }
    sheet
        .set_freeze_panes(2, 0)?
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(1, 1)?;
    Ok(sheet)
}
