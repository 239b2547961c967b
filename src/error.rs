//! Why we could not do our job: on one file ([`Error`]), or at all
//! ([`Failure`]). What is wrong with an office's data is a
//! [`Finding`](crate::finding::Finding) and never stands here.

use std::path::PathBuf;

use crate::{finding::Message, limits::Limit};

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
    #[error("{} over the limit of {at}", limit.what().1)]
    TooLarge {
        /// What is too large.
        limit: Limit,
        /// The limit, in its own unit.
        at: u64,
    },
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

/// A kind of file that is not read, so that the message can say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Word document.
    Word,
    /// A PowerPoint document.
    PowerPoint,
    /// An OpenDocument file that is not a spreadsheet.
    OpenDocument,
    /// An Excel workbook older than Excel 97's container.
    OldExcel,
    /// A web page, whatever its name says.
    Html,
    /// An XML file, Excel 2003's included.
    Xml,
    /// Rich text.
    Rtf,
    /// A picture.
    Picture,
    /// An archive of files.
    Archive,
    /// A file without pages, where the text of pages is asked for.
    NoPages,
    /// The same, where their pictures are.
    NoPictures,
    /// Not a regular file.
    NotAFile,
    /// Nothing we know.
    Unknown,
}

impl Kind {
    /// The kind's name in English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::Word => "a Word document",
            Self::PowerPoint => "a PowerPoint document",
            Self::OpenDocument => "an OpenDocument file that is not a spreadsheet",
            Self::OldExcel => "a workbook of a very old Excel",
            Self::Html => "a web page (HTML)",
            Self::Xml => "an XML file",
            Self::Rtf => "a rich text (RTF) file",
            Self::Picture => "a picture",
            Self::Archive => "a compressed archive",
            Self::NoPages | Self::NoPictures => "a file without pages",
            Self::NotAFile => "a link or special file",
            Self::Unknown => "a file of an unknown kind",
        }
    }

    /// The kind's name in Thai.
    #[must_use]
    pub const fn th(self) -> &'static str {
        match self {
            Self::Word => "เอกสาร Word",
            Self::PowerPoint => "ไฟล์นำเสนอ PowerPoint",
            Self::OpenDocument => "ไฟล์ OpenDocument ที่ไม่ใช่ตารางคำนวณ",
            Self::OldExcel => "ไฟล์ Excel รุ่นเก่ามาก",
            Self::Html => "หน้าเว็บ (HTML)",
            Self::Xml => "ไฟล์ XML",
            Self::Rtf => "ไฟล์ RTF",
            Self::Picture => "รูปภาพ",
            Self::Archive => "ไฟล์บีบอัด",
            Self::NoPages | Self::NoPictures => "ไฟล์ที่ไม่มีหน้า",
            Self::NotAFile => "ลิงก์หรือไฟล์ชนิดพิเศษ",
            Self::Unknown => "ไฟล์ที่ไม่รู้จักชนิด",
        }
    }

    const fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Archive => (
                "โปรดแตกไฟล์ก่อนแล้วส่งไฟล์รายงานที่อยู่ข้างใน",
                "unpack it and send the report inside",
            ),
            Self::NoPages => (
                "--text และ --area ใช้กับ PDF เท่านั้น โปรดสั่งใหม่โดยใช้ --grid อย่างเดียว",
                "--text and --area are for PDF only: use --grid alone",
            ),
            Self::NoPictures => (
                "--picture ใช้กับ PDF เท่านั้น โปรดใช้ --grid แทน",
                "--picture is for PDF only: use --grid",
            ),
            Self::NotAFile => (
                "โปรดวางตัวไฟล์จริงไว้ในโฟลเดอร์",
                "put the file itself into the folder",
            ),
            Self::Html | Self::Xml | Self::OldExcel => (
                "โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx ก่อนส่ง",
                "open it in Excel and save it as .xlsx before sending",
            ),
            _ => (
                "โปรดส่งรายงานเป็นไฟล์ Excel (.xlsx)",
                "send the report as an Excel file (.xlsx)",
            ),
        }
    }
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
            Self::Empty | Self::Damaged(_) => "damaged",
            Self::Unsupported(_) => "unsupported",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge { .. } => "too-large",
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
            Self::TooLarge { limit, at } => {
                let (th, en) = limit.what();
                Message::new(
                    format!(
                        "ไฟล์นี้ใหญ่เกินไป ({th}เกิน {at}) โปรดลบข้อมูลที่ไม่ใช่รายงานออกแล้วส่งใหม่ {}",
                        raise(*limit, *at).th
                    ),
                    format!(
                        "the file is too large ({en} over {at}): remove what is not the report and send it again, {}",
                        raise(*limit, *at).en
                    ),
                )
            }
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
                    raise(*limit, *at).th
                ),
                format!(
                    "reading did not end within {at} seconds: remove what is not the report and send it again, {}",
                    raise(*limit, *at).en
                ),
            ),
            Self::Memory(mebibytes) => Message::new(
                format!(
                    "อ่านไฟล์นี้ต้องใช้หน่วยความจำเกิน {mebibytes} MiB โปรดลบข้อมูลที่ไม่ใช่รายงานออกแล้วส่งใหม่ {}",
                    raise(Limit::MemoryMib, *mebibytes).th
                ),
                format!(
                    "reading needs more than {mebibytes} MiB of memory: remove what is not the report and send it again, {}",
                    raise(Limit::MemoryMib, *mebibytes).en
                ),
            ),
        }
    }
}

/// How the limit that a file met is raised.
fn raise(limit: Limit, at: u64) -> Message {
    let option = format!("--limit {}={}", limit.name(), at.saturating_mul(2));
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
