//! The result cell: what was done, obstacles, suggestions, progress; its
//! sections are found by their words, for some cells are one line.

use std::collections::BTreeSet;

use super::{
    measures::bullets,
    progress::{percent, said_percent},
    text::word_starts,
};
use crate::{
    columns::ColumnId,
    marks::OFFICE,
    normalize::{key, lines, number::Number},
    submission::ResultReport,
};

/// A section of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Actions,
    Obstacles,
    Suggestions,
    Progress,
}

/// The words that begin each section, longest first.
const WORDS: [(Section, &[&str]); 4] = [
    (
        Section::Actions,
        &[
            "ผลการดำเนินงานดังนี้",
            "ผลการดำเนินการดังนี้",
            "ผลการดำเนินงาน",
            "ผลการดำเนินการ",
        ],
    ),
    (
        Section::Obstacles,
        &[
            BOTH,
            "ปัญหา/อุปสรรคและข้อเสนอแนะ",
            "ปัญหาและอุปสรรค",
            "ปัญหา/อุปสรรค",
            "ปัญหาอุปสรรค",
        ],
    ),
    (
        Section::Suggestions,
        &[
            "ข้อเสนอแนะ/แนวทางแก้ไข",
            "ข้อเสนอแนะและแนวทางแก้ไข",
            "ข้อเสนอแนะเพิ่มเติม",
            "ข้อเสนอแนะ",
        ],
    ),
    (
        Section::Progress,
        &[
            "ความคืบหน้าการดำเนินงาน",
            "ความคืบหน้าการดำเนินการ",
            "ร้อยละความคืบหน้า",
            "ความคืบหน้า",
            "ความก้าวหน้า",
        ],
    ),
];

/// One heading for two sections.
const BOTH: &str = "ปัญหาอุปสรรคและข้อเสนอแนะ";

/// What a result cell says.
#[derive(Debug)]
pub(super) struct ResultText {
    pub(super) report: ResultReport,
    /// The progress as read.
    pub(super) progress: Option<Number>,
    /// The progress as written, where its section is there.
    pub(super) progress_text: Option<String>,
    /// Byte offsets of the actions.
    pub(super) actions_at: Vec<usize>,
    /// Byte offsets of obstacles, suggestions and progress.
    pub(super) obstacles_at: usize,
    pub(super) suggestions_at: usize,
    pub(super) progress_at: usize,
    /// The sections that the text lacks, and what each is called. Progress has a
    /// rule of its own.
    pub(super) missing: Vec<(ColumnId, &'static str)>,
}

/// Whether a line of a result cell opens a paragraph.
pub(super) fn opens(line: &str) -> bool {
    lines::opens_list(line)
        || line.starts_with(OFFICE)
        || WORDS
            .iter()
            .any(|(_, words)| word_end(line, words).is_some())
}

/// The sections that a text has.
pub(super) fn has(text: &str) -> BTreeSet<Section> {
    let found = sections(text).into_iter();
    found.map(|(section, _, _)| section).collect()
}

/// Reads the text of a result cell.
pub(super) fn parse(text: &str) -> ResultText {
    let found = sections(text);
    let part = |section: Section| {
        let (_, _, start) = found.iter().find(|(other, _, _)| *other == section)?;
        let next = found
            .iter()
            .map(|(_, word, _)| *word)
            .filter(|word| word >= start);
        let end = next.min().unwrap_or(text.len());
        Some((text.get(*start..end)?, *start))
    };
    let (actions, actions_at) = match part(Section::Actions) {
        Some((words, start)) => list(words, start),
        // Without its heading, what stands before the other sections.
        None => {
            let end = found.first().map_or(text.len(), |first| first.1);
            list(text.get(..end).unwrap_or_default(), 0)
        }
    };
    let said = |section| part(section).map_or((None, 0), |(words, start)| (saying(words), start));
    let (obstacles, obstacles_at) = said(Section::Obstacles);
    let (suggestions, suggestions_at) = said(Section::Suggestions);
    let progress_part = part(Section::Progress);
    let progress = match progress_part {
        Some((words, _)) => percent(words),
        // A cell that tells one percentage anywhere.
        None => said_percent(text),
    };
    ResultText {
        report: ResultReport {
            actions,
            obstacles,
            suggestions,
            progress_percent: progress.as_ref().map(|progress| progress.value),
            text: text.to_owned(),
        },
        progress,
        progress_text: progress_part.map(|(words, _)| words.trim().to_owned()),
        actions_at,
        obstacles_at,
        suggestions_at,
        progress_at: progress_part.map_or(0, |(_, start)| start),
        missing: lacking(&found),
    }
}

fn lacking(found: &[(Section, usize, usize)]) -> Vec<(ColumnId, &'static str)> {
    [
        (Section::Obstacles, ColumnId::Obstacles, "ปัญหาอุปสรรค"),
        (Section::Suggestions, ColumnId::Suggestions, "ข้อเสนอแนะ"),
    ]
    .into_iter()
    .filter(|(section, _, _)| !found.iter().any(|(other, _, _)| other == section))
    .map(|(_, id, name)| (id, name))
    .collect()
}

/// The sections as they stand: offsets of each one's word and of what follows
/// it. A word inside a sentence is none: it counts at the start of a paragraph,
/// or behind the sections that come before it on the form.
fn sections(text: &str) -> Vec<(Section, usize, usize)> {
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    let starts = word_starts(text).map(|at| (at, at + sign(rest(at))));
    let starts: Vec<(usize, usize)> = starts.collect();
    let mut found: Vec<(Section, usize, usize)> = Vec::new();
    for (section, words) in WORDS {
        let from = found.iter().map(|other| other.2).max().unwrap_or(0);
        let candidates = starts.iter().copied().filter_map(|(at, bare)| {
            let end = bare + word_end(rest(bare), words)?;
            let opens = at == 0 || text.get(..at)?.trim_end_matches(' ').ends_with('\n');
            Some((!opens, at < from, at, end))
        });
        let candidates = candidates.filter(|(_, _, at, _)| section != Section::Actions || *at == 0);
        let taken = |at: usize| {
            found
                .iter()
                .any(|(_, word, end)| (*word..*end).contains(&at))
        };
        // At a paragraph behind the others, else at any paragraph, else in line
        // behind the others.
        let best = candidates
            .filter(|(inside, before, at, _)| !(taken(*at) || *inside && *before))
            .min_by_key(|(inside, before, at, _)| (*inside, *before, *at));
        if let Some((_, _, at, end)) = best {
            found.push((section, at, end));
            let heading = text.get(at..end).unwrap_or_default();
            if section == Section::Obstacles && key::find(heading, "ข้อเสนอแนะ").is_some()
            {
                found.push((Section::Suggestions, at, end));
            }
        }
        if found
            .iter()
            .filter(|(other, _, _)| *other == Section::Suggestions)
            .count()
            > 1
        {
            found.pop();
        }
    }
    found.sort_by_key(|(_, at, _)| *at);
    found
}

/// Where one of `words` ends at the start of `text`, a colon included; a word
/// that goes on in Thai is another word, unless the section's text touches it.
fn word_end(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let end = key::starts(text, word)?;
        let after = text.get(end..)?.trim_start();
        let colon = usize::from(after.starts_with(':'));
        Some(text.len() - after.len() + colon)
    })
}

/// How long the dash or number is that `text` begins with.
fn sign(text: &str) -> usize {
    let numbered = || lines::number(text).map(|(_, rest)| rest);
    let bare = lines::bullet(text).or_else(numbered);
    bare.map_or(0, |bare| text.len() - bare.len())
}

/// The dashes or numbers of a list, or the whole where there are none.
fn list(text: &str, start: usize) -> (Vec<String>, Vec<usize>) {
    let marks = bullets(text, 0, text.len());
    let marks = if marks.is_empty() {
        numbered(text)
    } else {
        marks
    };
    let mut parts = Vec::new();
    let lead = marks.first().map_or(text.len(), |(mark, _)| *mark);
    let mut push = |from: usize, to: usize| {
        let words = text.get(from..to).unwrap_or_default();
        let trimmed = words.trim().trim_start_matches(':').trim();
        if !trimmed.is_empty() {
            parts.push((trimmed.to_owned(), start + from));
        }
    };
    push(0, lead);
    for (i, (_, content)) in marks.iter().enumerate() {
        push(*content, marks.get(i + 1).map_or(text.len(), |next| next.0));
    }
    parts.into_iter().unzip()
}

/// Offsets of `1.`, `2.`, … at the start of lines.
fn numbered(text: &str) -> Vec<(usize, usize)> {
    word_starts(text)
        .filter(|at| {
            *at == 0
                || text
                    .get(..*at)
                    .is_some_and(|before| before.trim_end_matches(' ').ends_with('\n'))
        })
        .filter_map(|at| {
            let (_, rest) = lines::number(text.get(at..)?)?;
            Some((at, text.len() - rest.len()))
        })
        .collect()
}

/// What a section says: nothing where it says ไม่มี or a dash.
fn saying(text: &str) -> Option<String> {
    let words = text.trim().trim_start_matches(':').trim_start();
    let words = lines::bullet(words).unwrap_or(words).trim();
    (!says_nothing(words)).then(|| words.to_owned())
}

/// Whether the words mean that there is nothing to say.
pub(super) fn says_nothing(words: &str) -> bool {
    let none = [
        "ไม่มี",
        "ไม่มีปัญหา",
        "ไม่มีอุปสรรค",
        "ไม่มีปัญหาอุปสรรค",
        "ไม่มีข้อเสนอแนะ",
    ];
    let bare = words.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.' | '(' | ')')
    });
    // No repair puts another letter before one of these.
    if bare.starts_with(|c: char| matches!(c, 'ก'..='ฮ' | 'เ'..='ใ')) {
        return false;
    }
    bare.is_empty() || none.contains(&key::key(bare).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(text: &str) -> Vec<(ColumnId, &'static str)> {
        parse(text).missing
    }

    #[test]
    fn sections_are_found_on_one_line_and_on_many() {
        for text in [
            "ผลการดำเนินงาน ดังนี้ - ชักซ้อม และส่งข้อมูล ปัญหาอุปสรรค ไม่มี ข้อเสนอแนะ ควรเพิ่ม ความคืบหน้าการดำเนินงาน ร้อยละ 100",
            "ผลการดำเนินงาน ดังนี้\n- ชักซ้อม และส่งข้อมูล\nปัญหาอุปสรรค : ไม่มี\nข้อเสนอแนะ: ควรเพิ่ม\nความคืบหน้าการดำเนินงาน ๑๐๐%",
            "- ชักซ้อม และส่งข้อมูล\nปัญหา / อุปสรรค -\nข้อเสนอแนะ ควรเพิ่ม\nความคืบหน้า 100",
        ] {
            let result = parse(text);
            assert_eq!(result.report.actions, ["ชักซ้อม และส่งข้อมูล"], "{text}");
            assert_eq!(result.report.obstacles, None, "{text}");
            assert_eq!(
                result.report.suggestions.as_deref(),
                Some("ควรเพิ่ม"),
                "{text}"
            );
            assert_eq!(result.progress.unwrap().value.get(), 10_000, "{text}");
            assert!(missing(text).is_empty());
        }
    }

    #[test]
    fn section_words_inside_a_sentence_are_not_sections() {
        let text = "ผลการดำเนินงาน ดังนี้\n- ส่งรายงาน พร้อม ข้อเสนอแนะ แล้ว\nปัญหาอุปสรรค ระบบล่ม\nข้อเสนอแนะ ไม่มี\nความคืบหน้าการดำเนินงาน ร้อยละ 85.5";
        let report = parse(text).report;
        assert_eq!(report.actions, ["ส่งรายงาน พร้อม ข้อเสนอแนะ แล้ว"]);
        assert_eq!(report.obstacles.as_deref(), Some("ระบบล่ม"));
        assert_eq!(report.suggestions, None);
        assert_eq!(report.progress_percent.unwrap().get(), 8550);
    }

    #[test]
    fn several_actions_are_several() {
        let text = "ผลการดำเนินงาน ดังนี้\n1. ประชุมชี้แจง\n2. ส่งข้อมูล\nปัญหาอุปสรรค ไม่มี";
        assert_eq!(parse(text).report.actions, ["ประชุมชี้แจง", "ส่งข้อมูล"]);
        assert_eq!(missing(text), [(ColumnId::Suggestions, "ข้อเสนอแนะ")]);
        assert_eq!(parse("ดำเนินการแล้ว").report.actions, ["ดำเนินการแล้ว"]);
    }

    #[test]
    fn sections_may_be_numbered_swapped_or_joined() {
        let text = "1. ผลการดำเนินงาน\n- ทำ\n2. ปัญหา/อุปสรรค : ไม่มีปัญหา\n3. ข้อเสนอแนะ : เพิ่มคน\nความคืบหน้า 100%";
        let report = parse(text).report;
        assert_eq!(
            (report.actions.as_slice(), report.obstacles),
            (&["ทำ".to_owned()][..], None)
        );
        assert_eq!(report.suggestions.as_deref(), Some("เพิ่มคน"));
        let text = "ผลการดำเนินงาน ดังนี้\n- ทำ\nความคืบหน้า ร้อยละ 50\nข้อเสนอแนะ ข\nปัญหาอุปสรรค ก";
        let report = parse(text).report;
        assert_eq!(report.actions, ["ทำ"]);
        assert_eq!(
            (report.obstacles.as_deref(), report.suggestions.as_deref()),
            (Some("ก"), Some("ข"))
        );
        assert_eq!(report.progress_percent.unwrap().get(), 5_000);
        let text = "- ทำ\nปัญหา อุปสรรค และข้อเสนอแนะ ไม่มี\nความคืบหน้า 100";
        let report = parse(text).report;
        assert_eq!((report.obstacles, report.suggestions), (None, None));
        assert!(missing(text).is_empty());
    }
}
