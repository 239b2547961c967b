//! The table finder: pages with any letters and any rulings.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use ruam::pdf::fuzzing::{Letter, Page, Rule, tables};
use ruam_fuzz::{FACTS, check_document, read_document};

/// Words of the form's headers, and what stands in its cells.
const WORDS: [&str; 16] = [
    "ที่",
    "ตัวชี้วัด",
    "ปี 2562",
    "ปี 2563",
    "จุดอ่อน",
    "จุดแข็ง",
    "มาตรการ",
    "ผู้รับผิดชอบ",
    "ผลการดำเนินการ",
    "1",
    "84.94",
    "I4",
    " ",
    "ก",
    "่",
    "ผลคะแนนการประเมิน",
];

/// What is drawn next: most of a real page lies on a grid, in lines.
#[derive(Arbitrary, Debug)]
enum Drawing {
    Word {
        word: u8,
        column: u8,
        row: u8,
        size: u8,
    },
    Text {
        text: String,
        x: u16,
        y: u16,
        size: u8,
        heading: u8,
    },
    Anywhere {
        at: [f64; 4],
        size: f64,
        word: u8,
        heading: u8,
    },
    Across {
        row: u8,
        from: u8,
        to: u8,
        off: i8,
    },
    Down {
        column: u8,
        from: u8,
        to: u8,
        off: i8,
    },
    Frame {
        column: u8,
        row: u8,
        columns: u8,
        rows: u8,
        edge: bool,
    },
    Lattice {
        columns: u8,
        rows: u8,
        step: u8,
    },
    Rule {
        across: bool,
        edge: bool,
        at: [u16; 3],
    },
    Wild {
        across: bool,
        edge: bool,
        at: [f64; 3],
    },
    Page,
}

fn drawn(data: &[u8]) -> Result<Vec<Page>> {
    let mut unstructured = Unstructured::new(data);
    let mut pages = vec![Page::default()];
    while !unstructured.is_empty() {
        let drawing = Drawing::arbitrary(&mut unstructured)?;
        let count = pages.len();
        let Some(page) = pages.last_mut() else { break };
        let rule = |across, edge, at| Rule { across, edge, at };
        let word = |word: u8| WORDS[usize::from(word) % WORDS.len()].to_owned();
        // 64 columns and rows are a page.
        let x = |column: u8| f64::from(column) * 13.0;
        let y = |row: u8| f64::from(row) * 9.0;
        match drawing {
            Drawing::Word {
                word: which,
                column,
                row,
                size,
            } => {
                let (mut at, size) = (x(column), f64::from(size % 24) + 4.0);
                for c in word(which).chars() {
                    let width = if ruam::normalize::thai::is_mark(c) {
                        0.0
                    } else {
                        size * 0.5
                    };
                    page.letters.push(Letter {
                        text: c.to_string(),
                        at: [at, y(row), width, 0.0],
                        size,
                        heading: 0,
                    });
                    at += width;
                }
            }
            Drawing::Text {
                text,
                x,
                y,
                size,
                heading,
            } => {
                let at = [
                    f64::from(x) / 64.0,
                    f64::from(y) / 64.0,
                    f64::from(size),
                    0.0,
                ];
                page.letters.push(Letter {
                    text,
                    at,
                    size: f64::from(size),
                    heading,
                });
            }
            Drawing::Anywhere {
                at,
                size,
                word: which,
                heading,
            } => {
                page.letters.push(Letter {
                    text: word(which),
                    at,
                    size,
                    heading,
                });
            }
            Drawing::Across { row, from, to, off } => {
                page.rules.push(rule(
                    true,
                    false,
                    [y(row) + f64::from(off) / 16.0, x(from), x(to)],
                ));
            }
            Drawing::Down {
                column,
                from,
                to,
                off,
            } => {
                page.rules.push(rule(
                    false,
                    false,
                    [x(column) + f64::from(off) / 16.0, y(from), y(to)],
                ));
            }
            Drawing::Frame {
                column,
                row,
                columns,
                rows,
                edge,
            } => {
                let (x0, x1) = (x(column), x(column.saturating_add(columns)));
                let (y0, y1) = (y(row), y(row.saturating_add(rows)));
                page.rules.extend([
                    rule(true, edge, [y0, x0, x1]),
                    rule(true, edge, [y1, x0, x1]),
                    rule(false, edge, [x0, y0, y1]),
                    rule(false, edge, [x1, y0, y1]),
                ]);
            }
            Drawing::Lattice {
                columns,
                rows,
                step,
            } => {
                let step = f64::from(step);
                for column in 0..=columns {
                    let at = f64::from(column) * step;
                    page.rules
                        .push(rule(false, false, [at, 0.0, f64::from(rows) * step]));
                }
                for row in 0..=rows {
                    let at = f64::from(row) * step;
                    page.rules
                        .push(rule(true, false, [at, 0.0, f64::from(columns) * step]));
                }
            }
            Drawing::Rule { across, edge, at } => {
                page.rules.push(rule(
                    across,
                    edge,
                    at.map(|number| f64::from(number) / 64.0),
                ));
            }
            Drawing::Wild { across, edge, at } => page.rules.push(rule(across, edge, at)),
            Drawing::Page if count < 4 => pages.push(Page::default()),
            Drawing::Page => {}
        }
    }
    Ok(pages)
}

fuzz_target!(|data: &[u8]| {
    let Ok(pages) = drawn(data) else { return };
    let document = tables(&pages, &FACTS.columns);
    check_document(&document);
    read_document(&document);
});
