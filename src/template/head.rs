//! What stands above the rows of the form: its titles, and the header with its
//! captions over several columns.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::layout::{
    CHANGE, HEAD, LAST_YEAR, MEASURES, NAME, NO, RESPONSIBLE, STRONG, THIS_YEAR, WEAK, text,
};
use crate::normalize::date;

/// The lines above the table, over the columns up to `last`.
pub(super) fn titles(
    sheet: &mut Worksheet,
    fiscal_year: u16,
    of: &str,
    last: u16,
) -> Result<(), XlsxError> {
    let look = text()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_font_size(18);
    let lines = [
        "การรายงานผลการดำเนินงาน".to_owned(),
        format!("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ {fiscal_year}"),
        format!("หน่วยงาน: {of}"),
    ];
    for (line, row) in lines.iter().zip(0_u32..) {
        sheet.merge_range(row, NO, row, last, line, &look)?;
        sheet.set_row_height(row, 26)?;
    }
    Ok(())
}

/// How the header looks.
pub(super) fn look() -> Format {
    text()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00DD_E6EE))
}

/// The header over all columns but those of the result; `scored` is the year
/// that was analysed, `years` those of the scores.
pub(super) fn columns(
    sheet: &mut Worksheet,
    fiscal_year: u16,
    scored: u16,
    years: [u16; 2],
) -> Result<(), XlsxError> {
    let look = look();
    let analysis = format!("ผลการวิเคราะห์ผลการประเมินฯ ปี {scored}");
    let measures = format!("มาตรการส่งเสริมคุณธรรมและความโปร่งใส / แนวทางการดำเนินงาน ปี {fiscal_year}");
    for (column, words) in [
        (NO, "ที่"),
        (NAME, "ตัวชี้วัด"),
        (CHANGE, "คะแนนเพิ่มขึ้น (ลดลง) จากปีก่อน"),
        (MEASURES, &measures),
        (RESPONSIBLE, "ผู้รับผิดชอบ"),
    ] {
        sheet.merge_range(HEAD, column, HEAD + 1, column, words, &look)?;
    }
    for (first, last, words) in [
        (LAST_YEAR, THIS_YEAR, "ผลคะแนนการประเมิน"),
        (WEAK, STRONG, &analysis),
    ] {
        sheet.merge_range(HEAD, first, HEAD, last, words, &look)?;
    }
    let years = years.map(|year| format!("ปี {year}"));
    for (column, words) in [
        (LAST_YEAR, years[0].as_str()),
        (THIS_YEAR, years[1].as_str()),
        (WEAK, "จุดอ่อน (หัวข้อประเด็นการประเมินที่จะต้องแก้ไข)"),
        (
            STRONG,
            "จุดแข็ง (หัวข้อประเด็นการประเมินที่จะต้องรักษาระดับคะแนน/พัฒนาให้ดีขึ้น)",
        ),
    ] {
        sheet.write_string_with_format(HEAD + 1, column, words, &look)?;
    }
    sheet
        .set_row_height(HEAD, 40)?
        .set_row_height(HEAD + 1, 80)?;
    Ok(())
}

/// The caption of the result.
pub(super) fn result(fiscal_year: u16, due: Option<&str>) -> String {
    let due = due.map(date::thai);
    let due = due.map_or_else(String::new, |due| format!(" (รายงานผลภายใน {due})"));
    format!("ผลการดำเนินการมาตรการฯ/ แนวทางการดำเนินงานปี {fiscal_year}{due}")
}
