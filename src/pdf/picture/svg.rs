//! SVG, as far as pictures of pages need it: pieces that are whole, numbers
//! that are short, text that is text.

use quick_xml::escape::escape;

use super::super::ink::Rect;

/// What lies farther out is on no page.
const FARTHEST: f64 = 100_000.0;

/// Pieces of a picture, up to a limit.
#[derive(Debug)]
pub(super) struct Svg {
    pub(super) text: String,
    /// Bytes that it may have.
    most: usize,
    /// Whether pieces were left out.
    pub(super) cut: bool,
}

impl Svg {
    pub(super) fn new(most: usize) -> Self {
        Self {
            text: String::new(),
            most,
            cut: false,
        }
    }

    /// Adds an element, which must be whole.
    pub(super) fn add(&mut self, element: &str) {
        if self.most < self.text.len() + element.len() {
            self.cut = true;
        } else {
            self.text.push_str(element);
        }
    }
}

/// A number, to a tenth of a point.
pub(super) fn number(value: f64) -> String {
    let near = value.clamp(-FARTHEST, FARTHEST);
    let rounded = (near * 10.0).round() / 10.0;
    if rounded.is_nan() || rounded == 0.0 {
        "0".to_owned()
    } else {
        rounded.to_string()
    }
}

/// Text from a document for a picture, without what XML or a reader of text
/// would take for something else.
pub(super) fn plain(text: &str) -> String {
    let harmful = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{200e}' | '\u{200f}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let kept: String = text.chars().filter(|c| !harmful(*c)).collect();
    escape(kept.as_str()).into_owned()
}

/// A rectangle of a class, with a title that is shown where one points at it.
pub(super) fn rectangle(class: &str, area: Rect, title: &str) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
        number(area.x0),
        number(area.y0),
        number(area.width()),
        number(area.height()),
        plain(title)
    )
}

/// Text of a class; `more` are further attributes.
pub(super) fn text(class: &str, (x, y): (f64, f64), more: &str, said: &str) -> String {
    format!(
        "<text class=\"{class}\" x=\"{}\" y=\"{}\"{more}>{}</text>\n",
        number(x),
        number(y),
        plain(said)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (1.0 / 3.0, "0.3"),
            (-0.01, "0"),
            (f64::NAN, "0"),
            (f64::INFINITY, "100000"),
            (595.276, "595.3"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn text_is_text_only() {
        assert_eq!(
            plain("</text><script>\u{1b}\"&'\u{202e}\u{fffe}"),
            "&lt;/text&gt;&lt;script&gt;&quot;&amp;&apos;"
        );
    }

    #[test]
    fn a_full_picture_takes_no_half_element() {
        let mut svg = Svg::new(10);
        svg.add("<a/>");
        svg.add("<long/>");
        assert_eq!((svg.text.as_str(), svg.cut), ("<a/>", true));
    }
}
