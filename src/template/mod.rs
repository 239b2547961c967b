//! The form as a workbook. Blank for an office: the rows that it answers for,
//! what is known filled in, the rest open for input and checked as it is typed.
//! Consolidated for the agency: as it stands on paper.

mod consolidated;
mod cut;
mod head;
mod layout;
mod page;
mod rows;
mod sheet;
mod told;
mod undecided;

pub use consolidated::consolidated;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::{
    dataset::Report,
    marks::{GUIDE, STAMP},
    normalize::date,
    profile::Facts,
};

/// Sheets beside the form.
const GUIDE_NAME: &str = "วิธีกรอก";
const STAMP_NAME: &str = "ruam";

/// A column of the guide that is empty.
const BESIDE: u16 = 5;

/// The font that Thai agencies write in.
const FONT: &str = "TH SarabunPSK";

/// The blank form of `office` as a workbook; what `report` knows is
/// filled in.
///
/// # Errors
/// What cannot be written as a workbook: a text too long for a cell.
pub fn blank(office: &str, facts: &Facts, report: Option<&Report>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes whenever it is written.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let rows = rows::of(office, facts, report);
    sheet::write(workbook.add_worksheet(), office, &rows, facts)?;
    guide(workbook.add_worksheet(), facts)?;
    stamp(workbook.add_worksheet(), office, facts)?;
    workbook.save_to_buffer()
}

/// How to fill it in.
fn guide(sheet: &mut Worksheet, facts: &Facts) -> Result<(), XlsxError> {
    let due = facts.profile.due.as_deref().map(date::thai);
    let send = match (&facts.profile.compiling_office, due) {
        (Some(office), Some(due)) => format!("ส่งไฟล์นี้ให้ {office} ภายใน {due}"),
        (Some(office), None) => format!("ส่งไฟล์นี้ให้ {office}"),
        (None, Some(due)) => format!("ส่งไฟล์นี้ภายใน {due}"),
        (None, None) => "ส่งไฟล์นี้ตามกำหนดของหน่วยงาน".to_owned(),
    };
    let steps = [
        GUIDE,
        "1. กรอกเฉพาะช่องสีขาว ช่องสีเทากรอกไว้ให้แล้วและล็อกไว้",
        "2. ผลการดำเนินงาน: ขึ้นต้นแต่ละเรื่องด้วยขีด (-) ขึ้นบรรทัดใหม่ในช่องเดียวกันด้วย Alt+Enter",
        "3. ปัญหาอุปสรรคและข้อเสนอแนะ: ถ้าไม่มี ให้เลือก “ไม่มี”",
        "4. ความคืบหน้า: พิมพ์เฉพาะตัวเลขร้อยละ ตั้งแต่ 0 ถึง 100",
        "5. คะแนน (ถ้าต้องกรอก): 0 ถึง 100 ทศนิยมไม่เกินสองตำแหน่ง เช่น 88.58",
        "6. จุดอ่อนและจุดแข็ง (ถ้าต้องกรอก): เขียนรหัสและคะแนน เช่น IIT : I13=83.88 I14=79.27 แล้วตามด้วยคะแนนต่ำกว่าเกณฑ์เป้าหมาย หรือคะแนนเป็นไปตามเกณฑ์เป้าหมาย",
        "7. คำชี้แจง: ใช้ตอบข้อเตือนของโปรแกรมตรวจในแถวนั้น ถ้าไม่มีให้เว้นว่าง",
        "8. ตรวจก่อนส่งด้วยคำสั่ง ruam check ชื่อไฟล์.xlsx แล้วแก้สิ่งที่ผิด",
    ];
    sheet.set_name(GUIDE_NAME)?;
    sheet.set_column_width(0, 110)?;
    let text = layout::text().set_text_wrap();
    for (step, row) in steps.into_iter().zip(0_u32..) {
        let look = if row == 0 {
            layout::text().set_bold()
        } else {
            text.clone()
        };
        sheet.write_string_with_format(row, 0, step, &look)?;
    }
    let end = u32::try_from(steps.len()).unwrap_or(0);
    sheet.write_string_with_format(end, 0, format!("{}. {send}", steps.len()), &text)?;
    // It is read on the screen: a print of the workbook is the form alone.
    sheet.set_print_area(0, BESIDE, 0, BESIDE)?;
    sheet.protect();
    Ok(())
}

/// The hidden sheet by which a form that comes back is known.
fn stamp(sheet: &mut Worksheet, office: &str, facts: &Facts) -> Result<(), XlsxError> {
    sheet.set_name(STAMP_NAME)?.set_hidden(true);
    for (text, row) in [STAMP, &facts.profile.id, office].into_iter().zip(0_u32..) {
        sheet.write_string(row, 0, text)?;
    }
    sheet.protect();
    Ok(())
}
