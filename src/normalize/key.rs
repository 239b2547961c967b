//! The comparison key: two texts that differ only in how they were spaced,
//! wrapped or abbreviated have the same one.

use std::borrow::Cow;

use super::thai;

/// The key of `text`: cleaned, without white space, format characters and ฯ.
/// ฯลฯ is a word of its own and stays.
#[must_use]
pub fn key(text: &str) -> String {
    let clean = match thai::is_clean(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(thai::cleaned(text)),
    };
    let mut key = String::with_capacity(clean.len());
    let mut chars = clean.chars();
    while let Some(c) = chars.next() {
        if c == 'ฯ' {
            if chars.as_str().starts_with("ลฯ") {
                key.push_str("ฯลฯ");
                chars.next();
                chars.next();
            }
        } else if !c.is_whitespace() && !is_format(c) {
            key.push(c);
        }
    }
    key
}

const fn is_format(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Where `phrase` stands in `text`, the white space and ฯ of both ignored:
/// byte offsets of its first character and behind its last.
#[must_use]
pub fn find(text: &str, phrase: &str) -> Option<(usize, usize)> {
    find_from(text, phrase, 0)
}

/// [`find`], from the byte offset `from` on.
#[must_use]
pub fn find_from(text: &str, phrase: &str, from: usize) -> Option<(usize, usize)> {
    let first = phrase.chars().find(|c| !is_skipped(*c))?;
    let tail = text.get(from..)?;
    tail.match_indices(first).find_map(|(at, _)| {
        let end = starts(tail.get(at..)?, phrase)?;
        Some((from + at, from + at + end))
    })
}

/// Where `phrase` ends at the start of `text`, white space and ฯ ignored.
#[must_use]
pub fn starts(text: &str, phrase: &str) -> Option<usize> {
    // Most texts begin otherwise, which one look tells.
    if let (Some(begin), Some(other)) = (text.chars().next(), phrase.chars().next())
        && begin != other
        && !is_skipped(begin)
        && !is_skipped(other)
    {
        return None;
    }
    let mut rest = phrase.chars().filter(|c| !is_skipped(*c));
    let mut next = rest.next();
    for (at, c) in text.char_indices() {
        match next {
            None => return Some(at),
            Some(w) if w == c => next = rest.next(),
            Some(_) if is_skipped(c) => {}
            Some(_) => return None,
        }
    }
    next.is_none().then_some(text.len())
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace() || c == 'ฯ'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_signs_do_not_count() {
        assert_eq!(
            key("มาตรการฯ/ แนวทาง\nการดำเนินงาน"),
            key("มาตรการ/แนวทางการดำเนินงาน")
        );
        assert_eq!(key("ต่าง ๆ"), key("ต่างๆ"));
        assert_eq!(key("ข้าว ฯลฯ"), "ข้าวฯลฯ");
        assert_ne!(key("การใช้อำนาจ"), key("การใช้งบประมาณ"));
    }

    #[test]
    fn a_phrase_is_found_across_line_breaks() {
        let text = "ก คะแนน ต่ำกว่าเกณฑ์\nเป้าหมาย ข";
        let (start, end) = find(text, "คะแนนต่ำกว่าเกณฑ์เป้าหมาย").unwrap();
        assert_eq!(text.get(..start), Some("ก "));
        assert_eq!(text.get(end..), Some(" ข"));
        assert_eq!(find(text, "คะแนนสูง"), None);
        assert_eq!(starts("OIT :", "OIT"), Some(3));
    }
}
