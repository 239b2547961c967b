//! The weakest items: below the target, or said to be weak; lowest first.

use std::collections::BTreeMap;

use super::{markup::Markup, words};
use crate::{
    dataset::{MergedIndicator, MergedItem, Report},
    submission::Standing,
};

/// The weakest items of a report.
pub(super) fn section(out: &mut Markup, report: &Report, at: usize) {
    out.raw("<section id=\"items-")
        .show(at)
        .raw("\">\n<h3>")
        .both("หัวข้อที่ต้องปรับปรุง", "Weakest items")
        .raw("</h3>\n");
    let mut weak: Vec<(&MergedIndicator, &MergedItem)> = Vec::new();
    for indicator in &report.indicators {
        let items = indicator.items.iter().filter(|item| {
            let low = item.score.is_some_and(|score| score < report.target);
            low || item.standing == Some(Standing::Weak)
        });
        weak.extend(items.map(|item| (indicator, item)));
    }
    // An undecided score last, and otherwise in the order of the form.
    weak.sort_by_key(|(_, item)| (item.score.is_none(), item.score));
    if weak.is_empty() {
        out.raw("<p>")
            .both(
                "ไม่มีหัวข้อที่ต่ำกว่าเป้าหมายหรืออยู่ในจุดอ่อน",
                "No item is below the target or said to be weak.",
            )
            .raw("</p>\n</section>\n");
        return;
    }
    let target = report.target;
    out.table(
        "items",
        "หัวข้อในจุดอ่อนหรือต่ำกว่าเป้าหมาย คะแนนต่ำก่อน",
        "Items said to be weak or below the target, lowest first",
    );
    out.column("หัวข้อ", "item")
        .numbers("คะแนน", "score")
        .column("อยู่ในช่อง", "stands as")
        .column("ตัวชี้วัด", "indicator")
        .numbers("มาตรการ", "measures")
        .column("คำอธิบายในแบบ", "remark")
        .rows();
    let measures = measures(report);
    for (indicator, item) in weak {
        out.raw("<tr><th scope=\"row\">").data(&item.code);
        let low = item.score.is_some_and(|score| score < target);
        out.raw("</th><td class=\"number");
        out.raw(if low { " bad\">▼ " } else { "\">" });
        out.text(&words::score(item.score)).raw("</td><td>");
        out.say(&words::standing(item.standing)).raw("</td><td>");
        out.data(&indicator.name);
        let count = measures.get(&(indicator.name.as_str(), item.code.as_str()));
        let count = count.copied().unwrap_or(0);
        out.raw("</td><td class=\"number");
        out.raw(if count == 0 { " bad\">" } else { "\">" });
        out.show(count).raw("</td><td>");
        match &item.remark {
            Some(remark) => out.data(remark),
            None => out.raw("–"),
        };
        out.raw("</td></tr>\n");
    }
    out.end_table();
    out.raw("</section>\n");
}

/// How many dashes of the measures speak of each item.
fn measures(report: &Report) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for indicator in &report.indicators {
        let bullets = indicator
            .measures
            .list
            .iter()
            .flat_map(|measure| &measure.bullets);
        for item in bullets.filter_map(|bullet| bullet.item.as_deref()) {
            *counts.entry((indicator.name.as_str(), item)).or_insert(0) += 1;
        }
    }
    counts
}
