//! The report's form without rules.

use super::{
    super::form::walls as form_walls,
    words::{at, lines, rows_of, said},
    *,
};

const XS: [f64; 6] = [40.0, 60.0, 160.0, 210.0, 260.0, 420.0];

fn heads() -> Heads {
    let names = [
        "ที่",
        "ตัวชี้วัด",
        "ปี {year}",
        "จุดอ่อน",
        "มาตรการ / แนวทาง ปี {year}",
    ];
    Heads::new(&names, &["ผลคะแนน"])
}

/// A page of the form; cells have several lines, side by side.
fn page() -> Vec<Word> {
    let mut words = [at(40.0, 60.0, "การรายงานผล"), at(178.0, 88.0, "ผลคะแนน")].concat();
    let texts: [&[&str]; 7] = [
        &[
            "ที่",
            "ตัวชี้วัด",
            "ปี 2562",
            "ปี 2563",
            "จุดอ่อน",
            "มาตรการ / แนวทาง ปี 2564",
        ],
        &[
            "1",
            "การป้องกัน",
            "100.00",
            "95.28",
            "O9=0 เนื่องจากไม่สามารถพิสูจน์",
            "1. ส่งข้อมูลให้",
        ],
        &["", "การทุจริต", "", "", "ได้ว่ามี O15=0", "2. เผยแพร่"],
        &["", "", "", "", "O29=100", ""],
        &["2", "การใช้อำนาจ", "90.12", "91.69", "", "1. แจ้งเวียน"],
        &["", "", "", "", "", "ให้ทราบ"],
        &["", "", "", "", "", "2. อบรม"],
    ];
    words.extend(lines(&XS, 100.0, &texts));
    words.extend(at(40.0, 200.0, &"หมายเหตุที่ยาวกว่าคอลัมน์ของแบบฟอร์ม".repeat(4)));
    words
}

#[test]
fn rows_of_the_form_begin_with_their_numbers() {
    let words = page();
    let found = find_all(&[], &words, &heads());
    assert_eq!(found.tables.len(), 1, "{:?}", found.others);
    assert_eq!(found.tables[0].found_by, FoundBy::Form);
    let rows = rows_of(&found.tables[0], &words);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows[1][2], "ปี 2562");
    assert_eq!(rows[2][4], "O9=0 เนื่องจากไม่สามารถพิสูจน์ ได้ว่ามี O15=0 O29=100");
    assert_eq!(rows[3][0], "2");
    assert_eq!(rows[3][5], "1. แจ้งเวียน ให้ทราบ 2. อบรม");
    let caption = ([0, 2, 1, 2], "ผลคะแนน".to_owned());
    assert!(said(&found.tables[0], &words).contains(&caption));
}

#[test]
fn white_above_a_row_does_not_end_the_form_and_above_other_text_does() {
    let mut words = page();
    // All from the second row on stands far below, and a note farther.
    for word in words.iter_mut().filter(|word| 145.0 < word.y) {
        let by = if word.y < 195.0 { 200.0 } else { 400.0 };
        word.y += by;
        (word.area.y0, word.area.y1) = (word.area.y0 + by, word.area.y1 + by);
    }
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let found = find_all(&[], &words, &heads());
    let rows = rows_of(&found.tables[0], &words);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows[3][0], "2");
    assert!(found.tables[0].bbox.y1 < 500.0);
}

#[test]
fn a_caption_may_go_on_below_over_years_side_by_side() {
    let heads = Heads::new(
        &["ที่", "ตัวชี้วัด", "ปี {year}", "จุดอ่อน", "มาตรการ"],
        &["ผลคะแนนการประเมิน"],
    );
    const HEAD: [&[&str]; 3] = [
        &["", "", "ผลคะแนนการ", "", "", ""],
        &["", "", "ประเมิน", "", "", ""],
        &["ที่", "ตัวชี้วัด", "ปี 2562", "ปี 2563", "จุดอ่อน", "มาตรการ"],
    ];
    const BODY: [&[&str]; 2] = [
        &["1", "การป้องกัน", "100.0", "95.28", "O9=0", "1. ส่ง"],
        &["2", "การใช้อำนาจ", "90.12", "91.69", "O1=0", "1. แจ้ง"],
    ];
    let page = |xs: [f64; 6]| [lines(&xs, 100.0, &HEAD), lines(&xs, 140.0, &BODY)].concat();
    let scores = |words: &[Word]| {
        let found = find_all(&[], words, &heads);
        let rows = rows_of(&found.tables[0], words);
        let last = rows.last().unwrap();
        (last.len(), last[2].clone(), last[3].clone())
    };
    let expected = (6, "90.12".to_owned(), "91.69".to_owned());
    assert_eq!(
        scores(&page([40.0, 60.0, 160.0, 190.0, 260.0, 420.0])),
        expected
    );
    // A justified line parts the years from what they are years of.
    let mut apart = page([40.0, 60.0, 160.0, 210.0, 280.0, 420.0]);
    for word in apart.iter_mut().filter(|word| word.text.starts_with("256")) {
        (word.area.x0, word.area.x1) = (word.area.x0 + 3.0, word.area.x1 + 3.0);
    }
    assert_eq!(scores(&apart), expected);
}

#[test]
fn a_table_with_other_headers_is_not_the_form() {
    let words = page();
    let words: Vec<&Word> = words.iter().collect();
    assert!(form_walls(&words, &heads()).is_some());
    let other = Heads::new(&["ลำดับ", "รายการ", "จำนวน", "หน่วย", "ราคา"], &[]);
    assert!(form_walls(&words, &other).is_none());
    assert!(form_walls(&words, &Heads::default()).is_none());
}
