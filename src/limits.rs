//! What the reading of one file may cost: every limit, its name, its default
//! and why. All may be raised with `--limit NAME=N`.
//!
//! What merely cuts work short (parts of a font that are compared, say) is a
//! constant beside its use: a file loses nothing by it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a limit is set on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Address space of a worker, in MiB: a report needs a tenth of it.
    MemoryMib,
    /// Seconds without a sign of progress.
    SilenceSeconds,
    /// Seconds for one file in all.
    TotalSeconds,
    /// Seconds of a processor's time for one file: for a parent that is gone.
    CpuSeconds,
    /// What a worker answers, in bytes: two million cells have half of it.
    ReplyBytes,
    /// Size of a file, in bytes: parent and worker hold it in memory.
    FileBytes,
    /// Members of a zip container: more than any workbook of an office has.
    ZipEntries,
    /// One member inflated, in bytes: a sheet of two million cells has less.
    ZipEntryBytes,
    /// All members inflated, in bytes: the worker's address space holds it.
    ZipBytes,
    /// Sheets of a workbook, each of which is read: a report has a handful.
    Sheets,
    /// Texts that cells share: as many as there may be cells. calamine holds
    /// all of them, and room for as many as the workbook says it has.
    SharedStrings,
    /// Formats of one kind: Excel itself stops at 65,490, and calamine holds a
    /// style with fonts and borders for each.
    Styles,
    /// Merged ranges of a sheet: a report has a few for each of its rows.
    MergedRanges,
    /// Non-empty cells: far more than any report has, and what fits into a
    /// worker's memory.
    Cells,
    /// Cells in the rectangle around all that is in a sheet of ods, which
    /// calamine holds whole.
    Area,
    /// What is found in a file: each is told by itself, in some 600 bytes, so that
    /// a table that is not the form costs a thousand times its size.
    Findings,
    /// Text of one cell, in bytes: ten times what Excel lets a cell hold.
    CellBytes,
    /// Text of all cells of a workbook, in bytes: a text that many cells share
    /// counts for each, or a small file would fill the memory.
    TextBytes,
    /// One record of delimited text, in bytes: an open quote makes one of all.
    LineBytes,
    /// Pages of a document: five hundred times what any report has.
    Pages,
    /// One part of a document inflated while it is opened, in bytes.
    StreamBytes,
    /// Content of one page, forms included, in bytes: the fullest has a tenth.
    PageBytes,
    /// Operators of one page, forms included: the fullest has ten thousand.
    Operators,
    /// Operands before one operator: `TJ` arrays of real pages have hundreds.
    Operands,
    /// Glyphs of one page: more than fit on a sheet of A0 in small print.
    Glyphs,
    /// Forms inside forms, which take of the stack: real ones lie three deep.
    FormDepth,
    /// Attached files that are read: a delivery has one or two.
    Attachments,
    /// One attached file inflated, in bytes: a workbook has a hundredth.
    AttachmentBytes,
    /// All attached files inflated, in bytes: the worker holds them.
    AttachedBytes,
}

impl Limit {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::MemoryMib,
        Self::SilenceSeconds,
        Self::TotalSeconds,
        Self::CpuSeconds,
        Self::ReplyBytes,
        Self::FileBytes,
        Self::ZipEntries,
        Self::ZipEntryBytes,
        Self::ZipBytes,
        Self::Sheets,
        Self::SharedStrings,
        Self::Styles,
        Self::MergedRanges,
        Self::Cells,
        Self::Area,
        Self::Findings,
        Self::CellBytes,
        Self::TextBytes,
        Self::LineBytes,
        Self::Pages,
        Self::StreamBytes,
        Self::PageBytes,
        Self::Operators,
        Self::Operands,
        Self::Glyphs,
        Self::FormDepth,
        Self::Attachments,
        Self::AttachmentBytes,
        Self::AttachedBytes,
    ];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MemoryMib => "memory-mib",
            Self::SilenceSeconds => "silence-seconds",
            Self::TotalSeconds => "total-seconds",
            Self::CpuSeconds => "cpu-seconds",
            Self::ReplyBytes => "reply-bytes",
            Self::FileBytes => "file-bytes",
            Self::ZipEntries => "zip-entries",
            Self::ZipEntryBytes => "zip-entry-bytes",
            Self::ZipBytes => "zip-bytes",
            Self::Sheets => "sheets",
            Self::SharedStrings => "shared-strings",
            Self::Styles => "styles",
            Self::MergedRanges => "merged-ranges",
            Self::Cells => "cells",
            Self::Area => "area",
            Self::Findings => "findings",
            Self::CellBytes => "cell-bytes",
            Self::TextBytes => "text-bytes",
            Self::LineBytes => "line-bytes",
            Self::Pages => "pages",
            Self::StreamBytes => "stream-bytes",
            Self::PageBytes => "page-bytes",
            Self::Operators => "operators",
            Self::Operands => "operands",
            Self::Glyphs => "glyphs",
            Self::FormDepth => "form-depth",
            Self::Attachments => "attachments",
            Self::AttachmentBytes => "attachment-bytes",
            Self::AttachedBytes => "attached-bytes",
        }
    }

    /// What it is where nobody says otherwise.
    #[must_use]
    pub const fn default(self) -> u64 {
        match self {
            Self::MemoryMib => 1024,
            Self::SilenceSeconds => 30,
            Self::TotalSeconds | Self::CpuSeconds => 120,
            Self::ReplyBytes => 1 << 30,
            Self::FileBytes => 200_000_000,
            Self::ZipEntries => 1_000,
            Self::ZipEntryBytes => 128 << 20,
            Self::ZipBytes => 512 << 20,
            Self::Sheets => 1_000,
            Self::SharedStrings => 2_000_000,
            Self::Styles => 100_000,
            Self::MergedRanges => 100_000,
            Self::Cells => 2_000_000,
            Self::Area => 8_000_000,
            Self::Findings => 250_000,
            Self::CellBytes => 1 << 20,
            Self::TextBytes => 128 << 20,
            Self::LineBytes => 16 << 20,
            Self::Pages => 5_000,
            Self::StreamBytes => 64 << 20,
            Self::PageBytes => 64 << 20,
            Self::Operators => 2_000_000,
            Self::Operands => 50_000,
            Self::Glyphs => 500_000,
            Self::FormDepth => 16,
            Self::Attachments => 16,
            Self::AttachmentBytes => 64 << 20,
            Self::AttachedBytes => 128 << 20,
        }
    }

    /// What it limits, for a person.
    #[must_use]
    pub const fn what(self) -> (&'static str, &'static str) {
        match self {
            Self::MemoryMib => ("หน่วยความจำ (MiB)", "MiB of memory"),
            Self::SilenceSeconds => ("จำนวนวินาทีที่ไม่มีความคืบหน้า", "seconds without progress"),
            Self::TotalSeconds => ("จำนวนวินาทีในการอ่าน", "seconds of reading"),
            Self::CpuSeconds => ("จำนวนวินาทีที่ใช้หน่วยประมวลผล", "seconds of processor time"),
            Self::ReplyBytes => ("จำนวนไบต์ของผลการอ่าน", "bytes of what was read"),
            Self::FileBytes => ("จำนวนไบต์ของไฟล์", "bytes in the file"),
            Self::ZipEntries => ("จำนวนส่วนในสมุดงาน", "parts in the workbook"),
            Self::ZipEntryBytes => (
                "จำนวนไบต์ของส่วนหนึ่งในสมุดงานเมื่อคลายแล้ว",
                "bytes in a part of the workbook when unpacked",
            ),
            Self::ZipBytes => (
                "จำนวนไบต์ของสมุดงานเมื่อคลายแล้ว",
                "bytes in the workbook when unpacked",
            ),
            Self::Sheets => ("จำนวนแผ่นงาน", "sheets in the workbook"),
            Self::SharedStrings => ("จำนวนข้อความที่ช่องใช้ร่วมกัน", "texts that cells share"),
            Self::Styles => ("จำนวนรูปแบบของช่องชนิดหนึ่ง", "formats of one kind"),
            Self::MergedRanges => ("จำนวนช่องที่ผสานกันในแผ่นงาน", "merged ranges in a sheet"),
            Self::Cells => ("จำนวนช่องที่มีข้อมูล", "cells that hold something"),
            Self::Area => (
                "จำนวนช่องทั้งหมดในพื้นที่ที่ข้อมูลกระจายอยู่",
                "cells in the area over which a sheet is spread",
            ),
            Self::Findings => ("จำนวนข้อที่พบในไฟล์", "findings in the file"),
            Self::CellBytes => ("จำนวนไบต์ของข้อความในช่องเดียว", "bytes of text in one cell"),
            Self::TextBytes => ("จำนวนไบต์ของข้อความทุกช่องรวมกัน", "bytes of text in all cells"),
            Self::LineBytes => ("จำนวนไบต์ของแถวเดียว", "bytes in one row"),
            Self::Pages => ("จำนวนหน้าของเอกสาร", "pages in the document"),
            Self::StreamBytes => (
                "จำนวนไบต์ของส่วนหนึ่งในเอกสารเมื่อคลายแล้ว",
                "bytes in a part of the document when unpacked",
            ),
            Self::PageBytes => (
                "จำนวนไบต์ของเนื้อหาในหน้าเดียวเมื่อคลายแล้ว",
                "bytes in the content of a page when unpacked",
            ),
            Self::Operators => ("จำนวนคำสั่งวาดในหน้าเดียว", "drawing operators on a page"),
            Self::Operands => (
                "จำนวนค่าของคำสั่งวาดคำสั่งเดียว",
                "operands of one drawing operator",
            ),
            Self::Glyphs => ("จำนวนตัวอักษรในหน้าเดียว", "glyphs on a page"),
            Self::FormDepth => ("จำนวนชั้นของแบบวาดที่ซ้อนกัน", "forms inside forms"),
            Self::Attachments => ("จำนวนไฟล์แนบ", "attached files"),
            Self::AttachmentBytes => (
                "จำนวนไบต์ของไฟล์แนบเมื่อคลายแล้ว",
                "bytes in an attached file when unpacked",
            ),
            Self::AttachedBytes => (
                "จำนวนไบต์ของไฟล์แนบทั้งหมดเมื่อคลายแล้ว",
                "bytes in all attached files when unpacked",
            ),
        }
    }

    /// Whether it is on what a small file unpacks to.
    #[must_use]
    pub const fn is_unpacked(self) -> bool {
        matches!(
            self,
            Self::ZipEntryBytes
                | Self::ZipBytes
                | Self::TextBytes
                | Self::StreamBytes
                | Self::PageBytes
                | Self::AttachmentBytes
                | Self::AttachedBytes
        )
    }
}

/// A limit that a file went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Over {
    /// Which.
    pub limit: Limit,
    /// What it was set to, in its own unit.
    pub at: u64,
}

impl Over {
    /// The option that raises it.
    #[must_use]
    pub fn option(&self) -> String {
        format!(
            "--limit {}={}",
            self.limit.name(),
            self.at.saturating_mul(2).max(1)
        )
    }

    /// What it was set to, for a person: `2,000,000`.
    #[must_use]
    pub fn shown(&self) -> String {
        let digits = self.at.to_string();
        let mut shown = String::new();
        for (from_end, digit) in (1..=digits.len()).rev().zip(digits.chars()) {
            shown.push(digit);
            if from_end > 1 && from_end % 3 == 1 {
                shown.push(',');
            }
        }
        shown
    }
}

/// What the reading of one file may cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Those that are not at their defaults.
    changed: BTreeMap<Limit, u64>,
}

impl Limits {
    /// The limit on `what`.
    #[must_use]
    pub fn of(&self, what: Limit) -> u64 {
        let changed = self.changed.get(&what).copied();
        changed.unwrap_or_else(|| what.default())
    }

    /// The limit on `what`, as a number of things in memory.
    #[must_use]
    pub fn count(&self, what: Limit) -> usize {
        usize::try_from(self.of(what)).unwrap_or(usize::MAX)
    }

    /// These limits with another on `what`.
    #[must_use]
    pub fn with(mut self, what: Limit, limit: u64) -> Self {
        self.changed.insert(what, limit);
        self
    }

    /// That a file went over the limit on `what`.
    #[must_use]
    pub fn over(&self, what: Limit) -> Over {
        Over {
            limit: what,
            at: self.of(what),
        }
    }

    /// Sets the limit that `NAME=N` names; says whether it names one.
    pub fn set(&mut self, text: &str) -> bool {
        let parts = text.split_once('=').and_then(|(name, number)| {
            let known = Limit::ALL
                .iter()
                .find(|limit| limit.name() == name.trim())?;
            Some((*known, number.trim().parse().ok()?))
        });
        if let Some((limit, number)) = parts {
            self.changed.insert(limit, number);
        }
        parts.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_its_default_until_it_is_set() {
        let mut limits = Limits::default();
        assert_eq!(limits.of(Limit::Pages), 5_000);
        assert!(limits.set("pages=6000"));
        assert_eq!(limits.of(Limit::Pages), 6_000);
        assert_eq!(limits.of(Limit::Cells), 2_000_000);
        for wrong in ["pages", "pages=many", "pages=-1", "leaves=3", "=3"] {
            assert!(!limits.set(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_limit_is_shown_in_thousands_and_raised_as_it_is_given() {
        let shown = |at| {
            let limit = Limit::Cells;
            Over { limit, at }.shown()
        };
        for (at, wanted) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(shown(at), wanted);
        }
        for limit in Limit::ALL {
            let over = Limits::default().over(*limit);
            let mut limits = Limits::default();
            let option = over.option();
            assert!(
                limits.set(option.strip_prefix("--limit ").unwrap()),
                "{option}"
            );
            assert!(over.at < limits.of(*limit), "{option}");
        }
    }

    #[test]
    fn every_limit_is_listed_once() {
        for limit in Limit::ALL {
            let same = Limit::ALL
                .iter()
                .filter(|other| other.name() == limit.name());
            assert_eq!(same.count(), 1, "{}", limit.name());
        }
    }
}
