//! A page while it is written. Markup is only ever a literal of ours, and
//! everything else is escaped: what a file says cannot become markup.

use std::fmt::Display;

use crate::{finding::Message, normalize::display::safe};

/// The text of a page so far.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Markup of ours.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text, whoever wrote it: inert in an element and in a quoted attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in safe(text).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// A number, or what else has no words.
    pub(super) fn show(&mut self, value: impl Display) -> &mut Self {
        self.text(&value.to_string())
    }

    /// A name or a value out of a file; what is written from right to left
    /// moves nothing around it.
    pub(super) fn data(&mut self, text: &str) -> &mut Self {
        self.raw("<bdi>").text(text).raw("</bdi>")
    }

    /// The same in both languages: the page shows one of them, or both where
    /// no script runs.
    pub(super) fn both(&mut self, th: &str, en: &str) -> &mut Self {
        self.raw("<span lang=\"th\">")
            .text(th)
            .raw("</span><span lang=\"en\">")
            .text(en)
            .raw("</span>")
    }

    /// A sentence in both languages.
    pub(super) fn say(&mut self, message: &Message) -> &mut Self {
        self.both(&message.th, &message.en)
    }

    /// A heading of a column.
    pub(super) fn column(&mut self, th: &str, en: &str) -> &mut Self {
        self.raw("<th scope=\"col\">").both(th, en).raw("</th>")
    }

    /// A heading of a column of numbers.
    pub(super) fn numbers(&mut self, th: &str, en: &str) -> &mut Self {
        self.raw("<th scope=\"col\" class=\"number\">")
            .both(th, en)
            .raw("</th>")
    }

    /// A table begins; one that is wider than the screen moves in its frame,
    /// by the keyboard too.
    pub(super) fn table(&mut self, class: &'static str, th: &str, en: &str) -> &mut Self {
        self.raw("<div class=\"frame\" tabindex=\"0\"><table class=\"")
            .raw(class)
            .raw("\"><caption>")
            .both(th, en)
            .raw("</caption><thead><tr>")
    }

    /// The table's headings end, and its rows begin.
    pub(super) fn rows(&mut self) -> &mut Self {
        self.raw("</tr></thead><tbody>\n")
    }

    /// The table ends.
    pub(super) fn end_table(&mut self) -> &mut Self {
        self.raw("</tbody></table></div>\n")
    }

    /// The text.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut out = Markup::default();
        out.text("</script><img src=x onerror=\"alert('1')\">&\u{202e}\u{0}\u{61c}");
        assert_eq!(
            out.into_text(),
            "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;\\u{202e}\\u{0}\\u{61c}"
        );
    }
}
