//! What goes wrong in a generated agency, and to which offices.

use std::{collections::BTreeSet, fs};

use serde_json::{Value, json};

use super::{
    common::fixture,
    sheet::{Spelling, cells, delimited, xlsx},
    truth::{OFFICES, Rng, Row, Truth},
    world::{Clash, Fate, Sent, World},
};

const LATE: &str = "2021-04-02";
const ON_TIME: &str = "2021-03-31";

/// How a file is written.
#[derive(Clone, Copy)]
enum Kind {
    Xlsx,
    /// With other spacing.
    Loose,
    Csv,
    Tsv,
}

/// The printed twins of a seed: name of the fixture, and the workbook it is
/// printed from.
pub(crate) type Prints = Vec<(String, Vec<u8>)>;

/// An agency with everything planted, and what its prints are made from.
pub(crate) fn plant(seed: u64, compiled: bool, own: bool) -> (World, Prints) {
    let truth = Truth::new(seed, compiled);
    let mut pool: Vec<usize> = (1..OFFICES).collect();
    Rng(seed ^ 0x5EED).shuffle(&mut pool);
    let mut planted = Planted {
        seed,
        pool,
        world: World {
            truth,
            sent: Vec::new(),
            clashes: Vec::new(),
            found: Vec::new(),
            superseded_copies: Vec::new(),
        },
        prints: Vec::new(),
    };
    planted.copies();
    planted.covers();
    planted.corrections();
    planted.rivals();
    planted.disagreements();
    planted.gaps();
    planted.unread();
    planted.arrivals();
    planted.twins();
    if own {
        planted.own();
    }
    planted.rest();
    planted.world.finish();
    (planted.world, planted.prints)
}

struct Planted {
    seed: u64,
    /// Offices of which nothing is planted yet.
    pool: Vec<usize>,
    world: World,
    prints: Prints,
}

impl Planted {
    fn office(&mut self) -> usize {
        self.pool.pop().unwrap()
    }

    /// An office that answers for the row number `no` at least.
    fn office_of(&mut self, no: usize) -> usize {
        let row = &self.world.truth.rows[no - 1];
        let at = self
            .pool
            .iter()
            .rposition(|office| row.answers(*office))
            .unwrap();
        self.pool.remove(at)
    }

    fn code(&self, office: usize) -> String {
        self.world.truth.offices[office].code.clone()
    }

    fn form(&self, office: usize) -> Vec<Row> {
        self.world.truth.form(office)
    }

    fn bytes(&self, rows: &[Row], kind: Kind, line: Option<&str>) -> Vec<u8> {
        let loose = matches!(kind, Kind::Loose);
        let cells = cells(&self.world.truth, rows, line, Spelling { loose });
        match kind {
            Kind::Xlsx | Kind::Loose => xlsx(&cells),
            Kind::Csv => delimited(&cells, b','),
            Kind::Tsv => delimited(&cells, b'\t'),
        }
    }

    /// Sends a file of the office; returns it for changes.
    fn send(&mut self, office: usize, name: &str, rows: Vec<Row>, kind: Kind) -> &mut Sent {
        let bytes = self.bytes(&rows, kind, None);
        let code = self.code(office);
        self.add(name, bytes, Some(code), rows)
    }

    fn add(
        &mut self,
        name: &str,
        bytes: Vec<u8>,
        office: Option<String>,
        rows: Vec<Row>,
    ) -> &mut Sent {
        self.world.sent.push(Sent {
            name: name.to_owned(),
            bytes,
            office,
            rows,
            fate: Fate::Merged,
            stale: BTreeSet::new(),
            office_told: None,
            received: None,
            first_received: None,
        });
        self.world.sent.last_mut().unwrap()
    }

    /// The same bytes twice, and the same content in another format.
    fn copies(&mut self) {
        let office = self.office();
        let code = self.code(office);
        let form = self.form(office);
        self.send(office, &format!("{code}xlsx"), form.clone(), Kind::Xlsx);
        self.send(
            office,
            &format!("{code} สำเนา/ส่งซ้ำ {code}xlsx"),
            form,
            Kind::Xlsx,
        );
        let [.., a, b] = self.world.sent.as_mut_slice() else {
            panic!()
        };
        b.bytes.clone_from(&a.bytes);
        let later = if a.name < b.name { b } else { a };
        later.fate = Fate::Duplicate;
        for (other, first) in [(Kind::Csv, "csv"), (Kind::Tsv, "tsv")] {
            let office = self.office();
            let code = self.code(office);
            let form = self.form(office);
            self.send(office, &format!("{code}{first}"), form.clone(), other);
            self.send(office, &format!("{code}xlsx"), form, Kind::Loose)
                .fate = Fate::Duplicate;
        }
    }

    /// Copies with something else around the form: a letter in front, a note
    /// below, another title.
    fn covers(&mut self) {
        let office = self.office();
        let code = self.code(office);
        let form = self.form(office);
        let table = String::from_utf8(self.bytes(&form, Kind::Csv, None)).unwrap();
        let title = "การรายงานผลการดำเนินงาน";
        let letter = format!("บันทึกข้อความ\nเรื่อง ขอส่งรายงาน\n{title}");
        let other = "แบบติดตามงานภายใน";
        for (name, text) in [
            ("1 ส่งจริง", table.clone()),
            ("2 มีหนังสือนำ", table.replacen(title, &letter, 1)),
            ("3 มีหมายเหตุ", table.clone() + "หมายเหตุ ส่งให้ผู้รวบรวมแล้ว\n"),
            ("4 หัวเรื่องอื่น", table.replacen(title, other, 1)),
        ] {
            let name = format!("{name} {code}csv");
            let first = name.starts_with('1');
            let sent = self.add(&name, text.into_bytes(), Some(code.clone()), form.clone());
            if !first {
                sent.fate = Fate::Duplicate;
            }
            if name.starts_with('4') {
                self.world.finds(&name, "submission-competing", "", "");
            }
        }
    }

    /// Later files that replace earlier ones: by name, by number, by arrival,
    /// and for one indicator only.
    fn corrections(&mut self) {
        let wrong = |rows: &mut Vec<Row>| {
            let done = rows.iter_mut().find_map(|row| row.done.as_mut()).unwrap();
            done.percent = if done.percent == 500 { 1000 } else { 500 };
            done.actions.push("รายการที่ต้องแก้ไข".to_owned());
        };
        for (old, new) in [
            ("", " (แก้ไข)"),
            ("รายงาน ", "รายงาน v2 "),
            ("ร่าง ", "ร่าง 25640330 แก้ไขครั้งที่ 2 "),
        ] {
            let office = self.office();
            let code = self.code(office);
            let mut form = self.form(office);
            self.send(
                office,
                &format!("{new}{code}xlsx"),
                form.clone(),
                Kind::Xlsx,
            );
            wrong(&mut form);
            self.send(office, &format!("{old}{code}xlsx"), form, Kind::Csv)
                .fate = Fate::Superseded;
        }
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        let new = self.send(office, &format!("ก่อน {code}xlsx"), form.clone(), Kind::Xlsx);
        (new.received, new.first_received) = (Some("2021-03-20"), Some("2021-03-20"));
        wrong(&mut form);
        let old = self.send(office, &format!("หลัง {code}xlsx"), form, Kind::Xlsx);
        (old.received, old.fate) = (Some("2021-03-10"), Fate::Superseded);
        // What was sent twice is replaced twice, and the correction is late.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        let new = self.send(
            office,
            &format!("{code} rev2.xlsx"),
            form.clone(),
            Kind::Xlsx,
        );
        (new.received, new.first_received) = (Some(LATE), Some(LATE));
        wrong(&mut form);
        for name in [format!("{code}csv"), format!("{code}tsv")] {
            let old = self.send(office, &name, form.clone(), Kind::Tsv);
            (old.received, old.fate) = (Some(ON_TIME), Fate::Superseded);
        }
        // One finding tells whose copy it is, and one tells of the first that a
        // later one counts.
        self.world
            .finds(&format!("{code}tsv"), "submission-duplicate", "", "");
        self.world.superseded_copies.push(format!("{code}tsv"));
        // Of one indicator only.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        let at = form.iter().position(|row| row.done.is_some()).unwrap();
        let part = vec![form[at].clone()];
        let no = part[0].no;
        self.send(
            office,
            &format!("{code} เฉพาะบางข้อ (แก้ไข).xlsx"),
            part,
            Kind::Xlsx,
        );
        wrong(&mut form);
        self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx)
            .stale
            .insert(no);
    }

    /// Two files of one office that differ, neither the later.
    fn rivals(&mut self) {
        let office = self.office_of(1);
        let code = self.code(office);
        let mut form = self.form(office);
        let names = [format!("{code}xlsx"), format!("รายงาน {code}xlsx")];
        self.send(office, &names[1], form.clone(), Kind::Xlsx);
        form[0].done.as_mut().unwrap().percent = 700;
        // What is not merged: a verdict that is not written.
        let row = form
            .iter_mut()
            .find(|row| row.items.iter().any(|item| !item.weak()))
            .unwrap();
        row.verdict = false;
        let (silent, name) = (row.name.clone(), form[0].name.clone());
        self.send(office, &names[0], form, Kind::Xlsx);
        // Both tell of each other, and the second by name of the difference.
        let mut names = names;
        names.sort();
        for name in &names {
            self.world.finds(name, "submission-competing", "", "");
        }
        self.world
            .finds(&names[1], "submission-competing", &silent, "");
        assert_eq!(self.world.truth.rows[0].name, name);
        let mut third = self.form(office);
        third[0].done.as_mut().unwrap().percent = 800;
        let name = format!("สาม {code}xlsx");
        self.send(office, &name, third, Kind::Xlsx);
        self.world.finds(&name, "submission-competing", "", "");
        self.world.clashes.push(percent(1, code));
    }

    /// Offices that disagree about what is the agency's.
    fn disagreements(&mut self) {
        // A score of last year, and then the change is not what it should be.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        form[3].scores[0] -= 100;
        let (file, name) = (format!("{code}xlsx"), form[3].name.clone());
        self.send(office, &file, form, Kind::Xlsx);
        self.world.finds(&file, "change-mismatch", &name, "");
        let says = |row: &Row| json!(row.scores[0]);
        self.world.clashes.push(Clash {
            year: Some(2562),
            ..clash(4, "/scores/2562", says)
        });
        // A measure.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        form[4].measures[0] = "มาตรการที่สำนักนี้เขียนเอง".to_owned();
        self.send(office, &format!("{code}csv"), form, Kind::Csv);
        let says = |row: &Row| json!(row.measures[0]);
        self.world
            .clashes
            .push(clash(5, "/measures/list/0/text", says));
        // Who is responsible.
        let office = self.office_of(6);
        let code = self.code(office);
        let mut form = self.form(office);
        let others = &mut form[5].responsible.as_mut().unwrap();
        others.retain(|other| *other == office);
        others.push((office + 1) % OFFICES);
        self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx);
        let codes: Vec<String> = (0..OFFICES).map(|at| self.code(at)).collect();
        let says = move |row: &Row| {
            let mut named: Vec<&String> = row
                .responsible
                .iter()
                .flatten()
                .map(|at| &codes[*at])
                .collect();
            named.sort();
            json!({ "all": false, "offices": named, "unresolved": [] })
        };
        self.world.clashes.push(clash(6, "/responsible", says));
        // Remarks that only some have: two against one, and one against one.
        let mut rows = self.world.truth.rows.iter();
        let weak = |row: &&Row| row.items.iter().filter(|item| item.weak()).count() > 1;
        let two: Vec<usize> = [rows.find(weak).unwrap().no, rows.find(weak).unwrap().no].to_vec();
        let (often, once) = ("เนื่องจาก ข้อมูลยังไม่ครบถ้วน", "เนื่องจาก ยังไม่มีช่องทางเผยแพร่");
        for (no, remarks) in two
            .into_iter()
            .zip([&[often, once, often][..], &[often, once]])
        {
            let items = &self.world.truth.rows[no - 1].items;
            let at = items.iter().position(super::truth::Item::weak).unwrap();
            let code = items[at].code.clone();
            for remark in remarks {
                let office = self.office();
                let mut form = self.form(office);
                form[no - 1].items[at].remark = Some((*remark).to_owned());
                let name = format!("{}xlsx", self.code(office));
                self.send(office, &name, form, Kind::Xlsx);
            }
            let says = move |row: &Row| json!(row.items[at].remark);
            self.world.clashes.push(Clash {
                item: Some(code),
                ..clash(no, &format!("/items/{at}/remark"), says)
            });
        }
    }

    /// Offices that send nothing, or not all.
    fn gaps(&mut self) {
        let (_, _) = (self.office(), self.office());
        // Without two rows.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        let mut dropped = 0;
        form.retain(|row| {
            let drop = row.done.is_some() && dropped < 2;
            dropped += usize::from(drop);
            !drop
        });
        self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx);
        // With a result that is empty.
        let office = self.office();
        let code = self.code(office);
        let mut form = self.form(office);
        form.iter_mut().find(|row| row.done.is_some()).unwrap().done = None;
        self.send(office, &format!("{code}xlsx"), form, Kind::Loose);
        // A file for each half.
        let office = self.office();
        let code = self.code(office);
        let mut first = self.form(office);
        let second = first.split_off(5);
        self.send(office, &format!("{code} ส่วนที่ 1.xlsx"), first, Kind::Xlsx);
        self.send(office, &format!("{code} ส่วนที่ 2.csv"), second, Kind::Csv);
        // An office that the profile does not know: nothing is expected of it.
        let mut form = self.world.truth.own_form(self.seed + 1);
        for row in form.iter_mut().filter(|row| row.responsible.is_some()) {
            row.done = None;
        }
        let bytes = self.bytes(&form, Kind::Xlsx, None);
        let new = "กองจัดตั้งใหม่".to_owned();
        let sent = self.add("ใหม่.xlsx", bytes, Some(new.clone()), form);
        sent.office_told = Some(new);
        self.world.finds("ใหม่.xlsx", "office-not-in-roster", "", "");
        // Nothing tells whose they are: the same form twice is one.
        let form = self.form(self.pool[0]);
        let bytes = self.bytes(&form, Kind::Xlsx, None);
        self.add("รายงาน ITA.xlsx", bytes.clone(), None, form.clone());
        self.add("สำเนา รายงาน ITA.xlsx", bytes, None, form).fate = Fate::Duplicate;
    }

    /// Files that cannot be read.
    fn unread(&mut self) {
        let office = self.office();
        let code = self.code(office);
        let read = |name: &str| fs::read(fixture(name)).unwrap();
        let sent = self.add(
            &format!("{code}xlsx"),
            read("damaged/truncated.xlsx"),
            Some(code.clone()),
            Vec::new(),
        );
        sent.fate = Fate::Rejected("damaged");
        // One that sent a readable one too.
        let office = self.office();
        let code = self.code(office);
        let form = self.form(office);
        self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx);
        let sent = self.add(
            &format!("{code}ods"),
            read("excel/encrypted.ods"),
            Some(code),
            Vec::new(),
        );
        sent.fate = Fate::Rejected("encrypted");
        let none = (vec!["บันทึกการประชุม".to_owned()], Vec::new());
        let minutes = delimited(&none, b',');
        let minutes = minutes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap()
            .to_vec();
        let sent = self.add("บันทึกการประชุม.csv", minutes, None, Vec::new());
        sent.fate = Fate::Rejected("table-not-found");
        self.world
            .finds("บันทึกการประชุม.csv", "table-not-found", "", "");
    }

    /// Late, on the day, and late only by a copy.
    fn arrivals(&mut self) {
        for (kind, day) in [(Kind::Xlsx, LATE), (Kind::Csv, ON_TIME)] {
            let office = self.office();
            let form = self.form(office);
            // The register has the full name of the office.
            let told = self.world.truth.offices[office].name.clone();
            let sent = self.send(office, &format!("แบบ {office} {day}.dat"), form, kind);
            sent.office_told = Some(told);
            (sent.received, sent.first_received) = (Some(day), Some(day));
        }
        let office = self.office();
        let code = self.code(office);
        let form = self.form(office);
        let sent = self.send(office, &format!("{code}csv"), form.clone(), Kind::Csv);
        (sent.received, sent.first_received) = (Some("2021-04-09"), Some("2021-03-30"));
        let sent = self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx);
        (sent.received, sent.fate) = (Some("2021-03-30"), Fate::Duplicate);
    }

    /// A sheet and its print: one pair that agrees, and one that does not.
    fn twins(&mut self) {
        for agree in [true, false] {
            // What is printed is one half of the form.
            let office = self.office_of(1);
            let code = self.code(office);
            let (mut half, rest): (Vec<Row>, Vec<Row>) = {
                let form = self.form(office).into_iter();
                form.partition(|row| {
                    row.done.is_some() && row.instrument != "OIT" && row.no % 3 == 1
                })
            };
            self.send(office, &format!("{code} ส่วนแรก.xlsx"), rest, Kind::Xlsx);
            let (sheet, print) = (format!("{code} ส่วนหลัง.xlsx"), format!("{code} ส่วนหลัง.pdf"));
            self.send(office, &sheet, half.clone(), Kind::Xlsx);
            if agree {
                self.world.sent.last_mut().unwrap().fate = Fate::Duplicate;
            } else {
                self.differ(&mut half, &code, [&print, &sheet]);
            }
            let fixture_name = format!(
                "{}-{}.pdf",
                self.seed,
                if agree { "agrees" } else { "differs" }
            );
            let workbook = self.bytes(&half, Kind::Xlsx, None);
            self.prints.push((fixture_name.clone(), workbook));
            let bytes = fs::read(fixture("agency").join(&fixture_name)).unwrap_or_default();
            self.add(&print, bytes, Some(code), half);
        }
    }

    /// Changes what the print says in known places; the sheet stands behind the
    /// print by its name.
    fn differ(&mut self, rows: &mut [Row], code: &str, [print, sheet]: [&str; 2]) {
        self.world.finds(print, "submission-competing", "", "");
        self.world.finds(sheet, "submission-competing", "", "");
        let row = &mut rows[0];
        let (no, name) = (row.no, row.name.clone());
        let done = row.done.as_mut().unwrap();
        // Two values, of which one is chosen by nobody.
        done.percent = if done.percent == 1500 { 2000 } else { 1500 };
        self.world.clashes.push(percent(no, code.to_owned()));
        // Only one of them says it.
        done.suggestions = match done.suggestions {
            Some(_) => None,
            None => Some("ควรพิมพ์ให้ตรงกัน".to_owned()),
        };
        self.world.finds(sheet, "submission-competing", &name, "");
        // Not merged.
        row.verdict = false;
        if row.items.iter().any(|item| !item.weak()) {
            self.world.finds(sheet, "submission-competing", &name, "");
        }
        // A dash that the print has not.
        if let Some((item, ..)) = row.dashes.pop() {
            self.world
                .finds(sheet, "submission-competing", &name, &item);
            self.world
                .finds(print, "weak-item-without-measure", &name, &item);
        }
    }

    /// The agency's own report.
    fn own(&mut self) {
        let rows = self.world.truth.own_form(self.seed);
        let bytes = self.bytes(&rows, Kind::Xlsx, None);
        let code = self.world.truth.code.clone();
        let told = self.world.truth.name.clone();
        let sent = self.add("รวม.xlsx", bytes, Some(code), rows);
        sent.office_told = Some(told);
    }

    /// All others send what they should, each in a way of its own.
    fn rest(&mut self) {
        let mut others = vec![0];
        others.append(&mut self.pool);
        for (office, way) in others.into_iter().zip((0..5).cycle()) {
            let (code, name) = (
                self.code(office),
                self.world.truth.offices[office].name.clone(),
            );
            let form = self.form(office);
            match way {
                0 => self.send(office, &format!("{code}xlsx"), form, Kind::Xlsx),
                1 => self.send(
                    office,
                    &format!("{code}/รายงาน ITA 2564.xlsx"),
                    form,
                    Kind::Loose,
                ),
                2 => self.send(office, &format!("รายงาน{name}2564.csv"), form, Kind::Csv),
                3 => {
                    let sent = self.send(office, &format!("report-{office}.tsv"), form, Kind::Tsv);
                    sent.office_told = Some(code);
                    sent
                }
                _ => {
                    let bytes = self.bytes(&form, Kind::Xlsx, Some(&format!("หน่วยงาน: {code}")));
                    self.add(&format!("doc-{office}.xlsx"), bytes, Some(code), form)
                }
            };
        }
    }
}

fn clash(no: usize, field: &str, says: impl Fn(&Row) -> Value + 'static) -> Clash {
    Clash {
        no,
        field: field.to_owned(),
        office: None,
        item: None,
        year: None,
        says: Box::new(says),
    }
}

/// The progress that one office gives twice.
fn percent(no: usize, code: String) -> Clash {
    let says = |row: &Row| json!(row.done.as_ref().map(|done| done.percent));
    Clash {
        office: Some(code),
        ..clash(no, "/progress_percent", says)
    }
}
