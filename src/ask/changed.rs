//! The part of a long text that changed.

use crate::normalize::thai;

/// Characters shown on either side of what changed.
const AROUND: usize = 16;
/// A text as long as this is shown whole.
const SHORT: usize = 48;

/// What changed between two texts, spaces aside, with a little of what stands
/// around it; `…` where something was left out.
#[must_use]
pub fn changed(old: &str, new: &str) -> (String, String) {
    let old: Vec<char> = old.chars().collect();
    let new: Vec<char> = new.chars().collect();
    if old.len().max(new.len()) <= SHORT {
        return (old.iter().collect(), new.iter().collect());
    }
    let (old_start, new_start) = common(&old, &new, |text, at| text.get(at).copied());
    let backwards = |text: &[char], at: usize| {
        text.len()
            .checked_sub(at + 1)
            .and_then(|at| text.get(at).copied())
    };
    let (old_tail, new_tail) = common(
        old.get(old_start..).unwrap_or_default(),
        new.get(new_start..).unwrap_or_default(),
        backwards,
    );
    (
        part(&old, old_start, old.len() - old_tail),
        part(&new, new_start, new.len() - new_tail),
    )
}

/// How many characters of each are the same from one end on, spaces aside.
fn common(
    old: &[char],
    new: &[char],
    char_at: impl Fn(&[char], usize) -> Option<char>,
) -> (usize, usize) {
    let (mut i, mut j) = (0, 0);
    loop {
        match (char_at(old, i), char_at(new, j)) {
            (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
            (Some(a), _) if a.is_whitespace() => i += 1,
            (_, Some(b)) if b.is_whitespace() => j += 1,
            _ => return (i, j),
        }
    }
}

/// The text from `start` to `end` and what is around it; no mark is parted from
/// its letter.
fn part(text: &[char], start: usize, end: usize) -> String {
    let mark = |at: usize| text.get(at).is_some_and(|c| thai::is_mark(*c));
    let mut from = start.saturating_sub(AROUND);
    while from > 0 && mark(from) {
        from -= 1;
    }
    let mut to = (end + AROUND).min(text.len());
    while mark(to) {
        to += 1;
    }
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < text.len() { "…" } else { "" };
    let middle: String = text.get(from..to).unwrap_or_default().iter().collect();
    format!("{lead}{middle}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown() {
        let text = |word: &str| {
            format!(
                "ให้ทุกสำนักชี้แจงและทำความเข้าใจแก่บุคลากรในสังกัดภายใน {word} และรายงานผลให้สำนักนโยบายและแผนทราบต่อไป"
            )
        };
        let (old, new) = changed(&text("มี.ค. 2564"), &text("เม.ย.\n2564"));
        assert_eq!(old, "…กรในสังกัดภายใน มี.ค. 2564 และรายงาน…");
        assert_eq!(new, "…กรในสังกัดภายใน เม.ย.\n2564 และรายงาน…");
        assert_eq!(changed("ก", "ข"), ("ก".into(), "ข".into()));
        let (old, new) = changed(&text(""), &format!("{} อีกครั้ง", text("")));
        assert!(old.ends_with("ทราบต่อไป") && new.ends_with("อีกครั้ง"));
    }
}
