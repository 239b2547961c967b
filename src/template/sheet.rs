//! The sheet of the form: titles, header, rows, and what may be typed where.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, Formula,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::{
    head,
    layout::{
        ACTIONS, CHANGE, CHANGED, EXPLANATION, FIRST, HEAD, LAST_YEAR, Looks, MEASURES, NAME, NO,
        OBSTACLES, PROGRESS, RESPONSIBLE, STRONG, SUGGESTIONS, THIS_YEAR, WAITING, WEAK, WIDTHS,
        decimal, text,
    },
    page::Page,
    rows::Row,
};
use crate::{
    normalize::{date, display::HIGHEST_ROW},
    profile::Facts,
};

/// What Excel shows beside a cell is at most this long.
const HINT: usize = 250;

pub(super) fn write(
    sheet: &mut Worksheet,
    office: &str,
    rows: &[Row],
    facts: &Facts,
) -> Result<(), XlsxError> {
    let profile = &facts.profile;
    sheet.set_name(format!("ITA {}", profile.fiscal_year))?;
    for (width, column) in WIDTHS.into_iter().zip(0_u16..) {
        sheet.set_column_width(column, width)?;
    }
    head::titles(sheet, profile.fiscal_year, office, PROGRESS)?;
    header(sheet, facts)?;
    let looks = Looks::new();
    let mut end = FIRST;
    for row in rows {
        let texts = [
            (WEAK, row.weak.as_ref()),
            (STRONG, row.strong.as_ref()),
            (MEASURES, row.measures.as_ref()),
            (RESPONSIBLE, row.responsible.as_ref()),
        ];
        let page = Page::of(&texts, &WIDTHS, HIGHEST_ROW);
        fill(sheet, end, row, &page, &looks, facts)?;
        for more in 1..page.rows() {
            page.go_on(sheet, end + more, more, PROGRESS, &looks.locked)?;
        }
        end += page.rows();
    }
    if let (Some(office), Some(due)) = (&profile.compiling_office, &profile.due) {
        let note = format!("หมายเหตุ ส่งรายงานให้ {office} ภายใน {}", date::thai(due));
        sheet.write_string_with_format(end, NO, note, &text())?;
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(HEAD, FIRST - 1)?
        .set_print_area(0, NO, end, PROGRESS)?
        .set_margins(0.4, 0.4, 0.5, 0.5, 0.25, 0.25)
        .set_footer(format!("&L{office}&R&P/&N"))
        .set_freeze_panes(FIRST, LAST_YEAR)?
        .set_selection(FIRST, ACTIONS, FIRST, ACTIONS)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        // Comments count as objects.
        edit_objects: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// The header as on the real form, the result told apart by its parts.
fn header(sheet: &mut Worksheet, facts: &Facts) -> Result<(), XlsxError> {
    let (look, year) = (head::look(), facts.profile.fiscal_year);
    head::columns(sheet, year, facts.catalog.year, years(facts))?;
    let result = head::result(year, facts.profile.due.as_deref());
    sheet.merge_range(HEAD, ACTIONS, HEAD, PROGRESS, &result, &look)?;
    sheet.merge_range(HEAD, EXPLANATION, HEAD + 1, EXPLANATION, "คำชี้แจง", &look)?;
    for (column, words) in [
        (ACTIONS, "ผลการดำเนินงาน"),
        (OBSTACLES, "ปัญหาอุปสรรค"),
        (SUGGESTIONS, "ข้อเสนอแนะ"),
        (PROGRESS, "ความคืบหน้า (ร้อยละ)"),
    ] {
        sheet.write_string_with_format(HEAD + 1, column, words, &look)?;
    }
    Ok(())
}

/// The two years that the form gives scores for.
fn years(facts: &Facts) -> [u16; 2] {
    let mut last = facts.profile.score_years.iter().rev().copied();
    let this = last.next().unwrap_or(facts.catalog.year);
    [last.next().unwrap_or(this.saturating_sub(1)), this]
}

/// One row: what is known is written and locked, the rest open.
fn fill(
    sheet: &mut Worksheet,
    at: u32,
    row: &Row,
    page: &Page<'_>,
    looks: &Looks,
    facts: &Facts,
) -> Result<(), XlsxError> {
    let Looks { locked, open } = looks;
    let number = |look: &Format| {
        look.clone()
            .set_num_format("0.00")
            .set_align(FormatAlign::Right)
    };
    sheet.write_number_with_format(at, NO, row.no, locked)?;
    sheet.write_string_with_format(at, NAME, &row.name, locked)?;
    for (year, column) in years(facts).into_iter().zip(LAST_YEAR..) {
        match row.scores.get(&year) {
            Some(score) => {
                sheet.write_number_with_format(at, column, decimal(*score), &number(locked))?;
            }
            None => {
                sheet.write_blank(at, column, &number(open))?;
                sheet.add_data_validation(at, column, at, column, &score(at, column)?)?;
            }
        }
    }
    let change = locked
        .clone()
        .set_num_format(CHANGED)
        .set_align(FormatAlign::Right);
    let (last, this) = (name(LAST_YEAR, at), name(THIS_YEAR, at));
    match row.change {
        Some(known) => sheet.write_number_with_format(at, CHANGE, decimal(known), &change)?,
        None => {
            let formula = format!(r#"=IF(COUNT({last},{this})=2,ROUND({this}-{last},2),"")"#);
            let formula = Formula::new(formula).set_result("");
            sheet.write_formula_with_format(at, CHANGE, formula, &change)?
        }
    };
    let hints = [
        (WEAK, row.items_hint.as_str()),
        (STRONG, row.items_hint.as_str()),
        (MEASURES, "มาตรการเป็นข้อ ๆ ขึ้นต้นด้วยเลขข้อ เช่น 1."),
        (RESPONSIBLE, "ชื่อย่อของสำนัก คั่นด้วยเว้นวรรค หรือทุกสำนัก"),
        (ACTIONS, "ขึ้นต้นแต่ละเรื่องด้วยขีด (-) ขึ้นบรรทัดใหม่ด้วย Alt+Enter"),
        (EXPLANATION, "ตอบข้อเตือนของโปรแกรมตรวจในแถวนี้ ถ้าไม่มีให้เว้นว่าง"),
    ];
    for (column, hint) in hints {
        match page.part(column, 0) {
            Some(part) => {
                sheet.write_string_with_format(at, column, part, locked)?;
            }
            None => input(sheet, at, column, open, hint)?,
        }
    }
    for (column, of) in [(OBSTACLES, "ปัญหาอุปสรรค"), (SUGGESTIONS, "ข้อเสนอแนะ")]
    {
        sheet.write_blank(at, column, open)?;
        let list = DataValidation::new()
            .allow_list_strings(&["ไม่มี"])?
            // Other words are as good.
            .show_error_message(false)
            .set_input_title(of)?
            .set_input_message("ถ้าไม่มี เลือก “ไม่มี” ถ้ามี พิมพ์ข้อความ")?;
        sheet.add_data_validation(at, column, at, column, &list)?;
    }
    sheet.write_blank(at, PROGRESS, &open.clone().set_num_format("0.##"))?;
    sheet.add_data_validation(at, PROGRESS, at, PROGRESS, &progress()?)?;
    sheet.set_row_height(at, page.height(0).clamp(WAITING, HIGHEST_ROW))?;
    Ok(())
}

/// An open cell with a hint.
fn input(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    look: &Format,
    hint: &str,
) -> Result<(), XlsxError> {
    sheet.write_blank(row, column, look)?;
    let hint: String = hint.chars().take(HINT).collect();
    let any = DataValidation::new()
        .allow_any_value()
        .set_input_message(hint)?;
    sheet.add_data_validation(row, column, row, column, &any)?;
    Ok(())
}

/// 0 to 100 with at most two decimals.
fn score(row: u32, column: u16) -> Result<DataValidation, XlsxError> {
    let at = name(column, row);
    let rule = format!("=AND(ISNUMBER({at}),{at}>=0,{at}<=100,ROUND({at},2)={at})");
    DataValidation::new()
        .allow_custom(Formula::new(rule))
        .set_input_message("คะแนน 0–100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 88.58")?
        .set_error_title("คะแนนไม่ถูกต้อง")?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message("โปรดพิมพ์คะแนนเป็นตัวเลข 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง")
}

fn progress() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 100.0))
        .set_input_message("ร้อยละ 0–100 พิมพ์เฉพาะตัวเลข เช่น 50 ไม่ใช่ 50%")?
        .set_error_title("ความคืบหน้าไม่ถูกต้อง")?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message("โปรดพิมพ์ร้อยละเป็นตัวเลข 0 ถึง 100")
}

/// A cell's address.
fn name(column: u16, row: u32) -> String {
    let column = u32::from(column);
    crate::grid::Address { row, column }.to_string()
}
