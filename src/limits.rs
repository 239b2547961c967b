//! What the reading of one file may cost: every limit, its name, its default
//! and why. All may be raised with `--limit NAME=N`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::Message;

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
    /// What a worker answers about one file, in bytes: two million cells have
    /// half of it.
    ReplyBytes,
    /// Size of a file, in bytes: parent and worker hold it in memory.
    FileBytes,
    /// Members of a zip container: more than any workbook of an office has.
    ZipEntries,
    /// One member inflated, in bytes: a sheet of two million cells has less.
    ZipEntryBytes,
    /// All members inflated, in bytes: the worker's address space holds it.
    ZipBytes,
    /// Non-empty cells, or the area they are spread over: far more than any
    /// report has, and what fits into a worker's memory.
    Cells,
    /// Pages of a document: five hundred times what any report has.
    Pages,
    /// One part of a document inflated, in bytes.
    StreamBytes,
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
        Self::Cells,
        Self::Pages,
        Self::StreamBytes,
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
            Self::Cells => "cells",
            Self::Pages => "pages",
            Self::StreamBytes => "stream-bytes",
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
            Self::Cells => 2_000_000,
            Self::Pages => 5_000,
            Self::StreamBytes => 64 << 20,
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
            Self::Cells => ("จำนวนช่องในสมุดงาน", "cells in the workbook"),
            Self::Pages => ("จำนวนหน้าของเอกสาร", "pages in the document"),
            Self::StreamBytes => (
                "จำนวนไบต์ของส่วนหนึ่งในเอกสารเมื่อคลายแล้ว",
                "bytes in a part of the document when unpacked",
            ),
        }
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

    /// Sets the limit that `NAME=N` names.
    ///
    /// # Errors
    /// A name or a number that is none: what there is.
    pub fn set(&mut self, text: &str) -> Result<(), Message> {
        let parts = text.split_once('=').and_then(|(name, number)| {
            let known = Limit::ALL
                .iter()
                .find(|limit| limit.name() == name.trim())?;
            Some((*known, number.trim().parse().ok()?))
        });
        let Some((limit, number)) = parts else {
            let names: Vec<&str> = Limit::ALL.iter().map(|limit| limit.name()).collect();
            let names = names.join(" ");
            return Err(Message::new(
                format!("--limit {text} ใช้ไม่ได้ ให้ระบุเป็น ชื่อ=จำนวน ชื่อที่มีคือ {names}"),
                format!("--limit {text} is none: give NAME=N, where NAME is one of {names}"),
            ));
        };
        self.changed.insert(limit, number);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_its_default_until_it_is_set() {
        let mut limits = Limits::default();
        assert_eq!(limits.of(Limit::Pages), 5_000);
        assert_eq!(limits.set("pages=6000"), Ok(()));
        assert_eq!(limits.of(Limit::Pages), 6_000);
        assert_eq!(limits.of(Limit::Cells), 2_000_000);
        for wrong in ["pages", "pages=many", "pages=-1", "sheets=3", "=3"] {
            let message = limits.set(wrong).err();
            assert!(
                message.is_some_and(|message| message.en.contains("stream-bytes")),
                "{wrong}"
            );
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
