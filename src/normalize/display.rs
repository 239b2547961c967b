//! Text from a file, made fit to be shown.

use std::borrow::Cow;

use super::thai;

/// Text from a file, with what could command a terminal made visible.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\n' => " ".to_owned(),
        c if harmful(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// How many columns of a terminal the text takes: Thai marks take none.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().filter(|c| !thai::is_mark(*c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_is_made_visible() {
        assert_eq!(
            safe("ส.ตส.\u{1b}[2J\nก\u{202e}"),
            "ส.ตส.\\u{1b}[2J ก\\u{202e}"
        );
        assert!(matches!(safe("ที่ 1"), Cow::Borrowed(_)));
        assert_eq!(width("ที่ ผู้"), 3);
    }
}
