//! Pages drawn by hand, and what their pictures say.

use super::super::{
    font::Repair,
    ink::{Axis, Drawn, Glyph, Heading, Ink, Ruling, SaidBy},
    page,
    table::Heads,
    view::View,
};
use super::*;
use crate::grid::{GlyphEvidence, GlyphFault};

/// A page of 200 by 100 points.
fn blank() -> Ink {
    Ink {
        view: View {
            width: 200.0,
            height: 100.0,
            heading: Heading::Right,
        },
        ..Ink::default()
    }
}

fn write(ink: &mut Ink, x: f64, text: &str, said_by: SaidBy) {
    let start = ink.text.len();
    ink.text.push_str(text);
    ink.glyphs.push(Glyph {
        text: start..ink.text.len(),
        x,
        y: 50.0,
        dx: 6.0,
        dy: 0.0,
        size: 10.0,
        heading: Heading::Right,
        said_by,
        font: 0,
        repair: (said_by == SaidBy::Glyph).then_some(Repair {
            fault: GlyphFault::Other,
            evidence: GlyphEvidence::Outline,
        }),
    });
}

fn frame(ink: &mut Ink, x: f64, y: f64, width: f64, height: f64) {
    let ruling = |axis, at, from, to| Ruling {
        axis,
        at,
        from,
        to,
        drawn: Drawn::Line,
    };
    ink.rulings.extend([
        ruling(Axis::Horizontal, y, x, x + width),
        ruling(Axis::Horizontal, y + height, x, x + width),
        ruling(Axis::Vertical, x, y, y + height),
        ruling(Axis::Vertical, x + width, y, y + height),
    ]);
}

fn picture_of(ink: &Ink) -> String {
    let mut sketches = Sketches::default();
    sketches.add(ink);
    of(&sketches, &[page::read(ink, &Heads::default())]).remove(0)
}

fn count(picture: &str, class: &str) -> usize {
    let body = picture.split("<text class=\"caption").next().unwrap();
    body.matches(&format!("<rect class=\"{class}\"")).count()
}

#[test]
fn repaired_and_doubtful_characters_are_marked_and_counted() {
    let mut ink = blank();
    write(&mut ink, 10.0, "ก", SaidBy::Font);
    write(&mut ink, 16.0, "ำ", SaidBy::Glyph);
    write(&mut ink, 22.0, "\u{e49}", SaidBy::Glyph);
    write(&mut ink, 28.0, "\u{fffd}", SaidBy::Font);
    write(&mut ink, 34.0, "\u{e123}", SaidBy::Font);
    write(&mut ink, 40.0, "ข", SaidBy::Span);
    let picture = picture_of(&ink);
    assert_eq!(count(&picture, "repaired"), 2, "{picture}");
    assert_eq!(count(&picture, "doubtful"), 2);
    assert!(picture.contains("<path class=\"span\" d=\"M40 50l6 0\"/>"));
    for said in [
        "repaired characters: 2",
        "characters that are not sure: 2",
        "อักษรที่ซ่อมแล้ว 2 ตัว",
        "repaired: ำ</title>",
    ] {
        assert!(picture.contains(said), "{said}: {picture}");
    }
    let plain = picture_of(&blank());
    assert_eq!(count(&plain, "repaired") + count(&plain, "doubtful"), 0);
    assert!(!plain.contains("repaired characters"));
}

#[test]
fn what_is_no_table_is_shown_with_its_reason() {
    let mut ink = blank();
    frame(&mut ink, 10.0, 10.0, 80.0, 30.0);
    let picture = picture_of(&ink);
    assert_eq!((count(&picture, "other"), count(&picture, "cell")), (1, 0));
    assert!(
        picture.contains("x=\"10\" y=\"10\" width=\"80\" height=\"30\"><title>ไม่ใช่ตาราง: มีช่องเดียว")
    );
    assert!(picture.contains("no table ✕1: a frame around text, not a table: one cell"));
    assert!(picture.contains("no table was found on this page"));
    // With a second column it is one, and says by what.
    frame(&mut ink, 90.0, 10.0, 80.0, 30.0);
    let picture = picture_of(&ink);
    assert_eq!((count(&picture, "other"), count(&picture, "cell")), (0, 2));
    assert!(picture.contains("table 1 (1 rows, 2 columns), found by its rules"));
    assert!(picture.contains(">R1C2</text>"));
}

#[test]
fn a_double_frame_around_a_text_is_no_table() {
    let mut ink = blank();
    frame(&mut ink, 10.0, 10.0, 180.0, 80.0);
    frame(&mut ink, 15.0, 15.0, 170.0, 70.0);
    write(&mut ink, 60.0, "ก", SaidBy::Font);
    let picture = picture_of(&ink);
    assert_eq!((count(&picture, "cell"), count(&picture, "prose")), (0, 1));
    assert!(picture.contains("a frame around text, not a table: one cell"));
}

#[test]
fn reasons_of_one_kind_are_told_together() {
    let mut ink = blank();
    for i in 0..5 {
        frame(&mut ink, 10.0 + 40.0 * f64::from(i), 10.0, 12.0, 12.0);
    }
    assert!(picture_of(&ink).contains("no table ✕1-5: a frame"));
}

#[test]
fn a_page_that_was_turned_is_shown_as_it_is_displayed() {
    let mut ink = blank();
    for i in 0..9 {
        write(&mut ink, 20.0, "ก", SaidBy::Font);
        let glyph = ink.glyphs.last_mut().unwrap();
        glyph.y = 90.0 - 6.0 * f64::from(i);
        (glyph.dx, glyph.dy) = (0.0, -6.0);
        glyph.heading = Heading::Up;
    }
    super::super::view::turn(&mut ink);
    let picture = picture_of(&ink);
    assert!(picture.contains("viewBox=\"0 0 200 "), "{picture}");
    assert!(picture.contains("<g transform=\"matrix(0 -1 1 0 0 100)\">"));
    assert!(picture.contains("x=\"10\" y=\"20\" font-size=\"10\" textLength=\"54\""));
    assert!(picture.contains("read with the page turned"));
}

#[test]
fn a_hostile_page_has_a_small_picture_that_says_so() {
    let mut ink = blank();
    for i in 0..120_000 {
        write(&mut ink, f64::from(i) * 50.0, "\"&<>'", SaidBy::Glyph);
        frame(&mut ink, f64::from(i), 0.0, 0.5, 50.0);
    }
    let picture = picture_of(&ink);
    assert!(picture.len() < 4 * PAGE_BYTES, "{}", picture.len());
    assert!(picture.contains("this picture is not whole"));
}
