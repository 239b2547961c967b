//! Glyphs → lines, on literals.

use super::{
    super::{ink::SaidBy, once::told},
    *,
};

/// Glyphs of size 10 from `(text, x, y, advance)`.
fn ink(glyphs: &[(&str, f64, f64, f64)]) -> Ink {
    let mut ink = Ink::default();
    for (text, x, y, dx) in glyphs {
        let start = ink.text.len();
        ink.text.push_str(text);
        ink.glyphs.push(Glyph {
            text: start..ink.text.len(),
            x: *x,
            y: *y,
            dx: *dx,
            dy: 0.0,
            size: 10.0,
            heading: Heading::Right,
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        });
    }
    ink
}

fn lines(glyphs: &[(&str, f64, f64, f64)], writes_spaces: bool) -> Vec<String> {
    let ink = ink(glyphs);
    let lines = lines_of(&told(&ink), writes_spaces);
    lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn marks_follow_their_letter_by_code_order_not_by_place() {
    // The mark of ที่ is drawn left of where ที ends, and that of ผู้ right.
    let glyphs = [
        ("ท", 0.0, 50.0, 6.0),
        ("\u{e35}", 4.0, 50.0, 0.0),
        ("\u{e48}", 3.0, 47.0, 0.0),
        ("ผ", 6.0, 50.0, 6.0),
        ("\u{e39}", 14.0, 52.0, 0.0),
        ("\u{e49}", 13.0, 47.0, 0.0),
    ];
    assert_eq!(lines(&glyphs, true), ["ที่ผู้"]);
}

#[test]
fn a_gap_alone_is_no_space_between_thai_letters_nor_before_a_mark() {
    let gap = |width: f64| {
        [
            ("ค", 0.0, 50.0, 6.0),
            ("\u{e48}", 6.0, 50.0, 0.0),
            ("า", 6.0 + width, 50.0, 6.0),
        ]
    };
    assert_eq!(lines(&gap(5.0), true), ["ค่า"]);
    assert_eq!(lines(&gap(14.0), true), ["ค่ า"]);
    // A document without any space glyph has its spaces as gaps.
    assert_eq!(lines(&gap(5.0), false), ["ค่ า"]);
    let marks = [("ท", 0.0, 50.0, 6.0), ("\u{e35}", 12.0, 50.0, 0.0)];
    assert_eq!(lines(&marks, false), ["ที"]);
}

#[test]
fn a_gap_is_a_space_beside_anything_else() {
    let glyphs = [
        ("O", 0.0, 50.0, 6.0),
        ("9", 6.0, 50.0, 6.0),
        ("=", 12.5, 50.0, 6.0),
        ("ป", 25.0, 50.0, 6.0),
    ];
    assert_eq!(lines(&glyphs, true), ["O9= ป"]);
}

#[test]
fn runs_are_ordered_by_place_and_lines_by_height() {
    let glyphs = [
        ("ค", 0.0, 70.0, 6.0),
        ("ข", 30.0, 50.0, 6.0),
        ("ก", 0.0, 51.0, 6.0),
    ];
    assert_eq!(lines(&glyphs, true), ["ก ข", "ค"]);
}

#[test]
fn what_is_drawn_twice_is_said_once() {
    let bold = [
        ("ท", 0.0, 50.0, 6.0),
        ("\u{e35}", 6.0, 50.0, 0.0),
        ("ท", 0.4, 50.0, 6.0),
        ("\u{e35}", 6.4, 50.0, 0.0),
    ];
    assert_eq!(lines(&bold, true), ["ที"]);
    let each = [
        ("ท", 0.0, 50.0, 6.0),
        ("ท", 0.4, 50.0, 6.0),
        ("\u{e35}", 6.0, 50.0, 0.0),
        ("\u{e35}", 6.4, 50.0, 0.0),
    ];
    assert_eq!(lines(&each, true), ["ที"]);
    // Two narrow letters, and a mark that was typed twice, are two.
    let narrow = [
        ("I", 0.0, 50.0, 2.0),
        ("I", 2.0, 50.0, 2.0),
        ("T", 4.0, 50.0, 6.0),
    ];
    assert_eq!(lines(&narrow, true), ["IIT"]);
    let typed = [
        ("ท", 0.0, 50.0, 6.0),
        ("\u{e35}", 6.0, 50.0, 0.0),
        ("\u{e35}", 6.0, 50.0, 0.0),
    ];
    assert_eq!(lines(&typed, true), ["ทีี"]);
}

#[test]
fn a_mark_that_the_span_of_its_cluster_said_is_not_said_again() {
    for again in ["\u{e48}", "พิ่"] {
        let mut ink = ink(&[("พิ่", 0.0, 50.0, 6.0), (again, 6.0, 47.0, 0.0)]);
        for glyph in &mut ink.glyphs {
            glyph.said_by = SaidBy::Span;
        }
        let lines = lines_of(&told(&ink), true);
        assert_eq!(lines[0].text, "พิ่");
    }
}

/// The line of a span and glyphs behind it, which say themselves what they are.
fn spanned(span: &str, glyphs: &[(&str, f64)]) -> String {
    let mut x = 6.0;
    let mut all = vec![(span, 0.0, 50.0, 6.0)];
    for (text, advance) in glyphs {
        all.push((text, x, 50.0, *advance));
        x += advance;
    }
    let mut ink = ink(&all);
    ink.glyphs[0].said_by = SaidBy::Span;
    lines_of(&told(&ink), true)[0].text.clone()
}

#[test]
fn what_a_span_says_of_glyphs_behind_it_is_not_said_again() {
    // InDesign has the whole cluster over its letter alone.
    assert_eq!(spanned("ที่", &[("\u{e35}", 0.0), ("\u{e48}", 0.0)]), "ที่");
    assert_eq!(
        spanned("จำ", &[("\u{e4d}", 0.0), ("า", 5.0), ("า", 5.0)]),
        "จำา"
    );
    assert_eq!(spanned("ท", &[("\u{e35}", 0.0), ("\u{e48}", 0.0)]), "ที่");
}

#[test]
fn a_space_without_room_does_not_part_a_mark_from_its_letter() {
    let spaced = |mark: f64| {
        [
            ("ข", 0.0, 50.0, 6.0),
            (" ", 6.0, 50.0, 3.0),
            ("\u{e49}", mark, 50.0, 0.0),
            ("อ", mark, 50.0, 6.0),
        ]
    };
    assert_eq!(lines(&spaced(6.0), true), ["ข้อ"]);
    // Where it has room, it was typed, and is the checker's to tell.
    assert_eq!(lines(&spaced(9.0), true), ["ข ้อ"]);
}

#[test]
fn the_two_halves_of_am_are_one_letter() {
    for (drawn, read) in [
        ("น\u{e4d}\u{e49}า", "น้ำ"),
        ("น\u{e49}\u{e4d}า", "น้ำ"),
        ("ท\u{e4d}า", "ทำ"),
        ("ก\u{e4d}", "ก\u{e4d}"),
        // A mark below may be drawn after one above.
        ("ย\u{e48}\u{e39}", "ย\u{e39}\u{e48}"),
    ] {
        assert_eq!(composed(drawn), read);
    }
}

#[test]
fn lines_keep_their_breaks_unless_a_space_was_drawn() {
    let glyphs = [
        ("ก", 0.0, 50.0, 6.0),
        (" ", 6.0, 50.0, 3.0),
        ("ข", 0.0, 62.0, 6.0),
        ("ค", 0.0, 74.0, 6.0),
    ];
    let ink = ink(&glyphs);
    let lines = lines_of(&told(&ink), true);
    assert_eq!(text_of(&lines), "ก ข\nค");
    assert_eq!(lines[0].area.x1, 6.0, "the space takes no room");
}

#[test]
fn turned_text_is_read_along_itself() {
    let mut ink = ink(&[
        ("ก", 50.0, 90.0, 0.0),
        ("ข", 50.0, 84.0, 0.0),
        ("ค", 62.0, 90.0, 0.0),
    ]);
    for glyph in &mut ink.glyphs {
        glyph.dy = -6.0;
        glyph.heading = Heading::Up;
    }
    let lines: Vec<String> = lines_of(&told(&ink), true)
        .into_iter()
        .map(|line| line.text)
        .collect();
    assert_eq!(lines, ["กข", "ค"]);
}

#[test]
fn a_stamp_is_one_line_in_the_order_of_its_glyphs() {
    let mut ink = ink(&[
        ("ส", 0.0, 90.0, 6.0),
        ("ำ", 6.0, 84.0, 6.0),
        ("เ", 12.0, 78.0, 6.0),
    ]);
    for glyph in &mut ink.glyphs {
        glyph.heading = Heading::Askew;
    }
    let line = stamp(&told(&ink)).unwrap();
    assert_eq!(line.text, "สำเ");
    assert!(stamp(&[]).is_none());
}
