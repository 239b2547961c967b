//! Our part in the threads of newer Excels: a cell with a thread has no comment
//! of the old kind that would last, so that what was found is a reply there.

use std::{collections::BTreeMap, ops::Range};

use super::{
    book::{Book, appended},
    xml::{Edits, Kind, escaped, prefix, scan, value},
};
use crate::{error::Error, grid::Address};

/// Who our replies are by: ids are made, not drawn, so that a copy is always
/// the same.
const PERSON: &str = "{5255414D-0000-4000-8000-000000000000}";

/// One comment of a thread.
#[derive(Debug, Default)]
struct Comment {
    range: Range<usize>,
    /// What its `text` element holds.
    words: Range<usize>,
    cell: Option<Address>,
    ours: bool,
    /// Its id, or that of the comment which the thread begins with.
    thread: String,
    date: String,
}

/// Adds us to the persons of the workbook; says whether it has any.
pub(super) fn join(book: &mut Book<'_>) -> Result<bool, Error> {
    let main = book.main.clone();
    let Some(part) = book.related(&main, "person")? else {
        return Ok(false);
    };
    let Some(persons) = book.text(&part)? else {
        return Ok(false);
    };
    if !persons.contains(PERSON) {
        let us = |p: &str| {
            format!(
                r#"<{p}person displayName="ruam" id="{PERSON}" userId="ruam" providerId="None"/>"#
            )
        };
        book.put(&part, appended(&persons, us)?)?;
    }
    Ok(true)
}

/// The threads of one sheet, the `number`th, with a reply for each cell in
/// `wanted` that has a thread, and without ours where none is wanted.
pub(super) fn reply(
    text: &str,
    number: usize,
    wanted: &BTreeMap<Address, String>,
) -> Result<String, Error> {
    let (p, comments) = read(text)?;
    let mut edits = Edits::default();
    // The last comment of each thread, and whether one of it is ours.
    let mut threads: BTreeMap<Address, (&Comment, bool)> = BTreeMap::new();
    for comment in &comments {
        let Some(cell) = comment.cell else { continue };
        let before = threads.get(&cell).is_some_and(|(_, ours)| *ours);
        threads.insert(cell, (comment, before || comment.ours));
        if comment.ours {
            match wanted.get(&cell).map(|words| escaped(words)) {
                Some(words) if text.get(comment.words.clone()) == Some(&words) => {}
                Some(words) => edits.replace(comment.words.clone(), words),
                None => edits.replace(comment.range.clone(), ""),
            }
        }
    }
    for (cell, (last, answered)) in threads {
        let Some(words) = wanted.get(&cell).filter(|_| !answered) else {
            continue;
        };
        let Comment { thread, date, .. } = last;
        let id = format!(
            "{{5255414D-{:04X}-4000-8000-{:07X}{:05X}}}",
            number & 0xFFFF,
            cell.row,
            cell.column
        );
        edits.insert(
            last.range.end,
            format!(
                r#"<{p}threadedComment ref="{cell}" dT="{date}" personId="{PERSON}" id="{id}" parentId="{thread}"><{p}text>{}</{p}text></{p}threadedComment>"#,
                escaped(words)
            ),
        );
    }
    Ok(edits.apply(text))
}

fn read(text: &str) -> Result<(String, Vec<Comment>), Error> {
    let mut comments: Vec<Comment> = Vec::new();
    let mut p = String::new();
    scan(text, |tag| {
        let written = text.get(tag.range.clone()).unwrap_or_default();
        let said = |name| value(written, name).unwrap_or_default().to_owned();
        match (tag.depth, tag.name, tag.kind) {
            (0, _, Kind::Open) => prefix(written).clone_into(&mut p),
            (1, "threadedComment", Kind::Open) => comments.push(Comment {
                range: tag.range.clone(),
                words: 0..0,
                cell: said("ref").parse().ok(),
                ours: said("personId") == PERSON,
                thread: value(written, "parentId").map_or_else(|| said("id"), str::to_owned),
                date: said("dT"),
            }),
            (1, "threadedComment", Kind::Close) => {
                if let Some(comment) = comments.last_mut() {
                    comment.range.end = tag.range.end;
                }
            }
            (2, "text", Kind::Open) => {
                if let Some(comment) = comments.last_mut() {
                    comment.words = tag.range.end..tag.range.end;
                }
            }
            (2, "text", Kind::Close) => {
                if let Some(comment) = comments.last_mut() {
                    comment.words.end = tag.range.start;
                }
            }
            _ => {}
        }
    })?;
    Ok((p, comments))
}
