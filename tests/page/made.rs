//! Datasets made for the page: many offices with everything that can go wrong,
//! and names that would be markup.

use std::collections::BTreeMap;

use ruam::{
    dataset::{
        Candidate, ChosenBy, Conflict, ConflictKey, Coverage, DATASET_SCHEMA, Dataset, Late,
        MergedBullet, MergedIndicator, MergedItem, MergedMeasure, MergedMeasures,
        MergedResponsible, MergedResult, Missing, Report, Status, Summary,
    },
    finding::{Counts, Finding, Message, Severity},
    hundredths::Hundredths,
    submission::{Format, Instrument, Standing},
};
use serde_json::json;

/// Names that a hostile file may bear.
pub(crate) const HOSTILE: [&str; 4] = [
    "</script><img src=x onerror=\"alert('ส')\">.xlsx",
    "รายงาน \u{202e}fdp.xlsx",
    "\"quoted\" & 'single' <b>หนา</b>.ods",
    "javascript:alert(1)//เพราะชื่อไฟล์ที่ยาวมากและไม่มีที่ให้ตัดบรรทัดเลยแม้แต่แห่งเดียวจึงต้องตัดเองให้ได้ไม่ว่ากว้างเท่าใด.csv",
];

const NAMES: [&str; 10] = [
    "การป้องกันการทุจริต",
    "การเปิดเผยข้อมูล",
    "การปฏิบัติหน้าที่",
    "คุณภาพการดำเนินงาน",
    "การใช้อำนาจ",
    "การแก้ไขปัญหาการทุจริต",
    "การใช้งบประมาณ",
    "การปรับปรุงการทำงาน",
    "การใช้ทรัพย์สินของราชการ",
    "ประสิทธิภาพการสื่อสาร",
];

fn office(n: usize) -> String {
    match n {
        7 => "<svg onload=alert(1)>".to_owned(),
        8 => "สำนักที่มีชื่อยาวกว่าที่ตารางใดจะคาดไว้".to_owned(),
        _ => format!("สน.{}", n + 1),
    }
}

/// Of `offices` offices every ninth is missing, every fifth late, every
/// thirteenth unreadable; every seventh gives another score.
pub(crate) fn large(agency: &str, offices: usize) -> (Dataset, Vec<Finding>) {
    let mut submissions = Vec::new();
    let mut findings = Vec::new();
    let mut coverage = Coverage {
        expected: offices * NAMES.len(),
        reported: 0,
        missing: Vec::new(),
        late: Vec::new(),
    };
    let mut results: Vec<Vec<MergedResult>> = vec![Vec::new(); NAMES.len()];
    for n in 0..offices {
        let name = HOSTILE.get(n % 11).map_or_else(
            || format!("รายงานที่ {n:02}.xlsx"),
            |name| format!("{n:02} {name}"),
        );
        let is_rejected = n % 13 == 12;
        if n % 9 != 8 {
            submissions.push(summary(agency, &name, n, is_rejected));
        }
        for (i, indicator) in NAMES.iter().enumerate() {
            if n % 9 == 8 || is_rejected || (n + i) % 29 == 0 {
                coverage.missing.push(Missing {
                    office: office(n),
                    indicator: (*indicator).to_owned(),
                });
                continue;
            }
            coverage.reported += 1;
            results[i].push(MergedResult {
                offices: vec![office(n)],
                actions: vec!["ดำเนินการแล้ว".to_owned()],
                obstacles: None,
                suggestions: None,
                progress_percent: Some(Hundredths::new(if n % 4 == 0 { 8000 } else { 10_000 })),
                sources: vec![submissions.len() - 1],
            });
        }
        if n % 5 == 4 && n % 9 != 8 && !is_rejected {
            coverage.late.push(Late {
                office: office(n),
                due: "2021-03-31".to_owned(),
                received: "2021-04-02".to_owned(),
            });
            findings.push(finding(
                "due-date-passed",
                Severity::Warning,
                &name,
                n,
                "ได้รับรายงานวันที่ 2 เม.ย. 2564 หลังกำหนดส่ง 31 มี.ค. 2564",
            ));
        }
        if n % 9 != 8 && !is_rejected {
            findings.push(finding(
                "score-out-of-range",
                Severity::Error,
                &name,
                n,
                "คะแนนของ I12 เป็น 176.17 <script>alert(1)</script>",
            ));
            findings.push(finding(
                "office-ambiguous",
                Severity::Warning,
                &name,
                n,
                "“ส.ว.” อาจหมายถึง ส.วป. แต่ไม่แน่ชัด \u{202e}",
            ));
            findings.push(finding(
                "office-variant",
                Severity::Info,
                &name,
                n,
                "อ่าน “ส.น.ผ.” เป็น ส.นผ.",
            ));
        }
    }
    findings.push(Finding {
        office: Some(office(8)),
        ..finding("office-missing", Severity::Warning, "", 8, "ยังไม่รายงาน")
    });
    findings.push(finding(
        "a-rule-of-the-future\"><b>",
        Severity::Info,
        "",
        0,
        "กฎที่ยังไม่รู้จัก",
    ));
    coverage.missing.sort_by(|a, b| a.office.cmp(&b.office));
    let indicators: Vec<MergedIndicator> = results
        .into_iter()
        .enumerate()
        .map(|(i, results)| indicator(i, results))
        .collect();
    let report = Report {
        agency: agency.to_owned(),
        fiscal_year: 2564,
        score_years: vec![2562, 2563],
        target: Hundredths::new(8500),
        overall: BTreeMap::from([(2562, Some(Hundredths::new(9168))), (2563, None)]),
        indicators,
        coverage: Some(coverage),
        conflicts: conflicts(),
    };
    let dataset = Dataset {
        schema: DATASET_SCHEMA.to_owned(),
        reports: vec![report],
        submissions,
    };
    (dataset, findings)
}

fn summary(agency: &str, file: &str, n: usize, is_rejected: bool) -> Summary {
    Summary {
        file: file.to_owned(),
        sha256: format!("{n:064x}"),
        bytes: 1,
        format: Some(Format::Xlsx),
        office: Some(office(n)),
        agency: agency.to_owned(),
        fiscal_year: (!is_rejected).then_some(2564),
        status: match n % 12 {
            _ if is_rejected => Status::Rejected,
            10 => Status::Superseded,
            11 => Status::Duplicate,
            _ => Status::Merged,
        },
        reason: is_rejected.then(|| "encrypted".to_owned()),
        message: is_rejected.then(|| {
            Message::new(
                "ไฟล์นี้ติดรหัสผ่าน โปรดเอารหัสผ่านออกแล้วส่งใหม่",
                "The file has a password: remove it and send it again.",
            )
        }),
        cells: None,
        findings: Counts {
            error: 1,
            warning: 1,
            info: 1,
        },
    }
}

fn finding(rule: &str, severity: Severity, file: &str, n: usize, text: &str) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        file: file.to_owned(),
        origin: None,
        indicator: None,
        item: None,
        office: None,
        found: None,
        expected: None,
        message: Message::new(
            format!("ทั้งไฟล์: {text} ({n})"),
            format!("whole file: in English, {n} <i>"),
        ),
        explained: (rule == "office-ambiguous").then(|| "ยืนยัน <b>ตามเดิม</b>\nบรรทัดที่สอง".to_owned()),
        agency: None,
    }
}

fn indicator(i: usize, results: Vec<MergedResult>) -> MergedIndicator {
    let scores = [8703 - 310 * i as i64, 9950 - 420 * i as i64];
    let code = |n: usize| format!("I{}", i * 5 + n + 1);
    let item = |n: usize| MergedItem {
        code: code(n),
        score: (n < 4).then(|| Hundredths::new(scores[1] - 1111 + 700 * n as i64)),
        standing: [Some(Standing::Weak), Some(Standing::Strong), None][n % 3],
        remark: (n == 0).then(|| {
            "เนื่องจาก ไม่สามารถพิสูจน์ได้ว่า <Social Network> เชื่อมโยงกับหน้าเว็บไซต์หลักของหน่วยงาน".to_owned()
        }),
    };
    MergedIndicator {
        no: Some(u32::try_from(i).unwrap() + 1),
        official_no: None,
        name: NAMES[i].to_owned(),
        instrument: Some(Instrument::ALL[i % 3]),
        scores: BTreeMap::from([
            (2562, (i != 9).then(|| Hundredths::new(scores[0]))),
            (2563, (i != 8).then(|| Hundredths::new(scores[1]))),
        ]),
        change: Some(Hundredths::new(scores[1] - scores[0])),
        items: (0..5).map(item).collect(),
        measures: MergedMeasures {
            list: vec![MergedMeasure {
                bullets: vec![MergedBullet {
                    item: Some(code(0)),
                    ..MergedBullet::default()
                }],
                ..MergedMeasure::default()
            }],
            ..MergedMeasures::default()
        },
        responsible: MergedResponsible {
            all: i != 2,
            offices: if i == 2 { vec![office(0)] } else { Vec::new() },
            ..MergedResponsible::default()
        },
        results,
    }
}

fn conflicts() -> Vec<Conflict> {
    let one = |field: &str, item: Option<&str>, values: [serde_json::Value; 2], by| Conflict {
        field: field.to_owned(),
        key: ConflictKey {
            indicator: NAMES[4].to_owned(),
            item: item.map(str::to_owned),
            year: None,
        },
        chosen: if by == ChosenBy::None {
            serde_json::Value::Null
        } else {
            values[0].clone()
        },
        candidates: values
            .into_iter()
            .enumerate()
            .map(|(i, value)| Candidate {
                value,
                sources: vec![i, i + 2, 9_999],
            })
            .collect(),
        by,
    };
    vec![
        one(
            "/indicators/4/scores/2563",
            None,
            [json!(88.58), json!(85.88)],
            ChosenBy::Majority,
        ),
        one(
            "/indicators/4/items/0/standing",
            Some("I13"),
            [json!("weak"), json!("strong")],
            ChosenBy::None,
        ),
        one(
            "/indicators/4/measures/list/1/text",
            None,
            [
                json!("ทบทวน <u>แนวทาง</u>\u{202e}"),
                json!("ทบทวนแนวทางและสื่อสารให้บุคลากรทราบ"),
            ],
            ChosenBy::Authority,
        ),
        one(
            "/indicators/4/responsible",
            None,
            [
                json!({"all": true, "offices": [], "unresolved": []}),
                json!({"all": false, "offices": ["ส.นผ.", "ส.บก."], "unresolved": []}),
            ],
            ChosenBy::None,
        ),
        one(
            "/indicators/4/a/field/of/the/future",
            None,
            [json!(null), json!([1, "x"])],
            ChosenBy::None,
        ),
    ]
}
