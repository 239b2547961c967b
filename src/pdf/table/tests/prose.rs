//! What stands in columns and is no table.

use super::{
    words::{PITCH, at, lines, why_none},
    *,
};

/// A text, set in lines of so many words from a place on, as wide as justified
/// lines are.
fn paragraph(x: f64, y: f64, count: i32, wide: f64) -> Vec<Word> {
    let text = "the larger member states tend to have more outlets than others";
    (0..count)
        .flat_map(|line| {
            let mut words = at(x, y + PITCH * f64::from(line), text);
            let mut moved = 0.0;
            // Every line has spaces of its own width.
            let more = wide * f64::from(1 + line % 3) / 3.0;
            for word in &mut words {
                word.area.x0 += moved;
                word.area.x1 += moved;
                moved += more;
            }
            words
        })
        .collect()
}

#[test]
fn justified_lines_are_prose() {
    assert_eq!(why_none(&[], &paragraph(50.0, 100.0, 12, 0.0)), []);
    assert_eq!(why_none(&[], &paragraph(50.0, 100.0, 12, 8.0)), []);
}

#[test]
fn thai_lines_with_their_few_spaces_are_prose() {
    let texts: Vec<&[&str]> = vec![
        &["หัวข้อประเด็นการประเมินตัวชี้วัด", "เรื่องการป้องกันการทุจริต"],
        &["มีคะแนนอยู่ในระดับ", "สูงกว่าเกณฑ์เป้าหมายอย่างไรก็ตาม"],
        &["ขับเคลื่อนและส่งเสริมคุณธรรม", "และความโปร่งใสภายในหน่วยงาน"],
        &["จึงได้กำหนดแนวทาง", "มาตรการส่งเสริมคุณธรรมดังนี้"],
        &["หน่วยงานที่รับผิดชอบ", "สอบทานและดำเนินการตามรายละเอียด"],
    ];
    let words = lines(&[50.0, 220.0], 100.0, &texts);
    assert_eq!(why_none(&[], &words), [Why::Prose]);
}

#[test]
fn two_columns_of_a_text_are_prose() {
    let left = paragraph(50.0, 100.0, 20, 0.0);
    let right = paragraph(400.0, 100.0, 20, 0.0);
    assert_eq!(why_none(&[], &[left, right].concat()), [Why::Prose]);
    // Between the head and the foot of a page with their rules, too.
    let rules = [h(80.0, 50.0, 720.0), h(400.0, 50.0, 720.0)];
    let left = paragraph(50.0, 100.0, 20, 0.0);
    let right = paragraph(400.0, 100.0, 20, 0.0);
    assert_eq!(
        why_none(&rules, &[left, right].concat()),
        [Why::Prose, Why::Prose]
    );
}

#[test]
fn items_behind_bullets_or_numbers_are_a_list() {
    for markers in [
        ["•", "•", "•", "•"],
        ["1.", "2.", "3.", "4."],
        ["(a)", "(b)", "(c)", "(d)"],
    ] {
        let texts = [
            "kept the assets",
            "sold some of them",
            "sold all",
            "bought more",
        ];
        let items: Vec<Vec<&str>> = markers
            .iter()
            .zip(texts)
            .map(|(marker, text)| vec![*marker, text])
            .collect();
        let items: Vec<&[&str]> = items.iter().map(Vec::as_slice).collect();
        for x in [70.0, 100.0] {
            let reasons = why_none(&[], &lines(&[50.0, x], 100.0, &items));
            assert!(reasons.iter().all(|why| *why == Why::List), "{reasons:?}");
        }
    }
}

#[test]
fn a_contents_with_dots_is_none() {
    let texts: [&[&str]; 4] = [
        &["Introduction ..............", "1"],
        &["Retail trade ..............", "12"],
        &["The states ................", "40"],
        &["Sources ...................", "63"],
    ];
    assert_eq!(
        why_none(&[], &lines(&[50.0, 250.0], 100.0, &texts)),
        [Why::Contents]
    );
}

#[test]
fn the_lines_of_a_letter_are_none() {
    let texts: [&[&str]; 4] = [
        &["ที่ กษ ๐๑๐๑/๑๒๓", "กระทรวงเกษตรและสหกรณ์"],
        &["", "ถนนราชดำเนินนอก กรุงเทพฯ"],
        &["เรื่อง", "ขอส่งรายงานผลการดำเนินงาน"],
        &["เรียน", "ปลัดกระทรวงเกษตรและสหกรณ์"],
    ];
    let reasons = why_none(&[], &lines(&[50.0, 260.0], 100.0, &texts));
    assert!(!reasons.is_empty());
}

#[test]
fn the_head_and_foot_of_a_page_are_none() {
    let head = [at(50.0, 40.0, "Presentation"), at(500.0, 40.0, "19")].concat();
    let foot = [at(50.0, 800.0, "Working paper"), at(500.0, 800.0, "2011")].concat();
    let rules = [h(48.0, 50.0, 520.0), h(790.0, 50.0, 520.0)];
    let words = [head, paragraph(50.0, 100.0, 30, 0.0), foot].concat();
    assert_eq!(why_none(&rules, &words), []);
}

#[test]
fn the_legend_of_a_chart_is_struck_through() {
    let texts: [&[&str]; 3] = [&["1200", "3600"], &["1000", "3000"], &["800", "2000"]];
    let words = lines(&[100.0, 200.0], 100.0, &texts);
    let through = [97.0, 109.0, 121.0, 133.0].map(|y| h(y, 60.0, 300.0));
    let reasons = why_none(&through, &words);
    assert!(reasons.contains(&Why::Struck), "{reasons:?}");
}
