//! The tables as one workbook: the consolidated form of every report, ready to
//! print, what the tables mean, and a sheet a table. Lines go to temporary files
//! as they come.

mod flat;
mod guide;

use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet},
    io,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::Once,
};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{
    files,
    tables::{Cell, TABLES, Table},
};
use crate::{
    dataset::Report, error::Failure, finding::Message, normalize::display, profile::Facts,
    template::consolidated,
};
use flat::{Flat, Looks};

/// Sheets of the form; a workbook with more of them serves nobody.
const FORMS: usize = 100;
/// Rows of a sheet, its header not counted.
const ROWS: u32 = 1_048_575;
/// Characters of a sheet's name.
const NAME: usize = 31;

/// The workbook that is being written.
pub(super) struct Xlsx {
    path: PathBuf,
    workbook: Workbook,
    looks: Looks,
    sheets: BTreeMap<&'static str, Flat>,
    forms: Vec<Worksheet>,
    names: BTreeSet<String>,
    reports: usize,
}

impl Xlsx {
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("dataset.xlsx");
        let begun = caught(|| begin(folder)).map_err(|error| failure(&path, error));
        let (workbook, sheets) = begun?;
        let names = TABLES.map(|table| table.name.to_owned());
        Ok(Self {
            path,
            workbook,
            looks: Looks::new(),
            sheets,
            forms: Vec::new(),
            names: names.into_iter().collect(),
            reports: 0,
        })
    }

    /// Adds the sheet of the form.
    pub(super) fn report(&mut self, report: &Report, facts: &Facts) -> Result<(), Failure> {
        self.reports += 1;
        if self.reports > FORMS {
            self.forms.clear();
            return Ok(());
        }
        let name = self.name(report);
        let mut sheet = Worksheet::new();
        let written = sheet
            .set_name(name)
            .map(|_| ())
            .and_then(|()| consolidated(&mut sheet, report, facts));
        written.map_err(|error| failure(&self.path, error))?;
        self.forms.push(sheet);
        Ok(())
    }

    pub(super) fn line(&mut self, table: &Table, cells: &[Cell]) -> Result<(), Failure> {
        let Some(sheet) = self.sheets.get_mut(table.name) else {
            return Ok(());
        };
        if sheet.rows == ROWS {
            return Err(too_long(table));
        }
        let looks = &self.looks;
        caught(|| sheet.line(cells, looks)).map_err(|error| failure(&self.path, error))
    }

    pub(super) fn finish(mut self) -> Result<Vec<PathBuf>, Failure> {
        let path = self.path.clone();
        caught(|| self.complete()).map_err(|error| failure(&path, error))?;
        Ok(vec![path])
    }

    fn complete(&mut self) -> Result<(), XlsxError> {
        for form in self.forms.drain(..) {
            self.workbook.push_worksheet(form);
        }
        let without = self.reports > FORMS;
        self.workbook.push_worksheet(guide::sheet(without)?);
        for table in TABLES {
            if let Some(sheet) = self.sheets.remove(table.name) {
                self.workbook.push_worksheet(sheet.finish(table)?);
            }
        }
        self.workbook.save(&self.path)
    }

    /// A name for the sheet of a report that no other has.
    fn name(&mut self, report: &Report) -> String {
        let agency =
            display::safe(&report.agency).replace(['[', ']', ':', '*', '?', '/', '\\'], "-");
        let whole = format!("แบบรายงาน {agency} {}", report.fiscal_year);
        let cut = |end: &str| {
            let room = NAME - end.encode_utf16().count();
            let mut name = String::new();
            for c in whole.chars() {
                if name.encode_utf16().count() + c.len_utf16() > room {
                    break;
                }
                name.push(c);
            }
            name.trim_end_matches(['\'', ' ']).to_owned() + end
        };
        let mut name = cut("");
        for number in 2.. {
            // Excel takes no notice of capitals.
            if self.names.insert(name.to_lowercase()) {
                break;
            }
            name = cut(&format!(" ({number})"));
        }
        name
    }
}

/// The crate panics where the temporary file of a sheet cannot be written, as on
/// a full disk.
fn caught<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, XlsxError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let at = panic.location().map_or("", |at| at.file());
            if !at.contains("rust_xlsxwriter") {
                told(panic);
            }
        }));
    });
    panic::catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|words| Err(XlsxError::IoError(io::Error::other(said(&*words)))))
}

/// What a panic said.
fn said(words: &(dyn Any + Send)) -> String {
    match (words.downcast_ref::<String>(), words.downcast_ref::<&str>()) {
        (Some(text), _) => text.clone(),
        (None, text) => text.copied().unwrap_or_default().to_owned(),
    }
}

fn begin(folder: &Path) -> Result<(Workbook, BTreeMap<&'static str, Flat>), XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes whenever it is written.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    workbook.set_tempdir(folder)?;
    let mut sheets = BTreeMap::new();
    for table in TABLES {
        let sheet = workbook.new_worksheet_with_constant_memory()?;
        sheets.insert(table.name, Flat::new(sheet, table)?);
    }
    Ok((workbook, sheets))
}

fn too_long(table: &Table) -> Failure {
    let name = table.name;
    Failure::Command(Message::new(
        format!(
            "ตาราง {name} ยาวเกิน {ROWS} แถวที่แผ่นงาน Excel รับได้ จึงไม่เขียน xlsx โปรดใช้ csv, jsonl หรือ parquet"
        ),
        format!(
            "table {name} has more than the {ROWS} lines that a sheet of Excel holds, so no xlsx is written: write csv, jsonl or parquet"
        ),
    ))
}

fn failure(path: &Path, error: XlsxError) -> Failure {
    match error {
        XlsxError::IoError(source) => files::failure(path, source),
        other => files::failure(path, io::Error::other(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_longer_than_a_sheet_is_refused_in_words() {
        let folder = tempfile::TempDir::new().unwrap();
        let mut xlsx = Xlsx::new(folder.path()).unwrap();
        let [table, ..] = TABLES;
        xlsx.sheets.get_mut(table.name).unwrap().rows = ROWS - 1;
        xlsx.line(table, &[]).unwrap();
        let said = xlsx.line(table, &[]).unwrap_err().message();
        assert!(
            said.th.contains("reports ยาวเกิน 1048575 แถว"),
            "{}",
            said.th
        );
        assert!(
            said.en.contains("write csv, jsonl or parquet"),
            "{}",
            said.en
        );
    }
}
