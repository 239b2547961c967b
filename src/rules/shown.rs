//! How values of the dataset are shown in a message.

use serde_json::Value;

/// How much of a text is shown.
const LENGTH: usize = 60;
/// How much is left of what texts have in common before they differ.
const BEFORE: usize = 15;

/// A value on one line, long texts shortened.
pub(super) fn show(value: &Value) -> String {
    shorten(&words(value))
}

/// Values that differ, each on one line and from where they begin to differ.
pub(super) fn apart<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let texts: Vec<String> = values.map(words).collect();
    if texts.iter().all(|text| text.chars().count() <= LENGTH) {
        return texts;
    }
    let common = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let pairs = texts.iter().zip(texts.iter().skip(1));
    let same = pairs.map(|(a, b)| common(a, b)).min().unwrap_or_default();
    let cut = same.saturating_sub(BEFORE);
    let from = |text: &String| {
        let rest: String = text.chars().skip(cut).collect();
        if cut == 0 {
            shorten(text)
        } else {
            format!("…{}", shorten(&rest))
        }
    };
    texts.iter().map(from).collect()
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH - 1).chain(['…']).collect()
}

/// The words of a value: of a list or an object those in it; ทุกสำนัก where it
/// is all offices; as on the form where it is one of a few.
fn words(value: &Value) -> String {
    let join = |values: &mut dyn Iterator<Item = &Value>| {
        let texts: Vec<String> = values.map(words).filter(|text| !text.is_empty()).collect();
        texts.join(", ")
    };
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "ทุกสำนัก".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => match text.as_str() {
            "weak" => "จุดอ่อน".to_owned(),
            "strong" => "จุดแข็ง".to_owned(),
            "below_target" => "ต่ำกว่าเกณฑ์เป้าหมาย".to_owned(),
            "meets_target" => "เป็นไปตามเกณฑ์เป้าหมาย".to_owned(),
            "above_target" => "สูงกว่าเกณฑ์เป้าหมาย".to_owned(),
            text => text.replace('\n', " "),
        },
        Value::Array(values) => join(&mut values.iter()),
        Value::Object(fields) => join(&mut fields.values()),
    }
}
