//! The report as a sheet of cells that can be changed, and as a model.

use regex::Regex;
use ruam::{
    excel,
    finding::{Finding, Severity},
    form::Sender,
    grid::{Cell, Origin, Span, Value},
    limits::Limits,
    profile::Facts,
    submission::Format,
};
use rust_xlsxwriter::{Format as Style, Formula, Workbook};

use super::{
    common::{fixture, read_bytes, sender},
    oracle::{Bullet, Code, Item, Model, Number, Progress, Responsible, Row, Told},
};

/// The text that stands for an error value.
pub(crate) const BROKEN: &str = "#REF!";

/// The cells of the report.
#[derive(Clone)]
pub(crate) struct Sheet {
    cells: Vec<Cell>,
}

/// `F9` of a row and a column that count from 0.
pub(crate) fn address(row: u32, column: u32) -> String {
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    format!("{letter}{}", row + 1)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

impl Sheet {
    pub(crate) fn of_fixture() -> Self {
        let bytes = std::fs::read(fixture("excel/fio.xlsx")).unwrap();
        let document = excel::read(&bytes, Format::Xlsx, &Limits::default(), &mut || {}).unwrap();
        let cells = document.grids.into_iter().next().unwrap().cells;
        Self { cells }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        let at = |cell: &&Cell| address(cell.row, cell.column) == name;
        self.cells
            .iter()
            .find(at)
            .map_or("", |cell| cell.value.text())
    }

    /// Puts `text` into the cell: as a number where it is one.
    pub(crate) fn set(&mut self, name: &str, text: &str) {
        let at = |cell: &Cell| address(cell.row, cell.column) == name;
        let at = self.cells.iter().position(at).expect(name);
        let value = match text {
            BROKEN => Value::Error(text.to_owned()),
            _ if text.parse::<f64>().is_ok() => Value::Number(text.to_owned()),
            _ => Value::Text(text.to_owned()),
        };
        self.cells[at].value = value;
        if text.is_empty() {
            self.cells.remove(at);
        }
    }

    /// Puts a copy of a row below it.
    pub(crate) fn copy_row(&mut self, row: u32) {
        let below = |cell: &Cell| Cell {
            row: cell.row + 1,
            ..cell.clone()
        };
        let (above, under): (Vec<Cell>, Vec<Cell>) =
            self.cells.iter().cloned().partition(|cell| cell.row <= row);
        let copy = above.iter().filter(|cell| cell.row == row).map(below);
        self.cells = above
            .iter()
            .cloned()
            .chain(copy)
            .chain(under.iter().map(below))
            .collect();
    }

    /// Deletes a column as a spreadsheet program does.
    pub(crate) fn delete_column(&mut self, column: u32) {
        self.cells.retain_mut(|cell| {
            let end = cell.column + cell.span.columns;
            if (cell.column..end).contains(&column) {
                cell.span.columns -= 1;
            } else if cell.column > column {
                cell.column -= 1;
            }
            cell.span.columns > 0
        });
    }

    /// The cells as a real workbook.
    fn workbook(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for cell in &self.cells {
            let (row, column) = (cell.row, u16::try_from(cell.column).unwrap());
            if cell.span != Span::ONE {
                let last = column + u16::try_from(cell.span.columns).unwrap() - 1;
                let bottom = row + cell.span.rows - 1;
                let plain = Style::new();
                sheet
                    .merge_range(row, column, bottom, last, cell.value.text(), &plain)
                    .unwrap();
                continue;
            }
            match &cell.value {
                Value::Number(number) => {
                    sheet.write_number(row, column, number.parse::<f64>().unwrap())
                }
                Value::Error(text) => {
                    let formula = Formula::new("=Z99").set_result(text);
                    sheet.write_formula(row, column, formula)
                }
                value => sheet.write_string(row, column, value.text()),
            }
            .unwrap();
        }
        workbook.save_to_buffer().unwrap()
    }

    /// What a person reads in the report.
    pub(crate) fn model(&self) -> Model {
        let mut rows: Vec<Row> = Vec::new();
        for row in 4..16 {
            let name = self.text(&address(row, 1));
            if name.is_empty() {
                let bullets = self.bullets(row);
                rows.last_mut().unwrap().bullets.extend(bullets);
            } else {
                rows.push(self.row(row, name));
            }
        }
        Model { rows }
    }

    fn row(&self, row: u32, name: &str) -> Row {
        let at = |column| address(row, column);
        let measures = self.text(&at(7));
        let named = pattern("ตัวชี้วัด ?เรื่อง (.+?) ใน ?ปี")
            .captures(measures)
            .unwrap();
        let mut items = self.items(row, 5, true);
        items.extend(self.items(row, 6, false));
        let number = |column| Number::Is(hundredths(self.text(&at(column))));
        Row {
            row,
            name: name.to_owned(),
            scores: [number(2), number(3)],
            change: number(4),
            items,
            claims_above: Some(measures.contains("อยู่ในระดับสูงกว่าเกณฑ์")),
            named: Some(named[1].replace(' ', "")),
            bullets: self.bullets(row),
            responsible: Responsible::Fine,
            progress: Some(Progress::Fine),
            // The spelling that may be one office or another.
            doubtful: [7, 9]
                .map(at)
                .into_iter()
                .filter(|at| self.text(at).contains("ส.ว. "))
                .collect(),
            broken: Vec::new(),
            hidden: Vec::new(),
        }
    }

    fn items(&self, row: u32, column: u32, weak: bool) -> Vec<Item> {
        let text = self.text(&address(row, column));
        let item = pattern(r"([IEO]\d+)= ?([\d.]+)");
        item.captures_iter(text)
            .map(|found| Item {
                written: found[0].to_owned(),
                code: Code::Is(found[1].to_owned()),
                score: Number::Is(hundredths(&found[2])),
                weak,
                remark: row == 5 && weak,
                cell: address(row, column),
            })
            .collect()
    }

    fn bullets(&self, row: u32) -> Vec<Bullet> {
        let text = self.text(&address(row, 7));
        let bullet = pattern(r"- หัวข้อประเด็นการประเมิน ([IEO]\d+) ในปี 2563 ได้คะแนน ([\d.]+)([^-]*)");
        bullet
            .captures_iter(text)
            .map(|found| Bullet {
                written: (found[1].to_owned(), found[2].to_owned()),
                code: Code::Is(found[1].to_owned()),
                score: hundredths(&found[2]),
                below: found[3].starts_with(" ต่ำกว่าเกณฑ์"),
                to_itself: found[3].contains("จึงขอให้ ส.ว. ส่งข้อมูลเชิงสถิติการให้บริการให้ ส.ว."),
                cell: address(row, 7),
            })
            .collect()
    }
}

/// A score as it stands in the report.
pub(crate) fn hundredths(text: &str) -> i64 {
    if text == "-" {
        return 0;
    }
    if let Some(inner) = text.strip_prefix('(') {
        return -hundredths(inner.trim_end_matches(')'));
    }
    let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
    whole.parse::<i64>().unwrap() * 100 + format!("{places:0<2}").parse::<i64>().unwrap()
}

/// The findings above info of the workbook, as the agency's own report.
pub(crate) fn found(sheet: &Sheet, facts: &Facts) -> Vec<Told> {
    found_of("อ.อ.ป.", sheet, facts)
}

/// The findings above info of the workbook, as the report of `office`.
pub(crate) fn found_of(office: &str, sheet: &Sheet, facts: &Facts) -> Vec<Told> {
    let own = Sender {
        argument: Some(office.to_owned()),
        received: Some("2021-03-30".to_owned()),
        ..sender("fio.xlsx")
    };
    let entry = read_bytes(&sheet.workbook(), own, facts);
    let above = entry
        .findings()
        .iter()
        .filter(|finding| finding.severity != Severity::Info);
    let mut told: Vec<Told> = above.map(tell).collect();
    told.sort();
    told
}

fn tell(finding: &Finding) -> Told {
    let cell = match &finding.origin {
        Some(Origin::Cell { cell, .. }) => cell.to_string(),
        _ => String::new(),
    };
    let severity = if finding.severity == Severity::Error {
        "error"
    } else {
        "warning"
    };
    let item = finding.item.clone().unwrap_or_default();
    (cell, finding.rule.clone(), severity, item)
}

/// What was missed and what was too much.
pub(crate) fn difference(what: &str, found: &[Told], expected: &[Told]) -> Option<String> {
    let without = |these: &[Told], those: &[Told]| -> Vec<String> {
        let mut rest = these.to_vec();
        for one in those {
            if let Some(at) = rest.iter().position(|other| other == one) {
                rest.remove(at);
            }
        }
        rest.iter()
            .map(|(cell, rule, severity, item)| format!("{cell} {severity}[{rule}] {item}"))
            .collect()
    };
    let (missing, surplus) = (without(expected, found), without(found, expected));
    (!missing.is_empty() || !surplus.is_empty())
        .then(|| format!("{what}\n  missing: {missing:?}\n  surplus: {surplus:?}"))
}
