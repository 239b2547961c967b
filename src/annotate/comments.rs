//! The comments of one sheet: ours beside the office's, on one cell too, and
//! ours taken out again.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use quick_xml::escape::unescape;

use super::xml::{Edits, Kind, escaped, prefix, scan, value};
use crate::{
    error::Error,
    grid::Address,
    marks::{self, ANSWER, COMMENT},
};

/// Who our comments are by.
const AUTHOR: &str = "ruam";
/// A new thread leaves an old comment behind, which Excel writes anew from it.
const THREAD: &str = "tc=";

/// A sheet without comments has these.
const EMPTY: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    "<authors></authors><commentList></commentList></comments>"
);

/// What became of the comments.
#[derive(Debug, Default)]
pub(super) struct Commented {
    /// The part's new text.
    pub(super) text: String,
    /// Cells that have a comment now and had none of anybody's.
    pub(super) added: BTreeSet<Address>,
    /// Cells that had a comment of ours only, and have none now.
    pub(super) removed: BTreeSet<Address>,
}

/// One comment of the part.
#[derive(Debug, Default)]
struct Comment {
    range: Range<usize>,
    cell: Option<Address>,
    /// Its author's place in the list.
    author: Option<usize>,
    /// What its `text` element holds: runs, or one bare text.
    pieces: Vec<Piece>,
    /// Where these stand, or would: inside the element, or an empty one itself.
    body: Option<(Range<usize>, Kind)>,
}

#[derive(Debug, Default)]
struct Piece {
    range: Range<usize>,
    /// The words in it.
    words: Range<usize>,
}

/// What the part holds.
#[derive(Debug, Default)]
struct Part {
    /// The prefix of its elements.
    prefix: String,
    authors: Vec<String>,
    /// Where one more author goes, and one more comment.
    author_end: Option<(Range<usize>, Kind)>,
    comment_end: Option<(Range<usize>, Kind)>,
    comments: Vec<Comment>,
}

/// Puts the comments in `wanted` into the part, and takes ours out where they
/// are not wanted any more.
pub(super) fn comment(
    text: Option<String>,
    wanted: &BTreeMap<Address, String>,
) -> Result<Commented, Error> {
    let text = text.unwrap_or_else(|| EMPTY.to_owned());
    let part = read(&text)?;
    let p = part.prefix.as_str();
    let mut edits = Edits::default();
    let mut done = Commented::default();
    let mut taken = BTreeSet::new();
    for comment in &part.comments {
        let author = comment.author.and_then(|at| part.authors.get(at));
        let Some(cell) = comment.cell else { continue };
        taken.insert(cell);
        if author.is_some_and(|author| author.starts_with(THREAD)) {
            continue;
        }
        let (mut inner, had_ours) = of_office(&text, &comment.pieces, p);
        // Where our comment asks for no answer any more, what the office has
        // answered becomes a comment of its own.
        let asks = wanted
            .get(&cell)
            .is_some_and(|words| words.contains(ANSWER));
        let answer = answer(&text, &comment.pieces);
        if !asks && !answer.is_empty() {
            let gap = if inner.is_empty() { "" } else { "\n\n" };
            inner.push_str(&run(p, gap, &answer));
        }
        match wanted.get(&cell) {
            Some(words) => {
                let gap = if inner.is_empty() { "" } else { "\n\n" };
                inner.push_str(&run(p, gap, words));
            }
            None if !had_ours => continue,
            None if inner.is_empty() => {
                edits.replace(comment.range.clone(), "");
                done.removed.insert(cell);
                continue;
            }
            None => {}
        }
        let whole = match (comment.pieces.first(), comment.pieces.last(), &comment.body) {
            (Some(first), Some(last), _) => first.range.start..last.range.end,
            (_, _, Some((range, kind))) => {
                if *kind == Kind::Empty {
                    inner = format!("<{p}text>{inner}</{p}text>");
                }
                range.clone()
            }
            _ => continue,
        };
        if text.get(whole.clone()) != Some(inner.as_str()) {
            edits.replace(whole, inner);
        }
    }
    let known = part.authors.iter().position(|author| author == AUTHOR);
    let author = known.unwrap_or(part.authors.len());
    let mut new = String::new();
    for (cell, words) in wanted.iter().filter(|(cell, _)| !taken.contains(cell)) {
        let run = run(p, "", words);
        new.push_str(&format!(
            r#"<{p}comment ref="{cell}" authorId="{author}"><{p}text>{run}</{p}text></{p}comment>"#
        ));
        done.added.insert(*cell);
    }
    if !new.is_empty() {
        if known.is_none() {
            let author = format!("<{p}author>{AUTHOR}</{p}author>");
            append(&mut edits, part.author_end, &format!("{p}authors"), &author);
        }
        append(
            &mut edits,
            part.comment_end,
            &format!("{p}commentList"),
            &new,
        );
    }
    done.text = edits.apply(&text);
    Ok(done)
}

fn read(text: &str) -> Result<Part, Error> {
    let mut part = Part::default();
    let mut comment = Comment::default();
    let mut from = 0;
    let mut spoken = false;
    scan(text, |tag| {
        let written = text.get(tag.range.clone()).unwrap_or_default();
        match (tag.depth, tag.name, tag.kind) {
            (0, _, Kind::Open) => prefix(written).clone_into(&mut part.prefix),
            (2, "author", Kind::Open) => from = tag.range.end,
            (2, "author", kind) => {
                let start = if kind == Kind::Close {
                    from
                } else {
                    tag.range.start
                };
                let name = text.get(start..tag.range.start).unwrap_or_default();
                part.authors.push(plain(name));
            }
            (1, "authors", Kind::Close | Kind::Empty) => {
                part.author_end = Some((tag.range.clone(), tag.kind));
            }
            (1, "commentList", Kind::Close | Kind::Empty) => {
                part.comment_end = Some((tag.range.clone(), tag.kind));
            }
            (2, "comment", Kind::Open) => {
                comment = Comment {
                    range: tag.range.clone(),
                    cell: value(written, "ref").and_then(|cell| cell.parse().ok()),
                    author: value(written, "authorId").and_then(|id| id.parse().ok()),
                    pieces: Vec::new(),
                    body: None,
                };
            }
            (3, "text", Kind::Open) => {
                comment.body = Some((tag.range.end..tag.range.end, tag.kind));
            }
            (3, "text", Kind::Empty) => comment.body = Some((tag.range.clone(), tag.kind)),
            // How a text is pronounced holds texts too.
            (4, "rPh", kind) => spoken = kind == Kind::Open,
            (2, "comment", Kind::Close) => {
                comment.range.end = tag.range.end;
                part.comments.push(std::mem::take(&mut comment));
            }
            (depth @ (4 | 5), name @ ("r" | "t"), kind) if !spoken => {
                if depth == 4 && kind == Kind::Open {
                    comment.pieces.push(Piece {
                        range: tag.range.clone(),
                        words: tag.range.end..tag.range.end,
                    });
                }
                let Some(piece) = comment.pieces.last_mut() else {
                    return;
                };
                match (name, kind) {
                    ("t", Kind::Open) => piece.words = tag.range.end..tag.range.end,
                    ("t", Kind::Close) => piece.words.end = tag.range.start,
                    _ => {}
                }
                if depth == 4 {
                    piece.range.end = tag.range.end;
                }
            }
            _ => {}
        }
    })?;
    Ok(part)
}

/// What the office has answered in our part.
fn answer(text: &str, pieces: &[Piece]) -> String {
    let words = pieces
        .iter()
        .map(|piece| plain(text.get(piece.words.clone()).unwrap_or_default()));
    marks::of_office(&words.collect::<String>()).1.to_owned()
}

/// What the office wrote, as it is written, nothing where all is ours; and
/// whether any of it is ours.
fn of_office(text: &str, pieces: &[Piece], p: &str) -> (String, bool) {
    let words: Vec<String> = pieces
        .iter()
        .map(|piece| plain(text.get(piece.words.clone()).unwrap_or_default()))
        .collect();
    let whole = words.concat();
    let ours = whole.find(COMMENT);
    let own = own_end(ours.and_then(|at| whole.get(..at)).unwrap_or_default());
    let mut kept = String::new();
    let mut before = 0;
    for (piece, words) in pieces.iter().zip(&words) {
        let end = before + words.len();
        let raw = text.get(piece.range.clone()).unwrap_or_default();
        let bare = raw.starts_with(&format!("<{p}t"));
        let (open, close) = if bare {
            (format!("<{p}r>"), format!("</{p}r>"))
        } else {
            Default::default()
        };
        if ours.is_none() || end <= own {
            kept.push_str(&format!("{open}{raw}{close}"));
        } else if let Some(own) = words
            .get(..own.saturating_sub(before))
            .filter(|own| !own.is_empty())
        {
            let mut edits = Edits::default();
            let offset = piece.range.start;
            edits.replace(
                piece.words.start - offset..piece.words.end - offset,
                escaped(own),
            );
            kept.push_str(&format!("{open}{}{close}", edits.apply(raw)));
        }
        before = end;
    }
    (kept, ours.is_some())
}

/// Where the office's own words end in what stands above our line: before the
/// gap that we left, whichever run another program has put it into.
fn own_end(above: &str) -> usize {
    if above.trim().is_empty() {
        return 0;
    }
    let own = above.strip_suffix('\n').unwrap_or(above);
    own.strip_suffix('\n').unwrap_or(own).len()
}

fn run(p: &str, gap: &str, words: &str) -> String {
    format!(
        r#"<{p}r><{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/></{p}rPr><{p}t xml:space="preserve">{gap}{}</{p}t></{p}r>"#,
        escaped(words)
    )
}

fn append(edits: &mut Edits, end: Option<(Range<usize>, Kind)>, name: &str, new: &str) {
    match end {
        Some((range, Kind::Empty)) => edits.replace(range, format!("<{name}>{new}</{name}>")),
        Some((range, _)) => edits.insert(range.start, new),
        None => {}
    }
}

fn plain(text: &str) -> String {
    unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(comment: &str) -> Option<String> {
        Some(format!(
            "<comments><authors><author>สมหญิง</author></authors><commentList>{comment}</commentList></comments>"
        ))
    }

    fn wanted() -> BTreeMap<Address, String> {
        BTreeMap::from([("A1".parse().unwrap(), format!("{COMMENT}\nผิด"))])
    }

    #[test]
    fn what_the_office_wrote_stays_as_it_is_written() {
        for own in [
            r#"<comment ref="A1" authorId="0"><text><t>ตรวจแล้ว</t></text></comment>"#,
            r#"<comment ref="A1" authorId="0"><text/></comment>"#,
            r#"<comment ref="A1" authorId="0"><text></text></comment>"#,
            r#"<comment ref="A1" authorId="0"><text><r><t> a </t></r><rPh sb="0" eb="1"><t>b</t></rPh></text></comment>"#,
        ] {
            let before = part(own);
            let untouched = comment(before.clone(), &BTreeMap::new()).unwrap();
            assert_eq!(Some(untouched.text), before);
            let marked = comment(before, &wanted()).unwrap();
            assert_eq!(marked.text.matches(COMMENT).count(), 1, "{}", marked.text);
            assert!(marked.added.is_empty());
            let again = comment(Some(marked.text.clone()), &wanted()).unwrap();
            assert_eq!(again.text, marked.text);
        }
    }

    #[test]
    fn our_part_goes_with_the_gap_before_it_however_it_was_cut_into_runs() {
        for runs in [
            format!("<r><t>ตรวจ </t></r><r><t>\n\n{COMMENT}\nผิด</t></r>"),
            format!("<r><t>ตรวจ \n</t></r><r><t>\n{COMMENT}</t></r><r><t>\nผิด</t></r>"),
            format!("<t>ตรวจ \n\n{COMMENT}\nผิด</t>"),
            format!("<r><t>ตรวจ </t></r><r><t>\n</t></r><r><t>\n{COMMENT}</t></r>"),
        ] {
            let text = format!(r#"<comment ref="A1" authorId="0"><text>{runs}</text></comment>"#);
            let done = comment(part(&text), &BTreeMap::new()).unwrap();
            let own =
                r#"<comment ref="A1" authorId="0"><text><r><t>ตรวจ </t></r></text></comment>"#;
            assert_eq!(Some(done.text), part(own), "{runs}");
        }
        let ours = format!(
            r#"<comment ref="A1" authorId="0"><text><t>{COMMENT}\nผิด</t></text></comment>"#
        );
        let done = comment(part(&ours), &BTreeMap::new()).unwrap();
        assert_eq!(Some(done.text), part(""));
        assert_eq!(done.removed.len(), 1);
    }

    #[test]
    fn an_answer_outlives_our_comment() {
        let at: Address = "F6".parse().unwrap();
        let ours = format!("{COMMENT}\nเตือน: ก [item-missing]\n{ANSWER} ");
        let marked = comment(None, &BTreeMap::from([(at, ours.clone())])).unwrap();
        let filled = format!("{ANSWER} ยืนยันแล้ว");
        let answered = marked.text.replace(&format!("{ANSWER} "), &filled);
        // The warning is gone, or only an error is left.
        let error = format!("{COMMENT}\nผิด: ข [item-unknown]");
        for wanted in [BTreeMap::new(), BTreeMap::from([(at, error)])] {
            let left = comment(Some(answered.clone()), &wanted).unwrap();
            assert!(left.removed.is_empty() && left.added.is_empty());
            let part = read(&left.text).unwrap();
            let first = &part.comments[0].pieces[0];
            assert_eq!(left.text.get(first.words.clone()), Some("ยืนยันแล้ว"));
            let again = comment(Some(left.text.clone()), &wanted).unwrap();
            assert_eq!(again.text, left.text);
        }
        // Without an answer our comment goes as it came.
        let gone = comment(Some(marked.text), &BTreeMap::new()).unwrap();
        assert!(gone.removed.contains(&at) && !gone.text.contains("<comment "));
    }
}
