//! What the offices of a generated agency send, and what has to come of it:
//! by the generator's own tables, never by what the program says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::{Value, json};

use super::truth::{Row, Truth, YEARS};

/// A file that is sent.
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Code of the office it is known to be of; the agency's for its own.
    pub(crate) office: Option<String>,
    /// What it says; nothing where it cannot be read.
    pub(crate) rows: Vec<Row>,
    pub(crate) fate: Fate,
    /// Numbers of rows that a later file gives anew.
    pub(crate) stale: BTreeSet<usize>,
    /// Line of the manifest: office and date of arrival.
    pub(crate) office_told: Option<String>,
    pub(crate) received: Option<&'static str>,
    /// When the same content first arrived.
    pub(crate) first_received: Option<&'static str>,
}

/// What becomes of a file.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Fate {
    Merged,
    Duplicate,
    Superseded,
    Rejected(&'static str),
}

impl Fate {
    const fn words(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Merged => ("merged", None),
            Self::Duplicate => ("duplicate", None),
            Self::Superseded => ("superseded", None),
            Self::Rejected(reason) => ("rejected", Some(reason)),
        }
    }
}

/// A value that files disagree about.
pub(crate) struct Clash {
    /// Number of the row.
    pub(crate) no: usize,
    /// The value's pointer in the row; of a result that of its part.
    pub(crate) field: String,
    /// The office whose result it is, for a result.
    pub(crate) office: Option<String>,
    pub(crate) item: Option<String>,
    pub(crate) year: Option<u16>,
    /// What a file says; nothing where it does not.
    pub(crate) says: Box<dyn Fn(&Row) -> Value>,
}

/// Everything that is sent, and what has to be found.
pub(crate) struct World {
    pub(crate) truth: Truth,
    pub(crate) sent: Vec<Sent>,
    pub(crate) clashes: Vec<Clash>,
    /// Findings as file, rule, indicator and item.
    pub(crate) found: Vec<[String; 4]>,
    /// Copies of superseded files: of these it is told that they are copies.
    pub(crate) superseded_copies: Vec<String>,
}

impl World {
    /// Writes the files, the manifest and the profile.
    pub(crate) fn write(&self, folder: &Path) {
        let mut manifest = csv::Writer::from_path(folder.join("manifest.csv")).unwrap();
        manifest
            .write_record(["file", "office", "received", "agency"])
            .unwrap();
        for sent in &self.sent {
            let path = folder.join("sent").join(&sent.name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &sent.bytes).unwrap();
            if sent.office_told.is_some() || sent.received.is_some() {
                let office = sent.office_told.as_deref().unwrap_or_default();
                let received = sent.received.unwrap_or_default();
                manifest
                    .write_record([&sent.name, office, received, ""])
                    .unwrap();
            }
        }
        manifest.flush().unwrap();
        fs::write(
            folder.join("profile.json"),
            self.truth.profile().to_string(),
        )
        .unwrap();
    }

    pub(crate) fn finds(&mut self, file: &str, rule: &str, indicator: &str, item: &str) {
        self.found
            .push([file, rule, indicator, item].map(str::to_owned));
    }

    /// Puts the files into their order, and adds what follows from all of them:
    /// rows that are missing, empty or late.
    pub(crate) fn finish(&mut self) {
        self.sent.sort_by(|a, b| a.name.cmp(&b.name));
        let mut found = Vec::new();
        let mut find = |file: &str, rule: &str, indicator: &str| {
            found.push([
                file.to_owned(),
                rule.to_owned(),
                indicator.to_owned(),
                String::new(),
            ]);
        };
        for sent in self
            .sent
            .iter()
            .filter(|sent| !matches!(sent.fate, Fate::Rejected(_)))
        {
            let office = self
                .truth
                .offices
                .iter()
                .position(|office| Some(&office.code) == sent.office.as_ref());
            let mut given = BTreeSet::new();
            for row in &sent.rows {
                given.insert(row.no);
                if row.done.is_none() && office.is_some_and(|office| row.answers(office)) {
                    find(&sent.name, "result-missing", &row.name);
                }
            }
            for row in &self.truth.rows {
                let asked = office.is_none_or(|office| row.answers(office));
                if asked && !given.contains(&row.no) {
                    find(&sent.name, "indicator-missing", &row.name);
                }
            }
            if sent.received.is_some_and(|day| day > "2021-03-31") {
                find(&sent.name, "due-date-passed", "");
            }
            if sent.office.is_none() {
                find(&sent.name, "office-unknown", "");
            }
            match sent.fate {
                Fate::Duplicate => find(&sent.name, "submission-duplicate", ""),
                Fate::Superseded if self.superseded_copies.contains(&sent.name) => {}
                Fate::Superseded => find(&sent.name, "submission-superseded", ""),
                _ if !sent.stale.is_empty() => find(&sent.name, "submission-superseded", ""),
                _ => {}
            }
        }
        let coverage = self.coverage();
        let missing = coverage["missing"].as_array().unwrap().iter();
        let owing: BTreeSet<&str> = missing
            .map(|missing| missing["office"].as_str().unwrap())
            .collect();
        for _ in owing {
            find("", "office-missing", "");
        }
        for clash in &self.clashes {
            let (_, _, dissent) = self.decided(clash);
            let name = self.truth.rows[clash.no - 1].name.clone();
            let item = clash.item.clone().unwrap_or_default();
            found.push([
                self.sent[dissent].name.clone(),
                "value-conflict".to_owned(),
                name,
                item,
            ]);
        }
        self.found.append(&mut found);
        self.found.sort();
    }

    /// The files that count for a row, with their places and what they say.
    fn rows(&self, no: usize) -> impl Iterator<Item = (usize, &Sent, &Row)> {
        let merged = self
            .sent
            .iter()
            .enumerate()
            .filter(|(_, sent)| sent.fate == Fate::Merged);
        merged.filter_map(move |(at, sent)| {
            let row = sent.rows.iter().find(|row| row.no == no)?;
            (!sent.stale.contains(&no)).then_some((at, sent, row))
        })
    }

    /// What is chosen, the conflict as the dataset has it, and a file that says
    /// otherwise.
    fn decided(&self, clash: &Clash) -> (Value, Value, usize) {
        let mut groups: Vec<(Value, Vec<usize>)> = Vec::new();
        for (at, sent, row) in self.rows(clash.no) {
            let value = (clash.says)(row);
            if value.is_null() || (clash.office.is_some() && clash.office != sent.office) {
                continue;
            }
            match groups.iter_mut().find(|(other, _)| *other == value) {
                Some((_, sources)) => sources.push(at),
                None => groups.push((value, vec![at])),
            }
        }
        assert!(groups.len() > 1, "{} does not clash", clash.field);
        let voice = |at: &usize| match &self.sent[*at].office {
            Some(office) => (office.clone(), 0),
            None => (String::new(), *at),
        };
        let voices = |sources: &[usize]| sources.iter().map(voice).collect::<BTreeSet<_>>();
        let all: BTreeSet<_> = groups
            .iter()
            .flat_map(|(_, sources)| voices(sources))
            .collect();
        let of = |code: &str| -> Vec<usize> {
            let said = groups.iter().enumerate();
            let said =
                said.filter(|(_, (_, sources))| voices(sources).contains(&(code.to_owned(), 0)));
            said.map(|(at, _)| at).collect()
        };
        let compiler = self
            .truth
            .compiler
            .map(|at| self.truth.offices[at].code.clone());
        let most: Vec<usize> = groups
            .iter()
            .enumerate()
            .filter(|(_, (_, sources))| voices(sources).len() * 2 > all.len())
            .map(|(at, _)| at)
            .collect();
        let (chosen, by) = if let [at] = of(&self.truth.code)[..] {
            (Some(at), "authority")
        } else if let Some([at]) = compiler.map(|code| of(&code)).as_deref() {
            (Some(*at), "authority")
        } else if let [at] = most[..] {
            (Some(at), "majority")
        } else {
            (None, "none")
        };
        let value = chosen.map_or(Value::Null, |at| groups[at].0.clone());
        let other = groups
            .iter()
            .enumerate()
            .find(|(at, _)| Some(*at) != chosen)
            .unwrap();
        let dissent = other.1.1[0];
        let candidates: Vec<Value> = groups
            .iter()
            .map(|(value, sources)| json!({ "value": value, "sources": sources }))
            .collect();
        let row = &self.truth.rows[clash.no - 1];
        let conflict = json!({
            "field": format!("/indicators/{}{}", clash.no - 1, self.placed(clash)),
            "key": { "indicator": row.name, "item": clash.item, "year": clash.year },
            "candidates": candidates,
            "chosen": value,
            "by": by,
        });
        (value, conflict, dissent)
    }

    /// The clash's pointer in the merged indicator.
    fn placed(&self, clash: &Clash) -> String {
        let Some(office) = &clash.office else {
            return clash.field.clone();
        };
        let groups = self.reporting(clash.no);
        let at = groups.keys().position(|(code, _)| code == office).unwrap();
        format!("/results/{at}{}", clash.field)
    }

    /// Who reports on a row: by office, files of unknown office each by itself.
    fn reporting(&self, no: usize) -> BTreeMap<(String, usize), Vec<(usize, &Row)>> {
        let mut groups: BTreeMap<(String, usize), Vec<(usize, &Row)>> = BTreeMap::new();
        for (at, sent, row) in self.rows(no).filter(|(.., row)| row.done.is_some()) {
            let key = match &sent.office {
                Some(office) => (office.clone(), 0),
                None => (String::new(), at),
            };
            groups.entry(key).or_default().push((at, row));
        }
        groups
    }

    /// The report that the dataset has to have.
    pub(crate) fn report(&self) -> Value {
        let indicators: Vec<Value> = self
            .truth
            .rows
            .iter()
            .map(|row| self.indicator(row))
            .collect();
        let mut report = json!({
            "agency": self.truth.code,
            "fiscal_year": 2564,
            "score_years": [2562, 2563],
            "target": 8500,
            "overall": { YEARS[0]: self.truth.overall(0), YEARS[1]: self.truth.overall(1) },
            "indicators": indicators,
            "coverage": self.coverage(),
        });
        let mut conflicts: Vec<Value> = Vec::new();
        for clash in &self.clashes {
            let (value, conflict, _) = self.decided(clash);
            let field = conflict["field"].as_str().unwrap();
            if field.ends_with("/responsible") {
                assert!(
                    value.get("all").is_some(),
                    "what is undecided has another shape"
                );
            } else {
                *report.pointer_mut(field).unwrap() = value;
            }
            conflicts.push(conflict);
        }
        conflicts.sort_by_key(|conflict| conflict["field"].to_string());
        report["conflicts"] = json!(conflicts);
        report
    }

    fn indicator(&self, row: &Row) -> Value {
        let items = row.items.iter().map(|item| {
            let mut said = self.rows(row.no).flat_map(|(.., row)| &row.items);
            let remark = said.find_map(|other| other.remark.clone().filter(|_| other.code == item.code));
            let standing = if item.weak() { "weak" } else { "strong" };
            json!({ "code": item.code, "score": item.score, "standing": standing, "remark": remark })
        });
        let measures = row.measures.iter().zip(1..).map(|(text, no)| {
            let dashes = row.dashes.iter().filter(|_| no == 1);
            let dashes = dashes.map(
                |(code, score, text)| json!({ "item": code, "quoted_score": score, "text": text }),
            );
            json!({ "no": no, "text": text, "bullets": dashes.collect::<Vec<_>>() })
        });
        let codes: Option<Vec<&String>> = row.responsible.as_ref().map(|list| {
            list.iter()
                .map(|at| &self.truth.offices[*at].code)
                .collect()
        });
        let written = codes.as_ref().map_or_else(
            || "ทุกสำนัก".to_owned(),
            |codes| {
                codes
                    .iter()
                    .map(|code| code.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            },
        );
        let results = self
            .reporting(row.no)
            .into_iter()
            .map(|((office, _), files)| {
                let done: Vec<_> = files
                    .iter()
                    .filter_map(|(_, row)| row.done.as_ref())
                    .collect();
                let own = office.is_empty() || office == self.truth.code;
                json!({
                    "offices": if own { Vec::new() } else { vec![office] },
                    "actions": done[0].actions,
                    "obstacles": done.iter().find_map(|done| done.obstacles.as_ref()),
                    "suggestions": done.iter().find_map(|done| done.suggestions.as_ref()),
                    "progress_percent": done[0].percent,
                    "sources": files.iter().map(|(at, _)| *at).collect::<Vec<_>>(),
                })
            });
        json!({
            "no": row.no,
            "official_no": row.official_no,
            "name": row.name,
            "instrument": row.instrument,
            "scores": { YEARS[0]: row.scores[0], YEARS[1]: row.scores[1] },
            "change": row.change,
            "items": items.collect::<Vec<_>>(),
            "measures": {
                "preamble": row.preamble,
                "claims": if row.scores[1] > 8500 { "above_target" } else { "below_target" },
                "list": measures.collect::<Vec<_>>(),
            },
            "responsible": {
                "all": codes.is_none(),
                "offices": codes.unwrap_or_default(),
                "unresolved": [],
                "as_written": written,
            },
            "results": results.collect::<Vec<_>>(),
        })
    }

    fn coverage(&self) -> Value {
        let mut missing = Vec::new();
        let (mut expected, mut reported) = (0, 0);
        for row in &self.truth.rows {
            let who = self.reporting(row.no);
            for (at, office) in self
                .truth
                .offices
                .iter()
                .enumerate()
                .filter(|(at, _)| row.answers(*at))
            {
                expected += 1;
                if who.contains_key(&(office.code.clone(), 0)) {
                    reported += 1;
                } else {
                    missing.push((office.code.clone(), row.no, at));
                }
            }
        }
        missing.sort();
        let name = |no: usize| &self.truth.rows[no - 1].name;
        let missing: Vec<Value> = missing
            .iter()
            .map(|(office, no, _)| json!({ "office": office, "indicator": name(*no) }))
            .collect();
        let mut late: BTreeMap<&String, &str> = BTreeMap::new();
        for sent in self.sent.iter().filter(|sent| sent.fate == Fate::Merged) {
            if let (Some(office), Some(day)) = (&sent.office, sent.first_received)
                && day > "2021-03-31"
            {
                let last = late.entry(office).or_insert(day);
                *last = day.max(*last);
            }
        }
        let late: Vec<Value> = late
            .iter()
            .map(|(office, day)| json!({ "office": office, "due": "2021-03-31", "received": day }))
            .collect();
        json!({ "expected": expected, "reported": reported, "missing": missing, "late": late })
    }

    /// What `submissions` has to say: file, office, status and reason.
    pub(crate) fn fates(&self) -> Vec<Value> {
        let fates = self.sent.iter().map(|sent| {
            let (status, reason) = sent.fate.words();
            json!([sent.name, sent.office, status, reason])
        });
        fates.collect()
    }
}
