//! What parent and child say to each other, and how: frames of a length and as
//! many bytes, the file itself behind its request.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::{
    area::Area,
    finding::Message,
    form::Sender,
    grid::{Attached, Document},
    limits::Limits,
    profile::FactTexts,
    submission::{Rejected, Source, Submission},
};

/// First frame to the child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) limits: Limits,
    /// How many threads may read the pages of one file; one where it is not said.
    #[serde(default)]
    pub(super) threads: usize,
}

/// What is sent for one file, before its bytes.
#[derive(Debug, Serialize)]
pub(super) struct Order<'a> {
    /// Counted by the child: its answer bears it.
    pub(super) number: u32,
    /// The facts to read it by, where they are not those of the file before.
    pub(super) facts: Option<&'a FactTexts>,
    pub(super) request: &'a Request,
}

/// An [`Order`] as it arrives.
#[derive(Debug, Deserialize)]
pub(super) struct Received {
    pub(super) number: u32,
    pub(super) facts: Option<FactTexts>,
    pub(super) request: Request,
}

/// What to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// Read the report and check it.
    Report,
    /// The same, and give the file back with what was found marked in it.
    Mark,
    /// Read the cells only.
    Grid,
    /// Read the text of the pages only.
    Text,
    /// Draw what is seen on the pages.
    Picture,
}

/// One file to read; its bytes follow in a frame of their own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub task: Task,
    /// The password of protected files.
    pub password: Option<String>,
    /// Whether the file was attached to another: then those attached to it are
    /// named, and not read.
    pub attached: bool,
    /// The areas of pages that alone are read; all where none is named.
    pub areas: Vec<Area>,
    /// What is known of the file from outside.
    pub sender: Sender,
    /// Its name, hash and size.
    pub source: Source,
}

/// What became of a file.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// Its submission.
    Submission(Box<Submission>),
    /// Why it could not be read.
    Rejected(Box<Rejected>),
    /// Its submission, or why there is none, and its marked copy.
    Marked {
        /// The submission or the rejection.
        reply: Box<Reply>,
        /// The workbook, which travels in a frame of its own; none where the
        /// file cannot be opened.
        #[serde(skip)]
        workbook: Option<Vec<u8>>,
        /// Why it could not be marked, although it was read.
        problem: Option<Message>,
    },
    /// Its cells.
    Grid(Document),
    /// The text of its pages.
    Text(Vec<String>),
    /// The pictures of its pages.
    Pictures {
        /// One SVG a page; they travel in frames of their own.
        #[serde(skip)]
        pages: Vec<Vec<u8>>,
    },
    /// What became of a file that has others attached to it.
    WithAttached {
        /// Its submission, its marked copy, or why there is none.
        reply: Box<Reply>,
        /// The files, to be read each by itself.
        attached: Vec<Attached>,
    },
    /// Why its cells, its text or its pictures cannot be had.
    Unread {
        /// Stable code of the reason.
        reason: String,
        /// The reason for a person.
        message: Message,
    },
}

impl Reply {
    /// The bytes that travel in frames of their own.
    pub(super) fn parts(&self) -> Vec<&[u8]> {
        match self {
            Self::Marked { workbook, .. } => workbook.iter().map(Vec::as_slice).collect(),
            Self::Pictures { pages } => pages.iter().map(Vec::as_slice).collect(),
            Self::WithAttached { reply, attached } => {
                let files = attached.iter().map(|file| file.bytes.as_slice());
                files.chain(reply.parts()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is of the kind, and of the file, that was asked for.
    pub(super) fn is_for(&self, request: &Request) -> bool {
        let source = match (self, request.task) {
            (Self::Submission(submission), Task::Report | Task::Mark) => &submission.source,
            (Self::Rejected(rejected), Task::Report | Task::Mark) => &rejected.source,
            (Self::Marked { reply, .. }, Task::Mark)
            | (Self::WithAttached { reply, .. }, Task::Report | Task::Mark) => {
                return reply.is_for(request);
            }
            (Self::Grid(_), Task::Grid)
            | (Self::Text(_), Task::Text)
            | (Self::Pictures { .. }, Task::Picture)
            | (Self::Unread { .. }, Task::Grid | Task::Text | Task::Picture) => return true,
            _ => return false,
        };
        let asked = &request.source;
        source.file == asked.file && source.sha256 == asked.sha256
    }

    /// Takes back the bytes that travelled by themselves.
    pub(super) fn restore(&mut self, mut parts: impl Iterator<Item = Vec<u8>>) {
        match self {
            Self::Marked { workbook, .. } => *workbook = parts.next(),
            Self::Pictures { pages } => *pages = parts.collect(),
            Self::WithAttached { reply, attached } => {
                for file in attached {
                    file.bytes = parts.next().unwrap_or_default();
                }
                // A reply with attached files holds none that has such files.
                if let Self::Marked { workbook, .. } = reply.as_mut() {
                    *workbook = parts.next();
                }
            }
            _ => {}
        }
    }
}

/// What a frame from the child holds.
pub(super) const PROGRESS: u8 = b'P';
pub(super) const PART: u8 = b'B';
pub(super) const SLICE: u8 = b'S';
pub(super) const RESULT: u8 = b'R';

/// Appends a value from the child: MessagePack, fields by their names.
pub(super) fn encode(frame: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    rmp_serde::encode::write_named(frame, value).map_err(io::Error::other)
}

/// Reads what [`encode`] appends; or why that cannot be.
pub(super) fn decode<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, String> {
    rmp_serde::from_slice(bytes).map_err(|error| error.to_string())
}

/// The answer to the file with this number, as it is sent.
pub(super) fn answer(number: u32, reply: &Reply) -> io::Result<Vec<u8>> {
    let mut frame = vec![RESULT];
    frame.extend_from_slice(&number.to_le_bytes());
    encode(&mut frame, reply)?;
    Ok(frame)
}

/// The reply in an answer, if it is that to the file with this number.
pub(super) fn numbered(frame: &[u8], number: u32) -> Option<&[u8]> {
    frame.strip_prefix(&number.to_le_bytes())
}

/// Writes one frame.
pub(super) fn write_frame(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)
}

/// As much room is made for a frame of which nothing has come yet.
const ROOM: u64 = 256 << 10;

/// Reads one frame of at most so many bytes; nothing at the end of the stream,
/// be it in the middle of a frame. No more is held than has come.
pub(super) fn read_frame(from: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(ROOM)).unwrap_or(0));
    let read = from.take(length).read_to_end(&mut bytes)?;
    Ok((read as u64 == length).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Origin;

    #[test]
    fn a_place_that_no_json_could_tell_is_no_answer() {
        let place = |right: f64| Origin::Box {
            page: 1,
            table: 2,
            row: 3,
            column: 4,
            bbox: [0.5, 1.0, right, 2.25],
        };
        let heard = |place: &Origin| {
            let mut bytes = Vec::new();
            encode(&mut bytes, place).map(|()| decode::<Origin>(&bytes))
        };
        assert_eq!(heard(&place(3.0)).ok(), Some(Ok(place(3.0))));
        for right in [f64::NAN, f64::INFINITY] {
            assert!(heard(&place(right)).is_ok_and(|heard| heard.is_err()));
        }
    }
}
