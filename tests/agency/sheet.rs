//! A form as a file: its cells, and the formats that they are written in.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook};

use super::truth::{Item, Row, Truth, plain};

/// How a writer spells what means the same.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spelling {
    /// Wraps verdicts, puts spaces behind `=`, leaves some out of sentences.
    pub(crate) loose: bool,
}

const HEADS: [[&str; 10]; 2] = [
    [
        "ที่",
        "ตัวชี้วัด",
        "ผลคะแนนการประเมิน",
        "",
        "คะแนนเพิ่มขึ้น (ลดลง) จากปีก่อน",
        "ผลการวิเคราะห์ผลการประเมินฯ ปี 2563",
        "",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส / แนวทางการดำเนินงาน ปี 2564",
        "ผู้รับผิดชอบ",
        "ผลการดำเนินการมาตรการ/ แนวทางการดำเนินงานปี 2564 (รายงานผลภายใน 31 มี.ค. 64)",
    ],
    [
        "",
        "",
        "ปี 2562",
        "ปี 2563",
        "",
        "จุดอ่อน (หัวข้อประเด็นการประเมินที่จะต้องแก้ไข)",
        "จุดแข็ง (หัวข้อประเด็นการประเมินที่จะต้องรักษาระดับคะแนน/พัฒนาให้ดีขึ้น)",
        "",
        "",
        "",
    ],
];
const WIDTHS: [u16; 10] = [5, 18, 9, 9, 11, 24, 24, 50, 12, 22];
/// Columns of numbers.
const NUMBERS: [usize; 4] = [0, 2, 3, 4];

/// The lines above the table, and the table below its header.
pub(crate) fn cells(
    truth: &Truth,
    rows: &[Row],
    line: Option<&str>,
    spelling: Spelling,
) -> (Vec<String>, Vec<[String; 10]>) {
    let mut above = vec![
        "การรายงานผลการดำเนินงาน".to_owned(),
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ 2564".to_owned(),
    ];
    above.extend(line.map(str::to_owned));
    (
        above,
        rows.iter().map(|row| texts(truth, row, spelling)).collect(),
    )
}

fn texts(truth: &Truth, row: &Row, spelling: Spelling) -> [String; 10] {
    let sentence = |text: &str| match spelling.loose {
        true => text.replacen(" เรื่อง ", " เรื่อง", 1),
        false => text.to_owned(),
    };
    let mut measures = vec![sentence(&row.preamble)];
    for (text, no) in row.measures.iter().zip(1..) {
        measures.push(format!("{no}. {text}"));
        let dashes = row.dashes.iter().filter(|_| no == 1);
        measures.extend(dashes.map(|(_, _, text)| format!("- {}", sentence(text))));
    }
    let responsible = row.responsible.as_ref().map_or_else(
        || "ทุกสำนัก".to_owned(),
        |list| {
            let codes: Vec<&str> = list
                .iter()
                .map(|at| truth.offices[*at].code.as_str())
                .collect();
            codes.join(" ")
        },
    );
    let done = row.done.as_ref().map_or_else(String::new, |done| {
        let mut lines = vec!["ผลการดำเนินงาน ดังนี้".to_owned()];
        lines.extend(done.actions.iter().map(|action| format!("- {action}")));
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "ไม่มี".to_owned());
        lines.push(format!("ปัญหาอุปสรรค {}", or_none(&done.obstacles)));
        lines.push(format!("ข้อเสนอแนะ {}", or_none(&done.suggestions)));
        lines.push(format!("ความคืบหน้าการดำเนินงาน ร้อยละ {}", done.percent / 100));
        lines.join("\n")
    });
    let change = match row.change {
        0 => "-".to_owned(),
        less if less < 0 => format!("({})", decimal(-less)),
        more => decimal(more),
    };
    [
        row.no.to_string(),
        row.name.clone(),
        decimal(row.scores[0]),
        decimal(row.scores[1]),
        change,
        items(row, spelling, true),
        items(row, spelling, false),
        measures.join("\n"),
        responsible,
        done,
    ]
}

fn decimal(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn items(row: &Row, spelling: Spelling, weak: bool) -> String {
    let chosen: Vec<&Item> = row
        .items
        .iter()
        .filter(|item| item.weak() == weak)
        .collect();
    if chosen.is_empty() {
        return String::new();
    }
    let sign = if spelling.loose { "= " } else { "=" };
    let mut words = vec![format!("{} :", row.instrument)];
    for item in chosen {
        words.push(format!("{}{sign}{}", item.code, plain(item.score)));
        words.extend(item.remark.clone());
    }
    let verdict = match (weak, spelling.loose) {
        (true, false) => "คะแนนต่ำกว่าเกณฑ์เป้าหมาย",
        (true, true) => "คะแนนต่ำกว่าเกณฑ์\nเป้าหมาย",
        (false, false) => "คะแนนเป็นไปตามเกณฑ์เป้าหมาย",
        (false, true) => "คะแนนเป็นไปตาม\nเกณฑ์เป้าหมาย",
    };
    if weak || row.verdict {
        words.push(verdict.to_owned());
    }
    words.join(" ")
}

/// A workbook of the cells.
pub(crate) fn xlsx((above, table): &(Vec<String>, Vec<[String; 10]>)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("ITA 2564").unwrap();
    let text = Format::new().set_font_name("Sarabun").set_font_size(9);
    let cell = text
        .clone()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let number = cell.clone().set_num_format("0.00");
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    for (width, column) in WIDTHS.iter().zip(0..) {
        sheet.set_column_width(column, *width).unwrap();
    }
    let mut at = 0;
    for line in above {
        sheet.write_string_with_format(at, 0, line, &text).unwrap();
        at += 1;
    }
    for (words, row) in HEADS.iter().zip(at..) {
        for (word, column) in words.iter().zip(0..) {
            sheet
                .write_string_with_format(row, column, *word, &head)
                .unwrap();
        }
    }
    for column in [0, 1, 4, 7, 8, 9] {
        sheet
            .merge_range(
                at,
                column,
                at + 1,
                column,
                HEADS[0][usize::from(column)],
                &head,
            )
            .unwrap();
    }
    for column in [2, 5] {
        sheet
            .merge_range(
                at,
                column,
                at,
                column + 1,
                HEADS[0][usize::from(column)],
                &head,
            )
            .unwrap();
    }
    sheet.set_row_height(at, 40).unwrap();
    sheet.set_row_height(at + 1, 40).unwrap();
    sheet.set_repeat_rows(at, at + 1).unwrap();
    at += 2;
    for words in table {
        // A print shows what fits: more than enough for every line.
        let lines = words.iter().zip(WIDTHS).map(|(word, width)| {
            let lines = word.lines();
            lines
                .map(|line| 1 + line.chars().count() / usize::from(width))
                .sum::<usize>()
        });
        let most = u32::try_from(lines.max().unwrap()).unwrap();
        sheet
            .set_row_height(at, f64::from(most * 13).min(409.0))
            .unwrap();
        for (word, column) in words.iter().zip(0_u16..) {
            let place = usize::from(column);
            match word
                .parse::<f64>()
                .ok()
                .filter(|_| NUMBERS.contains(&place))
            {
                Some(value) if column == 0 => {
                    sheet.write_number_with_format(at, column, value, &cell)
                }
                Some(value) => sheet.write_number_with_format(at, column, value, &number),
                None => sheet.write_string_with_format(at, column, word, &cell),
            }
            .unwrap();
        }
        at += 1;
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    workbook.save_to_buffer().unwrap()
}

/// Text with commas or tabs.
pub(crate) fn delimited(
    (above, table): &(Vec<String>, Vec<[String; 10]>),
    separator: u8,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(separator)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for line in above {
        writer.write_record([line]).unwrap();
    }
    for head in HEADS {
        writer.write_record(head).unwrap();
    }
    for row in table {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}
