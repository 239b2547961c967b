//! What is true of a generated agency: its offices, its scores, its measures,
//! and what each office did. Arithmetic of its own, in whole numbers.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};

use super::common::fixture;

/// How many offices an agency has.
pub(crate) const OFFICES: usize = 40;
/// The years of the scores.
pub(crate) const YEARS: [&str; 2] = ["2562", "2563"];
const TARGET: i64 = 8500;

/// Numbers that follow from a seed (splitmix64).
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.below(usize::try_from(high - low + 1).unwrap())).unwrap()
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// An agency.
pub(crate) struct Truth {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) offices: Vec<Office>,
    /// Index of the compiling office, where it has one.
    pub(crate) compiler: Option<usize>,
    /// In the order of the form.
    pub(crate) rows: Vec<Row>,
    /// What each office did, by office and row; for those that answer.
    pub(crate) done: BTreeMap<(usize, usize), Done>,
}

pub(crate) struct Office {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// One indicator as a file has it.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) no: usize,
    pub(crate) official_no: u64,
    pub(crate) name: String,
    pub(crate) instrument: String,
    /// Hundredths, of both years.
    pub(crate) scores: [i64; 2],
    pub(crate) change: i64,
    pub(crate) items: Vec<Item>,
    pub(crate) preamble: String,
    /// The numbered measures; the dashes belong to the first.
    pub(crate) measures: Vec<String>,
    pub(crate) dashes: Vec<(String, i64, String)>,
    /// None is every office.
    pub(crate) responsible: Option<Vec<usize>>,
    /// Whether the verdict of the strong items is written.
    pub(crate) verdict: bool,
    pub(crate) done: Option<Done>,
}

#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) code: String,
    pub(crate) score: i64,
    pub(crate) remark: Option<String>,
}

impl Item {
    pub(crate) fn weak(&self) -> bool {
        self.score < TARGET
    }
}

/// What an office reports.
#[derive(Clone)]
pub(crate) struct Done {
    pub(crate) actions: Vec<String>,
    pub(crate) obstacles: Option<String>,
    pub(crate) suggestions: Option<String>,
    pub(crate) percent: i64,
}

/// Second letters of the codes, and what the offices are called.
const LETTERS: [&str; 8] = ["ก", "จ", "ด", "น", "ป", "ม", "ร", "ว"];
const WORK: [&str; 8] = [
    "กฎหมาย",
    "การคลัง",
    "พัสดุ",
    "ช่างโยธา",
    "สารสนเทศ",
    "ทรัพยากรบุคคล",
    "ประชาสัมพันธ์",
    "วิจัย",
];
const PLACE: [&str; 5] = ["ส่วนกลาง", "ภาคเหนือ", "ภาคใต้", "ภาคตะวันออก", "ภาคตะวันตก"];

const ACTIONS: [&str; 6] = [
    "ชักซ้อมความเข้าใจผู้ปฏิบัติงานในสังกัด เรื่อง",
    "จัดทำคู่มือและแผ่นพับ เรื่อง",
    "เผยแพร่ข้อมูลบนเว็บไซต์ เกี่ยวกับ",
    "จัดประชุมชี้แจงผู้มีส่วนได้ส่วนเสีย เรื่อง",
    "ปรับปรุงขั้นตอนการให้บริการ ด้าน",
    "รับฟังความคิดเห็นของผู้รับบริการ เรื่อง",
];
const SUBJECTS: [&str; 6] = [
    "การใช้จ่ายเงินอย่างคุ้มค่า",
    "การยืมทรัพย์สิน และการติดตามคืน",
    "การมอบหมายงาน และการประเมินผล",
    "ช่องทางร้องเรียน และการตอบกลับ",
    "มาตรฐานการให้บริการ",
    "ข่าวสาร และกิจกรรมของหน่วยงาน",
];
const OBSTACLES: [&str; 3] = [
    "บุคลากรมีจำนวนจำกัด และมีงานประจำมาก",
    "ผู้รับบริการอยู่ห่างไกล",
    "ระบบเดิมยังไม่เชื่อมโยงกัน",
];
const SUGGESTIONS: [&str; 3] = [
    "ควรเพิ่มช่องทางการสื่อสาร ให้หลากหลายขึ้น",
    "ควรจัดกิจกรรมต่อเนื่องทุกปี",
    "ควรขยายผลไปยังหน่วยงานอื่น",
];

impl Truth {
    pub(crate) fn new(seed: u64, compiled: bool) -> Self {
        let mut rng = Rng(seed);
        let mut offices: Vec<Office> = (0..OFFICES)
            .map(|at| Office {
                code: format!(
                    "ส.{}{}.",
                    LETTERS[at % 8],
                    LETTERS[(at / 8 + at % 8 + 1) % 8]
                ),
                name: format!("สำนัก{}{}", WORK[at % 8], PLACE[at / 8]),
            })
            .collect();
        rng.shuffle(&mut offices);
        let path = fixture("../schemas/catalogs/ita-2563.json");
        let catalog: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let mut known = catalog["indicators"].as_array().unwrap().clone();
        rng.shuffle(&mut known);
        let rows: Vec<Row> = (1..)
            .zip(&known)
            .map(|(no, known)| row(no, known, &mut rng))
            .collect();
        let mut done = BTreeMap::new();
        for office in 0..OFFICES {
            for (at, row) in rows.iter().enumerate() {
                if row.answers(office) {
                    done.insert((office, at), did(&mut rng));
                }
            }
        }
        Self {
            code: "ก.ทส.".to_owned(),
            name: "กรมทดสอบระบบ".to_owned(),
            offices,
            compiler: compiled.then_some(0),
            rows,
            done,
        }
    }

    /// The rows as the office reports on them.
    pub(crate) fn form(&self, office: usize) -> Vec<Row> {
        let rows = self.rows.iter().enumerate();
        let rows = rows.map(|(at, row)| Row {
            done: self.done.get(&(office, at)).cloned(),
            ..row.clone()
        });
        rows.collect()
    }

    /// What somebody else did, for all rows: the agency itself.
    pub(crate) fn own_form(&self, seed: u64) -> Vec<Row> {
        let mut rng = Rng(seed ^ 0xA5A5);
        let mut rows = self.rows.clone();
        rows.iter_mut()
            .for_each(|row| row.done = Some(did(&mut rng)));
        rows
    }

    /// The profile's file.
    pub(crate) fn profile(&self) -> Value {
        let offices = self.offices.iter();
        let responsible = self.rows.iter().map(|row| {
            let codes = |list: &Vec<usize>| json!(list.iter().map(|at| &self.offices[*at].code).collect::<Vec<_>>());
            json!({ "indicator": row.name, "offices": row.responsible.as_ref().map_or(json!("all"), codes) })
        });
        json!({
            "schema": "ruam.profile/1",
            "id": "generated",
            "agency": { "code": self.code, "name": self.name, "aliases": [] },
            "fiscal_year": 2564,
            "score_years": [2562, 2563],
            "catalog": "ita-2563",
            "due": null,
            "compiling_office": self.compiler.map(|at| &self.offices[at].code),
            "offices": offices.map(|office| json!({ "code": office.code, "aliases": [office.name] })).collect::<Vec<_>>(),
            "all_offices": ["ทุกสำนัก"],
            "responsible": responsible.collect::<Vec<_>>(),
            "rules": {},
        })
    }

    /// IIT 30, EIT 30, OIT 40 of a hundred: means over the indicators of each.
    pub(crate) fn overall(&self, year: usize) -> i64 {
        let mut sum = (0, 1);
        for (instrument, weight) in [("IIT", 30), ("EIT", 30), ("OIT", 40)] {
            let of = self.rows.iter().filter(|row| row.instrument == instrument);
            let scores: Vec<i64> = of.map(|row| row.scores[year]).collect();
            sum = plus(
                sum,
                (weight * scores.iter().sum::<i64>(), 100 * count(&scores)),
            );
        }
        half_up(sum)
    }
}

impl Row {
    pub(crate) fn answers(&self, office: usize) -> bool {
        self.responsible
            .as_ref()
            .is_none_or(|named| named.contains(&office))
    }
}

fn row(no: usize, known: &Value, rng: &mut Rng) -> Row {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (name, instrument) = (text(&known["name"]), text(&known["instrument"]));
    // Until the mean is not the target itself, which is neither above nor below.
    let (items, mean) = loop {
        let mut items = Vec::new();
        let mut sum = (0, 1);
        let groups = known["groups"].as_array().unwrap();
        for group in groups {
            let of = items.len();
            for code in group["items"].as_array().unwrap() {
                let score = match instrument.as_str() {
                    "OIT" => 10_000 * i64::from(rng.below(8) > 0),
                    _ => rng.between(7000, 9999),
                };
                items.push(Item {
                    code: text(code),
                    score,
                    remark: None,
                });
            }
            let scores: Vec<i64> = items[of..].iter().map(|item: &Item| item.score).collect();
            sum = plus(sum, (scores.iter().sum(), count(&scores)));
        }
        let mean = half_up((sum.0, sum.1 * count(groups)));
        if mean != TARGET {
            break (items, mean);
        }
    };
    let last = rng.between(6000, 10_000);
    let level = if mean > TARGET {
        "สูงกว่า"
    } else {
        "ต่ำกว่า"
    };
    let preamble = format!(
        "หัวข้อประเด็นการประเมินตัวชี้วัด เรื่อง {name} ในปี 2563 มีคะแนนอยู่ในระดับ{level}เกณฑ์เป้าหมาย จึงได้กำหนดแนวทาง ดังนี้"
    );
    let measures = (0..2 + rng.below(2))
        .map(|_| format!("{} {}", rng.pick(&ACTIONS), rng.pick(&SUBJECTS)))
        .collect();
    let dashes = items.iter().filter(|item| item.weak()).map(|item| {
        let code = &item.code;
        let score = plain(item.score);
        let what = rng.pick(&SUBJECTS);
        let said = format!("หัวข้อประเด็นการประเมิน {code} ในปี 2563 ได้คะแนน {score} ซึ่งต่ำกว่าเกณฑ์เป้าหมาย ขอให้เร่งสร้างการรับรู้ เรื่อง {what}");
        (code.clone(), item.score, said)
    });
    let dashes = dashes.collect();
    // Every third indicator belongs to some offices only.
    let responsible = no.is_multiple_of(3).then(|| {
        let mut some: Vec<usize> = (0..OFFICES).collect();
        rng.shuffle(&mut some);
        some.truncate(8 + rng.below(8));
        some
    });
    Row {
        no,
        official_no: known["official_no"].as_u64().unwrap(),
        name,
        instrument,
        scores: [last, mean],
        change: mean - last,
        items,
        preamble,
        measures,
        dashes,
        responsible,
        verdict: true,
        done: None,
    }
}

fn did(rng: &mut Rng) -> Done {
    let action = |rng: &mut Rng| format!("{} {}", rng.pick(&ACTIONS), rng.pick(&SUBJECTS));
    Done {
        actions: (0..=rng.below(2)).map(|_| action(rng)).collect(),
        obstacles: (rng.below(3) == 0).then(|| rng.pick(&OBSTACLES).to_owned()),
        suggestions: (rng.below(3) > 0).then(|| rng.pick(&SUGGESTIONS).to_owned()),
        percent: 100 * rng.between(1, 20) * 5,
    }
}

fn count<T>(list: &[T]) -> i64 {
    i64::try_from(list.len()).unwrap()
}

fn plus(a: (i64, i64), b: (i64, i64)) -> (i64, i64) {
    (a.0 * b.1 + b.0 * a.1, a.1 * b.1)
}

fn half_up((above, below): (i64, i64)) -> i64 {
    (2 * above + below).div_euclid(2 * below)
}

/// Hundredths as on the form.
pub(crate) fn plain(score: i64) -> String {
    if score % 100 == 0 && (score == 0 || score == 10_000) {
        return (score / 100).to_string();
    }
    format!("{}.{:02}", score / 100, score % 100)
}
