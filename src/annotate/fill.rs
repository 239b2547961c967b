//! Fills as a workbook writes them: the tints of our marks, and the fills that
//! cells had before, which a marked copy carries until they are put back.

use quick_xml::{Reader, events::Event};

use super::xml::{Edits, scan, value};
use crate::finding::Severity;

/// The fills by severity; tints that no palette offers, so that they are known
/// again.
const TINTS: [(Severity, &str); 3] = [
    (Severity::Error, "FFB9BF"),
    (Severity::Warning, "FFE79E"),
    (Severity::Info, "CDE3F8"),
];

/// What a fill consists of.
const ELEMENTS: [&str; 7] = [
    "fill",
    "patternFill",
    "fgColor",
    "bgColor",
    "gradientFill",
    "stop",
    "color",
];

/// The severity whose mark a fill is.
pub(super) fn severity(fill: &str) -> Option<Severity> {
    let mut solid = false;
    let mut tint = None;
    scan(fill, |tag| {
        let written = fill.get(tag.range.clone()).unwrap_or_default();
        match tag.name {
            "patternFill" => solid |= value(written, "patternType") == Some("solid"),
            "fgColor" => tint = value(written, "rgb").or(tint),
            _ => {}
        }
    })
    .ok()?;
    // Programs differ in the two digits of the opacity before the colour.
    let tint = tint?;
    let tint = tint.get(tint.len().checked_sub(6)?..)?;
    let known = TINTS
        .iter()
        .find(|(_, known)| solid && tint.eq_ignore_ascii_case(known));
    known.map(|(severity, _)| *severity)
}

/// The fill of a severity's marks.
pub(super) fn of(severity: Severity, p: &str) -> String {
    let tint = TINTS
        .iter()
        .find(|(known, _)| *known == severity)
        .map_or("", |(_, tint)| tint);
    format!(
        r#"<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{tint}"/><{p}bgColor indexed="64"/></{p}patternFill></{p}fill>"#
    )
}

/// A fill as a record carries it: without a prefix, which the program that
/// saves the copy may change.
pub(super) fn record(fill: &str) -> String {
    prefixed(fill, "")
}

/// The fill of a record in the prefix of the part it goes to; none where it is
/// none, as records stand in a sheet that anybody may edit.
pub(super) fn recorded(record: &str, p: &str) -> Option<String> {
    is_fill(record).then(|| prefixed(record, p))
}

fn prefixed(fill: &str, p: &str) -> String {
    let mut edits = Edits::default();
    let scanned = scan(fill, |tag| {
        let written = fill.get(tag.range.clone()).unwrap_or_default();
        let open = written.len() - written.trim_start_matches(['<', '/']).len();
        let name = written.find(tag.name).unwrap_or(open);
        let start = tag.range.start;
        edits.replace(start + open..start + name, p);
    });
    match scanned {
        Ok(()) => edits.apply(fill),
        Err(_) => fill.to_owned(),
    }
}

/// Whether the text is one fill and nothing else.
fn is_fill(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut fills = 0;
    loop {
        let (element, opens) = match reader.read_event() {
            Ok(Event::Start(element)) => (element, 1),
            Ok(Event::Empty(element)) => (element, 0),
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Ok(Event::Eof) => return fills == 1 && depth == 0,
            _ => return false,
        };
        let name = element.name();
        let known = ELEMENTS.contains(&name.as_ref());
        let root = name.as_ref() == "fill";
        let sound = element.attributes().all(|attribute| {
            attribute.is_ok_and(|attribute| !attribute.value.contains(['<', '&']))
        });
        if !known || !sound || root != (depth == 0) {
            return false;
        }
        fills += usize::from(root);
        depth += opens;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_tints_are_known_however_they_are_written() {
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            assert_eq!(super::severity(&of(severity, "x:")), Some(severity));
        }
        let other =
            "<fill><patternFill patternType='solid'><fgColor rgb='00ffb9bf'/></patternFill></fill>";
        assert_eq!(severity(other), Some(Severity::Error));
        for fill in [
            r#"<fill><patternFill patternType="none"/></fill>"#,
            r#"<fill><patternFill patternType="lightUp"><fgColor rgb="FFFFB9BF"/></patternFill></fill>"#,
            r#"<fill><patternFill patternType="solid"><fgColor rgb="BF"/></patternFill></fill>"#,
        ] {
            assert_eq!(severity(fill), None, "{fill}");
        }
    }

    #[test]
    fn a_record_takes_the_prefix_of_the_part_it_goes_to() {
        let fill = "<x:fill><x:patternFill patternType='solid'><x:fgColor theme='4'/></x:patternFill></x:fill>";
        let plain =
            "<fill><patternFill patternType='solid'><fgColor theme='4'/></patternFill></fill>";
        assert_eq!(record(fill), plain);
        assert_eq!(recorded(plain, "x:").as_deref(), Some(fill));
        assert_eq!(recorded(plain, "").as_deref(), Some(plain));
    }

    #[test]
    fn a_record_that_is_no_fill_is_not_put_back() {
        for text in [
            "",
            "yellow",
            "<fill>",
            "<fill></font>",
            "<fill/><fill/>",
            "<font/>",
            "<fill><fill/></fill>",
            "<fill><patternFill a=b/></fill>",
            "<fill>x</fill>",
            "<fill><script/></fill>",
        ] {
            assert_eq!(recorded(text, ""), None, "{text}");
        }
    }
}
