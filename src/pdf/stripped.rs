//! Real files without what makes them easy: the texts of spans, which readers
//! need not honour and producers get wrong, or the character maps and names of
//! the embedded fonts, which most subsets lack. What comes out is as right as
//! before, or says that it is not.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use lopdf::{Document, Object};

use crate::normalize::thai;

/// What is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Without {
    /// `ActualText`.
    Spans,
    /// `cmap` and `post` of embedded TrueType fonts.
    Names,
}

/// The bytes of a file without something, and whether it had any.
fn stripped(bytes: &[u8], without: Without) -> (Vec<u8>, bool) {
    let mut document = Document::load_mem(bytes).unwrap();
    let mut changed = false;
    let mut rename = |content: &mut [u8], from: &[u8], to: &[u8]| {
        let finder = memchr::memmem::Finder::new(from);
        let places: Vec<usize> = finder.find_iter(content).collect();
        for place in places {
            changed = true;
            content[place..place + to.len()].copy_from_slice(to);
        }
    };
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let is_font = stream.dict.has(b"Length1");
        let Ok(mut content) = stream.decompressed_content() else {
            continue;
        };
        match without {
            Without::Spans if !is_font => rename(&mut content, b"/ActualText", b"/UnusedText"),
            Without::Names if is_font => {
                let tables = content.get(4..6).map_or(0, |n| usize::from(n[1]));
                let end = (12 + 16 * tables).min(content.len());
                rename(&mut content[..end], b"cmap", b"cmaX");
                rename(&mut content[..end], b"post", b"posX");
            }
            _ => continue,
        }
        stream.dict.remove(b"Filter");
        stream.dict.remove(b"DecodeParms");
        stream.set_content(content);
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    (bytes, changed)
}

/// How often each letter stands on each page with the marks on it, the Thai
/// normalized. Which lines are one may change with how a span is laid out.
fn letters(bytes: &[u8]) -> BTreeMap<(usize, String), usize> {
    let mut letters = BTreeMap::new();
    for (number, page) in super::text(bytes, None, &crate::limits::Limits::default(), &mut || {})
        .unwrap()
        .iter()
        .enumerate()
    {
        let mut letter = String::new();
        for c in thai::clean(page).text.chars().chain(['\n']) {
            if !thai::is_mark(c) && c != 'ำ' {
                let whole = std::mem::take(&mut letter);
                *letters.entry((number, whole)).or_default() += 1;
            }
            letter.push(c);
        }
    }
    letters.retain(|(_, letter), _| !letter.trim().is_empty());
    letters
}

/// Letters of a file that differ without something: how many are lost and say
/// so, and those that became others in silence.
fn differing(path: &Path, without: Without) -> Option<(usize, Vec<String>)> {
    let bytes = fs::read(path).unwrap();
    let (bare, changed) = stripped(&bytes, without);
    if !changed {
        return None;
    }
    let (before, after) = (letters(&bytes), letters(&bare));
    let more = after.iter().filter_map(|(letter, count)| {
        let more = count.checked_sub(before.get(letter).copied().unwrap_or(0))?;
        (more > 0).then_some((letter, more))
    });
    let (said, silent): (Vec<_>, Vec<_>) =
        more.partition(|((_, letter), _)| letter.contains('\u{fffd}'));
    let silent = silent.iter().map(|((page, letter), count)| {
        format!("{letter} stands {count} times more on page {}", page + 1)
    });
    Some((said.len(), silent.collect()))
}

/// How many files were changed, after no letter of any was found another or
/// lost.
fn none_is_lost(folder: &Path, without: Without) -> usize {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .filter(|path| !path.to_str().unwrap().contains("scan-no-text"))
        .collect();
    files.sort();
    let mut changed = 0;
    for path in files {
        let Some((said, silent)) = differing(&path, without) else {
            continue;
        };
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(silent.is_empty(), "{name}: {silent:#?}");
        assert_eq!(said, 0, "{name}");
        changed += 1;
    }
    changed
}

#[test]
fn the_report_reads_the_same_without_what_spans_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf/fio");
    assert_eq!(none_is_lost(&folder, Without::Spans), 4);
}

#[test]
fn the_corpus_reads_the_same_without_spans_or_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !root.exists() {
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: the corpus is not beside the project, so nothing was taken from its files"
        );
        return;
    }
    let changed = |folder, without| none_is_lost(&root.join(folder), without);
    assert_eq!(changed("fio", Without::Spans), 3);
    assert_eq!(changed("thai", Without::Spans), 3);
    assert_eq!(changed("thai", Without::Names), 6);
}
