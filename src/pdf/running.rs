//! Running heads and feet: what stands outside the tables at the same height of
//! several pages, the numbers of pages, and what browsers print into margins. They are the page's, not the
//! report's, and must not come between the rows of a table that goes on.

use std::collections::{BTreeMap, BTreeSet};

use super::page::PageText;
use crate::normalize::thai;

/// Heights this near are the same, in points.
const SAME_HEIGHT: f64 = 4.0;

/// The paragraphs that are running, as (page from 0, paragraph from 1).
pub(super) fn find(pages: &[PageText]) -> BTreeSet<(usize, u32)> {
    let mut places: BTreeMap<String, Vec<(f64, usize, u32)>> = BTreeMap::new();
    let mut running = BTreeSet::new();
    for (at, page) in pages.iter().enumerate() {
        for (number, paragraph) in (1..).zip(&page.prose) {
            if is_between(page, paragraph.area.y0) {
                continue;
            }
            if is_page_number(&paragraph.text) || is_browsers(&paragraph.text) {
                running.insert((at, number));
            }
            let place = (paragraph.area.y0, at, number);
            places
                .entry(without_digits(&paragraph.text))
                .or_default()
                .push(place);
        }
    }
    for alike in places.values_mut() {
        alike.sort_by(|a, b| a.0.total_cmp(&b.0));
        for group in alike.chunk_by(|a, b| b.0 - a.0 <= SAME_HEIGHT) {
            let first = group.iter().map(|(_, page, _)| *page).min();
            if group.iter().any(|(_, page, _)| Some(*page) != first) {
                running.extend(group.iter().map(|(_, page, number)| (*page, *number)));
            }
        }
    }
    keep_only_title(pages, &mut running);
    running
}

/// Whether a height lies between the tables of its page.
fn is_between(page: &PageText, y: f64) -> bool {
    let mut tables = page.tables.iter().map(|text| text.table.bbox);
    tables.clone().any(|area| y > area.y0) && tables.any(|area| y < area.y1)
}

/// A title that is repeated on every page, and stands alone above the first
/// table, is the title all the same where it comes first.
fn keep_only_title(pages: &[PageText], running: &mut BTreeSet<(usize, u32)>) {
    let Some((at, page, top)) = pages.iter().enumerate().find_map(|(at, page)| {
        let first = page.tables.first()?;
        Some((at, page, first.table.bbox.y0))
    }) else {
        return;
    };
    let above: Vec<u32> = (1..)
        .zip(&page.prose)
        .filter(|(_, paragraph)| paragraph.area.y1 <= top && !is_page_number(&paragraph.text))
        .map(|(number, _)| number)
        .collect();
    if above.iter().all(|number| running.contains(&(at, *number))) {
        for number in above {
            running.remove(&(at, number));
        }
    }
}

fn without_digits(text: &str) -> String {
    text.chars()
        .map(|c| if thai::digit(c).is_some() { '#' } else { c })
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// What a browser prints into the margins: the address of the page with
/// the number of the sheet, or the time of the print with the title of the page.
fn is_browsers(text: &str) -> bool {
    const SCHEMES: [&str; 4] = ["http://", "https://", "file:///", "about:"];
    let numbers = |word: &str, sign: char| {
        let mut parts = 0;
        let all = word.split(sign).all(|part| {
            parts += 1;
            !part.is_empty() && part.chars().all(|c| thai::digit(c).is_some())
        });
        all.then_some(parts)
    };
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or_default();
    let second = rest.split_whitespace().next().unwrap_or_default();
    let is_time = numbers(first.trim_end_matches(','), '/') == Some(3)
        && matches!(numbers(second, ':'), Some(2 | 3));
    // An address alone may be the office's own.
    let is_address = SCHEMES.iter().any(|scheme| first.starts_with(scheme));
    is_time || is_address && is_page_number(rest)
}

/// `หน้า 3 / 13`, `- 3 -`, `Page 3 of 13`, `3`: nothing but numbers and the
/// words around them.
fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "หน้า",
        "หน้าที่",
        "ที่",
        "จาก",
        "ของ",
        "page",
        "of",
        "pages",
        "แผ่นที่",
    ];
    let text = text.to_lowercase();
    let mut numbers = 0;
    let words = text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | '-' | '–' | '—' | '.' | '(' | ')' | ':')
    });
    for word in words.filter(|word| !word.is_empty()) {
        let letters = word.trim_end_matches(|c| thai::digit(c).is_some());
        if letters.len() < word.len() {
            numbers += 1;
        }
        if !(letters.is_empty() || WORDS.contains(&letters)) {
            return false;
        }
    }
    (1..=2).contains(&numbers)
}

#[cfg(test)]
mod tests {
    use super::super::{ink::Rect, page::Paragraph};
    use super::*;

    fn page(lines: &[(f64, &str)]) -> PageText {
        PageText {
            prose: lines
                .iter()
                .map(|(y, text)| Paragraph {
                    text: (*text).to_owned(),
                    lines: Vec::new(),
                    area: Rect::between((0.0, *y), (100.0, y + 10.0)),
                })
                .collect(),
            ..PageText::default()
        }
    }

    #[test]
    fn numbers_of_pages_are_told_from_words() {
        for text in ["หน้า 3 / 13", "- ๓ -", "Page 3 of 13", "3", "หน้าที่ 2", "1/2"]
        {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "หน้า", "หน้าที่", "ปี 2564", "1 2 3", "O29", "หมายเหตุ 1"]
        {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn what_a_browser_adds_is_told_from_the_report() {
        for text in [
            "11/22/26, 5:11 PM รายงานผลการดำเนินงาน",
            "22/11/2569 17:11 รายงาน",
            "file:///C:/Users/report.html 1/1",
            "https://intranet/ita 2/8",
        ] {
            assert!(is_browsers(text), "{text}");
        }
        for text in [
            "31/03/2564 รายงานผล",
            "วันที่ 31/03/2564 10:30 น.",
            "https://www.fio.co.th",
            "",
        ] {
            assert!(!is_browsers(text), "{text}");
        }
    }

    #[test]
    fn what_stands_at_one_height_of_several_pages_is_running() {
        let pages = [
            page(&[(20.0, "สำนักแผน"), (100.0, "เนื้อหา"), (800.0, "ฉบับที่ 1")]),
            page(&[(21.0, "สำนักแผน"), (300.0, "เนื้อหา"), (800.0, "ฉบับที่ 2")]),
        ];
        let found = find(&pages);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            [(0, 1), (0, 3), (1, 1), (1, 3)]
        );
    }
}
