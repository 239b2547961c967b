//! A dataset put together again from its tables.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::read::Line;

type Tables<'a> = BTreeMap<&'a str, Vec<Line>>;

/// The lines of a table that agree with `with` in these columns.
fn of<'a>(tables: &'a Tables<'_>, table: &str, with: &Line, columns: &[&str]) -> Vec<&'a Line> {
    let same = |line: &&Line| columns.iter().all(|column| line[*column] == with[*column]);
    tables[table].iter().filter(same).collect()
}

const REPORT: [&str; 2] = ["agency", "fiscal_year"];
const INDICATOR: [&str; 3] = ["agency", "fiscal_year", "indicator"];

fn pick(line: &Line, names: &[&str]) -> Map<String, Value> {
    let fields = names
        .iter()
        .map(|name| ((*name).to_owned(), line[*name].clone()));
    fields.collect()
}

/// Year → value.
fn by_year(lines: &[&Line], column: &str) -> Value {
    let fields = lines
        .iter()
        .map(|line| (line["year"].to_string(), line[column].clone()));
    Value::Object(fields.collect())
}

fn sources(lines: &[&Line]) -> Value {
    lines
        .iter()
        .map(|line| line["submission"].clone())
        .collect()
}

/// `dataset.json` without its name.
pub(crate) fn dataset(tables: &Tables<'_>) -> Value {
    let reports: Vec<Value> = tables["reports"]
        .iter()
        .map(|line| report(tables, line))
        .collect();
    let submissions: Vec<Value> = tables["submissions"].iter().map(submission).collect();
    json!({ "reports": reports, "submissions": submissions })
}

/// The dataset as [`dataset`] gives it: values of conflicts as texts.
pub(crate) fn plain(dataset: &Value) -> Value {
    let mut plain = dataset.clone();
    plain.as_object_mut().unwrap().remove("schema");
    let text = |value: &mut Value| {
        if !value.is_null() && !value.is_string() {
            *value = json!(value.to_string());
        }
    };
    for report in plain["reports"].as_array_mut().unwrap() {
        for conflict in report["conflicts"].as_array_mut().unwrap() {
            text(&mut conflict["chosen"]);
            for candidate in conflict["candidates"].as_array_mut().unwrap() {
                text(&mut candidate["value"]);
            }
        }
    }
    plain
}

fn report(tables: &Tables<'_>, line: &Line) -> Value {
    let years = of(tables, "years", line, &REPORT);
    let overall = by_year(&years, "overall");
    assert_eq!(line["overall"], overall[line["score_year"].to_string()]);
    assert_eq!(
        line["previous_overall"],
        overall[line["previous_year"].to_string()]
    );
    let indicators = of(tables, "indicators", line, &REPORT);
    let indicators: Vec<Value> = indicators
        .iter()
        .map(|i| indicator(tables, line, i))
        .collect();
    let missing = of(tables, "missing", line, &REPORT);
    let late = of(tables, "late", line, &REPORT);
    let conflicts = of(tables, "conflicts", line, &REPORT);
    assert_eq!(line["conflicts"], json!(conflicts.len()));
    let coverage = (!line["expected"].is_null()).then(|| {
        assert_eq!(line["missing"], json!(missing.len()));
        assert_eq!(line["late"], json!(late.len()));
        let missing: Vec<_> = missing
            .iter()
            .map(|m| pick(m, &["office", "indicator"]))
            .collect();
        let late: Vec<_> = late
            .iter()
            .map(|l| pick(l, &["office", "due", "received"]))
            .collect();
        let mut coverage = pick(line, &["expected", "reported"]);
        coverage.insert("missing".to_owned(), json!(missing));
        coverage.insert("late".to_owned(), json!(late));
        coverage
    });
    let mut report = pick(line, &["agency", "fiscal_year", "target"]);
    report.insert(
        "score_years".to_owned(),
        years.iter().map(|y| y["year"].clone()).collect(),
    );
    report.insert("overall".to_owned(), overall);
    report.insert("indicators".to_owned(), json!(indicators));
    report.insert("coverage".to_owned(), json!(coverage));
    let conflicts: Vec<Value> = conflicts.iter().map(|c| conflict(tables, c)).collect();
    report.insert("conflicts".to_owned(), json!(conflicts));
    Value::Object(report)
}

fn indicator(tables: &Tables<'_>, report: &Line, line: &Line) -> Value {
    let scores = by_year(&of(tables, "scores", line, &INDICATOR), "score");
    let last = |year: &str| {
        scores
            .get(report[year].to_string())
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(line["score"], last("score_year"));
    assert_eq!(line["previous_score"], last("previous_year"));
    let items = of(tables, "items", line, &INDICATOR);
    let items: Vec<Value> = items
        .iter()
        .map(|item| {
            let mut fields = pick(item, &["score", "standing", "remark"]);
            fields.insert("code".to_owned(), item["item"].clone());
            Value::Object(fields)
        })
        .collect();
    let measures = of(tables, "measures", line, &INDICATOR);
    let measures: Vec<Value> = measures
        .iter()
        .map(|measure| {
            let key = [&INDICATOR[..], &["measure"]].concat();
            let bullets = of(tables, "bullets", measure, &key);
            let bullets: Vec<_> = bullets
                .iter()
                .map(|b| pick(b, &["item", "quoted_score", "text"]))
                .collect();
            let mut fields = pick(measure, &["no", "text"]);
            fields.insert("bullets".to_owned(), json!(bullets));
            Value::Object(fields)
        })
        .collect();
    let results = of(tables, "results", line, &INDICATOR);
    let results: Vec<Value> = results
        .iter()
        .map(|result| {
            let key = [&INDICATOR[..], &["result"]].concat();
            let names = [
                "offices",
                "actions",
                "obstacles",
                "suggestions",
                "progress_percent",
            ];
            let mut fields = pick(result, &names);
            let from = of(tables, "result_sources", result, &key);
            fields.insert("sources".to_owned(), sources(&from));
            Value::Object(fields)
        })
        .collect();
    let mut fields = pick(line, &["no", "official_no", "instrument", "change"]);
    fields.insert("name".to_owned(), line["indicator"].clone());
    fields.insert("scores".to_owned(), scores);
    fields.insert("items".to_owned(), json!(items));
    fields.insert(
        "measures".to_owned(),
        json!({ "preamble": line["preamble"], "claims": line["claims"], "list": measures }),
    );
    fields.insert(
        "responsible".to_owned(),
        json!({
            "all": line["responsible_all"],
            "offices": line["responsible"],
            "unresolved": line["responsible_unresolved"],
            "as_written": line["responsible_as_written"],
        }),
    );
    fields.insert("results".to_owned(), json!(results));
    Value::Object(fields)
}

fn conflict(tables: &Tables<'_>, line: &Line) -> Value {
    let key = [&REPORT[..], &["field"]].concat();
    let candidates = of(tables, "candidates", line, &key);
    let candidates: Vec<Value> = candidates
        .iter()
        .map(|candidate| {
            let key = [&key[..], &["candidate"]].concat();
            let from = of(tables, "candidate_sources", candidate, &key);
            json!({ "value": candidate["value"], "sources": sources(&from) })
        })
        .collect();
    json!({
        "field": line["field"],
        "key": pick(line, &["indicator", "item", "year"]),
        "candidates": candidates,
        "chosen": line["chosen"],
        "by": line["by"],
    })
}

fn submission(line: &Line) -> Value {
    let names = [
        "file",
        "sha256",
        "bytes",
        "format",
        "office",
        "agency",
        "fiscal_year",
        "status",
        "reason",
    ];
    let mut fields = pick(line, &names);
    let message = message(line);
    let cells = (!line["cells_read"].is_null()).then(|| {
        json!({
            "read": line["cells_read"],
            "mapped": line["cells_mapped"],
            "structure": line["cells_structure"],
            "unmapped": line["cells_unmapped"],
        })
    });
    fields.insert("message".to_owned(), message);
    fields.insert("cells".to_owned(), json!(cells));
    fields.insert(
        "findings".to_owned(),
        json!({ "error": line["errors"], "warning": line["warnings"], "info": line["infos"] }),
    );
    Value::Object(fields)
}

fn message(line: &Line) -> Value {
    match &line["message_th"] {
        Value::Null => Value::Null,
        thai => json!({ "th": thai, "en": line["message_en"] }),
    }
}

/// The lines of `findings.jsonl`.
pub(crate) fn findings(tables: &Tables<'_>) -> Vec<Value> {
    let findings = tables["findings"].iter().map(|line| {
        let names = [
            "rule",
            "severity",
            "indicator",
            "item",
            "office",
            "found",
            "expected",
            "explained",
        ];
        let mut fields = pick(line, &names);
        let file = line["file"].as_str().unwrap_or_default();
        fields.insert("file".to_owned(), json!(file));
        fields.insert("message".to_owned(), message(line));
        fields.insert("origin".to_owned(), origin(line));
        Value::Object(fields)
    });
    findings.collect()
}

fn origin(line: &Line) -> Value {
    if !line["cell"].is_null() {
        return Value::Object(pick(line, &["sheet", "cell"]));
    }
    if line["page"].is_null() {
        return Value::Null;
    }
    let mut place = pick(line, &["page", "table", "row", "column"]);
    // Boxes are written with a point, however whole they are.
    let edges = ["left", "top", "right", "bottom"].map(|edge| line[edge].as_f64());
    place.insert("bbox".to_owned(), json!(edges));
    Value::Object(place)
}
