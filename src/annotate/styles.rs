//! The workbook's styles: the three fills of our marks, put over whatever
//! format a cell has, and taken off again.

use std::{collections::BTreeMap, ops::Range};

use super::{
    fill,
    xml::{Edits, Kind, escaped, prefix, scan, set, value},
};
use crate::{error::Error, finding::Severity};

/// A workbook without styles has these.
const EMPTY: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill>"#,
    r#"<fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs>"#,
    "</styleSheet>"
);

/// One list of the part: `fonts`, `fills`, `cellXfs`.
#[derive(Debug, Default)]
struct List {
    /// The opening tag, and where the list ends.
    open: Range<usize>,
    end: usize,
    /// The entries as they are written, those added last.
    entries: Vec<String>,
    /// How many the part has.
    known: usize,
    /// Places of the entries, by their text.
    places: BTreeMap<String, usize>,
}

impl List {
    /// The place of the entry, added unless it is there.
    fn place(&mut self, entry: String) -> usize {
        if let Some(place) = self.places.get(&entry) {
            return *place;
        }
        let place = self.entries.len();
        self.places.insert(entry.clone(), place);
        self.entries.push(entry);
        place
    }
}

/// The styles of a workbook while marks are made.
#[derive(Debug)]
pub(super) struct Styles {
    text: String,
    prefix: String,
    fonts: List,
    fills: List,
    formats: List,
    /// The fills that are marks.
    tints: BTreeMap<usize, Severity>,
    /// Places of the formats by their text, a fill that goes without saying said.
    filled: BTreeMap<String, usize>,
}

/// How the cells of our own sheet look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Title,
    /// A line that runs on to the right.
    Line,
    Head,
    Text,
    Link,
    Level(Severity),
}

impl Styles {
    /// Reads the part; none is an empty one.
    pub(super) fn read(text: Option<String>) -> Result<Self, Error> {
        let text = text.unwrap_or_else(|| EMPTY.to_owned());
        let mut styles = Self {
            prefix: String::new(),
            fonts: List::default(),
            fills: List::default(),
            formats: List::default(),
            tints: BTreeMap::new(),
            filled: BTreeMap::new(),
            text: String::new(),
        };
        let mut inside = String::new();
        let mut begun = 0;
        scan(&text, |tag| {
            let written = text.get(tag.range.clone()).unwrap_or_default();
            if tag.depth == 0 && tag.kind == Kind::Open {
                prefix(written).clone_into(&mut styles.prefix);
            }
            if tag.depth == 1 {
                tag.name.clone_into(&mut inside);
            }
            let Some(list) = styles.list(&inside) else {
                return;
            };
            match (tag.depth, tag.kind) {
                (1, Kind::Open) => list.open = tag.range.clone(),
                (1, Kind::Close) => list.end = tag.range.start,
                (2, Kind::Open) => begun = tag.range.start,
                (2, kind) => {
                    let from = if kind == Kind::Empty {
                        tag.range.start
                    } else {
                        begun
                    };
                    let entry = text.get(from..tag.range.end).unwrap_or_default().to_owned();
                    list.places
                        .entry(entry.clone())
                        .or_insert(list.entries.len());
                    list.entries.push(entry);
                }
                _ => {}
            }
        })?;
        let lists = [&mut styles.fonts, &mut styles.fills, &mut styles.formats];
        // A part without a single list.
        if inside.is_empty() {
            return Self::read(None);
        }
        for list in lists {
            list.known = list.entries.len();
            if list.known == 0 {
                return Err(Error::Damaged(
                    "the styles have no fonts, fills or formats".to_owned(),
                ));
            }
        }
        // What we add would become that fill.
        let mut used = styles.formats.entries.iter().filter_map(|xf| fill_of(xf));
        if used.any(|fill| fill >= styles.fills.known) {
            return Err(Error::Damaged(
                "a format has a fill that is not there".to_owned(),
            ));
        }
        let fills = styles.fills.entries.iter().enumerate();
        styles.tints = fills
            .filter_map(|(at, fill)| Some((at, fill::severity(fill)?)))
            .collect();
        for (at, format) in styles.formats.entries.iter().enumerate() {
            if let Some(fill) = fill_of(format) {
                styles.filled.entry(filled(format, fill)).or_insert(at);
            }
        }
        styles.text = text;
        Ok(styles)
    }

    fn list(&mut self, name: &str) -> Option<&mut List> {
        match name {
            "fonts" => Some(&mut self.fonts),
            "fills" => Some(&mut self.fills),
            "cellXfs" => Some(&mut self.formats),
            _ => None,
        }
    }

    /// The format, or the first where the part does not have it.
    pub(super) fn known(&self, format: usize) -> usize {
        if format < self.formats.known {
            format
        } else {
            0
        }
    }

    /// Whether the format has the fill of a mark.
    pub(super) fn is_marked(&self, format: usize) -> bool {
        let fill = self.formats.entries.get(format).and_then(|xf| fill_of(xf));
        fill.is_some_and(|fill| self.tints.contains_key(&fill))
    }

    /// A record of the format's fill; none where it is the plain one.
    pub(super) fn fill(&self, format: usize) -> Option<String> {
        let fill = fill_of(self.formats.entries.get(format)?)?;
        let fill = self.fills.entries.get(fill).filter(|_| fill != 0)?;
        Some(fill::record(fill))
    }

    /// The format with the fill of a mark.
    pub(super) fn marked(&mut self, format: usize, severity: Severity) -> usize {
        let fill = self.tint(severity);
        self.with_fill(format, fill)
    }

    /// The format with the fill that it had before it was marked: that of the
    /// `record`, or the plain one.
    pub(super) fn unmarked(&mut self, format: usize, record: Option<&str>) -> usize {
        let fill = record.and_then(|record| fill::recorded(record, &self.prefix));
        let fill = fill.map_or(0, |fill| self.fills.place(fill));
        self.with_fill(format, fill)
    }

    fn tint(&mut self, severity: Severity) -> usize {
        let mut known = self.tints.iter().filter(|(_, of)| **of == severity);
        if let Some((fill, _)) = known.next() {
            return *fill;
        }
        let fill = self.fills.place(fill::of(severity, &self.prefix));
        self.tints.insert(fill, severity);
        fill
    }

    fn with_fill(&mut self, format: usize, fill: usize) -> usize {
        let Some(entry) = self.formats.entries.get(format) else {
            return 0;
        };
        let applied = filled(entry, fill);
        // The one it was made of says the same where the fill goes without saying.
        if let Some(place) = self.filled.get(&applied) {
            return *place;
        }
        let place = self.formats.place(applied.clone());
        self.filled.insert(applied, place);
        place
    }

    /// The format for a cell of our own sheet.
    pub(super) fn look(&mut self, look: Look) -> usize {
        let p = self.prefix.clone();
        let name = self.fonts.entries.first().and_then(|font| {
            let name = font.split("name ").nth(1)?;
            value(&format!("<name {name}"), "val").map(str::to_owned)
        });
        let name = escaped(name.as_deref().unwrap_or("Calibri"));
        let font = |inner: &str, size: u32| {
            format!(r#"<{p}font>{inner}<{p}sz val="{size}"/><{p}name val="{name}"/></{p}font>"#)
        };
        let font = match look {
            Look::Title => font(&format!("<{p}b/>"), 16),
            Look::Head => font(&format!("<{p}b/>"), 11),
            Look::Link => font(&format!(r#"<{p}u/><{p}color rgb="FF0B57A4"/>"#), 11),
            Look::Line | Look::Text | Look::Level(_) => font("", 11),
        };
        let font = self.fonts.place(font);
        let fill = match look {
            Look::Level(severity) => self.tint(severity),
            _ => 0,
        };
        let wrap = u8::from(!matches!(look, Look::Title | Look::Line));
        let format = format!(
            r#"<{p}xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><{p}alignment vertical="top" wrapText="{wrap}"/></{p}xf>"#
        );
        self.formats.place(format)
    }

    /// The part with what was added.
    pub(super) fn finish(self) -> String {
        let mut edits = Edits::default();
        for list in [&self.fonts, &self.fills, &self.formats] {
            if let Some(added) = list
                .entries
                .get(list.known..)
                .filter(|added| !added.is_empty())
            {
                let open = self.text.get(list.open.clone()).unwrap_or_default();
                edits.replace(
                    list.open.clone(),
                    set(open, "count", &list.entries.len().to_string()),
                );
                edits.insert(list.end, added.concat());
            }
        }
        edits.apply(&self.text)
    }
}

/// The format with that fill, and said to have it.
fn filled(format: &str, fill: usize) -> String {
    let end = format.find('>').map_or(format.len(), |end| end + 1);
    let (tag, rest) = format.split_at_checked(end).unwrap_or((format, ""));
    let tag = set(tag, "fillId", &fill.to_string());
    format!("{}{rest}", set(&tag, "applyFill", "1"))
}

fn fill_of(format: &str) -> Option<usize> {
    value(format, "fillId").map_or(Some(0), |id| id.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_does_not_become_what_we_add() {
        let missing = EMPTY.replace(r#"<xf xfId="0"/>"#, r#"<xf fillId="2" xfId="0"/>"#);
        assert!(Styles::read(Some(missing)).is_err());
        let mut styles = Styles::read(None).unwrap();
        let marked = styles.marked(0, Severity::Error);
        assert_eq!((marked, styles.known(marked), styles.known(7)), (1, 0, 0));
    }

    #[test]
    fn a_format_that_says_nothing_of_its_fill_is_found_again() {
        let mut styles = Styles::read(None).unwrap();
        let marked = styles.marked(0, Severity::Error);
        let mut again = Styles::read(Some(styles.finish())).unwrap();
        assert_eq!(again.unmarked(marked, None), 0);
        assert_eq!(again.marked(0, Severity::Error), marked);
    }
}
