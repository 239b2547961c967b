//! A row of the form in parts that can be compared one by one.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::measures::{bullet_names, counted, measure_names};
use crate::submission::{Indicator, Standing};

/// What a part of a row belongs to: each item, measure and dash with how often
/// it stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of<'a> {
    Row,
    Item(&'a str, usize),
    Measure((u32, usize)),
    Bullet((u32, usize), (Option<&'a str>, usize)),
    Result,
}

/// One part of a row.
pub(super) struct Part {
    pub(super) value: Value,
    /// JSON pointer in the row.
    pub(super) pointer: String,
    /// Whether it is merged: then a conflict tells where two values differ.
    pub(super) merged: bool,
}

/// What a part belongs to, what it is, and of which year.
pub(super) type Key<'a> = (Of<'a>, &'static str, Option<u16>);
pub(super) type Parts<'a> = BTreeMap<Key<'a>, Part>;

/// All parts of a row, but its name.
pub(super) fn parts(row: &Indicator) -> Parts<'_> {
    let mut parts = Parts::new();
    let mut add = |of, name, year, value: Value, pointer: String, merged| {
        parts.insert(
            (of, name, year),
            Part {
                value,
                pointer,
                merged,
            },
        );
    };
    add(Of::Row, "no", None, json!(row.no), "/no".to_owned(), true);
    let instrument = json!(row.instrument);
    add(
        Of::Row,
        "instrument",
        None,
        instrument,
        "/instrument".to_owned(),
        true,
    );
    for (year, score) in &row.scores {
        let pointer = format!("/scores/{year}");
        add(Of::Row, "scores", Some(*year), json!(score), pointer, true);
    }
    add(
        Of::Row,
        "change",
        None,
        json!(row.change),
        "/change".to_owned(),
        true,
    );
    for (name, standing, verdict) in [
        ("verdict_weak", Standing::Weak, row.verdicts.weak),
        ("verdict_strong", Standing::Strong, row.verdicts.strong),
    ] {
        // It stands in the cell of its items.
        let first = row.items.iter().position(|item| item.standing == standing);
        let pointer = first.map_or_else(|| "/no".to_owned(), |at| format!("/items/{at}/code"));
        add(Of::Row, name, None, json!(verdict), pointer, false);
    }
    let order: Vec<&str> = row.items.iter().map(|item| item.code.as_str()).collect();
    let items = counted(order.iter().copied());
    for ((at, item), (code, nth)) in row.items.iter().enumerate().zip(items) {
        let of = Of::Item(code, nth);
        let merged = nth == 0;
        let pointer = |name: &str| format!("/items/{at}/{name}");
        add(of, "item", None, json!(code), pointer("code"), merged);
        add(
            of,
            "score",
            None,
            json!(item.score),
            pointer("score"),
            merged,
        );
        add(
            of,
            "standing",
            None,
            json!(item.standing),
            pointer("standing"),
            merged,
        );
        add(
            of,
            "remark",
            None,
            json!(item.remark),
            pointer("remark"),
            merged,
        );
    }
    let measures = &row.measures;
    let preamble = json!(measures.preamble);
    add(
        Of::Row,
        "preamble",
        None,
        preamble,
        "/measures/preamble".to_owned(),
        true,
    );
    add(
        Of::Row,
        "claims",
        None,
        json!(measures.claims),
        "/measures/claims".to_owned(),
        true,
    );
    for ((at, measure), name) in measures.list.iter().enumerate().zip(measure_names(row)) {
        let base = format!("/measures/list/{at}");
        let text = json!(measure.text);
        add(
            Of::Measure(name),
            "measure",
            None,
            text,
            format!("{base}/text"),
            true,
        );
        let bullets = measure.bullets.iter().zip(bullet_names(&measure.bullets));
        for ((bullet, dash), at) in bullets.zip(0..) {
            let of = Of::Bullet(name, dash);
            let pointer = |name: &str| format!("{base}/bullets/{at}/{name}");
            add(
                of,
                "bullet",
                None,
                json!(bullet.text),
                pointer("text"),
                true,
            );
            let quoted = json!(bullet.quoted_score);
            add(
                of,
                "quoted_score",
                None,
                quoted,
                pointer("quoted_score"),
                true,
            );
        }
    }
    let who = &row.responsible;
    let written = !who.as_written.is_empty();
    let mut offices = who.offices.clone();
    offices.sort_unstable();
    let value = written
        .then(|| json!({ "all": who.all, "offices": offices, "unresolved": who.unresolved }));
    let pointer = "/responsible".to_owned();
    add(
        Of::Row,
        "responsible",
        None,
        json!(value),
        pointer.clone() + "/as_written",
        true,
    );
    let words = json!(written.then_some(&who.as_written));
    add(
        Of::Row,
        "as_written",
        None,
        words,
        pointer + "/as_written",
        false,
    );
    if let Some(result) = &row.result {
        let pointer = |name: &str| format!("/result/{name}");
        let actions = (!result.actions.is_empty()).then_some(&result.actions);
        for (name, value) in [
            ("actions", json!(actions)),
            ("obstacles", json!(result.obstacles)),
            ("suggestions", json!(result.suggestions)),
            ("progress_percent", json!(result.progress_percent)),
        ] {
            add(Of::Result, name, None, value, pointer(name), true);
        }
        add(
            Of::Result,
            "text",
            None,
            json!(result.text),
            pointer("text"),
            false,
        );
    }
    parts
}

/// The part that tells of a whole.
pub(super) const fn main(of: Of<'_>) -> &'static str {
    match of {
        Of::Item(..) => "item",
        Of::Measure(_) => "measure",
        Of::Bullet(..) => "bullet",
        Of::Row | Of::Result => "text",
    }
}

/// The parts that a part is read from: it differs where they do.
pub(super) fn causes(part: &str) -> &'static [&'static str] {
    match part {
        "as_written" => &["responsible"],
        "claims" => &["preamble"],
        "quoted_score" => &["bullet"],
        "text" => &["actions", "obstacles", "suggestions", "progress_percent"],
        _ => &[],
    }
}

/// Lists of the row that have the same entries in another order.
pub(super) fn orders(
    mine: &Indicator,
    theirs: &Indicator,
) -> Vec<(&'static str, &'static str, [Value; 2])> {
    let items = |row: &Indicator| -> Vec<(Standing, String)> {
        let items = row.items.iter();
        items
            .map(|item| (item.standing, item.code.clone()))
            .collect()
    };
    let dashes = |row: &Indicator| -> Vec<((u32, usize), String)> {
        let measures = row.measures.list.iter().zip(measure_names(row));
        let entries = measures.flat_map(|(measure, name)| {
            let own = (
                name,
                measure.no.map_or_else(String::new, |no| no.to_string()),
            );
            let dashes = measure
                .bullets
                .iter()
                .map(move |dash| (name, dash.item.clone().unwrap_or_default()));
            std::iter::once(own).chain(dashes)
        });
        entries.collect()
    };
    let items = moved(items(mine), items(theirs)).map(|both| ("items", "/items/0/code", both));
    let dashes = moved(dashes(mine), dashes(theirs));
    let dashes = dashes.map(|both| ("dashes", "/measures/list/0/text", both));
    items.into_iter().chain(dashes).collect()
}

/// Both as lists of words, where only the order differs.
fn moved<T: Clone + Ord>(mine: Vec<(T, String)>, theirs: Vec<(T, String)>) -> Option<[Value; 2]> {
    let sorted = |list: &Vec<(T, String)>| {
        let mut list = list.clone();
        list.sort();
        list
    };
    if mine == theirs || sorted(&mine) != sorted(&theirs) {
        return None;
    }
    Some(
        [mine, theirs]
            .map(|list| json!(list.into_iter().map(|(_, word)| word).collect::<Vec<_>>())),
    )
}
