//! Text from a file, made fit to be shown.

use std::borrow::Cow;

use super::thai;

/// Text from a file, with what could command a terminal made visible.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\n' => " ".to_owned(),
        c if is_harmful(c) => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// What is written for programs, fit for a terminal: the same made visible as
/// JSON writes it, so that JSON stays what it is.
#[must_use]
pub fn quoted(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c.to_string(),
        c if is_harmful(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}

/// Control characters, ends of lines and what turns the direction of writing.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

/// How many columns of a terminal the text takes: Thai marks take none.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().filter(|c| !thai::is_mark(*c)).count()
}

/// Ascending numbers in words: `1-3, 7`.
#[must_use]
pub fn ranges(numbers: &[u32]) -> String {
    let parts: Vec<String> = numbers
        .chunk_by(|a, b| *b == a + 1)
        .filter_map(|run| match run {
            [] => None,
            [one] => Some(one.to_string()),
            [first, .., last] => Some(format!("{first}-{last}")),
        })
        .collect();
    parts.join(", ")
}

/// Height of the highest row that a sheet takes, in points.
pub const HIGHEST_ROW: f64 = 409.0;

/// The height in points of a row with these texts, each in a column so many
/// characters wide, where no program has measured it; `line` is that of a line.
pub fn row_height<'t>(line: f64, texts: impl Iterator<Item = (&'t str, u32)>) -> f64 {
    let lines = |(text, column): (&str, u32)| {
        let column = usize::try_from(column).unwrap_or(1).max(1);
        let wrapped = text.lines().map(|line| wrapped(line, column));
        wrapped.sum::<usize>()
    };
    let most = texts.map(lines).max().unwrap_or(1).max(1);
    (most as f64 * line).min(HIGHEST_ROW)
}

/// How many lines a line becomes in a column: Thai goes on wherever there is
/// room, a word of another script goes over whole.
fn wrapped(line: &str, column: usize) -> usize {
    let (mut lines, mut at) = (1, 0);
    for word in line.split(' ') {
        let own = width(word);
        let end = at + usize::from(at > 0) + own;
        let parts = own > column || word.contains(|c| ('\u{0e00}'..='\u{0e7f}').contains(&c));
        if end <= column {
            at = end;
        } else if parts {
            lines += (end - 1) / column;
            at = (end - 1) % column + 1;
        } else {
            lines += 1;
            at = own;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_a_row_are_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
        assert_eq!(ranges(&[]), "");
    }

    #[test]
    fn words_go_over_whole_and_thai_in_parts() {
        for (text, column, lines) in [
            ("", 10, 1),
            ("O1=100 O2=100 O3=100", 15, 2),
            ("O10=100 O11=100 O12=100 O13=100", 20, 2),
            ("O10=100 O11=100 O12=100 O13=100 O14=100", 20, 3),
            ("กขคงจฉชซฌญ กขคงจฉชซฌญ", 15, 2),
            ("กขคงจฉชซฌญกขคงจฉชซฌญกขคงจฉชซฌญ", 10, 3),
            ("aaaaaaaaaaaaaaa", 10, 2),
        ] {
            assert_eq!(wrapped(text, column), lines, "{text}");
        }
    }

    #[test]
    fn what_commands_a_terminal_is_made_visible() {
        assert_eq!(
            safe("ส.ตส.\u{1b}[2J\nก\u{202e}"),
            "ส.ตส.\\u{1b}[2J ก\\u{202e}"
        );
        assert!(matches!(safe("ที่ 1"), Cow::Borrowed(_)));
        let json = "[\n\t\"ก\u{9b}2J\u{202e}\u{7f}\"]";
        assert_eq!(quoted(json), "[\n\t\"ก\\u009b2J\\u202e\\u007f\"]");
        assert_eq!(width("ที่ ผู้"), 3);
    }
}
