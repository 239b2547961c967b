//! Texts that are longer than a row is high, cut between words.

use super::{layout::LINE, rows::Text};
use crate::{
    marks::OFFICE,
    normalize::{
        display::{self, HIGHEST_ROW},
        thai,
    },
};

/// Characters of a name that is repeated.
const NAME: usize = 80;
/// Characters that are more than any row shows.
const LONGEST: usize = 2_000;

/// The text with pieces that the highest row of a sheet shows. What goes on
/// under the name of an office repeats it.
pub(super) fn cut(text: Text, column: u16, widths: &[u16]) -> Text {
    let width = widths.get(usize::from(column)).copied().unwrap_or(1);
    // Words do not fill their lines, and one line stays free.
    let lines =
        |part: &str| display::row_height(1.0, std::iter::once((part, u32::from(width) * 17 / 20)));
    let most = HIGHEST_ROW / LINE - 2.0;
    let pieces = text.pieces.iter().flat_map(|piece| {
        let name = piece.lines().next().filter(|line| is_name(line));
        let again = name
            .map(|name| format!("{name} (ต่อ)\n"))
            .unwrap_or_default();
        parts(piece, &again, &|part| lines(part) <= most)
    });
    Text {
        pieces: pieces.collect(),
        gap: text.gap,
    }
}

/// Whether the line names an office, and in few words.
fn is_name(line: &str) -> bool {
    line.starts_with(OFFICE) && line.chars().nth(NAME).is_none()
}

/// The piece in parts that fit, cut at the ends of lines, else where another
/// script or a number begins, else at spaces, and at worst between letters; each
/// but the first begins with `again`.
fn parts(piece: &str, again: &str, fits: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut parts = Vec::new();
    let mut before = "";
    let mut rest = piece;
    while !rest.is_empty() {
        // No row shows more, and the whole of a very long text is not measured.
        let near = rest
            .char_indices()
            .nth(LONGEST)
            .map_or(rest.len(), |(at, _)| at);
        let shown = |end: usize| format!("{before}{}", rest.get(..end).unwrap_or_default());
        if near == rest.len() && fits(&shown(near)) {
            parts.push(shown(near));
            break;
        }
        let ends = rest
            .char_indices()
            .map(|(at, _)| at)
            .take_while(|at| *at < near);
        let fitting = ends.take_while(|at| fits(&shown(*at))).last().unwrap_or(0);
        let at = place(rest, fitting).max(rest.chars().next().map_or(1, char::len_utf8));
        parts.push(shown(at));
        rest = rest
            .get(at..)
            .unwrap_or_default()
            .trim_start_matches([' ', '\n']);
        before = again;
    }
    parts
}

/// The best place to cut `text` at, up to `end`.
fn place(text: &str, end: usize) -> usize {
    let head = text.get(..end).unwrap_or_default();
    // A cut early in the part would waste the row.
    let late = |at: &usize| *at > end / 2;
    let line = head.rfind('\n').filter(late);
    let back = || head.char_indices().rev();
    let spaces = || {
        back()
            .filter(|(_, c)| *c == ' ')
            .map(|(at, _)| at)
            .filter(late)
    };
    // Readers close a Thai text over lines, and would lose the space.
    let mixed = || spaces().find(|at| !between_thai(text, *at));
    let joint = || back().find(|(_, c)| !thai::is_mark(*c)).map(|(at, _)| at);
    line.or_else(mixed)
        .or_else(|| spaces().next())
        .or_else(joint)
        .unwrap_or(end)
}

fn between_thai(text: &str, space: usize) -> bool {
    let is_thai = |c: char| ('\u{0e00}'..='\u{0e7f}').contains(&c);
    let before = text.get(..space).and_then(|head| head.chars().next_back());
    let after = text.get(space..).and_then(|tail| tail.chars().nth(1));
    before.is_some_and(is_thai) && after.is_some_and(is_thai)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_piece_is_cut_where_a_reader_loses_nothing() {
        let long = |part: &str| part.chars().count() <= 12;
        let cut = |piece| parts(piece, "", &long);
        assert_eq!(cut("กขคง"), ["กขคง"]);
        assert_eq!(cut("กขคงจฉช 12 ซฌญ ฎฏฐ"), ["กขคงจฉช 12", "ซฌญ ฎฏฐ"]);
        assert_eq!(cut("กขคงจฉชซ ฌญฎฏฐ"), ["กขคงจฉชซ", "ฌญฎฏฐ"]);
        assert_eq!(cut("กขคงจฉชซฌญฎี่ฏฐ"), ["กขคงจฉชซฌญ", "ฎี่ฏฐ"]);
        let named = parts(
            "■ ก\nกขคงจฉช\nกขค",
            "■ ก (ต่อ)\n",
            &|part| part.lines().count() < 3,
        );
        assert_eq!(named, ["■ ก\nกขคงจฉช", "■ ก (ต่อ)\nกขค"]);
    }

    #[test]
    fn what_can_never_fit_ends() {
        let parts = parts(&"ข".repeat(50), "■ ก (ต่อ)\n", &|_| false);
        assert_eq!(parts.concat().matches('ข').count(), 50);
    }
}
