//! Pages → pictures that show a person what was seen on them and what was made
//! of it: text in its place, rulings, tables with their cells, the prose around
//! them, repaired and doubtful characters, and why something is no table.
//!
//! A picture is one SVG that stands alone: no script, no reference to anything
//! outside. Boxes lie below the text, so that it can be selected.

mod caption;
mod pieces;
mod sketch;
mod svg;

pub(super) use sketch::Sketches;

use std::collections::BTreeSet;

use super::{
    ink::Rect,
    page::{PageText, TableText},
    running,
    table::FoundBy,
};
use sketch::{PAGE_BYTES, Sketch};
use svg::{Svg, number, rectangle, text};

/// What is no table and is shown all the same; a page with more is a drawing.
const MOST_OTHERS: usize = 300;

/// As much of a cell's text as its title shows.
const TITLE: usize = 400;

/// Height of the letters of a cell's label, in points, and as a part of a low
/// cell.
const LABEL: (f64, f64) = (4.0, 0.5);

/// Characters of the widest line below the picture.
const CAPTION: f64 = 75.0;

const STYLE: &str = "\
text{font-family:'Sarabun','TH Sarabun New','Noto Sans Thai','Loma','Garuda',sans-serif}\
.page{fill:#fff;stroke:#999;stroke-width:.5}\
.said{fill:#111;white-space:pre}\
.rule,.edge,.underline,.span{fill:none}\
.rule{stroke:#555;stroke-width:.9}\
.edge{stroke:#b8860b;stroke-width:.7;stroke-dasharray:3 1.5}\
.underline{stroke:#aaa;stroke-width:.9;stroke-dasharray:.9 .9}\
.span{stroke:#56b4e9;stroke-width:.5;stroke-opacity:.7}\
.table{fill:none;stroke:#0072b2;stroke-width:1.8;stroke-opacity:.7}\
.cell{fill:#0072b2;fill-opacity:.06;stroke:#0072b2;stroke-width:.5}\
.areas{stroke:#00805c;stroke-dasharray:6 2}\
.gaps{stroke:#a0468c;stroke-dasharray:1.5 2}\
.prose{fill:none;stroke:#777;stroke-width:.5;stroke-dasharray:2 2}\
.running{fill:#777;fill-opacity:.12;stroke:#777;stroke-width:.5;stroke-dasharray:.6 1.6}\
.other{fill:none;stroke:#c0392b;stroke-width:.9;stroke-dasharray:5 2}\
.repaired{fill:#ffb000;fill-opacity:.55}\
.doubtful{fill:#d62728;fill-opacity:.5;stroke:#d62728;stroke-width:.6}\
.label{fill:#005a8c;pointer-events:none}\
.refused{fill:#c0392b;pointer-events:none}\
.warned{fill:#c0392b}";

/// The pictures of all pages, of which the ink is drawn already.
pub(super) fn of(sketches: &Sketches, pages: &[PageText]) -> Vec<String> {
    let running = running::find(pages);
    let both = sketches.pages.iter().zip(pages).enumerate();
    both.map(|(at, (sketch, page))| {
        let numbers = running.range((at, 0)..=(at, u32::MAX));
        let running = numbers.map(|(_, number)| *number).collect();
        picture(at + 1, sketch, page, &running)
    })
    .collect()
}

fn picture(
    number_of_page: usize,
    sketch: &Sketch,
    page: &PageText,
    running: &BTreeSet<u32>,
) -> String {
    let (width, height) = (page.view.width.max(1.0), page.view.height.max(1.0));
    let mut boxes = Svg::new(PAGE_BYTES);
    let mut labels = Svg::new(PAGE_BYTES);
    for (n, table) in (1..).zip(&page.tables) {
        add_table(n, table, &mut boxes, &mut labels);
    }
    for (n, paragraph) in (1..).zip(&page.prose) {
        let (class, title) = if running.contains(&n) {
            ("running", "หัวหรือท้ายกระดาษ · running head or foot")
        } else {
            ("prose", "ข้อความนอกตาราง · text outside tables")
        };
        boxes.add(&rectangle(class, paragraph.area, title));
    }
    for (n, other) in (1..).zip(&page.others).take(MOST_OTHERS) {
        let (th, en) = caption::why(other.why);
        let title = format!("ไม่ใช่ตาราง: {th} · no table: {en}");
        boxes.add(&rectangle("other", other.bbox, &title));
        let size = format!(" font-size=\"{}\"", number(LABEL.0 + 2.0));
        let at = (other.bbox.x0, other.bbox.y0 - 1.0);
        labels.add(&text("refused", at, &size, &format!("✕{n}")));
    }
    let others_cut = MOST_OTHERS < page.others.len();
    let cut = sketch.cut || boxes.cut || labels.cut || others_cut;
    let captions = caption::lines(number_of_page, page, sketch, !running.is_empty(), cut);
    let size = (width / CAPTION).clamp(2.0, 9.0);
    let (below, foot) = captioned(&captions, size, height);
    let matrix = page.view.matrix().map(number).join(" ");
    let (w, h, whole) = (number(width), number(height), number(height + foot));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" \
         width=\"{w}pt\" height=\"{whole}pt\" viewBox=\"0 0 {w} {whole}\">\n\
         <style>{STYLE}</style>\n\
         <rect class=\"page\" width=\"{w}\" height=\"{h}\"/>\n\
         <g transform=\"matrix({matrix})\">\n{}{}{}{}</g>\n{below}</svg>\n",
        sketch.below, boxes.text, sketch.above, labels.text
    )
}

/// A table: its cells, each with its row and column, and what it was found by.
fn add_table(n: usize, of: &TableText, boxes: &mut Svg, labels: &mut Svg) {
    let TableText { table, texts } = of;
    for (cell, said) in table.cells.iter().zip(texts) {
        let (row, column) = (cell.row + 1, cell.column + 1);
        let said: String = said.chars().take(TITLE).collect();
        let title = format!(
            "ตาราง {n} แถว {row} คอลัมน์ {column} · table {n}, row {row}, column {column}\n{said}"
        );
        boxes.add(&rectangle("cell", cell.bbox, &title));
        let size = LABEL.0.min(cell.bbox.height() * LABEL.1);
        let at = (cell.bbox.x0 + 1.0, cell.bbox.y0 + size);
        let more = format!(" font-size=\"{}\"", number(size));
        labels.add(&text("label", at, &more, &format!("R{row}C{column}")));
    }
    let (th, en) = caption::found_by(table.found_by);
    let title = format!("ตาราง {n} {th} · table {n}, {en}");
    let class = match table.found_by {
        FoundBy::Rules | FoundBy::Area => "table",
        FoundBy::RulesAndAreas | FoundBy::Areas => "table areas",
        FoundBy::RulesAndGaps | FoundBy::Gaps | FoundBy::Form => "table gaps",
    };
    boxes.add(&rectangle(class, table.bbox, &title));
}

/// The lines below the page, each with a sample of what it explains, and how
/// much room they take.
fn captioned(captions: &[caption::Line], size: f64, top: f64) -> (String, f64) {
    let leading = 1.6 * size;
    let mut below = String::new();
    let mut y = top;
    for line in captions {
        y += leading;
        let sample = Rect {
            x0: size,
            y0: y - 0.8 * size,
            x1: 3.0 * size,
            y1: y + 0.1 * size,
        };
        match line.class {
            "" | "warned" => {}
            "rule" | "edge" | "underline" | "span" => {
                let (x, y) = (number(size), number(y - 0.3 * size));
                let length = number(2.0 * size);
                let class = line.class;
                below.push_str(&format!(
                    "<path class=\"{class}\" d=\"M{x} {y}h{length}\"/>\n"
                ));
            }
            class => below.push_str(&rectangle(class, sample, "")),
        }
        let class = if line.class == "warned" {
            "caption warned"
        } else {
            "caption"
        };
        let more = format!(" font-size=\"{}\"", number(size));
        below.push_str(&text(class, (4.0 * size, y), &more, &line.said));
    }
    (below, y + leading - top)
}

#[cfg(test)]
mod tests;
