//! Kinds of files that are not read.

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

    pub(super) const fn advice(self) -> (&'static str, &'static str) {
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
