//! The values of an indicator by what they mean, never by their places in a
//! list: which item, which measure, whose result. One walk over the JSON of an
//! indicator serves a report and a submission alike.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{finding::Message, hundredths::Hundredths, normalize::key::key};

/// What a value of an indicator means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A field of the indicator itself: `name`, `no`, `official_no`,
    /// `instrument`, `change`.
    Own(&'static str),
    /// The score of a year.
    Score(u16),
    /// A field of the item with this code.
    Item(String, &'static str),
    /// The preamble of the measures, or what it claims.
    Preamble(&'static str),
    /// A field of a measure, by its number and which of that number it is.
    Measure(Option<u64>, usize, &'static str),
    /// A field of a dash under a measure, by its item and which of that it is.
    Bullet(Option<u64>, usize, Option<String>, usize, &'static str),
    /// Who answers for the indicator.
    Responsible,
    /// A field of the result of an office; of those without one, which it is.
    Result(Option<String>, usize, &'static str),
}

/// One value of an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// What it means.
    pub part: Part,
    /// JSON pointer, relative to the indicator.
    pub pointer: String,
    /// The value.
    pub value: Value,
}

/// What makes an indicator the same in another file or dataset.
#[must_use]
pub fn identity(official_no: Option<u32>, name: &str) -> String {
    official_no.map_or_else(|| key(name), |no| format!("#{no}"))
}

/// The values of an indicator, in the order of the form; `office` is whose
/// result stands in a submission.
#[must_use]
pub fn units(indicator: &Value, office: Option<&str>) -> Vec<Unit> {
    let mut units = Units(Vec::new());
    for name in ["name", "no", "official_no", "instrument"] {
        units.add(Part::Own(name), format!("/{name}"), &indicator[name]);
    }
    for (year, score) in indicator["scores"].as_object().into_iter().flatten() {
        if let Ok(number) = year.parse() {
            units.add(Part::Score(number), format!("/scores/{year}"), score);
        }
    }
    units.add(
        Part::Own("change"),
        "/change".to_owned(),
        &indicator["change"],
    );
    let mut codes = BTreeMap::new();
    for (at, item) in list(&indicator["items"]).iter().enumerate() {
        let code = item["code"].as_str().unwrap_or_default();
        // Of an item given twice the first counts, and a finding tells.
        if turn(&mut codes, code) == 0 {
            for leaf in ["code", "score", "standing", "remark"] {
                let part = Part::Item(code.to_owned(), leaf);
                units.add(part, format!("/items/{at}/{leaf}"), &item[leaf]);
            }
        }
    }
    units.measures(&indicator["measures"]);
    let responsible = &indicator["responsible"];
    let mut offices = list(&responsible["offices"]).to_vec();
    offices.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    let named = if responsible["as_written"]
        .as_str()
        .unwrap_or_default()
        .is_empty()
    {
        Value::Null
    } else {
        json!({ "all": responsible["all"], "offices": offices, "unresolved": responsible["unresolved"] })
    };
    units.add(Part::Responsible, "/responsible".to_owned(), &named);
    let mut of = BTreeMap::new();
    for (at, result) in list(&indicator["results"]).iter().enumerate() {
        let office = list(&result["offices"]).first().and_then(Value::as_str);
        let turn = turn(&mut of, office);
        units.result(result, office, turn, &format!("/results/{at}"));
    }
    if indicator["result"].is_object() {
        units.result(&indicator["result"], office, 0, "/result");
    }
    units.0
}

struct Units(Vec<Unit>);

impl Units {
    fn add(&mut self, part: Part, pointer: String, value: &Value) {
        self.0.push(Unit {
            part,
            pointer,
            value: value.clone(),
        });
    }

    fn measures(&mut self, measures: &Value) {
        for name in ["preamble", "claims"] {
            self.add(
                Part::Preamble(name),
                format!("/measures/{name}"),
                &measures[name],
            );
        }
        let mut numbers = BTreeMap::new();
        for (at, measure) in list(&measures["list"]).iter().enumerate() {
            let no = measure["no"].as_u64();
            let which = turn(&mut numbers, no);
            let base = format!("/measures/list/{at}");
            for leaf in ["no", "text"] {
                self.add(
                    Part::Measure(no, which, leaf),
                    format!("{base}/{leaf}"),
                    &measure[leaf],
                );
            }
            let mut items = BTreeMap::new();
            for (at, bullet) in list(&measure["bullets"]).iter().enumerate() {
                let item = bullet["item"].as_str().map(str::to_owned);
                let turn = turn(&mut items, item.clone());
                for leaf in ["item", "quoted_score", "text"] {
                    let part = Part::Bullet(no, which, item.clone(), turn, leaf);
                    self.add(part, format!("{base}/bullets/{at}/{leaf}"), &bullet[leaf]);
                }
            }
        }
    }

    fn result(&mut self, result: &Value, office: Option<&str>, turn: usize, base: &str) {
        for leaf in ["actions", "obstacles", "suggestions", "progress_percent"] {
            // No action is nothing said.
            let value = match &result[leaf] {
                Value::Array(actions) if actions.is_empty() => &Value::Null,
                value => value,
            };
            let part = Part::Result(office.map(str::to_owned), turn, leaf);
            self.add(part, format!("{base}/{leaf}"), value);
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// How often the name came before.
fn turn<N: Ord>(seen: &mut BTreeMap<N, usize>, name: N) -> usize {
    let before = seen.entry(name).or_default();
    *before += 1;
    *before - 1
}

impl Part {
    /// The same value in a submission, which has but one result.
    #[must_use]
    pub fn in_submission(&self) -> Self {
        match self {
            Self::Result(office, _, leaf) => Self::Result(office.clone(), 0, leaf),
            other => other.clone(),
        }
    }

    /// The item it is a value of.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Item(code, _) => Some(code),
            Self::Bullet(_, _, item, ..) => item.as_deref(),
            _ => None,
        }
    }

    /// What it is called on the form.
    #[must_use]
    pub fn label(&self) -> Message {
        let say = |th: &str, en: &str| Message::new(th, en);
        match self {
            Self::Own("name") => say("ชื่อตัวชี้วัด", "name"),
            Self::Own("no") => say("ลำดับในแบบรายงาน", "number on the form"),
            Self::Own("official_no") => say("ลำดับตามเกณฑ์ ITA", "the assessment's number"),
            Self::Own("instrument") => say("เครื่องมือ", "instrument"),
            Self::Own(_) => say("คะแนนเพิ่มขึ้น (ลดลง)", "change"),
            Self::Score(year) => Message::new(format!("คะแนนปี {year}"), format!("score of {year}")),
            Self::Item(code, leaf) => match *leaf {
                "score" => Message::new(format!("{code} คะแนน"), format!("{code} score")),
                "standing" => Message::new(format!("{code} อยู่ในช่อง"), format!("{code} column")),
                "remark" => Message::new(format!("{code} คำอธิบาย"), format!("{code} remark")),
                _ => Message::new(format!("{code} รหัส"), format!("{code} code")),
            },
            Self::Preamble("claims") => say("มาตรการว่าคะแนน", "the measures call the score"),
            Self::Preamble(_) => say("ข้อความนำมาตรการ", "preamble of the measures"),
            Self::Measure(no, which, leaf) => {
                let leaf = if *leaf == "no" {
                    (" ลำดับ", " number")
                } else {
                    ("", "")
                };
                measure(*no, *which, leaf.0, leaf.1)
            }
            Self::Bullet(no, which, item, turn, leaf) => {
                let item = item.as_deref().unwrap_or("-");
                let again = again(*turn);
                let (th, en) = match *leaf {
                    "quoted_score" => (" คะแนนที่อ้าง", " quoted score"),
                    "item" => (" รหัส", " code"),
                    _ => ("", ""),
                };
                measure(
                    *no,
                    *which,
                    &format!(" {item}{again}{th}"),
                    &format!(" {item}{again}{en}"),
                )
            }
            Self::Responsible => say("ผู้รับผิดชอบ", "responsible"),
            Self::Result(office, turn, leaf) => {
                let (th, en) = match *leaf {
                    "actions" => ("การดำเนินการ", "actions"),
                    "obstacles" => ("ปัญหาอุปสรรค", "obstacles"),
                    "suggestions" => ("ข้อเสนอแนะ", "suggestions"),
                    _ => ("ความคืบหน้า (ร้อยละ)", "progress (percent)"),
                };
                let again = again(*turn);
                match office {
                    Some(office) => Message::new(
                        format!("ผลของ {office}{again} {th}"),
                        format!("result of {office}{again}, {en}"),
                    ),
                    None => Message::new(
                        format!("ผลที่ไม่ระบุสำนัก{again} {th}"),
                        format!("result without office{again}, {en}"),
                    ),
                }
            }
        }
    }

    /// A value of this meaning, as a person writes it.
    #[must_use]
    pub fn shown(&self, value: &Value) -> Message {
        let both = |text: String| Message::new(text.clone(), text);
        match value {
            Value::Null => Message::new("(ไม่มี)", "(none)"),
            Value::Number(_) => {
                let number = serde_json::from_value::<Hundredths>(value.clone());
                both(number.map_or_else(|_| value.to_string(), Hundredths::plain))
            }
            Value::String(word) => match (self, word.as_str()) {
                (Self::Item(_, "standing"), "weak") => Message::new("จุดอ่อน", "weak"),
                (Self::Item(_, "standing"), "strong") => Message::new("จุดแข็ง", "strong"),
                (Self::Preamble("claims"), "above_target") => {
                    Message::new("สูงกว่าเกณฑ์เป้าหมาย", "above the target")
                }
                (Self::Preamble("claims"), "below_target") => {
                    Message::new("ต่ำกว่าเกณฑ์เป้าหมาย", "below the target")
                }
                _ => both(word.clone()),
            },
            Value::Object(_) if value["all"] == true => Message::new("ทุกสำนัก", "ทุกสำนัก (all)"),
            Value::Object(_) => {
                let names = list(&value["offices"])
                    .iter()
                    .chain(list(&value["unresolved"]));
                both(
                    names
                        .filter_map(Value::as_str)
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            }
            Value::Array(values) => both(
                values
                    .iter()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(" / "),
            ),
            Value::Bool(_) => both(value.to_string()),
        }
    }
}

fn measure(no: Option<u64>, which: usize, th: &str, en: &str) -> Message {
    let no = no.map_or_else(|| "-".to_owned(), |no| no.to_string());
    let again = again(which);
    Message::new(
        format!("มาตรการ {no}{again}{th}"),
        format!("measure {no}{again}{en}"),
    )
}

/// Tells the second of a name from the first.
fn again(turn: usize) -> String {
    if turn == 0 {
        String::new()
    } else {
        format!(" ({})", turn + 1)
    }
}
