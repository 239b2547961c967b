//! Which entries were written before, and where: files are looked through in
//! pieces, several at once.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::entries::{Listed, Place, unreadable};
use crate::error::Failure;

/// More than any entry has: that of two million cells is half of it.
const ENTRY_BYTES: u64 = 1 << 30;

/// As much of a file is looked through at a time.
const PIECE: u64 = 16 << 20;

/// Where a dataset has its entries.
pub(super) const LINES: &str = "submissions.jsonl";

/// The entries that were written before under `path`: a submission, a
/// `submissions.jsonl`, a dataset, which means its folder, or a folder of such.
///
/// # Errors
/// A file that cannot be read, or is none of them.
pub fn list(path: &Path) -> Result<Vec<Listed>, Failure> {
    let mut pieces = Vec::new();
    for file in files(path)? {
        pieces.extend(Piece::all(&file)?);
    }
    // As many threads as there are cores: hardly anything is held.
    let pool = super::pool(0)?;
    let found: Vec<_> = pool.install(|| pieces.par_iter().map(Piece::found).collect());
    let mut all = Vec::new();
    let (mut lines_before, mut is_over) = (0, false);
    for (piece, found) in pieces.iter().zip(found) {
        if piece.begin == 0 {
            (lines_before, is_over) = (0, false);
        }
        if is_over {
            continue;
        }
        let found: Found = found?;
        for mut listed in found.listed {
            listed.place.line += lines_before;
            all.push(listed);
        }
        if let Some((mut place, error)) = found.wrong {
            place.line += lines_before;
            return Err(place.invalid(&error.to_string()));
        }
        lines_before += found.lines;
        is_over = found.is_whole;
    }
    Ok(all)
}

/// The files with entries under `path`.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.file_name().is_some_and(|name| name == "dataset.json") {
        return Ok(vec![path.with_file_name(LINES)]);
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let mut walk = WalkDir::new(path).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|error| unreadable(path, error.into()))?;
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().is_dir() {
            let lines = entry.path().join(LINES);
            if hidden {
                walk.skip_current_dir();
            } else if lines.is_file() {
                files.push(lines);
                // The rest of a dataset says the same again.
                walk.skip_current_dir();
            }
        } else if !hidden && is_json(entry.path()) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(Failure::Invalid {
            path: path.to_owned(),
            problem: "no submission, no submissions.jsonl and no dataset in this folder".to_owned(),
        });
    }
    Ok(files)
}

fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|own| own == "json" || own == "jsonl")
}

/// A part of a file: the lines that begin in it.
struct Piece {
    path: Arc<Path>,
    begin: u64,
    end: u64,
}

/// What is in a piece.
#[derive(Default)]
struct Found {
    listed: Vec<Listed>,
    lines: u64,
    /// Whether the file is one indented entry.
    is_whole: bool,
    /// The first line that is no entry, and why; what is behind it does not
    /// count.
    wrong: Option<(Place, serde_json::Error)>,
}

impl Piece {
    fn all(path: &Path) -> Result<Vec<Self>, Failure> {
        let length = fs::metadata(path).map_err(|source| unreadable(path, source))?;
        let path: Arc<Path> = path.into();
        let last = length.len().saturating_sub(1) / PIECE;
        let pieces = (0..=last).map(|number| Self {
            path: Arc::clone(&path),
            begin: number * PIECE,
            // A file may grow.
            end: if number == last {
                u64::MAX
            } else {
                (number + 1) * PIECE
            },
        });
        Ok(pieces.collect())
    }

    fn found(&self) -> Result<Found, Failure> {
        let unreadable = |source| unreadable(&self.path, source);
        let file = File::open(&self.path).map_err(unreadable)?;
        let mut file = BufReader::with_capacity(1 << 18, file);
        let (mut found, mut line, mut offset) = (Found::default(), Vec::new(), self.begin);
        if self.begin > 0 {
            // The line that began before ends here, if only with its last byte.
            offset = self.begin - 1;
            file.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
            offset += file.skip_until(b'\n').map_err(unreadable)? as u64;
        }
        while offset < self.end {
            line.clear();
            let read = file.by_ref().take(ENTRY_BYTES).read_until(b'\n', &mut line);
            let length = read.map_err(unreadable)?;
            if length == 0 {
                break;
            }
            found.lines += 1;
            let mut place = Place {
                path: Arc::clone(&self.path),
                line: found.lines,
                offset,
                length,
                ours: false,
            };
            // An indented entry is a file of its own.
            if offset == 0 && line.trim_ascii() == b"{" {
                let rest = file.by_ref().take(ENTRY_BYTES).read_to_end(&mut line);
                place.line = 0;
                place.length += rest.map_err(unreadable)?;
                found.is_whole = true;
            }
            offset += place.length as u64;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match Listed::new(&line, place.clone()) {
                Ok(listed) => found.listed.push(listed),
                Err(error) => {
                    found.wrong = Some((place, error));
                    break;
                }
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_have_the_lines_of_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path: Arc<Path> = folder.path().join(LINES).into();
        let entry = |file: &str| {
            format!(
                r#"{{"schema":"ruam.rejection/1","source":{{"file":"{file}","sha256":""}},"agency":"","office":null}}"#
            )
        };
        let lines = ["ก", "", "ขขขขขขขข", "ค", " ", "ง"];
        let lines = lines.map(|name| {
            if name.len() < 2 {
                name.to_owned()
            } else {
                entry(name)
            }
        });
        let text = lines.join("\n");
        fs::write(&path, &text).unwrap();
        let piece = |begin, end| {
            let path = Arc::clone(&path);
            Piece { path, begin, end }.found().unwrap()
        };
        let places = |found: &Found, before: u64| -> Vec<(String, u64, u64, usize)> {
            let places = found.listed.iter().map(|listed| {
                let Place {
                    line,
                    offset,
                    length,
                    ..
                } = listed.place;
                (listed.file.clone(), line + before, offset, length)
            });
            places.collect()
        };
        let whole = places(&piece(0, u64::MAX), 0);
        assert_eq!(
            whole.iter().map(|place| place.1).collect::<Vec<_>>(),
            [1, 3, 4, 6]
        );
        for size in 1..=text.len() as u64 {
            let (mut all, mut before) = (Vec::new(), 0);
            for begin in (0..text.len() as u64).step_by(usize::try_from(size).unwrap()) {
                let found = piece(begin, begin + size);
                all.extend(places(&found, before));
                before += found.lines;
            }
            assert_eq!(all, whole, "{size}");
            assert_eq!(before, 6, "{size}");
        }
    }
}
