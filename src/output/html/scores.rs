//! The scores of the last two years against the target: a plot, and the same
//! numbers in a table.

use super::{markup::Markup, words};
use crate::{
    dataset::{MergedIndicator, Report},
    hundredths::Hundredths,
};

/// Where the plot begins, unless a score is lower.
const LEAST: i64 = 6000;
/// Where it ends.
const MOST: i64 = 10_000;
/// Height of an indicator's row and of the scale above and below, in pixels.
const ROW: usize = 46;
const SCALE: usize = 22;
/// How many characters of a name there is room for on a phone.
const NAME: usize = 34;

/// The years that are shown: the last, and the one before it.
struct Years {
    before: Option<u16>,
    last: u16,
}

/// Plot and table of one report; `at` is its index.
pub(super) fn section(out: &mut Markup, report: &Report, at: usize) {
    out.raw("<section id=\"scores-")
        .show(at)
        .raw("\">\n<h3>")
        .both("คะแนนรายตัวชี้วัด", "Scores by indicator")
        .raw("</h3>\n");
    let mut years = report.score_years.iter().rev().copied();
    match (years.next(), years.next()) {
        (Some(last), before) if !report.indicators.is_empty() => {
            let years = Years { before, last };
            figure(out, report, &years, at);
            table(out, report, &years);
        }
        _ => {
            out.raw("<p>")
                .both("ไม่มีคะแนนในรายงานนี้", "This report has no scores.")
                .raw("</p>\n");
        }
    }
    out.raw("</section>\n");
}

fn of(indicator: &MergedIndicator, year: u16) -> Option<Hundredths> {
    indicator.scores.get(&year).copied().flatten()
}

fn figure(out: &mut Markup, report: &Report, years: &Years, at: usize) {
    let target = report.target;
    out.raw("<figure>\n<figcaption id=\"plot-")
        .show(at)
        .raw("\">");
    let last = years.last;
    match years.before {
        Some(before) => out.both(
            &format!("คะแนนปี {before} (○) และปี {last} (● ถึงเป้าหมาย ▼ ต่ำกว่า) เส้นประคือเป้าหมาย {target}"),
            &format!("Scores of {before} (○) and {last} (● on target, ▼ below); the dashed line is the target, {target}"),
        ),
        None => out.both(
            &format!("คะแนนปี {last} (● ถึงเป้าหมาย ▼ ต่ำกว่า) เส้นประคือเป้าหมาย {target}"),
            &format!("Scores of {last} (● on target, ▼ below); the dashed line is the target, {target}"),
        ),
    };
    let height = SCALE * 2 + ROW * report.indicators.len();
    out.raw("</figcaption>\n<svg role=\"img\" aria-labelledby=\"plot-")
        .show(at)
        .raw("\" width=\"100%\" height=\"")
        .show(height)
        .raw("\">\n");
    let least = least(report, years);
    scale(out, (least, target), height);
    for (i, indicator) in report.indicators.iter().enumerate() {
        row(out, indicator, (years, target, least), SCALE + i * ROW);
    }
    out.raw("</svg>\n</figure>\n");
}

/// The multiple of ten at which the plot begins.
fn least(report: &Report, years: &Years) -> i64 {
    let shown = [Some(years.last), years.before];
    let scores = report.indicators.iter().flat_map(|indicator| {
        let years = shown.into_iter().flatten();
        years.filter_map(|year| of(indicator, year))
    });
    let lowest = scores.chain([report.target]).map(Hundredths::get).min();
    let lowest = lowest.unwrap_or(LEAST).clamp(0, LEAST);
    lowest - lowest % 1000
}

/// How far to the right a score is, in hundredths of a percent; what is beyond
/// the scale stands at its end.
fn place(score: Hundredths, least: i64) -> i64 {
    // A little room on both sides, for the marks.
    let (left, right) = (250, 9750);
    let score = score.get().clamp(least, MOST);
    left + (score - least) * (right - left) / (MOST - least)
}

fn percent(out: &mut Markup, place: i64) -> &mut Markup {
    out.show(Hundredths::new(place)).raw("%")
}

/// Lines at the tens, with their numbers above and below.
fn scale(out: &mut Markup, (least, target): (i64, Hundredths), height: usize) {
    let mut ten = least;
    while ten <= MOST {
        let x = place(Hundredths::new(ten), least);
        line(out, "grid", x, SCALE, height - SCALE);
        // The target's own number needs the room around it.
        if (ten - target.get()).abs() >= 400 {
            tick(out, "tick", x, height, &(ten / 100).to_string());
        }
        ten += 1000;
    }
    let x = place(target, least);
    line(out, "target", x, SCALE, height - SCALE);
    tick(out, "tick target-tick", x, height, &target.plain());
}

/// A number above the plot and below it.
fn tick(out: &mut Markup, class: &'static str, x: i64, height: usize, number: &str) {
    for y in [SCALE - 8, height - 6] {
        out.raw("<text class=\"").raw(class);
        out.raw("\" text-anchor=\"middle\" x=\"");
        percent(out, x).raw("\" y=\"").show(y).raw("\">");
        out.text(number).raw("</text>\n");
    }
}

fn line(out: &mut Markup, class: &'static str, x: i64, top: usize, bottom: usize) {
    out.raw("<line class=\"").raw(class).raw("\" x1=\"");
    percent(out, x).raw("\" x2=\"");
    percent(out, x).raw("\" y1=\"").show(top);
    out.raw("\" y2=\"").show(bottom).raw("\"/>\n");
}

/// The name and the scores of an indicator, and below them the marks.
fn row(
    out: &mut Markup,
    indicator: &MergedIndicator,
    shown: (&Years, Hundredths, i64),
    top: usize,
) {
    let (years, target, least) = shown;
    let before = years.before.and_then(|year| of(indicator, year));
    let last = of(indicator, years.last);
    let mut name: String = indicator.name.chars().take(NAME).collect();
    if name.len() < indicator.name.len() {
        name.push('…');
    }
    out.raw("<text class=\"name\" x=\"2.50%\" y=\"")
        .show(top + 15)
        .raw("\">");
    if let Some(no) = indicator.no {
        out.show(no).raw(". ");
    }
    out.text(&name);
    out.raw("</text>\n<text class=\"name\" text-anchor=\"end\" x=\"97.50%\" y=\"")
        .show(top + 15)
        .raw("\">");
    if years.before.is_some() {
        out.text(&words::score(before)).raw(" → ");
    }
    out.text(&words::score(last)).raw("</text>\n");
    let y = top + 28;
    out.raw("<line class=\"base\" x1=\"2.50%\" x2=\"97.50%\" y1=\"")
        .show(y);
    out.raw("\" y2=\"").show(y).raw("\"/>\n");
    if let (Some(before), Some(last)) = (before, last) {
        out.raw("<line class=\"move\" x1=\"");
        percent(out, place(before, least)).raw("\" x2=\"");
        percent(out, place(last, least)).raw("\" y1=\"").show(y);
        out.raw("\" y2=\"").show(y).raw("\"/>\n");
    }
    if let Some(before) = before {
        out.raw("<circle class=\"before\" r=\"5\" cx=\"");
        percent(out, place(before, least))
            .raw("\" cy=\"")
            .show(y)
            .raw("\"/>\n");
    }
    if let Some(last) = last {
        if last < target {
            out.raw("<svg overflow=\"visible\" x=\"");
            percent(out, place(last, least)).raw("\" y=\"").show(y);
            out.raw("\"><path class=\"below\" d=\"M-7-6H7L0 7Z\"/></svg>\n");
        } else {
            out.raw("<circle class=\"last\" r=\"6\" cx=\"");
            percent(out, place(last, least))
                .raw("\" cy=\"")
                .show(y)
                .raw("\"/>\n");
        }
    }
}

fn table(out: &mut Markup, report: &Report, years: &Years) {
    out.table("scores", "คะแนนรายตัวชี้วัด", "Scores by indicator");
    out.numbers("ที่", "no.")
        .column("ตัวชี้วัด", "indicator")
        .column("เครื่องมือ", "instrument");
    for year in [years.before, Some(years.last)].into_iter().flatten() {
        out.numbers(&format!("ปี {year}"), &year.to_string());
    }
    out.numbers("เพิ่มขึ้น (ลดลง)", "change");
    let target = report.target;
    out.column(
        &format!("เทียบเป้าหมาย {target}"),
        &format!("against {target}"),
    );
    out.rows();
    for indicator in &report.indicators {
        out.raw("<tr><td class=\"number\">");
        match indicator.no {
            Some(no) => out.show(no),
            None => out.raw("–"),
        };
        out.raw("</td><th scope=\"row\">").data(&indicator.name);
        out.raw("</th><td>")
            .raw(words::instrument(indicator.instrument));
        for year in [years.before, Some(years.last)].into_iter().flatten() {
            let score = words::score(of(indicator, year));
            out.raw("</td><td class=\"number\">").text(&score);
        }
        out.raw("</td><td class=\"number\">")
            .text(&words::change(indicator.change));
        match of(indicator, years.last) {
            Some(score) if score < target => {
                out.raw("</td><td class=\"bad\">▼ ")
                    .both("ต่ำกว่าเป้าหมาย", "below");
            }
            Some(_) => {
                out.raw("</td><td>● ").both("ถึงเป้าหมาย", "on target");
            }
            None => {
                out.raw("</td><td>").both("ไม่มีค่า", "no value");
            }
        }
        out.raw("</td></tr>\n");
    }
    out.end_table();
}
