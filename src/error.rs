//! Why we could not do our job: on one file ([`Error`]), or at all
//! ([`Failure`]). What is wrong with an office's data is a
//! [`Finding`](crate::finding::Finding) and never stands here.

mod kind;
mod oddity;

use std::path::PathBuf;

use crate::{
    finding::Message,
    limits::{Limit, Over},
};
pub use kind::Kind;
pub use oddity::Oddity;

/// Why one file could not be read. The other files go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file needs a password.
    #[error("the file is protected by a password")]
    Encrypted,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is broken, by the word of its reader.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The file is of a kind that is not read.
    #[error("not a kind of file that is read: {}", .0.en())]
    Unsupported(Kind),
    /// The system does not let us read the file.
    #[error("the file cannot be opened: {0}")]
    Unreadable(String),
    /// The file is larger than a limit.
    #[error("{} over the limit of {}", .0.limit.what().1, .0.shown())]
    TooLarge(Over),
    /// A row of delimited text is longer than a limit.
    #[error("line {line}: {} over the limit of {}", over.limit.what().1, over.shown())]
    TooLong {
        /// The limit.
        over: Over,
        /// The line on which the row begins, counted from 1.
        line: u64,
    },
    /// The container is made as no spreadsheet program makes one.
    #[error("{}", .0.en())]
    Odd(Oddity),
    /// A page is asked for that the document does not have.
    #[error("there is no page {page}: the document has {pages}")]
    NoSuchPage {
        /// The page, counted from 1.
        page: u32,
        /// How many there are.
        pages: usize,
    },
    /// There are several agencies, and nothing says which the file is of.
    #[error("nothing says which agency the file is of")]
    AgencyUnknown,
    /// No page of the document has text.
    #[error("no page has text")]
    NoText,
    /// The reader died.
    #[error("the reader crashed ({0})")]
    Crashed(String),
    /// The reader took too long.
    #[error("reading took longer than {at} seconds")]
    Timeout {
        /// Which of the limits on time.
        limit: Limit,
        /// The limit, in seconds.
        at: u64,
    },
    /// The reader needed too much memory.
    #[error("reading needed more than {0} MiB of memory")]
    Memory(u64),
}

impl Error {
    /// What the system said when the file was opened or read.
    #[must_use]
    pub fn unreadable(error: &std::io::Error) -> Self {
        let kind = error.kind().to_string();
        // A broken disk is of no kind that has a name.
        Self::Unreadable(match kind.as_str() {
            "uncategorized error" | "other error" => error.to_string(),
            _ => kind,
        })
    }

    /// The stable code of the reason.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Empty | Self::Damaged(_) | Self::Odd(_) => "damaged",
            Self::Unsupported(_) => "unsupported",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge(over) if over.limit.is_unpacked() => "bomb",
            Self::TooLarge(_) | Self::TooLong { .. } => "too-large",
            Self::NoSuchPage { .. } => "no-such-page",
            Self::AgencyUnknown => "agency-unknown",
            Self::NoText => "pdf-no-text",
            Self::Crashed(_) => "crashed",
            Self::Timeout { .. } => "timeout",
            Self::Memory(_) => "memory",
        }
    }

    /// The reason for a person, and what to do next.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Encrypted => Message::new(
                "ไฟล์นี้ติดรหัสผ่าน จึงเปิดอ่านไม่ได้ โปรดเอารหัสผ่านออกแล้วส่งใหม่ (ถ้าเป็น PDF ระบุรหัสผ่านที่ถูกต้องด้วย --password ก็ได้)",
                "the file is protected by a password: remove the password and send it again (a PDF opens with --password too, if the password is right)",
            ),
            Self::Empty => Message::new(
                "ไฟล์นี้ว่างเปล่า (0 ไบต์) โปรดส่งไฟล์ใหม่",
                "the file is empty (0 bytes): send it again",
            ),
            Self::Damaged(detail) => Message::new(
                "ไฟล์นี้เสียหรือไม่สมบูรณ์ จึงเปิดอ่านไม่ได้ โปรดเปิดด้วยโปรแกรมที่สร้างไฟล์ (เช่น Excel) บันทึกใหม่ แล้วส่งอีกครั้ง",
                format!(
                    "the file is damaged: open it in the program that made it (Excel, say), save it anew and send it again ({detail})"
                ),
            ),
            Self::Unsupported(kind) => {
                let (th, en) = kind.advice();
                Message::new(
                    format!("ไฟล์นี้เป็น{} {th}", kind.th()),
                    format!("the file is {}: {en}", kind.en()),
                )
            }
            Self::Unreadable(detail) => Message::new(
                "เปิดอ่านไฟล์นี้ไม่ได้ โปรดตรวจสิทธิ์การอ่านไฟล์และสภาพของดิสก์",
                format!(
                    "the file cannot be read: check that you may read it, and the disk ({detail})"
                ),
            ),
            Self::TooLarge(over) => too_large(*over),
            Self::TooLong { over, line } => Message::new(
                format!(
                    "แถวที่เริ่มในบรรทัดที่ {line} ยาวเกินไป ({}เกิน {}) มักเป็นเพราะเครื่องหมาย \" ที่บรรทัดนั้นไม่มีตัวปิด โปรดแก้แล้วส่งใหม่ {}",
                    over.limit.what().0,
                    over.shown(),
                    raise(*over).th
                ),
                format!(
                    "the row that begins on line {line} is too long ({} over {}), often because a \" there is never closed: put it right and send it again, {}",
                    over.limit.what().1,
                    over.shown(),
                    raise(*over).en
                ),
            ),
            Self::Odd(oddity) => Message::new(
                format!(
                    "โครงสร้างภายในไฟล์นี้ผิดปกติ ({}) อย่างที่โปรแกรมตารางคำนวณไม่เขียน จึงไม่เปิดอ่าน โปรดเปิดด้วย Excel บันทึกเป็น .xlsx แล้วส่งอีกครั้ง",
                    oddity.th()
                ),
                format!(
                    "the workbook is made as no spreadsheet program makes one ({}): open it in Excel, save it as .xlsx and send it again",
                    oddity.en()
                ),
            ),
            Self::NoSuchPage { page, pages } => Message::new(
                format!("ไฟล์นี้ไม่มีหน้า {page} (มีทั้งหมด {pages} หน้า) โปรดแก้เลขหน้าใน --area"),
                format!(
                    "the file has no page {page} (it has {pages}): correct the number in --area"
                ),
            ),
            Self::AgencyUnknown => Message::new(
                "ไม่มีอะไรบอกว่าไฟล์นี้เป็นของหน่วยงานใด โปรดวาง profile.json ของหน่วยงานไว้ในโฟลเดอร์ของไฟล์ ตั้งชื่อโฟลเดอร์เป็นชื่อย่อหน่วยงาน หรือระบุหน่วยงานในทะเบียน (ช่อง agency)",
                "nothing says which agency the file is of: put the agency's profile.json into its folder, call the folder by the agency's code, or name the agency in the manifest (agency)",
            ),
            Self::NoText => Message::new(
                "PDF นี้ไม่มีข้อความให้อ่านเลย มีแต่รูปภาพ (เช่น เอกสารที่สแกน) หรือหน้าเปล่า โปรดส่งไฟล์ Excel ต้นฉบับ หรือ PDF ที่บันทึกจากโปรแกรมโดยตรง",
                "no page of this PDF has text, only pictures (as of a scan) or nothing: send the Excel file it was made from, or a PDF saved by the program itself",
            ),
            Self::Crashed(how) => Message::new(
                "อ่านไฟล์นี้ไม่สำเร็จเพราะข้อมูลภายในไฟล์ผิดปกติ โปรดเปิดด้วย Excel บันทึกเป็น .xlsx แล้วส่งอีกครั้ง",
                format!(
                    "the file made its reader crash: open it in Excel, save it as .xlsx and send it again ({how})"
                ),
            ),
            Self::Timeout { limit, at } => Message::new(
                format!(
                    "อ่านไฟล์นี้ไม่เสร็จภายใน {at} วินาที โปรดลบข้อมูลที่ไม่ใช่รายงานออกแล้วส่งใหม่ {}",
                    raise(Over {
                        limit: *limit,
                        at: *at
                    })
                    .th
                ),
                format!(
                    "reading did not end within {at} seconds: remove what is not the report and send it again, {}",
                    raise(Over {
                        limit: *limit,
                        at: *at
                    })
                    .en
                ),
            ),
            Self::Memory(mebibytes) => Message::new(
                format!(
                    "อ่านไฟล์นี้ต้องใช้หน่วยความจำเกิน {mebibytes} MiB โปรดลบข้อมูลที่ไม่ใช่รายงานออกแล้วส่งใหม่ {}",
                    raise(Over {
                        limit: Limit::MemoryMib,
                        at: *mebibytes
                    })
                    .th
                ),
                format!(
                    "reading needs more than {mebibytes} MiB of memory: remove what is not the report and send it again, {}",
                    raise(Over {
                        limit: Limit::MemoryMib,
                        at: *mebibytes
                    })
                    .en
                ),
            ),
        }
    }
}

impl From<Over> for Error {
    fn from(over: Over) -> Self {
        Self::TooLarge(over)
    }
}

fn too_large(over: Over) -> Message {
    let ((th, en), at, more) = (over.limit.what(), over.shown(), raise(over));
    let (why_th, why_en) = if over.limit.is_unpacked() {
        (
            "ข้อมูลที่บีบอัดอยู่ในไฟล์นี้เมื่อคลายแล้วใหญ่เกินไป",
            "what is packed in the file is too large",
        )
    } else {
        ("ไฟล์นี้ใหญ่เกินไป", "the file is too large")
    };
    Message::new(
        format!(
            "{why_th} ({th}เกิน {at}) โปรดลบข้อมูลที่ไม่ใช่รายงานออกแล้วส่งใหม่ {}",
            more.th
        ),
        format!(
            "{why_en} ({en} over {at}): remove what is not the report and send it again, {}",
            more.en
        ),
    )
}

/// How the limit that a file went over is raised.
#[must_use]
pub fn raise(over: Over) -> Message {
    let option = over.option();
    Message::new(
        format!("ถ้าเป็นรายงานจริงที่ใหญ่ขนาดนี้ ให้ผู้รวบรวมสั่งใหม่ด้วย {option}"),
        format!("or, if a report is really that large, run again with {option}"),
    )
}

/// Why a command could not do its work at all: exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file or folder named by the user cannot be read.
    #[error("cannot read {}: {source}: check the name, that you may read it, and the disk", path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An output cannot be written.
    #[error("cannot write {}: {source}: check the free space, and that you may write there", path.display())]
    Write {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A profile, catalog, manifest or other input of ours is wrong.
    #[error("{}: {problem}", path.display())]
    Invalid {
        /// The path.
        path: PathBuf,
        /// What is wrong, and where: a JSON pointer or a line.
        problem: String,
    },
    /// Another run writes into the folder.
    #[error(
        "another run is writing into {}: wait for it to end, or give another --out",
        .0.display()
    )]
    Busy(PathBuf),
    /// The command asks for what cannot be done.
    #[error("{}", .0.en)]
    Command(Message),
    /// A name given on the command line is not known.
    #[error("{0}")]
    Unknown(String),
    /// A worker process cannot be started.
    #[error(
        "cannot start a process that reads files: {0}: close other programs, or read fewer files at once with --jobs 1"
    )]
    Worker(std::io::Error),
    /// Standard output cannot be written to.
    #[error("cannot write to standard output: {0}: check where it leads")]
    Output(#[from] std::io::Error),
    /// The person asked to stop.
    #[error("stopped, as you asked; {}", kept_en(*.kept))]
    Stopped {
        /// Whether what was read is kept for the next run.
        kept: bool,
    },
}

impl Failure {
    /// The failure for a person.
    #[must_use]
    pub fn message(&self) -> Message {
        let th = match self {
            Self::Read { path, .. } => {
                format!(
                    "อ่าน {} ไม่ได้ โปรดตรวจชื่อ สิทธิ์การอ่าน และสภาพของดิสก์",
                    path.display()
                )
            }
            Self::Write { path, .. } => {
                format!("เขียน {} ไม่ได้ โปรดตรวจพื้นที่ว่างและสิทธิ์การเขียน", path.display())
            }
            Self::Invalid { path, .. } => format!("{} ไม่ถูกต้อง โปรดแก้ตามที่บอกไว้", path.display()),
            Self::Busy(path) => format!(
                "มีการรันอื่นกำลังเขียนในโฟลเดอร์ {} โปรดรอให้เสร็จ หรือระบุ --out เป็นโฟลเดอร์อื่น",
                path.display()
            ),
            Self::Command(message) => message.th.clone(),
            Self::Unknown(_) => "ไม่รู้จักชื่อที่ให้มา".to_owned(),
            Self::Worker(_) => {
                "เริ่มกระบวนการอ่านไฟล์ไม่ได้ โปรดปิดโปรแกรมอื่น หรืออ่านพร้อมกันน้อยลงด้วย --jobs 1".to_owned()
            }
            Self::Output(_) => "เขียนผลลัพธ์ออกหน้าจอไม่ได้ โปรดตรวจปลายทางของผลลัพธ์".to_owned(),
            Self::Stopped { kept: true } => {
                "หยุดตามคำสั่งแล้ว ผลครั้งก่อนยังอยู่ครบ และไฟล์ที่อ่านแล้วเก็บไว้ให้ สั่งคำสั่งเดิมอีกครั้งเพื่ออ่านต่อ"
                    .to_owned()
            }
            Self::Stopped { kept: false } => {
                "หยุดตามคำสั่งแล้ว ยังไม่ได้เขียนผล สั่งคำสั่งเดิมอีกครั้งเมื่อพร้อม".to_owned()
            }
        };
        Message::new(th, self.to_string())
    }
}

const fn kept_en(kept: bool) -> &'static str {
    if kept {
        "the previous output is as it was, and what was read is kept: the same command goes on from there"
    } else {
        "nothing was written: give the same command again when you are ready"
    }
}
