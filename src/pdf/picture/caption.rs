//! What is said below the picture of a page, in Thai and English: the legend,
//! and why each table was taken or not.

use super::{
    super::{
        page::PageText,
        table::{FoundBy, NoTable, Why},
    },
    sketch::Sketch,
};
use crate::normalize::display::ranges;

/// Lines about single tables; a page with more is a drawing.
const MOST: usize = 20;

/// Numbers of what is no table in one line.
const SHOWN: usize = 15;

/// A line below the picture; its class tells what it explains.
pub(super) struct Line {
    pub(super) class: &'static str,
    pub(super) said: String,
}

/// What tells the cells of a table.
pub(super) const fn found_by(found_by: FoundBy) -> (&'static str, &'static str) {
    match found_by {
        FoundBy::Rules => ("พบจากเส้น", "found by its rules"),
        FoundBy::RulesAndAreas => ("พบจากเส้นและพื้นสี", "found by rules and filled areas"),
        FoundBy::Areas => ("พบจากพื้นสี", "found by filled areas"),
        FoundBy::RulesAndGaps => (
            "พบจากเส้นและช่องว่างระหว่างคำ",
            "found by rules and the gaps between words",
        ),
        FoundBy::Gaps => (
            "พบจากช่องว่างระหว่างคำที่ตรงกัน ไม่มีเส้น",
            "found by aligned gaps between words, without rules",
        ),
        FoundBy::Form => (
            "พบจากหัวตารางของแบบรายงาน ไม่มีเส้น",
            "found by the headers of the form, without rules",
        ),
        FoundBy::Area => ("ตามบริเวณที่ระบุ", "in the area that was given"),
    }
}

/// Why something is no table.
pub(super) const fn why(why: Why) -> (&'static str, &'static str) {
    match why {
        Why::FewLines => (
            "มีเส้นน้อยกว่าสี่เส้น เป็นกรอบหรือเส้นคั่น",
            "a frame or crossing lines, not a table: fewer than four lines",
        ),
        Why::NoCells => ("เส้นไม่ปิดเป็นช่อง", "the lines close no cell"),
        Why::OneCell => (
            "มีช่องเดียว เป็นกรอบข้อความ",
            "a frame around text, not a table: one cell",
        ),
        Why::Undivided => (
            "เป็นพื้นสีของบรรทัด ไม่มีสองแถวที่แบ่งช่อง",
            "backgrounds of lines: no two rows are divided into cells",
        ),
        Why::InCell => (
            "เป็นกล่องในช่องของตารางอื่น",
            "a box inside a cell of another table",
        ),
        Why::TooMany => ("มีเส้นหรือช่องมากเกินกำหนด", "too many lines or cells"),
        Why::AroundTable => (
            "เป็นคำที่อยู่รอบตารางหรือแผนภูมิ",
            "words around a table or a chart",
        ),
        Why::Struck => (
            "มีเส้นพาดผ่านคำ เป็นแผนภูมิ",
            "rules go through its words: a chart",
        ),
        Why::OneColumn => ("ทุกแถวมีช่องเดียว เป็นกล่อง", "one cell in every row: a box"),
        Why::FewRows => (
            "มีแถวที่คำเว้นห่างกันน้อยเกินไป",
            "words stand apart in too few rows",
        ),
        Why::NoColumns => ("แต่ละแถวไม่มีช่องว่างตรงกัน", "the rows leave no gap in common"),
        Why::Prose => ("เป็นข้อความหลายสดมภ์", "lines of text in columns"),
        Why::List => (
            "เป็นรายการที่มีเลขหรือเครื่องหมายนำ",
            "items behind bullets or numbers",
        ),
        Why::Contents => ("เป็นสารบัญ", "a contents: dots lead to the pages"),
        Why::Sparse => (
            "มีช่องว่างเปล่ามากกว่าช่องที่มีข้อความ",
            "more cells are empty than filled",
        ),
    }
}

/// The numbers of what is no table, by the reason, in the order they come up.
fn reasons(others: &[NoTable]) -> Vec<(Why, Vec<u32>)> {
    let mut reasons: Vec<(Why, Vec<u32>)> = Vec::new();
    for (n, other) in (1..).zip(others) {
        match reasons.iter_mut().find(|(why, _)| *why == other.why) {
            Some((_, numbers)) => numbers.push(n),
            None => reasons.push((other.why, vec![n])),
        }
    }
    reasons
}

/// The lines below the picture of a page.
pub(super) fn lines(
    number: usize,
    page: &PageText,
    sketch: &Sketch,
    runs: bool,
    cut: bool,
) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |class, th: &str, en: &str| {
        lines.push(Line {
            class,
            said: format!("{th} · {en}"),
        });
    };
    say("", &format!("หน้า {number}"), &format!("page {number}"));
    for (n, text) in (1..).zip(&page.tables).take(MOST) {
        let table = &text.table;
        let rows = table.ys.len().saturating_sub(1);
        let columns = table.xs.len().saturating_sub(1);
        let (th, en) = found_by(table.found_by);
        say(
            "table",
            &format!("ตาราง {n} ({rows} แถว {columns} คอลัมน์) {th}"),
            &format!("table {n} ({rows} rows, {columns} columns), {en}"),
        );
    }
    if page.tables.is_empty() {
        say("", "ไม่พบตารางในหน้านี้", "no table was found on this page");
    }
    let more = page.tables.len().saturating_sub(MOST);
    if more > 0 {
        say(
            "",
            &format!("และอีก {more} ตาราง"),
            &format!("and {more} more tables"),
        );
    }
    for (reason, numbers) in reasons(&page.others) {
        let (th, en) = why(reason);
        let more = if SHOWN < numbers.len() { " …" } else { "" };
        let shown = numbers.get(..SHOWN).unwrap_or(&numbers);
        let numbers = ranges(shown) + more;
        say(
            "other",
            &format!("ไม่ใช่ตาราง ✕{numbers}: {th}"),
            &format!("no table ✕{numbers}: {en}"),
        );
    }
    for (seen, th, en) in [
        (
            page.view.is_turned(),
            "อ่านโดยหมุนหน้าตามทิศของข้อความ",
            "read with the page turned, as its text runs",
        ),
        (
            sketch.remarks.picture,
            "มีรูปภาพคลุมหน้า ตัวอักษรในรูปอ่านไม่ได้",
            "a picture covers the page: letters in it are not read",
        ),
        (
            sketch.remarks.damaged,
            "ข้อมูลของหน้านี้เสียบางส่วน",
            "a part of the page is damaged",
        ),
        (
            cut,
            "ภาพนี้ไม่ครบ เพราะมีส่วนประกอบมากเกินกำหนด",
            "this picture is not whole: too many parts",
        ),
        (
            sketch.remarks.cut.is_some(),
            "หน้านี้มีข้อมูลมากเกินกำหนด จึงอ่านไม่ครบ",
            "the page holds too much and was not read whole",
        ),
    ] {
        if seen {
            say("warned", th, en);
        }
    }
    legend(page, sketch, runs, &mut say);
    lines
}

/// What the colours mean, of those that the page has.
fn legend(
    page: &PageText,
    sketch: &Sketch,
    runs: bool,
    say: &mut dyn FnMut(&'static str, &str, &str),
) {
    let drawn = |class: &str| sketch.below.contains(&format!("class=\"{class}\""));
    let marked = &sketch.marked;
    for (seen, class, th, en) in [
        (drawn("rule"), "rule", "เส้น", "rule"),
        (drawn("edge"), "edge", "ขอบของพื้นสี", "edge of a filled area"),
        (
            drawn("underline"),
            "underline",
            "เส้นใต้คำ ไม่ใช่เส้นตาราง",
            "underline, which bounds no cell",
        ),
        (
            !page.tables.is_empty(),
            "cell",
            "ช่องของตาราง R2C3 คือแถว 2 คอลัมน์ 3",
            "cell: R2C3 is row 2, column 3",
        ),
        (
            !page.prose.is_empty(),
            "prose",
            "ข้อความนอกตาราง",
            "text outside tables",
        ),
        (
            runs,
            "running",
            "หัวกระดาษ ท้ายกระดาษ เลขหน้า",
            "running head or foot, number of the page",
        ),
    ] {
        if seen {
            say(class, th, en);
        }
    }
    for (count, class, th, en) in [
        (
            marked.repaired,
            "repaired",
            "อักษรที่ซ่อมแล้ว",
            "repaired characters",
        ),
        (
            marked.doubtful,
            "doubtful",
            "อักษรที่อ่านไม่ได้แน่นอน",
            "characters that are not sure",
        ),
        (
            marked.spans,
            "span",
            "อักษรที่ไฟล์บอกข้อความไว้ (ActualText)",
            "glyphs whose text the file tells (ActualText)",
        ),
    ] {
        if count > 0 {
            say(
                class,
                &format!("{th} {count} ตัว"),
                &format!("{en}: {count}"),
            );
        }
    }
}
