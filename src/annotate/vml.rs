//! The boxes in which old comments are shown: a drawing in VML, which need not
//! be well-formed XML, so that its shapes are found by their tags alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use super::{
    damaged,
    xml::{Edits, value},
};
use crate::{error::Error, grid::Address};

/// The namespaces, declared on each shape: a drawing may call them otherwise.
macro_rules! spaces {
    () => {
        r#"xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel""#
    };
}

/// A drawing without boxes.
const EMPTY: &str = concat!(
    "<xml ",
    spaces!(),
    r#"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"#,
);

const SPACES: &str = spaces!();

/// What all boxes are alike in.
const KIND: &str = concat!(
    "<v:shapetype ",
    spaces!(),
    r#" id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">"#,
    r#"<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#,
);

/// A row higher than this, in points, holds the box of its comment.
const HIGH: f64 = 160.0;

/// The drawing with boxes for the comments `added`, and without those of the
/// `removed`.
pub(super) fn draw(
    text: Option<String>,
    added: &BTreeSet<Address>,
    removed: &BTreeSet<Address>,
    heights: &BTreeMap<u32, f64>,
) -> Result<String, Error> {
    let text = text.unwrap_or_else(|| EMPTY.to_owned());
    let mut edits = Edits::default();
    let mut last_id = 1024_u64;
    let mut done = 0;
    for (name, _) in text.match_indices(":shape ") {
        // No box stands in another.
        if name < done {
            continue;
        }
        let before = text.get(..name).unwrap_or_default();
        let Some(start) = before.rfind('<') else {
            continue;
        };
        let prefix = before.get(start + 1..).unwrap_or_default();
        let close = format!("</{prefix}:shape>");
        // Where one does not end, nor do those after it.
        let Some(end) = text.get(start..).and_then(|rest| rest.find(&close)) else {
            break;
        };
        let end = start + end + close.len();
        done = end;
        let shape = text.get(start..end).unwrap_or_default();
        let id = value(shape, "id").and_then(|id| id.strip_prefix("_x0000_s")?.parse::<u32>().ok());
        last_id = last_id.max(id.map_or(0, u64::from));
        if shape.contains(r#"ObjectType="Note""#)
            && cell(shape).is_some_and(|at| removed.contains(&at))
        {
            edits.replace(start..end, "");
        }
    }
    let mut shapes = String::new();
    for (at, id) in added.iter().zip(last_id + 1..) {
        shapes.push_str(&shape(*at, id, heights.get(&at.row).copied()));
    }
    if !text.contains(r#"id="_x0000_t202""#) {
        shapes.insert_str(0, KIND);
    }
    if !added.is_empty() {
        let end = text.rfind("</xml>");
        edits.insert(end.ok_or_else(|| damaged("a drawing has no end"))?, shapes);
    }
    Ok(edits.apply(&text))
}

/// The cell that a box belongs to.
fn cell(shape: &str) -> Option<Address> {
    let number = |name: &str| {
        let (_, rest) = shape.split_once(&format!(":{name}>"))?;
        rest.split('<').next()?.trim().parse::<u32>().ok()
    };
    Some(Address {
        row: number("Row")?,
        column: number("Column")?,
    })
}

/// A hidden box to the right of its cell; `Anchor` is its corners as columns
/// and rows, each with pixels into it.
fn shape(at: Address, id: u64, height: Option<f64>) -> String {
    let Address { row, column } = at;
    let (left, right) = (column.saturating_add(1), column.saturating_add(3));
    let (bottom, into) = match height {
        Some(height) if HIGH < height => (row, 200),
        _ => (row.saturating_add(7), 4),
    };
    let mut shape = format!(
        r##"<v:shape {SPACES} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">"##
    );
    let _ = write!(
        shape,
        r##"<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>"##
    );
    let _ = write!(
        shape,
        r#"<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 12, {row}, 4, {right}, 60, {bottom}, {into}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"#
    );
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_have_numbers_whatever_those_before_have() {
        let added = ["B2", "B3"].map(|cell| cell.parse().unwrap()).into();
        for (before, next) in [
            ("1030", "1031"),
            ("4294967295", "4294967296"),
            ("18446744073709551615", "1025"),
        ] {
            let text = format!(r#"<xml><v:shape id="_x0000_s{before}"></v:shape></xml>"#);
            let drawn = draw(Some(text), &added, &BTreeSet::new(), &BTreeMap::new()).unwrap();
            assert!(
                drawn.contains(&format!(r#"id="_x0000_s{next}""#)),
                "{drawn}"
            );
        }
    }

    #[test]
    fn boxes_without_an_end_are_looked_at_once() {
        let text = format!("<xml>{}</xml>", "<v:shape ".repeat(300_000));
        let start = std::time::Instant::now();
        let drawn = draw(
            Some(text.clone()),
            &BTreeSet::new(),
            &BTreeSet::new(),
            &BTreeMap::new(),
        );
        assert_eq!(drawn.unwrap(), text);
        assert!(start.elapsed().as_secs() < 60);
    }
}
