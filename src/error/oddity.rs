//! What a workbook's container has that no spreadsheet program writes: each is
//! a way to show one thing to one reader and another to the next.

/// What is odd in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Two parts have one name, or names that differ in case only.
    TwoOfAName,
    /// The name of a part leads out of the container, or is none.
    Name,
    /// Two parts lie over each other.
    Overlap,
    /// A part has a document type, in which entities may be declared.
    DocumentType,
}

impl Oddity {
    /// In English.
    #[must_use]
    pub const fn en(self) -> &'static str {
        match self {
            Self::TwoOfAName => "two of its parts have the same name",
            Self::Name => "the name of a part leads out of it",
            Self::Overlap => "parts of it lie over each other",
            Self::DocumentType => "a part declares a document type, <!DOCTYPE>",
        }
    }

    /// In Thai.
    #[must_use]
    pub const fn th(self) -> &'static str {
        match self {
            Self::TwoOfAName => "มีส่วนประกอบสองส่วนที่ชื่อเดียวกัน",
            Self::Name => "ชื่อของส่วนประกอบชี้ออกไปนอกไฟล์",
            Self::Overlap => "ส่วนประกอบซ้อนทับกัน",
            Self::DocumentType => "มีส่วนประกอบที่ประกาศชนิดเอกสาร <!DOCTYPE>",
        }
    }
}
